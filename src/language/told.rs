//! Tells the language of a text by its small words.
//!
//! ```text
//!   Der Umsatz stieg um 3 Prozent auf 5 Mio. Euro     de: der, um, auf     3 of 8 words
//! ```
//!
//! At least a quarter of any text are articles, prepositions and pronouns. The language that knows the most of these
//! words is taken; if it knows few, the text is in a language without lists. A few sentences may have hardly a small
//! word; for them, the other words of the lists count as well, if no other language knows half as many.

use super::{LANGUAGES, Language, unknown};

/// The number of bytes that are read at the beginning of a long text, and at each of the other places.
const FIRST: usize = 4096;
const SAMPLE: usize = 1024;
/// A text is in a language that knows at least one in this many of its words.
const ONE_IN: usize = 5;
/// For a text with fewer words than this, all words of the lists count.
const SHORT: usize = 60;
/// Words that several languages share are weak evidence: then the language must know one in this many.
const ONE_IN_SHARED: usize = 3;

/// Returns the language of a text; [`unknown`] if no list fits. Reads the first 4 KB of the text and three samples of 1
/// KB after them, so the time does not depend on the size of the text.
pub fn told(text: &str) -> &'static Language {
    let words =
        || samples(text).flat_map(|sample| sample.split(|c: char| !c.is_alphabetic())).filter(|word| !word.is_empty());
    let all = words().count();
    let counts = |knows: fn(&Language, &str) -> bool| {
        let mut counts = vec![0; LANGUAGES.len()];
        for word in words() {
            let word = word.to_lowercase();
            for (language, count) in LANGUAGES.iter().zip(&mut counts) {
                *count += usize::from(knows(language, &word));
            }
        }
        counts
    };
    if let Some(language) = best(&counts(|language, word| language.words.is_small(word)), all) {
        return language;
    }
    if all >= SHORT {
        return unknown();
    }
    let counts = counts(Language::has);
    let most = counts.iter().max().copied().unwrap_or_default();
    let others: usize = counts.iter().filter(|count| **count < most).max().copied().unwrap_or_default();
    let tied = counts.iter().filter(|count| **count == most).count() > 1;
    let enough = others == 0 || others * 2 <= most && most * ONE_IN_SHARED >= all;
    best(&counts, all).filter(|_| enough && !tied).unwrap_or_else(unknown)
}

/// Returns the language that knows the most words, if they are enough. If two languages know as many, the first in the
/// fixed order of the list is taken.
fn best(counts: &[usize], all: usize) -> Option<&'static Language> {
    let (language, count) = LANGUAGES.iter().zip(counts).rev().max_by_key(|(_, count)| **count)?;
    (*count >= 2 && count * ONE_IN >= all).then_some(language)
}

/// Returns the beginning of a text, and samples from its quarters.
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
    fn a_line_without_small_words_is_told_by_the_other_words_of_one_language() {
        let code = |text| told(text).code.as_str();
        assert_eq!(code("North Korea sent approximately 10,000 soldiers, NATO says."), "en");
        assert_eq!(code("Etwa fünf Millionen Euro"), "de");
        assert_eq!(code("Total 500"), "", "one word is no evidence");
    }

    #[test]
    fn a_few_short_sentences_are_told_by_all_words_of_the_lists() {
        let code = |text| told(text).code.as_str();
        assert_eq!(
            code("Rebels attacked 12 boats in Lomas, officials said. Nobody claimed it. Police arrested two men."),
            "en"
        );
        assert_eq!(code("The harbour chief warned of floods. Karlov said Lomas must act. Berg spoke on Monday."), "en");
        assert_eq!(
            code("Mayor Anna Berg met reporters. Berg said taxes would rise. Voters reject taxes, polls show."),
            "en"
        );
        assert_eq!(code("De politie zei in een verklaring dat de brug open is."), "", "Dutch");
        assert_eq!(
            code("Minister Berg sprak met verslaggevers in Utrecht. Hij zei dat het water stijgt."),
            "",
            "Dutch"
        );
        assert_ne!(code("Bürgermeister Berg trat in Lomas vor Reporter. Berg sagte, Steuern stiegen."), "en");
        assert_ne!(code("Anna Berg rencontra des journalistes. Berg dit non. Paris attend."), "en");
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
