//! Three layers of a few ids, so that the sides meet, and what their merge must keep.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use diptych::corpus::record;
use diptych::tags::merge::{self, Merged};
use diptych::tags::remark::{Remark, Status};
use diptych::tags::target::{Judged, Lost, Target};
use diptych::tags::verdict::{Decision, Verdict};
use diptych::tags::{Carried, Id, Link, Origin, Records, Tag};
use diptych::text::{Document, Span};

use super::Bytes;

/// What the layers are about; places are whole words of it.
const TEXT: &str = "alpha bravo charl delta echos foxtr golfs hotel india julie";

/// Three layers.
pub fn merge(data: &[u8]) {
    let document = Document::new(TEXT);
    let mut bytes = Bytes(data);
    let base = layer(&mut bytes, &document, &Records::default(), "");
    let [one, other] = ["a", "b"].map(|side| layer(&mut bytes, &document, &base, side));
    let lines = record::TextResolver::new(&document);
    let merged = merge::merge(&lines, &base, &one, &other);
    assert_eq!(merged, merge::merge(&lines, &base, &other, &one), "neither side is preferred");
    is_whole(&merged);
    for side in [&one, &other] {
        keeps(&merged.records, side, &base);
        let alone = merge::merge(&lines, &base, side, &base);
        assert_eq!(gist(&alone.records), gist(side), "who is alone is not talked into anything");
        assert_eq!(alone.both, []);
    }
    // A window that hears of what was written, and one that hears of it twice.
    for again in [
        merge::merge(&lines, &base, &one, &merged.records),
        merge::merge(&lines, &base, &merged.records, &merged.records),
    ] {
        assert_eq!(gist(&again.records), gist(&merged.records), "once merged, it stays as it is");
    }
    assert_eq!(merge::merge(&lines, &merged.records, &merged.records, &merged.records).records, merged.records);
    // And its file holds all of it.
    let written = record::write(&merged.records, &document, "a.txt", "ana");
    let reading =
        record::read(&written, &document, "a.txt", "ana").unwrap_or_else(|fault| panic!("{fault}\n{written}"));
    assert_eq!(reading.records, merged.records, "{written}\n{:?}", reading.doubts);
}

/// What the records say, whatever they are called: twins that were made one may go by either name.
fn gist(records: &Records) -> BTreeSet<String> {
    let tags = records.tags.iter().map(|tag| format!("{:?} {} {} {:?}", tag.span, tag.label, tag.note, tag.attributes));
    let links = records.links.values().map(|link| format!("{} {} {:?}", link.id, link.kind, link.document));
    let lost = records.lost.values().map(|Lost { tag, target }| {
        format!("{target:?} {} {} {:?} {:?} {:?}", tag.label, tag.note, tag.attributes, tag.from, tag.extra)
    });
    let verdicts = records.verdicts.values().map(|verdict| format!("{verdict:?}"));
    let Carried { fields, tags: some, links: more, verdicts: rest, remarks: last, unread } = &*records.carried;
    let carried = fields.iter().map(|(name, value)| format!("{name} {value}"));
    let lines = some.iter().chain(more).chain(rest).chain(last).chain(unread).cloned();
    let remarks = records.remarks.values().map(|remark| format!("{remark:?}"));
    tags.chain(links).chain(lost).chain(verdicts).chain(remarks).chain(carried).chain(lines).collect()
}

/// No id names two records, and of each pair of versions both are there.
fn is_whole(merged: &Merged) {
    let Records { tags, links, lost, verdicts, .. } = &merged.records;
    let ids = tags.iter().map(|tag| &tag.id).chain(links.keys()).chain(lost.keys()).chain(verdicts.keys());
    let all: Vec<&Id> = ids.collect();
    let unique: BTreeSet<&Id> = all.iter().copied().collect();
    assert_eq!(all.len(), unique.len(), "{all:?}");
    assert!(merged.both.iter().all(|(one, other)| unique.contains(one) && unique.contains(other)));
    assert!(links.iter().all(|(id, link)| *id == link.id) && verdicts.iter().all(|(id, it)| *id == it.id));
}

/// Each field that `side` changed is somewhere in what came of it.
fn keeps(merged: &Records, side: &Records, base: &Records) {
    let all = |records: &Records| -> Vec<Tag> {
        records.tags.iter().cloned().chain(records.lost.values().map(|lost| lost.tag.clone())).collect()
    };
    let (there, before) = (all(merged), all(base));
    let fields: [fn(&Tag) -> String; 4] = [
        |tag| format!("{:?}", tag.span),
        |tag| tag.label.clone(),
        |tag| tag.note.clone(),
        |tag| format!("{:?}", tag.extra),
    ];
    for tag in all(side).into_iter().filter(|tag| !before.contains(tag)) {
        for field in fields {
            if field(&tag) == "[]" {
                continue; // nothing to keep
            }
            let unchanged = before.iter().any(|old| old.id == tag.id && field(old) == field(&tag));
            let placed = there.iter().any(|found| found.id == tag.id) && tag.span == Span::default();
            assert!(unchanged || placed || there.iter().any(|kept| field(kept) == field(&tag)), "{:?}", field(&tag));
        }
    }
    let fields: [fn(&Link) -> String; 2] = [|link| link.kind.clone(), |link| format!("{:?}", link.document)];
    for link in side.links.values() {
        for field in fields {
            let unchanged = base.links.get(&link.id).is_some_and(|old| field(old) == field(link));
            assert!(unchanged || merged.links.values().any(|kept| field(kept) == field(link)), "{link:?}");
        }
    }
    let fields: [fn(&Verdict) -> String; 2] = [|it| format!("{:?}", it.decision), |it| it.comment.clone()];
    for verdict in side.verdicts.values() {
        for field in fields {
            let unchanged = base.verdicts.get(&verdict.id).is_some_and(|old| field(old) == field(verdict));
            assert!(unchanged || merged.verdicts.values().any(|kept| field(kept) == field(verdict)), "{verdict:?}");
        }
    }
    for (line, old, new) in [
        (&side.carried.tags, &base.carried.tags, &merged.carried.tags),
        (&side.carried.links, &base.carried.links, &merged.carried.links),
    ] {
        assert!(line.iter().filter(|line| !old.contains(line)).all(|line| new.contains(line)));
    }
}

/// A layer that was made of `base`: most of it is as it was. What is new has a name that no other side gives.
fn layer(bytes: &mut Bytes, document: &Document, base: &Records, side: &str) -> Records {
    let known: BTreeSet<&Id> =
        base.tags.iter().map(|tag| &tag.id).chain(base.lost.keys()).chain(base.links.keys()).collect();
    let id = |kind: &str, number: usize| {
        Some(self::id(kind, number))
            .filter(|id| known.contains(id))
            .unwrap_or_else(|| Id::from(format!("{kind}-{number}{side}").as_str()))
    };
    let mut tags: BTreeMap<Id, Tag> = base.tags.iter().map(|tag| (tag.id.clone(), tag.clone())).collect();
    let mut lost = (*base.lost).clone();
    let mut links = (*base.links).clone();
    let mut verdicts = (*base.verdicts).clone();
    let mut remarks = (*base.remarks).clone();
    let mut carried = (*base.carried).clone();
    for _ in 0..bytes.below(8) {
        let number = bytes.below(5);
        match bytes.below(11) {
            0..4 => {
                let tag = tag(bytes, id("t", number));
                lost.remove(&tag.id);
                tags.insert(tag.id.clone(), tag);
            }
            4 => {
                let id = id("t", number);
                drop((tags.remove(&id), lost.remove(&id)));
                // As the screen does it: no link is left without its tags.
                links.retain(|_, link| link.from != id && (link.to != id || link.document.is_some()));
            }
            5 => {
                let tag = tag(bytes, id("t", number));
                let target = Target { start: bytes.below(99), ..Target::of(document, tag.span) };
                tags.remove(&tag.id);
                lost.insert(tag.id.clone(), Lost { tag: Tag { span: Span::default(), ..tag }, target });
            }
            6 => {
                let ends: Vec<&Id> = tags.keys().chain(lost.keys()).collect();
                if !ends.is_empty() {
                    let link = link(bytes, id("l", number), &ends);
                    links.insert(link.id.clone(), link);
                }
            }
            7 => {
                let verdict = verdict(bytes, document, number);
                verdicts.insert(verdict.id.clone(), verdict);
            }
            8 => {
                drop((links.remove(&id("l", number)), verdicts.remove(&Verdict::id_of("cho", &self::id("t", number)))))
            }
            9 => {
                let remark = Remark::status(Status::ALL[number], "", &format!("2026-11-28T1{}:00:00Z", bytes.below(9)));
                remarks.insert(remark.id.clone(), remark);
            }
            _ => change(bytes, &mut carried),
        }
    }
    Records {
        tags: tags.into_values().collect(),
        links: Arc::new(links),
        lost: Arc::new(lost),
        verdicts: Arc::new(verdicts),
        remarks: Arc::new(remarks),
        carried: Arc::new(carried),
    }
}

fn id(kind: &str, number: usize) -> Id {
    Id::from(format!("{kind}-{number}").as_str())
}

fn word(bytes: &mut Bytes) -> String {
    ["", "a", "b"][bytes.below(3)].into()
}

fn tag(bytes: &mut Bytes, name: Id) -> Tag {
    let start = bytes.below(4) * 6;
    let mut tag = Tag::new(["claim", "figure"][bytes.below(2)], Span::new(start, start + 5), &word(bytes));
    (tag.id, tag.note) = (name, word(bytes));
    let more = bytes.below(32);
    if more & 1 > 0 {
        tag.attributes.insert("sure".into(), word(bytes));
    }
    if more & 2 > 0 {
        tag.was = Some(format!("was {}", word(bytes)));
    }
    if more & 4 > 0 {
        tag.from.push(Origin { annotator: "cho".into(), tag: id("t", bytes.below(5)) });
    }
    if more & 8 > 0 {
        tag.rival = Some(id("t", bytes.below(5)));
    }
    if more & 16 > 0 {
        tag.extra.push(("mood".into(), format!("{:?}", word(bytes))));
    }
    tag
}

fn link(bytes: &mut Bytes, id: Id, ends: &[&Id]) -> Link {
    let document = (bytes.below(2) > 0).then(|| "b.txt".into());
    let (from, to) = (ends[bytes.below(ends.len())].clone(), ends[bytes.below(ends.len())].clone());
    let kind = format!("same{}", word(bytes));
    Link { id, kind, from, to, document, at: word(bytes), rival: None, extra: Vec::new() }
}

fn verdict(bytes: &mut Bytes, document: &Document, number: usize) -> Verdict {
    let tag = tag(bytes, id("t", number));
    let judged = Judged { span: Some(tag.span).filter(|_| bytes.below(2) > 0), ..Judged::of(document, &tag) };
    let decisions = [None, Some(Decision::Accepted), Some(Decision::Rejected), Some(Decision::Amended(judged.clone()))];
    Verdict {
        id: Verdict::id_of("cho", &tag.id),
        annotator: "cho".into(),
        tag: tag.id,
        decision: decisions[bytes.below(4)].clone(),
        judged,
        comment: tag.note,
        at: tag.at,
        rival: None,
        extra: tag.extra,
    }
}

/// Something that was not understood is put in or taken out.
fn change(bytes: &mut Bytes, carried: &mut Carried) {
    let line = ["(id: 1)", "(id: \"x\")", "17"][bytes.below(3)].to_string();
    let list = if bytes.below(2) > 0 { &mut carried.tags } else { &mut carried.links };
    match list.iter().position(|known| *known == line) {
        Some(at) => drop(list.remove(at)),
        None => list.push(line),
    }
    if bytes.below(2) > 0 {
        carried.fields.retain(|(name, _)| name != "mood");
        carried.fields.push(("mood".into(), format!("{:?}", word(bytes))));
    }
}
