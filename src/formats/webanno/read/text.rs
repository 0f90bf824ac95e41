//! Makes the text of a table from its sentences, and compares the tokens with it.
//!
//! ```text
//!   #Text=Prices rose 5%.          the text of a sentence, which begins where its first token does
//!   1-1⇥20-26⇥Prices⇥…             ╰ at 20
//!   1-2⇥27-31⇥fell⇥…                 “rose” stands at 27: one of the two is wrong
//! ```

use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::exported::brief;

/// The most blanks at the beginning of a text.
const LARGEST_GAP: usize = 4096;

/// The text of the table, from its sentences and where they begin.
#[derive(Default)]
pub(super) struct TableText {
    text: String,
    /// The UTF-16 units of the text.
    units: usize,
    /// The lines of the sentence whose first token was not read yet.
    lines: Vec<String>,
    /// The sentence that is being read, until a token differs from it.
    sentence: Option<OpenSentence>,
    /// Whether a sentence begins before the one before it ends, so that there is no text.
    is_broken: bool,
}

/// A sentence whose tokens are being read.
struct OpenSentence {
    /// Where it begins.
    first: TokenStart,
    /// Where the last token of it begins that the text has: the tokens are looked for from there on, as a sentence may be long.
    last: TokenStart,
}

/// A place in the text of a table.
#[derive(Clone, Copy)]
struct TokenStart {
    /// The offset, as the file counts.
    offset: usize,
    /// The byte of the text.
    at: usize,
}

impl TableText {
    /// Takes a line of the next sentence.
    pub(super) fn line(&mut self, line: String) {
        self.lines.push(line);
    }

    /// Takes the place of a token; the first of a sentence tells where that begins. Returns how the token differs from the
    /// text, for the first of a sentence that does.
    pub(super) fn token(&mut self, (start, end): (usize, usize), word: &str) -> Option<String> {
        if !self.lines.is_empty() {
            self.begin(start, word);
        }
        let sentence = self.sentence.as_mut()?;
        let from = if start >= sentence.last.offset { sentence.last } else { sentence.first };
        let text = &self.text[from.at..];
        let at = |unit: OffsetUnit| {
            let offsets = [start.checked_sub(from.offset)?, end.checked_sub(from.offset)?];
            let [start, end] = unit.bytes(text, offsets)[..] else { return None };
            Some((from.at + start?, text.get(start?..end?)?))
        };
        // Offsets that count something else are another fault, which the tags bring to light.
        // A token with a line end in it, written as it is, goes on in the next line of the file.
        let is_begun = |there: &str| there.split(['\n', '\r']).next() == Some(word);
        let mut found =
            OffsetUnit::ALL.into_iter().filter_map(at).filter(|(_, there)| *there == word || is_begun(there));
        if let Some((byte, _)) = found.next() {
            // A word that stands at two places, by two ways of counting, is no place to count from.
            if found.all(|(other, _)| other == byte) {
                sentence.last = TokenStart { offset: start, at: byte };
            }
            return None;
        }
        let (word, there) = (brief(word), at(OffsetUnit::Utf16).map(|(_, there)| brief(there)));
        self.sentence = None;
        Some(match there {
            Some(there) => format!("the token at {start}–{end} is “{word}”, and #Text= has “{there}” there"),
            None => format!("the token “{word}” at {start}–{end} is outside its #Text="),
        })
    }

    /// Begins a sentence with its first token.
    fn begin(&mut self, start: usize, word: &str) {
        self.sentence = None;
        let sentence = std::mem::take(&mut self.lines).join("\n");
        let blanks = &sentence[..sentence.len() - sentence.trim_start().len()];
        let is_blank = word.starts_with(char::is_whitespace);
        // No token stands on the blanks at the beginning of a sentence.
        let start = if is_blank { start } else { start.saturating_sub(blanks.encode_utf16().count()) };
        // The text between two sentences is blank. A gap that is larger than any text is an error of the offsets.
        let gap = start.checked_sub(self.units).filter(|gap| *gap <= self.text.len() + LARGEST_GAP);
        let Some(gap) = gap else {
            self.is_broken = true;
            return;
        };
        self.text += &"\n".repeat(gap);
        let first = TokenStart { offset: start, at: self.text.len() };
        self.sentence = Some(OpenSentence { first, last: first });
        self.text += &sentence;
        self.units = start + sentence.encode_utf16().count();
    }

    /// Returns the text; `None` if the table does not tell it.
    pub(super) fn whole(self) -> Option<String> {
        Some(self.text).filter(|text| !text.is_empty() && !self.is_broken)
    }
}
