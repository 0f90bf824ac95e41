//! What can lie over the desk, one thing at a time: a list, a prompt, a note, a page of ours.

use std::path::PathBuf;

use ratatui_textarea::TextArea;
use tui_input::Input;

use crate::tags::history::Slot;
use crate::tags::{Id, Origin};
use crate::text::Document;
use crate::tui::command::Command;

use super::compared::RowId;
use super::pane::Pane;
use super::search::Before;

/// Something over the desk.
#[derive(Debug)]
pub enum Overlay {
    /// A list to filter and choose from.
    List(List),
    /// A line to type.
    Prompt(Prompt),
    /// A note to write.
    Note(Box<Note>),
    /// A text to read.
    Page(Box<Page>),
}

/// A line that is being typed.
#[derive(Debug)]
pub struct Prompt {
    /// What it is for.
    pub what: Asked,
    /// What was typed.
    pub input: Input,
}

/// What a prompt asks for.
#[derive(Clone, Debug)]
pub enum Asked {
    /// A pattern to search for, from where one stood.
    Search(Before),
    /// The value of an attribute of a tag.
    Attribute(Slot, Id, String),
    /// A comment on an item of a review.
    Comment(Slot, Origin),
    /// The folder to save to, where it cannot be done where it should. If none is typed, this one, the user's own.
    Folder(PathBuf),
}

/// A note that is being written on a tag.
#[derive(Debug)]
pub struct Note {
    /// The document.
    pub slot: Slot,
    /// The tag.
    pub id: Id,
    /// The editor.
    pub editor: TextArea<'static>,
    /// The row of the note that is at the top of its window.
    pub top: usize,
}

/// A text of ours, set and scrolled as an article is.
#[derive(Debug)]
pub struct Page {
    /// Its heading.
    pub title: String,
    /// Its text.
    pub document: Document,
    /// How it is scrolled.
    pub pane: Pane,
}

/// A list to filter and choose from.
#[derive(Debug)]
pub struct List {
    /// What it lists.
    pub what: Listing,
    /// All of it.
    pub items: Vec<Item>,
    /// The numbers of the items that the filter lets through.
    pub shown: Vec<usize>,
    /// Which of these is chosen.
    pub at: usize,
    /// What was typed to filter it.
    pub input: Input,
}

/// What a list lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// Tags: of both documents or of the active one, of all labels or of one.
    Tags {
        /// Of both documents.
        both: bool,
        /// Of one label: its number.
        label: Option<usize>,
    },
    /// Links: of all tags or of one.
    Links(Option<(Slot, Id)>),
    /// Commands.
    Palette,
    /// Kinds of links that may begin at the tag in focus.
    Kinds,
    /// Values of an attribute of a tag.
    Values(Slot, Id, String),
    /// Pairs of the corpus.
    Pairs,
    /// What waits for a decision.
    Unsettled,
    /// What can become of a layer whose file does not read.
    Choices(Slot),
    /// Whom one could review.
    Reviewers,
    /// Whose tags could stand side by side.
    Beside,
    /// How far annotators agree.
    Agreement,
    /// The rows of the comparison of the two articles.
    Comparison,
    /// Reasons to be given for a verdict on an item.
    Reasons(Slot, Origin),
    /// What others say about one's tags.
    Received,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it stands for.
    pub target: Target,
    /// A few characters before it.
    pub lead: String,
    /// Its words; these are filtered.
    pub words: String,
    /// What stands at the right.
    pub aside: String,
    /// The label that colours its lead: its number in the scheme.
    pub label: Option<usize>,
}

/// What a line of a list stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A tag.
    Tag(Slot, Id),
    /// A link.
    Link(Slot, Id),
    /// A command.
    Command(Command),
    /// A kind of link.
    Kind(String),
    /// A value of an attribute.
    Value(String),
    /// A pair, by its number in the corpus.
    Pair(usize),
    /// A tag without a place.
    Lost(Slot, Id),
    /// A review of these annotators; of none, its end.
    Review(Vec<String>),
    /// A row of the table of agreement: its label, if it is not for all, and the number of the pair.
    Row(Option<String>, usize),
    /// A row of the comparison.
    Compared(RowId),
    /// The tags of these two side by side.
    Beside([String; 2]),
    /// An item of a review, by one of its tags.
    Item(Slot, Origin),
    /// A reason for a verdict.
    Reason(String),
    /// A reason that is yet to be written.
    OwnWords,
    /// What someone says about one's tags, by its number.
    Received(usize),
    /// What can become of a layer whose file does not read.
    Choice(Slot, Choice),
}

/// What can become of a layer whose file does not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Nothing; it is shown.
    ReadOnly,
    /// Its file gets another name, and a new one is begun.
    SetAside,
    /// What could be read goes on, and the file as it was gets another name.
    Recover,
}

/// Columns and rows of a note within its window. A column is left for the cursor behind a full row.
pub fn note_size((width, height): (u16, u16)) -> (u16, u16) {
    (width.saturating_sub(3).clamp(1, 69), height.saturating_sub(4).clamp(1, 10))
}

/// Columns and rows of text within a page that lies over the desk.
pub fn page_size((width, height): (u16, u16)) -> (u16, usize) {
    (width.saturating_sub(6).clamp(1, 96), usize::from(height.saturating_sub(4).max(1)))
}

impl List {
    /// A list of which nothing is filtered out yet.
    pub fn new(what: Listing, items: Vec<Item>) -> List {
        let shown = (0..items.len()).collect();
        List { what, items, shown, at: 0, input: Input::default() }
    }

    /// What is chosen.
    pub fn chosen(&self) -> Option<&Item> {
        self.shown.get(self.at).map(|number| &self.items[*number])
    }

    /// Moves the choice by so many lines.
    pub fn step(&mut self, by: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    /// Lets through what matches what was typed, best matches first in the palette, else in order.
    pub fn filter(&mut self) {
        use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
        use nucleo_matcher::{Config, Matcher, Utf32Str};
        // Commands are guessed at; tags are looked for by what they say.
        let kind = if self.what == Listing::Palette { AtomKind::Fuzzy } else { AtomKind::Substring };
        let pattern = Pattern::new(self.input.value(), CaseMatching::Smart, Normalization::Smart, kind);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        // What was typed can be taken as it is, even where something else matches it.
        for item in self.items.iter_mut().filter(|item| item.target == Target::OwnWords) {
            item.words = match self.input.value().trim() {
                "" => "(in your own words …)".into(),
                typed => format!("“{typed}”, as it stands"),
            };
        }
        let mut scored: Vec<(u32, usize)> = (0..self.items.len())
            .filter_map(|number| {
                let item = &self.items[number];
                if item.target == Target::OwnWords {
                    return Some((0, number));
                }
                // What stands at the right can be looked for, too: a document, an annotator, what was decided. The blank
                // is for nucleo 0.3.1, which finds nothing at the very end of a text that is not ASCII.
                let aside = if kind == AtomKind::Fuzzy { "" } else { item.aside.as_str() };
                let all = format!("{} {aside} ", item.words);
                let words = Utf32Str::new(&all, &mut buffer);
                pattern.score(words, &mut matcher).map(|score| (score, number))
            })
            .collect();
        if self.what == Listing::Palette {
            scored.sort_by_key(|(score, number)| (std::cmp::Reverse(*score), *number));
        }
        self.shown = scored.into_iter().map(|(_, number)| number).collect();
        self.at = self.at.min(self.shown.len().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_at_the_end_is_found_behind_curly_quotes() {
        let item = |words: &str, aside: &str| Item {
            target: Target::Value(String::new()),
            lead: String::new(),
            words: words.into(),
            aside: aside.into(),
            label: None,
        };
        let mut list = List::new(Listing::Received, vec![item("“am", "amended"), item("claim “x”", "b.txt")]);
        for (typed, shown) in [("amended", vec![0]), ("b.txt", vec![1]), ("x”", vec![1]), ("a", vec![0, 1])] {
            list.input = typed.into();
            list.filter();
            assert_eq!(list.shown, shown, "{typed}");
        }
    }

    #[test]
    fn ones_own_reason_can_be_taken_whatever_else_matches_it() {
        let item = |target, words: &str| Item {
            target,
            lead: String::new(),
            words: words.into(),
            aside: String::new(),
            label: None,
        };
        let items = vec![item(Target::Reason("wrong label".into()), "wrong label"), item(Target::OwnWords, "")];
        let mut list = List::new(Listing::Received, items);
        list.input = "wrong".into();
        list.filter();
        assert_eq!((list.shown.as_slice(), list.items[1].words.as_str()), (&[0, 1][..], "“wrong”, as it stands"));
    }
}
