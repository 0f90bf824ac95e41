//! Tests how numbers are read that have parts, brackets or a neighbour of their kind.

use super::*;

#[test]
fn what_something_was_and_what_it_became_are_two_figures() {
    let figures = |text: &str, language: &Language| {
        let found = SentenceFigures::of(text, Span::new(0, text.len()), language).offered_at(0);
        found.iter().map(|span| text[span.start..span.end].to_string()).collect::<Vec<_>>()
    };
    let english = language::english();
    for (text, wanted) in [
        ("The rate fell from 5.2 percent to 4.9 percent.", ["5.2 percent", "4.9 percent"]),
        ("The rate fell from 5.2 percent in April to 4.9 percent.", ["5.2 percent", "4.9 percent"]),
        ("The firm raised its stake from 19 to 24 percent.", ["19", "24 percent"]),
        ("The price went from 60 to 45 euros.", ["60", "45 euros"]),
        ("The rate fell from 5.2 percent to about 4.9 percent.", ["5.2 percent", "about 4.9 percent"]),
    ] {
        assert_eq!(figures(text, english), wanted, "{text}");
    }
    let german = language::of("de").unwrap();
    assert_eq!(figures("Der Wert sank von 12 auf 7 Prozent.", german), ["12", "7 Prozent"]);
    for (text, wanted) in [
        ("Prices range from 5 to 7 euros.", "from 5 to 7 euros"),
        ("Prices rose by between 5 and 7 percent.", "between 5 and 7 percent"),
    ] {
        assert_eq!(figures(text, english), [wanted], "{text}");
    }
    assert_eq!(read("Sales rose to 45 euros from 41 euros."), ["45 · euro · To(Up)", "41 · euro · From(Up)"]);
    assert_eq!(read("Sales were 45 euros, up from 41 euros."), ["45 · euro · To(Up)", "41 · euro · From(Up)"]);
}

#[test]
fn numbers_with_parts_brackets_and_names_are_read_whole() {
    for figure in [
        "It took [41/2 years] and [a tenth] the price of 41/2.",
        "It was [35C] ([95F]) in the shade.",
        "They lost [eight of their last 10] games.",
        "He got [12 years and six months], and she [two weeks and three days].",
        "Turnout was [10 points] lower than [four years] ago.",
        "Guccifer 2.0 said that [1,200] files were out [538.].",
    ] {
        let figure = figure.replace("[538.]", "<538.>");
        let text = figure.replace(['[', ']'], "").replace('<', "[").replace('>', "]");
        assert_eq!(marked(&text), figure.replace('<', "[").replace('>', "]"), "{figure}");
    }
}

#[test]
fn five_or_six_is_one_figure_and_two_that_are_far_apart_are_two() {
    let figures = |text: &str| {
        let found = SentenceFigures::of(text, Span::new(0, text.len()), language::english()).offered_at(0);
        found.iter().map(|span| text[span.start..span.end].to_string()).collect::<Vec<_>>().join(" · ")
    };
    assert_eq!(figures("Five or six boats were seen."), "Five or six");
    assert_eq!(figures("It takes about 20 or 30 minutes."), "about 20 or 30 minutes");
    assert_eq!(figures("They sent 5 or 600 boats."), "5 · 600");
}

#[test]
fn words_that_double_something_are_no_numbers() {
    let nothing = "She served twice as mayor, and firms double their prices.";
    assert!(read(nothing).is_empty(), "{:?}", read(nothing));
    assert_eq!(read("Twice as many came, for double the price."), ["2 · count", "2 · count"]);
    assert!(!read("The 2013/4 year was good.").contains(&"201.75 · year".to_string()));
}
