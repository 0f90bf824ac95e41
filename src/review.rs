//! Compares the layers of several annotators, and lets a reviewer decide on their tags.
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
//!   [round]              the decisions of a reviewer on each of them
//! ```
//!
//! A comparison of tags needs less than a [`Tag`](crate::tags::Tag) holds: a [`LabeledSpan`].

pub mod agreement;
pub mod bootstrap;
pub mod matching;
pub(crate) mod nominal;
pub mod round;
pub mod semeval;
pub(crate) mod unitizing;

use crate::text::Span;

/// The parts of a tag that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabeledSpan {
    /// The place of the tag, in code points.
    pub span: Span,
    /// The number of the label, in a list of all labels.
    pub label: usize,
}

/// Returns the pairs among `count` annotators, in each of which the first is the reference: 0-1, 0-2, 1-2.
pub fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |one| (one + 1..count).map(move |other| (one, other)))
}
