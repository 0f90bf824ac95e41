//! Two articles side by side in a terminal, tagged by key, the tags kept as RON.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod corpus;
pub mod tags;
pub mod text;
