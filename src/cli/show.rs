//! `diptych show DOCUMENT`: prints the text with its tags.
//!
//! ```text
//!   on a terminal    in the colours and lines of the screen, wrapped         [colors]
//!   in a pipe        [claim: Prices rose [figure: 5%] in May], …             [brackets]
//! ```

mod brackets;
mod colors;

use std::io::IsTerminal;

use super::Answer;
use super::color::{ColorArgs, Painter};
use super::scope::{self, AnnotatorArgs};
use crate::failure::Failure;
use crate::text::Span;

/// Print the text of a document with its tags
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "Examples:\n  diptych show may.txt\n  diptych show may.txt --all --color always | less -R\n\n\
    On a terminal the tags are in colours, and each annotator has a text.\n\
    In a pipe they are marks, those of several annotators in one text:\n\n  \
      [claim: Prices rose [figure: 5%] in May]       one in another\n  \
      [claim: Prices [source: rose…]][…source: 5%]   two that cross: one is cut\n  \
      [ana+ben claim: …]                             whose, if there are several\n  \
      \\[ \\] \\\\                                       signs of the text itself")]
pub(crate) struct Args {
    /// The document
    document: String,
    #[command(flatten)]
    who: AnnotatorArgs,
    #[command(flatten)]
    colors: ColorArgs,
}

/// A label on words, written around them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Bracket {
    span: Span,
    label: String,
    by: Vec<String>,
}

/// Prints the text with its tags.
///
/// # Errors
/// If the document is missing or cannot be read, if nobody has a layer on it, or if there are several annotators and none is named.
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
    let scope = scope::layers(std::slice::from_ref(&args.document), &args.who)?;
    let name = scope::example(&scope);
    let document = scope.text(name)?;
    let mut layers = Vec::with_capacity(scope.annotators.len());
    for who in &scope.annotators {
        let reading = scope.layer(name, &document, who)?;
        scope::tell_doubts(&scope, name, who, &reading);
        layers.push((who.clone(), reading.records.tags));
    }
    let painter = Painter::new(args.colors);
    let text = document.text();
    let shown = match painter.theme() {
        Some(theme) => {
            let (columns, _) = crossterm::terminal::size().unwrap_or((80, 24));
            let width = std::io::stdout().is_terminal().then_some(columns.min(100));
            let scheme = scope.corpus.scheme();
            let page =
                |(who, tags): &(String, _)| colors::page(text, tags, &format!("{name} · {who}"), scheme, theme, width);
            layers.iter().map(page).collect::<Vec<_>>().join("\n")
        }
        None => {
            let mut marks: Vec<Bracket> = Vec::new();
            for (who, tags) in &layers {
                marks.extend(tags.iter().map(|tag| Bracket {
                    span: tag.span,
                    label: tag.label.clone(),
                    by: vec![who.clone()],
                }));
            }
            brackets::text(text, joined(marks), layers.len() > 1)
        }
    };
    super::print(&shown)?;
    Ok(Answer::Done)
}

/// Returns the brackets in the order in which they open. Those with the same label on the same words become one.
fn joined(mut marks: Vec<Bracket>) -> Vec<Bracket> {
    // Of brackets that open together the longest is first. The sort is stable, so annotators stay in their order.
    marks.sort_by(|one, other| {
        let key = |mark: &Bracket| (mark.span.start, std::cmp::Reverse(mark.span.end));
        key(one).cmp(&key(other)).then_with(|| one.label.cmp(&other.label))
    });
    marks.dedup_by(|next, first| {
        let same = (next.span, &next.label) == (first.span, &first.label);
        if same && !first.by.contains(&next.by[0]) {
            first.by.append(&mut next.by);
        }
        same
    });
    marks
}
