//! The terminal in and out.

pub mod backend;
pub mod terminal;
