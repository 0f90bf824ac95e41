//! The commands for suggestions.

use crate::tui::command::{CommandRow, On, at, row};
use crate::tui::keymap::{Context, IDLE};
use crate::tui::update::lists::declined::DeclinedRemarks;
use crate::tui::update::{lists, suggest};

pub(super) const ROWS: &[CommandRow] = &[
    row("suggestions", "suggestions", "Show suggestions for tags, or hide them", |app, _| suggest::toggle(app))
        .keys(&[On(IDLE, &["g p"])])
        .here(&[at(&[Context::Suggestion]).rank(18).word("hide all")]),
    row("hide-kind", "hide kind", "Hide the suggestions of one kind", |app, _| suggest::hide_kind(app))
        .keys(&[On(&[Context::Suggestion, Context::Read], &["H"])])
        .here(&[at(&[Context::Suggestion]).rank(9).word_of(|app, _| {
            // The command is offered after several suggestions of a kind were declined.
            Some(format!("hide all of “{}”", suggest::kind_to_hide(app)?).into())
        })]),
    row("declined", "declined", "List what was declined, to take it back", |app, _| {
        lists::open_over(app, DeclinedRemarks::default(), "")
    })
    .keys(&[On(IDLE, &["g n"]), On(&[Context::Compare], &["g n"])]),
];
