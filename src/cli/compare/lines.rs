//! The rows of a comparison as lines that any format can print.

use crate::compare::Comparison;
use crate::compare::both::Both;
use crate::compare::claims::ClaimRow;
use crate::compare::decision::Section;
use crate::compare::figures::{Difference, Figure, FigureRow};
use crate::compare::sources::SourceRow;
use crate::compare::status::{Status, Voices};
use crate::compare::wording::Passage;
use crate::say::count;
use crate::text::{Document, Span};

/// A row of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The section that it is in.
    pub section: Section,
    /// The verdict.
    pub status: Status,
    /// The place in each document.
    pub place: Both<Option<Cell>>,
    /// How far the two are apart, in words; empty if that is not known.
    pub difference: String,
    /// What may explain it, and what the two share.
    pub remarks: Vec<String>,
    /// Whether both sides are one voice.
    pub voices: Voices,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its first code point.
    pub start: usize,
    /// The code point behind its last.
    pub end: usize,
    /// The words there.
    pub quote: String,
}

/// Returns the rows of all sections, in order.
pub fn lines(document: Both<&Document>, comparison: &Comparison) -> Vec<Line> {
    let figures = comparison.figures.iter().map(|row| figure(document, row));
    let claims = comparison.claims.iter().map(|row| claim(document, comparison, row));
    let sources = comparison.sources.rows.iter().map(|row| source(document, row));
    let wording = comparison.wording.passages.iter().map(|row| passage(document, row));
    figures.chain(claims).chain(sources).chain(wording).collect()
}

fn cells(document: Both<&Document>, place: Both<Option<Span>>) -> Both<Option<Cell>> {
    let cell = |document: &Document, span: Option<Span>| {
        span.map(|span| Cell {
            start: document.to_chars(span.start),
            end: document.to_chars(span.end),
            quote: document.slice(span).into(),
        })
    };
    Both::new(cell(document.left, place.left), cell(document.right, place.right))
}

fn figure(document: Both<&Document>, row: &FigureRow) -> Line {
    let unit = row.figure.left.as_ref().map(Figure::unit).unwrap_or_default();
    let explained = row.explanations.iter().map(|explanation| explanation.reason.words().to_string());
    let counted = [&row.figure.left, &row.figure.right]
        .into_iter()
        .flatten()
        .find_map(|figure| figure.quantity()?.counted.as_ref());
    let counted = counted.map(|counted| format!("counts {}", counted.words.join(" ")));
    Line {
        section: Section::Figures,
        status: row.status,
        place: cells(document, row.place()),
        difference: row.difference.map_or_else(String::new, |difference| apart(difference, unit)),
        remarks: explained.chain(counted).collect(),
        voices: row.voices,
    }
}

/// `2,000 more (20 %)`: how the right one differs from the left one.
fn apart(difference: Difference, unit: &str) -> String {
    let Difference { by, percent } = difference;
    let way = if by < crate::quantity::number::Number::ZERO { "less" } else { "more" };
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let percent = percent.map_or_else(String::new, |percent| format!(" ({:.0} %)", percent.abs()));
    format!("{}{unit} {way}{percent}", by.size())
}

fn claim(document: Both<&Document>, comparison: &Comparison, row: &ClaimRow) -> Line {
    let words = row.shared.iter().map(|word| document.left.slice(word.left).to_string()).collect::<Vec<_>>();
    let shared = (!words.is_empty()).then(|| format!("both have {}", words.join(", ")));
    let differing =
        row.figures.iter().filter_map(|at| comparison.figures.get(*at)).filter(|row| row.status == Status::Differs);
    let figures = differing.filter_map(|row| {
        let place = row.place();
        Some(format!("{} and {} differ", document.left.slice(place.left?), document.right.slice(place.right?)))
    });
    Line {
        section: Section::Claims,
        status: row.status,
        place: cells(document, row.place),
        difference: String::new(),
        remarks: figures.chain(shared).collect(),
        voices: row.voices,
    }
}

fn source(document: Both<&Document>, row: &SourceRow) -> Line {
    let cited = row.cited.as_ref().map(Vec::len);
    let times = [("left", cited.left), ("right", cited.right)].into_iter().filter(|(_, times)| *times > 0);
    Line {
        section: Section::Sources,
        status: row.status,
        place: cells(document, row.name),
        difference: String::new(),
        remarks: times.map(|(side, times)| format!("cited {} {side}", count(times, "time"))).collect(),
        voices: Voices::Two,
    }
}

fn passage(document: Both<&Document>, row: &Passage) -> Line {
    let verbatim = row.is_verbatim();
    let words = format!("{} of {} and {} words are the same", row.equal, row.words.left, row.words.right);
    Line {
        section: Section::Wording,
        status: if verbatim { Status::Equal } else { Status::Alike },
        place: cells(document, row.place.map(Some)),
        difference: String::new(),
        remarks: vec![if verbatim { count(row.equal, "word") } else { words }],
        voices: Voices::One,
    }
}
