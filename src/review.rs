//! Layers of several annotators held against each other.
//!
//! ```text
//!                  ana   ├─ claim ─────────────────┤    ├─ figure ─┤
//!                  ben   ├─ claim ──────────────┤       ├─ source ─┤     ├─ claim ─┤
//!   [matching]           ╰ ends differ ──────────╯      ╰ labels differ  ╰ only ben has it
//!
//!   [agreement]          how far they agree, from the sums that these give:
//!     [semeval]            tags: precision, recall, F1
//!     [nominal]            words: Cohen's κ, Krippendorff's α
//!     [unitizing]          the text as a continuum: Krippendorff's unitizing α
//!     [bootstrap]          how far the numbers would vary with other texts
//!
//!   [round]              what a reviewer decides on each of them
//! ```
//!
//! Whoever compares tags needs less than a [`Tag`](crate::tags::Tag) holds: a [`LabeledSpan`].

pub mod agreement;
pub mod bootstrap;
pub mod matching;
pub(crate) mod nominal;
pub mod round;
pub mod semeval;
pub(crate) mod unitizing;

use crate::text::Span;

/// A tag as far as it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabeledSpan {
    /// Where it stands, in code points.
    pub span: Span,
    /// The number of its label, in whichever list all labels are numbered.
    pub label: usize,
}

/// Returns the pairs among `count` annotators, the one that comes first being the reference: 0-1, 0-2, 1-2.
pub fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |one| (one + 1..count).map(move |other| (one, other)))
}
