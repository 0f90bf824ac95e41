//! Lists all commands, so that the user finds a command by its name without knowing its key. After the name of a
//! command and a blank, lists its possible arguments.
//!
//! ```text
//!   › pa                           › pair kursk
//!   ▸ pair        LEFT RIGHT       ▸ pair kursk-deployment.txt …      Tab completes, Enter goes on or runs
//!     palette              :
//! ```

mod address;

use std::fmt::Write;

use crate::tags::scheme::COLOURS;
use crate::tui::command::{Argument, ArgumentKind};
use crate::tui::model::list::{ListItem, Lister, Matching};
use crate::tui::model::{App, Effect};
use crate::tui::update::{lists, reviewing};

use address::Address;

/// The greatest number of candidates for an argument that are listed; the user has to type more of the name.
const MOST: usize = 200;

/// Opens the palette, over the list that is open, and asks for the names of the documents, which complete arguments.
pub(crate) fn open(app: &mut App, typed: &str) {
    app.ask(Effect::ListDocuments);
    lists::open_over(app, CommandList::default(), typed);
}

/// All commands, and the annotators who can be reviewed.
#[derive(Debug, Default)]
pub(crate) struct CommandList {
    /// The subjects of the visible lines.
    lines: Vec<Line>,
    /// All commands.
    all: Vec<Line>,
    items: Vec<ListItem>,
    /// The commands that take arguments.
    takers: Vec<Taker>,
    /// The names in the corpus and on the desk that can complete an argument.
    known: Known,
}

#[derive(Clone, Debug)]
enum Line {
    Command(String),
    Review(Vec<String>),
    /// Goes to the place that was typed.
    Go,
    /// Runs a command with arguments.
    Tell(ToldWords),
}

/// A command that takes arguments.
#[derive(Debug)]
struct Taker {
    id: String,
    also: &'static [&'static str],
    help: String,
    arguments: &'static [Argument],
}

/// The arguments of a command.
#[derive(Clone, Debug)]
struct ToldWords {
    id: String,
    words: Vec<String>,
    /// Whether the command needs nothing else.
    is_enough: bool,
    /// The words to type for it, with a blank behind them.
    typed: String,
}

#[derive(Debug, Default)]
struct Known {
    documents: Vec<String>,
    labels: Vec<String>,
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
        let commands = useful.clone().map(|command| {
            let words = format!("{} — {}", command.id, command.help);
            let usage = (!command.arguments.is_empty()).then(|| usage(command.arguments));
            let aside: Vec<String> = usage.into_iter().chain(keymap.keys_on_desk(&command.id)).collect();
            let item = ListItem {
                also: command.also,
                by_name: command.by_name,
                ..ListItem::with_aside(words, aside.join(", "))
            };
            (Line::Command(command.id.to_string()), item)
        });
        let reviews = reviewing::offered(app).into_iter().map(|(names, item)| {
            let words = format!("review {}", item.words);
            (Line::Review(names), ListItem { words, ..item })
        });
        let go = (Line::Go, ListItem { hidden: true, ..ListItem::default() });
        (self.all, self.items) = commands.chain(reviews).chain([go]).unzip();
        let takers = useful.filter(|command| !command.arguments.is_empty()).map(|command| Taker {
            id: command.id.to_string(),
            also: command.also,
            help: command.help.to_string(),
            arguments: command.arguments,
        });
        self.takers = takers.collect();
        let labels = app.setting.scheme.labels.iter().map(|label| label.name.clone()).collect();
        self.known = Known { documents: app.documents.clone(), labels };
        self.lines.clone_from(&self.all);
        self.items.clone()
    }

    /// Offers to go to a typed place: a line of the text as in vim, or with `%` a share of the text. After the name of a
    /// command, lists its possible arguments.
    fn typed(&mut self, typed: &str, items: &mut Vec<ListItem>) {
        if let Some((lines, candidates)) = self.told(typed) {
            (self.lines, *items) = (lines, candidates);
            return;
        }
        if self.lines.len() != self.all.len() || matches!(self.lines.first(), Some(Line::Tell(_))) {
            self.lines.clone_from(&self.all);
            items.clone_from(&self.items);
        }
        let typed = typed.trim();
        if let Some(go) = items.last_mut() {
            go.hidden = Address::read(typed).is_none();
            go.words = format!("{typed} — Go there: a line, a share of this article, a mark");
        }
    }

    fn completed(&self, line: usize) -> Option<String> {
        match self.lines.get(line)? {
            Line::Tell(told) => Some(told.typed.clone()),
            Line::Command(id) => {
                let takes = self.takers.iter().any(|taker| taker.id == *id);
                Some(format!("{id}{}", if takes { " " } else { "" }))
            }
            Line::Review(_) | Line::Go => None,
        }
    }

    fn choose(&self, app: &mut App, line: usize, typed: &str) {
        match &self.lines[line] {
            Line::Command(id) => match self.takers.iter().find(|taker| taker.id == *id) {
                Some(taker) if taker.arguments.iter().any(|argument| argument.is_needed) => {
                    open(app, &format!("{id} "))
                }
                _ => crate::tui::update::carry_out(app, id, Vec::new()),
            },
            Line::Review(names) => reviewing::ask(app, names.clone()),
            Line::Go => {
                if let Some(address) = Address::read(typed) {
                    address.go(app);
                }
            }
            Line::Tell(told) if told.is_enough => crate::tui::update::carry_out(app, &told.id, told.words.clone()),
            Line::Tell(told) => open(app, &told.typed),
        }
    }

    fn matching(&self) -> Matching {
        Matching::Guess
    }
}

impl CommandList {
    /// Returns the possible arguments of the command whose name was typed, followed by a blank; `None` while the name
    /// is still being typed.
    fn told(&self, typed: &str) -> Option<(Vec<Line>, Vec<ListItem>)> {
        let (name, rest) = typed.trim_start().split_once(' ')?;
        let taker = self.takers.iter().find(|taker| taker.id == name || taker.also.contains(&name))?;
        let whole = taker.arguments.iter().position(|argument| argument.kind == ArgumentKind::Line);
        let mut words = words(rest, whole.unwrap_or(usize::MAX));
        let begun = words.pop().unwrap_or_default();
        let needed = taker.arguments.iter().filter(|argument| argument.is_needed).count();
        let tell = |last: Option<String>| {
            let words: Vec<String> = words.iter().cloned().chain(last).collect();
            let typed = typed_for(&taker.id, &words, whole);
            ToldWords { id: taker.id.clone(), is_enough: words.len() >= needed, words, typed }
        };
        let Some(argument) = taker.arguments.get(words.len()) else {
            // All arguments are given; the words that follow belong to none of them.
            let told = tell(None);
            let item = ListItem { stays: true, ..ListItem::new(format!("{}— {}", told.typed, taker.help)) };
            return Some((vec![Line::Tell(told)], vec![item]));
        };
        let mut candidates = self.candidates(argument.kind, &begun);
        let is_free = matches!(argument.kind, ArgumentKind::Word | ArgumentKind::Line | ArgumentKind::Color);
        if is_free && !begun.trim().is_empty() && !candidates.contains(&begun) {
            candidates.insert(0, begun.clone());
        }
        let mut told: Vec<ToldWords> = candidates.into_iter().map(|candidate| tell(Some(candidate))).collect();
        if begun.is_empty() && !argument.is_needed {
            told.insert(0, tell(None));
        }
        let open = taker.arguments.iter().skip(words.len() + 1);
        let behind = usage(&open.copied().collect::<Vec<_>>());
        let item = |told: &ToldWords| {
            let words = format!("{} — {}", format!("{}{behind}", told.typed).trim_end(), taker.help);
            ListItem { stays: true, ..ListItem::new(words) }
        };
        let mut items: Vec<ListItem> = told.iter().map(item).collect();
        let mut lines: Vec<Line> = told.into_iter().map(Line::Tell).collect();
        if lines.is_empty() {
            let hint = format!("{} {} — {}", taker.id, usage(taker.arguments), taker.help);
            items.push(ListItem { stays: true, ..ListItem::new(hint) });
            lines.push(Line::Tell(ToldWords { is_enough: false, ..tell(None) }));
        }
        Some((lines, items))
    }

    /// Returns the possible values of an argument that contain the typed beginning; values that begin with it come
    /// first.
    fn candidates(&self, kind: ArgumentKind, begun: &str) -> Vec<String> {
        let all: Box<dyn Iterator<Item = &str>> = match kind {
            ArgumentKind::Document => Box::new(self.known.documents.iter().map(String::as_str)),
            ArgumentKind::Label => Box::new(self.known.labels.iter().map(String::as_str)),
            ArgumentKind::Color => Box::new(COLOURS.iter().copied()),
            ArgumentKind::OneOf(words) => Box::new(words.iter().copied()),
            ArgumentKind::Word | ArgumentKind::Line => return Vec::new(),
        };
        let begun = begun.to_lowercase();
        let mut fitting: Vec<(bool, &str)> = all
            .map(|name| (name, name.to_lowercase()))
            .filter(|(_, small)| small.contains(&begun))
            .map(|(name, small)| (!small.starts_with(&begun), name))
            .collect();
        fitting.sort_by_key(|(is_within, _)| *is_within);
        fitting.into_iter().take(MOST).map(|(_, name)| name.to_string()).collect()
    }
}

/// Returns a command with these arguments as a user types it, followed by a blank. Word number `whole` is the rest of
/// the line and needs no quotes.
fn typed_for(id: &str, words: &[String], whole: Option<usize>) -> String {
    let mut typed = format!("{id} ");
    for (number, word) in words.iter().enumerate() {
        let _ = match !word.contains([' ', '"']) || whole == Some(number) {
            true => write!(typed, "{word} "),
            false => write!(typed, "\"{}\" ", word.replace('"', "")),
        };
    }
    typed
}

/// Returns arguments as a manual writes them: `NAME [KEY]`.
fn usage(arguments: &[Argument]) -> String {
    let one = |argument: &Argument| match argument.is_needed {
        true => argument.name.to_string(),
        false => format!("[{}]", argument.name),
    };
    arguments.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Returns the words of a line, of which the last is still being typed. Blanks separate words, except between straight
/// quotes; word number `whole` is the whole rest of the line.
fn words(line: &str, whole: usize) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    loop {
        if words.len() == whole {
            words.push(rest.to_string());
            return words;
        }
        let (word, behind) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_at(rest.find(' ').unwrap_or(rest.len())),
        };
        words.push(word.to_string());
        match behind.strip_prefix(' ') {
            Some(behind) => rest = behind.trim_start(),
            None => return words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_by_blanks_and_kept_together_by_quotes() {
        assert_eq!(words("", usize::MAX), [""]);
        assert_eq!(words("a", usize::MAX), ["a"]);
        assert_eq!(words("a ", usize::MAX), ["a", ""]);
        assert_eq!(words("  a  b", usize::MAX), ["a", "b"]);
        assert_eq!(words("\"a b\" c", usize::MAX), ["a b", "c"]);
        assert_eq!(words("\"a b", usize::MAX), ["a b"]);
        assert_eq!(words("one two three", 1), ["one", "two three"]);
        assert_eq!(words("say \"so\"", 0), ["say \"so\""]);
    }
}
