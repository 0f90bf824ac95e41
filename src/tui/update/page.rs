//! Shows pages that the program writes: the help and the guidelines. They are laid out and scrolled like an article.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::layout::{Reflow, Typesetting};
use crate::tags::history::Slot;
use crate::tags::scheme::{AttributeKind, Label, LinkKind};
use crate::text::Document;
use crate::tui::command::{Group, Topic};
use crate::tui::keymap::{Context, ELSEWHERE, Keymap};
use crate::tui::model::effect::Then;
use crate::tui::model::overlay::{Overlay, Page, page_size};
use crate::tui::model::pane::Pane;
use crate::tui::model::{App, Effect};

/// The column in which the words for a key begin.
const WORDS: usize = 22;

/// Shows the keys that work now.
pub(super) fn help(app: &mut App) {
    let context = app.context();
    let width = usize::from(page_size(app.desk.size).0);
    let text = keys_in_words(&app.setting.keymap, context, width);
    let over = |(title, over): &(&str, Context)| {
        format!("\n{}\n{}", title.to_uppercase(), keys_in_words(&app.setting.keymap, *over, width))
    };
    let elsewhere: String = ELSEWHERE.iter().filter(|(_, over)| *over != context).map(over).collect();
    let (where_now, hint) = match context {
        Context::Select => ("with a selection", ""),
        Context::Focus => ("with a tag in focus", ""),
        Context::Review => ("with a tag under review in focus", ""),
        Context::Beside => ("with two layers side by side", ""),
        Context::Link => ("while a link is being made", ""),
        Context::Compare => ("in the comparison", "Other keys work in the text: ask for help there, too.\n"),
        _ => ("while reading", "Other keys work with a selection and with a tag in focus: ask for help there, too.\n"),
    };
    let text = format!(
        "A number first repeats a motion. {hint}The palette finds any command by its name.\n\n{text}\n{elsewhere}"
    );
    open(app, format!("Keys that work {where_now}"), text);
}

/// Shows the definitions of labels and links, and the corpus's guidelines.
pub(super) fn guidelines(app: &mut App) {
    let scheme = app.setting.scheme.clone();
    let mut text = String::from("LABELS\n");
    for (number, label) in scheme.labels.iter().enumerate() {
        let commands = app.setting.keymap.commands();
        let command = commands.iter().find(|command| command.about == Topic::Label(number));
        text.push_str(&of_label(&command.map_or_else(String::new, |command| app.key_of(&command.id)), label));
    }
    text.push_str("\nLINKS\n");
    scheme.links.iter().for_each(|kind| text.push_str(&of_kind(kind)));
    match &app.setting.guidelines {
        Some((name, guidelines)) => {
            let _ = write!(text, "\n{}\n\n{guidelines}", name.to_uppercase());
        }
        None => text.push_str(
            "\nThe corpus has no guidelines (they are named in annotations/corpus.ron: guidelines: \"…\").\n",
        ),
    }
    open(app, "Guidelines".into(), text);
}

/// Shows the messages about parts of the settings, the corpus and the layers that the program did not understand.
pub(super) fn doubts(app: &mut App) {
    let misfits = app.misfits_in_words();
    if app.doubts.is_empty() && misfits.is_none() {
        return app.say("there are no doubts about the settings, the corpus and the layers");
    }
    let text: String = app.doubts.iter().chain(&misfits).map(|doubt| format!("• {doubt}\n")).collect();
    open(app, "Not understood".into(), text);
}

/// Closes a page or a list. A list under it comes back. If no document is on the desk under a list of pairs, quits.
pub(super) fn close(app: &mut App) {
    if let Some(mut list) = app.overlay.take().and_then(Overlay::uncover) {
        // Its subject may have changed meanwhile.
        list.refill(app);
        app.overlay = Some(Overlay::List(list));
        return super::compare::ask_again(app);
    }
    if app.desk.panes.is_empty() {
        app.ask(Effect::Settle(Then::Quit));
    }
}

/// Fits an open page into the screen.
pub(super) fn fit(app: &mut App) {
    let (width, height) = page_size(app.desk.size);
    if let Some(Overlay::Page(page)) = &mut app.overlay {
        page.pane.resize(page.document.text(), width, height, Typesetting { spaced: false, reflow: Reflow::Never });
    }
}

/// Returns the keys of a context with their descriptions, for a page of this many columns. The keys of the desk are in
/// groups.
fn keys_in_words(keymap: &Keymap, context: Context, width: usize) -> String {
    let mut text = String::new();
    let mut heading: Option<Group> = None;
    let grouped = ELSEWHERE.iter().all(|(_, over)| *over != context);
    let keys_of = |id| keymap.keys(context, id).join("  ");
    let mut entries: Vec<_> = keymap.commands().iter().map(|entry| (entry, keys_of(&entry.id))).collect();
    entries.retain(|(_, keys)| !keys.is_empty());
    entries.sort_by_key(|(entry, _)| entry.group);
    for (entry, keys) in entries {
        if grouped && heading != Some(entry.group) {
            let space = if heading.is_some() { "\n" } else { "" };
            let _ = writeln!(text, "{space}{}", entry.group.title().to_uppercase());
            heading = Some(entry.group);
        }
        let pad = " ".repeat((WORDS - 4).saturating_sub(keys.width()));
        let help = entry.help_in(context);
        let begin = format!("  {keys}{pad}  ");
        let mut column = begin.width();
        text.push_str(&begin);
        for (number, word) in help.split(' ').enumerate() {
            // A continued description is aligned with its first line, not with the keys.
            let (space, at) = match number {
                0 => (String::new(), column),
                _ if column + 1 + word.width() > width => (format!("\n{}", " ".repeat(WORDS)), WORDS),
                _ => (" ".into(), column + 1),
            };
            let _ = write!(text, "{space}{word}");
            column = at + word.width();
        }
        text.push('\n');
    }
    text
}

/// Returns the lines about a label: its key, its definition, and its attributes.
fn of_label(key: &str, label: &Label) -> String {
    let mut text = format!("  {key}  {} — {}\n", label.name, label.definition);
    for attribute in &label.attributes {
        let values = match &attribute.kind {
            AttributeKind::Choice(values) => values.join(", "),
            AttributeKind::YesNo => "yes or no".into(),
            AttributeKind::Text => "a short text".into(),
        };
        let _ = writeln!(text, "       {}  {}: {values}", attribute.key, attribute.name);
    }
    text
}

/// Returns the line about a kind of link: the labels at its ends.
fn of_kind(kind: &LinkKind) -> String {
    let any = |labels: &[String]| if labels.is_empty() { "any label".to_string() } else { labels.join(" or ") };
    let place = match (kind.within, kind.across) {
        (true, false) => "within an article",
        (false, true) => "across the articles",
        _ => "within an article or across",
    };
    let to = if kind.same_label { "the same label".into() } else { any(&kind.to) };
    format!("  {} — {} → {to}, {place}\n", kind.name, any(&kind.from))
}

/// Opens a page with a text.
pub(super) fn open(app: &mut App, title: String, text: String) {
    let document = Document::new(text);
    let pane = Pane::new(Slot::default(), document.text(), 0);
    let over = match app.overlay.take() {
        Some(Overlay::List(list)) => Some(list),
        above => above.and_then(Overlay::uncover),
    };
    app.overlay = Some(Overlay::Page(Box::new(Page { title, document, pane, over })));
    fit(app);
}
