//! Compares two texts: they are the same apart from line ends and normalisation, nearly the same, or different.
//!
//! ```text
//!   Prices rose 5%.⏎INSEE said.        letters   Pricesrose5%.INSEEsaid.        the same letters: the same text
//!   Prices rose  5% .␍⏎INSEE said .    letters   Pricesrose5%.INSEEsaid.
//!   Prizes rose 5%.⏎INSEE said.        pieces of five letters: most are the same; the words differ in a letter: a mended typo
//! ```
//!
//! The pieces are compared by a sketch of each text, the smallest hashes of its pieces (A. Broder, *On the resemblance and
//! containment of documents*, 1997), so that it costs little to compare a text with a thousand others.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::text::{Span, grapheme};

/// The number of letters in a piece.
const PIECE: usize = 5;
/// The number of hashes in a sketch.
const SKETCH: usize = 128;
/// The number of smallest hashes of which versions of one text share at least one.
const KEYS: usize = 8;
/// Texts that share at least this part of their pieces may be versions of one text.
const NEARLY: f64 = 0.5;
/// Long texts that share at least this part of their pieces are versions of one text.
const MOSTLY: f64 = 0.8;
/// A text with at least this many letters is long.
const LONG: usize = 1000;
/// A shorter word is another word, and no typo, if a letter differs.
const WORD: usize = 5;
/// Texts that share less than this are different texts, whatever their names are.
const FAR: f64 = 0.4;

/// The data by which a text is compared with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextLikeness {
    /// The SHA-256 of its letters.
    letters: [u8; 32],
    /// The SHA-256 of its digits: texts that differ in a figure are different texts.
    digits: [u8; 32],
    /// The number of letters.
    len: usize,
    /// The smallest hashes of its pieces.
    sketch: BTreeSet<u64>,
}

impl TextLikeness {
    /// Returns the data by which a text is compared.
    pub(crate) fn of(text: &str) -> TextLikeness {
        let (mut all, mut digits) = (Sha256::new(), Sha256::new());
        let mut sketch = BTreeSet::new();
        let mut last: Vec<char> = Vec::with_capacity(PIECE + 1);
        let mut len = 0;
        for c in letters(text) {
            len += 1;
            let bytes = &mut [0; 4];
            all.update(c.encode_utf8(bytes).as_bytes());
            if c.is_numeric() {
                digits.update(c.encode_utf8(bytes).as_bytes());
            }
            if last.len() == PIECE {
                last.remove(0);
            }
            last.push(c);
            if last.len() == PIECE {
                let mut hasher = DefaultHasher::new();
                last.hash(&mut hasher);
                keep(&mut sketch, hasher.finish());
            }
        }
        TextLikeness { letters: all.finalize().into(), digits: digits.finalize().into(), len, sketch }
    }

    /// Returns whether two texts are the same apart from blanks, invisible characters and normalisation.
    pub(crate) fn is_same(&self, other: &TextLikeness) -> bool {
        self.letters == other.letters
    }

    /// Returns whether two texts may be versions of one text: much is the same, and all of their figures.
    pub(crate) fn is_near(&self, other: &TextLikeness) -> bool {
        self.is_same(other) || (self.digits == other.digits && self.shared(other) >= NEARLY)
    }

    /// Returns whether two texts with these likenesses are versions of one text: most of a long text is the same,
    /// or the words differ by mended typos.
    pub(crate) fn are_versions(&self, text: &str, other: &TextLikeness, other_text: &str) -> bool {
        self.is_near(other)
            && (self.is_same(other)
                || (self.len.min(other.len) >= LONG && self.shared(other) >= MOSTLY)
                || differ_by_typos(text, other_text))
    }

    /// Returns whether two texts have little in common.
    pub(crate) fn is_far(&self, other: &TextLikeness) -> bool {
        !self.is_same(other) && self.shared(other) < FAR
    }

    /// Returns the digest of its letters.
    pub(crate) fn letters(&self) -> [u8; 32] {
        self.letters
    }

    /// Returns a few hashes, of which versions of one text share some.
    pub(crate) fn keys(&self) -> impl Iterator<Item = u64> {
        self.sketch.iter().copied().take(KEYS)
    }

    /// Returns the estimated share of pieces that both have, of those that either has.
    fn shared(&self, other: &TextLikeness) -> f64 {
        let union: Vec<u64> = self.sketch.union(&other.sketch).copied().take(SKETCH).collect();
        let both = union.iter().filter(|hash| self.sketch.contains(hash) && other.sketch.contains(hash)).count();
        both as f64 / union.len().max(1) as f64
    }
}

/// Returns whether two texts have the same words, except for a letter in one word, or in one of every hundred words.
fn differ_by_typos(one: &str, other: &str) -> bool {
    let words = |text: &str| text.nfc().collect::<String>().split_whitespace().map(String::from).collect::<Vec<_>>();
    let (one, other) = (words(one), words(other));
    let mut differing = one.iter().zip(&other).filter(|(one, other)| one != other);
    let typo = |(one, other): (&String, &String)| one.chars().count() >= WORD && strsim::osa_distance(one, other) <= 1;
    let most = 1 + one.len() / 100;
    one.len() == other.len() && differing.by_ref().take(most).all(typo) && differing.next().is_none()
}

/// Keeps a hash, if it is among the smallest.
fn keep(sketch: &mut BTreeSet<u64>, hash: u64) {
    if sketch.len() == SKETCH {
        match sketch.last() {
            Some(last) if *last <= hash => return,
            _ => drop(sketch.pop_last()),
        }
    }
    sketch.insert(hash);
}

/// Returns the letters of a text that are compared, in NFC.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.nfc().filter(|c| is_letter(*c))
}

/// Returns whether a code point is one of those that are compared: no blank and no invisible one.
fn is_letter(c: char) -> bool {
    !(c.is_whitespace() || c.is_control() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}'))
}

/// The places of one text in another that has the same words and is spelled otherwise.
pub(crate) struct Dressed {
    from: Vec<Letters>,
    to: Vec<Letters>,
}

/// A grapheme with letters.
struct Letters {
    /// The number of letters before it.
    before: usize,
    /// The number of letters in it.
    len: usize,
    span: Span,
}

impl Dressed {
    /// Returns how places lead from one text to the other. The texts must be the [same](TextLikeness::is_same).
    pub(crate) fn between(from: &str, to: &str) -> Dressed {
        Dressed { from: graphemes(from), to: graphemes(to) }
    }

    /// Returns the place in the other text of a span with letters; `None` if it has none, or if a grapheme there has more.
    pub(crate) fn place(&self, span: Span) -> Option<Span> {
        let first = self.from.partition_point(|one| one.span.end <= span.start);
        let last = self.from.partition_point(|one| one.span.start < span.end).checked_sub(1)?;
        let (first, last) = (self.from.get(first)?, self.from.get(last)?);
        let start = self.to.binary_search_by_key(&first.before, |one| one.before).ok()?;
        let end = self.to.binary_search_by_key(&(last.before + last.len), |one| one.before + one.len).ok()?;
        (start <= end).then(|| Span::new(self.to[start].span.start, self.to[end].span.end))
    }
}

fn graphemes(text: &str) -> Vec<Letters> {
    let (mut found, mut at, mut before) = (Vec::new(), 0, 0);
    while at < text.len() {
        let end = grapheme::next(text, at);
        let len = letters(&text[at..end]).count();
        if len > 0 {
            found.push(Letters { before, len, span: Span::new(at, end) });
        }
        (at, before) = (end, before + len);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The ministry said that prices rose 5% in May. Nobody knew why, and the e\u{301}lite wondered.";

    fn like(text: &str) -> TextLikeness {
        TextLikeness::of(text)
    }

    #[test]
    fn a_dress_is_no_difference_and_a_typo_a_small_one() {
        let dressed = format!("\u{feff}{}", TEXT.nfc().collect::<String>().replace(". ", ".\r\n"));
        assert!(like(TEXT).is_same(&like(&dressed)));
        let is_version = |text: &str| like(TEXT).are_versions(TEXT, &like(text), text);
        let mended = TEXT.replace("prices rose", "prizes rose");
        assert!(is_version(&mended) && !like(TEXT).is_same(&like(&mended)));
        assert!(!is_version(&TEXT.replace("5%", "6%")), "another figure, another text");
        assert!(!is_version(&TEXT.replace("prices rose", "wages rose")), "another word, another text");
        assert!(like(TEXT).is_far(&like("Rents fell in the north, where the weather was bad.")));
        assert!(like("").is_far(&like("a")) && like("").is_same(&like(" ")));
    }

    #[test]
    fn places_lead_from_one_dress_to_the_other() {
        let (from, to) = ("A  cafe\u{301} , open .", "A caf\u{e9}, open.");
        let dressed = Dressed::between(from, to);
        let place = |words: &str| {
            let at = from.find(words).unwrap();
            dressed.place(Span::new(at, at + words.len())).map(|span| &to[span.start..span.end])
        };
        assert_eq!(place("cafe\u{301}"), Some("caf\u{e9}"));
        assert_eq!(place("A  cafe\u{301} ,"), Some("A caf\u{e9},"));
        assert_eq!((place("  "), place("open .")), (None, Some("open.")));
    }
}
