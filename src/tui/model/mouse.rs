//! What the mouse is in the middle of.

use std::time::Instant;

/// The last click, and what the button is held on.
#[derive(Clone, Debug, Default)]
pub struct Mouse {
    /// The last press of the button.
    pub last: Option<Click>,
    /// What the button was pressed on.
    pub held: HeldButton,
}

/// A press of the button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Click {
    /// When it happened.
    pub at: Instant,
    /// The column and the row.
    pub cell: (u16, u16),
    /// How many clicks on this cell followed each other quickly, this one included.
    pub count: u8,
}

/// What the button is held on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeldButton {
    /// Nothing that can be dragged.
    #[default]
    Nothing,
    /// The divider.
    Divider,
    /// A text.
    Text {
        /// The pane.
        pane: usize,
        /// The byte that was pressed on.
        byte: usize,
    },
}
