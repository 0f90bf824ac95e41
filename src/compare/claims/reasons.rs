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
    } else if short != long
        && (left.language.words.name_leads.has(&lower) || left.language.attribution.is_given_name(&lower))
    {
        // Two people who are called Jeff have nothing in common.
        None
    } else {
        Some(word)
    }
}

/// Returns the words that two claims share with what is part of the same name: `New Hampshire`, `re-election`.
pub(super) fn in_full(
    side: Both<&DocumentReading<'_>>,
    place: Both<Option<Span>>,
    shared: &[Both<Span>],
) -> Vec<Both<Span>> {
    let (Some(left), Some(right)) = (place.left, place.right) else { return Vec::new() };
    let mut all: Vec<Both<Span>> = Vec::new();
    for word in shared {
        let word = whole(side, Both::new(left, right), *word);
        if !all.iter().any(|known| known.left.covers(word.left) || known.right.covers(word.right)) {
            all.push(word);
        }
    }
    all
}

/// Returns a shared word with the words around it that are part of the same name, or joined to it by a hyphen, and the same on both sides.
fn whole(side: Both<&DocumentReading<'_>>, place: Both<Span>, word: Both<Span>) -> Both<Span> {
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) && !side.left.language.words.is_small(&word.to_lowercase());
    // The first word of a sentence has a capital in any case.
    let opens = word.left.start == place.left.start && word.right.start == place.right.start;
    let begins =
        !opens && is_name(side.left.document.slice(word.left)) && is_name(side.right.document.slice(word.right));
    let joins = |next: &NeighbourWord| next.gap == b'-' || begins && is_name(next.word);
    let (left, right) = (side.left.text(), side.right.text());
    let mut whole = word;
    let behind = |whole: Both<Span>| {
        let text = Both::new(left.get(whole.left.end..place.left.end)?, right.get(whole.right.end..place.right.end)?);
        let next = NeighbourWord::after(text, begins)?;
        // `the Board of Contributors`
        let is_of = begins && next.gap == b' ' && side.left.language.words.of.has(next.word);
        if is_of {
            let then = NeighbourWord::after(Both::new(&text.left[next.length..], &text.right[next.length..]), begins)?;
            let is_lead = side.left.language.words.name_leads.has(&then.word.to_lowercase());
            return (joins(&then) && !is_lead).then_some(next.length + then.length);
        }
        joins(&next).then_some(next.length)
    };
    while let Some(length) = behind(whole) {
        (whole.left.end, whole.right.end) = (whole.left.end + length, whole.right.end + length);
    }
    let before = |whole: Both<Span>| {
        let text =
            Both::new(left.get(place.left.start..whole.left.start)?, right.get(place.right.start..whole.right.start)?);
        NeighbourWord::before(text, begins).filter(joins).map(|before| before.length)
    };
    while let Some(length) = before(whole) {
        (whole.left.start, whole.right.start) = (whole.left.start - length, whole.right.start - length);
    }
    whole
}

/// A word beside another one, the same on both sides.
struct NeighbourWord<'t> {
    /// The blank or the hyphen between the two.
    gap: u8,
    word: &'t str,
    /// The number of bytes of both.
    length: usize,
}

impl<'t> NeighbourWord<'t> {
    /// Returns the word that two texts begin with behind a hyphen, or, if `blank`, a blank.
    fn after(text: Both<&'t str>, blank: bool) -> Option<NeighbourWord<'t>> {
        let gap = text.map(|text| text.bytes().next());
        let gap = gap.left.filter(|left| gap.right == Some(*left) && (*left == b'-' || blank && *left == b' '))?;
        let word =
            text.map(|text| &text[1..1 + text[1..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - 1)]);
        NeighbourWord::same(gap, word)
    }

    /// Returns the word that two texts end with before a hyphen, or, if `blank`, a blank.
    fn before(text: Both<&'t str>, blank: bool) -> Option<NeighbourWord<'t>> {
        let gap = text.map(|text| text.bytes().next_back());
        let gap = gap.left.filter(|left| gap.right == Some(*left) && (*left == b'-' || blank && *left == b' '))?;
        let word = text.map(|text| {
            let text = &text[..text.len() - 1];
            &text[text.trim_end_matches(char::is_alphanumeric).len()..]
        });
        NeighbourWord::same(gap, word)
    }

    fn same(gap: u8, word: Both<&'t str>) -> Option<NeighbourWord<'t>> {
        let is_same = word.left == word.right && !word.left.is_empty();
        is_same.then(|| NeighbourWord { gap, word: word.left, length: 1 + word.left.len() })
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
