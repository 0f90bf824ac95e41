//! Reads the text of a layer to records, in one of two ways.
//!
//! ```text
//!   the fast way       every record can be read and is right        →  the records, unknown fields        nearly always
//!        ╰ fails ───→  the careful way: each record by itself       →  the same, and what is carried, with the doubts
//! ```
//!
//! Both ways read records of the same shape, which collect unknown fields. Only the second has the text of each record,
//! so the first is given up as soon as one record would have to be carried.
//!
//! A record whose words are not at its place is no bad record: the text has changed. Such records are placed again, all
//! at once, by [`crate::tags::anchor`]. Those that get no place are [lost](crate::tags::target::Lost), but stay in the
//! layer.

pub(super) mod doubts;
pub(super) mod shape;
pub(super) mod taken;

use ron::value::RawValue;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::FORMAT;
use super::resolver::{Ledger, Resolver, TextResolver};
use crate::corpus::fault::{Fault, said};
use crate::corpus::manifest::newer;
use crate::tags::{Carried, Id, Records};
use crate::text::Document;
use doubts::{Doubt, Doubts};
use shape::{LayerRecord, LinkRecord, RemarkRecord, TagRecord, VerdictRecord, offset};
use taken::Taken;

/// The approximate length of the shortest tag that can be read, in bytes.
const SHORTEST: usize = 40;
/// A file with more records that are not understood is no layer.
const MOST_CARRIED: usize = 100_000;

/// The result of reading a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayerReading {
    /// The records, with what is carried.
    pub records: Records,
    /// The doubts: everything that was not understood.
    pub doubts: Vec<Doubt>,
    /// Whether the layer was last saved on another text than the document now has.
    pub text_changed: bool,
    /// The outcomes for tags whose words were not at their places.
    pub placing: Placing,
}

/// The outcomes for tags that were placed again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placing {
    /// The number of tags that are still in place.
    pub same: usize,
    /// Tags whose words are elsewhere now.
    pub moved: Vec<Id>,
    /// Tags whose words differ a little.
    pub changed: Vec<Id>,
    /// Tags without a place.
    pub lost: Vec<Id>,
}

/// Reads the text of `annotator`'s layer on the document that is called `name` in its corpus.
///
/// # Errors
/// If the text is not RON or not a layer's, of a newer format, about another document or by another annotator.
pub fn read(text: &str, document: &Document, name: &str, annotator: &str) -> Result<LayerReading, Fault> {
    read_on(text, &TextResolver::new(document), name, annotator)
}

/// Reads a layer without its text: all tags are [lost](crate::tags::target::Lost), and keep their places as words.
///
/// # Errors
/// Those of [`read`].
pub fn read_unplaced(text: &str, name: &str, annotator: &str) -> Result<Records, Fault> {
    read_on(text, &Ledger::default(), name, annotator).map(|reading| reading.records)
}

/// Reads a layer with any resolver of places.
pub(super) fn read_on(text: &str, ground: &impl Resolver, name: &str, annotator: &str) -> Result<LayerReading, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let layer = LayerText { text, ground, name, annotator };
    if let Ok(record) = ron::from_str(text)
        && let Some(reading) = layer.take(
            record,
            |tag| (Ok(tag), None),
            |link| (Ok(link), None),
            |it| (Ok(it), None),
            |it| (Ok(it), None),
        )?
    {
        return Ok(reading);
    }
    let record = ron::from_str(text).map_err(|error| match newer(text, FORMAT) {
        Err(newer) => newer,
        Ok(()) => Fault::of(text, &error),
    })?;
    layer
        .take(
            record,
            |tag| (open(tag), Some(tag)),
            |link| (open(link), Some(link)),
            |it| (open(it), Some(it)),
            |it| (open(it), Some(it)),
        )?
        .ok_or_else(|| Fault::new("a record could not be kept"))
}

/// A request for a layer, and the text of its file.
struct LayerText<'a, G> {
    text: &'a str,
    ground: &'a G,
    name: &'a str,
    annotator: &'a str,
}

/// A record or the reason why it cannot be read, and its text in the careful way.
type RecordText<'a, R> = (Result<R, String>, Option<&'a RawValue>);

impl<'a, G: Resolver> LayerText<'a, G> {
    /// Takes the valid records and carries the others; returns `None` if one must be carried and has no text.
    fn take<T, L, V, M>(
        &self,
        record: LayerRecord<'a, T, L, V, M>,
        tag: fn(T) -> RecordText<'a, TagRecord<'a>>,
        link: fn(L) -> RecordText<'a, LinkRecord<'a>>,
        verdict: fn(V) -> RecordText<'a, VerdictRecord<'a>>,
        remark: fn(M) -> RecordText<'a, RemarkRecord<'a>>,
    ) -> Result<Option<LayerReading>, Fault> {
        self.check(&record)?;
        let LayerRecord { document, tags, links, verdicts, remarks, unread, unknown, .. } = record;
        let text_changed = !self.ground.is(&document.sha256, document.chars);
        // Reserves space for the tags, but no more than the file can have.
        let room = tags.len().min(self.text.len() / SHORTEST);
        let mut taken = Taken::new(self.ground, text_changed, document.chars, room);
        let mut doubts = Doubts::new(self.text);
        let of_document = doubts.extras("the document", document.unknown).into_iter();
        let of_document = of_document.map(|(name, value)| (format!("document.{name}"), value));
        let fields = of_document.chain(doubts.extras("the layer", unknown)).collect();
        doubts.unread(unread.len());
        let mut carried = Carried { fields, unread, ..Carried::default() };
        let mut all = Carrier { doubts: &mut doubts, taken: &mut taken };
        let whole = all.each("tag", tags.into_iter().map(tag), Taken::tag, &mut carried.tags)
            && all.each("link", links.into_iter().map(link), Taken::link, &mut carried.links)
            && all.each("verdict", verdicts.into_iter().map(verdict), Taken::verdict, &mut carried.verdicts)
            && all.each("remark", remarks.into_iter().map(remark), Taken::remark, &mut carried.remarks);
        if !whole {
            return Ok(None);
        }
        let Carried { tags, links, verdicts, remarks, .. } = &carried;
        if tags.len() + links.len() + verdicts.len() + remarks.len() > MOST_CARRIED {
            return Err(Fault::new(format!("more than {MOST_CARRIED} of its records cannot be read"))
                .hint("It is hardly a layer of ours; it is left as it is.")
                .whole());
        }
        let (records, placing) = taken.place(carried);
        Ok(Some(LayerReading { records, doubts: doubts.finish(), text_changed, placing }))
    }

    /// Refuses a file that is not this layer.
    fn check<T, L, V, M>(&self, record: &LayerRecord<'a, T, L, V, M>) -> Result<(), Fault> {
        if record.format != FORMAT {
            return newer(self.text, FORMAT);
        }
        let named = |raw: &RawValue, expected: &str, what: &str, hint: &str| {
            let name: Result<String, String> = open(raw);
            let fault = match name {
                Ok(name) if name == expected || name.nfc().eq(expected.nfc()) => return Ok(()),
                Ok(name) => Fault::new(format!("this layer is {what}: {name:?}")).hint(hint).whole(),
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

/// Takes records, or carries them.
struct Carrier<'a, 'b, G> {
    doubts: &'b mut Doubts<'a>,
    taken: &'b mut Taken<'a, G>,
}

impl<'a, G: Resolver> Carrier<'a, '_, G> {
    /// Takes each record, or carries its text. Returns whether each was taken or had a text.
    fn each<R>(
        &mut self,
        kind: &str,
        rows: impl Iterator<Item = RecordText<'a, R>>,
        take: fn(&mut Taken<'a, G>, R, &mut Doubts<'a>) -> Result<(), String>,
        carried: &mut Vec<String>,
    ) -> bool {
        for (record, raw) in rows {
            let Err(why) = record.and_then(|record| take(self.taken, record, self.doubts)) else { continue };
            let Some(raw) = raw else { return false };
            self.doubts.kept(kind, &why, raw);
            carried.push(raw.get_ron().into());
            if carried.len() > MOST_CARRIED {
                break; // the layer is refused
            }
        }
        true
    }
}
