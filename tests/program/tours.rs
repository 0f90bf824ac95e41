//! The tours of the pages, played: the keys are read out of the page, so that page and test cannot differ.
//!
//! ```text
//!   rm -f annotations/*.me.ron                   removes layers before the session
//!   cargo run --release -- --annotator me        a session: the samples, opened so
//!   1. `/about 1,5` `Enter` …                    a step: what stands between backticks is pressed, in order;
//!                                                what stands between asterisks is on the screen then
//! ```
//!
//! Each tour is played from an empty state, after all tours were played by the same annotators, and after a visit that ended at any
//! step.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diptych::corpus::bookmark::Bookmarks;
use diptych::corpus::saver::Saver;
use diptych::corpus::{Corpus, text_file};
use diptych::layout::Typesetting;
use diptych::tui::config::Config;
use diptych::tui::key::Key;
use diptych::tui::model::event::Started;
use diptych::tui::model::{App, Event, Setting};
use diptych::tui::perform::World;
use diptych::tui::perform::library::{self, Library};
use diptych::tui::run::drive;
use diptych::tui::theme::{Ground, Theme};
use diptych::tui::update::commands::keymap;
use diptych::tui::view::view;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The pages that have tours.
const PAGES: [&str; 3] = ["README.md", "docs/tour.md", "docs/reviewing.md"];
const SIZE: (u16, u16) = (120, 40);

/// The samples with what two annotators have on them, and the user's own folder.
struct Samples(tempfile::TempDir);

/// What is opened, and the steps there.
#[derive(Debug, Default)]
struct PlannedSession {
    /// Whether the annotator's layers are removed first.
    is_fresh: bool,
    annotator: String,
    reviewed: Vec<String>,
    steps: Vec<String>,
}

/// A program that runs.
struct Played {
    app: App,
    world: World,
}

impl Samples {
    fn new() -> Samples {
        let folder = tempfile::tempdir().unwrap();
        for name in ["samples", "annotations"] {
            fs::create_dir(folder.path().join(name)).unwrap();
            for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap() {
                let file = file.unwrap();
                if file.file_name().to_str().unwrap().matches('.').count() < 3
                    || [".ana.ron", ".ben.ron"].iter().any(|end| file.file_name().to_str().unwrap().ends_with(end))
                {
                    fs::copy(file.path(), folder.path().join(name).join(file.file_name())).unwrap();
                }
            }
        }
        Samples(folder)
    }

    fn open(&self, annotator: &str, reviewed: &[String]) -> Played {
        let corpus = Corpus::here(self.0.path()).unwrap();
        let scheme = Arc::new(corpus.scheme().clone());
        let (keymap, _) = keymap(&scheme, &[]);
        let clock = || "2026-11-28T12:00:00Z".to_string();
        let home = self.0.path().to_path_buf();
        let setting = Setting {
            scheme,
            keymap,
            guidelines: None,
            annotator: annotator.into(),
            config: Config::default(),
            home,
            clock,
        };
        let mut app = App::new(setting, Theme::new(Ground::Dark, |_| None), 80, Typesetting::default());
        app.reviewing = reviewed.to_vec();
        let library = Library::new(corpus, annotator, Bookmarks::from(self.0.path().join("state/places.ron")));
        let (left, right) = library.corpus().pairs().unwrap().swap_remove(0);
        let documents = std::iter::once(left).chain(right).map(|name| {
            let path = library.corpus().text_path(&name).unwrap();
            let document = Arc::new(text_file::read(&path).unwrap());
            let (open, doubt) = library::open(&library.corpus(), &path, document, annotator).unwrap();
            library.lay(open, doubt, reviewed)
        });
        let documents = documents.collect();
        let world = World::new(library, Some(Saver::start().unwrap()));
        let mut played = Played { app, world };
        played.handle(Event::Resize(SIZE.0, SIZE.1));
        played.handle(Event::Started(Started { documents, doubts: Vec::new() }));
        played
    }

    /// Opens the program as a session does.
    fn begin(&self, session: &PlannedSession) -> Played {
        if session.is_fresh {
            self.files_of(&session.annotator).iter().for_each(|path| fs::remove_file(path).unwrap());
        }
        self.open(&session.annotator, &session.reviewed)
    }

    /// Plays the tours of a page.
    fn play(&self, page: &str) {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
        let planned = sessions(&text);
        assert!(!planned.is_empty(), "{page} has no tour any more");
        for session in planned {
            let mut played = self.begin(&session);
            for step in &session.steps {
                played.step(page, step);
            }
            assert!(played.app.over, "{page}: a tour ends with leaving the program: {:?}", session.steps);
        }
    }

    /// Plays the first steps of each session of a page, and leaves the program without the last ones.
    fn play_part(&self, page: &str, steps: usize) {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
        for session in sessions(&text) {
            let mut played = self.begin(&session);
            for step in session.steps.iter().take(steps.min(session.steps.len() - 1)) {
                played.step(page, step);
            }
        }
    }

    /// The files of an annotator's layers.
    fn files_of(&self, annotator: &str) -> Vec<PathBuf> {
        let files = fs::read_dir(self.0.path().join("annotations")).unwrap().map(|file| file.unwrap().path());
        let mut own: Vec<PathBuf> =
            files.filter(|path| path.to_str().unwrap().ends_with(&format!(".{annotator}.ron"))).collect();
        own.sort();
        own
    }

    /// The layers of an annotator, as one text.
    fn layers(&self, annotator: &str) -> String {
        self.files_of(annotator).iter().map(|path| fs::read_to_string(path).unwrap()).collect()
    }
}

impl Played {
    fn handle(&mut self, event: Event) {
        drive(&mut self.app, &self.world, event);
        while self.world.is_busy() {
            for event in self.world.finished() {
                drive(&mut self.app, &self.world, event);
            }
            std::thread::sleep(std::time::Duration::from_micros(100));
        }
    }

    /// Presses the keys of a step. None of them is refused, and what the step speaks of is on the screen.
    fn step(&mut self, page: &str, step: &str) {
        for keys in between(step, '`').iter().filter(|token| !token.starts_with("annotations/")) {
            for key in pressed(keys) {
                self.handle(Event::Key(key));
                let refused = self.app.message.as_ref().filter(|message| message.bad);
                assert!(refused.is_none(), "{page}: `{keys}` in “{step}”: {refused:?}\n{}", self.frame());
            }
        }
        if !self.app.over {
            let seen = self.seen();
            for words in between(&step.replace("**", ""), '*') {
                assert!(
                    seen.iter().any(|part| part.contains(&words)),
                    "{page}: *{words}* in “{step}”\n{}",
                    self.frame()
                );
            }
        }
    }

    fn screen(&self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
        view(&self.app, &mut buffer);
        buffer
    }

    fn frame(&self) -> String {
        rows(&self.screen(), Rect::new(0, 0, SIZE.0, SIZE.1)).join("\n")
    }

    /// What is in each pane, on one line, and the rows of the whole screen.
    fn seen(&self) -> Vec<String> {
        let screen = self.screen();
        let panes = self.app.desk.areas().into_iter().map(|area| rows(&screen, area.text).join(" "));
        let folded = panes.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        folded.chain(rows(&screen, screen.area)).collect()
    }
}

fn rows(buffer: &Buffer, area: Rect) -> Vec<String> {
    let row = |y: u16| (area.x..area.right()).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (area.y..area.bottom()).map(row).collect()
}

/// The sessions that a page describes: a command that opens the samples, and the numbered steps behind it.
fn sessions(page: &str) -> Vec<PlannedSession> {
    let mut sessions: Vec<PlannedSession> = Vec::new();
    let (mut open, mut removed) = (false, "");
    for line in page.lines() {
        if let Some(layers) = line.strip_prefix("rm -f annotations/*.").and_then(|name| name.strip_suffix(".ron")) {
            removed = layers;
        }
        if let Some(arguments) = line.strip_prefix("cargo run --release -- ") {
            let words: Vec<&str> = arguments.split_whitespace().collect();
            let after = |name: &str| words.iter().skip_while(|word| **word != name).nth(1).copied().unwrap_or_default();
            let reviewed = after("--review").split(',').filter(|name| !name.is_empty()).map(String::from).collect();
            let annotator = after("--annotator");
            let is_fresh = std::mem::take(&mut removed) == annotator;
            sessions.push(PlannedSession { is_fresh, annotator: annotator.into(), reviewed, steps: Vec::new() });
            open = true;
        } else if line.starts_with('#') {
            open = false;
        } else if let Some(session) = sessions.last_mut().filter(|_| open) {
            let numbered = line.split_once(". ").filter(|(number, _)| number.parse::<usize>().is_ok());
            if let Some((_, step)) = numbered {
                session.steps.push(step.into());
            } else if let Some(step) = session.steps.last_mut().filter(|_| line.starts_with("   ")) {
                *step += &format!(" {}", line.trim());
            }
        }
    }
    sessions.retain(|session| !session.steps.is_empty());
    sessions
}

/// What stands between two of these signs each.
fn between(text: &str, sign: char) -> Vec<String> {
    text.split(sign).skip(1).step_by(2).map(String::from).collect()
}

/// The keys of a token of the page: the name of a key, keys with blanks between them, or letters to be typed.
fn pressed(token: &str) -> Vec<Key> {
    let named = |token: &str| Key::parse_sequence(token).ok().filter(|keys| !keys.is_empty());
    let one_each = |token: &str| token.split(' ').all(|part| part.chars().count() == 1 || named(part).is_some());
    let several = token.contains(' ') || token.chars().count() > 1;
    match named(token).filter(|_| several && !token.starts_with('/') && one_each(token)) {
        Some(keys) => keys,
        None => token
            .chars()
            .map(|c| Key::parse(if c == ' ' { "Space".into() } else { c.to_string() }.as_str()).unwrap())
            .collect(),
    }
}

#[test]
fn every_tour_holds_from_an_empty_state() {
    for page in PAGES {
        Samples::new().play(page);
    }
}

#[test]
fn every_tour_holds_after_all_tours_were_played_before() {
    let samples = Samples::new();
    for page in PAGES.iter().chain(&PAGES).chain(PAGES.iter().rev()) {
        samples.play(page);
    }
}

#[test]
fn every_tour_holds_after_a_visit_that_ended_early() {
    for page in PAGES {
        for steps in (1..8).step_by(2) {
            let samples = Samples::new();
            samples.play_part(page, steps);
            samples.play(page);
        }
    }
}

#[test]
fn the_tour_of_tagging_makes_what_it_says_and_undoes_it() {
    let samples = Samples::new();
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tour.md")).unwrap();
    let planned = sessions(&text);
    let tagging = planned.iter().find(|session| session.annotator == "me").unwrap();
    let mut played = samples.open("me", &[]);
    let (last, steps) = tagging.steps.split_last().unwrap();
    steps.iter().for_each(|step| played.step("docs/tour.md", step));
    let made = samples.layers("me");
    for words in [
        "label: \"figure\", start: 599, end: 610, quote: \"About 1,500\"",
        "quote: \"some 10,000\"",
        "kind: \"attributed to\"",
        "kind: \"differs from\"",
        "note: \"",
        "label: \"source\"",
    ] {
        assert!(made.contains(words), "{words}\n{made}");
    }
    played.step("docs/tour.md", last);
}
