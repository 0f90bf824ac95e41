//! Placeholder.
use unicode_segmentation::UnicodeSegmentation;
/// Sentences.
pub fn sentences(paragraph: &str) -> Vec<std::ops::Range<usize>> {
    paragraph.split_sentence_bound_indices().map(|(at, s)| at..at + s.len()).collect()
}
