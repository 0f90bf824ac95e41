//! Holds the comparison of the two articles: the question, the answer, and which rows are shown.
//!
//! ```text
//!   question ─▶ (on another thread if long) ─▶ answer ─┬─▶ rows on the comparison screen: one section, one status
//!                                                      ├─▶ shared wording in the text
//!                                                      └─▶ the twin of a tag
//! ```
//!
//! An answer is kept while the texts, the claims and the decisions stay the same, so that returning to it costs
//! nothing.

use std::sync::Arc;

use super::App;
use crate::attribution::Attribution;
use crate::compare::both::Both;
use crate::compare::claims::ClaimRow;
use crate::compare::decision::{RowDecision, Section};
use crate::compare::linked::LinkedPlaces;
use crate::compare::status::RowStatus;
use crate::compare::wording::WordingPassage;
use crate::compare::{Comparison, RowSummary};
use crate::language::Language;
use crate::tags::Id;
use crate::tags::history::Slot;
use crate::text::{Document, Span};

/// The state of the comparison of the two articles on the desk.
#[derive(Debug, Default)]
pub struct Comparing {
    /// The number of the last question.
    pub asked: u64,
    /// The question that is being answered.
    pub underway: Option<Underway>,
    /// The last answer.
    pub answer: Option<Compared>,
    /// The rows that the comparison screen shows.
    pub view: RowView,
    /// The rows that it showed of other sections when they were left.
    pub seen: Vec<RowView>,
    /// The row of the source that the next chosen source is joined with.
    pub joining: Option<RowId>,
    /// The rows that were decided on since the screen was opened, the last one at the end: undoing a decision goes back to its row.
    pub decided: Vec<RowId>,
    /// The filter that was typed when the screen was left for the text.
    pub typed: String,
    /// Whether shared wording is shown in the text.
    pub wording: bool,
}

/// The input of a comparison.
#[derive(Clone, Debug)]
pub struct CompareQuestion {
    /// The documents.
    pub slots: Both<Slot>,
    /// Their texts.
    pub documents: Both<Arc<Document>>,
    /// The languages of the texts.
    pub languages: Both<&'static Language>,
    /// The spans that are tagged as claims, in bytes.
    pub claims: Both<Vec<Span>>,
    /// Earlier decisions on rows.
    pub decisions: Vec<RowDecision>,
}

/// A question that is being answered.
#[derive(Debug)]
pub struct Underway {
    /// The question.
    pub question: CompareQuestion,
    /// The purpose of the answer.
    pub purpose: Purpose,
    /// Whether the user has done something else meanwhile: then the answer does not cover the screen.
    pub is_left_alone: bool,
}

/// The purpose of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The rows.
    Rows,
    /// The rows after a decision; the screen is open already.
    Again,
    /// Shared wording in the text.
    Wording,
    /// The same words as this tag's, in the other article.
    Twin(Slot, Id),
}

impl Purpose {
    /// Returns the command that asks for it.
    pub fn command(&self) -> &'static str {
        match self {
            Purpose::Rows | Purpose::Again => "compare",
            Purpose::Wording => "shared-wording",
            Purpose::Twin(..) => "carry-over",
        }
    }

    /// Returns what this command does with the answer.
    pub fn does(&self) -> &'static str {
        match self {
            Purpose::Rows | Purpose::Again => "shows it",
            Purpose::Wording => "shows the shared wording",
            Purpose::Twin(..) => "carries the tag over",
        }
    }
}

/// A question and its answer. The counts that a frame shows are computed once, because an answer may have thousands of
/// rows.
#[derive(Debug)]
pub struct Compared {
    /// The question.
    pub question: CompareQuestion,
    /// The answer.
    pub comparison: Comparison,
    /// Whether declined rows were removed from the answer, so that it is no longer complete.
    is_partial: bool,
    sections: [SectionRows; Section::ALL.len()],
}

/// The rows of a section.
#[derive(Debug, Default)]
struct SectionRows {
    rows: Vec<NumberedRow>,
    counts: Vec<(RowFilter, usize)>,
}

/// The rows that are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RowView {
    /// The section.
    pub section: Section,
    /// The filter for its rows.
    pub filter: RowFilter,
    /// The row that was chosen last.
    pub last: Option<RowId>,
    /// The number of the place of that row that both articles show: see [`Compared::places`].
    pub turn: usize,
}

impl Default for RowView {
    fn default() -> RowView {
        RowView { section: Section::Figures, filter: RowFilter::All, last: None, turn: 0 }
    }
}

/// A filter for the rows of a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowFilter {
    /// All rows, those that differ first.
    #[default]
    All,
    /// Claims that are tagged on either side.
    Tagged,
    /// The rows with this status.
    Status(RowStatus),
    /// Claims of one article only that cite no source.
    Unsupported,
}

impl RowFilter {
    /// All filters, in the order in which a key goes through them.
    pub const ALL: [RowFilter; 11] = [
        RowFilter::All,
        RowFilter::Tagged,
        RowFilter::Status(RowStatus::Contradicts),
        RowFilter::Status(RowStatus::DiffersFrom),
        RowFilter::Status(RowStatus::Differs),
        RowFilter::Status(RowStatus::OnlyLeft),
        RowFilter::Status(RowStatus::OnlyRight),
        RowFilter::Status(RowStatus::Alike),
        RowFilter::Status(RowStatus::SameAs),
        RowFilter::Status(RowStatus::Equal),
        RowFilter::Unsupported,
    ];

    /// Returns the name on the screen.
    pub fn name(self) -> &'static str {
        match self {
            RowFilter::All => "all",
            RowFilter::Tagged => "tagged",
            // Beside *differs*, which the program says, *differs from* would be unclear.
            RowFilter::Status(RowStatus::Contradicts) => "linked: contradicts",
            RowFilter::Status(RowStatus::DiffersFrom) => "linked: differs from",
            RowFilter::Status(RowStatus::SameAs) => "linked: same as",
            RowFilter::Status(status) => status.name(),
            RowFilter::Unsupported => "unsupported",
        }
    }
}

/// Identifies a row. It stays the same when a later comparison gives the row another number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowId {
    /// The section.
    pub section: Section,
    /// The place in each document, in bytes.
    pub place: Both<Option<Span>>,
}

/// A row with its id and its number in its section.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberedRow {
    /// The id.
    pub id: RowId,
    /// The number.
    pub number: usize,
    /// The row.
    pub row: RowSummary,
    /// Whether the row is a claim of one article only that cites no source.
    pub is_unsupported: bool,
    /// Whether the row is a claim that is tagged on either side.
    pub is_tagged: bool,
}

impl NumberedRow {
    /// Returns whether a filter lets the row through.
    pub fn shows(&self, filter: RowFilter) -> bool {
        match filter {
            RowFilter::All => true,
            RowFilter::Tagged => self.is_tagged,
            RowFilter::Status(status) => self.row.status == status,
            RowFilter::Unsupported => self.is_unsupported,
        }
    }
}

impl SectionRows {
    fn of(comparison: &Comparison, section: Section) -> SectionRows {
        let unsupported: Vec<usize> =
            if section == Section::Claims { comparison.unsupported().collect() } else { Vec::new() };
        let named = |(number, row): (usize, RowSummary)| {
            let is_unsupported = unsupported.binary_search(&number).is_ok();
            let claim = comparison.claims.get(number).filter(|_| section == Section::Claims);
            let is_tagged = claim.is_some_and(ClaimRow::is_tagged);
            NumberedRow { id: RowId { section, place: row.place }, number, row, is_unsupported, is_tagged }
        };
        let rows = comparison.rows(section).into_iter().enumerate().map(named).collect();
        let mut of = SectionRows { rows, counts: Vec::new() };
        of.count();
        of
    }

    fn count(&mut self) {
        let count = |filter| (filter, self.rows.iter().filter(|one| one.shows(filter)).count());
        let counts = RowFilter::ALL.map(count).into_iter();
        self.counts = counts.filter(|(filter, count)| *filter == RowFilter::All || *count > 0).collect();
    }
}

impl CompareQuestion {
    /// Returns whether the question is about these texts.
    pub fn is_about(&self, documents: &Both<Arc<Document>>) -> bool {
        Arc::ptr_eq(&self.documents.left, &documents.left) && Arc::ptr_eq(&self.documents.right, &documents.right)
    }

    /// Returns whether the other question has the same input, and so the same answer.
    pub fn is(&self, other: &CompareQuestion) -> bool {
        self.is_about(&other.documents)
            && (self.slots, &self.claims, &self.decisions) == (other.slots, &other.claims, &other.decisions)
    }
}

impl Compared {
    /// Counts the rows of an answer.
    pub fn new(question: CompareQuestion, comparison: Comparison) -> Compared {
        let sections = Section::ALL.map(|section| SectionRows::of(&comparison, section));
        Compared { question, comparison, is_partial: false, sections }
    }

    /// Returns whether this is the answer to that question.
    pub fn answers(&self, question: &CompareQuestion) -> bool {
        !self.is_partial && self.question.is(question)
    }

    /// Returns the rows of a section, in order.
    pub fn rows(&self, section: Section) -> &[NumberedRow] {
        &self.sections[section as usize].rows
    }

    /// Returns the rows of a section that a filter lets through.
    pub fn filtered(&self, section: Section, filter: RowFilter) -> impl Iterator<Item = &NumberedRow> {
        self.rows(section).iter().filter(move |one| one.shows(filter))
    }

    /// Returns the filters that let through a row of a section, with the number of those rows. The first lets all rows
    /// through.
    pub fn counts(&self, section: Section) -> &[(RowFilter, usize)] {
        &self.sections[section as usize].counts
    }

    /// Removes a row that was declined. The next comparison no longer finds it.
    pub fn leave_out(&mut self, id: RowId) {
        let of = &mut self.sections[id.section as usize];
        of.rows.retain(|one| one.id != id);
        of.count();
        self.is_partial = true;
    }

    /// Returns the row with this id, if it has this number among the rows of its section.
    pub fn at(&self, id: RowId, number: usize) -> Option<&NumberedRow> {
        self.rows(id.section).get(number).filter(|one| one.id == id)
    }

    /// Returns the row with this id.
    pub fn find(&self, id: RowId) -> Option<&NumberedRow> {
        self.rows(id.section).iter().find(|one| one.id == id)
    }

    /// Returns whether a link is the one that a row shows: of several rows that its tags hold, the nearest shows it.
    pub fn shows_link(&self, id: RowId, link: &LinkedPlaces) -> bool {
        let rows = self.rows(id.section);
        let is_row = |at: usize| rows[at].id == id;
        link.is_of(id.section, id.place)
            && link.row(id.section, rows.iter().map(|one| one.id.place)).is_some_and(is_row)
    }

    /// Returns the row that a row of an earlier answer has become: the one with the same places or else, of sources, the one that has
    /// its name among others, and of the other sections, the one that has the most in common with it.
    pub fn became(&self, id: RowId) -> Option<RowId> {
        if self.find(id).is_some() {
            return Some(id);
        }
        let rows = self.rows(id.section);
        if id.section == Section::Sources {
            let has = |names: &[Span], name: Option<Span>| name.is_some_and(|name| names.contains(&name));
            let source = |one: &NumberedRow| self.comparison.sources.rows.get(one.number);
            let left = |one: &&NumberedRow| source(one).is_some_and(|row| has(&row.names.left, id.place.left));
            let right = |one: &&NumberedRow| source(one).is_some_and(|row| has(&row.names.right, id.place.right));
            return rows.iter().find(left).or_else(|| rows.iter().find(right)).map(|one| one.id);
        }
        let common = |one: &NumberedRow| {
            let sides = [(id.place.left, one.id.place.left), (id.place.right, one.id.place.right)];
            let both = sides.into_iter().filter_map(|(was, is)| was.zip(is));
            both.map(|(was, is)| was.end.min(is.end).saturating_sub(was.start.max(is.start))).sum::<usize>()
        };
        let most = rows.iter().rev().max_by_key(|one| common(one)).filter(|one| common(one) > 0);
        most.map(|one| one.id)
    }

    /// Returns the places of a row in each document, the one that the row shows first. Then come those where a figure is given again,
    /// or all statements of a source.
    pub fn places(&self, id: RowId) -> Both<Vec<Span>> {
        let mut places = id.place.map(|span| span.into_iter().collect::<Vec<_>>());
        let Some(one) = self.find(id) else { return places };
        match id.section {
            Section::Figures => {
                let row = self.comparison.figures.get(one.number);
                let also = row.map(|row| row.figure.as_ref().map(|figure| figure.iter().flat_map(|it| &it.also)));
                if let Some(Both { left, right }) = also {
                    places.left.extend(left);
                    places.right.extend(right);
                }
            }
            Section::Sources => {
                if let Some(row) = self.comparison.sources.rows.get(one.number) {
                    places.left.extend(row.cited.left.iter().filter_map(Attribution::whole));
                    places.right.extend(row.cited.right.iter().filter_map(Attribution::whole));
                }
            }
            Section::Claims | Section::Wording => {}
        }
        places
    }

    /// Returns the place of a row in a document.
    pub fn place(&self, id: RowId, slot: Slot) -> Option<Span> {
        match slot {
            slot if slot == self.question.slots.left => id.place.left,
            slot if slot == self.question.slots.right => id.place.right,
            _ => None,
        }
    }
}

impl App {
    /// Returns the place of a row that a document shows now.
    pub fn shown_place(&self, id: RowId, slot: Slot) -> Option<Span> {
        let answer = self.compared()?;
        let turn = if self.comparing.view.last == Some(id) { self.comparing.view.turn } else { 0 };
        let (slots, places) = (answer.question.slots, answer.places(id));
        let places = match slot {
            slot if slot == slots.left => places.left,
            slot if slot == slots.right => places.right,
            _ => return None,
        };
        places.get(turn.min(places.len().checked_sub(1)?)).copied()
    }

    /// Returns the passages of a document that the other article shares, if they are shown.
    pub fn shown_wording(&self, slot: Slot) -> impl Iterator<Item = Span> {
        let answer = self.compared().filter(|_| self.comparing.wording);
        let place = move |answer: &Compared, passage: &WordingPassage| {
            answer.place(RowId { section: Section::Wording, place: passage.place.map(Some) }, slot)
        };
        answer
            .into_iter()
            .flat_map(move |answer| answer.comparison.wording.passages.iter().filter_map(move |it| place(answer, it)))
    }

    /// Returns the comparison of the articles on the desk; `None` if the user has not asked for one, or if a text has
    /// changed since, so that the places no longer fit.
    pub fn compared(&self) -> Option<&Compared> {
        self.comparing.answer.as_ref().filter(|answer| {
            let slots = answer.question.slots;
            let is_there = |slot: Slot| self.desk.pane_of(slot).is_some();
            is_there(slots.left)
                && is_there(slots.right)
                && answer.question.is_about(&slots.map(|slot| self.desk.shelf[slot].document.clone()))
        })
    }
}
