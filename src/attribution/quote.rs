//! Finds quotations: the tokens between quotation marks.

use super::token::{Kind, WordToken};

/// A quotation: its tokens from the opening mark to the closing mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    pub first: usize,
    /// The token after the closing mark.
    pub end: usize,
}

/// The marks that open a quotation, each with the marks that close it: `“…”`, `„…“`, `«…»`, `»…«`.
const CLOSING: &[(char, &str)] =
    &[('“', "”"), ('„', "“”"), ('‘', "’"), ('«', "»"), ('»', "«"), ('"', "\""), ('\'', "'")];

/// Returns whether a text begins with a mark that opens a quotation.
pub(super) fn begins(text: &str) -> bool {
    CLOSING.iter().any(|(opening, _)| text.starts_with(*opening))
}

/// Returns the outermost quotations of a passage, and marks their tokens. A quotation that is not closed runs to the
/// end.
pub(super) fn quotations(text: &str, tokens: &mut [WordToken]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    for at in 0..tokens.len() {
        if tokens[at].kind != Kind::Mark {
            continue;
        }
        let mark = tokens[at].lower.chars().next().unwrap_or(' ');
        let closing = CLOSING.iter().find(|(opening, _)| *opening == mark).map(|(_, closing)| *closing);
        match (open, closing) {
            (Some((first, wanted)), _) if wanted.contains(mark) && closes(text, tokens, at) => {
                found.push(Quotation { first, end: at + 1 });
                open = None;
            }
            (None, Some(closing)) if "“„«\"".contains(mark) || opens(text, tokens, at) => {
                open = Some((at, closing))
            }
            _ => {}
        }
    }
    if let Some((first, _)) = open.filter(|(_, wanted)| !["’", "'", "«"].contains(wanted)) {
        found.push(Quotation { first, end: tokens.len() });
    }
    for quotation in &found {
        let inner = &tokens[quotation.first + 1..quotation.end.saturating_sub(1).max(quotation.first + 1)];
        let few = inner.len() <= 5 && inner.last().is_none_or(|last| !matches!(last.kind, Kind::Comma | Kind::Stop));
        tokens[quotation.first..quotation.end].iter_mut().for_each(|token| (token.quoted, token.few) = (true, few));
    }
    found
}

/// Returns whether a single mark stands at the beginning of a word and not at the end of one.
fn opens(text: &str, tokens: &[WordToken], at: usize) -> bool {
    let span = tokens[at].span;
    let before = text[..span.start].chars().next_back().is_none_or(|c| c.is_whitespace() || "(—–-“\"".contains(c));
    before && text[span.end..].chars().next().is_some_and(|c| !c.is_whitespace())
}

/// Returns whether a mark may close a quotation: it is no apostrophe within a word.
fn closes(text: &str, tokens: &[WordToken], at: usize) -> bool {
    let span = tokens[at].span;
    text[span.end..].chars().next().is_none_or(|c| !c.is_alphanumeric())
}

/// Returns whether the last quotation is not closed, so that it continues in the next paragraph.
pub(super) fn is_left_open(tokens: &[WordToken], quotations: &[Quotation]) -> bool {
    quotations
        .last()
        .is_some_and(|last| last.end == tokens.len() && tokens.last().is_some_and(|token| token.kind != Kind::Mark))
}
