//! Keeps records by their id, in leaves that snapshots share.
//!
//! ```text
//!   leaf 0  l-03qk… l-0a7w… …     ┐ an edit copies one leaf, and not what the annotator has ever linked or judged;
//!   leaf 1  l-1c9x… …             ┘ a snapshot copies none
//! ```
//!
//! Each edit is saved, and the first edit after a snapshot would copy a map of the standard library as a whole. See
//! [`super::set`] for the same, ordered by place.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Id;

/// A leaf is split when it holds more records than this.
const FULL: usize = 32;

/// Records in the order of their ids.
#[derive(Clone, Debug)]
pub struct ById<T> {
    /// The leaves, none of them empty.
    leaves: Vec<Arc<Vec<(Id, T)>>>,
    len: usize,
}

impl<T> ById<T> {
    /// Returns the number of records.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns all records with their ids, in the order of their ids.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Id, &T)> {
        self.leaves.iter().flat_map(|leaf| leaf.iter()).map(|(id, record)| (id, record))
    }

    /// Returns the ids in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Id> {
        self.iter().map(|(id, _)| id)
    }

    /// Returns the records in the order of their ids.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.iter().map(|(_, record)| record)
    }

    /// Returns the record with this id.
    pub fn get(&self, id: &Id) -> Option<&T> {
        let (leaf, at) = self.position(id);
        at.ok().map(|at| &self.leaves[leaf][at].1)
    }

    /// Returns whether there is a record with this id.
    pub fn contains_key(&self, id: &Id) -> bool {
        self.get(id).is_some()
    }

    /// Returns the number of the leaf that has an id or should have it, and the place in it.
    fn position(&self, id: &Id) -> (usize, Result<usize, usize>) {
        let number = self.leaves.partition_point(|leaf| leaf[0].0 <= *id).saturating_sub(1);
        let at = self.leaves.get(number).map_or(Err(0), |leaf| leaf.binary_search_by(|(other, _)| other.cmp(id)));
        (number, at)
    }
}

impl<T: Clone> ById<T> {
    /// Inserts a record, and returns the one that it replaces.
    pub fn insert(&mut self, id: Id, record: T) -> Option<T> {
        let (number, at) = self.position(&id);
        let Some(leaf) = self.leaves.get_mut(number).map(Arc::make_mut) else {
            self.len = 1;
            self.leaves.push(Arc::new(vec![(id, record)]));
            return None;
        };
        match at {
            Ok(at) => return Some(std::mem::replace(&mut leaf[at].1, record)),
            Err(at) => leaf.insert(at, (id, record)),
        }
        self.len += 1;
        if leaf.len() > FULL {
            let rest = leaf.split_off(FULL / 2);
            self.leaves.insert(number + 1, Arc::new(rest));
        }
        None
    }

    /// Removes a record, and returns it.
    pub fn remove(&mut self, id: &Id) -> Option<T> {
        let (number, at) = self.position(id);
        let at = at.ok()?;
        let leaf = Arc::make_mut(&mut self.leaves[number]);
        let (_, removed) = leaf.remove(at);
        self.len -= 1;
        if leaf.is_empty() {
            self.leaves.remove(number);
        }
        Some(removed)
    }

    /// Removes all records for which `keep` returns false.
    pub fn retain(&mut self, mut keep: impl FnMut(&Id, &T) -> bool) {
        *self = self.iter().filter(|(id, record)| keep(id, record)).map(|(id, it)| (id.clone(), it.clone())).collect();
    }
}

impl<T> Default for ById<T> {
    fn default() -> ById<T> {
        ById { leaves: Vec::new(), len: 0 }
    }
}

impl<T: PartialEq> PartialEq for ById<T> {
    fn eq(&self, other: &ById<T>) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl<T> FromIterator<(Id, T)> for ById<T> {
    /// Keeps the last of several records with one id.
    fn from_iter<I: IntoIterator<Item = (Id, T)>>(records: I) -> ById<T> {
        BTreeMap::from_iter(records).into()
    }
}

impl<T> From<BTreeMap<Id, T>> for ById<T> {
    fn from(records: BTreeMap<Id, T>) -> ById<T> {
        let len = records.len();
        let mut rest = records.into_iter();
        let leaf = || Some(rest.by_ref().take(FULL / 2).collect()).filter(|leaf: &Vec<(Id, T)>| !leaf.is_empty());
        ById { leaves: std::iter::from_fn(leaf).map(Arc::new).collect(), len }
    }
}

impl<T, const N: usize> From<[(Id, T); N]> for ById<T> {
    fn from(records: [(Id, T); N]) -> ById<T> {
        records.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn they_answer_as_a_plain_map_does(
            before in prop::collection::vec(0..300u32, 0..300),
            edits in prop::collection::vec((0..300u32, any::<bool>()), 0..300),
        ) {
            let id = |number: u32| Id::from(format!("l-{number}").as_str());
            let mut plain: BTreeMap<Id, u32> = before.iter().map(|number| (id(*number), 0)).collect();
            let mut records: ById<u32> = plain.clone().into();
            let (snapshot, then) = (records.clone(), plain.clone());
            for (turn, (number, put)) in (1..).zip(edits) {
                let id = id(number);
                match put {
                    true => prop_assert_eq!(records.insert(id.clone(), turn), plain.insert(id, turn)),
                    false => prop_assert_eq!(records.remove(&id), plain.remove(&id)),
                }
            }
            prop_assert!(snapshot.iter().eq(then.iter()), "a snapshot does not change");
            prop_assert!(records.iter().eq(plain.iter()));
            prop_assert_eq!(records.len(), plain.len());
            prop_assert_eq!(&records, &plain.clone().into_iter().collect::<ById<u32>>());
            for number in 0..300 {
                prop_assert_eq!(records.get(&id(number)), plain.get(&id(number)));
            }
            records.retain(|_, record| record % 2 == 0);
            plain.retain(|_, record| *record % 2 == 0);
            prop_assert!(records.iter().eq(plain.iter()));
        }
    }
}
