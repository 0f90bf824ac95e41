//! Holds what an annotator says about a document besides tags: the status, and answers to proposals.
//!
//! ```text
//!   m-status      status     done                                             how far ana is with this text
//!   m-3f9a…       declined   figures  “1,500”  ↔  “10,000” in kursk.txt       a row of a comparison that is not one
//!   m-77c0…       declined   figure   “a dozen”                               a suggestion that is none
//!   m-0b12…       joined     sources  “Rutte”  ↔  “NATO’s chief” in kursk.txt
//! ```
//!
//! A remark's id is made from what it is about, so that two windows that decline the same row write the same record,
//! and the later answer to a question wins. A remark stores its places as words ([`Target`]) and is not placed again
//! when the text changes: code that reads it looks for the words. So a declined proposal stays declined, however the
//! text around it changes.

use sha2::{Digest, Sha256};

use super::target::Target;
use super::{Extra, Id, Via};

/// A remark on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The id: see [`Remark::id_of`].
    pub id: Id,
    /// The subject: `status`, a section of a comparison, or the label that was suggested.
    pub about: String,
    /// The answer: `declined`, `joined`, `parted`, or a [`Status`].
    pub says: String,
    /// The place in this document.
    pub here: Option<Target>,
    /// The place in another document.
    pub there: Option<Elsewhere>,
    /// The reason, in the annotator's words.
    pub reason: String,
    /// The suggestion that was declined, if the remark is about one.
    pub via: Option<Via>,
    /// The time at which it was made: RFC 3339, UTC, whole seconds.
    pub at: String,
    /// Fields of the record that this version does not know.
    pub extra: Vec<Extra>,
}

/// A place in another document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Elsewhere {
    /// The document's path in the corpus.
    pub document: String,
    /// The place in it.
    pub target: Target,
}

/// The word for a proposal that was declined.
pub const DECLINED: &str = "declined";
/// The word for two names that mean the same.
pub const JOINED: &str = "joined";
/// The word for two names that do not mean the same.
pub const PARTED: &str = "parted";

/// The status of an annotator's work on a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Nothing has been done or said.
    #[default]
    Open,
    /// There are tags, and nobody has said that they are complete.
    InProgress,
    /// Everything is tagged.
    Done,
    /// The document was read, and there is nothing to tag.
    NothingToTag,
    /// The document is left out, for a reason.
    Skipped,
}

impl Status {
    /// All statuses, in the order of the work.
    pub const ALL: [Status; 5] =
        [Status::Open, Status::InProgress, Status::Done, Status::NothingToTag, Status::Skipped];

    /// Returns the word for the status in files and on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::InProgress => "in progress",
            Status::Done => "done",
            Status::NothingToTag => "nothing to tag",
            Status::Skipped => "skipped",
        }
    }

    /// Returns the status with this word.
    pub fn of(word: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Returns whether the annotator has finished with the document.
    pub fn is_final(self) -> bool {
        matches!(self, Status::Done | Status::NothingToTag | Status::Skipped)
    }
}

impl Remark {
    /// Returns a remark on one place, or on one place here and one in another document.
    pub fn on(about: &str, says: &str, here: Target, there: Option<Elsewhere>, at: &str) -> Remark {
        let id = Remark::id_of(about, &here, there.as_ref());
        let (about, says, at) = (about.into(), says.into(), at.into());
        Remark { id, about, says, here: Some(here), there, reason: String::new(), via: None, at, extra: Vec::new() }
    }

    /// Returns the remark that sets a status.
    pub fn status(state: Status, reason: &str, at: &str) -> Remark {
        let (says, reason, at) = (state.word().into(), reason.into(), at.into());
        Remark {
            id: Remark::status_id(),
            about: "status".into(),
            says,
            here: None,
            there: None,
            reason,
            via: None,
            at,
            extra: Vec::new(),
        }
    }

    /// Returns the id of the remark that holds the status.
    pub fn status_id() -> Id {
        Id::from("m-status")
    }

    /// Returns the id of a remark: `m-` and 12 hexadecimal digits of the SHA-256 of its subject and of the words of its
    /// places. The offsets of the places do not count, so an edit before them does not change the id.
    pub fn id_of(about: &str, here: &Target, there: Option<&Elsewhere>) -> Id {
        let mut hash = Sha256::new();
        let mut add = |words: &str| {
            hash.update((words.len() as u64).to_le_bytes());
            hash.update(words.as_bytes());
        };
        let place = |target: &Target| [target.quote.clone(), target.prefix.clone(), target.suffix.clone()];
        add(about);
        place(here).iter().for_each(|words| add(words));
        if let Some(Elsewhere { document, target }) = there {
            add(document);
            place(target).iter().for_each(|words| add(words));
        }
        let digits: String = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Id::from(format!("m-{digits}").as_str())
    }

    /// Returns the later of two answers to one question; if both were given in the same second, the choice does not
    /// depend on their order.
    pub(super) fn later<'a>(&'a self, other: &'a Remark) -> &'a Remark {
        let key = |it: &'a Remark| (&it.at, &it.says, &it.reason, &it.here, &it.there, &it.via, &it.extra);
        if key(self) >= key(other) { self } else { other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Document, Span};

    fn target(text: &str, quote: &str) -> Target {
        let at = text.find(quote).unwrap();
        Target::of(&Document::new(text), Span::new(at, at + quote.len()))
    }

    #[test]
    fn a_remark_is_named_after_what_it_is_about() {
        let text = "The agency of the south said on Monday that some 10,000 soldiers had come to Kursk.";
        let id = |about: &str, text: &str| Remark::id_of(about, &target(text, "10,000 soldiers"), None);
        assert_eq!(id("figures", text).as_str(), "m-5fb8fc463fa6");
        assert_ne!(id("figures", text), id("figure", text));
        assert_eq!(id("figures", text), id("figures", &format!("Something new. {text}")));
    }

    #[test]
    fn every_state_has_a_word_of_its_own() {
        for state in Status::ALL {
            assert_eq!(Status::of(state.word()), Some(state));
        }
        assert_eq!(Status::of("finished"), None);
    }

    #[test]
    fn the_later_of_two_answers_stands() {
        let (done, open) = (
            Remark::status(Status::Done, "", "2026-11-28T10:00:00Z"),
            Remark::status(Status::Open, "", "2026-11-28T10:00:01Z"),
        );
        assert_eq!(done.later(&open), &open);
        assert_eq!(open.later(&done), &open);
    }
}
