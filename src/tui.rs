//! The terminal in and out.

pub mod backend;
pub mod command;
pub mod config;
pub mod key;
pub mod keymap;
pub mod model;
pub mod perform;
pub mod run;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;
