//! Draws a frame of the program as SVG, for the README:
//!
//! ```text
//! cargo run --example picture > docs/screen.svg
//! cargo run --example picture -- "] ]" light                        other keys, another ground
//! cargo run --example picture -- "g c" dark me > docs/comparison.svg      the two articles compared
//! cargo run --example picture -- "5 ] ]" dark ben ana > docs/review.svg   ben reviews ana
//! CORPUS=elsewhere STYLE=lines cargo run --example picture               another corpus, another style
//! ```
//!
//! It opens the sample pair with the tags that the repository ships, presses a few keys and writes down what the screen
//! shows, cell by cell.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use diptych::corpus::bookmark::Bookmarks;
use diptych::corpus::{Corpus, text_file};
use diptych::layout::Typesetting;
use diptych::say::sgr::{CURLY, DASHED, DOTTED, DOUBLE};
use diptych::tui::config::Config;
use diptych::tui::key::Key;
use diptych::tui::model::event::Started;
use diptych::tui::model::{App, Event, Setting};
use diptych::tui::perform::World;
use diptych::tui::perform::library::{self, Library};
use diptych::tui::run::drive;
use diptych::tui::theme::{Ground, TagStyle, Theme};
use diptych::tui::update::commands::keymap;
use diptych::tui::view::view;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

const SIZE: (u16, u16) = (120, 36);
/// A cell, in pixels.
const CELL: (f32, f32) = (8.4, 18.0);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let keys = arguments.first().map_or("1 7 ]", String::as_str);
    let ground = if arguments.get(1).is_some_and(|ground| ground == "light") { Ground::Light } else { Ground::Dark };
    let annotator = arguments.get(2).map_or("ana", String::as_str);
    let (mut app, world) = sample(ground, annotator, arguments.get(3..).unwrap_or_default())?;
    for key in Key::parse_sequence(keys)? {
        drive(&mut app, &world, Event::Key(key));
    }
    app.message = None;
    let mut screen = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
    view(&app, &mut screen);
    println!("{}", svg(&screen, ground));
    Ok(())
}

/// The sample pair with an annotator's tags, and with those that are reviewed.
fn sample(ground: Ground, annotator: &str, reviewed: &[String]) -> Result<(App, World), Box<dyn std::error::Error>> {
    let corpus = std::env::var("CORPUS").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").into());
    let corpus = Corpus::here(Path::new(&corpus))?;
    let scheme = Arc::new(corpus.scheme().clone());
    let (keymap, _) = keymap(&scheme, &[]);
    let (who, home) = (annotator.to_string(), std::env::temp_dir());
    let setting = Setting {
        scheme,
        keymap,
        guidelines: None,
        annotator: who,
        config: Config::default(),
        home,
        clock: String::new,
    };
    let theme = Theme::new(ground, |name| (name == "COLORTERM").then(|| "truecolor".into()));
    let lines = std::env::var("STYLE").is_ok_and(|style| style == "lines");
    let theme = theme.styled(if lines { TagStyle::Lines } else { TagStyle::Calm });
    let mut app = App::new(setting, theme, 80, Typesetting::default());
    app.reviewing = reviewed.to_vec();
    let library = Library::new(corpus, annotator, Bookmarks::default());
    let (left, right) = library.corpus().pairs()?.swap_remove(0);
    let mut documents = Vec::new();
    for name in std::iter::once(left).chain(right) {
        let path = library.corpus().text_path(&name)?;
        let document = Arc::new(text_file::read(&path)?);
        let (open, doubt) = library::open(&library.corpus(), &path, document, annotator)?;
        documents.push(library.lay(open, doubt, reviewed));
    }
    let world = World::new(library, None);
    drive(&mut app, &world, Event::Resize(SIZE.0, SIZE.1));
    drive(&mut app, &world, Event::Started(Started { documents, doubts: Vec::new() }));
    Ok((app, world))
}

fn svg(buffer: &Buffer, ground: Ground) -> String {
    let (fore, back) = if ground == Ground::Light { ("#24292f", "#ffffff") } else { ("#d8dee9", "#14171c") };
    let (width, height) = (f32::from(SIZE.0) * CELL.0 + 24.0, f32::from(SIZE.1) * CELL.1 + 24.0);
    let font = "DejaVu Sans Mono, Menlo, Consolas, monospace";
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"{font}\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{back}\"/>\n"
    );
    for y in 0..SIZE.1 {
        let mut x = 0;
        while x < SIZE.0 {
            // A run of cells that look alike is drawn in one go.
            let first = &buffer[(x, y)];
            let mut text = String::new();
            let start = x;
            while x < SIZE.0 && alike(first, &buffer[(x, y)]) {
                let symbol = buffer[(x, y)].symbol();
                text.push_str(symbol);
                x += u16::try_from(symbol.width()).unwrap_or(1).max(1);
            }
            draw(&mut out, first, &text, (start, y), x - start, (fore, back));
        }
    }
    out + "</svg>"
}

fn alike(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

fn draw(out: &mut String, cell: &Cell, text: &str, (x, y): (u16, u16), columns: u16, (fore, back): (&str, &str)) {
    let has = |bit| cell.modifier.contains(bit);
    let hex = |colour, default: &str| match colour {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Red => "#d05050".into(),
        Color::Green => "#50b060".into(),
        Color::Yellow => "#c09030".into(),
        _ => default.to_string(),
    };
    let (mut front, mut ground) = (hex(cell.fg, fore), hex(cell.bg, back));
    if has(Modifier::REVERSED) {
        std::mem::swap(&mut front, &mut ground);
    }
    let (left, top) = (12.0 + f32::from(x) * CELL.0, 12.0 + f32::from(y) * CELL.1);
    let width = f32::from(columns) * CELL.0;
    if ground != back {
        let height = CELL.1;
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top}\" width=\"{width:.1}\" height=\"{height}\" fill=\"{ground}\"/>"
        );
    }
    if !text.trim().is_empty() {
        let weight = if has(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
        let slant = if has(Modifier::ITALIC) { " font-style=\"italic\"" } else { "" };
        let opacity = if has(Modifier::DIM) { " opacity=\"0.6\"" } else { "" };
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(
            out,
            "<text x=\"{left:.1}\" y=\"{:.1}\" fill=\"{front}\"{weight}{slant}{opacity} textLength=\"{width:.1}\" xml:space=\"preserve\">{text}</text>",
            top + 13.5
        );
    }
    if has(Modifier::CROSSED_OUT) {
        let (y, right) = (top + 9.5, left + width);
        let _ =
            writeln!(out, "<line x1=\"{left:.1}\" y1=\"{y:.1}\" x2=\"{right:.1}\" y2=\"{y:.1}\" stroke=\"{front}\"/>");
    }
    for (_, dashes) in [(Modifier::UNDERLINED, ""), (DOTTED, "1.5 2"), (DASHED, "4 2"), (CURLY, "2 1"), (DOUBLE, "")]
        .iter()
        .filter(|(bit, _)| has(*bit))
    {
        for line in if has(DOUBLE) { vec![15.0, 17.0] } else { vec![16.0] } {
            let (y, right) = (top + line, left + width);
            let _ = writeln!(
                out,
                "<line x1=\"{left:.1}\" y1=\"{y:.1}\" x2=\"{right:.1}\" y2=\"{y:.1}\" stroke=\"{front}\" stroke-dasharray=\"{dashes}\"/>"
            );
        }
    }
}
