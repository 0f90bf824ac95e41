//! The comparison on the screen: a list whose rows move both articles, link and decline.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use diptych::tags::Layer;
use support::Desk;

const LEFT: &str = "‸Bread is dear.\n\nAbout 1,500 soldiers were sent to the border on Monday, the ministry said.\n";
const RIGHT: &str = "‸Nobody spoke of it.\n\nSome 10,000 soldiers were sent to the border on Monday, officials said.\n";

fn compared() -> Desk {
    let mut desk = Desk::new(&[LEFT, RIGHT]);
    desk.keys("gc");
    desk
}

fn layer(desk: &Desk, number: usize) -> &Layer {
    &desk.app.desk.shelf[desk.app.desk.panes[number].slot].layer
}

#[test]
fn the_row_that_differs_comes_first_and_both_articles_show_it() {
    let mut desk = compared();
    let frame = desk.frame();
    assert!(frame.contains("figures differs: “About 1,500”  ⟷  “Some 10,000”"), "{frame}");
    assert!(desk.marked_pane(0).contains("‸About 1,500"), "{}", desk.marked_pane(0));
    assert!(desk.marked_pane(1).contains("‸Some 10,000"), "{}", desk.marked_pane(1));
}

#[test]
fn enter_goes_to_the_text_and_the_same_key_comes_back_to_the_row() {
    let mut desk = compared();
    desk.keys("<Down>");
    let row = desk.frame();
    desk.keys("<Enter>");
    assert!(!desk.frame().contains("the two articles compared"));
    desk.keys("gc");
    let chosen = |frame: &str| frame.lines().find(|line| line.contains("claims differs")).map(str::to_string);
    assert_eq!(chosen(&desk.frame()), chosen(&row));
}

#[test]
fn a_row_is_linked_and_its_places_are_tagged_in_one_action() {
    let mut desk = compared();
    desk.keys("<C-y><Esc>");
    assert_eq!(layer(&desk, 0).links().len(), 1);
    assert_eq!(layer(&desk, 0).links().values().next().unwrap().kind, "differs from");
    assert_eq!((layer(&desk, 0).tags().len(), layer(&desk, 1).tags().len()), (1, 1));
    desk.keys("u");
    assert_eq!((layer(&desk, 0).links().len(), layer(&desk, 0).tags().len(), layer(&desk, 1).tags().len()), (0, 0, 0));
}

#[test]
fn a_row_that_was_declined_is_not_offered_again_until_that_is_undone() {
    let mut desk = compared();
    desk.keys("<C-x>");
    assert!(!desk.frame().contains("figures differs"), "{}", desk.frame());
    assert_eq!(layer(&desk, 0).remarks().len(), 1);
    desk.keys("<Esc>ugc");
    assert!(desk.frame().contains("figures differs"));
}

#[test]
fn one_article_alone_is_not_compared() {
    let mut desk = Desk::new(&[LEFT]);
    desk.keys("gc");
    assert!(desk.frame().contains("a comparison takes two articles"));
}
