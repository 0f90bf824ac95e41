//! In which language a text is written, told by its small words.
//!
//! ```text
//!   Der Umsatz stieg um 3 Prozent auf 5 Mio. Euro     de: der, um, auf     3 of 8 words
//! ```
//!
//! A quarter of a text and more are articles, prepositions and pronouns. The language that knows the most of them is the one
//! that it is written in; where it knows few, the text is in a language without a list.

use super::{LANGUAGES, Language, unknown};

/// How much of a long text is read from its beginning, and from each of the other places; in bytes.
const FIRST: usize = 4096;
const SAMPLE: usize = 1024;
/// The least part of the words that a language knows if the text is written in it: one in so many.
const ONE_IN: usize = 5;

/// Returns the language in which a text is written; [`unknown`] if no list fits. Reads the first 4 KB of the text and three
/// samples of 1 KB behind them, so asking costs the same for a text of any size.
pub fn told(text: &str) -> &'static Language {
    let mut counts = vec![0; LANGUAGES.len()];
    let mut all = 0;
    for sample in samples(text) {
        for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            let word = word.to_lowercase();
            all += 1;
            for (language, count) in LANGUAGES.iter().zip(&mut counts) {
                *count += usize::from(language.words.is_small(&word));
            }
        }
    }
    // Of two that know as many, the first: the order of the list is fixed.
    let best = LANGUAGES.iter().zip(counts).rev().max_by_key(|(_, count)| *count);
    match best {
        Some((language, count)) if count >= 2 && count * ONE_IN >= all => language,
        _ => unknown(),
    }
}

/// The beginning of a text, and pieces from its quarters.
fn samples(text: &str) -> impl Iterator<Item = &str> {
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let first = floor(FIRST);
    let others = (1..4).map(move |quarter| text.len() / 4 * quarter).filter(move |at| *at > first);
    let others = others.map(move |at| &text[floor(at)..floor(at + SAMPLE)]);
    std::iter::once(&text[..first]).chain(others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_tells_its_language() {
        let code = |text| told(text).code.as_str();
        assert_eq!(code("The ministry said that exports to China fell by 5 per cent in May."), "en");
        assert_eq!(code("Das Ministerium sagte, dass die Ausfuhren nach China im Mai um 5 Prozent sanken."), "de");
        assert_eq!(code("Le ministère a dit que les exportations vers la Chine ont baissé de 5 % en mai."), "fr");
        assert_eq!(code("El ministerio dijo que las exportaciones a China cayeron un 5 % en mayo."), "es");
    }

    #[test]
    fn a_text_without_small_words_that_one_knows_is_in_an_unknown_language() {
        let code = |text| told(text).code.as_str();
        assert_eq!(code("该部表示，五月份对华出口下降了百分之五。"), "");
        assert_eq!(code("قالت الوزارة إن الصادرات إلى الصين انخفضت"), "");
        assert_eq!(code("Министерство сообщило, что экспорт в Китай упал в мае на 5 процентов."), "");
        assert_eq!((code(""), code("1,500")), ("", ""));
    }

    #[test]
    fn a_long_text_is_told_by_samples() {
        let german = "Der Zug fährt nach Köln und die Leute warten auf dem Bahnsteig. ".repeat(5_000);
        assert_eq!(told(&german).code, "de");
        let cut = "ä".repeat(10_000); // no sample ends within a character
        assert_eq!(told(&cut).code, "");
    }
}
