//! The sources that both texts cite, what for, and what each text rests on.
//!
//! ```text
//!   left                                        right                                      status
//!   NATO Secretary-General Mark Rutte   2 ×     Rutte   3 ×                                equal      both cite him
//!   the intelligence agency             1 ×                                                only left
//!
//!   rests on: 41 % of the words, 3 voices, 2 of them named
//! ```
//!
//! A source goes by several names: which of them mean the same is told by [`names`].

pub mod names;

use std::collections::BTreeMap;

use super::both::Both;
use super::reading::Reading;
use super::status::Status;
use super::words;
use crate::text::Span;
use names::Names;

/// Something that someone is cited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// The words that name the source, where the text does.
    pub source: Option<Span>,
    /// The words that cite: `said`, `according to`.
    pub cue: Option<Span>,
    /// The words that the source is cited for.
    pub content: Vec<Span>,
}

/// A source, and all that it is cited for in both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// The fullest name that each text has for it.
    pub name: Both<Option<Span>>,
    /// The statements that each text cites it for, in order.
    pub sayings: Both<Vec<Saying>>,
    /// The texts that cite it: [`Status::Equal`] if both do.
    pub status: Status,
    /// The way it is called.
    pub kind: Kind,
}

/// The way a source is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// By a name: `Mark Rutte`, `NATO`.
    Named,
    /// By what it is: `officials`, `the agency`.
    Unnamed,
}

/// The words and voices that a text takes from others.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ground {
    /// The share of its words that someone is cited for, 0 to 1.
    pub attributed: f64,
    /// The number of sources that it names.
    pub named: usize,
    /// The number of sources that it cites without a name.
    pub unnamed: usize,
}

/// The sources of two texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    /// The sources, by status, then by place.
    pub rows: Vec<SourceRow>,
    /// The ground that each text stands on.
    pub ground: Both<Ground>,
    /// The number of the row of each saying of each text; none for a saying without a source.
    pub row_of: Both<Vec<Option<usize>>>,
}

/// A source that is cited somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The number of its row.
    pub row: usize,
    /// The words that name it there.
    pub source: Option<Span>,
}

/// Returns who is cited for something within `span`: of several the first. `rows` has the row of each saying.
pub fn cited(sayings: &[Saying], rows: &[Option<usize>], span: Span) -> Option<Cited> {
    let cites = |saying: &Saying| saying.content.iter().any(|content| content.overlaps(span));
    let mut found = sayings.iter().zip(rows).filter(|(saying, _)| cites(saying));
    found.find_map(|(saying, row)| Some(Cited { row: (*row)?, source: saying.source }))
}

/// Brings the sayings of two texts together by who is cited.
pub fn sources(side: Both<&Reading<'_>>) -> Sources {
    let (text, sayings) = (side.map(Reading::text), side.map(|side| side.sayings.as_slice()));
    let mut names = Names::default();
    let left = names.read(side.left);
    let right = names.read(side.right);
    let source = Both::new(left, right)
        .map(|all| all.into_iter().map(|name| name.map(|name| names.source(name))).collect::<Vec<_>>());
    let mut by_source: BTreeMap<usize, SourceRow> = BTreeMap::new();
    let empty =
        || SourceRow { name: Both::default(), sayings: Both::default(), status: Status::Equal, kind: Kind::Unnamed };
    for (saying, number) in sayings.left.iter().zip(&source.left) {
        if let Some(number) = number {
            by_source.entry(*number).or_insert_with(empty).sayings.left.push(saying.clone());
        }
    }
    for (saying, number) in sayings.right.iter().zip(&source.right) {
        if let Some(number) = number {
            by_source.entry(*number).or_insert_with(empty).sayings.right.push(saying.clone());
        }
    }
    let mut rows: Vec<(usize, SourceRow)> =
        by_source.into_iter().map(|(number, row)| (number, finished(text, row))).collect();
    rows.sort_by_key(|(_, row)| (row.status, row.name.left.or(row.name.right), row.name.right));
    let place: BTreeMap<usize, usize> = rows.iter().enumerate().map(|(at, (number, _))| (*number, at)).collect();
    let row_of =
        source.map(|all| all.into_iter().map(|number| number.and_then(|number| place.get(&number).copied())).collect());
    let rows: Vec<SourceRow> = rows.into_iter().map(|(_, row)| row).collect();
    let ground = Both::new(
        ground(text.left, sayings.left, rows.iter().filter(|row| !row.sayings.left.is_empty())),
        ground(text.right, sayings.right, rows.iter().filter(|row| !row.sayings.right.is_empty())),
    );
    Sources { rows, ground, row_of }
}

/// Returns a row with its names, its status and its kind.
fn finished(text: Both<&str>, mut row: SourceRow) -> SourceRow {
    let fullest = |text: &str, sayings: &[Saying]| {
        let spans = sayings.iter().filter_map(|saying| saying.source);
        spans.max_by_key(|span| (names::capitals(&text[span.start..span.end]), span.len(), std::cmp::Reverse(*span)))
    };
    row.name = Both::new(fullest(text.left, &row.sayings.left), fullest(text.right, &row.sayings.right));
    row.status = match (row.name.left, row.name.right) {
        (Some(_), None) => Status::OnlyLeft,
        (None, Some(_)) => Status::OnlyRight,
        _ => Status::Equal,
    };
    let is_named =
        |text: &str, name: Option<Span>| name.is_some_and(|name| names::capitals(&text[name.start..name.end]) > 0);
    if is_named(text.left, row.name.left) || is_named(text.right, row.name.right) {
        row.kind = Kind::Named;
    }
    row
}

/// Returns the ground that a text stands on: the share of its words that are in a content, and its sources.
fn ground<'a>(text: &str, sayings: &[Saying], rows: impl Iterator<Item = &'a SourceRow>) -> Ground {
    let mut contents: Vec<Span> = sayings.iter().flat_map(|saying| saying.content.iter().copied()).collect();
    contents.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for content in contents {
        match joined.last_mut() {
            Some(last) if content.start <= last.end => last.end = last.end.max(content.end),
            _ => joined.push(content),
        }
    }
    let (mut all, mut within) = (0, 0);
    for word in words::spans(text) {
        all += 1;
        let before = joined.partition_point(|content| content.end <= word.start);
        within += usize::from(joined.get(before).is_some_and(|content| content.start <= word.start));
    }
    let mut ground = Ground { attributed: f64::from(within as u32) / f64::from(all.max(1)), named: 0, unnamed: 0 };
    for row in rows {
        match row.kind {
            Kind::Named => ground.named += 1,
            Kind::Unnamed => ground.unnamed += 1,
        }
    }
    ground
}

#[cfg(test)]
mod tests;
