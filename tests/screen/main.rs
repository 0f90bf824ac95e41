//! Tests the screen after keys, without a terminal: a desk in memory, and its drawing.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod comparing;
mod corpus;
mod fewer_keys;
mod files;
mod frames;
mod keys;
mod random;
mod review;
mod suggesting;
mod unsettled;

#[path = "../support/mod.rs"]
mod support;
