//! Moves the cursor, and handles the two panes.

use crate::layout::{Reflow, Row};
use crate::tui::model::App;
use crate::tui::model::pane::Jump;

/// If tied pages are further apart than this, they are aligned by the share of the text above instead of row by row.
const FAR: usize = 300;

/// Takes a step so many times. After the last place, a step goes to the first again; more rounds than one are left out, as they
/// change nothing. `step` returns the place that it reached; without one, ends.
pub(super) fn go_round<P: PartialEq>(times: usize, mut step: impl FnMut() -> Option<P>) {
    let (mut left, mut round) = (times, 0);
    let mut first = None;
    while left > 0 {
        let Some(place) = step() else { return };
        left -= 1;
        match &first {
            None => first = Some(place),
            Some(first) => {
                round += 1;
                if *first == place {
                    left %= round;
                    round = 0;
                }
            }
        }
    }
}

/// Moves the cursor, and takes the focus from a tag.
pub(super) fn go(app: &mut App, jump: Jump, count: Option<usize>) {
    app.desk.with_active(|pane, text| {
        pane.focus = None;
        pane.go(text, jump, count);
    });
}

/// Goes to a line of the text, counted from 1 as in `check` and in editors; beyond the last line, to the last, and says
/// so.
pub(super) fn go_to_line(app: &mut App, line: usize) {
    let lines = lines(app);
    app.desk.with_active(|pane, text| {
        let start = line_starts(text).take(line.max(1)).last().unwrap_or(0);
        pane.focus = None;
        pane.put(text, start);
    });
    if line > lines {
        app.say(format!("there is no line {line}: this is the last, line {lines}"));
    }
}

/// Returns the number of lines of the active article.
pub(super) fn lines(app: &App) -> usize {
    line_starts(app.desk.open().text()).count()
}

/// Returns the number of the line with the cursor, from 1.
pub(super) fn line_here(app: &App) -> usize {
    let at = app.desk.pane().cursor;
    line_starts(app.desk.open().text()).take_while(|start| *start <= at).count()
}

/// Returns the starts of the lines of a text. A line break at its end begins no further line.
fn line_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let starts = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).filter(|start| *start < text.len());
    [0].into_iter().chain(starts)
}

/// Goes to a percentage of the text; with more than 100, to its end, and says so.
pub(super) fn go_to_percent(app: &mut App, percent: usize) {
    app.desk.with_active(|pane, text| {
        let at = (text.len() as f64 * percent.min(100) as f64 / 100.0) as usize;
        pane.focus = None;
        pane.put(text, at.min(text.len()));
    });
    if percent > 100 {
        app.say(format!("there is no {percent}%: this is the end, 100%"));
    }
}

/// Goes to the other pane.
pub(super) fn other_pane(app: &mut App) {
    match app.desk.panes.len() {
        2 => {
            app.desk.active = 1 - app.desk.active;
            app.desk.fit();
        }
        _ => app.say("there is one article only"),
    }
}

/// Shows the active pane alone, or both again.
pub(super) fn zoom(app: &mut App) {
    match app.desk.panes.len() {
        2 => {
            app.desk.zoomed = !app.desk.zoomed;
            app.desk.fit();
        }
        _ => app.say("there is one article only"),
    }
}

/// Moves the divider by this many columns; 0 moves it back to the middle.
pub(super) fn divide(app: &mut App, by: i8) {
    let Some(divider) = app.desk.divider() else {
        return app.say("there is no divider: only one article is shown");
    };
    let middle = i16::try_from(app.desk.size.0 / 2).unwrap_or(0);
    let here = i16::try_from(divider).unwrap_or(middle) - middle;
    app.desk.split = if by == 0 { 0 } else { here + i16::from(by) };
    app.desk.fit();
}

/// Switches reflowing of lines that were broken by hand, if it was asked for or the page shows such lines.
pub(super) fn reflow(app: &mut App) {
    let open = app.desk.open();
    let shows = || app.desk.pane().rows.iter().any(|row| row.is_joined(open.text()));
    let anew = app.desk.typesetting.reflow == Reflow::Always || shows();
    app.desk.typesetting.reflow = if anew { Reflow::Never } else { Reflow::Always };
    app.desk.fit();
    app.say(match app.desk.typesetting.reflow {
        Reflow::Never => "lines are as they stand in the text",
        Reflow::Auto | Reflow::Always => "lines that were broken by hand are reflowed",
    });
}

/// Ties the scrolling of the two panes together, or unties it.
pub(super) fn tie(app: &mut App) {
    app.desk.tied = !app.desk.tied;
    app.say(if app.desk.tied { "the articles scroll together" } else { "each article scrolls for itself" });
}

/// Returns the first rows of the panes. [`keep_tied`] computes from them how far a pane was scrolled.
pub(super) fn tops(app: &App) -> Vec<Row> {
    if app.desk.tied { app.desk.panes.iter().map(|pane| pane.top()).collect() } else { Vec::new() }
}

/// Scrolls the other pane as far as the active one was scrolled, if the two are tied.
pub(super) fn keep_tied(app: &mut App, before: Vec<Row>) {
    if !app.desk.tied || before.len() != 2 || app.desk.panes.len() != 2 {
        return;
    }
    let active = app.desk.active;
    follow(app, active, before[active]);
}

/// Scrolls the other pane as far as pane `leader` was scrolled since `before`.
pub(super) fn follow(app: &mut App, leader: usize, before: Row) {
    match app.desk.with(leader, |pane, text| pane.rows_since(text, before, FAR)) {
        Some(0) => {}
        Some(rows) => app.desk.with(1 - leader, |pane, text| pane.scroll(text, rows)),
        None => {
            let share = app.desk.with(leader, |pane, text| pane.top().span.start as f64 / text.len().max(1) as f64);
            app.desk.with(1 - leader, |pane, text| pane.set_top(text, (text.len() as f64 * share) as usize));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::go_round;

    /// Returns the place after so many steps over three places, and the number of steps that were taken.
    fn stepped(times: usize) -> (usize, usize) {
        let (mut at, mut taken) = (7, 0);
        go_round(times, || {
            taken += 1;
            at = if at == 7 { 0 } else { (at + 1) % 3 };
            Some(at)
        });
        (at, taken)
    }

    #[test]
    fn many_steps_lead_where_they_should_without_going_round_for_each() {
        for times in 1..20 {
            assert_eq!(stepped(times).0, (times - 1) % 3, "{times}");
        }
        assert_eq!(stepped(3_000_001), (0, 4));
        go_round(9, || None::<usize>);
    }
}
