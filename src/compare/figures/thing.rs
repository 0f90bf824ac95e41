//! Holds what a figure counts, and tells whether two figures may count the same: soldiers are troops and no boats, and who was killed is not
//! missing.

use crate::compare::reading::Stated;
use crate::language::nouns::{Kinship, Nouns};
use crate::language::scopes::{ScopeKind, ToldScope};

/// What a figure counts, as far as its sentence says so.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Thing {
    /// The head of what it counts, in the singular.
    pub(super) head: Option<String>,
    /// The name of the scope.
    scope: Option<String>,
    /// Whether who is in this scope is in no other.
    is_fate: bool,
}

impl Thing {
    /// Returns what a figure counts, given the scope that a word beside it tells. A figure that measures something, `12 years`, has the fate
    /// of nobody.
    pub(super) fn of(said: &Stated, scope: Option<ToldScope<'_>>) -> Thing {
        let Some(quantity) = said.quantity() else { return Thing::default() };
        Thing {
            head: quantity.counted.as_ref().map(|counted| counted.head.clone()),
            scope: scope.map(|scope| scope.name.to_string()),
            is_fate: quantity.unit.kind.is_none() && scope.is_some_and(|scope| scope.kind == ScopeKind::Fate),
        }
    }

    /// Returns whether nothing that both say differs, and both say something.
    pub(super) fn is(&self, other: &Thing) -> bool {
        let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
        !self.is_other(other) && (same(&self.head, &other.head) || same(&self.scope, &other.scope))
    }

    /// Returns whether something that both say differs.
    pub(super) fn is_other(&self, other: &Thing) -> bool {
        are_two(&self.head, &other.head) || are_two(&self.scope, &other.scope)
    }

    /// Returns whether something that both say differs, and is no other word for the same: homes are houses, and soldiers who were killed
    /// are people who were killed.
    pub(super) fn is_no_kin_of(&self, other: &Thing, nouns: Option<&Nouns>) -> bool {
        let is_one_group = |nouns: &Nouns| match (&self.head, &other.head) {
            (Some(one), Some(other)) => nouns.are_in_one_group(one, other),
            _ => false,
        };
        let is_alike = |nouns| self.has_fate_of(other) && self.kinship(other, Some(nouns)) == Kinship::Alike;
        let is_kin = nouns.is_some_and(|nouns| is_one_group(nouns) || is_alike(nouns));
        !is_kin && are_two(&self.head, &other.head) || are_two(&self.scope, &other.scope)
    }

    /// Returns whether both say what became of those who are counted, and it is not the same: killed, missing.
    pub(super) fn has_other_fate(&self, other: &Thing) -> bool {
        self.is_fate && other.is_fate && self.scope != other.scope
    }

    /// Returns whether the two may be the same by their names, as far as the language knows; if not both say one, they may.
    pub(super) fn kinship(&self, other: &Thing, nouns: Option<&Nouns>) -> Kinship {
        match (&self.head, &other.head, nouns) {
            (Some(one), Some(other), Some(nouns)) if one != other => nouns.kinship(one, other),
            _ => Kinship::Alike,
        }
    }

    /// Returns whether both say what became of those who are counted, and it is the same.
    pub(super) fn has_fate_of(&self, other: &Thing) -> bool {
        self.is_fate && other.is_fate && self.scope == other.scope
    }
}

/// Returns whether both are said, and differ.
pub(super) fn are_two(one: &Option<String>, other: &Option<String>) -> bool {
    one.is_some() && other.is_some() && one != other
}
