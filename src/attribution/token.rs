//! Cuts a passage into tokens: words and marks, each with what the language knows about it.

use std::borrow::Cow;

use crate::language::attribution::{Cues, Form, Verb, Word};
use crate::language::lexicon::in_small_letters;
use crate::text::Span;

/// A word or a mark.
#[derive(Debug)]
pub(super) struct WordToken<'l> {
    /// The place of the token, in bytes of the whole text.
    pub span: Span,
    /// The text in lower case.
    pub lower: Cow<'l, str>,
    /// Whether the token begins with a capital or a digit.
    pub capital: bool,
    /// Whether the token is a word in capitals.
    pub all_capitals: bool,
    pub kind: Kind,
    /// The verb that the word may be a form of.
    pub verb: Option<&'l Verb>,
    /// Whether the word is an adverb, by the list or by its ending.
    pub adverb: bool,
    /// Whether the word is the name of a month.
    pub is_month: bool,
    /// Whether the token lies within a quotation or is one of its marks.
    pub quoted: bool,
    /// Whether that quotation has only a few words and stands inside a phrase: `the “big lie” theory`.
    pub few: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word(Option<Word>),
    Number,
    /// `’s`
    Genitive,
    Comma,
    /// A full stop, a question mark, an exclamation mark.
    Stop,
    Colon,
    Dash,
    Open,
    Close,
    Mark,
}

impl WordToken<'_> {
    pub(super) fn is(&self, word: Word) -> bool {
        self.kind == Kind::Word(Some(word))
    }

    pub(super) fn word(&self) -> Option<Word> {
        match self.kind {
            Kind::Word(word) => word,
            _ => None,
        }
    }

    /// Returns whether the word is of an open class: a noun, an adjective, a verb.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.kind, Kind::Word(None) | Kind::Number)
    }

    /// Returns whether the word is an adverb outside a quotation.
    pub(super) fn is_adverb(&self) -> bool {
        !self.quoted && self.adverb
    }

    pub(super) fn form(&self) -> Option<Form> {
        self.verb.map(|verb| verb.form)
    }
}

const APOSTROPHES: [char; 2] = ['\'', '’'];

/// Returns the tokens of sentences, which must be in text order; a full stop inside a sentence belongs to the word
/// before it (`Mr.`).
pub(super) fn tokens<'l>(text: &'l str, sentences: &[Span], language: &'l Cues) -> Vec<WordToken<'l>> {
    let mut all = Vec::new();
    for sentence in sentences {
        let body = &text[sentence.start..sentence.end];
        let end = body.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        let mut rest = body;
        while let Some(first) = rest.chars().next() {
            let at = body.len() - rest.len();
            let length = length(rest, end.saturating_sub(at), language);
            if !first.is_whitespace() {
                push(&mut all, &rest[..length], sentence.start + at, language);
                mark_genitive(&mut all, &body[..at], &rest[length..], language);
            }
            rest = &rest[length..];
        }
    }
    all
}

/// Takes the apostrophe that was read last for a genitive where it ends a word that takes no more: `the Shoppers’ League`, `Hans’ Anwalt`. It may close a
/// quotation where one was opened with its twin.
fn mark_genitive(all: &mut [WordToken], before: &str, after: &str, language: &Cues) {
    let [.., word, mark] = all else { return };
    if mark.lower != "’" || word.span.end != mark.span.start {
        return;
    }
    let takes_none = language.bare_genitives.iter().any(|sign| word.lower.ends_with(sign.as_str()));
    let goes_on = after.strip_prefix(' ').is_some_and(|after| after.starts_with(char::is_alphabetic));
    if takes_none && goes_on && !before.contains('‘') {
        mark.kind = Kind::Genitive;
    }
}

/// Returns the length in bytes of the token that `rest` begins with; the last word of the sentence ends `left` bytes
/// after the start of `rest`.
fn length(rest: &str, left: usize, language: &Cues) -> usize {
    let mut chars = rest.char_indices().peekable();
    let Some((_, first)) = chars.next() else { return 0 };
    if first == '-' && is_known(joined(rest), language) {
        return joined(rest).len();
    }
    if !first.is_alphanumeric() && !"$€£@#%".contains(first) {
        let doubled = first == '\'' && rest[1..].starts_with('\'');
        let dashes = first == '-' && rest[1..].starts_with('-');
        return if doubled || dashes { 2 } else { first.len_utf8() };
    }
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() {
            continue;
        }
        let next = chars.peek().map(|(_, c)| *c);
        let joins = next.is_some_and(char::is_alphanumeric);
        if APOSTROPHES.contains(&c) && joins {
            let tail = &rest[at + c.len_utf8()..];
            let word = tail.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            if language.clitics.contains(&word.to_lowercase()) {
                return at;
            }
            // `l’agence`
            if language.elisions.contains(&rest[..at].to_lowercase()) {
                return at + c.len_utf8();
            }
            continue;
        }
        // `dit-il`, `a-t-elle`
        if c == '-' && is_known(joined(&rest[at..]), language) {
            return at;
        }
        if joins && "-–.,&@/_".contains(c) && (c != ',' || next.is_some_and(|c| c.is_ascii_digit())) {
            continue;
        }
        if c == '.' && at < left {
            return at + 1;
        }
        return at;
    }
    rest.len()
}

/// Returns the words that hyphens join at the beginning of a text, including the first hyphen: the `-t-il` of `a-t-il
/// dit`.
fn joined(rest: &str) -> &str {
    &rest[..rest.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(rest.len())]
}

fn is_known(word: &str, language: &Cues) -> bool {
    word.len() > 1 && language.words.contains_key(&*in_small_letters(word))
}

fn push<'l>(all: &mut Vec<WordToken<'l>>, word: &'l str, start: usize, language: &'l Cues) {
    let lower = in_small_letters(word);
    let lower =
        if lower.ends_with('’') && lower.len() > '’'.len_utf8() { lower.replace('’', "'").into() } else { lower };
    let first = word.chars().next().unwrap_or(' ');
    let mut span = Span::new(start, start + word.len());
    let after_apostrophe = all.last().is_some_and(|before: &WordToken| {
        before.span.end == start && before.kind == Kind::Mark && before.lower.starts_with(APOSTROPHES)
    });
    let kind = match first {
        _ if after_apostrophe && language.clitics.contains(&*lower) => {
            let Some(mark) = all.pop() else { return };
            span.start = mark.span.start;
            let joined = format!("'{lower}");
            match language.genitive_endings.contains(&joined) {
                true => Kind::Genitive,
                false => Kind::Word(language.words.get(&joined).copied()),
            }
        }
        ',' => Kind::Comma,
        '.' | '?' | '!' | '…' | ';' => Kind::Stop,
        ':' => Kind::Colon,
        '–' | '—' | '―' => Kind::Dash,
        '-' if word.len() <= 2 => Kind::Dash,
        '-' => Kind::Word(language.words.get(&*lower).copied()),
        '(' | '[' => Kind::Open,
        ')' | ']' => Kind::Close,
        c if c.is_ascii_digit() || "$€£".contains(c) => Kind::Number,
        c if c.is_alphanumeric() || "@#".contains(c) => Kind::Word(language.words.get(&*lower).copied()),
        _ => Kind::Mark,
    };
    let verb = matches!(kind, Kind::Word(None)).then(|| language.verbs.get(&*lower)).flatten();
    let is_month = language.months.contains(lower.trim_end_matches('.'));
    let capital = first.is_uppercase();
    let all_capitals = word.chars().nth(1).is_some_and(char::is_uppercase) && !word.contains(char::is_lowercase);
    let ends = || language.adverb_endings.iter().any(|ending| lower.len() > 4 && lower.ends_with(ending.as_str()));
    let adverb =
        kind == Kind::Word(Some(Word::Adverb)) || kind == Kind::Word(None) && !capital && verb.is_none() && ends();
    all.push(WordToken { span, lower, capital, all_capitals, kind, verb, adverb, is_month, quoted: false, few: false });
}
