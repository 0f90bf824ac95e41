//! The units of a text.
