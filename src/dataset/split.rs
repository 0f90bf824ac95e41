//! Divides the documents of a dataset into parts.
//!
//! ```text
//!   pairs are one      [a b]  [c]  [d e f]  [g] …
//!   in an order that   [g]  [d e f]  [c]  [a b] …         by SHA-256 of the seed and the first name
//!   only the seed      ├───── train 80 ─────┤ dev ┤ test  cut by the shares; a group goes where its middle falls
//!   changes
//! ```
//!
//! The split uses only whole numbers and a hash that is the same everywhere, so it is the same on every machine.
//! Documents in pairs, also through other documents, are one group: no article is in `train` while its partner is in
//! `test`. A new document moves only documents near a cut to another part.

use std::collections::{BTreeMap, HashMap};
use std::num::IntErrorKind;

use sha2::{Digest, Sha256};

/// Parts and their shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Split {
    parts: Vec<SplitPart>,
    /// The seed of the order.
    pub seed: u64,
}

/// A part of a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SplitPart {
    name: String,
    share: u64,
}

/// The reason why words are no split. Displays without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{part}` {why}")]
pub(crate) struct SplitError {
    /// The words of the part.
    pub part: String,
    /// The fault.
    pub why: SplitFault,
}

/// A fault of a part of a split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SplitFault {
    /// The part has no `=`.
    #[error("is not NAME=SHARE")]
    Form,
    /// The name cannot be that of a file.
    #[error("has a name with other characters than letters, digits, - and _")]
    Name,
    /// The share is not a number above 0.
    #[error("has no share above 0")]
    Share,
    /// The share is above 4294967295.
    #[error("has a share that is too large")]
    LargeShare,
    /// Another part has the same name.
    #[error("is there twice")]
    Twice,
}

impl Split {
    /// Reads `train=80`, `dev=10`, …
    ///
    /// # Errors
    /// The first part that is wrong.
    pub(crate) fn parse(given: &[String], seed: u64) -> Result<Split, SplitError> {
        let mut parts: Vec<SplitPart> = Vec::new();
        for words in given {
            let part =
                SplitPart::parse(words).and_then(|part| match parts.iter().any(|other| other.name == part.name) {
                    true => Err(SplitFault::Twice),
                    false => Ok(part),
                });
            parts.push(part.map_err(|why| SplitError { part: words.clone(), why })?);
        }
        Ok(Split { parts, seed })
    }

    /// Returns the names of the parts.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.parts.iter().map(|part| part.name.as_str()).collect()
    }

    /// Returns the split as it is given on the command line.
    pub(crate) fn words(&self) -> String {
        self.parts.iter().map(|SplitPart { name, share }| format!("{name}={share}")).collect::<Vec<_>>().join(",")
    }

    /// Returns for each document the number of its part.
    pub(crate) fn of(&self, documents: &[String], pairs: &[(String, Option<String>)]) -> Vec<usize> {
        let mut groups = groups(documents, pairs);
        groups.sort_by_cached_key(|group| {
            let first = group.iter().map(|number| documents[*number].as_str()).min().unwrap_or_default();
            let mut digest = Sha256::new();
            digest.update(self.seed.to_le_bytes());
            digest.update(first);
            (digest.finalize().to_vec(), first)
        });
        let shares: u128 = self.parts.iter().map(|part| u128::from(part.share)).sum();
        let (mut of, mut before) = (vec![0; documents.len()], 0);
        for group in groups {
            // The middle of the group and the cuts, in halves of documents and in shares.
            let middle = (2 * before + group.len()) as u128 * shares;
            let mut cut = 0;
            let number = self.parts.iter().position(|part| {
                cut += u128::from(part.share) * 2 * documents.len() as u128;
                middle < cut
            });
            before += group.len();
            group.into_iter().for_each(|document| of[document] = number.unwrap_or(self.parts.len() - 1));
        }
        of
    }

    /// Returns the parts without documents.
    pub(crate) fn empty(&self, of: &[usize]) -> Vec<String> {
        let empty = self.parts.iter().enumerate().filter(|(number, _)| !of.contains(number));
        empty.map(|(_, part)| part.name.clone()).collect()
    }
}

impl SplitPart {
    fn parse(words: &str) -> Result<SplitPart, SplitFault> {
        let (name, share) = words.split_once('=').ok_or(SplitFault::Form)?;
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if name.is_empty() || name.len() > 64 || !name.chars().all(fits) {
            return Err(SplitFault::Name);
        }
        match share.parse::<u32>() {
            Ok(0) => Err(SplitFault::Share),
            Ok(share) => Ok(SplitPart { name: name.into(), share: share.into() }),
            Err(error) if *error.kind() == IntErrorKind::PosOverflow => Err(SplitFault::LargeShare),
            Err(_) => Err(SplitFault::Share),
        }
    }
}

/// Returns the numbers of the documents in groups: documents in pairs, directly or through others, are together.
fn groups(documents: &[String], pairs: &[(String, Option<String>)]) -> Vec<Vec<usize>> {
    let mut names: HashMap<&str, usize> = HashMap::new();
    let mut above: Vec<usize> = Vec::new();
    let mut number = |name| {
        *names.entry(name).or_insert_with(|| {
            above.push(above.len());
            above.len() - 1
        })
    };
    let own: Vec<usize> = documents.iter().map(|name| number(name)).collect();
    let tied = pairs.iter().filter_map(|(left, right)| Some((left, right.as_ref()?)));
    // A document that links two others in pairs need not be exported itself.
    let tied: Vec<(usize, usize)> = tied.map(|(left, right)| (number(left), number(right))).collect();
    for (left, right) in tied {
        let (left, right) = (root(&above, left), root(&above, right));
        above[left.max(right)] = left.min(right);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (document, number) in own.into_iter().enumerate() {
        groups.entry(root(&above, number)).or_default().push(document);
    }
    groups.into_values().collect()
}

fn root(above: &[usize], mut at: usize) -> usize {
    while above[at] != at {
        at = above[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(words: &str, seed: u64) -> Split {
        Split::parse(&words.split(',').map(String::from).collect::<Vec<_>>(), seed).unwrap()
    }

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|number| format!("may/{number}.txt")).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_split_on_every_machine() {
        let of = |seed| split("train=6,dev=2,test=2", seed).of(&names(10), &[]);
        assert_eq!(of(0), [0, 0, 1, 1, 2, 0, 2, 0, 0, 0]);
        assert_eq!(of(1), [2, 0, 0, 0, 1, 0, 1, 0, 2, 0]);
    }

    #[test]
    fn what_is_no_split_is_refused() {
        for words in ["train", "train=0", "=5", "a/b=1", "train=x", "train=-1", "a=1,a=2"] {
            let given: Vec<String> = words.split(',').map(String::from).collect();
            assert!(Split::parse(&given, 0).is_err(), "{words}");
        }
        let large = Split::parse(&["train=99999999999999999999".into()], 0).unwrap_err();
        assert_eq!(large.to_string(), "`train=99999999999999999999` has a share that is too large");
    }

    #[test]
    fn a_part_may_stay_empty() {
        let split = split("train=80,dev=10,test=10", 7);
        assert_eq!(split.empty(&split.of(&names(2), &[])), ["dev", "test"]);
        assert!(split.empty(&split.of(&names(10), &[])).is_empty());
    }

    proptest! {
        #[test]
        fn the_shares_are_kept_and_pairs_stay_together(
            count in 1..200usize,
            tied in prop::collection::vec((0..250usize, 0..250usize), 0..60),
            seed in any::<u64>(),
        ) {
            let documents = names(count);
            let split = split("train=80,dev=10,test=10", seed);
            let alone = split.of(&documents, &[]);
            let train = alone.iter().filter(|part| **part == 0).count();
            prop_assert!(train.abs_diff(count * 8 / 10) <= 1);
            let name = |number: usize| format!("may/{number}.txt");
            let pairs: Vec<_> = tied.iter().map(|(left, right)| (name(*left), Some(name(*right)))).collect();
            let of = split.of(&documents, &pairs);
            for (left, right) in tied.into_iter().filter(|(left, right)| *left.max(right) < count) {
                prop_assert_eq!(of[left], of[right]);
            }
            let mut backwards = documents.clone();
            backwards.reverse();
            let mut again = split.of(&backwards, &pairs);
            again.reverse();
            prop_assert_eq!(of, again, "the order in which they are given is nothing");
        }
    }
}
