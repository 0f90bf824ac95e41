//! Runs an export: one record is read while another is written.

use std::sync::mpsc::sync_channel;
use std::thread;

use super::super::progress::ProgressLine;
use super::super::scope;
use super::output::ExportOutput;
use super::records::RecordPlan;
use super::streams::ExportStreams;
use crate::corpus::problem::Problem;
use crate::corpus::provenance::{Provenance, Provenances};
use crate::corpus::scope::Scope;
use crate::dataset::card::Card;
use crate::dataset::select::{Criteria, LeftOut};
use crate::dataset::sources::SourceTable;
use crate::failure::Failure;
use crate::formats::Format;
use crate::formats::engine::loss::Aspect;
use crate::formats::wire::exported::{ExportedDocument, ExportedLayer, ExportedOrigin};
use crate::tags::Records;
use crate::text::Document;

/// An export under way.
pub(super) struct ExportRun<'a, 'b> {
    /// The documents and the annotators.
    pub scope: &'a Scope,
    /// The tags that are asked for.
    pub criteria: &'a Criteria,
    /// The format.
    pub format: &'static Format,
    /// The files that are written.
    pub streams: ExportStreams<'a>,
    /// The place to which they are written.
    pub output: &'b mut ExportOutput,
    /// The card that counts what is written.
    pub card: &'b mut Card<'a>,
    /// Where the texts came from.
    pub sources: &'b mut SourceTable,
}

/// What it takes to read a record.
#[derive(Clone, Copy)]
struct RecordReader<'a> {
    scope: &'a Scope,
    criteria: &'a Criteria,
    format: &'static Format,
    origins: &'a Provenances,
}

/// A document, and the layers on it that are exported.
struct DocumentRead {
    document: Document,
    layers: Vec<(String, Records)>,
    origin: Option<Provenance>,
    left_out: LeftOut,
}

/// The documents of a record.
struct RecordRead {
    document: DocumentRead,
    partner: Option<DocumentRead>,
}

impl ExportRun<'_, '_> {
    /// Writes all records, each into its part. Returns what was left out on purpose.
    ///
    /// # Errors
    /// When a text, a layer or the sources cannot be read, and when a file cannot be written.
    pub(super) fn write(&mut self, records: &[RecordPlan]) -> Result<LeftOut, Failure> {
        let origins = &Provenances::load(&self.scope.corpus)?;
        let mut left_out = LeftOut::default();
        let reader = RecordReader { scope: self.scope, criteria: self.criteria, format: self.format, origins };
        let progress = ProgressLine::new("exporting", records.len(), "records");
        let written = thread::scope(|threads| {
            let (sender, receiver) = sync_channel(1);
            threads.spawn(move || {
                for plan in records {
                    let read = reader.record(plan);
                    let failed = read.is_err();
                    if sender.send(read).is_err() || failed {
                        break;
                    }
                }
            });
            for (plan, read) in records.iter().zip(receiver) {
                self.take(plan, read?, &mut left_out)?;
                progress.step();
                if self.output.is_closed() {
                    break;
                }
            }
            Ok::<(), Failure>(())
        });
        progress.end();
        written.map(|()| left_out)
    }

    /// Writes a record, if a layer of it is asked for.
    fn take(&mut self, plan: &RecordPlan, read: RecordRead, left_out: &mut LeftOut) -> Result<(), Failure> {
        let layers = layers_of(&read.document);
        let others = read.partner.as_ref().map(layers_of).unwrap_or_default();
        let names = plan.partner.as_deref().zip(read.partner.as_ref());
        let partner = names.map(|(name, read)| ExportedDocument {
            origin: read.origin.as_ref().map(exported_origin),
            ..ExportedDocument::new(name, &read.document, &others)
        });
        let exported = ExportedDocument {
            origin: read.document.origin.as_ref().map(exported_origin),
            partner: partner.as_ref(),
            ..ExportedDocument::new(&plan.document, &read.document.document, &layers)
        };
        if !exported.annotators().is_empty() {
            self.streams.document(plan.part, &exported, self.output)?;
            self.card.add(plan.part, &exported);
            self.sources.add(&exported);
        }
        left_out.join(read.document.left_out);
        left_out.join(read.partner.map(|partner| partner.left_out).unwrap_or_default());
        Ok(())
    }
}

fn exported_origin(source: &Provenance) -> ExportedOrigin<'_> {
    let Provenance { original, sha256, converter, origin, .. } = source;
    ExportedOrigin { stated: origin, original, sha256, converter }
}

fn layers_of(read: &DocumentRead) -> Vec<ExportedLayer<'_>> {
    read.layers.iter().map(|(annotator, records)| ExportedLayer { annotator, records }).collect()
}

impl RecordReader<'_> {
    fn record(&self, plan: &RecordPlan) -> Result<RecordRead, Problem> {
        let partner = plan.partner.as_ref().map(|partner| self.document(partner)).transpose()?;
        Ok(RecordRead { document: self.document(&plan.document)?, partner })
    }

    fn document(&self, name: &str) -> Result<DocumentRead, Problem> {
        let RecordReader { scope, criteria, format, origins } = *self;
        let document = scope.text(name)?;
        let (mut layers, mut left_out) = (Vec::new(), LeftOut::default());
        for annotator in scope.annotators.iter().filter(|annotator| scope.has_layer(name, annotator)) {
            let reading = scope.layer(name, &document, annotator)?;
            scope::tell_doubts(scope, name, annotator, &reading);
            if !criteria.has_status(&reading.records) {
                left_out.layers += 1;
                continue;
            }
            let records = criteria.select(scope, name, &document, annotator, reading.records, &mut left_out)?;
            // The criteria may have left no tag of a layer in progress.
            if !criteria.asks_for_unread() && format.misleads(&records) {
                left_out.losses.add(Aspect::Unread, || format!("{name} {annotator}"));
                continue;
            }
            layers.push((annotator.clone(), records));
        }
        Ok(DocumentRead { document, layers, origin: origins.get(name), left_out })
    }
}
