//! Tests the built program in a pseudo-terminal.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod manners;
mod program;
mod reviewing;
mod session;
mod tours;

#[path = "../pty/mod.rs"]
mod pty;
