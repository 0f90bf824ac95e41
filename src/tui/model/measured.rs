//! Holds the agreement of annotators on the documents of the desk.

use crate::review::agreement::Agreement;
use crate::tags::history::Slot;

/// A measurement of agreement.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The annotators.
    pub annotators: Vec<String>,
    /// The documents, in the order in which they were measured.
    pub slots: Vec<Slot>,
    /// The numbers.
    pub agreement: Agreement,
}
