//! Finds the person whose count a figure is: in *Anna Berg has 69 seats, and Lee has 41*, the 69 are Berg's and the 41 Lee's.
//!
//! Figures of two people do not differ from each other: they count different things, however like their sentences are. Only people are
//! looked at, whom a text names with a title or a given name at least once. A country and its capital may stand for one owner.

use crate::compare::reading::DocumentReading;
use crate::compare::words;
use crate::hash::FastSet;
use crate::language::Language;
use crate::quantity::{Phrase, Quantity};
use crate::text::Span;

/// The words that a text uses as names, in small letters.
#[derive(Clone, Debug, Default)]
pub(super) struct UsedNames {
    /// The names that follow a title or a given name.
    pub surnames: FastSet<String>,
    /// The words that have a capital behind one that has none or behind a comma, and not because a sentence or a heading begins.
    pub capitals: FastSet<String>,
}

impl UsedNames {
    /// Reads the names of a text.
    pub(super) fn of(text: &str, language: &Language) -> UsedNames {
        let cues = &language.attribution;
        let mut found = UsedNames::default();
        let (mut is_led, mut is_behind_small) = (false, false);
        let mut end = 0;
        for span in words::spans(text) {
            let word = &text[span.start..span.end];
            // `Mr. Lee`, but not `said Anna. Berg is a town`
            let gap = &text[end..span.start];
            let joins = gap == " " || gap == ". ";
            end = span.end;
            if !word.starts_with(char::is_uppercase) {
                (is_led, is_behind_small) = (false, true);
                continue;
            }
            let lower = word.to_lowercase();
            if is_behind_small && gap == " " || gap == ", " {
                found.capitals.insert(lower.clone());
            }
            is_behind_small = false;
            let is_title = cues.is_title(&lower);
            let is_given = cues.is_given_name(&lower);
            if is_led && joins && !is_title && !is_given {
                found.surnames.insert(lower);
            }
            is_led = is_title || is_given;
        }
        found
    }
}

/// Returns the surname of the person whom the sentence says a quantity of; `None` if it [names](names_of) nobody.
pub(super) fn owner(names: &[String], surnames: &FastSet<String>) -> Option<String> {
    names.iter().find(|name| surnames.contains(*name)).cloned()
}

/// Returns the last word of each name of whom or what the sentence says a quantity, in small letters, without the source.
pub(super) fn names_of(side: &DocumentReading<'_>, quantity: &Quantity) -> Vec<String> {
    phrases_of(side, quantity).into_iter().filter_map(|phrase| phrase.words.last().cloned()).collect()
}

/// Returns the name of whom or what the sentence says a quantity; `None` if it says it of nothing that has a name, or only of the source.
pub(super) fn whose(side: &DocumentReading<'_>, sentence: Span, quantity: &Quantity, used: &UsedNames) -> Option<Span> {
    let is_whose = |phrase: &&Phrase| {
        let at = side.moments.partition_point(|moment| moment.span.end <= phrase.span.start);
        let is_time = side.moments.get(at).is_some_and(|moment| moment.span.overlaps(phrase.span));
        // `It’s 300 boats.`, `Caption: 300 boats`: a capital says nothing where a sentence begins, or where all nouns have one.
        let begins = || !side.text()[sentence.start..phrase.span.start].contains(char::is_alphanumeric);
        let is_name = |word: &String| match side.language.words.nouns_are_capital {
            true => used.surnames.contains(word),
            false => !side.language.words.is_small(word) && (used.capitals.contains(word) || !begins()),
        };
        !is_time && (phrase.words.len() > 1 || phrase.words.iter().all(is_name))
    };
    let phrase = phrases_of(side, quantity).into_iter().find(is_whose)?;
    let endings = side.language.attribution.genitive_endings.iter();
    let genitive = endings.filter(|ending| phrase.quote.ends_with(ending.as_str())).map(String::len).max().unwrap_or(0);
    Some(Span::new(phrase.span.start, phrase.span.end - genitive))
}

/// Returns the names of which the sentence says a quantity, without the source.
fn phrases_of<'a>(side: &DocumentReading<'_>, quantity: &'a Quantity) -> Vec<&'a Phrase> {
    let sources: Vec<&[Span]> =
        side.cites(quantity.number).into_iter().map(|at| side.attributions[at].source.as_slice()).collect();
    // `the Lomas Harbour Board (LHB), which says`: the short name in brackets is the source.
    let is_one = |source: &Span, name: Span| {
        let between = side.text().get(name.end..source.start);
        source.overlaps(name) || between.is_some_and(|between| between.trim_start() == "(")
    };
    let is_source = |name: Span| sources.iter().flat_map(|source| *source).any(|source| is_one(source, name));
    let is_name = |quote: &str| quote.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    quantity.of.iter().filter(|phrase| is_name(&phrase.quote) && !is_source(phrase.span)).collect()
}
