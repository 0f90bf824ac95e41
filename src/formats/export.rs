//! Writing: documents in, pieces of files out, and a tally of what the format could not hold.
//!
//! ```text
//!   begin ─▶ head, companions     document ─▶ (between,) its pieces     …     end ─▶ foot, losses
//!                                          ╰▶ into the table, and what is done of that
//! ```

use super::exchange::{Exchange, Piece, Setting};
use super::loss::{Losses, Part};
use super::{Format, Shape, Writing};

/// A table under way, for formats that are not written document by document.
pub trait Table {
    /// Takes a document in; the bytes of the file that are done.
    ///
    /// # Errors
    /// When the table cannot hold it.
    fn document(&mut self, exchange: &Exchange) -> Result<Vec<u8>, Unwritable>;

    /// The rest of the file.
    ///
    /// # Errors
    /// When the table cannot be finished.
    fn end(self: Box<Self>) -> Result<Vec<u8>, Unwritable>;
}

/// Why a table cannot be written. It displays without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the table cannot be written: {0}")]
pub struct Unwritable(pub String);

/// An export under way.
pub struct Export<'a> {
    format: &'a Format,
    setting: Setting<'a>,
    table: Option<Box<dyn Table>>,
    documents: usize,
    losses: Losses,
}

impl<'a> Export<'a> {
    /// Begins; what comes before the first document is handed back.
    ///
    /// # Errors
    /// When a table cannot be begun.
    pub fn begin(format: &'a Format, setting: Setting<'a>) -> Result<(Export<'a>, Vec<Piece>), Unwritable> {
        let mut pieces = (format.companions)(&setting);
        if let Shape::OneFile { head, .. } = format.shape {
            pieces.extend(Some(Piece::text(head(&setting))).filter(|head| !head.bytes.is_empty()));
        }
        let table = match format.writing {
            Writing::Text(_) => None,
            Writing::Table(begin) => Some(begin()?),
        };
        Ok((Export { format, setting, table, documents: 0, losses: Losses::default() }, pieces))
    }

    /// Writes a document.
    ///
    /// # Errors
    /// When a table cannot hold it.
    pub fn document(&mut self, exchange: &Exchange) -> Result<Vec<Piece>, Unwritable> {
        tally(self.format, exchange, &mut self.losses);
        let mut pieces = Vec::new();
        match self.format.shape {
            Shape::OneFile { between, .. } if self.documents > 0 && !between.is_empty() => {
                pieces.push(Piece::text(between.into()));
            }
            _ => {}
        }
        self.documents += 1;
        if let Writing::Text(write) = self.format.writing {
            pieces.extend(write(&self.setting, exchange, &mut self.losses));
        }
        if let Some(table) = &mut self.table {
            pieces.push(Piece { file: None, bytes: table.document(exchange)? });
        }
        Ok(pieces)
    }

    /// Ends; what comes behind the last document, and what was lost.
    ///
    /// # Errors
    /// When a table cannot be finished.
    pub fn end(self) -> Result<(Vec<Piece>, Losses), Unwritable> {
        let mut pieces = Vec::new();
        if let Some(table) = self.table {
            pieces.push(Piece { file: None, bytes: table.end()? });
        }
        match self.format.shape {
            Shape::OneFile { foot, .. } if !foot.is_empty() => pieces.push(Piece::text(foot.into())),
            _ => {}
        }
        Ok((pieces, self.losses))
    }
}

/// Counts what the layers have and the format does not hold.
fn tally(format: &Format, exchange: &Exchange, losses: &mut Losses) {
    let without = |part| !format.holds(part);
    for sheet in exchange.layers {
        let records = sheet.records;
        let tags = records.tags.len();
        for tag in records.tags.iter() {
            let example = || exchange.example(tag);
            if without(Part::Notes) && !tag.note.is_empty() {
                losses.add(Part::Notes, example);
            }
            if without(Part::Attributes) && !tag.attributes.is_empty() {
                losses.add(Part::Attributes, example);
            }
            if without(Part::Doubts) && (tag.was.is_some() || tag.rival.is_some()) {
                losses.add(Part::Doubts, example);
            }
            if without(Part::Origins) && !tag.from.is_empty() {
                losses.add(Part::Origins, example);
            }
            losses.count(Part::Unknown, tag.extra.len());
        }
        let within = sheet.links_within().count();
        let across = records.links.values().filter(|link| link.document.is_some()).count();
        for link in records.links.values() {
            let part = if link.document.is_some() { Part::Across } else { Part::Links };
            if without(part) {
                losses.add(part, || format!("{} {} {} → {}", exchange.name, link.kind, link.from, link.to));
            }
            losses.count(Part::Unknown, link.extra.len());
        }
        let links = within * usize::from(!without(Part::Links)) + across * usize::from(!without(Part::Across));
        losses.count(Part::Ids, (tags + links) * usize::from(without(Part::Ids)));
        losses.count(Part::Times, (tags + links) * usize::from(without(Part::Times)));
        for lost in records.lost.values() {
            losses.add(Part::Lost, || format!("{} “{}”", exchange.name, super::exchange::brief(&lost.target.quote)));
        }
        losses.count(Part::Verdicts, records.verdicts.len());
        let carried = &records.carried;
        let kept = [&carried.tags, &carried.links, &carried.verdicts, &carried.remarks];
        losses.count(Part::Unknown, carried.fields.len() + kept.iter().map(|list| list.len()).sum::<usize>());
    }
}
