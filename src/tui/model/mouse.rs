//! Holds the state of the mouse: the terminal reports single events, and double clicks and drags are made of several.

use std::time::Instant;

/// The last click, and the object under the held button.
#[derive(Clone, Debug, Default)]
pub struct Mouse {
    /// The last press of the button.
    pub last: Option<Click>,
    /// The object on which the button was pressed.
    pub held: HeldButton,
}

/// A press of the button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Click {
    /// The time.
    pub at: Instant,
    /// The column and the row.
    pub cell: (u16, u16),
    /// The number of quick clicks on this cell, including this one.
    pub count: u8,
}

/// The object on which the button is held.
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
        /// The byte at which the button was pressed.
        byte: usize,
    },
}
