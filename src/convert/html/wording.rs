//! Finds which texts stand in others, all at once: a page may have thousands of paragraphs.
//!
//! ```text
//!   "waterlikethissince1987"  in  "wehavenotseenwaterlikethissince1987saidadaobi"      a quotation that is set large, too
//! ```

use std::collections::HashMap;

/// A text of fewer bytes is not looked for.
const LEAST: usize = 20;

/// Returns for each text of `looked_for` whether it stands in a longer one of `texts`. A text shorter than [`LEAST`] does not.
pub(super) fn contained(looked_for: &[String], texts: &[String]) -> Vec<bool> {
    let mut found = vec![false; looked_for.len()];
    // The numbers of the texts that begin with the same bytes and are not found yet.
    let mut open: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (number, text) in looked_for.iter().enumerate() {
        if let Some(head) = text.as_bytes().get(..LEAST) {
            open.entry(head).or_default().push(number);
        }
    }
    for text in texts.iter().map(String::as_bytes) {
        for (at, head) in text.windows(LEAST).enumerate() {
            if let Some(numbers) = open.get_mut(head) {
                let rest = &text[at..];
                numbers.retain(|number| {
                    let own = looked_for[*number].as_bytes();
                    found[*number] |= own.len() < text.len() && rest.starts_with(own);
                    !found[*number]
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_in_a_longer_one() {
        let texts = ["wehavenotseenwaterlikethis", "notseenwaterlikethis", "notseenwaterlikethiss", "short", ""];
        let texts = texts.map(String::from);
        assert_eq!(contained(&texts, &texts), [false, true, false, false, false]);
        let same = ["notseenwaterlikethis".to_string(), "notseenwaterlikethis".to_string()];
        assert_eq!(contained(&same, &same), [false, false]);
    }
}
