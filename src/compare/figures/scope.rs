//! The scope of a count, as far as a word beside it tells: those planned, those sent, those there.
//!
//! Two figures that differ because one counts the dead and the other the injured do not contradict each other. English only: of
//! another language nothing is said.

use crate::compare::words;
use crate::text::Span;

/// Words that tell the same scope; a word that ends in `*` stands for all that begin so. Those of the first two rows change what
/// all others beside them say: soldiers of whom one considers sending them are planned, not sent.
const ENGLISH: &[&[&str]] = &[
    &[
        "plan*",
        "consider*",
        "expect*",
        "propos*",
        "intend*",
        "aim",
        "aims",
        "aiming",
        "target*",
        "schedul*",
        "will",
        "would",
        "pledg*",
        "promis*",
        "forecast*",
        "projected",
        "project",
    ],
    &["could", "may", "might", "potential*", "possibl*", "feared", "suspected"],
    &["sent", "send*", "dispatch*", "ship", "shipped", "deliver*", "transfer*"],
    &["deploy*", "station*", "arriv*", "fight*", "based"],
    &["train*"],
    &["order*", "bought", "buy*", "acquir*"],
    &["kill*", "dead", "die", "died", "death*", "fatalit*", "bodies", "perish*"],
    &["injur*", "wound*", "hurt", "hospitali*"],
    &["missing", "unaccounted"],
    &["displac*", "evacuat*", "homeless", "fled"],
    &["arrest*", "detain*", "charged", "convict*"],
    &["confirmed", "verified"],
    &["total*", "altogether", "overall", "combined", "cumulative"],
];

/// The number of rows that change what others say.
const MODAL: usize = 2;
/// The most words away from a figure at which a word still tells its scope.
const REACH: usize = 8;

/// A word that tells the scope of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scope {
    /// The scope: words of the same number tell the same.
    pub number: usize,
    /// The word.
    pub word: Span,
}

/// Returns the scope of the figure at `figure` in the sentence at `sentence`, if a word beside it tells one.
pub fn scope(text: &str, sentence: Span, figure: Span, language: &str) -> Option<Scope> {
    if language != "en" {
        return None;
    }
    let place = |span: Span| Span::new(sentence.start + span.start, sentence.start + span.end);
    let words: Vec<Span> = words::spans(&text[sentence.start..sentence.end]).map(place).collect();
    let first = words.partition_point(|word| word.end <= figure.start);
    let behind = words.partition_point(|word| word.start < figure.end);
    // A word behind a comma is said of something else.
    let is_near = |from: usize, to: usize| from >= to || !text[from..to].contains([',', ';', ':', '(', ')', '—']);
    let before = words[first.saturating_sub(REACH)..first].iter().rev().filter(|word| is_near(word.end, figure.start));
    let after = words[behind..].iter().take(REACH).filter(|word| is_near(figure.end, word.start));
    let beside = before.enumerate().chain(after.enumerate());
    let found = beside.filter_map(|(distance, word)| {
        let number = row(&text[word.start..word.end])?;
        Some((number.min(MODAL), distance, Scope { number, word: *word }))
    });
    found.min_by_key(|(rank, distance, _)| (*rank, *distance)).map(|(_, _, scope)| scope)
}

fn row(word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    let is = |pattern: &str| match pattern.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == pattern,
    };
    ENGLISH.iter().position(|row| row.iter().any(|pattern| is(pattern)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sentence: &str, figure: &str) -> Option<String> {
        let at = sentence.find(figure).unwrap();
        let scope = scope(sentence, Span::new(0, sentence.len()), Span::new(at, at + figure.len()), "en");
        scope.map(|scope| sentence[scope.word.start..scope.word.end].to_string())
    }

    #[test]
    fn a_word_beside_the_figure_tells_its_scope() {
        assert_eq!(told("At least 40 people were killed and 90 injured.", "40").as_deref(), Some("killed"));
        assert_eq!(told("At least 40 people were killed and 90 injured.", "90").as_deref(), Some("injured"));
        assert_eq!(told("They have 12 dogs.", "12"), None);
        let aside = "In a step that has sent waves through the town, some 300 boats were delivered.";
        assert_eq!(told(aside, "300").as_deref(), Some("delivered"));
    }

    #[test]
    fn what_is_planned_is_not_done() {
        assert_eq!(told("They consider sending a total of 300 boats there.", "300").as_deref(), Some("consider"));
        assert_eq!(told("A total of 300 boats have been sent.", "300").as_deref(), Some("total"));
    }
}
