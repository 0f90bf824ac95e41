//! Tests decisions and their effects, on layers of a few tags.

use proptest::prelude::*;

use super::*;

const TEXT: &str = "Prices rose by about 5% in May, INSEE said on Monday.";

fn document() -> Document {
    Document::new(TEXT)
}

fn tag(id: &str, label: &str, words: &str) -> Tag {
    let start = TEXT.find(words).unwrap();
    Tag { id: Id::from(id), ..Tag::new(label, Span::new(start, start + words.len()), "") }
}

fn ana() -> TagSet {
    [tag("t-1", "claim", "Prices rose by about 5% in May"), tag("t-2", "figure", "5%"), tag("t-3", "source", "INSEE")]
        .into_iter()
        .collect()
}

fn ben() -> TagSet {
    [tag("t-4", "claim", "Prices rose by about 5%"), tag("t-5", "figure", "5%"), tag("t-6", "figure", "Monday")]
        .into_iter()
        .collect()
}

fn one() -> Round {
    Round::new(&document(), &[("ana".into(), ana())])
}

fn two() -> Round {
    Round::new(&document(), &[("ana".into(), ana()), ("ben".into(), ben())])
}

fn apply(own: &mut Layer, edits: Vec<Edit>) -> Vec<Edit> {
    let mut inverse: Vec<Edit> = edits.into_iter().map(|edit| own.apply(edit)).collect();
    inverse.reverse();
    inverse
}

fn words(own: &Layer) -> Vec<String> {
    own.tags().iter().map(|tag| format!("{} {}", tag.label, &TEXT[tag.span.start..tag.span.end])).collect()
}

fn outcome(label: &str, words: &str) -> Resolution {
    Resolution::of(&tag("", label, words))
}

#[test]
fn a_verdict_closes_an_item_and_undo_opens_it_again() {
    let (round, document) = (one(), document());
    let mut own = Layer::default();
    assert_eq!(round.states(&own), [ItemState::Open; 3]);
    let accept = round.resolve(0, &outcome("claim", "Prices rose by about 5% in May"), &own, &document, "");
    let back = apply(&mut own, accept);
    let edits = round.resolve(1, &outcome("figure", "about 5%"), &own, &document, "");
    apply(&mut own, edits);
    let edits = round.reject(2, &own, &document, "");
    apply(&mut own, edits);
    assert_eq!(round.states(&own), [ItemState::Accepted, ItemState::Amended, ItemState::Rejected]);
    assert!(own.tags().is_empty(), "one annotator’s tags are judged, not taken over");
    let judged = &own.verdict_on("ana", &Id::from("t-2")).unwrap().judged;
    assert_eq!((judged.label.as_str(), judged.target.quote.as_str()), ("figure", "5%"), "what it was before");
    assert_eq!(round.amended(1, &own).unwrap().target.quote, "about 5%");
    apply(&mut own, back);
    assert_eq!(round.states(&own)[0], ItemState::Open);
}

#[test]
fn a_tag_that_changes_afterwards_comes_up_again_and_the_others_do_not() {
    let (round, document) = (one(), document());
    let mut own = Layer::default();
    for item in 0..3 {
        let same = Resolution::of(round.items[item].tag().unwrap());
        let edits = round.resolve(item, &same, &own, &document, "");
        apply(&mut own, edits);
    }
    let changed: TagSet = ana()
        .iter()
        .map(|old| if old.id == Id::from("t-2") { tag("t-2", "figure", "about 5%") } else { old.clone() })
        .collect();
    let round = Round::new(&document, &[("ana".into(), changed)]);
    assert_eq!(round.states(&own), [ItemState::Accepted, ItemState::Outdated, ItemState::Accepted]);
    assert_eq!(
        round.progress(&round.states(&own), &own),
        RoundProgress { open: 1, accepted: 2, ..RoundProgress::default() }
    );
}

#[test]
fn what_the_reviewer_adds_counts_and_what_both_have_does_not() {
    let round = one();
    let own = Layer::new(
        [tag("t-8", "figure", "Monday"), tag("t-9", "source", "INSEE")].into_iter().collect::<TagSet>().into(),
    );
    assert_eq!(round.progress(&round.states(&own), &own).added, 1);
}

#[test]
fn a_comment_alone_decides_nothing_and_outlives_a_decision() {
    let (round, document) = (one(), document());
    let mut own = Layer::default();
    let edits = round.comment(2, "who?", &own, &document, "");
    apply(&mut own, edits);
    assert_eq!((round.states(&own)[2], round.comment_on(2, &own)), (ItemState::Open, "who?"));
    let edits = round.reject(2, &own, &document, "");
    apply(&mut own, edits);
    assert_eq!((round.states(&own)[2], round.comment_on(2, &own)), (ItemState::Rejected, "who?"));
    let edits = round.withdraw(2, &own);
    apply(&mut own, edits);
    assert_eq!((round.states(&own)[2], round.comment_on(2, &own)), (ItemState::Open, "who?"), "what was said stays");
    let edits = round.comment(2, "", &own, &document, "");
    apply(&mut own, edits);
    assert!(own.verdicts().is_empty());
}

#[test]
fn an_amendment_that_was_taken_over_is_settled() {
    let (round, document) = (one(), document());
    let mut own = Layer::default();
    let edits = round.resolve(1, &outcome("figure", "about 5%"), &own, &document, "");
    apply(&mut own, edits);
    let taken: TagSet = ana()
        .iter()
        .map(|old| if old.id == Id::from("t-2") { tag("t-2", "figure", "about 5%") } else { old.clone() })
        .collect();
    let round = Round::new(&document, &[("ana".into(), taken)]);
    let item = round.find(&Origin { annotator: "ana".into(), tag: Id::from("t-2") }).unwrap();
    assert_eq!(round.states(&own)[item], ItemState::Amended);
}

#[test]
fn of_several_versions_one_is_taken_and_says_where_it_is_from() {
    let (round, document) = (two(), document());
    assert_eq!(
        round.items.iter().map(|item| item.kind).collect::<Vec<_>>(),
        [MatchKind::EndsDiffer, MatchKind::Agreed, MatchKind::OnlySome, MatchKind::OnlySome,]
    );
    let mut own = Layer::default();
    let edits = round.resolve(0, &outcome("claim", "Prices rose by about 5%"), &own, &document, "now");
    apply(&mut own, edits);
    assert_eq!(words(&own), ["claim Prices rose by about 5%"]);
    let from: Vec<String> =
        own.tags().iter().flat_map(|tag| &tag.from).map(|from| format!("{} {}", from.annotator, from.tag)).collect();
    assert_eq!(from, ["ana t-1", "ben t-4"]);
    assert_eq!(round.states(&own)[0], ItemState::Amended);
    // A new decision changes the tag that was made before, and makes no other.
    let shared = round.items[0].shared().unwrap();
    let anew = Resolution { span: shared, ..outcome("figure", "5%") };
    let edits = round.resolve(0, &anew, &own, &document, "later");
    apply(&mut own, edits);
    assert_eq!(words(&own), ["figure Prices rose by about 5%"]);
    let edits = round.reject(0, &own, &document, "");
    apply(&mut own, edits);
    assert_eq!((words(&own).len(), round.states(&own)[0]), (0, ItemState::Rejected));
}

#[test]
fn the_next_round_keeps_what_was_decided_and_brings_up_what_is_new() {
    let (round, document) = (two(), document());
    let mut own = Layer::default();
    for item in 0..round.items.len() {
        let same = Resolution::of(round.items[item].tag().unwrap());
        let edits = round.resolve(item, &same, &own, &document, "");
        apply(&mut own, edits);
    }
    assert!(round.progress(&round.states(&own), &own).is_done());
    let more: TagSet = ben().iter().cloned().chain([tag("t-7", "source", "INSEE")]).collect();
    let round = Round::new(&document, &[("ana".into(), ana()), ("ben".into(), more)]);
    let states = round.states(&own);
    let open: Vec<&str> = (0..round.items.len())
        .filter(|item| states[*item].is_open())
        .map(|item| round.items[item].tag().unwrap().label.as_str())
        .collect();
    assert_eq!(open, ["source"], "{states:?}");
    let edits = round.resolve(2, &outcome("source", "INSEE"), &own, &document, "");
    apply(&mut own, edits);
    assert_eq!(own.tags().iter().filter(|tag| tag.label == "source").count(), 1, "it is the tag that was made before");
}

#[test]
fn two_verdicts_at_once_come_up_again() {
    let (round, document) = (one(), document());
    let mut own = Layer::default();
    let (accept, reject) =
        (round.resolve(1, &outcome("figure", "5%"), &own, &document, ""), round.reject(1, &own, &document, ""));
    let side = |edits: Vec<Edit>| {
        let mut layer = Layer::default();
        apply(&mut layer, edits);
        layer.records().clone()
    };
    let merged =
        crate::tags::merge::merge(&crate::tags::merge::DebugLines, own.records(), &side(accept), &side(reject)).records;
    own = Layer::new(merged);
    assert_eq!((own.verdicts().len(), round.states(&own)[1]), (2, ItemState::Open));
    let edits = round.reject(1, &own, &document, "");
    apply(&mut own, edits);
    assert_eq!((own.verdicts().len(), round.states(&own)[1]), (1, ItemState::Rejected));
}

#[test]
fn a_tag_that_was_there_before_outlives_the_decision_that_took_it() {
    let (round, document) = (two(), document());
    let mut own = Layer::default();
    own.apply(Edit::put(tag("t-9", "claim", "Prices rose by about 5%")));
    let start = own.records().clone();
    let edits = round.resolve(0, &outcome("claim", "Prices rose by about 5%"), &own, &document, "now");
    apply(&mut own, edits);
    let taken = own.tag(&Id::from("t-9")).unwrap();
    assert_eq!(
        (own.tags().len(), taken.from.len(), taken.at.as_str()),
        (1, 2, ""),
        "it is the outcome, and no other is made"
    );
    let edits = round.withdraw(0, &own);
    apply(&mut own, edits);
    assert_eq!(*own.records(), start, "it loses what the decision added, and nothing else");
    // Another decision makes a new tag beside this one, and removes the old.
    let edits = round.resolve(0, &outcome("claim", "Prices rose"), &own, &document, "now");
    apply(&mut own, edits);
    assert_eq!(words(&own), ["claim Prices rose", "claim Prices rose by about 5%"]);
    let edits = round.withdraw(0, &own);
    apply(&mut own, edits);
    assert_eq!(*own.records(), start);
}

#[test]
fn what_was_taken_over_by_hand_stays_whatever_is_decided_about_one_annotators_tag() {
    let (round, document) = (one(), document());
    let from = vec![Origin { annotator: "ana".into(), tag: Id::from("t-2") }];
    let mut own = Layer::default();
    own.apply(Edit::put(Tag { from, ..tag("t-9", "figure", "5%") }));
    let start = own.records().clone();
    let edits = round.resolve(1, &outcome("figure", "5%"), &own, &document, "now");
    apply(&mut own, edits);
    let edits = round.withdraw(1, &own);
    apply(&mut own, edits);
    assert_eq!(*own.records(), start);
}

#[test]
fn a_tag_that_two_decisions_share_goes_with_the_last_of_them() {
    let (round, document) = (two(), document());
    for order in [[1, 2], [2, 1]] {
        let mut own = Layer::default();
        for item in [1, 2] {
            let edits = round.resolve(item, &outcome("figure", "5%"), &own, &document, "now");
            apply(&mut own, edits);
        }
        assert_eq!(words(&own), ["figure 5%"]);
        let edits = round.withdraw(order[0], &own);
        apply(&mut own, edits);
        assert_eq!(words(&own), ["figure 5%"], "the other still says so");
        let edits = round.withdraw(order[1], &own);
        apply(&mut own, edits);
        assert!(own.records().is_empty());
    }
}

#[test]
fn items_are_found_by_place_and_by_tag() {
    let round = two();
    let five = TEXT.find("5%").unwrap();
    let at: Vec<usize> = round.touching(Span::new(five, five + 1)).collect();
    assert_eq!(at, [0, 1]);
    assert_eq!(round.find(&Origin { annotator: "ben".into(), tag: Id::from("t-5") }), Some(1));
    assert_eq!(round.name(1), Some(Origin { annotator: "ana".into(), tag: Id::from("t-2") }));
}

#[test]
fn what_two_have_been_judged_for_stays_when_one_is_judged_anew() {
    let document = document();
    let mut own = Layer::default();
    let both = two();
    let figure = both.items.iter().position(|item| item.members[0].1.id == Id::from("t-2")).unwrap();
    let outcome = Resolution::of(both.items[figure].tag().unwrap());
    let edits = both.resolve(figure, &outcome, &own, &document, "");
    apply(&mut own, edits);
    assert_eq!(words(&own), ["figure 5%"]);
    let round = one();
    let item = round.items.iter().position(|item| item.members[0].1.id == Id::from("t-2")).unwrap();
    let edits = round.reject(item, &own, &document, "");
    apply(&mut own, edits);
    assert_eq!(words(&own), ["figure 5%"], "ben’s was accepted, too");
}

proptest! {
    #[test]
    fn accepting_all_and_taking_it_back_is_the_identity(
        marks in prop::collection::vec((0..2usize, 0..40usize, 1..12usize, "claim|figure"), 0..20),
        own in prop::collection::vec((0..40usize, 1..12usize, "claim|figure"), 0..5),
    ) {
        let document = document();
        let mut sets = [TagSet::default(), TagSet::default()];
        for (number, (who, start, len, label)) in marks.into_iter().enumerate() {
            sets[who].insert(Tag { id: Id::from(format!("t-{number}").as_str()), ..Tag::new(&label, Span::new(start, start + len), "") });
        }
        let before = sets.clone();
        let [ana, ben] = sets;
        let round = Round::new(&document, &[("ana".into(), ana), ("ben".into(), ben)]);
        let mut layer = Layer::default();
        own.into_iter().for_each(|(start, len, label)| drop(layer.apply(Edit::put(Tag::new(&label, Span::new(start, start + len), "")))));
        let start = layer.records().clone();
        let mut back = Vec::new();
        for item in 0..round.items.len() {
            let edits = match item % 3 {
                0 => round.reject(item, &layer, &document, ""),
                _ => round.resolve(item, &Resolution::of(round.items[item].tag().unwrap()), &layer, &document, ""),
            };
            back.push(apply(&mut layer, edits));
        }
        prop_assert!(round.states(&layer).iter().all(|state| !state.is_open()));
        for edits in back.into_iter().rev() {
            apply(&mut layer, edits);
        }
        prop_assert_eq!(layer.records(), &start);
        let theirs = |who: usize| round.items.iter().flat_map(|item| &item.members).filter(|(annotator, _)| *annotator == who).map(|(_, tag)| tag.clone()).collect::<TagSet>();
        prop_assert_eq!([theirs(0), theirs(1)], before, "what is reviewed stays as it is");
    }

    #[test]
    fn what_is_decided_and_withdrawn_leaves_ones_own_tags_as_they_were(
        mine in prop::collection::vec((0..40usize, 1..12usize, "claim|figure"), 0..5),
        decisions in prop::collection::vec((0..4usize, 0..4usize), 0..12),
        last in Just([0, 1, 2, 3]).prop_shuffle(),
    ) {
        let (round, document) = (two(), document());
        let mut own = Layer::default();
        for (start, len, label) in mine {
            let span = Span::new(start, start + len);
            if own.same(&label, span).is_none() {
                let attributes = [("certainty".to_string(), "hedged".to_string())].into();
                let from = vec![Origin { annotator: "cy".into(), tag: Id::from("t-1") }];
                own.apply(Edit::put(Tag { attributes, from, ..Tag::new(&label, span, "") }));
            }
        }
        let start = own.records().clone();
        for (item, what) in decisions {
            let thing = &round.items[item];
            let outcome = match what {
                0 => thing.tag().map(Resolution::of),
                1 => thing.members.last().map(|(_, tag)| Resolution::of(tag)),
                2 => thing.shared().map(|span| Resolution { span, ..outcome("claim", "5%") }),
                _ => None,
            };
            let edits = match outcome {
                Some(outcome) => round.resolve(item, &outcome, &own, &document, "now"),
                None => round.reject(item, &own, &document, "now"),
            };
            apply(&mut own, edits);
            prop_assert!(!round.state(item, &own).is_open());
        }
        for item in last {
            let edits = round.withdraw(item, &own);
            apply(&mut own, edits);
        }
        prop_assert_eq!(own.records(), &start);
    }
}
