//! Tests which figures are paired, and which are not.

use super::*;

#[test]
fn a_pair_that_is_declined_takes_no_other_with_it() {
    let (left, right) = (
        Document::new("Lomas sent 1,500 boats to the coast of the north. Karlov sent 1,900 boats to the coast."),
        Document::new(
            "Lomas sent 1,500 boats to the coast of the north. Lomas sent 1,600 boats to the north coast in the end.",
        ),
    );
    let place = |document: &Document| {
        let start = document.text().find("1,500").unwrap();
        Span::new(start, start + 5)
    };
    let spans = Both::new(place(&left), place(&right));
    let target = Both::new(Target::of(&left, spans.left), Target::of(&right, spans.right));
    let (section, outcome, ends) = (Section::Figures, Outcome::Declined, WhichDocuments::Across);
    let declined = RowDecision { section, outcome, ends, target };
    let declined = PlacedDecision { place: spans, decision: &declined };
    let row = "differs: 1,900 · 1,600".to_string();
    let before = figures(&compared(&left, &right), &left, &right);
    assert!(before.contains(&row), "{before:?}");
    let after = figures(&compare(Both::new(side(&left), side(&right)), &[declined]), &left, &right);
    assert!(after.contains(&row) && !after.iter().any(|row| row.starts_with("equal")), "{after:?}");
}

#[test]
fn a_figure_that_is_declined_alone_is_in_no_row() {
    let left =
        Document::new("It helped 1,500 people in the north. Then 70 boats came from Lomas. Those 70 boats came late.");
    let right = Document::new("It helped 1,500 people in the north, some 900 of them in Lomas.");
    let declined = |document: &Document, words: &str, ends| {
        let start = document.text().find(words).unwrap();
        let place = Span::new(start, start + words.len());
        let target = Both::new(Target::of(document, place), Target::of(document, place));
        (place, RowDecision { section: Section::Figures, outcome: Outcome::Declined, ends, target })
    };
    let rows = |decisions: &[(Span, RowDecision)]| {
        let placed: Vec<PlacedDecision> = decisions
            .iter()
            .map(|(place, decision)| PlacedDecision { place: Both::new(*place, *place), decision })
            .collect();
        figures(&compare(Both::new(side(&left), side(&right)), &placed), &left, &right)
    };
    assert_eq!(rows(&[]).len(), 3, "{:?}", rows(&[]));
    let boats = declined(&left, "70", WhichDocuments::Left);
    assert_eq!(rows(std::slice::from_ref(&boats)).len(), 2, "also where the text repeats it");
    let all = [boats, declined(&right, "900", WhichDocuments::Right), declined(&right, "1,500", WhichDocuments::Right)];
    let left_over = rows(&all);
    assert!(left_over.len() == 1 && left_over[0].starts_with("only left: 1,500"), "{left_over:?}");
}

#[test]
fn figures_of_two_people_are_not_held_against_each_other() {
    let rows = held_against(
        "Anna Berg has 69 seats in the council of Lomas. Mr. Olsen has 41 seats in the council of Lomas.",
        "Olsen now has 52 seats in the council of Lomas. Berg now has 77 seats in the council of Lomas.",
    );
    assert_eq!(rows, ["differs: 69 · 77", "differs: 41 · 52"]);
    let rows = held_against(
        "Anna Berg said 300 boats left the harbour of Lomas.",
        "Mr. Olsen said 400 boats left the harbour of Lomas.",
    );
    assert_eq!(rows, ["differs: 300 · 400"]);
}

#[test]
fn shares_of_different_things_are_not_held_against_each_other() {
    let rows = held_against(
        "The poverty rate was at 14.8 per cent when the mayor left office, the town says.",
        "The literacy rate was at 7.8 per cent in January, when the mayor took his seat.",
    );
    assert_eq!(rows, ["only left: 14.8 per cent · –", "only right: – · 7.8 per cent"], "{rows:?}");
}
