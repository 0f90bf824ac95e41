//! Finds pairs of figures in two texts that count the same thing.
//!
//! ```text
//!   score   =   how like the two sentences are            ½
//!           +   how like the words beside the figures,    ¼
//!               or what is counted, if that is more alike
//!           +   how close the numbers                     ¼
//! ```
//!
//! The numbers have their say, since two figures in like sentences that are equal are seldom equal by chance; but they have the least,
//! or no two figures could be found to differ. The strongest pair is taken first and neither of its figures again, which is the
//! stable matching of a score that is the same from both sides (Gale and Shapley, 1962). A figure that is left over then goes with one
//! that is taken, if nothing but its number speaks against it: of 1,500 sent and 12,000 planned, both go with 10,000 deployed.

use super::amount::{BaseAmount, Relation};
use super::owner;
use super::scope::{self, FigureScope};
use super::thing::{Thing, are_two};
use crate::compare::Bonds;
use crate::compare::both::Both;
use crate::compare::partner::Likeness;
use crate::compare::reading::{DocumentReading, DocumentSentence, Stated};
use crate::hash::{FastMap, FastSet};
use crate::language::nouns::{Kinship, Nouns};
use crate::quantity::date::Moment;
use crate::text::Span;

/// The weights of the parts of the score: the sentences, the words beside, the numbers.
const SHARES: [f64; 3] = [0.5, 0.25, 0.25];
/// The least score of a pair of equal figures.
const EQUAL: f64 = 0.35;
/// The least score of a pair of different figures.
const DIFFERENT: f64 = 0.22;
/// The least similarity of the words beside, for a pair with a figure that is in another pair already.
const BESIDE: f64 = 0.35;
/// Small numbers and shares are in every text: a pair of those that differ stands in sentences that are so alike at least.
const COMMON: f64 = 0.2;
/// Small numbers and shares of things that have different names stand in sentences that are so alike at least.
const STRANGE: f64 = 0.5;
/// Figures that differ, of things whose names are not known to be alike, stand in sentences that are so alike at least.
const UNKNOWN: f64 = 0.3;
/// The similarity of the words beside figures of the same fate: who died is who was killed.
const FATE: f64 = 0.5;
/// The number of words to each side of a figure that are beside it.
const REACH: usize = 5;
/// Two mentions of the same number in one text are one figure if the words beside them are at least so similar.
const REPEATED: f64 = 0.25;
/// What more figures of a text count than this is no evidence that two figures are the same.
const USUAL: usize = 8;
/// Of the figures of one sentence with many, each is held against so many in another.
const FEW: usize = 8;
/// A mention is compared with at most this many other figures of the same number.
const MOST: usize = 32;

/// A figure at one place.
#[derive(Clone, Debug)]
pub(super) struct FigureMention<'a> {
    /// The number of the sentence, in its document.
    pub sentence: usize,
    /// The scope that a word beside it tells.
    pub scope: Option<FigureScope<'a>>,
    /// The stems of the words beside it.
    beside: Vec<u32>,
    /// The stems of what it counts.
    counted: Vec<u32>,
    /// The stems of what the sentence says it of: the nearest noun to its left.
    said_of: Vec<u32>,
    /// What it counts in one word, and in which scope: *soldiers* that were *sent*.
    thing: Thing,
    /// The surname of the person whose count it is.
    owner: Option<String>,
    /// The name of whom or what the sentence says it: `Berg`.
    named: Option<String>,
    /// Whether many figures of the text count the same things.
    is_usual: bool,
    /// The amount, or the date.
    worth: Worth,
    /// The number of the figure that is mentioned.
    pub figure: usize,
}

impl FigureMention<'_> {
    /// Returns whether the same number is another figure: who was killed is not who was hurt, tanks are no planes, and what rose
    /// did not fall.
    fn goes_apart(&self, thing: &Thing, worth: &Worth, side: &DocumentReading<'_>) -> bool {
        self.thing.has_other_fate(thing)
            || self.thing.kinship(thing, Some(&side.language.nouns)) == Kinship::Other
            || self.worth.relation(worth) != Some(Relation::Equal)
    }
}

/// The value by which a figure is compared.
#[derive(Clone, Debug)]
enum Worth {
    Amount(BaseAmount),
    Moment(Moment),
}

impl Worth {
    fn of(said: &Stated) -> Worth {
        match said {
            Stated::Quantity(quantity) => Worth::Amount(BaseAmount::of(quantity)),
            Stated::Moment(moment) => Worth::Moment(moment.clone()),
        }
    }

    /// Returns the relation of two values, if they can count the same. Two dates are equal if they say something about
    /// the same part and nothing that both say differs; dates that share no part, such as `April 15` and `2014`, have
    /// no relation.
    fn relation(&self, other: &Worth) -> Option<Relation> {
        match (self, other) {
            (Worth::Amount(one), Worth::Amount(other)) => one.relation(other),
            (Worth::Moment(one), Worth::Moment(other)) if one.may_be(other) => {
                one.shares(other).then_some(Relation::Equal)
            }
            (Worth::Moment(_), Worth::Moment(_)) => Some(Relation::Apart(0.0)),
            _ => None,
        }
    }

    /// Returns whether most texts have such amounts.
    fn is_common(&self) -> bool {
        matches!(self, Worth::Amount(amount) if amount.is_common())
    }

    /// Returns whether it is by how much something rose or fell.
    fn is_change(&self) -> bool {
        matches!(self, Worth::Amount(amount) if amount.is_change())
    }

    /// Returns a key that equal values share.
    fn key(&self) -> String {
        match self {
            Worth::Amount(amount) => format!("{} {} {}", amount.base, amount.low, amount.high),
            Worth::Moment(moment) => format!("{:?}", moment.value),
        }
    }
}

/// Returns the relation of two figures, if they can count the same.
pub(in crate::compare) fn relation(one: &Stated, other: &Stated) -> Option<Relation> {
    Worth::of(one).relation(&Worth::of(other))
}

/// Two figures that count the same thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    /// The numbers of the figures.
    pub figure: Both<usize>,
    /// The numbers of the mentions by which they were found.
    pub mention: Both<usize>,
    /// The certainty, 0 to 1.
    pub score: f64,
    /// The similarity of the words beside them, 0 to 1.
    beside: f64,
    /// The relation of the numbers.
    pub relation: Relation,
    /// Whether an analyst linked the two.
    is_linked: bool,
}

/// Returns the first mention of each figure of one side; `first` is the number of its first sentence in `likeness`.
pub(super) fn mentions<'a>(
    likeness: &Likeness,
    side: &DocumentReading<'a>,
    first: usize,
    people: &FastSet<String>,
) -> Vec<FigureMention<'a>> {
    let mut mentions: Vec<FigureMention<'a>> = Vec::new();
    let mut alike: FastMap<String, Vec<usize>> = FastMap::default();
    let mut figures = 0;
    for said in &side.figures {
        let worth = Worth::of(said);
        let DocumentSentence { number: sentence, span: all } = side.sentence(said.span());
        let beside = likeness.around(first + sentence, said.span().within(all), REACH);
        let counted = said.quantity().and_then(|quantity| quantity.counted.as_ref());
        let words =
            likeness.spans(first + sentence).map(|word| Span::new(all.start + word.start, all.start + word.end));
        let scope = scope::scope(side.text(), words, said.span(), side.language);
        let thing = Thing::of(said, scope.map(|scope| scope.told));
        let counted = counted.map(|counted| likeness.within(first + sentence, counted.span.within(all)));
        let same = alike.entry(worth.key()).or_default();
        let is_repeated = |at: &&usize| {
            let before: &FigureMention = &mentions[**at];
            let is_same = !worth.is_common() && before.thing.has_fate_of(&thing) && !before.thing.is_other(&thing);
            // A day is one day, wherever it is named.
            !before.goes_apart(&thing, &worth, side)
                && (is_same || said.quantity().is_none() || likeness.overlap(&before.beside, &beside) >= REPEATED)
        };
        let known = same.iter().take(MOST).find(is_repeated);
        let figure = known.map_or(figures, |at| mentions[*at].figure);
        figures = figures.max(figure + 1);
        same.push(mentions.len());
        let counted = counted.unwrap_or_default();
        let near = said.quantity().and_then(|quantity| quantity.of.first());
        let said_of = near.map(|near| likeness.within(first + sentence, near.span.within(all))).unwrap_or_default();
        let names = said.quantity().map(|quantity| owner::names_of(side, quantity)).unwrap_or_default();
        let owner = owner::owner(&names, people);
        mentions.push(FigureMention {
            sentence,
            scope,
            beside,
            counted,
            said_of,
            thing,
            owner,
            named: names.into_iter().next(),
            is_usual: false,
            worth,
            figure,
        });
    }
    tell_apart(&mut mentions);
    mentions
}

/// Forgets what is counted where many figures of a text count it: in a report on an election, *votes* says of no figure which it is.
fn tell_apart(mentions: &mut [FigureMention]) {
    let mut times: FastMap<String, FastSet<usize>> = FastMap::default();
    for mention in mentions.iter() {
        if let Some(head) = &mention.thing.head {
            times.entry(head.clone()).or_default().insert(mention.figure);
        }
    }
    for mention in mentions {
        let is_usual =
            mention.thing.head.as_ref().and_then(|head| times.get(head)).is_some_and(|all| all.len() > USUAL);
        if is_usual {
            mention.is_usual = true;
            mention.counted.clear();
        }
    }
}

/// Returns the pairs, the most certain first, given the nouns of the language, if both texts have one; leaves out pairs of which two
/// mentions were declined. A declined pair takes no other with it: what it leaves alone may go with another figure that is alone, and all other pairs stay.
pub(super) fn pairs(
    bonds: &Bonds,
    mentions: Both<&[FigureMention]>,
    nouns: Option<&Nouns>,
    is_declined: impl Fn(Both<usize>) -> bool,
) -> Vec<Pair> {
    let ScoredPairs { all, declined } = scored(bonds, mentions, nouns, is_declined);
    let mut pairs = Vec::new();
    add(&mut pairs, &all);
    if !declined.is_empty() {
        let is_offered = |pair: &Pair| !declined.contains(&pair.figure);
        pairs.retain(is_offered);
        let offered: Vec<Pair> = all.into_iter().filter(is_offered).collect();
        add(&mut pairs, &offered);
    }
    pairs
}

/// Adds those of the `scored` pairs whose figures are in no pair yet, and then those with one figure that is left over.
fn add(pairs: &mut Vec<Pair>, scored: &[Pair]) {
    let of = |pairs: &[Pair], is: fn(&Pair) -> bool| {
        let found = || pairs.iter().filter(|pair| is(pair));
        Both::new(
            found().map(|pair| pair.figure.left).collect::<FastSet<_>>(),
            found().map(|pair| pair.figure.right).collect::<FastSet<_>>(),
        )
    };
    let mut taken = of(pairs, |_| true);
    for pair in scored {
        if !taken.left.contains(&pair.figure.left) && !taken.right.contains(&pair.figure.right) {
            taken.left.insert(pair.figure.left);
            taken.right.insert(pair.figure.right);
            pairs.push(*pair);
        }
    }
    let equal = of(pairs, |pair| pair.relation == Relation::Equal);
    for pair in scored {
        let is_left_over = !taken.left.contains(&pair.figure.left) || !taken.right.contains(&pair.figure.right);
        // A figure with an equal partner needs no other.
        let has_equal = pair.relation != Relation::Equal
            && (equal.left.contains(&pair.figure.left) || equal.right.contains(&pair.figure.right));
        if is_left_over && pair.beside >= BESIDE && !pair.relation.is_far() && !has_equal {
            taken.left.insert(pair.figure.left);
            taken.right.insert(pair.figure.right);
            pairs.push(*pair);
        }
    }
}

/// Makes pairs of mentions that were linked, in place of what their figures were paired with. A pair that was found stays, with all
/// others. Figures that cannot be held against each other make none.
pub(super) fn link(pairs: &mut Vec<Pair>, linked: &[Both<usize>], mentions: Both<&[FigureMention]>) {
    for &mention in linked {
        let (one, other) = (&mentions.left[mention.left], &mentions.right[mention.right]);
        let Some(relation) = one.worth.relation(&other.worth) else { continue };
        let figure = Both::new(one.figure, other.figure);
        if let Some(pair) = pairs.iter_mut().find(|pair| pair.figure == figure) {
            if !pair.is_linked {
                (pair.mention, pair.is_linked) = (mention, true);
            }
            continue;
        }
        let is_other = |pair: &Pair| pair.figure.left != figure.left && pair.figure.right != figure.right;
        pairs.retain(|pair| pair.is_linked || is_other(pair));
        pairs.push(Pair { figure, mention, score: 1.0, beside: 1.0, relation, is_linked: true });
    }
}

/// Pairs of figures with enough certainty.
struct ScoredPairs {
    /// All of them, each by its best mentions, the most certain first.
    all: Vec<Pair>,
    /// The figures of which two mentions were declined.
    declined: FastSet<Both<usize>>,
}

/// Returns the pairs of figures with enough certainty.
fn scored(
    bonds: &Bonds,
    mentions: Both<&[FigureMention]>,
    nouns: Option<&Nouns>,
    is_declined: impl Fn(Both<usize>) -> bool,
) -> ScoredPairs {
    let by_sentence = mentions.map(|side| {
        let mut found: FastMap<usize, Vec<usize>> = FastMap::default();
        side.iter().enumerate().for_each(|(at, mention)| found.entry(mention.sentence).or_default().push(at));
        found
    });
    let mut best: FastMap<Both<usize>, Pair> = FastMap::default();
    let mut declined: FastSet<Both<usize>> = FastSet::default();
    for bond in bonds.nearest.bonds() {
        let (Some(left), Some(right)) =
            (by_sentence.left.get(&bond.sentence.left), by_sentence.right.get(&bond.sentence.right))
        else {
            continue;
        };
        let mut here: Vec<Pair> = Vec::new();
        for (one, other) in left.iter().flat_map(|one| right.iter().map(move |other| (*one, *other))) {
            let mention = Both::new(one, other);
            if is_declined(mention) {
                declined.insert(Both::new(mentions.left[one].figure, mentions.right[other].figure));
            }
            here.extend(pair(bonds, bond.score, mention, mentions, nouns));
        }
        if here.is_empty() {
            continue;
        }
        leave_out_counted_by_others(&mut here, mentions, Both::new(left, right));
        if left.len() * right.len() > FEW * FEW {
            strongest(&mut here);
        }
        for pair in here {
            let known = best.entry(pair.figure).or_insert(pair);
            if order(&pair, known).is_lt() {
                *known = pair;
            }
        }
    }
    let mut all: Vec<Pair> = best.into_values().collect();
    all.sort_unstable_by(order);
    ScoredPairs { all, declined }
}

/// What of a figure another sentence has, too.
#[derive(Clone, Copy)]
struct Likes {
    /// A figure that counts the same.
    thing: bool,
    /// A figure of the same name, which can be held against it.
    name: bool,
}

impl Likes {
    fn of(one: &FigureMention, others: &[usize], mentions: &[FigureMention]) -> Likes {
        let mut others = others.iter().map(|at| &mentions[*at]);
        Likes {
            thing: others.clone().any(|other| one.thing.is(&other.thing)),
            name: one.named.is_some()
                && others.any(|other| one.named == other.named && one.worth.relation(&other.worth).is_some()),
        }
    }
}

/// Leaves out pairs of figures of two sentences that count different things, or those of different names, where another figure there
/// counts what one of them does, or has its name: the passengers of one text go with the passengers of the other, not with its drivers.
fn leave_out_counted_by_others(pairs: &mut Vec<Pair>, mentions: Both<&[FigureMention]>, all: Both<&[usize]>) {
    let of = |at: &usize, own: &[FigureMention], others: &[usize], there: &[FigureMention]| {
        (*at, Likes::of(&own[*at], others, there))
    };
    let left = all.left.iter().map(|at| of(at, mentions.left, all.right, mentions.right));
    let right = all.right.iter().map(|at| of(at, mentions.right, all.left, mentions.left));
    let (left, right): (FastMap<usize, Likes>, FastMap<usize, Likes>) = (left.collect(), right.collect());
    pairs.retain(|Pair { mention, .. }| {
        let (one, other) = (&mentions.left[mention.left], &mentions.right[mention.right]);
        let (here, there) = (left[&mention.left], right[&mention.right]);
        let is_of_others = one.thing.is_other(&other.thing) && (here.thing || there.thing);
        !is_of_others && !(are_two(&one.named, &other.named) && (here.name || there.name))
    });
}

/// Leaves of the pairs of two sentences with many figures the [`FEW`] surest of each figure, from either side.
fn strongest(pairs: &mut Vec<Pair>) {
    pairs.sort_unstable_by(order);
    let mut seen: Both<FastMap<usize, usize>> = Both::default();
    pairs.retain(|pair| {
        let (left, right) =
            (seen.left.entry(pair.figure.left).or_default(), seen.right.entry(pair.figure.right).or_default());
        (*left, *right) = (*left + 1, *right + 1);
        *left <= FEW || *right <= FEW
    });
}

/// Orders pairs by certainty; of equal ones, first those whose places in the texts are more alike, so that the sides
/// can be swapped.
fn order(one: &Pair, other: &Pair) -> std::cmp::Ordering {
    let slant = |pair: &Pair| pair.mention.left.abs_diff(pair.mention.right);
    let place = |pair: &Pair| (slant(pair), pair.mention.left + pair.mention.right, pair.mention.left);
    other.score.total_cmp(&one.score).then(place(one).cmp(&place(other)))
}

/// Returns whether what two figures are said of differs, in all its words or in all but one: `the poverty rate`, `the jobless rate`.
fn differ_before_head(one: &[u32], other: &[u32]) -> bool {
    let shared = one.iter().filter(|stem| other.contains(stem)).count();
    !one.is_empty() && !other.is_empty() && (shared == 0 || shared == 1 && one.len() > 1 && other.len() > 1)
}

fn pair(
    bonds: &Bonds,
    alike: f64,
    mention: Both<usize>,
    mentions: Both<&[FigureMention]>,
    nouns: Option<&Nouns>,
) -> Option<Pair> {
    let (one, other) = (&mentions.left[mention.left], &mentions.right[mention.right]);
    let relation = one.worth.relation(&other.worth)?;
    if one.thing.has_other_fate(&other.thing) {
        return None;
    }
    let (close, least) = match relation {
        Relation::Equal => (1.0, EQUAL),
        // Numbers that are far apart are held to what equal figures are held to, and so is a rise held against a height.
        far if far.is_far() || one.worth.is_change() != other.worth.is_change() => (0.0, EQUAL),
        Relation::Apart(close) => (close / 2.0, DIFFERENT),
    };
    let differs = relation != Relation::Equal;
    if differs && (one.worth.is_common() || other.worth.is_common()) && alike < COMMON {
        return None;
    }
    // A pair that cannot reach the least score is not computed further.
    if SHARES[0] * alike + SHARES[1] + SHARES[2] * close < least {
        return None;
    }
    // `Berg has 69 seats`, `Lee has 41 seats`
    let are_both = one.owner.is_some() && other.owner.is_some() || one.is_usual && other.is_usual;
    if are_both && one.owner != other.owner && differs {
        return None;
    }
    let counted = bonds.likeness.overlap(&one.counted, &other.counted);
    let are_common = one.worth.is_common() && other.worth.is_common();
    let is_other =
        one.thing.is_no_kin_of(&other.thing, nouns) || differs && differ_before_head(&one.said_of, &other.said_of);
    if counted == 0.0 && is_other && are_common && alike < STRANGE {
        return None;
    }
    let kinship = if counted == 0.0 { one.thing.kinship(&other.thing, nouns) } else { Kinship::Alike };
    match kinship {
        Kinship::Other if differs => return None,
        Kinship::Unknown if differs && alike < UNKNOWN => return None,
        _ => {}
    }
    let fate = if kinship == Kinship::Alike && one.thing.has_fate_of(&other.thing) { FATE } else { 0.0 };
    let beside = bonds.likeness.overlap(&one.beside, &other.beside).max(counted).max(fate);
    let score = SHARES[0] * alike + SHARES[1] * beside + SHARES[2] * close;
    let figure = Both::new(one.figure, other.figure);
    (score >= least).then_some(Pair { figure, mention, score, beside, relation, is_linked: false })
}
