//! Makes proposals: the places of a text that a rule would tag, before their likelihood is known.
//!
//! | rule | label | place |
//! | --- | --- | --- |
//! | `number` | that of figures | every quantity but those in passing (`the two leaders`) |
//! | `said by` | that of names | the source of an attribution |
//! | `said within` | that of names | the source of an attribution within what another says |
//! | `shown by` | that of names | what tells something and is nobody: `the poll shows`, `the situation underscores` |
//! | `in passing` | that of names | what is mentioned rather than cited: a thing that is not right before its verb (`His remarks came late, focusing on …`) or within what another says, and someone there who only wants or feels something |
//! | `pronoun` | that of names | a relative pronoun that cites: `who said`; the phrase before it is the source |
//! | `name before` | that of names | a name or a pronoun, with the word after it |
//! | `statement` | that of sentences | a sentence, by the best of its reasons: who is cited, a number, a date, a strong assertion; an item of a list |
//! | `sentence` | that of sentences | a sentence with none of these reasons |
//! | `content` | that of sentences | what someone is cited for, where it is a part of a sentence |
//!
//! The label of a rule is the first of the scheme that is put on that [unit](crate::text::unit::Unit); without one, the rule proposes
//! nothing.

use crate::attribution::{self, Attribution, Kind};
use crate::language::Language;
use crate::language::attribution::{Form, Word};
use crate::parallel;
use crate::quantity::SentenceReading;
use crate::tags::scheme::Scheme;
use crate::text::unit::{self, Unit};
use crate::text::{Span, grapheme, passage};

use super::traits::Traits;

/// Sentences of fewer words are headings and remainders of a page.
const FEWEST: usize = 4;

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A quantity.
    Number,
    /// The source of an attribution.
    SaidBy,
    /// The source of an attribution within what another says.
    SaidWithin,
    /// The source of an attribution that is no person and no body.
    ShownBy,
    /// The source of an attribution that mentions it rather than cites it.
    InPassing,
    /// A relative pronoun in the place of a source.
    Pronoun,
    /// A name or a pronoun, by the word after it.
    NameBefore,
    /// A sentence with a reason to claim something.
    Statement,
    /// A sentence without one.
    Sentence,
    /// The content of an attribution.
    Content,
    /// Words that were tagged before.
    TaggedBefore,
    /// The layer of an annotator, mostly a model.
    By {
        /// The annotator.
        annotator: String,
        /// The chance, in per cent, that the model gives.
        percent: u8,
    },
}

impl Rule {
    /// Returns its name in files and on the screen; that of a layer is its annotator's.
    pub fn name(&self) -> &str {
        match self {
            Rule::Number => "number",
            Rule::SaidBy => "said by",
            Rule::SaidWithin => "said within",
            Rule::ShownBy => "shown by",
            Rule::InPassing => "in passing",
            Rule::Pronoun => "pronoun",
            Rule::NameBefore => "name before",
            Rule::Statement => "statement",
            Rule::Sentence => "sentence",
            Rule::Content => "content",
            Rule::TaggedBefore => BEFORE,
            Rule::By { annotator, .. } => annotator,
        }
    }

    /// Returns the chance that its proposals are taken, as long as nothing is known.
    pub fn prior(&self) -> f64 {
        match self {
            Rule::Number => 0.8,
            Rule::SaidBy | Rule::Statement => 0.6,
            Rule::By { percent, .. } => f64::from(*percent) / 100.0,
            Rule::TaggedBefore => 0.5,
            Rule::SaidWithin | Rule::Content => 0.4,
            Rule::Sentence | Rule::ShownBy | Rule::InPassing => 0.38,
            Rule::Pronoun | Rule::NameBefore => 0.2,
        }
    }
}

/// The rules that go by the text alone, and so propose the same whenever they read it.
pub(crate) const OF_TEXT: [Rule; 10] = [
    Rule::Number,
    Rule::SaidBy,
    Rule::SaidWithin,
    Rule::ShownBy,
    Rule::InPassing,
    Rule::Pronoun,
    Rule::NameBefore,
    Rule::Statement,
    Rule::Sentence,
    Rule::Content,
];

/// The name of the rule for words that were tagged before.
pub(crate) const BEFORE: &str = "tagged before";

/// A place that a rule would tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The label.
    pub label: String,
    /// The place, in bytes.
    pub span: Span,
    /// The rule.
    pub rule: Rule,
    /// The word that the rule goes by; empty if it goes by none.
    pub cue: String,
}

/// Returns the whole paragraphs that `within` touches, with the one before: in bytes.
pub(crate) fn paragraphs(text: &str, within: Span) -> Span {
    let within = Span::new(within.start.min(text.len()), within.end.min(text.len()));
    if text.is_empty() {
        return within;
    }
    let first = passage::passage_at(text, within.start);
    let first = passage::before(text, first).unwrap_or(first);
    let last = passage::passage_at(text, within.end.saturating_sub(1).max(within.start));
    Span::new(first.start.min(within.start), last.end.max(within.end))
}

/// Returns the proposals in a part of a text that consists of whole paragraphs.
pub(crate) fn proposals(text: &str, within: Span, language: &Language, scheme: &Scheme) -> Vec<Proposal> {
    let part = &text[within.start..within.end];
    let label = |unit: Unit| scheme.labels.iter().find(|label| label.unit == unit).map(|label| label.name.as_str());
    // What stands before a colon and is nobody begins a caption or a heading: `Photo: the ferry`.
    let is_no_caption = |one: &Attribution| one.kind != Kind::Headline || attribution::is_voice(part, one, language);
    let passages: Vec<Vec<Span>> = unit::sentences_by_passage(part).collect();
    let sentences = passages.concat();
    let (attributions, (numbers, dates)) = parallel::both(
        || attribution::in_passages(part, &passages, language).into_iter().filter(is_no_caption).collect(),
        || {
            let read = sentences.iter().map(|span| SentenceReading::of(part, *span, language));
            let spans = |read: SentenceReading| {
                let numbers = read.quantities.iter().map(|quantity| quantity.span).collect::<Vec<Span>>();
                (numbers, read.moments.iter().map(|moment| moment.span).collect::<Vec<Span>>())
            };
            let (numbers, dates): (Vec<_>, Vec<_>) = read.map(spans).unzip();
            (numbers.concat(), dates.concat())
        },
    );
    let mut read = Proposer { text: part, language, attributions, numbers, dates, found: Vec::new() };
    if let Some(label) = label(Unit::Figure) {
        read.figures(label);
    }
    if let Some(label) = label(Unit::Name) {
        read.sources(label, &sentences);
    }
    if let Some(label) = label(Unit::Sentence) {
        read.claims(label, &sentences);
    }
    let mut found = read.found;
    for one in &mut found {
        one.span = Span::new(one.span.start + within.start, one.span.end + within.start);
    }
    found.retain(|one| {
        let (start, end) = (one.span.start, one.span.end);
        start < end && grapheme::is_boundary(text, start) && grapheme::is_boundary(text, end)
    });
    found
}

/// A text that is being read for proposals.
struct Proposer<'a> {
    text: &'a str,
    language: &'a Language,
    attributions: Vec<Attribution>,
    numbers: Vec<Span>,
    dates: Vec<Span>,
    found: Vec<Proposal>,
}

impl Proposer<'_> {
    fn put(&mut self, label: &str, span: Span, rule: Rule, cue: String) {
        self.found.push(Proposal { label: label.into(), span, rule, cue });
    }

    fn figures(&mut self, label: &str) {
        for span in std::mem::take(&mut self.numbers) {
            self.put(label, span, Rule::Number, String::new());
            self.numbers.push(span);
        }
    }

    fn sources(&mut self, label: &str, sentences: &[Span]) {
        let mut contents: Vec<Span> = self.attributions.iter().flat_map(|one| one.content.iter().copied()).collect();
        contents.sort_unstable();
        let mut sources: Vec<Proposal> = Vec::new();
        for one in &self.attributions {
            let Some(span) = one.source.first().copied() else { continue };
            let is_voice = attribution::is_voice(self.text, one, self.language);
            if !is_voice && one.in_heading {
                continue;
            }
            let rule = match (is_voice, is_within(&contents, span)) {
                (true, false) => Rule::SaidBy,
                (true, true) if !matches!(one.kind, Kind::Intended | Kind::Judged) => Rule::SaidWithin,
                (false, false) if self.is_before_its_verb(one) => Rule::ShownBy,
                _ => Rule::InPassing,
            };
            let source = match one.antecedent.filter(|_| self.is_relative(span)) {
                Some(meant) => {
                    sources.push(Proposal { label: label.into(), span, rule: Rule::Pronoun, cue: self.cue(one) });
                    meant
                }
                None => span,
            };
            let span = attribution::without_comma(self.text, source);
            sources.push(Proposal { label: label.into(), span, rule, cue: self.cue(one) });
        }
        // Two attributions may cite the same words; one proposal is enough.
        sources.sort_by_key(|one| (one.span.start, std::cmp::Reverse(one.span.end)));
        sources.dedup_by_key(|one| one.span);
        let taken: Vec<Span> = sources.iter().map(|one| one.span).collect();
        self.found.append(&mut sources);
        for sentence in sentences {
            for span in self.names(*sentence) {
                let at = taken.partition_point(|other| other.end <= span.start);
                if taken.get(at).is_some_and(|other| other.overlaps(span)) {
                    continue;
                }
                let cue = Traits::in_text(self.text, span).after;
                if cue.starts_with(char::is_alphabetic) {
                    self.put(label, span, Rule::NameBefore, cue);
                }
            }
        }
    }

    /// Returns whether nothing stands between a source and the cue behind it, and the cue is more than a participle.
    fn is_before_its_verb(&self, one: &Attribution) -> bool {
        let (Some(source), Some(cue)) = (one.source.first(), one.cue.first()) else { return false };
        let parted = self.text.get(source.end..cue.start).is_some_and(|between| !between.trim().is_empty());
        let first = self.text[cue.start..cue.end].split_whitespace().next().unwrap_or_default().to_lowercase();
        let verb = self.language.attribution.verbs.get(&first);
        !parted && verb.is_none_or(|verb| verb.form != Form::Gerund)
    }

    fn is_relative(&self, source: Span) -> bool {
        let word = self.text[source.start..source.end].to_lowercase();
        matches!(self.language.attribution.words.get(&word), Some(Word::Relative))
    }

    /// Returns the names and pronouns of a sentence.
    fn names(&self, sentence: Span) -> Vec<Span> {
        let line = passage::in_one_line(self.text, sentence);
        let within =
            |range: std::ops::Range<usize>| Span::new(sentence.start + range.start, sentence.start + range.end);
        let mut found: Vec<Span> = unit::names(self.text, sentence).collect();
        let words = &self.language.attribution.words;
        let mut at = 0;
        for word in line.split_whitespace() {
            let start = at + line[at..].find(word).unwrap_or(0);
            at = start + word.len();
            if matches!(words.get(&word.to_lowercase()), Some(Word::Pronoun | Word::Relative)) {
                found.push(within(start..at));
            }
        }
        found
    }

    fn claims(&mut self, label: &str, sentences: &[Span]) {
        let mut cited: Vec<Span> = self.attributions.iter().flat_map(|one| one.cue.iter().copied()).collect();
        cited.sort_unstable();
        // A list at the end of a page is mostly one of links.
        let last = sentences.iter().rev().find(|sentence| self.says_something(**sentence)).map_or(0, |last| last.start);
        for sentence in sentences.iter().copied() {
            let span = unit::without_bullet(self.text, sentence);
            let has = |spans: &[Span]| {
                let at = spans.partition_point(|span| span.end <= sentence.start);
                spans.get(at).is_some_and(|span| span.start < sentence.end)
            };
            let is_item = sentence.start < last && self.is_item(sentence, span);
            // What a quoted question is about is said by someone.
            let quotes = has(&cited) && self.text[..sentence.end].ends_with(['”', '"', '»', '“']);
            if !is_item && !quotes && !self.says_something(sentence) {
                continue;
            }
            let cue = match () {
                () if has(&cited) => "cited",
                () if has(&self.numbers) => "number",
                () if has(&self.dates) => "date",
                () if self.asserts(sentence) => "assertion",
                () if is_item => "item",
                () => "",
            };
            let rule = if cue.is_empty() { Rule::Sentence } else { Rule::Statement };
            self.put(label, span, rule, cue.into());
        }
        let contents: Vec<Proposal> =
            self.attributions.iter().filter_map(|one| self.content(one, label, sentences)).collect();
        self.found.extend(contents);
    }

    /// Returns what someone is cited for, if it is a part of one sentence.
    fn content(&self, one: &Attribution, label: &str, sentences: &[Span]) -> Option<Proposal> {
        let span = Span::new(one.content.first()?.start, one.content.last()?.end);
        let at = sentences.partition_point(|sentence| sentence.end <= span.start);
        let sentence = sentences.get(at).filter(|sentence| sentence.covers(span))?;
        let words = self.text[span.start..span.end].split_whitespace().count();
        let fits = words >= FEWEST && span.len() < sentence.len();
        fits.then(|| Proposal { label: label.into(), span, rule: Rule::Content, cue: self.cue(one) })
    }

    /// Returns whether a sentence states anything: it has enough words, ends as sentences do, and asks nothing.
    fn says_something(&self, sentence: Span) -> bool {
        let words = self.text[sentence.start..sentence.end].trim_end_matches(['”', '"', '’', ')', '»', ' ']);
        words.ends_with(['.', '!', '…', '。', '।', '؟']) && words.split_whitespace().nth(FEWEST - 1).is_some()
    }

    /// Returns whether what stands behind the bullet of a sentence may claim something without a full stop: it has enough words, asks
    /// nothing and is no link.
    fn is_item(&self, sentence: Span, behind_bullet: Span) -> bool {
        let words = &self.text[behind_bullet.start..behind_bullet.end];
        self.text[sentence.start..sentence.end].starts_with(['-', '*', '•', '–', '·', '▪', '◦'])
            && behind_bullet.start > sentence.start
            && words.split_whitespace().nth(FEWEST).is_some()
            && !words.ends_with(['?', '？', ':'])
            && !words.contains("://")
    }

    fn asserts(&self, sentence: Span) -> bool {
        let words = self.text[sentence.start..sentence.end].split_whitespace();
        let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        words.map(bare).any(|word| self.language.attribution.assertions.contains(&word))
    }

    /// Returns the last word of a cue, in small letters: its verb.
    fn cue(&self, one: &Attribution) -> String {
        let words = one.cue.first().map(|span| &self.text[span.start..span.end]).unwrap_or_default();
        words.split_whitespace().next_back().unwrap_or_default().to_lowercase()
    }
}

/// Returns whether one of these spans, which are in order, covers `inner`.
fn is_within(spans: &[Span], inner: Span) -> bool {
    let begun = spans.partition_point(|span| span.start <= inner.start);
    // Contents nest a few deep, so those that begin shortly before are looked at.
    spans[begun.saturating_sub(8)..begun].iter().any(|span| span.covers(inner))
}
