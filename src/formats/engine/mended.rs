//! Holds two versions of a text against each other that differ by their dress and by mended typos.
//!
//! ```text
//!   Teh harbor of Lomas .␍⏎“Shut”     T e h h a r b o r   o f L o m a s . " S h u t "      the letters, folded
//!   The harbour of Lomas.⏎"Shut"        ╰─╯ swapped  ╰ missing                              and two typos
//! ```
//!
//! Line ends, blanks, quotation marks, dashes, invisible characters and normalisation do not count (see [fold](crate::tags::anchor::fold)).
//! A typo is one letter more, less or other in a long word, two swapped letters, or a punctuation mark. Whatever stands at a figure is no typo.
//! Because each letter of one text is known in the other, a tag without a typo in it or beside it is on the same words.

use unicode_normalization::char::is_combining_mark;

use crate::tags::anchor::fold::{Folder, Symbol};
use crate::text::{Span, grapheme};

/// A shorter word is another word, and no typo, if a letter differs.
const WORD: usize = 5;
/// A shorter word is another word, even if letters are swapped.
const SWAPPED: usize = 3;
/// The number of letters behind a typo that must agree.
const AHEAD: usize = 8;
/// Of so many letters, one may be a typo, besides the first: about one word in thirty.
const RARE: usize = 150;
/// Punctuation, folded.
const MARKS: &str = ".,;:!?'\"-…()";

/// Two versions of a text.
pub(crate) struct Mended {
    from: Letters,
    to: Letters,
    typos: Vec<Typo>,
}

/// A place where two texts differ, in letters.
#[derive(Clone, Copy)]
struct Typo {
    from: usize,
    to: usize,
    /// The number of letters that differ, in each text.
    lens: (usize, usize),
}

/// The letters of a text: all but its blanks.
struct Letters {
    symbols: Vec<Symbol>,
    /// The byte at which each begins.
    starts: Vec<usize>,
}

impl Letters {
    fn of(text: &str, folder: &mut Folder) -> Letters {
        let folded = folder.fold(text);
        let is_letter = |symbol: Symbol| !char::from_u32(symbol).is_some_and(|c| c.is_whitespace() || c.is_control());
        let kept: Vec<usize> = (0..folded.symbols.len()).filter(|at| is_letter(folded.symbols[*at])).collect();
        Letters {
            starts: kept.iter().filter_map(|at| folded.start(*at)).collect(),
            symbols: kept.into_iter().map(|at| folded.symbols[at]).collect(),
        }
    }

    /// Returns the next letters from there on.
    fn ahead(&self, at: usize) -> Option<&[Symbol]> {
        self.symbols.get(at..).map(|rest| &rest[..rest.len().min(AHEAD)])
    }

    /// Returns the letters at which a typo of that length stands.
    fn part(&self, at: usize, len: usize) -> &[Symbol] {
        self.symbols.get(at..at + len).unwrap_or_default()
    }

    /// Returns whether a figure stands right before or behind some letters.
    fn is_at_figure(&self, at: usize, len: usize) -> bool {
        let around = [at.checked_sub(1), Some(at + len)].into_iter().flatten();
        around.filter_map(|at| self.symbols.get(at)).any(|symbol| has(*symbol, char::is_numeric))
    }

    /// Returns the number of letters of the word at a letter, as far as it matters; none of one with a figure in it.
    fn word(&self, text: &str, at: usize) -> usize {
        let Some((before, behind)) = self.starts.get(at).and_then(|start| text.split_at_checked(*start)) else {
            return 0;
        };
        let is_within = |c: &char| c.is_alphanumeric() || is_combining_mark(*c);
        let before = before.chars().rev().take_while(is_within).take(WORD);
        let word: Vec<char> = before.chain(behind.chars().take_while(is_within).take(WORD)).collect();
        if word.iter().any(|c| c.is_numeric()) { 0 } else { word.len() }
    }
}

/// Returns whether a symbol is a code point with that property.
fn has(symbol: Symbol, property: impl Fn(char) -> bool) -> bool {
    char::from_u32(symbol).is_some_and(property)
}

impl Mended {
    /// Holds two texts against each other; `None` if they differ by more than dress and a few typos.
    pub(crate) fn between(from: &str, to: &str) -> Option<Mended> {
        let mut folder = Folder::default();
        let (one, other) = (Letters::of(from, &mut folder), Letters::of(to, &mut folder));
        let most = 1 + one.symbols.len().min(other.symbols.len()) / RARE;
        let mut mended = Mended { from: one, to: other, typos: Vec::new() };
        let (mut at, mut there) = (0, 0);
        loop {
            let (one, other) = (mended.from.symbols.get(at), mended.to.symbols.get(there));
            match (one, other) {
                (None, None) => return Some(mended),
                (one, other) if one == other => (at, there) = (at + 1, there + 1),
                _ => {
                    let typo = mended.typo(at, there).filter(|typo| mended.is_typo(from, to, *typo))?;
                    (at, there) = (at + typo.lens.0, there + typo.lens.1);
                    mended.typos.push(typo);
                }
            }
            if mended.typos.len() > most {
                return None;
            }
        }
    }

    /// Returns how the texts differ from there on, if the letters behind that agree.
    fn typo(&self, from: usize, to: usize) -> Option<Typo> {
        let lens = [(2, 2), (1, 1), (1, 0), (0, 1)];
        let typos = lens.into_iter().map(|lens| Typo { from, to, lens });
        typos.into_iter().find(|Typo { lens: (one, other), .. }| {
            let is_swapped = || {
                let (one, other) = (self.from.part(from, 2), self.to.part(to, 2));
                one.len() == 2 && one.iter().eq(other.iter().rev())
            };
            let (ahead, there) = (self.from.ahead(from + one), self.to.ahead(to + other));
            ahead.is_some() && ahead == there && (*one < 2 || is_swapped())
        })
    }

    /// Returns whether a difference is a typo, and not another word or figure.
    fn is_typo(&self, from: &str, to: &str, typo: Typo) -> bool {
        let (one, other) = (self.from.part(typo.from, typo.lens.0), self.to.part(typo.to, typo.lens.1));
        let all = |property: fn(char) -> bool| one.iter().chain(other).all(|symbol| has(*symbol, property));
        let at_figure = || self.from.is_at_figure(typo.from, typo.lens.0) || self.to.is_at_figure(typo.to, typo.lens.1);
        // A letter that is missing is between the rest of its word, or behind it.
        let word = |letters: &Letters, text: &str, at: usize, len: usize| {
            let before = at.checked_sub(1).filter(|_| len == 0).map_or(0, |before| letters.word(text, before));
            letters.word(text, at).max(before)
        };
        let shorter = || word(&self.from, from, typo.from, typo.lens.0).min(word(&self.to, to, typo.to, typo.lens.1));
        let is_word = |least: usize| all(char::is_alphabetic) && shorter() >= least;
        (is_word(if typo.lens == (2, 2) { SWAPPED } else { WORD }) || all(|c| MARKS.contains(c))) && !at_figure()
    }

    /// Returns the place in the other text of a span with letters, if there is no typo in it or beside it.
    pub(crate) fn place(&self, to: &str, span: Span) -> Option<Span> {
        let first = self.from.starts.partition_point(|start| *start < span.start);
        let end = self.from.starts.partition_point(|start| *start < span.end);
        let is_clear = |typo: &Typo| typo.from + typo.lens.0 < first || typo.from > end;
        if first >= end || !self.typos.iter().all(is_clear) {
            return None;
        }
        let before = self.typos.iter().take_while(|typo| typo.from < first);
        let (less, more) = before.fold((0, 0), |(less, more), typo| (less + typo.lens.0, more + typo.lens.1));
        let there = |at: usize| self.to.starts.get(at + more - less).copied();
        Some(Span::new(there(first)?, grapheme::next(to, there(end - 1)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The harbour of Lomas was shut on 4 May, said “Ms. Aas”. Nobody knew why, and the \
        boats stayed out.\n";

    fn is_version(text: &str) -> bool {
        let (there, back) = (Mended::between(TEXT, text).is_some(), Mended::between(text, TEXT).is_some());
        assert_eq!(there, back, "{text}");
        there
    }

    #[test]
    fn a_typo_is_a_letter_of_a_long_word_two_swapped_ones_or_a_mark() {
        for (of, with) in [
            ("harbour", "harbor"),
            ("harbour", "harbuor"),
            ("Nobody", "Nabody"),
            ("boats", "boat"),
            ("boats", "boatss"),
            ("The", "Teh"),
            ("shut on", "shtu on"),
            ("May, said", "May said"),
            ("why, and", "why; and"),
            ("out.\n", "out"),
        ] {
            assert!(is_version(&TEXT.replace(of, with)), "{with}");
            let dressed =
                TEXT.replace(of, with).replace(['“', '”'], "\"").replace('\n', "\r\n").replace(" the ", "\u{a0}the  ");
            assert!(is_version(&format!("\u{feff}{dressed}")), "{with}");
        }
        for (of, with) in [
            ("was", "has"),
            ("4 May", "5 May"),
            ("4 May", "-4 May"),
            ("4 May", "4, May"),
            ("May", "Mai"),
            ("harbour", "market"),
            ("was shut", "was not shut"),
            ("Nobody knew", "Everybody knew"),
            ("4 May", "4% May"),
            ("4 May", "4million"),
        ] {
            assert!(!is_version(&TEXT.replace(of, with)), "{with}");
        }
        assert!(
            !is_version(&TEXT.replace("harbour", "harbor").replace("Nobody", "Nobdy")),
            "two are too many in so short a text"
        );
        // A text of 156 letters, and of 154: two are few enough in both.
        let long = TEXT.repeat(2);
        let mended = long.replacen("harbour", "harbor", 1).replacen("boats", "boat", 1);
        let versions = [Mended::between(&long, &mended), Mended::between(&mended, &long)];
        assert!(versions.into_iter().all(|mended| mended.is_some_and(|mended| mended.typos.len() == 2)));
        let third = mended.replacen("Nobody", "Nobdy", 1);
        assert!(Mended::between(&long, &third).is_none() && Mended::between(&third, &long).is_none());
        let million = TEXT.replace("the boats", "4 million boats");
        assert!(Mended::between(&million, &million.replace("million", "billion")).is_none(), "a figure is no typo");
        assert!(is_version(&TEXT.replace(' ', "")), "blanks do not count");
        assert!(Mended::between("", "").is_some() && Mended::between("", "a").is_none());
    }

    #[test]
    fn a_place_without_a_typo_leads_to_the_same_words() {
        let other = TEXT.replace("harbour", "harbor").replace(" of ", "\r\n of ").replace("“Ms. Aas”", "\"Ms.  Aas\"");
        let mended = Mended::between(TEXT, &other).unwrap();
        let place = |words: &str| {
            let at = TEXT.find(words).unwrap();
            mended.place(&other, Span::new(at, at + words.len())).map(|span| &other[span.start..span.end])
        };
        assert_eq!(place("The"), Some("The"));
        assert_eq!(place("Lomas was"), Some("Lomas was"));
        assert_eq!(place("Ms. Aas"), Some("Ms.  Aas"));
        assert_eq!((place("harbour"), place("The harbour of"), place(" ")), (None, None, None));
    }
}
