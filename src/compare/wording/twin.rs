//! Finds the twin of a tag: the place of its words in the other text.
//!
//! ```text
//!   left    … that the price of [bread] has risen by 5% …      the words of the tag, with some around them,
//!   right   … how the price of  [bread] rose by 5% …           are laid on those of the passage, word by word
//! ```
//!
//! The words around the tag decide between several places with the same words. They are aligned so that the fewest
//! words are changed, dropped or added (Sellers, “The theory and computation of evolutionary distances”, Journal of
//! Algorithms 1, 1980), so a tag whose passage was moved is found, too.

use crate::compare::both::Both;
use crate::compare::words::Vocabulary;
use crate::text::{Span, grapheme};

/// The number of words around a tag that are aligned with it.
const AROUND: usize = 8;
/// The weight of a word of the tag, compared with a word around it.
const WEIGHT: usize = 4;
/// The greatest number of steps: of a longer passage, only so much is looked at.
const STEPS: usize = 4_000_000;

/// Returns the place in the right text of the words at `span` of the left text, within the passage at `passage`.
pub(super) fn twin(text: Both<&str>, passage: Both<Span>, span: Span) -> Option<Span> {
    let mut vocabulary = Vocabulary::default();
    let here = vocabulary.read(&text.left[passage.left.start..passage.left.end]);
    let there = vocabulary.read(&text.right[passage.right.start..passage.right.end]);
    let (start, end) = (span.start - passage.left.start, span.end - passage.left.start);
    let first = here.spans.partition_point(|word| word.end <= start);
    let behind = here.spans.partition_point(|word| word.start < end);
    if first >= behind {
        return None;
    }
    let from = first.saturating_sub(AROUND);
    let window = &here.ids[from..(behind + AROUND).min(here.len())];
    let near = near(there.len(), Both::new(here.len(), window.len()), from)?;
    let (ids, expected) = (&there.ids[near.start..near.end], from.saturating_sub(near.start));
    let laid: Vec<Option<usize>> = match same(window, ids, expected) {
        Some(at) => (at..at + window.len()).map(Some).collect(),
        None => laid(window, Span::new(first - from, behind - from), ids, expected)?,
    };
    let twins = laid[first - from..behind - from].iter().flatten();
    let twins: Vec<usize> = twins.map(|at| near.start + at).collect();
    if 3 * twins.len() < 2 * (behind - first) {
        return None;
    }
    let (one, other) = (there.spans[*twins.first()?], there.spans[*twins.last()?]);
    let at = |byte: usize| passage.right.start + byte;
    Some(Span::new(grapheme::floor(text.right, at(one.start)), grapheme::ceil(text.right, at(other.end))))
}

/// Returns the place nearest to the `expected` one at which exactly these words stand.
fn same(window: &[u32], there: &[u32], expected: usize) -> Option<usize> {
    let last = there.len().checked_sub(window.len())?;
    let is_same = |at: &usize| *at <= last && there[*at..*at + window.len()] == *window;
    (0..=last.max(expected)).flat_map(|far| [expected.checked_sub(far), Some(expected + far)]).flatten().find(is_same)
}

/// Returns the words of a passage of `there` words in which a window is looked for: all of them, or, if these are too many, those around
/// its place in the passage. `words` has the number of words of the other passage and of the window.
fn near(there: usize, words: Both<usize>, from: usize) -> Option<Span> {
    let most = (STEPS / words.right.max(1)).checked_sub(1)?;
    if there <= most {
        return Some(Span::new(0, there));
    }
    let middle = from as u128 * there as u128 / words.left.max(1) as u128;
    let start = (middle as usize).saturating_sub(most / 2).min(there - most);
    (words.right <= most).then(|| Span::new(start, start + most))
}

/// A step of an alignment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LayingStep {
    /// A word is aligned with a word.
    Both,
    /// A word of the tag is aligned with none.
    Here,
    /// A word of the passage is aligned with none.
    There,
}

/// Returns for each word of `window` the equal word of `there` that it is aligned with; words of the tag weigh more. Of
/// equally good alignments, the one whose beginning is nearest to the `expected` word is taken.
fn laid(window: &[u32], tag: Span, there: &[u32], expected: usize) -> Option<Vec<Option<usize>>> {
    let wide = there.len() + 1;
    if wide.checked_mul(window.len())? > STEPS {
        return None;
    }
    let mut steps = vec![LayingStep::There; wide * (window.len() + 1)];
    let mut costs: Vec<usize> = vec![0; wide];
    for (row, word) in window.iter().enumerate() {
        let weight = if tag.contains(row) { WEIGHT } else { 1 };
        let mut next = vec![costs[0] + weight; wide];
        steps[(row + 1) * wide] = LayingStep::Here;
        for at in 1..wide {
            let change = if there[at - 1] == *word { 0 } else { weight };
            let ways = [
                (costs[at - 1] + change, LayingStep::Both),
                (costs[at] + weight, LayingStep::Here),
                (next[at - 1] + 1, LayingStep::There),
            ];
            let (cost, step) = ways.into_iter().min_by_key(|(cost, _)| *cost)?;
            next[at] = cost;
            steps[(row + 1) * wide + at] = step;
        }
        costs = next;
    }
    let mut at = (0..wide).min_by_key(|at| (costs[*at], at.abs_diff(expected + window.len())))?;
    let mut row = window.len();
    let mut laid = vec![None; window.len()];
    while row > 0 {
        match steps[row * wide + at] {
            LayingStep::Both => {
                (row, at) = (row - 1, at - 1);
                laid[row] = (there[at] == window[row]).then_some(at);
            }
            LayingStep::Here => row -= 1,
            LayingStep::There => at -= 1,
        }
    }
    Some(laid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_long_passage_the_twin_is_looked_for_near_its_place() {
        // An alignment of the tag with all words would take more steps than there may be.
        let text: String = (0..200_000).map(|word| format!("w{} ", word % 7_919)).collect();
        let at = text[text.len() / 2..].find("w7001 w7002").unwrap() + text.len() / 2;
        let (whole, tag) = (Span::new(0, text.len()), Span::new(at, at + 11));
        assert_eq!(twin(Both::new(&text, &text), Both::new(whole, whole), tag), Some(tag));
        let most = STEPS / 20 - 1;
        let near = |from| near(400_000, Both::new(200_000, 20), from).map(|near| (near.start, near.len()));
        let found = [0, 100_000, 199_999].map(near);
        assert_eq!(found, [Some((0, most)), Some((200_000 - most / 2, most)), Some((400_000 - most, most))]);
    }

    #[test]
    fn of_several_places_with_the_same_words_the_nearest_is_the_twin() {
        let text = "one two three four five six seven eight boat ".repeat(3);
        let whole = Span::new(0, text.len());
        let boats: Vec<Span> = text.match_indices("boat").map(|(at, _)| Span::new(at, at + 4)).collect();
        let twins = boats.iter().map(|boat| twin(Both::new(&text, &text), Both::new(whole, whole), *boat));
        assert_eq!(twins.collect::<Option<Vec<Span>>>(), Some(boats.clone()));
    }
}
