//! Finds the files whose records are all texts alone.
//!
//! Among others such a record is a text that nobody has tagged yet. A file of nothing else may be of any format, and somebody who imports
//! it expects tags.

use super::file::ImportFile;
use crate::failure::Failure;
use crate::formats::engine::import::{ImportError, Imported};

/// What was seen of the files.
#[derive(Default)]
pub(super) struct BareFiles<'a>(Vec<SeenFile<'a>>);

struct SeenFile<'a> {
    input: &'a ImportFile,
    /// The line of its first text alone.
    line: Option<usize>,
    /// Whether there is something else in it.
    has_more: bool,
}

impl<'a> BareFiles<'a> {
    /// Takes notice of an item of a file.
    pub(super) fn see(&mut self, input: &'a ImportFile, item: &Imported) {
        if self.0.last().is_none_or(|last| !std::ptr::eq(last.input, input)) {
            self.0.push(SeenFile { input, line: None, has_more: false });
        }
        let Some(last) = self.0.last_mut() else { return };
        match item {
            Imported::Document(document) if document.is_bare => drop(last.line.get_or_insert(document.line)),
            _ => last.has_more = true,
        }
    }

    /// Returns a fault for each file of which nothing tells that it is of the format.
    pub(super) fn faults(self, format: &str) -> impl Iterator<Item = Failure> {
        let words = format!("nothing tells that this is a file of {format}: all of its records are texts alone");
        let bare = self.0.into_iter().filter(|seen| !seen.has_more);
        bare.filter_map(move |seen| Some(seen.input.failure(ImportError::new(seen.line?, words.clone()))))
    }
}
