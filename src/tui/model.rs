//! Holds the state of the program, and answers questions about it. Only [`update`](crate::tui::update) changes the
//! state.
//!
//! ```text
//!   App ─┬ setting   the part that does not change: labels, keys, annotator, clock
//!       ├─ desk      open documents, one or two of them in panes          [desk] [open] [pane]
//!       ├─ mode      the activity on the desk: reading, linking, placing  [Mode]
//!       ├─ overlay   the list, note, … over the desk; it gets the keys    [overlay]
//!       ├─ history   the actions that can be undone
//!       └─ search, received, message, …
//! ```

pub(crate) mod beside;
pub(crate) mod compared;
pub(crate) mod desk;
pub mod effect;
pub mod event;
pub(crate) mod focus;
pub(crate) mod grep;
pub(crate) mod jumps;
pub(crate) mod link;
pub(crate) mod list;
pub(crate) mod measured;
pub(crate) mod mouse;
pub mod open;
pub(crate) mod overlay;
pub(crate) mod pane;
pub(crate) mod received;
pub mod review;
pub(crate) mod search;
pub(crate) mod seen;
pub mod shelf;
pub(crate) mod suggesting;
pub(crate) mod unsettled;

use std::path::PathBuf;
use std::sync::Arc;

use super::config::Config;
use super::key::Key;
use super::keymap::{Context, Keymap};
use super::theme::Theme;
use crate::layout::Typesetting;
use crate::quantity::SentenceFigures;
use crate::tags::history::{History, Slot};
use crate::tags::remark::Status;
use crate::tags::scheme::Scheme;
use crate::tags::{Id, Origin};
use crate::text::motion::Direction;
use crate::text::{Document, Span};
pub use effect::Effect;
pub use event::Event;

use compared::Comparing;
use desk::Desk;
use effect::Held;
use grep::Grep;
use jumps::Jumps;
use link::Linking;
use mouse::Mouse;
use open::{Open, Saving};
use overlay::Overlay;
use received::Received;
use search::Search;
use seen::Sight;
use suggesting::Suggesting;
use unsettled::LostTag;

/// A line for the user that is shown until the next key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The words.
    pub words: String,
    /// Whether it reports that something could not be done.
    pub bad: bool,
}

/// The mode of the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Reading and tagging.
    #[default]
    Read,
    /// Looking for the other end of a link.
    Link(Linking),
    /// Looking for the place of a lost tag.
    Place(LostTag),
}

/// The two ways through the history of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// To take an action back.
    Undo,
    /// To do again an action that was taken back.
    Redo,
}

/// The result of the last command, if the next key may continue from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Just {
    /// The command made this tag.
    Tagged {
        /// The document.
        slot: Slot,
        /// The tag.
        id: Id,
        /// Whether its words had been selected.
        was_selected: bool,
    },
    /// The command decided on this item of a review.
    Decided(Slot, Origin),
    /// The command was to go to a suggestion, and they are still being looked for.
    Awaits(Direction),
}

/// The place where the cursor came to rest, and what the keys for figures and sources could tag in the sentence there.
#[derive(Clone, Debug)]
pub struct UnitsHere {
    /// The document, as it was read.
    pub document: Arc<Document>,
    /// The byte under the cursor.
    pub at: usize,
    /// The sentence; empty until it is found.
    pub sentence: Span,
    /// The figures of the sentence.
    pub figures: SentenceFigures,
    /// The source that the sentence names.
    pub source: Option<Span>,
}

impl UnitsHere {
    /// Returns an answer that knows nothing yet.
    pub fn unknown(document: Arc<Document>) -> UnitsHere {
        UnitsHere { document, at: 0, sentence: Span::new(0, 0), figures: SentenceFigures::default(), source: None }
    }

    /// Returns whether this is about the text of an open document.
    pub fn is_in(&self, open: &Open) -> bool {
        Arc::ptr_eq(&self.document, &open.document)
    }
}

/// A pair of the corpus, and how far it is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// The first document, as its path in the corpus.
    pub left: String,
    /// The second document, if the first is not read alone.
    pub right: Option<String>,
    /// The progress in words: `12 + 30 tags`; empty until the tags are counted.
    pub progress: String,
    /// The annotator's status on both documents, once it is known; `in progress` if the two differ.
    pub status: Option<Status>,
}

/// The part of the state that does not change while the program runs.
#[derive(Debug)]
pub struct Setting {
    /// The labels and kinds of links.
    pub scheme: Arc<Scheme>,
    /// The keys.
    pub keymap: Keymap,
    /// The corpus's guidelines: the file's name and its text.
    pub guidelines: Option<(String, String)>,
    /// The annotator.
    pub annotator: String,
    /// The user's own settings.
    pub config: Config,
    /// The user's own folder.
    pub home: PathBuf,
    /// Returns the time, as RFC 3339.
    pub clock: fn() -> String,
}

/// The state of the program.
#[derive(Debug)]
pub struct App {
    /// The part that does not change.
    pub setting: Setting,
    /// The documents and the panes.
    pub desk: Desk,
    /// The mode of the desk.
    pub mode: Mode,
    /// The list, prompt, note or page over the desk, which gets the keys.
    pub overlay: Option<Overlay>,
    /// The actions that can be undone and redone.
    pub history: History<Sight>,
    /// The figures and the source in the sentence under the resting cursor.
    pub units_here: Option<UnitsHere>,
    /// The view before the present command.
    pub(super) seen: Sight,
    /// The result of the present command, if the next key may continue from it.
    pub(super) just: Option<Just>,
    /// The result of the previous command, from which the present one may continue.
    pub(super) previous: Option<Just>,
    /// Whether keys are dropped until a pause or Esc: they were typed for a command that was refused and must not run
    /// as commands.
    pub refused: bool,
    /// The current search.
    pub search: Search,
    /// The search of the corpus.
    pub grep: Grep,
    /// Places to come back to.
    pub jumps: Jumps,
    /// The annotators under review, in the order in which the user named them.
    pub reviewing: Vec<String>,
    /// Whether a review goes first to the items that differ most.
    pub worst_first: bool,
    /// The comparison of the two articles, if it was asked for.
    pub comparing: Comparing,
    /// Whether the user was told that there is no word list for the language of a text.
    pub has_told_language: bool,
    /// The documents of the corpus, once they were asked for.
    pub documents: Vec<String>,
    /// Messages about parts of the settings, the corpus and the layers that the program did not understand at the
    /// start.
    pub doubts: Vec<String>,
    /// The reviewers' decisions about the annotator's tags, if they were asked for.
    pub received: Vec<Received>,
    /// The suggestions, if they were asked for.
    pub suggesting: Suggesting,
    /// The label that was given last.
    pub last_label: Option<String>,
    /// The message to show.
    pub message: Option<Message>,
    /// The keys that begin a longer sequence.
    pub typed: Vec<Key>,
    /// The number that was typed before a command.
    pub count: Option<usize>,
    /// The colours.
    pub theme: Theme,
    /// The state of the mouse.
    pub mouse: Mouse,
    /// Whether the program ends after this event.
    pub over: bool,
    /// The effects that were asked for, in order.
    pub(super) asked: Vec<Effect>,
    /// The documents whose layers are saved before these effects.
    pub(super) touched: Vec<Slot>,
    /// The documents whose changes from elsewhere wait until what is being typed is finished.
    pub(super) waiting: Vec<Slot>,
    /// Whether the loop holds a draft of the note, which has to be withdrawn when the note is finished.
    pub(super) drafted: bool,
}

impl App {
    /// Returns an empty desk.
    pub fn new(setting: Setting, theme: Theme, measure: u16, typesetting: Typesetting) -> App {
        App {
            setting,
            desk: Desk { measure, typesetting, ..Desk::default() },
            mode: Mode::Read,
            overlay: None,
            history: History::default(),
            units_here: None,
            seen: Sight::default(),
            just: None,
            previous: None,
            refused: false,
            search: Search::default(),
            grep: Grep::default(),
            jumps: Jumps::default(),
            reviewing: Vec::new(),
            worst_first: false,
            comparing: Comparing::default(),
            has_told_language: false,
            documents: Vec::new(),
            doubts: Vec::new(),
            received: Vec::new(),
            suggesting: Suggesting::default(),
            last_label: None,
            message: None,
            typed: Vec::new(),
            count: None,
            theme,
            mouse: Mouse::default(),
            over: false,
            asked: Vec::new(),
            touched: Vec::new(),
            waiting: Vec::new(),
            drafted: false,
        }
    }

    /// Returns the context for keys.
    pub fn context(&self) -> Context {
        match &self.overlay {
            Some(Overlay::List(list)) => list.context(),
            Some(Overlay::Prompt(_)) => Context::Prompt,
            Some(Overlay::Note(_)) => Context::Note,
            Some(Overlay::Page(_)) => Context::Page,
            None if self.linking().is_some() => Context::Link,
            None if self.desk.panes.is_empty() => Context::Page,
            None if self.desk.pane().selection.is_some() => Context::Select,
            None if self.desk.beside().is_some() => Context::Beside,
            None if self.focused_tag().is_some() => Context::Focus,
            None if self.focused_item().is_some() => Context::Review,
            None if self.focused_suggestion().is_some() => Context::Suggestion,
            None => Context::Read,
        }
    }

    /// Returns the link that is being made.
    pub fn linking(&self) -> Option<&Linking> {
        match &self.mode {
            Mode::Link(linking) => Some(linking),
            Mode::Read | Mode::Place(_) => None,
        }
    }

    /// Returns the lost tag that is being placed.
    pub fn placing(&self) -> Option<&LostTag> {
        match &self.mode {
            Mode::Place(placing) => Some(placing),
            Mode::Read | Mode::Link(_) => None,
        }
    }

    /// Returns the number in the scheme of the label with this name.
    pub fn label_number(&self, name: &str) -> Option<usize> {
        self.setting.scheme.labels.iter().position(|label| label.name == name)
    }

    /// Returns the usual key of a command, by its id, for messages.
    pub fn key_of(&self, id: &str) -> String {
        debug_assert!(self.setting.keymap.find(id).is_some(), "{id} is no command");
        self.setting.keymap.keys_anywhere(id).into_iter().next().unwrap_or_else(|| "?".into())
    }

    /// Returns the documents whose last change is not on disk.
    pub fn unsaved(&self) -> impl Iterator<Item = &Open> {
        self.desk.shelf.iter().filter(|open| matches!(open.saving, Saving::Underway | Saving::Failed(_)))
    }

    /// Returns copies of the state of these documents: an effect does not see the state itself.
    pub fn held(&self, slots: impl IntoIterator<Item = Slot>) -> Vec<Held> {
        slots.into_iter().map(|slot| Held::of(&self.desk.shelf[slot], slot)).collect()
    }

    /// Returns copies of the state of all open documents, for an effect.
    pub fn shelf(&self) -> Vec<Held> {
        self.held(self.desk.shelf.slots())
    }

    /// Shows a message.
    pub fn say(&mut self, words: impl Into<String>) {
        self.message = Some(Message { words: words.into(), bad: false });
    }

    /// Shows why a key did nothing. The letters that follow at once are dropped: they were typed for what was refused.
    pub(super) fn refuse(&mut self, words: impl Into<String>) {
        self.say(words);
        self.refused = true;
    }

    /// Shows a message that something cannot be done.
    pub fn warn(&mut self, words: impl Into<String>) {
        self.message = Some(Message { words: words.into(), bad: true });
    }

    /// Asks for an effect.
    pub(super) fn ask(&mut self, effect: Effect) {
        self.asked.push(effect);
    }
}
