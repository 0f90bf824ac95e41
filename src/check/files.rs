//! Reads the files of a corpus, and reports those that cannot be read or are missing, and everything that the rules
//! find in the layers of a document.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use super::Weights;
use super::finding::{Defect, Finding, Hit, HitPlace, RecordPlace};
use super::position::{self, LineCounter, Position};
use super::rules::{CheckedLayer, RULES};
use super::verdicts::{self, GivenVerdict};
use crate::corpus::fault::Fault;
use crate::corpus::file_state::may_be_file;
use crate::corpus::manifest::{Level, Manifest};
use crate::corpus::name;
use crate::corpus::problem::Problem;
use crate::corpus::record::{self, DoubtKind, LayerReading};
use crate::corpus::scope::Scope;
use crate::corpus::text_file;
use crate::tags::{Id, Layer, Link};
use crate::text::{Document, Span};

/// The findings of one document, and the records that can only be judged together with other documents.
#[derive(Default)]
pub(crate) struct DocumentFindings {
    /// The findings.
    pub findings: Vec<Finding>,
    /// The links to other documents.
    pub outgoing: Vec<Outgoing>,
    /// The number of layers, readable or not.
    pub layers: usize,
}

/// A link to another document.
pub(crate) struct Outgoing {
    /// The document in which the link begins.
    pub document: String,
    /// The label of the tag at which the link begins, if there is such a tag.
    pub label: Option<String>,
    /// The annotator of the layer.
    pub annotator: String,
    /// The link.
    pub link: Link,
    /// The place of the link in the layer's file.
    pub position: Position,
}

/// Reads a document and its layers in scope, and returns the findings.
pub(crate) fn document(scope: &Scope, weights: &Weights, name: &str) -> DocumentFindings {
    let mut found = DocumentFindings::default();
    let path = scope.corpus.texts().join(name);
    let document = match scope.text(name) {
        Ok(document) => document,
        Err(problem) => {
            let (line, why) = match &problem {
                Problem::NotUtf8 { line, byte, .. } => (*line, format!("the byte at offset {byte} is not UTF-8")),
                other => (1, other.to_string()),
            };
            let position = Position { line, column: 1 };
            found.findings.extend(Finding::new(weights, "broken-text", &path, position, Defect::Unreadable(why)));
            return found;
        }
    };
    let mut given = Vec::new();
    for annotator in scope.annotators.iter().filter(|annotator| scope.has_layer(name, annotator)) {
        let layer = LayerCheck { scope, weights, name, text_path: &path, document: &document, annotator };
        found.layers += 1;
        layer.run(&mut found, &mut given);
    }
    found.findings.extend(verdicts::outdated(scope, weights, name, &document, &given));
    found
}

/// Returns findings for layers whose texts are missing: layers of these annotators, or with `None`, of all.
pub(crate) fn layers_without_text(scope: &Scope, weights: &Weights, only: Option<&[String]>) -> Vec<Finding> {
    let known: HashSet<&String> = scope.documents.iter().collect();
    let gone =
        scope.all_layers().iter().filter(|(document, _)| !known.contains(document) && !scope.corpus.has_text(document));
    let layers = gone.flat_map(|(document, names)| names.iter().map(move |annotator| (document, annotator)));
    let layers = layers.filter(|(_, annotator)| only.is_none_or(|only| only.contains(annotator)));
    let missing = layers.filter_map(|(document, annotator)| {
        let path = scope.corpus.layer_path(document, annotator);
        let text = text_file::read_text(&path, record::limit()).unwrap_or_default();
        let defect = Defect::Missing(scope.corpus.texts().join(document));
        Finding::new(weights, "missing-file", &path, position::find(&text, "document"), defect)
    });
    missing.collect()
}

/// Returns findings for documents and layers whose names some file systems do not allow, or confuse.
pub(crate) fn names(scope: &Scope, weights: &Weights) -> Vec<Finding> {
    let corpus = &scope.corpus;
    let texts = scope.documents.iter().map(|document| (document.clone(), corpus.texts().join(document)));
    let layers = scope.all_layers().iter().flat_map(|(document, names)| names.iter().map(move |who| (document, who)));
    let layers = layers.map(|(document, who)| (format!("{document}.{who}.ron"), corpus.layer_path(document, who)));
    let mut seen = [BTreeMap::new(), BTreeMap::new()];
    let mut findings = Vec::new();
    let all = texts.map(|file| (0, file)).chain(layers.map(|file| (1, file)));
    for (folder, (file, path)) in all {
        // The name of a layer begins with the name of its document, which was reported already.
        let unfit = name::unfit(&file).filter(|_| folder == 0).map(Defect::UnfitName);
        let same = seen[folder].insert(name::folded(&file), file).map(Defect::SameName);
        let finding = |defect| Finding::new(weights, "file-name", &path, Position::START, defect);
        findings.extend(unfit.into_iter().chain(same).filter_map(finding));
    }
    findings
}

/// Returns the findings on `corpus.ron` itself, given the faults of its text: these, and names of rules that do not
/// exist.
pub(crate) fn settings(path: &Path, text: &str, manifest: &Manifest, faults: &[Fault]) -> Vec<Finding> {
    // The rules for `corpus.ron` cannot be switched off in it, because its contents are in doubt.
    let weights = Weights::default();
    let fault = |fault: &Fault| {
        let hint = fault.hint.as_ref().map_or_else(String::new, |hint| format!(". {}", hint.trim_end_matches('.')));
        (fault.at.map_or(Position::START, Position::at), format!("{}{hint}", fault.what))
    };
    let unknown = manifest.check.keys().filter(|name| RULES.iter().all(|rule| rule.name != **name)).map(|name| {
        (
            position::find(text, &format!("{name:?}")),
            format!("there is no rule {name:?}. List them: diptych check --rules"),
        )
    });
    let all = faults.iter().map(fault).chain(unknown);
    let finding = |(at, why)| Finding::new(&weights, "corpus-file", path, at, Defect::Unreadable(why));
    all.filter_map(finding).collect()
}

/// Returns findings for texts and guidelines that `corpus.ron` names and that are missing.
pub(crate) fn manifest(scope: &Scope, weights: &Weights) -> Vec<Finding> {
    let corpus = &scope.corpus;
    let texts = corpus.declared_pairs().iter().flat_map(|(left, right)| [left, right]);
    let texts = texts.filter_map(|name| Some((name::beneath(corpus.texts(), name, "").ok()?, name.clone())));
    let guidelines = corpus.guidelines().map(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (path, name)
    });
    let path = corpus.manifest_path();
    let text = text_file::read_text(&path, record::limit()).unwrap_or_default();
    let missing = texts.chain(guidelines).filter(|(path, _)| !may_be_file(path)).filter_map(|(missing, name)| {
        let position = position::find(&text, &format!("{name:?}"));
        Finding::new(weights, "missing-file", &path, position, Defect::Missing(missing))
    });
    missing.collect()
}

/// A layer that is about to be checked.
struct LayerCheck<'a> {
    scope: &'a Scope,
    weights: &'a Weights,
    name: &'a str,
    text_path: &'a Path,
    document: &'a Document,
    annotator: &'a str,
}

impl LayerCheck<'_> {
    fn run(&self, found: &mut DocumentFindings, given: &mut Vec<GivenVerdict>) {
        let path = self.scope.corpus.layer_path(self.name, self.annotator);
        let broken = |position, why| {
            let finding = Finding::new(self.weights, "broken-layer", &path, position, Defect::Unreadable(why));
            finding.map(|finding| finding.in_layer(self.name, self.annotator))
        };
        let text = match text_file::read_text(&path, record::limit()) {
            Ok(text) => text,
            Err(problem) => return found.findings.extend(broken(Position::START, problem.to_string())),
        };
        let reading = match record::read(&text, self.document, self.name, self.annotator) {
            Ok(reading) => reading,
            Err(fault) => {
                let hint = fault.hint.as_ref().map_or(String::new(), |hint| format!(". {hint}"));
                let position = fault.at.map_or(Position::START, Position::at);
                let why = format!("{}{}", fault.what, hint.trim_end_matches('.'));
                return found.findings.extend(broken(position, why));
            }
        };
        let mut findings = not_understood(self.weights, &path, &text, &reading);
        if reading.text_changed {
            let (position, defect) = (position::find(&text, "document"), Defect::TextChanged(reading.placing.clone()));
            findings.extend(Finding::new(self.weights, "text-changed", &path, position, defect));
        }
        let layer = Layer::new(reading.records);
        let hits = self.hits(&layer);
        let outgoing: Vec<&Link> =
            layer.links().values().filter(|link| link.document.is_some() && link.rival.is_none()).collect();
        if !hits.is_empty() || !outgoing.is_empty() || !layer.verdicts().is_empty() {
            let records = position::records(&text);
            let record = |id: &Id| records.get(id.as_str()).copied().unwrap_or(Position::START);
            found.outgoing.extend(outgoing.into_iter().map(|link| Outgoing {
                document: self.name.into(),
                label: layer.tag(&link.from).map(|tag| tag.label.clone()),
                annotator: self.annotator.into(),
                link: link.clone(),
                position: record(&link.id),
            }));
            let settled = layer.verdicts().values().filter(|verdict| verdict.rival.is_none());
            given.extend(settled.map(|verdict| GivenVerdict {
                by: self.annotator.into(),
                verdict: verdict.clone(),
                position: record(&verdict.id),
            }));
            let mut lines = LineCounter::new(self.document.text());
            findings.extend(hits.into_iter().filter_map(|(rule, hit)| {
                let (file, position, id, span) = match hit.at {
                    HitPlace::Tag(id, span) => (self.text_path, lines.position(span.start), Some(id), Some(span)),
                    HitPlace::Record(id) => (path.as_path(), record(&id), Some(id), None),
                    HitPlace::Text(span) => (self.text_path, lines.position(span.start), None, Some(span)),
                };
                let finding = Finding::new(self.weights, rule, file, position, hit.defect)?;
                let chars =
                    |span: Span| Span::new(self.document.to_chars(span.start), self.document.to_chars(span.end));
                let place = id.as_ref().filter(|_| span.is_some()).map(|id| {
                    let position = record(id);
                    RecordPlace { path: path.clone(), position }
                });
                Some(Finding { chars: span.map(chars), record: place, ..finding.about(hit.subject, id) })
            }));
        }
        found.findings.extend(findings.into_iter().map(|finding| finding.in_layer(self.name, self.annotator)));
    }

    /// Returns the hits of all rules in the layer, each with the name of the rule.
    fn hits(&self, layer: &Layer) -> Vec<(&'static str, Hit)> {
        let checked = CheckedLayer { document: self.document, layer, scheme: self.scope.corpus.scheme() };
        let (mut hits, mut of_rule) = (Vec::new(), Vec::new());
        for rule in RULES.iter().filter(|rule| self.weights.level(rule.name) > Level::Off) {
            if let Some(look) = rule.look {
                look(&checked, &mut of_rule);
                hits.extend(of_rule.drain(..).map(|hit| (rule.name, hit)));
            }
        }
        // Lines are counted from hit to hit, so the hits must be in order.
        hits.sort_by_key(|(_, hit)| match &hit.at {
            HitPlace::Tag(_, span) | HitPlace::Text(span) => span.start,
            HitPlace::Record(_) => 0,
        });
        hits
    }
}

/// Returns findings for what the reader of the layer did not understand. Unreadable records that are kept have their
/// own rule.
fn not_understood(weights: &Weights, path: &Path, text: &str, reading: &LayerReading) -> Vec<Finding> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = LineCounter::new(text);
    let findings = reading.doubts.iter().filter_map(|doubt| {
        let rule = match &doubt.kind {
            DoubtKind::Kept { .. } | DoubtKind::Unread(_) | DoubtKind::More(_) => "carried",
            DoubtKind::UnknownField { .. } | DoubtKind::Comments => "not-understood",
        };
        let position = match (doubt.offset, &doubt.kind) {
            (Some(at), DoubtKind::Kept { .. }) => lines.position(at),
            (Some(at), _) => lines.position(first_in_line(text, at)),
            (None, _) => position::find(text, "unread"),
        };
        Finding::new(weights, rule, path, position, Defect::NotUnderstood(doubt.kind.clone()))
    });
    findings.collect()
}

/// Returns the byte of the first character in the line of byte `at` that is no blank.
fn first_in_line(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    start + text[start..at].find(|c: char| !c.is_whitespace()).unwrap_or(at - start)
}
