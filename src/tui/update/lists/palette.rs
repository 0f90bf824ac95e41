//! The palette: all commands, to be found by their names.

use crate::tui::model::App;
use crate::tui::model::list::{ListItem, Lister, Matching};
use crate::tui::update::reviewing;

/// All commands, and whom one could review.
#[derive(Debug, Default)]
pub struct CommandList {
    lines: Vec<Line>,
}

#[derive(Debug)]
enum Line {
    Command(String),
    Review(Vec<String>),
}

impl Lister for CommandList {
    fn title(&self, _: &App, _: &str) -> String {
        "commands".into()
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let keymap = &app.setting.keymap;
        // A command that has keys in lists only makes no sense outside of one.
        let useful = keymap.commands().iter().filter(|command| {
            keymap.keys_anywhere(&command.id).is_empty() || !keymap.keys_on_desk(&command.id).is_empty()
        });
        let commands = useful.map(|command| {
            let words = format!("{} — {}", command.id, command.help);
            let item = ListItem::with_aside(words, keymap.keys_on_desk(&command.id).join(", "));
            (Line::Command(command.id.to_string()), item)
        });
        let reviews = reviewing::offered(app).into_iter().map(|(names, item)| {
            let words = format!("review {}", item.words);
            (Line::Review(names), ListItem { words, ..item })
        });
        let (lines, items) = commands.chain(reviews).unzip();
        self.lines = lines;
        items
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        match &self.lines[line] {
            Line::Command(id) => crate::tui::update::carry_out(app, id),
            Line::Review(names) => reviewing::ask(app, names.clone()),
        }
    }

    fn matching(&self) -> Matching {
        Matching::Guess
    }
}
