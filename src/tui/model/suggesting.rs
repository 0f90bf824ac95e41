//! Holds the suggestions on the desk, and which of them are shown.

use std::collections::{BTreeMap, BTreeSet};

use std::sync::Arc;

use super::App;
use crate::suggest::Suggestion;
use crate::tags::history::Slot;
use crate::text::{Document, Span};

/// After this many declined suggestions of one kind, the program offers to hide the kind.
pub(crate) const MANY: usize = 3;

/// The suggestions that were asked for.
#[derive(Debug, Default)]
pub struct Suggesting {
    /// Whether they are shown.
    pub on: bool,
    /// The annotators, such as models, whose tags are also suggested.
    pub models: Vec<String>,
    /// The suggestions in each document, by place.
    pub found: BTreeMap<Slot, FoundSuggestions>,
    /// The rules whose suggestions are hidden.
    pub hidden: BTreeSet<String>,
    /// The number of declined suggestions of each rule since suggestions were shown.
    pub declined: BTreeMap<String, usize>,
    /// The documents about which a question is under way, and their texts.
    pub awaited: BTreeMap<Slot, Arc<Document>>,
    /// The number of the last question. Answers to earlier questions are ignored.
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
    /// What of the models is not suggested, a sentence for each.
    pub left_out: Vec<String>,
}

/// Identifies a suggestion, even if a later answer gives it another score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestionId {
    /// The label.
    pub label: String,
    /// The place, in bytes.
    pub span: Span,
    /// Whether it is likely: steps go on to others of its kind.
    pub is_likely: bool,
}

impl SuggestionId {
    /// Returns the id of a suggestion.
    pub fn of(one: &Suggestion) -> SuggestionId {
        SuggestionId { label: one.label.clone(), span: one.span, is_likely: one.is_likely() }
    }

    /// Returns whether this is the id of that suggestion.
    pub fn names(&self, one: &Suggestion) -> bool {
        self.span == one.span && self.label == one.label
    }
}

impl App {
    /// Returns the suggestions that are shown in a document, by place. In a review or with two layers side by side,
    /// none are shown.
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
