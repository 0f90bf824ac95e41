//! What can lie over the desk, one thing at a time: a list, a prompt, a note, a page of ours.

use std::path::PathBuf;

use ratatui_textarea::TextArea;
use tui_input::Input;

use crate::tags::history::Slot;
use crate::tags::{Id, Origin};
use crate::text::Document;

use super::list::List;
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

/// Returns columns and rows of a note within its window. A column is left for the cursor behind a full row.
pub fn note_size((width, height): (u16, u16)) -> (u16, u16) {
    (width.saturating_sub(3).clamp(1, 69), height.saturating_sub(4).clamp(1, 10))
}

/// Returns columns and rows of text within a page that lies over the desk.
pub fn page_size((width, height): (u16, u16)) -> (u16, usize) {
    (width.saturating_sub(6).clamp(1, 96), usize::from(height.saturating_sub(4).max(1)))
}
