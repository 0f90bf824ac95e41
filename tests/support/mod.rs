//! A desk without a terminal: texts with marks in, keys typed, marks or a frame out.
//!
//! ```text
//!   ‸        the cursor                 ⟦c …⟧    a tag, by its label's key
//!   «…»      the selection              ⟦c* …⟧   the tag in focus
//! ```
#![allow(dead_code)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::MouseEvent;
use diptych::corpus::bookmark::Bookmarks;
use diptych::corpus::{Corpus, record};
use diptych::layout::Typesetting;
use diptych::review::round::Round;
use diptych::say::sgr::{CURLY, DASHED, DOTTED, DOUBLE};
use diptych::tags::history::Slot;
use diptych::tags::scheme::Scheme;
use diptych::tags::set::TagSet;
use diptych::tags::target::Judged;
use diptych::tags::verdict::{Decision, Verdict};
use diptych::tags::{Id, Layer, Records, Tag};
use diptych::text::{Document, Span};
use diptych::tui::config::Config;
use diptych::tui::key::Key;
use diptych::tui::model::event::{Fetched, Laid};
use diptych::tui::model::open::Open;
use diptych::tui::model::review::Review;
use diptych::tui::model::{App, Effect, Event, Setting};
use diptych::tui::perform::World;
use diptych::tui::perform::library::Library;
use diptych::tui::run;
use diptych::tui::theme::{Ground, Theme};
use diptych::tui::update;
use diptych::tui::update::commands::keymap;
use diptych::tui::view::view;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

/// A program at 80 × 24 with these texts open. A `‸` is where the cursor stands, `⟦c …⟧` a tag. The texts lie in a folder, so
/// that whatever is asked to be done outside is done there; only saving is left out.
pub struct Desk {
    pub app: App,
    /// Everything that was asked to be done outside.
    pub effects: Vec<Effect>,
    world: World,
    folder: tempfile::TempDir,
}

impl Desk {
    pub fn new(marked: &[&str]) -> Desk {
        Desk::with(marked, Scheme::default(), &[])
    }

    pub fn with(marked: &[&str], scheme: Scheme, env: &[(&str, &str)]) -> Desk {
        let scheme = Arc::new(scheme);
        let (keymap, _) = keymap(&scheme, &[]);
        let clock = || "2026-11-22T04:17:00Z".to_string();
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().canonicalize().unwrap();
        let annotator = "ana".to_string();
        let setting = Setting {
            scheme: scheme.clone(),
            keymap,
            guidelines: None,
            annotator,
            config: Config::default(),
            home: home.clone(),
            clock,
        };
        let theme = Theme::new(Ground::Auto, |name| {
            env.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string())
        });
        let app = App::new(setting, theme, 80, Typesetting::default());
        let library = Library::new(Corpus::here(&home).unwrap(), "ana", Bookmarks::default());
        let mut desk = Desk { app, effects: Vec::new(), world: World::new(library, None), folder };
        let mut documents = Vec::new();
        for (number, marked) in marked.iter().enumerate() {
            let (text, cursor, tags) = unmark(marked, &scheme);
            let mut layer = Layer::default();
            for (label, span) in tags {
                layer.apply(diptych::tags::edit::Edit::put(Tag::new(&label, span, "2026-11-22T00:00:00Z")));
            }
            let name = ["left.txt", "right.txt"][number];
            std::fs::write(home.join(name), &text).unwrap();
            let open = Open {
                name: name.into(),
                document: Arc::new(Document::new(text)),
                layer,
                annotator: "ana".into(),
                path: home.join(name),
                layer_path: home.join(format!("annotations/{name}.ana.ron")),
                ..Open::default()
            };
            documents.push(Laid { top: 0, ..Laid::new(open, cursor) });
        }
        desk.handle(Event::Opened(documents));
        desk.resize(80, 24);
        desk.effects.clear();
        desk
    }

    /// Lets something happen, and does what is asked to be done outside.
    pub fn handle(&mut self, event: Event) -> &mut Desk {
        let Desk { app, effects, world, .. } = self;
        run::drive_with(app, world, event, |effect| effects.push(effect.clone()));
        while world.is_busy() {
            for event in world.finished() {
                run::drive_with(app, world, event, |effect| effects.push(effect.clone()));
            }
            // Asking again at once would take the processor from the threads that are waited for.
            std::thread::sleep(Duration::from_micros(100));
        }
        self
    }

    /// Lets a moment pass without a key: the hints then show what keys would tag.
    pub fn rest(&mut self) -> &mut Desk {
        self.handle(Event::Quiet)
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Desk {
        self.handle(Event::Resize(width, height))
    }

    pub fn paste(&mut self, text: &str) -> &mut Desk {
        self.handle(Event::Paste(text.into()))
    }

    pub fn mouse(&mut self, event: MouseEvent) -> &mut Desk {
        self.handle(Event::Mouse(event, Instant::now()))
    }

    /// Carries out a command whose effects do not matter.
    pub fn run(&mut self, id: &str) -> &mut Desk {
        update::command(&mut self.app, id);
        self
    }

    /// The folder of the texts.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// One text under which another lay when it was tagged. Both are marked; of the new one only the cursor counts.
    pub fn changed(old: &str, new: &str) -> Desk {
        let mut desk = Desk::new(&[new]);
        let scheme = desk.app.setting.scheme.clone();
        let (text, _, tags) = unmark(old, &scheme);
        let tags = tags.into_iter().map(|(label, span)| Tag::new(&label, span, "2026-11-22T00:00:00Z"));
        let records = Records { tags: tags.collect(), ..Records::default() };
        let file = record::write(&records, &Document::new(text), "left.txt", "ana");
        desk.read(&file);
        desk
    }

    /// Reads a layer's file onto the left text, as if it were opened with it.
    pub fn read(&mut self, file: &str) -> &mut Desk {
        let open = &mut self.app.desk.shelf[Slot(0)];
        let reading = record::read(file, &open.document, "left.txt", "ana").unwrap();
        open.layer = Layer::new(reading.records);
        open.placing = reading.placing;
        let (cursor, panes) = (self.app.desk.pane().cursor, self.app.desk.panes.len());
        assert_eq!(panes, 1, "one text is open");
        let left = Laid { document: Fetched::Held(Slot(0)), ..Laid::new(Open::default(), cursor) };
        self.handle(Event::Opened(vec![left]))
    }

    /// Lays others' tags on the left text beside its own, as they stand in these marked copies of it.
    pub fn review(&mut self, others: &[(&str, &str)]) -> &mut Desk {
        let scheme = self.app.setting.scheme.clone();
        let layers: Vec<(String, TagSet)> = others
            .iter()
            .map(|(who, marked)| {
                let (text, _, tags) = unmark(marked, &scheme);
                assert_eq!(text, self.app.desk.shelf[Slot(0)].text(), "{who} read another text");
                let tags = tags.into_iter().enumerate().map(|(number, (label, span))| {
                    let id = Id::from(format!("t-{who}{number}").as_str());
                    Tag { id, ..Tag::new(&label, span, "2026-11-22T00:00:00Z") }
                });
                (who.to_string(), tags.collect())
            })
            .collect();
        let open = &mut self.app.desk.shelf[Slot(0)];
        let mut review = Review { round: Round::new(&open.document, &layers), ..Review::default() };
        review.refresh(&open.layer);
        open.review = Some(review);
        open.others = layers.iter().map(|(who, _)| who.clone()).collect();
        self.app.reviewing = open.others.clone();
        self
    }

    /// One text twice, as two annotators have tagged it.
    pub fn beside(text: &str, layers: [(&str, &str); 2]) -> Desk {
        let mut desk = Desk::with(&[text], Scheme::default(), &[("TERM", "xterm")]);
        let scheme = desk.app.setting.scheme.clone();
        let document = desk.app.desk.shelf[Slot(0)].document.clone();
        let names = layers.map(|(who, _)| who.to_string());
        let sides = layers.map(|(who, marked)| {
            let tags = unmark(marked, &scheme).2.into_iter();
            let tags: TagSet = tags.map(|(label, span)| Tag::new(&label, span, "2026-11-22T00:00:00Z")).collect();
            let open = Open {
                name: "left.txt".into(),
                document: document.clone(),
                layer: Layer::new(tags.into()),
                annotator: who.into(),
                path: "left.txt".into(),
                layer_path: format!("annotations/left.txt.{who}.twice").into(),
                ..Open::default()
            };
            Laid::new(open, 0)
        });
        desk.handle(Event::Beside { names, sides: Box::new(sides), at: None });
        desk
    }

    /// Reads again what the folder declares of itself in `annotations/corpus.ron`.
    pub fn reopen_corpus(&mut self) -> &mut Desk {
        self.world.library.reread().unwrap();
        self
    }

    /// What was decided on the left text, in order: `accepted figure “5%”`.
    pub fn decided(&self) -> Vec<String> {
        let layer = &self.app.desk.shelf[Slot(0)].layer;
        let words = |verdict: &Verdict| {
            let judged = |judged: &Judged| format!("{} “{}”", judged.label, judged.target.quote);
            let what = verdict.decision.as_ref().map_or("undecided", Decision::word);
            let amended = match &verdict.decision {
                Some(Decision::Amended(is)) => format!(" to {}", judged(is)),
                _ => String::new(),
            };
            let why = if verdict.comment.is_empty() { String::new() } else { format!(": {}", verdict.comment) };
            format!("{} {what} {}{amended}{why}", verdict.annotator, judged(&verdict.judged))
        };
        let mut verdicts: Vec<&Verdict> = layer.verdicts().values().collect();
        verdicts.sort_by_key(|verdict| (verdict.judged.target.start, verdict.judged.target.end(), &verdict.id));
        verdicts.into_iter().map(words).collect()
    }

    /// The left layer's tags and whose they were made from.
    pub fn marked_own(&self) -> Vec<String> {
        let open = &self.app.desk.shelf[Slot(0)];
        let from =
            |tag: &Tag| tag.from.iter().map(|from| format!("{} {}", from.annotator, from.tag)).collect::<Vec<_>>();
        let words =
            |tag: &Tag| format!("{} “{}” from {}", tag.label, open.document.slice(tag.span), from(tag).join(", "));
        open.layer.tags().iter().map(words).collect()
    }

    /// The left layer's file, if it were saved now.
    pub fn file(&self) -> String {
        self.file_of("left.txt")
    }

    /// The file of the layer on a document, if it were saved now.
    pub fn file_of(&self, name: &str) -> String {
        let open = self.app.desk.shelf.iter().find(|open| open.name == name).unwrap();
        record::write(open.layer.records(), &open.document, name, "ana")
    }

    /// Types keys: `w`, `<Esc>`, `<C-r>`, `<S-Right>`, `<lt>`.
    pub fn keys(&mut self, script: &str) -> &mut Desk {
        for key in keys(script) {
            self.handle(Event::Key(key));
        }
        self
    }

    /// Types keys, and does not wait for what other threads do because of them.
    pub fn begin(&mut self, script: &str) -> &mut Desk {
        let Desk { app, effects, world, .. } = self;
        for key in keys(script) {
            run::drive_with(app, world, Event::Key(key), |effect| effects.push(effect.clone()));
        }
        self
    }

    /// The active article with its marks.
    pub fn marked(&mut self) -> String {
        let pane = self.app.desk.active;
        self.marked_pane(pane)
    }

    pub fn marked_pane(&mut self, number: usize) -> String {
        let scheme = self.app.setting.scheme.clone();
        let pane = &self.app.desk.panes[number];
        let open = &self.app.desk.shelf[pane.slot];
        let text = open.text();
        // At one place: what ends, then the cursor, then what begins; inner tags within outer ones.
        let mut marks: Vec<(usize, i32, isize, String)> = Vec::new();
        for tag in open.layer.tags().iter() {
            let key = scheme.label(&tag.label).map_or("?", |label| &label.key);
            let star = if pane.tag() == Some(&tag.id) { "*" } else { "" };
            marks.push((tag.span.start, 3, -(tag.span.end as isize), format!("⟦{key}{star} ")));
            marks.push((tag.span.end, 0, -(tag.span.start as isize), "⟧".into()));
        }
        if let Some(span) = pane.selected(text) {
            marks.push((span.start, 2, 0, "«".into()));
            marks.push((span.end, 1, 0, "»".into()));
        }
        marks.push((pane.cursor, 4, 0, "‸".into()));
        marks.sort();
        let mut out = String::new();
        let mut at = 0;
        for (place, _, _, mark) in marks {
            out.push_str(&text[at..place]);
            out.push_str(&mark);
            at = place;
        }
        out + &text[at..]
    }

    /// What the status line says.
    pub fn said(&self) -> String {
        self.app.message.as_ref().map(|message| message.words.clone()).unwrap_or_default()
    }

    fn buffer(&self) -> Buffer {
        let (width, height) = self.app.desk.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        view(&self.app, &mut buffer);
        buffer
    }

    /// The screen as text, under each row a row of letters for its looks, and what the letters mean.
    pub fn looks(&self) -> String {
        let buffer = self.buffer();
        let plain = Style::reset();
        let mut seen: Vec<Style> = Vec::new();
        let mut out = String::new();
        for (row, y) in self.frame().split('\n').zip(0..) {
            let letters: String = (0..buffer.area.width)
                .map(|x| {
                    let style = buffer[(x, y)].style();
                    if (style.fg, style.bg, style.add_modifier) == (plain.fg, plain.bg, Modifier::empty()) {
                        return ' ';
                    }
                    let number = seen.iter().position(|known| *known == style).unwrap_or_else(|| {
                        seen.push(style);
                        seen.len() - 1
                    });
                    char::from(b'a' + u8::try_from(number).unwrap())
                })
                .collect();
            out += &format!("  {row}\n");
            if !letters.trim().is_empty() {
                out += &format!("~ {}\n", letters.trim_end());
            }
        }
        for (number, style) in seen.iter().enumerate() {
            out += &format!("{} = {}\n", char::from(b'a' + u8::try_from(number).unwrap()), words(*style));
        }
        out
    }

    /// The column and the row of the terminal's cursor.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        let (width, height) = self.app.desk.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        view(&self.app, &mut buffer).map(|at| (at.x, at.y))
    }

    /// The screen as text.
    pub fn frame(&self) -> String {
        let (width, height) = self.app.desk.size;
        let buffer = self.buffer();
        let rows = (0..height).map(|y| {
            let mut row = String::new();
            let mut x = 0;
            while x < width {
                let symbol = buffer[(x, y)].symbol();
                row.push_str(symbol);
                x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol)).unwrap().max(1);
            }
            row.trim_end().to_string()
        });
        rows.collect::<Vec<_>>().join("\n")
    }
}

/// A look in words: `Blue on Black, bold underlined`.
fn words(style: Style) -> String {
    let mut words = Vec::new();
    if let Some(colour) = style.fg.filter(|colour| *colour != Color::Reset) {
        words.push(colour.to_string());
    }
    if let Some(colour) = style.bg.filter(|colour| *colour != Color::Reset) {
        words.push(format!("on {colour}"));
    }
    let names = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::REVERSED, "reversed"),
        (Modifier::CROSSED_OUT, "struck out"),
        (Modifier::UNDERLINED, "underlined"),
        (DOUBLE, "double underlined"),
        (DOTTED, "dotted underlined"),
        (DASHED, "dashed underlined"),
        (CURLY, "curly underlined"),
    ];
    words.extend(names.iter().filter(|(bit, _)| style.add_modifier.contains(*bit)).map(|(_, name)| name.to_string()));
    words.join(" ")
}

/// Opens one text, types keys, shows it again.
pub fn after(marked: &str, script: &str) -> String {
    Desk::new(&[marked]).keys(script).marked()
}

pub fn keys(script: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        if let Some((name, behind)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            let written = name.replace("C-", "Ctrl-").replace("S-", "Shift-").replace("A-", "Alt-");
            let written = if written == "lt" { "<".to_string() } else { written };
            keys.push(Key::parse(&written).unwrap());
            rest = behind;
            continue;
        }
        let written = if c == ' ' { "Space".to_string() } else { c.to_string() };
        keys.push(Key::parse(&written).unwrap());
        rest = &rest[c.len_utf8()..];
    }
    keys
}

pub type Marked = (String, usize, Vec<(String, Span)>);

pub fn unmark(marked: &str, scheme: &Scheme) -> Marked {
    let (mut text, mut cursor, mut tags, mut open) = (String::new(), 0, Vec::new(), Vec::new());
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '‸' => cursor = text.len(),
            '⟦' => {
                let (key, behind) = rest.split_once(' ').unwrap();
                let label = scheme.labels.iter().find(|label| label.key == key).unwrap();
                open.push((label.name.clone(), text.len()));
                rest = behind;
            }
            '⟧' => {
                let (label, start) = open.pop().unwrap();
                tags.push((label, Span::new(start, text.len())));
            }
            c => text.push(c),
        }
    }
    (text, cursor, tags)
}
