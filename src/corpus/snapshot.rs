//! Holds a snapshot for a save: a layer at one moment, with everything that is needed to write its file.

use std::sync::Arc;

use crate::tags::Records;
use crate::text::Document;

/// A layer at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The records to write.
    pub records: Records,
    /// The document.
    pub document: Arc<Document>,
    /// The name of the document in its corpus.
    pub name: String,
    /// The annotator of the layer.
    pub annotator: String,
    /// The number of merges, which a save [found](super::shared::FoundOnDisk), that this snapshot contains.
    pub joins: u64,
}
