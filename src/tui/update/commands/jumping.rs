//! The commands that jump: far through the text, to a mark, and back to the place before a jump.

use crate::text::motion::Motion;
use crate::tui::command::{Call, CommandRow, On, row};
use crate::tui::keymap::DESK;
use crate::tui::model::App;
use crate::tui::model::pane::Jump;
use crate::tui::update::{jump, motion};

pub(super) const ROWS: &[CommandRow] = &[
    row("document-start", "beginning", "To the start of the document; with a number, to that line", |app, call| {
        to_line(app, call, Motion::Start)
    })
    .keys(&[On(DESK, &["g g", "Ctrl-Home"])]),
    row("document-end", "end", "To the end of the document; with a number, to that line", |app, call| {
        to_line(app, call, Motion::End)
    })
    .keys(&[On(DESK, &["G", "Ctrl-End"])]),
    row("percent", "share", "To that share of the document: 50%", |app, call| match call.count {
        Some(percent) => motion::go_to_percent(app, percent),
        None => app.say("type a number first: 50% goes to the middle"),
    })
    .keys(&[On(DESK, &["%"])]),
    row("jump-back", "back", "Back to the place before a jump: a search, a list, a link, another pair", |app, call| {
        jump::back(app, call.times())
    })
    .keys(&[On(DESK, &["Ctrl-o"])]),
    // A terminal sends Tab for Ctrl-i, and Tab goes to the other article.
    row("jump-forward", "forward", "Forward again, to the place that was left by going back", |app, call| {
        jump::forward(app, call.times())
    })
    .keys(&[On(DESK, &["Alt-o", "g o"])]),
    row("mark", "mark", "Mark this place with a letter", |app, _| jump::ask_for_mark(app)).keys(&[On(DESK, &["g m"])]),
    row("go-to-mark", "to a mark", "To the place that was marked with a letter", |app, _| jump::ask_which_mark(app))
        .keys(&[On(DESK, &["'"])]),
];

/// Goes to the line whose number was typed; without a number, carries out the motion.
fn to_line(app: &mut App, call: &Call, to: Motion) {
    match call.count {
        Some(line) => motion::go_to_line(app, line),
        None => motion::go(app, Jump::Text(to), None),
    }
}
