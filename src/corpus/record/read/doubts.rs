//! Notes what was not understood in a layer's file, with its place.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use ron::value::RawValue;

use super::shape::{Unknown, aside, offset};
use crate::say::{count, shown};
use crate::tags::Extra;

/// The greatest number of doubts of one kind that are noted; all records are kept in any case.
const MOST: usize = 1000;

/// Something in a layer's file that was not understood. Displays as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The line, counted from 1, if the doubt is about one.
    pub line: Option<usize>,
    /// The byte of the file, without a byte order mark, at which it begins, if it has a place.
    pub offset: Option<usize>,
    /// The kind of doubt.
    pub kind: DoubtKind,
}

/// A kind of doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoubtKind {
    /// A record cannot be read. It is kept, but not shown.
    Kept {
        /// The kind of record: `tag`.
        record: String,
        /// The reason why it cannot be read.
        why: String,
    },
    /// This many records, which could not be read when the layer was recovered, are kept.
    Unread(usize),
    /// A field is unknown. It is kept.
    UnknownField {
        /// The name of the field.
        name: String,
        /// The records that have it: `tags`.
        of: &'static str,
        /// The number of times that it occurs.
        times: usize,
    },
    /// This many more records and fields are kept, but not noted one by one.
    More(usize),
    /// There are comments or attributes, which a save removes.
    Comments,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "Line {line}: {}.", self.kind),
            None => write!(f, "{}.", self.kind),
        }
    }
}

/// Writes the doubt without its line and without a full stop.
impl fmt::Display for DoubtKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DoubtKind::Kept { record, why } => write!(f, "a {record} is kept but not shown: {}", shown(why)),
            DoubtKind::Unread(1) => f.write_str("One record that did not read is kept in the layer’s field `unread`"),
            DoubtKind::Unread(records) => {
                write!(f, "{records} records that did not read are kept in the layer’s field `unread`")
            }
            DoubtKind::UnknownField { name, of, times } => {
                write!(f, "the field `{}` of {of} is not known here", shown(name))?;
                if *times > 1 {
                    write!(f, " ({})", count(*times, "time"))?;
                }
                f.write_str("; it is kept")
            }
            DoubtKind::More(more) => write!(f, "{more} more records and fields are kept, but not understood"),
            DoubtKind::Comments => f.write_str("comments and attributes are not kept when the layer is saved"),
        }
    }
}

/// The first place of an unknown field, and the number of times that it occurs.
struct Unknowns {
    line: usize,
    offset: usize,
    times: usize,
}

/// Collects doubts while a layer is read.
pub(crate) struct Doubts<'a> {
    text: &'a str,
    /// The offset and the line of the last query.
    last: (usize, usize),
    noted: Vec<Doubt>,
    /// The number of doubts that were not noted.
    more: usize,
    /// The unknown fields, by their records and names.
    unknown: BTreeMap<(&'static str, String), Unknowns>,
}

impl<'a> Doubts<'a> {
    pub(crate) fn new(text: &'a str) -> Doubts<'a> {
        Doubts { text, last: (0, 1), noted: Vec::new(), more: 0, unknown: BTreeMap::new() }
    }

    /// Notes that a record is kept although it cannot be read.
    pub(crate) fn kept(&mut self, record: &str, why: &str, raw: &RawValue) {
        if self.noted.len() == MOST {
            self.more += 1;
            return;
        }
        let part = raw.trim().get_ron();
        let kind = DoubtKind::Kept { record: record.into(), why: why.into() };
        let (line, at) = (self.line(part), offset(self.text, part));
        self.noted.push(Doubt { line: Some(line), offset: Some(at), kind });
    }

    /// Notes that so many records are kept that could not be read when the layer was recovered.
    pub(crate) fn unread(&mut self, records: usize) {
        if records > 0 {
            self.noted.push(Doubt { line: None, offset: None, kind: DoubtKind::Unread(records) });
        }
    }

    /// Notes that unknown fields are kept. They are parts of the file's text; a raw name keeps its `r#`.
    pub(crate) fn extras(&mut self, whose: &'static str, fields: Unknown) -> Vec<Extra> {
        let mut extras = Vec::with_capacity(fields.len());
        for (name, value) in fields {
            let is_raw = self.text[..offset(self.text, name)].ends_with("r#");
            let (line, at) = (self.line(name), offset(self.text, name));
            let name = if is_raw { format!("r#{name}") } else { name.into() };
            let full = self.unknown.len() == MOST;
            match self.unknown.entry((whose, name.clone())) {
                Entry::Occupied(mut known) => known.get_mut().times += 1,
                Entry::Vacant(_) if full => self.more += 1,
                Entry::Vacant(new) => drop(new.insert(Unknowns { line, offset: at, times: 1 })),
            }
            extras.push((name, value.get_ron().into()));
        }
        extras
    }

    /// Returns all doubts.
    pub(crate) fn finish(mut self) -> Vec<Doubt> {
        for ((of, name), Unknowns { line, offset, times }) in self.unknown {
            let kind = DoubtKind::UnknownField { name, of, times };
            self.noted.push(Doubt { line: Some(line), offset: Some(offset), kind });
        }
        if self.more > 0 {
            self.noted.push(Doubt { line: None, offset: None, kind: DoubtKind::More(self.more) });
        }
        if let Some(at) = aside(self.text) {
            let line = 1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count();
            self.noted.push(Doubt { line: Some(line), offset: Some(at), kind: DoubtKind::Comments });
        }
        self.noted
    }

    /// Returns the line of a part of the text. Parts come in order, so counting usually continues from the last one.
    fn line(&mut self, part: &str) -> usize {
        let to = offset(self.text, part);
        let (from, line) = if self.last.0 <= to { self.last } else { (0, 1) };
        let line = line + memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..to]).count();
        self.last = (to, line);
        line
    }
}
