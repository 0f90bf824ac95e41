//! What there is to say about a row, in words: how far its sides are apart, what may explain it, what they share.
//!
//! ```text
//!   figures   8,500 more (567 %)    one is approximate · another source · counts soldiers
//!   claims                          1,500 and 10,000 differ · both name North Korea · both have troops, sent · left cites NIS
//!   sources                         2 names on the left: Mark Rutte, Rutte · left: warned “this is a threat”
//!   wording                         24 of 25 and 26 words are the same
//! ```
//!
//! The screen, the command line and the report say the same of a row, since all of them take it from here.

use super::Comparison;
use super::both::Both;
use super::claims::ClaimRow;
use super::decision::Section;
use super::figures::{Difference, Figure, FigureRow};
use super::sources::{Kind, SourceRow};
use super::status::RowStatus;
use super::wording::WordingPassage;
use crate::attribution::Attribution;
use crate::quantity::number::Number;
use crate::say::{count, excerpt};
use crate::text::{Document, Span};

/// How much of what someone is cited for is told, in code points.
const CONTENT: usize = 60;
/// How many of the statements of a source are told for each side.
const STATEMENTS: usize = 2;
/// How many of the names of a source are told for each side.
const NAMES: usize = 4;

/// What there is to say about a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// How far the two sides are apart; empty if that is not known.
    pub difference: String,
    /// What may explain it, and what both sides share; the most telling first.
    pub remarks: Vec<String>,
}

/// Returns the account of a row, given its number in its section.
pub fn account(document: Both<&Document>, comparison: &Comparison, section: Section, number: usize) -> Account {
    let found = match section {
        Section::Figures => comparison.figures.get(number).map(figure),
        Section::Claims => comparison.claims.get(number).map(|row| claim(document, comparison, row)),
        Section::Sources => comparison.sources.rows.get(number).map(|row| source(document, row)),
        Section::Wording => comparison.wording.passages.get(number).map(passage),
    };
    found.unwrap_or_default()
}

fn figure(row: &FigureRow) -> Account {
    let unit = row.figure.left.as_ref().map(Figure::unit).unwrap_or_default();
    let explained = row.explanations.iter().map(|explanation| explanation.reason_words().to_string());
    let figures = [&row.figure.left, &row.figure.right].into_iter().flatten();
    let counted = figures.clone().find_map(|figure| figure.quantity()?.counted.as_ref());
    let counted = counted.map(|counted| format!("counts {}", counted.words.join(" ")));
    Account {
        difference: row.difference.map_or_else(String::new, |difference| apart(difference, unit)),
        remarks: explained.chain(counted).collect(),
    }
}

/// Returns how the right figure differs from the left one: `2,000 more (20 %)`.
fn apart(difference: Difference, unit: &str) -> String {
    let Difference { by, percent } = difference;
    let way = if by < Number::ZERO { "less" } else { "more" };
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let percent = percent.map_or_else(String::new, |percent| format!(" ({:.0} %)", percent.abs()));
    format!("{}{unit} {way}{percent}", by.size())
}

fn claim(document: Both<&Document>, comparison: &Comparison, row: &ClaimRow) -> Account {
    let figures: Vec<&FigureRow> = row.figures.iter().filter_map(|at| comparison.figures.get(*at)).collect();
    let quotes = |row: &FigureRow| {
        let place = row.place();
        Some(Both::new(document.left.slice(place.left?), document.right.slice(place.right?)))
    };
    let differing = figures.iter().filter(|row| row.status == RowStatus::Differs).filter_map(|row| quotes(row));
    let differing = differing.map(|quote| format!("{} and {} differ", quote.left, quote.right));
    let same: Vec<&str> = figures
        .iter()
        .filter(|row| row.status == RowStatus::Equal)
        .filter_map(|row| quotes(row))
        .map(|quote| quote.left)
        .collect();
    let (names, terms) = shared(document, &row.shared);
    let all = [
        listed("both count", same.into_iter().map(str::to_string).collect()),
        listed("both name", names),
        listed("both have", terms),
        cited(document, comparison, row),
    ];
    Account { difference: String::new(), remarks: differing.chain(all.into_iter().flatten()).collect() }
}

fn listed(lead: &str, words: Vec<String>) -> Option<String> {
    (!words.is_empty()).then(|| format!("{lead} {}", words.join(", ")))
}

/// Returns the names that both sides share, as they stand in the text, and the other words. Words of a name that follow each other
/// on both sides are one name.
fn shared(document: Both<&Document>, words: &[Both<Span>]) -> (Vec<String>, Vec<String>) {
    let is_name = |word: &Both<Span>| {
        let begins = |document: &Document, span: Span| document.slice(span).starts_with(char::is_uppercase);
        begins(document.left, word.left) && begins(document.right, word.right)
    };
    let (mut names, terms): (Vec<Both<Span>>, Vec<Both<Span>>) = words.iter().copied().partition(is_name);
    names.sort_unstable_by_key(|word| word.left);
    let mut joined: Vec<Both<Span>> = Vec::new();
    let between = |document: &Document, one: Span, other: Span| {
        document.text().get(one.end..other.start).is_some_and(|between| between.chars().all(|c| c == ' ' || c == '-'))
    };
    for name in names {
        match joined.last_mut() {
            Some(last)
                if between(document.left, last.left, name.left) && between(document.right, last.right, name.right) =>
            {
                (last.left.end, last.right.end) = (name.left.end, name.right.end);
            }
            _ => joined.push(name),
        }
    }
    let quote = |word: Both<Span>| document.left.slice(word.left).to_string();
    (joined.into_iter().map(quote).collect(), terms.into_iter().map(quote).collect())
}

/// Returns whom both sides of a claim cite, or each of them.
fn cited(document: Both<&Document>, comparison: &Comparison, row: &ClaimRow) -> Option<String> {
    let rows = &comparison.sources.rows;
    let name = |document: &Document, row: Option<&SourceRow>, name: fn(&SourceRow) -> Option<Span>| {
        row.and_then(name).map(|span| document.slice(span).to_string())
    };
    let at = row.source.map(|row| row.and_then(|row| rows.get(row)));
    let left = name(document.left, at.left, |row| row.name.left);
    let right = name(document.right, at.right, |row| row.name.right);
    match (left, right) {
        (Some(left), Some(_)) if row.source.left == row.source.right => Some(format!("both cite {left}")),
        (Some(left), Some(right)) => Some(format!("left cites {left}, right {right}")),
        (Some(left), None) => Some(format!("left cites {left}")),
        (None, Some(right)) => Some(format!("right cites {right}")),
        (None, None) => None,
    }
}

fn source(document: Both<&Document>, row: &SourceRow) -> Account {
    let mut remarks = Vec::new();
    if row.kind == Kind::Unnamed {
        remarks.push("without a name".to_string());
    }
    let sides = [("left", document.left, &row.cited.left), ("right", document.right, &row.cited.right)];
    for (side, _, cited) in sides.iter().filter(|(_, _, cited)| !cited.is_empty()) {
        remarks.push(format!("cited {} {side}", count(cited.len(), "time")));
    }
    for (side, document, cited) in sides {
        let names = names(document, cited);
        if names.len() > 1 {
            remarks.push(format!("{side} as {}", names.join(", ")));
        }
    }
    for (side, document, cited) in sides {
        let statements = cited.iter().take(STATEMENTS).map(|one| statement(document, one));
        remarks.extend(statements.map(|statement| format!("{side}: {statement}")));
    }
    Account { difference: String::new(), remarks }
}

/// Returns the names that a source is cited by, in order, each once.
fn names(document: &Document, cited: &[Attribution]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for span in cited.iter().filter_map(|one| one.antecedent.or(one.source.first().copied())) {
        let name = excerpt(document.slice(span), CONTENT);
        if names.len() < NAMES && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Returns what someone is cited for, with the words that cite: `warned “this is a threat”`.
fn statement(document: &Document, one: &Attribution) -> String {
    let words = |spans: &[Span]| spans.iter().map(|span| document.slice(*span).trim()).collect::<Vec<_>>().join(" ");
    let content = excerpt(words(&one.content).trim_matches(['“', '”', '"', ',', ' ']), CONTENT);
    match words(&one.cue) {
        cue if cue.is_empty() => format!("“{content}”"),
        cue => format!("{cue} “{content}”"),
    }
}

fn passage(row: &WordingPassage) -> Account {
    Account { difference: String::new(), remarks: vec![alike(row)] }
}

/// Returns how far the two sides of a shared passage are alike.
pub fn alike(passage: &WordingPassage) -> String {
    match passage.is_verbatim() {
        true => count(passage.equal, "word"),
        false => format!("{} of {} and {} words are the same", passage.equal, passage.words.left, passage.words.right),
    }
}
