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
