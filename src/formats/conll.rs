//! Defines `conll`: one token in each line and one column for each label, for seqeval and spaCy's converter.
//!
//! ```text
//!   -DOCSTART- -X- O O
//!
//!   Prices   B-claim   O          O           a column a label, in the scheme's order: tags of two labels
//!   rose     I-claim   O          O           may overlap
//!   5        I-claim   B-figure   O
//!   %        I-claim   I-figure   O
//!                                             an empty line between two sentences
//!   Prices   B-claim                          flattened: one column, and of two tags that overlap one is left out
//! ```
//!
//! The tags are IOB2: every tag begins with `B-`, as in seqeval's IOB2 and spaCy's converter; the data of CoNLL-2003 were
//! IOB1, where only a tag right behind another of its label does. A sentence never ends inside a tag, so that none is cut. Tags
//! that overlap another one of their column are left out and counted. The format has no offsets and no text: `read` makes a text of
//! the tokens, which is recognised as ours if the letters are the same.

mod read;

pub(super) use read::rebuilt;

use std::borrow::Cow;

use super::{Files, Format, Writing};
use crate::formats::engine::import::{Cut, FormatReader, ImportOption};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::tokens::{Tokens, in_words, sentence_starts};
use crate::formats::wire::exported::{
    Chunk, ExportOption, ExportSettings, ExportedDocument, ExportedLayer, Flatten, Tagging,
};
use crate::say::and;
use crate::tags::Tag;

pub(super) const FORMAT: Format = Format {
    name: "conll",
    opens_in: "seqeval, spaCy's converter",
    files: Files::lines("conll"),
    offsets: None,
    options: &[ExportOption::Tagging, ExportOption::Flatten, ExportOption::Partition],
    writing: Writing::Text(write),
    reading: Some(FormatReader { cut: Cut::Whole, read: read::read, options: &[ImportOption::Column] }),
    ..Format::BASE
};

/// The line with which a document begins for spaCy's converter.
const DOCUMENT: &str = "-DOCSTART- -X- O O\n\n";

fn write(settings: &ExportSettings, exported: &ExportedDocument, losses: &mut Losses) -> Vec<Chunk> {
    let text = exported.document.text();
    let tagged = || exported.layers.iter().flat_map(|layer| layer.records.tags.iter().map(|tag| tag.span));
    let tokens = Tokens::of(text, tagged());
    let starts = sentence_starts(text, tagged());
    if read::rebuilt(exported.document, &tokens, &starts) != text {
        losses.add(Aspect::Text, || exported.name.into());
    }
    losses.add(Aspect::Names, || exported.name.into());
    exported.count_annotator(settings, losses);
    if exported.layers.len() > 1 {
        losses.add(Aspect::Annotators, || format!("{} ({})", exported.name, and(&exported.annotators())));
    }
    let mut lines = String::new();
    for layer in exported.layers {
        let columns = TokenCells::of(settings, exported, layer, &tokens, losses);
        lines += DOCUMENT;
        let mut starts = starts.iter().skip(1).peekable();
        let mut begun = false;
        for (number, token) in tokens.list.iter().enumerate() {
            while starts.next_if(|start| **start <= token.span.start).is_some() {
                lines += if begun { "\n" } else { "" };
                begun = false;
            }
            let word = word(exported.document.slice(token.span));
            if token.blank || word.is_empty() {
                continue;
            }
            lines += &word;
            for column in &columns.0 {
                lines.push('\t');
                lines += &column[number];
            }
            lines.push('\n');
            begun = true;
        }
        lines += if begun { "\n" } else { "" };
    }
    vec![Chunk::text(lines)]
}

/// Returns a token without the blanks and controls in it: a combining mark can follow a blank, and a blank in a line would begin
/// another column.
pub(super) fn word(token: &str) -> String {
    token.split(|c: char| c.is_whitespace() || c.is_control()).collect()
}

/// Returns a label without blanks.
pub(super) fn spelled(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join("_")
}

/// The columns behind the tokens, with one cell for each token.
pub(super) struct TokenCells(Vec<Vec<Cow<'static, str>>>);

impl TokenCells {
    /// Returns the cells of a layer: a column for each label of the scheme, or one for all.
    pub(super) fn of(
        settings: &ExportSettings,
        exported: &ExportedDocument,
        layer: &ExportedLayer,
        tokens: &Tokens,
        losses: &mut Losses,
    ) -> TokenCells {
        TokenCells(columns(settings, exported, layer, tokens, losses))
    }

    /// Returns the number of the class that stands behind a token in the first column; 0 for any that is not among them.
    pub(super) fn class(&self, token: usize, classes: &[String]) -> usize {
        let cell = self.0.first().and_then(|column| column.get(token));
        cell.and_then(|cell| classes.iter().position(|class| class == cell)).unwrap_or(0)
    }
}

fn columns(
    settings: &ExportSettings,
    exported: &ExportedDocument,
    layer: &ExportedLayer,
    tokens: &Tokens,
    losses: &mut Losses,
) -> Vec<Vec<Cow<'static, str>>> {
    let labels: Vec<&str> = settings.scheme.labels.iter().map(|label| label.name.as_str()).collect();
    let flatten = settings.options.flatten;
    let width = if flatten.is_some() { 1 } else { labels.len() };
    let mut columns = vec![vec![Cow::Borrowed("O"); tokens.list.len()]; width];
    let mut tags: Vec<&Tag> = layer.records.tags.iter().collect();
    match flatten.unwrap_or(Flatten::Longest) {
        Flatten::Longest => tags.sort_by_key(|tag| (std::cmp::Reverse(tag.span.len()), tag.span.start)),
        Flatten::First => tags.sort_by_key(|tag| (tag.span.start, std::cmp::Reverse(tag.span.end))),
    }
    for tag in tags {
        let column = match flatten {
            Some(_) => Some(0),
            None => labels.iter().position(|label| *label == tag.label),
        };
        let Some(column) = column else {
            losses.add(Aspect::Undeclared, || exported.example(tag));
            continue;
        };
        let Some((first, last)) = words(tokens, tag) else {
            losses.add(Aspect::Blanks, || exported.example(tag));
            continue;
        };
        if in_words(exported.document.text(), tag.span) {
            losses.add(Aspect::InWords, || exported.example(tag));
        }
        let cells = &mut columns[column][first..=last];
        if cells.iter().any(|cell| cell != "O") {
            losses.add(Aspect::Overlaps, || exported.example(tag));
            continue;
        }
        let label = spelled(&tag.label);
        if label != tag.label {
            losses.add(Aspect::Labels, || exported.example(tag));
        }
        for (number, cell) in cells.iter_mut().enumerate() {
            *cell = format!("{}-{label}", mark(settings.options.tagging, number == 0, first + number == last)).into();
        }
    }
    columns
}

/// Returns the first and the last token of a tag that are not blank.
fn words(tokens: &Tokens, tag: &Tag) -> Option<(usize, usize)> {
    let (first, last) = tokens.range(tag.span)?;
    let shown = |number: &usize| !tokens.list[*number].blank;
    Some(((first..=last).find(shown)?, (first..=last).rfind(shown)?))
}

fn mark(tagging: Tagging, first: bool, last: bool) -> char {
    match (tagging, first, last) {
        (Tagging::Bioes, true, true) => 'S',
        (Tagging::Bioes, false, true) => 'E',
        (_, true, _) => 'B',
        (_, false, _) => 'I',
    }
}
