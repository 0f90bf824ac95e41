//! Writes the dataset card: what is in the folder, for people, and a head in YAML for the hub of Hugging Face; and
//! `croissant.json`, which says the same for machines.
//!
//! ```text
//!   documents ─ add ─▶ counts ─ files ─▶ README.md         [hub]        the head: licence, language, task, size, files, columns
//!                                                          [columns]    how Spark, DuckDB and `datasets` read it
//!                                        croissant.json    [croissant]
//! ```

mod columns;
mod croissant;
mod hub;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::{self, Write};

use super::select::{Criteria, LeftOut, ReviewCriteria, WantedDecision};
use super::sources::SOURCES;
use super::split::Split;
use crate::corpus::listing::{CARD, WRITTEN_BY};
use crate::corpus::scope::Scope;
use crate::formats::Format;
use crate::formats::engine::loss::Losses;
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::exported::{ExportSettings, ExportedDocument};
use crate::review::agreement::{AgreementUnit, Measuring};
use crate::review::bootstrap::SEED;
use crate::review::semeval;
use crate::say::{self, and};
use crate::tags::scheme::Scheme;
use crate::tags::set::TagSet;

/// Counts the exported records, and describes them.
pub(crate) struct Card<'a> {
    format: &'a Format,
    settings: ExportSettings<'a>,
    scheme: &'a Scheme,
    scope: &'a Scope,
    split: Option<&'a Split>,
    criteria: &'a Criteria,
    /// The counts of each part.
    parts: Vec<PartCounts>,
    /// The counts of each annotator.
    people: BTreeMap<String, PartCounts>,
    /// Labels that the scheme does not have.
    unknown: BTreeSet<String>,
    /// The number of links of each type.
    links: BTreeMap<String, usize>,
    agreement: Option<(Measuring, usize)>,
    /// The paths of each part's files, without the extension; `*` stands for what differs.
    files: Vec<String>,
    /// The number of documents in each language, by its code.
    languages: BTreeMap<String, usize>,
    /// Whether a table beside the files says where the texts came from.
    pub sources: bool,
    /// The licences that the originals of the texts state.
    licenses: BTreeMap<String, usize>,
    /// The documents that were counted, if one can be in several records.
    seen: HashSet<String>,
}

#[derive(Clone, Debug, Default)]
struct PartCounts {
    documents: usize,
    chars: usize,
    tags: BTreeMap<String, usize>,
    links: usize,
}

impl PartCounts {
    fn all(&self) -> usize {
        self.tags.values().sum()
    }

    fn of(&self, label: &str) -> usize {
        self.tags.get(label).copied().unwrap_or(0)
    }
}

impl<'a> Card<'a> {
    /// Returns an empty card.
    pub(crate) fn new(
        format: &'a Format,
        settings: ExportSettings<'a>,
        scope: &'a Scope,
        split: Option<&'a Split>,
        criteria: &'a Criteria,
        files: Vec<String>,
    ) -> Card<'a> {
        let scheme = settings.scheme;
        let labels = scheme.labels.iter().map(|label| label.name.as_str());
        let several = scope.annotators.len() > 1;
        Card {
            format,
            settings,
            scheme,
            scope,
            split,
            criteria,
            parts: vec![PartCounts::default(); split.map_or(1, |split| split.names().len())],
            people: BTreeMap::new(),
            unknown: BTreeSet::new(),
            links: BTreeMap::new(),
            agreement: several.then(|| (Measuring::new(scope.annotators.len(), labels, AgreementUnit::Words), 0)),
            files,
            languages: BTreeMap::new(),
            sources: false,
            licenses: BTreeMap::new(),
            seen: HashSet::new(),
        }
    }

    /// Counts the documents of a record.
    pub(crate) fn add(&mut self, part: usize, exported: &ExportedDocument) {
        for document in std::iter::once(exported).chain(exported.partner) {
            if exported.partner.is_none() || self.seen.insert(document.name.into()) {
                self.count(part, document);
            }
        }
    }

    fn count(&mut self, part: usize, exchange: &ExportedDocument) {
        let stated = exchange.origin.and_then(|origin| origin.stated.language.as_deref()).and_then(hub::code);
        let language =
            stated.unwrap_or_else(|| self.scope.corpus.language(exchange.name, exchange.document.text()).code.clone());
        *self.languages.entry(language).or_default() += 1;
        if let Some(license) = exchange.origin.and_then(|origin| origin.stated.license.as_ref()) {
            *self.licenses.entry(license.clone()).or_default() += 1;
        }
        let whole = &mut self.parts[part];
        whole.documents += 1;
        whole.chars += exchange.document.chars();
        for sheet in exchange.layers {
            let person = self.people.entry(sheet.annotator.into()).or_default();
            person.documents += 1;
            for counts in [&mut *whole, person] {
                counts.links += sheet.records.links.len();
                for tag in sheet.records.tags.iter() {
                    match counts.tags.get_mut(&tag.label) {
                        Some(count) => *count += 1,
                        None => drop(counts.tags.insert(tag.label.clone(), 1)),
                    }
                }
            }
            for link in sheet.records.links.values() {
                *self.links.entry(link.kind.clone()).or_default() += 1;
            }
        }
        if let Some((measuring, documents)) = &mut self.agreement
            && exchange.layers.len() == self.scope.annotators.len()
        {
            let tags: Vec<&TagSet> = exchange.layers.iter().map(|sheet| &sheet.records.tags).collect();
            measuring.add(exchange.name, exchange.document, &tags);
            *documents += 1;
        }
        let known = |label: &&String| self.scheme.label(label).is_none();
        self.unknown.extend(whole.tags.keys().filter(known).cloned());
    }

    /// Returns the files that describe the dataset: their names and texts.
    pub(crate) fn files(self, losses: &Losses, left_out: &LeftOut) -> Vec<(&'static str, String)> {
        let croissant = self.croissant().map(|text| ("croissant.json", text));
        let mut text = String::new();
        // Writing into a string does not fail.
        let _ = self.write(&mut text, losses, left_out);
        std::iter::once((CARD, text)).chain(croissant).collect()
    }

    /// Returns the name of the dataset: that of the folder of its corpus.
    fn name(&self) -> String {
        self.scope.corpus.root().file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Returns the codes of the languages of the texts, as far as they are known.
    fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str).filter(|code| !code.is_empty())
    }

    /// Returns the paths of the files of each part that has documents, and the name of the part.
    fn data(&self) -> impl Iterator<Item = (String, String)> {
        let names = self.split.map_or(vec!["train"], Split::names);
        let ending = self.format.files.ending();
        let all = names.into_iter().zip(&self.files).zip(&self.parts);
        // An empty file would be an error for `datasets`.
        let full = all.filter(|(_, counts)| counts.documents > 0);
        full.map(|((name, file), _)| (name.to_string(), format!("{file}.{ending}"))).collect::<Vec<_>>().into_iter()
    }

    fn write(self, out: &mut String, losses: &Losses, left_out: &LeftOut) -> fmt::Result {
        let corpus = self.name();
        let names: Vec<&str> = self.split.map_or(vec![""], Split::names);
        self.head(out)?;
        let Format { name, opens_in, .. } = self.format;
        writeln!(out, "# {}\n", plain(&corpus))?;
        writeln!(out, "{WRITTEN_BY}{} as `{name}`, for {opens_in}.", env!("CARGO_PKG_VERSION"))?;
        writeln!(out, "{}\n", self.offsets())?;
        let labels: Vec<&str> = self.scheme.labels.iter().map(|label| label.name.as_str()).collect();
        let labels: Vec<&str> = labels.into_iter().chain(self.unknown.iter().map(String::as_str)).collect();

        writeln!(out, "## Contents\n")?;
        row(
            out,
            ["part", "documents", "characters", "tags"].into_iter().chain(labels.iter().copied()).chain(["links"]),
        )?;
        rule(out, labels.len() + 5, 1)?;
        for (name, counts) in names.iter().zip(&self.parts) {
            let numbers = [counts.documents, counts.chars, counts.all()].into_iter();
            let numbers = numbers.chain(labels.iter().map(|label| counts.of(label))).chain([counts.links]);
            let name = if name.is_empty() { "all" } else { name };
            row(out, std::iter::once(name.to_string()).chain(numbers.map(|number| number.to_string())))?;
        }
        writeln!(out)?;
        if let Some(split) = self.split {
            writeln!(
                out,
                "Split `{}` with seed {}, by document; documents that are read as a pair are in one part.\n",
                split.words(),
                split.seed
            )?;
        }

        writeln!(out, "## Labels\n")?;
        for name in &labels {
            let label = self.scheme.label(name);
            let definition = label.map_or("", |label| label.definition.as_str());
            let definition = if definition.is_empty() { "(not defined)" } else { definition };
            writeln!(out, "- **{}**: {}", plain(name), plain(definition))?;
            for attribute in label.iter().flat_map(|label| &label.attributes) {
                let values = attribute.kind.values().map_or("free text".into(), |values| values.join(", "));
                writeln!(out, "  - {}: {}", plain(&attribute.name), plain(&values))?;
            }
        }
        writeln!(out)?;
        if !self.links.is_empty() {
            writeln!(out, "## Links\n")?;
            for (kind, count) in &self.links {
                writeln!(out, "- **{}**: {count}", plain(kind))?;
            }
            writeln!(out)?;
        }

        writeln!(out, "## Annotators\n")?;
        row(out, ["annotator", "documents", "tags", "links"])?;
        rule(out, 4, 1)?;
        for (name, counts) in &self.people {
            row(out, [name.clone(), counts.documents.to_string(), counts.all().to_string(), counts.links.to_string()])?;
        }
        writeln!(out)?;
        if let Some(words) = self.choice() {
            writeln!(out, "{words}\n")?;
        }
        if left_out.layers > 0 {
            writeln!(out, "Left out on purpose: {} with another status.\n", say::count(left_out.layers, "layer"))?;
        }
        if !left_out.tags.is_empty() {
            writeln!(out, "Tags left out on purpose: {left_out}.\n")?;
        }
        self.columns(out)?;
        if self.sources {
            writeln!(out, "`{SOURCES}` says where the texts came from.\n")?;
        }
        if !losses.is_empty() {
            writeln!(out, "## What the format does not hold\n")?;
            for (aspect, loss) in losses.iter() {
                writeln!(out, "- {}: {}", aspect.words(), loss.count)?;
            }
            writeln!(out)?;
        }
        match self.agreement {
            Some((measuring, documents)) if documents > 0 => {
                agreement(out, measuring, documents, &self.scope.annotators)?;
            }
            _ => {}
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
        Ok(())
    }

    /// Returns a sentence about the unit of the offsets.
    fn offsets(&self) -> String {
        let Some(measure) = self.format.offsets else { return "It has tokens and no offsets.".into() };
        let unicode = if measure == OffsetUnit::CodePoints { "Unicode " } else { "" };
        format!("Offsets count {unicode}{} from 0; the end is exclusive.", measure.words())
    }

    /// Returns a sentence about the choice of tags, if not all were chosen.
    fn choice(&self) -> Option<String> {
        let Criteria { labels, review, statuses } = self.criteria;
        let mut words = Vec::new();
        match review {
            ReviewCriteria::Ignored => {}
            ReviewCriteria::Gold => {
                let who = and(&self.scope.annotators);
                words.push(format!("These are the tags of {who}, and the tags of others as {who} judged them."));
            }
            ReviewCriteria::Reviewed { decisions, reviewers } => {
                let did = if decisions.contains(&WantedDecision::Amended) { "accepted or amended" } else { "accepted" };
                let who = if reviewers.is_empty() { "a reviewer".into() } else { and(reviewers) };
                words.push(format!("These are only tags that {who} {did}, and none on which reviewers differ."));
            }
        }
        if !labels.is_empty() {
            words.push(format!("These are only tags with the labels {}.", plain(&and(labels))));
        }
        if !statuses.is_empty() {
            let statuses: Vec<&str> = statuses.iter().map(|status| status.word()).collect();
            words.push(format!("These are only documents whose annotator says: {}.", and(&statuses)));
        }
        (!words.is_empty()).then(|| words.join(" "))
    }
}

/// Writes how far the annotators agree, on the documents that all of them have tagged.
fn agreement(out: &mut String, measuring: Measuring, documents: usize, annotators: &[String]) -> fmt::Result {
    let agreement = measuring.finish(0, SEED);
    let number = |value: Option<f64>| value.map_or("undefined".into(), |value| format!("{value:.3}"));
    let names: Vec<&String> = agreement.labels.iter().collect();
    let rows = agreement.all.labels.iter().zip(names).map(|(row, name)| (name.as_str(), row));
    writeln!(out, "## Agreement\n")?;
    let on = say::count(documents, "document");
    writeln!(out, "On {on} that {} have all tagged, as they are in this dataset.\n", and(annotators))?;
    let pairs: Vec<(usize, usize)> = agreement.all.overall.pairs.iter().map(|pair| pair.who).collect();
    let heads = pairs.iter().map(|(one, other)| format!("F1, strict: {} and {}", annotators[*one], annotators[*other]));
    row(out, ["label", "α on words", "unitizing α"].map(String::from).into_iter().chain(heads))?;
    rule(out, 3 + pairs.len(), 1)?;
    for (name, of) in rows.chain([("all", &agreement.all.overall)]) {
        let scores = of.pairs.iter().map(|pair| number(pair.scores(semeval::ScoringScheme::Strict)[2].value));
        let alphas = [name.to_string(), number(of.alpha.value), number(of.unitizing.value)];
        row(out, alphas.into_iter().chain(scores))?;
    }
    writeln!(out, "\nα is Krippendorff's; F1 counts what has the same label and the same ends (SemEval-2013 task 9.1).")
}

fn row(out: &mut String, cells: impl IntoIterator<Item = impl AsRef<str>>) -> fmt::Result {
    let cells: Vec<String> = cells.into_iter().map(|cell| plain(cell.as_ref())).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}

/// Writes the line under a table's head. Columns from `from` on are aligned to the right.
fn rule(out: &mut String, columns: usize, from: usize) -> fmt::Result {
    let cells: Vec<&str> = (0..columns).map(|column| if column < from { "---" } else { "---:" }).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}

/// Returns the words in one line, escaped for Markdown.
fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '|' | '*' | '_' | '`' | '<' | '[' | ']' | '\\' | '#' => plain.extend(['\\', c]),
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}
