//! Finds documents that report on the same event, by words that they share and other documents do not have.
//!
//! ```text
//!   flood-gazette   Oma, Tarn, dam, 3.4 million        0.41   the likest of each other: a pair
//!   flood-courier   Oma, Tarn, dam, Voss, 17
//!   strike-post     Velez, dockers, 60 million         0.04
//! ```
//!
//! A document is the set of its words; a word weighs more, the rarer it is among the documents (tf-idf, with the
//! logarithm of both). The similarity of two documents is the cosine of these weights. Names that differ only in their
//! last word, `flood-a` and `flood-b`, are a hint, if that word is no number.

use std::collections::BTreeMap;

use super::words::spans;
use crate::hash::{FastMap, FastSet};
use crate::text::Span;
use crate::text::script::is_unspaced;

/// Two documents that are most similar to each other report on one event from this similarity on.
const LIKE: f64 = 0.13;
/// The same for documents with names that give a hint.
const NAMED: f64 = 0.04;
/// Any two documents with this similarity report on one event.
const SAME: f64 = 0.3;
/// At most this many documents are compared, as the time grows with the square of their number.
pub(crate) const MOST: usize = 2000;

/// The parts of a document that are needed to find its event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reported<'a> {
    /// The name in the corpus.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

/// Returns groups of two or more documents that report on one event, by their numbers, in order.
pub(crate) fn of_one_event(documents: &[Reported<'_>]) -> Vec<Vec<usize>> {
    let vectors = vectors(&documents[..documents.len().min(MOST)]);
    let mut table = vec![vec![0.0; vectors.len()]; vectors.len()];
    for one in 0..vectors.len() {
        for other in one + 1..vectors.len() {
            let like = cosine(&vectors[one], &vectors[other]);
            (table[one][other], table[other][one]) = (like, like);
        }
    }
    let likest = |row: &Vec<f64>| (0..row.len()).max_by(|a, b| row[*a].total_cmp(&row[*b]).then(b.cmp(a)));
    let best: Vec<Option<usize>> = table.iter().map(likest).collect();
    let mut group: Vec<usize> = (0..vectors.len()).collect();
    let pairs = (0..vectors.len()).flat_map(|one| (one + 1..vectors.len()).map(move |other| (one, other)));
    for (one, other) in pairs {
        let like = table[one][other];
        let are_likest = best[one] == Some(other) && best[other] == Some(one);
        let are_named = hint(documents[one].name).is_some_and(|own| Some(own) == hint(documents[other].name));
        if like >= SAME || are_likest && like >= LIKE || are_named && like >= NAMED {
            let (into, from) = (group[one].min(group[other]), group[one].max(group[other]));
            group.iter_mut().filter(|number| **number == from).for_each(|number| *number = into);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (document, group) in group.into_iter().enumerate() {
        groups.entry(group).or_default().push(document);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// The weight of each word of a document, by the number of the word.
type WordWeights = Vec<(usize, f64)>;

/// Returns the words of each document with their weights; the length of each vector is 1. Words are numbered, and so
/// summed, in the order of the alphabet: in another order, the last digit of a sum may be another one.
fn vectors(documents: &[Reported<'_>]) -> Vec<WordWeights> {
    let counts: Vec<FastMap<String, usize>> = documents.iter().map(|document| counts(document.text)).collect();
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for word in counts.iter().flat_map(FastMap::keys) {
        *found.entry(word).or_default() += 1;
    }
    let all = documents.len() as f64;
    let numbered: FastMap<&str, (usize, f64)> = (found.into_iter().enumerate())
        .map(|(number, (word, documents))| (word, (number, ((all + 1.0) / documents as f64).ln())))
        .collect();
    let vector = |counts: &FastMap<String, usize>| {
        let weigh = |(word, count): (&String, &usize)| {
            let (number, rarity) = numbered[word.as_str()];
            (number, (1.0 + (*count as f64).ln()) * rarity)
        };
        let mut vector: WordWeights = counts.iter().map(weigh).collect();
        vector.sort_unstable_by_key(|(number, _)| *number);
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        vector.iter_mut().for_each(|(_, weight)| *weight /= length);
        vector
    };
    counts.iter().map(vector).collect()
}

/// Returns the cosine of the angle between two vectors of length 1.
fn cosine(one: &WordWeights, other: &WordWeights) -> f64 {
    let mut behind = other.as_slice();
    let mut sum = 0.0;
    for (word, weight) in one {
        let skipped = behind.iter().take_while(|(other, _)| other < word).count();
        behind = &behind[skipped..];
        if let Some((_, same)) = behind.first().filter(|(other, _)| other == word) {
            sum += weight * same;
        }
    }
    sum
}

/// Returns the words that tell the subject of a text: names, numbers, and words of more than three letters; in scripts
/// without blanks, pairs of signs.
fn counts(text: &str) -> FastMap<String, usize> {
    let mut counts = FastMap::default();
    let mut before: Option<Span> = None;
    for span in spans(text) {
        let word = &text[span.start..span.end];
        let is_sign = word.starts_with(is_unspaced);
        if is_sign {
            if let Some(before) = before.filter(|before| before.end == span.start) {
                *counts.entry(text[before.start..span.end].to_string()).or_default() += 1;
            }
        } else if word.chars().nth(3).is_some()
            || word.chars().nth(1).is_some() && word.chars().any(|c| c.is_numeric() || c.is_uppercase())
        {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
        before = is_sign.then_some(span);
    }
    counts
}

/// Returns the part of a name before its last word: `flood` of `flood-gazette.txt`.
fn stem(name: &str) -> Option<&str> {
    let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
    let (stem, _) = name.rsplit_once(['-', '_', '.', ' '])?;
    stem.chars().any(char::is_alphabetic).then_some(stem)
}

/// Returns the part of a name that hints at the event: that before its last word, unless the last word is a number. Names
/// that are numbered, `news-1` and `news-2`, say nothing.
fn hint(name: &str) -> Option<&str> {
    let stem = stem(name)?;
    let last = &name[stem.len()..];
    let last = last.rsplit_once('.').filter(|(word, _)| !word.is_empty()).map_or(last, |(word, _)| word);
    last.contains(char::is_alphabetic).then_some(stem)
}

/// Returns a name for an event of these documents: the common beginning of their names, or the name of the first.
pub(crate) fn event_name(names: &[&str]) -> String {
    let first = names.first().copied().unwrap_or_default();
    let stems: FastSet<Option<&str>> = names.iter().map(|name| stem(name)).collect();
    let shared = stems.iter().next().copied().flatten().filter(|_| stems.len() == 1);
    let name = shared.or_else(|| first.rsplit_once('.').map(|(name, _)| name)).unwrap_or(first);
    name.rsplit('/').next().unwrap_or(name).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_on_one_event_find_each_other() {
        let texts = [
            (
                "a.txt",
                "The river Oma flooded ten villages on Sunday. The dam at Tarn broke, and 14 people died, the governor said.",
            ),
            (
                "b.txt",
                "Dockers in Velez went on strike for 8.5 per cent. The port was closed, the union of Tomas Reyes said.",
            ),
            (
                "c.txt",
                "A dam at Tarn broke on Sunday: 17 people died in the villages on the river Oma, the minister said.",
            ),
            ("d.txt", "The port of Velez was closed when dockers began a strike. Tomas Reyes asks for 8.5 per cent."),
            ("e.txt", "A new vaccine halves malaria among children in Ghana, researchers said on Thursday."),
        ];
        let documents: Vec<Reported> = texts.iter().map(|(name, text)| Reported { name, text }).collect();
        assert_eq!(of_one_event(&documents), [vec![0, 2], vec![1, 3]]);
        assert_eq!(of_one_event(&documents[3..]), [[0; 0]; 0]);
    }

    #[test]
    fn a_number_at_the_end_of_a_name_is_no_hint() {
        let names =
            ["flood-a.txt", "may/flood-gazette.txt", "news-1.txt", "news-22", "news-2024-11-07.txt", "news.txt"];
        assert_eq!(names.map(hint), [Some("flood"), Some("may/flood"), None, None, None, None]);
    }

    #[test]
    fn the_similarity_is_the_same_in_each_run() {
        let text: String = (0..400).map(|word| format!("word{} ", word * word % 331)).collect();
        let other: String = (0..300).map(|word| format!("word{} ", word * 7 % 290)).collect();
        let documents = [&text, &other].map(|text| Reported { name: "a", text });
        let like = || {
            let vectors = vectors(&documents);
            cosine(&vectors[0], &vectors[1]).to_bits()
        };
        assert!((0..20).all(|_| like() == like()));
    }

    #[test]
    fn an_event_is_called_what_the_names_share() {
        assert_eq!(event_name(&["may/flood-a.txt", "may/flood-b.txt"]), "flood");
        assert_eq!(event_name(&["one.txt", "two.txt"]), "one");
    }
}
