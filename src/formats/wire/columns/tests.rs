//! A row has what is declared.

use serde_json::{Map, Value};

use super::*;

/// Returns the names of a record's columns. The columns of a list follow its name.
fn declared(columns: &[Column]) -> Vec<String> {
    let names = |Column { name, kind }: &Column| match kind {
        ColumnType::List(columns) => [vec![name.to_string()], declared(columns)].concat(),
        ColumnType::Text | ColumnType::Number => vec![name.to_string()],
    };
    columns.iter().flat_map(names).collect()
}

fn written(row: &Map<String, Value>) -> Vec<String> {
    let names = |(name, value): (&String, &Value)| {
        let first = value.as_array().map(|list| written(list[0].as_object().unwrap()));
        [vec![name.clone()], first.unwrap_or_default()].concat()
    };
    row.iter().flat_map(names).collect()
}

#[test]
fn a_row_has_the_columns_that_are_declared() {
    let from = vec![TableOrigin { annotator: "ben".into(), tag: "t-2".into() }];
    let via = vec![TableVia { rule: "number".into(), cue: "".into(), was: "".into(), label: "".into() }];
    let attributes = vec![TableAttribute { name: "certainty".into(), value: "hedged".into() }];
    let empty = || Cow::Borrowed("");
    let tag = TableSpan {
        id: empty(),
        label: empty(),
        start: 0,
        end: 1,
        quote: empty(),
        note: empty(),
        attributes,
        at: empty(),
        was: empty(),
        rival: empty(),
        score: empty(),
        from,
        via,
    };
    let link = TableLink {
        id: empty(),
        kind: empty(),
        from: empty(),
        to: empty(),
        document: empty(),
        at: empty(),
        rival: empty(),
    };
    let judged = || TableJudged {
        label: empty(),
        start: 0,
        end: 1,
        quote: empty(),
        prefix: empty(),
        suffix: empty(),
        attributes: vec![TableAttribute { name: empty(), value: empty() }],
    };
    let verdict = TableVerdict {
        id: empty(),
        annotator: empty(),
        tag: empty(),
        decision: empty(),
        judged: vec![judged()],
        amended: vec![judged()],
        comment: empty(),
        at: empty(),
        rival: empty(),
    };
    let row = TableRow {
        id: empty(),
        annotator: empty(),
        offsets: empty(),
        text: empty(),
        status: empty(),
        reason: empty(),
        spans: vec![tag],
        links: vec![link],
        verdicts: vec![verdict],
    };
    let (mut written, mut declared) =
        (written(serde_json::to_value(row).unwrap().as_object().unwrap()), declared(COLUMNS));
    // A map of JSON values is sorted by its keys.
    written.sort();
    declared.sort();
    assert_eq!(written, declared);
}
