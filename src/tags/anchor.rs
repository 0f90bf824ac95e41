//! Places tags again when the text under them has changed.
//!
//! ```text
//!   the layer   start 83 · prefix “… Kursk, as ” · quote “10,000” · suffix “ North Koreans …”
//!   the text    … sent to Kursk, it seems, as 10,000 North Koreans … where 10,000 others …
//!                                             ╰────╯ moved
//! ```
//!
//! The old text is gone; only what each tag stores of it is known. Texts are compared without their dress (see [fold]):
//! line ends, quotation marks, dashes, blanks and normalisation do not count as differences. A tag's *surroundings* are
//! the 32 code points on each side of it. Their *agreement* is counted from the quote outwards: one point for each
//! symbol that agrees, less 3 for each difference. A side is *whole* if all of it agrees. A place is *sure* if the
//! quote stands there, both sides are whole, and no other place is as good. A sure place tells where the text around it
//! is now (see [neighbours]).
//!
//! | the best place | outcome |
//! | --- | --- |
//! | everything is unchanged and where it was, and so are its sure neighbours | same |
//! | the quote, both sides whole, 8 points | same or moved |
//! | the quote, 8 points, shifted as far as the sure neighbours on both sides | same or moved |
//! | the quote, at most one difference on each side, shifted as far as one sure neighbour at most 32 code points away | same or moved |
//! | the quote or something like it, 24 points including the quote's own symbols less 2 for each that differs | changed |
//! | the same, between its sure neighbours, 12 points, at least 4 of them on each side | changed |
//! | anything less | lost |
//!
//! - Something *like* the quote has at least two thirds of it; if more than a sixteenth is missing, it needs 16 points
//!   of
//!   surroundings.
//! - Two places are *equally good* if they differ by at most 8 points (each difference of the quote costs 4); then
//!   neither is
//!   taken, unless the neighbours on both sides confirm one of them.
//! - An offset decides only between equal places: neighbours confirm no place if another has a higher score, a whole
//!   side that is not
//!   whole here, or a side that is better by more than 8. Otherwise, in a table, the next row would be taken for one that
//!   was deleted.
//! - A quote that has become part of a longer word or figure (`5%` in `15%`) is changed, not the same.
//! - Two tags that stood at different places are never given the same place.
//!
//! So *same* is the unchanged quote where it was, and *moved* is the quote elsewhere or in another dress. *Changed*
//! asks a person to look: the words differ a little, or they are the same but too little around them is left to tell
//! them from a similar place, for example because a sentence was moved by itself. No rule can recognise one case: the
//! old text had the same passage twice, longer than a tag and its surroundings, and the tagged one was deleted.

pub(crate) mod approximate;
pub mod fold;
pub(crate) mod haystack;
pub(crate) mod neighbours;
pub(crate) mod piece;
pub(crate) mod seed;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::target::{CONTEXT, Target};
use crate::text::{Document, Span, grapheme};
use fold::{Folder, Symbol};
use haystack::{Candidate, Haystack, MARGIN};
use neighbours::{Neighbours, Sure};
use piece::Needle;
use seed::{Region, SEED};

/// The greatest number of places that are reported for a lost tag.
const NAMED: usize = 8;
/// The number of regions that are searched for one piece.
const REGIONS: usize = 8;
/// The points that the surroundings need for a place to be the same or moved; if there are fewer symbols, all must
/// agree.
const CONFIRMS: i32 = 8;
/// The points that quote and surroundings need together for a place to be accepted at all.
const BELIEVED: i32 = 24;
/// The points for a place between sure neighbours: in all, and on each side.
const BELIEVED_BETWEEN: (i32, i32) = (12, 4);
/// The text between two neighbours is searched if it has at most this many symbols.
const BETWEEN: usize = 1024;

/// The place of a target in the present text, in bytes, on grapheme boundaries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placed {
    /// The quote is unchanged where it was, and its surroundings confirm it.
    Same(Span),
    /// The quote stands elsewhere or in another dress, and its surroundings confirm it.
    Moved(Span),
    /// The quote differs a little, or its surroundings have changed.
    Changed(Span),
    /// No place could be decided on: the likely places, the best first, at most 8.
    Lost(Vec<Span>),
}

/// Places the targets of a layer in the present text. Give all targets, also those whose quotes are where they were,
/// because they are evidence for the others.
pub fn place(document: &Document, targets: &[Target]) -> Vec<Placed> {
    // If all targets are unchanged and in place, the text after the last one is assumed to be unchanged, too.
    let unchanged = targets.iter().all(|target| stands(document, target).is_some());
    place_from(document, if unchanged { document.chars() } else { length(targets) }, targets)
}

/// Returns the number of code points of the old text, if the last target tells it: a suffix that is too short ended
/// with the text.
fn length(targets: &[Target]) -> usize {
    let end = |target: &&Target| target.end().saturating_add(target.suffix.chars().count());
    let last = targets.iter().max_by_key(end);
    let known =
        last.filter(|last| last.suffix.chars().count() < CONTEXT && (last.start == 0 || !last.prefix.is_empty()));
    known.as_ref().map_or(usize::MAX, end)
}

/// Returns the present place of each target of a remark or a decision: where its words stand; if they changed, where they most likely
/// stand now; `None` if that cannot be decided.
pub(crate) fn find(document: &Document, targets: &[&Target]) -> Vec<Option<Span>> {
    let mut found: Vec<Option<Span>> = targets.iter().map(|target| target.find(document)).collect();
    let missing: Vec<usize> = (0..found.len()).filter(|at| found[*at].is_none()).collect();
    if missing.is_empty() {
        return found;
    }
    let sought: Vec<Target> = missing.iter().map(|at| targets[*at].clone()).collect();
    for (at, placed) in missing.into_iter().zip(place_from(document, usize::MAX, &sought)) {
        found[at] = match placed {
            Placed::Same(span) | Placed::Moved(span) | Placed::Changed(span) => Some(span),
            Placed::Lost(_) => None,
        };
    }
    found
}

/// Places the targets of a layer that was made on a text of `chars` code points. The end of the old text helps to
/// distinguish similar places after the last sure place.
pub fn place_from(document: &Document, chars: usize, targets: &[Target]) -> Vec<Placed> {
    let mut folder = Folder::default();
    let folded = folder.fold(document.text());
    let ground = Haystack { document, folded: &folded };
    let pieces: Vec<Vec<Needle>> = targets.iter().map(|target| Needle::of(target, &mut folder)).collect();
    let finder = Finder::new(ground, chars, pieces.iter().flatten().collect());
    let mut number = 0;
    let mut placed: Vec<Placed> = Vec::with_capacity(targets.len());
    for (target, pieces) in targets.iter().zip(&pieces) {
        let found: Vec<Outlook> = (number..number + pieces.len()).map(|number| finder.find(number)).collect();
        number += pieces.len();
        placed.push(match (finder.stands(target), <[Outlook; 1]>::try_from(found)) {
            (Some(span), _) => Placed::Same(span),
            (None, Ok([found])) => finder.placed(target, found),
            (None, Err(ends)) => finder.joined(target, ends, &mut folder),
        });
    }
    lose_doubles(targets, placed)
}

/// The result of looking for one piece.
enum Outlook {
    /// A place that its surroundings confirm.
    Sure(Candidate),
    /// A likely place.
    Likely(Candidate),
    /// No decision; the candidates, the best first.
    Lost(Vec<Candidate>),
}

/// All pieces of a layer, and the sure places among them as evidence for the others.
struct Finder<'a> {
    ground: Haystack<'a>,
    pieces: Vec<&'a Needle>,
    candidates: Vec<Vec<Candidate>>,
    sure: Vec<Option<Sure>>,
    neighbours: Neighbours,
}

impl<'a> Finder<'a> {
    fn new(ground: Haystack<'a>, chars: usize, pieces: Vec<&'a Needle>) -> Finder<'a> {
        let regions = seed::regions(&ground.folded.symbols, pieces.iter().map(|piece| &piece.symbols[..]));
        let candidates: Vec<Vec<Candidate>> =
            pieces.iter().zip(&regions).map(|(piece, regions)| look(&ground, piece, regions)).collect();
        let sure = pieces.iter().zip(&candidates).map(|(piece, candidates)| by_itself(piece, candidates)).collect();
        let sure = neighbours::consistent(sure);
        let neighbours = Neighbours::new(sure.iter().flatten().cloned().collect(), chars, ground.document.chars());
        Finder { ground, pieces, candidates, sure, neighbours }
    }

    fn find(&self, number: usize) -> Outlook {
        let (piece, mut candidates) = (self.pieces[number], self.candidates[number].clone());
        if self.sure[number].is_some() {
            return Outlook::Sure(candidates.swap_remove(0));
        }
        let around = self.neighbours.around(&piece.old);
        candidates.extend(around.iter().filter_map(|sure| self.ground.shifted(piece, sure.shift)));
        let possible = |candidate: &Candidate| {
            candidate.left.whole || candidate.right.whole || !self.neighbours.exclude(piece, candidate)
        };
        candidates.retain(possible);
        let found = candidates.iter().any(|candidate| points(piece, candidate) >= BELIEVED);
        let window = if found { None } else { self.window(around) };
        let between = window.is_some();
        if let Some(window) = window {
            candidates.extend(self.ground.search(piece, window).into_iter().filter(possible));
        }
        self.decide(piece, haystack::one_each(candidates), between)
    }

    /// Returns the symbols between two neighbours, if they are still in this order and not too far apart.
    fn window(&self, [before, behind]: [&Sure; 2]) -> Option<Range<usize>> {
        let at = |chars: i64| self.ground.document.to_byte(usize::try_from(chars).ok()?);
        let window = self.ground.folded.at(at(before.end())?)..self.ground.folded.at(at(behind.end())?);
        (window.len() <= BETWEEN).then_some(window)
    }

    /// Picks one of the candidates, of which the best comes first, if it is better than the others.
    fn decide(&self, piece: &Needle, mut candidates: Vec<Candidate>, between: bool) -> Outlook {
        let Some(best) = candidates.first().map(Candidate::score) else { return Outlook::Lost(candidates) };
        let good = candidates.iter().take_while(|candidate| candidate.score() >= best - MARGIN).count();
        let alone = candidates[1..good].iter().all(|rival| candidates[0].outdoes(rival));
        let enough = |candidate: &Candidate| {
            candidate.surroundings() >= CONFIRMS.min((piece.symbols.len() - piece.quote.len()) as i32)
        };
        type Confirmation = fn(&Neighbours, &Needle, &Candidate) -> bool;
        let confirmed = |candidate: &Candidate, by: Confirmation| {
            let contradicted = candidates.iter().any(|rival| rival.contradicts(candidate));
            enough(candidate) && !contradicted && by(&self.neighbours, piece, candidate)
        };
        let mut fitting = (0..good).filter(|number| confirmed(&candidates[*number], Neighbours::confirm));
        let (picked, confirmed) = match (fitting.next(), fitting.next()) {
            (Some(number), None) => (number, true),
            _ if alone => (0, confirmed(&candidates[0], Neighbours::adjoin)),
            _ => return Outlook::Lost(candidates),
        };
        if confirmed && candidates[picked].is_the_quote() {
            return Outlook::Sure(candidates.swap_remove(picked));
        }
        if believed(piece, &candidates[picked], between) {
            return Outlook::Likely(candidates.swap_remove(picked));
        }
        Outlook::Lost(candidates)
    }

    /// Returns the place of a target that is unchanged and in place, if its neighbours are in place, too.
    fn stands(&self, target: &Target) -> Option<Span> {
        let old = target.start..target.start.saturating_add(target.quote.chars().count());
        let unmoved = |_: &Span| self.neighbours.around(&old).iter().all(|sure| sure.shift == 0);
        stands(self.ground.document, target).filter(unmoved)
    }

    fn placed(&self, target: &Target, found: Outlook) -> Placed {
        let letters = |candidate: &Candidate| {
            self.ground.span(&candidate.symbols).map(|span| self.to_the_letter(span, &target.quote))
        };
        match found {
            Outlook::Sure(candidate) => match letters(&candidate) {
                Some(span) => self.same_or_moved(target, span),
                None => Placed::Lost(Vec::new()),
            },
            Outlook::Likely(candidate) => letters(&candidate).map_or(Placed::Lost(Vec::new()), Placed::Changed),
            Outlook::Lost(candidates) => Placed::Lost(candidates.iter().filter_map(letters).take(NAMED).collect()),
        }
    }

    /// Returns the span of the exact quote, if it is here; it may have had only some of the blanks at its ends.
    fn to_the_letter(&self, span: Span, quote: &str) -> Span {
        let (document, text) = (self.ground.document, self.ground.document.text());
        let blanks = quote.len() - quote.trim_start().len();
        let starts = [Some(span.start), span.start.checked_sub(blanks), span.end.checked_sub(quote.len())];
        let stands = |start: &usize| text.get(*start..).is_some_and(|rest| rest.starts_with(quote));
        let found = starts.into_iter().flatten().filter(stands).map(|start| Span::new(start, start + quote.len()));
        let mut found = found.filter(|found| !found.is_empty() && on_graphemes(document, *found));
        found.find(|found| found.overlaps(span)).unwrap_or(span)
    }

    fn same_or_moved(&self, target: &Target, span: Span) -> Placed {
        let document = self.ground.document;
        let same = document.slice(span) == target.quote && document.to_chars(span.start) == target.start;
        if same { Placed::Same(span) } else { Placed::Moved(span) }
    }

    /// Returns the place of a long quote from the results for its two ends.
    fn joined(&self, target: &Target, ends: Vec<Outlook>, folder: &mut Folder) -> Placed {
        let sure = ends.iter().all(|found| matches!(found, Outlook::Sure(_)));
        let ends: Vec<Candidate> = ends
            .into_iter()
            .filter_map(|found| match found {
                Outlook::Sure(candidate) | Outlook::Likely(candidate) => Some(candidate),
                Outlook::Lost(_) => None,
            })
            .collect();
        let [head, tail] = &ends[..] else { return Placed::Lost(Vec::new()) };
        let symbols = head.symbols.start..tail.symbols.end;
        let Some(now) = self.ground.folded.symbols.get(symbols.clone()) else { return Placed::Lost(Vec::new()) };
        let Some(span) = self.ground.span(&symbols) else { return Placed::Lost(Vec::new()) };
        let span = self.to_the_letter(span, &target.quote);
        let then = folder.fold(target.quote.trim()).symbols;
        match alike(&then, now) {
            Alike::Same if sure => self.same_or_moved(target, span),
            Alike::Same | Alike::Much => Placed::Changed(span),
            Alike::Little => Placed::Lost(vec![span]),
        }
    }
}

/// Returns the place of a target that stands, with all its surroundings, unchanged where it was.
fn stands(document: &Document, target: &Target) -> Option<Span> {
    let start = document.to_byte(target.start)?;
    let (before, rest) = document.text().split_at(start);
    let after = rest.strip_prefix(&target.quote)?;
    let span = Span::new(start, start + target.quote.len());
    let stands = before.ends_with(&target.prefix) && after.starts_with(&target.suffix);
    (stands && !span.is_empty() && on_graphemes(document, span)).then_some(span)
}

/// Returns the candidates in these regions, the best first. If a candidate has nearly all of its surroundings, other
/// regions are searched only if they could be mistaken for it: those with at least half of the seeds.
fn look(ground: &Haystack, piece: &Needle, regions: &[Region]) -> Vec<Candidate> {
    let most = regions.first().map_or(0, |region| region.seeds);
    let mut found: Vec<Candidate> = Vec::new();
    for region in regions.iter().take(REGIONS) {
        let exact = ground.exact(piece, region);
        if exact.is_empty()
            && (2 * region.seeds >= most || !found.iter().any(|found| found.left.nearly && found.right.nearly))
        {
            found.extend(ground.search_region(piece, region));
        }
        found.extend(exact);
    }
    haystack::one_each(found)
}

/// Returns a place that needs no other evidence.
fn by_itself(piece: &Needle, candidates: &[Candidate]) -> Option<Sure> {
    let best = candidates.first()?;
    let rival = candidates.get(1).is_some_and(|rival| rival.score() >= best.score() - MARGIN);
    let enough = best.surroundings() >= CONFIRMS;
    (best.is_whole() && enough && !rival).then(|| Sure::new(piece, best))
}

/// Returns the points of quote and surroundings together.
fn points(piece: &Needle, candidate: &Candidate) -> i32 {
    piece.quote.len() as i32 - 2 * candidate.differences as i32 + candidate.surroundings()
}

fn believed(piece: &Needle, candidate: &Candidate, between: bool) -> bool {
    let (all, side) = BELIEVED_BETWEEN;
    let (left, right) = (candidate.left.score, candidate.right.score);
    let points = points(piece, candidate);
    let little = 16 * candidate.differences <= piece.quote.len() || left + right >= 16;
    little && points >= BELIEVED || (between && points >= all && left.min(right) >= side)
}

fn on_graphemes(document: &Document, span: Span) -> bool {
    [span.start, span.end].into_iter().all(|at| grapheme::is_boundary(document.text(), at))
}

/// The part of a long quote that is left.
enum Alike {
    Same,
    Much,
    Little,
}

/// Returns whether at least two thirds are left of the length, and half of the stretches of [`SEED`] symbols, because a
/// single difference changes a whole stretch.
fn alike(then: &[Symbol], now: &[Symbol]) -> Alike {
    if then == now {
        return Alike::Same;
    }
    if then.len().abs_diff(now.len()) > then.len() / 3 {
        return Alike::Little;
    }
    let here: HashSet<&[Symbol]> = now.windows(SEED).collect();
    let stretches = then.chunks_exact(SEED);
    let (all, left) = (stretches.len(), stretches.filter(|stretch| here.contains(stretch)).count());
    if 2 * left >= all { Alike::Much } else { Alike::Little }
}

/// Makes sure that two targets from different places do not get the same place: a confirmed one keeps it if it is the
/// only one, and the others are lost.
fn lose_doubles(targets: &[Target], mut placed: Vec<Placed>) -> Vec<Placed> {
    let mut claims: HashMap<Span, [HashSet<(usize, &str)>; 2]> = HashMap::new();
    for (target, placed) in targets.iter().zip(&placed) {
        if let Some((span, changed)) = claim(placed) {
            claims.entry(span).or_default()[usize::from(changed)].insert((target.start, &target.quote));
        }
    }
    for placed in &mut placed {
        let Some((span, changed)) = claim(placed) else { continue };
        let [confirmed, others] = &claims[&span];
        if if changed { others.len() > 1 || !confirmed.is_empty() } else { confirmed.len() > 1 } {
            *placed = Placed::Lost(vec![span]);
        }
    }
    placed
}

/// Returns the span that is taken, and whether it is only likely.
fn claim(placed: &Placed) -> Option<(Span, bool)> {
    match placed {
        Placed::Same(span) | Placed::Moved(span) => Some((*span, false)),
        Placed::Changed(span) => Some((*span, true)),
        Placed::Lost(_) => None,
    }
}

#[cfg(test)]
mod tests;
