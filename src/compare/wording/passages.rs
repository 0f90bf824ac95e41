//! Finds passages that are nearly the same: words were added, dropped, changed, or moved within.
//!
//! ```text
//!   tiles      ╰ A ╯ x ╰─── B ───╯  ╰C╯          left: no word is in two tiles, the longest tile is laid first
//!              ╰─── B ───╯ ╰C╯ y z ╰ A ╯         right
//!   passage    ╰── all that lies close on both sides, in any order, if most of its words are the same
//! ```
//!
//! The tiles are those of Wise (“String similarity via greedy string tiling and running Karp-Rabin matching”, 1993).
//! The allowed gap is tried from [`WIDEST`] downwards, so that a loose end costs a passage only its end.

use std::collections::BTreeMap;

use super::LEAST;
use super::runs::{Match, Names};
use crate::compare::both::Both;
use crate::hash::FastMap;
use crate::text::Span;

/// The least number of words of a tile.
const TILE: usize = 4;
/// A tile whose words occur in more places than this is a common phrase, and is ignored.
const TWINS: usize = 3;
/// The most words that may lie between two tiles of a passage.
const WIDEST: usize = 8;
/// The least [share](super::WordingPassage::share) of equal words in a passage.
const SAME: f64 = 2.0 / 3.0;

/// A passage, as ranges of words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    /// The place in each text.
    pub words: Both<Span>,
    /// The number of words that are the same.
    pub equal: usize,
}

/// Returns the passages of at least [`LEAST`] equal words, by place on the left. `runs` are those that are known to be word for word.
pub(super) fn passages(names: &Names, runs: &[Match], ids: Both<&[u32]>) -> Vec<Near> {
    let short = names.runs(TILE, TWINS, ids.left.len() + ids.right.len());
    let tiles = tiles(runs.iter().copied().chain(short.runs.into_iter().filter(|tile| tile.length < LEAST)).collect());
    let mut found = Vec::new();
    refine(&tiles, WIDEST, ids, &mut found);
    found.sort_unstable_by_key(|near: &Near| near.words);
    found
}

/// Lays tiles, the longest first, each on words that are free on both sides.
fn tiles(mut matches: Vec<Match>) -> Vec<Match> {
    matches.sort_unstable_by_key(|tile| (std::cmp::Reverse(tile.length), tile.left, tile.right));
    let mut taken = Both::<BTreeMap<usize, usize>>::default();
    let mut tiles = Vec::new();
    for tile in matches {
        let mut from = 0;
        while let Some(free) = free(&taken, tile, from) {
            from = free.left + free.length - tile.left;
            if free.length >= TILE {
                taken.left.insert(free.left, free.left + free.length);
                taken.right.insert(free.right, free.right + free.length);
                tiles.push(free);
            }
        }
    }
    tiles.sort_unstable();
    tiles
}

/// Returns the first part of a tile, from its word `from` on, whose words are free on both sides.
fn free(taken: &Both<BTreeMap<usize, usize>>, tile: Match, from: usize) -> Option<Match> {
    let end_of = |taken: &BTreeMap<usize, usize>, at: usize| {
        taken.range(..=at).next_back().map_or(0, |(_, end)| end.saturating_sub(at))
    };
    let mut skipped = from;
    while skipped < tile.length {
        let further = end_of(&taken.left, tile.left + skipped).max(end_of(&taken.right, tile.right + skipped));
        if further == 0 {
            break;
        }
        skipped += further;
    }
    let (left, right) = (tile.left + skipped, tile.right + skipped);
    let next =
        |taken: &BTreeMap<usize, usize>, at: usize| taken.range(at..).next().map_or(usize::MAX, |(next, _)| next - at);
    let room = next(&taken.left, left).min(next(&taken.right, right));
    (skipped < tile.length).then(|| Match { left, right, length: (tile.length - skipped).min(room) })
}

/// Joins tiles at most `gap` words apart on both sides. A group that shares too little is tried again with half the
/// gap.
fn refine(tiles: &[Match], gap: usize, ids: Both<&[u32]>, found: &mut Vec<Near>) {
    for group in groups(tiles, gap) {
        let equal: usize = group.iter().map(|tile| tile.length).sum();
        if equal + gap * (group.len() - 1) < LEAST {
            continue;
        }
        let near = measured(&group, ids);
        let words = near.words.left.len() + near.words.right.len();
        if near.equal >= LEAST && 2.0 * near.equal as f64 >= SAME * words as f64 {
            found.push(near);
        } else if gap > 0 {
            refine(&group, gap / 2, ids, found);
        }
    }
}

/// Groups tiles: each is at most `gap` words from another of its group on both sides.
fn groups(tiles: &[Match], gap: usize) -> Vec<Vec<Match>> {
    let mut group: Vec<usize> = (0..tiles.len()).collect();
    for (number, tile) in tiles.iter().enumerate() {
        let near = tiles[number + 1..].iter().take_while(|next| next.left <= tile.left + tile.length + gap);
        for (next, _) in near.enumerate().filter(|(_, next)| distance(tile.places().right, next.places().right) <= gap)
        {
            let (one, other) = (root(&mut group, number), root(&mut group, number + 1 + next));
            group[one.max(other)] = one.min(other);
        }
    }
    let mut groups: BTreeMap<usize, Vec<Match>> = BTreeMap::new();
    for (number, tile) in tiles.iter().enumerate() {
        groups.entry(root(&mut group, number)).or_default().push(*tile);
    }
    groups.into_values().collect()
}

fn root(group: &mut [usize], mut at: usize) -> usize {
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

/// Returns the number of words between two stretches.
fn distance(one: Span, other: Span) -> usize {
    one.start.saturating_sub(other.end).max(other.start.saturating_sub(one.end))
}

/// Returns a group of tiles as one passage; words between the tiles count as equal if they are on both sides.
fn measured(group: &[Match], ids: Both<&[u32]>) -> Near {
    let around = |places: Vec<Span>| {
        let start = places.iter().map(|place| place.start).min().unwrap_or_default();
        Span::new(start, places.iter().map(|place| place.end).max().unwrap_or(start))
    };
    let places = Both::new(
        group.iter().map(|tile| tile.places().left).collect::<Vec<_>>(),
        group.iter().map(|tile| tile.places().right).collect::<Vec<_>>(),
    );
    let between = Both::new(between(ids.left, &places.left), between(ids.right, &places.right));
    let mut loose: FastMap<u32, usize> = FastMap::default();
    between.left.into_iter().for_each(|word| *loose.entry(word).or_default() += 1);
    let also = between.right.into_iter().filter(|word| match loose.get_mut(word) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    });
    let equal = group.iter().map(|tile| tile.length).sum::<usize>() + also.count();
    Near { words: places.map(around), equal }
}

/// Returns the words between stretches.
fn between(ids: &[u32], places: &[Span]) -> Vec<u32> {
    let mut places = places.to_vec();
    places.sort_unstable();
    places.windows(2).flat_map(|pair| ids.get(pair[0].end..pair[1].start).unwrap_or_default()).copied().collect()
}
