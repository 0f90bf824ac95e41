//! Sets the annotator's status on a document by a key, with a reason where one is needed.
//!
//! ```text
//!   g f ─▶ done │ nothing to tag │ skipped … why? │ in progress │ open        :status skipped not an article
//! ```

use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::remark::{Remark, Status};
use crate::text::Span;
use crate::tui::command::Call;
use crate::tui::model::App;
use crate::tui::model::list::{ListItem, Lister};
use crate::tui::model::overlay::{Asked, Overlay, Prompt};

/// The states as the user types them.
pub(super) const WORDS: &[&str] = &["done", "nothing to tag", "skipped", "in progress", "open"];

/// Sets the status of the active document to the typed one; if none was typed, lists them.
pub(super) fn say(app: &mut App, call: &Call) {
    let slot = app.desk.pane().slot;
    match call.told.split_first() {
        None => super::lists::open(app, States { slot }),
        Some((word, reason)) => match Status::of(word) {
            Some(status) => set(app, slot, status, &reason.join(" ")),
            None => app.warn(format!("{word} is not a status; the statuses are {}", WORDS.join(", "))),
        },
    }
}

/// Sets the status of a document, with the reason that was typed.
pub(super) fn set(app: &mut App, slot: Slot, status: Status, reason: &str) {
    let reason = reason.trim();
    let name = &app.desk.shelf[slot].name;
    let words = match reason {
        "" => format!("{name}: {}", status.word()),
        reason => format!("{name}: {}, {reason}", status.word()),
    };
    let at = app.desk.pane_of(slot).map_or(0, |pane| app.desk.panes[pane].cursor);
    let remark = Remark::status(status, reason, &(app.setting.clock)());
    let place = Place { slot, span: Span::new(at, at) };
    if app.change(words.clone(), place, vec![(slot, Edit::remark(remark))]) {
        match open_items(app, slot).filter(|_| status == Status::Done) {
            Some(open) => app.warn(format!("{words}, although {open} in the review")),
            None => app.say(words),
        }
    }
}

/// Returns how many items of the review of a document are open, in words; `None` if there are none.
fn open_items(app: &App, slot: Slot) -> Option<String> {
    let open = app.desk.shelf[slot].review.as_ref()?.progress.open;
    match open {
        0 => None,
        1 => Some("one tag is open".into()),
        more => Some(format!("{more} tags are open")),
    }
}

/// The states that a document can be in.
#[derive(Debug)]
struct States {
    slot: Slot,
}

impl States {
    /// Returns the status of a line.
    fn of(line: usize) -> Status {
        WORDS.get(line).and_then(|word| Status::of(word)).unwrap_or_default()
    }
}

impl Lister for States {
    fn title(&self, app: &App, _: &str) -> String {
        format!("how far are you with {}?", app.desk.shelf[self.slot].name)
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let now = app.desk.shelf[self.slot].layer.records().status();
        let item = |word: &&str| {
            let lead = if *word == now.word() { "▸" } else { "" };
            let words = if *word == Status::Skipped.word() { format!("{word} …") } else { (*word).to_string() };
            ListItem { lead: lead.into(), ..ListItem::new(words) }
        };
        WORDS.iter().map(item).collect()
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        match States::of(line) {
            Status::Skipped => app.overlay = Some(Overlay::Prompt(Prompt::new(Asked::WhySkipped(self.slot), ""))),
            status => set(app, self.slot, status, ""),
        }
    }
}
