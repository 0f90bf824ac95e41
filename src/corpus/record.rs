//! A layer's file: made for people to read and for git to merge.
//!
//! ```text
//!   (
//!       format: 1,                                                          a newer one is refused, untouched
//!       document: (path: "a.txt", sha256: "9f2c…", chars: 4658),            which text the offsets count in
//!       annotator: "ana",
//!       tags: [                                                             one record a line, by place, then id
//!           (id: "t-5w…", label: "figure", start: 83, end: 89, quote: "10,000", prefix: "… as ", suffix: " North …", at: "…"),
//!       ],
//!       links: [ … ],
//!       verdicts: [ … ],
//!       remarks: [ … ],                                                     left out when there are none
//!   )
//! ```
//!
//! Offsets are code points. What this version cannot read is carried: a field it does not know stays with its record, a
//! record it does not understand is kept to the letter and written behind the others, and each is reported. Reading what
//! was written gives the same records, and the same records give the same bytes.

pub mod merge;
mod read;
mod recover;
mod resolver;
mod write;

pub use read::{Placing, Reading, read};
pub use recover::recover;
pub use write::write;

/// The largest layer, in bytes.
pub const LIMIT: u64 = 256 << 20;

/// The format that this version writes, and the newest that it reads.
const FORMAT: u32 = 1;

#[cfg(test)]
mod tests;
