//! Holds the table of commands: one row for each command in the order of the help, one file for each heading.
//!
//! ```text
//!   rows of every corpus ─┐
//!   labels, attributes  ──┴─▶ all(scheme) ─▶ Keymap, with the user's own keys
//! ```
//!
//! To add a command, add a row to the file of its heading, and the function that it runs to a file in `tui/update/`.
//! Keys, hints, help and palette come from the row, and so does `docs/keys.md` (`cargo xtask docs`), which shows the
//! keys in use. A test fails if two commands have the same key.

mod comparing;
mod focus;
mod jumping;
mod lists;
mod moving;
mod panes;
mod program;
mod reviewing;
mod searching;
mod selecting;
mod suggesting;
mod tagging;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::tags::scheme::{Attribute, Label, Scheme};
use crate::text::unit::Unit;
use crate::tui::command::{Command, CommandRow, Group, Here, Topic, at, row};
use crate::tui::keymap::{Context, KeyChange, Keymap, TAGGING};
use crate::tui::model::App;

/// The rows that come before the rows of the corpus's labels.
const BEFORE: &[(Group, &[CommandRow])] = &[
    (Group::Move, moving::ROWS),
    (Group::Jump, jumping::ROWS),
    (Group::Panes, panes::ROWS),
    (Group::Select, selecting::ROWS),
];
/// The rows that come after the rows of the corpus's labels.
const BEHIND: &[(Group, &[CommandRow])] = &[
    (Group::Tag, tagging::ROWS),
    (Group::Focus, focus::ROWS),
    (Group::Suggest, suggesting::ROWS),
    (Group::Compare, comparing::ROWS),
    (Group::Review, reviewing::ROWS),
    (Group::Search, searching::ROWS),
    (Group::Lists, lists::ROWS),
    (Group::Program, program::ROWS),
];

/// Returns all commands in the order of the help, including the commands for the scheme's labels.
pub fn all(scheme: &Scheme) -> Vec<Command> {
    let of =
        |(group, rows): &(Group, &[CommandRow])| rows.iter().map(|row| Command::of(row, *group)).collect::<Vec<_>>();
    let labels = scheme.labels.iter().enumerate();
    let tags = labels.clone().map(|(number, label)| of_label(number, label));
    let attributes = labels.flat_map(|(label, of)| {
        let attributes = of.attributes.iter().enumerate();
        attributes.map(move |(attribute, it)| of_attribute(Topic::Attribute { label, attribute }, of, it))
    });
    BEFORE.iter().flat_map(of).chain(tags).chain(attributes).chain(BEHIND.iter().flat_map(of)).collect()
}

/// Returns the key map of a scheme with the user's changes, and a sentence for each key that could not be used or was
/// taken from another command.
pub fn keymap(scheme: &Scheme, changed: &[KeyChange]) -> (Keymap, Vec<String>) {
    Keymap::new(all(scheme), changed)
}

/// The row of a label, without its name and words.
const LABEL: CommandRow = row("tag", "tag", "Tag", super::tag::tag).here(&[
    at(&[Context::Read]).rank(10).word_of(label_here),
    at(&[Context::Select]).rank(10),
    at(&[Context::Focus]).rank(17).word_of(other_label),
    at(&[Context::Review, Context::Suggestion]).rank(90),
]);

/// Returns the name of a label, and the words that its key would tag here, if they are less than a sentence.
fn label_here(app: &App, about: Topic) -> Option<Cow<'static, str>> {
    let Topic::Label(number) = about else { return None };
    let label = app.setting.scheme.labels.get(number)?;
    Some(match super::tag::taken(app, label) {
        Some(words) => format!("{} {words}", label.name).into(),
        None => label.name.clone().into(),
    })
}

/// Returns the name of a label that the tag in focus does not have: its key relabels the tag.
fn other_label(app: &App, about: Topic) -> Option<Cow<'static, str>> {
    let Topic::Label(number) = about else { return None };
    let (label, tag) = (app.setting.scheme.labels.get(number)?, app.focused_tag()?);
    (label.name != tag.label).then(|| label.name.clone().into())
}

/// The row of an attribute, without its name and words.
const ATTRIBUTE: CommandRow =
    row("attribute", "attribute", "Give an attribute", super::attribute::give).here(ATTRIBUTE_HERE);
const ATTRIBUTE_HERE: &[Here] = &[at(&[Context::Focus]).rank(5).word_of(attribute_of_focus)];

/// Returns the command that gives a label.
fn of_label(number: usize, label: &Label) -> Command {
    let unit = unit_name(label.unit);
    let help = format!("Tag as {}: the selection, or the {unit} here; relabel a focused tag", label.name);
    Command {
        id: format!("tag-{}", label.name).into(),
        title: label.name.clone().into(),
        help: help.into(),
        about: Topic::Label(number),
        keys: vec![(TAGGING, vec![label.key.clone().into()])],
        ..Command::of(&LABEL, Group::Tag)
    }
}

/// Returns the command that gives an attribute of a label.
fn of_attribute(about: Topic, label: &Label, attribute: &Attribute) -> Command {
    Command {
        id: format!("attribute-{}-{}", label.name, attribute.name).into(),
        title: attribute.name.clone().into(),
        help: format!("Give a {} its {}", label.name, attribute.name).into(),
        about,
        keys: vec![(&[Context::Focus, Context::Beside], vec![attribute.key.clone().into()])],
        ..Command::of(&ATTRIBUTE, Group::Focus)
    }
}

/// Returns the name of an attribute if the tag in focus can have it.
fn attribute_of_focus(app: &App, about: Topic) -> Option<Cow<'static, str>> {
    let Topic::Attribute { label, attribute } = about else { return None };
    let (label, tag) = (app.setting.scheme.labels.get(label)?, app.focused_tag()?);
    let attribute = label.attributes.get(attribute).filter(|_| label.name == tag.label)?;
    Some(attribute.name.clone().into())
}

/// Returns the name of a unit, for the help.
fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Figure => "number",
        Unit::Name => "name",
        Unit::Word => "word",
        Unit::Sentence => "sentence",
        Unit::Paragraph => "paragraph",
        Unit::Document => "document",
    }
}
