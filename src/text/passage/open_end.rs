//! Tells line ends at which no sentence, heading or item ends: the text goes on in the next line, whatever that begins
//! with.
//!
//! ```text
//!   … that the North had sent some⏎         a word that needs another after it
//!   … on Monday that the well-⏎             a word that was broken, or one with a hyphen
//! ```
//!
//! Passages are found before the language of the text is known, so one list serves all languages.

/// Returns whether a line with these words ends in the middle of a phrase.
pub(super) fn is_open(words: &str) -> bool {
    let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_broken = |word: &str| word.ends_with(char::is_alphabetic) && !word.starts_with(['-', '*']);
    if let Some(word) = last.strip_suffix(['-', '\u{2010}', '\u{ad}']) {
        return is_broken(word);
    }
    OPEN.contains(&last.trim_start_matches(['"', '\'', '“', '‘', '«', '„', '(', '[']))
}

/// Words that need another word after them: articles, conjunctions, prepositions, auxiliary verbs, qualifiers of numbers.
/// With a capital, as in a heading (`What We Fight For`), none of them counts.
#[rustfmt::skip]
const OPEN: &[&str] = &[
    // English
    "a", "an", "the", "this", "these", "those", "its", "their", "his", "our", "my", "your", "whose", "every", "each",
    "and", "or", "but", "nor", "than", "that", "which", "who", "whether", "because", "although", "while", "if", "when", "where",
    "of", "to", "with", "for", "from", "by", "at", "in", "on", "into", "onto", "between", "among", "against", "during",
    "without", "within", "about", "around", "under", "toward", "towards", "until", "since", "as", "per", "via",
    "some", "nearly", "almost", "approximately", "roughly", "estimated", "least", "is", "are", "was", "were", "has", "have",
    "had", "been", "be", "will", "would", "could", "should", "may", "might", "must", "not", "very",
    // German
    "der", "die", "das", "dem", "den", "des", "ein", "eine", "einen", "einem", "einer", "eines", "und", "oder", "aber",
    "dass", "weil", "ob", "von", "vom", "zum", "zur", "mit", "für", "aus", "bei", "beim", "durch", "gegen", "ohne", "seit",
    "zwischen", "im", "am", "rund", "etwa", "fast", "knapp", "mehr", "als", "seine", "ihre",
    // French
    "le", "la", "les", "l’", "du", "de", "d’", "un", "une", "et", "ou", "mais", "que", "qui", "à", "au", "aux",
    "avec", "pour", "dans", "sur", "par", "sans", "sous", "entre", "vers", "chez", "selon", "ses", "leur", "leurs",
    "environ", "près", "plus",
    // Spanish
    "el", "los", "las", "del", "al", "una", "unos", "unas", "y", "e", "o", "pero", "con", "para", "por", "sin", "sobre",
    "desde", "hasta", "según", "su", "sus", "casi", "más", "en",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_breaks_a_phrase_or_a_word_is_open() {
        for open in ["had sent some", "soldiers to", "(the", "day, with", "the govern-", "well\u{2010}", "on the"] {
            assert!(is_open(open), "{open}");
        }
        for closed in ["soldiers", "What We Fight For", "soldiers.", "-", "1990-", "Notes -", "What for?", "", "the,"] {
            assert!(!is_open(closed), "{closed}");
        }
    }
}
