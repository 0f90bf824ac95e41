//! Holds which nouns may count the same: houses may be homes, and soldiers people, but houses are no cars.
//!
//! ```text
//!   groups of people    resident villager · soldier troop      a word of `anyone` goes with each, and two groups may overlap
//!   groups of things    house home · car vehicle               a thing of one group is none of another, and nobody
//! ```

use serde::Deserialize;

use crate::hash::FastMap;

/// The nouns as they stand in a language's file, separated by blanks: the singular, and the plural where its ending is not all that
/// changes.
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
    /// Puts nouns in groups, in the form that they have in the file and in the `singular`, as the language makes it.
    pub(super) fn new(file: &File, singular: impl Fn(&str) -> String) -> Nouns {
        let mut nouns = Nouns::default();
        let anyone = [(Kind::Anyone, &file.anyone)].into_iter();
        let people = file.people.iter().map(|group| (Kind::People, group));
        let things = file.things.iter().map(|group| (Kind::Thing, group));
        for (number, (kind, group)) in anyone.chain(people).chain(things).enumerate() {
            for noun in group.split_whitespace().flat_map(|noun| [noun.to_string(), singular(noun)]) {
                let known = nouns.groups.entry(noun).or_insert(NounGroups { kind, numbers: Vec::new() });
                if known.numbers.last() != Some(&number) {
                    known.numbers.push(number);
                }
            }
        }
        nouns
    }

    /// Returns whether a noun in the singular is in a group.
    pub fn knows(&self, noun: &str) -> bool {
        self.groups.contains_key(noun)
    }

    /// Returns whether two nouns in the singular are in one group.
    pub fn are_in_one_group(&self, one: &str, other: &str) -> bool {
        let (Some(one), Some(other)) = (self.groups.get(one), self.groups.get(other)) else { return false };
        one.numbers.iter().any(|number| other.numbers.contains(number))
    }

    /// Returns whether two nouns in the singular may count the same.
    pub fn kinship(&self, one: &str, other: &str) -> Kinship {
        let is_shared = self.are_in_one_group(one, other);
        let (Some(one), Some(other)) = (self.groups.get(one), self.groups.get(other)) else { return Kinship::Unknown };
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

    #[test]
    fn nouns_of_other_languages_are_alike_in_any_number() {
        let rows = [
            ("de", "häuser", "wohnung", Kinship::Alike),
            ("de", "soldaten", "männer", Kinship::Alike),
            ("de", "häuser", "autos", Kinship::Other),
            ("fr", "bateaux", "navire", Kinship::Alike),
            ("fr", "soldats", "personnes", Kinship::Alike),
            ("fr", "chevaux", "voitures", Kinship::Other),
            ("es", "coches", "vehículos", Kinship::Alike),
            ("es", "militares", "hombres", Kinship::Alike),
            ("es", "barcos", "soldados", Kinship::Other),
        ];
        for (code, one, other, wanted) in rows {
            let language = language::of(code).unwrap();
            let [one, other] = [one, other].map(|noun| language.words.singular(noun));
            assert_eq!(language.nouns.kinship(&one, &other), wanted, "{one} {other}");
        }
    }
}
