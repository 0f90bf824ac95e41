//! Carries tags over from the file's version of a text to ours, by the same rules as for a text that has changed.
//!
//! ```text
//!   the file's    Prizes rose 5%.␍⏎INSEE said.      dress and typos differ   [Mended]: a tag without a typo is on the same words
//!   ours          Prices rose 5%.⏎INSEE said.       the words differ         [anchor]: moved, changed, or without a place
//! ```

use super::{CarriedOver, Outcomes, TagPlace};
use crate::formats::engine::likeness::TextLikeness;
use crate::formats::engine::mended::Mended;
use crate::say::differing;
use crate::tags::anchor::{self, Placed};
use crate::tags::target::Target;
use crate::text::{Document, Span};

/// The number of code points of two texts that are shown where they differ.
const SHOWN: usize = 30;

/// The places of tags in our version of a text, and the number that are unchanged.
pub(super) struct Transfer {
    /// The places.
    pub places: Outcomes<TagPlace>,
    /// The outcomes.
    pub carried: CarriedOver,
}

/// Carries places over from one version of a text to another.
///
/// # Errors
/// The difference of the texts, if they are not versions of one text.
pub(super) fn transfer(from: &Document, to: &Document, places: Outcomes<Vec<Span>>) -> Result<Transfer, String> {
    let mended = Mended::between(from.text(), to.text());
    // In a short text, a typo makes most of the pieces others.
    if mended.is_none() && TextLikeness::of(from.text()).is_far(&TextLikeness::of(to.text())) {
        let (one, other) = differing(from.text(), to.text(), SHOWN);
        return Err(format!("the file has “{one}”, and here is “{other}”"));
    }
    let led = |span: Span| mended.as_ref().and_then(|mended| mended.place(to.text(), span)).map(Placed::Moved);
    let spans: Vec<Span> = places.iter().flatten().flatten().copied().collect();
    let exact: Vec<Option<Placed>> = spans.iter().map(|span| led(*span)).collect();
    let placed: Vec<Placed> = match exact.iter().all(Option::is_some) {
        true => exact.into_iter().flatten().collect(),
        false => {
            // All of them: each is evidence for the others.
            let targets: Vec<Target> = spans.iter().map(|span| Target::of(from, *span)).collect();
            let found = anchor::place_from(to, from.chars(), &targets);
            exact.into_iter().zip(found).map(|(exact, found)| exact.unwrap_or(found)).collect()
        }
    };
    let mut placed = placed.into_iter();
    let mut carried = CarriedOver::default();
    let mut carry = |spans: Vec<Span>| {
        let found: Vec<Placed> = placed.by_ref().take(spans.len()).collect();
        let place = place(from, &spans, found);
        match &place {
            TagPlace::On(_, None) => carried.same += 1,
            TagPlace::On(_, Some(_)) => carried.changed += 1,
            TagPlace::Lost(_) => carried.lost += 1,
            TagPlace::Wordless => {}
        }
        place
    };
    let places = places.into_iter().map(|place| place.map(&mut carry)).collect();
    Ok(Transfer { places, carried })
}

/// Returns the place of a tag, given the places of its pieces.
fn place(from: &Document, spans: &[Span], found: Vec<Placed>) -> TagPlace {
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return TagPlace::Wordless };
    let whole = Span::new(first.start, last.end);
    let is_changed = found.iter().any(|placed| matches!(placed, Placed::Changed(_)));
    let now = found.into_iter().map(|placed| match placed {
        Placed::Same(span) | Placed::Moved(span) | Placed::Changed(span) => Some(span),
        Placed::Lost(_) => None,
    });
    match now.collect::<Option<Vec<Span>>>() {
        Some(now) => TagPlace::On(now, is_changed.then(|| from.slice(whole).into())),
        None => TagPlace::Lost(Target::of(from, whole)),
    }
}
