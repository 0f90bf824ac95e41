//! A list over the desk, to filter and choose from; and what makes one list another: a [`Lister`].
//!
//! ```text
//!   ┌ tags in both articles: 3 of 12 ─┐    title
//!   │ › inse                          │    what was typed filters the lines
//!   │   source INSEE         left.txt │    fill: lead, words, aside
//!   │ ▸ source INSEE        right.txt │    choose, remove, note, accept
//!   │   made by ana, in a review      │    about: more of the chosen line, where the list has that
//!   └─────────────────────────────────┘    hints
//! ```
//!
//! In most lists letters filter. A list may have keys of its own instead, which are those of its [`Lister::context`]; there a key begins
//! the filter.

use std::fmt;

use tui_input::Input;

use super::{App, Pair};
use crate::tags::history::Slot;
use crate::text::Span;
use crate::tui::keymap::Context;

/// A list to filter and choose from.
#[derive(Debug)]
pub struct List {
    /// What it lists.
    pub of: Box<dyn Lister>,
    /// All of it.
    pub items: Vec<ListItem>,
    /// The numbers of the items that the filter lets through.
    pub shown: Vec<usize>,
    /// Which of these is chosen.
    pub at: usize,
    /// What was typed to filter it.
    pub input: Input,
    /// Whether letters filter now.
    pub typing: bool,
}

/// What a list lists, and what can be done with a line of it. `line` is the number of an item as [`Lister::fill`] returned them.
pub trait Lister: fmt::Debug {
    /// Returns the title, given how many lines show: `12`, `3 of 12`.
    fn title(&self, app: &App, count: &str) -> String;

    /// Returns the lines as they are now.
    fn fill(&mut self, app: &App) -> Vec<ListItem>;

    /// Returns the line that is chosen at first.
    fn first(&self, _app: &App) -> usize {
        0
    }

    /// Does what a line stands for; the list is closed. `typed` is what was typed to filter it.
    fn choose(&self, app: &mut App, line: usize, typed: &str);

    /// Removes what a line stands for; the list stays.
    fn remove(&self, _app: &mut App, _line: usize) {}

    /// Writes a note on what a line stands for. Returns what becomes of the list.
    fn note(&self, _app: &mut App, _line: usize) -> After {
        After::Stay
    }

    /// Accepts what a line stands for; the list stays.
    fn accept(&self, _app: &mut App, _line: usize) {}

    /// Accepts what these lines stand for; the list stays.
    fn accept_all(&self, app: &mut App, _lines: &[usize]) {
        app.say("nothing here can be settled all at once");
    }

    /// Shows what the choice has moved to.
    fn moved(&self, _app: &mut App, _line: usize) {}

    /// Returns the words of a document that a line is about, to be shown there as a hit is.
    fn words(&self, _app: &App, _slot: Slot, _line: usize) -> Option<Span> {
        None
    }

    /// Returns which keys hold in the list while nothing is typed.
    fn context(&self) -> Context {
        Context::List
    }

    /// Returns what stands where one types while nothing is typed.
    fn caption(&self, _app: &App) -> String {
        "type to filter".into()
    }

    /// Returns what stands in the lower edge of a list over the lower half.
    fn foot(&self, _app: &App) -> String {
        String::new()
    }

    /// Returns what else there is to say about a line; it stands below the lines, in at most `most` rows of so many columns.
    fn about(&self, _app: &App, _line: usize, _columns: usize, _most: usize) -> Vec<String> {
        Vec::new()
    }

    /// Returns where the list lies.
    fn room(&self) -> Room {
        Room::Middle
    }

    /// Takes in how far the pairs of the corpus are.
    fn take_in(&mut self, _pairs: &[Pair]) {}

    /// Lists one document instead of both, or both.
    fn widen(&mut self) {}

    /// Lists one label alone, the next, all.
    fn next_label(&mut self, _app: &App) {}

    /// Lets lines follow what was typed.
    fn typed(&self, _typed: &str, _items: &mut [ListItem]) {}

    /// Returns whether lines that follow each other and have the same at the right share it: it is drawn with the first of them.
    fn groups(&self) -> bool {
        false
    }

    /// Returns how lines are found by what is typed.
    fn matching(&self) -> Matching {
        Matching::Words
    }

    /// Returns the commands that are hinted at besides choosing and leaving.
    fn hints(&self) -> &'static [ListHint] {
        &[]
    }
}

/// What becomes of a list after something was done in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// It stays.
    Stay,
    /// It is closed.
    Close,
}

/// Where a list lies on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// In the middle, as large as need be.
    Middle,
    /// Over the lower half: the articles need the upper.
    Below,
}

/// How lines are found by what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// The words of a line, or what stands at its right, have it.
    Words,
    /// The words of a line have its letters in this order; the best match comes first.
    Guess,
}

/// A command that is hinted at in a list.
#[derive(Clone, Copy, Debug)]
pub struct ListHint {
    /// The command.
    pub id: &'static str,
    /// What it is called here, if not as its title says.
    pub word: Option<&'static str>,
}

impl ListHint {
    /// Returns the hint for a command, called as its title says.
    pub const fn of(id: &'static str) -> ListHint {
        ListHint { id, word: None }
    }
}

/// A line of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListItem {
    /// A few characters before it.
    pub lead: String,
    /// Its words; these are filtered. A name that they begin with ends at the first dash between blanks.
    pub words: String,
    /// The words of its second column; these are filtered, too. A line without has one column.
    pub beside: Option<String>,
    /// Short names by which it is found, too.
    pub also: &'static [&'static str],
    /// What stands at the right.
    pub aside: String,
    /// The label that colours its lead: its number in the scheme.
    pub label: Option<usize>,
    /// Whether it shows whatever is typed.
    pub stays: bool,
    /// Whether it does not show now.
    pub hidden: bool,
}

impl ListItem {
    /// Returns a line of words alone.
    pub fn new(words: impl Into<String>) -> ListItem {
        ListItem { words: words.into(), ..ListItem::default() }
    }

    /// Returns a line of words, and what stands at the right.
    pub fn with_aside(words: impl Into<String>, aside: impl Into<String>) -> ListItem {
        ListItem { words: words.into(), aside: aside.into(), ..ListItem::default() }
    }
}

/// How closely a line fits what was typed, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    /// It is its name, or one of its short names.
    Exact,
    /// Its name begins so.
    Prefix,
    /// One of its words begins so.
    Word,
    /// In another way.
    Other,
}

impl ListItem {
    /// Returns how closely it fits what was typed, in small letters.
    fn fit(&self, typed: &str) -> Closeness {
        let words = self.words.to_lowercase();
        let name = words.split(" — ").next().unwrap_or_default();
        let begins = |(at, _): (usize, &str)| !words[..at].ends_with(char::is_alphanumeric);
        if typed.is_empty() || self.stays {
            Closeness::Other
        } else if name == typed || self.also.contains(&typed) {
            Closeness::Exact
        } else if name.starts_with(typed) {
            Closeness::Prefix
        } else if words.match_indices(typed).any(begins) {
            Closeness::Word
        } else {
            Closeness::Other
        }
    }
}

impl List {
    /// Returns a list of which nothing is filtered out yet.
    pub fn new(mut of: Box<dyn Lister>, app: &App) -> List {
        let items = of.fill(app);
        let shown: Vec<usize> = (0..items.len()).filter(|number| !items[*number].hidden).collect();
        let at = of.first(app).min(shown.len().saturating_sub(1));
        let typing = of.context() == Context::List;
        List { of, items, shown, at, input: Input::default(), typing }
    }

    /// Returns which keys hold in it now.
    pub fn context(&self) -> Context {
        if self.typing { Context::List } else { self.of.context() }
    }

    /// Ends the typing of a filter, if the list has keys of its own. Returns whether it was typed.
    pub fn end_typing(&mut self) -> bool {
        let was = self.typing && self.of.context() != Context::List;
        self.typing &= !was;
        was
    }

    /// Chooses the line that comes first for what it lists.
    pub fn choose_first(&mut self, app: &App) {
        let first = self.of.first(app);
        self.at = self.shown.iter().position(|line| *line == first).unwrap_or(0);
    }

    /// Fills the list anew; what was typed and which line is chosen stays.
    pub fn refill(&mut self, app: &App) {
        self.items = self.of.fill(app);
        self.filter();
    }

    /// Returns the number of the line that is chosen.
    pub fn chosen(&self) -> Option<usize> {
        self.shown.get(self.at).copied()
    }

    /// Moves the choice by so many lines.
    pub fn step(&mut self, by: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    /// Lets through what matches what was typed.
    pub fn filter(&mut self) {
        use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
        use nucleo_matcher::{Config, Matcher, Utf32Str};
        self.of.typed(self.input.value(), &mut self.items);
        if self.input.value().trim().is_empty() {
            self.shown = (0..self.items.len()).filter(|number| !self.items[*number].hidden).collect();
            self.at = self.at.min(self.shown.len().saturating_sub(1));
            return;
        }
        let matching = self.of.matching();
        let kind = match matching {
            Matching::Words => AtomKind::Substring,
            Matching::Guess => AtomKind::Fuzzy,
        };
        let pattern = Pattern::new(self.input.value(), CaseMatching::Smart, Normalization::Smart, kind);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let typed = self.input.value().trim().to_lowercase();
        let mut scored: Vec<(Closeness, u32, usize)> = (0..self.items.len())
            .filter_map(|number| {
                let item = &self.items[number];
                if item.hidden {
                    return None;
                }
                let fit = item.fit(&typed);
                if item.stays || fit == Closeness::Exact {
                    return Some((fit, 0, number));
                }
                // What stands at the right can be looked for, too: a document, an annotator, what was decided. The blank
                // is for nucleo 0.3.1, which finds nothing at the very end of a text that is not ASCII.
                let aside = match matching {
                    Matching::Words => item.aside.as_str(),
                    Matching::Guess => "",
                };
                let beside = item.beside.as_deref().unwrap_or_default();
                let all = format!("{} {beside} {aside} ", item.words);
                let words = Utf32Str::new(&all, &mut buffer);
                pattern.score(words, &mut matcher).map(|score| (fit, score, number))
            })
            .collect();
        // A name, then what begins so, then a word that does; only then what a guess finds.
        scored.sort_by_key(|(fit, score, number)| {
            let score = if matching == Matching::Guess { *score } else { 0 };
            (*fit, std::cmp::Reverse(score), *number)
        });
        self.shown = scored.into_iter().map(|(_, _, number)| number).collect();
        self.at = self.at.min(self.shown.len().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Nothing;

    impl Lister for Nothing {
        fn title(&self, _: &App, _: &str) -> String {
            String::new()
        }

        fn fill(&mut self, _: &App) -> Vec<ListItem> {
            Vec::new()
        }

        fn choose(&self, _: &mut App, _: usize, _: &str) {}
    }

    fn list(items: Vec<ListItem>) -> List {
        let shown = (0..items.len()).collect();
        List { of: Box::new(Nothing), shown, items, at: 0, input: Input::default(), typing: true }
    }

    #[test]
    fn what_stands_at_the_end_is_found_behind_curly_quotes() {
        let mut list = list(vec![ListItem::with_aside("“am", "amended"), ListItem::with_aside("claim “x”", "b.txt")]);
        for (typed, shown) in [("amended", vec![0]), ("b.txt", vec![1]), ("x”", vec![1]), ("a", vec![0, 1])] {
            list.input = typed.into();
            list.filter();
            assert_eq!(list.shown, shown, "{typed}");
        }
    }

    #[test]
    fn a_name_comes_before_what_begins_so_and_that_before_a_word_and_a_guess() {
        let quit = ListItem { also: &["q"], ..ListItem::new("quit — Leave") };
        let all = ["equal — q", "copy — Copy the quote", "queue — Wait"].map(ListItem::new);
        let mut list = list(all.into_iter().chain([quit]).collect());
        list.input = "q".into();
        list.filter();
        assert_eq!(list.shown, [3, 2, 0, 1]);
    }

    #[test]
    fn a_line_that_stays_shows_whatever_is_typed() {
        let mut list = list(vec![ListItem::new("wrong label"), ListItem { stays: true, ..ListItem::new("") }]);
        list.input = "wrong".into();
        list.filter();
        assert_eq!(list.shown, [0, 1]);
        list.input = "something else".into();
        list.filter();
        assert_eq!(list.shown, [1]);
    }
}
