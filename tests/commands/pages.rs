//! Tests that saved pages become the text of their articles: nothing of the page around them is kept, and no paragraph
//! is lost.
//!
//! The pages in `tests/data/pages` have the forms of real pages, with words written for the tests; beside each is its
//! article.

use std::fs;
use std::path::{Path, PathBuf};

use diptych::convert::kind::tell;
use diptych::convert::{Converted, convert};

/// The most words that may stand in a text and not in its article: one in twenty.
const ONE_IN: usize = 20;

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == "html")).collect();
    pages.sort();
    pages
}

fn read(page: &Path) -> Converted {
    let bytes = fs::read(page).unwrap();
    convert(tell(page, &bytes), &bytes, None).unwrap().texts.remove(0)
}

/// The words of a text; of scripts without blanks, its signs.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.chars() {
        if !c.is_alphanumeric() || matches!(c, '\u{4e00}'..='\u{9fff}') {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words.last_mut().unwrap().extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The length of the longest common subsequence.
fn shared(one: &[String], other: &[String]) -> usize {
    let mut row = vec![0; other.len() + 1];
    for word in one {
        let mut before = 0;
        for (at, there) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == there { before + 1 } else { above.max(row[at]) };
            before = above;
        }
    }
    row[other.len()]
}

#[test]
fn a_page_becomes_its_article() {
    let pages = pages();
    assert!(pages.len() >= 24, "{} pages", pages.len());
    let mut faults = Vec::new();
    for page in &pages {
        let article = fs::read_to_string(page.with_extension("txt")).unwrap();
        let (wanted, found) = (words(&article), words(&read(page).text));
        let residue = found.len() - shared(&wanted, &found);
        let name = page.file_stem().unwrap().to_string_lossy();
        if residue * ONE_IN > found.len() {
            faults.push(format!("{name}: {residue} of {} words are not the article's", found.len()));
        }
        let flat = format!(" {} ", found.join(" "));
        let lost = article
            .lines()
            .filter(|line| !flat.contains(&format!(" {} ", words(line).join(" "))) && !words(line).is_empty());
        faults.extend(lost.map(|line| format!("{name}: lost: {line}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_page_says_where_it_comes_from() {
    let stated: Vec<(String, Converted)> =
        pages().iter().map(|page| (page.file_stem().unwrap().to_string_lossy().into_owned(), read(page))).collect();
    let of = |name: &str| &stated.iter().find(|(own, _)| own == name).unwrap().1.origin;
    assert_eq!(of("saved-page-bahn").address.as_deref(), Some("https://tageblatt.example/verkehr/bahn"));
    assert_eq!(of("french-daily-cantine").authors, ["Claire Morvan"]);
    assert_eq!(of("french-daily-cantine").language.as_deref(), Some("fr"));
    assert_eq!(of("broadcaster-flood").date.as_deref(), Some("2026-05-03T15:30:00Z"));
    assert!(of("wiki-fire").license.as_deref().unwrap().contains("by-sa"));
    assert!(stated.iter().all(|(_, page)| page.origin.title.is_some()));
}

#[test]
fn half_a_page_is_read_without_a_panic() {
    for page in pages() {
        let bytes = fs::read(&page).unwrap();
        for cut in (0..bytes.len()).step_by(997) {
            let _ = convert(tell(&page, &bytes[..cut]), &bytes[..cut], None);
            let _ = convert(tell(&page, &bytes[cut..]), &bytes[cut..], None);
        }
    }
}
