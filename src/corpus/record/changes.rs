//! Reads a layer that another program has changed in a few lines, and writes one in which a few tags were changed: in a time that
//! grows with these lines, apart from copying and comparing text.
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
//! again, or its id is another's, the whole file has to be read. Written in this way is only a text that was written here before:
//! the file is the same, byte for byte, as if it had been written as a whole.

use std::collections::HashSet;
use std::sync::Arc;

use memchr::memchr_iter;

use super::read::{LayerReading, Placing, read};
use super::resolver::TextResolver;
use super::write::{placed, write_around};
use crate::tags::set::SetDifference;
use crate::tags::{Id, Records, Tag};
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

/// Returns what [`write`](super::write) returns for these records. `known` is what it has returned for the records `before`, on
/// the same document: the lines of the tags that both have are copied from there. Returns `None` if the layer has to be written as
/// a whole.
pub(crate) fn write_changes(
    (known, before): (&str, &Records),
    records: &Records,
    document: &Document,
    name: &str,
    annotator: &str,
) -> Option<String> {
    // An unknown field is written as it was read, and may have several lines.
    let is_one_line = |tag: &Tag| tag.extra.iter().all(|(_, value)| !value.contains('\n'));
    if !before.tags.iter().all(is_one_line) {
        return None;
    }
    let SetDifference { own: gone, others: new } = before.tags.difference(&records.tags);
    let new = before.tags.ranks(new.iter().copied()).zip(new.iter().map(|tag| Some(*tag)));
    let gone = before.tags.ranks(gone.iter().copied()).map(|rank| (rank, None));
    // A new tag stands before the line of its rank, so it comes first if that line is gone.
    let mut changes: Vec<(usize, Option<&Tag>)> = new.chain(gone).collect();
    changes.sort_by_key(|(rank, _)| *rank);
    let mut lines = TagLines::of(known)?;
    let mut pieces: Vec<(&str, Option<&Tag>)> = Vec::with_capacity(changes.len() + 1);
    for (rank, new) in changes {
        pieces.push((lines.up_to(rank)?, new));
        if new.is_none() {
            lines.up_to(rank + 1)?;
        }
    }
    pieces.push((lines.up_to(before.tags.len())?, None));
    let ground = TextResolver::new(document);
    Some(write_around(records, &ground, name, annotator, |out| {
        for (copied, new) in pieces {
            out.push_str(copied);
            new.into_iter().for_each(|tag| placed(out, tag, &ground));
        }
    }))
}

/// The lines of a written layer from the first tag on. Each begins with its line break, as [`placed`] writes it.
struct TagLines<'a> {
    text: &'a str,
    breaks: memchr::Memchr<'a>,
    /// The number of lines that were passed.
    passed: usize,
    /// The byte at which the next line begins.
    next: usize,
}

impl<'a> TagLines<'a> {
    /// Returns the lines of a text; `None` if its list of tags is empty.
    fn of(known: &'a str) -> Option<TagLines<'a>> {
        let text = &known[known.find(OPEN)? + OPEN.len() - 1..];
        let mut breaks = memchr_iter(b'\n', text.as_bytes());
        let next = breaks.next()?;
        Some(TagLines { text, breaks, passed: 0, next })
    }

    /// Passes lines until so many are passed. Returns their text; `None` if there are fewer.
    fn up_to(&mut self, lines: usize) -> Option<&'a str> {
        let begin = self.next;
        if let Some(more) = lines.checked_sub(self.passed + 1) {
            self.next = self.breaks.nth(more)?;
            self.passed = lines;
        }
        Some(&self.text[begin..self.next])
    }
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
    use crate::tags::target::{Lost, Target};
    use crate::tags::{Layer, Link, Tag};
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

        #[test]
        fn a_changed_layer_is_written_as_the_whole_layer_is(before in edits(30), then in edits(30)) {
            let document = document();
            let mut layer = Layer::default();
            before.into_iter().for_each(|edit| drop(layer.apply(edit)));
            let lost = Tag { id: "t-lost".into(), span: Span::default(), ..Tag::new("claim", Span::default(), "") };
            let target = Target::of(&document, Span::new(5, 9));
            layer.apply(Edit::Lost(lost.id.clone(), Some(Lost { tag: lost, target })));
            layer.apply(Edit::link(Link {
                id: "l-1".into(),
                kind: "rests on".into(),
                from: "t-1".into(),
                to: "t-2".into(),
                document: None,
                at: String::new(),
                rival: None,
                extra: Vec::new(),
            }));
            let records = layer.records().clone();
            let known = write(&records, &document, "a.txt", "ana");
            then.into_iter().for_each(|edit| drop(layer.apply(edit)));
            let written = write_changes((&known, &records), layer.records(), &document, "a.txt", "ana");
            prop_assert_eq!(written, Some(write(layer.records(), &document, "a.txt", "ana")));
        }
    }

    #[test]
    fn a_field_of_several_lines_has_the_whole_layer_written() {
        let document = document();
        let mut layer = Layer::default();
        layer.apply(edit((1, 1, Some("claim"))));
        let mut tag = layer.tags().iter().next().unwrap().clone();
        tag.extra = vec![("later".into(), "(1,\n2)".into())];
        layer.apply(Edit::put(tag));
        let known = write(layer.records(), &document, "a.txt", "ana");
        let written = write_changes((&known, layer.records()), layer.records(), &document, "a.txt", "ana");
        assert_eq!(written, None);
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
