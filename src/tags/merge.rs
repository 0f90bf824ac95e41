//! The three-way merge of layers: what was there, what we made of it, what someone else made of it meanwhile.
//!
//! ```text
//!              base          ours          theirs         merged
//!   t-1   claim 3..9     claim 3..9     claim 3..12    claim 3..12      one side changed it
//!   t-2   figure 5..8    (removed)      note: check    note: check      a change outlives a removal
//!   t-3      —           source 20..25     —           source 20..25    what is added stays
//!   t-4   claim 30..40   figure 30..40  source 30..40  figure, and t-4-… source, its rival, beside it
//! ```
//!
//! By id, field by field. Where both sides changed one field differently, both versions are kept: no hand is overruled in
//! silence. What comes out does not depend on which side is called ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::edit::Edit;
use super::target::Lost;
use super::verdict::Verdict;
use super::{Carried, Extra, Id, Link, Records, Tag};
use crate::text::Span;

/// What came out of a merge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// The records of both sides.
    pub records: Records,
    /// The records of which two versions were kept: the first's id and the second's.
    pub both: Vec<(Id, Id)>,
}

/// Joins what two sides made of `base`.
pub fn merge(base: &Records, ours: &Records, theirs: &Records) -> Merged {
    let three = [base, ours, theirs];
    let mut both = Vec::new();
    let placed = |records| Records::tags_by_id(records).collect();
    let tags = join_all(three.map(placed), join, &mut both);
    let mut lost = join_all(three.map(|records| records.lost.iter().collect()), join_lost, &mut both);
    let again = |lost: &Lost, tag: &Tag| Tag { span: tag.span, was: tag.was.clone(), ..lost.tag.clone() } == *tag;
    let found: Vec<Id> = lost.keys().filter(|id| tags.contains_key(id)).cloned().collect();
    for id in found {
        // Lost on one side, placed on the other: it has a place. What else was changed meanwhile is not given up.
        let Some(stray) = lost.remove(&id) else { continue };
        let unchanged = base.lost.get(&id).is_some_and(|old| old.tag == stray.tag)
            || base.tags.iter().any(|old| old.id == id && again(&stray, old));
        if !unchanged && !again(&stray, &tags[&id]) {
            let second = stray.beside(&id);
            lost.entry(second.clone()).or_insert_with(|| stray.named(second.clone(), &id));
            both.push((id, second));
        }
    }
    let mut tags: Vec<Tag> = tags.into_values().collect();
    let twins = drop_twins(&mut tags, base);
    // The links of a twin become those of the other before they are compared: else they would differ in nothing but that.
    let turned = |records: &Records| {
        let mut links = records.links.clone();
        if !twins.is_empty() {
            Arc::make_mut(&mut links).values_mut().for_each(|link| turn(link, &twins));
        }
        links
    };
    let turned = three.map(turned);
    let links = join_all(turned.each_ref().map(|links| links.iter().collect()), |_, _, _| None, &mut both);
    let verdicts = join_all(three.map(|records| records.verdicts.iter().collect()), |_, _, _| None, &mut both);
    let carried = carried(&base.carried, &ours.carried, &theirs.carried);
    let records = Records {
        tags: tags.into_iter().collect(),
        links: Arc::new(links),
        lost: Arc::new(lost),
        verdicts: Arc::new(verdicts),
        carried: Arc::new(carried),
    };
    both.sort();
    let ids: BTreeSet<&Id> = records.ids().collect();
    both.retain(|(one, other)| ids.contains(one) && ids.contains(other));
    drop(ids);
    Merged { records, both }
}

/// The edits that turn the records of `from` into those of `to`, but for what is carried.
pub fn edits(from: &Records, to: &Records) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut tags: BTreeMap<&Id, (Option<&Tag>, Option<&Tag>)> = BTreeMap::new();
    from.tags_by_id().for_each(|(id, tag)| tags.entry(id).or_default().0 = Some(tag));
    to.tags_by_id().for_each(|(id, tag)| tags.entry(id).or_default().1 = Some(tag));
    let changed = tags.into_iter().filter(|(_, (old, new))| old != new);
    edits.extend(changed.map(|(id, (_, new))| Edit::Tag(id.clone(), new.cloned())));
    differ(&from.links, &to.links, Edit::Link, &mut edits);
    differ(&from.lost, &to.lost, Edit::Lost, &mut edits);
    differ(&from.verdicts, &to.verdicts, Edit::Verdict, &mut edits);
    edits
}

fn differ<T: Clone + PartialEq>(
    from: &BTreeMap<Id, T>,
    to: &BTreeMap<Id, T>,
    edit: fn(Id, Option<T>) -> Edit,
    edits: &mut Vec<Edit>,
) {
    let gone = from.keys().filter(|id| !to.contains_key(id));
    edits.extend(gone.map(|id| edit(id.clone(), None)));
    let put = to.iter().filter(|(id, record)| from.get(id) != Some(record));
    edits.extend(put.map(|(id, record)| edit(id.clone(), Some(record.clone()))));
}

impl Records {
    fn tags_by_id(&self) -> impl Iterator<Item = (&Id, &Tag)> {
        self.tags.iter().map(|tag| (&tag.id, tag))
    }

    /// The ids of all that it holds and understands.
    fn ids(&self) -> impl Iterator<Item = &Id> {
        let tags = self.tags.iter().map(|tag| &tag.id);
        tags.chain(self.links.keys()).chain(self.lost.keys()).chain(self.verdicts.keys())
    }
}

/// A record that two hands can change at the same time.
trait Versioned: Clone + PartialEq + Debug {
    /// The same under the name `id`, as the other version of the record `of`.
    fn named(&self, id: Id, of: &Id) -> Self;

    /// The name of this version beside `of`. It is the same on every machine, so that merging once more finds it there.
    fn beside(&self, of: &Id) -> Id {
        let digest = Sha256::digest(words(self).as_bytes());
        let short: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        Id::from(format!("{of}-{short}").as_str())
    }
}

impl Versioned for Tag {
    fn named(&self, id: Id, of: &Id) -> Tag {
        Tag { id, rival: Some(of.clone()), ..self.clone() }
    }
}

impl Versioned for Lost {
    fn named(&self, id: Id, of: &Id) -> Lost {
        Lost { tag: self.tag.named(id, of), target: self.target.clone() }
    }
}

impl Versioned for Link {
    fn named(&self, id: Id, of: &Id) -> Link {
        Link { id, rival: Some(of.clone()), ..self.clone() }
    }
}

impl Versioned for Verdict {
    fn named(&self, id: Id, of: &Id) -> Verdict {
        Verdict { id, rival: Some(of.clone()), ..self.clone() }
    }
}

/// Joins the records of one kind. Where both sides changed one and `join` finds no version that has both changes, the first
/// by its words keeps the id, whoever made it, and the other is put beside it.
fn join_all<T: Versioned>(
    [base, ours, theirs]: [BTreeMap<&Id, &T>; 3],
    join: impl Fn(Option<&T>, &T, &T) -> Option<T>,
    both: &mut Vec<(Id, Id)>,
) -> BTreeMap<Id, T> {
    let mut joined: BTreeMap<Id, T> = BTreeMap::new();
    let ids: BTreeSet<&Id> = ours.keys().chain(theirs.keys()).copied().collect();
    for id in ids {
        let old = base.get(id).copied();
        match sides(old, ours.get(id).copied(), theirs.get(id).copied()) {
            Sides::One(record) => joined.extend(record.map(|record| (id.clone(), record.clone()))),
            Sides::Two(one, other) => {
                let (one, other) = if words(one) <= words(other) { (one, other) } else { (other, one) };
                if let Some(record) = join(old, one, other) {
                    joined.insert(id.clone(), record);
                    continue;
                }
                let second = other.beside(id);
                both.push((id.clone(), second.clone()));
                joined.insert(id.clone(), one.clone());
                // If a merge before this one has kept it already, it may have been changed since.
                joined.entry(second.clone()).or_insert_with(|| other.named(second, id));
            }
        }
    }
    joined
}

/// What two sides made of one record.
enum Sides<'a, T> {
    /// One value, or none, stands.
    One(Option<&'a T>),
    /// Both changed it, and differently.
    Two(&'a T, &'a T),
}

fn sides<'a, T: PartialEq>(base: Option<&'a T>, one: Option<&'a T>, other: Option<&'a T>) -> Sides<'a, T> {
    match (one, other) {
        _ if one == other || other == base => Sides::One(one),
        _ if one == base => Sides::One(other),
        (Some(one), Some(other)) => Sides::Two(one, other),
        // Removed here and changed there: the change stays.
        (one, other) => Sides::One(one.or(other)),
    }
}

/// Joins two versions of a tag field by field, if no field was changed on both sides.
fn join(base: Option<&Tag>, one: &Tag, other: &Tag) -> Option<Tag> {
    let mut clash = false;
    let mut aside = false;
    let tag = Tag {
        id: one.id.clone(),
        label: pick(base.map(|tag| &tag.label), &one.label, &other.label, &mut clash).clone(),
        span: *pick(base.map(|tag| &tag.span), &one.span, &other.span, &mut clash),
        note: pick(base.map(|tag| &tag.note), &one.note, &other.note, &mut clash).clone(),
        attributes: attributes(base, one, other, &mut clash),
        at: pick(base.map(|tag| &tag.at), &one.at, &other.at, &mut aside).clone(),
        was: pick(base.map(|tag| &tag.was), &one.was, &other.was, &mut aside).clone(),
        from: pick(base.map(|tag| &tag.from), &one.from, &other.from, &mut clash).clone(),
        rival: pick(base.map(|tag| &tag.rival), &one.rival, &other.rival, &mut aside).clone(),
        extra: pick(base.map(|tag| &tag.extra), &one.extra, &other.extra, &mut clash).clone(),
    };
    (!clash).then_some(tag)
}

fn join_lost(base: Option<&Lost>, one: &Lost, other: &Lost) -> Option<Lost> {
    let mut clash = false;
    let target = pick(base.map(|lost| &lost.target), &one.target, &other.target, &mut clash).clone();
    let tag = join(base.map(|lost| &lost.tag), &one.tag, &other.tag)?;
    (!clash).then_some(Lost { tag, target })
}

fn pick<'a, T: PartialEq>(base: Option<&T>, one: &'a T, other: &'a T, clash: &mut bool) -> &'a T {
    if one == other || base == Some(other) {
        one
    } else {
        *clash |= base != Some(one);
        if base == Some(one) { other } else { one }
    }
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

/// All that a record says, to compare by and to take a digest of.
fn words<T: Debug>(record: &T) -> String {
    format!("{record:?}")
}

/// The same label on the same span, made on both sides, is one tag. Returns which id now stands for which.
fn drop_twins(tags: &mut Vec<Tag>, base: &Records) -> BTreeMap<Id, Id> {
    let mut twins = BTreeMap::new();
    let old: BTreeSet<&Id> = base.tags.iter().map(|tag| &tag.id).chain(base.lost.keys()).collect();
    let mut first: BTreeMap<(Span, String, String, BTreeMap<String, String>), Id> = BTreeMap::new();
    tags.sort_by(|a, b| (!old.contains(&a.id), &a.id).cmp(&(!old.contains(&b.id), &b.id)));
    tags.retain(|tag| {
        let key = (tag.span, tag.label.clone(), tag.note.clone(), tag.attributes.clone());
        let twin = first.entry(key).or_insert_with(|| tag.id.clone());
        let keep = *twin == tag.id || old.contains(&tag.id) || !tag.extra.is_empty();
        if !keep {
            twins.insert(tag.id.clone(), twin.clone());
        }
        keep
    });
    twins
}

/// Turns a link to the tags that stand for its own now.
fn turn(link: &mut Link, twins: &BTreeMap<Id, Id>) {
    let here = link.document.is_none();
    link.from = twins.get(&link.from).unwrap_or(&link.from).clone();
    link.to = twins.get(&link.to).filter(|_| here).unwrap_or(&link.to).clone();
}

fn carried(base: &Carried, ours: &Carried, theirs: &Carried) -> Carried {
    Carried {
        fields: fields(&base.fields, &ours.fields, &theirs.fields),
        tags: lines(&base.tags, &ours.tags, &theirs.tags),
        links: lines(&base.links, &ours.links, &theirs.links),
        verdicts: lines(&base.verdicts, &ours.verdicts, &theirs.verdicts),
        unread: lines(&base.unread, &ours.unread, &theirs.unread),
    }
}

/// What either side has, less what one of them took away.
fn lines(base: &[String], ours: &[String], theirs: &[String]) -> Vec<String> {
    let [base, ours, theirs] = [base, ours, theirs].map(|lines| lines.iter().collect::<BTreeSet<_>>());
    let gone = |line: &String| base.contains(line) && !(ours.contains(line) && theirs.contains(line));
    ours.union(&theirs).filter(|line| !gone(line)).map(|line| String::clone(line)).collect()
}

fn fields(base: &[Extra], ours: &[Extra], theirs: &[Extra]) -> Vec<Extra> {
    // Of two fields of one name, the first counts.
    let by_name = |list: &[Extra]| list.iter().rev().cloned().collect::<BTreeMap<_, _>>();
    let [base, ours, theirs] = [base, ours, theirs].map(by_name);
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let joined = names.into_iter().filter_map(|name| {
        let kept = match sides(base.get(name), ours.get(name), theirs.get(name)) {
            Sides::One(value) => value,
            Sides::Two(one, other) => Some(one.min(other)),
        };
        kept.map(|value| (name.clone(), value.clone()))
    });
    joined.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::Link;
    use proptest::prelude::*;

    fn tag(id: usize, start: usize, label: &str, note: &str) -> Tag {
        let mut tag = Tag::new(label, Span::new(start, start + 5), "");
        (tag.id, tag.note) = (Id::from(format!("t-{id}").as_str()), note.into());
        tag
    }

    fn records(tags: &[Tag]) -> Records {
        Records { tags: tags.iter().cloned().collect(), ..Records::default() }
    }

    fn shown(merged: &Merged) -> Vec<String> {
        merged.records.tags.iter().map(|tag| format!("{} {} {}", tag.span.start, tag.label, tag.note)).collect()
    }

    #[test]
    fn changes_of_different_fields_join() {
        let base = records(&[tag(1, 0, "claim", "")]);
        let (ours, theirs) = (records(&[tag(1, 0, "figure", "")]), records(&[tag(1, 0, "claim", "check")]));
        let merged = merge(&base, &ours, &theirs);
        assert_eq!((shown(&merged), merged.both), (vec!["0 figure check".to_string()], vec![]));
    }

    #[test]
    fn changes_of_one_field_keep_both_versions() {
        let base = records(&[tag(1, 0, "claim", "")]);
        let (ours, theirs) = (records(&[tag(1, 0, "figure", "")]), records(&[tag(1, 0, "source", "")]));
        let merged = merge(&base, &ours, &theirs);
        assert_eq!(shown(&merged), ["0 figure ", "0 source "]);
        assert_eq!(merged.both.len(), 1);
        assert_eq!(merge(&base, &ours, &merged.records).records, merged.records, "merging once more adds nothing");
        assert_eq!(merge(&base, &theirs, &merged.records).records, merged.records);
    }

    #[test]
    fn a_change_outlives_a_removal() {
        let base = records(&[tag(1, 0, "claim", ""), tag(2, 9, "claim", "")]);
        let (ours, theirs) = (records(&[]), records(&[tag(1, 0, "claim", "kept"), tag(2, 9, "claim", "")]));
        assert_eq!(shown(&merge(&base, &ours, &theirs)), ["0 claim kept"]);
    }

    #[test]
    fn the_same_tag_made_twice_is_one() {
        let (ours, theirs) = (records(&[tag(1, 0, "claim", "")]), records(&[tag(2, 0, "claim", "")]));
        assert_eq!(shown(&merge(&Records::default(), &ours, &theirs)), ["0 claim "]);
    }

    /// Layers of a few ids, so that the sides meet often.
    fn layer() -> impl Strategy<Value = Records> {
        let tag = (0..6usize, 0..4usize, "claim|figure", "|a|b")
            .prop_map(|(id, at, label, note)| tag(id, at * 9, &label, &note));
        let link = (0..4usize, 0..6usize, 0..6usize).prop_map(|(id, from, to)| {
            let name = |kind: &str, number: usize| Id::from(format!("{kind}-{number}").as_str());
            let (id, from, to) = (name("l", id), name("t", from), name("t", to));
            (
                id.clone(),
                Link {
                    id,
                    kind: "same as".into(),
                    from,
                    to,
                    document: None,
                    at: String::new(),
                    rival: None,
                    extra: vec![],
                },
            )
        });
        (prop::collection::vec(tag, 0..6), prop::collection::vec(link, 0..4), prop::collection::vec("(x|y|z)", 0..3))
            .prop_map(|(tags, links, carried)| {
                let unique: BTreeMap<Id, Tag> = tags.into_iter().map(|tag| (tag.id.clone(), tag)).collect();
                let lines: BTreeSet<String> = carried.into_iter().collect();
                Records {
                    tags: unique.into_values().collect(),
                    links: Arc::new(links.into_iter().collect()),
                    carried: Arc::new(Carried { tags: lines.into_iter().collect(), ..Carried::default() }),
                    ..Records::default()
                }
            })
    }

    proptest! {
        #[test]
        fn merging_with_an_unchanged_side_gives_the_other(base in layer(), changed in layer()) {
            prop_assert_eq!(&merge(&base, &base, &base).records, &base);
            let with = |records: &Records| records.tags.iter().map(|tag| (tag.span, tag.label.clone(), tag.note.clone())).collect::<BTreeSet<_>>();
            for merged in [merge(&base, &changed, &base), merge(&base, &base, &changed)] {
                prop_assert_eq!(with(&merged.records), with(&changed), "but for twins that were made one");
                prop_assert_eq!(merged.records.carried.as_ref(), changed.carried.as_ref());
                prop_assert!(merged.both.is_empty());
            }
        }

        #[test]
        fn the_order_of_the_sides_does_not_matter(base in layer(), one in layer(), other in layer()) {
            prop_assert_eq!(merge(&base, &one, &other), merge(&base, &other, &one));
        }

        #[test]
        fn nothing_that_either_side_made_is_missing(base in layer(), one in layer(), other in layer()) {
            let merged = merge(&base, &one, &other).records;
            for side in [&one, &other] {
                for tag in side.tags.iter().filter(|tag| !base.tags.iter().any(|old| old.id == tag.id && old == *tag)) {
                    let kept = |field: fn(&Tag) -> String| {
                        let unchanged = base.tags.iter().any(|old| old.id == tag.id && field(old) == field(tag));
                        unchanged || merged.tags.iter().any(|there| field(there) == field(tag))
                    };
                    prop_assert!(kept(|tag| words(&tag.span)), "span of {:?}", tag);
                    prop_assert!(kept(|tag| tag.label.clone()), "label of {:?}", tag);
                    prop_assert!(kept(|tag| tag.note.clone()), "note of {:?}", tag);
                }
            }
            let again = merge(&base, &one, &merged).records;
            prop_assert_eq!(again.tags.iter().map(|tag| (tag.span, &tag.label, &tag.note)).collect::<BTreeSet<_>>(),
                merged.tags.iter().map(|tag| (tag.span, &tag.label, &tag.note)).collect::<BTreeSet<_>>());
        }
    }
}
