//! Text to records, on one of two roads.
//!
//! ```text
//!   the fast road      every record reads and is right           →  the records, unknown fields        nearly always
//!        ╰ fails ───→  the careful road: each record by itself   →  the same, and what is carried, with the doubts
//! ```
//!
//! Both roads read records of the same shape, which collect the fields that they do not know. Only the second has each
//! record's own text at hand, so the first is left as soon as one record would have to be carried.

mod shape;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use ron::value::RawValue;
use serde::Deserialize;

use super::FORMAT;
use crate::corpus::fault::{Fault, said};
use crate::corpus::manifest::newer;
use crate::corpus::problem::shown;
use crate::tags::{Carried, Extra, Id, Link, Records, Tag};
use crate::text::{Document, Span, grapheme};
use shape::{AnyText, Attributes, LayerRecord, LinkRecord, TagRecord, Unknown, aside, offset};

/// What came of reading a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The records, with what is carried.
    pub records: Records,
    /// What was not understood, or not believed: a sentence each, with its line.
    pub doubts: Vec<String>,
    /// Whether the layer was last saved on another text than the document now has.
    pub text_changed: bool,
}

/// Reads the text of `annotator`'s layer on the document that is called `name` in its corpus.
///
/// # Errors
/// When the text is not RON or not a layer's, of a newer format, about another document or by another annotator.
pub fn read(text: &str, document: &Document, name: &str, annotator: &str) -> Result<Reading, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let layer = Layer { text, document, name, annotator };
    if let Ok(record) = ron::from_str(text)
        && let Some(reading) = layer.take(record, |tag| (Ok(tag), None), |link| (Ok(link), None))?
    {
        return Ok(reading);
    }
    let record = ron::from_str(text).map_err(|error| match newer(text, FORMAT) {
        Err(newer) => newer,
        Ok(()) => Fault::of(text, &error),
    })?;
    layer
        .take(record, |tag| (open(tag), Some(tag)), |link| (open(link), Some(link)))?
        .ok_or_else(|| Fault::new("a record could not be kept"))
}

/// What is asked for, and the text that should be it.
struct Layer<'a> {
    text: &'a str,
    document: &'a Document,
    name: &'a str,
    annotator: &'a str,
}

/// A record that reads or does not, and its text on the careful road.
type Row<'a, R> = (Result<R, String>, Option<&'a RawValue>);

impl<'a> Layer<'a> {
    /// Takes the records that are believed and carries the others; nothing, if one must be carried and has no text.
    fn take<T, L>(
        &self,
        record: LayerRecord<'a, T, L>,
        tag: fn(T) -> Row<'a, TagRecord<'a>>,
        link: fn(L) -> Row<'a, LinkRecord<'a>>,
    ) -> Result<Option<Reading>, Fault> {
        self.check(&record)?;
        let LayerRecord { document, tags, links, verdicts, unknown, .. } = record;
        let mut taken = Taken::new(self.document, tags.len());
        let mut doubts = Doubts::new(self.text);
        let of_document = doubts.extras("the document", document.unknown).into_iter();
        let of_document = of_document.map(|(name, value)| (format!("document.{name}"), value));
        let mut carried = Carried {
            fields: of_document.chain(doubts.extras("the layer", unknown)).collect(),
            verdicts: verdicts.iter().map(|raw| raw.get_ron().into()).collect(),
            ..Carried::default()
        };
        for (record, raw) in tags.into_iter().map(tag) {
            let Err(why) = record.and_then(|tag| taken.tag(tag, &mut doubts)) else { continue };
            let Some(raw) = raw else { return Ok(None) };
            doubts.kept("tag", &why, raw);
            carried.tags.push(raw.get_ron().into());
        }
        for (record, raw) in links.into_iter().map(link) {
            let Err(why) = record.and_then(|link| taken.link(link, &mut doubts)) else { continue };
            let Some(raw) = raw else { return Ok(None) };
            doubts.kept("link", &why, raw);
            carried.links.push(raw.get_ron().into());
        }
        let text_changed = document.chars != self.document.chars() || document.sha256 != self.document.sha256();
        let (tags, links) = (taken.tags.into_iter().collect(), Arc::new(taken.links));
        let records = Records { tags, links, carried: Arc::new(carried) };
        Ok(Some(Reading { records, doubts: doubts.into_sentences(), text_changed }))
    }

    /// Refuses what is not this layer.
    fn check<T, L>(&self, record: &LayerRecord<'a, T, L>) -> Result<(), Fault> {
        if record.format != FORMAT {
            return newer(self.text, FORMAT);
        }
        let named = |raw: &RawValue, expected: &str, what: &str, hint: &str| {
            let name: Result<String, String> = open(raw);
            let fault = match name {
                Ok(name) if name == expected => return Ok(()),
                Ok(name) => Fault::new(format!("this layer is {what}: {name:?}")).hint(hint),
                Err(why) => Fault::new(why),
            };
            Err(fault.at(self.text, offset(self.text, raw.trim().get_ron())))
        };
        let moved = "If the document was moved, write its new path here.";
        named(record.document.path, self.name, "about another document", moved)?;
        let renamed = "If the file was renamed on purpose, write the new name here.";
        named(record.annotator, self.annotator, "by another annotator", renamed)
    }
}

fn open<'a, T: Deserialize<'a>>(raw: &'a RawValue) -> Result<T, String> {
    raw.into_rust().map_err(|error| said(&error.code).0)
}

/// The records that were believed.
struct Taken<'a> {
    document: &'a Document,
    tags: Vec<Tag>,
    ids: HashSet<Id>,
    links: BTreeMap<Id, Link>,
    /// A code point's number and the byte that it begins at: the last that was asked for.
    last: (usize, usize),
}

impl<'a> Taken<'a> {
    fn new(document: &'a Document, tags: usize) -> Taken<'a> {
        Taken {
            document,
            tags: Vec::with_capacity(tags),
            ids: HashSet::with_capacity(tags),
            links: BTreeMap::new(),
            last: (0, 0),
        }
    }

    fn tag(&mut self, record: TagRecord, doubts: &mut Doubts) -> Result<(), String> {
        let TagRecord {
            id,
            label,
            start,
            end,
            quote,
            prefix: AnyText,
            suffix: AnyText,
            note,
            attributes: Attributes(attributes),
            at,
            unknown,
        } = record;
        let span = self.span(start, end, &quote)?;
        let id = Id::from(id.as_str());
        if id.as_str().is_empty() {
            return Err("its id is empty".into());
        }
        if !self.ids.insert(id.clone()) {
            return Err(format!("the id {} is another's already", shown(&id)));
        }
        let extra = doubts.extras("tags", unknown);
        self.tags.push(Tag { id, label, span, note, attributes, at, extra });
        Ok(())
    }

    fn link(&mut self, record: LinkRecord, doubts: &mut Doubts) -> Result<(), String> {
        let LinkRecord { id, kind, from, to, document, at, unknown } = record;
        let id = Id::from(id.as_str());
        if id.as_str().is_empty() {
            return Err("its id is empty".into());
        }
        if self.links.contains_key(&id) {
            return Err(format!("the id {} is another's already", shown(&id)));
        }
        let (from, to) = (Id::from(from.as_str()), Id::from(to.as_str()));
        let document = (!document.is_empty()).then_some(document);
        let extra = doubts.extras("links", unknown);
        self.links.insert(id.clone(), Link { id, kind, from, to, document, at, extra });
        Ok(())
    }

    /// The bytes that code points `start..end` are, if the quote stands there, whole graphemes.
    fn span(&mut self, start: usize, end: usize, quote: &str) -> Result<Span, String> {
        let text = self.document.text();
        if start >= end {
            return Err(format!("its span {start}..{end} is empty or runs backwards"));
        }
        let beyond = || format!("its span {start}..{end} ends behind the text's {} code points", self.document.chars());
        let from = self.byte(start).ok_or_else(beyond)?;
        self.last = (start, from);
        let to = from + quote.len();
        if !text[from..].starts_with(quote) || quote.chars().count() != end - start {
            let to = self.document.to_byte(end).ok_or_else(beyond)?;
            let there = &text[from..to];
            return Err(format!("it quotes {} where the text says {}", clipped(quote), clipped(there)));
        }
        if !grapheme::is_boundary(text, from) || !grapheme::is_boundary(text, to) {
            return Err(format!("its span {start}..{end} cuts a character in two"));
        }
        Ok(Span::new(from, to))
    }

    /// The byte at which a code point begins. Tags come by place, so it is mostly a few steps from the last.
    fn byte(&self, chars: usize) -> Option<usize> {
        const NEAR: usize = 1024;
        let (last, at) = self.last;
        let Some(steps @ ..NEAR) = chars.checked_sub(last) else { return self.document.to_byte(chars) };
        let mut rest = self.document.text()[at..].chars();
        match steps.checked_sub(1) {
            Some(before) => rest.nth(before).map(|_| self.document.len() - rest.as_str().len()),
            None => Some(at),
        }
    }
}

/// The sentences about what was not understood.
struct Doubts<'a> {
    text: &'a str,
    /// An offset in the file and its line: the last that was asked for.
    last: (usize, usize),
    said: Vec<String>,
    /// A field that is not known, and whose: its first line, and how often it stands there.
    unknown: BTreeMap<(&'static str, String), (usize, usize)>,
}

impl<'a> Doubts<'a> {
    fn new(text: &'a str) -> Doubts<'a> {
        Doubts { text, last: (0, 1), said: Vec::new(), unknown: BTreeMap::new() }
    }

    /// A record is carried.
    fn kept(&mut self, kind: &str, why: &str, raw: &RawValue) {
        let line = self.line(raw.trim().get_ron());
        self.said.push(format!("Line {line}: a {kind} is kept but not shown: {why}."));
    }

    /// Fields are carried. They are parts of the file's text; a raw name keeps its `r#`.
    fn extras(&mut self, whose: &'static str, fields: Unknown) -> Vec<Extra> {
        let mut extras = Vec::with_capacity(fields.len());
        for (name, value) in fields {
            let is_raw = self.text[..offset(self.text, name)].ends_with("r#");
            let line = self.line(name);
            let name = if is_raw { format!("r#{name}") } else { name.into() };
            self.unknown.entry((whose, name.clone())).or_insert((line, 0)).1 += 1;
            extras.push((name, value.get_ron().into()));
        }
        extras
    }

    fn into_sentences(mut self) -> Vec<String> {
        for ((whose, name), (line, times)) in self.unknown {
            let (name, more) = (shown(name), if times > 1 { format!(" ({times} times)") } else { String::new() });
            self.said.push(format!("Line {line}: the field `{name}` of {whose} is not known here{more}; it is kept."));
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

/// A quote, short enough for a sentence.
fn clipped(quote: &str) -> String {
    const LONGEST: usize = 40;
    let mut short: String = quote.chars().take(LONGEST).collect();
    if short.len() < quote.len() {
        short.push('…');
    }
    format!("“{}”", shown(short))
}
