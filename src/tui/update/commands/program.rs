//! The commands of the program as a whole.

use crate::tui::command::{CommandRow, On, at, row};
use crate::tui::keymap::{ALL, Context, DESK, IDLE, TAGGING};
use crate::tui::model::Effect;
use crate::tui::model::effect::Then;
use crate::tui::update::lists::palette::CommandList;
use crate::tui::update::{disk, lists, page, pairs, tag};

pub(super) const ROWS: &[CommandRow] = &[
    row("copy", "copy", "Copy the selection, or the quote in focus, to the clipboard", |app, _| tag::copy(app))
        .keys(&[On(TAGGING, &["Y"])])
        .here(&[at(&[Context::Select]).rank(25)]),
    row("save", "save", "Try again to save what is not saved", |app, _| disk::save_again(app))
        .also(&["w"])
        .keys(&[On(DESK, &["Ctrl-s"])]),
    row("save-elsewhere", "save elsewhere", "Save to another folder what cannot be saved", |app, _| {
        disk::ask_where_to_save(app)
    }),
    row("set-aside", "set aside", "Put a tag file away that does not read, and save anew", |app, _| {
        disk::set_aside(app, app.desk.pane().slot)
    }),
    row("reload", "reload", "Read the articles and their tags anew", |app, _| app.ask(Effect::Settle(Then::Reload)))
        .keys(&[On(IDLE, &["g r"])]),
    row("pairs", "pairs", "The list of pairs in this corpus", |app, _| pairs::ask(app)).keys(&[On(IDLE, &["P"])]),
    row("guidelines", "guidelines", "What the labels mean, and the guidelines of this corpus", |app, _| {
        page::guidelines(app)
    })
    .keys(&[On(TAGGING, &["g d"])]),
    row("doubts", "doubts", "What was not understood in the settings, the corpus and the layers", |app, _| {
        page::doubts(app)
    }),
    row("theme", "theme", "Colours for a dark or for a light background, or none", |app, _| {
        app.theme = app.theme.next();
        app.say(format!("theme: {}", app.theme.name()));
    })
    .keys(&[On(DESK, &["g t"])]),
    row("palette", "commands", "Find any command by its name and run it", |app, _| {
        lists::open(app, CommandList::default())
    })
    .keys(&[On(DESK, &[":"])])
    .here(&[at(&[Context::Read]).rank(13)]),
    row("help", "help", "The keys that work now", |app, _| page::help(app))
        .keys(&[On(DESK, &["?", "F1"]), On(&[Context::Compare], &["?", "F1"])])
        .here(&[
            at(&[Context::Read]).rank(14),
            at(&[Context::Select]).rank(27),
            at(&[Context::Focus]).rank(18),
            at(&[Context::Review]).rank(14),
            at(&[Context::Link, Context::Beside]).rank(15),
        ]),
    row("redraw", "redraw", "Draw the screen anew", |app, _| app.ask(Effect::Redraw)).keys(&[On(ALL, &["Ctrl-l"])]),
    row("suspend", "suspend", "Back to the shell for a while (fg returns)", |app, _| app.ask(Effect::Suspend))
        .keys(&[On(ALL, &["Ctrl-z"])]),
    row("quit", "quit", "Leave; everything is saved", |app, _| app.ask(Effect::Settle(Then::Quit)))
        .also(&["q", "wq", "x"])
        .keys(&[On(IDLE, &["q"])])
        .here(&[at(&[Context::Read]).rank(15), at(&[Context::Beside]).rank(16)]),
    row("quit-unsaved", "quit unsaved", "Leave even though something could not be saved", |app, _| disk::leave(app))
        .also(&["q!"]),
];
