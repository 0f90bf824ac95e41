//! Finds texts that report on the same event, and writes that into `corpus.ron`.

use crate::cli::note;
use crate::compare::events::{MOST, Reported, event_name, of_one_event};
use crate::corpus::{Corpus, declare, text_file};
use crate::failure::Failure;
use crate::say;
use crate::text::grapheme;

/// The number of bytes of a text that are read to find its subject.
const READ: usize = 1 << 16;

/// Returns groups of documents that report on one event, with at least one of `asked` in each. Documents that are in a
/// pair already are skipped.
pub(crate) fn groups(corpus: &Corpus, asked: &[String]) -> Vec<Vec<String>> {
    let taken: Vec<&String> = corpus.declared_pairs().iter().flat_map(|(left, right)| [left, right]).collect();
    let events = corpus.events();
    let is_taken = |name: &String| taken.contains(&name) || events.values().flatten().any(|other| other == name);
    let mut names: Vec<String> =
        corpus.documents().unwrap_or_default().into_iter().filter(|name| !is_taken(name)).collect();
    if names.len() > MOST {
        note!("diptych: {} of {} texts were compared to find pairs", say::thousands(MOST), say::thousands(names.len()));
        names.sort_by_key(|name| !asked.contains(name));
        names.truncate(MOST);
        names.sort();
    }
    let text = |name: &String| {
        let text = text_file::read_text(&corpus.text_path(name).ok()?, text_file::LIMIT).ok()?;
        Some(text[..grapheme::floor_char(&text, READ)].to_string())
    };
    let read: Vec<(&String, String)> = names.iter().filter_map(|name| Some((name, text(name)?))).collect();
    let documents: Vec<Reported> = read.iter().map(|(name, text)| Reported { name, text }).collect();
    let groups = of_one_event(&documents).into_iter();
    let named = groups.map(|group| group.into_iter().map(|number| read[number].0.clone()).collect::<Vec<String>>());
    named.filter(|group| group.iter().any(|name| asked.contains(name))).collect()
}

/// Writes groups into `corpus.ron`: two documents as a pair, more as an event. Returns a line for each.
///
/// # Errors
/// If the file cannot be read, added to or written.
pub(crate) fn declare(corpus: &Corpus, groups: &[Vec<String>]) -> Result<Vec<String>, Failure> {
    let declared = declare::change(corpus, |old| {
        let (mut text, mut lines) = (old.to_string(), Vec::new());
        for group in groups {
            match group.as_slice() {
                [left, right] => {
                    text = declare::with_pair(&text, left, right)?;
                    lines.push(format!("pair: {left} and {right}"));
                }
                documents => {
                    let names: Vec<&str> = documents.iter().map(String::as_str).collect();
                    let event = event_name(&names);
                    text = declare::with_event(&text, &event, documents)?;
                    lines.push(format!("event {event}: {}", documents.join(", ")));
                }
            }
        }
        Ok((text, lines))
    });
    Ok(declared?)
}
