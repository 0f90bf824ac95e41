//! Holds the span layers of a table, and chooses one.

use std::collections::HashMap;

use super::{escape, numbered};
use crate::formats::engine::import::Source;
use crate::formats::wire::imported::ImportedTag;
use crate::say::and;

/// The layers that every text has, whose spans nobody has tagged: tokens, their parts of speech, and the like.
const OF_TOKENS: [&str; 3] = ["lexmorph.", "segmentation.", "syntax."];
/// The beginnings of the names that INCEpTION gives to a project's own layers.
const CUSTOM: [&str; 2] = ["custom.", "webanno.custom."];

/// The span layers of a table.
#[derive(Default)]
pub(super) struct Layers(Vec<SpanLayer>);

#[derive(Default)]
struct SpanLayer {
    name: String,
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
    pub(super) fn declare(&mut self, name: &str) -> usize {
        self.0.push(SpanLayer { name: name.into(), ..SpanLayer::default() });
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
        let value = if matches!(value, "*" | "_") { String::new() } else { escape::value_meant(value) };
        if tag.label.is_empty() {
            tag.label = value;
        } else if tag.label != value && !value.is_empty() {
            tag.attributes.insert(feature.into(), value);
        }
    }

    /// Returns the layer to take: the one that is asked for, the one with the most labels that the corpus knows, one of the
    /// project's own, any other that is not of tokens, the first.
    ///
    /// # Errors
    /// If there is no layer of the name that is asked for.
    pub(super) fn choose(&self, source: &Source) -> Result<Option<usize>, String> {
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

/// Returns whether a layer is one that every text has, of a tool and not of a person.
pub(super) fn are_of_tokens(layer: &str) -> bool {
    OF_TOKENS.iter().any(|part| layer.contains(part))
}

/// Returns the last part of a layer's name.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
