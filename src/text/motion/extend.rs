//! Motions while something is selected: they take units whole, so that what is selected ends where a word, a sentence or a
//! paragraph does. `(text, motion, ends, count) → ends`.
//!
//! ```text
//!   [T]he alliance grows    v              the selection has its anchor and the cursor, both included; ‸ is the cursor
//!   [Th‸e] alliance grows   v w            this word
//!   [The allianc‸e] grows   v w w          the next one, too
//!   [Th‸e] alliance grows   v w w b        back: it is let go whole
//! ```
//!
//! Away from the anchor the cursor goes from end to end of the units, back towards it from one unit to the next. Where it would
//! step over the anchor, the unit there stays selected, and the selection goes on at its other side.

use super::{Direction, Motion, Unit, ahead, behind, go, settle, steps};
use crate::text::{Span, grapheme};

/// The two ends of a selection: beginnings of graphemes that both belong to it. Offsets are bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// The end that stays.
    pub anchor: usize,
    /// The end that moves.
    pub cursor: usize,
    /// Whether the selection has only just begun, at the cursor.
    pub fresh: bool,
}

/// Moves the cursor `count` times. The anchor moves only to take in the rest of the word that it stands in, when the
/// selection has just begun or turns round; and where it begins at the very edge of a unit, the rest of that one.
pub fn extend(text: &str, motion: Motion, ends: Ends, count: usize) -> Ends {
    let count = count.max(1);
    let (unit, way) = match (motion, steps(motion)) {
        (_, Some((unit, direction))) => (unit, Way { text, direction }),
        (Motion::Start, None) => (Unit::Document, Way { text, direction: Direction::Back }),
        (Motion::End, None) => (Unit::Document, Way { text, direction: Direction::Forward }),
        (_, None) => return Ends { cursor: go(text, motion, ends.cursor, count), fresh: false, ..ends },
    };
    let taken = if unit == Unit::Document { Unit::Word } else { unit };
    let mut anchor = if ends.fresh { way.whole(taken, ends.cursor) } else { ends.anchor };
    if unit == Unit::Document {
        return Ends { anchor, cursor: go(text, motion, ends.cursor, count), fresh: false };
    }
    let (mut cursor, mut left) = (ends.cursor, count);
    if way.is_beyond(ends.anchor, cursor) {
        let towards = way.units(unit, cursor).map(|span| way.near(span)).filter(|at| way.is_beyond(*at, ends.cursor));
        for at in towards.take_while(|at| !way.is_beyond(*at, ends.anchor)).take(count) {
            (cursor, left) = (at, left - 1);
        }
        if left > 0 {
            anchor = way.whole(Unit::Word, anchor);
        }
    }
    if left > 0 {
        // One that has just begun, or turns round, takes the unit that it is in; else that one is selected already.
        let turns = ends.fresh || way.is_beyond(ends.anchor, ends.cursor);
        let from = if turns { ends.anchor } else { cursor };
        let away = way.units(unit, from).map(|span| way.far(span));
        let away = away.filter(|at| way.is_beyond(*at, from) || (turns && *at == from));
        cursor = away.take(left).last().unwrap_or(from);
    }
    Ends { anchor, cursor, fresh: false }
}

/// The direction of a motion in a text.
#[derive(Clone, Copy)]
struct Way<'a> {
    text: &'a str,
    direction: Direction,
}

impl<'a> Way<'a> {
    /// Returns the units from the line or lines of `at` on.
    fn units(self, unit: Unit, at: usize) -> Box<dyn Iterator<Item = Span> + 'a> {
        match self.direction {
            Direction::Forward => ahead(self.text, unit, at),
            Direction::Back => behind(self.text, unit, at),
        }
    }

    fn is_beyond(self, one: usize, other: usize) -> bool {
        match self.direction {
            Direction::Forward => one > other,
            Direction::Back => one < other,
        }
    }

    /// Returns the end of a span that one comes to first, as a place for the cursor.
    fn near(self, span: Span) -> usize {
        match self.direction {
            Direction::Forward => span.start,
            Direction::Back => self.last(span),
        }
    }

    /// Returns the end of a span that one comes to last, as a place for the cursor.
    fn far(self, span: Span) -> usize {
        match self.direction {
            Direction::Forward => self.last(span),
            Direction::Back => span.start,
        }
    }

    /// Returns the last place of a span where a cursor can stand.
    fn last(self, span: Span) -> usize {
        settle(self.text, grapheme::prev(self.text, grapheme::ceil(self.text, span.end)).max(span.start))
    }

    /// Returns where a selection from `at` on begins: so that it takes its word whole, or its unit if `at` is at the
    /// far end of that.
    fn whole(self, unit: Unit, at: usize) -> usize {
        let around = |unit| self.units(unit, at).find(|span| span.contains(at));
        match around(unit).filter(|span| self.far(*span) == at || unit == Unit::Word) {
            Some(span) => self.near(span),
            None => around(Unit::Word).map_or(at, |word| self.near(word)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Moves the end at the `|` of what is selected in brackets and shows what is selected then.
    fn show(motion: Motion, count: usize, marked: &str) -> String {
        let text = marked.replace(['[', ']', '|'], "");
        let place = |mark: char| marked[..marked.find(mark).unwrap()].replace(['[', ']', '|'], "").len();
        let (start, cursor) = (place('['), place('|'));
        let last = grapheme::prev(&text, place(']'));
        let ends = Ends { anchor: start + last - cursor, cursor, fresh: start == last };
        let ends = extend(&text, motion, ends, count);
        let (start, last) = (ends.anchor.min(ends.cursor), ends.anchor.max(ends.cursor));
        let mut marks = [(start, '['), (ends.cursor, '|'), (grapheme::next(&text, last), ']')];
        marks.sort_by_key(|(at, _)| *at);
        let mut shown = text;
        marks.into_iter().rev().for_each(|(at, mark)| shown.insert(at, mark));
        shown
    }

    #[test]
    fn a_selection_that_has_just_begun_takes_its_word_whole() {
        assert_eq!(show(Motion::NextWord, 1, "one [|t]wo three"), "one [tw|o] three");
        assert_eq!(show(Motion::NextWord, 2, "one [|t]wo three"), "one [two thre|e]");
        assert_eq!(show(Motion::NextWord, 1, "one t[|w]o three"), "one [tw|o] three");
        assert_eq!(show(Motion::NextWord, 1, "[|a] man"), "[|a] man");
        assert_eq!(show(Motion::PrevWord, 1, "one t[|w]o three"), "one [|two] three");
        assert_eq!(show(Motion::PrevWord, 2, "one [|t]wo three"), "[|one two] three");
        assert_eq!(show(Motion::NextWord, 1, "he [|“]says”"), "he [“say|s]”");
    }

    #[test]
    fn a_selection_grows_by_whole_units_and_gives_them_back() {
        assert_eq!(show(Motion::NextWord, 1, "[on|e] two three"), "[one tw|o] three");
        assert_eq!(show(Motion::PrevWord, 1, "[one tw|o] three"), "[on|e] two three");
        assert_eq!(show(Motion::PrevWord, 1, "[one t|w]o three"), "[on|e] two three");
        assert_eq!(show(Motion::PrevWord, 1, "one [|two]"), "[|one two]");
        assert_eq!(show(Motion::NextWord, 1, "[|one two] three"), "one [|two] three");
    }

    #[test]
    fn a_selection_that_turns_round_keeps_its_word() {
        assert_eq!(show(Motion::NextWord, 1, "[|one] two three"), "[on|e] two three");
        assert_eq!(show(Motion::NextWord, 2, "[|one] two three"), "[one tw|o] three");
        assert_eq!(show(Motion::PrevWord, 1, "one [tw|o]"), "one [|two]");
        assert_eq!(show(Motion::PrevWord, 3, "one [two thre|e]"), "[|one two] three");
    }

    #[test]
    fn sentences_and_paragraphs_are_taken_to_their_ends() {
        let text = "One [|i]s here. Two.\n\nThree.";
        assert_eq!(show(Motion::NextSentence, 1, text), "One [is here|.] Two.\n\nThree.");
        assert_eq!(show(Motion::NextSentence, 2, text), "One [is here. Two|.]\n\nThree.");
        assert_eq!(show(Motion::NextParagraph, 1, text), "One [is here. Two|.]\n\nThree.");
        assert_eq!(show(Motion::PrevSentence, 1, text), "[|One is] here. Two.\n\nThree.");
        assert_eq!(show(Motion::PrevSentence, 1, "One. [|T]wo is."), "One. [|Two is.]");
        assert_eq!(show(Motion::PrevSentence, 2, "One. [|T]wo is."), "[|One. Two is.]");
        assert_eq!(show(Motion::PrevSentence, 1, "[One. Two is|.]"), "[One|.] Two is.");
        assert_eq!(show(Motion::End, 1, text), "One [is here. Two.\n\nThree|.]");
        assert_eq!(show(Motion::End, 1, "One is[|.]\n\nTwo."), "One is[.\n\nTwo|.]");
        assert_eq!(show(Motion::Start, 1, "One i[|s] here."), "[|One is] here.");
    }

    #[test]
    fn characters_are_taken_one_by_one() {
        assert_eq!(show(Motion::Right, 2, "t[|w]o three"), "t[wo| ]three");
        assert_eq!(show(Motion::NextWord, 1, "t[wo| ]three"), "t[wo thre|e]");
    }

    proptest! {
        #[test]
        fn both_ends_are_places_for_a_cursor_and_the_cursor_goes_its_way(
            text in "(\\PC|[a-z .]|\n|\r\n|\r|\u{301}|\u{200d}|👩|🇰){0,60}",
            places in any::<[prop::sample::Index; 2]>(),
            fresh in any::<bool>(),
            count in 1..4usize,
        ) {
            let [anchor, cursor] = places.map(|place| settle(&text, place.index(text.len() + 1)));
            let anchor = if fresh { cursor } else { anchor };
            for motion in super::super::tests::ALL {
                let ends = extend(&text, motion, Ends { anchor, cursor, fresh }, count);
                prop_assert_eq!(settle(&text, ends.anchor), ends.anchor, "{:?}", motion);
                prop_assert_eq!(settle(&text, ends.cursor), ends.cursor, "{:?}", motion);
                let goes_its_way = match steps(motion) {
                    Some((_, Direction::Forward)) => ends.cursor >= cursor,
                    Some((_, Direction::Back)) => ends.cursor <= cursor,
                    None => true,
                };
                prop_assert!(goes_its_way, "{motion:?}");
            }
        }
    }
}
