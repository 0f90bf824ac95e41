//! The commands for the tag in focus.

use std::borrow::Cow;

use crate::tui::command::{CommandRow, On, Topic, at, row};
use crate::tui::keymap::{ALL, Context, DESK, IDLE};
use crate::tui::model::{App, Just};
use crate::tui::update::compare::decide;
use crate::tui::update::lists::links::Links;
use crate::tui::update::lists::partners::Partners;
use crate::tui::update::unsettled::Unsettled;
use crate::tui::update::{beside, focus, link, lists, note, page, select, suggest, typing};

pub(super) const ROWS: &[CommandRow] = &[
    row("remove", "remove", "Remove the tag in focus, or the innermost here", |app, _| focus::remove(app))
        .also(&["d", "delete"])
        .keys(&[
            On(IDLE, &["x", "Delete"]),
            On(&[Context::List], &["Ctrl-x", "Delete"]),
            On(&[Context::Compare], &["x", "Delete"]),
        ])
        .here(&[
            at(&[Context::Focus]).rank(12),
            at(&[Context::Review]).rank(11).word("reject").help("Reject it, and go on"),
            at(&[Context::Suggestion])
                .rank(11)
                .word("decline")
                .help("Decline it, and go on")
                .run(|app, _| suggest::decline(app)),
            at(&[Context::List]).help("Remove the tag or the link that is chosen").run(|app, _| lists::remove(app)),
            at(&[Context::Compare])
                .rank(15)
                .word_of(|app, _| decide::declining(app).map(Cow::from))
                .help("Decline the pair; of one article, leave it out of every comparison; of a source, part two names")
                .run(|app, _| decide::decline(app)),
        ]),
    row("note", "note", "Write a note on the tag in focus, or on the innermost here", |app, _| note::open(app))
        .keys(&[On(IDLE, &["m"]), On(&[Context::List], &["Ctrl-n"])])
        .here(&[
            at(&[Context::Focus]).rank(10),
            at(&[Context::Review])
                .rank(12)
                .word_of(|app, _| {
                    let is_on_last = matches!(app.just, Some(Just::Decided(..)));
                    Some(if is_on_last { "comment on the last" } else { "comment" }.into())
                })
                .help("Comment on it, or on the last decision: a reason of the corpus, or your own words"),
            at(&[Context::List]).help("Write a note on the tag that is chosen").run(|app, _| lists::note(app)),
        ]),
    row("link", "link", "Link the tag to another, in either article", |app, _| link::begin(app))
        .keys(&[On(&[Context::Read, Context::Focus, Context::Beside], &["r"])])
        .here(&[at(&[Context::Focus]).rank(11).word_of(|app, _| link::can_begin(app).then_some("link".into()))]),
    row("partner", "partner", "Go to the tag that it is linked to", |app, _| link::partner(app))
        .keys(&[On(&[Context::Read, Context::Focus, Context::Beside], &["p"])])
        .here(&[at(&[Context::Read]).rank(11).word_of(partner), at(&[Context::Focus]).rank(11).word_of(partner)]),
    row("partners", "list them", "List the tags that can be the other end, the likeliest first", |app, _| {
        lists::open(app, Partners::default())
    })
    .keys(&[On(&[Context::Link], &["t"])])
    .here(&[at(&[Context::Link]).rank(12)]),
    row("links", "links", "List the links, of the tag in focus or all", |app, _| {
        lists::open(app, Links::of_focus(app))
    })
    .keys(&[On(IDLE, &["L"])]),
    row("unsettled", "unsettled", "List the tags to settle: lost, changed, two versions", |app, _| {
        lists::open(app, Unsettled::default())
    })
    .also(&["misfits", "misfit-links"])
    .keys(&[On(IDLE, &["!"])]),
    row("leave", "leave", "Leave the tag, the selection, the link, the search", |app, _| {
        focus::leave_the_innermost(app)
    })
    .keys(&[
        On(ALL, &["Esc"]),
        On(DESK, &["Ctrl-c"]),
        On(&[Context::Select, Context::Link], &["q"]),
        On(&[Context::Page], &["q", "?"]),
        On(&[Context::Compare], &["q"]),
        On(&[Context::Note, Context::Prompt, Context::List, Context::Compare, Context::Page], &["Ctrl-c"]),
    ])
    .here(&[
        at(&[Context::Focus]).rank(15),
        at(&[Context::Beside])
            .rank(13)
            .word("back")
            .help("Go back to the articles as they were")
            .run(|app, _| beside::leave(app)),
        at(&[Context::Select]).rank(26).help("Leave the selection").run(|app, _| select::cancel(app)),
        at(&[Context::Link]).rank(14).help("Make no link").run(|app, _| link::cancel(app)),
        at(&[Context::Prompt]).rank(11).help("Discard the typed text").run(|app, _| typing::cancel(app)),
        at(&[Context::Note]).rank(10).word("keep").help("Keep the note and close it").run(|app, _| note::keep(app)),
        at(&[Context::List])
            .rank(11)
            .word_of(|app, _| Some(leave_or_quit(app).into()))
            .help("Close the list")
            .run(|app, _| lists::leave(app)),
        at(&[Context::Compare])
            .rank(16)
            .word_of(|app, _| Some(if lists::is_filtered(app) { "all rows" } else { "leave" }.into()))
            .help("Show all rows again; without a filter, close the comparison")
            .run(|app, _| lists::leave(app)),
        at(&[Context::Page])
            .rank(12)
            .word_of(|app, _| Some(leave_or_quit(app).into()))
            .help("Close the page")
            .run(|app, _| page::close(app)),
    ]),
];

/// Returns the word for going to the other end of a link, if the tag in focus has one, or else the innermost here.
fn partner(app: &App, _: Topic) -> Option<Cow<'static, str>> {
    let tag = app.focused_tag().or_else(|| app.tags_under_cursor().first().copied())?;
    app.links_at(app.desk.pane().slot, &tag.id).next().is_some().then_some("partner".into())
}

/// Returns the word for leaving: if nothing lies under the list, closing it quits.
fn leave_or_quit(app: &App) -> &'static str {
    if lists::is_filtered(app) {
        return "no filter";
    }
    if app.desk.panes.is_empty() { "quit" } else { "leave" }
}
