//! Searches all texts of a corpus at once: for `:grep`, and for the words that filter the list of pairs.
//!
//! ```text
//!   names ─▶ a thread a core takes the next one ─▶ read ─▶ has it a hit? ─▶ its lines ─▶ found(…), as they come
//! ```
//!
//! Most texts have no hit, so each is first only tested for one. A hit is what `/` finds in the text.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Corpus, text_file};
use crate::text::search::Query;
use crate::text::{Span, grapheme};

/// The number of bytes to which a line is shortened around a hit.
const AROUND: usize = 120;

/// A line with a hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrepHit {
    /// The name of the document.
    pub document: String,
    /// Its file.
    pub path: PathBuf,
    /// The byte at which the hit begins.
    pub at: usize,
    /// The number of the line, from 1.
    pub line: usize,
    /// The line, shortened round the hit.
    pub words: String,
}

/// What to look for in each text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrepFor {
    /// The lines with a hit.
    Lines,
    /// Only the first line with a hit.
    First,
}

/// Searches the documents of these names, which were just listed. Hands the hits of a text to `found`, on several threads and in no order;
/// a text that cannot be read has none. Ends when `is_over` says so.
pub(crate) fn grep(
    corpus: &Corpus,
    names: &[String],
    query: &Query,
    what: GrepFor,
    is_over: &(dyn Fn() -> bool + Sync),
    found: &(dyn Fn(Vec<GrepHit>) + Sync),
) {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)).filter(|_| !is_over()) {
            let path = corpus.listed_path(name);
            let Ok(text) = text_file::read_text(&path, text_file::LIMIT) else { continue };
            let hits = hits(name, &path, &text, query, what);
            if !hits.is_empty() {
                found(hits);
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        (1..cores).for_each(|_| drop(scope.spawn(work)));
        work();
    });
}

/// Returns the lines of a text with a hit, each once.
fn hits(name: &str, path: &Path, text: &str, query: &Query, what: GrepFor) -> Vec<GrepHit> {
    let mut hits = Vec::new();
    let (mut from, mut line, mut counted) = (0, 1, 0);
    while let Some(hit) = query.next(text, from) {
        let end = memchr::memchr(b'\n', &text.as_bytes()[hit.start..]).map_or(text.len(), |at| hit.start + at);
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..hit.start]).map_or(0, |at| at + 1);
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..hit.start]).count();
        counted = hit.start;
        let words = around(text, Span::new(start, end.max(hit.start)), hit);
        hits.push(GrepHit { document: name.into(), path: path.into(), at: hit.start, line, words });
        if what == GrepFor::First {
            break;
        }
        // A hit may reach beyond the end of its line.
        from = if hit.end > end { hit.end } else { end + 1 };
    }
    hits
}

/// Returns a line, shortened around the hit.
fn around(text: &str, line: Span, hit: Span) -> String {
    let start = grapheme::floor_char(text, hit.start.saturating_sub(AROUND / 2)).max(line.start);
    let end = grapheme::floor_char(text, (hit.end + AROUND).min(line.end)).max(start);
    let lead = if start > line.start { "…" } else { "" };
    let tail = if end < line.end { "…" } else { "" };
    format!("{lead}{}{tail}", text[start..end].trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::sync::Mutex;

    fn found(texts: &[(&str, &str)], typed: &str, what: GrepFor) -> Vec<(String, usize, String)> {
        let folder = tempfile::tempdir().unwrap();
        texts.iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).unwrap());
        let corpus = Corpus::here(folder.path()).unwrap();
        let (names, query) = (corpus.documents().unwrap(), Query::new(typed).unwrap());
        let all = Mutex::new(Vec::new());
        grep(&corpus, &names, &query, what, &|| false, &|hits| all.lock().unwrap().extend(hits));
        let mut all = all.into_inner().unwrap();
        all.sort_by(|one, other| (&one.document, one.at).cmp(&(&other.document, other.at)));
        all.into_iter().map(|hit| (hit.document, hit.line, hit.words)).collect()
    }

    #[test]
    fn every_line_with_a_hit_is_found_once_as_a_search_would() {
        let texts = [
            ("a.txt", "one\nthe prime\nminister and the prime minister\nend"),
            ("b.txt", "none"),
            ("c.txt", "Prime  minister"),
        ];
        let hit = |name: &str, line, words: &str| (name.to_string(), line, words.to_string());
        assert_eq!(
            found(&texts, "prime minister", GrepFor::Lines),
            [
                hit("a.txt", 2, "the prime"),
                hit("a.txt", 3, "minister and the prime minister"),
                hit("c.txt", 1, "Prime  minister")
            ]
        );
        assert_eq!(found(&texts, "prime minister", GrepFor::First).len(), 2);
        assert!(found(&texts, "chancellor", GrepFor::Lines).is_empty());
    }

    #[test]
    fn a_long_line_is_shortened_round_its_hit() {
        let text = format!("{}🇺🇦 here {}", "é".repeat(500), "ü".repeat(500));
        let (_, _, words) = found(&[("a.txt", &text)], "here", GrepFor::Lines).swap_remove(0);
        assert!(words.starts_with('…') && words.ends_with('…') && words.contains("here"), "{words}");
        assert!(words.len() < 400);
    }
}
