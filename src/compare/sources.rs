//! Compares the sources that both texts cite, what they are cited for, and how much of each text is attributed.
//!
//! ```text
//!   left                                        right                                      status
//!   NATO Secretary-General Mark Rutte   2 ×     Rutte   3 ×                                equal      both cite him
//!   the intelligence agency             1 ×                                                only left
//!
//!   rests on: 41 % of the text, 3 voices, 2 of them named
//! ```
//!
//! A source has several names: [`names`] decides which of them mean the same, for the names of both texts together.

mod full;
mod joint;
mod roles;

use super::both::Both;
use super::decision::{Outcome, PlacedDecision, Section, WhichDocuments};
use super::reading::DocumentReading;
use super::status::RowStatus;
use super::wording::{Twin, Wording};
use crate::attribution::{self, Attribution, Who, names, share};
use crate::hash::{FastMap, FastSet};
use crate::text::Span;
use joint::Alone;

/// A source, with everything that it is cited for in both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// The fullest name that each text has for it.
    pub name: Both<Option<Span>>,
    /// The names that each text has for it, each at its first place, in order.
    pub names: Both<Vec<Span>>,
    /// The statements that each text cites it for, in order.
    pub cited: Both<Vec<Attribution>>,
    /// The status: [`RowStatus::Equal`] if both texts cite it.
    pub status: RowStatus,
    /// The way in which it is called.
    pub kind: Kind,
}

/// The way in which a source is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// By a name: `Mark Rutte`, `NATO`.
    Named,
    /// By a role: `officials`, `the agency`.
    Unnamed,
}

/// How much of a text is attributed, and to how many sources.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ground {
    /// The share of its code points that are attributed, 0 to 1.
    pub attributed: f64,
    /// The number of sources with a name.
    pub named: usize,
    /// The number of sources without a name.
    pub unnamed: usize,
}

/// The sources of two texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    /// The sources, by status, then by place.
    pub rows: Vec<SourceRow>,
    /// The counts of each text.
    pub ground: Both<Ground>,
    /// For each attribution of each text, the number of its row; `None` if it has no source.
    pub row_of: Both<Vec<Option<usize>>>,
}

/// A source that is cited somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cited {
    /// The number of its row.
    pub row: usize,
    /// The words that name it there.
    pub source: Option<Span>,
}

/// Returns the source that is cited for something within `span`; if there are several, the first. `rows` has the row of
/// each attribution.
pub(crate) fn cited(side: &DocumentReading<'_>, rows: &[Option<usize>], span: Span) -> Option<Cited> {
    let cited = |at: usize| Some(Cited { row: rows[at]?, source: side.attributions[at].source.first().copied() });
    side.cites(span).into_iter().find_map(cited)
}

/// Returns the names of mentions in small letters, without their articles.
fn bare_names(side: &DocumentReading<'_>, mentions: &[SourceMention<'_>]) -> Vec<String> {
    let bare = |span: Span| attribution::behind_article(side.text(), span, &side.language.attribution).unwrap_or(span);
    mentions.iter().map(|mention| side.document.slice(bare(mention.span)).to_lowercase()).collect()
}

/// Groups the attributions of two texts by source: by the names, and by an analyst's decisions on them.
pub(crate) fn sources(
    side: Both<&DocumentReading<'_>>,
    wording: &Wording,
    decisions: &[PlacedDecision<'_>],
) -> Sources {
    let alone = alone(side);
    let named = side.map(|side| named(side, &alone));
    let cited = [bare_names(side.left, &named.left), bare_names(side.right, &named.right)].concat();
    let cited: FastSet<String> = cited.into_iter().collect();
    let named = Both::new(
        full::with_full_names(side.left, named.left, &cited),
        full::with_full_names(side.right, named.right, &cited),
    );
    let mut row_of = side.map(|side| vec![None; side.attributions.len()]);
    let mut groups = groups(side, &named);
    let left = named.left.len();
    let meant = |side: &DocumentReading<'_>, mentions| roles::meant(side.text(), mentions, &side.language.attribution);
    move_to(&mut groups, meant(side.left, &named.left), 0);
    move_to(&mut groups, meant(side.right, &named.right), left);
    let twin = |span: Span| wording.twin(side.map(DocumentReading::text), Twin::OfLeft(span));
    join_twins(&mut groups, &named, twin);
    let groups = cited_only(decided(groups, &named, decisions), &named);
    let mut rows: Vec<(Vec<usize>, SourceRow)> = groups
        .into_iter()
        .map(|group| {
            let is_left = |at: &usize| *at < named.left.len();
            let (left, right): (Vec<usize>, Vec<usize>) = group.iter().partition(|at| is_left(at));
            let left: Vec<&SourceMention> = left.into_iter().map(|at| &named.left[at]).collect();
            let right: Vec<&SourceMention> = right.into_iter().map(|at| &named.right[at - named.left.len()]).collect();
            (group, row(side, Both::new(&left, &right)))
        })
        .collect();
    rows.sort_by_key(|(_, row)| (row.status.is_alone(), row.status, row.name.left.or(row.name.right), row.name.right));
    for (number, (group, _)) in rows.iter().enumerate() {
        for at in group {
            match at.checked_sub(named.left.len()) {
                None => assign(&mut row_of.left, &named.left[*at], number),
                Some(at) => assign(&mut row_of.right, &named.right[at], number),
            }
        }
    }
    let rows: Vec<SourceRow> = rows.into_iter().map(|(_, row)| row).collect();
    let ground = Both::new(
        ground(side.left, rows.iter().filter(|row| row.name.left.is_some())),
        ground(side.right, rows.iter().filter(|row| row.name.right.is_some())),
    );
    Sources { rows, ground, row_of }
}

/// Returns the groups of names that mean one source; the names of the right text are numbered behind those of the left one.
///
/// A short name joins the group that was mentioned last, so the order of the texts counts. It follows from the texts, not from their
/// sides: swapping the sides swaps the columns and nothing else.
fn groups(side: Both<&DocumentReading<'_>>, named: &Both<Vec<SourceMention<'_>>>) -> Vec<Vec<usize>> {
    let is_swapped = side.left.text() > side.right.text();
    let (first, second) = if is_swapped { (&named.right, &named.left) } else { (&named.left, &named.right) };
    let language = if is_swapped { side.right.language } else { side.left.language };
    let mentions: Vec<&str> = first.iter().chain(second).map(|mention| mention.name).collect();
    let mut groups = names::groups(&mentions, language);
    if is_swapped {
        let numbered = |at: usize| at.checked_sub(first.len()).unwrap_or(at + second.len());
        groups.iter_mut().flatten().for_each(|at| *at = numbered(*at));
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups.sort_unstable();
    }
    groups
}

/// Leaves in each group the mentions of a text that cites the source. A full name that is cited nowhere only tells who is meant.
fn cited_only(mut groups: Vec<Vec<usize>>, named: &Both<Vec<SourceMention<'_>>>) -> Vec<Vec<usize>> {
    let left = named.left.len();
    let is_cited = |mention: usize| match mention.checked_sub(left) {
        None => !named.left[mention].attributions.is_empty(),
        Some(at) => !named.right[at].attributions.is_empty(),
    };
    for group in &mut groups {
        let cites = Both::new(
            group.iter().any(|mention| *mention < left && is_cited(*mention)),
            group.iter().any(|mention| *mention >= left && is_cited(*mention)),
        );
        group.retain(|mention| if *mention < left { cites.left } else { cites.right });
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// Stores the row of the attributions of a mention; if an attribution has two sources, the row of the first counts.
fn assign(row_of: &mut [Option<usize>], mention: &SourceMention<'_>, row: usize) {
    for attribution in &mention.attributions {
        row_of[*attribution].get_or_insert(row);
    }
}

/// Moves each mention that means another into the group of that one. `first` is the number of the first mention.
fn move_to(groups: &mut Vec<Vec<usize>>, meant: Vec<Option<usize>>, first: usize) {
    let mut group_of: FastMap<usize, usize> = FastMap::default();
    for (group, mentions) in groups.iter().enumerate() {
        group_of.extend(mentions.iter().map(|mention| (*mention, group)));
    }
    for (at, other) in meant.into_iter().enumerate().filter_map(|(at, other)| Some((first + at, first + other?))) {
        if let Some(there) = group_of.get(&other).copied() {
            group_of.insert(at, there);
        }
    }
    groups.iter_mut().for_each(Vec::clear);
    group_of.into_iter().for_each(|(mention, group)| groups[group].push(mention));
    groups.retain(|group| !group.is_empty());
    groups.iter_mut().for_each(|group| group.sort_unstable());
}

/// Joins groups of one text each that have the same mention in shared wording: *a witness* of a report that both have is one witness.
fn join_twins(groups: &mut Vec<Vec<usize>>, named: &Both<Vec<SourceMention<'_>>>, twin: impl Fn(Span) -> Option<Span>) {
    let left = named.left.len();
    let right: FastMap<Span, usize> =
        named.right.iter().enumerate().map(|(at, mention)| (mention.span, left + at)).collect();
    // Only names that the other text has, too, can have a twin; to look for one takes longer than to compare names.
    let names: FastSet<String> = named.right.iter().map(|mention| mention.name.to_lowercase()).collect();
    let may_be_there = |mention: &usize| names.contains(&named.left[*mention].name.to_lowercase());
    let is_only = |group: &[usize], is_left: bool| group.iter().all(|mention| (*mention < left) == is_left);
    for here in 0..groups.len() {
        if !is_only(&groups[here], true) {
            continue;
        }
        let twin = groups[here]
            .iter()
            .filter(|mention| may_be_there(mention))
            .find_map(|mention| right.get(&twin(named.left[*mention].span)?).copied());
        let there = twin.and_then(|twin| groups.iter().position(|group| group.contains(&twin)));
        if let Some(there) = there.filter(|there| is_only(&groups[*there], false)) {
            let moved = std::mem::take(&mut groups[there]);
            groups[here].extend(moved);
        }
    }
    groups.retain(|group| !group.is_empty());
}

/// Joins and separates groups of names as was decided, and takes out names that were declined on their own. Names that are separated
/// stay together on each side; for two names in one document, all mentions of the second name are moved.
fn decided(
    mut groups: Vec<Vec<usize>>,
    named: &Both<Vec<SourceMention<'_>>>,
    decisions: &[PlacedDecision<'_>],
) -> Vec<Vec<usize>> {
    let left = named.left.len();
    let at = |mentions: &[SourceMention<'_>], span: Span| {
        mentions
            .iter()
            .position(|mention| mention.span == span)
            .or_else(|| mentions.iter().position(|mention| mention.span.covers(span) || span.covers(mention.span)))
    };
    let at_left = |span: Span| at(&named.left, span);
    let at_right = |span: Span| at(&named.right, span).map(|at| left + at);
    let name = |mention: usize| match mention.checked_sub(left) {
        None => named.left[mention].name,
        Some(at) => named.right[at].name,
    };
    for PlacedDecision { place, decision } in
        decisions.iter().filter(|placed| placed.decision.section == Section::Sources)
    {
        let ends = match decision.ends {
            WhichDocuments::Across => at_left(place.left).zip(at_right(place.right)),
            WhichDocuments::Left => at_left(place.left).zip(at_left(place.right)),
            WhichDocuments::Right => at_right(place.left).zip(at_right(place.right)),
        };
        let Some((one, other)) = ends else { continue };
        let group_of = |groups: &[Vec<usize>], mention| groups.iter().position(|group| group.contains(&mention));
        let (Some(here), Some(there)) = (group_of(&groups, one), group_of(&groups, other)) else { continue };
        match decision.outcome {
            Outcome::Joined if here != there => {
                let moved = std::mem::take(&mut groups[there]);
                groups[here].extend(moved);
                groups.remove(there);
            }
            Outcome::Parted if here == there => {
                // In one document, all mentions of the second name belong to another source.
                let stays = |mention: &&usize| match decision.ends {
                    WhichDocuments::Across => **mention < left,
                    WhichDocuments::Left | WhichDocuments::Right => name(**mention) != name(other),
                };
                let (kept, parted) = groups[here].iter().partition(stays);
                groups[here] = kept;
                groups.push(parted);
            }
            Outcome::Declined if decision.ends != WhichDocuments::Across => {
                let is_here = |mention: usize| (mention < left) == (other < left);
                groups[here].retain(|mention| !is_here(*mention) || name(*mention) != name(other));
            }
            _ => {}
        }
    }
    groups.retain(|group| !group.is_empty());
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups
}

/// A name that a source is cited by.
struct SourceMention<'a> {
    /// The numbers of the attributions; none of a full name that is only read to know who is meant.
    attributions: Vec<usize>,
    /// The place of the name; for a pronoun, the place of the name that it stands for.
    span: Span,
    /// The name.
    name: &'a str,
}

/// Returns the names by which the sources of a text are cited; `Rutte and Yoon` are two, and are meant by `the two leaders`: the last two
/// before it, or else the first behind.
fn named<'a>(side: &DocumentReading<'a>, alone: &Alone) -> Vec<SourceMention<'a>> {
    let name = |one: &Attribution| whole_name(side, one);
    let names: Vec<Option<Span>> = side.attributions.iter().map(name).collect();
    let voices = |span: Span| joint::voices(side.text(), span, alone, side.language);
    let voices: Vec<Vec<Span>> = names.iter().map(|name| name.map(voices).unwrap_or_default()).collect();
    let meant = |at: usize| {
        let name = names[at]?;
        let number = joint::pointed(&side.text()[name.start..name.end], side.language)?;
        voices[..at].iter().rev().chain(&voices[at..]).find(|voices| voices.len() == number && number > 1)
    };
    let mut mentions: Vec<SourceMention<'_>> = Vec::new();
    let mut known: FastMap<Span, usize> = FastMap::default();
    for (attribution, own) in voices.iter().enumerate() {
        for span in meant(attribution).unwrap_or(own).iter().copied() {
            let Some(name) = side.text().get(span.start..span.end) else { continue };
            let at = *known.entry(span).or_insert(mentions.len());
            if at == mentions.len() {
                mentions.push(SourceMention { attributions: Vec::new(), span, name });
            }
            mentions[at].attributions.push(attribution);
        }
    }
    mentions
}

/// Returns the place of the name of a source; for a pronoun, of the words that it stands for. A relative clause after the
/// name says something about the source, and may name others: `Stone, who met the mayor`.
fn whole_name(side: &DocumentReading<'_>, one: &Attribution) -> Option<Span> {
    let span = cited_as(one)?;
    let name = attribution::before_clause(side.text().get(span.start..span.end)?, side.language);
    let name = name.trim_end_matches([',', ' ']);
    // `Ana Karlov, 44`
    let age = name.rfind(',').filter(|at| name[at + 1..].trim().chars().all(|c| c.is_ascii_digit()));
    let name = &name[..age.unwrap_or(name.len())];
    Some(Span::new(span.start, span.start + name.len()))
}

/// Returns the words that name a source; for a pronoun, those that it stands for.
fn cited_as(one: &Attribution) -> Option<Span> {
    one.antecedent.or(one.source.first().copied().filter(|_| one.who != Who::Pronoun))
}

/// Returns the last words of the sources that either text cites alone.
fn alone(side: Both<&DocumentReading<'_>>) -> Alone {
    let mut alone = Alone::new();
    for side in [side.left, side.right] {
        let sources = side.attributions.iter().filter_map(|one| whole_name(side, one));
        let single = sources.filter(|source| joint::parts(side.text(), *source, side.language).is_empty());
        alone.extend(
            single.map(|source| joint::last_word(&side.text()[source.start..source.end], &side.language.attribution)),
        );
    }
    alone
}

/// Returns the row of a source: its mentions on each side.
fn row(side: Both<&DocumentReading<'_>>, mentions: Both<&[&SourceMention<'_>]>) -> SourceRow {
    let attributions = |side: &DocumentReading<'_>, mentions: &[&SourceMention<'_>]| {
        let mut cited: Vec<usize> = mentions.iter().flat_map(|mention| mention.attributions.iter().copied()).collect();
        cited.sort_unstable();
        cited.dedup();
        cited.into_iter().map(|at| side.attributions[at].clone()).collect::<Vec<_>>()
    };
    let cited = Both::new(attributions(side.left, mentions.left), attributions(side.right, mentions.right));
    // A name tells more than a role. Of equally long names, the first is taken.
    let fullest = |side: &DocumentReading<'_>, mentions: &[&SourceMention<'_>]| {
        let front = |name: &str| name.find(',').unwrap_or(name.len());
        let rank = |mention: &&&SourceMention<'_>| {
            let is_role = roles::is_role(mention.name, &side.language.attribution);
            (is_role, std::cmp::Reverse(front(mention.name)), mention.span)
        };
        mentions.iter().min_by_key(rank).map(|mention| mention.span)
    };
    let name = Both::new(fullest(side.left, mentions.left), fullest(side.right, mentions.right));
    let names = |mentions: &[&SourceMention<'_>]| {
        let mut seen = FastSet::default();
        let mut spans: Vec<Span> =
            mentions.iter().filter(|mention| seen.insert(mention.name)).map(|mention| mention.span).collect();
        spans.sort_unstable();
        spans
    };
    let names = Both::new(names(mentions.left), names(mentions.right));
    let status = match (name.left, name.right) {
        (Some(_), None) => RowStatus::OnlyLeft,
        (None, Some(_)) => RowStatus::OnlyRight,
        _ => RowStatus::Equal,
    };
    let is_name = |side: &DocumentReading<'_>, mentions: &[&SourceMention<'_>]| {
        mentions.iter().any(|mention| attribution::is_name(side.text(), mention.span, side.language))
    };
    let is_named = is_name(side.left, mentions.left) || is_name(side.right, mentions.right);
    SourceRow { name, names, cited, status, kind: if is_named { Kind::Named } else { Kind::Unnamed } }
}

/// Returns the counts of a text, given the rows of its sources.
fn ground<'a>(side: &DocumentReading<'_>, rows: impl Iterator<Item = &'a SourceRow>) -> Ground {
    let share = share::attributed(side.text(), &side.attributions);
    let attributed = share.attributed as f64 / share.total.max(1) as f64;
    let mut ground = Ground { attributed, named: 0, unnamed: 0 };
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
