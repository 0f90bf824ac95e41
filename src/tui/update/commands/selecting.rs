//! The commands that select text.

use crate::text::motion::Motion;
use crate::tui::command::{CommandRow, On, at, row};
use crate::tui::keymap::{Context, TAGGING};
use crate::tui::model::pane::{Jump, Rows};
use crate::tui::update::select;

pub(super) const ROWS: &[CommandRow] = &[
    row("select", "select", "Start or end a selection; edit a focused tag’s ends", |app, _| select::toggle(app))
        .keys(&[On(TAGGING, &["v"])])
        .here(&[
            at(&[Context::Read]).rank(21),
            at(&[Context::Focus]).rank(13).word("ends"),
            at(&[Context::Review]).rank(16).word("ends").help("Move its ends: an amendment"),
        ]),
    row("swap-ends", "other end", "Move the other end from now on", |app, _| select::swap_ends(app))
        .keys(&[On(&[Context::Select], &["e"])])
        .here(&[at(&[Context::Select]).rank(21)]),
    row("select-left", "select left", "Select to the left", |app, call| {
        select::extend(app, Jump::Text(Motion::Left), call.count)
    })
    .keys(&[On(TAGGING, &["Shift-Left"])]),
    row("select-right", "select right", "Select to the right", |app, call| {
        select::extend(app, Jump::Text(Motion::Right), call.count)
    })
    .keys(&[On(TAGGING, &["Shift-Right"])]),
    row("select-up", "select up", "Select upwards", |app, call| select::extend(app, Jump::Rows(Rows::Up), call.count))
        .keys(&[On(TAGGING, &["Shift-Up"])]),
    row("select-down", "select down", "Select downwards", |app, call| {
        select::extend(app, Jump::Rows(Rows::Down), call.count)
    })
    .keys(&[On(TAGGING, &["Shift-Down"])]),
    row("select-next-word", "select word", "Select this word, then the next", |app, call| {
        select::extend(app, Jump::Text(Motion::NextWord), call.count)
    })
    .keys(&[On(TAGGING, &["Ctrl-Shift-Right"])]),
    row("select-previous-word", "select word back", "Select this word, then the one before", |app, call| {
        select::extend(app, Jump::Text(Motion::PrevWord), call.count)
    })
    .keys(&[On(TAGGING, &["Ctrl-Shift-Left"])]),
    row("select-row-start", "select to row start", "Select to the start of the row", |app, call| {
        select::extend(app, Jump::Rows(Rows::Start), call.count)
    })
    .keys(&[On(TAGGING, &["Shift-Home"])]),
    row("select-row-end", "select to row end", "Select to the end of the row", |app, call| {
        select::extend(app, Jump::Rows(Rows::End), call.count)
    })
    .keys(&[On(TAGGING, &["Shift-End"])]),
    row("grow", "grow", "Grow: word, sentence, paragraph, document", |app, call| select::grow(app, call.times()))
        .keys(&[On(TAGGING, &["o"])])
        .here(&[at(&[Context::Read]).rank(12), at(&[Context::Select]).rank(22)]),
    row("shrink", "shrink", "Select again the words from before it grew", |app, call| {
        select::shrink(app, call.times())
    })
    .keys(&[On(TAGGING, &["i"])])
    .here(&[at(&[Context::Select]).rank(23)]),
];
