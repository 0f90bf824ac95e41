//! Holds the open documents, each in its slot. A document stays in its slot until the program ends, so a slot can be
//! kept in panes, in steps of the history and in effects.

use std::ops::{Index, IndexMut};

use super::open::Open;
use crate::tags::history::Slot;

/// The open documents, in the order in which they were opened.
#[derive(Debug, Default)]
pub struct Shelf(Vec<Open>);

impl Shelf {
    /// Puts a document in a slot of its own, and returns the slot.
    pub fn push(&mut self, open: Open) -> Slot {
        self.0.push(open);
        Slot(self.0.len() - 1)
    }

    /// Returns the document in a slot, if there is one.
    pub fn get(&self, slot: Slot) -> Option<&Open> {
        self.0.get(slot.0)
    }

    /// Returns the document in a slot, if there is one, to be changed.
    pub fn get_mut(&mut self, slot: Slot) -> Option<&mut Open> {
        self.0.get_mut(slot.0)
    }

    /// Returns the slot of the first document for which `is_it` returns true.
    pub fn find(&self, is_it: impl FnMut(&Open) -> bool) -> Option<Slot> {
        self.0.iter().position(is_it).map(Slot)
    }

    /// Returns all slots.
    pub fn slots(&self) -> impl DoubleEndedIterator<Item = Slot> + use<> {
        (0..self.0.len()).map(Slot)
    }

    /// Returns all documents.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Open> {
        self.0.iter()
    }

    /// Returns all documents, to be changed.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut Open> {
        self.0.iter_mut()
    }

    /// Returns all documents, each with its slot.
    pub fn with_slots(&self) -> impl DoubleEndedIterator<Item = (Slot, &Open)> {
        self.0.iter().enumerate().map(|(number, open)| (Slot(number), open))
    }
}

impl Index<Slot> for Shelf {
    type Output = Open;

    fn index(&self, slot: Slot) -> &Open {
        &self.0[slot.0]
    }
}

impl IndexMut<Slot> for Shelf {
    fn index_mut(&mut self, slot: Slot) -> &mut Open {
        &mut self.0[slot.0]
    }
}
