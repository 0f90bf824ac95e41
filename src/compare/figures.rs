//! Pairs the figures of both texts that count the same thing, with their difference and possible explanations.
//!
//! ```text
//!   left                              right                              status
//!   around 12,000 soldiers            12,000 troops                      equal     one is approximate
//!   10,000 soldiers deployed          around 12,000 soldiers planned     differs   by 2,000 (20 %)    another scope: deployed, planned
//!   23 of 32 members                                                     only left
//!
//!   [pairing]   which of them count the same     [amount] [units]   how much each is     [explain] [scope]   why they may differ
//! ```
//!
//! The status is only about the numbers: possible explanations have a column of their own, and whether two figures
//! contradict each other is for the reader to decide.

mod amount;
pub(crate) mod explain;
mod owner;
mod pairing;
mod scope;
mod thing;
mod units;

use super::both::Both;
use super::decision::Section;
use super::linked::LinkedPlaces;
use super::places::Places;
use super::reading::{DocumentReading, Stated};
use super::sources::{self, Sources};
use super::status::{RowStatus, Voices};
use super::wording::{SharedPlaces, Wording};
use super::{Bonds, Decided};
use crate::hash::FastSet;
use crate::language::words::Way;
use crate::parallel;
use crate::quantity::number::Number;
use crate::quantity::{Change, Quantity};
use crate::text::Span;
use amount::BaseAmount;
pub(crate) use amount::Relation;
use explain::{Explanation, Place};
use owner::UsedNames;
pub(super) use pairing::relation;
use pairing::{FigureMention, Pair};
use scope::FigureScope;

/// A figure of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The quantity or date, and its place.
    pub said: Stated,
    /// The sentence that it stands in.
    pub sentence: Span,
    /// The other places where the text gives the same figure for the same thing, in order.
    pub also: Vec<Span>,
    /// The name of whose count it is, where the sentence says so.
    pub whose: Option<Span>,
    /// The day or the period as of which it is, where the sentence says so.
    pub when: Option<Span>,
}

impl Figure {
    /// Returns the place, in bytes.
    pub fn span(&self) -> Span {
        self.said.span()
    }

    /// Returns the quantity, unless it is a date.
    pub fn quantity(&self) -> Option<&Quantity> {
        self.said.quantity()
    }

    /// Returns whether two claims that share the figure may say the same for that reason alone: it is more than a month or a year, which
    /// many sentences have.
    pub(super) fn tells_claim(&self) -> bool {
        match &self.said {
            Stated::Quantity(_) => true,
            Stated::Moment(moment) => moment.is_day(),
        }
    }

    /// Returns the name of the unit, an English singular; empty for a bare number and for a date.
    pub fn unit(&self) -> &str {
        self.quantity().map(|quantity| quantity.unit.name.as_str()).unwrap_or_default()
    }

    /// Returns the amount in the base unit of its kind, with the name of that unit; for a range, the middle. Returns `None`
    /// for a date.
    pub(super) fn told(&self) -> Option<(String, f64)> {
        Some(BaseAmount::of(self.quantity()?).told())
    }
}

/// A figure, and the one of the other document that counts the same.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureRow {
    /// The figures; at least one side has one.
    pub figure: Both<Option<Figure>>,
    /// The status.
    pub status: RowStatus,
    /// The difference, if both can be converted to one unit and their numbers differ.
    pub difference: Option<Difference>,
    /// Possible reasons for a difference, or remarks on equal figures.
    pub explanations: Vec<Explanation>,
    /// The certainty that both count the same, 0 to 1.
    pub score: f64,
    /// One source or two; one, if both stand in shared wording.
    pub voices: Voices,
}

/// The difference of two figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The right one minus the left one, in the left one's unit; for ranges, between the closest ends.
    pub by: Number,
    /// The difference as a percentage of the left one; `None` if that is zero.
    pub percent: Option<f64>,
}

impl FigureRow {
    /// Returns the places of the figures.
    pub fn place(&self) -> Both<Option<Span>> {
        self.figure.as_ref().map(|figure| figure.as_ref().map(Figure::span))
    }
}

/// Compares the figures of two documents. The rows are ordered by status, then by place. Pairs that were declined are
/// not made.
pub(crate) fn rows(
    side: Both<&DocumentReading<'_>>,
    bonds: &Bonds,
    sources: &Sources,
    wording: &Wording,
    decided: &Decided<'_>,
) -> Vec<FigureRow> {
    let used = names(side);
    let (left, right) = parallel::both(
        || Mentions::of(pairing::mentions(&bonds.likeness, side.left, 0, &used.surnames), &used),
        || {
            Mentions::of(
                pairing::mentions(&bonds.likeness, side.right, side.left.sentences.len(), &used.surnames),
                &used,
            )
        },
    );
    let mentions = Both::new(left, right);
    let all = Both::new(mentions.left.all.as_slice(), mentions.right.all.as_slice());
    let left_out = decided.left_out(Section::Figures);
    let left_out =
        Both::new(mentions.left.at(side.left, &left_out.left), mentions.right.at(side.right, &left_out.right));
    let is_declined = |mention: Both<usize>| {
        let place = Both::new(side.left.figures[mention.left].span(), side.right.figures[mention.right].span());
        left_out.left.contains(&mentions.left.all[mention.left].figure)
            || left_out.right.contains(&mentions.right.all[mention.right].figure)
            || decided.parts(Section::Figures, place)
    };
    // A noun says nothing of one in another language.
    let nouns = (side.left.language.code == side.right.language.code).then_some(&side.left.language.nouns);
    let mut pairs = pairing::pairs(bonds, all, nouns, is_declined);
    pairing::link(&mut pairs, &linked(side, decided), all);
    let wording = wording.places();
    let mut rows: Vec<FigureRow> = parallel::each(&pairs, |pair| paired(side, &mentions, pair, sources, &wording));
    let taken = |side: fn(&Pair) -> usize| pairs.iter().map(side).collect::<FastSet<usize>>();
    for at in alone(&mentions.left.all, &(&taken(|pair| pair.figure.left) | &left_out.left)) {
        rows.push(single(Both::new(Some(figure(side.left, &mentions.left, at)), None), RowStatus::OnlyLeft));
    }
    for at in alone(&mentions.right.all, &(&taken(|pair| pair.figure.right) | &left_out.right)) {
        rows.push(single(Both::new(None, Some(figure(side.right, &mentions.right, at))), RowStatus::OnlyRight));
    }
    rows.sort_by_key(|row| {
        let place = row.place();
        (row.status, place.left.or(place.right), place.right)
    });
    rows
}

/// Returns the names that either text uses.
fn names(side: Both<&DocumentReading<'_>>) -> UsedNames {
    let (mut names, others) = parallel::both(
        || UsedNames::of(side.left.text(), side.left.language),
        || UsedNames::of(side.right.text(), side.right.language),
    );
    names.surnames.extend(others.surnames);
    names.capitals.extend(others.capitals);
    names
}

/// Returns the numbers of the mentions that were linked.
fn linked(side: Both<&DocumentReading<'_>>, decided: &Decided<'_>) -> Vec<Both<usize>> {
    let places = side.map(|side| Places::of_spans(&side.figures.iter().map(Stated::span).collect::<Vec<_>>()));
    let links = decided.links.iter().filter(|link| link.section == Section::Figures);
    let mention = |link: &LinkedPlaces| {
        let (left, right) = (places.left.holder(link.place.left)?, places.right.holder(link.place.right)?);
        Some(Both::new(left.number, right.number))
    };
    links.filter_map(mention).collect()
}

/// Returns the first mention of each figure that is none of `others`.
fn alone(mentions: &[FigureMention], others: &FastSet<usize>) -> Vec<usize> {
    let mut seen = others.clone();
    let first = mentions.iter().enumerate().filter(|(_, mention)| seen.insert(mention.figure));
    first.map(|(at, _)| at).collect()
}

/// The mentions of one side, and those of each figure.
struct Mentions<'a> {
    all: Vec<FigureMention<'a>>,
    /// By the number of the figure: the numbers of its mentions, in order.
    of_figure: Vec<Vec<usize>>,
    /// The names that either text uses.
    used: &'a UsedNames,
}

impl<'a> Mentions<'a> {
    fn of(all: Vec<FigureMention<'a>>, used: &'a UsedNames) -> Mentions<'a> {
        let figures = all.iter().map(|mention| mention.figure + 1).max().unwrap_or(0);
        let mut of_figure = vec![Vec::new(); figures];
        all.iter().enumerate().for_each(|(at, mention)| of_figure[mention.figure].push(at));
        Mentions { all, of_figure, used }
    }

    /// Returns the figures that stand at some places. A figure that the text repeats is one, wherever it is named.
    fn at(&self, side: &DocumentReading<'_>, places: &[Span]) -> FastSet<usize> {
        let is_there = |span: Span| places.iter().any(|place| place.covers(span) || span.covers(*place));
        let there = self.all.iter().zip(&side.figures).filter(|(_, said)| is_there(said.span()));
        there.map(|(mention, _)| mention.figure).collect()
    }
}

/// Returns the figure of a mention.
fn figure(side: &DocumentReading<'_>, mentions: &Mentions<'_>, at: usize) -> Figure {
    let others = mentions.of_figure[mentions.all[at].figure].iter().filter(|other| **other != at);
    let said = &side.figures[at];
    let sentence = side.sentence(said.span()).span;
    let quantity = said.quantity();
    Figure {
        said: said.clone(),
        sentence,
        whose: quantity.and_then(|quantity| owner::whose(side, sentence, quantity, mentions.used)),
        when: quantity.and_then(|quantity| explain::when(side, sentence, quantity)).map(|moment| moment.span),
        also: others.map(|other| side.figures[*other].span()).collect(),
    }
}

fn single(figure: Both<Option<Figure>>, status: RowStatus) -> FigureRow {
    FigureRow { figure, status, difference: None, explanations: Vec::new(), score: 0.0, voices: Voices::Two }
}

fn paired(
    side: Both<&DocumentReading<'_>>,
    mentions: &Both<Mentions<'_>>,
    pair: &Pair,
    sources: &Sources,
    wording: &SharedPlaces,
) -> FigureRow {
    let figure = Both::new(
        figure(side.left, &mentions.left, pair.mention.left),
        figure(side.right, &mentions.right, pair.mention.right),
    );
    let scope = Both::new(mentions.left.all[pair.mention.left].scope, mentions.right.all[pair.mention.right].scope);
    let place = Both::new(
        explained(side.left, &figure.left, scope.left, &sources.row_of.left),
        explained(side.right, &figure.right, scope.right, &sources.row_of.right),
    );
    let spans = Both::new(figure.left.span(), figure.right.span());
    let is_equal = pair.relation == Relation::Equal;
    FigureRow {
        status: if is_equal { RowStatus::Equal } else { RowStatus::Differs },
        difference: difference(&figure.left, &figure.right).filter(|_| !is_equal),
        explanations: explain::explanations(place, pair.relation),
        score: pair.score,
        voices: if wording.holds(side.map(DocumentReading::text), spans) { Voices::One } else { Voices::Two },
        figure: figure.map(Some),
    }
}

/// Returns a figure with its surroundings; `rows` has the source of each attribution.
fn explained<'a>(
    side: &'a DocumentReading<'a>,
    figure: &'a Figure,
    scope: Option<FigureScope<'a>>,
    rows: &[Option<usize>],
) -> Place<'a> {
    let number = figure.quantity().map_or(figure.span(), |quantity| quantity.number);
    Place { side, figure, scope, source: sources::cited(side, rows, number) }
}

/// Returns the difference of two figures, if both can be converted to one unit and are no parts of different wholes.
fn difference(left: &Figure, right: &Figure) -> Option<Difference> {
    let (left, right) = (left.quantity()?, right.quantity()?);
    let amount = Both::new(BaseAmount::of(left), BaseAmount::of(right));
    if !amount.left.is_measured_as(&amount.right) {
        return None;
    }
    let (low, high) = left.value.bounds();
    let (from, to) = right.value.bounds();
    let told = |number| units::converted(number, &right.unit.name, &left.unit.name);
    let (from, to) = (told(from)?, told(to)?);
    if amount.left.goes_against(&amount.right) {
        // The left one changed by `low` at least one way, the right one by `from` at least the other way.
        let by = from.plus(low)?;
        let by = if left.change == Some(Change::By(Way::Up)) { by.negative() } else { by };
        return Some(Difference { by, percent: None });
    }
    let (by, of) = if from > high {
        (from.minus(high)?, high)
    } else if to < low {
        (to.minus(low)?, low)
    } else {
        (Number::ZERO, low)
    };
    if by == Number::ZERO {
        return None;
    }
    // A converted number has more digits than either text gives.
    let by = if left.unit.name == right.unit.name { by } else { by.rounded(3).unwrap_or(by) };
    let percent = (of != Number::ZERO).then(|| 100.0 * by.to_f64() / of.size().to_f64());
    Some(Difference { by, percent })
}
