//! Tells claims from lines that say nothing: headings, bylines, signatures, times.

use super::super::reading::DocumentReading;
use super::super::words;
use crate::language::Language;
use crate::text::Span;
use crate::text::script::is_unspaced;

/// A sentence of at most this many words is a heading or a byline, and no claim.
const HEADING: usize = 3;

/// Returns whether a span is a claim: it is tagged as one, or is a sentence of more than [`HEADING`] words, which is more than a
/// time, `3:40 p.m.`, more than [names](is_line_of_names), no [note](is_note) on the article, no [signature](is_signature)
/// and no [heading](is_heading).
pub(super) fn says(side: &DocumentReading<'_>, span: Span) -> bool {
    let sentence = side.document.slice(span);
    let is_word = |word: Span| sentence[word.start..word.end].chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
    let tells = || words::spans(sentence).any(is_word) || sentence.contains(is_unspaced);
    let is_long = || words::spans(sentence).nth(HEADING).is_some();
    let is_prose = || {
        let is_about_subject = !is_note(sentence, side.language) && !is_line_of_names(sentence, side.language);
        is_about_subject && !is_signature(side, span) && !is_heading(side, span)
    };
    side.is_tagged(span) || is_long() && tells() && is_prose()
}

/// Returns whether a line is about the article itself: `Editor’s note: …`, `This article has been updated`.
fn is_note(sentence: &str, language: &Language) -> bool {
    let begins = |note: &String| sentence.get(..note.len()).is_some_and(|front| front.eq_ignore_ascii_case(note));
    language.words.notes.iter().any(begins)
}

/// Returns whether a line only says who wrote the words above it: `— Lomas Herald (@lomas) May 7, 2024`.
fn is_signature(side: &DocumentReading<'_>, line: Span) -> bool {
    side.document.slice(line).starts_with(['—', '–', '―', '-']) && side.is_signed_in(line)
}

/// Returns whether a line ends no sentence, and has only names, handles, links and numbers, and no known verb: a heading, the name of the
/// writer or of a photographer, a line of hashtags.
fn is_line_of_names(line: &str, language: &Language) -> bool {
    let is_verb = |word: &str| language.words.verbs.has(word) || language.attribution.verbs.contains_key(word);
    let is_prose = |word: &str| {
        let is_link = word.contains("://") || ["www.", "pic."].iter().any(|begin| word.starts_with(begin));
        let is_address = is_link || word.starts_with(['#', '@']);
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = bare.to_lowercase();
        let is_name = bare.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        !is_address && !bare.is_empty() && (is_verb(&lower) || !is_name && !language.words.is_small(&lower))
    };
    let end = &line[line.trim_end_matches(|c: char| !c.is_alphanumeric()).len()..];
    !end.contains(['.', '?', '!', '…', '”', '"', '\'', '’', '»', ':']) && !line.split_whitespace().any(is_prose)
}

/// Returns whether a line heads the prose below it: all its words are in capitals, perhaps behind a number, or begin with one and it ends
/// no sentence. The first line of a text is its title, which says what the text says.
fn is_heading(side: &DocumentReading<'_>, span: Span) -> bool {
    let looks = |line: &str| is_loud(line) || is_titled(line, side.language);
    // Few sentences look so; for the others, the ends of the line, which may be the whole text, are not searched for.
    if !looks(side.document.slice(span)) {
        return false;
    }
    let text = side.text();
    let first = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
    let is_number = text[first..span.start].chars().all(|c| c.is_numeric() || c.is_whitespace() || ".)".contains(c));
    let is_line = is_number && text[span.end..end].trim().is_empty();
    let below = || text[end..].lines().find(|line| !line.trim().is_empty());
    is_line && !text[..first].trim().is_empty() && below().is_some_and(|line| !looks(line.trim()))
}

/// Returns whether a line has capitals only.
fn is_loud(line: &str) -> bool {
    !line.chars().any(char::is_lowercase) && line.chars().any(char::is_uppercase)
}

/// Returns whether each word of a line begins with a capital, but for small ones, and the line ends no sentence and is no item of a list.
fn is_titled(line: &str, language: &Language) -> bool {
    let is_open = |c: char| c.is_alphanumeric() || ")’'".contains(c);
    let is_capital = |word: &str| !word.starts_with(char::is_lowercase) || language.words.is_small(word);
    let mut words = words::spans(line).map(|word| &line[word.start..word.end]).filter(|word| word.len() > 1);
    // A script without capitals has no titles that could be told.
    !language.words.nouns_are_capital
        && line.chars().any(char::is_uppercase)
        && line.starts_with(char::is_alphanumeric)
        && line.ends_with(is_open)
        && words.all(is_capital)
}
