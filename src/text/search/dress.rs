//! Loosens a pattern so that kinds of blanks, quotes and hyphens, and the normalisation of the text, do not matter.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters that can be typed, each with the characters that a reader takes for the same.
const ALIKE: [(char, &str); 3] = [('\'', "['‘’ʼ‛]"), ('"', "[\"“”„‟«»]"), ('-', "[\\-‐‑‒–—−]")];

/// Returns a pattern that finds all that the given one finds, and the same with other blanks, quotes, hyphens or
/// normalisation. Only literal characters are changed, so escapes, classes and groups keep their meaning. A pattern
/// that ignores blanks is not changed.
pub(super) fn loosely(pattern: &str) -> String {
    if pattern.contains("(?") && pattern.split("(?").skip(1).any(ignores_blanks) {
        return pattern.to_string();
    }
    let mut loose = String::with_capacity(pattern.len() * 2);
    let mut inside = Inside::Nothing;
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        match inside {
            Inside::Escape => {
                let braces = matches!(c, 'p' | 'P' | 'x' | 'u' | 'U') && chars.peek() == Some(&'{');
                inside = if braces { Inside::Braces } else { Inside::Nothing };
                loose.push(c);
            }
            Inside::Braces => {
                if c == '}' {
                    inside = Inside::Nothing;
                }
                loose.push(c);
            }
            Inside::Class(depth) => {
                inside = match c {
                    '[' => Inside::Class(depth + 1),
                    ']' if depth == 1 => Inside::Nothing,
                    ']' => Inside::Class(depth - 1),
                    _ => inside,
                };
                loose.push(c);
                if c == '\\' {
                    loose.extend(chars.next());
                }
            }
            Inside::Nothing => match c {
                // `\-` and `\ ` are literal characters; escaping a literal yields them.
                '\\' if matches!(chars.peek(), Some('-' | ' ')) => {}
                '\\' => {
                    inside = Inside::Escape;
                    loose.push(c);
                }
                '{' => {
                    inside = Inside::Braces;
                    loose.push(c);
                }
                '[' => {
                    inside = Inside::Class(1);
                    loose.push(c);
                    // A bracket that comes first is a literal character.
                    loose.extend(chars.next_if_eq(&'^'));
                    loose.extend(chars.next_if_eq(&']'));
                }
                ' ' => {
                    while chars.next_if_eq(&' ').is_some() {}
                    loose.push_str(r"(?:\s+)");
                }
                _ => push(&mut loose, c),
            },
        }
    }
    loose
}

/// The part of a pattern that a character is in.
#[derive(Clone, Copy)]
enum Inside {
    Nothing,
    Escape,
    Braces,
    Class(usize),
}

/// Returns whether a group that begins with these characters sets the flag `x`.
fn ignores_blanks(group: &str) -> bool {
    group.split([':', ')', '-', '<', '=', '!']).next().is_some_and(|flags| flags.contains('x'))
}

fn push(loose: &mut String, c: char) {
    if let Some((_, class)) = ALIKE.iter().find(|(typed, _)| *typed == c) {
        return loose.push_str(class);
    }
    let apart: String = c.nfd().collect();
    match apart.chars().nth(1).is_some_and(is_combining_mark) {
        true => loose.extend(["(?:", c.encode_utf8(&mut [0; 4]), "|", &apart, ")"]),
        false => loose.push(c),
    }
}
