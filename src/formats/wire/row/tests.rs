//! A row has what is declared.

use serde_json::Value;

use super::*;
use crate::convert::TextOrigin;
use crate::formats::wire::columns::{COLUMNS, Column, ColumnType, PAIR_COLUMNS};
use crate::formats::wire::exported::{ExportedDocument, ExportedLayer, ExportedOrigin};
use crate::tags::remark::{DECLINED, Elsewhere, Remark, Status};
use crate::tags::target::{Judged, Target};
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Id, Link, Origin, Records, Tag, Via};
use crate::text::{Document, Span};

const AT: &str = "2026-11-22T04:17:00Z";

/// Returns records in which no list is empty.
fn records(document: &Document) -> Records {
    let via = Via { rule: "number".into(), ..Via::default() };
    let tag = Tag {
        attributes: [("sure".to_string(), "hedged".to_string())].into(),
        from: vec![Origin { annotator: "ben".into(), tag: Id::from("t-2") }],
        via: Some(Box::new(via.clone())),
        ..Tag::new("claim", Span::new(0, 6), AT)
    };
    let link = Link {
        id: Id::from("l-1"),
        kind: "same as".into(),
        from: tag.id.clone(),
        to: Id::from("t-3"),
        document: Some("b.txt".into()),
        at: AT.into(),
        rival: None,
        extra: Vec::new(),
    };
    let verdict = Verdict {
        id: Verdict::id_of("ben", &Id::from("t-2")),
        annotator: "ben".into(),
        tag: Id::from("t-2"),
        decision: Some(Decision::Amended(Judged::of(document, &tag))),
        judged: Judged::of(document, &tag),
        comment: String::new(),
        at: AT.into(),
        rival: None,
        extra: Vec::new(),
    };
    let target = Target::of(document, Span::new(0, 6));
    let there = Elsewhere { document: "b.txt".into(), target: target.clone() };
    let declined = Remark { via: Some(via), ..Remark::on("figures", DECLINED, target, Some(there), AT) };
    let remarks = [declined, Remark::status(Status::Done, "", AT)];
    Records {
        tags: [tag].into_iter().collect(),
        links: std::sync::Arc::new([(link.id.clone(), link)].into()),
        verdicts: std::sync::Arc::new([(verdict.id.clone(), verdict)].into()),
        remarks: std::sync::Arc::new(remarks.map(|remark| (remark.id.clone(), remark)).into()),
        ..Records::default()
    }
}

/// Checks that a value is of a type, and that no list in it is empty.
fn is_of(kind: &ColumnType, value: &Value, path: &str) {
    match kind {
        ColumnType::Text => assert!(value.is_string(), "{path}: {value}"),
        ColumnType::OneOf(words) => {
            assert!(value.as_str().is_some_and(|word| words.contains(&word)), "{path}: {value}");
        }
        ColumnType::Number | ColumnType::Class => assert!(value.is_u64(), "{path}: {value}"),
        ColumnType::List(inner) => {
            let list = value.as_array().unwrap_or_else(|| panic!("{path}: {value}"));
            assert!(!list.is_empty(), "{path} is empty");
            list.iter().for_each(|value| is_of(inner, value, path));
        }
        ColumnType::Record(columns) => are_of(columns, value, path),
    }
}

fn are_of(columns: &[Column], value: &Value, path: &str) {
    let record = value.as_object().unwrap_or_else(|| panic!("{path}: {value}"));
    assert_eq!(record.len(), columns.len(), "{path}: {:?}", record.keys());
    for column in columns {
        let path = format!("{path}.{}", column.name);
        is_of(&column.kind, record.get(column.name).unwrap_or_else(|| panic!("{path} is missing")), &path);
    }
}

#[test]
fn a_row_has_the_columns_that_are_declared() {
    let document = Document::new("Prices rose 5%.");
    let records = records(&document);
    let layers = [ExportedLayer { annotator: "ana", records: &records }];
    let origin = TextOrigin { authors: vec!["Ann Lee".into()], ..TextOrigin::default() };
    let origin = ExportedOrigin { stated: &origin, original: "a.html", sha256: "9f", converter: "diptych" };
    let exported = ExportedDocument { origin: Some(origin), ..ExportedDocument::new("a.txt", &document, &layers) };
    are_of(COLUMNS, &serde_json::to_value(TableRow::of(&exported, &layers[0])).unwrap(), "");
    let pair = TablePair::of(&exported, &exported, "ana", &records);
    are_of(PAIR_COLUMNS, &serde_json::to_value(pair).unwrap(), "");
}
