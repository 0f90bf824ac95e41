//! Finds grapheme boundaries (UAX #29), so that what a reader calls a character is never cut.
//!
//! All offsets are bytes. An offset inside a grapheme is accepted and moved to an edge of the grapheme.

use unicode_segmentation::GraphemeCursor;

/// Returns the first boundary after `at`; at the end of the text, that end.
pub fn next(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    // Two ASCII bytes in a row are two graphemes, except CR LF.
    if let (Some(here), Some(then)) = (bytes.get(at), bytes.get(at + 1))
        && here.is_ascii()
        && then.is_ascii()
        && *here != b'\r'
    {
        return at + 1;
    }
    let at = floor_char(text, at);
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// Returns the last boundary before `at`; 0 at the beginning.
pub fn prev(text: &str, at: usize) -> usize {
    let at = floor_char(text, at);
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// Returns the last boundary at or before `at`.
pub fn floor(text: &str, at: usize) -> usize {
    let at = floor_char(text, at);
    if is_boundary(text, at) { at } else { prev(text, at) }
}

/// Returns the first boundary at or after `at`.
pub fn ceil(text: &str, at: usize) -> usize {
    let below = floor(text, at);
    if below == at.min(text.len()) { below } else { next(text, below) }
}

/// Returns whether a grapheme begins or the text ends at byte `at`.
pub fn is_boundary(text: &str, at: usize) -> bool {
    text.is_char_boundary(at) && GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(false)
}

/// Returns the last code point boundary at or before `at`.
pub fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[test]
    fn a_family_a_flag_and_a_line_end_are_one_step_each() {
        let text = "a👨‍👩‍👧🇺🇦🇰🇷e\u{301}\r\nz";
        let mut at = 0;
        let mut steps = vec![0];
        while at < text.len() {
            at = next(text, at);
            steps.push(at);
        }
        assert_eq!(steps, [0, 1, 19, 27, 35, 38, 40, 41]);
        for pair in steps.windows(2) {
            assert_eq!(prev(text, pair[1]), pair[0]);
            assert_eq!(floor(text, pair[1] - 1), pair[0]);
            assert_eq!(ceil(text, pair[0] + 1), pair[1]);
        }
    }

    proptest! {
        #[test]
        fn steps_are_those_of_the_library(text in "(\\PC|\u{301}|\u{200d}|\u{fe0f}|🇰|👩|\r|\n){0,40}") {
            let theirs: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
            for at in 0..=text.len() {
                let below = *theirs.iter().rfind(|b| **b <= at).unwrap();
                prop_assert_eq!(floor(&text, at), below);
                prop_assert_eq!(is_boundary(&text, at), theirs.contains(&at));
                if theirs.contains(&at) && at < text.len() {
                    prop_assert_eq!(next(&text, at), *theirs.iter().find(|b| **b > at).unwrap());
                }
            }
        }
    }
}
