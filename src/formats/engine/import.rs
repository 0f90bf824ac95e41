//! Reads a file bit by bit, cuts it into records, and has the format read each record.
//!
//! ```text
//!   …"},⏎{"data":{"te   xt":"…"},"annota   tions":[]}⏎]        bits, however they come
//!   ╰─╯ ╰───────────────── a record ───────────────╯          the rest waits for the next bit
//! ```

use std::fmt;

use crate::formats::Format;
use crate::formats::wire::imported::ImportedDocument;
use crate::tags::scheme::Scheme;

/// How a format is read.
#[derive(Clone, Copy)]
pub struct FormatReader {
    /// How the file is cut into records.
    pub cut: Cut,
    /// Reads a record.
    pub read: fn(&Source, &RawRecord) -> Result<Vec<ImportedDocument>, ImportError>,
}

/// How a file is cut into records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The whole file is a record.
    Whole,
    /// Each line that is not blank.
    Lines,
    /// Each element of a JSON array, or each of the JSON values in a row.
    Elements,
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
}

/// Why a file cannot be imported. It displays without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ImportError {
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1, if it is known.
    pub column: Option<usize>,
    /// What is wrong.
    pub words: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl ImportError {
    /// Returns the error that something is wrong in a line.
    pub fn new(line: usize, words: impl Into<String>) -> ImportError {
        ImportError { line, column: None, words: words.into(), hint: None }
    }
}

/// `12:40: …`, to follow the name of a file and a colon.
impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.line)?;
        if let Some(column) = self.column {
            write!(f, "{column}:")?;
        }
        write!(f, " {}", self.words)
    }
}

/// An import of one file that is running.
pub struct Import<'a> {
    reading: FormatReader,
    source: Source<'a>,
    /// The text that has come and is not read yet.
    rest: String,
    /// The line in which it begins.
    line: usize,
    /// How many bytes of it were looked at.
    seen: usize,
    head: String,
    state: ScanState,
}

/// What the scanner knows of the place that it has reached.
#[derive(Clone, Copy, Default)]
struct ScanState {
    begun: bool,
    depth: usize,
    /// The depth of the records: 1 in an array, else 0.
    base: usize,
    quoted: bool,
    escaped: bool,
    /// The byte of the rest at which a record has begun.
    start: Option<usize>,
}

impl<'a> Import<'a> {
    /// Begins; returns `None` if the format is only written.
    pub fn begin(format: &Format, source: Source<'a>) -> Option<Import<'a>> {
        let reading = format.reading?;
        let (rest, head) = (String::new(), String::new());
        Some(Import { reading, source, rest, line: 1, seen: 0, head, state: ScanState::default() })
    }

    /// Takes the next bit of the file, and adds what it says to `found`.
    ///
    /// # Errors
    /// A record that does not read.
    pub fn push(&mut self, bit: &str, found: &mut Vec<ImportedDocument>) -> Result<(), ImportError> {
        let bit = match self.state.begun {
            false => bit.strip_prefix('\u{feff}').unwrap_or(bit),
            true => bit,
        };
        self.state.begun |= !bit.is_empty();
        self.rest.push_str(bit);
        match self.reading.cut {
            Cut::Whole => Ok(()),
            Cut::Lines => match memchr::memrchr(b'\n', self.rest.as_bytes()) {
                Some(last) => self.lines(last + 1, found),
                None => Ok(()),
            },
            Cut::Elements => self.elements(found),
            Cut::Rows => self.rows(found),
        }
    }

    /// Ends, and adds what the rest of the file says to `found`.
    ///
    /// # Errors
    /// A record that does not read, or that does not end.
    pub fn end(mut self, found: &mut Vec<ImportedDocument>) -> Result<(), ImportError> {
        let all = self.rest.len();
        match self.reading.cut {
            Cut::Whole => self.read(0, all, found),
            Cut::Lines => self.lines(all, found),
            Cut::Elements if self.state.depth > 0 || self.state.quoted || self.state.start.is_some() => {
                Err(ImportError::new(self.line + newlines(&self.rest), "the file ends in the middle of a record"))
            }
            Cut::Elements => Ok(()),
            Cut::Rows if self.head.is_empty() => Ok(()),
            Cut::Rows => self.read(0, all, found),
        }
    }

    /// Reads the lines of the rest up to byte `end`.
    fn lines(&mut self, end: usize, found: &mut Vec<ImportedDocument>) -> Result<(), ImportError> {
        let mut at = 0;
        while at < end {
            let next = memchr::memchr(b'\n', &self.rest.as_bytes()[at..end]).map_or(end, |found| at + found + 1);
            if !self.rest[at..next].trim().is_empty() {
                let record = RawRecord { text: self.rest[at..next].trim_end(), line: self.line, head: "" };
                found.extend((self.reading.read)(&self.source, &record)?);
            }
            self.line += 1;
            at = next;
        }
        self.rest.drain(..end);
        Ok(())
    }

    /// Reads the JSON values of the rest that end there.
    fn elements(&mut self, found: &mut Vec<ImportedDocument>) -> Result<(), ImportError> {
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
                self.read(start, at + 1, found)?;
                done = at + 1;
            }
        }
        self.line += newlines(&self.rest[..done]);
        self.rest.drain(..done);
        self.seen -= done;
        self.state.start = self.state.start.map(|start| start - done);
        Ok(())
    }

    /// Reads the rows of the rest that end there.
    fn rows(&mut self, found: &mut Vec<ImportedDocument>) -> Result<(), ImportError> {
        let mut done = 0;
        for (at, byte) in self.rest.bytes().enumerate().skip(self.seen) {
            match byte {
                b'"' => self.state.quoted = !self.state.quoted,
                b'\n' if !self.state.quoted => {
                    done = at + 1;
                    if self.head.is_empty() {
                        self.head = self.rest[..done].into();
                        self.state.start = Some(done);
                    }
                }
                _ => {}
            }
        }
        self.seen = self.rest.len();
        let from = self.state.start.take().unwrap_or(0);
        if done > from {
            self.read(from, done, found)?;
        }
        self.line += newlines(&self.rest[..done]);
        self.rest.drain(..done);
        self.seen -= done;
        Ok(())
    }

    /// Reads a record of the rest.
    fn read(&self, start: usize, end: usize, found: &mut Vec<ImportedDocument>) -> Result<(), ImportError> {
        let line = self.line + newlines(&self.rest[..start]);
        let record = RawRecord { text: &self.rest[start..end], line, head: &self.head };
        found.extend((self.reading.read)(&self.source, &record)?);
        Ok(())
    }
}

fn newlines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn echo(_: &Source, record: &RawRecord) -> Result<Vec<ImportedDocument>, ImportError> {
        let names = vec![record.text.into(), record.head.into()];
        Ok(vec![ImportedDocument { names, line: record.line, ..ImportedDocument::default() }])
    }

    /// Returns the records that `text` is cut into when it comes in bits of that many bytes, with their lines.
    fn cut(cut: Cut, text: &str, bits: usize) -> Result<Vec<(String, usize)>, ImportError> {
        let format = Format { reading: Some(FormatReader { cut, read: echo }), ..Format::BASE };
        let scheme = Scheme::default();
        let mut import = Import::begin(&format, Source { path: "", scheme: &scheme }).unwrap();
        let (mut found, mut rest) = (Vec::new(), text);
        while !rest.is_empty() {
            let (bit, others) =
                rest.split_at((bits..).find(|at| rest.is_char_boundary(*at.min(&rest.len()))).unwrap().min(rest.len()));
            import.push(bit, &mut found)?;
            rest = others;
        }
        import.end(&mut found)?;
        Ok(found.into_iter().map(|imported| (imported.names.concat(), imported.line)).collect())
    }

    fn owned(records: &[(&str, usize)]) -> Vec<(String, usize)> {
        records.iter().map(|(text, line)| (text.to_string(), *line)).collect()
    }

    #[test]
    fn records_are_the_same_however_the_file_comes() {
        for bits in 1..30 {
            let lines = cut(Cut::Lines, "one\n\ntwo\r\nthree", bits);
            assert_eq!(lines, Ok(owned(&[("one", 1), ("two", 3), ("three", 4)])));
            let array = cut(Cut::Elements, "[ {\"a\": \"]}\\\"\"},\n\n{\"b\": [1, {}]}\n]\n", bits);
            assert_eq!(array, Ok(owned(&[("{\"a\": \"]}\\\"\"}", 1), ("{\"b\": [1, {}]}", 3)])));
            let sequence = cut(Cut::Elements, "{\"a\": 1}\n{\"b\": []}", bits);
            assert_eq!(sequence, Ok(owned(&[("{\"a\": 1}", 1), ("{\"b\": []}", 2)])));
            let rows = cut(Cut::Rows, "h\n\"a\nb\"\nc\n", bits).unwrap();
            let joined: String = rows.iter().map(|(text, _)| text.replace("h\n", "")).collect();
            assert_eq!(joined, "\"a\nb\"\nc\n");
            assert!(rows.iter().all(|(text, _)| text.ends_with("h\n")), "{rows:?}");
        }
        assert_eq!(cut(Cut::Rows, "h\n\"a\nb\"\nc", 100), Ok(owned(&[("\"a\nb\"\nh\n", 2), ("ch\n", 4)])));
        assert_eq!(cut(Cut::Elements, "[]", 1), Ok(vec![]));
    }

    #[test]
    fn a_file_that_is_cut_off_is_refused() {
        let fault = cut(Cut::Elements, "[{\"a\": 1},\n{\"b\": ", 7).unwrap_err();
        assert_eq!(fault.to_string(), "2: the file ends in the middle of a record");
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(text in "[\\[\\]{}\",\\\\ \na😀]{0,40}", bits in 1..9usize) {
            for kind in [Cut::Whole, Cut::Lines, Cut::Elements, Cut::Rows] {
                let _ = cut(kind, &text, bits);
            }
        }
    }
}
