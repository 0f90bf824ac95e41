//! Reads tables of tokens: the spans of one layer, one of its features as the label, and the relations on it.
//!
//! ```text
//!   #T_SP=…pos.POS|PosValue              1-2⇥8-12⇥fell⇥VBD⇥claim[1]⇥sure[1]   a table has many layers; one is taken:
//!   #T_SP=webanno.custom.Claim|kind|how               ╰ POS ╰ Claim           the one that is asked for, else the one
//!   #Text=Exports fell .                              the text                 whose labels the corpus knows
//! ```
//!
//! Which feature is the label is known by its name and its values; see `layers::label_among`.

mod layers;
mod text;

use crate::formats::engine::import::{ImportError, Imported, RawRecord, Source};
use crate::formats::engine::loss::Aspect;
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::exported::brief;
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedStatus};

use super::{ENDING, escape};
use layers::{Features, Layers, TokenPlace, label_among};
use text::TableText;

/// The name of the file with what a document of INCEpTION had before anybody annotated it.
const INITIAL: &str = "INITIAL_CAS";
/// The beginning of the name of the column that tells where a relation begins; the name of the layer that it is on follows.
const BASE: &str = "BT_";

/// The content of a column.
#[derive(Clone, Debug, PartialEq)]
enum TsvColumn {
    /// A feature of the spans of the layer of that number.
    Feature(usize, String),
    /// A feature of relations.
    Relation(String),
    /// The units in which the relations of that layer begin.
    Source(usize),
    /// A column of another kind.
    Other,
}

/// A layer of relations.
struct RelationLayer {
    /// The layer that they are on.
    base: String,
    /// The names of their features.
    features: Vec<String>,
    relations: Vec<TsvRelation>,
}

/// A relation, before its ends are known.
struct TsvRelation {
    features: Features,
    /// The row in which it ends, and the unit in which it begins.
    row: String,
    from: String,
    line: usize,
}

/// Reads a file.
pub(super) fn read(source: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    let mut table = TsvTable {
        columns: Vec::new(),
        layers: Layers::default(),
        relations: Vec::new(),
        text: TableText::default(),
        imported: about(source.path, record.line),
    };
    for (number, line) in record.text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let number = record.line + number;
        if let Some(layer) = line.strip_prefix("#T_") {
            table.declare(layer);
        } else if let Some(text) = line.strip_prefix("#Text=") {
            table.text.line(escape::text_meant(text));
        } else if is_row(line) {
            match table.row(line, number) {
                Ok(()) => {}
                Err(fault) => table.imported.faults.push(fault),
            }
        } else if number == record.line && !line.starts_with("#FORMAT=WebAnno TSV 3") {
            return Err(not_webanno(line, number));
        } else if !line.trim().is_empty() && !line.starts_with('#') {
            // INCEpTION writes a token with a line end in it as it is, and the rest of it is a line of its own.
            let words =
                || format!("line {number}: this line begins with {}, not with the number of its sentence", brief(line));
            table.imported.losses.add(Aspect::Foreign, words);
        }
    }
    table.end(source)
}

/// Returns whether a line begins with the numbers of a sentence and of a token in it: `3-12`, or `3-12.1` for a part of one.
fn is_row(line: &str) -> bool {
    let unit = line.split('\t').next().and_then(|unit| unit.split_once('-'));
    let is_number = |number: &str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    unit.is_some_and(|(sentence, token)| is_number(sentence) && token.split('.').all(is_number))
}

/// Returns why a file that begins with this line cannot be read, and what to do.
fn not_webanno(line: &str, number: usize) -> ImportError {
    let is_old = line.starts_with("# ") && line.contains(" | ");
    let words = match () {
        () if line.starts_with('<') => "this is XML, and not WebAnno TSV 3",
        () if line.starts_with('{') => "this is JSON, and not WebAnno TSV 3",
        () if is_old || line.starts_with("#id=") => {
            "this is an older version of WebAnno TSV, and only version 3 is read"
        }
        () => "this is not WebAnno TSV 3",
    };
    let hint = Some("export it from INCEpTION or WebAnno again, as WebAnno TSV v3".into());
    ImportError { hint, ..ImportError::new(number, words) }
}

/// The folders of a project of INCEpTION that have a folder for each document.
const PROJECT: [&str; 2] = ["annotation", "curation"];

/// The endings of texts by which a folder is known for the one of a document.
const TEXTS: [&str; 6] = [".txt", ".md", ".html", ".htm", ".pdf", ".xml"];

/// Returns the document that a file of that path is about. In a project of INCEpTION that is the name of its folder, and the
/// file is named after the annotator: `annotation/DOC/USER.tsv`.
fn about(path: &str, line: usize) -> ImportedDocument {
    let stem = path.strip_suffix(ENDING).unwrap_or(path);
    let mut parts = stem.rsplit('/');
    let [last, folder, above] = [(); 3].map(|()| parts.next().unwrap_or_default());
    let is_document = |name: &str| name.rsplit_once('.').is_some_and(|(stem, end)| !stem.is_empty() && !end.is_empty());
    let is_text = |name: &str| TEXTS.iter().any(|end| name.ends_with(end));
    // A user may be called `ana.smith`.
    let is_by_user = match PROJECT.contains(&above) || (is_text(folder) && !is_text(last)) {
        true => is_document(folder),
        false => is_document(folder) && !is_document(last),
    };
    let (names, annotator) = match is_by_user {
        true => (vec![folder.to_string()], Some(last.to_string())),
        false => (vec![stem.to_string(), format!("{stem}.txt")], None),
    };
    let is_named_by_file = annotator.is_none();
    let measure = Some(OffsetUnit::Utf16);
    ImportedDocument { names, is_named_by_file, annotator, measure, line, ..ImportedDocument::default() }
}

struct TsvTable {
    imported: ImportedDocument,
    columns: Vec<TsvColumn>,
    layers: Layers,
    relations: Vec<RelationLayer>,
    text: TableText,
}

impl TsvTable {
    /// Takes the columns that a layer declares.
    fn declare(&mut self, layer: &str) {
        let Some((kind, fields)) = layer.split_once('=') else { return };
        let mut fields = fields.split('|');
        let name = fields.next().unwrap_or_default();
        let fields: Vec<&str> = fields.collect();
        let is_own = |field: &&&str| !field.contains('.') && !field.starts_with(BASE);
        let mut own: Vec<String> = fields.iter().filter(is_own).map(|field| field.to_string()).collect();
        if fields.is_empty() {
            own.push(String::new());
        }
        let number = match (kind, fields.iter().find_map(|field| field.strip_prefix(BASE))) {
            ("SP", _) => Some(self.layers.declare(name, own)),
            ("RL", Some(base)) if !layers::are_of_tokens(name) => {
                self.relations.push(RelationLayer { base: base.into(), features: own, relations: Vec::new() });
                Some(self.relations.len() - 1)
            }
            _ => None,
        };
        let column = |field: &&str| match (kind, number) {
            ("RL", Some(number)) if field.starts_with(BASE) => TsvColumn::Source(number),
            ("RL", Some(_)) => TsvColumn::Relation(field.to_string()),
            ("SP", Some(number)) if !field.contains('.') => TsvColumn::Feature(number, field.to_string()),
            _ => TsvColumn::Other,
        };
        match fields.as_slice() {
            // A layer without a feature has one column, too.
            [] => self.columns.push(column(&"")),
            fields => self.columns.extend(fields.iter().map(column)),
        }
    }

    fn row(&mut self, line: &str, number: usize) -> Result<(), ImportError> {
        let wrong = |why: &str| ImportError::new(number, why.to_string());
        let mut cells = line.split('\t');
        let row = cells.next().unwrap_or_default();
        let place = cells.next().and_then(|place| place.split_once('-'));
        let place = place.and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
        let place: (usize, usize) = place.ok_or_else(|| wrong("there are no offsets"))?;
        let word = meant(cells.next().ok_or_else(|| wrong("there is no token"))?, place);
        let differs = self.text.token(place, &word);
        self.imported.faults.extend(differs.map(|words| ImportError::new(number, words)));
        // The features of the relations that end here, of the layer whose columns are being read.
        let mut features: Vec<Features> = Vec::new();
        for (column, cell) in self.columns.iter().zip(cells) {
            if cell == "_" || cell.is_empty() {
                continue;
            }
            let values = escape::split(cell, '|');
            match column {
                TsvColumn::Feature(layer, feature) => {
                    for (stacked, value) in values.into_iter().enumerate() {
                        let token = TokenPlace { row, stacked, place, word: &word, line: number };
                        self.layers.value(*layer, feature, value, &token);
                    }
                }
                TsvColumn::Relation(feature) => {
                    features.resize_with(features.len().max(values.len()), Features::new);
                    for (all, value) in features.iter_mut().zip(values) {
                        all.extend(escape::feature_meant(value).map(|value| (feature.clone(), value)));
                    }
                }
                TsvColumn::Source(layer) => {
                    let mut features = std::mem::take(&mut features).into_iter();
                    for from in values {
                        let features = features.next().unwrap_or_default();
                        let (row, from) = (row.into(), from.into());
                        self.relations[*layer].relations.push(TsvRelation { features, row, from, line: number });
                    }
                }
                TsvColumn::Other => self.imported.losses.add(Aspect::Foreign, || format!("{row} {cell}")),
            }
        }
        Ok(())
    }

    /// Takes the tags of one layer and the relations between them.
    fn end(mut self, source: &Source) -> Result<Vec<Imported>, ImportError> {
        let line = self.imported.line;
        self.layers.label(source);
        let chosen = self.layers.choose(source).map_err(|words| ImportError::new(line, words))?;
        if chosen.is_none() || self.layers.has_others_tags(chosen) {
            // An empty layer beside one with tags does not say that there is nothing to tag.
            self.imported.status = Some(ImportedStatus::default());
        }
        for (layer, tags) in self.layers.others(chosen) {
            self.imported.losses.add(Aspect::Layers, || format!("{layer} ({tags})"));
            self.imported.losses.count(Aspect::Layers, tags - 1);
        }
        for layer in std::mem::take(&mut self.relations) {
            self.join(layer, chosen, source);
        }
        self.imported.tags = self.layers.take(chosen);
        self.imported.text = self.text.whole();
        if self.imported.annotator.take_if(|name| name == INITIAL).is_some() {
            for tag in std::mem::take(&mut self.imported.tags) {
                self.imported.losses.add(Aspect::Foreign, || format!("{INITIAL} {}", tag.label));
            }
            self.imported.links.clear();
            // Nobody has annotated it yet, so it is a text alone.
            self.imported.status = Some(ImportedStatus::default());
            if self.imported.text.is_none() {
                return Ok(vec![Imported::LeftOut(self.imported.losses)]);
            }
        }
        self.imported.is_rebuilt = true;
        Ok(vec![self.imported.into()])
    }

    /// Takes the relations of a layer between the tags of the chosen one.
    fn join(&mut self, layer: RelationLayer, chosen: Option<usize>, source: &Source) {
        let RelationLayer { base, features, relations } = layer;
        let all: Vec<&Features> = relations.iter().map(|relation| &relation.features).collect();
        let known = |kind: &str| source.scheme.links.iter().any(|known| known.name == kind);
        let label = label_among(&features, &all, None, known);
        let chosen = chosen.filter(|chosen| !self.layers.is_other(*chosen, &base));
        for TsvRelation { mut features, row, from, line } in relations {
            let kind = label.and_then(|label| features.remove(label)).unwrap_or("relation".into());
            let (unit, numbers) = numbered(&from);
            let (source, target) = numbers.and_then(|numbers| numbers.split_once('_')).unwrap_or(("0", "0"));
            // A relation on tokens joins the tags that begin there.
            let end = |unit: &str, number: &str| self.layers.key(chosen?, unit, number);
            let Some((from, to)) = end(unit, source).zip(end(&row, target)) else {
                self.imported.losses.add(Aspect::Foreign, || format!("relation {kind} {row} {from}"));
                continue;
            };
            for (name, value) in &features {
                self.imported.losses.add(Aspect::Fields, || format!("{row} {kind} {name} {value}"));
            }
            self.imported.links.push(ImportedLink { kind, from, to, line, ..ImportedLink::default() });
        }
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
