//! All that the program remembers while it runs, and how it is asked to change.
//!
//! ```text
//!   key ─ keymap ─▶ Command ─ update ─▶ App ─▶ view        what can fail (disk, clipboard, threads)
//!                                        └──▶ Vec<Effect>  is handed out as values and done elsewhere
//! ```
//!
//! Nothing here reads or writes a file or knows a terminal, so that a test can drive it key by key.

pub mod beside;
pub mod desk;
pub mod effect;
pub mod open;
pub mod overlay;
pub mod pane;
pub mod review;
pub mod search;

use std::sync::Arc;

use crossterm::event::KeyCode;

use super::command::Command;
use super::key::Key;
use super::keymap::{Context, Keymap, Meaning};
use super::theme::Theme;
use super::update;
use super::update::agreement::Measured;
use super::update::mouse::Mouse;
use crate::corpus::record::TextResolver;
use crate::corpus::shared::FoundOnDisk;
use crate::tags::edit::Edit;
use crate::tags::history::{History, Place, Slot, Step};
use crate::tags::scheme::Scheme;
use crate::tags::{Id, Layer};
use crate::text::search::Census;
pub use effect::Effect;

use beside::Beside;
use desk::Desk;
use open::{Open, Saving};
use overlay::Overlay;
use pane::Pane;
use review::Received;
use search::Search;

/// A line that tells the user something, until the next key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Its words.
    pub words: String,
    /// Whether it says that something could not be done.
    pub bad: bool,
}

/// A link whose other end is being looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linking {
    /// The document where it begins.
    pub slot: Slot,
    /// The tag where it begins.
    pub from: Id,
    /// Its kind.
    pub kind: String,
}

/// A lost tag that is being put in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placing {
    /// The document.
    pub slot: Slot,
    /// The tag.
    pub id: Id,
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
    /// The time, as RFC 3339.
    pub clock: fn() -> String,
}

/// All that the program remembers while it runs.
#[derive(Debug)]
pub struct App {
    /// What does not change.
    pub setting: Setting,
    /// What lies before the reader.
    pub desk: Desk,
    /// What was done.
    pub history: History,
    /// What lies over the desk.
    pub overlay: Option<Overlay>,
    /// The search that is on.
    pub search: Search,
    /// A link that is being made.
    pub linking: Option<Linking>,
    /// A lost tag that is being placed.
    pub placing: Option<Placing>,
    /// Who is reviewed, as it was asked for.
    pub reviewing: Vec<String>,
    /// Whether a review steps to what differs most first.
    pub worst_first: bool,
    /// How far annotators agree, once it was asked for.
    pub agreement: Option<Measured>,
    /// Two layers on one document, while they stand side by side.
    pub beside: Option<Beside>,
    /// What others say about one's tags, once it was asked for.
    pub received: Vec<Received>,
    /// The number in the scheme of the label that was last given.
    pub last_label: Option<usize>,
    /// What there is to tell.
    pub message: Option<Message>,
    /// Keys that something longer begins with.
    pub typed: Vec<Key>,
    /// A number that was typed first.
    pub count: Option<usize>,
    /// The pairs of the corpus.
    pub pairs: Vec<Pair>,
    /// Which of them is open.
    pub pair: Option<usize>,
    /// Colours.
    pub theme: Theme,
    /// What the mouse is about.
    pub mouse: Mouse,
    effects: Vec<Effect>,
}

impl App {
    /// An empty desk.
    pub fn new(setting: Setting, theme: Theme, measure: u16, spaced: bool) -> App {
        App {
            setting,
            desk: Desk { measure, spaced, ..Desk::default() },
            history: History::default(),
            overlay: None,
            search: Search::default(),
            linking: None,
            placing: None,
            reviewing: Vec::new(),
            worst_first: false,
            agreement: None,
            beside: None,
            received: Vec::new(),
            last_label: None,
            message: None,
            typed: Vec::new(),
            count: None,
            pairs: Vec::new(),
            pair: None,
            theme,
            mouse: Mouse::default(),
            effects: Vec::new(),
        }
    }

    /// Lays documents (one or two) on the desk. Each is given with the byte that its cursor was left on and the byte that
    /// was at the top of its page.
    pub fn lay_out(&mut self, documents: Vec<(Slot, usize, usize)>) -> Vec<Effect> {
        self.desk.panes = documents
            .iter()
            .map(|(slot, cursor, _)| Pane::new(*slot, self.desk.shelf[*slot].text(), *cursor))
            .collect();
        self.desk.active = 0;
        self.overlay = None;
        (self.linking, self.placing) = (None, None);
        self.desk.fit();
        for (number, (_, cursor, top)) in documents.into_iter().enumerate() {
            self.desk.with(number, |pane, text| {
                pane.set_top(text, top);
                pane.put(text, cursor);
            });
        }
        self.mouse = Mouse::default();
        update::count_hits(self);
        self.finish()
    }

    /// What the user is in.
    pub fn context(&self) -> Context {
        match &self.overlay {
            Some(Overlay::List(_)) => Context::List,
            Some(Overlay::Prompt(_)) => Context::Prompt,
            Some(Overlay::Note(_)) => Context::Note,
            Some(Overlay::Page(_)) => Context::Page,
            None if self.linking.is_some() => Context::Link,
            None if self.desk.panes.is_empty() => Context::Page,
            None if self.desk.pane().selection.is_some() => Context::Select,
            None if update::tag_in_focus(self).is_some() => Context::Focus,
            None if update::item_in_focus(self).is_some() => Context::Review,
            None => Context::Read,
        }
    }

    /// A key was pressed.
    pub fn key(&mut self, key: Key) -> Vec<Effect> {
        self.message = None;
        if self.context() != Context::Prompt {
            self.search.waiting = None;
        }
        let context = self.context();
        if self.counts(context, key) {
            return Vec::new();
        }
        self.typed.push(key);
        match self.setting.keymap.lookup(context, &self.typed) {
            Meaning::Run(command) => {
                self.typed.clear();
                return self.run(command);
            }
            Meaning::More => return Vec::new(),
            Meaning::Nothing => {}
        }
        let typed = std::mem::take(&mut self.typed);
        self.count = None;
        match (&self.overlay, typed.as_slice()) {
            (Some(_), [key]) => update::typing::key(self, *key),
            (Some(_), _) => {}
            (None, keys) => {
                let written = keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ");
                let key = |command| {
                    self.setting.keymap.keys(context, command).into_iter().next().unwrap_or("(no key)".into())
                };
                let words = match self.setting.keymap.lookup(Context::Focus, keys) {
                    Meaning::Run(_) if context == Context::Read => {
                        let (enter, next) = (key(Command::Enter), key(Command::NextTag));
                        format!("{written} needs a tag in focus: {enter} under the cursor, {next} the next")
                    }
                    _ => {
                        let quits = !self.setting.keymap.keys(context, Command::Quit).is_empty();
                        let out = key(if quits { Command::Quit } else { Command::Leave });
                        format!("{written} does nothing here: {} shows the keys, {out} leaves", key(Command::Help))
                    }
                };
                self.say(words);
            }
        }
        self.finish()
    }

    /// A command was asked for.
    pub fn run(&mut self, command: Command) -> Vec<Effect> {
        let count = self.count.take();
        update::run(self, command, count);
        self.finish()
    }

    /// A text was pasted: it goes where one types, and nowhere else.
    pub fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.message = None;
        update::typing::paste(self, text);
        self.finish()
    }

    /// The mouse did something.
    pub fn on_mouse(&mut self, event: crossterm::event::MouseEvent) -> Vec<Effect> {
        self.message = None;
        update::mouse::handle(self, event);
        self.finish()
    }

    /// The screen has so many columns and rows now.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.desk.size = (width, height);
        update::page::fit(self);
        update::note::fit(self);
        self.desk.fit();
        self.refresh();
    }

    /// The hits of a query were counted.
    pub fn counted(&mut self, slot: Slot, generation: u64, census: Census) {
        if generation == self.search.generation {
            self.search.census.insert(slot, census);
            update::search_goes_on(self);
            self.refresh();
        }
    }

    /// A layer was saved, or was not. What was found in its file besides our own comes onto the screen; it is no action of
    /// the user's, and undo leaves it alone.
    pub fn saved(&mut self, slot: Slot, revision: u64, result: Result<Option<FoundOnDisk>, String>) -> Vec<Effect> {
        let Some(open) = self.desk.shelf.get_mut(slot) else { return Vec::new() };
        let found = match result {
            Ok(found) => {
                if revision == open.revision {
                    open.saving = Saving::Saved;
                }
                found
            }
            Err(why) => {
                // What is saved elsewhere meanwhile is not lost.
                if revision == open.revision && !matches!(open.saving, Saving::Elsewhere(_)) {
                    open.saving = Saving::Failed(why);
                }
                None
            }
        };
        let Some(FoundOnDisk { ours, merged, joins }) = found else { return Vec::new() };
        open.joins = joins;
        let adopted = open.layer.adopt(&TextResolver::new(&open.document), &ours, &merged.records);
        adopted.iter().for_each(|was| self.history.rebase(slot, was, &open.layer));
        let contested = |edit: &&Edit| open.layer.is_second_version(edit);
        let both = adopted.iter().filter(contested).count().max(merged.both.len()) + merged.fields.len();
        if let Some(review) = &mut open.review {
            adopted.iter().for_each(|was| review.follow(was, &open.layer));
        }
        let adopted: Vec<(Slot, Edit)> = adopted.into_iter().map(|was| (slot, was)).collect();
        self.compare(&adopted);
        let open = &self.desk.shelf[slot];
        let adopted = adopted.len();
        let name = open.name.clone();
        if *open.layer.records() != merged.records {
            // We went on meanwhile: that is to be saved, too.
            self.touch(slot);
        }
        let came = match adopted {
            1 => format!("a change to {name} came from elsewhere"),
            count => format!("{count} changes to {name} came from elsewhere"),
        };
        match (adopted, both) {
            (0, 0) => {}
            (_, 0) => self.say(came),
            (_, both) => {
                let list = self.key_of(Command::Unsettled);
                self.warn(format!("{came}; both hands changed the same, {list} lists both versions: {both}"));
            }
        }
        self.finish()
    }

    /// Tells the user something.
    pub fn say(&mut self, words: impl Into<String>) {
        self.message = Some(Message { words: words.into(), bad: false });
    }

    /// Tells the user that something cannot be done.
    pub fn warn(&mut self, words: impl Into<String>) {
        self.message = Some(Message { words: words.into(), bad: true });
    }

    /// The usual key of a command, for messages.
    pub fn key_of(&self, command: Command) -> String {
        self.setting.keymap.keys_anywhere(command).into_iter().next().unwrap_or_else(|| "?".into())
    }

    /// Asks for something to be done outside.
    pub fn ask(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// One action of the user's: carries out its edits, remembers how to take them back, has them saved. Whether that may
    /// be; if not, says why.
    pub fn change(&mut self, words: String, place: Place, edits: Vec<(Slot, Edit)>) -> bool {
        let guard = edits.iter().find_map(|(slot, _)| self.desk.shelf[*slot].guard.as_ref());
        if let Some(guard) = guard {
            let why = format!("nothing can be changed here: {}", guard.why);
            self.warn(why);
            return false;
        }
        let mut inverse: Vec<(Slot, Edit)> = Vec::with_capacity(edits.len());
        for (slot, edit) in edits {
            let back = self.apply(slot, edit);
            inverse.push((slot, back));
        }
        self.compare(&inverse);
        inverse.reverse();
        self.history.push(Step { edits: inverse, words, place });
        true
    }

    /// Takes the last action back, or does it again.
    pub fn turn_back(&mut self, redo: bool) -> Option<Step> {
        let mut history = std::mem::take(&mut self.history);
        let mut inverse = Vec::new();
        let apply = |slot, edit| {
            let back = self.apply(slot, edit);
            inverse.push((slot, back.clone()));
            back
        };
        let step = if redo { history.redo(apply) } else { history.undo(apply) }.cloned();
        self.history = history;
        self.compare(&inverse);
        step
    }

    /// Puts a document on the shelf; one that lies there already stays as it is.
    pub fn shelve(&mut self, open: Open) -> Slot {
        match self.desk.shelf.iter().position(|other| other.layer_path == open.layer_path) {
            Some(slot) => slot,
            None => {
                self.desk.shelf.push(open);
                self.desk.shelf.len() - 1
            }
        }
    }

    /// A document was read anew, with its layer. What was done on the old one can no longer be undone.
    pub fn reopened(&mut self, slot: Slot, open: Open) {
        self.desk.shelf[slot] = open;
        self.history.forget(slot);
    }

    /// Those documents whose last change is not on disk.
    pub fn unsaved(&self) -> impl Iterator<Item = &Open> {
        self.desk.shelf.iter().filter(|open| matches!(open.saving, Saving::Underway | Saving::Failed(_)))
    }

    /// A document's layer begins anew.
    pub fn emptied(&mut self, slot: Slot) {
        let open = &mut self.desk.shelf[slot];
        open.layer = Layer::default();
        if let Some(review) = &mut open.review {
            review.refresh(&open.layer);
        }
        if let Some(Beside { slots, before, .. }) = self.beside.take() {
            let [left, right] = slots.map(|slot| &self.desk.shelf[slot]);
            self.beside = Some(Beside::new(slots, before, &left.document, [&left.layer, &right.layer]));
        }
    }

    fn apply(&mut self, slot: Slot, edit: Edit) -> Edit {
        self.touch(slot);
        let open = &mut self.desk.shelf[slot];
        let back = open.layer.apply(edit);
        if let Some(review) = &mut open.review {
            review.follow(&back, &open.layer);
        }
        back
    }

    /// Compares anew what edits concern that were carried out, given their inverses.
    fn compare(&mut self, was: &[(Slot, Edit)]) {
        if let Some(beside) = &mut self.beside {
            let [left, right] = beside.slots.map(|slot| &self.desk.shelf[slot]);
            beside.follow(was, &left.document, [&left.layer, &right.layer]);
        }
    }

    /// Has a document's layer saved.
    pub fn touch(&mut self, slot: Slot) {
        self.desk.shelf[slot].touch();
        if !self.effects.iter().any(|effect| matches!(effect, Effect::Save(other) if *other == slot)) {
            self.effects.push(Effect::Save(slot));
        }
    }

    /// Takes a digit of a count, unless it is a key of its own.
    fn counts(&mut self, context: Context, key: Key) -> bool {
        let on_desk = matches!(context, Context::Read | Context::Select | Context::Focus | Context::Link);
        let KeyCode::Char(c @ '0'..='9') = key.code else { return false };
        if !on_desk || !key.modifiers.is_empty() || !self.typed.is_empty() {
            return false;
        }
        if self.count.is_none() && self.setting.keymap.lookup(context, &[key]) != Meaning::Nothing {
            return false;
        }
        let digit = c as usize - '0' as usize;
        self.count = Some((self.count.unwrap_or(0) * 10 + digit).min(99_999));
        true
    }

    fn finish(&mut self) -> Vec<Effect> {
        self.refresh();
        std::mem::take(&mut self.effects)
    }

    /// Looks for the hits that show.
    fn refresh(&mut self) {
        let query = self.search.query.as_ref();
        for pane in &mut self.desk.panes {
            let text = self.desk.shelf[pane.slot].document.text();
            pane.hits = query.map_or_else(Vec::new, |query| query.within(text, pane.window()));
        }
    }
}
