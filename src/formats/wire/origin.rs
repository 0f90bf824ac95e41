//! Reads where a text came from, out of the fields that other tools' files have beside it.
//!
//! ```text
//!   {"text": "…", "title": "Rents rise", "url": "https://…", "Comments": ["why?"]}
//!                 ╰─────────── the origin of the text ──────╯ ╰ counted as left out
//! ```
//!
//! No format prescribes these fields; the names are those that people give them.

use std::borrow::Cow;

use serde_json::value::RawValue;

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
/// The names of an object that holds what is known about a text.
const METADATA: [&str; 3] = ["meta", "metadata", "meta_info"];

/// Reads the origin of a text from the fields of an object, and from those of the object of its metadata, if one of them tells it.
/// Counts the fields that are neither part of it nor `known`.
pub(crate) fn origin(losses: &mut Losses, object: &str, known: &[&str]) -> Option<TextOrigin> {
    let Fields(fields) = serde_json::from_str(object).ok()?;
    let is_meta = |(name, value): &&(Cow<str>, &RawValue)| {
        METADATA.contains(&name.as_ref()) && !known.contains(&name.as_ref()) && value.get().starts_with('{')
    };
    let meta = fields.iter().find(is_meta);
    let known: Vec<&str> = known.iter().copied().chain(meta.map(|(name, _)| name.as_ref())).collect();
    let own = of_fields(losses, object, &known);
    joined(own, meta.and_then(|(_, meta)| of_fields(losses, meta.get(), &[])))
}

/// Reads the origin of a text from the fields of an object alone.
fn of_fields(losses: &mut Losses, object: &str, known: &[&str]) -> Option<TextOrigin> {
    let Fields(fields) = serde_json::from_str(object).ok()?;
    let mut origin = TextOrigin::default();
    let mut taken = known.to_vec();
    for (name, value) in fields.iter().filter(|(name, _)| !known.contains(&name.as_ref())) {
        if take(&mut origin, &name.to_lowercase(), value).is_some() {
            taken.push(name);
        }
    }
    json::count_others(losses, object, &taken);
    (origin != TextOrigin::default()).then_some(origin)
}

/// Returns what two places say about the origin of a text; where both tell the same part, the first counts.
pub(crate) fn joined(first: Option<TextOrigin>, second: Option<TextOrigin>) -> Option<TextOrigin> {
    let (first, second) = match (first, second) {
        (Some(first), Some(second)) => (first, second),
        (one, other) => return one.or(other),
    };
    Some(TextOrigin {
        title: first.title.or(second.title),
        authors: if first.authors.is_empty() { second.authors } else { first.authors },
        date: first.date.or(second.date),
        address: first.address.or(second.address),
        publisher: first.publisher.or(second.publisher),
        language: first.language.or(second.language),
        license: first.license.or(second.license),
    })
}

/// Takes the value of a field, if it is a part of the origin that is not known yet.
fn take(origin: &mut TextOrigin, name: &str, value: &RawValue) -> Option<()> {
    let words = json::text(value).filter(|words| !words.trim().is_empty());
    if AUTHORS.contains(&name) {
        let several = serde_json::from_str(value.get()).ok();
        let authors = several.or(words.map(|one| vec![one])).filter(|_| origin.authors.is_empty())?;
        origin.authors = authors;
        return Some(());
    }
    let parts: [(&[&str], &mut Option<String>); 6] = [
        (&TITLE, &mut origin.title),
        (&ADDRESS, &mut origin.address),
        (&DATE, &mut origin.date),
        (&PUBLISHER, &mut origin.publisher),
        (&LANGUAGE, &mut origin.language),
        (&LICENSE, &mut origin.license),
    ];
    let (_, part) = parts.into_iter().find(|(names, part)| names.contains(&name) && part.is_none())?;
    *part = Some(words?);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_tell_the_origin_are_taken_and_the_others_counted() {
        let mut losses = Losses::default();
        let object = r#"{"text": "…", "Title": "Rents rise", "url": "https://e.org", "author": ["Ann", "Bo"], "date": 3, "k": 1}"#;
        let found = origin(&mut losses, object, &["text"]).unwrap();
        assert_eq!((found.title.as_deref(), found.address.as_deref()), (Some("Rents rise"), Some("https://e.org")));
        assert_eq!((found.authors, found.date), (vec!["Ann".to_string(), "Bo".to_string()], None));
        assert_eq!(losses.iter().map(|(_, loss)| loss.count).sum::<usize>(), 2, "the date is a number; k is unknown");
    }

    #[test]
    fn metadata_in_an_object_of_its_own_are_taken_too() {
        let mut losses = Losses::default();
        let object =
            r#"{"text": "…", "url": "https://e.org", "meta": {"title": "Rents", "url": "https://other.org", "k": 1}}"#;
        let found = origin(&mut losses, object, &["text"]).unwrap();
        assert_eq!((found.title.as_deref(), found.address.as_deref()), (Some("Rents"), Some("https://e.org")));
        assert_eq!(losses.iter().map(|(_, loss)| loss.count).sum::<usize>(), 1, "k is unknown");
    }
}
