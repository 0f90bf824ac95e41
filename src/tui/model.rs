//! All that the program remembers while it runs, and what can be asked of it. Nothing here changes it by itself: that is for
//! [`update`](crate::tui::update).
//!
//! ```text
//!   App ── setting   what does not change: labels, keys, annotator, clock
//!       ├─ desk      open documents, one or two of them in panes          [desk] [open] [pane]
//!       ├─ mode      what one is doing there: reading, linking, placing   [Mode]
//!       ├─ overlay   what lies over it and has the keys: list, note, …    [overlay]
//!       ├─ history   what was done
//!       └─ search, received, message, …
//! ```

pub(crate) mod beside;
pub(crate) mod compared;
pub(crate) mod desk;
pub mod effect;
pub mod event;
pub(crate) mod focus;
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

use super::key::Key;
use super::keymap::{Context, Keymap};
use super::theme::Theme;
use crate::layout::Typesetting;
use crate::tags::history::{History, Slot};
use crate::tags::scheme::Scheme;
use crate::tags::{Id, Origin};
use crate::text::Span;
pub use effect::Effect;
pub use event::Event;

use compared::Comparing;
use desk::Desk;
use effect::Held;
use link::Linking;
use mouse::Mouse;
use open::{Open, Saving};
use overlay::Overlay;
use received::Received;
use search::Search;
use seen::Sight;
use suggesting::Suggesting;
use unsettled::LostTag;

/// A line that tells the user something, until the next key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Its words.
    pub words: String,
    /// Whether it says that something could not be done.
    pub bad: bool,
}

/// What one is doing on the desk.
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

/// What a command has just done that the next key may go on from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Just {
    /// It made this tag.
    Tagged(Slot, Id),
    /// It decided about this item of a review.
    Decided(Slot, Origin),
}

/// Where the cursor came to rest, and whom the sentence there names as a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceHere {
    /// The document.
    pub slot: Slot,
    /// The byte under the cursor.
    pub at: usize,
    /// The sentence and the source, once they are found.
    pub found: Option<(Span, Span)>,
}

/// A pair of the corpus, and how far it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The documents' paths in the corpus.
    pub left: String,
    /// The other one, if it is not read alone.
    pub right: Option<String>,
    /// In words: `12 + 30 tags`.
    pub progress: String,
}

/// What does not change while the program runs.
#[derive(Debug)]
pub struct Setting {
    /// What may be tagged and linked.
    pub scheme: Arc<Scheme>,
    /// The keys.
    pub keymap: Keymap,
    /// The corpus's guidelines: the file's name and its text.
    pub guidelines: Option<(String, String)>,
    /// Who tags.
    pub annotator: String,
    /// The user's own folder.
    pub home: PathBuf,
    /// Tells the time, as RFC 3339.
    pub clock: fn() -> String,
}

/// All that the program remembers while it runs.
#[derive(Debug)]
pub struct App {
    /// What does not change.
    pub setting: Setting,
    /// What lies before the reader.
    pub desk: Desk,
    /// What one is doing there.
    pub mode: Mode,
    /// What lies over the desk and has the keys.
    pub overlay: Option<Overlay>,
    /// What was done.
    pub history: History<Sight>,
    /// Whom the sentence names as a source that the cursor came to rest in.
    pub source_here: Option<SourceHere>,
    /// What was seen before the command that runs.
    pub(super) seen: Sight,
    /// What this command has done, and what the one before it had, if the next may go on from it.
    pub(super) just: Option<Just>,
    pub(super) previous: Option<Just>,
    /// Whether the keys that come now were meant for something that was refused: they are dropped until a pause or Esc.
    pub refused: bool,
    /// The search that is on.
    pub search: Search,
    /// Who is reviewed, as it was asked for.
    pub reviewing: Vec<String>,
    /// Whether a review steps to what differs most first.
    pub worst_first: bool,
    /// The two articles held against each other, once it was asked for.
    pub comparing: Comparing,
    /// What could not be understood in the settings, the corpus and the layers at the start.
    pub doubts: Vec<String>,
    /// What others say about one's tags, once it was asked for.
    pub received: Vec<Received>,
    /// What might be tagged, once it was asked for.
    pub suggesting: Suggesting,
    /// The number in the scheme of the label that was last given.
    pub last_label: Option<usize>,
    /// What there is to tell.
    pub message: Option<Message>,
    /// Keys that something longer begins with.
    pub typed: Vec<Key>,
    /// A number that was typed first.
    pub count: Option<usize>,
    /// Colours.
    pub theme: Theme,
    /// What the mouse is in the middle of.
    pub mouse: Mouse,
    /// Whether the program is to end.
    pub over: bool,
    /// What is asked to be done outside, in order.
    pub(super) asked: Vec<Effect>,
    /// The documents whose layers are to be saved before that.
    pub(super) touched: Vec<Slot>,
    /// Whether a draft was handed out that is to be taken back when it is finished.
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
            source_here: None,
            seen: Sight::default(),
            just: None,
            previous: None,
            refused: false,
            search: Search::default(),
            reviewing: Vec::new(),
            worst_first: false,
            comparing: Comparing::default(),
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
            drafted: false,
        }
    }

    /// Returns what the user is in.
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

    /// Returns the number in the scheme of the label of that name.
    pub fn label_number(&self, name: &str) -> Option<usize> {
        self.setting.scheme.labels.iter().position(|label| label.name == name)
    }

    /// Returns the usual key of a command, by its name, for messages.
    pub fn key_of(&self, id: &str) -> String {
        debug_assert!(self.setting.keymap.find(id).is_some(), "{id} is no command");
        self.setting.keymap.keys_anywhere(id).into_iter().next().unwrap_or_else(|| "?".into())
    }

    /// Returns the documents whose last change is not on disk.
    pub fn unsaved(&self) -> impl Iterator<Item = &Open> {
        self.desk.shelf.iter().filter(|open| matches!(open.saving, Saving::Underway | Saving::Failed(_)))
    }

    /// Returns copies of what is known of these documents, for an effect.
    pub fn held(&self, slots: impl IntoIterator<Item = Slot>) -> Vec<Held> {
        slots.into_iter().map(|slot| Held::of(&self.desk.shelf[slot], slot)).collect()
    }

    /// Returns copies of what is known of all open documents, for an effect.
    pub fn shelf(&self) -> Vec<Held> {
        self.held(self.desk.shelf.slots())
    }

    /// Tells the user something.
    pub fn say(&mut self, words: impl Into<String>) {
        self.message = Some(Message { words: words.into(), bad: false });
    }

    /// Tells the user that something cannot be done.
    pub fn warn(&mut self, words: impl Into<String>) {
        self.message = Some(Message { words: words.into(), bad: true });
    }

    /// Asks for something to be done outside.
    pub(super) fn ask(&mut self, effect: Effect) {
        self.asked.push(effect);
    }
}
