//! The sentences about what was not understood in a layer's file, each with its line.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use ron::value::RawValue;

use super::shape::{Unknown, aside, offset};
use crate::corpus::problem::shown;
use crate::tags::Extra;

/// So many sentences of one kind are said; what is kept is kept all the same.
const MOST: usize = 1000;

/// The sentences about what was not understood.
pub struct Doubts<'a> {
    text: &'a str,
    /// An offset in the file and its line: the last that was asked for.
    last: (usize, usize),
    said: Vec<String>,
    /// How many more there would be.
    unsaid: usize,
    /// A field that is not known, and whose: its first line, and how often it stands there.
    unknown: BTreeMap<(&'static str, String), (usize, usize)>,
}

impl<'a> Doubts<'a> {
    pub fn new(text: &'a str) -> Doubts<'a> {
        Doubts { text, last: (0, 1), said: Vec::new(), unsaid: 0, unknown: BTreeMap::new() }
    }

    /// A record is carried.
    pub fn kept(&mut self, kind: &str, why: &str, raw: &RawValue) {
        if self.said.len() == MOST {
            self.unsaid += 1;
            return;
        }
        let line = self.line(raw.trim().get_ron());
        self.said.push(format!("Line {line}: a {kind} is kept but not shown: {why}."));
    }

    /// There are texts of records that did not read when the layer was recovered.
    pub fn unread(&mut self, count: usize) {
        match count {
            0 => {}
            1 => self.said.push("One record that did not read is kept in the layer’s field `unread`.".into()),
            count => {
                self.said.push(format!("{count} records that did not read are kept in the layer’s field `unread`."))
            }
        }
    }

    /// Fields are carried. They are parts of the file's text; a raw name keeps its `r#`.
    pub fn extras(&mut self, whose: &'static str, fields: Unknown) -> Vec<Extra> {
        let mut extras = Vec::with_capacity(fields.len());
        for (name, value) in fields {
            let is_raw = self.text[..offset(self.text, name)].ends_with("r#");
            let line = self.line(name);
            let name = if is_raw { format!("r#{name}") } else { name.into() };
            let full = self.unknown.len() == MOST;
            match self.unknown.entry((whose, name.clone())) {
                Entry::Occupied(mut known) => known.get_mut().1 += 1,
                Entry::Vacant(_) if full => self.unsaid += 1,
                Entry::Vacant(new) => drop(new.insert((line, 1))),
            }
            extras.push((name, value.get_ron().into()));
        }
        extras
    }

    pub fn into_sentences(mut self) -> Vec<String> {
        for ((whose, name), (line, times)) in self.unknown {
            let (name, more) = (shown(name), if times > 1 { format!(" ({times} times)") } else { String::new() });
            self.said.push(format!("Line {line}: the field `{name}` of {whose} is not known here{more}; it is kept."));
        }
        if self.unsaid > 0 {
            self.said.push(format!("{} more records and fields are kept, but not understood.", self.unsaid));
        }
        if let Some(at) = aside(self.text) {
            let line = 1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count();
            self.said.push(format!("Line {line}: comments and attributes are not kept when the layer is saved."));
        }
        self.said
    }

    /// The line of a part of the text. They come in order, so we mostly count on from the last.
    fn line(&mut self, part: &str) -> usize {
        let to = offset(self.text, part);
        let (from, line) = if self.last.0 <= to { self.last } else { (0, 1) };
        let line = line + memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..to]).count();
        self.last = (to, line);
        line
    }
}
