//! The commands that tag, and that step from tag to tag.

use std::borrow::Cow;

use crate::text::motion::Direction;
use crate::tui::command::{ArgumentKind, CommandRow, On, Topic, at, may, row};
use crate::tui::keymap::{Context, DESK, TAGGING};
use crate::tui::model::App;
use crate::tui::update::compare::decide;
use crate::tui::update::lists::tags::Tags;
use crate::tui::update::{focus, history, link, lists, page, select, tag, typing};

pub(super) const ROWS: &[CommandRow] = &[
    row("repeat", "repeat", "Tag with the last label once more", |app, _| tag::repeat(app))
        .keys(&[On(TAGGING, &["."])]),
    row("tag-every-occurrence", "tag all", "Tag every occurrence of the same words", |app, _| {
        tag::every_occurrence(app)
    })
    .keys(&[On(TAGGING, &["a"])])
    .here(&[at(&[Context::Select]).rank(24), at(&[Context::Focus]).rank(18)]),
    row("next-tag", "next tag", "Focus the next tag", |app, call| focus::step(app, call.times(), Direction::Forward))
        .keys(&[On(DESK, &["]"])])
        .here(&[
            at(&[Context::Read]).rank(22).word_of(next_tag),
            at(&[Context::Focus]).rank(14).word_of(next_in_focus),
            at(&[Context::Review]).rank(13).word("next open").help("To the next that is open"),
            at(&[Context::Suggestion]).rank(12).word("next").help("To the next suggestion"),
            at(&[Context::Link]).rank(11),
            at(&[Context::Beside]).rank(10).word("next difference"),
        ]),
    row("previous-tag", "previous tag", "Focus the tag before", |app, call| {
        focus::step(app, call.times(), Direction::Back)
    })
    .keys(&[On(DESK, &["["])])
    .here(&[
        at(&[Context::Review]).help("To the one before that is open"),
        at(&[Context::Link]).rank(12),
        at(&[Context::Beside]).rank(11).word("the one before"),
    ]),
    row(
        "next-of-label",
        "next of this label",
        "Focus the next tag of the label in focus, or of the last one",
        |app, call| focus::step_in_label(app, call.times(), Direction::Forward),
    )
    .keys(&[On(TAGGING, &["g ]"])]),
    row("previous-of-label", "previous of this label", "Focus the tag of that label before", |app, call| {
        focus::step_in_label(app, call.times(), Direction::Back)
    })
    .keys(&[On(TAGGING, &["g ["])]),
    row("next-untagged", "next untagged", "To the next paragraph without a tag", |app, call| {
        focus::step_untagged(app, call.times(), Direction::Forward)
    })
    .keys(&[On(TAGGING, &["g }"])]),
    row("previous-untagged", "previous untagged", "To the paragraph without a tag before", |app, call| {
        focus::step_untagged(app, call.times(), Direction::Back)
    })
    .keys(&[On(TAGGING, &["g {"])]),
    row("enter", "focus", "Focus the tag here; again: the next one here", |app, _| focus::under_cursor(app))
        .keys(&[
            On(DESK, &["Enter"]),
            On(&[Context::List, Context::Compare, Context::Prompt, Context::Page], &["Enter"]),
        ])
        .here(&[
            at(&[Context::Read]).rank(23),
            at(&[Context::Focus]).rank(13).word_of(next_here),
            at(&[Context::Select])
                .rank(20)
                .word_of(|app, _| is_editing(app).then_some("set these ends".into()))
                .help("Set the ends of the tag that is being edited")
                .run(|app, _| select::confirm(app)),
            at(&[Context::Review]).help("Focus the next tag here, decided or not"),
            at(&[Context::Link])
                .rank(10)
                .word("link to this")
                .help("Link to the tag in focus, or to the one here")
                .run(|app, _| link::confirm(app)),
            at(&[Context::List]).rank(10).word("choose").help("Choose").run(|app, _| lists::choose(app)),
            at(&[Context::Compare])
                .rank(10)
                .word_of(|app, _| lists::chosen(app).map(|_| "text".into()))
                .help("Go to the text; the key that compares comes back to the row")
                .run(|app, _| lists::choose(app)),
            at(&[Context::Prompt])
                .rank(10)
                .word("choose")
                .help("Accept the typed text")
                .run(|app, _| typing::accept(app)),
            at(&[Context::Page]).help("Close the page").run(|app, _| page::close(app)),
        ]),
    row("tags", "tags", "List the tags, to filter and jump", |app, call| {
        let label = call.told.first().and_then(|name| app.label_number(name));
        lists::open(app, Tags::of_desk(app, label));
    })
    .also(&["list"])
    .takes(&[may("LABEL", ArgumentKind::Label)])
    .keys(&[On(TAGGING, &["t"])])
    .here(&[at(&[Context::Read]).rank(27)]),
    row("undo", "undo", "Undo the last action", |app, call| history::undo(app, call.times()))
        .also(&["u"])
        .keys(&[On(TAGGING, &["u"]), On(&[Context::Compare], &["u"])])
        .here(&[
            at(&[Context::Compare]).rank(18).word_of(undo).run(|app, call| decide::undo(app, call.times())),
            at(&[Context::Read]).rank(24).word_of(undo),
            at(&[Context::Review]).rank(18).word_of(undo),
        ]),
    row("redo", "redo", "Redo the action that was undone last", |app, call| history::redo(app, call.times()))
        .keys(&[On(TAGGING, &["Ctrl-r"]), On(&[Context::Compare], &["Ctrl-r"])])
        .here(&[at(&[Context::Compare]).run(|app, call| decide::redo(app, call.times()))]),
];

/// Returns the words for the key that undoes, if there is something to undo.
fn undo(app: &App, _: Topic) -> Option<Cow<'static, str>> {
    (app.history.depth().0 > 0).then_some("undo".into())
}

/// Returns the words for the key of the next tag, if there is one: in a review, it goes to the next open item.
fn next_tag(app: &App, _: Topic) -> Option<Cow<'static, str>> {
    if app.review_here().is_some() {
        return Some("next open".into());
    }
    let is_any = app.suggesting.on || !app.desk.open().layer.tags().is_empty();
    is_any.then_some("next tag".into())
}

/// Returns shorter words for the same key when a tag is in focus.
fn next_in_focus(app: &App, _: Topic) -> Option<Cow<'static, str>> {
    Some(if app.review_here().is_some() { "next open".into() } else { "next".into() })
}

/// Returns the words for focusing the next tag at the cursor, if there are several.
fn next_here(app: &App, _: Topic) -> Option<Cow<'static, str>> {
    (app.tags_under_cursor().len() > 1).then(|| "next here".into())
}

/// Returns whether the ends of a tag are being edited.
fn is_editing(app: &App) -> bool {
    app.desk.pane().selection.as_ref().is_some_and(|selection| selection.editing.is_some())
}
