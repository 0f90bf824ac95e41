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

/// Returns the surnames in a text, in small letters: the names that follow a title or a given name.
pub(super) fn surnames(text: &str, language: &Language) -> FastSet<String> {
    let cues = &language.attribution;
    let mut found = FastSet::default();
    let mut is_led = false;
    let mut end = 0;
    for span in words::spans(text) {
        let word = &text[span.start..span.end];
        // `Mr. Lee`, but not `said Anna. Berg is a town`
        let gap = &text[end..span.start];
        let joins = gap == " " || gap == ". ";
        end = span.end;
        if !word.starts_with(char::is_uppercase) {
            is_led = false;
            continue;
        }
        let lower = word.to_lowercase();
        let is_title = cues.is_title(&lower);
        let is_given = cues.masculine_names.contains(&lower) || cues.feminine_names.contains(&lower);
        if is_led && joins && !is_title && !is_given {
            found.insert(lower);
        }
        is_led = is_title || is_given;
    }
    found
}

/// Returns the surname of the person whom the sentence says a quantity of; `None` if it names nobody, or only the source.
pub(super) fn owner(side: &DocumentReading<'_>, quantity: &Quantity, surnames: &FastSet<String>) -> Option<String> {
    if surnames.is_empty() {
        return None;
    }
    names_of(side, quantity).find_map(|phrase| phrase.words.last().filter(|word| surnames.contains(*word)).cloned())
}

/// Returns the last word of the name of whom or what the sentence says a quantity, in small letters; `None` if it says it of nothing that
/// has a name, or only of the source.
pub(super) fn named(side: &DocumentReading<'_>, quantity: &Quantity) -> Option<String> {
    names_of(side, quantity).next()?.words.last().cloned()
}

/// Returns the names of which the sentence says a quantity, without the source.
fn names_of<'a>(side: &DocumentReading<'_>, quantity: &'a Quantity) -> impl Iterator<Item = &'a Phrase> {
    let sources: Vec<Span> =
        side.cites(quantity.number).into_iter().flat_map(|at| side.attributions[at].source.clone()).collect();
    let said_of = quantity.of.iter().filter(move |phrase| !sources.iter().any(|source| source.overlaps(phrase.span)));
    said_of.filter(|phrase| phrase.quote.split_whitespace().all(|word| word.starts_with(char::is_uppercase)))
}
