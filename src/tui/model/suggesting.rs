//! The suggestions on the desk: which there are, and which of them show.

use std::collections::{BTreeMap, BTreeSet};

use std::sync::Arc;

use super::App;
use crate::suggest::Suggestion;
use crate::tags::history::Slot;
use crate::text::{Document, Span};

/// So many declined suggestions of one kind make the program offer to hide the kind.
pub const MANY: usize = 3;

/// Suggestions, as far as they were asked for.
#[derive(Debug, Default)]
pub struct Suggesting {
    /// Whether they are shown.
    pub on: bool,
    /// The annotators whose tags are suggested too, models for example.
    pub models: Vec<String>,
    /// The suggestions in each document, by place.
    pub found: BTreeMap<Slot, FoundSuggestions>,
    /// The rules whose suggestions are hidden.
    pub hidden: BTreeSet<String>,
    /// How many of each rule were declined since they were shown.
    pub declined: BTreeMap<String, usize>,
    /// The documents about which a question is under way, and their texts.
    pub awaited: BTreeMap<Slot, Arc<Document>>,
    /// The number of the last question. Answers to earlier ones are not looked at.
    pub asked: u64,
}

/// The suggestions in a document, or in a part of it.
#[derive(Clone, Debug, Default)]
pub struct FoundSuggestions {
    /// The number of the question that they answer.
    pub asked: u64,
    /// The text that they were found in.
    pub document: Arc<Document>,
    /// The part of the text, in bytes.
    pub within: Span,
    /// The suggestions, by place.
    pub all: Vec<Suggestion>,
}

/// Names a suggestion: one that is made anew has another score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestionId {
    /// The label.
    pub label: String,
    /// The place, in bytes.
    pub span: Span,
}

impl SuggestionId {
    /// Returns the name of a suggestion.
    pub fn of(one: &Suggestion) -> SuggestionId {
        SuggestionId { label: one.label.clone(), span: one.span }
    }

    /// Returns whether it is the name of that suggestion.
    pub fn names(&self, one: &Suggestion) -> bool {
        self.span == one.span && self.label == one.label
    }
}

impl App {
    /// Returns the suggestions that show in a document, by place. None show in a review or with two layers side by side.
    pub fn suggestions(&self, slot: Slot) -> impl DoubleEndedIterator<Item = &Suggestion> {
        let apart = self.desk.beside().is_some() || self.desk.shelf[slot].review.is_some();
        let shown = self.suggesting.on && !apart;
        let document = &self.desk.shelf[slot].document;
        let found = self.suggesting.found.get(&slot).filter(|found| shown && Arc::ptr_eq(&found.document, document));
        let all = found.into_iter().flat_map(|found| &found.all);
        all.filter(|one| !self.suggesting.hidden.contains(&one.via.rule))
    }

    /// Returns the suggestion in focus in the active pane.
    pub fn focused_suggestion(&self) -> Option<&Suggestion> {
        let pane = self.desk.panes.get(self.desk.active)?;
        let id = pane.focus.as_ref()?.suggestion()?;
        self.suggestions(pane.slot).find(|one| id.names(one))
    }
}
