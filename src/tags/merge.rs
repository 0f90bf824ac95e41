//! Merges layers in three ways: the common base, our changes, and the changes that another program made meanwhile.
//!
//! ```text
//!              base          ours          theirs         merged
//!   t-1   claim 3..9     claim 3..9     claim 3..12    claim 3..12      one side changed it
//!   t-2   figure 5..8    (removed)      note: check    note: check      a change outlives a removal
//!   t-3      —           source 20..25     —           source 20..25    what is added stays
//!   t-4   claim 30..40   figure 30..40  source 30..40  figure, and t-4-… source, its rival, beside it
//!   t-5   claim 50..60   lost           claim 52..62   claim 52..62     a side that found a place wins
//! ```
//!
//! Records are merged by id, field by field. If both sides changed one field differently, both versions are kept, so
//! that no work is overruled without notice. The result does not depend on which side is called ours.
//!
//! The canonical [`Lines`] of two versions, the bytes that the layer's file has for them, decide which version keeps
//! the id, and which id the other gets. These bytes change only with the file format, so all machines and all versions
//! of the program that write one format merge alike.

mod edits;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::by_id::ById;
use super::remark::Remark;
use super::set::SetDifference;
use super::target::{Lost, Target};
use super::verdict::Verdict;
use super::{Carried, Extra, Id, Link, Records, Tag};
use crate::text::Span;
pub use edits::{edited, edits, not_seen};

/// The result of a merge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// The records of both sides.
    pub records: Records,
    /// The records that were kept in two versions: the id of the first and of the second.
    pub both: Vec<(Id, Id)>,
    /// The unknown fields that were kept with two values: the name of the first and of the second.
    pub fields: Vec<(String, String)>,
}

/// Writes single records as the layer's file has them, each on one line.
pub trait Lines {
    /// Returns the line of a tag with a place in the text.
    fn tag(&self, tag: &Tag) -> String;

    /// Returns the line of a lost tag.
    fn lost(&self, lost: &Lost) -> String;

    /// Returns the line of a link.
    fn link(&self, link: &Link) -> String;

    /// Returns the line of a verdict.
    fn verdict(&self, verdict: &Verdict) -> String;
}

/// Merges what two sides made of `base`. The `lines` of two versions of a record decide their order, and the id of the
/// second.
pub fn merge(lines: &dyn Lines, base: &Records, ours: &Records, theirs: &Records) -> Merged {
    let three = [base, ours, theirs];
    let mut both = Vec::new();
    // Tags that are the same on all sides stay in our set, so that the time grows with the changes and not with the layer.
    let changed = changed(three);
    let mut tags = three.map(|records| held(records, &changed));
    let (mut placed, mut lost) = (ours.tags.clone(), ours.lost.clone());
    for held in tags[1].values() {
        placed.remove(held.tag.span, &held.tag.id);
        Arc::make_mut(&mut lost).remove(&held.tag.id);
    }
    let mut links = three.map(|records| all(&records.links));
    let twins = drop_twins(&mut tags, &[ours, theirs].into_iter().flat_map(rivals_of_tags).collect(), lines);
    links.iter_mut().flat_map(BTreeMap::values_mut).for_each(|link| {
        let here = link.document.is_none();
        let ends = [Some(&mut link.from), Some(&mut link.to).filter(|_| here)];
        ends.into_iter().flatten().for_each(|end| *end = twins.get(end).unwrap_or(end).clone());
    });
    let linked = [ours, theirs].into_iter().flat_map(|records| records.links.values());
    drop_twins(&mut links, &linked.filter_map(|link| link.rival.as_ref()).collect(), lines);
    let mut merged = join_all(&tags, lines, &mut both);
    keep_ends(&mut merged, &tags, &links);
    let links = join_all(&links, lines, &mut both);
    let verdicts = join_all(&three.map(|records| all(&records.verdicts)), lines, &mut both);
    let mut fields = Vec::new();
    let carried = carried(three.map(|records| records.carried.as_ref()), &mut fields);
    // A second version that all sides have has been changed since by either of them.
    let seconds: HashSet<&Id> = both.iter().map(|(_, second)| second).filter(|id| !changed.contains_key(id)).collect();
    if !seconds.is_empty() {
        let own = ours.tags.iter().map(|tag| &tag.id).chain(ours.lost.keys());
        own.filter(|id| seconds.contains(id)).for_each(|id| drop(merged.remove(id)));
    }
    for HeldTag { tag, lost: target } in merged.into_values() {
        match target {
            Some(target) => drop(Arc::make_mut(&mut lost).insert(tag.id.clone(), Lost { tag, target })),
            None => placed.insert(tag),
        }
    }
    let records = Records {
        tags: placed,
        links: Arc::new(links.into()),
        lost,
        verdicts: Arc::new(verdicts.into()),
        remarks: Arc::new(remarks(three).into()),
        carried: Arc::new(carried),
    };
    both.sort();
    Merged { records, both, fields }
}

/// A tag, lost or not: it is the same tag.
#[derive(Clone, Debug, PartialEq)]
struct HeldTag {
    tag: Tag,
    /// The target, if the tag is lost.
    lost: Option<Target>,
}

/// The ids of the tags that are not the same on all three sides, each with the spans that it has on any side.
type ChangedTags<'a> = HashMap<&'a Id, BTreeSet<Span>>;

fn changed([base, ours, theirs]: [&Records; 3]) -> ChangedTags<'_> {
    let mut changed = ChangedTags::new();
    for side in [ours, theirs] {
        let SetDifference { own, others } = base.tags.difference(&side.tags);
        for tag in own.into_iter().chain(others) {
            changed.entry(&tag.id).or_default().insert(tag.span);
        }
        let lost = base.lost.keys().chain(side.lost.keys());
        for id in lost.filter(|id| base.lost.get(id) != side.lost.get(id)) {
            changed.entry(id).or_default();
        }
    }
    changed
}

/// Returns the changed tags as one side has them.
fn held(records: &Records, changed: &ChangedTags) -> BTreeMap<Id, HeldTag> {
    let mut held = BTreeMap::new();
    for (id, spans) in changed {
        let lost = records.lost.get(id).map(|lost| HeldTag { tag: lost.tag.clone(), lost: Some(lost.target.clone()) });
        let placed = spans.iter().filter_map(|span| records.tags.get(*span, id)).next_back();
        let tag = placed.map(|tag| HeldTag { tag: tag.clone(), lost: None }).or(lost);
        held.extend(tag.map(|tag| (Id::clone(id), tag)));
    }
    held
}

/// Returns the ids that tags name as their rivals.
fn rivals_of_tags(records: &Records) -> impl Iterator<Item = &Id> {
    let lost = records.lost.values().map(|lost| &lost.tag);
    records.tags.iter().chain(lost).filter_map(|tag| tag.rival.as_ref())
}

fn all<T: Clone>(records: &ById<T>) -> BTreeMap<Id, T> {
    records.iter().map(|(id, record)| (id.clone(), record.clone())).collect()
}

/// The records of one kind, as base, ours and theirs have them.
type Three<T> = [BTreeMap<Id, T>; 3];

/// A record that two programs can change at the same time.
trait Mergeable: Clone + PartialEq {
    /// Returns the id, the time, and the record of which it is another version.
    fn head(&mut self) -> (&mut Id, &mut String, &mut Option<Id>);

    /// Returns the version with the changes of both sides, if no field was changed on both.
    fn join(old: Option<&Self>, one: &Self, other: &Self) -> Option<Self>;

    /// Returns the canonical line, for comparing and for the digest.
    fn line(&self, lines: &dyn Lines) -> String;

    /// Returns the record with the id `id`, as the other version of the record `of`.
    fn beside(&self, id: &Id, of: &Id) -> Self {
        let mut record = self.clone();
        let (name, _, rival) = record.head();
        (*name, *rival) = (id.clone(), Some(of.clone()));
        record
    }
}

impl Mergeable for HeldTag {
    fn head(&mut self) -> (&mut Id, &mut String, &mut Option<Id>) {
        (&mut self.tag.id, &mut self.tag.at, &mut self.tag.rival)
    }

    fn line(&self, lines: &dyn Lines) -> String {
        match &self.lost {
            None => lines.tag(&self.tag),
            Some(target) => lines.lost(&Lost { tag: self.tag.clone(), target: target.clone() }),
        }
    }

    fn join(old: Option<&HeldTag>, one: &HeldTag, other: &HeldTag) -> Option<HeldTag> {
        let (mut clash, mut apart) = (false, false);
        let place = |held: &HeldTag| (held.tag.span, held.lost.clone());
        let (at_one, at_other) = (place(one), place(other));
        let mut chosen = pick(old.map(place).as_ref(), &at_one, &at_other, &mut apart).clone();
        if apart && one.lost.is_some() != other.lost.is_some() {
            // If it is lost on one side and placed on the other, it has a place.
            chosen = if one.lost.is_some() { at_other.clone() } else { at_one.clone() };
        } else {
            clash |= apart;
        }
        let (old, one, other) = (old.map(|held| &held.tag), &one.tag, &other.tag);
        // The former words belong to the place.
        let was = match (chosen == at_one, chosen == at_other) {
            (true, true) => later(old.map(|tag| &tag.was), &one.was, &other.was),
            (true, false) => &one.was,
            _ => &other.was,
        };
        let tag = Tag {
            id: one.id.clone(),
            label: pick(old.map(|tag| &tag.label), &one.label, &other.label, &mut clash).clone(),
            span: chosen.0,
            note: pick(old.map(|tag| &tag.note), &one.note, &other.note, &mut clash).clone(),
            attributes: attributes(old, one, other, &mut clash),
            score: *pick(old.map(|tag| &tag.score), &one.score, &other.score, &mut clash),
            at: later(old.map(|tag| &tag.at), &one.at, &other.at).clone(),
            was: was.clone(),
            from: pick(old.map(|tag| &tag.from), &one.from, &other.from, &mut clash).clone(),
            via: pick(old.map(|tag| &tag.via), &one.via, &other.via, &mut clash).clone(),
            rival: later(old.map(|tag| &tag.rival), &one.rival, &other.rival).clone(),
            extra: pick(old.map(|tag| &tag.extra), &one.extra, &other.extra, &mut clash).clone(),
        };
        (!clash).then_some(HeldTag { tag, lost: chosen.1 })
    }
}

impl Mergeable for Link {
    fn head(&mut self) -> (&mut Id, &mut String, &mut Option<Id>) {
        (&mut self.id, &mut self.at, &mut self.rival)
    }

    fn line(&self, lines: &dyn Lines) -> String {
        lines.link(self)
    }

    /// Treats the ends and the kind of a link as one field, because the kind decides which ends are allowed.
    fn join(old: Option<&Link>, one: &Link, other: &Link) -> Option<Link> {
        let mut clash = false;
        let says = |link: &Link| Link { at: String::new(), rival: None, ..link.clone() };
        let said = pick(old.map(says).as_ref(), &says(one), &says(other), &mut clash).clone();
        let at = later(old.map(|link| &link.at), &one.at, &other.at).clone();
        let rival = later(old.map(|link| &link.rival), &one.rival, &other.rival).clone();
        (!clash).then_some(Link { at, rival, ..said })
    }
}

impl Mergeable for Verdict {
    fn head(&mut self) -> (&mut Id, &mut String, &mut Option<Id>) {
        (&mut self.id, &mut self.at, &mut self.rival)
    }

    fn line(&self, lines: &dyn Lines) -> String {
        lines.verdict(self)
    }

    /// Treats a decision and the judged tag as one field.
    fn join(old: Option<&Verdict>, one: &Verdict, other: &Verdict) -> Option<Verdict> {
        let mut clash = false;
        let says = |it: &Verdict| Verdict { comment: String::new(), at: String::new(), rival: None, ..it.clone() };
        let said = pick(old.map(says).as_ref(), &says(one), &says(other), &mut clash).clone();
        let comment = pick(old.map(|it| &it.comment), &one.comment, &other.comment, &mut clash).clone();
        let at = later(old.map(|it| &it.at), &one.at, &other.at).clone();
        let rival = later(old.map(|it| &it.rival), &one.rival, &other.rival).clone();
        (!clash).then_some(Verdict { comment, at, rival, ..said })
    }
}

/// Merges the records of one kind. If both sides changed one and no version has both changes, the version whose line is
/// first keeps the id, on both sides, and the other is put beside it.
fn join_all<T: Mergeable>(
    [base, ours, theirs]: &Three<T>,
    lines: &dyn Lines,
    both: &mut Vec<(Id, Id)>,
) -> BTreeMap<Id, T> {
    let mut joined: BTreeMap<Id, T> = BTreeMap::new();
    let ids: BTreeSet<&Id> = ours.keys().chain(theirs.keys()).collect();
    for id in ids {
        match sides(base.get(id), ours.get(id), theirs.get(id)) {
            Sides::One(record) => joined.extend(record.map(|record| (id.clone(), record.clone()))),
            Sides::Two(one, other) => {
                let (line, others) = (one.line(lines), other.line(lines));
                let (one, other, others) = if line <= others { (one, other, others) } else { (other, one, line) };
                if let Some(record) = T::join(base.get(id), one, other) {
                    joined.insert(id.clone(), record);
                    continue;
                }
                // The id is the same on every machine, so a second merge finds the version under it. It may have been
                // changed since: in this case its present state follows, because its id comes later in order.
                let second = Id::from(format!("{id}-{}", digest(&others)).as_str());
                joined.insert(id.clone(), one.clone());
                joined.insert(second.clone(), other.beside(&second, id));
                both.push((id.clone(), second));
            }
        }
    }
    joined
}

/// The two sides' versions of a record.
enum Sides<'a, T: ?Sized> {
    /// Both agree on one value, or on none.
    One(Option<&'a T>),
    /// Both changed it, differently.
    Two(&'a T, &'a T),
}

fn sides<'a, T: PartialEq + ?Sized>(base: Option<&T>, one: Option<&'a T>, other: Option<&'a T>) -> Sides<'a, T> {
    match (one, other) {
        _ if one == other || other == base => Sides::One(one),
        _ if one == base => Sides::One(other),
        (Some(one), Some(other)) => Sides::Two(one, other),
        // If it was removed on one side and changed on the other, the change stays.
        (one, other) => Sides::One(one.or(other)),
    }
}

/// Returns the value of a field from three versions; sets `clash` if both sides changed it differently.
fn pick<'a, T: PartialEq>(base: Option<&T>, one: &'a T, other: &'a T, clash: &mut bool) -> &'a T {
    if one == other || base == Some(other) {
        one
    } else {
        *clash |= base != Some(one);
        if base == Some(one) { other } else { one }
    }
}

/// Returns the value of a field that holds no opinion: if both sides changed it, the later value, or the one that asks
/// for more.
fn later<'a, T: Ord>(base: Option<&T>, one: &'a T, other: &'a T) -> &'a T {
    let mut clash = false;
    let picked = pick(base, one, other, &mut clash);
    if clash { one.max(other) } else { picked }
}

fn attributes(base: Option<&Tag>, one: &Tag, other: &Tag, clash: &mut bool) -> BTreeMap<String, String> {
    let names: BTreeSet<&String> = one.attributes.keys().chain(other.attributes.keys()).collect();
    let value = |name| {
        let of = |tag: &Tag| tag.attributes.get(name).cloned();
        let (old, one, other) = (base.map(of), of(one), of(other));
        pick(old.as_ref(), &one, &other, clash).clone().map(|value| (String::clone(name), value))
    };
    names.into_iter().filter_map(value).collect()
}

/// Joins records that both sides added and that say the same, unless one is `named` as the first of two versions.
/// Returns the ids that were replaced, with their replacements.
fn drop_twins<T: Mergeable>(three: &mut Three<T>, named: &BTreeSet<&Id>, lines: &dyn Lines) -> BTreeMap<Id, Id> {
    let [base, ours, theirs] = three;
    let mut alike: BTreeMap<String, [Vec<Id>; 2]> = BTreeMap::new();
    for (number, (side, other)) in [(&*ours, &*theirs), (&*theirs, &*ours)].into_iter().enumerate() {
        for (id, record) in side {
            let known = base.contains_key(id) || other.contains_key(id) || named.contains(id);
            if !known {
                let mut nameless = record.clone();
                let (name, at, _) = nameless.head();
                (*name, *at) = (Id::from(""), String::new());
                alike.entry(nameless.line(lines)).or_default()[number].push(id.clone());
            }
        }
    }
    let pairs = alike.into_values().flat_map(|[ours, theirs]| ours.into_iter().zip(theirs));
    let twins: BTreeMap<Id, Id> =
        pairs.map(|(one, other)| if one < other { (other, one) } else { (one, other) }).collect();
    for side in [ours, theirs] {
        side.retain(|id, _| !twins.contains_key(id));
    }
    twins
}

/// Keeps the tags at the ends of a link that one side has made, even if the other side removed them.
fn keep_ends(merged: &mut BTreeMap<Id, HeldTag>, [_, tags @ ..]: &Three<HeldTag>, [base, links @ ..]: &Three<Link>) {
    for (tags, links) in tags.iter().zip(links) {
        for link in links.values().filter(|link| base.get(&link.id) != Some(link)) {
            let ends = [Some(&link.from), Some(&link.to).filter(|_| link.document.is_none())];
            for (id, held) in ends.into_iter().flatten().filter_map(|end| tags.get_key_value(end)) {
                merged.entry(id.clone()).or_insert_with(|| held.clone());
            }
        }
    }
}

/// Merges the remarks. A remark answers one question, so the later answer wins and no second version is kept.
fn remarks(three: [&Records; 3]) -> BTreeMap<Id, Remark> {
    let [base, ours, theirs] = three.map(|records| &*records.remarks);
    let ids: BTreeSet<&Id> = ours.keys().chain(theirs.keys()).collect();
    let joined = ids.into_iter().filter_map(|id| {
        let stands = match sides(base.get(id), ours.get(id), theirs.get(id)) {
            Sides::One(remark) => remark?,
            Sides::Two(one, other) => one.later(other),
        };
        Some((id.clone(), stands.clone()))
    });
    joined.collect()
}

fn carried([base, ours, theirs]: [&Carried; 3], both: &mut Vec<(String, String)>) -> Carried {
    Carried {
        fields: fields(&base.fields, &ours.fields, &theirs.fields, both),
        tags: either(&base.tags, &ours.tags, &theirs.tags),
        links: either(&base.links, &ours.links, &theirs.links),
        verdicts: either(&base.verdicts, &ours.verdicts, &theirs.verdicts),
        remarks: either(&base.remarks, &ours.remarks, &theirs.remarks),
        unread: either(&base.unread, &ours.unread, &theirs.unread),
    }
}

/// Returns what either side has, without what one of them removed.
fn either(base: &[String], ours: &[String], theirs: &[String]) -> Vec<String> {
    match sides(Some(base), Some(ours), Some(theirs)) {
        Sides::One(lines) => lines.unwrap_or_default().to_vec(),
        Sides::Two(..) => {
            let [base, ours, theirs] = [base, ours, theirs].map(|lines| lines.iter().collect::<BTreeSet<&String>>());
            let gone = |line: &&String| base.contains(line) && !(ours.contains(line) && theirs.contains(line));
            let all = ours.union(&theirs).copied().filter(|line| !gone(line));
            all.cloned().collect()
        }
    }
}

/// Merges unknown fields. A field that both sides set differently is kept twice, the second time under another name.
fn fields(base: &[Extra], ours: &[Extra], theirs: &[Extra], both: &mut Vec<(String, String)>) -> Vec<Extra> {
    if let Sides::One(fields) = sides(Some(base), Some(ours), Some(theirs)) {
        return fields.unwrap_or_default().to_vec();
    }
    let value = |list: &[Extra], name: &str| list.iter().find(|(known, _)| known == name).map(|(_, it)| it.clone());
    let names: BTreeSet<&String> = ours.iter().chain(theirs).map(|(name, _)| name).collect();
    let mut joined: BTreeMap<String, String> = BTreeMap::new();
    for name in names {
        let (old, one, other) = (value(base, name), value(ours, name), value(theirs, name));
        match sides(old.as_ref(), one.as_ref(), other.as_ref()) {
            Sides::One(value) => joined.extend(value.map(|value| (name.clone(), value.clone()))),
            Sides::Two(one, other) => {
                let second = format!("{name}_{}", digest(one.max(other)));
                joined.insert(name.clone(), one.min(other).clone());
                joined.insert(second.clone(), one.max(other).clone());
                both.push((name.clone(), second));
            }
        }
    }
    joined.into_iter().collect()
}

/// Returns the first 32 bits of the SHA-256 of `words`, as eight hexadecimal digits.
fn digest(words: &str) -> String {
    Sha256::digest(words.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// Lines for tests without a document: they differ from those of a file, but are as specific.
#[cfg(test)]
pub(crate) struct DebugLines;

#[cfg(test)]
impl Lines for DebugLines {
    fn tag(&self, tag: &Tag) -> String {
        format!("{tag:?}")
    }

    fn lost(&self, lost: &Lost) -> String {
        format!("{:?} {:?}", lost.tag, lost.target)
    }

    fn link(&self, link: &Link) -> String {
        format!("{link:?}")
    }

    fn verdict(&self, verdict: &Verdict) -> String {
        format!("{verdict:?}")
    }
}

#[cfg(test)]
mod tests;
