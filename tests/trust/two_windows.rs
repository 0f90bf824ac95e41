//! Runs two windows on one layer, one step after the other, and checks that neither overwrites or undoes what the other did.

use std::fs;
use std::path::Path;
use std::time::Duration;

use diptych::corpus::record;
use diptych::tags::history::Slot;
use diptych::text::Document;
use diptych::tui::key::Key;
use diptych::tui::model::{App, Event};
use diptych::tui::perform::World;
use diptych::tui::run::drive;

use crate::together::{LAYER, text, window};

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
