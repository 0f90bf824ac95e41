//! Gives labels other names in a layer, everywhere it speaks of them.
//!
//! ```text
//!   claim → assertion      tags, tags without a place, what was judged and amended, what was suggested, what was declined
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use super::remark::Remark;
use super::target::Lost;
use super::verdict::{Decision, Verdict};
use super::{Records, Tag};

/// Labels and their new names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelNames(BTreeMap<String, String>);

impl LabelNames {
    /// Returns these names, from old to new.
    pub fn new(names: BTreeMap<String, String>) -> LabelNames {
        LabelNames(names)
    }

    /// Returns the new name of a label, if it gets one.
    pub fn get(&self, label: &str) -> Option<&str> {
        self.0.get(label).map(String::as_str)
    }

    /// Gives a label its new name, if it gets one.
    pub fn rename(&self, label: &mut String) {
        if let Some(new) = self.get(label) {
            *label = new.into();
        }
    }

    /// Returns the old and the new names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(old, new)| (old.as_str(), new.as_str()))
    }

    /// Returns the names that take these back.
    #[must_use]
    pub fn reversed(&self) -> LabelNames {
        LabelNames(self.0.iter().map(|(old, new)| (new.clone(), old.clone())).collect())
    }

    /// Calls `found` with each label of which records speak, declared or not.
    pub fn each_label<'a>(records: &'a Records, mut found: impl FnMut(&'a str)) {
        let lost = records.lost.values().map(|lost| &lost.tag);
        for tag in records.tags.iter().chain(lost) {
            found(&tag.label);
            tag.via.iter().for_each(|via| found(&via.label));
        }
        for verdict in records.verdicts.values() {
            found(&verdict.judged.label);
            if let Some(Decision::Amended(amended)) = &verdict.decision {
                found(&amended.label);
            }
        }
        for remark in records.remarks.values() {
            if let Some(via) = &remark.via {
                found(&via.label);
                found(&remark.about);
            }
        }
    }

    /// Returns records with the new names.
    pub fn apply(&self, records: &Records) -> Records {
        let tag = |tag: &Tag| {
            let mut tag = tag.clone();
            self.rename(&mut tag.label);
            tag.via.iter_mut().for_each(|via| self.rename(&mut via.label));
            tag
        };
        let mut new = Records { tags: records.tags.iter().map(tag).collect(), ..records.clone() };
        let lost = records.lost.values().map(|lost| Lost { tag: tag(&lost.tag), ..lost.clone() });
        new.lost = Arc::new(lost.map(|lost| (lost.tag.id.clone(), lost)).collect());
        let verdicts = records.verdicts.values().map(|verdict| self.verdict(verdict));
        new.verdicts = Arc::new(verdicts.map(|verdict| (verdict.id.clone(), verdict)).collect());
        let remarks = records.remarks.values().map(|remark| self.remark(remark));
        new.remarks = Arc::new(remarks.map(|remark| (remark.id.clone(), remark)).collect());
        new
    }

    fn verdict(&self, verdict: &Verdict) -> Verdict {
        let mut new = verdict.clone();
        self.rename(&mut new.judged.label);
        if let Some(Decision::Amended(amended)) = &mut new.decision {
            self.rename(&mut amended.label);
        }
        new
    }

    /// Returns a remark with the new names. One on a suggestion is named after the label that was suggested.
    fn remark(&self, remark: &Remark) -> Remark {
        let mut new = remark.clone();
        let Some(via) = &mut new.via else { return new };
        self.rename(&mut via.label);
        if let (Some(label), Some(here)) = (self.get(&remark.about), &remark.here) {
            if remark.id == Remark::id_of(&remark.about, here, remark.there.as_ref()) {
                new.id = Remark::id_of(label, here, remark.there.as_ref());
            }
            new.about = label.into();
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::remark::DECLINED;
    use crate::tags::target::{Judged, Target};
    use crate::tags::{ById, Id, Via};
    use crate::text::{Document, Span};
    use std::collections::BTreeSet;

    #[test]
    fn names_that_are_taken_back_leave_no_trace() {
        let document = Document::new("Prices rose 5%.");
        let span = Span::new(12, 14);
        let via = Via { rule: "number".into(), label: "claim".into(), ..Via::default() };
        let tag = Tag { via: Some(Box::new(via.clone())), ..Tag::new("figure", span, "") };
        let declined =
            Remark { via: Some(via), ..Remark::on("claim", DECLINED, Target::of(&document, span), None, "") };
        let remarks: ById<Remark> = [(declined.id.clone(), declined)].into();
        let old = Records {
            tags: [tag, Tag::new("claim", span, "")].into_iter().collect(),
            remarks: Arc::new(remarks),
            ..Records::default()
        };
        let names = LabelNames::new([("claim".to_string(), "assertion".to_string())].into());
        let new = names.apply(&old);
        let labels: Vec<&str> = new.tags.iter().map(|tag| tag.label.as_str()).collect();
        assert!(labels.contains(&"assertion") && !labels.contains(&"claim"));
        let remark = new.remarks.values().next().unwrap();
        assert_eq!(remark.about, "assertion");
        assert_eq!(remark.id, Remark::id_of("assertion", remark.here.as_ref().unwrap(), None));
        assert_eq!(names.reversed().apply(&new), old);
        assert_eq!(names.reversed().apply(&old), old, "a label of that name is not there");
    }

    #[test]
    fn each_label_that_is_renamed_is_found_before() {
        let document = Document::new("Prices rose 5%.");
        let span = Span::new(12, 14);
        let via = |label: &str| Via { rule: "rule".into(), label: label.into(), ..Via::default() };
        let tag = |label: &str, from: &str| Tag { via: Some(Box::new(via(from))), ..Tag::new(label, span, "") };
        let target = || Target::of(&document, span);
        let judged = |label: &str| Judged::of(&document, &tag(label, "unseen"));
        let verdict = |number: &str, decision| Verdict {
            id: Id::from(number),
            annotator: "ben".into(),
            tag: Id::from("t-1"),
            decision: Some(decision),
            judged: judged(&format!("judged-{number}")),
            comment: "comment".into(),
            at: String::new(),
            rival: None,
            extra: Vec::new(),
        };
        let declined = Remark { via: Some(via("declined")), ..Remark::on("about", DECLINED, target(), None, "") };
        let lost = Lost { tag: tag("lost", "lost-via"), target: target() };
        let verdicts = [verdict("v-1", Decision::Accepted), verdict("v-2", Decision::Amended(judged("amended")))];
        let records = Records {
            tags: [tag("tag", "tag-via")].into_iter().collect(),
            lost: Arc::new([(lost.tag.id.clone(), lost)].into()),
            verdicts: Arc::new(verdicts.map(|verdict| (verdict.id.clone(), verdict)).into()),
            remarks: Arc::new([(declined.id.clone(), declined)].into()),
            ..Records::default()
        };
        let mut found = BTreeSet::new();
        LabelNames::each_label(&records, |label| found.extend([label.to_string()]));
        // Each string that the records have could be a label.
        let all = format!("{records:?}");
        let renamed =
            |word: &&str| LabelNames::new([(word.to_string(), "new".to_string())].into()).apply(&records) != records;
        let renamed: BTreeSet<String> = all.split('"').filter(renamed).map(String::from).collect();
        assert_eq!(renamed, found);
        assert_eq!(renamed.len(), 9, "{renamed:?}");
    }
}
