//! The three-way merge of a layer's files, for git: it has three files and not the text that they are about.
//!
//! ```text
//!   base    on text A   figure 83..89 “10,000”     links, verdicts   ─╮
//!   ours    on text B   figure 85..91 “10,000”                        ├─ read on one ledger of places ─ merge ─▶ a file
//!   theirs  on text A   figure 83..89 “10,000”  note: check          ─╯
//!                                                                     figure 85..91 “10,000”  note: check
//! ```
//!
//! A side whose text was edited has moved all that comes after the edit. Nobody meant that, so it is no change that could
//! contradict another's or outlive a removal: the other side follows. What was said on the two texts then stands in one file
//! that names neither, and is placed anew, all of it, when it is next opened.

use std::collections::{BTreeMap, BTreeSet};

use super::FORMAT;
use super::ground::{Ground, Ledger, Place};
use super::read::read_on;
use super::write::write_on;
use crate::corpus::fault::Fault;
use crate::corpus::manifest::newer;
use crate::tags::edit::Edit;
use crate::tags::merge::{Merged, merge_on};
use crate::tags::target::{Judged, Lost, Target};
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Id, Layer, Records, Tag};
use crate::text::Span;

/// One of the three files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What both began with.
    Base,
    /// Ours.
    Ours,
    /// Theirs.
    Theirs,
}

/// What came of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The merged file.
    pub text: String,
    /// What both sides changed differently, so that both versions are in the file.
    pub conflicts: Vec<Conflict>,
}

/// Two versions of one record, in a few words each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The one that kept its name.
    pub first: String,
    /// The one beside it.
    pub second: String,
}

/// Merges the texts of three files of one layer. An empty base is a layer that both sides began.
///
/// # Errors
/// When one of them does not read, or theirs is not the same annotator's layer on the same document as ours.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Result<Joined, (Side, Fault)> {
    let sources = [(Side::Base, base), (Side::Ours, ours), (Side::Theirs, theirs)];
    let files = sources.map(|(side, text)| File::open(text).map_err(|fault| (side, fault)));
    let [base, ours, theirs] = files;
    let files = [base?, ours?, theirs?];
    let ledger = Ledger::new(files.iter().flat_map(|file| file.places.clone()).collect());
    let read = |file: &File, side| match &file.head {
        None => Ok(Records::default()),
        Some(head) => read_on(file.text, &ledger, &head.document.path, &head.annotator)
            .map(|reading| reading.records)
            .map_err(|fault| (side, fault)),
    };
    let [base, ours, theirs] = &files;
    let records = [read(base, Side::Base)?, read(ours, Side::Ours)?, read(theirs, Side::Theirs)?];
    let Some((path, annotator)) = names([&base.head, &ours.head, &theirs.head]) else {
        let (path, annotator) = ours.head.as_ref().map_or(("", ""), |head| (&head.document.path, &head.annotator));
        let fault = read_on(theirs.text, &ledger, path, annotator).err();
        return Err((Side::Theirs, fault.unwrap_or_else(|| Fault::new("this is another layer"))));
    };
    let texts = [base, ours, theirs].map(|file| file.head.as_ref().map(Head::made_on));
    let [base, ours, theirs] = followed(&ledger, &records, texts);
    let place = |span| format!("{:?}", ledger.place(span));
    let merged = merge_on(&place, &base, &ours, &theirs);
    let (sha256, chars) = text_of(&ledger, &merged.records, &records, texts).unwrap_or_default();
    let text = write_on(&merged.records, &ledger.about(sha256, chars), path, annotator);
    Ok(Joined { text, conflicts: conflicts(&ledger, &merged) })
}
