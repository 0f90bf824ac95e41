//! Pairs the claims of both texts: each with the one of the other text that most likely says the same.
//!
//! ```text
//!   claim      left 3   ─── its likeliest partner ──→   right 7        one row, if each is the other's likeliest
//!   claim      left 4   ─── its likeliest partner ──→   right 7        a row of its own: what is said once here may be said twice there
//!   claim                                               right 9        only right: nothing on the left comes near
//!   sentence   left 5   ─── no tag on either side ────→ right 8        behind the rows of tags
//! ```
//!
//! Both texts are always compared as a whole: a claim is a tag, and each sentence in which nothing is tagged. Otherwise *only left*
//! would be said of a claim that the right text makes in a sentence which nobody has tagged yet.

mod line;
mod reasons;

use std::collections::{BTreeMap, BTreeSet};

use super::both::Both;
use super::decision::Section;
use super::figures::{Figure, FigureRow};
use super::linked::LinkedPlaces;
use super::nearest::{Bond, Nearest};
use super::places::{NumberedPlace, Places};
use super::reading::DocumentReading;
use super::sources::{self, Sources};
use super::status::{RowStatus, Voices};
use super::wording::{SharedPlaces, Wording};
use super::words;
use super::{Bonds, Decided};
use crate::hash::FastSet;
use crate::parallel;
use crate::say::count;
use crate::tags::scheme::Scheme;
use crate::tags::set::TagSet;
use crate::tags::{COMPARISON, Tag};
use crate::text::Span;
use crate::text::unit::Unit;
use line::says;

/// Two claims less similar than this share no more than two sentences on the same subject usually do.
pub(crate) const LEAST: f64 = 0.2;
/// Up to this many claims a side, [`LEAST`] is enough. Among more, the most similar of unrelated ones are more similar by chance.
const FEW: f64 = 32.0;
/// The similarity that is needed in addition for each doubling of their number.
const STEP: f64 = 0.05;
/// A claim is a partner a second time if it is at least this share as similar as to its own likeliest partner. A sentence with
/// the words of the whole event would else be the partner of half of the other article.
const SECOND: f64 = 0.4;

/// A claim and its most likely partner.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimRow {
    /// The places of the claims; at least one side has one.
    pub place: Both<Option<Span>>,
    /// The status: [`RowStatus::Differs`] if a figure differs, [`RowStatus::Equal`] if the words are the same.
    pub status: RowStatus,
    /// The similarity, 0 to 1.
    pub score: f64,
    /// The words that both have, in any inflection, each at one place on either side; the most specific first.
    pub shared: Vec<Both<Span>>,
    /// The figures that stand in both.
    pub figures: Vec<ClaimFigure>,
    /// The [row of the source](super::sources::SourceRow) that each side cites for it, by number.
    pub source: Both<Option<usize>>,
    /// One source or two; one, if both stand in shared wording.
    pub voices: Voices,
    /// Whether each side is tagged as a claim; the others are sentences.
    pub tagged: Both<bool>,
}

/// A figure that stands in both claims of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimFigure {
    /// The number of the [row of figures](super::figures::FigureRow).
    pub row: usize,
    /// The place in each claim. A text may give a figure several times, and the row shows one of these places.
    pub place: Both<Span>,
}

impl ClaimRow {
    /// Returns whether a side is tagged as a claim.
    pub fn is_tagged(&self) -> bool {
        self.tagged.left || self.tagged.right
    }
}

/// The claims of a document that were compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimCount {
    /// The number of tags.
    pub tags: usize,
    /// The number of sentences without a tag; headings are not counted.
    pub sentences: usize,
}

impl ClaimCount {
    /// Returns the counts in words: `2 tags, 17 sentences`.
    pub fn in_words(self) -> String {
        let sentences = count(self.sentences, "sentence");
        match (self.tags, self.sentences) {
            (0, _) => sentences,
            (tags, 0) => count(tags, "tag"),
            (tags, _) => format!("{}, {sentences}", count(tags, "tag")),
        }
    }
}

/// Returns the spans that are tagged as claims, with the label for sentences. Tags that were made by linking a row of a comparison are
/// none of these: their row must stay where it is in the list.
pub(crate) fn tagged(tags: &TagSet, scheme: &Scheme) -> Vec<Span> {
    let label = scheme.labels.iter().find(|label| label.unit == Unit::Sentence);
    let is_claim = |tag: &&Tag| label.is_some_and(|label| label.name == tag.label);
    let is_own = |tag: &&Tag| tag.via.as_ref().is_none_or(|via| via.rule != COMPARISON);
    tags.iter().filter(is_claim).filter(is_own).map(|tag| tag.span).collect()
}

/// Returns the bonds that make a row: the best one of each claim on either side, if it is good enough for both; by place on
/// the left, then on the right.
fn partners(nearest: &Nearest) -> Vec<Bond> {
    let best = nearest.best();
    let least = least(best.as_ref().map(Vec::len));
    let score = |best: &[Option<Bond>], claim: usize| best[claim].map_or(0.0, |bond| bond.score);
    let is_good = |bond: &&Bond| {
        let (left, right) = (score(&best.left, bond.sentence.left), score(&best.right, bond.sentence.right));
        bond.score >= least.max(left.max(right) * SECOND)
    };
    let mut bonds: Vec<Bond> = best.left.iter().chain(&best.right).flatten().filter(is_good).copied().collect();
    bonds.sort_unstable_by_key(|bond| bond.sentence);
    bonds.dedup_by_key(|bond| bond.sentence);
    bonds
}

/// Returns the least similarity of partners among so many claims on each side.
fn least(count: Both<usize>) -> f64 {
    let many = (count.left as f64 * count.right as f64).sqrt() / FEW;
    LEAST + STEP * many.max(1.0).log2()
}

/// Returns bonds of claims without a partner that have a figure which counts the same as one on the other side.
fn by_figures(claims: &Claims<'_>, bonds: &[Bond], figures: &[FigureRow]) -> Vec<Bond> {
    let bound: BTreeSet<Both<usize>> = bonds.iter().map(|bond| bond.sentence).collect();
    let is_bound = Both::new(
        bound.iter().map(|sentence| sentence.left).collect::<BTreeSet<usize>>(),
        bound.iter().map(|sentence| sentence.right).collect::<BTreeSet<usize>>(),
    );
    let places = claims.spans.map(Places::of_spans);
    let holder = |places: &Places, figure: Span| {
        places.holder(figure).filter(|claim| claim.span.covers(figure)).map(|claim| claim.number)
    };
    let mut found = Vec::new();
    for row in figures.iter().filter(|row| tells_claim(row)) {
        let place = row.place();
        let (Some(left), Some(right)) = (place.left, place.right) else { continue };
        let (left, right) = (holder(&places.left, left), holder(&places.right, right));
        if let (Some(left), Some(right)) = (left, right)
            && (!is_bound.left.contains(&left) || !is_bound.right.contains(&right))
        {
            let score = claims.bonds.likeness.score(left, claims.spans.left.len() + right);
            found.push(Bond { sentence: Both::new(left, right), score });
        }
    }
    found.sort_unstable_by_key(|bond| bond.sentence);
    found.dedup_by_key(|bond| bond.sentence);
    found
}

/// Returns whether the figure of a row is reason enough to put two claims beside each other.
fn tells_claim(row: &FigureRow) -> bool {
    row.figure.left.as_ref().is_some_and(Figure::tells_claim)
        && row.figure.right.as_ref().is_some_and(Figure::tells_claim)
}

/// Returns the bonds of claims that were linked.
fn linked(claims: &Claims<'_>, decided: &Decided<'_>) -> Vec<Bond> {
    let places = claims.spans.map(Places::of_spans);
    let bond = |link: &LinkedPlaces| {
        let left = places.left.holder(link.place.left)?.number;
        let right = places.right.holder(link.place.right)?.number;
        let score = claims.bonds.likeness.score(left, claims.spans.left.len() + right);
        Some(Bond { sentence: Both::new(left, right), score })
    };
    decided.links.iter().filter(|link| link.section == Section::Claims).filter_map(bond).collect()
}

/// Returns the numbers of the claims that are in none of the bonds.
fn alone(bonds: &[Bond], count: Both<usize>) -> Both<Vec<usize>> {
    let of = |count: usize, side: fn(&Bond) -> usize| {
        let bound: BTreeSet<usize> = bonds.iter().map(side).collect();
        (0..count).filter(|claim| !bound.contains(claim)).collect()
    };
    Both::new(of(count.left, |bond| bond.sentence.left), of(count.right, |bond| bond.sentence.right))
}

/// The claims of both documents before their rows are made.
pub(crate) struct Claims<'a> {
    /// The documents.
    pub side: Both<&'a DocumentReading<'a>>,
    /// The spans of the claims, in order.
    pub spans: Both<&'a [Span]>,
    /// The similarity of the claims.
    pub bonds: &'a Bonds,
    /// The sources of both documents.
    pub sources: &'a Sources,
    /// The places that were declined on their own.
    pub left_out: Both<Vec<Span>>,
}

impl Claims<'_> {
    /// Returns the spans of the two claims of a bond.
    fn place(&self, bond: &Bond) -> Both<Span> {
        Both::new(self.spans.left[bond.sentence.left], self.spans.right[bond.sentence.right])
    }

    /// Returns the source that each side cites for a claim.
    fn cited(&self, place: Both<Option<Span>>) -> Both<Option<usize>> {
        let of = |side: &DocumentReading<'_>, rows: &[Option<usize>], span: Option<Span>| {
            span.and_then(|span| sources::cited(side, rows, span)).map(|cited| cited.row)
        };
        let rows = &self.sources.row_of;
        Both::new(of(self.side.left, &rows.left, place.left), of(self.side.right, &rows.right, place.right))
    }

    /// Returns whether both sides of a bond are claims.
    fn is_claim(&self, place: Both<Span>) -> bool {
        says(self.side.left, place.left) && says(self.side.right, place.right)
    }

    /// Returns whether a span of the left document was not declined on its own.
    fn offers_left(&self, span: Span) -> bool {
        !is_left_out(self.side.left, &self.left_out.left, span)
    }

    /// Returns whether a span of the right document was not declined on its own.
    fn offers_right(&self, span: Span) -> bool {
        !is_left_out(self.side.right, &self.left_out.right, span)
    }

    /// Returns the number of claims on each side.
    pub(crate) fn count(&self) -> Both<ClaimCount> {
        let of = |(side, left_out): (&DocumentReading<'_>, &[Span])| {
            let is_sentence =
                |span: &&Span| !side.is_tagged(**span) && says(side, **span) && !is_left_out(side, left_out, **span);
            let sentences = side.claims.iter().filter(is_sentence).count();
            let tags = side.tagged.iter().filter(|span| !is_left_out(side, left_out, **span)).count();
            ClaimCount { tags, sentences }
        };
        let Both { left, right } = self.side;
        Both::new((left, &*self.left_out.left), (right, &*self.left_out.right)).map(of)
    }

    /// Returns whether each side of a row is tagged.
    fn tagged(&self, place: Both<Option<Span>>) -> Both<bool> {
        let of = |side: &DocumentReading<'_>, span: Option<Span>| span.is_some_and(|span| side.is_tagged(span));
        Both::new(of(self.side.left, place.left), of(self.side.right, place.right))
    }
}

/// Returns whether a span was declined on its own. What is tagged within a declined sentence is another claim.
fn is_left_out(side: &DocumentReading<'_>, left_out: &[Span], span: Span) -> bool {
    let is_same = |place: &Span| place.covers(span) || span.covers(*place);
    left_out.contains(&span) || !side.is_tagged(span) && left_out.iter().any(is_same)
}

/// Returns the claims in rows: those that are tagged on either side, then the others; each by status, then by place.
pub(crate) fn rows(
    claims: &Claims<'_>,
    figures: &[FigureRow],
    wording: &Wording,
    decided: &Decided<'_>,
) -> Vec<ClaimRow> {
    let is_offered = |bond: &Bond| {
        let place = claims.place(bond);
        claims.offers_left(place.left) && claims.offers_right(place.right) && !decided.parts(Section::Claims, place)
    };
    let is_row = |bond: &Bond| claims.is_claim(claims.place(bond)) && is_offered(bond);
    let by_place = FiguresByPlace::of(figures);
    let wording = wording.places();
    let paired = |bond: &Bond| paired(claims, *bond, (figures, &by_place), &wording);
    let bonds: Vec<Bond> = partners(&claims.bonds.nearest).into_iter().filter(is_row).collect();
    let likely = parallel::each(&bonds, paired);
    let is_enough = |bond: &Bond, row: &ClaimRow| {
        let has_figure = row.figures.iter().any(|figure| tells_claim(&figures[figure.row]));
        has_figure || reasons::are_enough(claims, *bond, &row.shared)
    };
    let likely = bonds.into_iter().zip(likely).filter(|(bond, row)| is_enough(bond, row));
    let (mut bonds, mut rows): (Vec<Bond>, Vec<ClaimRow>) = likely.unzip();
    let mut seen: FastSet<Both<usize>> = bonds.iter().map(|bond| bond.sentence).collect();
    let more = by_figures(claims, &bonds, figures).into_iter().filter(is_row);
    let more = more.chain(linked(claims, decided)).filter(|bond| seen.insert(bond.sentence));
    let more: Vec<Bond> = more.collect();
    rows.extend(parallel::each(&more, paired));
    rows.iter_mut().for_each(|row| row.shared = reasons::in_full(claims.side, row.place, &row.shared));
    bonds.extend(more);
    let mut alone = alone(&bonds, claims.spans.map(|spans| spans.len()));
    let says_left = |span: Span| claims.offers_left(span) && says(claims.side.left, span);
    let says_right = |span: Span| claims.offers_right(span) && says(claims.side.right, span);
    alone.left.retain(|at| says_left(claims.spans.left[*at]));
    alone.right.retain(|at| says_right(claims.spans.right[*at]));
    let single = |place, status| ClaimRow {
        place,
        status,
        score: 0.0,
        shared: Vec::new(),
        figures: Vec::new(),
        source: claims.cited(place),
        voices: Voices::Two,
        tagged: claims.tagged(place),
    };
    let left = alone.left.into_iter().map(|at| Both::new(Some(claims.spans.left[at]), None));
    rows.extend(left.map(|place| single(place, RowStatus::OnlyLeft)));
    let right = alone.right.into_iter().map(|at| Both::new(None, Some(claims.spans.right[at])));
    rows.extend(right.map(|place| single(place, RowStatus::OnlyRight)));
    rows.sort_by_key(|row| (!row.is_tagged(), row.status, row.place.left.or(row.place.right), row.place.right));
    rows
}

/// All places of the figures that both documents have, with the numbers of their rows.
struct FiguresByPlace(Both<Places>);

impl FiguresByPlace {
    fn of(figures: &[FigureRow]) -> FiguresByPlace {
        let of = |side: fn(&FigureRow) -> Option<&Figure>| {
            let in_both = |row: &FigureRow| row.figure.left.is_some() && row.figure.right.is_some();
            let places = figures.iter().enumerate().filter(|(_, row)| in_both(row)).flat_map(move |(number, row)| {
                let spans = side(row).into_iter().flat_map(|figure| figure.also.iter().copied().chain([figure.span()]));
                spans.map(move |span| NumberedPlace { span, number })
            });
            Places::of(places)
        };
        FiguresByPlace(Both::new(of(|row| row.figure.left.as_ref()), of(|row| row.figure.right.as_ref())))
    }

    /// Returns the figures that stand within both spans, by row. If one stands there twice, its first place counts.
    fn within(&self, place: Both<Span>) -> Vec<ClaimFigure> {
        let of = |places: &Places, span: Span| -> BTreeMap<usize, Span> {
            let inside = places.over(span).filter(|figure| span.covers(figure.span));
            inside.map(|figure| (figure.number, figure.span)).collect()
        };
        let (left, right) = (of(&self.0.left, place.left), of(&self.0.right, place.right));
        let in_both = left.into_iter().filter_map(|(row, left)| Some((row, Both::new(left, *right.get(&row)?))));
        in_both.map(|(row, place)| ClaimFigure { row, place }).collect()
    }
}

fn paired(
    claims: &Claims<'_>,
    bond: Bond,
    (figures, by_place): (&[FigureRow], &FiguresByPlace),
    wording: &SharedPlaces,
) -> ClaimRow {
    let place = claims.place(&bond);
    let figures_here = by_place.within(place);
    let differs = figures_here.iter().any(|figure| figures[figure.row].status == RowStatus::Differs);
    let is_same = folded(claims.side.left, place.left).eq(folded(claims.side.right, place.right));
    let status = match (differs, is_same) {
        // The same words may have other signs: `$5`, `€5`.
        (true, _) => RowStatus::Differs,
        (false, true) => RowStatus::Equal,
        (false, false) => RowStatus::Alike,
    };
    ClaimRow {
        place: place.map(Some),
        status,
        score: bond.score,
        shared: reasons::shared(claims, bond),
        figures: figures_here,
        source: claims.cited(place.map(Some)),
        voices: if wording.holds(claims.side.map(DocumentReading::text), place) { Voices::One } else { Voices::Two },
        tagged: claims.tagged(place.map(Some)),
    }
}

/// Returns the words of a claim in the form in which they are compared.
fn folded<'a>(side: &'a DocumentReading<'a>, span: Span) -> impl Iterator<Item = String> + 'a {
    let text = side.document.slice(span);
    words::spans(text).map(|word| {
        let mut folded = String::new();
        words::fold(&text[word.start..word.end], &mut folded);
        folded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn among_many_claims_a_partner_must_be_more_similar() {
        let rounded = |left, right| (least(Both::new(left, right)) * 1000.0).round() / 1000.0;
        assert_eq!([rounded(0, 9), rounded(32, 32), rounded(16, 64)], [0.2, 0.2, 0.2]);
        assert_eq!([rounded(64, 64), rounded(512, 128)], [0.25, 0.35]);
    }
}
