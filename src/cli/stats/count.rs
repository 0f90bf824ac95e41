//! What is counted in a layer. All counts add up over documents.
//!
//! ```text
//!   words   Prices  rose  5%  in  May  INSEE  said
//!   claim   ├──────────────────────┤                  5 words long
//!   figure                ├┤                          1 word long
//!   depth   1       1     2   1   1    0      0       how many tags lie over a word
//! ```

use std::collections::BTreeMap;

use crate::tags::Records;
use crate::text::block;
use crate::text::unit;
use crate::text::{Document, Span};

/// Lengths of tags are told in these groups, each up to its number of words; the last without end.
pub const GROUPS: [usize; 7] = [1, 2, 4, 8, 16, 32, usize::MAX];

/// So many tags over a word, or more, are told together.
pub const DEEPEST: usize = 4;

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Words of the texts.
    pub words: usize,
    /// By label, in the order of the labels.
    pub labels: Vec<OfLabel>,
    /// Words with so many tags over them: none, one, two, three, four and more.
    pub depth: [usize; DEEPEST + 1],
    /// Pairs of tags of which one lies in the other.
    pub nested: usize,
    /// Pairs of tags of which each covers words that the other does not.
    pub crossing: usize,
    /// Pairs of tags on the very same words.
    pub same: usize,
    /// Tags that have lost their place.
    pub lost: usize,
    /// Links by kind.
    pub links: BTreeMap<String, usize>,
}

/// What was counted of a label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfLabel {
    /// How many tags have it.
    pub tags: usize,
    /// How many words lie in them, each counted once.
    pub words: usize,
    /// How many are so many words long.
    pub lengths: BTreeMap<usize, usize>,
}

impl Counts {
    /// How many tags have a place.
    pub fn tags(&self) -> usize {
        self.labels.iter().map(|label| label.tags).sum()
    }

    /// Adds what was counted elsewhere, with the same labels.
    pub fn add(&mut self, other: &Counts) {
        self.words += other.words;
        self.labels.resize(self.labels.len().max(other.labels.len()), OfLabel::default());
        for (sum, label) in self.labels.iter_mut().zip(&other.labels) {
            sum.tags += label.tags;
            sum.words += label.words;
            label.lengths.iter().for_each(|(length, count)| *sum.lengths.entry(*length).or_default() += count);
        }
        self.depth.iter_mut().zip(other.depth).for_each(|(sum, count)| *sum += count);
        self.nested += other.nested;
        self.crossing += other.crossing;
        self.same += other.same;
        self.lost += other.lost;
        other.links.iter().for_each(|(kind, count)| *self.links.entry(kind.clone()).or_default() += count);
    }
}

impl OfLabel {
    /// How many tags are as long as each of the [`GROUPS`].
    pub fn groups(&self) -> [usize; GROUPS.len()] {
        let mut groups = [0; GROUPS.len()];
        for (length, count) in &self.lengths {
            groups[GROUPS.iter().position(|most| length <= most).unwrap_or(0)] += count;
        }
        groups
    }

    /// The shortest, the middle one (of two the shorter) and the longest length, in words.
    pub fn range(&self) -> Option<(usize, usize, usize)> {
        let (least, most) = (self.lengths.first_key_value()?.0, self.lengths.last_key_value()?.0);
        let mut before = 0;
        let middle = self.lengths.iter().find(|(_, count)| {
            before += *count;
            2 * before >= self.tags
        });
        Some((*least, *middle?.0, *most))
    }

    /// The mean length in words.
    pub fn mean(&self) -> Option<f64> {
        let sum: usize = self.lengths.iter().map(|(length, count)| length * count).sum();
        (self.tags > 0).then(|| sum as f64 / self.tags as f64)
    }
}

/// The words of a text: what has a letter or a digit between two word boundaries (UAX #29).
pub fn words(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut next = (!text.is_empty()).then(|| block::block_at(text, 0));
    while let Some(block) = next {
        let spoken = |word: &Span| text[word.start..word.end].chars().any(char::is_alphanumeric);
        found.extend(unit::words(text, &block).filter(spoken));
        next = block::after(text, &block);
    }
    found
}

/// Counts a layer on the text that has these words. A tag counts to the label that has its name; `labels` names all.
pub fn count(words: &[Span], records: &Records, labels: &[String]) -> Counts {
    let mut counts = Counts {
        words: words.len(),
        labels: vec![OfLabel::default(); labels.len()],
        lost: records.lost.len(),
        ..Counts::default()
    };
    let mut over = vec![Depth::new(words.len()); labels.len()];
    let mut all = Depth::new(words.len());
    for tag in records.tags.iter() {
        let first = words.partition_point(|word| word.end <= tag.span.start);
        let last = first + words[first..].partition_point(|word| word.start < tag.span.end);
        all.lay(first, last);
        if let Some(number) = labels.iter().position(|label| *label == tag.label) {
            over[number].lay(first, last);
            counts.labels[number].tags += 1;
            *counts.labels[number].lengths.entry(last - first).or_default() += 1;
        }
        for other in records.tags.touching(tag.span).filter(|other| (other.span, &other.id) > (tag.span, &tag.id)) {
            *match () {
                () if other.span == tag.span => &mut counts.same,
                () if other.span.covers(tag.span) || tag.span.covers(other.span) => &mut counts.nested,
                () => &mut counts.crossing,
            } += 1;
        }
    }
    all.each().for_each(|depth| counts.depth[depth.min(DEEPEST)] += 1);
    for (label, over) in counts.labels.iter_mut().zip(over) {
        label.words = over.each().filter(|depth| *depth > 0).count();
    }
    records.links.values().for_each(|link| *counts.links.entry(link.kind.clone()).or_default() += 1);
    counts
}

/// How many tags lie over each word: where they begin and end, until it is asked for.
#[derive(Clone)]
struct Depth(Vec<isize>);

impl Depth {
    fn new(words: usize) -> Depth {
        Depth(vec![0; words + 1])
    }

    fn lay(&mut self, first: usize, behind: usize) {
        self.0[first] += 1;
        self.0[behind] -= 1;
    }

    fn each(&self) -> impl Iterator<Item = usize> {
        let mut depth = 0;
        self.0[..self.0.len() - 1].iter().map(move |change| {
            depth += change;
            depth.unsigned_abs()
        })
    }
}

/// The words of a document.
pub fn of(document: &Document) -> Vec<Span> {
    words(document.text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::Tag;
    use crate::tags::set::TagSet;

    const TEXT: &str = "Prices rose 5% in May, INSEE said.";

    fn counted(tags: &[(&str, &str)]) -> Counts {
        let tag = |(label, words): &(&str, &str)| {
            let start = TEXT.find(words).unwrap();
            Tag::new(label, Span::new(start, start + words.len()), "")
        };
        let records = Records::from(tags.iter().map(tag).collect::<TagSet>());
        count(&words(TEXT), &records, &["claim", "figure"].map(String::from))
    }

    #[test]
    fn words_are_counted_once_and_tags_each() {
        let counts = counted(&[("claim", "Prices rose 5%"), ("claim", "5% in May"), ("figure", "5%")]);
        assert_eq!((counts.words, counts.tags()), (7, 3));
        assert_eq!((counts.labels[0].tags, counts.labels[0].words, counts.labels[1].words), (2, 5, 1));
        assert_eq!(counts.depth, [2, 4, 0, 1, 0]);
        assert_eq!((counts.nested, counts.crossing, counts.same), (2, 1, 0));
    }

    #[test]
    fn lengths_are_in_words() {
        let mut counts = counted(&[("claim", "Prices rose 5%"), ("claim", "Prices"), ("claim", TEXT), ("figure", "5")]);
        assert_eq!(counts.labels[0].range(), Some((1, 3, 7)));
        assert_eq!(counts.labels[0].groups(), [1, 0, 1, 1, 0, 0, 0]);
        assert_eq!(counts.labels[1].groups(), [1, 0, 0, 0, 0, 0, 0], "a part of a word counts as one");
        let once = counts.clone();
        counts.add(&once);
        assert_eq!((counts.words, counts.labels[0].tags, counts.labels[0].mean()), (14, 6, once.labels[0].mean()));
    }
}
