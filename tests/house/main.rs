//! Tests the rules of the code base, and the pages that are generated from the code.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod docs;
mod tidy;
