//! Records to text. Written by hand, for a record has fields whose names only the file knew.

use std::fmt::Write;

use super::{CONTEXT, FORMAT};
use crate::tags::{Extra, Link, Records, Tag};
use crate::text::{Document, Span, grapheme};

/// The file of `annotator`'s layer on the document that is called `name` in its corpus.
pub fn write(records: &Records, document: &Document, name: &str, annotator: &str) -> String {
    let carried = &records.carried;
    let mut out = String::with_capacity(1024 + records.tags.len() * 256);
    let _ = write!(out, "(\n    format: {FORMAT},\n    document: ");
    record(&mut out, |out| {
        text(out, "path", name);
        text(out, "sha256", document.sha256());
        number(out, "chars", document.chars());
        let fields = carried.fields.iter().filter_map(|(name, value)| Some((name.strip_prefix("document.")?, value)));
        fields.for_each(|(name, value)| raw(out, name, value));
    });
    out.push_str(",\n    annotator: ");
    string(&mut out, annotator);
    out.push_str(",\n");
    list(&mut out, "tags", records.tags.iter(), |out, item| tag(out, item, document), &carried.tags);
    list(&mut out, "links", records.links.values(), link, &carried.links);
    list(&mut out, "verdicts", std::iter::empty::<&()>(), |_, _| {}, &carried.verdicts);
    for (name, value) in carried.fields.iter().filter(|(name, _)| !name.starts_with("document.")) {
        let _ = writeln!(out, "    {name}: {value},");
    }
    out.push_str(")\n");
    out
}

fn tag(out: &mut String, tag: &Tag, document: &Document) {
    let (prefix, suffix) = context(document.text(), tag.span);
    text(out, "id", tag.id.as_str());
    text(out, "label", &tag.label);
    number(out, "start", document.to_chars(tag.span.start));
    number(out, "end", document.to_chars(tag.span.end));
    text(out, "quote", document.slice(tag.span));
    text(out, "prefix", prefix);
    text(out, "suffix", suffix);
    if !tag.note.is_empty() {
        text(out, "note", &tag.note);
    }
    if !tag.attributes.is_empty() {
        out.push_str("attributes: {");
        for (at, (name, value)) in tag.attributes.iter().enumerate() {
            out.push_str(if at > 0 { ", " } else { "" });
            string(out, name);
            out.push_str(": ");
            string(out, value);
        }
        out.push_str("}, ");
    }
    end(out, &tag.at, &tag.extra);
}

fn link(out: &mut String, link: &Link) {
    text(out, "id", link.id.as_str());
    text(out, "kind", &link.kind);
    text(out, "from", link.from.as_str());
    text(out, "to", link.to.as_str());
    if let Some(document) = &link.document {
        text(out, "document", document);
    }
    end(out, &link.at, &link.extra);
}

/// What the records of tags and of links have last.
fn end(out: &mut String, at: &str, extra: &[Extra]) {
    if !at.is_empty() {
        text(out, "at", at);
    }
    extra.iter().for_each(|(name, value)| raw(out, name, value));
}

/// Up to [`CONTEXT`] code points before and after, cut at graphemes.
fn context(text: &str, span: Span) -> (&str, &str) {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let start = before.char_indices().rev().take(CONTEXT).last().map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| span.end + at);
    (&text[edge(text, start, grapheme::ceil)..span.start], &text[span.end..edge(text, end, grapheme::floor)])
}

/// Where `snap` finds a boundary; between two ASCII bytes there is one, but for CR LF.
fn edge(text: &str, at: usize, snap: fn(&str, usize) -> usize) -> usize {
    match &text.as_bytes()[at.saturating_sub(1)..text.len().min(at + 1)] {
        [before, after] if before.is_ascii() && after.is_ascii() && *before != b'\r' => at,
        _ => snap(text, at),
    }
}

/// A list, one item a line, what is carried behind the others.
fn list<T>(
    out: &mut String,
    name: &str,
    items: impl Iterator<Item = T>,
    fields: impl Fn(&mut String, T),
    carried: &[String],
) {
    let _ = write!(out, "    {name}: [");
    let opened = out.len();
    for item in items {
        out.push_str("\n        ");
        record(out, |out| fields(out, item));
        out.push(',');
    }
    for verbatim in carried {
        let _ = write!(out, "\n        {verbatim},");
    }
    out.push_str(if out.len() > opened { "\n    ],\n" } else { "],\n" });
}

/// A record around its fields, each of which ends in a comma and a blank.
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

fn number(out: &mut String, name: &str, value: usize) {
    let _ = write!(out, "{name}: {value}, ");
}

fn raw(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, "{name}: {value}, ");
}

/// A string as `ron` writes it, but whole runs at a time.
fn string(out: &mut String, value: &str) {
    let plain = |c: &char| matches!(c, ' '..='~') && !matches!(c, '"' | '\'' | '\\');
    out.push('"');
    let mut rest = value;
    while !rest.is_empty() {
        let run = rest.bytes().position(|byte| !plain(&char::from(byte))).unwrap_or(rest.len());
        out.push_str(&rest[..run]);
        let mut chars = rest[run..].chars();
        out.extend(chars.next().into_iter().flat_map(char::escape_debug));
        rest = chars.as_str();
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_context_is_cut_between_graphemes() {
        let text = format!("👨‍👩‍👧{}10,000{}e\u{301}\u{301}z", "a".repeat(30), "b".repeat(31));
        let at = text.find('1').unwrap();
        let (prefix, suffix) = context(&text, Span::new(at, at + 6));
        assert_eq!((prefix, suffix), ("a".repeat(30).as_str(), "b".repeat(31).as_str()));
        assert_eq!(context("ab", Span::new(0, 2)), ("", ""));
        assert_eq!(context("\r\na\r\n", Span::new(2, 3)), ("\r\n", "\r\n"));
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
