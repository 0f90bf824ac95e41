//! What a save is given: a layer as it was at one moment, with all that is needed to write its file.

use std::sync::Arc;

use crate::tags::Records;
use crate::text::Document;

/// A layer as it was at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// What its file shall hold.
    pub records: Records,
    /// The document.
    pub document: Arc<Document>,
    /// What the document is called in its corpus.
    pub name: String,
    /// Who made the layer.
    pub annotator: String,
    /// How many of the joins that a save [found](super::shared::FoundOnDisk) it knows of.
    pub joins: u64,
}
