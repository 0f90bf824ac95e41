//! Excerpts of two texts that show where they differ.

use super::shorten::excerpt;

/// The number of code points that are shown before the first difference.
const BEFORE: usize = 12;

/// Returns excerpts of two texts, each one line of at most about `most` code points, that begin shortly before the
/// first difference; if the texts are short or differ near their beginning, the excerpts begin there.
pub fn differing(one: &str, other: &str, most: usize) -> (String, String) {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let length = |text: &str| text.chars().take(most + 1).count();
    if same <= BEFORE || length(one).max(length(other)) <= most {
        return (excerpt(one, most), excerpt(other, most));
    }
    // Both texts have the same code points up to there.
    let at = |chars: usize| one.char_indices().nth(chars).map_or(one.len(), |(at, _)| at);
    let (from, to) = (at(same - BEFORE), at(same));
    let blank = one[from..to].char_indices().find(|(_, c)| c.is_whitespace());
    let from = from + blank.map_or(0, |(at, c)| at + c.len_utf8());
    (format!("…{}", excerpt(&one[from..], most)), format!("…{}", excerpt(&other[from..], most)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_in_both_excerpts() {
        let text =
            |number: &str| format!("The ministry of the economy said that exports had fallen by {number} percent.");
        let (one, other) = differing(&text("four"), &text("five"), 40);
        assert_eq!((one.as_str(), other.as_str()), ("…fallen by four percent.", "…fallen by five percent."));
        assert_eq!(differing("Pricey", "Prices", 40), ("Pricey".into(), "Prices".into()));
        assert_eq!(differing("a b", "a", 40), ("a b".into(), "a".into()));
        let long = "x".repeat(60);
        assert_eq!(differing(&long, &format!("{long}é"), 40).1, format!("…{}é", "x".repeat(BEFORE)));
    }
}
