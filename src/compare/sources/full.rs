//! Finds the full name of a source that a text cites by the surname.
//!
//! ```text
//!   Ana Karlov was elected in May. … Karlov said that …          Karlov is Ana Karlov, whom nobody cites by that name
//!   Ana Karlov met Ben Karlov. … Karlov said that …              not known
//!   Yoon Suk Yeol met Ana Karlov. … Yoon said that …             the family’s name stands first
//!   the Bay Statistics Office (Baystat) … Baystat said that …    the short name stands in brackets
//! ```
//!
//! Without it, the row would be called by the surname, and would not be the row of `Ana Karlov` in the other text.

use crate::attribution::begins_sentence;
use crate::compare::reading::DocumentReading;
use crate::compare::words;
use crate::hash::{FastMap, FastSet};
use crate::language::attribution::{Cues, Word};
use crate::text::Span;

use super::SourceMention;
use super::joint::last_word;

/// The greatest number of words before a surname that are part of the name.
const BEFORE: usize = 3;
/// The greatest number of words behind a family’s name that are part of the name.
const BEHIND: usize = 2;
/// The greatest number of words before a short name in brackets that are part of the name.
const IN_FULL: usize = 8;

/// Adds to the mentions of a text the full names of those that it cites by a surname, each at its first place.
pub(super) fn with_full_names<'a>(
    side: &DocumentReading<'a>,
    mut mentions: Vec<SourceMention<'a>>,
    cited: &FastSet<String>,
) -> Vec<SourceMention<'a>> {
    let cues = &side.language.attribution;
    let surnames: FastSet<String> = mentions.iter().filter_map(|mention| surname(mention.name, cues)).collect();
    let full = if surnames.is_empty() { FastMap::default() } else { full_names(side.text(), &surnames, cues) };
    let mut full: Vec<Span> = full.into_values().flatten().chain(in_brackets(side.text(), cited, cues)).collect();
    // A map has its own order in each run, and a name that is known keeps out one that overlaps it.
    full.sort_by_key(|span| (span.start, span.end));
    for span in full {
        let is_known =
            mentions.iter().any(|mention| mention.span.overlaps(span) || mention.name == side.document.slice(span));
        if !is_known {
            let at = mentions.iter().position(|mention| mention.span.start > span.start).unwrap_or(mentions.len());
            let name = &side.text()[span.start..span.end];
            mentions.insert(at, SourceMention { attributions: Vec::new(), span, name });
        }
    }
    mentions
}

/// Returns the surname that a mention consists of, perhaps behind titles, in small letters: `Karlov`, `Mr. Karlov`.
fn surname(name: &str, cues: &Cues) -> Option<String> {
    let front = name.split([',', '(']).next().unwrap_or_default();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let mut rest = front.split_whitespace().skip_while(|word| cues.is_title(&bare(word)));
    let only = rest.next().filter(|word| word.starts_with(char::is_uppercase))?;
    let is_acronym = only.chars().filter(|c| c.is_uppercase()).count() > 1;
    // `Baker` may be a surname.
    let is_thing = cues.is_title(&bare(only)) || cues.bodies.contains(&bare(only));
    let is_known = cues.words.contains_key(&bare(only)) || is_thing;
    (rest.next().is_none() && !is_acronym && !is_known).then(|| last_word(only, cues))
}

/// Returns whether a word in small letters stands for a body or a role, and is no part of a person's name.
fn is_thing(word: &str, cues: &Cues) -> bool {
    cues.is_title(word) || cues.persons.contains(word) || cues.bodies.contains(word)
}

/// Returns the place of the fullest name of each of the surnames; `None` if two people have it.
fn full_names(text: &str, surnames: &FastSet<String>, cues: &Cues) -> FastMap<String, Option<Span>> {
    let words: Vec<Span> = words::spans(text).collect();
    let word = |at: usize| &text[words[at].start..words[at].end];
    let mut found: FastMap<String, Option<Span>> = FastMap::default();
    for at in 1..words.len() {
        if !word(at).starts_with(char::is_uppercase) || !surnames.contains(&word(at).to_lowercase()) {
            continue;
        }
        // `Donald J. Trump`: a stop stands only behind an initial.
        let joins = |at: usize| match &text[words[at].end..words[at + 1].start] {
            " " => true,
            ". " => words[at].len() == 1,
            _ => false,
        };
        let is_name = |at: usize| {
            let lower = word(at).to_lowercase();
            word(at).starts_with(char::is_uppercase) && !cues.words.contains_key(&lower) && !is_thing(&lower, cues)
        };
        let before =
            (at.saturating_sub(BEFORE)..at).rev().take_while(|before| joins(*before) && is_name(*before)).count();
        // `Republican Ana Karlov`
        let first = (at - before..at).find(|before| is_given(word(*before), cues)).unwrap_or(at - before);
        // A word that begins a sentence may have its capital for that.
        let is_sure = before > 1 || is_given(word(first), cues) || !begins_sentence(text, words[first].start);
        // `Yoon Suk Yeol`
        if before == 0 && cues.family_names.contains(&word(at).to_lowercase()) {
            let behind =
                (at + 1..words.len()).take(BEHIND).take_while(|next| joins(*next - 1) && is_name(*next)).count();
            if behind > 0 {
                let span = Span::new(words[at].start, words[at + behind].end);
                let known = found.entry(word(at).to_lowercase()).or_insert(Some(span));
                *known = known.and_then(|other| one_beginning(text, other, span));
            }
            continue;
        }
        if before == 0 || !is_sure || is_relative(text, words[first], cues) {
            continue;
        }
        let span = Span::new(words[first].start, words[at].end);
        let known = found.entry(word(at).to_lowercase()).or_insert(Some(span));
        *known = known.and_then(|other| one_person(text, other, span));
    }
    found
}

fn is_given(word: &str, cues: &Cues) -> bool {
    let lower = word.to_lowercase();
    cues.is_given_name(&lower)
}

/// Returns whether the words before a name say that it is someone's relative: `his wife, Ann Lee`.
fn is_relative(text: &str, name: Span, cues: &Cues) -> bool {
    let mut before = text[..name.start].split_whitespace().rev();
    let (Some(role), Some(of)) = (before.next(), before.next()) else { return false };
    let is_role = role.ends_with(',') || role.chars().all(char::is_alphabetic);
    is_role && cues.words.get(&of.to_lowercase()) == Some(&Word::Possessive)
}

/// Returns the fuller of two names that may be one person's: `Donald Trump`, `Donald J. Trump`.
fn one_person(text: &str, one: Span, other: Span) -> Option<Span> {
    let first = |span: Span| text[span.start..span.end].split_whitespace().next();
    (first(one) == first(other)).then_some(if other.len() > one.len() { other } else { one })
}

/// Returns the longer of two names if it begins with the other: `Yoon Suk`, `Yoon Suk Yeol`.
fn one_beginning(text: &str, one: Span, other: Span) -> Option<Span> {
    let name = |span: Span| &text[span.start..span.end];
    match () {
        () if name(one).starts_with(name(other)) => Some(one),
        () if name(other).starts_with(name(one)) => Some(other),
        () => None,
    }
}

/// Returns the first place of each name with a short one in brackets behind it, if that is among the names that are cited, in small
/// letters: `the Bay Statistics Office (Baystat)`.
fn in_brackets(text: &str, cited: &FastSet<String>, cues: &Cues) -> Vec<Span> {
    let mut found: FastMap<&str, Span> = FastMap::default();
    for (open, _) in text.match_indices(" (") {
        let rest = &text[open + 2..];
        let short = rest.find([')', ' ', '\n']).filter(|end| rest[*end..].starts_with(')')).map(|end| &rest[..end]);
        let Some(short) = short.filter(|short| cited.contains(&short.to_lowercase())) else { continue };
        let is_name = |word: &str| word.starts_with(char::is_uppercase);
        let is_joined = |word: &str| cues.of.contains(word) || cues.and.contains(word);
        let line = &text[text[..open].rfind('\n').map_or(0, |end| end + 1)..open];
        let words = line.rsplit(' ').take(IN_FULL).take_while(|word| is_name(word) || is_joined(word));
        let mut length = 0;
        let lengths = words.map(|word| {
            length += word.len() + 1;
            is_name(word).then_some(length - 1)
        });
        if let Some(length) = lengths.flatten().last() {
            found.entry(short).or_insert(Span::new(open - length, open + 2 + short.len() + 1));
        }
    }
    found.into_values().collect()
}
