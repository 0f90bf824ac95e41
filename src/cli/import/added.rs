//! The counts of an import: how much came in, and how much of it is new.

use std::fmt;

use crate::say;

/// The counts of what was added.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Added {
    /// Layers that were changed.
    pub layers: usize,
    /// New texts.
    pub texts: usize,
    /// New tags.
    pub tags: usize,
    /// New links.
    pub links: usize,
    /// New verdicts.
    pub verdicts: usize,
    /// Documents whose status was set.
    pub statuses: usize,
    /// New remarks on suggestions and rows of comparisons.
    pub remarks: usize,
    /// Texts of which is said where they came from.
    pub origins: usize,
    /// Pairs that corpus.ron declares now.
    pub pairs: usize,
    /// Tags and links that were there already.
    pub there: usize,
}

impl Added {
    /// Returns whether nothing is new.
    pub(super) fn is_nothing(self) -> bool {
        self.texts + self.tags + self.links + self.verdicts + self.statuses + self.remarks + self.origins + self.pairs
            == 0
    }

    /// Returns whether nothing was written to the disk.
    pub(super) fn is_unwritten(self) -> bool {
        self.texts + self.layers == 0
    }

    /// Adds other counts.
    pub(super) fn join(&mut self, other: Added) {
        self.layers += other.layers;
        self.texts += other.texts;
        self.tags += other.tags;
        self.links += other.links;
        self.verdicts += other.verdicts;
        self.statuses += other.statuses;
        self.remarks += other.remarks;
        self.origins += other.origins;
        self.pairs += other.pairs;
        self.there += other.there;
    }
}

/// Writes `120 tags and 4 links added to 3 layers; the status of 1 document; 2 texts new; 18 there already`.
impl fmt::Display for Added {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} and {} added to {}",
            say::count(self.tags, "tag"),
            say::count(self.links, "link"),
            say::count(self.layers, "layer")
        )?;
        if self.verdicts > 0 {
            write!(f, "; {}", say::count(self.verdicts, "verdict"))?;
        }
        if self.remarks > 0 {
            write!(f, "; {}", say::count(self.remarks, "remark"))?;
        }
        if self.statuses > 0 {
            write!(f, "; the status of {}", say::count(self.statuses, "document"))?;
        }
        if self.origins > 0 {
            write!(f, "; the origin of {}", say::count(self.origins, "text"))?;
        }
        if self.texts > 0 {
            write!(f, "; {} new", say::count(self.texts, "text"))?;
        }
        if self.pairs > 0 {
            write!(f, "; {} declared", say::count(self.pairs, "pair"))?;
        }
        if self.there > 0 {
            write!(f, "; {} there already", self.there)?;
        }
        Ok(())
    }
}
