//! Counts what is in a layer. All counts can be added up over documents.
//!
//! ```text
//!   words   Prices  rose  5%  in  May  INSEE  said
//!   claim   ├──────────────────────┤                  5 words long
//!   figure                ├┤                          1 word long
//!   depth   1       1     2   1   1    0      0       how many tags lie over a word
//! ```

use std::collections::BTreeMap;

use crate::tags::remark::{DECLINED, JOINED, PARTED};
use crate::tags::{COMPARISON, Records, Via};
use crate::text::Span;
use crate::text::block;
use crate::text::unit;

/// The groups into which the lengths of tags fall: each up to this many words, the last without a limit.
pub(crate) const GROUPS: [usize; 7] = [1, 2, 4, 8, 16, 32, usize::MAX];

/// Words with at least this many tags over them are counted together.
pub(crate) const DEEPEST: usize = 4;

/// The counts of a layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LayerCounts {
    /// The number of words of the texts.
    pub words: usize,
    /// The counts of each label, in the order of the labels.
    pub labels: Vec<LabelCounts>,
    /// The number of tags under each label that is not among these.
    pub undeclared: BTreeMap<String, usize>,
    /// The number of words with no tag, one, two, three, and [`DEEPEST`] or more tags over them.
    pub depth: [usize; DEEPEST + 1],
    /// Pairs of tags of which one is inside the other.
    pub nested: usize,
    /// Pairs of tags that overlap, each with words that the other does not have.
    pub crossing: usize,
    /// Pairs of tags on exactly the same words.
    pub same: usize,
    /// Tags whose words are no longer in the text.
    pub lost: usize,
    /// Links by kind.
    pub links: BTreeMap<String, usize>,
    /// The counts of decisions on suggestions.
    pub suggestions: SuggestionCounts,
    /// The counts of decisions on rows of comparisons.
    pub decisions: DecisionCounts,
}

/// The counts of an annotator's decisions on rows of comparisons, apart from links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DecisionCounts {
    /// Tags that were made by linking a row.
    pub tagged: usize,
    /// Rows that were declined.
    pub declined: usize,
    /// Sources that were joined.
    pub joined: usize,
    /// Sources that were separated.
    pub parted: usize,
}

impl DecisionCounts {
    fn of(records: &Records) -> DecisionCounts {
        let about = |says: &str| {
            let remarks = records.remarks.values().filter(|remark| remark.there.is_some() || remark.via.is_none());
            remarks.filter(|remark| remark.says == says).count()
        };
        let tagged = vias(records).filter(|via| via.rule == COMPARISON).count();
        DecisionCounts { tagged, declined: about(DECLINED), joined: about(JOINED), parted: about(PARTED) }
    }

    /// Returns whether nothing was decided.
    pub(crate) fn is_empty(&self) -> bool {
        *self == DecisionCounts::default()
    }
}

/// Returns the suggestions from which the tags of a layer were made, including lost tags.
fn vias(records: &Records) -> impl Iterator<Item = &Via> {
    let lost = records.lost.values().map(|lost| &lost.tag);
    records.tags.iter().chain(lost).filter_map(|tag| tag.via.as_deref())
}

/// The counts of an annotator's decisions on suggestions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SuggestionCounts {
    /// Suggestions accepted unchanged.
    pub taken: usize,
    /// Suggestions accepted with other ends or under another label.
    pub mended: usize,
    /// Suggestions that were declined.
    pub declined: usize,
}

impl SuggestionCounts {
    fn of(records: &Records) -> SuggestionCounts {
        let vias = vias(records).filter(|via| via.rule != COMPARISON);
        let (mended, taken): (Vec<&Via>, Vec<&Via>) = vias.partition(|via| via.is_mended());
        let declined =
            records.remarks.values().filter(|remark| remark.says == DECLINED && remark.via.is_some()).count();
        SuggestionCounts { taken: taken.len(), mended: mended.len(), declined }
    }

    /// Returns whether no suggestion was decided on.
    pub(crate) fn is_empty(&self) -> bool {
        *self == SuggestionCounts::default()
    }
}

/// The counts of a label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LabelCounts {
    /// The number of tags.
    pub tags: usize,
    /// The number of words in them, each counted once.
    pub words: usize,
    /// The number of tags of each length, in words.
    pub lengths: BTreeMap<usize, usize>,
}

/// Lengths of tags, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LengthRange {
    /// The shortest.
    pub least: usize,
    /// The median.
    pub median: usize,
    /// The longest.
    pub most: usize,
}

impl LayerCounts {
    /// Returns the number of tags that have a place in the text.
    pub(crate) fn tags(&self) -> usize {
        self.labels.iter().map(|label| label.tags).chain(self.undeclared.values().copied()).sum()
    }

    /// Adds other counts of the same labels.
    pub(crate) fn add(&mut self, other: &LayerCounts) {
        self.words += other.words;
        self.labels.resize(self.labels.len().max(other.labels.len()), LabelCounts::default());
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
        self.suggestions.taken += other.suggestions.taken;
        self.suggestions.mended += other.suggestions.mended;
        self.suggestions.declined += other.suggestions.declined;
        self.decisions.tagged += other.decisions.tagged;
        self.decisions.declined += other.decisions.declined;
        self.decisions.joined += other.decisions.joined;
        self.decisions.parted += other.decisions.parted;
        for (label, count) in &other.undeclared {
            *self.undeclared.entry(label.clone()).or_default() += count;
        }
        other.links.iter().for_each(|(kind, count)| *self.links.entry(kind.clone()).or_default() += count);
    }
}

impl LabelCounts {
    /// Returns the number of tags in each of the [`GROUPS`].
    pub(crate) fn groups(&self) -> [usize; GROUPS.len()] {
        let mut groups = [0; GROUPS.len()];
        for (length, count) in &self.lengths {
            groups[GROUPS.iter().position(|most| length <= most).unwrap_or(0)] += count;
        }
        groups
    }

    /// Returns the shortest, the median and the longest length; `None` without tags. Of two middle lengths, the shorter
    /// is the median.
    pub(crate) fn range(&self) -> Option<LengthRange> {
        let (least, most) = (self.lengths.first_key_value()?.0, self.lengths.last_key_value()?.0);
        let mut before = 0;
        let middle = self.lengths.iter().find(|(_, count)| {
            before += *count;
            2 * before >= self.tags
        });
        Some(LengthRange { least: *least, median: *middle?.0, most: *most })
    }

    /// Returns the mean length in words; `None` without tags.
    pub(crate) fn mean(&self) -> Option<f64> {
        let sum: usize = self.lengths.iter().map(|(length, count)| length * count).sum();
        (self.tags > 0).then(|| sum as f64 / self.tags as f64)
    }
}

/// Returns the words of a text: stretches between two word boundaries (UAX #29) that have a letter or a digit.
pub(crate) fn words(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut next = (!text.is_empty()).then(|| block::block_at(text, 0));
    while let Some(block) = next {
        let spoken = |word: &Span| text[word.start..word.end].chars().any(char::is_alphanumeric);
        found.extend(unit::words(text, &block).filter(spoken));
        next = block::after(text, &block);
    }
    found
}

/// Counts a layer on a text with these words. A tag counts for the label with its name; `labels` has all that are declared.
pub(crate) fn count(words: &[Span], records: &Records, labels: &[String]) -> LayerCounts {
    let mut counts = LayerCounts {
        words: words.len(),
        labels: vec![LabelCounts::default(); labels.len()],
        lost: records.lost.len(),
        suggestions: SuggestionCounts::of(records),
        decisions: DecisionCounts::of(records),
        ..LayerCounts::default()
    };
    let mut over = vec![TagsOverWords::new(words.len()); labels.len()];
    let mut all = TagsOverWords::new(words.len());
    for tag in records.tags.iter() {
        let first = words.partition_point(|word| word.end <= tag.span.start);
        let last = first + words[first..].partition_point(|word| word.start < tag.span.end);
        all.add(first, last);
        if let Some(number) = labels.iter().position(|label| *label == tag.label) {
            over[number].add(first, last);
            counts.labels[number].tags += 1;
            *counts.labels[number].lengths.entry(last - first).or_default() += 1;
        } else {
            *counts.undeclared.entry(tag.label.clone()).or_default() += 1;
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

/// The number of tags over each word, stored as changes from word to word, so that a long tag costs no more than a
/// short one.
#[derive(Clone)]
struct TagsOverWords(Vec<isize>);

impl TagsOverWords {
    fn new(words: usize) -> TagsOverWords {
        TagsOverWords(vec![0; words + 1])
    }

    /// Adds a tag over the words from `first` up to `behind`, which is not included.
    fn add(&mut self, first: usize, behind: usize) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::Tag;
    use crate::tags::set::TagSet;

    const TEXT: &str = "Prices rose 5% in May, INSEE said.";

    fn counted(tags: &[(&str, &str)]) -> LayerCounts {
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
        let other = counted(&[("rumour", "Prices"), ("claim", "5%")]);
        assert_eq!((other.tags(), other.undeclared["rumour"]), (2, 1), "a label that is not declared counts, too");
        assert_eq!((counts.nested, counts.crossing, counts.same), (2, 1, 0));
    }

    #[test]
    fn lengths_are_in_words() {
        let mut counts = counted(&[("claim", "Prices rose 5%"), ("claim", "Prices"), ("claim", TEXT), ("figure", "5")]);
        assert_eq!(counts.labels[0].range(), Some(LengthRange { least: 1, median: 3, most: 7 }));
        assert_eq!(counts.labels[0].groups(), [1, 0, 1, 1, 0, 0, 0]);
        assert_eq!(counts.labels[1].groups(), [1, 0, 0, 0, 0, 0, 0], "a part of a word counts as one");
        let once = counts.clone();
        counts.add(&once);
        assert_eq!((counts.words, counts.labels[0].tags, counts.labels[0].mean()), (14, 6, once.labels[0].mean()));
    }
}
