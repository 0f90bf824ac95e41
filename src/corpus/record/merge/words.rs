//! Describes in words the conflicts of a merge.
//!
//! ```text
//!   figure “10,000” 83..89, note: check   │   source “10,000” 83..89        each with its name in the file
//! ```

use std::collections::HashMap;

use super::super::resolver::Ledger;
use super::{Conflict, judged};
use crate::say::excerpt;
use crate::tags::merge::Merged;
use crate::tags::target::{Lost, Target};
use crate::tags::verdict::Decision;
use crate::tags::{Id, Tag};

/// The number of code points of a text that are shown.
const SHOWN: usize = 40;

/// Lists each record, and each unknown field, that has two versions.
pub(super) fn conflicts(ledger: &Ledger, merged: &Merged) -> Vec<Conflict> {
    let tags = merged.records.tags.iter().filter(|_| !merged.both.is_empty()).map(|tag| (&tag.id, tag));
    let describe = Described { ledger, merged, tags: tags.collect() };
    let records =
        merged.both.iter().map(|(one, other)| Conflict { first: describe.record(one), second: describe.record(other) });
    let fields =
        merged.fields.iter().map(|(one, other)| Conflict { first: describe.field(one), second: describe.field(other) });
    records.chain(fields).collect()
}

struct Described<'a> {
    ledger: &'a Ledger,
    merged: &'a Merged,
    tags: HashMap<&'a Id, &'a Tag>,
}

impl Described<'_> {
    fn record(&self, id: &Id) -> String {
        let records = &self.merged.records;
        let words = if let Some(tag) = self.tags.get(id) {
            let target = self.ledger.target(tag.span);
            self.tag(tag, &format!("{} {}..{}", quoted(target), target.start, target.end()))
        } else if let Some(Lost { tag, target }) = records.lost.get(id) {
            self.tag(tag, &format!("{} without a place", quoted(target)))
        } else if let Some(link) = records.links.get(id) {
            let document = link.document.iter().map(|document| format!(" in {document}"));
            format!("{} from {} to {}{}", link.kind, link.from, link.to, document.collect::<String>())
        } else if let Some(verdict) = records.verdicts.get(id) {
            let decision = verdict.decision.as_ref().map_or("undecided", Decision::word);
            let what = judged(verdict).map(|judged| format!("{} {}", judged.label, quoted(&judged.target)));
            let what: Vec<String> = what.collect();
            let comment = Some(&verdict.comment).filter(|comment| !comment.is_empty());
            let comment = comment.map(|comment| format!(", comment: {}", excerpt(comment, SHOWN)));
            format!("{decision}: {}’s {}{}", verdict.annotator, what.join(" as "), comment.unwrap_or_default())
        } else {
            String::new()
        };
        format!("{words} ({id})")
    }

    fn tag(&self, tag: &Tag, place: &str) -> String {
        let note = Some(("note", &tag.note)).filter(|(_, note)| !note.is_empty());
        let attributes = tag.attributes.iter().map(|(name, value)| (name.as_str(), value));
        let more =
            note.into_iter().chain(attributes).map(|(name, value)| format!(", {name}: {}", excerpt(value, SHOWN)));
        format!("{} {place}{}", tag.label, more.collect::<String>())
    }

    fn field(&self, name: &str) -> String {
        let fields = &self.merged.records.carried.fields;
        let value = fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value);
        format!("{name}: {}", excerpt(value, SHOWN))
    }
}

fn quoted(target: &Target) -> String {
    format!("“{}”", excerpt(&target.quote, SHOWN))
}
