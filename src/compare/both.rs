//! Holds a pair of things: one for the left document, one for the right.

/// Two things of a kind, one for each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Both<T> {
    /// The left document's.
    pub left: T,
    /// The right document's.
    pub right: T,
}

impl<T> Both<T> {
    /// Returns a pair.
    pub fn new(left: T, right: T) -> Both<T> {
        Both { left, right }
    }

    /// Returns the pair with its sides swapped.
    pub fn swapped(self) -> Both<T> {
        Both { left: self.right, right: self.left }
    }

    /// Returns the pair of the results of `change`.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> Both<U> {
        Both { left: change(self.left), right: change(self.right) }
    }

    /// Returns references to both.
    pub fn as_ref(&self) -> Both<&T> {
        Both { left: &self.left, right: &self.right }
    }
}
