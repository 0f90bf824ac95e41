//! Reads numbers in digits and in words: `1.4`, `twenty-one`, `two and a half million`, `two-thirds`, `23 of 32`, `tens
//! of thousands`.

mod parts;
mod words;

use super::Value;
use super::digits::DigitForm;
use super::number::Number;
use super::sentence::Sentence;
use super::token::Kind;
use crate::language::units::Kind as Measures;
pub(super) use parts::{and_part, part_unit};
use parts::{digits_of_parts, joined_scale, part_alone, several_parts};
use words::{point, whole};

/// An amount at a place in a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    /// The number of the token after its last.
    pub end: usize,
    /// The value.
    pub value: Value,
    /// The way in which it is written.
    pub written: Written,
}

/// The way in which an amount is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// Digits alone, which may be a year or part of a name.
    Digits,
    /// Digits with group marks or decimals.
    Figures,
    /// With a scale of a thousand and more.
    Scaled,
    /// In words.
    Words,
    /// A part of a whole, in words or digits: `two-thirds`, `1/16`.
    Part,
}

/// The thing that is counted, which decides whether a letter after digits may mean a million: in `$5m`, but not in
/// `5m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// Money: a sign of a currency stands before the number.
    Money,
    /// Anything.
    Anything,
}

/// Returns the amount that begins at token `at`.
pub(super) fn amount(sentence: &Sentence, at: usize, of: Of) -> Option<Amount> {
    let word = sentence.word(at).is_some_and(|word| sentence.language.numbers.minus.has(word));
    // `au moins 300`, `plus or minus 3`
    let word = word && sentence.phrase_before(at + 1, &sentence.language.words.qualifiers).is_none();
    let negative = word || sentence.tokens.get(at)?.is_mark(&['-', '−']) && starts_apart(sentence, at);
    let at = if word { sentence.behind_number_hyphen(at + 1) } else { at + usize::from(negative) };
    let found =
        many(sentence, at).or_else(|| each(sentence, at)).or_else(|| part_alone(sentence, at)).or_else(|| {
            let one = one(sentence, at, of)?;
            Some(share(sentence, one, of).or_else(|| over(sentence, one, of)).unwrap_or(one))
        })?;
    match (negative, found.value) {
        (false, _) => Some(found),
        (true, Value::One(value)) => Some(Amount { value: Value::One(value.negative()), ..found }),
        (true, _) => None,
    }
}

/// Returns whether a minus belongs to the number: nothing but a blank or a bracket stands before it, and the digits
/// follow it without a blank.
fn starts_apart(sentence: &Sentence, at: usize) -> bool {
    let next = sentence.tokens.get(at + 1);
    let apart = !sentence.tokens[at].glued
        || at.checked_sub(1).is_some_and(|before| sentence.tokens[before].is_mark(&['(', '“', '"', '<', '>', '=']));
    apart && next.is_some_and(|next| next.glued && matches!(next.kind, Kind::Digits(_)))
}

/// The greatest number of parts of a number, each smaller than the one before: `4 thousand 3 hundred and 21`, `1兆2億3万4`.
const PARTS: usize = 4;

/// Returns a single number.
fn one(sentence: &Sentence, at: usize, of: Of) -> Option<Amount> {
    of_parts(sentence, at, of, PARTS)
}

/// Returns a single number of at most so many parts.
fn of_parts(sentence: &Sentence, at: usize, of: Of, parts: usize) -> Option<Amount> {
    match sentence.tokens.get(at)?.kind {
        Kind::Digits(digits) => {
            let (mut end, mut value) = (at + 1, digits.value);
            let mut written = match digits.form {
                DigitForm::Plain => Written::Digits,
                DigitForm::Marked => Written::Figures,
                DigitForm::Fraction => Written::Part,
            };
            // `3 1/4`, `3-1/4`
            let part_at = sentence.behind_number_hyphen(end);
            if let Some(Kind::Digits(part)) = sentence.tokens.get(part_at).map(|token| token.kind)
                && part.form == DigitForm::Fraction
                && value.is_whole()
                && (part_at == end || sentence.tokens[part_at].glued)
            {
                (end, value, written) = (part_at + 1, value.plus(part.value)?, Written::Figures);
            }
            while let Some((next, scale)) = scale(sentence, end, of) {
                (end, value, written) = (next, value.times(scale)?, Written::Scaled);
            }
            (end, value, written) = smaller(sentence, end, value, written, (of, parts));
            if let Some((behind, sum)) = glued_rest(sentence, end, value, (of, parts)) {
                (end, value) = (behind, sum);
            }
            let joined = and_part(sentence, end, value);
            let (end, value) = joined.unwrap_or((end, value));
            let with_part = digits_of_parts(sentence, end, value);
            Some(with_part.unwrap_or(Amount { end, value: Value::One(value), written }))
        }
        Kind::Word => words(sentence, at),
        _ => None,
    }
}

/// Returns the further parts of a number that may have so many with its first. Without this limit, each number of a long row would be
/// read to the end of the row, one call deeper for each.
fn further(sentence: &Sentence, at: usize, of: Of, parts: usize) -> Option<Amount> {
    of_parts(sentence, at, of, parts.checked_sub(1).filter(|parts| *parts > 0)?)
}

/// Reads `4 thousand 3 hundred and 21`: smaller parts after a number with a scale.
fn smaller(
    sentence: &Sentence,
    at: usize,
    value: Number,
    written: Written,
    (of, parts): (Of, usize),
) -> (usize, Number, Written) {
    let numbers = &sentence.language.numbers;
    let word_scale =
        at.checked_sub(1).and_then(|last| sentence.word(last)).is_some_and(|word| numbers.scales.has(word));
    if !word_scale || written != Written::Scaled {
        return (at, value, written);
    }
    let joined = sentence.word(at).is_some_and(|word| numbers.joins.has(word));
    let from = at + usize::from(joined);
    let whole = |at: usize| {
        sentence
            .tokens
            .get(at)
            .is_some_and(|token| matches!(token.kind, Kind::Digits(digits) if digits.value.is_whole()))
    };
    let more = if whole(from) || joined { further(sentence, from, of, parts) } else { None };
    let Some(Amount { end, value: Value::One(more), .. }) = more else { return (at, value, written) };
    let rest = value.by(Number::whole(100)).is_some_and(Number::is_whole) && more < Number::whole(100) && joined
        || value.by(Number::whole(1000)).is_some_and(Number::is_whole)
            && more < Number::whole(1000)
            && (!joined || more >= Number::whole(100) || whole(from));
    match value.plus(more).filter(|_| rest && more > Number::ZERO) {
        Some(sum) => (end, sum, written),
        None => (at, value, written),
    }
}

/// Reads `1億2,300万` and `1万2000`: a smaller number behind a scale, in a script without blanks. Returns the token behind it,
/// and the sum.
fn glued_rest(sentence: &Sentence, at: usize, value: Number, (of, parts): (Of, usize)) -> Option<(usize, Number)> {
    let scale = sentence.glued_scale(at.checked_sub(1)?)?;
    sentence.tokens.get(at).filter(|token| token.glued && matches!(token.kind, Kind::Digits(_)))?;
    let Amount { end, value: Value::One(rest), .. } = further(sentence, at, of, parts)? else { return None };
    let sum = value.plus(rest).filter(|_| rest < Number::whole(scale))?;
    Some((end, sum))
}

/// Returns the scale at a token: a word, or letters that follow digits without a blank.
fn scale(sentence: &Sentence, at: usize, of: Of) -> Option<(usize, Number)> {
    let numbers = &sentence.language.numbers;
    let token = sentence.tokens.get(at)?;
    if token.kind != Kind::Word && token.kind != Kind::Name {
        // `5-million`
        let hyphen = token.is_hyphen() && token.glued;
        let word = sentence.word(at + 1).filter(|_| hyphen && sentence.tokens[at + 1].glued)?;
        return numbers.scales.get(word).map(|scale| (at + 2, Number::whole(*scale)));
    }
    if let Some(scale) = numbers.scales.get(&token.lower) {
        // `1,5 Mrd. Euro`
        let stop = sentence.tokens.get(at + 1).is_some_and(|next| next.is_mark(&['.']) && next.glued);
        let more = stop && numbers.stopped_scales.has(&token.lower) && at + 2 < sentence.tokens.len();
        return Some((at + 1 + usize::from(more), Number::whole(*scale)));
    }
    // `1,2 M€`
    let money = sentence.tokens.get(at + 1).is_some_and(|next| {
        let unit = sentence.language.units.symbols.longest(next.text).filter(|_| next.glued);
        unit.is_some_and(|(_, unit)| sentence.language.units.unit(*unit).kind == Measures::Money)
    });
    let digits =
        at > 0 && (matches!(sentence.tokens[at - 1].kind, Kind::Digits(_)) || sentence.glued_scale(at - 1).is_some());
    let close = digits && (token.glued || money);
    let suffix = numbers.suffixes.get(token.text).filter(|_| close);
    // `$5m`, `1.2m tons`, `35m users`
    let counts = || {
        let next = sentence.word(at + 1);
        next.is_some_and(|next| sentence.language.units.words.has(next) || sentence.language.words.is_plural(next))
    };
    // `cash of 16.5m`
    let words = &sentence.language.words;
    let of_money =
        || (at.saturating_sub(4)..at).filter_map(|at| sentence.word(at)).any(|word| words.money_nouns.has(word));
    // `a population of 5.5m`, `some 4.3m were displaced`
    let of_many =
        || (at.saturating_sub(5)..at).filter_map(|at| sentence.word(at)).any(|word| words.number_nouns.has(word));
    let stand_for_people = || sentence.word(at + 1).is_some_and(|word| words.plural_verbs.has(word));
    let is_million = || of == Of::Money || counts() || of_money() || of_many() || stand_for_people();
    let money = numbers.money_suffixes.get(token.text).filter(|_| close && is_million());
    if let Some(scale) = suffix.or(money) {
        return Some((at + 1, Number::whole(*scale)));
    }
    // `1.2万人`: a script without blanks writes the scale and the noun in one.
    sentence.glued_scale(at).filter(|_| close).map(|scale| (at + 1, Number::whole(scale)))
}

/// Reads a number in words, with what follows: `three and a half million`, `two-thirds`, `seven point five`.
fn words(sentence: &Sentence, at: usize) -> Option<Amount> {
    let numbers = &sentence.language.numbers;
    if let Some(quarters) = sentence.word(at).and_then(|word| numbers.quarters.get(word)) {
        let value = Number::ratio((*quarters).into(), 4)?;
        // `um dreiviertel acht` is a time.
        let of_what = || {
            let determiner = sentence.word(at + 1).is_some_and(|word| sentence.language.words.determiners.has(word));
            determiner || sentence.phrase(at + 1, &sentence.language.units.words).is_some()
        };
        if value < Number::ONE && !of_what() {
            return None;
        }
        let (end, value) = match scale(sentence, at + 1, Of::Anything) {
            Some((end, scale)) => (end, value.times(scale)?),
            None => (at + 1, value),
        };
        return Some(Amount { end, value: Value::One(value), written: Written::Words });
    }
    let (end, whole) = whole(sentence, at)?;
    let whole = Number::whole(whole);
    if let Some((end, value)) = point(sentence, end, whole) {
        return Some(Amount { end, value: Value::One(value), written: Written::Words });
    }
    // `three and a half million`
    if let Some((behind, value)) = and_part(sentence, end, whole) {
        let (end, value) = match scale(sentence, behind, Of::Anything) {
            // `a billion and a quarter million`: the second scale multiplies only the part.
            Some((behind, scale)) if joined_scale(sentence, end).is_some() => {
                let part = value.minus(whole)?.by(Number::whole(joined_scale(sentence, end)?))?;
                (behind, whole.plus(part.times(scale)?)?)
            }
            Some((end, scale)) => (end, value.times(scale)?),
            None => (behind, value),
        };
        return Some(Amount { end, value: Value::One(value), written: Written::Words });
    }
    if let Some(part) = several_parts(sentence, end, whole) {
        return Some(part);
    }
    let written = if joined_scale(sentence, end).is_some() { Written::Scaled } else { Written::Words };
    Some(Amount { end, value: Value::One(whole), written })
}

/// Reads an unknown multiple: `tens of thousands`, `hundreds of`, `several hundred`.
fn many(sentence: &Sentence, at: usize) -> Option<Amount> {
    let language = sentence.language;
    // `some few hundred`
    let few = |at: usize| sentence.phrase(at, &language.numbers.few).map(|(next, ())| next);
    let behind_few = few(at).map(|next| few(next).unwrap_or(next));
    // `varios miles`
    if let Some((end, scale)) = behind_few.and_then(|at| sentence.phrase(at, &language.numbers.scales)) {
        let value = Value::Between(Number::whole(scale), Number::whole(scale.checked_mul(10)?));
        return Some(Amount { end, value, written: Written::Words });
    }
    let at = behind_few.unwrap_or(at);
    let low = *language.numbers.many.get(sentence.word(at)?)?;
    // `the scores of students`: what has a noun or an article before it is no number.
    let before = at.checked_sub(1).and_then(|before| sentence.word(before));
    let words = &language.words;
    let noun = before.is_some_and(|word| {
        words.determiners.has(word)
            || !words.is_small(word)
                && !words.verbs.has(word)
                && !words.aside_endings.iter().any(|end| word.ends_with(end.as_str()))
    });
    if low == 20 && noun {
        return None;
    }
    // `Tausende Menschen`
    let counts = || language.words.nouns_are_capital && sentence.tokens[at + 1].is_capital();
    if !sentence.word(at + 1).is_some_and(|word| language.words.of.has(word) || counts()) {
        return None;
    }
    // Up to the next word for so many: hundreds are fewer than a thousand, thousands fewer than a million.
    let high = match low {
        12 => 100,
        1_000 | 1_000_000 | 1_000_000_000 => low.checked_mul(1000)?,
        low => low.checked_mul(10)?,
    };
    let more = sentence.word(at + 2).and_then(|word| language.numbers.many.get(word)).filter(|more| **more > low);
    let times = Number::whole(more.copied().unwrap_or(1));
    let end = if more.is_some() { at + 3 } else { at + 1 };
    let value = Value::Between(Number::whole(low).times(times)?, Number::whole(high).times(times)?);
    Some(Amount { end, value, written: Written::Words })
}

/// Reads a fraction, if no noun follows that the second number could count: `one over twenty`.
fn over(sentence: &Sentence, part: Amount, of: Of) -> Option<Amount> {
    sentence.word(part.end).filter(|word| sentence.language.numbers.over.has(word))?;
    let under = one(sentence, part.end + 1, of)?;
    let is_plain = |amount: Amount| matches!(amount.written, Written::Digits | Written::Words);
    let ends = sentence.tokens.get(under.end).is_none_or(|token| token.is_mark(&['.', ',', ';', ')', '?']));
    match (part.value, under.value) {
        (Value::One(count), Value::One(whole)) if ends && is_plain(part) && is_plain(under) => {
            let value = count.by(whole).filter(|_| count.is_whole() && whole.is_whole())?;
            Some(Amount { end: under.end, value: Value::One(value), written: Written::Part })
        }
        _ => None,
    }
}

/// Returns the token after the `in` of `one child in five` and `deux élèves sur trois`, where nothing else is counted by the
/// second number. `in` stands before a time, too: there the first number must be one.
fn behind_noun(sentence: &Sentence, at: usize, count: Number) -> Option<(usize, ())> {
    let (words, units) = (&sentence.language.words, &sentence.language.units);
    let noun = sentence.word(at).filter(|word| !words.is_small(word) && !words.verbs.has(word))?;
    let (end, ()) = sentence.phrase(at + 1, &words.share_in).filter(|_| !units.words.has(noun))?;
    let is_share = words.of.has(sentence.word(at + 1)?);
    let (behind, _) = whole(sentence, end).filter(|(behind, _)| *behind == end + 1)?;
    let counts = sentence.word(behind).is_some_and(|word| {
        (words.is_plural(word) && !words.verbs.has(word) && !words.is_small(word)) || units.words.has(word)
    });
    (!counts && (count == Number::ONE || is_share)).then_some((end, ()))
}

/// Reads a share that is told by a place in an order: `jeder fünfte`. Of days and years it is no share, but a time.
fn each(sentence: &Sentence, at: usize) -> Option<Amount> {
    let (numbers, units) = (&sentence.language.numbers, &sentence.language.units);
    sentence.word(at).filter(|word| numbers.each.has(word))?;
    let nth = *numbers.nths.get(sentence.word(at + 1)?)?;
    let unit = sentence.phrase(at + 2, &units.words).map(|(_, unit)| units.unit(unit).kind);
    let value = Value::Share(Number::ONE, Number::whole(nth));
    (unit != Some(Measures::Time)).then_some(Amount { end: at + 2, value, written: Written::Words })
}

/// The most words of the owner in a share.
const OWNER: usize = 3;

/// Returns the token after the owner of the whole: the `32` in `23 of NATO’s 32 members`.
fn behind_owner(sentence: &Sentence, at: usize) -> Option<usize> {
    let ends = |at: &usize| {
        let text = sentence.tokens.get(*at).map(|token| token.text).unwrap_or_default();
        sentence.language.attribution.without_genitive(text) != text || text.ends_with(['’', '\''])
    };
    let words = (at..at + OWNER).take_while(|at| sentence.word(*at).is_some());
    words.into_iter().find(ends).map(|owner| owner + 1)
}

/// Reads `23 of 32`, `23 of NATO’s 32`, `23 out of the 32`, `one in five`.
fn share(sentence: &Sentence, part: Amount, of: Of) -> Option<Amount> {
    let Value::One(count) = part.value else { return None };
    if !count.is_whole() {
        return None;
    }
    let words = &sentence.language.words;
    let (end, _) = sentence
        .phrase(part.end, &words.of)
        .or_else(|| sentence.phrase(part.end, &words.share_in))
        .or_else(|| behind_noun(sentence, part.end, count))?;
    // `12 of his 15 fights`
    let owned =
        sentence.word(end).is_some_and(|word| words.determiners.has(word) && !sentence.language.numbers.ones.has(word));
    let end = behind_owner(sentence, end).unwrap_or(end + usize::from(owned));
    // `eight of their last 10 games`
    let joins =
        |word: &str| words.determiners.has(word) || words.prepositions.has(word) || words.conjunctions.has(word);
    let is_adjective = owned && sentence.word(end).is_some_and(|word| !words.is_plural(word) && !joins(word));
    let whole = one(sentence, end, of).or_else(|| one(sentence, end + 1, of).filter(|_| is_adjective))?;
    let Value::One(total) = whole.value else { return None };
    let year = whole.written == Written::Digits && total > Number::whole(1500) && total < Number::whole(2101);
    // `won 6-3 in 82 minutes`
    let lasts = sentence.phrase(whole.end, &sentence.language.units.words);
    let lasts = lasts.filter(|(_, unit)| sentence.language.units.unit(*unit).kind == Measures::Time);
    let within = sentence.phrase(part.end, &words.of).is_none() && lasts.is_some();
    // `a majority of 174 in the 650-seat house`, but `seven of the 14-member band`
    let describes = sentence.phrase(part.end, &words.of).is_none()
        && sentence.tokens.get(whole.end).is_some_and(|token| token.is_hyphen() && token.glued)
        && sentence.word(whole.end + 1).is_some_and(|_| sentence.tokens[whole.end + 1].glued);
    let fits = total.is_whole() && total > count && !year && !within && !describes;
    fits.then_some(Amount { end: whole.end, value: Value::Share(count, total), written: Written::Figures })
}
