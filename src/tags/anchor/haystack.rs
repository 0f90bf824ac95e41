//! Looks for a piece: places where it stands exactly, and places where something like its quote stands.
//!
//! ```text
//!   region     ……………………………………………………………………………………………        found by seeds, or between two neighbours
//!   Myers                                      ^ ^     ^        where something like the quote ends
//!   bounds              |←───────────────────────→|             most in common, least that is foreign or left out
//! ```

use std::ops::Range;

use super::approximate::{Pattern, Surroundings, agreement, run};
use super::fold::Folded;
use super::piece::Needle;
use super::seed::Region;
use crate::tags::target::CONTEXT;
use crate::text::{Document, Span};

/// A quote may differ in one of this many symbols.
pub(crate) const DIFFERS: usize = 3;
/// The cost of a difference in the quote, in symbols of surroundings that agree.
const COST: usize = 4;
/// Places whose points differ by no more than this are equally good.
pub(crate) const MARGIN: i32 = 8;
/// A begin or an end within a word counts as this many foreign symbols.
const CUT: usize = 4;
/// The greatest number of places within one window that are examined in detail.
const CLOSELY: usize = 6;

/// A place where the quote, or something like it, stands.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The symbols of the place in the text.
    pub symbols: Range<usize>,
    /// The distance from the old place of the quote, in code points; negative towards the beginning.
    pub shift: i64,
    /// The number of symbols that the place and the quote do not share, counted in the longer of the two.
    pub differences: usize,
    /// The agreement of the surroundings before it.
    pub left: Surroundings,
    /// The agreement of the surroundings after it.
    pub right: Surroundings,
    /// Whether it begins or ends within a word although the quote did not: `5%` in `15%`.
    pub grown: bool,
}

impl Candidate {
    /// Returns the points of the surroundings, less 4 for each difference of the quote, but at most the points that one
    /// side could reach.
    pub(crate) fn score(&self) -> i32 {
        self.surroundings() - (COST * self.differences).min(CONTEXT) as i32
    }

    /// Returns the points of the surroundings.
    pub(crate) fn surroundings(&self) -> i32 {
        self.left.score + self.right.score
    }

    /// Returns whether these are the words of the quote, and not part of other words.
    pub(crate) fn is_the_quote(&self) -> bool {
        self.differences == 0 && !self.grown
    }

    /// Returns whether the quote stands here with all its surroundings.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_the_quote() && self.left.whole && self.right.whole
    }

    /// Returns whether the quote stands here with at most one difference in the surroundings of each side.
    pub(crate) fn is_nearly_whole(&self) -> bool {
        self.is_the_quote() && self.left.nearly && self.right.nearly
    }

    /// Returns whether one side is whole here but not at the rival.
    fn has_side_that_lacks(&self, rival: &Candidate) -> bool {
        let side = |one: &Surroundings, other: &Surroundings| one.whole && !other.whole;
        side(&self.left, &rival.left) || side(&self.right, &rival.right)
    }

    /// Returns whether this candidate is better, so that no neighbour may confirm the other: an offset decides only
    /// between equals. Better means a higher score, a side that is whole, or a side that agrees further by more than
    /// the margin of equally good places.
    pub(crate) fn contradicts(&self, other: &Candidate) -> bool {
        let further = |one: &Surroundings, other: &Surroundings| one.score > other.score + MARGIN;
        let side = further(&self.left, &other.left) || further(&self.right, &other.right);
        self.score() > other.score() || side || self.has_side_that_lacks(other)
    }

    /// Returns whether one side is whole here but not at the rival, and nothing is worse.
    pub(crate) fn outdoes(&self, rival: &Candidate) -> bool {
        self.has_side_that_lacks(rival)
            && self.differences <= rival.differences
            && self.left.score >= rival.left.score
            && self.right.score >= rival.right.score
    }
}

/// The text in which pieces are looked for.
pub(crate) struct Haystack<'a> {
    /// The text.
    pub document: &'a Document,
    /// The folded text.
    pub folded: &'a Folded,
}

impl Haystack<'_> {
    /// Returns the places in a region where the whole piece stands, symbol by symbol.
    pub(crate) fn exact(&self, piece: &Needle, region: &Region) -> Vec<Candidate> {
        let begins = region.begins.clone().filter_map(|begin| usize::try_from(begin).ok());
        let stands = |at: &usize| {
            !piece.quote.is_empty() && self.folded.symbols.get(*at..*at + piece.symbols.len()) == Some(&piece.symbols)
        };
        let quote = |begin| begin + piece.quote.start..begin + piece.quote.end;
        begins.filter(stands).filter_map(|begin| self.candidate(piece, quote(begin), 0)).collect()
    }

    /// Returns the places in a region where the quote, or something like it, stands.
    pub(crate) fn search_region(&self, piece: &Needle, region: &Region) -> Vec<Candidate> {
        let slack = 8 + piece.quote.len() / DIFFERS;
        let at = |begin: &isize, symbol: usize| begin.saturating_add_unsigned(symbol).max(0) as usize;
        let start = at(region.begins.start(), piece.quote.start).saturating_sub(slack);
        self.search(piece, start..at(region.begins.end(), piece.quote.end) + slack)
    }

    /// Returns the places among these symbols where the quote, or something like it, stands; of places that overlap,
    /// only the best.
    pub(crate) fn search(&self, piece: &Needle, window: Range<usize>) -> Vec<Candidate> {
        let (words, end) = (piece.words(), window.end.min(self.folded.symbols.len()));
        let base = window.start.min(end);
        let text = &self.folded.symbols[base..end];
        if words.is_empty() || text.is_empty() {
            return Vec::new();
        }
        let most = words.len() / DIFFERS;
        let forwards = Pattern::new(words.iter());
        let distances = forwards.distances(text.iter());
        let at = |last: usize| distances.get(last).copied().unwrap_or(usize::MAX);
        let least = |last: &usize| at(*last) <= at(last + 1) && (*last == 0 || at(*last) <= at(last - 1));
        let mut lasts: Vec<usize> = (0..text.len()).filter(|last| at(*last) <= most).filter(least).collect();
        lasts.sort_by_key(|last| at(*last));
        lasts.truncate(CLOSELY);
        let backwards = lasts.iter().any(|last| at(*last) > 0).then(|| Pattern::new(words.iter().rev()));
        let found = lasts.into_iter().filter_map(|last| {
            let behind = base + last + 1;
            let Some(backwards) = backwards.as_ref().filter(|_| at(last) > 0) else {
                return self.candidate(piece, behind - words.len()..behind, 0);
            };
            // Finds first where the words begin, and from there where they end.
            let reach = words.len() + most;
            let before = &text[(last + 1).saturating_sub(reach)..=last];
            let starts = (1..).zip(backwards.common(before.iter().rev()));
            let (symbols, _) =
                self.tightest(piece, starts.map(|(length, common)| (behind - length..behind, common)))?;
            let start = symbols.start;
            let after = &text[start - base..text.len().min(start - base + reach)];
            let ends = (1..).zip(forwards.common(after.iter()));
            let ends = ends.map(|(length, common)| (start..start + length, common));
            let (symbols, common) = self.tightest(piece, ends)?;
            let differences = words.len().max(symbols.len()) - common;
            if differences <= most { self.candidate(piece, symbols, differences) } else { None }
        });
        one_each(found.collect())
    }

    /// Returns the place at this distance from the old place, if the quote stands there.
    pub(crate) fn shifted(&self, piece: &Needle, shift: i64) -> Option<Candidate> {
        let chars = i64::try_from(piece.old.start).ok()?.checked_add(shift)?;
        let start = self.folded.at(self.document.to_byte(usize::try_from(chars).ok()?)?);
        let symbols = start..start + piece.quote.len();
        let stands = self.folded.symbols.get(symbols.clone()) == Some(piece.words()) && !symbols.is_empty();
        let found = if stands { self.candidate(piece, symbols, 0) } else { None };
        found.filter(|candidate| candidate.shift == shift)
    }

    /// Returns the bytes of these symbols.
    pub(crate) fn span(&self, symbols: &Range<usize>) -> Option<Span> {
        self.folded.span(self.document.text(), symbols.clone())
    }

    /// Chooses among several bounds of one place, each with the number of symbols in common with the quote. Returns the
    /// bounds that include and leave out least, and that best fit the old surroundings; of equal ones, the first.
    fn tightest(
        &self,
        piece: &Needle,
        ways: impl Iterator<Item = (Range<usize>, usize)>,
    ) -> Option<(Range<usize>, usize)> {
        let text = &self.folded.symbols;
        ways.min_by_key(|(symbols, common)| {
            let foreign = piece.quote.len() + symbols.len() - 2 * common;
            let cuts = [symbols.start, symbols.end].into_iter().filter(|at| self.within_word(*at)).count();
            let left = run(piece.before().iter().rev(), text[..symbols.start].iter().rev());
            let right = run(piece.after().iter(), text[symbols.end..].iter());
            (foreign + CUT * cuts) as isize - (left + right) as isize
        })
    }

    fn within_word(&self, at: usize) -> bool {
        let letter = |at: usize| self.folded.symbols.get(at).and_then(|symbol| char::from_u32(*symbol));
        [at.checked_sub(1), Some(at)].into_iter().all(|at| at.and_then(letter).is_some_and(char::is_alphanumeric))
    }

    fn candidate(&self, piece: &Needle, symbols: Range<usize>, differences: usize) -> Option<Candidate> {
        let (before, after) = (self.folded.symbols.get(..symbols.start)?, self.folded.symbols.get(symbols.end..)?);
        let chars = self.document.to_chars(self.folded.start(symbols.start)?);
        let left = agreement(piece.before().iter().rev(), before.iter().rev());
        let right = agreement(piece.after().iter(), after.iter());
        let grown = |side: &Surroundings, at| side.run == 0 && self.within_word(at);
        Some(Candidate {
            shift: chars as i64 - i64::try_from(piece.old.start).unwrap_or(i64::MAX),
            differences,
            grown: grown(&left, symbols.start) || grown(&right, symbols.end),
            left,
            right,
            symbols,
        })
    }
}

/// Returns the candidates, the best first, without those that differ and overlap a better one, and without duplicates.
pub(crate) fn one_each(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.sort_by_key(|candidate| std::cmp::Reverse(candidate.score()));
    let mut kept: Vec<Candidate> = Vec::with_capacity(found.len());
    for candidate in found {
        let (start, end) = (candidate.symbols.start, candidate.symbols.end);
        let meets = |other: &Candidate| other.symbols.start < end && start < other.symbols.end;
        let same = |other: &Candidate| other.symbols == candidate.symbols;
        if !kept.iter().any(|other| same(other) || (meets(other) && candidate.differences > 0)) {
            kept.push(candidate);
        }
    }
    kept
}
