//! Tests suggestions on the screen: faint marks that become tags only when someone accepts them.

use diptych::tags::history::Slot;
use diptych::tags::scheme::Scheme;
use diptych::tags::{Layer, Tag};
use diptych::tui::model::Event;
use proptest::prelude::*;

use crate::support::Desk;

const TEXT: &str = "‸The minister warned that 1,500 boats were lost.\n\nSales rose to 5% in May, said Ana Bell.\n";

fn shown(text: &str) -> Desk {
    let mut desk = Desk::with(&[text], Scheme::default(), &[("TERM", "xterm")]);
    desk.keys("gp");
    desk
}

fn layer(desk: &Desk) -> &Layer {
    &desk.app.desk.shelf[Slot(0)].layer
}

fn tags(desk: &Desk) -> Vec<(String, String)> {
    let open = &desk.app.desk.shelf[Slot(0)];
    layer(desk).tags().iter().map(|tag| (tag.label.clone(), open.document.slice(tag.span).to_string())).collect()
}

fn suggested(desk: &Desk) -> Vec<(String, String)> {
    let open = &desk.app.desk.shelf[Slot(0)];
    let words = |one: &diptych::suggest::Suggestion| (one.label.clone(), open.document.slice(one.span).to_string());
    desk.app.suggestions(Slot(0)).map(words).collect()
}

fn pair(label: &str, words: &str) -> (String, String) {
    (label.into(), words.into())
}

/// Steps to the suggestion of that label on those words.
fn go_to(desk: &mut Desk, label: &str, words: &str) {
    for _ in 0..50 {
        desk.keys("]");
        let Some(one) = desk.app.focused_suggestion() else { continue };
        if (one.label.as_str(), desk.app.desk.open().document.slice(one.span)) == (label, words) {
            return;
        }
    }
    panic!("{label} “{words}” is not suggested: {:?}", suggested(desk));
}

#[test]
fn a_step_that_comes_before_the_suggestions_is_taken_when_they_come() {
    for (between, steps) in [("", true), ("l", false)] {
        let mut desk = shown(TEXT);
        let found = desk.app.suggesting.found.remove(&Slot(0)).unwrap();
        desk.keys("]");
        assert!(desk.app.focused_suggestion().is_none() && desk.said().starts_with("still looking"), "{}", desk.said());
        desk.keys(between);
        diptych::tui::update::handle(&mut desk.app, Event::Suggested(Slot(0), found));
        assert_eq!(desk.app.focused_suggestion().is_some(), steps, "after another key, nobody waits for the step");
    }
}

#[test]
fn suggestions_are_no_tags_until_they_are_taken() {
    let desk = shown(TEXT);
    let all = suggested(&desk);
    for one in
        [pair("figure", "1,500"), pair("figure", "5%"), pair("source", "The minister"), pair("source", "Ana Bell")]
    {
        assert!(all.contains(&one), "{one:?} in {all:?}");
    }
    assert!(tags(&desk).is_empty());
    assert!(!desk.effects.iter().any(|effect| matches!(effect, diptych::tui::model::Effect::Save(_))));
}

#[test]
fn those_near_the_cursor_come_before_those_of_the_whole_of_a_long_text() {
    let sentence = "The minister warned that 1,500 boats were lost.\n\n";
    let desk = shown(&format!("‸{}", sentence.repeat(3000)));
    assert!(desk.said().contains("suggestions so far"), "{}", desk.said());
    let all = suggested(&desk);
    let figures = all.iter().filter(|one| one.1 == "1,500").count();
    assert_eq!(figures, 3000);
}

#[test]
fn y_takes_and_goes_on_and_the_tag_says_how_it_came() {
    let mut desk = shown(TEXT);
    go_to(&mut desk, "source", "The minister");
    desk.keys("y");
    assert_eq!(tags(&desk), [pair("source", "The minister")]);
    let via = layer(&desk).tags().iter().next().unwrap().via.clone().unwrap();
    assert_eq!((via.rule.as_str(), via.cue.as_str(), via.is_mended()), ("said by", "warned", false));
    assert!(desk.app.focused_suggestion().is_some(), "the next is in focus");
    assert!(!suggested(&desk).contains(&pair("source", "The minister")));
    desk.keys("u");
    assert!(tags(&desk).is_empty());
    assert!(suggested(&desk).contains(&pair("source", "The minister")));
}

#[test]
fn x_declines_for_good_and_the_list_asks_again() {
    let mut desk = shown(TEXT);
    go_to(&mut desk, "figure", "1,500");
    desk.keys("x");
    assert_eq!(layer(&desk).remarks().len(), 1);
    assert!(tags(&desk).is_empty());
    desk.keys("gpgp");
    assert!(!suggested(&desk).contains(&pair("figure", "1,500")), "{:?}", suggested(&desk));
    desk.keys("<Esc>gn");
    assert!(desk.frame().contains("declined: 1"), "{}", desk.frame());
    desk.keys("<C-x><Esc>");
    assert!(suggested(&desk).contains(&pair("figure", "1,500")));
}

#[test]
fn to_remove_a_tag_that_was_suggested_declines_it() {
    let mut desk = shown(TEXT);
    go_to(&mut desk, "figure", "1,500");
    desk.keys("y[<Esc>");
    desk.keys("<Esc>ggwwwwx");
    assert_eq!((tags(&desk), layer(&desk).remarks().len()), (vec![], 1));
    assert!(!suggested(&desk).contains(&pair("figure", "1,500")), "{:?}", suggested(&desk));
    desk.keys("u");
    assert_eq!((tags(&desk), layer(&desk).remarks().len()), (vec![pair("figure", "1,500")], 0));
}

#[test]
fn all_of_a_label_that_show_are_taken_at_once() {
    let mut desk = shown(TEXT);
    go_to(&mut desk, "figure", "1,500");
    desk.keys("gy");
    assert_eq!(tags(&desk), [pair("figure", "1,500"), pair("figure", "5%")]);
    desk.keys("u");
    assert!(tags(&desk).is_empty());
}

#[test]
fn a_label_key_takes_under_another_label() {
    let mut desk = shown(TEXT);
    go_to(&mut desk, "figure", "5%");
    desk.keys("c");
    assert_eq!(tags(&desk), [pair("claim", "5%")]);
    let via = layer(&desk).tags().iter().next().unwrap().via.clone().unwrap();
    assert_eq!((via.label.as_str(), via.is_mended()), ("figure", true));
    assert!(!suggested(&desk).contains(&pair("figure", "5%")), "it was answered");
}

#[test]
fn v_mends_the_ends_and_takes() {
    let mut desk = shown(TEXT);
    go_to(&mut desk, "figure", "1,500");
    desk.keys("v");
    assert!(desk.marked().contains("«1,50‸0»"), "{}", desk.marked());
    desk.keys("6l<Enter>");
    assert_eq!(tags(&desk), [pair("figure", "1,500 boats")]);
    let via = layer(&desk).tags().iter().next().unwrap().via.clone().unwrap();
    assert_eq!((via.rule.as_str(), via.was.as_str()), ("number", "1,500"));
}

#[test]
fn ends_that_are_moved_after_y_are_mended_too() {
    let mut desk = shown(TEXT);
    go_to(&mut desk, "figure", "1,500");
    desk.keys("y<Esc>gpgg]v6l<Enter>");
    let via = |desk: &Desk| layer(desk).tags().iter().next().unwrap().via.clone().unwrap();
    assert_eq!(tags(&desk), [pair("figure", "1,500 boats")], "{}", desk.marked());
    assert_eq!(via(&desk).was, "1,500");
    desk.keys("v6h<Enter>");
    assert_eq!((tags(&desk), via(&desk).is_mended()), (vec![pair("figure", "1,500")], false));
}

#[test]
fn all_that_show_are_taken_at_once_and_nothing_below_the_page() {
    let text = format!("‸It rose by 5% in May.\n{}It fell by 7% in June.\n", "Nothing is here\n\n".repeat(30));
    let mut desk = shown(&text);
    desk.keys("<C-y>");
    let taken = tags(&desk);
    assert!(taken.contains(&pair("figure", "5%")), "{taken:?}");
    assert!(!taken.contains(&pair("figure", "7%")), "{taken:?}");
    desk.keys("u");
    assert!(tags(&desk).is_empty());
}

#[test]
fn after_several_of_one_kind_were_declined_the_kind_can_be_hidden() {
    let mut desk = shown("‸1,500 boats, 20 men, 30 cars, 44 dogs\n");
    desk.keys("]xxx");
    assert!(desk.frame().contains("H hide all of “number”"), "{}", desk.frame());
    assert!(!suggested(&desk).is_empty());
    desk.keys("H");
    assert_eq!(suggested(&desk), []);
}

#[test]
fn nothing_is_suggested_in_a_review() {
    let text = "‸It rose by 5% in May.";
    let mut desk = Desk::new(&[text]);
    desk.review(&[("ben", "It rose by ⟦f 5%⟧ in May.")]).keys("gp");
    assert!(desk.said().contains("nothing is suggested in a review"), "{}", desk.said());
    assert_eq!(suggested(&desk), []);
    let mut desk = shown(text);
    desk.review(&[("ben", "It rose by ⟦f 5%⟧ in May.")]);
    assert_eq!(suggested(&desk), []);
}

#[test]
fn nothing_is_suggested_to_whom_the_corpus_switches_it_off() {
    let mut desk = Desk::new(&[TEXT]);
    let home = desk.folder().canonicalize().unwrap();
    std::fs::create_dir_all(home.join("annotations")).unwrap();
    std::fs::write(home.join("annotations/corpus.ron"), r#"(format: 1, annotators: {"ana": (suggest: off)})"#).unwrap();
    desk.reopen_corpus().keys("gp");
    assert!(desk.said().contains("suggestions are off for ana"), "{}", desk.said());
    assert_eq!(suggested(&desk), []);
}

#[test]
fn faint_marks_look_like_no_tag() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut desk = Desk::with(
            &["‸⟦s The minister⟧ warned that 1,500 boats were lost.\n\nSales rose to 5% in May, said Ana Bell.\n"],
            Scheme::default(),
            &[("TERM", "xterm")],
        );
        desk.resize(width, height).keys("gp]");
        desk.app.message = None;
        insta::assert_snapshot!(format!("faint_marks_{width}x{height}"), desk.looks());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn to_take_all_and_undo_is_the_identity(pieces in prop::collection::vec(prop::sample::select(vec![
        "The mayor said that 5 boats sank. ", "According to Ana Bell, it is over. ", "“No,” he said. ", "It rose by 5% in May. ",
        "\n\n", "She warned the 12 men. ", "👨‍👩‍👧 "]), 1..12)) {
        let mut desk = shown(&format!("‸{}", pieces.concat()));
        let before = layer(&desk).records().clone();
        let all = suggested(&desk);
        desk.keys("<C-y>");
        let took = layer(&desk).tags().len();
        prop_assert!(layer(&desk).tags().iter().all(|tag: &Tag| tag.via.is_some()));
        if took > 0 {
            desk.keys("u");
        }
        prop_assert_eq!(layer(&desk).records(), &before);
        prop_assert_eq!(suggested(&desk), all);
    }
}

#[test]
fn y_without_a_suggestion_in_focus_says_how_to_focus_one() {
    for keys in ["y", "gy"] {
        let mut desk = shown(TEXT);
        assert!(desk.keys(keys).said().starts_with("focus a suggestion first: ]"), "{keys}: {}", desk.said());
    }
}

#[test]
fn the_likely_ones_come_before_the_doubtful_ones() {
    let text = "‸The hills are wide and green.\n\nThe minister warned that 1,500 boats were lost.\n";
    let hills = "The hills are wide and green.";
    let mut desk = shown(text);
    let focused = |desk: &Desk| {
        let one = desk.app.focused_suggestion().unwrap();
        desk.app.desk.open().document.slice(one.span).to_string()
    };
    let mut seen = Vec::new();
    for _ in 0..5 {
        desk.keys("]");
        seen.push(focused(&desk));
    }
    let warned = "The minister warned that 1,500 boats were lost.";
    assert_eq!(seen, ["The minister", warned, "1,500", hills, "The minister"]);
    desk.keys("[");
    assert_eq!(focused(&desk), hills);
    assert!(desk.frame().contains("sentence · doubtful"), "{}", desk.frame());
    desk.keys("]]y");
    assert_eq!(focused(&desk), "1,500", "one that is taken is followed by the likely ones behind it");
    desk.keys("<C-y>");
    assert!(desk.said().starts_with("took 2 suggestions, left 1 doubtful"), "{}", desk.said());
    assert!(!tags(&desk).contains(&pair("claim", hills)), "{:?}", tags(&desk));
    desk.keys("<C-y>");
    assert!(tags(&desk).contains(&pair("claim", hills)), "{:?}", tags(&desk));
}
