//! Stub.
use super::target::Target;
use crate::text::{Document, Span};
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placed {
    Same(Span),
    Moved(Span),
    Changed(Span),
    Lost(Vec<Span>),
}
pub fn place(document: &Document, targets: &[Target]) -> Vec<Placed> {
    targets
        .iter()
        .map(|target| {
            let text = document.text();
            if let Some(at) = document
                .to_byte(target.start)
                .filter(|at| !target.quote.is_empty() && text[*at..].starts_with(&target.quote))
            {
                return Placed::Same(Span::new(at, at + target.quote.len()));
            }
            let found: Vec<Span> =
                text.match_indices(&target.quote).map(|(at, words)| Span::new(at, at + words.len())).collect();
            match found.as_slice() {
                [one] => Placed::Moved(*one),
                _ => Placed::Lost(found),
            }
        })
        .collect()
}
