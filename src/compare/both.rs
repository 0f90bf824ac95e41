//! A thing on the left and its like on the right.

/// Two of a kind, one for each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Both<T> {
    /// The left document's.
    pub left: T,
    /// The right document's.
    pub right: T,
}

impl<T> Both<T> {
    /// Returns one for each side.
    pub fn new(left: T, right: T) -> Both<T> {
        Both { left, right }
    }

    /// Returns the same with the sides swapped.
    pub fn swapped(self) -> Both<T> {
        Both { left: self.right, right: self.left }
    }

    /// Returns what `change` makes of each.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> Both<U> {
        Both { left: change(self.left), right: change(self.right) }
    }

    /// Returns references to both.
    pub fn as_ref(&self) -> Both<&T> {
        Both { left: &self.left, right: &self.right }
    }
}
