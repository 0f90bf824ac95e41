//! Two articles side by side in a terminal, tagged by key, the tags kept as RON.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod cli;
pub mod corpus;
pub mod failure;
pub mod layout;
pub mod tags;
pub mod text;
pub mod tui;
