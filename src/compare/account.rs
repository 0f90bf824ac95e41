//! Describes a row in words: the difference of its sides, possible explanations, and what they share.
//!
//! ```text
//!   figures   8,500 more (567 %)    one is approximate · another scope: planned, sent · counts soldiers · dated May 3 left
//!   claims                          1,500 and 10,000 differ · both name North Korea · both have troops, sent · left cites NIS
//!   sources                         2 names on the left: Mark Rutte, Rutte · left: warned “this is a threat”
//!   wording                         24 of 25 and 26 words are the same
//! ```
//!
//! The screen, the command line and the report take these words from here, so they say the same.

use super::Comparison;
use super::both::Both;
use super::claims::{ClaimFigure, ClaimRow};
use super::decision::Section;
use super::figures::explain::{DifferenceReason, Explanation};
use super::figures::{Difference, Figure, FigureRow};
use super::sources::{Kind, SourceRow};
use super::status::RowStatus;
use super::wording::WordingPassage;
use crate::attribution::{self, Attribution};
use crate::quantity::number::Number;
use crate::say::{and, count, excerpt, plural};
use crate::text::passage::words_in_one_line;
use crate::text::{Document, Span};

/// The number of code points of a content that are shown.
const CONTENT: usize = 60;
/// The same where a content has a line of its own.
const LINE: usize = 300;
/// The number of statements of a source that are shown for each side.
const STATEMENTS: usize = 2;
/// What a content is not quoted with: it gets marks of its own.
const QUOTES: &[char] = &['“', '”', '„', '"', '«', '»', ',', ' '];
/// The number of significant digits of a difference that has no end in decimals.
const DIGITS: u32 = 3;
/// The number of code points of the words that give an explanation.
const WORDS: usize = 30;
/// The number of names of a source that are shown for each side.
const NAMES: usize = 4;

/// The description of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The difference of the two sides; empty if it is not known.
    pub difference: String,
    /// Possible explanations, and what both sides share; the most important first.
    pub remarks: Vec<String>,
}

/// Returns the description of a row, given its number in its section.
pub fn account(document: Both<&Document>, comparison: &Comparison, section: Section, number: usize) -> Account {
    let found = match section {
        Section::Figures => comparison.figures.get(number).map(|row| figure(document, row)),
        Section::Claims => comparison.claims.get(number).map(|row| claim(document, comparison, row)),
        Section::Sources => comparison.sources.rows.get(number).map(|row| source(document, row)),
        Section::Wording => comparison.wording.passages.get(number).map(passage),
    };
    found.unwrap_or_default()
}

fn figure(document: Both<&Document>, row: &FigureRow) -> Account {
    let unit = row.figure.left.as_ref().map(Figure::unit).unwrap_or_default();
    let explained = row.explanations.iter().map(|explanation| explained(document, explanation));
    let counted = |document: &Document, figure: &Option<Figure>| {
        Some(document.quote(figure.as_ref()?.quantity()?.counted.as_ref()?.span))
    };
    let counted = counted(document.left, &row.figure.left).or_else(|| counted(document.right, &row.figure.right));
    let counted = counted.map(|counted| format!("counts {counted}"));
    let sides = [("left", &row.figure.left), ("right", &row.figure.right)].into_iter();
    let repeated = sides.filter_map(|(side, figure)| {
        let times = figure.as_ref()?.also.len() + 1;
        (times > 1).then(|| format!("given {} {side}", count(times, "time")))
    });
    Account {
        difference: row.difference.map_or_else(String::new, |difference| apart(difference, unit)),
        remarks: explained
            .chain(counted)
            .chain(of_whom(document, row))
            .chain(as_of(document, row))
            .chain(repeated)
            .collect(),
    }
}

/// Returns an explanation with the words of both texts that give it: `another scope: planned, sent`. Where the figures themselves give it,
/// the row shows them already.
fn explained(document: Both<&Document>, explanation: &Explanation) -> String {
    let quote = |document: &Document, span: Option<Span>| span.map(|span| excerpt(&document.quote(span), WORDS));
    let words = match explanation.reason {
        DifferenceReason::OtherScope
        | DifferenceReason::Revised
        | DifferenceReason::OtherDate
        | DifferenceReason::OtherSource => {
            let (left, right) = (explanation.words.left, explanation.words.right);
            [quote(document.left, left), quote(document.right, right)].into_iter().flatten().collect()
        }
        _ => Vec::new(),
    };
    listed(&format!("{}:", explanation.reason_words()), words).unwrap_or_else(|| explanation.reason_words().to_string())
}

/// Returns whose counts the two figures are.
fn of_whom(document: Both<&Document>, row: &FigureRow) -> Option<String> {
    said_beside("of", document, row.figure.as_ref().map(|figure| figure.as_ref()?.whose))
}

/// Returns the days or periods as of which the two figures are, unless an explanation shows them already.
fn as_of(document: Both<&Document>, row: &FigureRow) -> Option<String> {
    let is_shown = row.explanations.iter().any(|explanation| explanation.reason == DifferenceReason::OtherDate);
    let when = row.figure.as_ref().map(|figure| figure.as_ref()?.when);
    said_beside("dated", document, when).filter(|_| !is_shown)
}

/// Returns what the sentences say of the two figures: `dated May 3 left`, or, if both say the same, `dated May 3`.
fn said_beside(lead: &str, document: Both<&Document>, words: Both<Option<Span>>) -> Option<String> {
    let quote = |document: &Document, span: Option<Span>| span.map(|span| excerpt(&document.quote(span), WORDS));
    match (quote(document.left, words.left), quote(document.right, words.right)) {
        (Some(left), Some(right)) if left == right => Some(format!("{lead} {left}")),
        (Some(left), Some(right)) => Some(format!("{lead} {left} left, {right} right")),
        (Some(left), None) => Some(format!("{lead} {left} left")),
        (None, Some(right)) => Some(format!("{lead} {right} right")),
        (None, None) => None,
    }
}

/// The units whose names are the same for one and for many, and those whose plural does not end in *s*.
const PLURALS: &[(&str, &str)] = &[
    ("baht", "baht"),
    ("celsius", "celsius"),
    ("fahrenheit", "fahrenheit"),
    ("foot", "feet"),
    ("forint", "forint"),
    ("hertz", "hertz"),
    ("horsepower", "horsepower"),
    ("kelvin", "kelvin"),
    ("penny", "pence"),
    ("krona", "kronor"),
    ("krone", "kroner"),
    ("per mille", "per mille"),
    ("pound sterling", "pounds sterling"),
    ("rand", "rand"),
    ("ringgit", "ringgit"),
    ("stone", "stone"),
    ("won", "won"),
    ("yen", "yen"),
    ("yuan", "yuan"),
];

/// Returns the name of a unit after a difference: `dollars per barrel`. Two percentages differ by percentage points, and two ages by
/// years.
fn named(unit: &str, is_one: bool) -> String {
    let unit = match unit {
        "percentage" => "percentage point",
        "count" => "time",
        "year of age" => "year",
        unit => unit,
    };
    if is_one {
        return unit.to_string();
    }
    let (unit, per) = unit.find(" per ").map_or((unit, ""), |at| unit.split_at(at));
    let known = PLURALS.iter().find_map(|(one, many)| Some((unit.strip_suffix(one)?, *many)));
    let named = match known {
        Some((before, many)) if before.is_empty() || before.ends_with(' ') => format!("{before}{many}"),
        _ => plural(unit),
    };
    named + per
}

/// Returns the difference of the right figure from the left one: `2,000 more (20 %)`.
fn apart(difference: Difference, unit: &str) -> String {
    let Difference { by, percent } = difference;
    let way = if by < Number::ZERO { "less" } else { "more" };
    // Two thirds are 33.3 percentage points more than one third: nobody says *1/3 parts*.
    let (by, unit) = match unit {
        "part" => (by.times(Number::whole(100)).unwrap_or(by), "percentage"),
        unit => (by, unit),
    };
    let by = if by.to_string().contains('/') { by.rounded(DIGITS).unwrap_or(by) } else { by };
    let unit = if unit.is_empty() { String::new() } else { format!(" {}", named(unit, by.size() == Number::ONE)) };
    let percent = percent.map_or_else(String::new, |percent| format!(" ({:.0} %)", percent.abs()));
    format!("{}{unit} {way}{percent}", by.size())
}

fn claim(document: Both<&Document>, comparison: &Comparison, row: &ClaimRow) -> Account {
    let with = |status: RowStatus| {
        let is_so = move |figure: &&ClaimFigure| {
            comparison.figures.get(figure.row).is_some_and(|figures| figures.status == status)
        };
        row.figures.iter().filter(is_so)
    };
    let (left, right) = (
        |figure: &ClaimFigure| document.left.quote(figure.place.left),
        |figure: &ClaimFigure| document.right.quote(figure.place.right),
    );
    let differing = with(RowStatus::Differs).map(|figure| format!("{} and {} differ", left(figure), right(figure)));
    let (names, terms) = shared(document, row);
    let all = [
        listed("both count", with(RowStatus::Equal).map(left).collect()),
        listed("both name", names),
        listed("both have", terms),
        cited(document, comparison, row),
        tagged(row).map(str::to_string),
    ];
    Account { difference: String::new(), remarks: differing.chain(all.into_iter().flatten()).collect() }
}

fn listed(lead: &str, words: Vec<String>) -> Option<String> {
    (!words.is_empty()).then(|| format!("{lead} {}", words.join(", ")))
}

/// Returns the names that both sides share, as they stand in the text, and the other words. Neighbouring words of a
/// name on both sides are one name.
fn shared(document: Both<&Document>, row: &ClaimRow) -> (Vec<String>, Vec<String>) {
    let is_name = |word: &Both<Span>| {
        let begins = |document: &Document, span: Span| document.slice(span).starts_with(char::is_uppercase);
        begins(document.left, word.left)
            && begins(document.right, word.right)
            && !(opens(document, row, *word) && is_word(document, *word))
    };
    let (mut names, terms): (Vec<Both<Span>>, Vec<Both<Span>>) = row.shared.iter().copied().partition(is_name);
    names.sort_unstable_by_key(|word| word.left);
    let mut joined: Vec<Both<Span>> = Vec::new();
    let between = |document: &Document, one: Span, other: Span| {
        let between = document.text().get(one.end..other.start);
        between.is_some_and(|between| words_in_one_line(between).chars().all(|c| c == ' ' || c == '-'))
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
    let quote = |word: Both<Span>| document.left.quote(word.left);
    // Of `North Korean` and `North Korea`, the shorter one is in both.
    let name = |word: Both<Span>| match word.left.len() <= word.right.len() {
        true => document.left.quote(word.left),
        false => document.right.quote(word.right),
    };
    (joined.into_iter().map(name).collect(), terms.into_iter().map(quote).collect())
}

/// Returns whether a word is the first of both claims, where any word has a capital.
fn opens(document: Both<&Document>, row: &ClaimRow, word: Both<Span>) -> bool {
    let is_first = |document: &Document, place: Option<Span>, word: Span| {
        let front = place.and_then(|place| document.text().get(place.start..word.start));
        front.is_some_and(|front| !front.contains(char::is_alphanumeric))
    };
    is_first(document.left, row.place.left, word.left) && is_first(document.right, row.place.right, word.right)
}

/// Returns whether either text has a word in small letters near it, so that it is no name.
fn is_word(document: Both<&Document>, word: Both<Span>) -> bool {
    let small = format!(" {} ", document.left.slice(word.left).to_lowercase());
    let is_near = |document: &Document, word: Span| attribution::near(document.text(), Some(word)).contains(&small);
    is_near(document.left, word.left) || is_near(document.right, word.right)
}

/// Returns the sides of a claim that are tagged, in words.
fn tagged(row: &ClaimRow) -> Option<&'static str> {
    match row.tagged {
        Both { left: true, right: true } => Some("tagged on both sides"),
        Both { left: true, right: false } => Some("tagged on the left"),
        Both { left: false, right: true } => Some("tagged on the right"),
        Both { left: false, right: false } => None,
    }
}

/// Returns the sources that the sides of a claim cite: all whom the first attribution there names.
fn cited(document: Both<&Document>, comparison: &Comparison, row: &ClaimRow) -> Option<String> {
    let left = voices(comparison, row.source.left, row.place.left, |row| &row.cited.left);
    let right = voices(comparison, row.source.right, row.place.right, |row| &row.cited.right);
    let rows = &comparison.sources.rows;
    let names = |document: &Document, voices: &[usize], name: fn(&SourceRow) -> Option<Span>| {
        let names: Vec<String> =
            voices.iter().filter_map(|row| name(&rows[*row])).map(|span| document.quote(span)).collect();
        (!names.is_empty()).then(|| and(&names))
    };
    match (names(document.left, &left, |row| row.name.left), names(document.right, &right, |row| row.name.right)) {
        (Some(names), Some(_)) if left == right => Some(format!("both cite {names}")),
        (Some(left), Some(right)) => Some(format!("left cites {left}, right {right}")),
        (Some(left), None) => Some(format!("left cites {left}")),
        (None, Some(right)) => Some(format!("right cites {right}")),
        (None, None) => None,
    }
}

/// Returns the rows of all whom an attribution within a claim names; `row` is the first of them. `Rutte and Yoon` are two.
fn voices(
    comparison: &Comparison,
    row: Option<usize>,
    claim: Option<Span>,
    cited: fn(&SourceRow) -> &Vec<Attribution>,
) -> Vec<usize> {
    let rows = &comparison.sources.rows;
    let (Some(first), Some(claim)) = (row, claim) else { return Vec::new() };
    let is_within = |one: &&Attribution| one.content.iter().any(|content| content.overlaps(claim));
    let Some(one) = rows.get(first).and_then(|row| cited(row).iter().find(is_within)) else { return vec![first] };
    let is_same = |other: &Attribution| other.source == one.source && other.cue == one.cue;
    (0..rows.len()).filter(|at| *at == first || cited(&rows[*at]).iter().any(is_same)).collect()
}

fn source(document: Both<&Document>, row: &SourceRow) -> Account {
    let mut remarks = source_names(document, row);
    for (side, document, cited) in
        [("left", document.left, &row.cited.left), ("right", document.right, &row.cited.right)]
    {
        let statements = cited.iter().take(STATEMENTS).map(|one| statement(document, one, CONTENT));
        remarks.extend(statements.map(|statement| format!("{side}: {statement}")));
    }
    Account { difference: String::new(), remarks }
}

/// Returns how a source is called in each text, and how often it is cited.
pub(crate) fn source_names(document: Both<&Document>, row: &SourceRow) -> Vec<String> {
    let mut remarks = Vec::new();
    if row.kind == Kind::Unnamed {
        remarks.push("without a name".to_string());
    }
    for (side, cited) in [("left", &row.cited.left), ("right", &row.cited.right)] {
        if cited.is_empty() {
            continue;
        }
        remarks.push(format!("cited {} {side}", count(cited.len(), "time")));
    }
    for (side, document, names) in
        [("left", document.left, &row.names.left), ("right", document.right, &row.names.right)]
    {
        let names: Vec<String> =
            names.iter().take(NAMES).map(|span| excerpt(&document.quote(*span), CONTENT)).collect();
        if names.len() > 1 {
            remarks.push(format!("{side} as {}", names.join(", ")));
        }
    }
    remarks
}

/// Returns what a source is cited for in a text, each statement with its cue, as far as a line can show it.
pub(crate) fn statements(document: &Document, cited: &[Attribution]) -> impl Iterator<Item = String> {
    cited.iter().map(|one| statement(document, one, LINE))
}

/// Returns the content of an attribution with its cue and the few words between them: `warned “this is a threat”`, `asked for “a
/// meeting”`.
fn statement(document: &Document, one: &Attribution, most: usize) -> String {
    let words = |spans: &[Span]| spans.iter().map(|span| document.quote(*span)).collect::<Vec<_>>().join(" ");
    let content = excerpt(words(&one.content).trim_matches(QUOTES), most);
    let ends = one.cue.last().zip(one.content.first()).filter(|(cue, content)| cue.end < content.start);
    let between = ends.map(|(cue, content)| document.quote(Span::new(cue.end, content.start))).unwrap_or_default();
    let is_short =
        between.split_whitespace().count() <= BETWEEN && between.chars().all(|c| c.is_alphanumeric() || c == ' ');
    match [words(&one.cue), if is_short { between } else { String::new() }].join(" ").trim() {
        // A dash or a colon alone is no verb.
        cue if !cue.contains(char::is_alphanumeric) => format!("“{content}”"),
        cue => format!("{cue} “{content}”"),
    }
}

/// The most words between a cue and its content that are shown with the cue.
const BETWEEN: usize = 2;

fn passage(row: &WordingPassage) -> Account {
    Account { difference: String::new(), remarks: vec![alike(row)] }
}

/// Returns how similar the two sides of a shared passage are.
pub fn alike(passage: &WordingPassage) -> String {
    match passage.is_verbatim() {
        true => count(passage.equal, "word"),
        false => format!("{} of {} and {} words are the same", passage.equal, passage.words.left, passage.words.right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::attributions;
    use crate::language;

    #[test]
    fn a_statement_is_told_with_the_few_words_before_it() {
        let document = Document::new("Stone asked for a vote. Berg told Bay News that it rained. Lomas praised it.");
        let all = attributions(document.text(), language::english());
        let told: Vec<String> = statements(&document, &all).collect();
        assert_eq!(told, ["asked for “a vote”", "told Bay News “that it rained”", "praised “it”"]);
    }

    #[test]
    fn a_difference_names_its_unit_as_one_does() {
        let told = |by: i64, unit: &str| apart(Difference { by: Number::whole(by), percent: None }, unit);
        let rows = [
            (told(1, "percentage"), "1 percentage point more"),
            (told(-18, "percentage"), "18 percentage points less"),
            (told(2, "dollar per barrel"), "2 dollars per barrel more"),
            (told(3, "foot"), "3 feet more"),
            (told(-1, "foot"), "1 foot less"),
            (told(4, "square inch"), "4 square inches more"),
            (told(7, "japanese yen"), "7 japanese yen more"),
            (told(5, ""), "5 more"),
            (told(1, "count"), "1 time more"),
            (told(2, "year of age"), "2 years more"),
        ];
        let part =
            |over, under, unit| apart(Difference { by: Number::ratio(over, under).unwrap(), percent: None }, unit);
        assert_eq!(part(1, 3, "part"), "33.3 percentage points more");
        assert_eq!(part(-1, 4, "part"), "25 percentage points less");
        assert_eq!(part(1, 100, "part"), "1 percentage point more");
        assert_eq!(part(1, 3, "mile"), "0.333 miles more");
        assert_eq!(part(123_456, 1_000, "mile"), "123.456 miles more");
        rows.iter().for_each(|(told, wanted)| assert_eq!(told, wanted));
    }
}
