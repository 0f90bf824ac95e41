//! Finds the words that two claims share, by which a reader sees why they stand beside each other.

use super::super::both::Both;
use super::super::nearest::Bond;
use super::super::reading::DocumentReading;
use super::super::words;
use super::Claims;
use crate::text::Span;
use crate::text::script::is_unspaced;

/// The greatest number of shared words that are named.
const SHARED: usize = 8;
/// Fewer shared words are no reason to put two claims beside each other.
const FEWEST: usize = 2;
/// Claims of which one holds at least this share of the other need no other reason.
const CONTAINED: f64 = 0.6;
/// Words that go on alike from at least so many letters are forms of one name: `Korea`, `Korean`.
const ALIKE: usize = 4;

/// Returns the words that both claims of a bond have and that say something about their subject, the most specific first.
pub(super) fn shared(claims: &Claims<'_>, bond: Bond) -> Vec<Both<Span>> {
    let place = claims.place(&bond);
    let right = claims.spans.left.len() + bond.sentence.right;
    let at = |span: Span, from: Span| Span::new(from.start + span.start, from.start + span.end);
    let shared = claims.bonds.likeness.shared(bond.sentence.left, right).into_iter();
    let shared = shared.map(|word| Both::new(at(word.left, place.left), at(word.right, place.right)));
    // The rows of figures already show the numbers.
    let telling = shared.filter(|word| tells(claims.side.left, word.left));
    joined(claims.side.left, telling.filter_map(|word| in_name(claims, word)))
}

/// Returns whether two claims have more in common than one word, given the [words](shared) that they share, or one says what the other
/// says.
pub(super) fn are_enough(claims: &Claims<'_>, bond: Bond, shared: &[Both<Span>]) -> bool {
    let likeness = &claims.bonds.likeness;
    let (left, right) = (bond.sentence.left, claims.spans.left.len() + bond.sentence.right);
    let is_contained = || likeness.asked(left, right).max(likeness.asked(right, left)) >= CONTAINED;
    let is_spaced = !claims.side.left.document.slice(claims.place(&bond).left).contains(is_unspaced);
    !is_spaced || shared.len() >= FEWEST || is_contained()
}

/// Returns a shared word with the word after it, if both are forms of one name: `North Korea`, `North Korean`. A word that only begins
/// names, and begins two different ones, names nothing that both have.
fn in_name(claims: &Claims<'_>, word: Both<Span>) -> Option<Both<Span>> {
    let (left, right) = (claims.side.left, claims.side.right);
    let (Some(one), Some(other)) = (next_of_name(left, word.left), next_of_name(right, word.right)) else {
        return Some(word);
    };
    let quote = Both::new(left.document.slice(one).to_lowercase(), right.document.slice(other).to_lowercase());
    let (short, long) = match quote.left.len() <= quote.right.len() {
        true => (&quote.left, &quote.right),
        false => (&quote.right, &quote.left),
    };
    let lower = left.document.slice(word.left).to_lowercase();
    if short != long && short.chars().count() >= ALIKE && long.starts_with(short.as_str()) {
        Some(Both::new(Span::new(word.left.start, one.end), Span::new(word.right.start, other.end)))
    } else if short != long && left.language.words.name_leads.has(&lower) {
        None
    } else {
        Some(word)
    }
}

/// Returns the word with a capital that follows another one with a capital, with a blank between.
fn next_of_name(side: &DocumentReading<'_>, word: Span) -> Option<Span> {
    let text = side.text();
    let behind = text[word.end..].strip_prefix(' ').filter(|behind| behind.starts_with(char::is_uppercase))?;
    let next = words::spans(behind).next()?;
    let from = word.end + 1;
    side.document.slice(word).starts_with(char::is_uppercase).then_some(Span::new(from + next.start, from + next.end))
}

/// Returns the words that are named, at most [`SHARED`]. Of a script without blanks, signs that follow each other on both sides are one
/// word, and a single sign says nothing.
fn joined(left: &DocumentReading<'_>, shared: impl Iterator<Item = Both<Span>>) -> Vec<Both<Span>> {
    let (mut signs, mut words): (Vec<_>, Vec<_>) =
        shared.partition(|word| left.document.slice(word.left).starts_with(is_unspaced));
    signs.sort_unstable();
    let follows =
        |one: &Both<Span>, next: &Both<Span>| one.left.end == next.left.start && one.right.end == next.right.start;
    let runs = signs.chunk_by(follows).filter(|run| run.len() > 1);
    words.extend(runs.map(|run| {
        let (first, last) = (run[0], run[run.len() - 1]);
        Both::new(Span::new(first.left.start, last.left.end), Span::new(first.right.start, last.right.end))
    }));
    words.truncate(SHARED);
    words
}

/// Returns whether a word says something about the subject of a sentence: it is no number, in digits or in words, and, as far
/// as its language is known, no word that occurs on any subject.
fn tells(side: &DocumentReading<'_>, word: Span) -> bool {
    let is_rest = is_rest_of_contraction(side.text(), word);
    let word = side.document.slice(word).to_lowercase();
    let (known, numbers) = (&side.language.words, &side.language.numbers);
    let is_number = word.chars().all(char::is_numeric) || numbers.small.has(&word) || numbers.scales.has(&word);
    let is_question = known.relatives.has(&word) || known.clause_starts.has(&word);
    !is_number && !is_rest && !is_question && !known.is_small(&word) && !known.verbs.has(&word)
}

/// Returns whether a word is a piece of one that was contracted: the `don` of `don’t`, the `ll` of `we’ll`.
fn is_rest_of_contraction(text: &str, word: Span) -> bool {
    let marks = ['’', '\''];
    let behind = text[word.end..].strip_prefix(marks).and_then(|rest| rest.strip_prefix('t'));
    let is_before = behind.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    is_before || text[..word.start].ends_with(marks) && word.len() <= 2
}
