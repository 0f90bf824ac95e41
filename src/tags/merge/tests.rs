//! What a merge keeps, case by case and for layers of all kinds.

use proptest::prelude::*;

use super::*;
use crate::tags::remark::Status;
use crate::tags::target::Judged;
use crate::tags::verdict::Decision;
use crate::tags::{Layer, Origin};
use crate::text::Span;

fn tag(id: usize, start: usize, label: &str, note: &str) -> Tag {
    let mut tag = Tag::new(label, Span::new(start, start + 5), "");
    (tag.id, tag.note) = (name("t", id), note.into());
    tag
}

fn lost(tag: Tag) -> Lost {
    let target = Target { start: tag.span.start, quote: "words".into(), ..Target::default() };
    Lost { tag: Tag { span: Span::default(), ..tag }, target }
}

fn link(id: usize, kind: &str, from: usize, to: usize) -> Link {
    let (id, from, to) = (name("l", id), name("t", from), name("t", to));
    Link { id, kind: kind.into(), from, to, document: None, at: String::new(), rival: None, extra: vec![] }
}

fn verdict(tag: usize, decision: Option<Decision>, comment: &str) -> Verdict {
    let judged = Judged {
        label: "claim".into(),
        attributes: BTreeMap::new(),
        target: Target { start: tag * 9, quote: "words".into(), ..Target::default() },
        span: Some(Span::new(tag * 9, tag * 9 + 5)),
    };
    let tag = name("t", tag);
    let (id, annotator) = (Verdict::id_of("ben", &tag), "ben".into());
    Verdict { id, annotator, tag, decision, judged, comment: comment.into(), at: "".into(), rival: None, extra: vec![] }
}

fn name(kind: &str, number: usize) -> Id {
    Id::from(format!("{kind}-{number}").as_str())
}

fn by_id<T: Mergeable>(records: impl IntoIterator<Item = T>) -> Arc<ById<T>> {
    Arc::new(records.into_iter().map(|mut record| (record.head().0.clone(), record)).collect())
}

fn losts(lost: impl IntoIterator<Item = Lost>) -> Records {
    let lost = lost.into_iter().map(|lost| (lost.tag.id.clone(), lost));
    Records { lost: Arc::new(lost.collect()), ..Records::default() }
}

fn all_held(records: &Records) -> BTreeMap<Id, HeldTag> {
    held(records, &changed([&Records::default(), records, records]))
}

fn records(tags: &[Tag]) -> Records {
    Records { tags: tags.iter().cloned().collect(), ..Records::default() }
}

fn links(tags: &[Tag], links: &[Link]) -> Records {
    Records { links: by_id(links.to_vec()), ..records(tags) }
}

fn verdicts(all: &[Verdict]) -> Records {
    Records { verdicts: by_id(all.to_vec()), ..Records::default() }
}

/// Tags by place, then tags without one; a second version with the name of the first.
fn shown(merged: &Merged) -> Vec<String> {
    let words = |tag: &Tag, at: String| {
        let rival = tag.rival.as_ref().map(|rival| format!(", rival of {rival}")).unwrap_or_default();
        format!("{at} {} {}{rival}", tag.label, tag.note).replace(" ,", ",").trim_end().to_string()
    };
    let placed = merged.records.tags.iter().map(|tag| words(tag, tag.span.start.to_string()));
    placed.chain(merged.records.lost.values().map(|lost| words(&lost.tag, "lost".into()))).collect()
}

/// Merges in both orders, which give the same; merging either side once more adds nothing.
fn merged(base: &Records, ours: &Records, theirs: &Records) -> Merged {
    let merged = merge(&DebugLines, base, ours, theirs);
    assert_eq!(merged, merge(&DebugLines, base, theirs, ours));
    for side in [ours, theirs] {
        assert_eq!(
            merge(&DebugLines, base, side, &merged.records).records,
            merged.records,
            "merging once more adds nothing"
        );
    }
    merged
}

#[test]
fn the_later_answer_to_one_question_stands() {
    let status = |state, at: &str| Remark::status(state, "", at);
    let of = |remarks: &[Remark]| {
        let remarks = remarks.iter().map(|remark| (remark.id.clone(), remark.clone())).collect();
        Records { remarks: Arc::new(remarks), ..Records::default() }
    };
    let base = of(&[status(Status::Open, "2026-11-28T08:00:00Z")]);
    let ours = of(&[status(Status::Done, "2026-11-28T09:00:00Z")]);
    let theirs = of(&[status(Status::Skipped, "2026-11-28T10:00:00Z")]);
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = merge(&DebugLines, &base, one, other);
        assert_eq!((merged.records.status(), merged.both.len()), (Status::Skipped, 0));
    }
    assert_eq!(merge(&DebugLines, &base, &ours, &base).records.status(), Status::Done);
    assert_eq!(
        merge(&DebugLines, &base, &ours, &of(&[])).records.status(),
        Status::Done,
        "a change outlives a removal"
    );
}

#[test]
fn changes_of_different_fields_join() {
    let base = records(&[tag(1, 0, "claim", "")]);
    let (ours, theirs) = (records(&[tag(1, 0, "figure", "")]), records(&[tag(1, 3, "claim", "check")]));
    let merged = merged(&base, &ours, &theirs);
    assert_eq!((shown(&merged), merged.both), (vec!["3 figure check".to_string()], vec![]));
}

#[test]
fn changes_of_one_field_keep_both_versions() {
    let base = records(&[tag(1, 0, "claim", "")]);
    let (ours, theirs) = (records(&[tag(1, 0, "figure", "")]), records(&[tag(1, 0, "source", "")]));
    let merged = merged(&base, &ours, &theirs);
    assert_eq!(shown(&merged), ["0 figure", "0 source, rival of t-1"]);
    let [(first, second)] = merged.both.as_slice() else { panic!("{:?}", merged.both) };
    assert_eq!(first, &name("t", 1));
    assert!(second.as_str().starts_with("t-1-") && second.as_str().len() == "t-1-".len() + 8, "{second}");
}

#[test]
fn a_change_outlives_a_removal() {
    let base = records(&[tag(1, 0, "claim", ""), tag(2, 9, "claim", "")]);
    let (ours, theirs) = (records(&[]), records(&[tag(1, 0, "claim", "kept"), tag(2, 9, "claim", "")]));
    let merged = merged(&base, &ours, &theirs);
    assert_eq!((shown(&merged), merged.both), (vec!["0 claim kept".to_string()], vec![]));
}

#[test]
fn the_same_tag_made_twice_is_one_and_so_are_the_links_on_it() {
    let ours = links(&[tag(1, 0, "claim", ""), tag(2, 9, "claim", "")], &[link(1, "same as", 1, 2)]);
    let theirs = links(&[tag(3, 0, "claim", ""), tag(4, 9, "claim", "")], &[link(5, "same as", 3, 4)]);
    let merged = merged(&Records::default(), &ours, &theirs);
    assert_eq!(shown(&merged), ["0 claim", "9 claim"]);
    assert_eq!(merged.records.links, by_id([link(1, "same as", 1, 2)]));
}

#[test]
fn two_tags_alike_of_one_hand_stay_two() {
    let ours = records(&[tag(1, 0, "claim", ""), tag(2, 0, "claim", "")]);
    assert_eq!(shown(&merged(&Records::default(), &ours, &records(&[]))), ["0 claim", "0 claim"]);
    assert_eq!(shown(&merged(&Records::default(), &ours, &records(&[tag(3, 0, "claim", "")]))).len(), 2);
}

#[test]
fn a_tag_made_from_anothers_is_not_one_with_a_tag_made_afresh() {
    let origin = Origin { annotator: "ben".into(), tag: name("t", 8) };
    let ours = records(&[Tag { from: vec![origin], ..tag(1, 0, "claim", "") }]);
    assert_eq!(shown(&merged(&Records::default(), &ours, &records(&[tag(2, 0, "claim", "")]))).len(), 2);
}

#[test]
fn a_tag_that_is_linked_outlives_its_removal() {
    let (one, other) = (tag(1, 0, "claim", ""), tag(2, 9, "figure", ""));
    let base = records(&[one.clone(), other.clone()]);
    let (ours, theirs) = (records(&[]), links(&[one, other], &[link(1, "rests on", 1, 2)]));
    assert_eq!(merged(&base, &ours, &theirs).records, theirs);
    assert_eq!(merged(&theirs, &records(&[]), &theirs).records, records(&[]), "an old link keeps nothing");
}

#[test]
fn who_found_a_place_for_a_tag_knows_more_than_who_lost_it() {
    let base = records(&[tag(1, 0, "claim", "")]);
    let (gone, moved) = (losts([lost(tag(1, 0, "claim", ""))]), records(&[tag(1, 4, "claim", "")]));
    assert_eq!(shown(&merged(&base, &gone, &base)), ["lost claim"], "nobody has looked for it there");
    assert_eq!(shown(&merged(&base, &gone, &moved)), ["4 claim"]);
    assert_eq!(shown(&merged(&gone, &gone, &moved)), ["4 claim"], "it was put in its place");
}

#[test]
fn what_was_said_of_a_lost_tag_stays_with_it_in_its_new_place() {
    let base = losts([lost(tag(1, 0, "claim", ""))]);
    let (placed, noted) = (records(&[tag(1, 4, "claim", "")]), losts([lost(tag(1, 0, "claim", "where?"))]));
    assert_eq!(shown(&merged(&base, &placed, &noted)), ["4 claim where?"]);
    let (placed, noted) = (records(&[tag(1, 4, "figure", "")]), losts([lost(tag(1, 0, "source", ""))]));
    let merged = merged(&base, &placed, &noted);
    assert_eq!(shown(&merged), ["4 figure", "lost source, rival of t-1"]);
    assert_eq!(merged.both.len(), 1);
}

#[test]
fn a_lost_tag_can_be_removed() {
    let base = losts([lost(tag(1, 0, "claim", "")), lost(tag(2, 9, "claim", ""))]);
    let ours = losts([lost(tag(2, 9, "claim", ""))]);
    assert_eq!(merged(&base, &ours, &base).records, ours);
}

#[test]
fn the_words_that_a_tag_was_made_on_stay_with_its_place() {
    let was = |start, words: &str| Tag { was: Some(words.into()), ..tag(1, start, "claim", "") };
    let base = records(&[was(0, "old")]);
    let (confirmed, moved) = (records(&[tag(1, 0, "claim", "")]), records(&[was(4, "old")]));
    assert_eq!(merged(&base, &confirmed, &base).records, confirmed);
    assert_eq!(merged(&base, &confirmed, &moved).records, moved, "what stands there now, nobody has confirmed");
}

#[test]
fn a_decision_and_a_comment_join() {
    let base = verdicts(&[verdict(1, None, "hm")]);
    let ours = verdicts(&[verdict(1, Some(Decision::Accepted), "hm")]);
    let theirs = verdicts(&[verdict(1, None, "well")]);
    let expected = verdicts(&[verdict(1, Some(Decision::Accepted), "well")]);
    assert_eq!(merged(&base, &ours, &theirs).records, expected);
}

#[test]
fn two_decisions_on_one_tag_are_both_kept() {
    let ours = verdicts(&[verdict(1, Some(Decision::Accepted), "")]);
    let theirs = verdicts(&[verdict(1, Some(Decision::Rejected), "")]);
    let merged = merged(&Records::default(), &ours, &theirs);
    let both: Vec<&Verdict> = merged.records.verdicts.values().collect();
    let [first, second] = both.as_slice() else { panic!("{both:?}") };
    assert_eq!((first.decision.clone(), second.decision.clone()), (Some(Decision::Accepted), Some(Decision::Rejected)));
    assert_eq!((&second.rival, &second.tag), (&Some(first.id.clone()), &name("t", 1)));
    assert_eq!(merged.both, [(first.id.clone(), second.id.clone())]);
}

#[test]
fn two_versions_of_a_link_are_both_kept() {
    let tags = [1, 2, 3].map(|id| tag(id, id * 9, "claim", ""));
    let base = links(&tags, &[link(1, "same as", 1, 2)]);
    let (ours, theirs) = (links(&tags, &[link(1, "rests on", 1, 2)]), links(&tags, &[link(1, "same as", 1, 3)]));
    let merged = merged(&base, &ours, &theirs);
    let [(first, second)] = merged.both.as_slice() else { panic!("{:?}", merged.both) };
    let kept = merged.records.links;
    let rival = |id: &Id| kept.get(id).unwrap().rival.as_ref();
    assert_eq!((kept.len(), rival(second), rival(first)), (2, Some(first), None));
}

#[test]
fn what_was_settled_stays_settled() {
    let base = records(&[tag(1, 0, "claim", "")]);
    let open = merged(&base, &records(&[tag(1, 0, "figure", "")]), &records(&[tag(1, 0, "source", "")])).records;
    let second = open.tags.iter().find(|tag| tag.rival.is_some()).unwrap().clone();
    let alone = Tag { rival: None, ..second.clone() };
    for settled in [
        records(&[tag(1, 0, "figure", "")]),
        records(std::slice::from_ref(&alone)),
        records(&[tag(1, 0, "figure", ""), alone]),
    ] {
        assert_eq!(merged(&open, &settled, &open).records, settled);
        let more: Vec<Tag> = open.tags.iter().cloned().chain([tag(2, 9, "claim", "")]).collect();
        let both = merged(&open, &settled, &records(&more));
        assert_eq!((both.records.tags.len(), both.both), (settled.tags.len() + 1, vec![]));
    }
    // Someone who went on with the second version was not asked.
    let changed = records(&[tag(1, 0, "figure", ""), Tag { note: "see p. 3".into(), ..second }]);
    let kept = merged(&open, &records(&[tag(1, 0, "figure", "")]), &changed);
    assert_eq!(shown(&kept), ["0 figure", "0 source see p. 3, rival of t-1"]);
}

#[test]
fn a_third_version_is_kept_beside_the_second() {
    let side = |label: &str| records(&[tag(1, 0, label, "")]);
    let two = merged(&side("claim"), &side("figure"), &side("source")).records;
    let three = merged(&side("claim"), &two, &side("quote"));
    assert_eq!(three.records.tags.len(), 3, "{three:?}");
    let labels: BTreeSet<&str> = three.records.tags.iter().map(|tag| tag.label.as_str()).collect();
    assert_eq!(labels, BTreeSet::from(["figure", "quote", "source"]));
}

#[test]
fn a_field_that_is_not_known_is_kept_twice_when_both_sides_changed_it() {
    let side = |value: &str| {
        let fields = vec![("tool".into(), value.into()), ("zeal".into(), "1".into())];
        Records { carried: Arc::new(Carried { fields, ..Carried::default() }), ..Records::default() }
    };
    let merged = merged(&side("1"), &side("2"), &side("3"));
    let kept: Vec<&str> = merged.records.carried.fields.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(kept, ["2", "3", "1"]);
    assert_eq!(merged.fields.len(), 1);
}

/// Layers of a few ids, so that the sides meet often.
fn layer() -> impl Strategy<Value = Records> {
    let rival = || prop_oneof![4 => Just(None), 1 => (0..6usize).prop_map(|id| Some(name("t", id)))];
    let origin = (0..2usize).prop_map(|id| Origin { annotator: "ben".into(), tag: name("t", id) });
    let said = (0..6usize, 0..4usize, "claim|figure", "|a|b");
    let more = (prop::option::of("old|older"), prop::collection::vec(origin, 0..2), rival(), "|1", "|x|y");
    let tag = (said, more, prop::bool::weighted(0.2)).prop_map(|((id, at, label, note), more, is_lost)| {
        let (was, from, rival, extra, hedge) = more;
        let mut tag = Tag { was, from, rival, ..tag(id, at * 9, &label, &note) };
        tag.extra.extend((!extra.is_empty()).then(|| ("zeal".to_string(), extra)));
        tag.attributes.extend((!hedge.is_empty()).then(|| ("certainty".to_string(), hedge)));
        (tag, is_lost)
    });
    let link =
        (0..4usize, "same as|rests on", 0..6usize, 0..6usize, rival()).prop_map(|(id, kind, from, to, rival)| {
            let document = (id == 3).then(|| "b.txt".to_string());
            Link { rival, document, ..link(id, &kind, from, to) }
        });
    let verdict = (0..3usize, 0..4usize, "|a|b", 0..2usize).prop_map(|(tag, decision, comment, other)| {
        let amended = verdict(other, None, "").judged;
        let all = [None, Some(Decision::Accepted), Some(Decision::Rejected), Some(Decision::Amended(amended))];
        verdict(tag, all[decision].clone(), &comment)
    });
    use proptest::collection::vec as list;
    let carried = (list("(x|y|z)", 0..3), list(("a|b", "1|2|3"), 0..2));
    let remark = (0..5usize, "|a|b", 0..3usize).prop_map(|(state, reason, at)| {
        Remark::status(Status::ALL[state], &reason, &format!("2026-11-28T1{at}:00:00Z"))
    });
    let records = (list(tag, 0..6), list(link, 0..4), list(verdict, 0..3), list(remark, 0..2), carried);
    records.prop_map(|(tags, links, verdicts, remarks, carried)| {
        let unique: BTreeMap<Id, (Tag, bool)> =
            tags.into_iter().map(|(tag, lost)| (tag.id.clone(), (tag, lost))).collect();
        let (gone, placed): (Vec<_>, Vec<_>) = unique.into_values().partition(|(_, lost)| *lost);
        let lines: BTreeSet<String> = carried.0.into_iter().collect();
        let fields: BTreeMap<String, String> = carried.1.into_iter().collect();
        let carried =
            Carried { tags: lines.into_iter().collect(), fields: fields.into_iter().collect(), ..Carried::default() };
        Records {
            tags: placed.into_iter().map(|(tag, _)| tag).collect(),
            links: by_id(links),
            verdicts: by_id(verdicts),
            remarks: Arc::new(remarks.into_iter().map(|remark| (remark.id.clone(), remark)).collect()),
            carried: Arc::new(carried),
            ..losts(gone.into_iter().map(|(tag, _)| lost(tag)))
        }
    })
}

/// Layers in which each link has its ends. One can have lost them, but not have named what only the other side has.
fn tied() -> impl Strategy<Value = Records> {
    layer().prop_map(|mut records| {
        let ids: BTreeSet<Id> = all_held(&records).into_keys().collect();
        let tied = |link: &Link| ids.contains(&link.from) && (link.document.is_some() || ids.contains(&link.to));
        Arc::make_mut(&mut records.links).retain(|_, link| tied(link));
        records
    })
}

/// Returns what records say, as (whose, what, which value): each is something that a hand can have set.
fn said(records: &Records) -> BTreeSet<(Id, &'static str, String)> {
    let mut said = BTreeSet::new();
    for (id, HeldTag { tag, lost }) in all_held(records) {
        let mut add = |what, value: String| said.insert((id.clone(), what, value));
        add("label", tag.label);
        add("note", tag.note);
        add("extra", format!("{:?}", tag.extra));
        add("from", format!("{:?}", tag.from));
        for attribute in tag.attributes {
            add("attribute", format!("{attribute:?}"));
        }
        if lost.is_none() {
            add("place", format!("{:?}", tag.span));
        }
    }
    for (id, link) in records.links.iter() {
        said.insert((id.clone(), "link", format!("{} {} {} {:?}", link.kind, link.from, link.to, link.document)));
    }
    for (id, verdict) in records.verdicts.iter() {
        said.insert((id.clone(), "decision", format!("{:?} {:?}", verdict.decision, verdict.judged)));
        said.insert((id.clone(), "comment", verdict.comment.clone()));
    }
    said
}

proptest! {
    #[test]
    fn merging_with_an_unchanged_side_gives_the_other(base in layer(), changed in layer()) {
        for (ours, theirs) in [(&changed, &base), (&base, &changed), (&changed, &changed)] {
            let merged = merge(&DebugLines, &base, ours, theirs);
            prop_assert_eq!(&merged.records, &changed);
            prop_assert!(merged.both.is_empty() && merged.fields.is_empty());
        }
    }

    #[test]
    fn the_order_of_the_sides_does_not_matter(base in layer(), one in layer(), other in layer()) {
        prop_assert_eq!(merge(&DebugLines, &base, &one, &other), merge(&DebugLines, &base, &other, &one));
    }

    #[test]
    fn nothing_that_either_side_made_is_missing(base in layer(), one in layer(), other in layer()) {
        let merged = merge(&DebugLines, &base, &one, &other).records;
        let (old, there) = (said(&base), said(&merged));
        let twins = |id: &Id| !all_held(&merged).contains_key(id) && !merged.links.contains_key(id);
        for side in [&one, &other] {
            for (id, what, value) in said(side).difference(&old) {
                let beside = format!("{id}-");
                let found = there.iter().any(|(kept, field, said)| {
                    let mine = kept == id || kept.as_str().starts_with(&beside) || twins(id);
                    // The end of a link may be the twin of the tag that it was made on.
                    (field, mine) == (what, true) && (said == value || *what == "link")
                });
                prop_assert!(found, "{} of {} is {}", what, id, value);
            }
            for line in side.carried.tags.iter().filter(|line| !base.carried.tags.contains(line)) {
                prop_assert!(merged.carried.tags.contains(line));
            }
            for (name, value) in side.carried.fields.iter().filter(|field| !base.carried.fields.contains(field)) {
                let kept = merged.carried.fields.iter().any(|(there, kept)| there.starts_with(name) && kept == value);
                prop_assert!(kept, "{name}");
            }
        }
    }

    #[test]
    fn what_one_side_removed_and_the_other_left_alone_is_gone(base in layer(), one in layer(), other in layer()) {
        let merged = all_held(&merge(&DebugLines, &base, &one, &other).records);
        let (old, one_has, other_has) = (all_held(&base), all_held(&one), all_held(&other));
        for (id, tag) in old.iter().filter(|(id, tag)| !one_has.contains_key(id) && other_has.get(id) == Some(tag)) {
            let linked = other.links.values().any(|link| {
                base.links.get(&link.id) != Some(link) && (link.from == *id || link.to == *id)
            });
            prop_assert!(linked || !merged.contains_key(id), "{tag:?}");
        }
    }

    #[test]
    fn merging_once_more_adds_nothing(base in tied(), one in tied(), other in tied()) {
        let merged = merge(&DebugLines, &base, &one, &other).records;
        for side in [&one, &other] {
            prop_assert_eq!(&merge(&DebugLines, &base, side, &merged).records, &merged);
            prop_assert_eq!(&merge(&DebugLines, side, side, &merged).records, &merged);
        }
    }

    #[test]
    fn both_versions_are_there_and_the_second_says_whose_rival_it_is(base in layer(), one in layer(), other in layer()) {
        let Merged { records, both, .. } = merge(&DebugLines, &base, &one, &other);
        let mut rivals: BTreeMap<Id, Option<Id>> = BTreeMap::new();
        rivals.extend(all_held(&records).into_iter().map(|(id, held)| (id, held.tag.rival)));
        rivals.extend(records.links.values().map(|link| (link.id.clone(), link.rival.clone())));
        rivals.extend(records.verdicts.values().map(|verdict| (verdict.id.clone(), verdict.rival.clone())));
        for (first, second) in both {
            prop_assert!(rivals.contains_key(&first));
            prop_assert_eq!(rivals.get(&second), Some(&Some(first)));
        }
    }

    #[test]
    fn the_edits_from_one_layer_to_another_lead_there(from in layer(), to in layer()) {
        let mut layer = Layer::new(from.clone());
        edits(&from, &to).into_iter().for_each(|edit| drop(layer.apply(edit)));
        prop_assert_eq!(layer.records(), &Records { carried: from.carried, ..to });
    }
}
