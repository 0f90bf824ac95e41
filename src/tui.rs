//! The terminal in and out.

pub mod app;
pub mod backend;
pub mod command;
pub mod config;
pub mod key;
pub mod keymap;
pub mod library;
pub mod run;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;
