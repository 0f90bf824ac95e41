//! The commands for the two panes.

use crate::tui::command::{CommandRow, On, at, row};
use crate::tui::keymap::{Context, DESK};
use crate::tui::update::motion;

pub(super) const ROWS: &[CommandRow] = &[
    row("other-pane", "other article", "To the other article", |app, _| motion::other_pane(app))
        .keys(&[On(DESK, &["Tab", "Shift-Tab"])])
        .here(&[
            at(&[Context::Read]).rank(25),
            at(&[Context::Link]).rank(13),
            at(&[Context::Beside]).rank(12).word("other side"),
        ]),
    row("zoom", "zoom", "Show this article alone, or both again", |app, _| motion::zoom(app))
        .also(&["on", "only"])
        .keys(&[On(DESK, &["z"])]),
    row("divider-left", "divider left", "Move the divider to the left", |app, _| motion::divide(app, -4))
        .keys(&[On(DESK, &["<"])]),
    row("divider-right", "divider right", "Move the divider to the right", |app, _| motion::divide(app, 4))
        .keys(&[On(DESK, &[">"])]),
    row("divider-middle", "divider to the middle", "Give both articles the same room", |app, _| motion::divide(app, 0))
        .keys(&[On(DESK, &["="])]),
    row("tie", "tie", "Scroll both together, or each for itself", |app, _| motion::tie(app)).keys(&[On(DESK, &["|"])]),
    row("reflow", "reflow", "Reflow lines that were broken by hand, or show them as they are", |app, _| {
        motion::reflow(app)
    })
    .keys(&[On(DESK, &["g q"])]),
];
