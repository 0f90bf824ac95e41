//! Three files into one, without their text.

use proptest::prelude::*;

use super::*;
use crate::corpus::record::{LayerReading, TextResolver, read, write};
use crate::tags::target::Lost;
use crate::tags::{Carried, Id, Link, Tag};
use crate::text::{Document, Span};

const TEXT: &str = "About 1,500 men are in Kursk, said the NIS. Seoul counts 10,000.\n";
const EDITED: &str = "Yesterday: About 1,500 men are in Kursk, said the NIS. Seoul counts 10,000.\n";

fn tag(text: &str, id: &str, label: &str, words: &str) -> Tag {
    let at = text.find(words).unwrap();
    Tag { id: Id::from(id), ..Tag::new(label, Span::new(at, at + words.len()), "") }
}

fn noted(tag: Tag, note: &str) -> Tag {
    Tag { note: note.into(), ..tag }
}

fn layer(text: &str, tags: impl IntoIterator<Item = Tag>) -> String {
    let records = Records { tags: tags.into_iter().collect(), ..Records::default() };
    write(&records, &Document::new(text), "a.txt", "ana")
}

fn opened(text: &str, file: &str) -> LayerReading {
    read(file, &Document::new(text), "a.txt", "ana").unwrap()
}

fn shown(reading: &LayerReading, text: &str) -> Vec<String> {
    let placed =
        reading.records.tags.iter().map(|tag| format!("{} {}", tag.label, &text[tag.span.start..tag.span.end]));
    let lost = reading.records.lost.values().map(|lost| format!("lost {}", lost.tag.label));
    placed.chain(lost).collect()
}

/// Checks that the ids of second versions stay: they are kept in files, so they are part of the format. See
/// [`crate::corpus::record`].
#[test]
fn the_ids_of_second_versions_never_change() {
    let hand = |label: &str, note: &str, kind: &str, decision: Decision| {
        let tag = noted(tag(TEXT, "t-1", label, "About 1,500"), note);
        let lost = Tag { id: Id::from("t-2"), ..tag.clone() };
        let target = Target { start: 7, quote: "gone".into(), prefix: "a ".into(), suffix: " é".into() };
        let link = Link {
            id: Id::from("l-1"),
            kind: kind.into(),
            from: Id::from("t-1"),
            to: Id::from("t-9"),
            document: Some("b.txt".into()),
            at: "2026-11-28T08:00:00Z".into(),
            rival: None,
            extra: vec![],
        };
        let judged = Judged {
            label: "claim".into(),
            attributes: Default::default(),
            target: Target { start: 0, quote: "About".into(), ..Target::default() },
            span: None,
        };
        let verdict = Verdict {
            id: Verdict::id_of("ben", &Id::from("t-5")),
            annotator: "ben".into(),
            tag: Id::from("t-5"),
            decision: Some(decision),
            judged,
            comment: String::new(),
            at: String::new(),
            rival: None,
            extra: vec![],
        };
        Records {
            tags: [tag].into_iter().collect(),
            lost: std::sync::Arc::new([(lost.id.clone(), Lost { tag: lost, target })].into_iter().collect()),
            links: std::sync::Arc::new([(link.id.clone(), link)].into_iter().collect()),
            verdicts: std::sync::Arc::new([(verdict.id.clone(), verdict)].into_iter().collect()),
            ..Records::default()
        }
    };
    let ours = hand("figure", "ours", "same as", Decision::Accepted);
    let theirs = hand("source", "", "differs from", Decision::Rejected);
    let document = Document::new(TEXT);
    let merged = tags::merge::merge(&TextResolver::new(&document), &Records::default(), &ours, &theirs);
    let ids: Vec<&str> = merged.both.iter().map(|(_, second)| second.as_str()).collect();
    assert_eq!(ids, ["l-1-0f351104", "t-1-cea6febe", "t-2-9f08323f", "v-ben-5-f88c79f6"]);
    // Git's merge, which has no text, calls them the same.
    let file = |records: &Records| write(records, &document, "a.txt", "ana");
    let joined = super::merge(&file(&Records::default()), &file(&ours), &file(&theirs)).unwrap();
    assert_eq!(joined.text, file(&merged.records));
}

/// Merges in both orders, which give the same.
fn merged(base: &str, ours: &str, theirs: &str) -> Joined {
    let joined = merge(base, ours, theirs).unwrap();
    assert_eq!(Ok(&joined), merge(base, theirs, ours).as_ref());
    joined
}

fn names_text(file: &str, text: &str) -> bool {
    file.contains(&format!("sha256: \"{}\"", Document::new(text).sha256()))
}

#[test]
fn what_either_side_added_is_there_and_the_text_is_named() {
    let (a, b, c) = (
        tag(TEXT, "t-a", "figure", "1,500"),
        tag(TEXT, "t-b", "source", "the NIS"),
        tag(TEXT, "t-c", "figure", "10,000"),
    );
    let base = layer(TEXT, [b.clone()]);
    let joined = merged(&base, &layer(TEXT, [a.clone(), b.clone()]), &layer(TEXT, [b.clone(), c.clone()]));
    assert_eq!(joined, Joined { text: layer(TEXT, [a.clone(), b, c.clone()]), conflicts: vec![] });
    // Git gives an empty file where both sides began the layer.
    assert_eq!(merged("", &layer(TEXT, [a.clone()]), &layer(TEXT, [c.clone()])).text, layer(TEXT, [a, c]));
}

#[test]
fn with_an_unchanged_side_the_file_is_the_others_to_the_byte() {
    let (a, b) = (tag(TEXT, "t-a", "figure", "1,500"), tag(EDITED, "t-a", "figure", "1,500"));
    let (base, edited) = (layer(TEXT, [a]), layer(EDITED, [noted(b, "see p. 3")]));
    assert_eq!(merged(&base, &edited, &base).text, edited);
}

#[test]
fn what_both_sides_changed_stands_in_the_file_twice_and_opens() {
    let side = |label: &str| layer(TEXT, [tag(TEXT, "t-a", label, "1,500")]);
    let joined = merged(&side("claim"), &side("figure"), &side("source"));
    let reading = opened(TEXT, &joined.text);
    assert_eq!(shown(&reading, TEXT), ["figure 1,500", "source 1,500"]);
    assert!(!reading.text_changed && reading.doubts.is_empty(), "{reading:?}");
    let rivals: Vec<Option<Id>> = reading.records.tags.iter().map(|tag| tag.rival.clone()).collect();
    assert_eq!(rivals, [None, Some(Id::from("t-a"))]);
    let [Conflict { first, second }] = joined.conflicts.as_slice() else { panic!("{joined:?}") };
    assert_eq!(first, "figure “1,500” 6..11 (t-a)");
    assert!(second.starts_with("source “1,500” 6..11 (t-a-"), "{second}");
    // A merge of another tag as well gives the same second version, under the same name.
    let more = layer(TEXT, [tag(TEXT, "t-a", "source", "1,500"), tag(TEXT, "t-0", "source", "Seoul")]);
    let again = opened(TEXT, &merged(&side("claim"), &side("figure"), &more).text).records;
    assert!(reading.records.tags.iter().all(|tag| again.tags.iter().any(|other| other == tag)), "{again:?}");
}

#[test]
fn tags_on_an_edited_text_and_tags_on_the_old_one_all_find_their_place() {
    let base = layer(TEXT, [tag(TEXT, "t-a", "figure", "1,500")]);
    let ours = layer(EDITED, [tag(EDITED, "t-a", "figure", "1,500"), tag(EDITED, "t-b", "source", "Yesterday")]);
    let theirs = layer(TEXT, [noted(tag(TEXT, "t-a", "figure", "1,500"), "men"), tag(TEXT, "t-c", "source", "Seoul")]);
    let joined = merged(&base, &ours, &theirs);
    assert!(joined.text.contains("sha256: \"\", chars: 0"), "{}", joined.text);
    let reading = opened(EDITED, &joined.text);
    assert_eq!(shown(&reading, EDITED), ["source Yesterday", "figure 1,500", "source Seoul"]);
    assert!(reading.text_changed && joined.conflicts.is_empty());
    assert_eq!(reading.records.tags.iter().nth(1).unwrap().note, "men");
}

#[test]
fn a_place_that_only_followed_its_text_contradicts_nobody() {
    let (a, b, c) = (
        tag(TEXT, "t-a", "figure", "1,500"),
        tag(TEXT, "t-b", "source", "the NIS"),
        tag(TEXT, "t-c", "figure", "10,000"),
    );
    let base = layer(TEXT, [a.clone(), b, c]);
    let follow = |id, label, words| tag(EDITED, id, label, words);
    let (d, e, f) =
        (follow("t-a", "figure", "1,500"), follow("t-b", "source", "the NIS"), follow("t-c", "figure", "10,000"));
    let ours = layer(EDITED, [d.clone(), e, f]);
    // They removed one and set the end of another.
    let joined = merged(&base, &ours, &layer(TEXT, [a, tag(TEXT, "t-b", "source", "NIS")]));
    assert_eq!(joined.conflicts, []);
    assert_eq!(shown(&opened(EDITED, &joined.text), EDITED), ["figure 1,500", "source NIS"]);
    // They only removed: what is left stands as ours has it.
    let joined = merged(&base, &ours, &layer(TEXT, [tag(TEXT, "t-a", "figure", "1,500")]));
    assert_eq!(joined.text, layer(EDITED, [d]));
}

#[test]
fn a_tag_that_lost_its_words_is_lost_with_their_note_and_gone_with_their_removal() {
    let text = TEXT.replace("1,500", "many");
    let a = tag(TEXT, "t-a", "figure", "1,500");
    let target = Target::of(&Document::new(TEXT), a.span);
    let lost = Lost { tag: Tag { span: Span::default(), ..a.clone() }, target };
    let ours = Records { lost: std::sync::Arc::new([(a.id.clone(), lost)].into()), ..Records::default() };
    let ours = write(&ours, &Document::new(&*text), "a.txt", "ana");
    let base = layer(TEXT, [a.clone()]);
    let joined = merged(&base, &ours, &layer(TEXT, [noted(a, "men")]));
    assert!(names_text(&joined.text, &text), "{}", joined.text);
    assert_eq!(opened(&text, &joined.text).records.lost.values().next().unwrap().tag.note, "men");
    assert_eq!(merged(&base, &ours, &layer(TEXT, [])).text, layer(&text, []));
}

#[test]
fn a_hand_that_moved_a_tag_on_the_new_text_is_heard() {
    let text = "10,000 or 10,000 or 10,000";
    let at =
        |start: usize, words: &str| Tag { id: "t-a".into(), ..Tag::new("figure", Span::new(start, start + 6), words) };
    let base = layer("5 or 10,000", [Tag { id: "t-a".into(), ..Tag::new("figure", Span::new(5, 11), "") }]);
    let joined = merged(&base, &layer(text, [at(0, "")]), &layer(text, [at(10, "")]));
    assert_eq!(joined.conflicts.len(), 1, "{}", joined.text);
}

#[test]
fn what_is_not_known_here_is_kept() {
    let with = |field: &str, record: &str| {
        let file = layer(TEXT, [tag(TEXT, "t-a", "figure", "1,500")]);
        file.replace("    verdicts: [],\n", &format!("    verdicts: [{record}],\n    tool: {field},\n"))
    };
    let (base, ours, theirs) = (with("1", ""), with("2", "(id: \"v-1\")"), with("1", "(id: \"v-2\", x: 3)"));
    let joined = merged(&base, &ours, &theirs);
    let carried = Carried {
        fields: vec![("tool".into(), "2".into())],
        verdicts: vec!["(id: \"v-1\")".into(), "(id: \"v-2\", x: 3)".into()],
        ..Carried::default()
    };
    assert_eq!(opened(TEXT, &joined.text).records.carried.as_ref(), &carried);
    let joined = merged(&base, &ours, &with("3", ""));
    assert_eq!(joined.conflicts[0].first, "tool: 2");
    assert!(joined.conflicts[0].second.ends_with(": 3"));
}

#[test]
fn a_verdict_follows_its_words_and_is_not_decided_anew_by_it() {
    let judged = |text: &str| Judged::of(&Document::new(text), &tag(text, "t-a", "figure", "1,500"));
    let file = |text: &str, decision: Decision, comment: &str| {
        let id = Verdict::id_of("ben", &"t-a".into());
        let (annotator, tag, judged) = ("ben".into(), "t-a".into(), judged(text));
        let (decision, comment, at) = (Some(decision), comment.into(), String::new());
        let verdict =
            Verdict { id: id.clone(), annotator, tag, decision, judged, comment, at, rival: None, extra: vec![] };
        let records = Records { verdicts: std::sync::Arc::new([(id, verdict)].into()), ..Records::default() };
        write(&records, &Document::new(text), "a.txt", "ana")
    };
    let (base, ours) = (file(TEXT, Decision::Accepted, ""), file(EDITED, Decision::Accepted, ""));
    let joined = merged(&base, &ours, &file(TEXT, Decision::Rejected, ""));
    let verdict = opened(EDITED, &joined.text).records.verdicts.values().next().unwrap().clone();
    assert_eq!((verdict.decision, joined.conflicts), (Some(Decision::Rejected), vec![]));
    assert_eq!(verdict.judged.span, judged(EDITED).span);
    assert_eq!(merged(&base, &ours, &layer(TEXT, [])).text, layer(EDITED, []));
    let joined = merged(&base, &file(TEXT, Decision::Rejected, "no"), &file(TEXT, Decision::Amended(judged(TEXT)), ""));
    assert_eq!(joined.conflicts.len(), 1);
    assert!(joined.text.contains("rival: \"v-ben-a\""), "{}", joined.text);
}

#[test]
fn a_document_that_one_side_renamed_has_its_new_name() {
    let base = layer(TEXT, [tag(TEXT, "t-a", "figure", "1,500")]);
    let theirs = layer(TEXT, [tag(TEXT, "t-a", "figure", "1,500"), tag(TEXT, "t-b", "source", "Seoul")]);
    let joined = merged(&base, &base.replace("a.txt", "b.txt"), &theirs);
    assert_eq!(joined.text, theirs.replace("a.txt", "b.txt"));
}

#[test]
fn what_does_not_read_is_named_with_its_place() {
    let good = layer(TEXT, [tag(TEXT, "t-a", "figure", "1,500")]);
    let refused = |base: &str, ours: &str, theirs: &str| {
        let (side, fault) = merge(base, ours, theirs).unwrap_err();
        (side, fault.to_string())
    };
    let cut = &good[..good.len() - 20];
    assert_eq!(refused(cut, &good, &good), (MergeSide::Base, "8:15: unexpected end of RON".into()));
    assert!(matches!(refused(&good, "", &good), (MergeSide::Ours, _)));
    let newer = good.replace("format: 1", "format: 2");
    assert_eq!(refused(&good, &good, &newer), (MergeSide::Theirs, "its format is 2, and this version reads 1".into()));
    let marks = format!("<<<<<<< HEAD\n{good}");
    assert_eq!(refused(&good, &marks, &good), (MergeSide::Ours, "1:1: a merge conflict begins here".into()));
    let other = good.replace("\"ana\"", "\"ben\"");
    assert_eq!(
        refused("", &good, &other),
        (MergeSide::Theirs, "4:16: this layer is by another annotator: \"ben\"".into())
    );
    let other = good.replace("a.txt", "b.txt");
    assert_eq!(
        refused("", &good, &other),
        (MergeSide::Theirs, "3:22: this layer is about another document: \"b.txt\"".into())
    );
}

/// Layers of a few tags on a text, so that the sides meet often.
fn records() -> impl Strategy<Value = Records> {
    let words = ["About 1,500", "1,500", "men", "Kursk", "the NIS", "NIS", "Seoul", "10,000"];
    let tag = (0..6usize, 0..words.len(), "claim|figure", "|see p. 3", prop::bool::weighted(0.2));
    let tags = prop::collection::vec(tag, 0..6);
    tags.prop_map(move |tags| {
        let mut records = Records::default();
        let all = tags.into_iter().map(|(id, at, label, note, lost)| {
            (noted(self::tag(TEXT, &format!("t-{id}"), &label, words[at]), &note), lost)
        });
        let unique: std::collections::BTreeMap<Id, (Tag, bool)> =
            all.map(|(tag, lost)| (tag.id.clone(), (tag, lost))).collect();
        for (id, (tag, is_lost)) in unique {
            if is_lost {
                let target = Target::of(&Document::new(TEXT), tag.span);
                let lost = Lost { tag: Tag { span: Span::default(), ..tag }, target };
                std::sync::Arc::make_mut(&mut records.lost).insert(id, lost);
            } else {
                records.tags.insert(tag);
            }
        }
        records
    })
}

proptest! {
    #[test]
    fn files_merge_as_what_they_hold_does(base in records(), ours in records(), theirs in records()) {
        let document = Document::new(TEXT);
        let file = |records: &Records| write(records, &document, "a.txt", "ana");
        let expected = tags::merge::merge(&TextResolver::new(&document), &base, &ours, &theirs);
        let joined = merge(&file(&base), &file(&ours), &file(&theirs)).unwrap();
        prop_assert_eq!(joined.text, file(&expected.records));
        prop_assert_eq!(joined.conflicts.len(), expected.both.len());
    }
}
