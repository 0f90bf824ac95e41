//! How far annotators agree on the documents of the desk.

use crate::review::agreement::Agreement;
use crate::tags::history::Slot;

/// What was measured, and on what.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The annotators.
    pub annotators: Vec<String>,
    /// The documents, in the order in which they were measured.
    pub slots: Vec<Slot>,
    /// The numbers.
    pub agreement: Agreement,
}
