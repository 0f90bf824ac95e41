//! Tests the commands that print, on small corpora.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod adding;
mod agree;
mod agreement;
mod check;
mod compare;
mod names;
mod pages;
mod report;
mod show;
mod stats;
mod suggest;

#[path = "../layers/mod.rs"]
mod layers;
#[path = "../page/mod.rs"]
mod page;
#[path = "../pty/mod.rs"]
mod pty;
