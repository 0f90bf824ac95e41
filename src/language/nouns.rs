//! Holds which nouns may count the same: houses may be homes, and soldiers people, but houses are no cars.
//!
//! ```text
//!   groups of people    resident villager · soldier troop      a word of `anyone` goes with each, and two groups may overlap
//!   groups of things    house home · car vehicle               a thing of one group is none of another, and nobody
//! ```

use serde::Deserialize;

use crate::hash::FastMap;

/// The nouns as they stand in a language's file, in the singular, separated by blanks.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    anyone: String,
    people: Vec<String>,
    things: Vec<String>,
}

/// Nouns with the groups that they are in.
#[derive(Debug, Default)]
pub struct Nouns {
    groups: FastMap<String, NounGroups>,
}

/// The groups of a noun.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NounGroups {
    kind: Kind,
    numbers: Vec<usize>,
}

/// The kind of a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Anyone,
    People,
    Thing,
}

/// What two nouns say of whether they count the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinship {
    /// They may count the same: `house`, `home`.
    Alike,
    /// They do not: `house`, `car`.
    Other,
    /// Nothing is known: at least one is in no list, or both are people.
    Unknown,
}

impl Nouns {
    pub(super) fn new(file: &File) -> Nouns {
        let mut nouns = Nouns::default();
        let anyone = [(Kind::Anyone, &file.anyone)].into_iter();
        let people = file.people.iter().map(|group| (Kind::People, group));
        let things = file.things.iter().map(|group| (Kind::Thing, group));
        for (number, (kind, group)) in anyone.chain(people).chain(things).enumerate() {
            for noun in group.split_whitespace() {
                let known = nouns.groups.entry(noun.to_string());
                known.or_insert(NounGroups { kind, numbers: Vec::new() }).numbers.push(number);
            }
        }
        nouns
    }

    /// Returns whether two nouns in the singular may count the same.
    pub fn kinship(&self, one: &str, other: &str) -> Kinship {
        let (Some(one), Some(other)) = (self.groups.get(one), self.groups.get(other)) else { return Kinship::Unknown };
        let is_shared = one.numbers.iter().any(|number| other.numbers.contains(number));
        match (one.kind, other.kind) {
            _ if is_shared => Kinship::Alike,
            (Kind::Anyone, Kind::People) | (Kind::People, Kind::Anyone) => Kinship::Alike,
            (Kind::People, Kind::People) => Kinship::Unknown,
            _ => Kinship::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language;

    #[test]
    fn nouns_are_alike_in_a_group_and_other_across_groups_of_things() {
        let kinship = |one, other| language::english().nouns.kinship(one, other);
        for (one, other) in [("house", "home"), ("person", "soldier"), ("job", "worker"), ("building", "shop")] {
            assert_eq!([kinship(one, other), kinship(other, one)], [Kinship::Alike; 2], "{one} {other}");
        }
        for (one, other) in [("house", "car"), ("tractor", "farmer"), ("rain", "snow")] {
            assert_eq!([kinship(one, other), kinship(other, one)], [Kinship::Other; 2], "{one} {other}");
        }
        assert_eq!([kinship("soldier", "resident"), kinship("house", "gizmo")], [Kinship::Unknown; 2]);
    }
}
