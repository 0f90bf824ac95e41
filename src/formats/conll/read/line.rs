//! Looks at one line of a table of tokens.

use crate::formats::engine::marks::mark;

/// What begins a document of CoNLL-2011 and 2012: `#begin document (bc/cctv/00/cctv_0000); part 000`.
pub(super) const BEGIN: &str = "#begin document";

/// Returns whether a line begins a document.
pub(super) fn is_document(line: &str) -> bool {
    line.starts_with("-DOCSTART-") || line.trim().starts_with("# newdoc") || line.starts_with(BEGIN)
}

/// Returns whether a line is a row of the table. Of one that begins with `#` that is not known before the columns are.
pub(super) fn is_row(line: &str) -> bool {
    !line.trim().is_empty() && !is_document(line) && !line.starts_with('#')
}

/// Returns the cells of a row.
pub(super) fn cells(line: &str, tabs: bool) -> Vec<&str> {
    if tabs { line.split('\t').map(str::trim).collect() } else { line.split_whitespace().collect() }
}

/// Returns the value of a key in a cell of CoNLL-U's last column: `NER=B-claim|SpaceAfter=No`.
pub(super) fn value<'a>(cell: &'a str, key: &str) -> Option<&'a str> {
    cell.split('|').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
}

/// Returns whether a cell is a tag, or says that there is none.
pub(super) fn is_tag(cell: &str) -> bool {
    matches!(cell, "O" | "_" | "-X-") || mark(cell).is_some()
}

/// Returns whether a cell numbers a token: `3`, `3-4`, `3.1`.
pub(super) fn is_number(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_digit()) && cell.chars().all(|c| c.is_ascii_digit() || c == '-' || c == '.')
}
