//! Draws items under review on the page, so that they are clearly another annotator's.
//!
//! ```text
//!   c   Prices rose by about 5% in May      open      in the label's colour, slanted, on no tint
//!   ✓   Prices rose by about 5% in May      accepted  slanted, on a tint
//!   ✗   Prices rose by about 5% in May      rejected  struck out
//!   ≠   Prices rose by about 5% in May      amended   with the span and label that the reviewer set
//! ```

use crate::review::round::{ItemState, Round};
use crate::tags::Tag;
use crate::text::Span;
use crate::tui::model::App;
use crate::tui::model::open::Open;
use crate::tui::model::pane::Pane;

/// A tag of another annotator, as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ShownItem<'a> {
    /// The span that is drawn.
    pub span: Span,
    /// The label of the tag; if the reviewer amended it, the label that it should have.
    pub label: &'a str,
    /// The state of the item.
    pub state: ItemState,
    /// Whether the item is in focus.
    pub focused: bool,
}

/// Returns the items under review that touch `window`, the part of the text that is shown.
pub(super) fn shown<'a>(open: &'a Open, pane: &Pane, window: Span) -> Vec<ShownItem<'a>> {
    let Some(review) = &open.review else { return Vec::new() };
    let focus = pane.focus.as_ref().and_then(|focus| review.round.find(focus.item()?));
    let mut shown = Vec::new();
    for number in review.round.touching(window) {
        let Some(state) = review.states.get(number).copied() else { continue };
        let focused = focus == Some(number);
        // With several annotators, a decision makes a tag in the reviewer's own layer, and that tag is drawn instead.
        if state.is_open() || focused || review.round.is_single() {
            shown.extend(of_item(open, &review.round, number, state, focused));
        }
    }
    shown
}

/// Returns the tags of an item, each span and label once; of an amended item, only the amendment.
fn of_item<'a>(open: &'a Open, round: &'a Round, number: usize, state: ItemState, focused: bool) -> Vec<ShownItem<'a>> {
    let amended = round.amended(number, &open.layer).filter(|_| state == ItemState::Amended);
    if let Some((judged, span)) = amended.and_then(|judged| Some((judged, judged.span?))) {
        return vec![ShownItem { span, label: &judged.label, state, focused }];
    }
    let mut shown: Vec<ShownItem> = Vec::new();
    for (_, Tag { span, label, .. }) in &round.items[number].members {
        if !shown.iter().any(|other| (other.span, other.label) == (*span, label)) {
            shown.push(ShownItem { span: *span, label, state, focused });
        }
    }
    shown
}

/// Returns the sign in the gutter: the label's key while the item is open, then the sign of the decision.
pub(super) fn sign(app: &App, shown: &ShownItem) -> String {
    match shown.state {
        ItemState::Open | ItemState::Outdated => {
            let key = app.setting.scheme.label(shown.label).and_then(|label| label.key.chars().next());
            key.unwrap_or('?').to_string()
        }
        ItemState::Accepted => "✓".into(),
        ItemState::Rejected => "✗".into(),
        ItemState::Amended => "≠".into(),
    }
}
