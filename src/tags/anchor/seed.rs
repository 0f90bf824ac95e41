//! Finds the regions to search: looks up short stretches of all tags' words and surroundings in one walk over the text.
//!
//! ```text
//!   piece     … would be a |significant escalation| if the soldiers …
//!   seeds     ╰──────────╯   ╰──────────╯   ╰──────────╯       12 symbols, every third
//!   text      … ╰──────────╯ … ╰──────────╯ …                  all of them looked up in the table of all seeds
//!   regions   seeds that stand to each other as in the piece speak for one place
//! ```
//!
//! So the text is walked once, however many tags there are. A seed that occurs too often tells nothing and is skipped.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::fold::Symbol;

/// The length of a seed, in symbols: a stretch of 14 symbols that both texts share is always noticed.
pub(crate) const SEED: usize = 12;
/// The distance between the beginnings of two seeds, in symbols.
const STEP: usize = 3;
/// A seed that stands at more places than this is skipped.
const COMMON: usize = 32;
/// Seeds whose shifts differ by no more than this, in symbols, support the same region.
const DRIFT: isize = 8;
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// A range of symbols in which a piece may begin in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// The range of the first symbol of the piece; may lie before the beginning of the text.
    pub begins: RangeInclusive<isize>,
    /// The number of seeds that support it.
    pub seeds: usize,
}

/// Finds for each piece the regions that share a seed with it, those with most seeds first.
pub(crate) fn regions<'a>(text: &[Symbol], pieces: impl Iterator<Item = &'a [Symbol]>) -> Vec<Vec<Region>> {
    let mut numbers: HashMap<u64, usize> = HashMap::new();
    let seeds: Vec<Vec<usize>> = pieces
        .map(|piece| {
            let hashes = hashes(piece).step_by(STEP);
            hashes
                .map(|hash| {
                    let number = numbers.len();
                    *numbers.entry(hash).or_insert(number)
                })
                .collect()
        })
        .collect();
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); numbers.len()];
    for (at, hash) in hashes(text).enumerate() {
        if let Some(places) = numbers.get(&hash).map(|number| &mut places[*number])
            && places.len() <= COMMON
        {
            places.push(at);
        }
    }
    seeds.iter().map(|seeds| together(seeds, &places)).collect()
}

fn together(seeds: &[usize], places: &[Vec<usize>]) -> Vec<Region> {
    let mut begins: Vec<isize> = Vec::new();
    for (number, seed) in seeds.iter().enumerate() {
        let places = Some(&places[*seed]).filter(|places| places.len() <= COMMON);
        begins.extend(places.into_iter().flatten().map(|at| *at as isize - (number * STEP) as isize));
    }
    begins.sort_unstable();
    let mut regions: Vec<Region> = begins
        .chunk_by(|one, other| other - one <= DRIFT)
        .map(|run| Region { begins: run[0]..=run[run.len() - 1], seeds: run.len() })
        .collect();
    regions.sort_by_key(|region| std::cmp::Reverse(region.seeds));
    regions
}

/// Returns a rolling hash for each stretch of [`SEED`] symbols.
fn hashes(symbols: &[Symbol]) -> impl Iterator<Item = u64> + '_ {
    let leaves = (1..SEED).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let mut hash = 0u64;
    symbols.iter().enumerate().filter_map(move |(at, symbol)| {
        if let Some(old) = at.checked_sub(SEED) {
            hash = hash.wrapping_sub(u64::from(symbols[old]).wrapping_mul(leaves));
        }
        hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(*symbol));
        (at + 1 >= SEED).then_some(hash)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbols(text: &str) -> Vec<Symbol> {
        text.chars().map(|c| c as Symbol).collect()
    }

    #[test]
    fn seeds_lead_to_the_place_and_to_its_lookalikes() {
        let text = symbols("Well, would be a significant escalation. It would be a significant risk.");
        let pieces = [symbols("would be a significant escalation"), symbols("nothing of the kind"), symbols("short")];
        let found = regions(&text, pieces.iter().map(Vec::as_slice));
        assert_eq!(found[0].iter().map(|region| *region.begins.start()).collect::<Vec<_>>(), [6, 44]);
        assert_eq!(found[0][0].begins, 6..=6);
        assert!(found[1].is_empty() && found[2].is_empty());
    }

    #[test]
    fn what_is_everywhere_says_nothing() {
        let text = symbols(&"5% ".repeat(1000));
        assert_eq!(regions(&text, [&text[..60]].into_iter()), [vec![]]);
    }
}
