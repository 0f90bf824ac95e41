//! Finds the person whose count a figure is: in *Anna Berg has 69 seats, and Lee has 41*, the 69 are Berg's and the 41 Lee's.
//!
//! Figures of two people do not differ from each other: they count different things, however like their sentences are. Only people are
//! looked at, whom a text names with a title or a given name at least once. A country and its capital may stand for one owner.

use crate::compare::reading::DocumentReading;
use crate::compare::words;
use crate::hash::FastSet;
use crate::language::Language;
use crate::quantity::Quantity;
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

/// Returns the surname of the person whom the sentence says a quantity of; `None` if it [names](names_of) nobody.
pub(super) fn owner(names: &[String], surnames: &FastSet<String>) -> Option<String> {
    names.iter().find(|name| surnames.contains(*name)).cloned()
}

/// Returns the last word of each name of whom or what the sentence says a quantity, in small letters, without the source.
pub(super) fn names_of(side: &DocumentReading<'_>, quantity: &Quantity) -> Vec<String> {
    let sources: Vec<&[Span]> =
        side.cites(quantity.number).into_iter().map(|at| side.attributions[at].source.as_slice()).collect();
    let is_source = |span: Span| sources.iter().flat_map(|source| *source).any(|source| source.overlaps(span));
    let is_name = |quote: &str| quote.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let names = quantity.of.iter().filter(|phrase| is_name(&phrase.quote) && !is_source(phrase.span));
    names.filter_map(|phrase| phrase.words.last().cloned()).collect()
}
