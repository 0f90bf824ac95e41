//! What reading the files says: those that do not read, those that are not there, and what was not understood in them.

use std::path::{Path, PathBuf};

use super::place::{self, Lines, Place};
use super::rules::{At, Hit, RULES, Sheet};
use super::verdicts::{self, Given};
use super::{Finding, Weights};
use crate::cli::chosen::Chosen;
use crate::corpus::manifest::Level;
use crate::corpus::problem::{Problem, shown};
use crate::corpus::record::{self, Reading};
use crate::corpus::text_file;
use crate::tags::{Layer, Link};
use crate::text::Document;

/// What was found on a document, and what can only be judged with another at hand.
#[derive(Default)]
pub struct Found {
    /// What was found.
    pub findings: Vec<Finding>,
    /// Links to other documents.
    pub outgoing: Vec<Outgoing>,
    /// Verdicts on others' tags.
    pub given: Vec<Given>,
    /// How many layers were read, or could not be.
    pub layers: usize,
}

/// A link to another document.
pub struct Outgoing {
    /// Where it begins: the document, and the label of the tag, if that is there.
    pub from: (String, Option<String>),
    /// Whose it is.
    pub annotator: String,
    /// The link.
    pub link: Link,
    /// Where it stands in the layer's file.
    pub place: Place,
}

/// Looks at a document and its layers.
pub fn document(chosen: &Chosen, weights: &Weights, name: &str) -> Found {
    let mut found = Found::default();
    let path = chosen.corpus.texts().join(name);
    let document = match chosen.text(name) {
        Ok(document) => document,
        Err(problem) => {
            let (line, words) = match &problem {
                Problem::NotUtf8 { line, byte, .. } => (*line, format!("the byte at offset {byte} is not UTF-8")),
                other => (1, other.to_string()),
            };
            found.findings.extend(weights.finding("broken-text", path, (line, 1), words));
            return found;
        }
    };
    for who in chosen.annotators.iter().filter(|who| chosen.has_layer(name, who)) {
        layer(chosen, weights, (name, &path, &document), who, &mut found);
    }
    let stale = verdicts::stale(chosen, weights, (name, &document), &found.given);
    found.findings.extend(stale);
    found
}

/// Layers on documents whose texts are not there.
pub fn without_text(chosen: &Chosen, weights: &Weights) -> Vec<Finding> {
    let gone = chosen.all_layers().iter().filter(|(document, _)| {
        !chosen.documents.contains(document) && !chosen.corpus.text_path(document).is_ok_and(|path| path.is_file())
    });
    let layers = gone.flat_map(|(document, names)| names.iter().map(move |who| (document, who)));
    let layers = layers.filter(|(_, who)| chosen.annotators.contains(who) || weights.everyone);
    layers
        .filter_map(|(document, who)| {
            let path = chosen.corpus.layer_path(document, who);
            let place =
                text_file::read_text(&path, record::LIMIT).map_or((1, 1), |text| place::find(&text, "document"));
            let text = chosen.corpus.texts().join(document);
            weights.finding("missing-file", path, place, format!("there is no {}", shown(weights.short(&text))))
        })
        .collect()
}

/// Pairs that name what is not there, and guidelines.
pub fn manifest(chosen: &Chosen, weights: &Weights) -> Vec<Finding> {
    let corpus = &chosen.corpus;
    let texts = corpus.pairs().into_iter().flat_map(|(left, right)| [Some(left), right]).flatten();
    let texts = texts.map(|name| (corpus.texts().join(&name), name));
    let guidelines = corpus.guidelines().map(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (path, name)
    });
    let path = corpus.manifest_path();
    let text = text_file::read_text(&path, record::LIMIT).unwrap_or_default();
    let gone = texts.chain(guidelines).filter(|(path, _)| !path.is_file());
    gone.filter_map(|(gone, name)| {
        let place = place::find(&text, &format!("{name:?}"));
        weights.finding("missing-file", path.clone(), place, format!("there is no {}", shown(weights.short(&gone))))
    })
    .collect()
}

fn layer(chosen: &Chosen, weights: &Weights, on: (&str, &Path, &Document), who: &str, found: &mut Found) {
    let (name, text_path, document) = on;
    let path = chosen.corpus.layer_path(name, who);
    found.layers += 1;
    let about = |finding: Finding| Finding { document: Some(name.into()), annotator: Some(who.into()), ..finding };
    let text = match text_file::read_text(&path, record::LIMIT) {
        Ok(text) => text,
        Err(problem) => {
            found.findings.extend(weights.finding("broken-layer", path, (1, 1), problem.to_string()).map(about));
            return;
        }
    };
    let reading = match record::read(&text, document, name, who) {
        Ok(reading) => reading,
        Err(fault) => {
            let hint = fault.hint.as_ref().map_or(String::new(), |hint| format!(" ({})", hint.trim_end_matches('.')));
            let words = shown(format!("{}{hint}", fault.what));
            found.findings.extend(weights.finding("broken-layer", path, fault.at.unwrap_or((1, 1)), words).map(about));
            return;
        }
    };
    let mut said: Vec<Finding> = not_understood(weights, &path, &text, &reading);
    said.extend(text_changed(weights, &path, &text, &reading));
    let layer = Layer::new(reading.records);
    let sheet = Sheet { document, layer: &layer, scheme: chosen.corpus.scheme() };
    let mut hits: Vec<(&str, Hit)> = Vec::new();
    let mut of_rule = Vec::new();
    for rule in RULES.iter().filter(|rule| weights.level(rule.name) > Level::Off) {
        if let Some(look) = rule.look {
            look(&sheet, &mut of_rule);
            hits.extend(of_rule.drain(..).map(|hit| (rule.name, hit)));
        }
    }
    let across = |link: &&Link| link.document.is_some() && link.rival.is_none();
    let across: Vec<&Link> = layer.links().values().filter(across).collect();
    let verdicts = layer.verdicts();
    if !hits.is_empty() || !across.is_empty() || !verdicts.is_empty() {
        let records = place::records(&text);
        let record = |id: &str| records.get(id).copied().unwrap_or((1, 1));
        found.outgoing.extend(across.into_iter().map(|link| Outgoing {
            from: (name.into(), layer.tag(&link.from).map(|tag| tag.label.clone())),
            annotator: who.into(),
            link: link.clone(),
            place: record(link.id.as_str()),
        }));
        found.given.extend(verdicts.values().filter(|verdict| verdict.rival.is_none()).map(|verdict| Given {
            by: who.into(),
            verdict: verdict.clone(),
            place: record(verdict.id.as_str()),
        }));
        let mut lines = Lines::new(document.text());
        for (rule, Hit { at, words }) in hits {
            let (path, place, id, span) = match at {
                At::Tag(id, span) => (path.clone(), record(id.as_str()), Some(id), Some(span)),
                At::Record(id) => (path.clone(), record(id.as_str()), Some(id), None),
                At::Text(span) => (text_path.to_path_buf(), lines.place(span.start), None, Some(span)),
            };
            // Every other path says whose it is.
            let words = if id.is_none() { format!("{who}: {words}") } else { words };
            let chars = span.map(|span| (document.to_chars(span.start), document.to_chars(span.end)));
            let finding = weights.finding(rule, path, place, words);
            said.extend(finding.map(|finding| Finding { id: id.map(|id| id.as_str().into()), chars, ..finding }));
        }
    }
    found.findings.extend(said.into_iter().map(about));
}

/// What the reader of the layer doubts: its sentences begin with their lines. Those about a record that is kept are told
/// from the others by the records.
fn not_understood(weights: &Weights, path: &Path, text: &str, reading: &Reading) -> Vec<Finding> {
    let carried = &reading.records.carried;
    let lines: Vec<Place> = carried
        .tags
        .iter()
        .chain(&carried.links)
        .chain(&carried.verdicts)
        .chain(&carried.remarks)
        .map(|raw| place::find(text, raw.trim()))
        .collect();
    let mut found = Vec::new();
    for doubt in &reading.doubts {
        let (line, words) = match doubt.strip_prefix("Line ").and_then(|rest| rest.split_once(": ")) {
            Some((line, words)) => (line.parse().ok(), words),
            None => (None, doubt.as_str()),
        };
        let of_record = lines.iter().find(|(at, _)| Some(*at) == line && words.contains(" is kept"));
        let (rule, place) = match (of_record, line) {
            (Some(place), _) => ("carried", *place),
            (None, Some(line)) => ("not-understood", (line, column(text, line))),
            (None, None) => ("carried", place::find(text, "unread")),
        };
        found.extend(weights.finding(rule, path.to_path_buf(), place, shown(words.trim_end_matches('.'))));
    }
    found
}

/// Where a line begins to say something.
fn column(text: &str, line: usize) -> usize {
    let line = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
    1 + line.chars().take_while(|c| c.is_whitespace()).count()
}

fn text_changed(weights: &Weights, path: &Path, text: &str, reading: &Reading) -> Option<Finding> {
    let placing = &reading.placing;
    let counts = [
        (placing.same, "where they were"),
        (placing.moved.len(), "elsewhere"),
        (placing.changed.len(), "on changed words"),
        (placing.lost.len(), "lost"),
    ];
    let tags: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let tags = if tags.is_empty() { String::new() } else { format!(": tags {}", tags.join(", ")) };
    let words = format!("the text was changed after this was saved{tags}");
    let finding = reading
        .text_changed
        .then(|| weights.finding("text-changed", PathBuf::from(path), place::find(text, "document"), words));
    finding.flatten()
}
