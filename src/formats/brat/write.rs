//! Writes documents as brat's files.

use std::collections::HashMap;
use std::fmt::{self, Write};

use super::spelling::{Spellings, attributes, spell};
use super::{ATTRIBUTE, NOTE, OURS, SUGGESTED};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::wire::exported::{Chunk, ExportSettings, ExportedDocument, ExportedLayer};
use crate::formats::wire::json;
use crate::formats::wire::row::TableVia;
use crate::tags::Tag;
use crate::text::Span;

/// Returns annotation.conf, and visual.conf if some names are spelt differently.
pub(super) fn configuration(settings: &ExportSettings) -> Vec<Chunk> {
    let scheme = settings.scheme;
    let (labels, links) = (Spellings::labels(scheme), Spellings::links(scheme));
    let mut text = String::from("[entities]\n");
    labels.iter().for_each(|(_, spelt)| text += &format!("{spelt}\n"));
    text += "\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n";
    for kind in scheme.links.iter().filter(|kind| kind.within) {
        let ends = |list: &[String]| match list {
            [] => "<ENTITY>".to_string(),
            list => list.iter().map(|label| labels.spelt(label).unwrap_or(label)).collect::<Vec<_>>().join("|"),
        };
        let spelt = links.spelt(&kind.name).unwrap_or(&kind.name);
        text += &format!("{spelt}\tArg1:{}, Arg2:{}\n", ends(&kind.from), ends(&kind.to));
    }
    text += "\n[events]\n\n[attributes]\n";
    let names = Spellings::attributes(scheme);
    for (name, spelt) in names.iter() {
        let mut owners: Vec<&str> = attributes(scheme)
            .filter(|(_, other)| other.name == name && other.kind.values().is_some())
            .filter_map(|(label, _)| labels.spelt(label))
            .collect();
        owners.dedup();
        let values = Spellings::values(scheme, name);
        let listed: Vec<&str> = values.iter().map(|(_, spelt)| spelt).collect();
        let listed = if values.are_a_flag() { String::new() } else { format!(", Value:{}", listed.join("|")) };
        if !owners.is_empty() {
            text += &format!("{spelt}\tArg:{}{listed}\n", owners.join("|"));
        }
    }
    let mut pieces = vec![Chunk::file("annotation.conf", text)];
    let all = [labels, links, names];
    let otherwise = all.iter().flat_map(Spellings::iter).filter(|(name, spelt)| name != spelt);
    let otherwise: String = otherwise.map(|(name, spelt)| format!("{spelt} | {}\n", shown(name))).collect();
    if !otherwise.is_empty() {
        pieces.push(Chunk::file("visual.conf", format!("[labels]\n{otherwise}\n[drawing]\n")));
    }
    pieces
}

/// Returns a name for brat's screen. `<…>` would be a macro; if it is not defined, brat drops all names. `|` ends a name.
fn shown(name: &str) -> String {
    let plain = |c: char| match c {
        '<' => '‹',
        '>' => '›',
        '|' => '¦',
        c if c.is_control() => ' ',
        c => c,
    };
    name.chars().map(plain).collect()
}

/// Writes the text and the annotations of a document.
pub(super) fn write(settings: &ExportSettings, exported: &ExportedDocument, losses: &mut Losses) -> Vec<Chunk> {
    let stem = exported.name.strip_suffix(".txt").unwrap_or(exported.name);
    let mut pieces = Vec::new();
    for layer in exported.layers {
        let path = |ending: &str| exported.path(settings, layer, &format!("{stem}{ending}"));
        pieces.push(Chunk::file(path(".txt"), exported.document.text().into()));
        let mut text = String::new();
        // Writing into a string does not fail.
        let _ = annotations(&mut text, settings, exported, layer, losses);
        pieces.push(Chunk::file(path(".ann"), text));
    }
    pieces
}

fn annotations(
    out: &mut String,
    settings: &ExportSettings,
    exported: &ExportedDocument,
    layer: &ExportedLayer,
    losses: &mut Losses,
) -> fmt::Result {
    let scheme = settings.scheme;
    let (labels, links) = (Spellings::labels(scheme), Spellings::links(scheme));
    let mut numbers = HashMap::new();
    let mut rest = TrailingLines {
        settings,
        annotator: layer.annotator,
        names: Spellings::attributes(scheme),
        comments: 0,
        attributes: 0,
        lines: String::new(),
    };
    for tag in layer.records.tags.iter() {
        let text = exported.document.text();
        let pieces = pieces(text, tag.span);
        let ends = pieces.first().zip(pieces.last()).map(|(first, last)| Span::new(first.start, last.end));
        if ends != Some(tag.span) {
            losses.add(Aspect::Blanks, || exported.example(tag));
        }
        if ends.is_none() {
            continue;
        }
        let number = numbers.len() + 1;
        numbers.insert(&tag.id, number);
        let label = labels.spelt(&tag.label).map_or_else(|| spell(&tag.label), String::from);
        if labels.spelt(&tag.label).is_none() && label != tag.label {
            losses.add(Aspect::Labels, || exported.example(tag));
        }
        let places = pieces.iter().map(|span| exported.chars(*span)).map(|(start, end)| format!("{start} {end}"));
        let words: Vec<&str> = pieces.iter().map(|span| exported.document.slice(*span)).collect();
        let places: Vec<String> = places.collect();
        writeln!(out, "T{number}\t{label} {}\t{}", places.join(";"), words.join(" "))?;
        rest.of_tag(tag, number)?;
    }
    let mut written = 0;
    for link in layer.links_within() {
        let (Some(from), Some(to)) = (numbers.get(&link.from), numbers.get(&link.to)) else {
            losses.add(Aspect::Links, || exported.link_example(link));
            continue;
        };
        written += 1;
        let kind = links.spelt(&link.kind).map_or_else(|| spell(&link.kind), String::from);
        if links.spelt(&link.kind).is_none() && kind != link.kind {
            losses.add(Aspect::Labels, || format!("{} {}", exported.name, link.kind));
        }
        writeln!(out, "R{written}\t{kind} Arg1:T{from} Arg2:T{to}")?;
        rest.comment(OURS, 'R', written, &format!("{} {} {}", link.id, link.at, layer.annotator))?;
    }
    *out += &rest.lines;
    Ok(())
}

/// The lines that follow those of the tags and links.
struct TrailingLines<'a> {
    settings: &'a ExportSettings<'a>,
    annotator: &'a str,
    names: Spellings,
    comments: usize,
    attributes: usize,
    lines: String,
}

impl TrailingLines<'_> {
    fn of_tag(&mut self, tag: &Tag, number: usize) -> fmt::Result {
        for (name, value) in &tag.attributes {
            let values = Spellings::values(self.settings.scheme, name);
            match (self.names.spelt(name).map(String::from), values.spelt(value), values.are_a_flag()) {
                (Some(name), Some(_), true) if value == "yes" => self.attribute(&format!("{name} T{number}"))?,
                (Some(name), Some(spelt), false) => self.attribute(&format!("{name} T{number} {spelt}"))?,
                // What is not declared here is declared in annotation.conf, if brat can spell it.
                (None, _, _) if spell(name) == *name && spell(value) == *value => match value.as_str() {
                    "yes" => self.attribute(&format!("{name} T{number}"))?,
                    value => self.attribute(&format!("{name} T{number} {value}"))?,
                },
                _ => {
                    let name = escape(name).replace('=', "\\u{3d}");
                    self.comment(ATTRIBUTE, 'T', number, &format!("{name}={}", escape(value)))?;
                }
            }
        }
        if !tag.note.is_empty() {
            self.comment(NOTE, 'T', number, &escape(&tag.note))?;
        }
        if let Some(via) = &tag.via {
            self.comment(SUGGESTED, 'T', number, &json::ascii_line(&TableVia::of(via)))?;
        }
        self.comment(OURS, 'T', number, &format!("{} {} {}", tag.id, tag.at, self.annotator))
    }

    fn attribute(&mut self, words: &str) -> fmt::Result {
        self.attributes += 1;
        writeln!(self.lines, "A{}\t{words}", self.attributes)
    }

    fn comment(&mut self, kind: &str, record: char, number: usize, words: &str) -> fmt::Result {
        self.comments += 1;
        writeln!(self.lines, "#{}\t{kind} {record}{number}\t{words}", self.comments)
    }
}

/// Returns the pieces of a span between line ends and tabs, which would end a record. It leaves out pieces of blanks, which
/// brat takes for missing words, and blanks behind the last word of the text, where brat finds no sentence.
fn pieces(text: &str, span: Span) -> Vec<Span> {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    let end = span.end.min(text.trim_end_matches(blank).len());
    let words = text.get(span.start..end).unwrap_or_default();
    let mut pieces = Vec::new();
    let mut at = span.start;
    for piece in words.split(ends_a_line).filter(|_| !words.chars().all(blank)) {
        if !piece.is_empty() {
            pieces.push(Span::new(at, at + piece.len()));
        }
        at += piece.len();
        at += text[at..end].chars().next().map_or(0, char::len_utf8);
    }
    pieces
}

/// Returns whether a character ends a line, also for Python, in which brat is written.
fn ends_a_line(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Returns words in one line: `\n` for a line end, `\\` for a backslash, `\u{2028}` for other characters that end a line.
pub(super) fn escape(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' => line += "\\\\",
            '\n' => line += "\\n",
            '\t' => line += "\\t",
            '\r' => line += "\\r",
            c if ends_a_line(c) || c.is_control() => line += &format!("\\u{{{:x}}}", u32::from(c)),
            c => line.push(c),
        }
    }
    line
}
