//! Documents held against each other: what they share, where they differ, what only one of them says.
//!
//! ```text
//!   left   1,500 soldiers have been sent, of 12,000 planned     right   10,000 soldiers are deployed
//!
//!   [wording]            passages that stand in both, word for word or nearly: one voice, not two
//!   [partner]            which sentence of the other document says what this one says
//! ```
//!
//! Everything here is a function of the texts: no file, no model, nothing that was learnt from other texts.

pub mod both;
pub mod partner;
pub mod wording;
pub mod words;
