//! Keeps texts that need little conversion: UTF-8 unchanged, and the output of programs for PDFs with its lines joined.

use super::{Converted, TextOrigin};

/// Takes a text unchanged.
pub(crate) fn read(text: String) -> Converted {
    Converted { text, origin: TextOrigin::default(), name: None }
}

/// The end of a page: form feed.
const PAGE: char = '\u{c}';

/// Joins the lines of a text whose paragraphs were broken into lines, as a PDF's are.
///
/// ```text
///   The river rose by two me-      The river rose by two metres in one night.
///   tres in one night.
///
///   12                             (a line with nothing but the number of a page)
/// ```
///
/// A line ends its paragraph if an empty line follows, or if it is clearly shorter than the others and ends a sentence.
pub(crate) fn joined(text: &str) -> String {
    let longest = typical(text);
    let mut paragraphs: Vec<String> = Vec::new();
    // Whether the last paragraph continues with the next line, and whether it did before the current empty lines.
    let (mut open, mut was_open) = (false, false);
    for page in text.split(PAGE) {
        let is_cut = |last: &String| last.ends_with(|c: char| c.is_alphanumeric() || ",;-".contains(c));
        open = (open || was_open) && paragraphs.last().is_some_and(is_cut);
        for line in page.lines().map(str::trim) {
            if line.is_empty() {
                was_open |= open;
                open = false;
                continue;
            }
            if !open && line.len() < 8 && line.chars().all(|c| c.is_ascii_digit() || " -–|".contains(c)) {
                continue;
            }
            let is_item = line.starts_with(['•', '–', '▪', '‣', '●']) || line.starts_with("- ");
            match paragraphs.last_mut().filter(|_| open && !is_item) {
                Some(last) => join(last, line),
                None => paragraphs.push(line.into()),
            }
            let ends = line.ends_with(['.', '!', '?', '”', '"', ':', '»', ')']);
            open = !(ends && line.chars().count() * 10 < longest * 8);
            was_open = false;
        }
    }
    paragraphs.join("\n\n") + if paragraphs.is_empty() { "" } else { "\n" }
}

/// Appends a line to a paragraph; joins a word that was divided at the end of a line.
fn join(paragraph: &mut String, line: &str) {
    let is_cut = paragraph.ends_with('-')
        && paragraph.trim_end_matches('-').ends_with(char::is_lowercase)
        && line.starts_with(char::is_lowercase);
    if is_cut || paragraph.ends_with('\u{ad}') {
        paragraph.pop();
    } else {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

/// Returns the length, in characters, that nine of ten lines do not exceed.
fn typical(text: &str) -> usize {
    let mut lengths: Vec<usize> =
        text.lines().map(|line| line.trim().chars().count()).filter(|count| *count > 0).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() * 9 / 10).or(lengths.last()).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_pdf_become_paragraphs() {
        let pdf = "Flood takes villages\n\nThe river rose by two me-\ntres in one night, said\nthe governor.\nTen villages lost power,\nand the road is closed\n\u{c}to everyone.\n\n2\n\n• one\n• two\n";
        assert_eq!(
            joined(pdf),
            "Flood takes villages\n\nThe river rose by two metres in one night, said the governor.\n\nTen villages lost power, \
             and the road is closed to everyone.\n\n• one\n\n• two\n"
        );
        assert_eq!(joined(""), "");
    }
}
