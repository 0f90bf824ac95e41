//! The commands that search.

use crate::text::motion::Direction;
use crate::tui::command::{ArgumentKind, CommandRow, On, at, needs, row};
use crate::tui::keymap::{Context, DESK, TAGGING};
use crate::tui::update::compare::places;
use crate::tui::update::lists::palette;
use crate::tui::update::{grep, search, typing};

pub(super) const ROWS: &[CommandRow] = &[
    row("search", "search", "Search (regex; case counts with a capital)", |app, _| search::open(app))
        .keys(&[On(DESK, &["/"])])
        .here(&[at(&[Context::Read]).rank(26)]),
    row("next-hit", "next hit", "To the next hit, or to the next shared passage", |app, call| {
        search::step(app, call.times(), Direction::Forward)
    })
    .keys(&[On(DESK, &["n"]), On(&[Context::Compare], &["n"])])
    .here(&[at(&[Context::Compare])
        .help("To the next place of the row: a figure that is given again, what a source is cited for")
        .run(|app, call| places::step(app, call.times(), Direction::Forward))]),
    row("previous-hit", "previous hit", "To the hit before", |app, call| {
        search::step(app, call.times(), Direction::Back)
    })
    .keys(&[On(DESK, &["N"]), On(&[Context::Compare], &["N"])])
    .here(&[at(&[Context::Compare])
        .help("To the previous place of the row")
        .run(|app, call| places::step(app, call.times(), Direction::Back))]),
    row("grep", "grep", "List the lines of all texts with these words (what / finds)", |app, call| {
        match call.told.is_empty() {
            true => palette::open(app, "grep "),
            false => grep::lines(app, call),
        }
    })
    .takes(&[needs("WORDS", ArgumentKind::Line)])
    .keys(&[On(TAGGING, &["g /"])]),
    row("search-word", "this word", "Search the word here, or the selection; to its next hit", |app, call| {
        search::word(app, call.times(), Direction::Forward)
    })
    .keys(&[On(TAGGING, &["*"])]),
    row(
        "search-word-back",
        "this word back",
        "Search the word here, or the selection; to the hit before",
        |app, call| search::word(app, call.times(), Direction::Back),
    )
    .keys(&[On(TAGGING, &["#"])]),
    row("recall-older", "older", "The search before, of those that begin with what was typed", |app, _| {
        typing::recall(app, Direction::Back)
    })
    .keys(&[On(&[Context::Prompt], &["Up"])]),
    row("recall-newer", "newer", "The search after it", |app, _| typing::recall(app, Direction::Forward))
        .keys(&[On(&[Context::Prompt], &["Down"])]),
];
