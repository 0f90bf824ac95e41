//! Defines `csv`: one tag in each row, for spreadsheets.
//!
//! ```text
//!   document,annotator,id,label,start,end,quote,note,at,score,via,via_cue,via_was,via_label,certainty
//!   kursk.txt,ana,t-5w3k9q2m,figure,16,27,"some 10,000",'=unsure?,2026-11-22T…,,number,,,,hedged
//!                                                       ╰ a spreadsheet would run a formula; with ' it is text
//! ```
//!
//! Offsets are code points. There is a column for each attribute of the scheme. Cells are quoted as RFC 4180 says, with CR LF. The
//! file has a byte order mark, because a spreadsheet takes UTF-8 without one for something else. A cell that a spreadsheet would take for a
//! formula gets a `'` before it, which an import removes. Tables that a spreadsheet has saved with `;` or a tab between the cells
//! are read, too, and those with the offsets in `begin` and `end`, the words in `text` or `exact`. A document without tags has a row without a label. A row without offsets has a quote, which
//! must stand in the text once.

use ::csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};

use super::{Files, Format, Writing};
use crate::formats::engine::import::{Cut, FormatReader, ImportError, Imported, RawRecord, Source, delimiter};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::wire::exported::{Chunk, ExportSettings, ExportedDocument, brief};
use crate::formats::wire::imported::{ImportedDocument, ImportedTag, ours, score};
use crate::formats::wire::json::some;
use crate::tags::Via;
use crate::tags::scheme::Scheme;

pub(super) const FORMAT: Format = Format {
    name: "csv",
    opens_in: "spreadsheets",
    files: Files::One { ending: "csv", head, between: "", foot: "" },
    holds: &[
        Aspect::Overlaps,
        Aspect::Labels,
        Aspect::Blanks,
        Aspect::InWords,
        Aspect::Notes,
        Aspect::Attributes,
        Aspect::Ids,
        Aspect::Times,
        Aspect::Scores,
        Aspect::Suggested,
    ],
    writing: Writing::Text(write),
    reading: Some(FormatReader { cut: Cut::Rows, read, options: &[] }),
    ..Format::BASE
};

/// The columns with the words around a quote, which are read and not written.
const AROUND: [&str; 2] = ["prefix", "suffix"];

/// The columns of every table.
const COLUMNS: [&str; 14] = [
    "document",
    "annotator",
    "id",
    "label",
    "start",
    "end",
    "quote",
    "note",
    "at",
    "score",
    "via",
    "via_cue",
    "via_was",
    "via_label",
];

/// Other names of columns, which are read if the column itself is not there.
const OTHER_NAMES: [(&str, &str); 6] = [
    ("document", "doc"),
    ("document", "file"),
    ("document", "filename"),
    ("start", "begin"),
    ("quote", "exact"),
    ("quote", "text"),
];

/// Returns the attributes that have a column. Those of the name of another column have none, and count as lost.
fn attributes(scheme: &Scheme) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let is_around = |name: &str| AROUND.iter().any(|around| name.eq_ignore_ascii_case(around));
    for name in scheme.labels.iter().flat_map(|label| &label.attributes).map(|attribute| attribute.name.as_str()) {
        if !names.contains(&name) && !COLUMNS.contains(&name) && !is_around(name) {
            names.push(name);
        }
    }
    names
}

fn head(settings: &ExportSettings) -> String {
    let names: Vec<String> = COLUMNS.into_iter().chain(attributes(settings.scheme)).map(harmless).collect();
    format!("\u{feff}{}", rows([names]))
}

fn write(settings: &ExportSettings, exported: &ExportedDocument, losses: &mut Losses) -> Vec<Chunk> {
    let names = attributes(settings.scheme);
    let (mut all, none) = (Vec::new(), Via::default());
    losses.add(Aspect::Texts, || exported.name.into());
    for layer in exported.layers {
        if layer.records.tags.is_empty() {
            // A row without a tag says that there is none.
            let cells = [exported.name, layer.annotator].into_iter().map(harmless);
            all.push(cells.chain(std::iter::repeat(String::new())).take(COLUMNS.len() + names.len()).collect());
        }
        for tag in layer.records.tags.iter() {
            let (start, end) = exported.chars(tag.span);
            let (start, end) = (start.to_string(), end.to_string());
            let quote = exported.document.slice(tag.span);
            let score = tag.score.map(|score| score.to_string()).unwrap_or_default();
            let (id, by) = (tag.id.as_str(), layer.annotator);
            let Via { rule, cue, was, label } = tag.via.as_deref().unwrap_or(&none);
            let cells = [
                exported.name,
                by,
                id,
                &tag.label,
                &start,
                &end,
                quote,
                &tag.note,
                &tag.at,
                &score,
                rule,
                cue,
                was,
                label,
            ];
            let values = names.iter().map(|name| tag.attributes.get(*name).map_or("", String::as_str));
            all.push(cells.into_iter().chain(values).map(harmless).collect());
            if tag.attributes.keys().any(|name| !names.contains(&name.as_str())) {
                losses.add(Aspect::Attributes, || exported.example(tag));
            }
        }
    }
    vec![Chunk::text(rows(all))]
}

/// Returns the rows, with quotation marks where they are needed.
pub(crate) fn rows(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // Writing into memory does not fail, and all rows have the same length.
        let _ = writer.write_record(&row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// Returns a cell that no spreadsheet takes for a formula.
pub(crate) fn harmless(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.into() }
}

/// Returns the cell as it was before [`harmless`].
fn meant(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

/// Returns whether a spreadsheet would take the cell for a formula, or would do so without the `'` before it. So a `'` of the
/// text itself is never mistaken for ours.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

fn read(source: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    let comma = delimiter(record.head).unwrap_or(b',');
    let head = parse(record.head, 1, comma)?.pop().unwrap_or_default().0;
    let named = |name: &str| head.iter().position(|cell| meant(cell.trim()).eq_ignore_ascii_case(name));
    let column = |name: &str| {
        let others = OTHER_NAMES.iter().filter(|(own, _)| *own == name);
        named(name).or_else(|| others.filter_map(|(_, other)| named(other)).next())
    };
    let needed = |name: &str| column(name).ok_or_else(|| ImportError::new(1, format!("there is no column `{name}`")));
    let label = needed("label")?;
    // Without offsets, the words tell the places.
    let is_placed = column("quote").is_none() || column("start").or(column("end")).is_some();
    let (start, end) = if is_placed { (Some(needed("start")?), Some(needed("end")?)) } else { (None, None) };
    // Without a column for it, the table is about one text, and named after that.
    let stem = source.path.strip_suffix(".csv").unwrap_or(source.path);
    let own = vec![stem.to_string(), format!("{stem}.txt")];
    let is_column = |at: usize| COLUMNS.into_iter().chain(AROUND).any(|name| column(name) == Some(at));
    let others: Vec<(usize, &str)> =
        head.iter().map(meant).enumerate().filter(|(at, name)| !is_column(*at) && !name.is_empty()).collect();
    let mut found: Vec<ImportedDocument> = Vec::new();
    for (row, line) in parse(record.text, record.line, comma)? {
        let cell = |at: usize| meant(row.get(at).unwrap_or_default()).to_string();
        let named = |name: &str| column(name).map(cell).unwrap_or_default();
        let offset_in = |at: Option<usize>| at.map(cell).unwrap_or_default().trim().to_string();
        if cell(label).trim_start().starts_with("[{") {
            let hint = "export JSON from there, and import it: diptych import label-studio FILE".to_string();
            let words = "the labels are lists of regions, as in a table of Label Studio";
            return Err(ImportError { hint: Some(hint), ..ImportError::new(line, words) });
        }
        let number = |at: Option<usize>| {
            let cell = offset_in(at);
            offset(&cell).ok_or_else(|| ImportError::new(line, format!("`{cell}` is no offset")))
        };
        let has_place = [start, end].into_iter().any(|at| !offset_in(at).is_empty());
        let document = some(named("document"));
        let is_named_by_file = document.is_none();
        let names = document.map_or_else(|| own.clone(), |name| vec![name]);
        let annotator = some(named("annotator"));
        if found.last().is_none_or(|last| (&last.names, &last.annotator) != (&names, &annotator)) {
            found.push(ImportedDocument { names, is_named_by_file, annotator, line, ..ImportedDocument::default() });
        }
        let Some(last) = found.last_mut() else { continue };
        if cell(label).trim().is_empty() && !has_place && named("quote").is_empty() {
            continue;
        }
        let parts = match (number(start), number(end)) {
            (Ok(start), Ok(end)) => vec![(start, end)],
            // A row without offsets has a quote that tells the place.
            _ if !has_place && !named("quote").is_empty() => Vec::new(),
            (Err(fault), _) | (_, Err(fault)) => {
                last.faults.push(fault);
                continue;
            }
        };
        for (at, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()) {
            if head.get(at).is_none_or(|name| meant(name).is_empty()) {
                last.losses.add(Aspect::Fields, || format!("line {line}, column {}: {}", at + 1, brief(cell)));
            }
        }
        let values = others.iter().filter_map(|(at, name)| Some((name.to_string(), some(cell(*at))?)));
        let tag = ImportedTag {
            key: named("id"),
            id: ours("t", &named("id")),
            label: cell(label),
            parts,
            quote: some(named("quote")),
            prefix: named("prefix"),
            suffix: named("suffix"),
            note: named("note"),
            at: named("at"),
            score: score(&named("score"), &mut last.losses),
            via: some(named("via")).map(|rule| Via {
                rule,
                cue: named("via_cue"),
                was: named("via_was"),
                label: named("via_label"),
            }),
            attributes: values.collect(),
            line,
            ..ImportedTag::default()
        };
        last.tags.push(tag);
    }
    found.iter_mut().for_each(ImportedDocument::leave_out_unlabelled);
    Ok(found.into_iter().map(Imported::from).collect())
}

/// Returns an offset; a table that was written with gaps in the column has 5.0 for 5.
fn offset(cell: &str) -> Option<usize> {
    cell.strip_suffix(".0").unwrap_or(cell).parse().ok()
}

/// Returns the rows of a table with the lines in which they begin. The first is in `line`.
fn parse(text: &str, line: usize, comma: u8) -> Result<Vec<(StringRecord, usize)>, ImportError> {
    let mut reader =
        ReaderBuilder::new().delimiter(comma).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| ImportError::new(line, error.to_string()))?;
        let at = row.position().map_or(0, |place| usize::try_from(place.line()).unwrap_or(1).saturating_sub(1));
        rows.push((row, line + at));
    }
    Ok(rows)
}
