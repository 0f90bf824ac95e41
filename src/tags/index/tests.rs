//! Tests that the index gives the same answers as a look through all records, after any edits.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::tags::edit::Edit;
use crate::tags::merge;
use crate::tags::target::{Judged, Target};
use crate::text::Document;

const SOME: usize = 6;

fn named(prefix: &'static str) -> impl Strategy<Value = Id> {
    (0..SOME).prop_map(move |number| Id::from(format!("{prefix}-{number}").as_str()))
}

fn tag() -> impl Strategy<Value = Tag> {
    let from = prop::collection::vec(named("o"), 0..3);
    (named("t"), 0..9usize, 1..5usize, prop::option::of(named("t")), any::<bool>(), from).prop_map(
        |(id, start, len, rival, changed, from)| Tag {
            id,
            rival,
            was: changed.then(|| "other words".into()),
            from: from.into_iter().map(|tag| Origin { annotator: "ana".into(), tag }).collect(),
            ..Tag::new("claim", Span::new(start, start + len), "")
        },
    )
}

fn lost() -> impl Strategy<Value = Lost> {
    tag().prop_map(|tag| Lost { tag: Tag { span: Span::default(), ..tag }, target: Target::default() })
}

fn link() -> impl Strategy<Value = Link> {
    (named("l"), named("t"), named("t"), prop::option::of(named("l")), any::<bool>()).prop_map(
        |(id, from, to, rival, across)| Link {
            id,
            kind: "same as".into(),
            from,
            to,
            document: across.then(|| "elsewhere.txt".into()),
            at: String::new(),
            rival,
            extra: Vec::new(),
        },
    )
}

fn verdict() -> impl Strategy<Value = Verdict> {
    (named("v"), named("t"), prop::option::of(named("v"))).prop_map(|(id, tag, rival)| Verdict {
        id,
        annotator: "ana".into(),
        tag,
        decision: None,
        judged: Judged::of(&Document::new("words"), &Tag::new("claim", Span::new(0, 5), "")),
        comment: String::new(),
        at: String::new(),
        rival,
        extra: Vec::new(),
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => tag().prop_map(Edit::put),
        2 => named("t").prop_map(|id| Edit::Tag(id, None)),
        2 => lost().prop_map(|lost| Edit::Lost(lost.tag.id.clone(), Some(lost))),
        1 => named("t").prop_map(|id| Edit::Lost(id, None)),
        3 => link().prop_map(Edit::link),
        1 => named("l").prop_map(|id| Edit::Link(id, None)),
        2 => verdict().prop_map(Edit::verdict),
        1 => named("v").prop_map(|id| Edit::Verdict(id, None)),
    ]
}

fn apply(layer: &mut Layer, edits: Vec<Edit>) -> Vec<Edit> {
    let mut back: Vec<Edit> = edits.into_iter().map(|edit| layer.apply(edit)).collect();
    back.reverse();
    back
}

/// Asks the index for everything, and compares with a look through all records.
fn check(layer: &Layer) -> Result<(), TestCaseError> {
    prop_assert_eq!(&layer.index, &Index::of(layer.records()));
    let tags = || layer.tags().iter();
    for number in 0..SOME {
        let id = |prefix: &str| Id::from(format!("{prefix}-{number}").as_str());
        let (tag, link, verdict) = (id("t"), id("l"), id("v"));
        prop_assert_eq!(layer.tag(&tag), tags().find(|other| other.id == tag));
        let touches = |link: &&Link| link.from == tag || link.to == tag;
        prop_assert!(layer.links_at(&tag).eq(layer.links().values().filter(touches)));
        let origin = Origin { annotator: "ana".into(), tag: id("o") };
        let made: BTreeSet<&Id> = tags().filter(|tag| tag.from.contains(&origin)).map(|tag| &tag.id).collect();
        prop_assert!(layer.made_from(&origin).map(|tag| &tag.id).eq(made));
        let all = tags().chain(layer.lost().values().map(|lost| &lost.tag));
        let mut seconds: Vec<&Id> = all.filter(|other| other.rival.as_ref() == Some(&tag)).map(|tag| &tag.id).collect();
        let mut told: Vec<&Id> = layer.second_tags(&tag).collect();
        seconds.sort();
        told.sort();
        prop_assert_eq!(told, seconds);
        let seconds = layer.links().values().filter(|other| other.rival.as_ref() == Some(&link)).map(|link| &link.id);
        prop_assert!(layer.second_links(&link).iter().eq(seconds));
        let all = layer.verdicts().values();
        let seconds = all.filter(|other| other.rival.as_ref() == Some(&verdict)).map(|verdict| &verdict.id);
        prop_assert!(layer.second_verdicts(&verdict).iter().eq(seconds));
    }
    let changed: BTreeSet<&Id> = tags().filter(|tag| tag.was.is_some()).map(|tag| &tag.id).collect();
    prop_assert_eq!(layer.changed().map(|tag| &tag.id).collect::<BTreeSet<_>>(), changed);
    let versions = tags().filter_map(|tag| Some((tag, tag.rival.as_ref()?))).filter(|(_, first)| layer.has_tag(first));
    let versions: BTreeSet<&Id> = versions.flat_map(|(tag, first)| [&tag.id, first]).collect();
    let placed: BTreeSet<&Id> = versions.into_iter().filter(|id| layer.tag(id).is_some()).collect();
    prop_assert_eq!(layer.contested_tags().map(|tag| &tag.id).collect::<BTreeSet<_>>(), placed);
    let first = |link: &&Link| link.rival.as_ref().is_some_and(|first| layer.links().contains_key(first));
    let versions: BTreeSet<&Id> =
        layer.links().values().filter(first).flat_map(|link| std::iter::once(&link.id).chain(&link.rival)).collect();
    prop_assert_eq!(layer.contested_links().map(|link| &link.id).collect::<BTreeSet<_>>(), versions);
    Ok(())
}

proptest! {
    #[test]
    fn the_index_knows_what_a_look_through_all_records_finds(
        before in prop::collection::vec(edit(), 0..30),
        edits in prop::collection::vec(edit(), 1..10),
        theirs in prop::collection::vec(edit(), 0..10),
    ) {
        let mut layer = Layer::default();
        apply(&mut layer, before);
        check(&layer)?;
        let base = layer.records().clone();
        let back = apply(&mut layer, edits);
        check(&layer)?;
        let again = apply(&mut layer, back);
        prop_assert_eq!(layer.records(), &base);
        check(&layer)?;
        apply(&mut layer, again);
        check(&layer)?;
        let mut other = Layer::new(base.clone());
        apply(&mut other, theirs);
        let edits = merge::edits(layer.records(), other.records());
        layer.adopt(other.records().clone(), &edits);
        check(&layer)?;
        prop_assert_eq!(layer.records(), other.records());
    }
}
