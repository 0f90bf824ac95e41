//! Maps and sets with a hash that is several times as fast as that of the standard library, for words and numbers that are looked up
//! again and again while a text is read.
//!
//! foldhash is what hashbrown, and so ratatui, uses. Its seed is a new one in each run, so that no text can be made whose words fall on
//! one another.

use foldhash::fast::RandomState;

/// A map with a fast hash.
pub(crate) type FastMap<K, V> = std::collections::HashMap<K, V, RandomState>;

/// A set with a fast hash.
pub(crate) type FastSet<K> = std::collections::HashSet<K, RandomState>;
