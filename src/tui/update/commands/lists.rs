//! The commands of lists, and of pages such as the help.

use crate::tui::command::{Call, CommandRow, On, at, row};
use crate::tui::keymap::Context;
use crate::tui::model::App;
use crate::tui::update::lists;

pub(super) const ROWS: &[CommandRow] = &[
    row("list-up", "up", "One up", |app, call| lists::step(app, -call.lines()))
        .keys(&[On(&[Context::List], &["Up"]), On(&[Context::Page, Context::Compare], &["k", "Up"])]),
    row("list-down", "down", "One down", |app, call| lists::step(app, call.lines()))
        .keys(&[On(&[Context::List], &["Down"]), On(&[Context::Page, Context::Compare], &["j", "Down"])])
        .here(&[at(&[Context::Page]).rank(10)]),
    row("list-page-up", "page up", "A page up", |app, call| lists::page_up(app, call.lines())).keys(&[
        On(&[Context::List], &["PageUp"]),
        On(&[Context::Page, Context::Compare], &["PageUp", "Ctrl-u", "Ctrl-b"]),
    ]),
    row("list-page-down", "page down", "A page down", |app, call| lists::page_down(app, call.lines()))
        .keys(&[
            On(&[Context::List], &["PageDown"]),
            On(&[Context::Page, Context::Compare], &["PageDown", "Ctrl-d", "Ctrl-f", "Space"]),
        ])
        .here(&[at(&[Context::Page]).rank(11)]),
    row("list-first", "first", "To the beginning; with a number, to that line", |app, call| {
        to_line(app, call, isize::MIN)
    })
    .keys(&[
        On(&[Context::List], &["Ctrl-Home"]),
        On(&[Context::Page, Context::Compare], &["g g", "Home", "Ctrl-Home"]),
    ]),
    row("list-last", "last", "To the end; with a number, to that line", |app, call| to_line(app, call, isize::MAX))
        .keys(&[
            On(&[Context::List], &["Ctrl-End"]),
            On(&[Context::Page, Context::Compare], &["G", "End", "Ctrl-End"]),
        ]),
    row(
        "list-both",
        "one or both",
        "The tags of this article, or of both; in the palette, complete the line",
        |app, _| lists::widen(app),
    )
    .keys(&[On(&[Context::List], &["Tab"])]),
    row("list-label", "by label", "Only one label’s tags; again: the next label", |app, _| lists::next_label(app))
        .keys(&[On(&[Context::List], &["Ctrl-t"])]),
];

/// Goes to the line whose number was typed; without a number, `by` lines on.
fn to_line(app: &mut App, call: &Call, by: isize) {
    match call.count {
        Some(line) => {
            lists::step(app, isize::MIN);
            lists::step(app, line.saturating_sub(1).cast_signed());
        }
        None => lists::step(app, by),
    }
}
