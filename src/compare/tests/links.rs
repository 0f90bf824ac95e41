//! What links of the analyst make of the rows.

use super::*;

/// Returns a decision that links the words of each document.
fn link(section: decision::Section, left: &Document, right: &Document, words: Both<&str>) -> RowDecision {
    let span = |document: &Document, words: &str| {
        let at = document.text().find(words).unwrap();
        Span::new(at, at + words.len())
    };
    let place = Both::new(span(left, words.left), span(right, words.right));
    let link = LinkedPlaces { section, place, kind: "same as".into(), by: None };
    link.decision(Both::new(left, right))
}

/// Compares two documents between which these words are linked.
fn with_links(left: &Document, right: &Document, section: decision::Section, words: &[Both<&str>]) -> Comparison {
    let decisions: Vec<RowDecision> = words.iter().map(|words| link(section, left, right, *words)).collect();
    let placed = PlacedDecision::all(Both::new(left, right), &decisions);
    compare(Both::new(side(left), side(right)), &placed)
}

#[test]
fn claims_that_were_linked_are_a_row_though_they_share_no_word() {
    let left = Document::new("The mill in Lomas will shut its doors.\n\nRain fell on the coast all day.\n");
    let right = Document::new("Production of flour ends in May.\n\nRain fell on the coast all day.\n");
    let words = Both::new("The mill in Lomas will shut its doors.", "flour ends in May");
    let comparison = with_links(&left, &right, decision::Section::Claims, &[words]);
    assert_eq!(compared(&left, &right).unsupported().count(), 2);
    assert_eq!(comparison.unsupported().count(), 0);
    let place = Both::new(Some(Span::new(0, 38)), Some(Span::new(0, 32)));
    let row = comparison.claims.iter().find(|row| row.place == place).unwrap();
    assert_eq!(row.status, RowStatus::Alike);
    assert!(comparison.links[0].is_of(decision::Section::Claims, place));
}

#[test]
fn a_link_is_the_status_of_one_row_even_if_its_tags_hold_several() {
    let left = Document::new("Prices rose by 5% on May 3, 2026, the ministry said.\n");
    let right = Document::new("Prices rose by 6% on May 4, 2026, the ministry said.\n");
    let words = Both::new("5% on May 3, 2026", "6% on May 4, 2026");
    let comparison = with_links(&left, &right, decision::Section::Figures, &[words]);
    let linked =
        comparison.rows(decision::Section::Figures).iter().filter(|row| row.status == RowStatus::SameAs).count();
    assert_eq!((comparison.figures.len() > 1, linked), (true, 1), "{:?}", figures(&comparison, &left, &right));
}

#[test]
fn a_link_of_a_row_that_was_found_takes_no_other_row_away() {
    // The right text gives one figure twice, and the left text has another partner for each.
    let left = Document::new(
        "About 1,500 boats of the northern fleet have been sent to Lomas, the ministry said.\n\n\
         The ministry plans to send a total of 12,000 boats to the coast of Lomas.\n",
    );
    let right = Document::new(
        "About 10,000 boats of the northern fleet have been sent to Lomas, officials said.\n\n\
         An estimated 10,000 boats of the northern fleet now lie on the coast of Lomas.\n",
    );
    let found = figures(&compared(&left, &right), &left, &right);
    assert_eq!(found.iter().filter(|row| row.starts_with("differs")).count(), 2, "{found:?}");
    for words in [Both::new("About 1,500", "About 10,000"), Both::new("12,000", "An estimated 10,000")] {
        let comparison = with_links(&left, &right, decision::Section::Figures, &[words]);
        assert_eq!(figures(&comparison, &left, &right), found);
    }
}

#[test]
fn figures_that_were_linked_take_the_place_of_those_that_were_found() {
    let left = Document::new("The council sent 40 boats to Lomas in the storm.\n");
    let right = Document::new("The council sent 30 boats to Lomas in the storm.\n\nShips: 41.\n");
    let found = compared(&left, &right);
    assert!(figures(&found, &left, &right).contains(&"differs: 40 · 30".to_string()));
    let words = ["40", "40 boats"].map(|from| Both::new(from, "41"));
    let comparison = with_links(&left, &right, decision::Section::Figures, &words);
    let rows = figures(&comparison, &left, &right);
    assert_eq!(rows, ["differs: 40 · 41", "only right: – · 30"]);
}
