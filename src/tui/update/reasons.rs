//! Asks for a comment on an item of a review: a reason that the corpus defines, or other words.

use crate::tags::Origin;
use crate::tags::history::Slot;
use crate::tui::model::list::{ListItem, Lister};
use crate::tui::model::overlay::{Asked, Overlay, Prompt};
use crate::tui::model::{App, Just};
use crate::tui::update::review::{edits, place};

/// Asks for a comment on the item that was just decided, on the item in focus, or on the innermost under the cursor.
/// Returns whether there is such an item.
pub(super) fn is_asked(app: &mut App) -> bool {
    if let Some(Just::Decided(slot, name)) = app.previous.clone() {
        super::lists::open(app, Reasons { slot, name, lines: Vec::new() });
        return true;
    }
    if !super::focus::is_on_item(app) {
        return false;
    }
    let Some((slot, item, _)) = app.focused_item() else { return false };
    let Some(name) = app.review_here().and_then(|review| review.round.name(item)) else { return false };
    super::lists::open(app, Reasons { slot, name, lines: Vec::new() });
    true
}

/// Reasons for a verdict on an item.
#[derive(Debug)]
struct Reasons {
    slot: Slot,
    /// The item, given by one of its tags.
    name: Origin,
    lines: Vec<ReasonLine>,
}

#[derive(Debug)]
enum ReasonLine {
    /// A reason of the corpus; an empty one removes the comment.
    Given(String),
    /// A reason that the user writes in a prompt.
    OwnWords,
}

impl Lister for Reasons {
    fn writes_to(&self, slot: Slot) -> bool {
        self.slot == slot
    }

    fn title(&self, app: &App, _: &str) -> String {
        let item = app.desk.shelf[self.slot].review.as_ref().and_then(|review| review.round.find(&self.name));
        let item = item.map_or_else(String::new, |item| app.item_name(self.slot, item));
        format!("{item}: why? a reason, or type your own")
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let mut items: Vec<ListItem> = app.setting.scheme.reasons.iter().map(ListItem::new).collect();
        self.lines = app.setting.scheme.reasons.iter().cloned().map(ReasonLine::Given).collect();
        if !said(app, self.slot, &self.name).is_empty() {
            items.push(ListItem::new("(no comment)"));
            self.lines.push(ReasonLine::Given(String::new()));
        }
        items.push(ListItem { stays: true, ..ListItem::new("(in your own words …)") });
        self.lines.push(ReasonLine::OwnWords);
        items
    }

    fn choose(&self, app: &mut App, line: usize, typed: &str) {
        match &self.lines[line] {
            ReasonLine::Given(reason) => say_about(app, self.slot, &self.name, reason),
            ReasonLine::OwnWords if typed.trim().is_empty() => own_words(app, self.slot, &self.name),
            ReasonLine::OwnWords => say_about(app, self.slot, &self.name, typed),
        }
    }

    /// Offers the typed words as a reason, even if a reason of the corpus matches them.
    fn typed(&mut self, typed: &str, items: &mut Vec<ListItem>) {
        for item in items.iter_mut().filter(|item| item.stays) {
            item.words = match typed.trim() {
                "" => "(in your own words …)".into(),
                typed => format!("“{typed}”, as it stands"),
            };
        }
    }
}

/// Asks for a comment in the reviewer's own words.
fn own_words(app: &mut App, slot: Slot, name: &Origin) {
    let said = said(app, slot, name);
    app.overlay = Some(Overlay::Prompt(Prompt::new(Asked::Comment(slot, name.clone()), &said)));
}

/// Returns the reviewer's comment on an item.
fn said(app: &App, slot: Slot, name: &Origin) -> String {
    let open = &app.desk.shelf[slot];
    let said =
        open.review.as_ref().and_then(|review| Some(review.round.comment_on(review.round.find(name)?, &open.layer)));
    said.unwrap_or_default().to_string()
}

/// Sets the comment on an item.
pub(super) fn say_about(app: &mut App, slot: Slot, name: &Origin, comment: &str) {
    let Some(item) = app.desk.shelf[slot].review.as_ref().and_then(|review| review.round.find(name)) else { return };
    let comment = comment.trim();
    let edits =
        edits(app, slot, |review, open, at| review.round.comment(item, comment, &open.layer, &open.document, at));
    let words = match comment {
        "" => format!("no comment on {}", app.item_name(slot, item)),
        comment => format!("“{comment}” on {}", app.item_name(slot, item)),
    };
    let place = place(app, slot, item);
    if app.change(words.clone(), place, edits) {
        app.say(words);
    }
}
