//! Holds places to come back to: the place of the cursor before each jump, and the marks.
//!
//! ```text
//!   reads at A ── G ──▶ B ── /words ──▶ C        behind: A, B      ahead: –
//!                       B ◀── back ──── C        behind: A         ahead: C
//! ```
//!
//! A jump is any command that moves the cursor off the page or to another article, except the plain movements through
//! the text. This is found by comparing the view before and after a command, so no command has to say that it jumps.

use std::collections::BTreeMap;

use crate::tags::history::Slot;
use crate::text::Span;

/// The greatest number of places that are remembered.
const MOST: usize = 100;

/// The place of a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The document.
    pub slot: Slot,
    /// The byte.
    pub at: usize,
}

/// The place before a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The position of the cursor.
    pub spot: Spot,
    /// The part of the text that was visible, in bytes.
    pub page: Span,
}

/// Places to come back to.
#[derive(Clone, Debug, Default)]
pub struct Jumps {
    /// The places before the jumps, the latest last.
    behind: Vec<Spot>,
    /// The places that were left by going back, the latest last.
    ahead: Vec<Spot>,
    /// The last place of the cursor while no list or page lay over the desk.
    pub departure: Option<Departure>,
    /// The marks, by their letters.
    pub marks: BTreeMap<char, Spot>,
}

impl Jumps {
    /// Remembers a place that was left by a jump, unless it is the latest one already.
    pub fn leave(&mut self, spot: Spot) {
        if self.behind.last() == Some(&spot) || self.ahead.last() == Some(&spot) {
            return;
        }
        self.ahead.clear();
        self.behind.push(spot);
        if self.behind.len() > MOST {
            self.behind.remove(0);
        }
    }

    /// Returns the place before the last jump, and remembers `here` for the way forward.
    pub fn back(&mut self, here: Spot) -> Option<Spot> {
        turn(&mut self.behind, &mut self.ahead, here)
    }

    /// Returns the place that was left by going back, and remembers `here` for the way back.
    pub fn forward(&mut self, here: Spot) -> Option<Spot> {
        turn(&mut self.ahead, &mut self.behind, here)
    }
}

/// Takes the latest place from `from` that is not `here`, and adds `here` to `to`.
fn turn(from: &mut Vec<Spot>, to: &mut Vec<Spot>, here: Spot) -> Option<Spot> {
    // The cursor may be at a remembered place already: going there would not move it.
    let spot = std::iter::from_fn(|| from.pop()).find(|spot| *spot != here)?;
    to.push(here);
    Some(spot)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(at: usize) -> Spot {
        Spot { slot: Slot(0), at }
    }

    #[test]
    fn back_and_forward_are_inverse() {
        let mut jumps = Jumps::default();
        jumps.leave(spot(1));
        jumps.leave(spot(2));
        assert_eq!(jumps.back(spot(3)), Some(spot(2)));
        assert_eq!(jumps.back(spot(2)), Some(spot(1)));
        assert_eq!(jumps.back(spot(1)), None);
        assert_eq!(jumps.forward(spot(1)), Some(spot(2)));
        assert_eq!(jumps.forward(spot(2)), Some(spot(3)));
        assert_eq!(jumps.forward(spot(3)), None);
    }

    #[test]
    fn a_jump_from_a_place_that_one_came_back_to_forgets_the_way_forward() {
        let mut jumps = Jumps::default();
        jumps.leave(spot(1));
        jumps.back(spot(2));
        jumps.leave(spot(1));
        assert_eq!(jumps.forward(spot(9)), None);
        assert_eq!(jumps.back(spot(9)), Some(spot(1)));
    }
}
