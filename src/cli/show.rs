//! `diptych show DOCUMENT`: the text with its tags.
//!
//! ```text
//!   on a terminal    in the colours and lines of the screen, wrapped         [colours]
//!   in a pipe        [claim: Prices rose [figure: 5%] in May], …             [marks]
//! ```

mod colours;
mod marks;

use std::io::IsTerminal;

use super::Answer;
use super::chosen::{Chosen, Who};
use super::ink::{Colours, Ink};
use crate::failure::Failure;
use crate::text::Span;

/// The text of a document with its tags
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "On a terminal the tags are in colours, and each annotator has a text.\n\
    In a pipe they are marks, those of several annotators in one text:\n\n  \
      [claim: Prices rose [figure: 5%] in May]       one in another\n  \
      [claim: Prices [source: rose…]][…source: 5%]   two that cross: one is cut\n  \
      [ana+ben claim: …]                             whose, if there are several\n  \
      \\[ \\] \\\\                                       signs of the text itself")]
pub struct Args {
    /// The document
    document: String,
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    colours: Colours,
}

/// A label on words, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    span: Span,
    label: String,
    by: Vec<String>,
}

/// Shows it.
///
/// # Errors
/// When the document is not there, does not read, or nobody has a layer on it; when there are several, and none is named.
pub fn run(args: Args) -> Result<Answer, Failure> {
    let chosen = Chosen::new(std::slice::from_ref(&args.document), &args.who)?;
    let name = chosen.some();
    let document = chosen.text(name)?;
    let mut layers = Vec::with_capacity(chosen.annotators.len());
    for who in &chosen.annotators {
        let reading = chosen.layer(name, &document, who)?;
        chosen.tell(name, who, &reading);
        layers.push((who.clone(), reading.records.tags));
    }
    let ink = Ink::new(args.colours);
    let text = document.text();
    let shown = match ink.theme() {
        Some(theme) => {
            let (columns, _) = crossterm::terminal::size().unwrap_or((80, 24));
            let width = std::io::stdout().is_terminal().then_some(columns.min(100));
            let scheme = chosen.corpus.scheme();
            let page =
                |(who, tags): &(String, _)| colours::page(text, tags, &format!("{name} · {who}"), scheme, theme, width);
            layers.iter().map(page).collect::<Vec<_>>().join("\n")
        }
        None => {
            let mut marks: Vec<Mark> = Vec::new();
            for (who, tags) in &layers {
                marks.extend(tags.iter().map(|tag| Mark {
                    span: tag.span,
                    label: tag.label.clone(),
                    by: vec![who.clone()],
                }));
            }
            marks::text(text, joined(marks), layers.len() > 1)
        }
    };
    super::print(&shown)?;
    Ok(Answer::Done)
}

/// The marks in the order in which they open, those on the same words with the same label as one.
fn joined(mut marks: Vec<Mark>) -> Vec<Mark> {
    // Those that open together open the longest first. The sort is stable: annotators stay in their order.
    marks.sort_by(|one, other| {
        let key = |mark: &Mark| (mark.span.start, std::cmp::Reverse(mark.span.end));
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
