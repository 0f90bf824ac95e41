//! Defines `jsonl`: one document a line, for Hugging Face datasets, pandas and DuckDB. It holds all that a layer says, and where the text
//! came from.
//!
//! ```text
//! {"id": "kursk.txt", "annotator": "ana", "offsets": "code points", "text": "…", "origin": {"title": "…", …},
//!  "status": "done", "reason": "", "since": "2026-11-22T04:17:00Z",
//!  "spans": [{"id": "t-5w3k9q2m", "label": "figure", "start": 83, "end": 89, "quote": "10,000", "note": "",
//!             "attributes": [{"name": "certainty", "value": "hedged"}], "score": "", "at": "2026-11-22T04:17:00Z",
//!             "was": "", "rival": "", "from": [{"annotator": "ben", "tag": "t-…"}],
//!             "via": [{"rule": "said by", "cue": "warned", "was": "", "label": ""}]}],
//!  "links": [{"id": "l-…", "kind": "rests on", "from": "t-…", "to": "t-…", "document": "", "at": "…", "rival": ""}],
//!  "verdicts": [{"id": "v-…", …}], "remarks": [{"id": "m-…", "about": "figures", "says": "declined", …}]}
//!
//! {"id": "a.txt b.txt", "annotator": "ana", "left": {"id": "a.txt", …}, "right": {"id": "b.txt", …}}         by pair
//! ```
//!
//! A line is a [`TableRow`](crate::formats::wire::row), or two of them. Readers that guess the columns fail where a list is empty
//! in the lines that they look at and not in later ones: `diptych schema` and the dataset card tell them.

mod read;

use super::{Files, Format, Writing};
use crate::formats::engine::import::{Cut, FormatReader};
use crate::formats::engine::loss::Losses;
use crate::formats::wire::columns::{self, COLUMNS, PAIR_COLUMNS};
use crate::formats::wire::exported::{Chunk, ExportOption, ExportSettings, ExportedDocument, RecordUnit};
use crate::formats::wire::json;
use crate::formats::wire::row::{TablePair, TableRow};
use crate::formats::wire::schema::TableSchema;
use crate::tags::Records;

pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    opens_in: "Hugging Face datasets, pandas, DuckDB, Spark",
    files: Files::lines("jsonl"),
    holds: columns::HOLDS,
    options: &[ExportOption::Unit, ExportOption::Shard, ExportOption::Partition],
    schema: Some(schema),
    writing: Writing::Text(write),
    reading: Some(FormatReader { cut: Cut::Json, read: read::read, options: &[] }),
    ..Format::BASE
};

/// Returns the columns of the rows.
pub(super) fn schema(settings: &ExportSettings) -> TableSchema {
    TableSchema::of(match settings.options.unit {
        RecordUnit::Document => COLUMNS,
        RecordUnit::Pair => PAIR_COLUMNS,
    })
}

fn write(_: &ExportSettings, exported: &ExportedDocument, _: &mut Losses) -> Vec<Chunk> {
    let nothing = Records::default();
    let lines = match exported.partner {
        None => exported.layers.iter().map(|layer| json::line(&TableRow::of(exported, layer)) + "\n").collect(),
        Some(partner) => {
            let line = |who| json::line(&TablePair::of(exported, partner, who, &nothing)) + "\n";
            exported.annotators().into_iter().map(line).collect()
        }
    };
    vec![Chunk::text(lines)]
}
