//! Reads tags off the marks that tokens carry.
//!
//! ```text
//!   Prices  B-claim  ┐                      IOB1, IOB2     I- goes on with the tag before it, or begins one
//!   rose    I-claim  ┤ claim, 0–11          BIOES, BILUO   E-, L-, S- and U- end it
//!   .       O        ┘                      BMES, BMEWO    M- is I-, and W- is S-
//!                                           plain          the same label goes on
//! ```

use crate::formats::wire::imported::ImportedTag;

/// The tags that are open while the tokens of a text are read.
#[derive(Default)]
pub(crate) struct OpenTags {
    /// The tag that is open in each column of marks, by its index in the list of tags.
    columns: Vec<Option<usize>>,
}

impl OpenTags {
    /// Ends each tag that is open.
    pub(crate) fn end(&mut self) {
        self.columns.fill(None);
    }

    /// Takes the mark of a token in one column: begins a tag in `tags`, or makes the one that is open there longer. `place` is the start
    /// and the end of the token, and `line` where it is in the file.
    pub(crate) fn mark(
        &mut self,
        tags: &mut Vec<ImportedTag>,
        column: usize,
        cell: &str,
        place: (usize, usize),
        line: usize,
    ) {
        if self.columns.len() <= column {
            self.columns.resize(column + 1, None);
        }
        let (mark, label) = match cell {
            "O" | "_" | "-" | "-X-" | "" | "*" => {
                self.columns[column] = None;
                return;
            }
            cell => mark(cell).unwrap_or(('I', cell)),
        };
        let open = self.columns[column].filter(|at| tags.get(*at).is_some_and(|tag| tag.label == label));
        let at = match (mark, open) {
            ('I' | 'M' | 'E' | 'L', Some(at)) => {
                if let Some((_, to)) = tags[at].parts.last_mut() {
                    *to = place.1.max(*to);
                }
                at
            }
            _ => {
                tags.push(ImportedTag { label: label.into(), parts: vec![place], line, ..ImportedTag::default() });
                tags.len() - 1
            }
        };
        self.columns[column] = Some(at).filter(|_| !matches!(mark, 'E' | 'L' | 'S' | 'U' | 'W'));
    }
}

/// Returns the mark and the label of a cell: `B` and `claim`.
pub(crate) fn mark(cell: &str) -> Option<(char, &str)> {
    let (mark, label) = cell.split_once('-')?;
    Some((mark.chars().next()?, label)).filter(|_| is_bare_mark(mark) && !label.is_empty())
}

/// Returns whether a cell is a mark without a label.
pub(crate) fn is_bare_mark(cell: &str) -> bool {
    matches!(cell, "B" | "I" | "M" | "E" | "S" | "L" | "U" | "W")
}
