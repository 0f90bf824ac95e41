//! What an [`App`](super::App) asks to be done outside: values, so that a test can look at them.

use std::path::PathBuf;

use crate::tags::history::{Place, Slot};
use crate::text::Span;
use crate::text::search::Query;

/// Something to be done outside.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Save the layer of a document.
    Save(Slot),
    /// Put a text on the clipboard.
    Copy(String),
    /// Count the hits of a query in a document, beside the drawing thread.
    Count {
        /// The document.
        slot: Slot,
        /// What is counted.
        query: Query,
        /// The query's number.
        generation: u64,
    },
    /// Open a pair of the corpus.
    OpenPair(usize),
    /// Bring a document back onto the desk and show a place in it.
    Show(Place),
    /// Look afresh at the progress of all pairs.
    ListPairs,
    /// Put a layer's file aside and begin anew.
    SetAside(Slot),
    /// Put a layer's file aside and go on with what could be read of it.
    Recover(Slot),
    /// Read what is on the desk anew.
    Reload,
    /// Lay these annotators' tags beside one's own; nobody's: end the review.
    Review(Vec<String>),
    /// Show what others say about one's tags.
    Receive,
    /// Measure how far annotators agree on what is on the desk.
    Agree,
    /// Show the tags of these two on a document, at a place where they differ.
    Disagreement(Slot, [String; 2], Span),
    /// Show the tags of these two on one document; nobody's: the articles again.
    Beside(Option<[String; 2]>),
    /// Save what is not saved to this folder.
    SaveElsewhere(PathBuf),
    /// Draw everything anew.
    Redraw,
    /// Stop for a while.
    Suspend,
    /// Leave once everything is saved.
    Quit,
    /// Leave.
    QuitUnsaved,
}
