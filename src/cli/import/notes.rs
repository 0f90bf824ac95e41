//! Collects the messages of a pass: faults, losses, documents that were recognised.

use std::collections::{BTreeMap, BTreeSet};

use super::documents::DocumentResolver;
use crate::cli::note;
use crate::corpus::Corpus;
use crate::failure::Failure;
use crate::formats::engine::align::{Aligned, CarriedOver};
use crate::formats::engine::loss::Losses;
use crate::say::{self, and, shown};
use crate::tags::scheme::Scheme;

/// The number of faults that are reported in full.
const MOST_FAULTS: usize = 50;
/// The number of documents that are each named in a message.
const MOST: usize = 3;

/// The messages of a pass.
#[derive(Default)]
pub(super) struct ImportNotes {
    /// The tags, links and details that would be left out.
    pub losses: Losses,
    /// The first faults, as messages.
    faults: Vec<Failure>,
    told: BTreeSet<String>,
    /// The number of faults.
    count: usize,
    /// Labels and link types that corpus.ron does not declare, with the number of times that they occur.
    unknown: BTreeMap<String, usize>,
    /// The number of records without tags of which nothing tells that somebody has read them.
    pub unread: usize,
    /// The number of links between labels that their types may not join.
    pub misfits: usize,
    /// The number of records whose ids the layers have with something else.
    pub differing: usize,
    /// The documents of which the files have another version, with the outcomes for their tags.
    carried: BTreeMap<String, CarriedOver>,
}

impl ImportNotes {
    /// Notes a fault. A column that is missing in a table is reported once.
    pub(super) fn fault(&mut self, failure: Failure) {
        if self.faults.len() < MOST_FAULTS && !self.told.insert(failure.words.clone()) {
            return;
        }
        self.count += 1;
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(failure);
        }
    }

    /// Notes the messages about the tags of a document.
    pub(super) fn note(&mut self, name: &str, aligned: &Aligned, scheme: &Scheme) {
        self.losses.join(aligned.losses.clone());
        let labels = aligned.tags.iter().map(|tag| &tag.label).filter(|name| scheme.label(name).is_none());
        let kinds = aligned.links.iter().map(|link| &link.kind);
        let kinds = kinds.filter(|name| scheme.links.iter().all(|kind| kind.name != **name));
        for name in labels.chain(kinds) {
            match self.unknown.get_mut(name) {
                Some(count) => *count += 1,
                None => drop(self.unknown.insert(name.clone(), 1)),
            }
        }
        if let Some(carried) = aligned.carried.filter(|carried| carried.changed + carried.lost > 0) {
            let sum = self.carried.entry(name.into()).or_default();
            sum.same += carried.same;
            sum.changed += carried.changed;
            sum.lost += carried.lost;
        }
    }

    /// Returns whether something would be lost besides ids and times.
    pub(super) fn are_grave(&self) -> bool {
        self.losses.are_grave() || self.count > 0 || self.differing > 0
    }

    /// Refuses files with faults, and reports all faults.
    ///
    /// # Errors
    /// If there is a fault.
    pub(super) fn refuse(&mut self) -> Result<(), Failure> {
        const REST: &str = "Fix the files, or import the rest of them with --skip-bad.";
        match (self.faults.len(), self.faults.pop()) {
            (_, None) => Ok(()),
            (1, Some(only)) if only.hint.is_some() => Err(only),
            (1, Some(only)) => Err(only.hint(REST)),
            (_, Some(last)) => {
                self.faults.push(last);
                self.tell_faults();
                let hints: BTreeSet<&String> = self.faults.iter().filter_map(|fault| fault.hint.as_ref()).collect();
                let hint = if hints.len() == 1 { hints.first().map(|hint| hint.to_string()) } else { None };
                let words = format!("{}; nothing is imported", say::count(self.count, "fault"));
                Err(Failure::new(words).hint(hint.unwrap_or(REST.into())))
            }
        }
    }

    /// Compares the faults of the pass that writes with those of the check. A new fault, for example of the disk, means
    /// that something was not imported, which must be reported.
    ///
    /// # Errors
    /// The first new fault.
    pub(super) fn compare(&mut self, check: &ImportNotes) -> Result<(), Failure> {
        match self.faults.iter().position(|fault| !check.told.contains(&fault.words)) {
            Some(new) => Err(self.faults.swap_remove(new)),
            None if self.count > check.count => Err(Failure::new("more records are bad than when they were checked")),
            None => Ok(()),
        }
    }

    fn tell_faults(&self) {
        self.faults.iter().for_each(|fault| eprintln!("diptych: {}", fault.words));
        if self.count > self.faults.len() {
            eprintln!("diptych: {} more", self.count - self.faults.len());
        }
    }

    /// Prints the messages on standard error.
    pub(super) fn tell(&self, corpus: &Corpus, resolver: &DocumentResolver) {
        let known = resolver.known();
        for (name, found) in known.iter().take(MOST) {
            let has = if found.is_version { "another version of the text" } else { "the text" };
            note!("diptych: {} has {has} of {} and is imported as that", shown(name), shown(&found.name));
        }
        if known.len() > MOST {
            let more = known.len() - MOST;
            note!("diptych: {more} more have the texts of other documents and are imported as those");
        }
        let alike = resolver.alike();
        for (name, other) in alike.iter().take(MOST) {
            let (name, other) = (shown(name), shown(other));
            note!("diptych: {name} is nearly the text of {other}, and by its name another document");
        }
        if alike.len() > MOST {
            note!("diptych: so are {} more", alike.len() - MOST);
        }
        for (name, CarriedOver { same, changed, lost }) in self.carried.iter().take(MOST) {
            note!(
                "diptych: {} is another version of the text in the file: {} on the same words, {changed} on words that differ, \
                 {lost} without a place",
                shown(name),
                say::count(*same, "tag")
            );
        }
        if self.carried.len() > MOST {
            note!("diptych: so are {} more documents", self.carried.len() - MOST);
        }
        let said = self.losses.to_string();
        said.lines().for_each(|line| note!("diptych: {}", shown(line)));
        if !self.unknown.is_empty() {
            let names: Vec<String> =
                self.unknown.iter().map(|(name, count)| format!("{} ({count})", shown(name))).collect();
            note!("diptych: corpus.ron does not declare {}; they are imported as they are", and(&names));
            match corpus.manifest_path().exists() {
                true => note!("hint: Declare labels and links in annotations/corpus.ron."),
                false => {
                    note!("hint: Make annotations/corpus.ron with diptych init, and declare labels and links there.")
                }
            }
        }
        if self.unread > 0 {
            let come = if self.unread == 1 { "comes" } else { "come" };
            let records = say::count(self.unread, "record");
            note!("diptych: {records} {come} without tags, and nothing says that there is nothing to tag");
        }
        if self.differing > 0 {
            let (they, are) = if self.differing == 1 { ("it stays", "is") } else { ("they stay", "are") };
            let records = say::count(self.differing, "record");
            note!(
                "diptych: {records} of the files {are} there with another label, other words or another note; {they} as in the layer"
            );
            note!("hint: Import them as another annotator's to review them: --annotator NAME");
        }
        if self.misfits > 0 {
            let join = if self.misfits == 1 { "joins labels that its type" } else { "join labels that their types" };
            let links = say::count(self.misfits, "link");
            note!("diptych: {links} {join} may not join; imported as is");
            note!("hint: See which: diptych check; when the texts are opened, ! removes them");
        }
        if self.count > 0 {
            self.tell_faults();
            note!("diptych: {} left out because of --skip-bad", say::count(self.count, "bad record"));
        }
    }
}
