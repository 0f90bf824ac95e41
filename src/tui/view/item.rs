//! Draws items under review on the page, so that they are clearly another annotator's.
//!
//! ```text
//!   c   Prices rose by about 5% in May      open      in the label's colour, slanted, on no tint
//!   ✓   Prices rose by about 5% in May      accepted  slanted, on a tint
//!   ✗   Prices rose by about 5% in May      rejected  struck out
//!   ≠   Prices rose by about 5% in May      amended   as it should be
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
    /// The place.
    pub span: Span,
    /// The label that it has, or should have.
    pub label: &'a str,
    /// The state of the item.
    pub state: ItemState,
    /// Whether it is in focus.
    pub focused: bool,
}

/// Returns the items under review in the text that is shown.
pub(super) fn shown<'a>(open: &'a Open, pane: &Pane, window: Span) -> Vec<ShownItem<'a>> {
    let Some(review) = &open.review else { return Vec::new() };
    let focus = pane.focus.as_ref().and_then(|focus| review.round.find(focus.item()?));
    let mut shown = Vec::new();
    for number in review.round.touching(window) {
        let Some(state) = review.states.get(number).copied() else { continue };
        let focused = focus == Some(number);
        // The decision among several annotators' tags is a tag of the reviewer's, and is drawn as such.
        if state.is_open() || focused || review.round.is_single() {
            shown.extend(of_item(open, &review.round, number, state, focused));
        }
    }
    shown
}

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
