//! The terminal in and out.
//!
//! ```text
//!   terminal ─▶ Event ─▶ update::handle(app, event) ─▶ Effects ─▶ perform(effect, world) ─▶ Event ─▶ …
//!                              │                                       │
//!                        model::App ─▶ view(app, buffer)        disk, threads, terminal
//! ```
//!
//! | to add | do this |
//! | --- | --- |
//! | a command | a row in the file of its heading in `update/commands/`, and the function that it runs in `update/` |
//! | a list | a file in `update/lists/` with a [`Lister`](model::list::Lister), opened by the row of a command with `lists::open` |
//! | a screen over the desk | a variant of [`Overlay`](model::overlay::Overlay), a [`Context`](keymap::Context) for its keys, a file in `view/`; the compiler names the places that have to know |
//! | something done outside | an [`Effect`](model::effect::Effect) that carries copies, an arm in [`perform`](perform::perform), an [`Event`](model::event::Event) for what came of it, an arm in [`update::handle`] |
//! | another way to lay out the desk | a variant of [`Arrangement`](model::desk::Arrangement) |
//! | something that one can be in the middle of | a variant of [`Mode`](model::Mode) |
//!
//! A command is named by the name that it has in `config.ron`: `app.key_of("next-tag")`. Tests find a name that does not exist, a
//! command without words, and keys that two commands want.

pub mod backend;
pub(crate) mod command;
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
