//! The indefinite article of a noun that a corpus defines.

/// Returns a noun with its article: `a claim`, `an event`. The first letter decides, because the sound of a label is
/// not known.
pub fn with_article(noun: &str) -> String {
    let vowel = noun.chars().next().is_some_and(|first| "aeiouAEIOU".contains(first));
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_begins_with_a_vowel_is_an_event() {
        assert_eq!(["event", "Opfer", "claim", ""].map(with_article), ["an event", "an Opfer", "a claim", "a "]);
    }
}
