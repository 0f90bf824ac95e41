//! Defines a list over the desk, to filter and choose from, and the trait by which lists differ: [`Lister`].
//!
//! ```text
//!   ┌ tags in both articles: 3 of 12 ─┐    title
//!   │ › inse                          │    what was typed filters the lines
//!   │   source INSEE         left.txt │    fill: lead, words, aside
//!   │ ▸ source INSEE        right.txt │    choose, remove, note, accept
//!   │   made by ana, in a review      │    about: details of the chosen line, if the list has any
//!   └─────────────────────────────────┘    hints
//! ```
//!
//! In most lists, typed letters filter. A list may instead have its own keys, those of its [`Lister::context`]; in such
//! a list, the user first presses a key that begins the filter.

mod filter;

use std::fmt;

use tui_input::Input;

use super::compared::RowId;
use super::{App, Pair};
use crate::corpus::grep::GrepFor;
use crate::tags::history::Slot;
use crate::text::Span;
use crate::tui::keymap::Context;

/// With fewer rows than this, two rows describe the chosen line; otherwise three.
const TALL: u16 = 16;

/// A list to filter and choose from.
#[derive(Debug)]
pub struct List {
    /// The lister.
    pub of: Box<dyn Lister>,
    /// All items.
    pub items: Vec<ListItem>,
    /// The numbers of the items that the filter lets through.
    pub shown: Vec<usize>,
    /// The position of the chosen item among those.
    pub at: usize,
    /// The filter that was typed.
    pub input: Input,
    /// Whether typed letters filter now.
    pub typing: bool,
    /// The position of the terminal's cursor: a screen reader reads the line that it is in.
    pub cursor: ListCursor,
    /// The list that it lies over, which comes back when it is closed.
    pub over: Option<Box<List>>,
}

/// The position of the terminal's cursor in a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListCursor {
    /// On the chosen line.
    #[default]
    Line,
    /// In the filter: something was just typed there.
    Filter,
}

/// The contents of a list, and the actions on its lines. `line` is the number of an item as [`Lister::fill`] returned
/// them.
pub trait Lister: fmt::Debug {
    /// Returns the title; `count` is the number of lines that are shown: `12`, `3 of 12`.
    fn title(&self, app: &App, count: &str) -> String;

    /// Returns the present lines.
    fn fill(&mut self, app: &App) -> Vec<ListItem>;

    /// Returns a line as it is drawn, if [`fill`](Lister::fill) left out what takes long.
    fn drawn(&self, _app: &App, _line: usize) -> Option<ListItem> {
        None
    }

    /// Puts the words into the lines by which the filter finds them, if [`fill`](Lister::fill) left them out.
    fn word(&self, _app: &App, _items: &mut [ListItem]) {}

    /// Returns the row of a comparison that a line shows.
    fn row(&self, _line: usize) -> Option<RowId> {
        None
    }

    /// Returns the line that is chosen at first.
    fn first(&self, _app: &App) -> usize {
        0
    }

    /// Carries out the choice of a line; the list is closed. `typed` is the filter that was typed.
    fn choose(&self, app: &mut App, line: usize, typed: &str);

    /// Removes the subject of a line; the list stays open.
    fn remove(&self, _app: &mut App, _line: usize) {}

    /// Opens the note of the subject of a line. Returns whether the list stays open.
    fn note(&self, _app: &mut App, _line: usize) -> After {
        After::Stay
    }

    /// Accepts the subject of a line; the list stays open.
    fn accept(&self, _app: &mut App, _line: usize) {}

    /// Accepts the subjects of these lines; the list stays open.
    fn accept_all(&self, app: &mut App, _lines: &[usize]) {
        app.say("this list has nothing to accept all at once");
    }

    /// Shows the subject of the line that the choice has moved to.
    fn moved(&self, _app: &mut App, _line: usize) {}

    /// Returns the words of a document that a line is about, which are then shown like a hit.
    fn words(&self, _app: &App, _slot: Slot, _line: usize) -> Option<Span> {
        None
    }

    /// Returns the context for keys while nothing is typed.
    fn context(&self) -> Context {
        Context::List
    }

    /// Returns the text in the place of the filter while nothing is typed, in so many columns; in a list with its own keys, it also
    /// follows what was typed.
    fn caption(&self, _app: &App, _columns: usize) -> String {
        "type to filter".into()
    }

    /// Returns the text in place of the lines if there are none.
    fn none(&self, _app: &App) -> String {
        "nothing here yet".into()
    }

    /// Returns the text in the lower edge of a list over the lower half.
    fn foot(&self, _app: &App) -> String {
        String::new()
    }

    /// Returns details about a line, to be shown below the lines, in at most `most` rows of this many columns.
    fn about(&self, _app: &App, _line: usize, _columns: usize, _most: usize) -> Vec<String> {
        Vec::new()
    }

    /// Returns the number of rows for those details, in a list of this many rows.
    fn told(&self, _app: &App, height: u16) -> u16 {
        told(height)
    }

    /// Returns the place of the list on the screen.
    fn room(&self) -> Room {
        Room::Middle
    }

    /// Updates the progress of pairs of the corpus, beginning with the line `from`.
    fn take_in(&mut self, _from: usize, _pairs: &[Pair]) {}

    /// Returns the purpose of the search of all texts whose hits the list shows, if it shows hits.
    fn searches(&self) -> Option<GrepFor> {
        None
    }

    /// Returns whether the choice of a line changes records of a document as they are now.
    fn writes_to(&self, _slot: Slot) -> bool {
        false
    }

    /// Switches between one document and both.
    fn widen(&mut self) {}

    /// Shows all lines, also those that its own filter hides. Returns whether it hid any.
    fn show_all(&self, _app: &mut App) -> bool {
        false
    }

    /// Shows only the lines of one label; called again, those of the next label, and at last all lines.
    fn next_label(&mut self, _app: &App) {}

    /// Changes the lines after the typed text has changed.
    fn typed(&mut self, _typed: &str, _items: &mut Vec<ListItem>) {}

    /// Returns the text that replaces the typed text when the user completes a line.
    fn completed(&self, _line: usize) -> Option<String> {
        None
    }

    /// Returns whether the right part is drawn only once for neighbouring lines that have the same one.
    fn groups(&self) -> bool {
        false
    }

    /// Returns the way in which typed letters find lines.
    fn matching(&self) -> Matching {
        Matching::Words
    }

    /// Returns the commands among the hints, besides choosing and leaving.
    fn hints(&self) -> &'static [ListHint] {
        &[]
    }
}

/// Returns the number of rows that describe the chosen line, in a list of this many rows: the others are for its lines.
pub(crate) fn told(height: u16) -> u16 {
    if height < TALL { 2 } else { 3 }
}

/// Whether a list stays open after an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// It stays open.
    Stay,
    /// It is closed.
    Close,
}

/// The place of a list on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// In the middle, as large as needed.
    Middle,
    /// Over the lower half: the articles need the upper half.
    Below,
}

/// The way in which typed letters find lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// The words of a line, or its right part, contain the typed text.
    Words,
    /// The words of a line have its letters in this order; the best match comes first.
    Guess,
}

/// A command among the hints of a list.
#[derive(Clone, Copy, Debug)]
pub struct ListHint {
    /// The id of the command.
    pub id: &'static str,
    /// The word for it here, if not its title.
    pub word: Option<&'static str>,
}

impl ListHint {
    /// Returns the hint for a command, with its title as the word.
    pub const fn of(id: &'static str) -> ListHint {
        ListHint { id, word: None }
    }
}

/// A line of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListItem {
    /// A few characters before the words.
    pub lead: String,
    /// The words; the filter searches them. A name at their beginning ends at the first dash between blanks.
    pub words: String,
    /// The words of the second column, which the filter also searches. Without them, the line has one column.
    pub beside: Option<String>,
    /// Words that the line has no space for, which the filter also searches.
    pub unseen: String,
    /// Short names, by which the line is also found.
    pub also: &'static [&'static str],
    /// Whether only the name finds the line, as far as it was typed, and no guess does: what it does cannot be undone.
    pub by_name: bool,
    /// The right part of the line.
    pub aside: String,
    /// The number in the scheme of the label that colours the lead.
    pub label: Option<usize>,
    /// Whether the line is shown for any filter.
    pub stays: bool,
    /// Whether the line is hidden now.
    pub hidden: bool,
}

impl ListItem {
    /// Returns a line with words only.
    pub fn new(words: impl Into<String>) -> ListItem {
        ListItem { words: words.into(), ..ListItem::default() }
    }

    /// Returns a line with words and a right part.
    pub fn with_aside(words: impl Into<String>, aside: impl Into<String>) -> ListItem {
        ListItem { words: words.into(), aside: aside.into(), ..ListItem::default() }
    }
}

impl List {
    /// Returns a list without a filter.
    pub fn new(mut of: Box<dyn Lister>, app: &App) -> List {
        let items = of.fill(app);
        let shown: Vec<usize> = (0..items.len()).filter(|number| !items[*number].hidden).collect();
        let at = of.first(app).min(shown.len().saturating_sub(1));
        let typing = of.context() == Context::List;
        List { of, items, shown, at, input: Input::default(), typing, cursor: ListCursor::default(), over: None }
    }

    /// Returns whether the list has its own keys, so that typed letters filter only after one of them.
    pub fn has_keys(&self) -> bool {
        self.of.context() != Context::List
    }

    /// Returns the context for keys.
    pub fn context(&self) -> Context {
        if self.typing { Context::List } else { self.of.context() }
    }

    /// Ends the typing of a filter, if the list has its own keys. Returns whether a filter was being typed.
    pub fn end_typing(&mut self) -> bool {
        let was = self.typing && self.has_keys();
        self.typing &= !was;
        was
    }

    /// Chooses the line that its lister puts first.
    pub fn choose_first(&mut self, app: &App) {
        let first = self.of.first(app);
        self.at = self.shown.iter().position(|line| *line == first).unwrap_or(0);
    }

    /// Chooses a line, by its number among all items, if it is shown.
    pub fn choose(&mut self, line: Option<usize>) {
        let found = self.shown.iter().position(|shown| Some(*shown) == line);
        self.at = found.unwrap_or(self.at);
    }

    /// Fills the list again; the filter and the chosen line stay.
    pub fn refill(&mut self, app: &App) {
        self.items = self.of.fill(app);
        self.filter(app);
    }

    /// Returns the number of the chosen line among all items.
    pub fn chosen(&self) -> Option<usize> {
        self.shown.get(self.at).copied()
    }

    /// Moves the choice by this many lines.
    pub fn step(&mut self, by: isize) {
        self.cursor = ListCursor::Line;
        let last = self.shown.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    /// Applies the filter that was typed.
    pub fn filter(&mut self, app: &App) {
        if !self.input.value().trim().is_empty() {
            self.of.word(app, &mut self.items);
        }
        self.let_through();
    }

    fn let_through(&mut self) {
        self.of.typed(self.input.value(), &mut self.items);
        if self.input.value().trim().is_empty() {
            self.shown = (0..self.items.len()).filter(|number| !self.items[*number].hidden).collect();
            self.at = self.at.min(self.shown.len().saturating_sub(1));
            return;
        }
        self.shown = filter::found(self.input.value(), self.of.matching(), &self.items);
        self.at = self.at.min(self.shown.len().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fills no list; its lines are given by the tests.
    #[derive(Debug)]
    struct Given(Matching);

    impl Lister for Given {
        fn title(&self, _: &App, _: &str) -> String {
            String::new()
        }

        fn fill(&mut self, _: &App) -> Vec<ListItem> {
            Vec::new()
        }

        fn choose(&self, _: &mut App, _: usize, _: &str) {}

        fn matching(&self) -> Matching {
            self.0
        }
    }

    fn list(items: Vec<ListItem>) -> List {
        let shown = (0..items.len()).collect();
        let (input, cursor) = (Input::default(), ListCursor::Line);
        List { of: Box::new(Given(Matching::Words)), shown, items, at: 0, input, typing: true, cursor, over: None }
    }

    #[test]
    fn what_stands_at_the_end_is_found_behind_curly_quotes() {
        let mut list = list(vec![ListItem::with_aside("“am", "amended"), ListItem::with_aside("claim “x”", "b.txt")]);
        for (typed, shown) in [("amended", vec![0]), ("b.txt", vec![1]), ("x”", vec![1]), ("a", vec![0, 1])] {
            list.input = typed.into();
            list.let_through();
            assert_eq!(list.shown, shown, "{typed}");
        }
    }

    #[test]
    fn a_name_comes_before_what_begins_so_and_that_before_a_word_and_a_guess() {
        let quit = ListItem { also: &["q"], ..ListItem::new("quit — Leave") };
        let all = ["equal — q", "copy — Copy the quote", "queue — Wait"].map(ListItem::new);
        let mut list = list(all.into_iter().chain([quit]).collect());
        list.input = "q".into();
        list.let_through();
        assert_eq!(list.shown, [3, 2, 0, 1]);
    }

    #[test]
    fn a_mistyped_name_comes_before_a_guess() {
        let items = ["quote — Copy the quote until it is there", "quit — Leave", "redo — Do again"].map(ListItem::new);
        let mut list = List { of: Box::new(Given(Matching::Guess)), ..list(items.into()) };
        for (typed, shown) in [("quti", 1), ("qit", 1), ("rdo", 2)] {
            list.input = typed.into();
            list.let_through();
            assert_eq!(list.shown.first(), Some(&shown), "{typed}");
        }
    }

    #[test]
    fn a_line_that_stays_shows_whatever_is_typed() {
        let mut list = list(vec![ListItem::new("wrong label"), ListItem { stays: true, ..ListItem::new("") }]);
        list.input = "wrong".into();
        list.let_through();
        assert_eq!(list.shown, [0, 1]);
        list.input = "something else".into();
        list.let_through();
        assert_eq!(list.shown, [1]);
    }
}
