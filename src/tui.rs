//! Runs the program in the terminal: reads events, updates the model, draws it, performs effects.
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
//! | a state of the desk that waits for the user's answer | a variant of [`Mode`](model::Mode) |
//!
//! Code names a command by its id in `config.ron`: `app.key_of("next-tag")`. Tests find ids that do not exist, commands
//! without words, and commands that have the same key.

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
