//! Ranks tagged words of other places by how likely they are about the same as those of one tag.
//!
//! ```text
//!   around 12,000 soldiers ─▶ 10,000 soldiers            the same kind of number, near, of the same thing
//!                             two                        the same kind, far
//!                             23 of 32                   another kind: it cannot count the same
//! ```
//!
//! Figures are judged by what pairs the figures of a comparison ([`figures`]): unit, value, what is
//! counted, the words beside, the sentences. All other words are judged by their own likeness first.

use super::figures::{self, Relation};
use super::partner::Likeness;
use super::partner::stem::Stems;
use super::reading::Stated;
use crate::language::Language;
use crate::quantity::SentenceReading;
use crate::text::unit::{self, Unit};
use crate::text::{Document, Span};

/// Tagged words.
#[derive(Clone, Copy, Debug)]
pub struct TaggedWords<'a> {
    /// The document.
    pub document: &'a Document,
    /// The language of the text.
    pub language: &'a Language,
    /// The place, in bytes.
    pub span: Span,
}

/// The number of words to each side that are beside the tagged ones.
const REACH: usize = 5;
/// The weights of what is counted, of the words beside, and of the sentences.
const SHARES: [f64; 3] = [1.0, 0.25, 0.5];

/// Returns for each of `others` how likely it is about the same as `one`: the greater, the likelier. The numbers are
/// only to be compared with each other.
pub fn ranks(one: TaggedWords<'_>, others: &[TaggedWords<'_>]) -> Vec<f64> {
    let all: Vec<TaggedReading> = std::iter::once(&one).chain(others).map(TaggedReading::of).collect();
    let is_one_language = others.iter().all(|other| other.language.code == one.language.code);
    let stems = if is_one_language { Stems::of(&one.language.code) } else { Stems::of("") };
    let sentences = Likeness::of(all.iter().map(|read| read.words.document.slice(read.sentence)), &stems);
    let quotes = Likeness::of(all.iter().map(|read| read.words.document.slice(read.words.span)), &stems);
    let beside = |number: usize| sentences.around(number, all[number].words.span.within(all[number].sentence), REACH);
    let counted = |number: usize| {
        let counted = all[number].said.as_ref().and_then(Stated::quantity).and_then(|said| said.counted.as_ref());
        counted.map(|counted| sentences.within(number, counted.span.within(all[number].sentence))).unwrap_or_default()
    };
    let (near, thing) = (beside(0), counted(0));
    let rank = |number: usize| {
        let around = SHARES[1] * sentences.overlap(&near, &beside(number)) + SHARES[2] * sentences.score(0, number);
        match (&all[0].said, &all[number].said) {
            (Some(one), Some(other)) => {
                let kind = match figures::relation(one, other) {
                    Some(Relation::Equal) => 3.0,
                    Some(far) if far.is_far() => 1.0,
                    Some(Relation::Apart(close)) => 2.0 + close,
                    None => 0.0,
                };
                kind + SHARES[0] * sentences.overlap(&thing, &counted(number)) + around
            }
            _ => quotes.score(0, number) + around,
        }
    };
    (1..all.len()).map(rank).collect()
}

/// Tagged words with what was read from them.
struct TaggedReading<'a> {
    words: TaggedWords<'a>,
    /// The sentence in which they begin, or the words themselves if they are longer.
    sentence: Span,
    /// The figure among the words.
    said: Option<Stated>,
}

impl<'a> TaggedReading<'a> {
    fn of(words: &TaggedWords<'a>) -> TaggedReading<'a> {
        let text = words.document.text();
        let around = unit::at(text, Unit::Sentence, words.span.start);
        let is_within = around.covers(words.span) && around != words.span;
        let sentence = if is_within { around } else { words.span };
        let said = if is_within { TaggedReading::said(words, sentence) } else { None };
        TaggedReading { words: *words, sentence, said }
    }

    /// Returns the figure of which most stands in the tagged words.
    fn said(words: &TaggedWords<'a>, sentence: Span) -> Option<Stated> {
        let read = SentenceReading::of(words.document.text(), sentence, words.language);
        let dates: Vec<_> = read.dates().map(|found| (found.span, Stated::Moment(found.clone()))).collect();
        let quantities = read.quantities.into_iter().map(|found| (found.span, Stated::Quantity(found)));
        let shared = |span: Span| span.end.min(words.span.end).saturating_sub(span.start.max(words.span.start));
        let found = quantities.chain(dates).filter(|(span, _)| 2 * shared(*span) > words.span.len());
        found.max_by_key(|(span, _)| shared(*span)).map(|(_, said)| said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language;

    /// Returns the marked words of `others`, the likeliest first.
    fn order(one: (&str, &str), others: &str, marked: &[&str]) -> Vec<String> {
        let (left, right) = (Document::new(one.0.to_string()), Document::new(others.to_string()));
        let at = |document: &Document, words: &str| {
            let start = document.text().find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let tagged = |words: &str| {
            let language = language::of("en").unwrap();
            (words.to_string(), at(&right, words), language)
        };
        let all: Vec<_> = marked.iter().map(|words| tagged(words)).collect();
        let language = language::of("en").unwrap();
        let others: Vec<TaggedWords> =
            all.iter().map(|(_, span, language)| TaggedWords { document: &right, language, span: *span }).collect();
        let ranks = ranks(TaggedWords { document: &left, language, span: at(&left, one.1) }, &others);
        let mut found: Vec<(f64, String)> = ranks.into_iter().zip(all.into_iter().map(|(words, ..)| words)).collect();
        found.sort_by(|one, other| other.0.total_cmp(&one.0));
        found.into_iter().map(|(_, words)| words).collect()
    }

    #[test]
    fn the_figure_that_may_count_the_same_comes_first() {
        let left = "The South plans to send a total of around 12,000 sailors to the coast.";
        let right = "Two of the ministers were against it. Of the members, 23 of 32 spend 2% of their income. \
            The South has sent about 10,000 sailors. Only three boats came.";
        let found = order((left, "around 12,000"), right, &["23 of 32", "three", "2%", "about 10,000"]);
        assert_eq!(found[0], "about 10,000");
        assert_eq!(found[1], "three", "a bare number far from it comes before shares: {found:?}");
    }

    #[test]
    fn the_claim_and_the_name_with_the_same_words_come_first() {
        let right = "Bread is dear. The bakers of Lomas close on Friday. Ines Varga knew.";
        let all = ["Bread is dear.", "The bakers of Lomas close on Friday.", "Ines Varga knew."];
        let claim = "On Friday, all bakers in Lomas will close.";
        assert_eq!(order((claim, claim), right, &all)[0], all[1]);
        let left = "Minister Varga said so.";
        assert_eq!(order((left, "Minister Varga"), right, &["Bread", "Lomas", "Ines Varga"])[0], "Ines Varga");
    }
}
