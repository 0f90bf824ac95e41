//! Figures: the number that a claim rests on, with its qualifier and its unit.
//!
//! A number alone says little: in `more than 5% of voters` the figure is `more than 5%`, in `3 to 5 million euros` all of
//! it, and in `approximately 10,000 soldiers` what is counted stays out; only where it is a unit of account, as in `2% of
//! GDP`, it stays in. Two articles can then be compared figure by figure. Digits in names, handles and links (`F-16`,
//! `@United24media`) count nothing, and a date says when and not how many: it is read as one, and left out.
//!
//! The lexer gives every token a kind, after the lists below and its neighbours; the grammar is a regex over the kinds
//! (see the `shape` module).

use std::{collections::HashMap, ops::Range, sync::LazyLock};

use regex::Regex;

use super::shape::{Shape, compiled, tokens};

/// The figures of a sentence, in order, dates left out.
pub fn figures(sentence: &str) -> Vec<Range<usize>> {
    let shape = shape(sentence);
    let hits = GRAMMAR.find_iter(shape.kinds()).filter(|hit| !is_date(hit.as_str()));
    hits.map(|hit| {
        let kept = hit.as_str().trim_end_matches(" O").len(); // `a third of` is known by its `of`
        shape.bytes(hit.start()..hit.start() + kept)
    })
    .collect()
}

/// Whether these kinds are those of a date: `June 11`, `May 2024`, `2024-11-07`, `07/11/2024`. A year alone may be a number.
fn is_date(kinds: &str) -> bool {
    kinds.contains(['M', 'm']) || kinds.ends_with("y-d-d") || kinds.ends_with("d/d/y")
}

/// Words and phrases by kind. What is not in lower case here is looked for as it stands.
#[rustfmt::skip]
const KINDS: &[(char, &[&str])] = &[
    ('q', QUALIFIERS),
    ('1', &["one"]),
    ('w', NUMBERS),
    ('s', SCALES),
    ('p', PLURALS),
    ('v', &["several", "few", "many"]),
    ('h', &["half"]),
    ('f', &["third", "quarter", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]),
    ('F', &["thirds", "quarters", "fourths", "fifths", "sixths", "sevenths", "eighths", "ninths", "tenths"]),
    ('e', &["day", "hour", "minute", "time"]), // `one day` begins a story
    ('u', UNITS),
    ('c', CURRENCIES),
    ('G', &["GDP", "GNP", "GNI", "gross domestic product", "gross national product", "gross national income"]),
    ('M', &MONTHS),
    ('m', &SHORT_MONTHS),
    ('a', &["a", "an"]),
    ('H', &["the"]),
    ('S', &["single"]),
    ('O', &["of", "out of"]),
    ('i', &["in"]),
    ('t', &["to", "or"]),
    ('&', &["and"]),
    ('b', &["between"]),
];

#[rustfmt::skip]
pub(super) const QUALIFIERS: &[&str] = &[
    "about", "above", "almost", "an estimated", "approx", "approximately", "around", "as few as", "as little as",
    "as many as", "as much as", "at least", "at most", "barely", "below", "ca", "circa", "close to", "estimated",
    "exactly", "fewer than", "just", "just over", "just under", "less than", "more than", "nearly", "no fewer than",
    "no less than", "no more than", "not more than", "only", "over", "roughly", "some", "under", "up to", "well over",
];

#[rustfmt::skip]
pub(super) const NUMBERS: &[&str] = &[
    "zero", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty",
    "sixty", "seventy", "eighty", "ninety",
];

#[rustfmt::skip]
pub(super) const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
];

#[rustfmt::skip]
pub(super) const SHORT_MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
];

#[rustfmt::skip]
const SCALES: &[&str] = &[
    "hundred", "thousand", "million", "billion", "trillion", "dozen", "lakh", "crore", "mln", "mn", "bn", "tn",
    "million won", "billion won", "trillion won", // alone, `won` is a verb
];

#[rustfmt::skip]
pub(super) const PLURALS: &[&str] =
    &["tens", "dozens", "hundreds", "thousands", "millions", "billions", "trillions", "lakhs", "crores"];

#[rustfmt::skip]
const UNITS: &[&str] = &[
    // shares
    "%", "％", "‰", "percent", "per cent", "pct", "percentage point", "percentage points", "basis points", "pp",
    // lengths and areas
    "mm", "cm", "m", "km", "metre", "metres", "meter", "meters", "kilometre", "kilometres", "kilometer", "kilometers",
    "mile", "miles", "nautical miles", "foot", "feet", "ft", "inch", "inches", "yard", "yards", "m²", "km²",
    "square metres", "square meters", "square kilometres", "square kilometers", "square miles", "square feet", "acre",
    "acres", "hectare", "hectares", "ha", "m³", "cubic metres", "cubic meters",
    // weights and volumes
    "mg", "g", "kg", "t", "gram", "grams", "kilo", "kilos", "kilogram", "kilograms", "ton", "tons", "tonne", "tonnes",
    "ounce", "ounces", "l", "ml", "litre", "litres", "liter", "liters", "gallon", "gallons", "barrel", "barrels",
    // speeds, energies, bytes, temperatures
    "kph", "mph", "knots", "w", "kw", "mw", "gw", "tw", "kwh", "mwh", "gwh", "twh", "watt", "watts", "megawatts",
    "gigawatts", "v", "volts", "hz", "khz", "mhz", "ghz", "kb", "mb", "gb", "tb", "°", "°C", "°F", "degrees",
    "degrees celsius", "degrees fahrenheit",
    // times
    "a.m.", "p.m.", "am", "pm", "h", "hours", "seconds", "minutes", "days", "week", "weeks", "month", "months",
    "year", "years", "decade", "decades", "century", "centuries", "times",
];

#[rustfmt::skip]
const CURRENCIES: &[&str] = &[
    "euro", "euros", "dollar", "dollars", "us dollars", "cent", "cents", "pounds", "pound", "pence", "yen", "yuan",
    "renminbi", "rouble", "roubles", "ruble", "rubles", "rupee", "rupees", "hryvnia", "hryvnias", "zloty", "francs",
    "kronor", "kroner",
];

const CURRENCY_SIGNS: &str = "$€£¥¢₹₽₴₩₪₺₱₦₫₸";

#[rustfmt::skip]
pub(super) const CURRENCY_CODES: &[&str] = &[
    "USD", "EUR", "GBP", "JPY", "CNY", "RUB", "UAH", "KRW", "CHF", "INR", "PLN", "SEK", "NOK", "DKK", "CAD", "AUD",
    "Rs",
];

/// What may touch a number on its right besides a unit.
#[rustfmt::skip]
const SUFFIXES: &[(char, &[&str])] =
    &[('s', &["k", "b", "bn", "tr"]), ('o', &["st", "nd", "rd", "th", "s"]), ('u', &["x"])];

static LEXICON: LazyLock<HashMap<&str, char>> = LazyLock::new(|| lexicon(KINDS));
static SUFFIX: LazyLock<HashMap<&str, char>> = LazyLock::new(|| lexicon(SUFFIXES));

fn lexicon<'w>(rows: &[(char, &'w [&'w str])]) -> HashMap<&'w str, char> {
    rows.iter().flat_map(|(kind, words)| words.iter().map(|word| (*word, *kind))).collect()
}

fn look_up(lexicon: &HashMap<&str, char>, phrase: &str) -> Option<char> {
    lexicon.get(phrase).or_else(|| lexicon.get(phrase.to_lowercase().as_str())).copied()
}

/// Besides the kinds of the lists: `d` a number of one or two digits, `y` a year, `n` any other number, `o` the end of
/// an ordinal, `$` a currency before its number, `g` a sign before its number, `P` a possessive, `-` a dash, ` ` a space,
/// `, . : /` themselves, and `x` all else.
static GRAMMAR: LazyLock<Regex> = LazyLock::new(|| {
    let digits = "(?:[dyn](?:[:/][dyn])*)";
    let scaled = "(?:[ -]s(?:(?: &)? [w1](?:-[w1])?)?)"; // hundred and five
    let words = format!("(?:w(?:-[w1])?(?: & a h)?{scaled}*|1 & a h{scaled}*|[1a]{scaled}+)");
    let number = format!("(?:{digits}|{words})");
    let value = format!("g?(?:{digits}(?: & a h)?(?:[ -]?s)*|{words})");
    let money = format!("g?[$] ?{value}");
    let unit = "(?:[ -]?[uec](?:/u)?(?: O(?: H)? G)?)"; // km/h, % of GDP
    let amount = format!("(?:{money}|{value}){unit}{{0,2}}");
    let to = "(?:-| t )";
    let day = format!("do?(?:{to}do?)?");
    let forms = [
        format!("(?:M|m[.]?) {day}(?:,? y)?|{day}(?: O)? (?:M|m[.]?)(?:,? y)?|(?:M|m[.]?),? y|y-d-d"),
        format!("b {amount} & {amount}"),
        format!("(?:{number}|1) O(?: H)?(?: P)? {number}|[1wd] i (?:[dn]|{words})"), // 23 of the 32, one in five
        format!("{money}{to}{amount}|{value}{to}{value}{unit}{{0,2}}|{value}{unit}{to}{value}{unit}"),
        format!("[dyn]o(?:{to}[dyn]o)?"), // 11th, 1990s
        "a S|w[ -]F|1[ -]f|a f O|h(?: a |-)[su]|a h|h|1[ -][uc]".to_owned(), // two thirds, half a million, one percent
        amount,
        "(?:a )?v s|p(?: O p)*(?: O [uc])?".to_owned(), // a few hundred, hundreds of thousands
    ];
    compiled(&format!("(?:q )*(?:{})|(?:q )+1", forms.join("|")))
});

fn shape(sentence: &str) -> Shape {
    let tokens = tokens(sentence);
    let mut shape = Shape::default();
    let mut at = 0;
    while at < tokens.len() {
        // The longest phrase in the lexicon wins: three words are five tokens.
        let phrase = |length: usize| {
            let span = tokens[at].start..tokens.get(at + length - 1)?.end;
            Some((look_up(&LEXICON, &sentence[span.clone()])?, span, length))
        };
        let (kind, span, length) = match kind(sentence, &tokens, at) {
            Some(kind) => (kind, tokens[at].clone(), 1),
            None => [5, 3, 1].into_iter().find_map(phrase).unwrap_or_else(|| {
                let possessive = sentence[tokens[at].clone()].replace('’', "'").ends_with("'s");
                (if possessive { 'P' } else { 'x' }, tokens[at].clone(), 1)
            }),
        };
        shape.push(kind, span);
        at += length;
    }
    shape
}

/// The kind of a token as its first letter and its neighbours decide it; else the lexicon does.
fn kind(sentence: &str, tokens: &[Range<usize>], at: usize) -> Option<char> {
    let Range { start, end } = tokens[at];
    let (before, token, after) = (&sentence[..start], &sentence[start..end], &sentence[end..]);
    let next = tokens.get(at + 1).map_or("", |next| &sentence[next.clone()]);
    let first = token.chars().next()?;
    match first {
        _ if first.is_whitespace() => Some(' '),
        _ if first.is_numeric() && (is_in_name(before) || next.starts_with(is_cased) && suffix(next).is_none()) => {
            Some('x')
        }
        _ if first.is_numeric() => Some(number(token)),
        _ if is_cased(first) && before.ends_with(char::is_numeric) => Some(suffix(token).unwrap_or('x')),
        _ if token.ends_with(is_currency) || CURRENCY_CODES.contains(&token) => Some(currency(before, after)),
        '+' | '-' | '−' | '–' | '±' | '~' | '≈' | '<' | '>' | '≤' | '≥' | '.' if is_sign(before, next) => {
            Some('g')
        }
        '-' | '‐' | '‑' | '–' | '−' => Some('-'),
        ',' | '.' | ':' | '/' => Some(first),
        _ => None,
    }
}

fn is_cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

fn is_currency(c: char) -> bool {
    CURRENCY_SIGNS.contains(c)
}

/// `F-` makes the number after it part of a name; `mid-` does not.
fn is_in_name(before: &str) -> bool {
    let word = before.strip_suffix(['-', '‑']).and_then(|before| before.rsplit(|c: char| !c.is_alphanumeric()).next());
    word.is_some_and(|word| word.starts_with(char::is_uppercase))
}

fn number(token: &str) -> char {
    match token.chars().count() {
        _ if !token.chars().all(char::is_numeric) => 'n',
        1 | 2 => 'd',
        4 if token.starts_with(['1', '2']) => 'y',
        _ => 'n',
    }
}

fn suffix(token: &str) -> Option<char> {
    let unit = || look_up(&LEXICON, token).filter(|kind| "usc".contains(*kind));
    let code = || CURRENCY_CODES.contains(&token).then_some('c');
    look_up(&SUFFIX, token).or_else(unit).or_else(code)
}

/// A currency goes with the number it touches, else with the one before it, else with the one after it.
fn currency(before: &str, after: &str) -> char {
    let touches = |text: &str| text.strip_prefix('.').unwrap_or(text).starts_with(char::is_numeric);
    let follows = before.trim_end().ends_with(char::is_numeric);
    if touches(after) || !follows && touches(after.trim_start()) { '$' } else { 'c' }
}

fn is_sign(before: &str, next: &str) -> bool {
    let opens = |c: char| c.is_whitespace() || is_currency(c) || "([".contains(c);
    (before.is_empty() || before.ends_with(opens)) && next.starts_with(|c| char::is_numeric(c) || is_currency(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::unit::shape::tests::marked;

    /// Checks that the figures of a text are those in [brackets].
    #[track_caller]
    fn finds(expected: &str) {
        let text = expected.replace(['[', ']'], "");
        assert_eq!(marked(&text, figures(&text)), expected);
    }

    #[test]
    fn a_number_takes_its_qualifier_along_and_leaves_the_noun() {
        finds("[approximately 10,000] soldiers, [around 12,000] men and [more than 300] others");
        finds("[An estimated 10,000] North Korean soldiers");
        finds("a total of [around 12,000] soldiers, [at least 5], [no more than 3] and [as many as 200]");
        finds("[nearly 5], [almost 5], [some 5], [over 5], [less than 5], [fewer than 5], [at most 5], [only 5]");
        finds("[about 5], [roughly 5], [exactly 5], [circa 5], [under 5], [above 5], [below 5], [estimated 5]");
        finds("over the sea, about that, some of them, more than that");
    }

    #[test]
    fn a_share_is_one_phrase() {
        finds("[2% of GDP], [up to 5 per cent of the gross domestic product], a [2%] GDP target, [2%] of U.S. exports");
        finds("[up to 40%], [2.5 per cent], [−3.2%], [-3 %], [.5%], [12 percentage points]");
        finds("[23 of NATO’s 32] members, [five of the alliance's 32], [5] of Rutte’s words");
        finds("[23 of 32] NATO members, [23 out of 32], [two of the five], [one in five], [1 in 10]");
        finds("[3:1] against, [24/7]");
    }

    #[test]
    fn money_is_one_phrase() {
        finds("[$1.5 billion], [€300m], [5,000 euros], [US$5], [5 €], [EUR 5 million], [10 billion US dollars]");
        finds("[£1.50], [-$5], [$.50], [1.5 trillion won], but [23] won");
        finds("in [2024] [$5 billion] went");
    }

    #[test]
    fn scales_and_units_belong_to_the_number() {
        finds("[1.5 million] people walked [10 km] at [20 °C], [50 km/h], for [two years] in [5G] on [300 km²]");
        finds("[5k], [3bn], [10-year] bonds, a [10-year]-old and a [23]-member group");
        finds("[5] mètres");
    }

    #[test]
    fn number_words_count() {
        finds("[five] men, [twenty-three] men, [two hundred and fifty thousand] men, [Five] more");
        finds("[a dozen] eggs, [dozens] of eggs, [hundreds of thousands] of eggs, [a few hundred], [several dozen]");
        finds("[millions of dollars], [half a million], [two and a half million], [three dozen]");
    }

    #[test]
    fn fractions_count() {
        finds("[two thirds] of them, [three-quarters], [half] of it, [over half], [about a third] of it, [one fifth]");
        finds("a third country, the third term");
    }

    #[test]
    fn one_counts_only_where_it_counts() {
        finds("[One million] or [one in ten] or [one of five] or [one hundred] or [at least one] or [one percent]");
        finds("One of the most alarming, no one, one another, One day");
        finds("not [a single] soldier, but the single most important thing");
    }

    #[test]
    fn ranges_are_one_phrase() {
        finds("[between 5 and 10], [10–15], [10-15%], [3 to 5 million], [$5-10 billion], [two or three], [10%–15%]");
        finds("[2020–2024], [about five to ten], [18th–19th], [$5 to $10], [10 km to 15 km]");
        finds("by [28 per cent] to [$88.5 billion], [300 euros] to [5] countries");
    }

    #[test]
    fn ordinals_in_digits_count_and_in_words_do_not() {
        finds("the [11th] of the [1st] and [2nd] in the [1990s]");
        finds("the first, the second");
    }

    #[test]
    fn a_date_is_no_figure() {
        finds("Wednesday, June 11. November 7, 2024 at [10:30]. Nov. 7, 7 November 2024, May 2024, June 11–13, 2024");
        finds("2024-11-07, 11th of June, 07/11/2024, since about June 11, between June 11 and June 13");
        finds("they may [5 times], in May. [5] people did, on June 11 [12,000] more");
    }

    #[test]
    fn a_year_or_a_time_is_one_phrase() {
        finds("in [2024], [10:30 a.m.], [5 p.m.], [5pm]");
    }

    #[test]
    fn numbers_are_read_in_many_hands() {
        finds("[1,500], [1,00,000], [10\u{202F}000], [10\u{A0}000,5 %], [1.500,75], [1'000], [2½]");
        finds("[１，５００], [١٢٣], [१२३], 有[5000]名");
    }

    #[test]
    fn digits_in_names_handles_and_links_are_no_figures() {
        finds("@United24media GTu1O5fih5 F-16 COVID-19 G20 UNITED24 #Gaza2024 a1@b2.org 2Q24 1.5Gx");
        finds("pic.twitter.com/GTu1O5fih5 https://t.co/2024/11 www.24.hu/5 #Crisishttps://t.co/k5 mid-[2024]");
    }

    #[test]
    fn words_that_hold_a_number_are_none() {
        finds("often tone someone weight stones attend");
    }

    proptest! {
        #[test]
        fn figures_lie_in_order_in_any_text(
            text in r"(\PC|[-0-9.,:$%/ ]|one |two |half |a |third |of |more than | million|June ){0,60}",
        ) {
            let mut done = 0;
            for figure in figures(&text) {
                prop_assert!(done <= figure.start && !figure.is_empty());
                done = figure.end;
                let figure = &text[figure];
                prop_assert_eq!(figure.trim(), figure);
            }
        }
    }
}
