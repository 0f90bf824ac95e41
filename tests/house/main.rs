//! The rules of the house, and the pages that are made from the code.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod docs;
mod tidy;
