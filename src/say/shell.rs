//! Writes words of a command that people may copy into a shell.

use std::borrow::Cow;

/// Returns a word as a POSIX shell takes it: in quotation marks if it has a character with a special meaning (XCU 2.2).
pub fn shell_word(word: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || "_-./,:+@%=".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.into(),
        false => format!("'{}'", word.replace('\'', r"'\''")).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_read_otherwise_is_quoted() {
        assert_eq!(shell_word("may/é-1.txt"), "may/é-1.txt");
        assert_eq!([shell_word("b'c d.txt"), shell_word("$x"), shell_word("")], [r"'b'\''c d.txt'", "'$x'", "''"]);
    }
}
