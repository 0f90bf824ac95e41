//! Merges three files of a layer for git, without the texts that they are about.
//!
//! ```text
//!   base    on text A   figure 83..89 “10,000”               ─╮
//!   ours    on text B   figure 85..91 “10,000”                ├─ read on one ledger of places ─ merge ─▶ a file
//!   theirs  on text A   figure 83..89 “10,000”  note: check  ─╯
//!                                                             figure 85..91 “10,000”  note: check
//! ```
//!
//! If both sides changed something differently, the file has both versions, the second as the rival of the first. It is
//! a valid layer, opens in the program, and can be settled there. A merge of tags on two texts names neither text as
//! its own, and all tags are placed again when it is next opened.

mod follow;
mod words;

use std::collections::BTreeSet;

use super::read::read_on;
use super::resolver::Ledger;
use super::write::write_on;
use crate::corpus::fault::Fault;
use crate::tags::target::{Judged, Target};
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{self, Records};

/// One of the three files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MergeSide {
    /// The common ancestor.
    Base,
    /// Ours.
    Ours,
    /// Theirs.
    Theirs,
}

/// The result of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Joined {
    /// The merged file.
    pub text: String,
    /// Records that both sides changed differently: the file has both versions.
    pub conflicts: Vec<Conflict>,
}

/// The two versions of a record, in a few words each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// The version that kept its id.
    pub first: String,
    /// Its rival.
    pub second: String,
}

/// Merges the texts of three files of one layer. An empty base means that both sides began the layer.
///
/// # Errors
/// If one of the files cannot be read, returns that one; theirs, if it is not the same annotator's layer on the same
/// document as ours.
pub(crate) fn merge(base: &str, ours: &str, theirs: &str) -> Result<Joined, (MergeSide, Fault)> {
    let base = if base.trim().is_empty() { None } else { Some(LayerFile::open(base, MergeSide::Base)?) };
    let (ours, theirs) = (LayerFile::open(ours, MergeSide::Ours)?, LayerFile::open(theirs, MergeSide::Theirs)?);
    let (Some(path), Some(annotator)) = (
        agreed(
            base.as_ref().map(|file| &file.head.document.path),
            &ours.head.document.path,
            &theirs.head.document.path,
        ),
        agreed(base.as_ref().map(|file| &file.head.annotator), &ours.head.annotator, &theirs.head.annotator),
    ) else {
        let other = read_on(theirs.text, &Ledger::default(), &ours.head.document.path, &ours.head.annotator);
        return Err((MergeSide::Theirs, other.err().unwrap_or_else(|| Fault::new("this is another layer"))));
    };
    let files = [base.as_ref(), Some(&ours), Some(&theirs)];
    let ledger = Ledger::new(files.iter().flatten().flat_map(|file| file.places()).collect());
    let mut read = [Records::default(), Records::default(), Records::default()];
    for (records, file) in read.iter_mut().zip(files) {
        *records = file.map_or(Ok(Records::default()), |file| file.read(&ledger))?;
    }
    let texts = files.map(|file| file.map(|file| file.head.text()));
    let [base, ours, theirs] = follow::follow(&ledger, &read, texts);
    let merged = tags::merge::merge(&ledger, &base, &ours, &theirs);
    let conflicts = words::conflicts(&ledger, &merged);
    let (sha256, chars) = text_of(&ledger, &merged.records, &read, texts).unwrap_or_default();
    let text = write_on(&merged.records, &ledger.about(sha256, chars), path, annotator);
    Ok(Joined { text, conflicts })
}

/// A file, and the layer that it says it is.
struct LayerFile<'a> {
    text: &'a str,
    side: MergeSide,
    head: LayerHead,
    /// The records, read with an empty ledger, so that every place in them is unknown.
    unplaced: Records,
}

/// The fields before the records.
#[derive(serde::Deserialize)]
#[serde(rename = "")]
struct LayerHead {
    document: About,
    annotator: String,
}

#[derive(serde::Deserialize)]
#[serde(rename = "")]
struct About {
    path: String,
    sha256: String,
    chars: usize,
}

/// The digest of a text and its length in code points.
type TextId<'a> = (&'a str, usize);

impl LayerHead {
    fn text(&self) -> TextId<'_> {
        (&self.document.sha256, self.document.chars)
    }
}

impl<'a> LayerFile<'a> {
    fn open(text: &'a str, side: MergeSide) -> Result<LayerFile<'a>, (MergeSide, Fault)> {
        let nowhere = Ledger::default();
        let head: Result<LayerHead, _> = ron::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        let read =
            |path: &str, annotator: &str| read_on(text, &nowhere, path, annotator).map_err(|fault| (side, fault));
        match head {
            Ok(head) => {
                let unplaced = read(&head.document.path, &head.annotator)?.records;
                Ok(LayerFile { text, side, head, unplaced })
            }
            // Reading the whole file gives a better message.
            Err(error) => {
                read("", "")?;
                Err((side, Fault::of(text, &error)))
            }
        }
    }

    fn places(&self) -> impl Iterator<Item = Target> {
        let judged = self.unplaced.verdicts.values().flat_map(judged).map(|judged| &judged.target);
        self.unplaced.lost.values().map(|lost| &lost.target).chain(judged).cloned()
    }

    fn read(&self, ledger: &Ledger) -> Result<Records, (MergeSide, Fault)> {
        let reading = read_on(self.text, ledger, &self.head.document.path, &self.head.annotator);
        reading.map(|reading| reading.records).map_err(|fault| (self.side, fault))
    }
}

/// Returns the judged tag and the amended tag of a verdict.
fn judged(verdict: &Verdict) -> impl Iterator<Item = &Judged> {
    let amended = match &verdict.decision {
        Some(Decision::Amended(amended)) => Some(amended),
        _ => None,
    };
    std::iter::once(&verdict.judged).chain(amended)
}

/// Returns the name that both sides use; one side may have changed it.
fn agreed<'a>(base: Option<&String>, ours: &'a String, theirs: &'a String) -> Option<&'a str> {
    match base {
        _ if ours == theirs => Some(ours),
        Some(base) if base == theirs => Some(ours),
        Some(base) if base == ours => Some(theirs),
        _ => None,
    }
}

/// Returns the text that the merged records are all on: the text of one side, if all records have the places of its
/// file. If this is true for two texts, returns the new one.
fn text_of<'a>(
    ledger: &Ledger,
    merged: &Records,
    [_, ours, theirs]: &[Records; 3],
    [base, our_text, their_text]: [Option<TextId<'a>>; 3],
) -> Option<TextId<'a>> {
    if our_text == their_text {
        return our_text;
    }
    let stands = stands(ledger, merged);
    let (fits_ours, fits_theirs) =
        (stands.is_subset(&self::stands(ledger, ours)), stands.is_subset(&self::stands(ledger, theirs)));
    match (fits_ours, fits_theirs) {
        (true, false) => our_text,
        (false, true) => their_text,
        (true, true) if base == our_text => their_text,
        (true, true) if base == their_text => our_text,
        _ => None,
    }
}

/// Returns the places of records, and the old places of lost ones.
fn stands<'a>(ledger: &'a Ledger, records: &'a Records) -> BTreeSet<(bool, &'a Target)> {
    let placed = records.tags.iter().map(|tag| (true, ledger.target(tag.span)));
    let lost = records.lost.values().map(|lost| (false, &lost.target));
    let judged = records.verdicts.values().flat_map(judged).map(|judged| (judged.span.is_some(), &judged.target));
    placed.chain(lost).chain(judged).collect()
}

#[cfg(test)]
mod tests;
