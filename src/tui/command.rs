//! Defines a command: a row with a name, words, keys and a function.
//!
//! ```text
//!   row("zoom", "zoom", "Show this article alone, or both again", motion::zoom)     its id, words and function
//!       .keys(&[On(DESK, &["z"])])                                                  its keys, by context
//!       .here(&[at(&[Link]).word("look").rank(40)])                                 in some contexts: other words, another
//!                                                                                   function, a rank among the hints
//! ```
//!
//! Key map, hints, help screen, palette and the table in `docs/keys.md` all read these rows. The rows are in
//! [`update::commands`](crate::tui::update::commands), beside the functions; this file defines their parts.

use std::borrow::Cow;

use super::keymap::Context;
use super::model::App;

/// The heading of a command in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moving in the text.
    Move,
    /// Jumping, and coming back.
    Jump,
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
    /// Returns the words of the heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::Move => "Moving",
            Group::Jump => "Jumping",
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

/// A call of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The number that was typed before it.
    pub count: Option<usize>,
    /// The text after its name in the palette: its [arguments](Argument).
    pub told: Vec<String>,
    /// The subject of the row, if it came with the labels of the corpus.
    pub about: Topic,
}

impl Call {
    /// Returns the number of lines by which to move: as many as the number that was typed says.
    pub fn lines(&self) -> isize {
        self.times().cast_signed()
    }

    /// Returns the number of times to carry out the command.
    pub fn times(&self) -> usize {
        self.count.unwrap_or(1)
    }
}

/// An argument that follows the name of a command in the palette: `:pair LEFT RIGHT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The name.
    pub name: &'static str,
    /// The kind.
    pub kind: ArgumentKind,
    /// Whether the command does nothing without this argument.
    pub is_needed: bool,
}

/// The kind of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentKind {
    /// A document of the corpus.
    Document,
    /// A label of the corpus.
    Label,
    /// A colour.
    Color,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A word.
    Word,
    /// All that is typed.
    Line,
}

/// Returns an argument without which the command does nothing.
pub(crate) const fn needs(name: &'static str, kind: ArgumentKind) -> Argument {
    Argument { name, kind, is_needed: true }
}

/// Returns an argument that can be left out.
pub(crate) const fn may(name: &'static str, kind: ArgumentKind) -> Argument {
    Argument { name, kind, is_needed: false }
}

/// The subject of a row that came with the labels of the corpus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Topic {
    /// The row is not about a label: every corpus has it.
    #[default]
    Nothing,
    /// The label with this number.
    Label(usize),
    /// An attribute of a label.
    Attribute {
        /// The number of the label.
        label: usize,
        /// The number of the attribute among those of the label.
        attribute: usize,
    },
}

/// The function of a command.
pub(crate) type Does = fn(&mut App, &Call);

/// The keys of a command in these contexts, the usual one first.
#[derive(Clone, Copy, Debug)]
pub struct On(pub &'static [Context], pub &'static [&'static str]);

/// The word for a command among the hints.
#[derive(Clone, Copy, Debug)]
pub(crate) enum HintWord {
    /// The title of the command.
    Title,
    /// This word.
    Is(&'static str),
    /// The word that this function returns. If it returns `None`, the command is no hint now.
    Of(fn(&App, Topic) -> Option<Cow<'static, str>>),
}

/// The differences of a command in some contexts.
#[derive(Clone, Copy, Debug)]
pub struct Here {
    contexts: &'static [Context],
    word: HintWord,
    help: Option<&'static str>,
    run: Option<Does>,
    rank: Option<u8>,
}

/// Returns an entry for these contexts, without differences.
pub(crate) const fn at(contexts: &'static [Context]) -> Here {
    Here { contexts, word: HintWord::Title, help: None, run: None, rank: None }
}

impl Here {
    /// Sets the word among the hints.
    pub const fn word(self, word: &'static str) -> Here {
        Here { word: HintWord::Is(word), ..self }
    }

    /// Sets a function that returns the word among the hints.
    pub const fn word_of(self, word: fn(&App, Topic) -> Option<Cow<'static, str>>) -> Here {
        Here { word: HintWord::Of(word), ..self }
    }

    /// Sets the description in the help.
    pub const fn help(self, help: &'static str) -> Here {
        Here { help: Some(help), ..self }
    }

    /// Sets the function that is run instead.
    pub const fn run(self, run: Does) -> Here {
        Here { run: Some(run), ..self }
    }

    /// Shows the command among the hints; a lower rank comes earlier.
    pub const fn rank(self, rank: u8) -> Here {
        Here { rank: Some(rank), ..self }
    }
}

/// A command in the tables.
#[derive(Clone, Copy, Debug)]
pub struct CommandRow {
    id: &'static str,
    title: &'static str,
    help: &'static str,
    run: Does,
    also: &'static [&'static str],
    by_name: bool,
    arguments: &'static [Argument],
    keys: &'static [On],
    here: &'static [Here],
}

/// Returns a row: the id in `config.ron` and in the palette (lower case, words joined by dashes), a word or two for
/// hints, a sentence for the help, and the function.
pub(crate) const fn row(id: &'static str, title: &'static str, help: &'static str, run: Does) -> CommandRow {
    CommandRow { id, title, help, run, also: &[], by_name: false, arguments: &[], keys: &[], here: &[] }
}

impl CommandRow {
    /// Sets the keys.
    pub const fn keys(self, keys: &'static [On]) -> CommandRow {
        CommandRow { keys, ..self }
    }

    /// Sets short names for the palette, as in vim.
    pub const fn also(self, also: &'static [&'static str]) -> CommandRow {
        CommandRow { also, ..self }
    }

    /// Keeps the palette from offering the command for anything but its name: what it does cannot be undone.
    pub const fn by_name(self) -> CommandRow {
        CommandRow { by_name: true, ..self }
    }

    /// Sets the arguments in the palette.
    pub const fn takes(self, arguments: &'static [Argument]) -> CommandRow {
        CommandRow { arguments, ..self }
    }

    /// Sets the differences in some contexts.
    pub const fn here(self, here: &'static [Here]) -> CommandRow {
        CommandRow { here, ..self }
    }
}

/// A command of the running program: one of the rows, or a command for a label or an attribute of the corpus.
#[derive(Clone, Debug)]
pub struct Command {
    /// The id, in `config.ron` and in the palette.
    pub id: Cow<'static, str>,
    /// A word or two for hints.
    pub title: Cow<'static, str>,
    /// A sentence for the help.
    pub help: Cow<'static, str>,
    /// The heading.
    pub group: Group,
    /// The subject.
    pub about: Topic,
    /// The short names in the palette.
    pub also: &'static [&'static str],
    /// Whether the palette finds it only by its name, and not by a guess.
    pub by_name: bool,
    /// The arguments in the palette.
    pub arguments: &'static [Argument],
    /// The keys, before the user's settings change them.
    pub keys: Vec<(&'static [Context], Vec<Cow<'static, str>>)>,
    /// The function, unless a context has another.
    pub run: Does,
    /// The differences in some contexts.
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
            by_name: row.by_name,
            arguments: row.arguments,
            keys: row.keys.iter().map(keys).collect(),
            run: row.run,
            here: row.here,
        }
    }

    /// Returns the function in a context.
    pub fn run_in(&self, context: Context) -> Does {
        self.here_in(context).find_map(|here| here.run).unwrap_or(self.run)
    }

    /// Returns the description in a context, as a sentence.
    pub fn help_in(&self, context: Context) -> &str {
        self.here_in(context).find_map(|here| here.help).unwrap_or(&self.help)
    }

    /// Returns the rank among the hints of a context; `None` if it is no hint there.
    pub fn rank_in(&self, context: Context) -> Option<u8> {
        self.here_in(context).find_map(|here| here.rank)
    }

    /// Returns the word among the hints of a context; `None` if it is no hint now.
    pub fn word_in(&self, context: Context, app: &App) -> Option<Cow<'static, str>> {
        let word = self.here_in(context).map(|here| here.word).find(|word| !matches!(word, HintWord::Title));
        match word.unwrap_or(HintWord::Title) {
            HintWord::Title => Some(self.title.clone()),
            HintWord::Is(word) => Some(word.into()),
            HintWord::Of(word) => word(app, self.about),
        }
    }

    /// Returns the differences in a context.
    fn here_in(&self, context: Context) -> impl Iterator<Item = &'static Here> {
        self.here.iter().filter(move |here| here.contexts.contains(&context))
    }
}
