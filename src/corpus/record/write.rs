//! Writes records as text, without serde, because records may have unknown fields.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;

use super::FORMAT;
use super::resolver::{Resolver, TargetRef, TextResolver};
use crate::tags::merge::Lines;
use crate::tags::remark::Remark;
use crate::tags::target::{Judged, Lost};
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Extra, Id, Link, Records, Tag, Via};
use crate::text::Document;

/// Returns the text of the file of `annotator`'s layer on the document that is called `name` in its corpus.
pub fn write(records: &Records, document: &Document, name: &str, annotator: &str) -> String {
    write_on(records, &TextResolver::new(document), name, annotator)
}

/// Returns the same with any resolver of places.
pub(super) fn write_on(records: &Records, ground: &impl Resolver, name: &str, annotator: &str) -> String {
    let tags = |out: &mut String| records.tags.iter().for_each(|tag| placed(out, tag, ground));
    write_around(records, ground, name, annotator, tags)
}

/// Returns the same. `tags` writes the tags that have a place, each as [`placed`] does.
pub(super) fn write_around(
    records: &Records,
    ground: &impl Resolver,
    name: &str,
    annotator: &str,
    tags: impl FnOnce(&mut String),
) -> String {
    let carried = &records.carried;
    let (sha256, chars) = ground.text();
    let mut out = String::with_capacity(1024 + records.tags.len() * 256);
    let _ = write!(out, "(\n    format: {FORMAT},\n    document: ");
    record(&mut out, |out| {
        text(out, "path", name);
        text(out, "sha256", sha256);
        number(out, "chars", chars);
        let fields = carried.fields.iter().filter_map(|(name, value)| Some((name.strip_prefix("document.")?, value)));
        fields.for_each(|(name, value)| raw(out, name, value));
    });
    out.push_str(",\n    annotator: ");
    string(&mut out, annotator);
    out.push_str(",\n");
    let mut lost: Vec<&Lost> = records.lost.values().collect();
    lost.sort_by_key(|lost| (lost.target.start, lost.tag.id.as_str()));
    list(&mut out, "tags", &carried.tags, |out| {
        tags(out);
        lost.into_iter().for_each(|lost| item(out, |out| tag(out, (&lost.tag, TargetRef::from(&lost.target), true))));
    });
    list(&mut out, "links", &carried.links, |out| links(records).for_each(|it| item(out, |out| link(out, it))));
    list(&mut out, "verdicts", &carried.verdicts, |out| {
        in_order(records.verdicts.values()).for_each(|it| item(out, |out| verdict(out, it, ground)));
    });
    if !(records.remarks.is_empty() && carried.remarks.is_empty()) {
        list(&mut out, "remarks", &carried.remarks, |out| {
            records.remarks.values().for_each(|it| item(out, |out| remark(out, it)));
        });
    }
    if !carried.unread.is_empty() {
        let unread: Vec<String> = carried.unread.iter().map(|text| quoted(text)).collect();
        list(&mut out, "unread", &unread, |_| {});
    }
    for (name, value) in carried.fields.iter().filter(|(name, _)| !name.starts_with("document.")) {
        let _ = writeln!(out, "    {name}: {value},");
    }
    out.push_str(")\n");
    out
}

/// Writes a tag that has a place, as an item of the list.
pub(super) fn placed(out: &mut String, it: &Tag, ground: &impl Resolver) {
    item(out, |out| tag(out, (it, ground.place(it.span), false)));
}

/// Returns single records as the lines that `write_on` writes.
impl<R: Resolver> Lines for R {
    fn tag(&self, it: &Tag) -> String {
        line(|out| tag(out, (it, self.place(it.span), false)))
    }

    fn lost(&self, it: &Lost) -> String {
        line(|out| tag(out, (&it.tag, TargetRef::from(&it.target), true)))
    }

    fn link(&self, it: &Link) -> String {
        line(|out| link(out, it))
    }

    fn verdict(&self, it: &Verdict) -> String {
        line(|out| verdict(out, it, self))
    }
}

fn line(fields: impl FnOnce(&mut String)) -> String {
    let mut out = String::new();
    record(&mut out, fields);
    out
}

/// Returns the links, ordered by the place where they begin, then by id.
fn links(records: &Records) -> impl Iterator<Item = &Link> {
    let mut links: Vec<&Link> = records.links.values().collect();
    if !links.is_empty() {
        let from: HashSet<&Id> = links.iter().map(|link| &link.from).collect();
        let begins = records.tags.iter().filter(|tag| from.contains(&tag.id));
        let start: HashMap<&Id, usize> = begins.map(|tag| (&tag.id, tag.span.start)).collect();
        links.sort_by_key(|link| start.get(&link.from).copied().unwrap_or(usize::MAX));
    }
    links.into_iter()
}

/// Returns the verdicts, ordered by the places of the judged tags.
fn in_order<'a>(verdicts: impl Iterator<Item = &'a Verdict>) -> impl Iterator<Item = &'a Verdict> {
    let mut verdicts: Vec<&Verdict> = verdicts.collect();
    let place = |judged: &Judged| (judged.target.start, judged.target.end());
    verdicts.sort_by(|a, b| (place(&a.judged), &a.id).cmp(&(place(&b.judged), &b.id)));
    verdicts.into_iter()
}

fn tag(out: &mut String, (tag, place, lost): (&Tag, TargetRef, bool)) {
    text(out, "id", tag.id.as_str());
    text(out, "label", &tag.label);
    target(out, place);
    if lost {
        out.push_str("lost: true, ");
    }
    if let Some(was) = &tag.was {
        text(out, "was", was);
    }
    if !tag.note.is_empty() {
        text(out, "note", &tag.note);
    }
    attributes(out, &tag.attributes);
    if let Some(score) = tag.score {
        let _ = write!(out, "score: {score}, ");
    }
    if !tag.from.is_empty() {
        let from = tag.from.iter().map(|origin| format!("{} {}", origin.annotator, origin.tag));
        texts(out, "from", from);
    }
    via(out, tag.via.as_deref());
    end(out, &tag.at, tag.rival.as_ref(), &tag.extra);
}

fn verdict(out: &mut String, verdict: &Verdict, ground: &impl Resolver) {
    text(out, "id", verdict.id.as_str());
    text(out, "annotator", &verdict.annotator);
    text(out, "tag", verdict.tag.as_str());
    text(out, "verdict", verdict.decision.as_ref().map_or("undecided", Decision::word));
    let mut said = |name: &str, judged: &Judged| {
        let _ = write!(out, "{name}: ");
        record(out, |out| {
            text(out, "label", &judged.label);
            target(out, judged.span.map_or(TargetRef::from(&judged.target), |span| ground.place(span)));
            if judged.span.is_none() {
                out.push_str("lost: true, ");
            }
            attributes(out, &judged.attributes);
        });
        out.push_str(", ");
    };
    said("judged", &verdict.judged);
    if let Some(Decision::Amended(amended)) = &verdict.decision {
        said("amended", amended);
    }
    if !verdict.comment.is_empty() {
        text(out, "comment", &verdict.comment);
    }
    end(out, &verdict.at, verdict.rival.as_ref(), &verdict.extra);
}

fn remark(out: &mut String, remark: &Remark) {
    text(out, "id", remark.id.as_str());
    text(out, "about", &remark.about);
    text(out, "says", &remark.says);
    if let Some(here) = &remark.here {
        out.push_str("here: ");
        record(out, |out| target(out, TargetRef::from(here)));
        out.push_str(", ");
    }
    if let Some(there) = &remark.there {
        out.push_str("there: ");
        record(out, |out| {
            text(out, "document", &there.document);
            target(out, TargetRef::from(&there.target));
        });
        out.push_str(", ");
    }
    if !remark.reason.is_empty() {
        text(out, "reason", &remark.reason);
    }
    via(out, remark.via.as_ref());
    end(out, &remark.at, None, &remark.extra);
}

fn via(out: &mut String, via: Option<&Via>) {
    let Some(Via { rule, cue, was, label }) = via else { return };
    out.push_str("via: ");
    record(out, |out| {
        text(out, "rule", rule);
        for (name, value) in [("cue", cue), ("was", was), ("label", label)] {
            if !value.is_empty() {
                text(out, name, value);
            }
        }
    });
    out.push_str(", ");
}

fn target(out: &mut String, place: TargetRef) {
    number(out, "start", place.start);
    number(out, "end", place.end);
    text(out, "quote", place.quote);
    text(out, "prefix", place.prefix);
    text(out, "suffix", place.suffix);
}

fn attributes(out: &mut String, attributes: &BTreeMap<String, String>) {
    if attributes.is_empty() {
        return;
    }
    out.push_str("attributes: {");
    for (at, (name, value)) in attributes.iter().enumerate() {
        out.push_str(if at > 0 { ", " } else { "" });
        string(out, name);
        out.push_str(": ");
        string(out, value);
    }
    out.push_str("}, ");
}

fn link(out: &mut String, link: &Link) {
    text(out, "id", link.id.as_str());
    text(out, "kind", &link.kind);
    text(out, "from", link.from.as_str());
    text(out, "to", link.to.as_str());
    if let Some(document) = &link.document {
        text(out, "document", document);
    }
    end(out, &link.at, link.rival.as_ref(), &link.extra);
}

/// Writes the fields that all records have last.
fn end(out: &mut String, at: &str, rival: Option<&Id>, extra: &[Extra]) {
    if !at.is_empty() {
        text(out, "at", at);
    }
    if let Some(rival) = rival {
        text(out, "rival", rival.as_str());
    }
    extra.iter().for_each(|(name, value)| raw(out, name, value));
}

/// Writes a list, one item in each line, and the carried records after the others.
fn list(out: &mut String, name: &str, carried: &[String], items: impl FnOnce(&mut String)) {
    let _ = write!(out, "    {name}: [");
    let opened = out.len();
    items(out);
    for verbatim in carried {
        let _ = write!(out, "\n        {verbatim},");
    }
    out.push_str(if out.len() > opened { "\n    ],\n" } else { "],\n" });
}

/// Writes a record as an item of a list.
fn item(out: &mut String, fields: impl FnOnce(&mut String)) {
    out.push_str("\n        ");
    record(out, fields);
    out.push(',');
}

/// Writes a record around its fields, each of which is followed by a comma and a blank.
fn record(out: &mut String, fields: impl FnOnce(&mut String)) {
    out.push('(');
    fields(out);
    out.truncate(out.len() - ", ".len());
    out.push(')');
}

fn text(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str(": ");
    string(out, value);
    out.push_str(", ");
}

fn texts(out: &mut String, name: &str, values: impl Iterator<Item = String>) {
    let _ = write!(out, "{name}: [");
    for (at, value) in values.enumerate() {
        out.push_str(if at > 0 { ", " } else { "" });
        string(out, &value);
    }
    out.push_str("], ");
}

fn number(out: &mut String, name: &str, value: usize) {
    out.push_str(name);
    let _ = write!(out, ": {value}, ");
}

fn raw(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, "{name}: {value}, ");
}

fn quoted(value: &str) -> String {
    let mut out = String::new();
    string(&mut out, value);
    out
}

/// Writes a string as `ron` does, but in whole runs.
fn string(out: &mut String, value: &str) {
    out.push('"');
    let mut rest = value;
    while !rest.is_empty() {
        let run = plain_run(rest);
        out.push_str(&rest[..run]);
        let mut chars = rest[run..].chars();
        match chars.next() {
            Some('\n') => out.push_str("\\n"),
            next => out.extend(next.into_iter().flat_map(char::escape_debug)),
        }
        rest = chars.as_str();
    }
    out.push('"');
}

/// Returns the number of bytes at the beginning that are written unescaped. Most are ASCII: of these, several are tested at once.
fn plain_run(value: &str) -> usize {
    const AT_ONCE: usize = 16;
    let ascii = |from: usize| {
        let bytes = &value.as_bytes()[from..];
        let all = |bytes: &&[u8]| bytes.iter().fold(true, |plain, byte| plain & is_plain_ascii(*byte));
        let pieces = bytes.chunks_exact(AT_ONCE).take_while(all).count() * AT_ONCE;
        from + pieces + bytes[pieces..].iter().take_while(|byte| is_plain_ascii(**byte)).count()
    };
    let mut run = ascii(0);
    while let Some(c) = value[run..].chars().next().filter(|c| is_plain(*c)) {
        run = ascii(run + c.len_utf8());
    }
    run
}

/// Returns whether a character is written unescaped, as far as that is known without slow tables: true for the letters
/// of most texts, and their quotes, dashes and emoji.
fn is_plain(c: char) -> bool {
    match c {
        '\0'..='\x7f' => is_plain_ascii(c as u8),
        '\u{c0}'..='\u{2ff}' | '\u{410}'..='\u{44f}' | '\u{2010}'..='\u{2027}' => true,
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        '\u{1f300}'..='\u{1f64f}' => true,
        _ => false,
    }
}

fn is_plain_ascii(byte: u8) -> bool {
    (b' '..=b'~').contains(&byte) & (byte != b'"') & (byte != b'\'') & (byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_plain_is_escaped_by_nobody() {
        let mut plain = ('\0'..=char::MAX).filter(|c| is_plain(*c));
        assert_eq!(plain.find(|c| !c.escape_debug().eq([*c])), None);
    }

    proptest! {
        #[test]
        fn strings_are_escaped_as_ron_escapes_them(value in "(\\PC|[\"'\\\\\n\r\t\0]|\u{301}|\u{200d}|\u{fe0f}|[ -~]|\\p{Any}){0,40}") {
            let mut ours = String::new();
            string(&mut ours, &value);
            prop_assert_eq!(ours, ron::to_string(&value).unwrap());
        }
    }
}
