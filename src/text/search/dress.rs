//! Loosens a pattern so that the dress of a text does not matter: kinds of blanks, quotes, hyphens, and normalisation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The characters that a reader takes for the one that can be typed.
const ALIKE: [(char, &str); 3] = [('\'', "['‘’ʼ‛]"), ('"', "[\"“”„‟«»]"), ('-', "[\\-‐‑‒–—−]")];

/// Returns a pattern that finds all that this one finds, and the same in another dress. Only characters that stand for
/// themselves are touched, so escapes, classes and groups keep their meaning. A pattern that ignores blanks is left alone.
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
                // `\-` and `\ ` stand for themselves; a literal is escaped like that.
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
                    // A bracket that comes first closes nothing.
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

/// Where in a pattern a character stands.
#[derive(Clone, Copy)]
enum Inside {
    Nothing,
    Escape,
    Braces,
    Class(usize),
}

/// Returns whether a group that begins like this sets the flag `x`.
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
