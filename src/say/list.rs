//! Lists in a sentence.

use std::borrow::Borrow;

/// Returns `ana`, `ana and ben`, or `ana, ben and cho`.
pub fn and(names: &[impl Borrow<str>]) -> String {
    match names {
        [] => String::new(),
        [one] => one.borrow().into(),
        [first @ .., last] => format!("{} and {}", commas(first), last.borrow()),
    }
}

/// Returns the first `most` names and the number of the others: `ana, ben and 3 more`.
pub fn and_more(names: &[impl Borrow<str>], most: usize) -> String {
    match names.len().checked_sub(most) {
        None | Some(0) => and(names),
        Some(more) => format!("{} and {more} more", commas(&names[..most])),
    }
}

/// Returns the names, separated by commas.
fn commas(names: &[impl Borrow<str>]) -> String {
    names.iter().map(Borrow::borrow).collect::<Vec<&str>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_ends_with_and() {
        assert_eq!([and(&["a"]), and(&["a", "b"]), and(&["a", "b", "c"])], ["a", "a and b", "a, b and c"]);
        assert_eq!(and(&[] as &[String]), "");
    }

    #[test]
    fn a_long_list_tells_how_many_more_there_are() {
        let names = ["a", "b", "c", "d"];
        assert_eq!([and_more(&names, 2), and_more(&names, 4)], ["a, b and 2 more", "a, b, c and d"]);
    }
}
