//! Whole agreements.
