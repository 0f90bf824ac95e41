//! Defines the overlays: a list, a prompt, a note or a page. At most one lies over the desk, and it gets the keys.

use std::path::PathBuf;

use ratatui_textarea::TextArea;
use tui_input::Input;

use crate::tags::history::Slot;
use crate::tags::{Id, Origin};
use crate::text::Document;
use crate::tui::keymap::Context;

use super::list::List;
use super::pane::Pane;
use super::search::Before;

/// An overlay.
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

impl Overlay {
    /// Returns whether what is typed or chosen will change records of a document as they are now.
    pub(crate) fn writes_to(&self, slot: Slot) -> bool {
        match self {
            Overlay::Note(note) => note.slot == slot,
            Overlay::Prompt(prompt) => match prompt.what {
                Asked::Attribute(of, ..) | Asked::Comment(of, _) => of == slot,
                // Of two answers about the status, the later one counts, whichever was begun first.
                Asked::WhySkipped(_) | Asked::Search(_) | Asked::Mark | Asked::ToMark | Asked::Folder(_) => false,
            },
            Overlay::List(list) => list.of.writes_to(slot),
            Overlay::Page(_) => false,
        }
    }

    /// Returns the list that the overlay lies over.
    pub(crate) fn uncover(self) -> Option<List> {
        match self {
            Overlay::List(list) => list.over.map(|over| *over),
            Overlay::Page(page) => page.over,
            Overlay::Prompt(_) | Overlay::Note(_) => None,
        }
    }

    /// Lays a list or a page over `under`, unless it lies over another list. A list with its own keys stands alone.
    pub(crate) fn lay_over(&mut self, under: Option<List>) {
        match self {
            Overlay::List(list) if list.over.is_none() && list.of.context() == Context::List => {
                list.over = under.map(Box::new)
            }
            Overlay::Page(page) if page.over.is_none() => page.over = under,
            _ => {}
        }
    }
}

/// A line that is being typed.
#[derive(Debug)]
pub struct Prompt {
    /// The purpose of the line.
    pub what: Asked,
    /// The text that was typed.
    pub input: Input,
    /// The earlier line that is shown in place of the typed text.
    pub recalled: Option<Recalled>,
}

/// An earlier line in a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recalled {
    /// The number of lines back, counting those that begin with the typed text.
    pub back: usize,
    /// The text that was typed.
    pub typed: String,
}

impl Prompt {
    /// Returns a prompt that holds a text already, with the cursor at its end.
    pub fn new(what: Asked, typed: &str) -> Prompt {
        Prompt { what, input: typed.into(), recalled: None }
    }
}

/// The purpose of a prompt.
#[derive(Clone, Debug)]
pub enum Asked {
    /// A pattern to search for, with the place where the search began.
    Search(Before),
    /// The letter of a new mark.
    Mark,
    /// The letter of the mark to go to.
    ToMark,
    /// The value of an attribute of a tag.
    Attribute(Slot, Id, String),
    /// A comment on an item of a review.
    Comment(Slot, Origin),
    /// The reason why a document is skipped.
    WhySkipped(Slot),
    /// The folder to save to, for layers that cannot be saved to their own files. If none is typed, it is the user's
    /// own folder, which is given here.
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

/// A page of the program, laid out and scrolled like an article.
#[derive(Debug)]
pub struct Page {
    /// The heading.
    pub title: String,
    /// The text.
    pub document: Document,
    /// The pane, which holds the scroll position.
    pub pane: Pane,
    /// The list that it lies over, which comes back when the page is closed.
    pub over: Option<List>,
}

/// Returns the columns and rows of a note within its window. One column is left for the cursor after a full row.
pub(crate) fn note_size((width, height): (u16, u16)) -> (u16, u16) {
    (width.saturating_sub(3).clamp(1, 69), height.saturating_sub(4).clamp(1, 10))
}

/// Returns the columns and rows of text within a page over the desk.
pub(crate) fn page_size((width, height): (u16, u16)) -> (u16, usize) {
    (width.saturating_sub(6).clamp(1, 96), usize::from(height.saturating_sub(4).max(1)))
}
