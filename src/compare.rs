//! Compares documents: what they share, where they differ, what only one of them says.
//!
//! ```text
//!   left    1,500 soldiers have been sent, of 12,000 planned         right   10,000 soldiers are deployed
//!
//!   [figures]            10,000 deployed, 12,000 planned: differs by 2,000 (20 %); another scope
//!   [claims]             each beside the one of the other document that is likeliest to say the same
//!   [wording]            passages that stand in both, word for word or nearly: one voice, not two
//!   [decision]           what an analyst makes of a row                  [account]  what there is to say about it
//!
//!     [partner] [nearest]  how like two sentences are, and which are likest
//!     [words]              words as numbers
//! ```
//!
//! Everything here is a function of the texts: no file, no model, nothing learnt from other texts. If the grammar of a
//! language is not known, its figures and dates are read by digits and signs, its sources are not, and its claims and wording are
//! compared as those of any text.

pub mod account;
pub mod alike;
pub mod annotated;
pub mod both;
pub(crate) mod claims;
pub(crate) mod decision;
pub(crate) mod events;
pub(crate) mod figures;
pub mod linked;
pub(crate) mod many;
pub(crate) mod nearest;
pub mod partner;
pub(crate) mod places;
pub mod reading;
pub(crate) mod sources;
pub mod status;
pub mod wording;
pub(crate) mod words;

use crate::hash::FastMap;
use crate::language::Language;
use crate::parallel;
use crate::text::{Document, Span};
use both::Both;
use claims::{ClaimCount, ClaimRow, Claims};
use decision::{DeclinedPlaces, Outcome, PlacedDecision, Section, WhichDocuments};
use figures::FigureRow;
use linked::LinkedPlaces;
use nearest::Nearest;
use partner::Likeness;
use partner::stem::Stems;
use reading::DocumentReading;
use sources::{SourceRow, Sources};
use status::{RowStatus, StatusCounts, Voices};
use wording::Wording;

/// One of the two documents to compare.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The document.
    pub document: &'a Document,
    /// The language of the text.
    pub language: &'a Language,
    /// The spans that are tagged as claims, in order, in bytes; each sentence without one is a claim, too.
    pub claims: &'a [Span],
}

/// The comparison of two documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The figures, by status, then by place.
    pub figures: Vec<FigureRow>,
    /// The claims: those that are tagged, then the others; each by status, then by place.
    pub claims: Vec<ClaimRow>,
    /// The numbers of tags and of sentences that were compared as claims.
    pub claimed: Both<ClaimCount>,
    /// The sources, by status, then by place.
    pub sources: Sources,
    /// The wording that both share, word for word or nearly.
    pub wording: Wording,
    /// The links between places of both.
    pub links: Vec<LinkedPlaces>,
    /// What annotators under review have declined.
    pub declined: Vec<DeclinedPlaces>,
    /// The sentences of both documents, in order.
    pub sentences: Both<Vec<Span>>,
}

/// The parts that rows of all sections have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RowSummary {
    /// The place in each document, in bytes; at least one side has one.
    pub place: Both<Option<Span>>,
    /// The status.
    pub status: RowStatus,
    /// Whether one or two sources are behind the two sides.
    pub voices: Voices,
}

impl Comparison {
    /// Returns the rows of a section, in order. The analyst's link is the status of its row. The order is that of what the program found,
    /// so that a row stays where it is when it is linked.
    pub fn rows(&self, section: Section) -> Vec<RowSummary> {
        let mut rows = self.found(section);
        let own = self.links.iter().filter(|link| link.by.is_none());
        let mut linked: FastMap<usize, RowStatus> = FastMap::default();
        for (link, status) in own.filter_map(|link| Some((link, RowStatus::of_link(&link.kind)?))) {
            let Some(at) = link.row(section, rows.iter().map(|row| row.place)) else { continue };
            let first = linked.entry(at).or_insert(status);
            *first = status.min(*first);
        }
        linked.into_iter().for_each(|(at, status)| rows[at].status = status);
        rows
    }

    /// Returns the rows of a section as the program found them.
    fn found(&self, section: Section) -> Vec<RowSummary> {
        match section {
            Section::Figures => {
                let row = |row: &FigureRow| RowSummary { place: row.place(), status: row.status, voices: row.voices };
                self.figures.iter().map(row).collect()
            }
            Section::Claims => {
                let row = |row: &ClaimRow| RowSummary { place: row.place, status: row.status, voices: row.voices };
                self.claims.iter().map(row).collect()
            }
            Section::Sources => {
                let row = |row: &SourceRow| RowSummary { place: row.name, status: row.status, voices: Voices::Two };
                self.sources.rows.iter().map(row).collect()
            }
            Section::Wording => {
                let status = |passage: &wording::WordingPassage| {
                    if passage.is_verbatim() { RowStatus::Equal } else { RowStatus::Alike }
                };
                let row = |passage: &wording::WordingPassage| RowSummary {
                    place: passage.place.map(Some),
                    status: status(passage),
                    voices: Voices::One,
                };
                self.wording.passages.iter().map(row).collect()
            }
        }
    }

    /// Returns the numbers of the rows of claims of one side only that cite nobody.
    pub fn unsupported(&self) -> impl Iterator<Item = usize> {
        let is_alone = |row: &ClaimRow| row.place.left.is_none() || row.place.right.is_none();
        let is_uncited = |row: &ClaimRow| row.source == Both::default();
        self.claims.iter().enumerate().filter(move |(_, row)| is_alone(row) && is_uncited(row)).map(|(at, _)| at)
    }

    /// Returns the number of rows of a section with each [status](RowStatus::ALL).
    pub fn counts(&self, section: Section) -> StatusCounts {
        let rows = self.rows(section);
        StatusCounts(RowStatus::ALL.map(|status| rows.iter().filter(|row| row.status == status).count()))
    }
}

/// What was decided about rows.
pub(crate) struct Decided<'a> {
    /// The pairs that are not to be made, and the places that are not to be compared.
    declined: &'a [PlacedDecision<'a>],
    /// The pairs that are to be made.
    links: &'a [LinkedPlaces],
}

impl Decided<'_> {
    /// Returns whether two places of a section are not to be paired.
    fn parts(&self, section: Section, place: Both<Span>) -> bool {
        self.declined.iter().any(|placed| placed.is_about(section, place.map(Some)))
    }

    /// Returns the places of a section that were declined on their own.
    fn left_out(&self, section: Section) -> Both<Vec<Span>> {
        let of = |ends: WhichDocuments| {
            let here = self.declined.iter().filter(|placed| placed.decision.section == section);
            here.filter(|placed| placed.decision.ends == ends).map(|placed| placed.place.left).collect()
        };
        Both::new(of(WhichDocuments::Left), of(WhichDocuments::Right))
    }
}

/// Compares two documents. Rows that were declined in `decisions` are not offered again, pairs that were linked are rows, and decisions
/// join or separate sources; if two contradict each other, the later one wins.
pub fn compare(side: Both<Side<'_>>, decisions: &[PlacedDecision<'_>]) -> Comparison {
    let (left, right) = parallel::both(|| DocumentReading::of(side.left), || DocumentReading::of(side.right));
    let reading = Both::new(left, right);
    compare_read(reading.as_ref(), decisions)
}

/// Compares two documents that were read already: see [`compare`].
pub fn compare_read(side: Both<&DocumentReading<'_>>, decisions: &[PlacedDecision<'_>]) -> Comparison {
    compare_unless(side, decisions, &|| false).unwrap_or_default()
}

/// Compares two documents that were read already; returns `None` as soon as `cancelled` returns true. It is asked before each of the
/// parts that take long.
pub(crate) fn compare_unless(
    side: Both<&DocumentReading<'_>>,
    decisions: &[PlacedDecision<'_>],
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Comparison> {
    let going = || (!cancelled()).then_some(());
    let declined: Vec<PlacedDecision> =
        decisions.iter().copied().filter(|placed| placed.decision.outcome == Outcome::Declined).collect();
    let links = LinkedPlaces::among(decisions);
    let decided = Decided { declined: &declined, links: &links };
    let text = side.map(|side| side.text());
    going()?;
    let (found, bonds) = parallel::both(
        || {
            let wording = wording::wording(text.left, text.right);
            going()?;
            let sources = sources::sources(side, &wording, decisions);
            Some((wording, sources))
        },
        || Bonds::of(side, side.map(|side| side.sentences.as_slice())),
    );
    let (wording, sources) = found?;
    going()?;
    let figures = figures::rows(side, &bonds, &sources, &wording, &decided);
    // If nothing is tagged, the sentences are the claims, and their bonds are known.
    going()?;
    let spans = side.map(|side| side.claims.as_slice());
    let is_tagged = !side.left.tagged.is_empty() || !side.right.tagged.is_empty();
    let bonds = if is_tagged { Bonds::of(side, spans) } else { bonds };
    going()?;
    let left_out = decided.left_out(Section::Claims);
    let of_both = Claims { side, spans, bonds: &bonds, sources: &sources, left_out };
    let (claims, claimed) = (claims::rows(&of_both, &figures, &wording, &decided), of_both.count());
    let sentences = side.map(|side| side.sentences.clone());
    let declined = DeclinedPlaces::among(decisions);
    Some(Comparison { figures, claims, claimed, sources, wording, links, declined, sentences })
}

/// The likeness of the sentences of two documents.
pub struct Bonds {
    /// The sentences of the left document, then those of the right one.
    pub likeness: Likeness,
    /// The most similar of them.
    pub nearest: Nearest,
}

impl Bonds {
    /// Reads sentences, or other spans, of both documents. Their words are stemmed if both documents are in one
    /// language.
    pub fn of(side: Both<&DocumentReading<'_>>, spans: Both<&[Span]>) -> Bonds {
        let stems = match side.left.language.code == side.right.language.code {
            true => Stems::of(&side.left.language.code),
            false => Stems::of(""),
        };
        let left = spans.left.iter().map(|span| side.left.document.slice(*span));
        let right = spans.right.iter().map(|span| side.right.document.slice(*span));
        let likeness = Likeness::of(left.chain(right), &stems);
        let nearest = Nearest::of(&likeness, spans.left.len());
        Bonds { likeness, nearest }
    }
}

#[cfg(test)]
mod tests;
