//! Finds the places of declined suggestions in a document, even if their words or those around them have changed.
//!
//! ```text
//!   the layer   “1,500”, between “… some ” and “ men had …”          the text now   1,500 guns … about 1,500 men
//!                                                                                             ╰ this one
//! ```

use std::collections::BTreeMap;

use memchr::memmem;

use crate::tags::Records;
use crate::tags::anchor;
use crate::tags::remark::{DECLINED, Remark};
use crate::tags::target::{Target, context};
use crate::text::{Document, Span};

/// The places of the declined suggestions of a document as it is now, by label.
#[derive(Clone, Debug, Default)]
pub(crate) struct Declined(BTreeMap<String, Vec<Span>>);

impl Declined {
    /// Finds the places of the suggestions that a layer declines.
    pub(crate) fn of(layer: &Records, document: &Document) -> Declined {
        let mut all: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        // A remark without a rule is about a row of a comparison.
        let is_suggestion =
            |remark: &&Remark| remark.says == DECLINED && remark.there.is_none() && remark.via.is_some();
        let declined = layer.remarks.values().filter(is_suggestion);
        let mut changed: Vec<(&str, &Target)> = Vec::new();
        for remark in declined {
            let Some(here) = &remark.here else { continue };
            let found = places(here, document.text());
            if found.is_empty() && !here.quote.is_empty() {
                changed.push((&remark.about, here));
            }
            all.entry(remark.about.clone()).or_default().extend(found);
        }
        let targets: Vec<&Target> = changed.iter().map(|(_, target)| *target).collect();
        for ((label, _), found) in changed.iter().zip(anchor::find(document, &targets)) {
            all.entry(label.to_string()).or_default().extend(found);
        }
        all.values_mut().for_each(|spans| spans.sort_unstable());
        Declined(all)
    }

    /// Returns whether a label was declined at a place, in bytes: the place covers a declined one, or lies in one.
    pub(crate) fn has(&self, label: &str, place: Span) -> bool {
        let same = |span: &Span| span.covers(place) || place.covers(*span);
        self.0.get(label).is_some_and(|spans| spans.iter().any(same))
    }

    /// Returns the end of the last declined place, in bytes; 0 if there is none.
    pub(crate) fn end(&self) -> usize {
        self.0.values().flatten().map(|span| span.end).max().unwrap_or(0)
    }
}

/// Returns the places of the words of a target. If some of them have the same words around them on both sides, only these
/// count; otherwise those with the same words on one side; otherwise all. If several places remain, all are returned, because
/// a declined suggestion must not come back.
fn places(target: &Target, text: &str) -> Vec<Span> {
    if target.quote.is_empty() {
        return Vec::new();
    }
    let all = || memmem::find_iter(text.as_bytes(), &target.quote).map(|at| Span::new(at, at + target.quote.len()));
    let sides = |span: &Span| {
        let (prefix, suffix) = context(text, *span);
        usize::from(prefix == target.prefix) + usize::from(suffix == target.suffix)
    };
    let best = all().map(|span| sides(&span)).max().unwrap_or(0);
    all().filter(|span| sides(span) == best).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(target_in: &str, quote: &str, text: &str) -> Vec<usize> {
        let at = target_in.rfind(quote).unwrap();
        let target = Target::of(&Document::new(target_in), Span::new(at, at + quote.len()));
        places(&target, text).into_iter().map(|span| span.start).collect()
    }

    #[test]
    fn a_declined_place_is_found_with_what_is_around_it() {
        let old = "At first 1,500 guns were sent, and later on about 1,500 men.";
        assert_eq!(found(old, "1,500", old), [50]);
        assert_eq!(found(old, "1,500", &format!("News. {old}")), [56]);
        assert_eq!(found(old, "1,500", &old.replace("later on", "much later")), [52], "one side is as it was");
    }

    #[test]
    fn a_declined_place_is_found_after_its_words_were_changed_or_broken_anew() {
        use crate::tags::edit::Edit;
        use crate::tags::{Layer, Via};
        let old = Document::new("Rain fell. The minister warned of a long winter in the hills. Nobody came.");
        let (start, quote) = (11, "The minister warned of a long winter in the hills.");
        let mut layer = Layer::default();
        let target = Target::of(&old, Span::new(start, start + quote.len()));
        let declined = Remark::on("claim", DECLINED, target, None, "2026-11-29T10:00:00Z");
        layer.apply(Edit::remark(Remark { via: Some(Via::default()), ..declined }));
        for new in [
            old.text().replace("of a long", "of\na  long"),
            old.text().replace("a long winter", "a very long winter"),
            old.text().replace("The minister", "Then the minister"),
        ] {
            let new = Document::new(new);
            let declined = Declined::of(layer.records(), &new);
            let at = new.text().find("minister").unwrap();
            let sentence = crate::text::unit::at(new.text(), crate::text::unit::Unit::Sentence, at);
            assert!(declined.has("claim", sentence), "{:?} {declined:?}", new.text());
        }
    }

    #[test]
    fn all_places_count_if_it_is_not_sure_which_was_meant() {
        assert_eq!(found("some 1,500 men came", "1,500", "1,500 guns and 1,500 boats"), [0, 15]);
        assert!(found("some 1,500 men came", "1,500", "nothing is left of it").is_empty());
    }
}
