//! Finds the scope of a count, if a word beside it tells it: planned, sent, present.
//!
//! Two figures that differ because one counts the dead and the other the injured do not contradict each other. The
//! words come from the text's language; a language without such words gives no scopes.

use crate::compare::words;
use crate::language::Language;
use crate::language::scopes::{ScopeKind, ToldScope};
use crate::text::Span;

/// The greatest distance in words at which a word tells the scope of a figure.
const REACH: usize = 8;

/// A word that tells the scope of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct FigureScope<'a> {
    /// The scope.
    pub told: ToldScope<'a>,
    /// The word.
    pub word: Span,
}

/// Returns the scope of the figure at `figure`, if a word beside it tells one. `words` are the places of the words of its sentence.
pub(super) fn scope<'a>(
    text: &str,
    words: impl Iterator<Item = Span>,
    figure: Span,
    language: &'a Language,
) -> Option<FigureScope<'a>> {
    let joins = |word: &str| language.attribution.and.contains(word);
    let words: Vec<Span> = words.collect();
    let first = words.partition_point(|word| word.end <= figure.start);
    let behind = words.partition_point(|word| word.start < figure.end);
    // A word after a comma usually belongs to something else.
    let is_near = |from: usize, to: usize| from >= to || !text[from..to].contains([',', ';', ':', '(', ')', '—']);
    // In `two died and five were hurt`, nobody of the five died.
    let is_joined = |from: usize, to: usize| {
        from < to && words::spans(&text[from..to]).any(|word| joins(&text[from + word.start..from + word.end]))
    };
    let before = words[first.saturating_sub(REACH)..first].iter().rev().filter(|word| is_near(word.end, figure.start));
    let after = words[behind..].iter().take(REACH).filter(|word| is_near(figure.end, word.start));
    let beside = before.enumerate().chain(after.enumerate());
    let found = beside.filter_map(|(distance, word)| {
        let written = &text[word.start..word.end];
        let told = language.scopes.of(written)?;
        // `some 300 boats came in May`
        let is_month = written.starts_with(char::is_uppercase) && language.words.months.has(&written.to_lowercase());
        (!is_month).then_some((distance, FigureScope { told, word: *word }))
    });
    // Soldiers whom someone considers sending are planned, not sent.
    let rank = |(distance, scope): &(usize, FigureScope)| {
        let is_apart = scope.word.end <= figure.start && is_joined(scope.word.end, figure.start);
        (scope.told.kind != ScopeKind::Unreal, is_apart, *distance)
    };
    found.min_by_key(rank).map(|(_, scope)| scope)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language;

    fn found<'a>(sentence: &str, figure: &str, language: &'a Language) -> Option<FigureScope<'a>> {
        let at = sentence.find(figure).unwrap();
        scope(sentence, words::spans(sentence), Span::new(at, at + figure.len()), language)
    }

    fn told(sentence: &str, figure: &str) -> Option<String> {
        let scope = found(sentence, figure, language::english());
        scope.map(|scope| sentence[scope.word.start..scope.word.end].to_string())
    }

    #[test]
    fn a_scope_has_one_name_in_all_languages() {
        let name = |sentence: &str, figure: &str| {
            found(sentence, figure, language::told(sentence)).map(|scope| scope.told.name)
        };
        assert_eq!(name("The army plans to send 300 boats to the island in the north.", "300"), Some("planned"));
        assert_eq!(name("Die Armee will 300 Boote auf die Insel im Norden schicken.", "300"), Some("planned"));
        assert_eq!(name("L’armée a envoyé 300 bateaux sur l’île dans le nord.", "300"), Some("sent"));
        assert_eq!(name("El ejército envió 300 barcos a la isla en el norte.", "300"), Some("sent"));
        assert_eq!(name("Bei dem Sturm auf der Insel wurden 12 Menschen verletzt.", "12"), Some("injured"));
    }

    #[test]
    fn a_word_beside_the_figure_tells_its_scope() {
        assert_eq!(told("At least 40 people were killed and 90 injured.", "40").as_deref(), Some("killed"));
        assert_eq!(told("At least 40 people were killed and 90 injured.", "90").as_deref(), Some("injured"));
        assert_eq!(told("They have 12 dogs.", "12"), None);
        // A plane, a plant and a considerable order of fighters are no plans.
        for sentence in ["The plane had 12 seats.", "The plant has 12 fighters.", "It is a considerable 12."] {
            assert_eq!(told(sentence, "12"), None, "{sentence}");
        }
        assert_eq!(told("Some 12 boats came in May.", "12"), None);
        assert_eq!(told("Some 12 boats may come.", "12").as_deref(), Some("may"));
        let aside = "In a step that has sent waves through the town, some 300 boats were delivered.";
        assert_eq!(told(aside, "300").as_deref(), Some("delivered"));
    }

    #[test]
    fn a_word_before_and_says_nothing_of_the_figure_behind_it() {
        let sentence = "Two men died and five were wounded.";
        assert_eq!(told(sentence, "Two").as_deref(), Some("died"));
        assert_eq!(told(sentence, "five").as_deref(), Some("wounded"));
    }

    #[test]
    fn what_is_planned_is_not_done() {
        assert_eq!(told("They consider sending a total of 300 boats there.", "300").as_deref(), Some("consider"));
        assert_eq!(told("A total of 300 boats have been sent.", "300").as_deref(), Some("total"));
    }
}
