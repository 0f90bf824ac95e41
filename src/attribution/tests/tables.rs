//! Tests attributions on tables of sentences.

use super::{found_in, shown};
use crate::attribution::{Attribution, Who, attributions, is_statement, is_voice};
use crate::language;

/// Returns the sentences of a table in which something else is found than the table says.
fn wrong(table: &str, found: fn(&str, &language::Language) -> Vec<String>) -> String {
    let bare =
        |one: &str| one.split(" | ").map(|part| part.trim_end_matches([',', '.'])).collect::<Vec<_>>().join(" | ");
    let mut wrong = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split('‖').map(str::trim);
        let (code, text) = (parts.next().unwrap(), parts.next().unwrap().replace(" ⏎ ", "\n"));
        let wanted: Vec<String> = parts.filter(|part| !part.is_empty()).map(bare).collect();
        let found: Vec<String> = found(&text, language::of(code).unwrap()).iter().map(|one| bare(one)).collect();
        if found != wanted {
            wrong.push(format!("{text}\n  found  {found:?}\n  wanted {wanted:?}"));
        }
    }
    wrong.join("\n")
}

#[test]
fn who_is_cited_is_found_in_german_french_and_spanish() {
    assert_eq!(wrong(include_str!("../../../tests/data/language/said.txt"), found_in), "");
}

#[test]
fn who_is_cited_in_the_press_is_found() {
    let named = |text: &str, language: &language::Language| {
        let is_cited = |one: &Attribution| {
            one.who != Who::Nobody && is_voice(text, one, language) && is_statement(text, one, language)
        };
        attributions(text, language).iter().filter(|one| is_cited(one)).map(|one| shown(text, one)).collect()
    };
    assert_eq!(wrong(include_str!("../../../tests/data/language/press.txt"), named), "");
}

#[test]
fn a_pronoun_stands_for_whom_the_text_is_about() {
    let whom = |text: &str, language: &language::Language| {
        let last = attributions(text, language).into_iter().rfind(|one| one.who == Who::Pronoun);
        last.and_then(|one| one.antecedent).map(|span| text[span.start..span.end].to_string()).into_iter().collect()
    };
    assert_eq!(wrong(include_str!("../../../tests/data/language/whom.txt"), whom), "");
}
