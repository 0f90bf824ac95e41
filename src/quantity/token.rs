//! Cuts a sentence into tokens: words, numbers, signs of money, and names that contain digits.
//!
//! ```text
//!   The F-16 cost $58.4m on 3rd May at 17:22, 5% more.
//!   Word Name Word Sign Number Word(m) Word Ordinal Word Word Time , Number % Word .
//! ```

use std::borrow::Cow;

use super::digits::{DigitForm, digit, digits, fraction, mixed, power, vulgar};
use super::number::Number;
use crate::language::Language;
use crate::language::lexicon::in_small_letters;
use crate::language::units::UnitId;
use crate::text::script::joins_digits;

/// The number of characters of a word in which an address of the web has its first stop or slash.
const ADDRESS: usize = 200;

/// A token of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    /// The first byte, in the sentence.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The text.
    pub text: &'t str,
    /// The text in small letters.
    pub lower: Cow<'t, str>,
    /// The kind.
    pub kind: Kind,
    /// Whether the token follows the one before it without a blank.
    pub glued: bool,
}

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters.
    Word,
    /// Digits, with marks among them.
    Digits(Digits),
    /// A sign or code of money before a number.
    Sign(UnitId),
    /// Digits with the ending of an ordinal.
    Ordinal,
    /// Letters and digits, a handle, a link, a date in digits.
    Name,
    /// A time of day.
    Time,
    /// Any other character.
    Mark,
}

/// A number in digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    /// The value.
    pub value: Number,
    /// The form in which it is written.
    pub form: DigitForm,
}

impl Token<'_> {
    /// Returns whether the token is one of these marks.
    pub(super) fn is_mark(&self, marks: &[char]) -> bool {
        self.kind == Kind::Mark && self.text.chars().next().is_some_and(|c| marks.contains(&c))
    }

    /// Returns whether the token is a hyphen or a dash that joins words.
    pub(super) fn is_hyphen(&self) -> bool {
        self.is_mark(&['-', '‐', '‑', '–', '−'])
    }

    /// Returns whether the token is written in capitals: the `US` of `the US population` is no pronoun.
    pub(super) fn is_acronym(&self) -> bool {
        self.text.len() > 1 && self.text.chars().all(char::is_uppercase)
    }

    /// Returns whether the token begins with a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// Returns the tokens of a sentence.
pub(super) fn tokens<'t>(sentence: &'t str, language: &Language) -> Vec<Token<'t>> {
    let mut lexer = Lexer { sentence, language, tokens: Vec::with_capacity(sentence.len() / 5), at: 0 };
    while lexer.at < sentence.len() {
        lexer.next();
    }
    lexer.tokens
}

struct Lexer<'t, 'l> {
    sentence: &'t str,
    language: &'l Language,
    tokens: Vec<Token<'t>>,
    at: usize,
}

impl<'t> Lexer<'t, '_> {
    fn rest(&self) -> &'t str {
        &self.sentence[self.at..]
    }

    fn next(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        if first == '\t' && !self.tokens.is_empty() {
            // The border between two cells of a table: `Essen Bridge⇥15` is no name with a number.
            self.push(first.len_utf8(), Kind::Mark);
        } else if first.is_whitespace() {
            self.at += first.len_utf8();
        } else if let Some((length, unit)) = self.sign() {
            self.push(length, Kind::Sign(unit));
        } else if let Some((over, under)) = vulgar(first) {
            match Number::ratio(over, under) {
                Some(value) => self.push(first.len_utf8(), Kind::Digits(Digits { value, form: DigitForm::Fraction })),
                None => self.push(first.len_utf8(), Kind::Mark),
            }
        } else if let Some(length) = telephone(rest, self.language.numbers.point).filter(|_| !self.after_word()) {
            self.push(length, Kind::Name);
        } else if digit(first).is_some()
            || (first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()) && !self.after_word())
        {
            self.number();
        } else if first.is_alphabetic() {
            self.word();
        } else if matches!(first, '@' | '#') && rest[1..].starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            let length = 1 + end_of(&rest[1..], |c| c.is_alphanumeric() || c == '_');
            self.push(length, Kind::Name);
        } else {
            self.push(first.len_utf8(), Kind::Mark);
        }
    }

    fn after_word(&self) -> bool {
        self.tokens.last().is_some_and(|last| last.end == self.at && last.kind != Kind::Mark)
    }

    fn push(&mut self, length: usize, kind: Kind) {
        let (start, end) = (self.at, self.at + length);
        let text = &self.sentence[start..end];
        let lower = in_small_letters(text);
        let glued = self.tokens.last().is_some_and(|last| last.end == start && last.text != "\t");
        self.tokens.push(Token { start, end, text, lower, kind, glued });
        self.at = end;
    }

    /// Returns the length and the unit of a sign of money before digits.
    fn sign(&self) -> Option<(usize, UnitId)> {
        if self.tokens.last().is_some_and(|last| last.end == self.at && matches!(last.kind, Kind::Word | Kind::Name)) {
            return None;
        }
        let rest = self.rest();
        let (length, unit) = self.language.units.before.longest(rest)?;
        let behind = rest[length..].trim_start_matches([' ', '\u{a0}', '-', '−']);
        let near = rest.len() - length - behind.len() <= 3;
        let number = near && behind.starts_with(|c: char| digit(c).is_some() || c == '.');
        (number && (length > 1 || !first_is_letter(rest) || self.is_large(&rest[length..]))).then_some((length, *unit))
    }

    /// Returns whether a text begins with a number of a thousand or more: `R500 million`, but not the name `R2`.
    fn is_large(&self, text: &str) -> bool {
        let numbers = &self.language.numbers;
        let Some((length, value, form)) = digits(text, numbers.point) else { return false };
        let behind = text[length..].trim_start_matches([' ', '\u{a0}', '-']);
        let word = &behind[..end_of(behind, char::is_alphabetic)];
        let scaled =
            numbers.scales.has(&word.to_lowercase()) || numbers.money_suffixes.has(word) || numbers.suffixes.has(word);
        scaled || form == DigitForm::Marked && value >= Number::whole(1000)
    }

    fn word(&mut self) {
        let rest = self.rest();
        let mut length = end_of(rest, |c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '_') || is_mark_on_letter(c));
        let is_address = ["http", "www.", "pic."].iter().any(|begin| rest.starts_with(begin))
            && rest.chars().take(ADDRESS).any(|c| matches!(c, '.' | '/'));
        if is_address && rest[length..].starts_with(['.', ':', '/']) {
            return self.push(end_of(rest, |c| !c.is_whitespace()), Kind::Name);
        }
        length -= rest[..length].len() - rest[..length].trim_end_matches(['\'', '’']).len();
        if let Some(elided) = self.elided(&rest[..length]) {
            self.push(elided, Kind::Word);
            if let Some(token) = self.tokens.last_mut().filter(|token| token.text.ends_with('’')) {
                token.lower = Cow::Owned(token.lower.replace('’', "'"));
            }
            return;
        }
        if !rest.starts_with(joins_digits) {
            return self.push(self.unspaced(rest, length), Kind::Word);
        }
        if rest[..length].contains(|c| digit(c).is_some()) {
            length = end_of(rest, |c| c.is_alphanumeric() || matches!(c, '-' | '.' | '/')).max(length);
            length -= rest[..length].len() - rest[..length].trim_end_matches(['.', '-', '/']).len();
            return self.push(length, Kind::Name);
        }
        // `F-16`, `Covid-19`, `TA-35`: a capital and a hyphen before digits.
        let behind = rest[length..].strip_prefix(['-', '‑']).filter(|behind| self.may_be_in_name(behind));
        if let Some(behind) = behind.filter(|_| self.is_name_before_digits(&rest[..length])) {
            let more = end_of(behind, |c| c.is_alphanumeric() || c == '-');
            return self.push(rest.len() - behind.len() + more, Kind::Name);
        }
        // `ID.3`
        let dotted = rest[length..].strip_prefix('.').filter(|behind| behind.starts_with(|c: char| c.is_ascii_digit()));
        if dotted.is_some() && length <= 4 && rest[..length].chars().all(char::is_uppercase) {
            let more = end_of(&rest[length + 1..], |c| c.is_alphanumeric());
            return self.push(length + 1 + more, Kind::Name);
        }
        // `U.S.`, `a.m.`: letters with stops between them are one word.
        if length <= 4 && rest[..length].chars().count() == 1 && rest[length..].starts_with('.') {
            let stops = initials(rest);
            if stops > length + 1 {
                return self.push(stops, Kind::Word);
            }
        }
        self.push(length, Kind::Word);
    }

    /// Returns whether a text begins with digits that a name may have; in `Dead-1,500`, the digits have the mark of thousands.
    fn may_be_in_name(&self, text: &str) -> bool {
        let read = || digits(text, self.language.numbers.point);
        text.starts_with(|c: char| digit(c).is_some())
            && !read().is_some_and(|(_, value, form)| form == DigitForm::Marked && value >= Number::whole(1000))
    }

    /// Returns whether digits behind a word and a hyphen belong to its name; in `Sub-300` and `Up-5`, they do not.
    fn is_name_before_digits(&self, word: &str) -> bool {
        let words = &self.language.words;
        let known = |word: &str| words.qualifiers.has(word) || words.is_small(word) || words.months.has(word);
        let capital = word.starts_with(char::is_uppercase) && !known(&word.to_lowercase());
        word.chars().all(char::is_uppercase) || capital
    }

    /// Returns the length of a word in a script that is written without blanks: up to the next digit; after a number,
    /// only the characters that belong to the number, like the `万` of `1.2万人`.
    fn unspaced(&self, rest: &str, length: usize) -> usize {
        let length = end_of(&rest[..length], |c| digit(c).is_none()).max(1);
        let numbers = &self.language.numbers;
        let is_scale = |text: &str| numbers.glued_scale(text).is_some_and(|(length, _)| length == text.len());
        let behind_number = self.tokens.last().is_some_and(|last| {
            last.end == self.at && (matches!(last.kind, Kind::Digits(_)) || last.glued && is_scale(last.text))
        });
        let clock = || {
            let first = rest.chars().next().map_or(0, char::len_utf8);
            self.language.words.clock.has(&rest[..first]).then_some(first)
        };
        let scale = numbers.glued_scale(rest).map(|(scale, _)| scale);
        let symbol = || self.language.units.symbols.longest(rest).map(|(symbol, _)| symbol);
        scale.or_else(clock).or_else(symbol).filter(|part| behind_number && *part < length).unwrap_or(length)
    }

    /// Returns the length of a word that has lost its vowel, including the apostrophe: the `d’` of `d’euros`.
    fn elided(&self, word: &str) -> Option<usize> {
        let (at, apostrophe) = word.char_indices().find(|(_, c)| matches!(c, '\'' | '’'))?;
        self.language.words.elisions.has(&word[..at].to_lowercase()).then_some(at + apostrophe.len_utf8())
    }

    fn number(&mut self) {
        let rest = self.rest();
        let Some((length, value, form)) = digits(rest, self.language.numbers.point) else {
            let length = end_of(rest, |c| c.is_alphanumeric() || matches!(c, '.' | ',' | '-')).max(1);
            let kept = rest[..length].trim_end_matches(['.', ',', '-']).len().max(1);
            return self.push(kept, Kind::Name);
        };
        let behind = &rest[length..];
        let digits_after =
            |mark: char| behind.strip_prefix(mark).is_some_and(|more| more.starts_with(|c: char| c.is_ascii_digit()));
        if digits_after(':') {
            return self.push(end_of(rest, |c| c.is_ascii_digit() || matches!(c, ':' | '.')).max(length), Kind::Time);
        }
        if let Some(more) = self.minutes(behind).filter(|_| length <= 2) {
            return self.push(length + more, Kind::Time);
        }
        if let Some(long) = chain(rest) {
            return self.push(long, Kind::Name);
        }
        if let Some(slash) =
            ['/', '⁄'].into_iter().find(|slash| digits_after(*slash)).filter(|_| form == DigitForm::Plain)
        {
            let under = end_of(&behind[slash.len_utf8()..], |c| c.is_ascii_digit());
            let whole = length + slash.len_utf8() + under;
            if let Some(value) = mixed(&rest[..length], &behind[slash.len_utf8()..slash.len_utf8() + under])
                .filter(|_| self.is_unit(&rest[whole..]))
            {
                return self.push(whole, Kind::Digits(Digits { value, form: DigitForm::Marked }));
            }
            if let Some(value) = fraction(value, &behind[slash.len_utf8()..slash.len_utf8() + under])
                .filter(|_| !rest[whole..].starts_with('/'))
            {
                return self.push(whole, Kind::Digits(Digits { value, form: DigitForm::Fraction }));
            }
            let more = end_of(rest, |c| digit(c).is_some() || matches!(c, '/' | '⁄')).max(length);
            return self.push(more, Kind::Name);
        }
        if let Some((more, value)) = power(behind, value) {
            return self.push(length + more, Kind::Digits(Digits { value, form: DigitForm::Marked }));
        }
        let letters = end_of(behind, char::is_alphabetic);
        let numbers = &self.language.numbers;
        if letters == 0 {
            // `2022’s`
            let possessor = behind
                .strip_prefix(['’', '′', '\''])
                .is_some_and(|more| more.starts_with('s') && !more[1..].starts_with(char::is_alphabetic));
            if possessor {
                let mark = behind.chars().next().map_or(0, char::len_utf8);
                return self.push(length + mark + 1, Kind::Name);
            }
            // `der 3. Platz`
            let stop = numbers.ordinal_stop && form == DigitForm::Plain && length <= 3;
            let goes_on = |more: &str| {
                more.starts_with(char::is_whitespace) && more.trim_start().starts_with(char::is_alphanumeric)
            };
            if stop && behind.strip_prefix('.').is_some_and(goes_on) {
                return self.push(length + 1, Kind::Ordinal);
            }
            return self.push(length, Kind::Digits(Digits { value, form }));
        }
        let word = &behind[..letters];
        // `17h30`
        let minutes = end_of(&behind[letters..], |c| c.is_ascii_digit());
        if minutes == 2 && form == DigitForm::Plain && self.language.words.clock.has(word) {
            return self.push(length + letters + minutes, Kind::Time);
        }
        if numbers.ordinal_endings.iter().any(|ending| ending == word) {
            return self.push(length + letters, Kind::Ordinal);
        }
        let lower = word.to_lowercase();
        let is_symbol = self.language.units.symbols.longest(behind).is_some_and(|(symbol, _)| symbol >= letters);
        let known = is_symbol
            || numbers.suffixes.has(word)
            || numbers.money_suffixes.has(word)
            || numbers.scales.has(&lower)
            || self.language.units.words.has(&lower)
            || self.language.words.months.has(&lower)
            || self.language.words.clock.has(&lower)
            || !word.chars().all(joins_digits);
        let decade = word == "s" && form == DigitForm::Plain;
        let joins = word.chars().all(joins_digits) && !is_symbol;
        match known && !decade && !behind[letters..].starts_with(|c: char| c.is_ascii_digit() && joins) {
            true => self.push(length, Kind::Digits(Digits { value, form })),
            false => {
                let more = end_of(behind, |c| c.is_alphanumeric());
                self.push(length + more, Kind::Name);
            }
        }
    }

    /// Returns whether a text goes on with a unit, behind a blank or a hyphen.
    fn is_unit(&self, text: &str) -> bool {
        let word = text.strip_prefix([' ', '-', '\u{a0}']).unwrap_or_default();
        let word = &word[..end_of(word, char::is_alphabetic)];
        self.language.units.words.has(&word.to_lowercase())
    }

    /// Returns the length of the minutes after an hour, with the sign or word between them: `17.30 Uhr`, `14 h 30`, and
    /// `17.40` in a language where a stop stands before no decimals.
    fn minutes(&self, behind: &str) -> Option<usize> {
        let spaced = || {
            let word = behind.trim_start();
            let word = &word[..end_of(word, char::is_alphabetic)];
            let rest = behind.trim_start().strip_prefix(word)?.strip_prefix([' ', '\u{a0}', '\u{202f}'])?;
            let minutes = &rest[..end_of(rest, |c| c.is_ascii_digit())];
            let is_clock =
                self.language.words.hour_signs.has(&word.to_lowercase()) && minutes.len() == 2 && *minutes < *"60";
            is_clock.then(|| behind.len() - rest.len() + 2)
        };
        let Some(minutes) = behind.strip_prefix('.') else { return spaced() };
        let digits = end_of(minutes, |c| c.is_ascii_digit());
        let word = minutes[digits..].trim_start();
        let word = &word[..end_of(word, char::is_alphabetic)];
        let alone = self.language.numbers.point == Some(',')
            && minutes[..digits] < *"60"
            && !self.language.units.words.has(&word.to_lowercase())
            && !minutes[digits..].starts_with(|c: char| c.is_alphanumeric() || ".,%€$£".contains(c));
        (digits == 2 && (alone || self.language.words.clock.has(&word.to_lowercase()))).then_some(3)
    }
}

fn first_is_letter(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

/// Returns the length in bytes of the beginning of a text in which all characters satisfy `like`.
fn end_of(text: &str, like: impl Fn(char) -> bool) -> usize {
    text.find(|c| !like(c)).unwrap_or(text.len())
}

fn is_mark_on_letter(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Returns the length of letters with stops between them, including the last stop: `U.S.`
fn initials(text: &str) -> usize {
    let mut length = 0;
    let mut chars = text.chars();
    while let (Some(letter), Some('.')) = (chars.next(), chars.next()) {
        if !letter.is_alphabetic() {
            break;
        }
        length += letter.len_utf8() + 1;
    }
    length
}

/// Returns the length of digits that hyphens or stops join at least three times: a date, a telephone number, a version. The stops of
/// `2.5-3.0` belong to two numbers, and those of `1.234.567` to one.
fn chain(text: &str) -> Option<usize> {
    let length = end_of(text, |c| c.is_ascii_digit() || matches!(c, '-' | '.' | '/'));
    let whole = text[..length].trim_end_matches(['-', '.', '/']);
    let pieces = |text: &str, mark: char| text.split(mark).filter(|piece| !piece.is_empty()).count();
    let is_grouped = |number: &str| number.split('.').skip(1).all(|group| group.len() == 3);
    let has_stops = whole.split(['-', '/']).any(|number| pieces(number, '.') >= 3 && !is_grouped(number));
    (pieces(whole, '-') >= 3 || pieces(whole, '/') >= 3 || has_stops).then_some(whole.len())
}

/// Returns the length of a telephone number: `+1 212-555-0187`, `020 7946 0018`, `(212) 555-0187`. It begins with `+`, `0` or a bracket;
/// the figures of `+12 345 678` are one number.
fn telephone(text: &str, point: Option<char>) -> Option<usize> {
    let (abroad, bracket) = (text.starts_with('+'), text.starts_with('('));
    let first = usize::from(abroad || bracket);
    let start = text[first..].chars().next().filter(|c| if first > 0 { c.is_ascii_digit() } else { *c == '0' })?;
    let (mut at, mut groups, mut total) = (first, 0, 0);
    loop {
        let length = end_of(&text[at..], |c| c.is_ascii_digit());
        // Six groups and sixteen digits are more than any number has.
        if length == 0 || length == 1 && (groups > 1 || groups == 0 && start == '0') || groups > 6 || total > 16 {
            break;
        }
        (at, groups, total) = (at + length, groups + 1, total + length);
        let apart = end_of(&text[at..], |c| matches!(c, ' ' | '-' | '\u{a0}' | '(' | ')'));
        if apart == 0 || apart > 2 || !text[at + apart..].starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        at += apart;
    }
    let end = text[..at].trim_end_matches([' ', '-', '\u{a0}', '(', ')']).len();
    let one = || digits(&text[first..], point).is_some_and(|(length, ..)| first + length >= end);
    // No country has four digits: `+1000-2000` is a range.
    let country = end_of(&text[first..], |c| c.is_ascii_digit());
    let abroad_range = abroad && groups == 2 && country > 3;
    let enough = if bracket { groups == 3 && total == 10 } else { groups >= 2 && total >= 8 };
    (enough && !abroad_range && !(abroad && one())).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language;

    fn show(sentence: &str) -> Vec<String> {
        let kind = |token: &Token| match token.kind {
            Kind::Word => token.text.to_string(),
            Kind::Digits(digits) => format!("={}", digits.value),
            Kind::Sign(_) => format!("sign {}", token.text),
            Kind::Ordinal => format!("ordinal {}", token.text),
            Kind::Name => format!("name {}", token.text),
            Kind::Time => format!("time {}", token.text),
            Kind::Mark => token.text.to_string(),
        };
        tokens(sentence, language::english()).iter().map(kind).collect()
    }

    #[test]
    fn numbers_are_told_from_names_and_times() {
        assert_eq!(show("F-16 and G7, 17:22"), ["name F-16", "and", "name G7", ",", "time 17:22"]);
        assert_eq!(show("$58.4m for 737s"), ["sign $", "=58.4", "m", "for", "name 737s"]);
        assert_eq!(show("1,234,567 1.2.3 3/4 3rd"), ["=1,234,567", "name 1.2.3", "=0.75", "ordinal 3rd"]);
        assert_eq!(show("2024-11-07 07/11/2024"), ["name 2024-11-07", "name 07/11/2024"]);
        assert_eq!(show("the U.S. #5 @me7 54GB"), ["the", "U.S.", "name #5", "name @me7", "=54", "GB"]);
        assert_eq!(show("5%."), ["=5", "%", "."]);
        assert_eq!(show("US$5 and $US113"), ["sign US$", "=5", "and", "sign $US", "=113"]);
    }
}
