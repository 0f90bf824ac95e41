//! Reads numbers in digits as a language writes them: `1,234.5`, `1.234,5`, `1 234,5`, `3/4`, `½`, `×10−8`, `٢٣`.

use super::number::Number;

/// The form in which digits are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DigitForm {
    /// Digits alone.
    Plain,
    /// With group marks or decimals.
    Marked,
    /// `3/4`.
    Fraction,
}

/// Returns the value of a character that is a fraction.
pub(super) fn vulgar(c: char) -> Option<(i128, i128)> {
    Some(match c {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    })
}

/// Reads `×10−8`, `e14` or `^23` after digits. Returns its length in bytes, and the resulting number.
pub(super) fn power(behind: &str, value: Number) -> Option<(usize, Number)> {
    let of_ten = of_ten(behind);
    let digits = of_ten.or_else(|| behind.strip_prefix('^'))?;
    let (negative, digits) = match digits.strip_prefix(['-', '−']) {
        Some(digits) => (true, digits),
        None => (false, digits.strip_prefix('+').unwrap_or(digits)),
    };
    let count = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let exponent: u32 = digits[..count].parse().ok().filter(|exponent| *exponent <= 36)?;
    if digits[count..].starts_with(char::is_alphanumeric) {
        return None;
    }
    let base = if of_ten.is_some() { Number::whole(10) } else { value };
    let raised = (0..exponent).try_fold(Number::ONE, |raised, _| raised.times(base))?;
    let raised = if negative { Number::ONE.by(raised)? } else { raised };
    let value = if of_ten.is_some() { value.times(raised)? } else { raised };
    Some((behind.len() - digits.len() + count, value))
}

/// Returns the text after `×10` or `e`.
fn of_ten(behind: &str) -> Option<&str> {
    match behind.trim_start_matches(' ').strip_prefix(['×', 'x', '*', '·']) {
        Some(more) => {
            let more = more.trim_start_matches(' ').strip_prefix("10")?;
            more.strip_prefix('^').or_else(|| more.starts_with(['-', '−', '+', '⁻']).then_some(more))
        }
        None => behind.strip_prefix(['e', 'E']),
    }
}

/// Reads a fraction whose divisor is one that people use: `3/4`.
pub(super) fn fraction(over: Number, under: &str) -> Option<Number> {
    let under = Number::read(under)?;
    let small = under <= Number::whole(200) && under >= Number::whole(2) && over < under && over > Number::ZERO;
    if small { over.by(under) } else { None }
}

/// Reads a whole number and a fraction between which the blank was lost: the `41/2` of `41/2 years`.
/// Of more digits, `2013/4`, both numbers are years.
pub(super) fn mixed(over: &str, under: &str) -> Option<Number> {
    let (whole, over) = over.split_at_checked(over.len().checked_sub(1)?).filter(|(whole, _)| whole.len() <= 2)?;
    let part = fraction(Number::read(over)?, under).filter(|_| matches!(under, "2" | "3" | "4" | "8"))?;
    Number::read(whole)?.plus(part)
}

/// Returns the value of a decimal digit of any script.
pub(super) fn digit(c: char) -> Option<u32> {
    const ZEROS: [char; 11] = ['٠', '۰', '०', '০', '੦', '૦', '୦', '௦', '౦', '๐', '０'];
    if c.is_ascii() {
        return c.to_digit(10);
    }
    ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero as u32).filter(|value| *value < 10))
}

/// Reads a number in digits at the beginning of a text. Returns its length in bytes, its value and its form.
pub(super) fn digits(text: &str, point: Option<char>) -> Option<(usize, Number, DigitForm)> {
    let pieces = pieces(text);
    if let Some((length, value)) = of_other_style(text, &pieces, point) {
        return Some((length, value, DigitForm::Marked));
    }
    // As many groups as form a number: the first two of `1,234,56`.
    (1..=pieces.len()).rev().find_map(|count| {
        let (length, value) = joined(&pieces[..count], point)?;
        Some((length, value, if count > 1 || text.starts_with('.') { DigitForm::Marked } else { DigitForm::Plain }))
    })
}

/// Returns a number that follows the style of another language, if its marks make that certain: `1.234,5` in an English text, and
/// `1.5` in a German one, where a point would have three digits behind it.
fn of_other_style(text: &str, pieces: &[DigitGroup], point: Option<char>) -> Option<(usize, Number)> {
    let marks = || pieces.iter().filter_map(|piece| piece.mark);
    let both =
        marks().any(|mark| mark == ',') && marks().any(|mark| mark == '.') && marks().count() == pieces.len() - 1;
    // `ab dem 1.5.` is a day.
    let is_decimal = matches!(pieces, [_, tenths] if tenths.mark == Some('.') && tenths.digits.len() == 1
        && !text[tenths.end..].starts_with('.'));
    let other =
        point.is_some() && both && marks().all(|mark| matches!(mark, ',' | '.')) || point == Some(',') && is_decimal;
    if other && joined(pieces, point).is_none() { joined(pieces, None) } else { None }
}

/// Digits, and the mark before them.
struct DigitGroup {
    mark: Option<char>,
    digits: String,
    end: usize,
}

fn pieces(text: &str) -> Vec<DigitGroup> {
    let mut pieces: Vec<DigitGroup> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut mark = None;
    if text.starts_with('.') {
        pieces.push(DigitGroup { mark: None, digits: "0".into(), end: 0 });
        mark = Some('.');
        chars.next();
    }
    loop {
        let mut piece = DigitGroup { mark, digits: String::new(), end: 0 };
        while let Some((at, c)) = chars.peek().copied() {
            let Some(value) = digit(c) else { break };
            piece.digits.push(char::from_digit(value, 10).unwrap_or('0'));
            piece.end = at + c.len_utf8();
            chars.next();
        }
        if piece.digits.is_empty() || pieces.len() > 12 {
            return pieces;
        }
        pieces.push(piece);
        match chars.next() {
            Some((_, c @ (',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' | '٬' | '٫' | '·'))) => {
                mark = Some(c)
            }
            _ => return pieces,
        }
    }
}

/// Returns the number that the pieces form, if the marks between them are those of a number.
fn joined(pieces: &[DigitGroup], point: Option<char>) -> Option<(usize, Number)> {
    let (first, rest) = pieces.split_first()?;
    let end = pieces.last()?.end;
    let marks: Vec<char> = rest.iter().filter_map(|piece| piece.mark).map(plain).collect();
    let grouped = |pieces: &[DigitGroup]| {
        let lengths: Vec<usize> = pieces.iter().map(|piece| piece.digits.len()).collect();
        let thousands = lengths.iter().all(|length| *length == 3);
        let indian =
            lengths.split_last().is_some_and(|(last, others)| *last == 3 && others.iter().all(|length| *length == 2));
        first.digits.len() <= 3 && (thousands || indian && first.digits.len() <= 2)
    };
    let last_is_decimal = match (point, marks.as_slice()) {
        (_, []) => false,
        (Some(point), [.., last]) => *last == point,
        // Both marks are in use: the digits decide.
        (None, [one]) => {
            !(matches!(one, ' ' | '\'') || (rest[0].digits.len() == 3 && grouped(rest) && first.digits != "0"))
        }
        (None, [others @ .., last]) => matches!(last, ',' | '.') && others.iter().all(|mark| mark != last),
    };
    let (groups, decimals) = match (last_is_decimal, rest.split_last()) {
        (true, Some((last, groups))) => (groups, Some(last)),
        _ => (rest, None),
    };
    let group_marks = &marks[..groups.len()];
    let one_kind = group_marks.windows(2).all(|pair| pair[0] == pair[1]);
    let not_the_point = group_marks
        .first()
        .is_none_or(|mark| Some(*mark) != point && (*mark != ' ' || !is_blank(first, groups, point)));
    if !(groups.is_empty() || grouped(groups) && one_kind && not_the_point) {
        return None;
    }
    let mut all: String = first.digits.clone();
    groups.iter().for_each(|piece| all.push_str(&piece.digits));
    if let Some(decimals) = decimals {
        all.push('.');
        all.push_str(&decimals.digits);
    }
    Some((end, Number::read(&all)?))
}

/// Returns a mark in its plain form: all narrow blanks become one, and all apostrophes.
fn plain(mark: char) -> char {
    match mark {
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        '’' => '\'',
        '٬' => ',',
        '٫' | '·' => '.',
        mark => mark,
    }
}

/// Returns whether plain blanks separate the groups, in a language that does not write numbers so. Then they are several
/// numbers, except for `1 234 567`, where fewer digits come first.
fn is_blank(first: &DigitGroup, groups: &[DigitGroup], point: Option<char>) -> bool {
    let is_one = groups.len() > 1 && first.digits.len() < 3;
    point == Some('.') && !is_one && groups.iter().any(|piece| piece.mark == Some(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_is_exact() {
        let show = |behind, value| power(behind, value).map(|(length, value)| (length, value.to_string()));
        let (two, half) = (Number::whole(2), Number::read("0.5").unwrap());
        assert_eq!(show("^10 of", two), Some((3, "1,024".into())));
        assert_eq!(show("^-1", half), Some((3, "2".into())));
        assert_eq!(show("×10−3 m", two), Some((8, "0.002".into())));
        assert_eq!(show("e6", two), Some((2, "2,000,000".into())));
        assert_eq!([show("^99", two), show("^1a", two), show("e", two)], [None, None, None]);
    }

    #[test]
    fn digits_are_read_as_the_language_writes_them() {
        let read = |text, point| digits(text, point).map(|(length, value, _)| (length, value.to_string()));
        assert_eq!(read("1.234,5", Some(',')), Some((7, "1,234.5".into())));
        assert_eq!(read("1 234,5", Some(',')), Some((7, "1,234.5".into())));
        assert_eq!(read("12\u{202f}000", Some('.')), Some((8, "12,000".into())));
        assert_eq!(read("12 000", Some('.')), Some((2, "12".into())));
        assert_eq!(read("120 340 560", Some('.')), Some((3, "120".into())));
        assert_eq!(read("1 234 567", Some('.')), Some((9, "1,234,567".into())));
        assert_eq!(read("120 340 560", Some(',')), Some((11, "120,340,560".into())));
        assert_eq!(read("12,5", Some('.')), Some((2, "12".into())));
        assert_eq!(read("1.234,5", Some('.')), Some((7, "1,234.5".into())));
        assert_eq!(read("1,234,56", Some('.')), Some((5, "1,234".into())));
        assert_eq!(read("1,5", None), Some((3, "1.5".into())));
        assert_eq!(read("10.000", None), Some((6, "10,000".into())));
        assert_eq!(read("1.234,56", None), Some((8, "1,234.56".into())));
        assert_eq!(read("12,34,567", Some('.')), Some((9, "1,234,567".into())));
        assert_eq!(read("٢٣", None), Some((4, "23".into())));
    }
}
