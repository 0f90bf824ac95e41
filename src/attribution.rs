//! Reads attributions: who is cited, with which words, and for what.
mod aside;
mod clause;
mod cue;
mod finite;
mod fronted;
mod gender;
mod heading;
pub mod names;
mod phrase;
mod pronoun;
mod quote;
mod role;
pub(crate) mod share;
mod signature;
mod source;
mod subject;
mod token;
mod voice;

use crate::language::Language;
use crate::language::attribution::{Cues, Word};
use crate::text::{Span, grapheme, passage, unit};

pub use source::{before_clause, is_name, is_statement, source_at};
pub(crate) use source::{begins_sentence, behind_article, near, without_comma};
pub use voice::is_voice;

use quote::Quotation;
use token::WordToken;

/// An attribution: a source, the words that cite it, and what it is cited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The source that is cited.
    pub source: Vec<Span>,
    /// The cue: the words that cite.
    pub cue: Vec<Span>,
    /// The content: the words or the claim that the source is cited for.
    pub content: Vec<Span>,
    /// The way of citing.
    pub kind: Kind,
    /// The way in which the source is called.
    pub who: Who,
    /// The phrase that a pronoun stands for: the last source before it that fits; for a relative pronoun, the phrase
    /// before it.
    pub antecedent: Option<Span>,
    /// Whether the source, or the phrase that a pronoun stands for, is in a heading in which all words have capitals.
    pub in_heading: bool,
}

impl Attribution {
    /// Returns the span from its first word to its last; `None` if it has no words.
    pub fn whole(&self) -> Option<Span> {
        let all = || self.source.iter().chain(&self.cue).chain(&self.content);
        let (start, end) = (all().map(|span| span.start).min()?, all().map(|span| span.end).max()?);
        Some(Span::new(start, end))
    }
}

/// The way in which a source is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// By a name: `NATO Secretary-General Mark Rutte`.
    Named,
    /// By a role: `security experts`.
    Role,
    /// By a pronoun: `he`, `who`.
    Pronoun,
    /// The source is not named: `is expected to leave`.
    Nobody,
}

/// The way of citing a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `“It is over,” she said`
    Quoted,
    /// `she said that it is over`
    Said,
    /// `according to her`
    According,
    /// `She: it is over`
    Headline,
    /// `— euronews (@euronews)` under the words
    Signed,
    /// `wants to leave`
    Intended,
    /// `praised the plan`
    Judged,
}

/// The tokens of a passage and its quotations.
struct Passage<'t> {
    tokens: Vec<WordToken<'t>>,
    quotations: Vec<Quotation>,
    language: &'t Cues,
}

/// Finds the attributions of a text, in order of their cues. Takes time linear in the text.
pub fn attributions(text: &str, language: &Language) -> Vec<Attribution> {
    in_passages(text, &unit::sentences_by_passage(text).collect::<Vec<_>>(), language)
}

/// Finds the attributions of a text whose sentences are known, by passage.
pub(crate) fn in_passages(text: &str, passages: &[Vec<Span>], language: &Language) -> Vec<Attribution> {
    let mut all = Vec::new();
    if language.attribution.is_empty() {
        return all;
    }
    let mut speaker = Speaker::Nobody;
    let mut above: Vec<Span> = Vec::new();
    for sentences in passages {
        let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { continue };
        let whole = Span::new(first.start, last.end);
        match signature::signature(text, whole, &above[above.len().saturating_sub(2)..], &language.attribution) {
            Some(signed) => all.push(signed),
            None => speaker = read(text, sentences, &language.attribution, speaker, &mut all),
        }
        above.push(whole);
    }
    all.iter_mut().for_each(keep_apart);
    all.retain(|one| !one.content.is_empty() && one.spans().all(|span| is_on_graphemes(text, *span)));
    pronoun::resolve(text, passages, &mut all, &language.attribution);
    all
}

impl Attribution {
    /// Returns all spans of the attribution.
    fn spans(&self) -> impl Iterator<Item = &Span> {
        self.source.iter().chain(&self.cue).chain(&self.content)
    }
}

/// Removes from the content the parts that lie in the source or the cue, so that no two spans overlap.
fn keep_apart(one: &mut Attribution) {
    one.content.sort_unstable();
    let taken: Vec<Span> = one.source.iter().chain(&one.cue).copied().collect();
    let mut done = 0;
    one.content.retain(|span| {
        let free = span.start >= done && !taken.iter().any(|other| other.overlaps(*span));
        done = if free { span.end } else { done };
        free
    });
    if taken.windows(2).any(|pair| pair[0].overlaps(pair[1])) {
        one.content.clear();
    }
}

fn is_on_graphemes(text: &str, span: Span) -> bool {
    grapheme::is_boundary(text, span.start) && grapheme::is_boundary(text, span.end)
}

/// Returns the attributions of the paragraph at byte `at`; the paragraph before it is read, too, because its speaker
/// may go on.
fn around(text: &str, at: usize, language: &Language) -> Vec<Attribution> {
    let here = passage::passage_at(text, at.min(text.len()));
    let from = passage::before(text, here).map_or(here.start, |before| before.start);
    let mut all = attributions(&text[from..here.end], language);
    let moved = |span: &mut Span| *span = Span::new(span.start + from, span.end + from);
    for one in &mut all {
        one.source.iter_mut().chain(&mut one.cue).chain(&mut one.content).chain(&mut one.antecedent).for_each(moved);
    }
    all
}

/// The speaker of a quotation at the beginning of the next paragraph.
enum Speaker {
    Nobody,
    /// The source of this attribution, whose quotation was left open.
    Open(usize),
    /// The source of this attribution, whose content is still to come: `She added:`
    Announced(Box<Attribution>),
    /// Someone whom a later paragraph names: these are the paragraphs of the quotation so far.
    Unnamed(Vec<Span>),
}

/// Reads one paragraph, and returns the speaker who may go on in the next.
fn read(text: &str, sentences: &[Span], language: &Cues, speaker: Speaker, all: &mut Vec<Attribution>) -> Speaker {
    let mut tokens = token::tokens(text, sentences, language);
    let quotations = quote::quotations(text, &mut tokens);
    let open = quote::is_left_open(&tokens, &quotations);
    let passage = Passage { tokens, quotations, language };
    let units = passage.units(sentences);
    let begins_quoted = units.first().is_some_and(|unit| passage.is_quotation(*unit));
    let (known, mut above) = (all.len(), Vec::new());
    let mut quoted = match speaker {
        Speaker::Open(at) if begins_quoted => Some(at),
        Speaker::Announced(attribution) if begins_quoted => {
            all.push(*attribution);
            Some(all.len() - 1)
        }
        Speaker::Unnamed(spans) => {
            above = spans;
            None
        }
        _ => None,
    };
    if quoted.is_none() && open && units.iter().all(|unit| passage.is_quotation(*unit)) {
        above.extend(passage.spans((0, passage.tokens.len())));
        return Speaker::Unnamed(above);
    }
    let mut announced = None;
    for unit in units {
        announced = None;
        if passage.is_quotation(unit) {
            if let Some(at) = quoted {
                all[at].content.extend(passage.spans(unit));
            }
            continue;
        }
        quoted = None;
        if let Some(signed) = passage.signed(text, unit) {
            all.push(signed);
            continue;
        }
        for found in cue::cues(&passage, unit) {
            let mut attribution = passage.attribution(&found);
            let named = attribution.antecedent.or(attribution.source.first().copied());
            attribution.in_heading = named.is_some_and(|span| source::is_in_heading(text, sentences, span));
            if attribution.content.is_empty() {
                announced = Some(Box::new(attribution));
                continue;
            }
            if attribution.kind == Kind::Quoted
                || attribution.kind == Kind::Headline && source::is_in_quotes(text, &attribution)
            {
                quoted = Some(all.len());
            }
            all.push(attribution);
        }
    }
    let first = passage.tokens.first().filter(|token| token.quoted).map(|token| token.span.start);
    let begins = |one: &&mut Attribution| one.content.first().is_some_and(|span| Some(span.start) == first);
    if let Some(one) = all[known..].iter_mut().find(begins) {
        one.content.splice(0..0, above);
    }
    match (quoted.filter(|_| open), announced) {
        (Some(at), _) => Speaker::Open(at),
        (None, Some(attribution)) => Speaker::Announced(attribution),
        (None, None) => Speaker::Nobody,
    }
}

type Range = (usize, usize);

/// The greatest number of tokens of a sentence, without its quotations.
const LONGEST: usize = 500;

/// An attribution as ranges of tokens.
#[derive(Debug)]
struct Found {
    source: Option<Range>,
    cue: Range,
    content: Vec<Range>,
    kind: Kind,
}

impl<'t> Passage<'t> {
    /// Returns the sentences as ranges of tokens; sentences that one quotation spans are joined.
    fn units(&self, sentences: &[Span]) -> Vec<Range> {
        let mut units = Vec::new();
        let mut first = 0;
        for sentence in sentences {
            let end = first + self.tokens[first..].partition_point(|token| token.span.start < sentence.end);
            if end > first && !self.quotations.iter().any(|quotation| quotation.first < end && end < quotation.end) {
                units.push((first, end));
                first = end;
            }
        }
        if first < self.tokens.len() {
            units.push((first, self.tokens.len()));
        }
        // `“Is it late?” Anna Berg asked.` is one sentence.
        let mut joined: Vec<Range> = Vec::new();
        for unit in units {
            match joined.last_mut().filter(|before| self.asks(**before) && clause::parenthesis(self, unit.0, unit.1)) {
                Some(before) => before.1 = unit.1,
                None => joined.push(unit),
            }
        }
        joined.into_iter().flat_map(|unit| self.pieces(unit)).collect()
    }

    /// Cuts a unit with more than [`LONGEST`] tokens outside quotations. No sentence is that long, and the time for a cue
    /// grows with the length of its unit.
    fn pieces(&self, (first, end): Range) -> Vec<Range> {
        let plain = (first..end).filter(|at| !self.tokens[*at].quoted);
        let cuts: Vec<usize> = [first].into_iter().chain(plain.step_by(LONGEST).skip(1)).chain([end]).collect();
        cuts.windows(2).map(|cuts| (cuts[0], cuts[1])).collect()
    }

    /// Returns whether a unit ends with a quotation that ends with a question or a call.
    fn asks(&self, (first, end): Range) -> bool {
        let [.., stop, _] = &self.tokens[first..end] else { return false };
        ["?", "!", "…"].contains(&&*stop.lower) && self.quotation_before(end).is_some()
    }

    /// Reads a unit that is a dash and a name behind a quotation of the same paragraph: `“It is over.” — Anna Berg`
    fn signed(&self, text: &str, (first, end): Range) -> Option<Attribution> {
        let quotation = self.quotation_before(first).or_else(|| self.quotation_from(first))?;
        let dash =
            self.tokens.get(quotation.end).filter(|token| quotation.end < end && token.kind == token::Kind::Dash)?;
        let line = Span::new(dash.span.start, self.tokens[end - 1].span.end);
        signature::signature(text, line, &[self.spans((quotation.first, quotation.end))?], self.language)
    }

    /// Returns whether a unit consists of quotations only.
    fn is_quotation(&self, unit: Range) -> bool {
        self.tokens[unit.0..unit.1].iter().all(|token| token.quoted)
    }

    fn spans(&self, (first, end): Range) -> Option<Span> {
        (first < end).then(|| Span::new(self.tokens[first].span.start, self.tokens[end - 1].span.end))
    }

    fn attribution(&self, found: &Found) -> Attribution {
        Attribution {
            source: found.source.and_then(|range| self.spans(range)).into_iter().collect(),
            cue: self.spans(found.cue).into_iter().collect(),
            content: self.contents(&found.content),
            kind: found.kind,
            who: found.source.map_or(Who::Nobody, |range| source::who(&self.tokens[range.0..range.1], self.language)),
            antecedent: found.source.and_then(|range| self.before_relative(range)),
            in_heading: false,
        }
    }

    /// Returns the places of a content; a part of small words only, as the `But` of `But, she said, it is late`, is left out beside
    /// another.
    fn contents(&self, ranges: &[Range]) -> Vec<Span> {
        let says = |range: &&Range| {
            let tokens = &self.tokens[range.0.min(range.1)..range.1];
            tokens.iter().any(|token| token.quoted || !matches!(token.word(), Some(Word::Conjunction | Word::Adverb)))
        };
        // `did not say where`
        let asks = |range: &&Range| {
            self.tokens[range.0.min(range.1)..range.1].iter().all(|token| token.is(Word::Subordinator))
        };
        let says = |range: &&Range| (ranges.len() == 1 || says(range)) && !asks(range);
        ranges.iter().filter(says).filter_map(|range| self.spans(*range)).collect()
    }

    /// Returns the phrase before a relative pronoun, which the pronoun stands for.
    fn before_relative(&self, (first, end): Range) -> Option<Span> {
        let is_relative = end == first + 1 && matches!(self.tokens[first].word(), Some(Word::Relative));
        let is_comma = first.checked_sub(1).is_some_and(|before| self.tokens[before].kind == token::Kind::Comma);
        let end = first.checked_sub(usize::from(is_comma)).filter(|_| is_relative)?;
        self.spans(phrase::noun_phrase_before(self, end, 0)?)
    }

    /// Returns the first quotation that begins at `at` or later. Quotations are in text order.
    fn next_quotation(&self, at: usize) -> Option<Quotation> {
        self.quotations.get(self.quotations.partition_point(|quotation| quotation.first < at)).copied()
    }

    fn quotation_from(&self, at: usize) -> Option<Quotation> {
        self.next_quotation(at).filter(|quotation| quotation.first == at)
    }

    fn quotation_before(&self, at: usize) -> Option<Quotation> {
        let before = self.quotations.partition_point(|quotation| quotation.end < at);
        self.quotations.get(before).copied().filter(|quotation| quotation.end == at)
    }
}

#[cfg(test)]
mod tests;
