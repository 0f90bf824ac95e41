//! What the program can do: a command is a row of a name, words, keys and a function.
//!
//! ```text
//!   row("zoom", "zoom", "Show this article alone, or both again", motion::zoom)     what it is called and does
//!       .keys(&[On(DESK, &["z"])])                                                  where which keys ask for it
//!       .here(&[at(&[Link]).word("look").rank(40)])                                 where it is called otherwise, does something
//!                                                                                   else, or stands among the hints
//! ```
//!
//! Key map, hints, help screen, palette and the table in `docs/keys.md` all read these rows. They stand in
//! [`update::commands`](crate::tui::update::commands), beside the functions; this file says what a row is.

use std::borrow::Cow;

use super::keymap::Context;
use super::model::App;

/// Under which heading a command stands in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moving about.
    Move,
    /// The two panes.
    Panes,
    /// Selecting.
    Select,
    /// Tagging.
    Tag,
    /// A tag in focus.
    Focus,
    /// Suggestions.
    Suggest,
    /// The comparison of the two articles.
    Compare,
    /// A review.
    Review,
    /// Searching.
    Search,
    /// Lists, and pages to read.
    Lists,
    /// The program.
    Program,
}

impl Group {
    /// Returns its heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::Move => "Moving",
            Group::Panes => "The two panes",
            Group::Compare => "Comparing",
            Group::Select => "Selecting",
            Group::Tag => "Tagging",
            Group::Focus => "With a tag in focus",
            Group::Suggest => "Suggestions",
            Group::Review => "Reviewing",
            Group::Search => "Searching",
            Group::Lists => "In lists and pages",
            Group::Program => "The program",
        }
    }
}

/// What a command is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// The number that was typed first.
    pub count: Option<usize>,
    /// What the row is about, if it came with the labels of the corpus.
    pub about: Topic,
}

impl Call {
    /// Returns how often it is to be done.
    pub fn times(&self) -> usize {
        self.count.unwrap_or(1)
    }
}

/// What a row is about that came with the labels of the corpus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Topic {
    /// The row is one that every corpus has.
    #[default]
    Nothing,
    /// The label of that number.
    Label(usize),
    /// An attribute of a label.
    Attribute {
        /// The number of the label.
        label: usize,
        /// The number of the attribute among those of the label.
        attribute: usize,
    },
}

/// What a command does.
pub type Does = fn(&mut App, &Call);

/// Which keys ask for a command in these contexts, the usual one first.
#[derive(Clone, Copy, Debug)]
pub struct On(pub &'static [Context], pub &'static [&'static str]);

/// How a command is called among the hints.
#[derive(Clone, Copy, Debug)]
pub enum HintWord {
    /// As its title says.
    Title,
    /// So.
    Is(&'static str),
    /// As this function says. If it says nothing, the command is no hint now.
    Of(fn(&App, Topic) -> Option<Cow<'static, str>>),
}

/// What is special about a command in some contexts.
#[derive(Clone, Copy, Debug)]
pub struct Here {
    contexts: &'static [Context],
    word: HintWord,
    help: Option<&'static str>,
    run: Option<Does>,
    rank: Option<u8>,
}

/// Returns what is special in these contexts: nothing yet.
pub const fn at(contexts: &'static [Context]) -> Here {
    Here { contexts, word: HintWord::Title, help: None, run: None, rank: None }
}

impl Here {
    /// Calls the command so among the hints.
    pub const fn word(self, word: &'static str) -> Here {
        Here { word: HintWord::Is(word), ..self }
    }

    /// Calls the command among the hints as the function says.
    pub const fn word_of(self, word: fn(&App, Topic) -> Option<Cow<'static, str>>) -> Here {
        Here { word: HintWord::Of(word), ..self }
    }

    /// Describes the command so in the help.
    pub const fn help(self, help: &'static str) -> Here {
        Here { help: Some(help), ..self }
    }

    /// Does this instead.
    pub const fn run(self, run: Does) -> Here {
        Here { run: Some(run), ..self }
    }

    /// Shows the command among the hints: the lower the rank, the earlier.
    pub const fn rank(self, rank: u8) -> Here {
        Here { rank: Some(rank), ..self }
    }
}

/// A command as it stands in the tables.
#[derive(Clone, Copy, Debug)]
pub struct CommandRow {
    id: &'static str,
    title: &'static str,
    help: &'static str,
    run: Does,
    also: &'static [&'static str],
    keys: &'static [On],
    here: &'static [Here],
}

/// Returns a row: the name in `config.ron` and in the palette (lower case, words joined by dashes), a word or two for hints, a
/// sentence for the help, and what it does.
pub const fn row(id: &'static str, title: &'static str, help: &'static str, run: Does) -> CommandRow {
    CommandRow { id, title, help, run, also: &[], keys: &[], here: &[] }
}

impl CommandRow {
    /// Gives it keys.
    pub const fn keys(self, keys: &'static [On]) -> CommandRow {
        CommandRow { keys, ..self }
    }

    /// Gives it short names for the palette, as vim has them.
    pub const fn also(self, also: &'static [&'static str]) -> CommandRow {
        CommandRow { also, ..self }
    }

    /// Says what is special about it in some contexts.
    pub const fn here(self, here: &'static [Here]) -> CommandRow {
        CommandRow { here, ..self }
    }
}

/// A command in force: one of the rows, or one that came with the labels of the corpus.
#[derive(Clone, Debug)]
pub struct Command {
    /// Its name in `config.ron` and in the palette.
    pub id: Cow<'static, str>,
    /// A word or two for hints.
    pub title: Cow<'static, str>,
    /// A sentence for the help.
    pub help: Cow<'static, str>,
    /// Its heading.
    pub group: Group,
    /// What it is about.
    pub about: Topic,
    /// Its short names in the palette.
    pub also: &'static [&'static str],
    /// Its keys, before those are changed by the settings.
    pub keys: Vec<(&'static [Context], Vec<Cow<'static, str>>)>,
    /// What it does where nothing else is said.
    pub run: Does,
    /// What is special about it in some contexts.
    pub here: &'static [Here],
}

impl Command {
    /// Returns the command of a row.
    pub fn of(row: &CommandRow, group: Group) -> Command {
        let keys = |On(contexts, keys): &On| (*contexts, keys.iter().map(|key| Cow::Borrowed(*key)).collect());
        Command {
            id: row.id.into(),
            title: row.title.into(),
            help: row.help.into(),
            group,
            about: Topic::Nothing,
            also: row.also,
            keys: row.keys.iter().map(keys).collect(),
            run: row.run,
            here: row.here,
        }
    }

    /// Returns what it does in a context.
    pub fn run_in(&self, context: Context) -> Does {
        self.here_in(context).find_map(|here| here.run).unwrap_or(self.run)
    }

    /// Returns what it does in a context, as a sentence.
    pub fn help_in(&self, context: Context) -> &str {
        self.here_in(context).find_map(|here| here.help).unwrap_or(&self.help)
    }

    /// Returns how early it stands among the hints of a context; `None` if it does not.
    pub fn rank_in(&self, context: Context) -> Option<u8> {
        self.here_in(context).find_map(|here| here.rank)
    }

    /// Returns how it is called among the hints of a context; `None` if it is no hint now.
    pub fn word_in(&self, context: Context, app: &App) -> Option<Cow<'static, str>> {
        let word = self.here_in(context).map(|here| here.word).find(|word| !matches!(word, HintWord::Title));
        match word.unwrap_or(HintWord::Title) {
            HintWord::Title => Some(self.title.clone()),
            HintWord::Is(word) => Some(word.into()),
            HintWord::Of(word) => word(app, self.about),
        }
    }

    fn here_in(&self, context: Context) -> impl Iterator<Item = &'static Here> {
        self.here.iter().filter(move |here| here.contexts.contains(&context))
    }
}
