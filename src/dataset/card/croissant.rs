//! `croissant.json`: the dataset in the words of Croissant 1.0 (docs.mlcommons.org/croissant/docs/croissant-spec.html), for
//! programs that look for datasets and load them.
//!
//! ```text
//!   distribution   files    data.jsonl, or a pattern of several
//!   recordSet      records  a field for each column          ◀─ the same table of columns as the card
//!                  labels   the labels with their definitions
//! ```

use serde_json::{Map, Value, json};

use super::Card;
use crate::formats::wire::columns::{Column, ColumnType};
use crate::say::and;

/// The name of the set of files.
const FILES: &str = "files";

impl Card<'_> {
    /// Returns the text of `croissant.json`; `None`, if the format is no table of rows.
    pub(super) fn croissant(&self) -> Option<String> {
        let schema = self.format.schema?(&self.settings);
        let paths: Vec<String> = self.data().map(|(_, path)| path).collect();
        let encoding = if self.format.is_binary() { "application/x-parquet" } else { "application/jsonlines" };
        let fields: Vec<Value> = schema.columns.iter().map(|column| field("records", column, Place::Column)).collect();
        let labels = self
            .scheme
            .labels
            .iter()
            .map(|label| json!({"labels/name": label.name, "labels/definition": label.definition}));
        let mut dataset = json!({
            "@context": context(),
            "@type": "sc:Dataset",
            "conformsTo": "http://mlcommons.org/croissant/1.0",
            "name": self.name(),
            "description": format!(
                "Tags by {} on {} documents, written by diptych {} as {}.",
                and(&self.scope.annotators),
                self.parts.iter().map(|part| part.documents).sum::<usize>(),
                env!("CARGO_PKG_VERSION"),
                self.format.name,
            ),
            "license": self.scope.corpus.license().unwrap_or("unknown"),
            "inLanguage": self.languages().collect::<Vec<_>>(),
            "keywords": ["token-classification"],
            "distribution": [
                {"@type": "cr:FileSet", "@id": FILES, "name": FILES, "encodingFormat": encoding, "includes": paths},
            ],
            "recordSet": [
                {"@type": "cr:RecordSet", "@id": "records", "name": "records", "field": fields},
                {
                    "@type": "cr:RecordSet",
                    "@id": "labels",
                    "name": "labels",
                    "key": {"@id": "labels/name"},
                    "field": [given("labels", "name", "sc:Text"), given("labels", "definition", "sc:Text")],
                    "data": labels.collect::<Vec<_>>(),
                },
            ],
        });
        if let Some(classes) = Some(schema.classes).filter(|classes| !classes.is_empty())
            && let Some(sets) = dataset["recordSet"].as_array_mut()
        {
            sets.push(enumeration(&classes));
        }
        Some(serde_json::to_string_pretty(&dataset).unwrap_or_default() + "\n")
    }
}

/// The place of the values of a field.
#[derive(Clone, Copy)]
enum Place {
    /// In a column of the files.
    Column,
    /// In the records that a column holds.
    Inside,
}

/// Returns a column as a field, with fields of its own if it holds records.
fn field(parent: &str, column: &Column, place: Place) -> Value {
    let id = format!("{parent}/{}", column.name);
    let mut field = Map::from_iter([
        ("@type".into(), json!("cr:Field")),
        ("@id".into(), json!(id)),
        ("name".into(), json!(column.name)),
        ("description".into(), json!(column.about)),
    ]);
    let source = match place {
        Place::Column => json!({"fileSet": {"@id": FILES}, "extract": {"column": column.name}}),
        Place::Inside => {
            let outer = parent.split('/').nth(1).unwrap_or_default();
            let path = id.split('/').skip(2).collect::<Vec<_>>().join(".");
            json!({"fileSet": {"@id": FILES}, "extract": {"column": outer}, "transform": {"jsonPath": path}})
        }
    };
    field.insert("source".into(), source);
    let mut kind = &column.kind;
    while let ColumnType::List(inner) = kind {
        field.insert("repeated".into(), true.into());
        kind = inner;
    }
    match kind {
        ColumnType::Record(columns) => {
            let inner: Vec<Value> = columns.iter().map(|column| self::field(&id, column, Place::Inside)).collect();
            field.insert("subField".into(), inner.into());
        }
        ColumnType::Number | ColumnType::Class => drop(field.insert("dataType".into(), json!("sc:Integer"))),
        ColumnType::Text | ColumnType::OneOf(_) | ColumnType::List(_) => {
            field.insert("dataType".into(), json!("sc:Text"));
        }
    }
    field.into()
}

/// Returns a field whose values are given in the description itself.
fn given(set: &str, name: &str, kind: &str) -> Value {
    json!({"@type": "cr:Field", "@id": format!("{set}/{name}"), "name": name, "dataType": kind})
}

/// Returns the names of the classes by their numbers.
fn enumeration(classes: &[String]) -> Value {
    let rows = classes.iter().enumerate();
    let rows: Vec<Value> = rows.map(|(number, name)| json!({"classes/number": number, "classes/name": name})).collect();
    json!({
        "@type": "cr:RecordSet",
        "@id": "classes",
        "name": "classes",
        "dataType": "sc:Enumeration",
        "key": {"@id": "classes/number"},
        "field": [given("classes", "number", "sc:Integer"), given("classes", "name", "sc:Text")],
        "data": rows,
    })
}

/// Returns the context that the specification gives, to the letter.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "extract": "cr:extract",
        "field": "cr:field",
        "fileProperty": "cr:fileProperty",
        "fileObject": "cr:fileObject",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    })
}
