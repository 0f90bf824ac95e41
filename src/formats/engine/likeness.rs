//! Compares two texts: they are the same apart from line ends and normalisation, nearly the same, or different.
//!
//! ```text
//!   Prices rose 5%.⏎INSEE said.        letters   Pricesrose5%.INSEEsaid.        the same letters: the same text
//!   Prices rose  5% .␍⏎INSEE said .    letters   Pricesrose5%.INSEEsaid.
//!   Prizes rose 5%.⏎INSEE said.        pieces of five letters: most are the same; a letter differs: a mended typo (see `mended`)
//! ```
//!
//! The pieces are compared by a sketch of each text, the smallest hashes of its pieces (A. Broder, *On the resemblance and
//! containment of documents*, 1997), so that it costs little to compare a text with a thousand others.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::mended::Mended;

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
/// In a text with fewer letters, a typo changes too many of the pieces to tell anything.
const SHORT: usize = 60;
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

    /// Returns whether two texts with these likenesses are versions of one text: most of a long text is the same,
    /// or the words differ by mended typos.
    pub(crate) fn are_versions(&self, text: &str, other: &TextLikeness, other_text: &str) -> bool {
        let (shared, len) = (self.shared(other), self.len.min(other.len));
        let may_be = self.digits == other.digits && (shared >= NEARLY || len < SHORT);
        let is_mostly = len >= LONG && shared >= MOSTLY;
        self.is_same(other) || (may_be && (is_mostly || Mended::between(text, other_text).is_some()))
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
}
