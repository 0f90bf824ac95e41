//! Begins and ends a review, and updates it when layers change.

use std::sync::Arc;

use crate::review::round::RoundProgress;
use crate::tags::history::Slot;
use crate::text::Document;
use crate::tui::model::effect::Because;
use crate::tui::model::event::Others;
use crate::tui::model::list::{ListItem, Lister};
use crate::tui::model::{App, Effect};

/// Asks for a review of these annotators; with none, ends the review.
pub(super) fn ask(app: &mut App, reviewed: Vec<String>) {
    let held = app.held(app.desk.slots());
    app.ask(Effect::Review { held, reviewed, because: Because::Asked });
}

/// Stores the tags of other annotators on documents. What was found in a text that was reloaded meanwhile is dropped: the
/// reloading has read the tags again.
pub(super) fn reviewed(
    app: &mut App,
    reviewed: Vec<String>,
    found: Vec<(Slot, Arc<Document>, Others)>,
    because: Because,
) {
    let is_current = |(slot, document, _): &(Slot, Arc<Document>, Others)| {
        app.desk.shelf.get(*slot).is_some_and(|open| Arc::ptr_eq(document, &open.document))
    };
    let current = found.into_iter().filter(is_current).map(|(slot, _, others)| (slot, others));
    let found: Vec<(Slot, Others)> = current.collect();
    match because {
        Because::Asked => {
            app.reviewing = reviewed;
            app.desk.panes.iter_mut().for_each(|pane| pane.focus = None);
            take(app, found);
            match app.reviewing.is_empty() {
                true => app.say("the review is over; its verdicts are saved"),
                false => tell(app),
            }
        }
        // The review may have ended meanwhile.
        Because::Changed if app.reviewing != reviewed => {}
        Because::Changed => found.into_iter().for_each(|(slot, others)| changed(app, slot, others)),
    }
}

/// Tells the user how many items there are to review on the desk.
pub(super) fn tell(app: &mut App) {
    let slots = app.desk.slots();
    let found = slots.iter().filter_map(|slot| app.desk.shelf[*slot].review.as_ref());
    let progress: Vec<&RoundProgress> = found.map(|review| &review.progress).collect();
    let open: usize = progress.iter().map(|progress| progress.open).sum();
    let decided: usize = progress.iter().map(|it| it.accepted + it.rejected + it.amended).sum();
    let names = app.reviewing.join(", ");
    if slots.is_empty() {
        return;
    }
    if open + decided == 0 {
        let mut others = app.others();
        others.retain(|other| !app.reviewing.contains(other));
        let others = match others.as_slice() {
            [] => "no other annotator has any".into(),
            others => format!("there are tags by {}", others.join(", ")),
        };
        return app.warn(format!("{names}: no tags on these articles; {others}"));
    }
    app.say(match open {
        0 => format!("reviewing {names}: nothing is open, {decided} decided"),
        _ => format!("reviewing {names}: {open} open, {} goes to the next", app.key_of("next-tag")),
    });
}

/// Stores the tags of other annotators on each of these documents.
fn take(app: &mut App, found: Vec<(Slot, Others)>) {
    for (slot, others) in found {
        super::opened::take_others(app, slot, others);
    }
}

/// Handles a change of a layer under review: says how many more items are open.
fn changed(app: &mut App, slot: Slot, others: Others) {
    let left = |app: &App| app.desk.shelf[slot].review.as_ref().map_or(0, |review| review.progress.open);
    let before = left(app);
    super::opened::take_others(app, slot, others);
    let (name, who) = (app.desk.shelf[slot].name.clone(), app.reviewing.join(", "));
    let words = match left(app).checked_sub(before) {
        Some(more @ 1..) => format!("the tags of {who} on {name} have changed: {more} more are open"),
        _ => format!("the tags of {who} on {name} have changed"),
    };
    app.say(words);
}

/// The annotators who can be reviewed.
#[derive(Debug, Default)]
pub(super) struct Reviewers {
    lines: Vec<Vec<String>>,
}

impl Lister for Reviewers {
    fn title(&self, _: &App, _: &str) -> String {
        "whose tags do you want to review?".into()
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let (lines, items) = offered(app).into_iter().unzip();
        self.lines = lines;
        items
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        ask(app, self.lines[line].clone());
    }
}

/// Returns the choices for a review: each of the other annotators, all of them together, or none.
pub(super) fn offered(app: &App) -> Vec<(Vec<String>, ListItem)> {
    let others = app.others();
    let one = |name: &String| {
        (vec![name.clone()], ListItem::with_aside(name.clone(), "accept, reject or amend the tags of one annotator"))
    };
    let mut offered: Vec<(Vec<String>, ListItem)> = others.iter().map(one).collect();
    if others.len() > 1 {
        let item = ListItem::with_aside(others.join(", "), "decide between the tags of several annotators");
        offered.push((others, item));
    }
    if !app.reviewing.is_empty() {
        offered.push((Vec::new(), ListItem::with_aside("nobody", "end the review")));
    }
    offered
}
