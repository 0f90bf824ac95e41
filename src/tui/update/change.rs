//! Carries out a user action on the layers, remembers it for undo, and asks for it to be saved.
//!
//! ```text
//!   change(words, place, edits) ─▶ each edit applied, its inverse kept ─▶ History ─▶ touched ─▶ Effect::Save
//!                                       └─▶ a review, and two layers side by side, are updated
//! ```

use crate::corpus::saver::Saved;
use crate::corpus::shared::FoundOnDisk;
use crate::tags::Layer;
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot, Step};
use crate::tui::model::beside::Beside;
use crate::tui::model::desk::Arrangement;
use crate::tui::model::open::{Open, Saving};
use crate::tui::model::seen::Sight;
use crate::tui::model::{App, Turn};

impl App {
    /// Carries out a user action: applies its edits, remembers how to undo them, and asks for a save. Returns whether
    /// the action is allowed; if it is not, shows why.
    pub(super) fn change(&mut self, words: String, place: Place, edits: Vec<(Slot, Edit)>) -> bool {
        let guard = edits.iter().find_map(|(slot, _)| self.desk.shelf[*slot].guard.as_ref());
        if let Some(guard) = guard {
            let why = format!("nothing can be changed here: {}", guard.why);
            self.warn(why);
            return false;
        }
        let mut inverse: Vec<(Slot, Edit)> = Vec::with_capacity(edits.len());
        for (slot, edit) in edits {
            let back = self.apply(slot, edit);
            inverse.push((slot, back));
        }
        self.compare(&inverse);
        inverse.reverse();
        self.history.push(Step { edits: inverse, words, place, seen: self.seen.clone() });
        true
    }

    /// Undoes the last action, or redoes the last undone one. Returns its step, if there is one.
    pub(super) fn turn_back(&mut self, turn: Turn) -> Option<Step<Sight>> {
        let mut history = std::mem::take(&mut self.history);
        let mut inverse = Vec::new();
        let apply = |slot, edit| {
            let back = self.apply(slot, edit);
            inverse.push((slot, back.clone()));
            back
        };
        let step = match turn {
            Turn::Undo => history.undo(apply),
            Turn::Redo => history.redo(apply),
        }
        .cloned();
        self.history = history;
        self.compare(&inverse);
        step
    }

    /// Marks a layer as changed, and asks for it to be saved.
    pub(super) fn touch(&mut self, slot: Slot) {
        self.desk.shelf[slot].touch();
        self.save(slot);
    }

    /// Asks for a layer to be saved, in its state after the event.
    pub(super) fn save(&mut self, slot: Slot) {
        if !self.touched.contains(&slot) {
            self.touched.push(slot);
        }
    }

    /// Applies an edit to a layer, and updates the review of the document. Returns the inverse of the edit.
    fn apply(&mut self, slot: Slot, edit: Edit) -> Edit {
        self.touch(slot);
        let open = &mut self.desk.shelf[slot];
        let back = open.layer.apply(edit);
        if let Some(review) = &mut open.review {
            review.follow(&back, &open.layer);
        }
        back
    }

    /// Compares two layers again, at the places of edits that were carried out; takes their inverses.
    fn compare(&mut self, was: &[(Slot, Edit)]) {
        if let Arrangement::Beside(beside) = &mut self.desk.arrangement {
            let [left, right] = beside.slots.map(|slot| &self.desk.shelf[slot]);
            beside.follow(was, &left.document, [&left.layer, &right.layer]);
        }
    }
}

/// Asks for the changes that waited until something was typed.
pub(super) fn catch_up(app: &mut App) {
    let is_written = |slot: &Slot| app.overlay.as_ref().is_some_and(|overlay| overlay.writes_to(*slot));
    let ready: Vec<Slot> = app.waiting.extract_if(.., |slot| !is_written(slot)).collect();
    ready.into_iter().for_each(|slot| app.save(slot));
}

/// Replaces a document's layer with an empty one.
pub(super) fn empty(app: &mut App, slot: Slot) {
    let open = &mut app.desk.shelf[slot];
    open.layer = Layer::default();
    if let Some(review) = &mut open.review {
        review.refresh(&open.layer);
    }
    if let Arrangement::Beside(beside) = &app.desk.arrangement {
        let [left, right] = beside.slots.map(|slot| &app.desk.shelf[slot]);
        let anew = Beside::new(beside.slots, beside.before.clone(), &left.document, [&left.layer, &right.layer]);
        app.desk.arrangement = Arrangement::Beside(anew);
    }
}

/// Handles the result of a save. Changes that were found in the file appear on the screen; they are no user action, and
/// undo does not revert them.
pub(super) fn saved(app: &mut App, Saved { slot, revision, result }: Saved) {
    let Some(open) = app.desk.shelf.get_mut(slot) else { return };
    // If none of our changes waits, the save only looked: a file that another program made unreadable is no failed
    // save.
    if result.is_err() && matches!(open.saving, Saving::Untouched | Saving::Saved) {
        return;
    }
    let found = match result {
        Ok(found) => {
            if revision == open.revision {
                open.saving = Saving::Saved;
            }
            found
        }
        Err(error) => {
            // Changes that were saved to another folder meanwhile are not lost.
            if revision == open.revision && !matches!(open.saving, Saving::Elsewhere(_)) {
                open.saving = Saving::Failed(error.in_short());
            }
            None
        }
    };
    if let Some(found) = found {
        adopt(app, slot, found);
    }
}

/// Takes over what other programs wrote into the layer's file. If something was changed here meanwhile, the next save
/// merges both and computes the edits, so that the drawing thread never has to. What is being typed is such a change,
/// too: it was begun on what was there before, so both must be merged, and neither overwritten.
fn adopt(app: &mut App, slot: Slot, FoundOnDisk { ours, merged, edits, joins }: FoundOnDisk) {
    if app.overlay.as_ref().is_some_and(|overlay| overlay.writes_to(slot)) {
        app.waiting.push(slot);
        return;
    }
    let open = &mut app.desk.shelf[slot];
    if !open.layer.records().is_clone_of(&ours) {
        return app.save(slot);
    }
    open.joins = joins;
    let adopted = open.layer.adopt(merged.records, &edits);
    app.history.rebase(slot, &adopted, &open.layer);
    let contested = |edit: &&Edit| open.layer.is_second_version(edit);
    let both = adopted.iter().filter(contested).count().max(merged.both.len()) + merged.fields.len();
    if let Some(review) = &mut open.review {
        adopted.iter().for_each(|was| review.follow(was, &open.layer));
    }
    let adopted: Vec<(Slot, Edit)> = adopted.into_iter().map(|was| (slot, was)).collect();
    app.compare(&adopted);
    super::suggest::ask(app, slot);
    let Open { name, .. } = &app.desk.shelf[slot];
    let came = match adopted.len() {
        1 => format!("a change to {name} came from elsewhere"),
        count => format!("{count} changes to {name} came from elsewhere"),
    };
    match (adopted.len(), both) {
        (0, 0) => {}
        (_, 0) => app.say(came),
        (_, both) => {
            let list = app.key_of("unsettled");
            app.warn(format!("{came}; conflicts with your changes: {both}, {list} lists both versions"));
        }
    }
}
