//! The commands of the program as a whole.

use crate::tui::command::{ArgumentKind, CommandRow, On, at, may, needs, row};
use crate::tui::keymap::{ALL, Context, DESK, IDLE, TAGGING};
use crate::tui::model::Effect;
use crate::tui::model::effect::Then;
use crate::tui::update::lists::palette;
use crate::tui::update::{declare, disk, opened, origin, page, pairs, status, tag};

/// The names of the themes.
const THEMES: &[&str] = &["dark", "light", "plain"];

/// The names that vim has for leaving with everything saved. This program saves each change at once, so that those
/// which would lose nothing in vim lose nothing here either.
const QUIT: &[&str] = &[
    "q", "wq", "x", "qa", "qall", "quita", "quitall", "wqa", "wqall", "xa", "xall", "xit", "exit", "wq!", "x!", "xit!",
    "exit!", "wqa!", "wqall!", "xa!", "xall!",
];
/// The names that vim has for leaving with changes that are not saved.
const QUIT_UNSAVED: &[&str] = &["q!", "quit!", "qa!", "qall!", "quita!", "quitall!", "cq", "cquit"];

pub(super) const ROWS: &[CommandRow] = &[
    row("copy", "copy", "Copy the selection, or the quote in focus, to the clipboard", |app, _| tag::copy(app))
        .also(&["y", "yank"])
        .keys(&[On(TAGGING, &["Y"])])
        .here(&[at(&[Context::Select]).rank(25)]),
    row("save", "save", "Try again to save the changes that are not saved", |app, _| disk::save_again(app))
        .also(&["w", "w!", "wa", "wall", "write"])
        .keys(&[On(DESK, &["Ctrl-s"])]),
    row("save-elsewhere", "save elsewhere", "Save to another folder the tags that cannot be saved", |app, _| {
        disk::ask_where_to_save(app)
    }),
    row("set-aside", "set aside", "Rename a layer that cannot be read, and save a new one", |app, _| {
        disk::set_aside(app, app.desk.pane().slot)
    })
    .by_name(),
    row("reload", "reload", "Reload the articles and their tags", |app, _| app.ask(Effect::Settle(Then::Reload)))
        .also(&["e!", "edit!"])
        .keys(&[On(IDLE, &["g r"])]),
    row("open", "open", "Open a text of this corpus, alone or with another", |app, call| {
        opened::ask(app, call.told.clone());
    })
    .also(&["e", "edit"])
    .takes(&[needs("LEFT", ArgumentKind::Document), may("RIGHT", ArgumentKind::Document)]),
    row("pair", "pair", "Read two texts together from now on", declare::pair)
        .takes(&[needs("LEFT", ArgumentKind::Document), needs("RIGHT", ArgumentKind::Document)]),
    row("new-label", "new label", "Add a label to this corpus", declare::label).takes(&[
        needs("NAME", ArgumentKind::Word),
        may("KEY", ArgumentKind::Word),
        may("COLOUR", ArgumentKind::Color),
    ]),
    row("pairs", "pairs", "List the pairs in this corpus", |app, _| pairs::ask(app))
        .also(&["ls", "files", "buffers"])
        .keys(&[On(IDLE, &["P"])]),
    row("status", "status", "Set your status on this article: done, nothing to tag, skipped", status::say)
        .takes(&[may("STATE", ArgumentKind::OneOf(status::WORDS)), may("REASON", ArgumentKind::Line)])
        .keys(&[On(IDLE, &["g f"])]),
    row("origin", "origin", "Show the origin of this article: title, author, date, address, licence", |app, _| {
        origin::ask(app)
    })
    .keys(&[On(TAGGING, &["g i"])]),
    row("guidelines", "guidelines", "Show the meanings of the labels, and the guidelines of this corpus", |app, _| {
        page::guidelines(app)
    })
    .keys(&[On(TAGGING, &["g d"])]),
    row("doubts", "doubts", "List the errors in the settings, the corpus and the layers", |app, _| page::doubts(app)),
    row("theme", "theme", "Switch to colours for a dark or a light background, or to none", |app, call| {
        let asked = call.told.first();
        let all = std::iter::successors(Some(app.theme.next()), |theme| Some(theme.next())).take(THEMES.len());
        let found = all.clone().find(|theme| asked.is_none_or(|asked| theme.name() == asked));
        app.theme = found.unwrap_or(app.theme.clone());
        app.say(format!("theme: {}", app.theme.name()));
    })
    .takes(&[may("NAME", ArgumentKind::OneOf(THEMES))])
    .keys(&[On(DESK, &["g t"])]),
    row("measure", "measure", "Set the greatest width of the text, in columns", |app, call| {
        match call.told.first().and_then(|told| told.parse().ok()).filter(|columns| *columns >= 10) {
            Some(columns) => app.desk.measure = columns,
            None => return app.warn("the measure is a number of columns, from 10"),
        }
        app.desk.fit();
    })
    .takes(&[needs("COLUMNS", ArgumentKind::OneOf(&["60", "66", "72", "80", "100"]))]),
    row("palette", "commands", "Find any command by its name and run it", |app, _| palette::open(app, ""))
        .keys(&[On(DESK, &[":"]), On(&[Context::Compare], &[":"])])
        .here(&[at(&[Context::Read]).rank(13)]),
    row("help", "help", "Show the keys that work now", |app, _| page::help(app))
        .keys(&[On(DESK, &["?", "F1"]), On(&[Context::Compare], &["?", "F1"])])
        .here(&[
            at(&[Context::Read]).rank(14),
            at(&[Context::Select]).rank(27),
            at(&[Context::Focus]).rank(16),
            at(&[Context::Review]).rank(14),
            at(&[Context::Link, Context::Beside]).rank(15),
            at(&[Context::Compare]).rank(19),
        ]),
    row("redraw", "redraw", "Redraw the screen", |app, _| app.ask(Effect::Redraw)).keys(&[On(ALL, &["Ctrl-l"])]),
    row("suspend", "suspend", "Suspend the program; fg in the shell continues it", |app, _| app.ask(Effect::Suspend))
        .keys(&[On(ALL, &["Ctrl-z"])]),
    row("quit", "quit", "Quit; every change is saved already", |app, _| app.ask(Effect::Settle(Then::Quit)))
        .also(QUIT)
        .keys(&[On(IDLE, &["q"])])
        .here(&[at(&[Context::Read]).rank(15), at(&[Context::Beside]).rank(16)]),
    row("quit-unsaved", "quit unsaved", "Quit although some changes could not be saved", |app, _| disk::leave(app))
        .also(QUIT_UNSAVED)
        .by_name(),
];
