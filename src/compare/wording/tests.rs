//! Runs and passages, against an exhaustive search.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::runs::{Match, Names, Runs};
use super::*;
use crate::text::Document;

const LEFT: &str = "The ministry said on Monday that the price of bread in the capital has risen by 5% since May. \
    Bakers blamed the harvest.";
const RIGHT: &str = "Officials added little. On Monday THE price of bread, in the capital, has risen by 5% since May – \
    and nobody laughed.";

fn shown(text: &Both<&str>, place: Both<Span>) -> Both<String> {
    let slice = |text: &str, span: Span| text[span.start..span.end].to_string();
    Both::new(slice(text.left, place.left), slice(text.right, place.right))
}

#[test]
fn a_run_is_word_for_word_whatever_the_case_and_the_points() {
    let found = wording(LEFT, RIGHT);
    assert_eq!(found.runs.len(), 1);
    assert_eq!(found.runs[0].words, 13);
    let place = shown(&Both::new(LEFT, RIGHT), found.runs[0].place);
    assert_eq!(place.left, "the price of bread in the capital has risen by 5% since May");
    assert_eq!(place.right, "THE price of bread, in the capital, has risen by 5% since May");
}

#[test]
fn eleven_words_are_no_run_and_a_word_in_between_ends_one() {
    let eleven = "one two three four five six seven eight nine ten eleven";
    let (left, right) = (format!("a {eleven} b"), format!("c {eleven} d"));
    assert!(wording(&left, &right).runs.is_empty());
    let broken = RIGHT.replace("risen", "fallen");
    assert!(wording(LEFT, &broken).runs.is_empty());
}

#[test]
fn a_passage_survives_edits_drops_and_swaps() {
    let left = "It is known. By late summer the two ministers had agreed on a plan to rebuild the old harbour, and the \
        fishermen of the town were told about it in a letter. Nobody answered.";
    let edited = "We hear this. By late autumn the two ministers had agreed on a plan to rebuild the harbour, and the \
        fishermen of the town were told of it in a letter! Rain fell.";
    let swapped = "Rain fell. The fishermen of the town were told about it in a letter; by late summer the two ministers \
        had agreed on a plan to rebuild the old harbour. All left.";
    for right in [edited, swapped] {
        let found = wording(left, right);
        assert_eq!(found.passages.len(), 1, "{right}");
        let passage = found.passages[0];
        let place = shown(&Both::new(left, right), passage.place);
        assert!(place.left.ends_with("it in a letter") && !place.left.contains("known"), "{place:?}");
        assert!(!passage.is_verbatim() && passage.share() > 0.8 && passage.share() < 1.0, "{passage:?}");
        let text = Both::new(left, right);
        assert!(found.places().holds(text, passage.place));
        assert!(!found.places().holds(text, Both::new(Span::new(0, 4), passage.place.right)));
    }
}

#[test]
fn what_is_only_about_the_same_is_no_passage() {
    let right =
        "Bread costs 5% more in the capital than in May, the ministry says, and bakers say that the harvest is why.";
    let found = wording(LEFT, right);
    assert_eq!(found, Wording::default());
}

#[test]
fn a_text_shares_all_its_words_with_itself() {
    let text = format!("{LEFT}\n\n{LEFT} {RIGHT}");
    let found = wording(&text, &text);
    assert_eq!((found.runs.len(), found.passages.len()), (1, 1));
    assert_eq!(found.share, Both::new(1.0, 1.0));
    assert!(found.passages[0].is_verbatim());
    assert_eq!(found.runs[0].words, found.passages[0].words.left);
    assert_eq!(wording("", ""), Wording::default());
}

#[test]
fn a_passage_that_stands_twice_is_found_twice() {
    let found = wording(LEFT, &format!("{RIGHT} Again: {RIGHT}"));
    assert_eq!(found.runs.len(), 2);
    assert_eq!(found.runs[0].place.left, found.runs[1].place.left);
}

#[test]
fn of_a_text_that_only_repeats_itself_no_more_is_listed_than_it_has_words() {
    let boilerplate = "all rights reserved by the owners of this page and of the others too";
    let page = |from: usize| (from..from + 40).map(|n| format!("{boilerplate} {n}")).collect::<Vec<_>>().join(" ");
    let unique = "but one single sentence of this length stands in either of the two and nowhere else";
    let (left, right) = (format!("{} {unique}", page(100)), format!("{} {unique}", page(200)));
    let found = wording(&left, &right);
    assert!(found.runs.len() <= 2 * 40 * 16, "{}", found.runs.len());
    assert_eq!(found.runs.len() + found.left_out, 40 * 40 + 1);
    let last = shown(&Both::new(&left, &right), found.runs[found.runs.len() - 1].place);
    assert_eq!(last.left, unique, "the rarest is listed in any case");
}

fn exhaustive(left: &[u32], right: &[u32], least: usize) -> BTreeSet<Match> {
    let mut found = BTreeSet::new();
    for at in 0..left.len() {
        for there in 0..right.len() {
            let goes_back = at > 0 && there > 0 && left[at - 1] == right[there - 1];
            let length = left[at..].iter().zip(&right[there..]).take_while(|(one, other)| one == other).count();
            if !goes_back && length >= least {
                found.insert(Match { left: at, right: there, length });
            }
        }
    }
    found
}

#[test]
fn a_tag_in_shared_wording_has_a_twin() {
    let left = "It is known. By late summer the two ministers had agreed on a plan to rebuild the old harbour of Lomas for $40m, and \
        the fishermen of the town were told about it in a letter. The fishermen said nothing.";
    let right = "Rain fell. The fishermen of the town were told about it in a letter; by late summer the two ministers \
        had agreed on a plan to rebuild the harbour of Lomas for $40m. All left, the fishermen first.";
    let found = wording(left, right);
    let text = Both::new(left, right);
    let twin = |words: &str| {
        let start = left.find(words).unwrap();
        let twin = found.twin(text, Twin::OfLeft(Span::new(start, start + words.len())));
        twin.map(|span| &right[span.start..span.end])
    };
    assert_eq!(twin("the two ministers"), Some("the two ministers"));
    assert_eq!(twin("$40m"), Some("$40m"));
    assert_eq!(twin("rebuild the old harbour"), Some("rebuild the harbour"));
    assert_eq!(twin("the fishermen of the town"), Some("The fishermen of the town"));
    assert_eq!(twin("The fishermen said"), None);
    assert_eq!(twin("old"), None);
    let back = right.find("rebuild the harbour").unwrap();
    let back = found.twin(text, Twin::OfRight(Span::new(back, back + "rebuild the harbour".len()))).unwrap();
    assert_eq!(&left[back.start..back.end], "rebuild the old harbour");
}

proptest! {
    #[test]
    fn the_runs_are_those_of_an_exhaustive_search(
        left in prop::collection::vec(0..3u32, 0..40),
        right in prop::collection::vec(0..4u32, 0..40),
        least in 1..9usize,
    ) {
        let Runs { runs, left_out } = Names::of(&left, &right).runs(least, usize::MAX, usize::MAX);
        prop_assert_eq!(runs.len(), runs.iter().collect::<BTreeSet<_>>().len());
        prop_assert_eq!(runs.into_iter().collect::<BTreeSet<_>>(), exhaustive(&left, &right, least));
        prop_assert_eq!(left_out, 0);
    }

    #[test]
    fn swapping_the_sides_mirrors_what_is_found(left in "([abc] |d\n){0,60}", right in "([abc] |e\n){0,60}") {
        let (found, mirrored) = (wording(&left, &right), wording(&right, &left));
        let mut runs: Vec<Run> =
            mirrored.runs.iter().map(|run| Run { place: run.place.swapped(), words: run.words }).collect();
        runs.sort_unstable();
        if found.left_out == 0 {
            prop_assert_eq!(found.runs, runs);
        }
    }

    #[test]
    fn places_are_in_the_text_and_on_graphemes(
        left in "(a|e\u{301}|👨\u{200d}👩|\u{200d}|🇺| |\u{600}|\u{301}|한|\r\n){0,80}",
        right in "(a|e\u{301}|👨\u{200d}👩|\u{200d}|🇺| |\u{600}|\u{301}|한|\r\n){0,80}",
    ) {
        let shared = format!("{} ", "b\u{301} c d e f g h i j k l m".repeat(2));
        let (left, right) = (Document::new(format!("{left}{shared}{left}")), Document::new(format!("{right}{shared}{right}")));
        let found = wording(left.text(), right.text());
        prop_assert!(!found.runs.is_empty());
        let places = found.runs.iter().map(|run| run.place).chain(found.passages.iter().map(|passage| passage.place));
        for place in places {
            for (document, span) in [(&left, place.left), (&right, place.right)] {
                prop_assert!(grapheme::is_boundary(document.text(), span.start), "{span:?}");
                prop_assert!(grapheme::is_boundary(document.text(), span.end), "{span:?}");
                prop_assert!(!document.slice(span).is_empty());
            }
        }
        prop_assert!(found.share.left <= 1.0 && found.share.right > 0.0);
    }
}
