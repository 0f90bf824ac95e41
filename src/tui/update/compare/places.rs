//! Steps through the places of the chosen row: where a figure is given again, and what a source is cited for.
//!
//! ```text
//!   figures   given 4 times right            n ─▶ left 1 of 1 · right 2 of 4     both articles move
//!   sources   cited 3 times left, 1 right    n ─▶ left 1 of 3 · right 1 of 1     both articles show the statement
//! ```

use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::text::motion::Direction;
use crate::tui::model::App;

use super::rows;

/// Shows the place that is `times` further on in the chosen row; after the last place, the first.
pub(crate) fn step(app: &mut App, times: usize, direction: Direction) {
    let Some(id) = rows::chosen(app) else { return app.say("no row is chosen") };
    let Some(places) = app.compared().map(|answer| answer.places(id)) else { return };
    let most = places.left.len().max(places.right.len());
    if most < 2 {
        return app.say("this row has no other place");
    }
    let turn = app.comparing.view.turn;
    let times = times % most;
    let turn = match direction {
        Direction::Forward => (turn + times) % most,
        Direction::Back => (turn + most - times) % most,
    };
    app.comparing.view.turn = turn;
    rows::follow(app, id);
    app.say(position(&places.map(|of| of.len()), turn, id.section));
}

/// Returns which of its places a row shows: `left 2 of 4 · right 1 of 1`.
fn position(most: &Both<usize>, turn: usize, section: Section) -> String {
    // The first place of a source is its name, and each other one a statement.
    let is_name = section == Section::Sources;
    if is_name && turn == 0 {
        return "the name; each further press shows what it is cited for".into();
    }
    let side = |side: &str, most: usize| {
        let most = most.checked_sub(usize::from(is_name)).filter(|most| *most > 0)?;
        let at = if is_name { turn } else { turn + 1 };
        Some(format!("{side} {} of {most}", at.min(most)))
    };
    let sides = [side("left", most.left), side("right", most.right)];
    sides.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
