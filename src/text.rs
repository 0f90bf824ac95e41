//! The text and its units.
pub mod unit;
