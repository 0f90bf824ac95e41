//! Defines the counts of accepted and declined proposals, and their keys.
//!
//! ```text
//!   source · said by                       7 of 9 taken      the rule
//!   source · said by · cue · warned        3 of 3 taken      the rule with a trait
//! ```

use super::traits::Traits;

/// The greatest number of words in a phrase that is remembered as tagged.
pub(crate) const LONGEST_PHRASE: usize = 6;

/// The number of proposals, and how many of them were accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Odds {
    /// The number that were accepted.
    pub taken: u32,
    /// The number of all.
    pub all: u32,
}

/// The key of a count: a rule, or a rule with a trait. See [`key`].
pub(crate) type Key = u64;

/// Returns the keys of a proposal: one for its rule, then one for each trait.
pub(crate) fn keys(label: &str, rule: &str, cue: &str, traits: &Traits) -> [Key; 7] {
    let of = |name: &str, value: &str| key(&[label, rule, name, value]);
    [
        key(&[label, rule]),
        of("cue", cue),
        of("words", &traits.words),
        of("shape", &traits.shape),
        of("before", &traits.before),
        of("mark", &traits.mark),
        of("after", &traits.after),
    ]
}

/// Returns a key for words: the FNV-1a hash (Fowler, Noll and Vo, 64 bits) of all words and their ends, the same on
/// every machine.
pub(crate) fn key(words: &[&str]) -> Key {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    for word in words {
        word.bytes().for_each(&mut add);
        add(0xff); // no byte of UTF-8
    }
    hash
}
