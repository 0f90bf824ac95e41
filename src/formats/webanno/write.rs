//! Writes documents as tables of tokens.

use std::collections::HashMap;
use std::fmt::Write;

use super::{ENDING, escape};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::engine::tokens::{Tokens, sentence_starts};
use crate::formats::wire::exported::{Chunk, ExportSettings, ExportedDocument, ExportedLayer};
use crate::tags::{Id, Link};
use crate::text::Span;

/// Writes a table for each annotator.
pub(super) fn write(settings: &ExportSettings, exported: &ExportedDocument, losses: &mut Losses) -> Vec<Chunk> {
    exported.count_annotator(settings, losses);
    let text = exported.document.text();
    let tags = || exported.layers.iter().flat_map(|layer| layer.records.tags.iter());
    let tagged = || tags().filter_map(|tag| in_lines(text, tag.span));
    let tokens = Tokens::of(text, tagged());
    let starts = sentence_starts(text, tagged());
    if !is_whole(exported, &tokens, &starts) {
        losses.add(Aspect::Text, || exported.name.into());
    }
    let tables = exported.layers.iter().map(|layer| {
        let path = exported.path(settings, layer, &format!("{}{ENDING}", exported.name));
        Chunk::file(path, table(exported, layer, &tokens, &starts, losses))
    });
    tables.collect()
}

/// A line of the table.
struct TokenRow {
    /// The index of its token in the document.
    token: usize,
    /// The number of the sentence and of the token in it: `1-3`.
    name: String,
}

fn table(
    exported: &ExportedDocument,
    layer: &ExportedLayer,
    tokens: &Tokens,
    starts: &[usize],
    losses: &mut Losses,
) -> String {
    let text = exported.document.text();
    let sentences = sentences(tokens, starts);
    let names: HashMap<usize, &str> = sentences.iter().flatten().map(|row| (row.token, row.name.as_str())).collect();
    // The tags over each token by their numbers, and the token at which each begins.
    let mut over: Vec<Vec<usize>> = vec![Vec::new(); tokens.list.len()];
    let mut first: HashMap<&Id, (usize, usize)> = HashMap::new();
    let mut labels = vec![""];
    for tag in layer.records.tags.iter() {
        let span = in_lines(text, tag.span);
        if span != Some(tag.span) {
            losses.add(Aspect::Blanks, || exported.example(tag));
        }
        let Some((from, to)) = span.and_then(|span| tokens.range(span)) else { continue };
        let number = labels.len();
        labels.push(&tag.label);
        first.insert(&tag.id, (from, number));
        over[from..=to].iter_mut().for_each(|tags| tags.push(number));
    }
    let mut into: HashMap<usize, Vec<(&Link, usize, usize, usize)>> = HashMap::new();
    for link in layer.links_within() {
        let (Some((from, source)), Some((to, target))) = (first.get(&link.from), first.get(&link.to)) else {
            losses.add(Aspect::Links, || exported.link_example(link));
            continue;
        };
        into.entry(*to).or_default().push((link, *from, *source, *target));
    }
    let mut out = String::from(
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n#T_RL=custom.Relation|label|BT_custom.Span\n\n",
    );
    let mut units = Utf16Counter { text, at: 0, units: 0 };
    for rows in &sentences {
        let (Some(one), Some(last)) = (rows.first(), rows.last()) else { continue };
        // The empty line is before each sentence: INCEpTION's reader expects another sentence behind one.
        out.push('\n');
        let whole = Span::new(tokens.list[one.token].span.start, tokens.list[last.token].span.end);
        for line in exported.document.slice(whole).split('\n') {
            let _ = writeln!(out, "#Text={}", escape::text(line));
        }
        for row in rows {
            let span = tokens.list[row.token].span;
            let (start, end) = (units.to(span.start), units.to(span.end));
            let word = escape::text(exported.document.slice(span));
            let tags = over[row.token].iter().map(|tag| format!("{}[{tag}]", escape::value(labels[*tag])));
            let links = into.get(&row.token).map(Vec::as_slice).unwrap_or_default();
            let kinds = links.iter().map(|(link, ..)| escape::value(&link.kind));
            let from = links.iter().map(|(_, from, source, target)| {
                format!("{}[{source}_{target}]", names.get(from).copied().unwrap_or_default())
            });
            let columns = [column(tags), column(kinds), column(from)].join("\t");
            let _ = writeln!(out, "{}\t{start}-{end}\t{word}\t{columns}\t", row.name);
        }
    }
    out
}

/// Returns whether a reader can put the text together again: it takes what stands between two sentences for line ends.
fn is_whole(exported: &ExportedDocument, tokens: &Tokens, starts: &[usize]) -> bool {
    let (text, mut end) = (exported.document.text(), 0);
    for rows in sentences(tokens, starts) {
        let (Some(one), Some(last)) = (rows.first(), rows.last()) else { continue };
        if text[end..tokens.list[one.token].span.start].contains(|c| c != '\n') {
            return false;
        }
        end = tokens.list[last.token].span.end;
    }
    !text[end..].contains(|c| c != '\n')
}

/// Returns a span without the blanks at its ends, if there are line ends or tabs among them. They would be tokens, and
/// INCEpTION exports tokens as they are, so that a line would break.
fn in_lines(text: &str, span: Span) -> Option<Span> {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    let words = &text[span.start..span.end];
    // The length of the blanks to leave out.
    let long = |blanks: &str| if blanks.contains(['\t', '\n', '\r']) { blanks.len() } else { 0 };
    let first = long(&words[..words.len() - words.trim_start_matches(blank).len()]);
    let last = long(&words[words.trim_end_matches(blank).len()..]);
    (first + last < words.len()).then(|| Span::new(span.start + first, span.end - last))
}

/// Returns the cell of a column.
fn column(values: impl Iterator<Item = String>) -> String {
    let values: Vec<String> = values.collect();
    if values.is_empty() { "_".into() } else { values.join("|") }
}

/// Returns the rows of each sentence: all tokens but blanks at which no tag begins or ends.
fn sentences(tokens: &Tokens, starts: &[usize]) -> Vec<Vec<TokenRow>> {
    let mut sentences: Vec<Vec<TokenRow>> = Vec::new();
    let mut starts = starts.iter().peekable();
    for (token, here) in tokens.list.iter().enumerate() {
        while starts.next_if(|start| **start <= here.span.start).is_some() {
            if sentences.last().is_none_or(|rows| !rows.is_empty()) {
                sentences.push(Vec::new());
            }
        }
        let number = sentences.len();
        if let Some(rows) = sentences.last_mut().filter(|_| !here.blank || tokens.at_an_end(here)) {
            rows.push(TokenRow { token, name: format!("{number}-{}", rows.len() + 1) });
        }
    }
    sentences
}

/// Counts the UTF-16 units before bytes that are asked for in order.
struct Utf16Counter<'a> {
    text: &'a str,
    at: usize,
    units: usize,
}

impl Utf16Counter<'_> {
    fn to(&mut self, byte: usize) -> usize {
        self.units += self.text[self.at..byte].chars().map(|c| OffsetUnit::Utf16.of(c)).sum::<usize>();
        self.at = byte;
        self.units
    }
}
