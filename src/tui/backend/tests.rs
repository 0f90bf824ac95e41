//! Tests that two terminals which disagree on widths both show what was drawn.

use proptest::prelude::*;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Modifier, Style, Stylize};
use ratatui::text::{Line, Span};

use super::*;
use crate::say::sgr::{CURLY, DASHED, DOTTED, DOUBLE, UNDERLINES};

/// The look of a cell in a model: symbol, colours, bold, italic, underline, reverse.
type Seen = (String, String, [bool; 4]);

/// Two terminals: one draws a glyph with a variation selector two columns wide, the other one.
struct Models {
    wide: vt100::Parser,
    narrow: vt100_narrow::Parser,
}

macro_rules! seen {
    ($parser:expr, $x:expr, $y:expr) => {{
        let cell = $parser.screen().cell($y, $x).unwrap();
        let symbol = if cell.has_contents() { cell.contents().to_string() } else { " ".into() };
        let colours = format!("{:?} {:?}", cell.fgcolor(), cell.bgcolor());
        (symbol, colours, [cell.bold(), cell.italic(), cell.underline(), cell.inverse()])
    }};
}

impl Models {
    fn new(size: Size) -> Self {
        let (rows, columns) = (size.height.try_into().unwrap(), size.width.try_into().unwrap());
        Self {
            wide: vt100::Parser::new(rows, columns, 0),
            narrow: vt100_narrow::Parser::new(size.height, size.width, 0),
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.wide.process(bytes);
        self.narrow.process(bytes);
    }

    fn cell(&self, x: u16, y: u16) -> [Seen; 2] {
        [seen!(self.wide, x, y), seen!(self.narrow, x, y)]
    }

    /// Checks that both show this, glyph by glyph in its column.
    fn assert_show(&self, wanted: &Buffer) {
        for y in wanted.area.rows().map(|row| row.y) {
            let mut x = 0;
            while x < wanted.area.width {
                let mut cell = wanted[(x, y)].clone();
                glyph::clean(&mut cell, true, usize::from(wanted.area.width - x));
                let width = cell.symbol().cell_width();
                for (model, seen) in ["wide", "narrow"].iter().zip(self.cell(x, y)) {
                    assert_eq!(seen, expected(&cell, &seen), "{model} model, column {x}, row {y}\n{self}{wanted:?}");
                }
                // Beside a glyph that a model draws narrow, there is nothing except the rest of its cluster.
                for x in x + 1..x + width {
                    let clear = |(seen, ..): &Seen| seen == " " || cell.symbol().contains(seen.as_str());
                    assert!(self.cell(x, y).iter().all(clear), "column {x}, row {y}\n{self}");
                }
                x += width;
            }
        }
    }
}

impl std::fmt::Display for Models {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "wide:\n{}\nnarrow:\n{}\n", self.wide.screen().contents(), self.narrow.screen().contents())
    }
}

/// Returns how a model should show the cell; the model may cut a cluster short.
fn expected(cell: &Cell, seen: &Seen) -> Seen {
    let sure = glyph::Extent::of(cell.symbol()).sure;
    let cut = !sure && cell.symbol().starts_with(&seen.0) && seen.0 != " ";
    let symbol = if cut { seen.0.clone() } else { cell.symbol().to_owned() };
    let blank = symbol == " " && !cell.modifier.intersects(Pen::SEEN_ON_BLANKS);
    let background = |colours: &str| colours.split_once(' ').unwrap().1.to_owned();
    let colours = format!("{} {}", model_colour(cell.fg), model_colour(cell.bg));
    let has = |modifier| cell.modifier.intersects(modifier);
    let attributes = [has(Modifier::BOLD), has(Modifier::ITALIC), has(UNDERLINES), has(Modifier::REVERSED)];
    if blank && background(&colours) == background(&seen.1) && !seen.2[2] && !seen.2[3] {
        return (symbol, seen.1.clone(), seen.2); // its letters' style is not seen
    }
    (symbol, colours, attributes)
}

fn model_colour(colour: Color) -> String {
    match colour {
        Color::Reset => "Default".into(),
        Color::Indexed(index) => format!("Idx({index})"),
        Color::Rgb(r, g, b) => format!("Rgb({r}, {g}, {b})"),
        Color::Red => "Idx(1)".into(),
        Color::LightCyan => "Idx(14)".into(),
        other => panic!("not used in these tests: {other}"),
    }
}

/// Draws frames one after the other, and compares both models with each. Returns the bytes that were sent.
fn show(frames: &[Buffer]) -> Vec<String> {
    let size = frames[0].area.as_size();
    let mut models = Models::new(size);
    let mut screen = Screen::new(Vec::new(), size, true);
    frames
        .iter()
        .map(|wanted| {
            let sent = sent(&mut screen, wanted);
            models.feed(&sent);
            models.assert_show(wanted);
            String::from_utf8(sent).unwrap()
        })
        .collect()
}

/// Draws a frame. Returns the bytes that were sent.
fn sent(screen: &mut Screen<Vec<u8>>, wanted: &Buffer) -> Vec<u8> {
    let view = |buffer: &mut Buffer| {
        buffer.clone_from(wanted);
        None
    };
    screen.draw(view).unwrap();
    std::mem::take(screen.out())
}

fn page<'a>(width: u16, lines: impl IntoIterator<Item = impl Into<Line<'a>>>) -> Buffer {
    let lines: Vec<Line> = lines.into_iter().map(Into::into).collect();
    let mut page = Buffer::empty(Rect::new(0, 0, width, lines.len() as u16));
    for (y, line) in (0..).zip(&lines) {
        page.set_line(0, y, line, width);
    }
    page
}

#[test]
fn an_emoji_with_a_selector_over_old_text_leaves_the_row_right() {
    let sent =
        show(&[page(12, ["abcdefghijkl"]), page(12, ["zz⚡️CDEF"]), page(12, ["zz❤️CDEF"]), page(12, ["zzABCDEF"])]);
    assert_eq!(sent[1], "\x1b[Hzz  \x1b[1;3H⚡️\x1b[1;5HCDEF\x1b[K");
}

#[test]
fn glyphs_of_disputed_width_appear_move_and_go() {
    for glyph in ["⚡️", "❤️", "👨‍👩‍👧", "🇺🇦", "1️⃣", "👍🏽", "🧑🏽‍🚀", "漢", "🙂", "क्षि", "e\u{301}", "ｶﾞ", "각"]
    {
        let line = |before: &str, after: &str| format!("{before}{glyph}{after}");
        show(&[
            page(20, ["0123456789abcdefghij"; 2]),
            page(20, [line("", "CDEFGHIJKL"), line("zz", "CDEF")]),
            page(20, [line("zz", "CDEF"), line("zzz", "CDEF")]), // scrolled up by one
            page(20, [line("", &line("", "xyz").repeat(2)), line("q", "")]),
            page(20, ["0123456789", "漢漢漢漢漢"]),
            page(20, [line("漢", "漢"), line("漢字", "漢")]),
            page(20, ["", ""]),
        ]);
    }
}

#[test]
fn what_a_wide_glyph_spills_over_is_sent_again() {
    let family = "👨‍👩‍👧";
    let plain = page(12, [format!("{family}CDEFGH")]);
    let mut bold = plain.clone();
    bold[(0, 0)].modifier = Modifier::BOLD;
    let sent = show(&[plain, bold]);
    assert_eq!(sent[1], format!("\x1b[H\x1b[1m  \x1b[H{family}\x1b[1;3H\x1b[mCDEF"));
}

#[test]
fn the_right_edge_holds() {
    show(&[page(10, ["0123456漢x", "漢字漢字漢", "abcdefghij"]), page(10, ["0123456x漢", "漢字漢字⚡️", "⚡️⚡️⚡️⚡️⚡️"])]);
    let mut edge = page(4, ["abcd"]);
    edge[(3, 0)].set_symbol("漢");
    let mut screen = Screen::new(Vec::new(), Size::new(4, 1), true);
    assert_eq!(String::from_utf8_lossy(&sent(&mut screen, &edge)), "\x1b[Habc\x1b[?25l");
}

#[test]
fn no_control_character_is_ever_sent() {
    let mut screen = Screen::new(Vec::new(), Size::new(9, 1), true);
    let symbols = ["a\x1bb", "\x1b]0;owned\x07", "\u{9b}", "x\u{7f}", "\r\n", "", "\u{200b}", "\u{85}"];
    let mut wanted = page(9, [""]);
    for (x, symbol) in (0..).zip(symbols) {
        wanted[(x, 0)].set_symbol(symbol);
    }
    let sent = String::from_utf8(sent(&mut screen, &wanted)).unwrap();
    let moves_removed = sent.replace("\x1b[", "");
    assert!(!moves_removed.contains(char::is_control), "{sent:?}");
}

#[test]
fn underlines_have_styles_and_end() {
    let line = Line::from(vec![
        Span::styled("a", Style::new().add_modifier(CURLY).underline_color(Color::Red)),
        "b".add_modifier(DOUBLE),
        "c".underlined(),
        "d".add_modifier(DOTTED | Modifier::BOLD),
        Span::styled("e", Style::new().add_modifier(DASHED).underline_color(Color::Rgb(1, 2, 3))),
        "f".into(),
    ]);
    let sent = show(&[page(6, [line])]);
    let wanted = [
        "\x1b[H\x1b[4m\x1b[4:3m\x1b[58:5:1ma",
        "\x1b[59m\x1b[4:2mb",
        "\x1b[4mc",
        "\x1b[1m\x1b[4:4md",
        "\x1b[22m\x1b[4:5m\x1b[58:2::1:2:3me",
        "\x1b[mf\x1b[?25l",
    ];
    assert_eq!(sent[0], wanted.concat());
}

#[test]
fn ratatui_carries_the_spare_bits() {
    let style = Style::new().add_modifier(CURLY).patch(Style::new().add_modifier(DOUBLE).remove_modifier(CURLY));
    assert_eq!(style.add_modifier, DOUBLE);
    let mut cell = Cell::default();
    cell.set_style(style);
    assert_eq!(cell.modifier, DOUBLE);
    cell.set_style(Style::new().remove_modifier(DOUBLE));
    assert_eq!(cell.modifier, Modifier::empty());
    assert!((Modifier::all() & (DOUBLE | DOTTED | DASHED | CURLY)).is_empty(), "spare they are");
    cell.set_style(style).set_style(Style::reset());
    assert_eq!(cell.modifier, DOUBLE, "reset() passes them by");
    cell.reset();
    assert_eq!(cell.modifier, Modifier::empty());
}

#[test]
fn without_colours_there_is_no_colour_but_bold_and_reverse() {
    let line = Line::from(vec![
        "a".red().bold(),
        "b".on_light_cyan().reversed(),
        Span::styled("c", Style::new().add_modifier(CURLY).underline_color(Color::Red)),
    ]);
    let mut screen = Screen::new(Vec::new(), Size::new(3, 1), false);
    let sent = String::from_utf8(sent(&mut screen, &page(3, [line]))).unwrap();
    assert_eq!(sent, "\x1b[H\x1b[1ma\x1b[;7mb\x1b[;4m\x1b[4:3mc\x1b[m\x1b[?25l");
}

#[test]
fn a_frame_without_change_is_silent() {
    let same = page(20, ["nothing new", "under the sun"]);
    let sent = show(&[same.clone(), same]);
    assert_eq!(sent[1], "");
}

#[test]
fn a_long_frame_is_one_synchronized_write() {
    #[derive(Default)]
    struct Writes(Vec<Vec<u8>>);
    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(bytes.to_vec());
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut screen = Screen::new(Writes::default(), Size::new(80, 24), true);
    let view = |buffer: &mut Buffer| {
        buffer.clone_from(&page(80, ["All of it, to the last word, at once"; 24]));
        None
    };
    screen.draw(view).unwrap();
    let Writes(writes) = std::mem::take(screen.out());
    let [frame] = &writes[..] else { panic!("{} writes", writes.len()) };
    assert!(frame.starts_with(b"\x1b[?2026h") && frame.ends_with(b"\x1b[?2026l"));
}

#[test]
fn clearing_forces_everything_out_again() {
    let same = page(20, ["nothing new", "under the sun"]);
    let mut screen = Screen::new(Vec::new(), Size::new(20, 2), true);
    let mut models = Models::new(Size::new(20, 2));
    let mut draw = |screen: &mut Screen<Vec<u8>>| {
        models.feed(&sent(screen, &same));
        models.assert_show(&same);
        models.feed(b"\x1b[2J\x1b[Hgarbage");
    };
    draw(&mut screen);
    screen.clear();
    draw(&mut screen);
}

/// Returns a page of two columns of prose; `top` is its first row.
fn two_columns(top: usize) -> Buffer {
    let words = "The minister said on Monday that prices rose by five percent while spending fell and nobody in the \
                 capital expected a recovery before the spring election according to the statistics office";
    let words: Vec<_> = words.split(' ').collect();
    let row = |seed: usize, row: usize| -> String {
        let mut line = String::new();
        let mut at = seed + row * 7;
        while row % 9 != 4 && line.len() + words[(at * at + at / 3) % words.len()].len() < 70 {
            line += words[(at * at + at / 3) % words.len()];
            line.push(' ');
            at += 1;
        }
        line
    };
    page(160, (0..48).map(|y| format!("  {:76}│ {:76}", row(11, top + y), row(5, top + y))))
}

#[test]
fn a_scrolled_page_costs_little_more_than_its_text() {
    let frames: Vec<_> = (0..6).map(two_columns).collect();
    let ours = show(&frames).iter().skip(1).map(String::len).max().unwrap();

    let mut plain = Vec::new();
    CrosstermBackend::new(&mut plain).draw(frames[0].diff_iter(&frames[1])).unwrap();
    let text = frames[1].content().iter().filter(|cell| cell.symbol() != " " && cell.symbol() != "│").count();
    let costs = format!("{ours} bytes, {} by ratatui's backend, for {text} letters", plain.len());
    assert!(ours * 10 < plain.len() * 6 && ours * 10 < text * 14, "{costs}");
}

fn symbols() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-c]{1,8}",
        6 => " {1,14}",
        1 => Just("漢字".into()),
        1 => Just("⚡️".into()),
        1 => Just("❤️".into()),
        1 => Just("👨‍👩‍👧".into()),
        1 => Just("🇺🇦".into()),
        1 => Just("1️⃣".into()),
        1 => Just("e\u{301}".into()),
        1 => Just("🙂".into()),
    ]
}

fn styles() -> impl Strategy<Value = Style> {
    let colours = || prop_oneof![8 => Just(Color::Reset), 1 => Just(Color::Red), 1 => Just(Color::LightCyan), 1 => Just(Color::Indexed(200))];
    let modifiers = prop_oneof![
        10 => Just(Modifier::empty()),
        1 => Just(Modifier::BOLD),
        1 => Just(Modifier::BOLD | Modifier::ITALIC),
        1 => Just(Modifier::REVERSED),
        1 => Just(Modifier::UNDERLINED),
        1 => Just(CURLY | Modifier::DIM),
    ];
    (colours(), colours(), modifiers).prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_follows_what_both_models_show_it(
        frames in prop::collection::vec(prop::collection::vec(prop::collection::vec((symbols(), styles()), 0..7), 4), 2..6)
    ) {
        // The last columns stay free: at the edge, a model without clusters wraps; in a session, wrapping is turned
        // off.
        let pages: Vec<_> = frames.iter().map(|frame| {
            let mut page = Buffer::empty(Rect::new(0, 0, 36, 4));
            for (y, row) in (0..).zip(frame) {
                let spans = row.iter().map(|(text, style)| Span::styled(text.clone(), *style));
                page.set_line(0, y, &Line::from(spans.collect::<Vec<_>>()), 30);
                page.set_string(35, y, "│", Style::new());
            }
            page
        }).collect();
        show(&pages);
    }
}
