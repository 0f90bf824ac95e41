//! Contains the machinery that all formats share.
//!
//! ```text
//!   [export]  documents ─▶ chunks of files          [loss]     what a format could not hold, counted
//!   [import]  a file ─▶ records ─▶ what they say    [measure]  what offsets count
//!   [align]   what they say ─▶ tags on our text     [tokens]   words and sentences, for formats without offsets
//!                                                   [marks]    tags from B-, I- and O on words
//!                                                   [likeness] which text of ours a file's text is
//!                                                   [mended]   what typos lie between two texts
//! ```

pub mod align;
pub mod export;
pub(crate) mod fault;
pub mod import;
pub(crate) mod likeness;
pub mod loss;
pub(super) mod marks;
pub mod measure;
pub(crate) mod mended;
pub(super) mod tokens;
pub mod undeclared;
