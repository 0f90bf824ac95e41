//! Key scripts while files change beside the program: texts, layers of others, one's own layer.

use std::fs;
use std::sync::Arc;

use diptych::corpus::record;
use diptych::tags::edit::Edit;
use diptych::tags::history::Slot;
use diptych::tags::{Records, Tag};
use diptych::text::{Document, Span};
use diptych::tui::model::Event;
use diptych::tui::model::effect::Because;
use diptych::tui::perform::library;

use crate::support::Desk;

const TEXT: &str = "Ten men came. Nine left.\n";

/// A tag on these words of a text.
fn tag(id: &str, label: &str, text: &str, words: &str) -> Tag {
    let at = text.find(words).unwrap();
    Tag { id: id.into(), ..Tag::new(label, Span::new(at, at + words.len()), "2026-11-22T00:00:00Z") }
}

/// A desk on a text that `ben` has tagged, too.
fn desk() -> Desk {
    let desk = Desk::new(&[&format!("‸{TEXT}")]);
    let tags = [tag("t-ben", "claim", TEXT, "Nine left.")].into_iter().collect();
    write(&desk, "ben", Records { tags, ..Records::default() });
    desk
}

fn write(desk: &Desk, annotator: &str, records: Records) {
    fs::create_dir_all(desk.folder().join("annotations")).unwrap();
    let file = record::write(&records, &Document::new(TEXT), "left.txt", annotator);
    fs::write(desk.folder().join(format!("annotations/left.txt.{annotator}.ron")), file).unwrap();
}

#[test]
fn tags_that_were_looked_up_before_the_text_was_reloaded_do_not_take_the_place_of_those_after() {
    let mut desk = desk();
    let reviewed = vec!["ben".to_string()];
    desk.app.reviewing = reviewed.clone();
    let path = desk.app.desk.shelf[Slot(0)].path.clone();
    let before = Arc::clone(&desk.app.desk.shelf[Slot(0)].document);
    let others = || library::others(&path, "left.txt", &before, "ana", &reviewed);
    fs::write(&path, "Nine left.\n").unwrap();
    desk.keys("gr");
    let shown = |desk: &Desk| format!("{:?}", desk.app.desk.shelf[Slot(0)].review.as_ref().unwrap().round);
    let now = shown(&desk);
    for because in [Because::Asked, Because::Changed] {
        let found = vec![(Slot(0), before.clone(), others())];
        desk.handle(Event::Reviewed { reviewed: reviewed.clone(), found, because });
        assert_eq!(shown(&desk), now);
    }
}

#[test]
fn a_text_that_changed_while_it_was_off_the_desk_is_told_of_when_it_is_back() {
    let mut desk = desk();
    for name in ["b.txt", "c.txt"] {
        fs::write(desk.folder().join(name), TEXT).unwrap();
    }
    desk.reopen_corpus().keys(":open b.txt<Enter>").keys(":open c.txt<Enter>");
    fs::write(desk.folder().join("b.txt"), "Eight men came.\n").unwrap();
    desk.handle(Event::LookAround);
    assert!(!desk.said().contains("changed"), "{}", desk.said());
    desk.keys(":open b.txt<Enter>").handle(Event::LookAround);
    assert!(desk.said().starts_with("b.txt has changed on the disk"), "{}", desk.said());
}

#[test]
fn the_own_layer_stays_when_its_file_was_damaged_before_two_layers_are_shown_side_by_side() {
    let mut desk = desk();
    desk.keys("gr").keys("c");
    fs::write(desk.folder().join("annotations/left.txt.ana.ron"), "(tags: [").unwrap();
    desk.keys("gs");
    assert!(desk.app.desk.beside().is_some(), "{}", desk.said());
    desk.keys("gs");
    let open = &desk.app.desk.shelf[Slot(0)];
    assert_eq!((open.layer.tags().len(), open.is_broken()), (1, false), "{}", desk.frame());
}

#[test]
fn an_amendment_is_not_taken_over_onto_words_that_have_such_a_tag_already() {
    let mut ben = Desk::new(&[&format!("‸{TEXT}")]);
    ben.review(&[("ana", "⟦s Ten⟧ men came. Nine left.\n")]).keys("]f");
    let mut desk = desk();
    write(&desk, "ben", ben.app.desk.shelf[Slot(0)].layer.records().clone());
    for (id, label) in [("t-ana0", "source"), ("t-own", "figure")] {
        desk.app.desk.shelf[Slot(0)].layer.apply(Edit::put(tag(id, label, TEXT, "Ten")));
    }
    desk.keys("gv<C-y>");
    assert_eq!(desk.said(), "there is a figure on these words already; remove one of the two");
    desk.keys("<Esc>").app.desk.shelf[Slot(0)].layer.apply(Edit::Tag("t-own".into(), None));
    desk.keys("gv<C-y>");
    assert!(desk.said().contains("taken over"), "{}", desk.said());
}
