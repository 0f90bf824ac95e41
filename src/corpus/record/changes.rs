//! Reads a layer that another program has changed in a few lines, in a time that grows with these lines.
//!
//! ```text
//!   known                                       found
//!       tags: [                                     tags: [
//!           (id: "t-1", …),                             (id: "t-1", …),        the same line: the tag is known
//!           (id: "t-2", …),                                                    removed
//!           (id: "t-3", …),                             (id: "t-3", …),
//!                                                       (id: "t-4", …),        added: only this line is parsed
//!       ],                                          ],
//! ```
//!
//! A layer has one tag in each line, so the tags of equal lines are equal. The records share their leaves with the known ones,
//! which makes them quick to merge. Where this does not hold, because a person has broken the lines, or a tag has to be placed
//! again, or its id is another's, the whole file has to be read.

use std::collections::HashSet;
use std::sync::Arc;

use super::read::{LayerReading, Placing, read};
use crate::tags::{Id, Records};
use crate::text::Document;

/// Reads a text of `annotator`'s layer on the document that is called `name` in its corpus. `records` are those of another text
/// of the layer, `known`. Returns `None` if the text has to be [read](super::read) as a whole.
pub(crate) fn read_changes(
    (known, records): (&str, &Records),
    text: &str,
    document: &Document,
    name: &str,
    annotator: &str,
) -> Option<Records> {
    let (known, found) = (LayerLines::of(known)?, LayerLines::of(text)?);
    let is_whole = known.tags.len() == records.tags.len() + records.lost.len() && records.carried.tags.is_empty();
    if !is_whole || known.head != found.head {
        return None;
    }
    let (gone, new) = differing(&known.tags, &found.tags)?;
    let read = |layer: &LayerLines, tags: &[&str]| {
        let reading = read(&layer.with(tags), document, name, annotator).ok()?;
        let LayerReading { records, text_changed, placing, .. } = reading;
        let is_whole = records.tags.len() + records.lost.len() == tags.len() && records.carried.tags.is_empty();
        (is_whole && !text_changed && placing == Placing::default()).then_some(records)
    };
    let (gone, new) = (read(&known, &gone)?, read(&found, &new)?);
    let (mut tags, mut lost) = (records.tags.clone(), Arc::clone(&records.lost));
    for tag in gone.tags.iter() {
        tags.remove(tag.span, &tag.id)?;
    }
    for id in gone.lost.keys() {
        Arc::make_mut(&mut lost).remove(id)?;
    }
    let ids: HashSet<&Id> = new.tags.iter().map(|tag| &tag.id).chain(new.lost.keys()).collect();
    let others = lost.keys().chain(new.links.keys()).chain(new.verdicts.keys()).chain(new.remarks.keys());
    if tags.iter().map(|tag| &tag.id).chain(others).any(|id| ids.contains(id)) {
        return None;
    }
    for tag in new.tags.iter() {
        tags.insert(tag.clone());
    }
    for (id, it) in new.lost.iter() {
        Arc::make_mut(&mut lost).insert(id.clone(), it.clone());
    }
    Some(Records { tags, lost, ..new })
}

/// A layer's text, with one tag in each line.
struct LayerLines<'a> {
    /// The text before the first tag.
    head: &'a str,
    tags: Vec<&'a str>,
    /// The text after the last tag.
    tail: &'a str,
}

impl<'a> LayerLines<'a> {
    /// Takes a text apart; `None` if it has no tags, or not one in each line.
    fn of(text: &'a str) -> Option<LayerLines<'a>> {
        let opened = text.find(OPEN)? + OPEN.len();
        let (head, rest) = text.split_at(opened);
        let mut tags = Vec::new();
        let mut at = 0;
        for line in rest.split_inclusive('\n') {
            if !(line.starts_with("        (") && line.ends_with("),\n")) {
                break;
            }
            tags.push(line);
            at += line.len();
        }
        let tail = &rest[at..];
        tail.starts_with("    ],\n").then_some(LayerLines { head, tags, tail })
    }

    /// Returns the text with these tags in place of its own.
    fn with(&self, tags: &[&str]) -> String {
        [&[self.head], tags, &[self.tail]].concat().concat()
    }
}

/// The line before the first tag.
const OPEN: &str = "\n    tags: [\n";

/// Returns the lines that only the first list has, and those that only the other has; `None` if a line is there twice.
fn differing<'a>(one: &[&'a str], other: &[&'a str]) -> Option<(Vec<&'a str>, Vec<&'a str>)> {
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[same..], &other[same..]);
    let same = one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[..one.len() - same], &other[..other.len() - same]);
    let (ones, others): (HashSet<&str>, HashSet<&str>) =
        (one.iter().copied().collect(), other.iter().copied().collect());
    if ones.len() < one.len() || others.len() < other.len() {
        return None;
    }
    let without = |lines: &[&'a str], there: &HashSet<&str>| {
        lines.iter().copied().filter(|line| !there.contains(line)).collect::<Vec<_>>()
    };
    Some((without(one, &others), without(other, &ones)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::record::write;
    use crate::tags::edit::Edit;
    use crate::tags::{Layer, Tag};
    use crate::text::Span;
    use proptest::prelude::*;

    const WORDS: usize = 40;

    fn document() -> Document {
        Document::new((0..WORDS).map(|word| format!("w{word:03} ")).collect::<String>())
    }

    /// Returns an edit that makes, changes or removes a tag with this number.
    fn edit((number, word, label): (usize, usize, Option<&'static str>)) -> Edit {
        let id: Id = format!("t-{number}").as_str().into();
        let put = label.map(|label| Tag { id: id.clone(), ..Tag::new(label, Span::new(word * 5, word * 5 + 4), "") });
        Edit::Tag(id, put)
    }

    fn edits(most: usize) -> impl Strategy<Value = Vec<Edit>> {
        let label = prop::option::of(prop::sample::select(vec!["claim", "figure"]));
        prop::collection::vec((0..20usize, 0..WORDS, label).prop_map(edit), 0..most)
    }

    proptest! {
        #[test]
        fn a_change_gives_the_records_that_the_whole_file_gives(before in edits(30), then in edits(6), cut in 0..400usize) {
            let document = document();
            let mut layer = Layer::default();
            before.into_iter().for_each(|edit| drop(layer.apply(edit)));
            let records = layer.records().clone();
            let known = write(&records, &document, "a.txt", "ana");
            then.into_iter().for_each(|edit| drop(layer.apply(edit)));
            let text = write(layer.records(), &document, "a.txt", "ana");
            let found = read_changes((&known, &records), &text, &document, "a.txt", "ana");
            // A list without tags stands in one line.
            prop_assert_eq!(found.is_some(), !(records.tags.is_empty() || layer.tags().is_empty()));
            if let Some(found) = found {
                prop_assert_eq!(&found, &super::read(&text, &document, "a.txt", "ana").unwrap().records);
                let lines = text.lines().count();
                let without: String = text.split_inclusive('\n').enumerate().filter(|(at, _)| *at != cut % lines).map(|(_, it)| it).collect();
                if let Some(found) = read_changes((&known, &records), &without, &document, "a.txt", "ana") {
                    prop_assert_eq!(found, super::read(&without, &document, "a.txt", "ana").unwrap().records);
                }
            }
        }
    }

    #[test]
    fn a_text_that_is_not_a_tag_in_each_line_is_read_as_a_whole() {
        let document = document();
        let mut layer = Layer::default();
        for number in 0..3 {
            layer.apply(edit((number, number, Some("claim"))));
        }
        let (records, known) = (layer.records(), write(layer.records(), &document, "a.txt", "ana"));
        let line = known.lines().find(|line| line.contains("t-1")).unwrap();
        let read = |text: &str| read_changes((&known, records), text, &document, "a.txt", "ana");
        assert_eq!(read(&known).as_ref(), Some(records));
        for (old, new) in [
            (line.to_string(), format!("{line}\n{line}")),
            (line.to_string(), line.replace("t-1", "t-2")),
            (line.to_string(), line.replace("w001", "w009")),
            (line.to_string(), line.replace("label", "lable")),
            (line.to_string(), line.replace(", label", ",\nlabel")),
            ("    annotator: \"ana\"".into(), "    annotator: \"ben\"".into()),
            ("    tags: [".into(), "    tags: [ // all".into()),
        ] {
            let text = known.replace(&old, &new);
            assert_ne!(text, known);
            assert_eq!(read(&text), None, "{text}");
        }
    }
}
