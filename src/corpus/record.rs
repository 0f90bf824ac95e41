//! Defines the format of a layer's file, which people can read and git can merge.
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
//! Offsets are code points. What this version cannot read is carried: an unknown field stays with its record, and a
//! record that cannot be understood is kept unchanged and written after the others; both are reported. Reading a
//! written file gives the same records, and the same records give the same bytes.
//!
//! # Ids of second versions
//!
//! If two programs changed one record differently, the file keeps both versions. The version whose line comes first, in
//! the order of its bytes, keeps the id; the other is called `<id>-<digest>` and names the first as its `rival`. The
//! digest is the first eight hexadecimal digits of the SHA-256 of the line as it is in the file, from `(` to `)`,
//! before it is renamed. So every program that writes format 1 makes the same two ids, whatever its version.
//!
//! Versions of the program before 0.2 made the digest from other bytes. Their ids stay: a second version is recognised
//! by its `rival` field and not by its id. If an old and a new version of the program merge the same two changes, equal
//! second versions are recognised as twins and joined; if they disagree about which version keeps the id, both stay,
//! and a person settles it once. Nothing is renamed when a file is read.

mod changes;
pub(crate) mod glance;
pub(crate) mod merge;
mod read;
mod recover;
mod resolver;
mod write;

use std::sync::OnceLock;

pub(crate) use changes::{read_changes, write_changes};
pub use read::doubts::{Doubt, DoubtKind};
pub use read::{LayerReading, Placing, read, read_unplaced};
pub use recover::recover;
pub use resolver::TextResolver;
pub use write::write;

/// The largest layer that is read unless [`set_limit`] says otherwise, in bytes.
pub const LIMIT: u64 = 64 << 20;

static OTHER_LIMIT: OnceLock<u64> = OnceLock::new();

/// Sets the size of the largest layer that is read, in bytes, while the program runs. Call it once, before the first
/// layer is read; a second call has no effect.
pub fn set_limit(bytes: u64) {
    let _ = OTHER_LIMIT.set(bytes);
}

/// Returns the size of the largest layer that is read, in bytes.
pub fn limit() -> u64 {
    OTHER_LIMIT.get().copied().unwrap_or(LIMIT)
}

/// The format that this version writes, and the newest that it reads.
const FORMAT: u32 = 1;

#[cfg(test)]
mod tests;
