//! Numbers in digits and in words: `1.4`, `twenty-one`, `two and a half million`, `two-thirds`, `23 of 32`, `tens of thousands`.

use super::Value;
use super::number::Number;
use super::sentence::Sentence;
use super::token::{Form, Kind};
use crate::language::numbers::Part;
use crate::language::units::Kind as Measures;

/// An amount at a place in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Amount {
    /// The number of the token behind its last.
    pub end: usize,
    /// What it says.
    pub value: Value,
    /// How it is written.
    pub written: Written,
}

/// How an amount is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Digits alone, which may be a year or part of a name.
    Digits,
    /// Digits in groups or with decimals.
    Figures,
    /// With a scale of a thousand and more.
    Scaled,
    /// In words.
    Words,
    /// As a part of a whole, in words or digits: `two-thirds`, `1/16`.
    Part,
}

/// Whether a letter behind digits may mean a million: in `$5m`, not in `5m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Money: a sign stands before the number.
    Money,
    /// Anything.
    Anything,
}

/// Returns the amount that begins at token `at`.
pub fn amount(sentence: &Sentence, at: usize, of: Of) -> Option<Amount> {
    let word = sentence.word(at).is_some_and(|word| sentence.language.numbers.minus.has(word));
    // `au moins 300`
    let word = word && sentence.phrase_before(at + 1, &sentence.language.words.qualifiers).is_none();
    let negative = word || sentence.tokens.get(at)?.is_mark(&['-', '−']) && starts_apart(sentence, at);
    let at = if word { sentence.behind_number_hyphen(at + 1) } else { at + usize::from(negative) };
    let found = many(sentence, at).or_else(|| part_alone(sentence, at)).or_else(|| {
        let one = one(sentence, at, of)?;
        Some(share(sentence, one, of).or_else(|| over(sentence, one, of)).unwrap_or(one))
    })?;
    match (negative, found.value) {
        (false, _) => Some(found),
        (true, Value::One(value)) => Some(Amount { value: Value::One(value.negative()), ..found }),
        (true, _) => None,
    }
}

/// Whether a minus before a number is one: nothing but a blank or a bracket stands before it, and the digits close behind.
fn starts_apart(sentence: &Sentence, at: usize) -> bool {
    let next = sentence.tokens.get(at + 1);
    let apart = !sentence.tokens[at].glued
        || at.checked_sub(1).is_some_and(|before| sentence.tokens[before].is_mark(&['(', '“', '"', '<', '>', '=']));
    apart && next.is_some_and(|next| next.glued && matches!(next.kind, Kind::Digits(_)))
}

/// A single number.
fn one(sentence: &Sentence, at: usize, of: Of) -> Option<Amount> {
    match sentence.tokens.get(at)?.kind {
        Kind::Digits(digits) => {
            let (mut end, mut value) = (at + 1, digits.value);
            let mut written = match digits.form {
                Form::Plain => Written::Digits,
                Form::Marked => Written::Figures,
                Form::Fraction => Written::Part,
            };
            if let Some(Kind::Digits(part)) = sentence.tokens.get(end).map(|token| token.kind)
                && part.form == Form::Fraction
                && value.is_whole()
            {
                (end, value, written) = (end + 1, value.plus(part.value)?, Written::Figures);
            }
            while let Some((next, scale)) = scale(sentence, end, of) {
                (end, value, written) = (next, value.times(scale)?, Written::Scaled);
            }
            (end, value, written) = smaller(sentence, end, value, written, of);
            let joined = and_part(sentence, end, value);
            let (end, value) = joined.unwrap_or((end, value));
            let with_part = digits_of_parts(sentence, end, value);
            Some(with_part.unwrap_or(Amount { end, value: Value::One(value), written }))
        }
        Kind::Word => words(sentence, at),
        _ => None,
    }
}

/// `4 thousand 3 hundred and 21`: smaller pieces behind a number with a scale.
fn smaller(sentence: &Sentence, at: usize, value: Number, written: Written, of: Of) -> (usize, Number, Written) {
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
    let more = if whole(from) || joined { one(sentence, from, of) } else { None };
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

/// A scale at a token: a word, or letters close behind digits.
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
    let digits = at > 0 && matches!(sentence.tokens[at - 1].kind, Kind::Digits(_));
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
    let is_million = || of == Of::Money || counts() || of_money();
    let money = numbers.money_suffixes.get(token.text).filter(|_| close && is_million());
    if let Some(scale) = suffix.or(money) {
        return Some((at + 1, Number::whole(*scale)));
    }
    // `1.2万人`: a script without blanks writes the scale and the noun in one.
    let (length, scale) = numbers.glued_scale(token.text).filter(|_| close)?;
    (length == token.text.len()).then_some((at + 1, Number::whole(scale)))
}

/// `and a half`, `and two thirds` behind a number.
fn and_part(sentence: &Sentence, at: usize, value: Number) -> Option<(usize, Number)> {
    let scale_end = at;
    let numbers = &sentence.language.numbers;
    if !value.is_whole() || !sentence.word(at).is_some_and(|word| numbers.joins.has(word)) {
        return None;
    }
    let (count, at) = match sentence.word(at + 1)? {
        word if numbers.ones.has(word) => (1, at + 2),
        // `un millón y medio`
        word if numbers.parts.get(word).is_some_and(|part| part.of == 2) => (1, at + 1),
        word => (*numbers.small.get(word).filter(|count| (1..20).contains(*count))?, at + 2),
    };
    let at = sentence.behind_hyphen(at);
    let part = numbers.parts.get(sentence.word(at)?)?;
    let several = part.goes_with(count > 1);
    // `one million and a half` is a half of a million more.
    let last = joined_scale(sentence, scale_end);
    let part_of_it = Number::ratio(count.into(), part.of.into())?;
    let sum = value.plus(match last {
        Some(scale) => part_of_it.times(Number::whole(scale))?,
        None => part_of_it,
    })?;
    (several && !(sentence.word(at + 1).is_some_and(|word| sentence.language.words.of.has(word)) && part.of > 2))
        .then_some((at + 1, sum))
}

/// The scale of a thousand and more that ends at a token.
fn joined_scale(sentence: &Sentence, end: usize) -> Option<i64> {
    let word = sentence.word(end.checked_sub(1)?)?;
    sentence.language.numbers.scales.get(word).copied().filter(|scale| *scale >= 1000)
}

/// `3 quarters`, `2-thirds`.
fn digits_of_parts(sentence: &Sentence, at: usize, value: Number) -> Option<Amount> {
    let at = sentence.behind_hyphen(at);
    let part = sentence
        .language
        .numbers
        .parts
        .get(sentence.word(at)?)
        .filter(|part| part.several && value < Number::whole(part.of))?;
    let value = value.by(Number::whole(part.of))?;
    Some(Amount { end: at + 1, value: Value::One(value), written: Written::Part })
}

/// A number in words: `two hundred and two thousand`, `a dozen`, `three and a half million`.
fn words(sentence: &Sentence, at: usize) -> Option<Amount> {
    let numbers = &sentence.language.numbers;
    let small = |at: usize| {
        let compound = || Some((at + 1, numbers.compound(sentence.word(at)?)?));
        sentence.phrase(at, &numbers.small).or_else(compound)
    };
    if let Some(halves) = sentence.word(at).and_then(|word| numbers.halves.get(word)) {
        let value = Number::ratio((*halves).into(), 2)?;
        let (end, value) = match scale(sentence, at + 1, Of::Anything) {
            Some((end, scale)) => (end, value.times(scale)?),
            None => (at + 1, value),
        };
        return Some(Amount { end, value: Value::One(value), written: Written::Words });
    }
    let scale_at = |at: usize| sentence.word(at).and_then(|word| numbers.scales.get(word)).copied();
    let mut end = at;
    let (mut total, mut current, mut any): (i64, Option<i64>, bool) = (0, None, false);
    if sentence.word(at).is_some_and(|word| numbers.ones.has(word)) {
        let next = sentence.behind_hyphen(at + 1);
        match (scale_at(next), small(at)) {
            (Some(_), _) => (current, end) = (Some(1), next),
            (None, Some(_)) => {}
            (None, None) => return None,
        }
    }
    loop {
        let next = if any { sentence.behind_hyphen(end) } else { end };
        // `and` goes on only with a smaller number.
        let joined = any && sentence.word(next).is_some_and(|word| numbers.joins.has(word));
        let from = if joined { next + 1 } else { next };
        // `two million and one half` is no two million and one.
        let is_one = sentence.word(from).and_then(|word| numbers.small.get(word)) == Some(&1);
        let part_follows = joined
            && sentence
                .word(sentence.behind_hyphen(from + 1))
                .is_some_and(|word| numbers.parts.get(word).is_some_and(|part| part.several || is_one && part.single));
        if let Some((behind, number)) = small(from).filter(|_| !part_follows) {
            let fits = match current {
                None if joined => total % 1000 == 0 && total > 0,
                None => total % 1000 == 0,
                Some(current) if current >= 100 && current % 100 == 0 => number < 100,
                Some(current) => !joined && current % 10 == 0 && current % 100 >= 20 && (1..10).contains(&number),
            };
            if !fits {
                break;
            }
            current = Some(current.unwrap_or(0) + number);
            end = behind;
        } else if let Some(scale) = scale_at(next) {
            match scale {
                100 if current.is_none_or(|current| current < 100) => current = Some(current.unwrap_or(1) * 100),
                100 => break,
                12 => current = Some(current.map_or(Some(12), dozens)?),
                scale => {
                    let times =
                        if any || current.is_some() { current.unwrap_or(0).max(i64::from(total == 0)) } else { 1 };
                    if current.is_none() && total > 0 {
                        total = total.checked_mul(scale)?;
                    } else {
                        total = total.checked_add(times.checked_mul(scale)?)?;
                    }
                    current = None;
                }
            }
            end = next + 1;
        } else {
            break;
        }
        any = true;
    }
    // `a baker’s dozen`: a dozen of what is not said.
    if !any || end == at + 1 && current == Some(12) && scale_at(at) == Some(12) {
        return None;
    }
    let whole = Number::whole(total.checked_add(current.unwrap_or(0))?);
    if let Some((end, value)) = point(sentence, end, whole) {
        return Some(Amount { end, value: Value::One(value), written: Written::Words });
    }
    // `three and a half million`
    if let Some((behind, value)) = and_part(sentence, end, whole) {
        let (end, value) = match scale(sentence, behind, Of::Anything) {
            // `a billion and a quarter million`: the second scale is of the part alone.
            Some((behind, scale)) if joined_scale(sentence, end).is_some() => {
                let part = value.minus(whole)?.by(Number::whole(joined_scale(sentence, end)?))?;
                (behind, whole.plus(part.times(scale)?)?)
            }
            Some((end, scale)) => (end, value.times(scale)?),
            None => (behind, value),
        };
        return Some(Amount { end, value: Value::One(value), written: Written::Words });
    }
    if let Some(part) = parts(sentence, end, whole) {
        return Some(part);
    }
    let scaled = scale_at(end - 1).is_some_and(|scale| scale >= 1000);
    Some(Amount { end, value: Value::One(whole), written: if scaled { Written::Scaled } else { Written::Words } })
}

/// `three hundred and two dozens` are 324, `three dozens` 36.
fn dozens(current: i64) -> Option<i64> {
    let (rest, last) = (current / 100 * 100, current % 100);
    rest.checked_add(if last == 0 { 12 } else { last * 12 })
}

/// `point seven one`, `point seventy-one` behind a number.
fn point(sentence: &Sentence, at: usize, whole: Number) -> Option<(usize, Number)> {
    let numbers = &sentence.language.numbers;
    if numbers.point_word.is_empty() || sentence.word(at) != Some(numbers.point_word.as_str()) {
        return None;
    }
    let (mut digits, mut end) = (String::new(), at + 1);
    loop {
        let next = sentence.behind_hyphen(end);
        let Some(number) = sentence.word(next).and_then(|word| numbers.small.get(word)) else { break };
        match number {
            0..10 if digits.len() == 2 && digits.ends_with('0') && !digits.starts_with('0') => {
                digits.pop();
                digits.push_str(&number.to_string());
            }
            _ => digits.push_str(&number.to_string()),
        }
        end = next + 1;
    }
    let value = Number::read(&format!("0.{digits}")).filter(|_| !digits.is_empty())?;
    Some((end, whole.plus(value)?))
}

/// `two-thirds`, `one eighth`, `a hundred trillionths`: so many parts. `one third` needs no more to be one.
fn parts(sentence: &Sentence, at: usize, count: Number) -> Option<Amount> {
    let at = sentence.behind_hyphen(at);
    let (end, part) = part_at(sentence, at)?;
    let several = count > Number::ONE;
    if !part.goes_with(several) || (count != Number::ONE && !part.several) {
        return None;
    }
    let value = count.by(Number::whole(part.of))?;
    of_scale(sentence, end, value)
}

/// The part that a word or two names, and the token behind it: `third`, `twenty-fifth`.
fn part_at(sentence: &Sentence, at: usize) -> Option<(usize, Part)> {
    let numbers = &sentence.language.numbers;
    let word = sentence.word(at)?;
    if let Some(part) = numbers.parts.get(word) {
        return Some((at + 1, *part));
    }
    let tens = numbers.small.get(word).filter(|tens| (20..100).contains(*tens) && **tens % 10 == 0)?;
    let last = sentence.behind_hyphen(at + 1);
    let part = numbers.parts.get(sentence.word(last)?).filter(|part| last > at + 1 && (2..10).contains(&part.of))?;
    Some((last + 1, Part { of: tens + part.of, ..*part }))
}

/// `a third of`, `half`, `half a million`, `a quarter of a million`.
fn part_alone(sentence: &Sentence, at: usize) -> Option<Amount> {
    let language = sentence.language;
    let has_one = sentence.word(at).is_some_and(|word| language.numbers.ones.has(word));
    let named = at + usize::from(has_one);
    let part = language.numbers.parts.get(sentence.word(named)?).filter(|part| part.single)?;
    let value = Number::ratio(1, part.of.into())?;
    let behind = sentence.word(named + 1);
    let found = of_scale(sentence, named + 1, value)?;
    let of = behind.is_some_and(|word| language.words.of.has(word));
    let determiner = behind.is_some_and(|word| language.words.determiners.has(word));
    // `a third-party review`, `the second half`
    let hyphened = sentence.tokens.get(named + 1).is_some_and(|token| token.is_hyphen() && token.glued);
    let ordinal = at
        .checked_sub(1)
        .and_then(|before| sentence.word(before))
        .is_some_and(|word| language.numbers.before_halves.has(word));
    if hyphened || ordinal {
        return None;
    }
    let told = match part.of {
        2 => {
            has_one
                || of
                || scaled(found.written)
                || determiner
                || found.end > named + 1
                || behind.is_some_and(|word| plural(language, word))
        }
        _ => {
            scaled(found.written)
                || has_one
                    && (of
                        || behind.is_none_or(|word| language.words.nouns_are_capital && language.words.is_small(word)))
        }
    };
    told.then_some(found)
}

fn scaled(written: Written) -> bool {
    written == Written::Scaled
}

fn plural(language: &crate::language::Language, word: &str) -> bool {
    language.words.is_plural(word)
}

/// A part, or a part of a scale behind it: `of a million`, `a million`, `million`.
fn of_scale(sentence: &Sentence, at: usize, value: Number) -> Option<Amount> {
    let language = sentence.language;
    let of = sentence.word(at).is_some_and(|word| language.words.of.has(word));
    let mut end = at + usize::from(of);
    end += usize::from(sentence.word(end).is_some_and(|word| language.numbers.ones.has(word)));
    let scaled = sentence.word(end).and_then(|word| language.numbers.scales.get(word)).filter(|_| end > at || !of);
    let (end, value, written) = match scaled {
        Some(scale) => (end + 1, value.times(Number::whole(*scale))?, Written::Scaled),
        None => (at, value, Written::Part),
    };
    Some(Amount { end, value: Value::One(value), written })
}

/// `tens of thousands`, `hundreds of`: an unknown many.
fn many(sentence: &Sentence, at: usize) -> Option<Amount> {
    let language = sentence.language;
    let low = *language.numbers.many.get(sentence.word(at)?)?;
    if !sentence.word(at + 1).is_some_and(|word| language.words.of.has(word)) {
        return None;
    }
    let high = if low == 12 { 100 } else { low.checked_mul(10).filter(|_| low < 1000).or(low.checked_mul(1000))? };
    let more = sentence.word(at + 2).and_then(|word| language.numbers.many.get(word)).filter(|more| **more > low);
    let times = Number::whole(more.copied().unwrap_or(1));
    let end = if more.is_some() { at + 3 } else { at + 1 };
    let value = Value::Between(Number::whole(low).times(times)?, Number::whole(high).times(times)?);
    Some(Amount { end, value, written: Written::Words })
}

/// `one over twenty`: a fraction, if nothing follows that the second number could count.
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

/// `23 of 32`, `23 out of the 32`, `one in five`.
fn share(sentence: &Sentence, part: Amount, of: Of) -> Option<Amount> {
    let Value::One(count) = part.value else { return None };
    if !count.is_whole() {
        return None;
    }
    let (end, _) = sentence
        .phrase(part.end, &sentence.language.words.of)
        .or_else(|| sentence.phrase(part.end, &sentence.language.words.share_in))?;
    let whole = one(sentence, end, of)?;
    let Value::One(total) = whole.value else { return None };
    let year = whole.written == Written::Digits && total > Number::whole(1500) && total < Number::whole(2101);
    let fits = total.is_whole() && total > count && !year;
    fits.then_some(Amount { end: whole.end, value: Value::Share(count, total), written: Written::Figures })
}
