//! Reads a file piece by piece, cuts it into records, and lets the format read each record.
//!
//! ```text
//!   …"},⏎{"data":{"te   xt":"…"},"annota   tions":[]}⏎]        bits, however they come
//!   ╰─╯ ╰───────────────── a record ───────────────╯          the rest waits for the next bit
//! ```
//!
//! A record that cannot be read is a [`Fault`](Imported::Fault) among the others, so that all faults of a file come to light at
//! once, and the rest can be taken.

use std::sync::Arc;

use crate::formats::Format;
use crate::formats::engine::loss::Losses;
use crate::formats::wire::imported::ImportedDocument;
use crate::tags::scheme::Scheme;

pub use crate::formats::engine::fault::ImportError;

/// The way to read a format.
#[derive(Clone, Copy)]
pub struct FormatReader {
    /// The way to cut the file into records.
    pub cut: Cut,
    /// Reads a record.
    pub read: fn(&Source, &RawRecord) -> Result<Vec<Imported>, ImportError>,
    /// The options that it understands.
    pub options: &'static [ImportOption],
}

/// A file whose bytes are read in any order.
pub trait ByteSource: Send + Sync {
    /// Returns its length in bytes.
    fn len(&self) -> u64;

    /// Returns whether it has no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns `len` bytes from the byte `from` on.
    ///
    /// # Errors
    /// Why they cannot be read, in words.
    fn read(&self, from: u64, len: usize) -> Result<Vec<u8>, String>;
}

/// The rows of a table, each as a line of JSON.
pub type TextRows = Box<dyn Iterator<Item = Result<String, ImportError>>>;

/// Reads the rows of a table.
pub type RowReader = fn(Arc<dyn ByteSource>) -> Result<TextRows, ImportError>;

/// What is found in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Imported {
    /// The tags and links on one document by one annotator.
    Document(Box<ImportedDocument>),
    /// Records of no document that could be imported: those that the file itself calls skipped, pictures.
    LeftOut(Losses),
    /// A record that cannot be read.
    Fault(ImportError),
}

impl Imported {
    /// Returns what was left out, if something was.
    pub(crate) fn left_out(losses: Losses) -> Option<Imported> {
        (!losses.is_empty()).then_some(Imported::LeftOut(losses))
    }
}

impl From<ImportedDocument> for Imported {
    fn from(document: ImportedDocument) -> Imported {
        Imported::Document(Box::new(document))
    }
}

/// A way to cut a file into records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The whole file is a record.
    Whole,
    /// Each element of a JSON array, or each of the JSON values in a row. Where each is on a line of its own, one that is
    /// broken does not spoil those after it.
    Json,
    /// Some rows of a table, together with its head.
    Rows,
}

/// The file that is being read.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// Its path, in the form of a document's name in the corpus: `sub/kursk.ann`.
    pub path: &'a str,
    /// The labels and the link types, for formats that spell them differently.
    pub scheme: &'a Scheme,
    /// The options that were given.
    pub options: &'a ImportOptions,
}

/// The options of an import. A format reads those that it [understands](FormatReader::options).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// The layer to take, by its name or the end of it.
    pub layer: Option<String>,
    /// The column with the tags, by its name or its number from 1.
    pub column: Option<String>,
}

/// The name of one of the [`ImportOptions`], for a format to say that it understands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportOption {
    /// [`ImportOptions::layer`].
    Layer,
    /// [`ImportOptions::column`].
    Column,
}

/// A part of the file that is read at once.
#[derive(Clone, Copy)]
pub struct RawRecord<'a> {
    /// Its text.
    pub text: &'a str,
    /// The line in which it begins, from 1.
    pub line: usize,
    /// The head of its table.
    pub head: &'a str,
    /// The bytes of its line ends, in order.
    pub ends: &'a [usize],
}

impl RawRecord<'_> {
    /// Returns the line of the file that a byte of the record is in, from 1.
    pub fn line_at(&self, byte: usize) -> usize {
        self.line + self.ends.partition_point(|end| *end < byte)
    }
}

/// Returns the bytes of the line ends in a text, in order.
pub(crate) fn line_ends(text: &str) -> Vec<usize> {
    memchr::memchr_iter(b'\n', text.as_bytes()).collect()
}

/// An import of one file that is running.
pub struct Import<'a> {
    reading: FormatReader,
    source: Source<'a>,
    /// The text that was passed in and is not read yet.
    rest: String,
    /// The line in which it begins.
    line: usize,
    /// The number of its bytes that were looked at.
    seen: usize,
    head: String,
    /// The layout of JSON in the file, when it is known.
    layout: Option<JsonLayout>,
    state: ScanState,
}

/// The layout of the values in a JSON file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum JsonLayout {
    /// Each on a line.
    Lines,
    /// In an array, or over several lines.
    Elements,
}

/// The state of the scanner.
#[derive(Clone, Copy, Default)]
struct ScanState {
    begun: bool,
    depth: usize,
    /// The depth of the records: 1 in an array, else 0.
    base: usize,
    quoted: bool,
    escaped: bool,
    /// The place in a cell of a row.
    cell: CellPart,
    /// The number of line ends in the rows so far.
    lines: usize,
    /// The line in which the last cell with a quotation mark begins, from 1.
    opened: usize,
    /// The byte of the rest at which a record has begun.
    start: Option<usize>,
}

/// A place in a cell of a row, outside of quotation marks.
#[derive(Clone, Copy, Default)]
enum CellPart {
    /// At its beginning: a quotation mark here encloses the cell.
    #[default]
    Begin,
    /// Behind a quotation mark that may be the last: another one behind it stands for one.
    Closed,
    /// Elsewhere: a quotation mark is one.
    Inside,
}

impl<'a> Import<'a> {
    /// Begins; returns `None` if the format is only written.
    pub fn begin(format: &Format, source: Source<'a>) -> Option<Import<'a>> {
        let reading = format.reading?;
        let (rest, head) = (String::new(), String::new());
        Some(Import { reading, source, rest, line: 1, seen: 0, head, layout: None, state: ScanState::default() })
    }

    /// Takes the next bit of the file, and adds what it says to `found`.
    pub fn push(&mut self, bit: &str, found: &mut Vec<Imported>) {
        let bit = match self.state.begun {
            false => bit.strip_prefix('\u{feff}').unwrap_or(bit),
            true => bit,
        };
        self.state.begun |= !bit.is_empty();
        self.rest.push_str(bit);
        match self.reading.cut {
            Cut::Whole => {}
            Cut::Json => {
                self.layout = self.layout.or_else(|| layout(&self.rest));
                match self.layout {
                    Some(JsonLayout::Lines) => self.whole_lines(found),
                    Some(JsonLayout::Elements) => self.elements(found),
                    None => {}
                }
            }
            Cut::Rows => self.rows(found),
        }
    }

    /// Ends, and adds what the rest of the file says to `found`.
    pub fn end(mut self, found: &mut Vec<Imported>) {
        let all = self.rest.len();
        match (self.reading.cut, self.layout) {
            (Cut::Whole, _) => self.read(0, all, found),
            (Cut::Json, Some(JsonLayout::Lines) | None) => self.lines(all, found),
            (Cut::Json, Some(JsonLayout::Elements)) => {
                let state = self.state;
                if state.depth > 0 || state.quoted || state.start.is_some() {
                    let begun = state.start.and_then(|start| self.rest.get(..start)).unwrap_or(&self.rest);
                    let line = self.line + newlines(begun);
                    found.push(Imported::Fault(ImportError::new(line, "the file ends in the middle of a record")));
                }
            }
            (Cut::Rows, _) if self.state.quoted => {
                let words = "a cell begins with a quotation mark that is not closed";
                found.push(Imported::Fault(ImportError::new(self.state.opened, words)));
            }
            (Cut::Rows, _) if self.head.is_empty() && self.rest.trim().is_empty() => {}
            (Cut::Rows, _) => {
                if self.head.is_empty() {
                    // The head alone, without a line end.
                    self.head = std::mem::take(&mut self.rest);
                }
                self.read(0, self.rest.len(), found);
            }
        }
    }

    /// Reads the lines of the rest that have ended.
    fn whole_lines(&mut self, found: &mut Vec<Imported>) {
        if let Some(last) = memchr::memrchr(b'\n', self.rest.as_bytes()) {
            self.lines(last + 1, found);
        }
    }

    /// Reads the lines of the rest up to byte `end`.
    fn lines(&mut self, end: usize, found: &mut Vec<Imported>) {
        let mut at = 0;
        while at < end {
            let next = memchr::memchr(b'\n', &self.rest.as_bytes()[at..end]).map_or(end, |found| at + found + 1);
            if !self.rest[at..next].trim().is_empty() {
                let record = RawRecord { text: self.rest[at..next].trim_end(), line: self.line, head: "", ends: &[] };
                self.record(&record, found);
            }
            self.line += 1;
            at = next;
        }
        self.rest.drain(..end);
    }

    /// Reads the JSON values of the rest that end there.
    fn elements(&mut self, found: &mut Vec<Imported>) {
        let mut done = 0;
        while self.seen < self.rest.len() {
            let at = self.seen;
            self.seen += 1;
            let byte = self.rest.as_bytes()[at];
            let state = &mut self.state;
            if state.quoted {
                state.quoted = state.escaped || byte != b'"';
                state.escaped = !state.escaped && byte == b'\\';
                continue;
            }
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => continue,
                b'[' if state.start.is_none() && state.base == 0 => {
                    (state.base, state.depth) = (1, 1);
                    continue;
                }
                b',' | b']' if state.start.is_none() => {
                    state.depth = if byte == b']' { 0 } else { state.depth };
                    continue;
                }
                _ => {}
            }
            let start = *state.start.get_or_insert(at);
            match byte {
                b'"' => state.quoted = true,
                b'{' | b'[' => state.depth += 1,
                b'}' | b']' => state.depth = state.depth.saturating_sub(1),
                _ => {}
            }
            let closed = matches!(byte, b'}' | b']') && state.depth <= state.base;
            if closed || (byte == b',' && state.depth == state.base) {
                state.start = None;
                self.read(start, at + 1, found);
                done = at + 1;
            }
        }
        self.line += newlines(&self.rest[..done]);
        self.rest.drain(..done);
        self.seen -= done;
        self.state.start = self.state.start.map(|start| start - done);
    }

    /// Reads the rows of the rest that end there.
    fn rows(&mut self, found: &mut Vec<Imported>) {
        let mut done = 0;
        let mut between = delimiter(&self.head);
        for (at, byte) in self.rest.bytes().enumerate().skip(self.seen) {
            let state = &mut self.state;
            state.lines += usize::from(byte == b'\n');
            match (byte, state.cell) {
                (b'"', _) if state.quoted => (state.quoted, state.cell) = (false, CellPart::Closed),
                _ if state.quoted => {}
                (b'"', CellPart::Begin) => (state.quoted, state.opened) = (true, state.lines + 1),
                (b'"', CellPart::Closed) => state.quoted = true,
                (b'\n', _) => {
                    (done, state.cell) = (at + 1, CellPart::Begin);
                    if self.head.is_empty() {
                        self.head = self.rest[..done].into();
                        self.state.start = Some(done);
                        between = delimiter(&self.head);
                    }
                }
                (b'\r', _) => state.cell = CellPart::Begin,
                (byte, _) if between.map_or(DELIMITERS.contains(&byte), |between| byte == between) => {
                    state.cell = CellPart::Begin;
                }
                _ => state.cell = CellPart::Inside,
            }
        }
        self.seen = self.rest.len();
        let from = self.state.start.take().unwrap_or(0);
        if done > from {
            self.read(from, done, found);
        }
        self.line += newlines(&self.rest[..done]);
        self.rest.drain(..done);
        self.seen -= done;
    }

    /// Reads a record of the rest.
    fn read(&self, start: usize, end: usize, found: &mut Vec<Imported>) {
        let line = self.line + newlines(&self.rest[..start]);
        let text = &self.rest[start..end];
        self.record(&RawRecord { text, line, head: &self.head, ends: &line_ends(text) }, found);
    }

    fn record(&self, record: &RawRecord, found: &mut Vec<Imported>) {
        match (self.reading.read)(&self.source, record) {
            Ok(documents) => found.extend(documents),
            Err(fault) => found.push(Imported::Fault(fault)),
        }
    }
}

/// The characters that may stand between the cells of a row.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Returns the character between the cells of a table with this head; `None` if it has a single column.
pub(crate) fn delimiter(head: &str) -> Option<u8> {
    DELIMITERS.into_iter().find(|between| head.contains(char::from(*between)))
}

/// Returns how the JSON values of a file lie in it, if its beginning tells that.
fn layout(beginning: &str) -> Option<JsonLayout> {
    let beginning = beginning.trim_start();
    let (first, line) = (beginning.chars().next()?, beginning.lines().next()?);
    let is_ended = line.len() < beginning.len();
    match (first, beginning[first.len_utf8()..].trim_start().chars().next()) {
        // A list of other things is a record itself.
        ('[', next) => next.map(|next| match next {
            '{' | '[' | ']' => JsonLayout::Elements,
            _ => JsonLayout::Lines,
        }),
        // No value of which a line is left ends so.
        ('{', _) if is_ended && line.trim_end().ends_with(['{', '[', ',', ':']) => Some(JsonLayout::Elements),
        ('{', _) => is_ended.then_some(JsonLayout::Lines),
        _ => Some(JsonLayout::Lines),
    }
}

fn newlines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn echo(_: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
        let names = vec![record.text.into(), record.head.into()];
        Ok(vec![ImportedDocument { names, line: record.line, ..ImportedDocument::default() }.into()])
    }

    /// Returns the records that `text` is cut into when it comes in bits of that many bytes, with their lines.
    fn cut(cut: Cut, text: &str, bits: usize) -> Result<Vec<(String, usize)>, ImportError> {
        let format = Format { reading: Some(FormatReader { cut, read: echo, options: &[] }), ..Format::BASE };
        let (scheme, options) = (Scheme::default(), ImportOptions::default());
        let source = Source { path: "", scheme: &scheme, options: &options };
        let mut import = Import::begin(&format, source).unwrap();
        let (mut found, mut rest) = (Vec::new(), text);
        while !rest.is_empty() {
            let (bit, others) =
                rest.split_at((bits..).find(|at| rest.is_char_boundary(*at.min(&rest.len()))).unwrap().min(rest.len()));
            import.push(bit, &mut found);
            rest = others;
        }
        import.end(&mut found);
        let record = |imported| match imported {
            Imported::Document(document) => Ok((document.names.concat(), document.line)),
            Imported::LeftOut(losses) => panic!("{losses}"),
            Imported::Fault(fault) => Err(fault),
        };
        found.into_iter().map(record).collect()
    }

    fn owned(records: &[(&str, usize)]) -> Vec<(String, usize)> {
        records.iter().map(|(text, line)| (text.to_string(), *line)).collect()
    }

    #[test]
    fn records_are_the_same_however_the_file_comes() {
        for bits in 1..30 {
            let lines = cut(Cut::Json, "one\n\ntwo\r\nthree", bits);
            assert_eq!(lines, Ok(owned(&[("one", 1), ("two", 3), ("three", 4)])));
            let array = cut(Cut::Json, "[ {\"a\": \"]}\\\"\"},\n\n{\"b\": [1, {}]}\n]\n", bits);
            assert_eq!(array, Ok(owned(&[("{\"a\": \"]}\\\"\"}", 1), ("{\"b\": [1, {}]}", 3)])));
            let sequence = cut(Cut::Json, "{\"a\": 1}\n{\"b\": []}", bits);
            assert_eq!(sequence, Ok(owned(&[("{\"a\": 1}", 1), ("{\"b\": []}", 2)])));
            let spread = cut(Cut::Json, "{\n\"a\": 1}\n{\n\"b\": []}", bits);
            assert_eq!(spread, Ok(owned(&[("{\n\"a\": 1}", 1), ("{\n\"b\": []}", 3)])));
            let tuples = cut(Cut::Json, "[\"a\", {}]\n[\"b\", {}]\n", bits);
            assert_eq!(tuples, Ok(owned(&[("[\"a\", {}]", 1), ("[\"b\", {}]", 2)])));
            let broken = cut(Cut::Json, "{\"a\": [}\n{\"b\": 1}\n", bits);
            assert_eq!(broken, Ok(owned(&[("{\"a\": [}", 1), ("{\"b\": 1}", 2)])), "each line by itself");
            let rows = cut(Cut::Rows, "h\n\"a\nb\"\nc\n", bits).unwrap();
            let joined: String = rows.iter().map(|(text, _)| text.replace("h\n", "")).collect();
            assert_eq!(joined, "\"a\nb\"\nc\n");
            assert!(rows.iter().all(|(text, _)| text.ends_with("h\n")), "{rows:?}");
        }
        assert_eq!(cut(Cut::Rows, "h\n\"a\nb\"\nc", 100), Ok(owned(&[("\"a\nb\"\nh\n", 2), ("ch\n", 4)])));
        assert_eq!(cut(Cut::Json, "[]", 1), Ok(vec![]));
    }

    #[test]
    fn a_file_that_is_cut_off_is_refused() {
        let fault = cut(Cut::Json, "[{\"a\": 1},\n{\"b\": ", 7).unwrap_err();
        assert_eq!(fault.to_string(), "2: the file ends in the middle of a record");
        let fault = cut(Cut::Json, "[{\"a\": 1},\n{\"b\":\n\"\n", 3).unwrap_err();
        assert_eq!(fault.line, 2, "the line in which the record begins");
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_is_reported_where_it_stands() {
        for bits in [1, 2, 5, 100] {
            let broken = cut(Cut::Rows, "h,i\n1,\"a\n\"\"b\"\n2,\"\"\n3,\"c\n4,d\n", bits).unwrap_err();
            assert_eq!((broken.line, broken.words.contains("not closed")), (5, true), "{broken}");
            let inside = cut(Cut::Rows, "h,i\n1,a 5\" nail;\"\n2,b\n", bits).unwrap();
            let joined: String = inside.iter().map(|(text, _)| text.replace("h,i\n", "")).collect();
            assert_eq!(joined, "1,a 5\" nail;\"\n2,b\n", "a mark within a cell encloses nothing");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text in "[\\[\\]{}\",\\\\ \na😀]{0,40}", bits in 1..9usize) {
            for kind in [Cut::Whole, Cut::Json, Cut::Rows] {
                let _ = cut(kind, &text, bits);
            }
        }
    }
}
