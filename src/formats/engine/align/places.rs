//! Finds the places of tags in a text: by their offsets, or by their words and the words around these.

use super::words::{is_gap, joined, same_words};
use crate::formats::engine::import::ImportError;
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::exported::brief;
use crate::formats::wire::imported::{ImportedDocument, ImportedTag};
use crate::say::differing;
use crate::tags::anchor::{self, Placed};
use crate::tags::target::{CONTEXT, Target};
use crate::text::{Document, Span, grapheme};

/// The number of code points of a quote that are shown.
const SHOWN: usize = 40;

/// Returns the spans of each tag in the text, in bytes: one, or several with words between them; none for a tag on no words.
pub(super) fn by_offsets(
    imported: &ImportedDocument,
    document: &Document,
    measure: OffsetUnit,
) -> Vec<Result<Vec<Span>, ImportError>> {
    let offsets = imported.tags.iter().flat_map(|tag| tag.parts.iter().flat_map(|(start, end)| [*start, *end]));
    let mut bytes = measure.bytes(document.text(), offsets).into_iter();
    let mut spans = |tag: &ImportedTag| {
        let ends = tag.parts.iter().map(|_| bytes.next().flatten().zip(bytes.next().flatten()));
        ends.collect::<Vec<_>>()
    };
    imported.tags.iter().map(|tag| place(tag, document, &spans(tag))).collect()
}

/// Returns the places of tags by offsets that do not count the mark at the beginning of the text that tells its encoding, if they
/// fit and those that count it do not.
pub(super) fn behind_mark(
    imported: &ImportedDocument,
    document: &Document,
    measure: OffsetUnit,
    places: Vec<Result<Vec<Span>, ImportError>>,
) -> Vec<Result<Vec<Span>, ImportError>> {
    if !document.text().starts_with(MARK) || places.iter().all(Result::is_ok) {
        return places;
    }
    let mut moved = imported.clone();
    for (start, end) in moved.tags.iter_mut().flat_map(|tag| &mut tag.parts) {
        (*start, *end) = (start.saturating_add(measure.of(MARK)), end.saturating_add(measure.of(MARK)));
    }
    let moved = by_offsets(&moved, document, measure);
    if moved.iter().all(Result::is_ok) { moved } else { places }
}

/// The mark with which some programs begin a text.
const MARK: char = '\u{feff}';

/// Returns the spans of a tag, given the bytes at which its pieces begin and end.
fn place(tag: &ImportedTag, document: &Document, ends: &[Option<(usize, usize)>]) -> Result<Vec<Span>, ImportError> {
    let text = document.text();
    if ends.is_empty() {
        return Err(misfit(tag, "has no offsets"));
    }
    let mut spans = Vec::with_capacity(ends.len());
    for ends in ends {
        match ends {
            None => return Err(misfit(tag, "is not in the text")),
            Some((from, to)) if from > to => return Err(misfit(tag, "runs backwards")),
            Some((from, to)) if from == to => {}
            Some((from, to)) => spans.push(Span::new(*from, *to)),
        }
    }
    let there = joined(spans.iter().map(|span| document.slice(*span)));
    if let Some(quote) = tag.quote.as_deref().filter(|quote| !same_words(quote, &there)) {
        let (quote, there) = differing(quote, &there, SHOWN);
        return Err(misfit(tag, &format!("says “{quote}”, but “{there}” stands there")));
    }
    let spans = without_gaps(text, spans);
    let whole = |span: &Span| grapheme::is_boundary(text, span.start) && grapheme::is_boundary(text, span.end);
    if spans.iter().all(whole) { Ok(spans) } else { Err(misfit(tag, "cuts a character in two")) }
}

/// Returns the span of a tag that has no offsets, or wrong ones beside the words around it: the one place at which its words
/// stand with these.
///
/// # Errors
/// The fault of its offsets, if nothing else tells where it is; that its words stand nowhere, or at several places.
pub(super) fn by_words(tag: &ImportedTag, document: &Document, fault: ImportError) -> Result<Vec<Span>, ImportError> {
    let Some(quote) = tag.quote.as_deref().filter(|quote| !quote.trim().is_empty()) else { return Err(fault) };
    if !tag.parts.is_empty() && !tag.is_told_twice && tag.prefix.is_empty() && tag.suffix.is_empty() {
        return Err(fault);
    }
    let text = document.text();
    let whole = |span: &Span| grapheme::is_boundary(text, span.start) && grapheme::is_boundary(text, span.end);
    let all: Vec<Span> = text
        .match_indices(quote)
        .map(|(at, quote)| Span::new(at, at + quote.len()))
        .filter(whole)
        .filter(|span| text[..span.start].ends_with(&tag.prefix) && text[span.end..].starts_with(&tag.suffix))
        .take(MOST)
        .collect();
    match all.as_slice() {
        [only] => Ok(vec![*only]),
        [] => in_another_dress(tag, quote, document).ok_or_else(|| match tag.parts.is_empty() {
            true => ImportError::new(tag.line, format!("{} “{}” is not in the text", tag.label, brief(quote))),
            false => fault,
        }),
        several => {
            let times = if several.len() < MOST { several.len().to_string() } else { "many".into() };
            let words =
                format!("{} “{}” stands at {times} places, and nothing tells at which", tag.label, brief(quote));
            Err(ImportError::new(tag.line, words))
        }
    }
}

/// The greatest number of places that are counted.
const MOST: usize = 100;

/// Returns the place of words that stand there with other line ends, blanks or quotation marks.
fn in_another_dress(tag: &ImportedTag, quote: &str, document: &Document) -> Option<Vec<Span>> {
    let prefix: String = tag.prefix.chars().rev().take(CONTEXT).collect::<Vec<_>>().into_iter().rev().collect();
    let suffix = tag.suffix.chars().take(CONTEXT).collect();
    let target = Target { start: usize::MAX, quote: quote.into(), prefix, suffix };
    match anchor::place(document, &[target]).pop() {
        Some(Placed::Same(span) | Placed::Moved(span)) => Some(vec![span]),
        Some(Placed::Changed(_) | Placed::Lost(_)) | None => None,
    }
}

/// Returns the pieces in order, and joins those that have only blanks between them.
fn without_gaps(text: &str, mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end || is_blank(&text[last.end..span.start]) => {
                last.end = last.end.max(span.end);
            }
            _ => joined.push(span),
        }
    }
    joined
}

fn is_blank(text: &str) -> bool {
    text.chars().all(is_gap)
}

/// Returns whether no span begins or ends inside a word or with a blank.
pub(super) fn at_words(text: &str, places: &[Span]) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    places.iter().all(|span| {
        let (before, within, after) = (&text[..span.start], &text[span.start..span.end], &text[span.end..]);
        let (first, last) = (within.chars().next(), within.chars().next_back());
        let cuts_first = letter(before.chars().next_back()) && letter(first);
        let cuts_last = letter(last) && letter(after.chars().next());
        !(cuts_first || cuts_last || blank(first) || blank(last))
    })
}

fn misfit(tag: &ImportedTag, words: &str) -> ImportError {
    let parts: Vec<String> = tag.parts.iter().map(|(start, end)| format!(" {start}..{end}")).collect();
    let name = format!("{}{}", tag.label, parts.concat());
    // Some formats know a tag only by its label and its place.
    let key = if tag.key.is_empty() || tag.key == name { String::new() } else { format!("`{}`, ", tag.key) };
    ImportError::new(tag.line, format!("{key}{name} {words}"))
}
