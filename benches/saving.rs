//! What saving costs while one works, and what a change costs that comes from another window: how long the longest key is held,
//! from the event to the bytes for the terminal, and how long it takes until all is on the disk or on the screen.
//!
//! ```text
//! cargo bench --bench saving
//!
//!    tags    on disk  a tag |  saved   held |   work  again | from elsewhere  shown   held | tagging, held
//! ```
//!
//! The first save after a layer was read writes it as a whole; `again` is the work of a later one.
//!
//! Keys go down and up all the time, so that whatever holds the drawing thread holds one of them.
#![allow(clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use diptych::corpus::bookmark::Bookmarks;
use diptych::corpus::saver::{Saver, Snapshot};
use diptych::corpus::shared::SharedLayer;
use diptych::corpus::{Corpus, record};
use diptych::layout::Typesetting;
use diptych::tags::edit::Edit;
use diptych::tags::history::Slot;
use diptych::tags::scheme::Scheme;
use diptych::tags::set::TagSet;
use diptych::tags::{Layer, Records, Tag};
use diptych::text::{Document, Span};
use diptych::tui::backend::Screen;
use diptych::tui::config::Config;
use diptych::tui::key::Key;
use diptych::tui::model::open::Saving;
use diptych::tui::model::{App, Event, Setting};
use diptych::tui::perform::World;
use diptych::tui::perform::library::{self, Library};
use diptych::tui::run::drive;
use diptych::tui::theme::{Ground, Theme};
use diptych::tui::update::commands::keymap;
use diptych::tui::view::view;
use ratatui::layout::Size;

/// Returns how long this thread has been at work: on Linux without the time in which other programs had its processor.
fn worked() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    let since = || START.get_or_init(Instant::now).elapsed();
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = stat.and_then(|stat| stat.split(' ').next()?.parse().ok());
    nanos.map_or_else(since, Duration::from_nanos)
}

/// Bytes of text for each tag.
const STEP: usize = 60;
const SENTENCE: &str = "Some 10,000 men, said one who knows it, are on their way. \n\n";

fn main() {
    println!(
        "    tags    on disk  a tag |  saved   held |   work  again | from elsewhere  shown   held | tagging, held"
    );
    for tags in [1_000, 20_000, 100_000] {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().canonicalize().expect("a folder");
        let (path, document) = lay_out(&folder, tags);
        let mut program = Program::open(&folder);
        let bytes = fs::metadata(&path).expect("a layer").len();
        print!("{tags:>8} {:>7.1} MB {:>4} B |", bytes as f64 / 1e6, bytes / tags as u64);
        let own: Vec<(Duration, Duration)> = (0..5).map(|_| program.tags_and_saves()).collect();
        print!(
            " {:>6.1?} {:>6.1?} |",
            median(own.iter().map(|run| run.0)),
            own.iter().map(|run| run.1).max().unwrap_or_default()
        );
        let mut other = Other::open(&path, &document);
        print!(" {:>6.1?} {:>6.1?} |", other.save(1), other.change(1));
        for (row, changes) in [1, 100, 1_000].into_iter().enumerate() {
            let (shown, held) = program.hears_of(&mut other, changes, Duration::MAX);
            let (_, tagging) = program.hears_of(&mut other, changes, Duration::from_millis(150));
            let margin = if row == 0 { String::new() } else { " ".repeat(58) + "|" };
            println!("{margin} {changes:>14} {shown:>6.1?} {held:>6.1?} | {tagging:>6.1?}");
        }
    }
}

fn median(runs: impl Iterator<Item = Duration>) -> Duration {
    let mut runs: Vec<Duration> = runs.collect();
    runs.sort();
    runs[runs.len() / 2]
}

/// A corpus with a text, and a layer with so many tags on it.
fn lay_out(folder: &Path, tags: usize) -> (PathBuf, Arc<Document>) {
    let text = SENTENCE.repeat(tags + 1);
    let document = Document::new(&text);
    let set: TagSet = (0..tags).map(|number| tag("ana", number, number)).collect();
    let path = folder.join("annotations/a.txt.ana.ron");
    fs::create_dir(folder.join("annotations")).expect("a folder");
    fs::write(folder.join("a.txt"), &text).expect("a text");
    fs::write(&path, record::write(&Records::from(set), &document, "a.txt", "ana")).expect("a layer");
    (path, Arc::new(document))
}

fn tag(who: &str, number: usize, sentence: usize) -> Tag {
    let at = sentence * STEP + "Some ".len();
    Tag {
        id: format!("t-{who}{number:09}").as_str().into(),
        ..Tag::new("figure", Span::new(at, at + 6), "2026-11-28T08:00:00Z")
    }
}

/// Another window on the layer.
struct Other {
    path: PathBuf,
    shared: SharedLayer,
    layer: Layer,
    document: Arc<Document>,
    made: usize,
}

impl Other {
    fn open(path: &Path, document: &Arc<Document>) -> Other {
        let shared = SharedLayer::at(path);
        let text = fs::read_to_string(path).expect("a layer");
        let records = record::read(&text, document, "a.txt", "ana").expect("it reads").records;
        shared.holds(records.clone());
        Other { path: path.into(), shared, layer: Layer::new(records), document: document.clone(), made: 0 }
    }

    /// Makes so many tags all over the text, saves them, and reads the layer again.
    /// Returns how long the saving thread would have worked for that.
    fn change(&mut self, changes: usize) -> Duration {
        let saving = self.save(changes);
        *self = Other { made: self.made, ..Other::open(&self.path, &self.document) };
        saving
    }

    /// Makes so many tags all over the text, and saves them.
    fn save(&mut self, changes: usize) -> Duration {
        let sentences = self.document.len() / STEP;
        for number in 0..changes {
            self.made += 1;
            self.layer.apply(Edit::put(tag("other", self.made, (number * 7919 + self.made) % sentences)));
        }
        let records = self.layer.records().clone();
        let (document, name, annotator) = (self.document.clone(), "a.txt".into(), "ana".into());
        let since = worked();
        let found = self.shared.save(&self.path, &Snapshot { records, document, name, annotator, joins: 0 });
        // What it hears of is left out: a window that joins nothing is quicker, and that is all that is wanted of it.
        drop(found.expect("saved"));
        worked() - since
    }
}

struct Program {
    app: App,
    world: World,
    screen: Screen<Vec<u8>>,
    down: bool,
}

impl Program {
    fn open(folder: &Path) -> Program {
        let scheme = Arc::new(Scheme::default());
        let (keymap, _) = keymap(&scheme, &[]);
        let clock = || "2026-11-28T08:00:00Z".into();
        let setting = Setting {
            scheme,
            keymap,
            guidelines: None,
            annotator: "ana".into(),
            config: Config::default(),
            home: folder.into(),
            clock,
        };
        let theme = Theme::new(Ground::Dark, |name| (name == "COLORTERM").then(|| "truecolor".into()));
        let app = App::new(setting, theme, 80, Typesetting::default());
        let corpus = Corpus::here(folder).expect("a folder");
        let path = folder.join("a.txt");
        let document = Arc::new(Document::new(fs::read_to_string(&path).expect("a text")));
        let (open, _) = library::open(&corpus, &path, document, "ana").expect("it opens");
        let library = Library::new(corpus, "ana", Bookmarks::default());
        let laid = library.lay(open, None, &[]);
        let world = World::new(library, Some(Saver::start().expect("a thread")));
        let screen = Screen::new(Vec::new(), Size::new(160, 48), true);
        let mut program = Program { app, world, screen, down: true };
        program.handle(Event::Resize(160, 48));
        program.handle(Event::Opened(vec![laid]));
        program
    }

    fn handle(&mut self, event: Event) {
        drive(&mut self.app, &self.world, event);
    }

    fn press(&mut self, written: &str) {
        for key in Key::parse_sequence(written).expect("a key") {
            self.handle(Event::Key(key));
        }
    }

    /// One turn of the loop: a key, what other threads have finished, a frame. Returns how long that took.
    fn turn(&mut self, key: &str) -> Duration {
        let since = worked();
        self.press(key);
        for event in self.world.finished() {
            self.handle(event);
        }
        let app = &self.app;
        self.screen.draw(|buffer| view(app, buffer)).expect("a screen in memory");
        self.screen.out().clear();
        worked() - since
    }

    /// Goes down and up, with a tag made or removed once in `tagging`, until `done`. Returns how long that took, and the longest
    /// turn.
    fn work(&mut self, tagging: Duration, done: impl Fn(&App) -> bool) -> (Duration, Duration) {
        let (since, mut held, mut tagged) = (Instant::now(), Duration::ZERO, Instant::now());
        while !done(&self.app) {
            let key = if tagged.elapsed() >= tagging {
                tagged = Instant::now();
                "c"
            } else {
                self.down = !self.down;
                if self.down { "j" } else { "k" }
            };
            held = held.max(self.turn(key));
            thread::sleep(Duration::from_millis(2));
        }
        (since.elapsed(), held)
    }

    /// Makes a tag and waits until it is on the disk.
    fn tags_and_saves(&mut self) -> (Duration, Duration) {
        self.press("} c");
        self.work(Duration::MAX, |app| app.desk.shelf[Slot(0)].saving == Saving::Saved)
    }

    /// Looks around after another window's change, and works on until the change has come onto the screen.
    fn hears_of(&mut self, other: &mut Other, changes: usize, tagging: Duration) -> (Duration, Duration) {
        // On a thread of its own, so that the memory which it frees is not ours to tidy up.
        thread::scope(|scope| scope.spawn(|| other.change(changes)).join()).expect("a change");
        let since = worked();
        self.handle(Event::LookAround);
        let looked = worked() - since;
        let last = tag("other", other.made, 0).id;
        // Who tags pauses after a while, and hears of it then.
        let pause = Instant::now() + Duration::from_secs(3);
        let mut held = looked;
        if tagging < Duration::MAX {
            held = held.max(
                self.work(tagging, |app| Instant::now() > pause || app.desk.shelf[Slot(0)].layer.tag(&last).is_some())
                    .1,
            );
        }
        let (shown, more) = self.work(Duration::MAX, |app| app.desk.shelf[Slot(0)].layer.tag(&last).is_some());
        self.work(Duration::MAX, |app| app.desk.shelf[Slot(0)].saving != Saving::Underway);
        (shown, held.max(more))
    }
}
