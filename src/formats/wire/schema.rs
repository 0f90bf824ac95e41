//! The columns of a table in the words of the tools that read it.
//!
//! ```text
//!   spans: a list of records    datasets      - name: spans, list: [{name: id, dtype: string}, …]
//!                               Spark         `spans` ARRAY<STRUCT<`id`: STRING, …>>
//!                               DuckDB        spans: 'STRUCT("id" VARCHAR, …)[]'
//!                               JSON Schema   "spans": {"type": "array", "items": {"type": "object", …}}
//! ```
//!
//! A tool that guesses the types from the rows fails where a list is empty in all of them; told them, it never does.

use serde_json::{Map, Value, json};

use super::columns::{Column, ColumnType};

/// The columns of a table, and its classes.
#[derive(Debug)]
pub struct TableSchema {
    /// The columns, in order.
    pub(crate) columns: &'static [Column],
    /// The names of the classes, by their numbers; none, if no column has classes.
    pub(crate) classes: Vec<String>,
}

impl TableSchema {
    /// Returns the schema of a table without classes.
    pub(crate) fn of(columns: &'static [Column]) -> TableSchema {
        TableSchema { columns, classes: Vec::new() }
    }

    /// Returns the columns in YAML, as the head of a dataset card has them for Hugging Face's `datasets`.
    pub fn features(&self) -> String {
        format!("dataset_info:\n  features:\n{}", self.yaml(self.columns, "  "))
    }

    fn yaml(&self, columns: &[Column], indent: &str) -> String {
        let column = |Column { name, kind, .. }: &Column| match kind {
            ColumnType::Text | ColumnType::OneOf(_) => format!("{indent}- {{name: {name}, dtype: string}}\n"),
            ColumnType::Number => format!("{indent}- {{name: {name}, dtype: int64}}\n"),
            kind => format!("{indent}- name: {name}\n{}", self.yaml_of(kind, &format!("{indent}  "))),
        };
        columns.iter().map(column).collect()
    }

    fn yaml_of(&self, kind: &ColumnType, indent: &str) -> String {
        match kind {
            ColumnType::List(ColumnType::Record(columns)) => format!("{indent}list:\n{}", self.yaml(columns, indent)),
            ColumnType::List(inner @ (ColumnType::Class | ColumnType::List(_))) => {
                format!("{indent}list:\n{}", self.yaml_of(inner, &format!("{indent}  ")))
            }
            ColumnType::List(inner) => format!("{indent}list: {}\n", scalar(inner, "string", "int64")),
            ColumnType::Record(columns) => format!("{indent}struct:\n{}", self.yaml(columns, indent)),
            ColumnType::Class => {
                let names = self.classes.iter().enumerate();
                let names: String =
                    names.map(|(number, name)| format!("{indent}    '{number}': {}\n", Value::from(&**name))).collect();
                format!("{indent}class_label:\n{indent}  names:\n{names}")
            }
            ColumnType::Text | ColumnType::OneOf(_) | ColumnType::Number => {
                format!("{indent}dtype: {}\n", scalar(kind, "string", "int64"))
            }
        }
    }

    /// Returns the columns as Spark's `schema` takes them.
    pub fn spark(&self) -> String {
        fields(self.columns, "`", " ", &spark)
    }

    /// Returns the columns as the `columns` of DuckDB's `read_json` take them.
    pub fn duckdb(&self) -> String {
        let column = |Column { name, kind, .. }: &Column| format!("\"{name}\": '{}'", duckdb(kind));
        format!("{{{}}}", self.columns.iter().map(column).collect::<Vec<_>>().join(", "))
    }

    /// Returns the JSON Schema of a line (draft 2020-12), indented, with a final line end.
    pub fn json_schema(&self, title: &str) -> String {
        let mut schema = Map::from_iter([
            ("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema")),
            ("title".into(), title.into()),
        ]);
        schema.extend(self.object(self.columns));
        serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
    }

    fn object(&self, columns: &[Column]) -> Map<String, Value> {
        let property = |column: &Column| {
            let mut property = self.json(&column.kind);
            property.insert("description".into(), column.about.into());
            (column.name.to_string(), Value::from(property))
        };
        Map::from_iter([
            ("type".into(), json!("object")),
            ("properties".into(), columns.iter().map(property).collect::<Map<_, _>>().into()),
            ("required".into(), columns.iter().map(|column| column.name).collect()),
            ("additionalProperties".into(), false.into()),
        ])
    }

    fn json(&self, kind: &ColumnType) -> Map<String, Value> {
        let pairs = |value: Value| match value {
            Value::Object(pairs) => pairs,
            _ => Map::new(),
        };
        match kind {
            ColumnType::Text => pairs(json!({"type": "string"})),
            ColumnType::OneOf(words) => pairs(json!({"type": "string", "enum": words})),
            ColumnType::Number => pairs(json!({"type": "integer", "minimum": 0})),
            ColumnType::Class => {
                let most = self.classes.len().saturating_sub(1);
                pairs(json!({"type": "integer", "minimum": 0, "maximum": most}))
            }
            ColumnType::List(inner) => pairs(json!({"type": "array", "items": self.json(inner)})),
            ColumnType::Record(columns) => self.object(columns),
        }
    }
}

/// Returns the name of a simple type, given those for text and for whole numbers.
fn scalar(kind: &ColumnType, text: &'static str, number: &'static str) -> &'static str {
    match kind {
        ColumnType::Number | ColumnType::Class => number,
        _ => text,
    }
}

/// Returns names and types, separated by commas.
fn fields(columns: &[Column], quote: &str, between: &str, of: &dyn Fn(&ColumnType) -> String) -> String {
    let field = |column: &Column| format!("{quote}{}{quote}{between}{}", column.name, of(&column.kind));
    columns.iter().map(field).collect::<Vec<_>>().join(", ")
}

fn spark(kind: &ColumnType) -> String {
    match kind {
        ColumnType::List(inner) => format!("ARRAY<{}>", spark(inner)),
        ColumnType::Record(columns) => format!("STRUCT<{}>", fields(columns, "`", ": ", &spark)),
        kind => scalar(kind, "STRING", "BIGINT").into(),
    }
}

fn duckdb(kind: &ColumnType) -> String {
    match kind {
        ColumnType::List(inner) => format!("{}[]", duckdb(inner)),
        ColumnType::Record(columns) => format!("STRUCT({})", fields(columns, "\"", " ", &duckdb)),
        kind => scalar(kind, "VARCHAR", "BIGINT").into(),
    }
}
