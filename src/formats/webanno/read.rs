//! Reads tables of tokens: the spans of the first span layer, its first feature as the label, and the relations on it.

use std::collections::HashMap;

use super::{ENDING, escape};
use crate::formats::engine::import::{ImportError, RawRecord, Source};
use crate::formats::engine::loss::Aspect;
use crate::formats::engine::measure::Measure;
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedTag};

/// The content of a column.
#[derive(Clone, Debug, PartialEq)]
enum TsvColumn {
    /// A feature of the spans of a layer.
    Feature(String, String),
    /// A feature of relations.
    Relation,
    /// The units in which relations begin.
    Source,
    /// Anything else.
    Other,
}

/// Reads a file.
pub fn read(source: &Source, record: &RawRecord) -> Result<Vec<ImportedDocument>, ImportError> {
    let path = source.path.strip_suffix(ENDING).unwrap_or(source.path);
    let names = vec![path.to_string(), format!("{path}.txt")];
    let imported =
        ImportedDocument { names, measure: Some(Measure::Utf16), line: record.line, ..ImportedDocument::default() };
    let mut table =
        TsvTable { imported, columns: Vec::new(), tags: HashMap::new(), units: HashMap::new(), relations: Vec::new() };
    for (number, line) in record.text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let number = record.line + number;
        if let Some(layer) = line.strip_prefix("#T_") {
            table.columns.extend(columns(layer));
        } else if line.starts_with(|c: char| c.is_ascii_digit()) {
            table.row(line, number)?;
        } else if number == record.line && !line.starts_with("#FORMAT=WebAnno TSV 3") {
            return Err(ImportError::new(number, "this is not WebAnno TSV 3"));
        }
    }
    table.link()?;
    Ok(vec![table.imported])
}

/// Returns the columns that a layer declares.
fn columns(layer: &str) -> Vec<TsvColumn> {
    let Some((kind, fields)) = layer.split_once('=') else { return Vec::new() };
    let mut fields = fields.split('|');
    let name = fields.next().unwrap_or_default();
    let fields: Vec<&str> = fields.collect();
    let column = |field: &&str| match kind {
        "RL" if field.starts_with("BT_") => TsvColumn::Source,
        "RL" => TsvColumn::Relation,
        "SP" if !field.contains('.') => TsvColumn::Feature(name.into(), field.to_string()),
        _ => TsvColumn::Other,
    };
    // A layer without a feature has one column, too.
    if fields.is_empty() { vec![column(&"")] } else { fields.iter().map(column).collect() }
}

struct TsvTable {
    imported: ImportedDocument,
    columns: Vec<TsvColumn>,
    /// The index of a tag in the list, by its layer and its number, or by its layer, its row and its place in the column.
    tags: HashMap<(String, String), usize>,
    /// The keys of the tags that begin in a row.
    units: HashMap<String, Vec<String>>,
    /// The relations, before their ends are known.
    relations: Vec<(String, String, String, usize)>,
}

impl TsvTable {
    fn row(&mut self, line: &str, number: usize) -> Result<(), ImportError> {
        let wrong = |why: &str| ImportError::new(number, why.to_string());
        let mut cells = line.split('\t');
        let row = cells.next().unwrap_or_default().to_string();
        let place = cells.next().and_then(|place| place.split_once('-'));
        let place = place.and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
        let place: (usize, usize) = place.ok_or_else(|| wrong("there are no offsets"))?;
        let word = meant(cells.next().ok_or_else(|| wrong("there is no token"))?, place);
        let cells: Vec<&str> = cells.collect();
        let columns = self.columns.clone();
        let mut kinds: Vec<&str> = Vec::new();
        for (column, cell) in columns.iter().zip(cells) {
            if cell == "_" || cell.is_empty() {
                continue;
            }
            let values = escape::split(cell, '|');
            match column {
                TsvColumn::Feature(layer, feature) => {
                    for (stacked, value) in values.into_iter().enumerate() {
                        self.value(&row, (layer, feature), stacked, value, (place, &word), number);
                    }
                }
                TsvColumn::Relation if kinds.is_empty() => kinds = values,
                TsvColumn::Source => {
                    for (stacked, from) in values.into_iter().enumerate() {
                        let kind = kinds.get(stacked).filter(|kind| **kind != "*");
                        let kind = kind.map_or("relation".into(), |kind| escape::value_meant(kind));
                        self.relations.push((row.clone(), kind, from.into(), number));
                    }
                    kinds = Vec::new();
                }
                TsvColumn::Relation | TsvColumn::Other => {
                    self.imported.losses.add(Aspect::Foreign, || format!("{row} {cell}"))
                }
            }
        }
        Ok(())
    }

    /// Takes a feature of a span over the token in that row.
    fn value(
        &mut self,
        row: &str,
        (layer, feature): (&str, &str),
        stacked: usize,
        value: &str,
        (place, word): ((usize, usize), &str),
        line: usize,
    ) {
        let (value, key) = numbered(value);
        let name = key.map_or_else(|| format!("{row}/{stacked}"), String::from);
        let known = self.tags.get(&(layer.to_string(), name.clone())).copied();
        let at = known.unwrap_or_else(|| {
            self.tags.insert((layer.into(), name.clone()), self.imported.tags.len());
            self.units.entry(row.into()).or_default().push(name.clone());
            let quote = Some(String::new());
            self.imported.tags.push(ImportedTag { key: name.clone(), line, quote, ..ImportedTag::default() });
            self.imported.tags.len() - 1
        });
        let tag = &mut self.imported.tags[at];
        if tag.parts.last() != Some(&place) {
            let blank = if tag.parts.is_empty() { "" } else { " " };
            tag.parts.push(place);
            tag.quote = tag.quote.take().map(|quote| quote + blank + word);
        }
        let value = if value == "*" { String::new() } else { escape::value_meant(value) };
        if tag.label.is_empty() {
            tag.label = value;
        } else if tag.label != value && !value.is_empty() {
            tag.attributes.insert(feature.into(), value);
        }
    }

    /// Joins the ends of the relations.
    fn link(&mut self) -> Result<(), ImportError> {
        for tag in self.imported.tags.iter_mut().filter(|tag| tag.label.is_empty()) {
            tag.label = "span".into();
        }
        for (row, kind, from, line) in std::mem::take(&mut self.relations) {
            let (unit, numbers) = numbered(&from);
            let (source, target) = numbers.and_then(|numbers| numbers.split_once('_')).unwrap_or(("0", "0"));
            let end = |unit: &str, number: &str| match number {
                "0" => self.units.get(unit).and_then(|keys| keys.first()).cloned(),
                number => Some(number.to_string()),
            };
            let (Some(from), Some(to)) = (end(unit, source), end(&row, target)) else {
                return Err(ImportError::new(
                    line,
                    format!("there is no tag where the relation `{kind}` begins or ends"),
                ));
            };
            self.imported.links.push(ImportedLink { kind, from, to, line, ..ImportedLink::default() });
        }
        Ok(())
    }
}

/// Returns the token at that place. INCEpTION writes it as it is; other programs escape it like `#Text=`. The offsets tell
/// its length, and so which of the two it is.
fn meant(word: &str, (start, end): (usize, usize)) -> String {
    let as_it_is = word.encode_utf16().count() == end.saturating_sub(start);
    if as_it_is { word.into() } else { escape::text_meant(word) }
}

/// Returns a value and the number in brackets behind it.
fn numbered(value: &str) -> (&str, Option<&str>) {
    let numbered = value.strip_suffix(']').filter(|rest| !rest.ends_with('\\')).and_then(|rest| rest.rsplit_once('['));
    numbered.map_or((value, None), |(value, number)| (value, Some(number)))
}
