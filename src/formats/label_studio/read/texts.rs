//! Finds the texts of a task, and the text that a result is about.

use serde_json::Value;

use super::ReadResult;
use super::shown::{self, REGIONS, Shown};

use crate::formats::engine::import::Source;
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::imported::{ImportedDocument, is_address};
use crate::formats::wire::json::Fields;

/// The fields of the data that identify a document, and are no text.
const ABOUT: [&str; 2] = ["document", "annotator"];

/// The texts of a task.
pub(super) struct TaskTexts {
    /// The field and the text; no text, if the field holds a path or a URL of one.
    texts: Vec<TaskText>,
    /// The name of the document, if the data have one.
    document: Option<String>,
    /// A name for a new document.
    title: Option<String>,
    /// The path of the file that is read.
    path: String,
    /// The annotator that the data name.
    pub annotator: Option<String>,
}

struct TaskText {
    field: String,
    text: Option<String>,
    /// The name of the file that holds the text.
    file: Option<String>,
    /// The way in which the text was made.
    shown: Shown,
}

impl TaskTexts {
    /// Returns the texts that a task's data hold. `task` has the name of the file that it was uploaded with, which many tasks
    /// may share; `whole` is all of it, which tells what there are regions on.
    pub(super) fn of(data: &Fields, task: &Fields, source: &Source, whole: &str) -> TaskTexts {
        let mut texts: Vec<TaskText> = Vec::new();
        for (field, value) in data.0.iter().filter(|(field, _)| !ABOUT.contains(&field.as_ref())) {
            let field = field.to_string();
            let Some(text) = crate::formats::wire::json::text(value) else {
                let dialogue = shown::dialogue(value, whole);
                texts.extend(dialogue.map(|(text, shown)| TaskText { field, text: Some(text), file: None, shown }));
                continue;
            };
            let (text, file, shown) = match (shown::page(&text, whole), is_address(&text)) {
                (Some(page), _) => (Some(page), None, Shown::Page),
                (None, false) => (Some(text), None, Shown::AsItIs),
                (None, true) if is_of_text(&text) => (None, Some(last(&text)), Shown::AsItIs),
                (None, true) => continue,
            };
            texts.push(TaskText { field, text, file, shown });
        }
        let title = task.text("file_upload").filter(|name| !name.is_empty()).map(|name| without_prefix(&last(&name)));
        let name = |field: &str| data.text(field).filter(|name| !name.is_empty());
        let (document, annotator) = (name("document"), name("annotator"));
        TaskTexts { texts, document, title, path: source.path.into(), annotator }
    }

    /// Returns the fields of the data that are read, if results are about these texts.
    pub(super) fn used(&self, about: impl IntoIterator<Item = usize>) -> Vec<&str> {
        let texts = about.into_iter().chain(self.main()).map(|text| self.texts[text].field.as_str());
        ABOUT.into_iter().chain(texts).collect()
    }

    /// Returns what the task may be called.
    pub(super) fn title(&self) -> &str {
        self.document.as_deref().or(self.title.as_deref()).unwrap_or(&self.path)
    }

    /// Returns the text that the task is about if nothing tells: the field `text`, else the longest.
    pub(super) fn main(&self) -> Option<usize> {
        let named = self.texts.iter().position(|text| text.field == super::super::TEXT);
        let length = |text: &TaskText| text.text.as_ref().map_or(0, String::len);
        named.or_else(|| (0..self.texts.len()).max_by_key(|text| length(&self.texts[*text])))
    }

    /// Returns the text of a task that has one only, or has one named so: others are tables, of which no field need be a text.
    pub(super) fn only(&self) -> Option<usize> {
        self.main().filter(|main| self.texts.len() == 1 || self.texts[*main].field == super::super::TEXT)
    }

    /// Returns whether the task holds the words of a text, and not only the address of them.
    pub(super) fn has_words(&self, text: usize) -> bool {
        self.texts.get(text).is_some_and(|text| text.text.is_some())
    }

    /// Returns the text that a region is on. The region of a page or a dialogue is given its place on the text.
    pub(super) fn of_region(&self, region: &mut ReadResult) -> Option<usize> {
        if region.kind == REGIONS[0] {
            return self.about(&region.to_name, &region.value);
        }
        let is_made = |text: &&TaskText| text.shown != Shown::AsItIs;
        let made = self.texts.iter().position(|text| text.field == region.to_name && is_made(&text));
        let made = made.or_else(|| self.texts.iter().position(|text| is_made(&text)))?;
        let TaskText { text, shown, .. } = &self.texts[made];
        region.value = shown.on_text(text.as_deref()?, &region.kind, &region.value)?;
        Some(made)
    }

    /// Returns the text that a result is about: the field of that name, the only one, the one in which its words stand, the main
    /// one; `None` if it is about no text, such as a picture or a sound.
    pub(super) fn about(&self, to_name: &str, value: &Value) -> Option<usize> {
        let named = self.texts.iter().position(|text| text.field == to_name);
        let is_place = ["start", "end"].iter().all(|end| value.get(end).is_none_or(Value::is_u64));
        if named.is_some() || self.texts.len() <= 1 || !is_place {
            return named.or_else(|| self.main()).filter(|_| is_place);
        }
        let quote = value.get("text").and_then(Value::as_str);
        let place = super::number(value, "start").zip(super::number(value, "end"));
        let stands = |text: &TaskText| {
            let (text, quote, (start, end)) = (text.text.as_deref()?, quote?, place?);
            let found = OffsetUnit::ALL.into_iter().any(|measure| match measure.bytes(text, [start, end])[..] {
                [Some(from), Some(to)] => text.get(from..to) == Some(quote),
                _ => false,
            });
            found.then_some(())
        };
        let mut fitting = (0..self.texts.len()).filter(|text| stands(&self.texts[*text]).is_some());
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Some(only),
            _ => self.main(),
        }
    }

    /// Returns the document of a text, with nothing in it.
    pub(super) fn document(&self, text: usize) -> ImportedDocument {
        let TaskText { field, text: words, file, .. } = &self.texts[text];
        // The texts beside the main one have names of their own.
        let beside = |name: &String| match self.main() == Some(text) {
            true => name.clone(),
            false => format!("{}-{field}.txt", name.strip_suffix(".txt").unwrap_or(name)),
        };
        let names =
            self.document.iter().map(beside).chain(file.iter().flat_map(|path| [without_prefix(path), path.clone()]));
        ImportedDocument {
            names: names.collect(),
            title: self.title.as_ref().map(beside),
            text: words.clone(),
            ..ImportedDocument::default()
        }
    }
}

/// Returns whether an address is that of a text, and not of a picture or a sound.
fn is_of_text(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let end = path.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    matches!(end.as_str(), "txt" | "md" | "text" | "html" | "htm" | "csv" | "json")
}

/// Returns the name of the file at an address.
fn last(address: &str) -> String {
    address.split(['?', '#']).next().and_then(|path| path.rsplit('/').next()).unwrap_or_default().into()
}

/// Returns the name of a file without the eight or so digits that Label Studio puts before it.
fn without_prefix(name: &str) -> String {
    let is_prefix =
        |prefix: &str| (4..=8).contains(&prefix.len()) && prefix.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.split_once('-')
        .filter(|(prefix, rest)| is_prefix(prefix) && !rest.is_empty())
        .map_or(name, |(_, rest)| rest)
        .into()
}
