//! Makes a row of what an annotator has said about a document.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

use super::{
    TableAttribute, TableJudged, TableLink, TableOrigin, TableOriginOfText, TablePair, TablePlace, TableRemark,
    TableRow, TableSpan, TableVerdict, TableVia,
};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::exported::{ExportedDocument, ExportedLayer, ExportedOrigin, brief};
use crate::tags::remark::Remark;
use crate::tags::target::{Judged, Target};
use crate::tags::verdict::Decision;
use crate::tags::{Id, Origin, Records, Via};

impl<'a> TableRow<'a> {
    /// Returns the row of one annotator's layer on a document.
    pub(crate) fn of(exported: &ExportedDocument<'a>, layer: &ExportedLayer<'a>) -> TableRow<'a> {
        let name = |id: &'a Option<Id>| id.as_ref().map_or("", Id::as_str).into();
        let spans = layer.records.tags.iter().map(|tag| {
            let (start, end) = exported.chars(tag.span);
            TableSpan {
                id: tag.id.as_str().into(),
                label: tag.label.as_str().into(),
                start: Some(start),
                end: Some(end),
                prefix: "".into(),
                suffix: "".into(),
                text: "".into(),
                quote: exported.document.slice(tag.span).into(),
                note: tag.note.as_str().into(),
                attributes: tag.attributes.iter().map(TableAttribute::of).collect(),
                score: tag.score.map(|score| score.to_string()).unwrap_or_default().into(),
                at: tag.at.as_str().into(),
                was: tag.was.as_deref().unwrap_or_default().into(),
                rival: name(&tag.rival),
                from: tag.from.iter().map(TableOrigin::of).collect(),
                via: tag.via.as_deref().map(TableVia::of).into_iter().collect(),
            }
        });
        let links = layer.records.links.values().map(|link| TableLink {
            id: link.id.as_str().into(),
            kind: link.kind.as_str().into(),
            from: link.from.as_str().into(),
            to: link.to.as_str().into(),
            document: link.document.as_deref().unwrap_or_default().into(),
            at: link.at.as_str().into(),
            rival: name(&link.rival),
        });
        let verdicts = layer.records.verdicts.values().map(|verdict| TableVerdict {
            id: verdict.id.as_str().into(),
            annotator: verdict.annotator.as_str().into(),
            tag: verdict.tag.as_str().into(),
            decision: verdict.decision.as_ref().map_or("undecided", Decision::word).into(),
            judged: vec![TableJudged::of(exported, &verdict.judged)],
            amended: match &verdict.decision {
                Some(Decision::Amended(amended)) => vec![TableJudged::of(exported, amended)],
                _ => Vec::new(),
            },
            comment: verdict.comment.as_str().into(),
            at: verdict.at.as_str().into(),
            rival: name(&verdict.rival),
        });
        let said = layer.records.remarks.get(&Remark::status_id());
        let remarks = layer.records.remarks.values().filter(|remark| remark.id != Remark::status_id());
        TableRow {
            id: exported.name.into(),
            annotator: layer.annotator.into(),
            offsets: OffsetUnit::CodePoints.words().into(),
            text: exported.document.text().into(),
            origin: exported.origin.map(TableOriginOfText::of).unwrap_or_default(),
            status: layer.records.status().word().into(),
            reason: said.map_or("", |said| said.reason.as_str()).into(),
            since: said.map_or("", |said| said.at.as_str()).into(),
            spans: spans.collect(),
            links: links.collect(),
            verdicts: verdicts.collect(),
            remarks: remarks.map(TableRemark::of).collect(),
        }
    }
}

impl<'a> TablePair<'a> {
    /// Returns the row of one annotator's layers on two documents. `nothing` stands for a layer that there is not.
    pub(crate) fn of(
        left: &ExportedDocument<'a>,
        right: &ExportedDocument<'a>,
        annotator: &'a str,
        nothing: &'a Records,
    ) -> TablePair<'a> {
        let side = |document: &ExportedDocument<'a>| {
            let layer = document.layers.iter().find(|layer| layer.annotator == annotator);
            TableRow::of(document, layer.unwrap_or(&ExportedLayer { annotator, records: nothing }))
        };
        let id = format!("{} {}", left.name, right.name).into();
        TablePair { id, annotator: annotator.into(), left: side(left), right: side(right) }
    }
}

impl<'a> TableOriginOfText<'a> {
    fn of(origin: ExportedOrigin<'a>) -> TableOriginOfText<'a> {
        let ExportedOrigin { stated: origin, original, sha256, converter } = origin;
        let words = |field: &'a Option<String>| Cow::from(field.as_deref().unwrap_or_default());
        TableOriginOfText {
            title: words(&origin.title),
            authors: origin.authors.iter().map(Cow::from).collect(),
            date: words(&origin.date),
            address: words(&origin.address),
            publisher: words(&origin.publisher),
            language: words(&origin.language),
            license: words(&origin.license),
            original: original.into(),
            sha256: sha256.into(),
            converter: converter.into(),
        }
    }
}

impl<'a> TableRemark<'a> {
    fn of(remark: &'a Remark) -> TableRemark<'a> {
        let there = remark.there.as_ref().map(|there| TablePlace::of(&there.document, &there.target));
        TableRemark {
            id: remark.id.as_str().into(),
            about: remark.about.as_str().into(),
            says: remark.says.as_str().into(),
            here: remark.here.as_ref().map(|here| TablePlace::of("", here)).into_iter().collect(),
            there: there.into_iter().collect(),
            reason: remark.reason.as_str().into(),
            via: remark.via.as_ref().map(TableVia::of).into_iter().collect(),
            at: remark.at.as_str().into(),
        }
    }
}

impl<'a> TablePlace<'a> {
    fn of(document: &'a str, target: &'a Target) -> TablePlace<'a> {
        let Target { start, quote, prefix, suffix } = target;
        TablePlace {
            document: document.into(),
            start: *start,
            quote: quote.into(),
            prefix: prefix.into(),
            suffix: suffix.into(),
        }
    }
}

impl<'a> TableJudged<'a> {
    fn of(exported: &ExportedDocument, judged: &'a Judged) -> TableJudged<'a> {
        let now = judged.span.map(|span| Target::of(exported.document, span));
        let Target { start, quote, prefix, suffix } = now.unwrap_or_else(|| judged.target.clone());
        TableJudged {
            label: judged.label.as_str().into(),
            start,
            end: start.saturating_add(quote.chars().count()),
            quote: quote.into(),
            prefix: prefix.into(),
            suffix: suffix.into(),
            attributes: judged.attributes.iter().map(TableAttribute::of).collect(),
        }
    }
}

impl<'a> TableAttribute<'a> {
    fn of((name, value): (&'a String, &'a String)) -> TableAttribute<'a> {
        TableAttribute { name: name.into(), value: value.into() }
    }
}

impl<'a> TableOrigin<'a> {
    fn of(origin: &'a Origin) -> TableOrigin<'a> {
        TableOrigin { annotator: origin.annotator.as_str().into(), tag: origin.tag.as_str().into() }
    }
}

impl<'a> TableVia<'a> {
    /// Returns the row of a suggestion.
    pub(in crate::formats) fn of(via: &'a Via) -> TableVia<'a> {
        let Via { rule, cue, was, label } = via;
        TableVia { rule: rule.into(), cue: cue.into(), was: was.into(), label: label.into() }
    }

    /// Returns the suggestion that a field of another program's file has; a field of another shape counts as lost.
    pub(in crate::formats) fn of_field(value: &'a Value, losses: &mut Losses) -> Option<Via> {
        let via = TableVia::deserialize(value).ok();
        if via.is_none() && !value.is_null() {
            losses.add(Aspect::Fields, || format!("via {}", brief(&value.to_string())));
        }
        via.map(TableVia::read)
    }

    /// Returns the suggestion of a row.
    pub(in crate::formats) fn read(self) -> Via {
        Via { rule: self.rule.into(), cue: self.cue.into(), was: self.was.into(), label: self.label.into() }
    }
}
