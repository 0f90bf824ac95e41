//! What a key costs from the event to the bytes for the terminal, without the terminal: 160 × 48, two articles.
//!
//! ```text
//! cargo bench --bench keys
//! ```
//!
//! The sizes are of each article, or of what lies elsewhere in it; that the figures hardly differ from size to size is what is
//! to be seen. As in the program, each change is handed to whoever saves it.
#![allow(clippy::expect_used)]

use std::sync::Arc;

use diptych::corpus::Corpus;
use diptych::corpus::bookmark::Bookmarks;
use diptych::layout::Typesetting;
use diptych::review::round::Round;
use diptych::tags::history::Slot;
use diptych::tags::scheme::Scheme;
use diptych::tags::set::TagSet;
use diptych::tags::{Id, Layer, Link, Records, Tag};
use diptych::text::{Document, Span, grapheme};
use diptych::tui::backend::Screen;
use diptych::tui::config::Config;
use diptych::tui::key::Key;
use diptych::tui::model::event::Laid;
use diptych::tui::model::open::Open;
use diptych::tui::model::review::Review;
use diptych::tui::model::{App, Event, Setting};
use diptych::tui::perform::World;
use diptych::tui::perform::library::Library;
use diptych::tui::run::drive;
use diptych::tui::theme::{Ground, Theme};
use diptych::tui::update;
use diptych::tui::update::commands::keymap;
use diptych::tui::view::view;
use divan::Bencher;
use ratatui::layout::Size;

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [10_000, 1_000_000, 100_000_000];
const WIDTH: u16 = 160;
const HEIGHT: u16 = 48;

struct Program {
    app: App,
    world: World,
    screen: Screen<Vec<u8>>,
}

impl Program {
    fn new(bytes: usize, tags: usize) -> Program {
        let document = Document::new(prose(bytes));
        let step = document.len() / (tags + 1);
        let layer = Layer::new(Records::from(figures(&document, (1..=tags).map(|number| number * step))));
        Program::with(document, layer, bytes / 2)
    }

    /// The same article twice, with this layer, and the cursor on byte `at`.
    fn with(document: Document, layer: Layer, at: usize) -> Program {
        let scheme = Arc::new(Scheme::default());
        let (keymap, _) = keymap(&scheme, &[]);
        let clock = || "2026-11-22T04:17:00Z".into();
        let (annotator, home) = ("ana".into(), std::env::temp_dir());
        let setting = Setting {
            scheme,
            keymap,
            guidelines: None,
            annotator,
            config: Config::default(),
            home: home.clone(),
            clock,
        };
        let theme = Theme::new(Ground::Dark, |name| (name == "COLORTERM").then(|| "truecolor".into()));
        let app = App::new(setting, theme, 80, Typesetting::default());
        let corpus = Corpus::here(&home).expect("a folder");
        let world = World::new(Library::new(corpus, "ana", Bookmarks::default()), None);
        let mut documents = Vec::new();
        let document = Arc::new(document);
        for name in ["left.txt", "right.txt"] {
            let open = Open {
                name: name.into(),
                document: document.clone(),
                layer: layer.clone(),
                annotator: "ana".into(),
                path: name.into(),
                layer_path: name.into(),
                ..Open::default()
            };
            documents.push(Laid::new(open, at));
        }
        let screen = Screen::new(Vec::new(), Size::new(WIDTH, HEIGHT), true);
        let mut program = Program { app, world, screen };
        program.handle(Event::Opened(documents));
        program.handle(Event::Resize(WIDTH, HEIGHT));
        program.draw();
        program
    }

    /// Lets something happen, and does what is asked to be done outside.
    fn handle(&mut self, event: Event) {
        drive(&mut self.app, &self.world, event);
    }

    fn key(&mut self, written: &str) {
        for key in Key::parse_sequence(written).expect("a key") {
            self.handle(Event::Key(key));
        }
        for event in self.world.finished() {
            self.handle(event);
        }
        self.draw();
    }

    /// Draws and returns how many bytes that took.
    fn draw(&mut self) -> usize {
        let app = &self.app;
        self.screen.fit(app.desk.size.into());
        self.screen.draw(|buffer| view(app, buffer)).expect("a screen in memory");
        let out = self.screen.out();
        let bytes = out.len();
        out.clear();
        bytes
    }
}

/// A figure on one grapheme at each of these bytes.
fn figures(document: &Document, at: impl Iterator<Item = usize>) -> TagSet {
    at.enumerate().map(|(number, at)| figure(document, number, at)).collect()
}

fn figure(document: &Document, number: usize, at: usize) -> Tag {
    let at = grapheme::floor(document.text(), at);
    let span = Span::new(at, grapheme::next(document.text(), at));
    Tag { id: id("t", number), ..Tag::new("figure", span, "2026-11-22T04:17:00Z") }
}

fn id(prefix: &str, number: usize) -> Id {
    Id::from(format!("{prefix}-{number:012}").as_str())
}

/// An article of 10 MB with 100 tags about its middle and so many elsewhere, before and behind.
fn crowded(elsewhere: usize) -> Program {
    let document = Document::new(prose(LONG));
    let far = LONG / 5 * 2;
    let around = (0..elsewhere / 2).flat_map(|number| {
        let at = number * far / (elsewhere / 2);
        [at, LONG - far + at]
    });
    let here = (0..100).map(|number| LONG / 2 - 10_000 + number * 200);
    let tags = figures(&document, around.chain(here));
    Program::with(document, Layer::new(Records::from(tags)), LONG / 2)
}

const LONG: usize = 10_000_000;
const CROWDS: [usize; 3] = [0, 10_000, 100_000];

/// Prose of about so many bytes, in paragraphs of some sentences.
fn prose(bytes: usize) -> String {
    let sentence =
        "Approximately 10,000 soldiers — so the alliance’s chief — have been sent there, and nobody knows why. ";
    let mut text = String::with_capacity(bytes + 1000);
    let mut number = 0;
    while text.len() < bytes {
        number += 1;
        text.push_str(&sentence[..sentence.len() - number % 3 * 2]);
        if number % 5 == 0 {
            text.push('\n');
        }
    }
    text
}

/// Down and up at the lower margin, so that each key scrolls the page by a row.
#[divan::bench(args = SIZES)]
fn down(bencher: Bencher, bytes: usize) {
    let mut program = Program::new(bytes, 100);
    (0..60).for_each(|_| program.key("j"));
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        program.key(if turn % 200 < 100 { "j" } else { "k" });
    });
}

#[divan::bench(args = SIZES)]
fn page_down_and_up(bencher: Bencher, bytes: usize) {
    let mut program = Program::new(bytes, 100);
    bencher.bench_local(|| {
        program.key("PageDown");
        program.key("PageUp");
    });
}

#[divan::bench(args = SIZES)]
fn to_the_end_and_back(bencher: Bencher, bytes: usize) {
    let mut program = Program::new(bytes, 100);
    bencher.bench_local(|| {
        program.key("G");
        program.key("g g");
    });
}

#[divan::bench(args = SIZES)]
fn search_forward(bencher: Bencher, bytes: usize) {
    let mut program = Program::new(bytes, 100);
    program.key("/ s o l d i e r s Enter");
    bencher.bench_local(|| program.key("n"));
}

/// Down and up where the page has the same tags, however many there are elsewhere.
#[divan::bench(args = CROWDS)]
fn down_among(bencher: Bencher, tags: usize) {
    let mut program = crowded(tags);
    (0..60).for_each(|_| program.key("j"));
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        program.key(if turn % 100 < 50 { "j" } else { "k" });
    });
}

/// A tag and its undo.
#[divan::bench(args = CROWDS)]
fn tag_and_untag_among(bencher: Bencher, tags: usize) {
    let mut program = crowded(tags);
    bencher.bench_local(|| {
        program.key("c");
        program.key("u");
    });
}

/// To the next tag and back, each of them in focus.
#[divan::bench(args = CROWDS)]
fn focus_among(bencher: Bencher, tags: usize) {
    let mut program = crowded(tags);
    bencher.bench_local(|| {
        program.key("]");
        program.key("[");
    });
}

/// The same, where each tag is one of two versions.
#[divan::bench(args = [100, 20_000])]
fn focus_a_rival_among(bencher: Bencher, tags: usize) {
    let document = Document::new(prose(LONG));
    let of = |number: usize| figure(&document, number, LONG / 2 + (number / 2) * 200 % (LONG / 2));
    let versions = (0..tags).map(of).enumerate();
    let rivals = versions.map(|(number, tag)| Tag { rival: (number % 2 == 1).then(|| id("t", number - 1)), ..tag });
    let layer = Layer::new(Records::from(rivals.collect::<TagSet>()));
    // Not the first of them, which a search through all would find at once.
    let mut program = Program::with(document, layer, LONG / 2 + tags * 50);
    // The list of what is unsettled opens by itself, and would take the keys for its filter.
    program.key("Esc");
    bencher.bench_local(|| {
        program.key("]");
        program.key("[");
    });
}

/// The same, where each tag is linked with the one before and the one behind.
#[divan::bench(args = [100, 20_000])]
fn focus_a_linked_one_among(bencher: Bencher, links: usize) {
    let mut program = linked(links);
    bencher.bench_local(|| {
        program.key("]");
        program.key("[");
    });
}

/// A link removed and its undo, by removing the tag.
#[divan::bench(args = [100, 20_000])]
fn remove_a_linked_one_among(bencher: Bencher, links: usize) {
    let mut program = linked(links);
    bencher.bench_local(|| {
        program.key("]");
        program.key("x");
        program.key("u");
    });
}

fn linked(links: usize) -> Program {
    let document = Document::new(prose(LONG));
    let tags = figures(&document, (0..=links).map(|number| LONG / 2 + number * 200));
    let link = |number| Link {
        id: id("l", number),
        kind: "same as".into(),
        from: id("t", number),
        to: id("t", number + 1),
        document: None,
        at: "2026-11-22T04:17:00Z".into(),
        rival: None,
        extra: Vec::new(),
    };
    let links = (0..links).map(link).map(|link| (link.id.clone(), link)).collect();
    let layer = Layer::new(Records { links: Arc::new(links), ..Records::from(tags) });
    Program::with(document, layer, LONG / 2)
}

/// A review of so many items by these annotators, of which the first show on the page.
fn reviewing(items: usize, who: &[&str]) -> Program {
    let document = Document::new(prose(LONG));
    let tags = figures(&document, (0..items).map(|number| LONG / 2 + number * 400));
    let mut program = Program::with(document, Layer::default(), LONG / 2);
    let open = &mut program.app.desk.shelf[Slot(0)];
    let layers: Vec<(String, TagSet)> = who.iter().map(|who| (who.to_string(), tags.clone())).collect();
    let mut review = Review { round: Round::new(&open.document, &layers), ..Review::default() };
    review.refresh(&open.layer);
    open.review = Some(review);
    program.app.reviewing = who.iter().map(|who| who.to_string()).collect();
    program
}

/// A tag and its undo while two layers of so many tags stand side by side.
#[divan::bench(args = ITEMS)]
fn tag_and_untag_beside(bencher: Bencher, tags: usize) {
    let document = Document::new(prose(LONG));
    let layer = Layer::new(Records::from(figures(&document, (0..tags).map(|number| LONG / 2 + number * 400))));
    let mut program = Program::with(document, layer, LONG / 2);
    let side = |annotator: &str, slot: Slot| {
        let Open { name, document, layer, .. } = &program.app.desk.shelf[slot];
        let (name, document, layer) = (name.clone(), document.clone(), layer.clone());
        let layer_path = format!("{annotator}.ron").into();
        let open = Open { name, document, layer, annotator: annotator.into(), layer_path, ..Open::default() };
        Laid::new(open, LONG / 2)
    };
    let sides = Box::new([side("ana", Slot(0)), side("ben", Slot(1))]);
    program.handle(Event::Beside { names: ["ana".into(), "ben".into()], sides, at: None });
    bencher.bench_local(|| {
        program.key("c");
        program.key("u");
    });
}

/// The list of tags opened, a line further, filtered by a letter, closed.
#[divan::bench(args = CROWDS)]
fn list(bencher: Bencher, tags: usize) {
    let mut program = crowded(tags);
    bencher.bench_local(|| {
        for key in ["t", "Down", "n", "Esc"] {
            program.key(key);
        }
    });
}

const ITEMS: [usize; 2] = [10, 10_000];

/// To the next item that is open, and back.
#[divan::bench(args = ITEMS)]
fn review_step(bencher: Bencher, items: usize) {
    let mut program = reviewing(items, &["ben"]);
    bencher.bench_local(|| {
        program.key("]");
        program.key("[");
    });
}

/// An item accepted, and that taken back, while none is decided.
#[divan::bench(args = ITEMS)]
fn review_accept_and_undo(bencher: Bencher, items: usize) {
    let mut program = reviewing(items, &["ben"]);
    program.key("]");
    bencher.bench_local(|| {
        program.key("y");
        program.key("u");
    });
}

/// The same while all but one are decided.
#[divan::bench(args = ITEMS)]
fn review_accept_the_last_and_undo(bencher: Bencher, items: usize) {
    let mut program = reviewing(items, &["ben"]);
    program.key("Alt-y Enter Backspace");
    bencher.bench_local(|| {
        program.key("y");
        program.key("u");
    });
}

/// One of two versions taken, and that taken back, while all but one are decided.
#[divan::bench(args = ITEMS)]
fn review_of_two_annotators(bencher: Bencher, items: usize) {
    let mut program = reviewing(items, &["ben", "cho"]);
    program.key("Alt-y Enter Backspace");
    bencher.bench_local(|| {
        program.key("1");
        program.key("u");
    });
}

/// A tag of one's own while a review is on, and its undo.
#[divan::bench(args = ITEMS)]
fn review_tag_and_untag(bencher: Bencher, items: usize) {
    let mut program = reviewing(items, &["ben"]);
    bencher.bench_local(|| {
        program.key("c");
        program.key("u");
    });
}

#[divan::bench(args = SIZES)]
fn tag_in_a_text_of(bencher: Bencher, bytes: usize) {
    let mut program = Program::new(bytes, 100);
    bencher.bench_local(|| {
        program.key("c");
        program.key("u");
    });
}

#[divan::bench]
fn resize(bencher: Bencher) {
    let mut program = Program::new(1_000_000, 100);
    bencher.bench_local(|| {
        for width in [120, WIDTH] {
            program.handle(Event::Resize(width, HEIGHT));
            program.draw();
        }
    });
}

/// The view alone: everything is drawn, and nothing has changed.
#[divan::bench]
fn view_alone(bencher: Bencher) {
    let mut program = Program::new(1_000_000, 100);
    bencher.bench_local(|| program.draw());
}

/// The update alone: a row down and a row up.
#[divan::bench]
fn update_alone(bencher: Bencher) {
    let mut program = Program::new(1_000_000, 100);
    let keys = Key::parse_sequence("j k").expect("keys");
    bencher.bench_local(|| {
        keys.iter().for_each(|key| drop(update::handle(&mut program.app, Event::Key(*key))));
    });
}
