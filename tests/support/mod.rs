//! A desk without a terminal: texts with marks in, keys typed, marks or a frame out.
//!
//! ```text
//!   ‸        the cursor                 ⟦c …⟧    a tag, by its label's key
//!   «…»      the selection              ⟦c* …⟧   the tag in focus
//! ```
#![allow(dead_code)]

use std::sync::Arc;

use diptych::corpus::record;
use diptych::review::round::Round;
use diptych::tags::scheme::Scheme;
use diptych::tags::set::TagSet;
use diptych::tags::target::Judged;
use diptych::tags::verdict::{Decision, Verdict};
use diptych::tags::{Id, Layer, Records, Tag};
use diptych::text::{Document, Span};
use diptych::tui::app::beside::Beside;
use diptych::tui::app::open::Open;
use diptych::tui::app::review::Review;
use diptych::tui::app::{App, Effect, Setting};
use diptych::tui::backend::{CURLY, DASHED, DOTTED, DOUBLE};
use diptych::tui::key::Key;
use diptych::tui::keymap::Keymap;
use diptych::tui::theme::{Ground, Theme};
use diptych::tui::view::view;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

/// A program at 80 × 24 with these texts open. A `‸` is where the cursor stands, `⟦c …⟧` a tag.
pub struct Desk {
    pub app: App,
    pub effects: Vec<Effect>,
}

impl Desk {
    pub fn new(marked: &[&str]) -> Desk {
        Desk::with(marked, Scheme::default(), &[])
    }

    pub fn with(marked: &[&str], scheme: Scheme, env: &[(&str, &str)]) -> Desk {
        let scheme = Arc::new(scheme);
        let (keymap, _) = Keymap::new(&scheme, &[]);
        let clock = || "2026-11-22T04:17:00Z".to_string();
        let setting = Setting { scheme: scheme.clone(), keymap, guidelines: None, clock };
        let theme = Theme::new(Ground::Auto, |name| {
            env.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string())
        });
        let mut app = App::new(setting, theme, 80, true);
        let mut documents = Vec::new();
        for (number, marked) in marked.iter().enumerate() {
            let (text, cursor, tags) = unmark(marked, &scheme);
            let mut layer = Layer::default();
            for (label, span) in tags {
                layer.apply(diptych::tags::edit::Edit::put(Tag::new(&label, span, "2026-11-22T00:00:00Z")));
            }
            let name = ["left.txt", "right.txt"][number];
            let slot = app.shelve(Open {
                name: name.into(),
                document: Arc::new(Document::new(text)),
                layer,
                annotator: "ana".into(),
                path: name.into(),
                layer_path: format!("annotations/{name}.ana.ron").into(),
                ..Open::default()
            });
            documents.push((slot, cursor, 0));
        }
        app.lay_out(documents);
        app.resize(80, 24);
        Desk { app, effects: Vec::new() }
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
        let open = &mut self.app.desk.shelf[0];
        let reading = record::read(file, &open.document, "left.txt", "ana").unwrap();
        open.layer = Layer::new(reading.records);
        open.placing = reading.placing;
        diptych::tui::update::ask_what_to_settle(&mut self.app);
        self
    }

    /// Lays others' tags on the left text beside its own, as they stand in these marked copies of it.
    pub fn review(&mut self, others: &[(&str, &str)]) -> &mut Desk {
        let scheme = self.app.setting.scheme.clone();
        let layers: Vec<(String, TagSet)> = others
            .iter()
            .map(|(who, marked)| {
                let (text, _, tags) = unmark(marked, &scheme);
                assert_eq!(text, self.app.desk.shelf[0].text(), "{who} read another text");
                let tags = tags.into_iter().enumerate().map(|(number, (label, span))| {
                    let id = Id::from(format!("t-{who}{number}").as_str());
                    Tag { id, ..Tag::new(&label, span, "2026-11-22T00:00:00Z") }
                });
                (who.to_string(), tags.collect())
            })
            .collect();
        let open = &mut self.app.desk.shelf[0];
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
        let document = desk.app.desk.shelf[0].document.clone();
        let slots = layers.map(|(who, marked)| {
            let tags = unmark(marked, &scheme).2.into_iter();
            let tags: TagSet = tags.map(|(label, span)| Tag::new(&label, span, "2026-11-22T00:00:00Z")).collect();
            desk.app.shelve(Open {
                name: "left.txt".into(),
                document: document.clone(),
                layer: Layer::new(tags.into()),
                annotator: who.into(),
                path: "left.txt".into(),
                layer_path: format!("annotations/left.txt.{who}.twice").into(),
                ..Open::default()
            })
        });
        desk.app.lay_out(slots.map(|slot| (slot, 0, 0)).to_vec());
        let both = slots.map(|slot| &desk.app.desk.shelf[slot].layer);
        desk.app.beside = Some(Beside::new(slots, vec![0], &document, both));
        desk.app.desk.tied = true;
        desk
    }

    /// What was decided on the left text, in order: `accepted figure “5%”`.
    pub fn decided(&self) -> Vec<String> {
        let layer = &self.app.desk.shelf[0].layer;
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
        let open = &self.app.desk.shelf[0];
        let from =
            |tag: &Tag| tag.from.iter().map(|from| format!("{} {}", from.annotator, from.tag)).collect::<Vec<_>>();
        let words =
            |tag: &Tag| format!("{} “{}” from {}", tag.label, open.document.slice(tag.span), from(tag).join(", "));
        open.layer.tags().iter().map(words).collect()
    }

    /// The left layer's file, if it were saved now.
    pub fn file(&self) -> String {
        let open = &self.app.desk.shelf[0];
        record::write(open.layer.records(), &open.document, "left.txt", "ana")
    }

    /// Types keys: `w`, `<Esc>`, `<C-r>`, `<S-Right>`, `<lt>`.
    pub fn keys(&mut self, script: &str) -> &mut Desk {
        for key in keys(script) {
            let effects = self.app.key(key);
            for effect in &effects {
                if let Effect::Count { slot, query, generation } = effect {
                    let text = self.app.desk.shelf[*slot].document.clone();
                    let census = diptych::text::search::Census::take(text.text(), query, || false).unwrap();
                    self.app.counted(*slot, *generation, census);
                }
            }
            self.effects.extend(effects);
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

fn keys(script: &str) -> Vec<Key> {
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

type Marked = (String, usize, Vec<(String, Span)>);

fn unmark(marked: &str, scheme: &Scheme) -> Marked {
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
