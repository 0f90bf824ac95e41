//! The commands that move in the text.

use crate::text::motion::Motion;
use crate::tui::command::{Call, CommandRow, On, at, row};
use crate::tui::keymap::{Context, DESK};
use crate::tui::model::App;
use crate::tui::model::pane::{Jump, Rows};
use crate::tui::update::motion;

pub(super) const ROWS: &[CommandRow] = &[
    row("left", "left", "To the character before", |app, call| text(app, call, Motion::Left))
        .keys(&[On(DESK, &["h", "Left"])]),
    row("down", "down", "A row down", |app, call| rows(app, call, Rows::Down)).keys(&[On(DESK, &["j", "Down"])]),
    row("up", "up", "A row up", |app, call| rows(app, call, Rows::Up)).keys(&[On(DESK, &["k", "Up"])]),
    row("right", "right", "To the character after", |app, call| text(app, call, Motion::Right))
        .keys(&[On(DESK, &["l", "Right"])]),
    row("next-word", "next word", "To the next word; selecting: to this one’s end", |app, call| {
        text(app, call, Motion::NextWord)
    })
    .keys(&[On(DESK, &["w", "Ctrl-Right"])])
    .here(&[at(&[Context::Select]).help("To this word’s end, then the next one’s")]),
    row("previous-word", "previous word", "To this word’s start, then the one before", |app, call| {
        text(app, call, Motion::PrevWord)
    })
    .keys(&[On(DESK, &["b", "Ctrl-Left"])]),
    row("next-sentence", "next sentence", "To the next sentence; selecting: to this one’s end", |app, call| {
        text(app, call, Motion::NextSentence)
    })
    .keys(&[On(DESK, &[")"])])
    .here(&[
        at(&[Context::Read]).rank(11).word("sentence"),
        at(&[Context::Select]).help("To this sentence’s end, then the next one’s"),
    ]),
    row("previous-sentence", "previous sentence", "To this sentence’s start, then the one before", |app, call| {
        text(app, call, Motion::PrevSentence)
    })
    .keys(&[On(DESK, &["("])]),
    row("next-paragraph", "next paragraph", "To the next paragraph; selecting: to this one’s end", |app, call| {
        text(app, call, Motion::NextParagraph)
    })
    .keys(&[On(DESK, &["}"])])
    .here(&[at(&[Context::Select]).help("To this paragraph’s end, then the next one’s")]),
    row("previous-paragraph", "previous paragraph", "To this paragraph’s start, then the one before", |app, call| {
        text(app, call, Motion::PrevParagraph)
    })
    .keys(&[On(DESK, &["{"])]),
    row("row-start", "row start", "To the start of the row", |app, call| rows(app, call, Rows::Start))
        .keys(&[On(DESK, &["0", "Home"])]),
    row("row-end", "row end", "To the end of the row", |app, call| rows(app, call, Rows::End))
        .keys(&[On(DESK, &["$", "End"])]),
    row("half-page-down", "half page down", "Half a page down", |app, call| rows(app, call, Rows::HalfDown))
        .keys(&[On(DESK, &["Ctrl-d"])]),
    row("half-page-up", "half page up", "Half a page up", |app, call| rows(app, call, Rows::HalfUp))
        .keys(&[On(DESK, &["Ctrl-u"])]),
    row("page-down", "page down", "A page down", |app, call| rows(app, call, Rows::PageDown))
        .keys(&[On(DESK, &["PageDown", "Ctrl-f", "Space"])]),
    row("page-up", "page up", "A page up", |app, call| rows(app, call, Rows::PageUp))
        .keys(&[On(DESK, &["PageUp", "Ctrl-b"])]),
];

/// Moves the cursor along the text.
fn text(app: &mut App, call: &Call, to: Motion) {
    motion::go(app, Jump::Text(to), call.count);
}

/// Moves the cursor along the rows on the screen.
fn rows(app: &mut App, call: &Call, to: Rows) {
    motion::go(app, Jump::Rows(to), call.count);
}
