//! The commands that search.

use crate::text::motion::Direction;
use crate::tui::command::{CommandRow, On, at, row};
use crate::tui::keymap::{Context, DESK};
use crate::tui::update::search;

pub(super) const ROWS: &[CommandRow] = &[
    row("search", "search", "Search (regex; case counts with a capital)", |app, _| search::open(app))
        .keys(&[On(DESK, &["/"])])
        .here(&[at(&[Context::Read]).rank(26)]),
    row("next-hit", "next hit", "To the next hit, or to the next shared passage", |app, call| {
        search::step(app, call.times(), Direction::Forward)
    })
    .keys(&[On(DESK, &["n"])]),
    row("previous-hit", "previous hit", "To the hit before", |app, call| {
        search::step(app, call.times(), Direction::Back)
    })
    .keys(&[On(DESK, &["N"])]),
];
