//! Recognises numbers that look like quantities and are not: names, dates, times, list numbers, and `one` without a
//! noun.

mod code;

use super::Value;
use super::amount::Written;
use super::digits::DigitForm;
use super::measure::Measure;
use super::number::Number;
use super::sentence::Sentence;
use super::token::{Kind, Token};
use crate::language::units::Kind as Unit;
use crate::text::script::is_unspaced;

/// A number with at least this many digits and no group marks is the number of an account or of a message.
const ID: usize = 10;

/// Returns whether a measure counts nothing.
pub(super) fn is_refused(sentence: &Sentence, measure: &Measure, before: Option<&Measure>) -> bool {
    let bare = measure.unit.kind.is_none() && !matches!(measure.value, Value::Share(..));
    is_time(sentence, measure)
        || is_identifier(sentence, measure)
        || is_article(sentence, measure)
        || is_once_upon(sentence, measure)
        || is_named_fraction(sentence, measure)
        || code::is_coordinate(sentence, measure)
        || bare && (code::is_generation(sentence, measure) || code::is_in_street(sentence, measure))
        || bare
            && (is_part_of_name(sentence, measure) || is_date(sentence, measure) || is_list_number(sentence, measure))
        || bare
            && (is_lone_one(sentence, measure)
                || before.is_some_and(|before| is_within_counted(sentence, before, measure))
                || is_score(sentence, measure)
                || code::is_ratio(sentence, measure)
                || is_number_word_of_name(sentence, measure))
}

fn before<'s, 't>(sentence: &'s Sentence<'t, '_>, measure: &Measure) -> Option<&'s Token<'t>> {
    sentence.tokens.get(measure.first.checked_sub(1)?)
}

fn digits(sentence: &Sentence, measure: &Measure) -> Option<DigitForm> {
    match sentence.tokens[measure.number].kind {
        Kind::Digits(digits) => Some(digits.form),
        _ => None,
    }
}

/// Recognises `une heure`, `ein Soldat`: in many languages the article is also the word for one. It is a quantity only
/// with money and shares.
fn is_article(sentence: &Sentence, measure: &Measure) -> bool {
    let article = sentence.word(measure.number).is_some_and(|word| sentence.language.words.determiners.has(word));
    let alone = sentence.tokens[measure.number].end == measure.number_end;
    article && alone && !matches!(measure.unit.kind, Some(Unit::Share | Unit::Money))
}

/// Recognises `id="768166957728358400"` and `0800`: a number with this many digits and no group marks is a quantity only if it is
/// money, and one that begins with a zero only with a unit.
fn is_identifier(sentence: &Sentence, measure: &Measure) -> bool {
    let plain = digits(sentence, measure) == Some(DigitForm::Plain) && measure.written == Written::Digits;
    let text = sentence.tokens[measure.number].text;
    let long = text.chars().count() >= ID && measure.unit.kind != Some(Unit::Money);
    plain && (long || text.len() > 1 && text.starts_with('0') && measure.unit.kind.is_none())
}

/// Recognises `10.45pm`, `5 am`, `17:22`.
fn is_time(sentence: &Sentence, measure: &Measure) -> bool {
    let words = &sentence.language.words;
    // `A las 8 empezó la misa`
    let hour = || {
        sentence.phrase_before(measure.first, &words.clock_before).is_some()
            && measure.value.bounds().1 <= Number::whole(24)
            && !counts_several(sentence, measure.end)
    };
    let is_time = || sentence.phrase(measure.end, &words.clock).is_some() || hour();
    digits(sentence, measure).is_some() && measure.unit.kind.is_none() && is_time()
}

/// Recognises `the 3-2 win`, and `5 for 32`, which counts neither.
fn is_score(sentence: &Sentence, measure: &Measure) -> bool {
    if code::is_score_in_words(sentence, measure) {
        return true;
    }
    let Some(next) = sentence.tokens.get(measure.end) else { return false };
    let behind = || {
        sentence.tokens.get(measure.end + 1).is_some_and(|token| matches!(token.kind, Kind::Digits(_)) && token.glued)
    };
    let joined = next.is_hyphen() && next.glued && behind();
    let before = before(sentence, measure).is_some_and(|token| token.is_hyphen() && token.glued)
        && measure.first >= 2
        && matches!(sentence.tokens[measure.first - 2].kind, Kind::Digits(_))
        && sentence.tokens[measure.first].glued;
    digits(sentence, measure).is_some() && (joined || before)
}

/// Recognises `Leopard-2-Panzer`: digits between two words, joined to both by hyphens.
fn is_within_word(sentence: &Sentence, measure: &Measure) -> bool {
    let joined = |hyphen: usize, word: usize| {
        sentence.tokens.get(hyphen).is_some_and(|token| token.is_hyphen() && token.glued)
            && sentence.word(word).is_some()
    };
    let [Some(hyphen), Some(word)] = [1, 2].map(|back| measure.first.checked_sub(back)) else { return false };
    let behind = measure.end + 1;
    joined(hyphen, word)
        && joined(measure.end, behind)
        && sentence.tokens[measure.first].glued
        && sentence.tokens[behind].glued
}

/// Recognises `Section 427`, `iPhone 12`, `the S&P 500`, `737 Max`, `Nick Hague 44`.
fn is_part_of_name(sentence: &Sentence, measure: &Measure) -> bool {
    let Some(form) = digits(sentence, measure) else { return false };
    if is_within_word(sentence, measure) {
        return true;
    }
    let words = &sentence.language.words;
    let at = measure.first;
    // `No. 10`, `Boeing 737-800`, `Psalms 23`
    let singular = || words.designators.has(&words.singular(sentence.word(at.wrapping_sub(1)).unwrap_or_default()));
    let designated = singular()
        || (at.saturating_sub(3)..at).any(|from| {
            let behind = sentence.phrase(from, &words.designators).map(|(end, ())| {
                end + usize::from(sentence.tokens.get(end).is_some_and(|token| token.is_mark(&['.'])))
            });
            behind == Some(at) && sentence.phrase(from, &words.qualifiers).is_none_or(|(end, _)| end != at)
        });
    // `last year 300 people`, but `the Year 12 students`
    let is_of_time = || {
        let unit = sentence.word(at.wrapping_sub(1)).and_then(|word| sentence.language.units.words.get(word));
        unit.is_some_and(|unit| sentence.language.units.unit(*unit).kind == Unit::Time)
            && !sentence.tokens[at - 1].is_capital()
    };
    let designated = designated && !(is_of_time() && counts_several(sentence, measure.end));
    // `iOS 17.2`
    if designated && (form == DigitForm::Plain || is_version(sentence, measure)) {
        return true;
    }
    let Value::One(value) = measure.value else { return false };
    let plain = form == DigitForm::Plain && measure.written == Written::Digits;
    if !plain && !is_version(sentence, measure) {
        return false;
    }
    if value >= Number::whole(100_000) {
        return false;
    }
    if before(sentence, measure).is_some_and(|token| token.is_mark(&['#', '&', '/']) && token.glued) {
        return true;
    }
    // `401(k)`
    let letter =
        |at: usize| sentence.tokens.get(at).is_some_and(|token| token.glued && token.text.chars().count() == 1);
    if letter(measure.end)
        && sentence.tokens[measure.end].is_mark(&['('])
        && sentence.word(measure.end + 1).is_some()
        && letter(measure.end + 1)
    {
        return true;
    }
    // `a 911 call`, `dial 112`, but `rose to 112`
    let led = sentence.word(at.wrapping_sub(1)).is_none_or(|word| words.determiners.has(word) || words.calls.has(word));
    if led && words.number_names.has(sentence.tokens[measure.number].text) && !counts_several(sentence, measure.end) {
        return true;
    }
    let next = sentence.tokens.get(measure.end);
    // `In Gaza 40 were killed`
    let counts = counts_several(sentence, measure.end)
        || form == DigitForm::Plain
            && sentence.word(measure.end).is_some_and(|word| words.plural_verbs.has(word))
            && sentence.word(at.wrapping_sub(2)).is_some_and(|word| words.prepositions.has(word));
    let named_before = |token: &Token| {
        // Where all nouns have a capital, only an acronym is a sign of a name: `U 17`.
        let acronym = token.text.chars().nth(3).is_none() && token.text.chars().all(char::is_uppercase);
        let small = words.nouns_are_capital && !acronym
            || words.is_small(&token.lower)
            || words.months.has(&token.lower)
            || sentence.phrase_before(at, &words.qualifiers).is_some();
        matches!(token.kind, Kind::Word | Kind::Name) && token.is_capital() && !small && !words.verbs.has(&token.lower)
    };
    let first_word = at == 1;
    let apart = before(sentence, measure).is_none_or(|token| token.kind == Kind::Mark);
    let before = before(sentence, measure).is_some_and(named_before);
    let after = next.is_some_and(|next| {
        next.kind == Kind::Word
            && next.is_capital()
            && !words.nouns_are_capital
            && !words.is_small(&next.lower)
            && !sentence.language.units.words.has(&next.lower)
    });
    // `737 Max`, `49 Ranch Road`: after a number of a name, a word with a capital follows.
    let counts_people = !before && counts_named(sentence, at, measure.end);
    // `Guccifer 2.0 said`
    let is_release = || is_version(sentence, measure) && sentence.tokens[measure.number].text.ends_with(".0");
    before && (!first_word || is_release()) && !counts
        || after && !counts && !counts_people && (before || apart || value >= Number::whole(100))
}

/// Recognises `two new 737 Max jets`: digits within the name of a thing that another number counts.
fn is_within_counted(sentence: &Sentence, before: &Measure, measure: &Measure) -> bool {
    let language = sentence.language;
    let names = |at: usize| {
        let word = sentence.word(at);
        word.is_some_and(|word| {
            let plain = !language.words.is_small(word) && !language.words.verbs.has(word);
            plain && !language.words.is_plural(word) && !language.units.words.has(word)
        })
    };
    // Without its lists, every word of a language looks like a name.
    if language.code.is_empty() {
        return false;
    }
    let between = before.end..measure.first;
    let plain = digits(sentence, measure) == Some(DigitForm::Plain) && before.unit.kind.is_none();
    plain && (1..=3).contains(&between.len()) && between.into_iter().all(names) && sentence.word(measure.end).is_some()
}

/// Recognises `February 11`, `11 February`, `2019`.
fn is_date(sentence: &Sentence, measure: &Measure) -> bool {
    if digits(sentence, measure) != Some(DigitForm::Plain) || measure.written != Written::Digits {
        return false;
    }
    let words = &sentence.language.words;
    let month = |at: Option<usize>| {
        let token = at.and_then(|at| sentence.tokens.get(at))?;
        let short = token.lower.trim_end_matches('.');
        let named = token.kind == Kind::Word && words.months.has(short);
        named.then_some(token.is_capital() || token.glued || !sentence.language.dates.is_ambiguous(short))
    };
    let behind_of = sentence.phrase(measure.end, &words.of).map_or(measure.end, |(behind, ())| behind);
    let (low, high) = measure.value.bounds();
    let day = high <= Number::whole(31) && low > Number::ZERO;
    let stop = measure
        .first
        .checked_sub(1)
        .filter(|at| sentence.tokens[*at].is_mark(&['.', ',', '-']))
        .map(|at| at.checked_sub(1));
    let month_before = month(measure.first.checked_sub(1)).or_else(|| stop.and_then(month)) == Some(true);
    let month_after = month(Some(measure.end)) == Some(true)
        || month(Some(behind_of)) == Some(true)
        || sentence.tokens.get(measure.end).is_some_and(|token| token.is_hyphen())
            && month(Some(measure.end + 1)) == Some(true);
    // `on 8 June, 24 people`: after a comma comes a year, and no day.
    let comma = before(sentence, measure).is_some_and(|token| token.is_mark(&[',']));
    if day && (month_before && !comma || month_after) {
        return true;
    }
    let year = low >= Number::whole(1500) && high < Number::whole(2201) && low.is_whole();
    let span = matches!(measure.value, Value::Between(..)) && low >= Number::whole(1500) && low < Number::whole(2101);
    if !(year || span) {
        return false;
    }
    // `2000 people`, `about 2019 people`: a count is a round number, has group marks, or is qualified.
    let qualified = sentence.phrase_before(measure.first, &words.qualifiers).is_some();
    let round = low.as_whole().is_some_and(|year| year % 100 == 0);
    let counts = match words.knows_plurals() {
        true => (qualified || round) && counts_several(sentence, measure.end),
        false => counts_a_word(sentence, low, measure.end),
    };
    // `in 2000 people`, but `and 1500 soldiers`
    let dated = sentence
        .word(measure.first.wrapping_sub(1))
        .is_some_and(|word| words.year_before.has(word) && !words.conjunctions.has(word));
    month_before || dated || !counts
}

/// Returns whether the noun after a number is a plural, perhaps with names before it: `500 North Korean soldiers`.
fn counts_several(sentence: &Sentence, at: usize) -> bool {
    let words = &sentence.language.words;
    let named = |token: &&Token| {
        token.kind == Kind::Word
            && (token.is_capital() && !words.nouns_are_capital || words.conjunctions.has(&token.lower))
    };
    let noun = sentence.tokens[at.min(sentence.tokens.len())..].iter().take(5).find(|token| !named(token));
    noun.is_some_and(|noun| noun.kind == Kind::Word && words.is_plural(&noun.lower) && !words.verbs.has(&noun.lower))
}

/// Returns whether a number that may be a year counts the word behind it, in a language whose plurals are not known: a round number not
/// of our time, or any number in a script without blanks, where a year has its own sign.
fn counts_a_word(sentence: &Sentence, low: Number, at: usize) -> bool {
    let of_our_time = (Number::whole(1900)..Number::whole(2100)).contains(&low);
    let is_round = low.as_whole().is_some_and(|year| year % 100 == 0);
    let unspaced = |word: &Token| word.glued && word.text.starts_with(is_unspaced);
    let word = sentence.tokens.get(at).filter(|token| token.kind == Kind::Word);
    word.is_some_and(|word| unspaced(word) || is_round && !of_our_time)
}

/// Recognises `9/11`, the day, and no part of anything.
fn is_named_fraction(sentence: &Sentence, measure: &Measure) -> bool {
    digits(sentence, measure) == Some(DigitForm::Fraction)
        && sentence.language.words.number_names.has(sentence.tokens[measure.number].text)
}

/// Recognises the number of a version: `2.0`.
fn is_version(sentence: &Sentence, measure: &Measure) -> bool {
    let parts = sentence.tokens[measure.number].text.split_once('.');
    parts.is_some_and(|(whole, tenths)| whole.len() <= 2 && tenths.len() == 1)
}

/// The greatest number of words of the name of a people.
const NAME: usize = 3;

/// Returns whether a number counts members of a people or of a faith: `killed 100 Americans`, `600 North Koreans`. At the beginning of a sentence, behind
/// an article and before a further word with a capital, it may be a name: `100 Thieves`, `a 500 Series car`, `300 Rivers Road`.
fn counts_named(sentence: &Sentence, first: usize, at: usize) -> bool {
    let named = |at: usize| sentence.tokens.get(at).is_some_and(|token| token.kind == Kind::Word && token.is_capital());
    let last = (at..at + NAME).take_while(|at| named(*at)).last();
    let plural = |at: usize| sentence.language.words.is_plural(&sentence.tokens[at].lower);
    let led = first > 0 && !sentence.word(first - 1).is_some_and(|word| sentence.language.words.determiners.has(word));
    led && last.is_some_and(|last| plural(last) && !named(last + 1))
}

/// Recognises `a four-door car`, `Kick Six`: a number word that is part of a name or of an adjective.
fn is_number_word_of_name(sentence: &Sentence, measure: &Measure) -> bool {
    let (first, next) = (&sentence.tokens[measure.number], sentence.tokens.get(measure.end));
    let words = first.kind == Kind::Word && measure.end == measure.number + 1;
    let joined = next.is_some_and(|next| next.is_hyphen() && next.glued)
        && sentence.tokens.get(measure.end + 1).is_some_and(|token| token.kind == Kind::Word && token.glued);
    let behind = before(sentence, measure).is_some_and(|token| token.is_hyphen() && token.glued && first.glued);
    // `the Group of Seven`
    let of = measure.number > 1
        && sentence.word(measure.number - 1).is_some_and(|word| sentence.language.words.of.has(word));
    let named = measure.number > 1
        && first.is_capital()
        && !sentence.language.words.nouns_are_capital
        && sentence.tokens[measure.number - 1 - usize::from(of)].kind == Kind::Word
        && sentence.tokens[measure.number - 1 - usize::from(of)].is_capital();
    words && (joined || behind || named)
}

/// Recognises `1.`, `(2)` at the beginning of a sentence.
fn is_list_number(sentence: &Sentence, measure: &Measure) -> bool {
    let Some(next) = sentence.tokens.get(measure.end) else { return false };
    // `Prescott (4) runs`
    let bracketed =
        before(sentence, measure).is_some_and(|token| token.is_mark(&['(', '['])) && next.is_mark(&[')', ']']);
    if bracketed && digits(sentence, measure) == Some(DigitForm::Plain) && measure.value.bounds().1 < Number::whole(100)
    {
        return true;
    }
    // `they were close [538]`, but `sent [200] soldiers`
    let is_reference = before(sentence, measure).is_some_and(|token| token.is_mark(&['[']))
        && (next.is_mark(&[']'])
            || next.is_mark(&['.', ','])
                && sentence.tokens.get(measure.end + 1).is_some_and(|token| token.is_mark(&[']'])));
    if is_reference && digits(sentence, measure) == Some(DigitForm::Plain) && !counts_several(sentence, measure.end + 1)
    {
        return true;
    }
    let first = measure.first == 0 || measure.first == 1 && sentence.tokens[0].is_mark(&['(', '[']);
    first
        && digits(sentence, measure) == Some(DigitForm::Plain)
        && next.is_mark(&['.', ')', ']'])
        && next.glued
        && measure.value.bounds().1 < Number::whole(100)
}

/// Recognises `One day it happened`, as a story begins.
fn is_once_upon(sentence: &Sentence, measure: &Measure) -> bool {
    let words = &sentence.language.words;
    let one = sentence.word(measure.number).is_some_and(|word| words.one.has(word));
    let idiom = sentence.word(measure.number + 1).is_some_and(|word| words.one_idioms.has(word));
    one && idiom && measure.first == 0 && measure.end == 2
}

/// Recognises `the one`, `one of them`, `no one`, `one day`: a pronoun or a phrase.
fn is_lone_one(sentence: &Sentence, measure: &Measure) -> bool {
    let words = &sentence.language.words;
    if measure.end != measure.number + 1 || !sentence.word(measure.number).is_some_and(|word| words.one.has(word)) {
        return false;
    }
    let stands_for =
        |word: &str| (words.determiners.has(word) || words.pronouns.has(word)) && !words.prepositions.has(word);
    let pointed = sentence.word(measure.first.wrapping_sub(1)).is_some_and(stands_for);
    if pointed {
        return true;
    }
    match sentence.word(measure.end) {
        // `one of the four officers`, but not `one of them`
        Some(word) if words.of.has(word) => {
            !sentence.word(measure.end + 1).is_some_and(|next| words.determiners.has(next) || words.is_plural(next))
        }
        Some(word) => words.is_small(word) || words.verbs.has(word) || words.one_idioms.has(word),
        None => true,
    }
}
