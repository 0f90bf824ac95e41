//! Escapes the characters that have a meaning in the format. A value and a text are escaped differently.

/// Returns a value as it is written in a column.
pub(super) fn value(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' | '[' | ']' | '|' | '_' | ';' | '*' => out.extend(['\\', c]),
            '-' if rest.peek() == Some(&'>') => out += "\\-",
            '\t' => out += "\\t",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            c => out.push(c),
        }
    }
    out
}

/// Returns the value of a column.
pub(super) fn value_meant(words: &str) -> String {
    unescape(words, |c| match c {
        't' => Some('\t'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        '\\' | '[' | ']' | '|' | '_' | ';' | '*' | '-' => Some(c),
        _ => None,
    })
}

/// Returns the value of a feature; `None` if it has none.
pub(super) fn feature_meant(words: &str) -> Option<String> {
    Some(value_meant(words)).filter(|value| !matches!(words, "*" | "_") && !value.is_empty())
}

/// Returns a text as it is written behind `#Text=` or as a token: without line ends.
pub(super) fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\t' => out += "\\t",
            '\n' => out += "\\n",
            '\u{c}' => out += "\\f",
            '\r' => out += "\\r",
            '\u{8}' => out += "\\b",
            '\\' => out += "\\\\",
            '\0'..='\u{7}' | '\u{e}'..='\u{1f}' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Returns the text of a token.
pub(super) fn text_meant(words: &str) -> String {
    unescape(words, |c| match c {
        't' => Some('\t'),
        'n' => Some('\n'),
        'f' => Some('\u{c}'),
        'r' => Some('\r'),
        'b' => Some('\u{8}'),
        '\\' | '\0'..='\u{7}' | '\u{e}'..='\u{1f}' => Some(c),
        _ => None,
    })
}

/// Returns the pieces of a column between marks that are not escaped.
pub(super) fn split(column: &str, mark: char) -> Vec<&str> {
    let (mut pieces, mut from, mut escaped) = (Vec::new(), 0, false);
    for (at, c) in column.char_indices() {
        if c == mark && !escaped {
            pieces.push(&column[from..at]);
            from = at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    pieces.push(&column[from..]);
    pieces
}

fn unescape(words: &str, meant: impl Fn(char) -> Option<char>) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        match rest.peek().and_then(|next| meant(*next)).filter(|_| c == '\\') {
            Some(next) => {
                out.push(next);
                rest.next();
            }
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_characters_of_the_guide_are_escaped() {
        assert_eq!(value("a_b->c|[d];*\\\t\n"), "a\\_b\\->c\\|\\[d\\]\\;\\*\\\\\\t\\n");
        assert_eq!(text("a_b\\\t\u{1}"), "a_b\\\\\\t\\\u{1}");
        assert_eq!(split("a\\|b|c\\\\|d", '|'), ["a\\|b", "c\\\\", "d"]);
    }

    proptest! {
        #[test]
        fn what_is_escaped_comes_back(words in "(\\PC|[\\\\\\[\\]|_;*>\t\n\r\u{1}\u{c}-]){0,20}") {
            prop_assert_eq!(value_meant(&value(&words)), words.as_str());
            prop_assert_eq!(text_meant(&text(&words)), words.as_str());
            prop_assert_eq!(split(&value(&words), '|').len(), 1);
        }
    }
}
