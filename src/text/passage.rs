//! Finds passages: what a reader takes for one paragraph, even where its lines were broken by hand.
//!
//! ```text
//!   It was announced on Monday that the price of bread in the      ┐
//!   capital has risen by 5%. Nobody in the ministry would say      │ one passage of three lines,
//!   why.                                                           ┘ two sentences
//!
//!   A line that is a paragraph of its own, as on most web pages …  → a passage of one line
//! ```
//!
//! Two lines belong together if the second continues where the first was broken: the first does not end a sentence, and
//! the second begins with a small letter; or the first ends in the middle of a phrase or a word ([`open_end`]), however
//! short it is. Where the lines around show at least one such break, the text is known to be
//! broken by hand, and weaker signs also count. A line then continues if it was full (the first word of the next line
//! would not have fitted). In a paragraph between blank lines, it also continues if it is about as long as the others
//! and ends a sentence, or if it ends none and is no heading. A paragraph of a few lines is judged by the paragraphs
//! near it.
//!
//! Lines that are quoted with `>` belong together like others, if they have the same number of marks.
//!
//! A bullet, a heading, a caption and a row of a table begin with a capital, a digit or a mark, and no line near them
//! was broken: each is a passage by itself, with or without a full stop. Only [`continues`] decides this. The screen
//! leaves an empty row only between lines that do not belong together, so no sentence runs across an empty row.
//!
//! Only the lines near a place are looked at, so the same passages are found from any place.

mod open_end;
mod quoted;

use std::borrow::Cow;

use super::Span;
use super::block::{self, Block};
pub(crate) use quoted::break_len;

/// A line of more characters than this was not broken by hand.
const WIDEST: usize = 240;
/// A line of fewer characters than this may have been broken for another reason: a verse, an item, a caption.
const NARROWEST: usize = 24;
/// The number of lines that are looked at on each side of a break.
const AROUND: usize = 8;
/// The number of lines on each side in which the ends of a paragraph are looked for.
const FAR: usize = 5 * AROUND;
/// A paragraph of more lines than this shows by itself whether it was broken by hand.
const FEW: usize = 4;
/// A passage has at most so many lines before the line that is asked about, and as many after it.
const MOST: usize = 400;

/// Returns the lines that belong together with the line of byte `at`; a single block where nothing was broken by hand.
pub(crate) fn passage_at(text: &str, at: usize) -> Span {
    let block = block::block_at(text, at);
    let (mut first, mut last) = (block, block);
    for _ in 0..MOST {
        match block::before(text, &first) {
            Some(before) if continues(text, &before, &first) => first = before,
            _ => break,
        }
    }
    for _ in 0..MOST {
        match block::after(text, &last) {
            Some(after) if continues(text, &last, &after) => last = after,
            _ => break,
        }
    }
    Span::new(first.span.start, last.span.end)
}

/// Returns the passages of a text, in text order.
pub(crate) fn passages(text: &str) -> impl Iterator<Item = Span> {
    let first = (!text.is_empty()).then(|| passage_at(text, 0));
    std::iter::successors(first, move |passage| after(text, *passage))
}

/// Returns the passage after this one.
pub(crate) fn after(text: &str, passage: Span) -> Option<Span> {
    let last = block::block_at(text, passage.end.saturating_sub(1).max(passage.start));
    // Of a passage that is longer than the limit, the rest is a passage by itself.
    block::after(text, &last).map(|block| Span::new(block.span.start, passage_at(text, block.span.start).end))
}

/// Returns the passage before this one.
pub(crate) fn before(text: &str, passage: Span) -> Option<Span> {
    let first = block::block_at(text, passage.start);
    block::before(text, &first).map(|block| Span::new(passage_at(text, block.span.start).start, block.span.end))
}

/// Returns the text of a passage with a blank for each byte of a line end, of the marks of a quotation and of the
/// indentation after them: the same length, in one line.
pub(crate) fn in_one_line(text: &str, passage: Span) -> Cow<'_, str> {
    let inner = &text[passage.start..passage.end];
    let begins_line = text[..passage.start].chars().next_back().is_none_or(|before| matches!(before, '\n' | '\r'));
    without_breaks(inner, if begins_line { quoted::mark(inner).len } else { 0 })
}

/// Returns words with a blank for each byte of the breaks between their lines: the same length, in one line.
pub(crate) fn words_in_one_line(words: &str) -> Cow<'_, str> {
    without_breaks(words, 0)
}

/// Returns a text with a blank for each of its first bytes, and for each byte of the breaks between its lines.
fn without_breaks(inner: &str, first: usize) -> Cow<'_, str> {
    if first == 0 && memchr::memchr2(b'\n', b'\r', inner.as_bytes()).is_none() {
        return inner.into();
    }
    let mut line = " ".repeat(first);
    while line.len() < inner.len() {
        let rest = &inner[line.len()..];
        match break_len(rest) {
            0 => {
                let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
                let words = rest[..end].trim_end_matches([' ', '\t']).len();
                // The blanks before a line end are a part of the break.
                line.push_str(if end < rest.len() && words > 0 { &rest[..words] } else { &rest[..end.max(1)] });
            }
            blanks => line.extend(std::iter::repeat_n(' ', blanks)),
        }
    }
    line.into()
}

/// Returns whether a line holds no words.
pub(crate) fn is_blank(line: &str) -> bool {
    line[quoted::mark(line).len..].trim().is_empty()
}

/// Returns whether a line is an item of a list.
pub(crate) fn is_item(line: &str) -> bool {
    let line = line[quoted::mark(line).len..].trim_start();
    let behind = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - behind.len();
    // `2.5%` and a year at the end of a sentence are no numbers of items.
    let is_numbered = (1..=3).contains(&digits)
        && behind.strip_prefix([')', '.']).is_some_and(|behind| !behind.starts_with(|c: char| c.is_ascii_digit()));
    // `a) First this`, `(b) Then that`.
    let lettered = line.strip_prefix('(').unwrap_or(line).strip_prefix(|c: char| c.is_ascii_alphabetic());
    let is_lettered = lettered.is_some_and(|behind| behind.starts_with(") "));
    line.starts_with(['-', '*', '•', '–', '·', '▪', '◦']) || is_numbered || is_lettered
}

/// Returns whether the line of `below` belongs to the same paragraph as the line of `above`, which comes right before
/// it.
pub(crate) fn continues(text: &str, above: &Block, below: &Block) -> bool {
    let (Some(first), Some(second)) = (TextLine::of(text, above), TextLine::of(text, below)) else { return false };
    if first.quoted != second.quoted {
        return false;
    }
    if !above.ends_line(text) || second.begins_anew() && !(first.is_open() && second.begins_with_digit()) {
        return false;
    }
    // A paragraph may begin with an indented line; under an item, the continued lines are indented.
    if second.indent > first.indent + if is_item(first.words) { MARK } else { 0 } {
        return false;
    }
    if second.is_heading() && !first.is_open() && !first.is_title() && !goes_on_small(text, below) {
        return false;
    }
    let is_short = first.width < NARROWEST;
    if first.is_open() || first.runs_into(&second) && !is_short {
        return true;
    }
    let around = LineSurroundings::of(text, above, below);
    // Short lines alone are a list or a verse.
    if first.runs_into(&second) && around.widest >= NARROWEST {
        return true;
    }
    // The middle of a sentence goes on, however short the line is.
    if !first.ends_sentence() && is_within_sentence(text, above, &first) && is_parted(text, above, below) {
        return true;
    }
    if is_short {
        return false;
    }
    if !around.broken {
        // A few lines, such as two lines of an item, may show no sure break; the paragraphs near them may.
        if around.lines > FEW {
            return false;
        }
        let near = LineSurroundings::beyond_free_lines(text, above, below);
        return near.broken && first.is_full(&second, near.widest) && !first.ends_sentence();
    }
    let long = first.width * 2 > around.widest;
    let like_the_others = first.ends_sentence() && around.bounded && long && !second.is_short_title(around.widest);
    // Between blank lines, a line that ends no sentence continues, however long the other lines are.
    let open = !first.ends_sentence() && long && !first.is_title() && is_parted(text, above, below);
    first.is_full(&second, around.widest) || like_the_others || open
}

/// Returns whether the line after a block begins with a small letter.
fn goes_on_small(text: &str, block: &Block) -> bool {
    let next = block::after(text, block);
    next.and_then(|next| TextLine::of(text, &next)).is_some_and(|next| next.words.starts_with(char::is_lowercase))
}

/// Returns whether the line before a block surely runs into it.
fn is_within_sentence(text: &str, block: &Block, line: &TextLine) -> bool {
    let before = block::before(text, block).and_then(|before| line.like(text, &before));
    before.is_some_and(|before| before.width >= NARROWEST && before.goes_on(line))
}

/// Returns whether blank lines, or the ends of the text, separate the lines around a break from the others.
fn is_parted(text: &str, above: &Block, below: &Block) -> bool {
    let Some(line) = TextLine::of(text, above) else { return true };
    let up = std::iter::successors(Some(*above), |block| block::before(text, block));
    let down = std::iter::successors(Some(*below), |block| block::after(text, block));
    let lines = |blocks: &mut dyn Iterator<Item = Block>| -> usize {
        blocks.take(FAR).take_while(|block| line.like(text, block).is_some()).count()
    };
    lines(&mut { up }) < FAR && lines(&mut { down }) < FAR
}

/// Returns whether the lines of a passage were surely broken to fit a width, as in prose and not in verse: each line
/// except the last is so long that the first word of the next one would not have fitted. The longest line around gives
/// the width. Up to half of the lines may be shorter if they surely go on in the next one: a mail that was broken twice
/// has such lines.
pub(crate) fn is_filled(text: &str, passage: Span) -> bool {
    let first = block::block_at(text, passage.start);
    let lines: Vec<Block> = std::iter::successors(Some(first), |block| block::after(text, block))
        .take_while(|block| block.span.start < passage.end)
        .collect();
    let (Some(last), 2..) = (lines.last(), lines.len()) else { return false };
    let up = std::iter::successors(block::before(text, &first), |block| block::before(text, block)).take(2 * AROUND);
    let down = std::iter::successors(block::after(text, last), |block| block::after(text, block)).take(2 * AROUND);
    let Some(line) = TextLine::of(text, &first) else { return false };
    let around = up.chain(down).filter_map(|block| line.like(text, &block).map(|line| line.width));
    let Some(lines) = lines.iter().map(|block| TextLine::of(text, block)).collect::<Option<Vec<TextLine>>>() else {
        return false;
    };
    let own = lines.iter().map(|line| line.width).max().unwrap_or(0);
    let widest = around.max().unwrap_or(0).max(own);
    let breaks = || lines.windows(2).map(|pair| (&pair[0], &pair[1]));
    let is_full = |line: &TextLine, next: &TextLine| line.width + 1 + next.first_word() > widest;
    let short: Vec<_> = breaks().filter(|(line, next)| !is_full(line, next)).collect();
    if short.is_empty() {
        return widest >= FILLED;
    }
    own >= FILLED && short.len() * 2 <= breaks().count() && short.iter().all(|(line, next)| line.is_prose_before(next))
}

/// Lines that were surely broken to fit a width have at least this many characters, which is more than a verse has.
const FILLED: usize = 56;

/// A line of at least this many longer words, all with capitals, is a heading and not only a name.
const HEADING: usize = 4;

/// The indentation of a line that continues an item, under the words of the item: `- ` or `10. `, in characters.
const MARK: usize = 4;

/// A line that may have been broken by hand.
#[derive(Clone, Copy)]
struct TextLine<'t> {
    /// The text of the line, without white space around it.
    words: &'t str,
    /// The number of characters of white space before it, after the marks of a quotation.
    indent: usize,
    /// The length with the indentation, in characters.
    width: usize,
    /// How often the line is quoted: the number of marks before it.
    quoted: usize,
}

impl<'t> TextLine<'t> {
    /// Reads the line of a block; `None` if it is blank, too long, or no whole line.
    fn of(text: &'t str, block: &Block) -> Option<TextLine<'t>> {
        if !block.begins_line || block.span.len() > 4 * WIDEST {
            return None;
        }
        let whole = text[block.span.start..block.span.end].trim_end();
        let mark = quoted::mark(whole);
        let inner = &whole[mark.len..];
        let words = inner.trim_start();
        let indent = inner.chars().count() - words.chars().count();
        let line = TextLine { words, indent, width: indent + words.chars().count(), quoted: mark.depth };
        (!words.is_empty() && line.width <= WIDEST).then_some(line)
    }

    /// Reads another line, if it is quoted as often as this one.
    fn like<'o>(&self, text: &'o str, block: &Block) -> Option<TextLine<'o>> {
        TextLine::of(text, block).filter(|line| line.quoted == self.quoted)
    }

    /// Returns whether the line cannot continue the line before it: it is an item, a heading of Markdown, or the name
    /// under a quotation.
    fn begins_anew(&self) -> bool {
        is_item(self.words) || self.words.starts_with(['—', '#', '|', '>'])
    }

    /// Returns whether a sentence can end with this line.
    fn ends_sentence(&self) -> bool {
        let words = self.words.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '*', '_']);
        words.ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '।', '؟'])
    }

    /// Returns whether the line was surely broken before `next`: it ends no sentence, and `next` begins with a small
    /// letter.
    fn runs_into(&self, next: &TextLine) -> bool {
        let word = next.words.trim_start_matches(['"', '\'', '“', '‘', '«', '(', '[', '*', '_']);
        let address = next.words.split_whitespace().next().is_some_and(|word| word.contains(['/', '@', '=']));
        !self.ends_sentence() && word.starts_with(char::is_lowercase) && !address
    }

    /// Returns whether the line ends in the middle of a phrase or a word.
    fn is_open(&self) -> bool {
        open_end::is_open(self.words)
    }

    /// Returns whether the line surely goes on in `next`.
    fn goes_on(&self, next: &TextLine) -> bool {
        !next.begins_anew() && (self.is_open() || self.runs_into(next))
    }

    /// Returns whether the line surely goes on in `next`, and ends with a word or a comma as prose does. Of program text,
    /// most lines end with other marks.
    fn is_prose_before(&self, next: &TextLine) -> bool {
        self.goes_on(next) && self.words.ends_with(|c: char| c.is_alphanumeric() || c == ',')
    }

    fn begins_with_digit(&self) -> bool {
        self.words.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Returns whether the first word of `next` would not have fitted into a line as wide as the widest.
    fn is_full(&self, next: &TextLine, widest: usize) -> bool {
        self.width + 1 + next.first_word() > widest.max(self.width).max(next.width)
    }

    /// Returns whether all words of the line, except short ones, begin with a capital, as in an English heading.
    fn is_title(&self) -> bool {
        let mut words = self.words.split_whitespace().filter(|word| word.chars().count() > 3);
        words.all(|word| !word.starts_with(char::is_lowercase))
    }

    /// Returns whether the line is short, begins with a capital and ends no sentence, and all its words except short ones
    /// have capitals: `At a Glance`.
    fn is_short_title(&self, widest: usize) -> bool {
        let begins = self.words.starts_with(char::is_uppercase);
        begins && self.width * 2 < widest && self.is_title() && !self.ends_sentence()
    }

    /// Returns whether the line looks like an English heading: several words with capitals, without a full stop.
    fn is_heading(&self) -> bool {
        let long = self.words.split_whitespace().filter(|word| word.chars().count() > 3).count();
        long >= HEADING && self.is_title() && !self.ends_sentence()
    }

    /// Returns the length of the first word, in characters.
    fn first_word(&self) -> usize {
        self.words.split_whitespace().next().map_or(0, |word| word.chars().count())
    }
}

/// The lines around a break.
#[derive(Default)]
struct LineSurroundings {
    /// Whether one of these lines was surely broken by hand.
    broken: bool,
    /// Whether a blank line or an end of the text bounds the paragraph nearby; then indents alone do not separate
    /// paragraphs.
    bounded: bool,
    /// The length of the longest line, in characters.
    widest: usize,
    /// The number of lines.
    lines: usize,
}

impl LineSurroundings {
    /// Looks at the lines between the break and the nearest blank line on each side.
    fn of(text: &str, above: &Block, below: &Block) -> LineSurroundings {
        let up = std::iter::successors(Some(*above), |block| block::before(text, block));
        let down = std::iter::successors(Some(*below), |block| block::after(text, block));
        let Some(line) = TextLine::of(text, above) else { return LineSurroundings::default() };
        let lines = |blocks: &mut dyn Iterator<Item = Block>| -> Vec<TextLine> {
            blocks.take(AROUND).map_while(|block| line.like(text, &block)).collect()
        };
        LineSurroundings::among(&lines(&mut { up }), &lines(&mut { down }))
    }

    /// Looks at the lines of other paragraphs, too.
    fn beyond_free_lines(text: &str, above: &Block, below: &Block) -> LineSurroundings {
        let up = std::iter::successors(Some(*above), |block| block::before(text, block));
        let down = std::iter::successors(Some(*below), |block| block::after(text, block));
        let Some(line) = TextLine::of(text, above) else { return LineSurroundings::default() };
        let lines = |blocks: &mut dyn Iterator<Item = Block>| -> Vec<Option<TextLine>> {
            blocks.take(3 * AROUND).map(|block| line.like(text, &block)).collect()
        };
        let (mut up, down) = (lines(&mut { up }), lines(&mut { down }));
        up.reverse();
        let paragraph = |lines: &[Option<TextLine>]| {
            let lines: Vec<TextLine> = lines.iter().flatten().copied().collect();
            LineSurroundings::among(&[], &lines)
        };
        let paragraphs = up.split(Option::is_none).chain(down.split(Option::is_none)).map(paragraph);
        let widest = paragraphs.filter(|found| found.broken).map(|found| found.widest).max();
        LineSurroundings { broken: widest.is_some(), widest: widest.unwrap_or(0), ..LineSurroundings::default() }
    }

    /// Judges the lines above a break, the nearest first, and the lines below it.
    fn among(up: &[TextLine], down: &[TextLine]) -> LineSurroundings {
        let widest = up.iter().chain(down).map(|line| line.width).max().unwrap_or(0);
        let sure = |pair: [&TextLine; 2]| pair[0].width >= NARROWEST && pair[0].goes_on(pair[1]);
        let broken = up.windows(2).any(|pair| sure([&pair[1], &pair[0]]))
            || down.windows(2).any(|pair| sure([&pair[0], &pair[1]]));
        LineSurroundings {
            broken,
            bounded: up.len() < AROUND || down.len() < AROUND,
            widest,
            lines: up.len() + down.len(),
        }
    }
}

/// Returns whether a block is so short a line that the screen leaves no empty row around it.
pub(crate) fn is_short(text: &str, block: &Block) -> bool {
    let line = text[block.span.start..block.span.end].trim_end();
    block.begins_line && line.len() <= 4 * SHORT && line.chars().count() <= SHORT
}

/// The longest line of verse, of a caption or of an address, in characters.
const SHORT: usize = 100;

#[cfg(test)]
mod tests;
