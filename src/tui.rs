//! The terminal in and out.
