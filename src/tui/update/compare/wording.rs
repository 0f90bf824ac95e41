//! Shows shared wording in the text like the hits of a search, and steps through it in both articles.

use crate::compare::account::alike;
use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::say::count;
use crate::tags::history::Slot;
use crate::text::Span;
use crate::text::motion::Direction;
use crate::tui::model::App;
use crate::tui::model::compared::Purpose;
use crate::tui::update::motion;

use super::rows;

/// Shows shared wording in the text, or hides it.
pub(crate) fn toggle(app: &mut App) {
    match app.comparing.wording {
        true => leave(app),
        false => super::ask(app, Purpose::Wording),
    }
}

/// Hides shared wording.
pub(crate) fn leave(app: &mut App) {
    app.comparing.wording = false;
    app.say("shared wording is hidden");
}

/// Shows shared wording, which was just found.
pub(crate) fn show(app: &mut App) {
    let Some(answer) = app.compared() else { return };
    let wording = &answer.comparison.wording;
    let passages = count(wording.passages.len(), "shared passage");
    if wording.passages.is_empty() {
        return app.say("the two articles share no wording");
    }
    let share = rows::summary(answer, Section::Wording);
    // The hits of a search would look the same.
    app.search.set(None);
    app.comparing.wording = true;
    let [next, before] = ["next-hit", "previous-hit"].map(|id| app.key_of(id));
    app.say(format!("{passages} ({share}): {next} and {before} step through them"));
}

/// Goes to the next or the previous shared passage of the active article; the other article shows the same words.
pub(crate) fn step(app: &mut App, times: usize, direction: Direction) {
    if app.compared().is_none() {
        app.comparing.wording = false;
        let key = app.key_of("shared-wording");
        return app.say(format!("a text has changed since the comparison; {key} shows the shared wording again"));
    }
    motion::go_round(times.max(1), || {
        let pane = app.desk.pane();
        let (slot, cursor) = (pane.slot, pane.cursor);
        let mut places: Vec<Span> = app.shown_wording(slot).collect();
        places.sort_unstable();
        let found = match direction {
            Direction::Forward => places.iter().position(|place| place.start > cursor),
            Direction::Back => places.iter().rposition(|place| place.start < cursor),
        };
        let end = match direction {
            Direction::Forward => 0,
            Direction::Back => places.len().saturating_sub(1),
        };
        let number = found.unwrap_or(end);
        let place = *places.get(number)?;
        show_passage(app, slot, place, number + 1, places.len());
        Some(place)
    });
}

/// Shows a passage of one article, and the same words in the other.
fn show_passage(app: &mut App, slot: Slot, place: Span, number: usize, all: usize) {
    let Some(answer) = app.compared() else { return };
    let Both { left, right } = answer.question.slots;
    let here = |passage: Both<Span>| if slot == left { passage.left } else { passage.right };
    let Some(passage) = answer.comparison.wording.passages.iter().find(|it| here(it.place) == place).copied() else {
        return;
    };
    for (slot, span) in [(left, passage.place.left), (right, passage.place.right)] {
        super::show_place(app, slot, span);
    }
    app.say(format!("shared passage {number} of {all}: {}", alike(&passage)));
}
