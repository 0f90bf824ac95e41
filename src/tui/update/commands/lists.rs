//! The commands of lists, and of pages such as the help.

use crate::tui::command::{CommandRow, On, at, row};
use crate::tui::keymap::Context;
use crate::tui::update::lists;

pub(super) const ROWS: &[CommandRow] = &[
    row("list-up", "up", "One up", |app, _| lists::step(app, -1))
        .keys(&[On(&[Context::List], &["Up"]), On(&[Context::Page, Context::Compare], &["k", "Up"])]),
    row("list-down", "down", "One down", |app, _| lists::step(app, 1))
        .keys(&[On(&[Context::List], &["Down"]), On(&[Context::Page, Context::Compare], &["j", "Down"])])
        .here(&[at(&[Context::Page]).rank(10)]),
    row("list-page-up", "page up", "A page up", |app, _| lists::page_up(app)).keys(&[
        On(&[Context::List], &["PageUp"]),
        On(&[Context::Page, Context::Compare], &["PageUp", "Ctrl-u", "Ctrl-b"]),
    ]),
    row("list-page-down", "page down", "A page down", |app, _| lists::page_down(app))
        .keys(&[
            On(&[Context::List], &["PageDown"]),
            On(&[Context::Page, Context::Compare], &["PageDown", "Ctrl-d", "Ctrl-f", "Space"]),
        ])
        .here(&[at(&[Context::Page]).rank(11)]),
    row("list-first", "first", "To the beginning", |app, _| lists::step(app, isize::MIN)).keys(&[
        On(&[Context::List], &["Ctrl-Home"]),
        On(&[Context::Page, Context::Compare], &["g g", "Home", "Ctrl-Home"]),
    ]),
    row("list-last", "last", "To the end", |app, _| lists::step(app, isize::MAX)).keys(&[
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
