//! Cuts a mention into the words that name somebody: without the place that they are from, their office, a genitive, and marks.

use crate::language::attribution::{Cues, Word};

/// Returns the number of words up to the place that a person with a title is from: three of `Senator Ann Stone of Lomas`,
/// but all of `Secretary of State`.
pub(super) fn before_place(words: &[String], data: &Cues) -> usize {
    let of = words.iter().position(|word| data.of.contains(word)).unwrap_or(words.len());
    let title = words[..of].iter().rposition(|word| data.is_title(word));
    let name = title.map_or(&[][..], |title| &words[title + 1..of]);
    let is_person = !name.is_empty() && !name.iter().all(|word| data.bodies.contains(word));
    if is_person { of } else { words.len() }
}

/// Returns the name behind an office: `Jana Weiss` of `the mayor of Altdorf, Jana Weiss`.
pub(crate) fn behind_office<'m>(mention: &'m str, data: &Cues) -> Option<&'m str> {
    let (office, name) = mention.split_once(',')?;
    let is_preposition = |word: &&str| matches!(data.words.get(&word.to_lowercase()), Some(Word::Preposition));
    let bearer = office.split_whitespace().take_while(|word| !is_preposition(word)).last()?;
    let is_known = data.is_title(bearer) || data.persons.contains(bearer);
    // `his campaign manager, Jana Weiss`
    let is_own = || {
        let first = office.split_whitespace().next().map(str::to_lowercase);
        first.is_some_and(|first| data.words.get(&first) == Some(&Word::Possessive))
    };
    let is_office = is_known || is_own();
    let name = name.trim_start();
    let first = words(name, data).next()?;
    let is_name = first.starts_with(char::is_uppercase) && !data.words.contains_key(&first.to_lowercase());
    (is_office && is_name).then_some(name)
}

/// Returns the part of a mention after a genitive: `management` in `CNN’s management`.
pub(super) fn after_genitive<'m>(mention: &'m str, data: &Cues) -> &'m str {
    let is_genitive = |word: &str| data.without_genitive(word) != word || word.ends_with(['\'', '’']);
    let mut words = mention.rmatch_indices(' ').filter(|(at, _)| is_genitive(&mention[..*at]));
    let rest = words.next().map(|(at, _)| mention[at..].trim());
    rest.filter(|rest| rest.contains(char::is_alphanumeric)).unwrap_or(mention)
}

/// Returns the words of a mention, without marks and genitives: `U.S.` is one word, and so is the `C` of `Frederick C .
/// LaRue`.
pub(super) fn words<'m>(mention: &'m str, data: &'m Cues) -> impl Iterator<Item = &'m str> {
    mention
        .split(|c: char| c.is_whitespace() || "\"“”‘()[]".contains(c))
        .flat_map(|word| {
            let cut = word
                .find('.')
                .filter(|at| *at > 1 && word[at + 1..].starts_with(char::is_uppercase))
                .unwrap_or(word.len());
            [&word[..cut], &word[cut..]]
        })
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim_start_matches('.'))
        .map(|word| data.without_genitive(word))
        .map(|word| word.strip_suffix('.').filter(|rest| !rest.contains('.')).unwrap_or(word))
        .filter(|word| word.contains(char::is_alphanumeric) && *word != "s")
}
