//! Reads tags off brackets round tokens, as in the columns of CoNLL-2005, 2011 and 2012.
//!
//! ```text
//!   New       (GPE*     (1        begins a tag; a number is a mention of a chain
//!   York      *)        1)        ends the innermost one, or the one of that number
//!   left      *         -
//!   John      (PERSON)  (0|(2)    one token; several tags
//! ```

use crate::formats::wire::imported::ImportedTag;

/// The tags whose brackets are open while the tokens of a text are read: their indexes in the list of tags.
#[derive(Default)]
pub(super) struct OpenBrackets(Vec<usize>);

/// A bracket in a cell.
enum CellBracket<'a> {
    Opens(&'a str),
    /// The label is empty if the innermost is closed.
    Closes(&'a str),
}

impl OpenBrackets {
    /// Ends a sentence. Returns the tags whose brackets are open, in the order of the list.
    pub(super) fn end(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.0)
    }

    /// Takes the brackets of a token: begins tags in `tags`, and ends some.
    ///
    /// # Errors
    /// If the cell has other things than brackets, or closes what is not open, in words.
    pub(super) fn mark(
        &mut self,
        tags: &mut Vec<ImportedTag>,
        cell: &str,
        place: (usize, usize),
        line: usize,
    ) -> Result<(), String> {
        let brackets = brackets(cell).ok_or_else(|| format!("“{cell}” has no brackets such as (claim* and *)"))?;
        for bracket in brackets {
            match bracket {
                CellBracket::Opens(label) => {
                    self.0.push(tags.len());
                    let parts = vec![place];
                    tags.push(ImportedTag { label: label.into(), parts, line, ..ImportedTag::default() });
                }
                CellBracket::Closes(label) => {
                    let is_meant = |at: &usize| label.is_empty() || tags.get(*at).is_some_and(|tag| tag.label == label);
                    match self.0.iter().rposition(is_meant) {
                        Some(at) => {
                            let at = self.0.remove(at);
                            if let Some((_, to)) = tags.get_mut(at).and_then(|tag| tag.parts.last_mut()) {
                                *to = place.1.max(*to);
                            }
                        }
                        None => return Err(format!("“{cell}” closes a bracket that is not open")),
                    }
                }
            }
        }
        Ok(())
    }
}

/// Returns whether a cell opens or closes a bracket, or says that the token has none.
pub(super) fn is_bracketed(cell: &str) -> bool {
    brackets(cell).is_some()
}

/// Returns the brackets of a cell, in order; `None` if something else stands in it.
fn brackets(cell: &str) -> Option<Vec<CellBracket<'_>>> {
    let mut found = Vec::new();
    let mut rest = if matches!(cell, "-" | "_") { "" } else { cell };
    while let Some(first) = rest.chars().next() {
        let label = |from: &'_ str| from.find(['(', ')', '*', '|']).unwrap_or(from.len());
        match first {
            '*' | '|' => rest = &rest[1..],
            '(' => {
                let behind = &rest[1..];
                let (name, more) = behind.split_at(label(behind));
                found.push(CellBracket::Opens(Some(name).filter(|name| !name.is_empty())?));
                rest = more;
            }
            _ => {
                let (name, more) = rest.split_at(label(rest));
                found.push(CellBracket::Closes(name));
                rest = more.strip_prefix(')')?;
            }
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_one_another_end_at_their_own_tokens() {
        let (mut open, mut tags) = (OpenBrackets::default(), Vec::new());
        for (at, cell) in ["(ORG(GPE)*", "*", "*)", "-", "(1|(2", "1)", "2)"].into_iter().enumerate() {
            open.mark(&mut tags, cell, (2 * at, 2 * at + 1), at).unwrap();
        }
        let found: Vec<(&str, (usize, usize))> = tags.iter().map(|tag| (tag.label.as_str(), tag.parts[0])).collect();
        assert_eq!(found, [("ORG", (0, 5)), ("GPE", (0, 1)), ("1", (8, 11)), ("2", (8, 13))]);
        assert!(open.mark(&mut tags, "*)", (14, 15), 7).unwrap_err().contains("not open"));
        assert!(["B-claim", "claim", "()", "x*"].into_iter().all(|cell| !is_bracketed(cell)));
    }
}
