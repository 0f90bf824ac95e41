//! What must hold whatever the bytes: the targets of `cargo fuzz run NAME`, and of `tests/fuzz.rs`, which replays the kept
//! inputs in `tests/corpus/NAME` and some mutations of them at each `cargo test`.
//!
//! ```text
//!   layer      a layer's file, or a part of one     what reads or is recovered is written, and reads the same
//!   merge      three layers of a few ids            neither side is preferred, nothing is lost, the file holds it all
//!   place      a text and quotes from another       places are whole graphemes of the text, and what is moved is the quote
//!   layout     a text and a width                   rows tile it, down and up, and nothing drawn is a control
//!   key        a key as it is written               what reads is written, and reads the same
//!   input      what a terminal sends, in pieces     what is meant is understood, and no paste runs as keys
//!   import     a file of another program            whole or in bits, it is read or refused at a line that there is
//!   convert    a page, a mail or a table             a text without controls, no larger than it can be, or a refusal
//!   settings   a manifest and a configuration       refused with a place that there is, or of names that can be shown
//! ```

mod converting;
mod importing;
mod input;
mod merging;

pub use converting::convert;
use diptych::corpus::fault::Fault;
use diptych::corpus::manifest::Manifest;
use diptych::corpus::problem::Problem;
use diptych::corpus::record;
use diptych::layout::{Layout, Reflow, Typesetting, glyph};
use diptych::tags::Records;
use diptych::tags::anchor::{self, Placed};
use diptych::tags::target::{CONTEXT, Target};
use diptych::text::{Document, Span, grapheme};
use diptych::tui::config::Config;
use diptych::tui::key::Key;
pub use importing::{file, import};
pub use input::input;
pub use merging::merge;

/// What the layers are about.
pub const TEXT: &str = "😀 Prices rose 5% in May, INSEE said.\r\nThe e\u{301}lite “knew”: 10,000 👨\u{200d}👩\u{200d}👧 left,\n\n10,000 came.\n";

/// A layer's file; if it begins with `+`, what comes then stands in the middle of one.
pub fn layer(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let document = Document::new(TEXT);
    let inner = text.strip_prefix('+').map(|inner| {
        let (sha256, chars) = (document.sha256(), document.chars());
        let document = format!("(path: \"a.txt\", sha256: \"{sha256}\", chars: {chars})");
        format!("(\n    format: 1,\n    document: {document},\n    annotator: \"ana\",\n    {inner}\n)\n")
    });
    let text = inner.as_deref().unwrap_or(text);
    let read = |text: &str| record::read(text, &document, "a.txt", "ana");
    match read(text) {
        Err(fault) => {
            is_said(text, fault);
            // What can be read of it is a layer.
            let found = record::recover(text, &document, "a.txt", "ana");
            are_places(&found.records, &document);
            let written = record::write(&found.records, &document, "a.txt", "ana");
            let again = read(&written).unwrap_or_else(|fault| panic!("{fault}\n{written}"));
            assert!(again.records == found.records, "{written}");
        }
        Ok(reading) => {
            assert!(
                !reading.doubts.iter().any(|doubt| doubt.to_string().chars().any(char::is_control)),
                "{:?}",
                reading.doubts
            );
            are_places(&reading.records, &document);
            let written = record::write(&reading.records, &document, "a.txt", "ana");
            let again = read(&written).unwrap_or_else(|fault| panic!("{fault}\n{written}"));
            assert!(!again.text_changed);
            assert!(reading.text_changed || again.records == reading.records, "{written}");
            assert_eq!(record::write(&again.records, &document, "a.txt", "ana"), written);
        }
    }
}

/// A key, or keys one after the other.
pub fn key(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match Key::parse(text) {
        Ok(key) => assert_eq!(Key::parse(&key.to_string()), Ok(key)),
        Err(why) => assert!(!why.chars().any(char::is_control), "{why:?}"),
    }
    if let Ok(keys) = Key::parse_sequence(text) {
        let written: Vec<String> = keys.iter().map(Key::to_string).collect();
        assert_eq!(Key::parse_sequence(&written.join(" ")), Ok(keys));
    }
}

/// A manifest and a configuration.
pub fn settings(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match Manifest::parse(text) {
        Err(fault) => is_said(text, fault),
        Ok(Manifest { texts, guidelines, scheme, pairs, .. }) => {
            assert!(!scheme.labels.is_empty());
            let attributes = scheme.labels.iter().flat_map(|label| &label.attributes);
            let labels = scheme.labels.iter().flat_map(|label| [&label.name, &label.key]);
            let kinds = scheme.links.iter().map(|kind| &kind.name);
            for name in attributes.flat_map(|it| [&it.name, &it.key]).chain(labels).chain(kinds) {
                assert!(!name.trim().is_empty() && !name.chars().any(char::is_control), "{name:?}");
            }
            for path in [texts].into_iter().chain(guidelines).chain(pairs.into_iter().flat_map(|(a, b)| [a, b])) {
                assert!(!path.starts_with('/') && !path.split('/').any(|part| part == ".."), "{path:?}");
            }
        }
    }
    let (config, faults) = Config::parse(text);
    assert!(faults.len() <= 41, "{}", faults.len());
    config.keys().iter().flat_map(|change| &change.keys).for_each(|keys| drop(Key::parse_sequence(keys).unwrap()));
}

/// A width, and a text.
pub fn layout(data: &[u8]) {
    let [width, rest @ ..] = data else { return };
    let text = String::from_utf8_lossy(rest);
    let (text, width) = (text.as_ref(), u16::from(*width));
    let reflow = [Reflow::Auto, Reflow::Always, Reflow::Never][usize::from(width % 3)];
    let set = Typesetting { spaced: width % 2 == 0, reflow };
    let mut layout = Layout::new(width, set);
    let top = layout.row_at(text, 0);
    let rows = layout.page(text, top, 100_000);
    assert_eq!(layout.above(text, &rows[0]), None);
    for pair in rows.windows(2) {
        assert_eq!(layout.above(text, &pair[1]), Some(pair[0]), "up as down");
    }
    let mut at = 0;
    for row in rows.iter().filter(|row| !row.gap) {
        assert!(text[at..row.span.start].chars().all(|c| matches!(c, '\n' | '\r')), "a row is missing at {at}");
        at = row.span.end;
        assert_eq!(layout.row_at(text, row.span.start), *row);
        let mut drawn = row.span.start;
        for glyph in glyph::glyphs(text, row.span) {
            assert_eq!(glyph.span.start, drawn);
            assert!(glyph.width > 0 && !glyph.shown.chars().any(is_obeyed), "{glyph:?}");
            drawn = glyph.span.end;
        }
        assert_eq!(drawn, row.span.end);
        assert!(grapheme::is_boundary(text, drawn));
    }
    assert!(text[at..].chars().all(|c| matches!(c, '\n' | '\r')), "a row is missing at the end");
}

/// A text, and quotes from another that the bytes make of it, or from nowhere.
pub fn place(data: &[u8]) {
    let mut bytes = Bytes(data);
    let words =
        ["5% ", "10,000 ", "men ", "came ", "said.\n", "é", "e\u{301}", "\r\n", "“so” ", "👨\u{200d}👩", " ", "漢"];
    let text: String = (0..bytes.below(60)).map(|_| words[bytes.below(words.len())]).collect();
    let old = Document::new(text.as_str());
    let mut targets = Vec::new();
    for _ in 0..bytes.below(8) {
        let (from, len) = (bytes.below(text.len() + 1), bytes.below(40) + 1);
        let span = Span::new(grapheme::floor(&text, from), grapheme::ceil(&text, (from + len).min(text.len())));
        targets.push(Target::of(&old, span));
    }
    // The text as it is now: parts of the old one, other words, whatever is left of the bytes.
    let mut new = String::new();
    for _ in 0..bytes.below(6) {
        let (from, len) = (bytes.below(text.len() + 1), bytes.below(100));
        new += &text[grapheme::floor(&text, from)..grapheme::ceil(&text, (from + len).min(text.len()))];
        new += words[bytes.below(words.len())];
    }
    let start = [0, 1, new.len(), usize::MAX][bytes.below(4)];
    let rest = String::from_utf8_lossy(bytes.0);
    new += &rest;
    let (head, tail) = rest.split_at(grapheme::floor(&rest, rest.len() / 2));
    targets.push(Target { start, quote: head.into(), prefix: tail.into(), suffix: head.into() });
    targets.push(Target { start, quote: tail.chars().take(CONTEXT).collect(), ..Target::default() });
    let now = Document::new(new.as_str());
    for document in [&old, &now] {
        let placed = anchor::place(document, &targets);
        assert_eq!(placed.len(), targets.len());
        // No layer has an empty quote; what becomes of one is all the same.
        for (target, placed) in targets.iter().zip(placed).filter(|(target, _)| !target.quote.is_empty()) {
            match placed {
                Placed::Same(span) => {
                    is_place(document, span);
                    let there = (document.to_chars(span.start), document.slice(span));
                    assert_eq!(there, (target.start, target.quote.as_str()), "the same, to the letter");
                }
                Placed::Moved(span) | Placed::Changed(span) => is_place(document, span),
                Placed::Lost(spans) => spans.into_iter().for_each(|span| is_place(document, span)),
            }
        }
    }
}

/// Every span is a place in the text.
fn are_places(records: &Records, document: &Document) {
    let judged = records.verdicts.values().filter_map(|verdict| verdict.judged.span);
    records.tags.iter().map(|tag| tag.span).chain(judged).for_each(|span| is_place(document, span));
}

fn is_place(document: &Document, span: Span) {
    let text = document.text();
    assert!(span.start < span.end && span.end <= text.len(), "{span:?} of {}", text.len());
    assert!(grapheme::is_boundary(text, span.start) && grapheme::is_boundary(text, span.end), "{span:?} of {text:?}");
}

/// A fault is said in one line that drives no terminal, about a place that there is.
fn is_said(text: &str, fault: Fault) {
    if let Some((line, column)) = fault.at {
        let line = text.split('\n').nth(line - 1).unwrap_or_else(|| panic!("{fault} in {text:?}"));
        assert!(column <= line.chars().count() + 2, "{fault} in {line:?}");
    }
    let problem = Problem::Fault("a.ron".into(), fault);
    let said = format!("{problem}{:?}", problem.hint());
    assert!(!said.chars().any(char::is_control), "{said:?}");
}

/// What a terminal would do something with instead of showing it.
fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Bytes to make choices by; when they are used up, the first of what there is.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn below(&mut self, end: usize) -> usize {
        let [first, rest @ ..] = self.0 else { return 0 };
        self.0 = rest;
        usize::from(*first) % end
    }
}
