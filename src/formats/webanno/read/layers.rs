//! Holds the span layers of a table, and chooses one of them, and the feature that is its label.

use std::collections::{BTreeMap, HashMap};

use super::{escape, numbered};
use crate::formats::engine::import::Source;
use crate::formats::wire::imported::ImportedTag;
use crate::say::and;

/// The layers that every text has, whose spans nobody has tagged: tokens, their parts of speech, and the like.
const OF_TOKENS: [&str; 3] = ["lexmorph.", "segmentation.", "syntax."];
/// The beginnings of the names that INCEpTION gives to a project's own layers.
const CUSTOM: [&str; 2] = ["custom.", "webanno.custom."];

/// The features that are labels by their names.
const LABELS: [&str; 2] = ["label", "value"];

/// The values of the features of an annotation, by the names of these.
pub(super) type Features = BTreeMap<String, String>;

/// The span layers of a table.
#[derive(Default)]
pub(super) struct Layers(Vec<SpanLayer>);

#[derive(Default)]
struct SpanLayer {
    name: String,
    /// The names of the features, in the order of their columns.
    features: Vec<String>,
    /// The tags. Their labels are among the attributes until all are read.
    tags: Vec<ImportedTag>,
    /// The index of a tag in the list, by its number, or by its row and its place in the column.
    by_name: HashMap<String, usize>,
    /// The keys of the tags that begin in a row.
    units: HashMap<String, Vec<String>>,
}

/// A token, and which of the values there it is about.
pub(super) struct TokenPlace<'a> {
    /// The name of its row: `1-3`.
    pub row: &'a str,
    /// The place of the value among those of the cell.
    pub stacked: usize,
    /// The place, in UTF-16 units.
    pub place: (usize, usize),
    /// The token.
    pub word: &'a str,
    /// The line of the file.
    pub line: usize,
}

impl Layers {
    /// Adds a layer, and returns its number.
    pub(super) fn declare(&mut self, name: &str, features: Vec<String>) -> usize {
        self.0.push(SpanLayer { name: name.into(), features, ..SpanLayer::default() });
        self.0.len() - 1
    }

    /// Takes a feature of a span over a token.
    pub(super) fn value(&mut self, layer: usize, feature: &str, value: &str, token: &TokenPlace) {
        let Some(layer) = self.0.get_mut(layer) else { return };
        let (value, number) = numbered(value);
        let name = number.map_or_else(|| format!("{}/{}", token.row, token.stacked), String::from);
        let at = *layer.by_name.entry(name.clone()).or_insert_with(|| {
            layer.units.entry(token.row.into()).or_default().push(name.clone());
            let (line, quote) = (token.line, Some(String::new()));
            layer.tags.push(ImportedTag { key: name, line, quote, ..ImportedTag::default() });
            layer.tags.len() - 1
        });
        let tag = &mut layer.tags[at];
        if tag.parts.last() != Some(&token.place) {
            let blank = if tag.parts.is_empty() { "" } else { " " };
            tag.parts.push(token.place);
            tag.quote = tag.quote.take().map(|quote| quote + blank + token.word);
        }
        if let Some(value) = escape::feature_meant(value) {
            tag.attributes.insert(feature.into(), value);
        }
    }

    /// Makes one feature of each layer the label of its tags.
    pub(super) fn label(&mut self, source: &Source) {
        for SpanLayer { features, tags, .. } in &mut self.0 {
            let values: Vec<&Features> = tags.iter().map(|tag| &tag.attributes).collect();
            let known = |value: &str| source.scheme.label(value).is_some();
            let label = label_among(features, &values, source.options.column.as_deref(), known);
            for tag in tags {
                tag.label = label.and_then(|label| tag.attributes.remove(label)).unwrap_or_default();
            }
        }
    }

    /// Returns the layer to take: the one that is asked for, the one with the most labels that the corpus knows, one of the
    /// project's own, any other that is not of tokens, the first.
    ///
    /// # Errors
    /// If there is no layer of the name that is asked for, or it has no feature of the name that is asked for.
    pub(super) fn choose(&self, source: &Source) -> Result<Option<usize>, String> {
        let chosen = self.by_name_or_labels(source)?;
        let (Some(asked), Some(layer)) = (&source.options.column, chosen.and_then(|chosen| self.0.get(chosen))) else {
            return Ok(chosen);
        };
        if layer.features.contains(asked) {
            return Ok(chosen);
        }
        let names: Vec<&str> = layer.features.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let are = if names.is_empty() { "none".into() } else { and(&names) };
        Err(format!("the layer {} has no feature {asked}; it has {are}", short(&layer.name)))
    }

    fn by_name_or_labels(&self, source: &Source) -> Result<Option<usize>, String> {
        if let Some(asked) = &source.options.layer {
            let is_asked = |layer: &SpanLayer| layer.name == *asked || short(&layer.name).eq_ignore_ascii_case(asked);
            return self.0.iter().position(is_asked).map(Some).ok_or_else(|| {
                let names: Vec<&str> = self.0.iter().map(|layer| short(&layer.name)).collect();
                let are = if names.is_empty() { "none".into() } else { and(&names) };
                format!("there is no layer {asked} in this file; there is {are}")
            });
        }
        let known = |tag: &&ImportedTag| source.scheme.label(&tag.label).is_some();
        let rank = |layer: &SpanLayer| {
            let of_tokens = are_of_tokens(&layer.name);
            let custom = CUSTOM.iter().any(|start| layer.name.starts_with(start));
            (layer.tags.iter().filter(known).count(), custom, !of_tokens, !layer.tags.is_empty())
        };
        // Of several with as many labels, the first is taken.
        let best = (0..self.0.len()).rev().max_by_key(|number| rank(&self.0[*number]));
        Ok(best.filter(|number| rank(&self.0[*number]).0 > 0 || !are_of_tokens(&self.0[*number].name)))
    }

    /// Returns each layer that was not chosen and has tags, with how many there are.
    pub(super) fn others(&self, chosen: Option<usize>) -> Vec<(&str, usize)> {
        let others =
            self.0.iter().enumerate().filter(|(number, layer)| Some(*number) != chosen && !layer.tags.is_empty());
        others.map(|(_, layer)| (short(&layer.name), layer.tags.len())).collect()
    }

    /// Returns whether the layer has no tags, and one that was not chosen has tags of a person.
    pub(super) fn has_others_tags(&self, chosen: Option<usize>) -> bool {
        let is_empty = chosen.and_then(|chosen| self.0.get(chosen)).is_some_and(|layer| layer.tags.is_empty());
        let by_person = |(number, layer): (usize, &SpanLayer)| {
            Some(number) != chosen && !layer.tags.is_empty() && !are_of_tokens(&layer.name)
        };
        is_empty && self.0.iter().enumerate().any(by_person)
    }

    /// Returns whether a name is that of a span layer that was not chosen.
    pub(super) fn is_other(&self, chosen: usize, name: &str) -> bool {
        self.0.iter().enumerate().any(|(number, layer)| number != chosen && layer.name == name)
    }

    /// Returns the key of the tag of a layer with that number, or with the number `0` of the first that begins in a row.
    pub(super) fn key(&self, layer: usize, row: &str, number: &str) -> Option<String> {
        let layer = self.0.get(layer)?;
        match number {
            "0" => layer.units.get(row).and_then(|keys| keys.first()).cloned(),
            number => layer.by_name.contains_key(number).then(|| number.to_string()),
        }
    }

    /// Takes the tags of a layer. A span without a value is called `span`.
    pub(super) fn take(&mut self, layer: Option<usize>) -> Vec<ImportedTag> {
        let mut tags = layer.map(|layer| std::mem::take(&mut self.0[layer].tags)).unwrap_or_default();
        for tag in tags.iter_mut().filter(|tag| tag.label.is_empty()) {
            tag.label = "span".into();
        }
        tags
    }
}

/// Returns the feature that is the label of annotations with these features: the one that is asked for, the one with the most
/// values that the corpus knows, one that is called so, the first that has values, the first.
pub(super) fn label_among<'a>(
    features: &'a [String],
    annotations: &[&Features],
    asked: Option<&str>,
    known: impl Fn(&str) -> bool,
) -> Option<&'a str> {
    let rank = |feature: &&str| {
        let values = || annotations.iter().filter_map(|features| features.get(*feature));
        let is_called_so = LABELS.iter().any(|label| label.eq_ignore_ascii_case(feature));
        let has_values = values().next().is_some();
        (asked == Some(*feature), values().filter(|value| known(value)).count(), has_values && is_called_so, has_values)
    };
    // Of several with as many, the first is taken.
    features.iter().map(String::as_str).rev().max_by_key(rank)
}

/// Returns whether a layer is one that every text has, of a tool and not of a person.
pub(super) fn are_of_tokens(layer: &str) -> bool {
    OF_TOKENS.iter().any(|part| layer.contains(part))
}

/// Returns the last part of a layer's name.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
