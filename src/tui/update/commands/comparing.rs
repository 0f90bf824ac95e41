//! The commands that compare the two articles.

use std::borrow::Cow;

use crate::tui::command::{CommandRow, On, at, row};
use crate::tui::keymap::{Context, IDLE};
use crate::tui::model::App;
use crate::tui::model::compared::Purpose;
use crate::tui::update::compare::{self, decide, rows, twin, wording};
use crate::tui::update::lists;

pub(super) const ROWS: &[CommandRow] = &[
    row("compare", "compare", "Compare the two articles: what differs, what only one has", |app, _| {
        compare::ask(app, Purpose::Rows)
    })
    .keys(&[On(IDLE, &["g c"])]),
    row("shared-wording", "shared wording", "Show the words that both articles share, or hide them", |app, _| {
        wording::toggle(app)
    })
    .keys(&[On(IDLE, &["W"])]),
    row("carry-over", "carry over", "Make the same tag on the same words of the other article", |app, _| {
        twin::ask(app)
    })
    .keys(&[On(IDLE, &["T"])]),
    row("next-section", "next section", "The next section: figures, claims, sources, shared wording", |app, call| {
        rows::turn_section(app, call.lines())
    })
    .keys(&[On(&[Context::Compare], &["Tab"])]),
    row("previous-section", "section before", "The section before", |app, call| rows::turn_section(app, -call.lines()))
        .keys(&[On(&[Context::Compare], &["Shift-Tab"])]),
    row("filter-rows", "by status", "Only rows of one status; again: the next status; in the end, all", |app, _| {
        rows::turn_filter(app)
    })
    .keys(&[On(&[Context::Compare], &["f"])])
    .here(&[at(&[Context::Compare]).rank(17).word_of(|app, _| rows::has_statuses(app).then_some("status".into()))]),
    row("filter-words", "by words", "Only rows with these words", |app, _| lists::begin_typing(app))
        .keys(&[On(&[Context::Compare], &["/"])])
        .here(&[at(&[Context::Compare]).rank(19).word_of(|app, _| rows::has_rows(app).then_some("words".into()))]),
    row("link-same", "same as", "Link the two places: they say the same", |app, _| decide::link(app, "same as"))
        .keys(&[On(&[Context::Compare], &["s"])])
        .here(&[at(&[Context::Compare]).rank(12).word_of(|app, _| linking(app, "same as", "same"))]),
    row("link-differs", "differs from", "Link the two places: they differ", |app, _| decide::link(app, "differs from"))
        .keys(&[On(&[Context::Compare], &["d"])])
        .here(&[at(&[Context::Compare]).rank(13).word_of(|app, _| linking(app, "differs from", "differs"))]),
    row("link-contradicts", "contradicts", "Link the two places: they contradict each other", |app, _| {
        decide::link(app, "contradicts")
    })
    .keys(&[On(&[Context::Compare], &["c"])])
    .here(&[at(&[Context::Compare]).rank(14).word_of(|app, _| linking(app, "contradicts", "contradicts"))]),
    row("join-sources", "join", "Join two names of one source: at the one, then at the other", |app, _| {
        decide::join(app)
    })
    .keys(&[On(&[Context::Compare], &["+"])])
    .here(&[at(&[Context::Compare]).rank(12).word_of(|app, _| decide::can_join(app).then_some("join".into()))]),
];

/// Returns the word for linking the chosen row as this kind, if that can be done.
fn linking(app: &App, kind: &str, word: &'static str) -> Option<Cow<'static, str>> {
    decide::can_link(app, kind).then_some(word.into())
}
