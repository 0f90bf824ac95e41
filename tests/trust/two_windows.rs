//! Runs two windows on one layer, one step after the other, and checks that neither overwrites or undoes what the other did.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use diptych::corpus::record;
use diptych::tags::history::Slot;
use diptych::tags::scheme::{Attribute, AttributeKind, Scheme};
use diptych::tags::{Link, Records, Tag};
use diptych::text::{Document, Span};
use diptych::tui::key::Key;
use diptych::tui::model::{App, Event};
use diptych::tui::perform::World;
use diptych::tui::run::drive;

use crate::together::{LAYER, text, window, window_with};

type Window = (App, World);

/// Types keys, waits until all is saved, and lets both windows look at the file.
fn keys(windows: &mut [Window; 2], number: usize, keys: &str) {
    for key in Key::parse_sequence(keys).unwrap() {
        let (app, world) = &mut windows[number];
        drive(app, world, Event::Key(key));
    }
    settle(&mut windows[number]);
    for number in [1 - number, number] {
        let (app, world) = &mut windows[number];
        drive(app, world, Event::LookAround);
        settle(&mut windows[number]);
    }
}

/// Lets a window hear of everything that its threads do.
fn settle((app, world): &mut Window) {
    let mut quiet = 0;
    while quiet < 20 || app.unsaved().next().is_some() {
        let finished = world.finished();
        quiet = if finished.is_empty() && !world.is_busy() { quiet + 1 } else { 0 };
        for event in finished {
            drive(app, world, event);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn said(window: &Window) -> &str {
    window.0.message.as_ref().map_or("", |message| &message.words)
}

/// The notes of the tags in the file, in order.
fn notes(folder: &Path) -> Vec<String> {
    let file = fs::read_to_string(folder.join(LAYER)).unwrap();
    let records = record::read(&file, &Document::new(text()), "a.txt", "ana").unwrap().records;
    let mut notes: Vec<String> = records.tags.iter().map(|tag| tag.note.clone()).collect();
    notes.sort();
    notes
}

/// Two windows that show a claim on the first line.
fn two(folder: &Path) -> [Window; 2] {
    fs::create_dir(folder.join("annotations")).unwrap();
    fs::write(folder.join("a.txt"), text()).unwrap();
    let mut windows = [window(folder), window(folder)];
    keys(&mut windows, 0, "c");
    assert_eq!(windows[1].0.desk.shelf[Slot(0)].layer.tags().len(), 1, "the other window shows the tag");
    windows
}

#[test]
fn a_note_that_was_begun_before_another_came_is_kept_beside_it() {
    let home = tempfile::tempdir().unwrap();
    let mut windows = two(home.path());
    keys(&mut windows, 1, "m B B");
    keys(&mut windows, 0, "m A A Esc");
    keys(&mut windows, 1, "Esc");
    assert_eq!(notes(home.path()), ["AA", "BB"]);
    assert!(said(&windows[1]).contains("conflicts with your changes: 1"), "{}", said(&windows[1]));
}

#[test]
fn a_change_that_came_while_nothing_was_typed_after_all_is_shown() {
    let home = tempfile::tempdir().unwrap();
    let mut windows = two(home.path());
    keys(&mut windows, 1, "m");
    keys(&mut windows, 0, "m A A Esc");
    keys(&mut windows, 1, "Esc");
    assert_eq!(notes(home.path()), ["AA"]);
    let tags = windows[1].0.desk.shelf[Slot(0)].layer.tags();
    assert_eq!(tags.iter().map(|tag| tag.note.as_str()).collect::<Vec<_>>(), ["AA"]);
}

#[test]
fn undo_keeps_what_another_window_has_written_over_it() {
    let home = tempfile::tempdir().unwrap();
    let mut windows = two(home.path());
    keys(&mut windows, 0, "m A A Esc");
    keys(&mut windows, 1, "m B B Esc");
    assert_eq!(notes(home.path()), ["AABB"]);
    keys(&mut windows, 0, "u");
    assert_eq!(notes(home.path()), ["AABB"]);
    assert!(said(&windows[0]).starts_with("not undone, changed elsewhere since: note to"), "{}", said(&windows[0]));
}

/// Two windows on a claim, which is linked to a source, in which a key gives the claim a value and `ben` has tagged a figure.
fn two_with(folder: &Path, reviewed: &[String]) -> [Window; 2] {
    let document = Document::new(text());
    let tag = |id: &str, label: &str, words: &str| {
        let at = document.text().find(words).unwrap();
        Tag { id: id.into(), ..Tag::new(label, Span::new(at, at + words.len()), "2026-11-28T07:00:00Z") }
    };
    let write = |annotator: &str, records: Records| {
        let file = record::write(&records, &document, "a.txt", annotator);
        fs::write(folder.join(format!("annotations/a.txt.{annotator}.ron")), file).unwrap();
    };
    fs::create_dir(folder.join("annotations")).unwrap();
    fs::write(folder.join("a.txt"), text()).unwrap();
    let tags = [tag("t-claim", "claim", "In line 0 about 10 men came"), tag("t-source", "source", "the NIS")];
    let link = Link {
        id: "l-1".into(),
        kind: "attributed to".into(),
        from: "t-claim".into(),
        to: "t-source".into(),
        document: None,
        at: "2026-11-28T07:00:00Z".into(),
        rival: None,
        extra: Vec::new(),
    };
    let links = Arc::new([(link.id.clone(), link)].into_iter().collect());
    write("ana", Records { tags: tags.into_iter().collect(), links, ..Records::default() });
    let tags = [tag("t-ben", "figure", "about 10")].into_iter().collect();
    write("ben", Records { tags, ..Records::default() });
    let mut scheme = Scheme::default();
    let values = ["certain", "open", "doubtful"].map(String::from).to_vec();
    let kind = AttributeKind::Choice(values);
    scheme.labels[0].attributes = vec![Attribute { name: "degree".into(), key: "K".into(), kind }];
    [0, 1].map(|_| window_with(folder, scheme.clone(), reviewed))
}

#[test]
fn what_is_chosen_from_a_list_is_kept_beside_what_another_window_wrote_meanwhile() {
    // Whether it is a review, the keys that open the list, those in the other window, those that choose, what the file has then.
    let rows = [
        (false, "] K", "] K Enter", "Down Down Enter", ["certain", "doubtful"]),
        (false, "] ] f", "] ] m A A Esc", "Enter", ["AA", "figure"]),
        (true, "] m", "] m Enter", "Down Enter", ["wrong label", "wrong ends"]),
    ];
    for (is_review, opens, elsewhere, chooses, kept) in rows {
        let home = tempfile::tempdir().unwrap();
        let reviewed = if is_review { vec!["ben".to_string()] } else { Vec::new() };
        let mut windows = two_with(home.path(), &reviewed);
        keys(&mut windows, 1, opens);
        assert!(windows[1].0.overlay.is_some(), "{opens}: {}", said(&windows[1]));
        keys(&mut windows, 0, elsewhere);
        keys(&mut windows, 1, chooses);
        let file = fs::read_to_string(home.path().join(LAYER)).unwrap();
        assert!(kept.iter().all(|words| file.contains(words)), "{opens}: {kept:?}\n{file}");
    }
}
