//! What a key costs from the event to the bytes for the terminal, without the terminal: 160 × 48, two articles.
//!
//! ```text
//! cargo bench --bench keys
//! ```
//!
//! The sizes are of each article; that the figures hardly differ from size to size is what is to be seen.
#![allow(clippy::expect_used)]

use std::sync::Arc;

use diptych::tags::edit::Edit;
use diptych::tags::scheme::Scheme;
use diptych::tags::{Layer, Tag};
use diptych::text::{Document, Span, grapheme};
use diptych::tui::app::open::Open;
use diptych::tui::app::{App, Setting};
use diptych::tui::backend::Screen;
use diptych::tui::key::Key;
use diptych::tui::keymap::Keymap;
use diptych::tui::theme::{Ground, Theme};
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
    screen: Screen<Vec<u8>>,
}

impl Program {
    fn new(bytes: usize, tags: usize) -> Program {
        let scheme = Arc::new(Scheme::default());
        let (keymap, _) = Keymap::new(&scheme, &[]);
        let setting = Setting { scheme, keymap, guidelines: None, clock: || "2026-11-22T04:17:00Z".into() };
        let theme = Theme::new(Ground::Dark, |name| (name == "COLORTERM").then(|| "truecolor".into()));
        let mut app = App::new(setting, theme, 80, true);
        let mut slots = Vec::new();
        for name in ["left.txt", "right.txt"] {
            let document = Document::new(prose(bytes));
            let mut layer = Layer::default();
            let step = document.len() / (tags + 1);
            for number in 1..=tags {
                let at = grapheme::floor(document.text(), number * step);
                layer.apply(Edit::put(Tag::new("figure", Span::new(at, grapheme::next(document.text(), at)), "")));
            }
            let open = Open {
                name: name.into(),
                document: Arc::new(document),
                layer,
                annotator: "ana".into(),
                path: name.into(),
                layer_path: name.into(),
                ..Open::default()
            };
            slots.push((app.shelve(open), bytes / 2, bytes / 2));
        }
        app.lay_out(slots);
        app.resize(WIDTH, HEIGHT);
        let screen = Screen::new(Vec::new(), Size::new(WIDTH, HEIGHT), true);
        let mut program = Program { app, screen };
        program.draw();
        program
    }

    fn key(&mut self, written: &str) {
        for key in Key::parse_sequence(written).expect("a key") {
            self.app.key(key);
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

#[divan::bench(args = [0, 10_000])]
fn tag_and_untag(bencher: Bencher, tags: usize) {
    let mut program = Program::new(1_000_000, tags);
    bencher.bench_local(|| {
        program.key("w");
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
            program.app.resize(width, HEIGHT);
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
    bencher.bench_local(|| keys.iter().for_each(|key| drop(program.app.key(*key))));
}
