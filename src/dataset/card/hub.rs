//! The head of a dataset card, in YAML, as the hub of Hugging Face reads it: licence, language, task, size, files, columns.

use std::fmt::{self, Write};

use serde_json::Value;

use super::Card;

/// The licences that have a name on the hub, as far as datasets use them.
const LICENSES: &[&str] = &[
    "apache-2.0",
    "mit",
    "bsd-2-clause",
    "bsd-3-clause",
    "cc0-1.0",
    "cc-by-2.0",
    "cc-by-3.0",
    "cc-by-4.0",
    "cc-by-sa-3.0",
    "cc-by-sa-4.0",
    "cc-by-nc-3.0",
    "cc-by-nc-4.0",
    "cc-by-nd-4.0",
    "cc-by-nc-nd-3.0",
    "cc-by-nc-nd-4.0",
    "cc-by-nc-sa-3.0",
    "cc-by-nc-sa-4.0",
    "odc-by",
    "odbl",
    "pddl",
    "gfdl",
    "gpl-3.0",
    "lgpl-3.0",
    "agpl-3.0",
];

/// The sizes that the hub tells apart, by the number of rows below which each ends.
const SIZES: &[(usize, &str)] = &[
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
];

/// Returns the code of a language that a tag of BCP 47 begins with, in small letters; `None` if it begins with none.
pub(super) fn code(tag: &str) -> Option<String> {
    let code = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    ((2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

impl Card<'_> {
    /// Writes the head, if the hub can show the rows of the format.
    pub(super) fn head(&self, out: &mut String) -> fmt::Result {
        let Some(schema) = self.format.schema else { return Ok(()) };
        writeln!(out, "---\nconfigs:\n- config_name: default\n  data_files:")?;
        for (part, path) in self.data() {
            writeln!(out, "  - split: {part}\n    path: {path}")?;
        }
        writeln!(out, "pretty_name: {}", Value::from(self.name()))?;
        match self.scope.corpus.license().map(|license| (license, license.to_lowercase())) {
            Some((_, id)) if LICENSES.contains(&id.as_str()) => writeln!(out, "license: {id}")?,
            Some((license, _)) => writeln!(out, "license: other\nlicense_name: {}", Value::from(license))?,
            None => writeln!(out, "license: unknown")?,
        }
        let languages: Vec<&str> = self.languages().collect();
        if !languages.is_empty() {
            writeln!(out, "language:")?;
            languages.iter().try_for_each(|code| writeln!(out, "- {}", Value::from(*code)))?;
        }
        writeln!(out, "task_categories:\n- token-classification")?;
        writeln!(out, "size_categories:\n- {}", size(self.parts.iter().map(|part| part.documents).sum()))?;
        writeln!(out, "{}---\n", schema(&self.settings).features())
    }
}

/// Returns the size that the hub gives to so many rows.
fn size(rows: usize) -> &'static str {
    SIZES.iter().find(|(end, _)| rows < *end).map_or("100M<n<1B", |(_, name)| name)
}
