//! Lists all commands, to be found by name, and the annotators who can be reviewed.

use crate::tui::model::App;
use crate::tui::model::list::{ListItem, Lister, Matching};
use crate::tui::update::{motion, reviewing};

/// All commands, and the annotators who can be reviewed.
#[derive(Debug, Default)]
pub struct CommandList {
    lines: Vec<Line>,
}

#[derive(Debug)]
enum Line {
    Command(String),
    Review(Vec<String>),
    /// Goes to the line or the percentage of the text that was typed.
    Go,
}

impl Lister for CommandList {
    fn title(&self, _: &App, _: &str) -> String {
        "commands".into()
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let keymap = &app.setting.keymap;
        // A command with keys in lists only makes no sense outside of a list.
        let useful = keymap.commands().iter().filter(|command| {
            keymap.keys_anywhere(&command.id).is_empty() || !keymap.keys_on_desk(&command.id).is_empty()
        });
        let commands = useful.map(|command| {
            let words = format!("{} — {}", command.id, command.help);
            let aside = keymap.keys_on_desk(&command.id).join(", ");
            let item = ListItem { also: command.also, ..ListItem::with_aside(words, aside) };
            (Line::Command(command.id.to_string()), item)
        });
        let reviews = reviewing::offered(app).into_iter().map(|(names, item)| {
            let words = format!("review {}", item.words);
            (Line::Review(names), ListItem { words, ..item })
        });
        let go = (Line::Go, ListItem { hidden: true, ..ListItem::default() });
        let (lines, items) = commands.chain(reviews).chain([go]).unzip();
        self.lines = lines;
        items
    }

    /// Reads a typed number as a line of the text, as in vim, and with `%` as a percentage of it.
    fn typed(&self, typed: &str, items: &mut [ListItem]) {
        let typed = typed.trim();
        if let Some(go) = items.last_mut() {
            go.hidden = goal(typed).is_none();
            go.words = format!("{typed} — Go there: a line of this article, or a share of it");
        }
    }

    fn choose(&self, app: &mut App, line: usize, typed: &str) {
        match &self.lines[line] {
            Line::Command(id) => crate::tui::update::carry_out(app, id),
            Line::Review(names) => reviewing::ask(app, names.clone()),
            Line::Go => match goal(typed) {
                Some(Goal::Line(line)) => motion::go_to_line(app, line),
                Some(Goal::Percent(percent)) => motion::go_to_percent(app, percent),
                None => {}
            },
        }
    }

    fn matching(&self) -> Matching {
        Matching::Guess
    }
}

/// A place to go to.
enum Goal {
    Line(usize),
    Percent(usize),
}

/// Returns the place that was typed: `12` or `12%`.
fn goal(typed: &str) -> Option<Goal> {
    match typed.trim().strip_suffix('%') {
        Some(percent) => percent.trim_end().parse().ok().map(Goal::Percent),
        None => typed.trim().parse().ok().map(Goal::Line),
    }
}
