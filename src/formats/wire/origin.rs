//! Reads where a text came from, out of the fields that other tools' files have beside it.
//!
//! ```text
//!   {"text": "…", "title": "Rents rise", "url": "https://…", "Comments": ["why?"]}
//!                 ╰─────────── the origin of the text ──────╯ ╰ counted as left out
//! ```
//!
//! No format prescribes these fields; the names are those that people give them.

use super::json::{self, Fields};
use crate::convert::TextOrigin;
use crate::formats::engine::loss::Losses;

/// The names of the fields, in small letters.
const TITLE: [&str; 2] = ["title", "headline"];
const ADDRESS: [&str; 4] = ["url", "link", "source_url", "address"];
const DATE: [&str; 5] = ["date", "published", "published_at", "publication_date", "date_published"];
const PUBLISHER: [&str; 3] = ["publisher", "source", "outlet"];
const LANGUAGE: [&str; 2] = ["language", "lang"];
const LICENSE: [&str; 2] = ["license", "licence"];
const AUTHORS: [&str; 3] = ["author", "authors", "byline"];

/// Reads the origin of a text from the fields of an object, and counts the fields that are neither part of it nor `known`.
pub(crate) fn origin(losses: &mut Losses, object: &str, known: &[&str]) -> TextOrigin {
    let mut origin = TextOrigin::default();
    let Ok(Fields(fields)) = serde_json::from_str::<Fields>(object) else { return origin };
    let mut taken = known.to_vec();
    for (name, value) in fields.iter().filter(|(name, _)| !known.contains(&name.as_ref())) {
        let words = json::text(value).filter(|words| !words.trim().is_empty());
        let authors = || serde_json::from_str::<Vec<String>>(value.get()).ok().or_else(|| Some(vec![words.clone()?]));
        let lower = name.to_lowercase();
        let is = |names: &[&str]| names.contains(&lower.as_str());
        let slot = match () {
            () if is(&TITLE) => &mut origin.title,
            () if is(&ADDRESS) => &mut origin.address,
            () if is(&DATE) => &mut origin.date,
            () if is(&PUBLISHER) => &mut origin.publisher,
            () if is(&LANGUAGE) => &mut origin.language,
            () if is(&LICENSE) => &mut origin.license,
            () if is(&AUTHORS) && origin.authors.is_empty() => {
                if let Some(authors) = authors() {
                    origin.authors = authors;
                    taken.push(name);
                }
                continue;
            }
            () => continue,
        };
        if let (None, Some(words)) = (&slot, words) {
            *slot = Some(words);
            taken.push(name);
        }
    }
    json::count_others(losses, object, &taken);
    origin
}

/// Returns the origin, if it says anything.
pub(crate) fn some(origin: TextOrigin) -> Option<TextOrigin> {
    Some(origin).filter(|origin| *origin != TextOrigin::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_tell_the_origin_are_taken_and_the_others_counted() {
        let mut losses = Losses::default();
        let object = r#"{"text": "…", "Title": "Rents rise", "url": "https://e.org", "author": ["Ann", "Bo"], "date": 3, "k": 1}"#;
        let found = origin(&mut losses, object, &["text"]);
        assert_eq!((found.title.as_deref(), found.address.as_deref()), (Some("Rents rise"), Some("https://e.org")));
        assert_eq!((found.authors, found.date), (vec!["Ann".to_string(), "Bo".to_string()], None));
        assert_eq!(losses.iter().map(|(_, loss)| loss.count).sum::<usize>(), 2, "the date is a number; k is unknown");
    }
}
