//! Tests which figures are paired, and which are not.

use super::super::annotated::Annotated;
use super::super::many::Pairs;
use super::*;
use crate::tags::Records;
use crate::tags::scheme::Scheme;

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

#[test]
fn a_part_of_a_whole_is_not_taken_from_a_part_of_another() {
    let difference = |left: &str, right: &str| {
        let comparison = compared(&Document::new(left), &Document::new(right));
        let row = &comparison.figures[0];
        assert_eq!(row.status, RowStatus::Differs);
        row.difference.map(|difference| difference.by.to_string())
    };
    let text = |share: &str| format!("{share} harbours on the coast of Lomas were closed before the storm.");
    assert_eq!(difference(&text("10 of 100"), &text("20 of 400")), None);
    assert_eq!(difference(&text("10 of 100"), &text("20 of 100")).as_deref(), Some("10"));
}

#[test]
fn a_range_holds_no_figure_of_another_currency() {
    let reasons = |left: &str, right: &str| {
        let comparison = compared(&Document::new(left), &Document::new(right));
        let reasons = comparison.figures[0].explanations.iter().map(|explanation| explanation.reason);
        reasons.collect::<Vec<_>>()
    };
    let text = |price: &str| format!("The new harbour of Lomas will cost {price} in all.");
    let range = DifferenceReason::Range;
    assert!(reasons(&text("$5 million to $7 million"), &text("$6 million")).contains(&range));
    assert!(!reasons(&text("$5 million to $7 million"), &text("€6 million")).contains(&range));
    let other_side = DifferenceReason::OtherSide;
    assert!(reasons(&text("nearly $6 million"), &text("more than $6 million")).contains(&other_side));
    assert!(!reasons(&text("nearly $6 million"), &text("more than €6 million")).contains(&other_side));
}

#[test]
fn an_equal_figure_that_says_less_is_remarked_on() {
    let text = |figure: &str| Document::new(figure);
    let told = |left: &str, right: &str| {
        let (left, right) = (text(left), text(right));
        let comparison = compared(&left, &right);
        let remarks = account::account(Both::new(&left, &right), &comparison, Section::Figures, 0).remarks;
        (comparison.figures[0].status, remarks.first().cloned().unwrap_or_default())
    };
    let built = |when: &str| format!("The new harbour of Lomas was built {when} by the council of the town.");
    let cost = |price: &str| format!("The new harbour of Lomas will cost {price} in all.");
    let warm =
        |degrees: &str| format!("It was {degrees} in the harbour of Lomas at noon, said the council of the town.");
    let bakers = |share: &str| format!("{share} of the bakers of Lomas were against the new harbour of the town.");
    let rows = [
        (built("in 2024"), built("on November 7, 2024"), "one is less exact"),
        (built("in June 2024"), built("on June 3"), "each leaves a part out"),
        (built("on Monday, June 3"), built("on June 3"), ""),
        (bakers("More than half"), bakers("Half"), "one is a bound"),
        (cost("up to $5 million"), cost("$5 million"), "one is a bound"),
        (cost("100 million kroner"), cost("100 million Danish kroner"), "one is less exact"),
        (cost("100 million Swedish kronor"), cost("100 million kronor"), "one is less exact"),
        (cost("100 million Mexican pesos"), cost("100 million pesos"), "one is less exact"),
        (warm("40 degrees"), warm("40C"), "one is less exact"),
    ];
    for (left, right, remark) in rows {
        assert_eq!(told(&left, &right), (RowStatus::Equal, remark.to_string()), "{left} {right}");
    }
    let (status, _) = told(&cost("100 million Norwegian kroner"), &cost("100 million Danish kroner"));
    assert_eq!(status, RowStatus::Differs);
}

#[test]
fn a_row_says_whose_count_it_is_and_as_of_when() {
    let (left, right) = (
        Document::new("In May, Lomas planned to send 300 boats to the island in the north."),
        Document::new(
            "Lomas sent 200 boats to the island in the north. The island in the north has 12 wells in Karlov.",
        ),
    );
    let comparison = compared(&left, &right);
    let remarks = account::account(Both::new(&left, &right), &comparison, Section::Figures, 0).remarks;
    assert_eq!(remarks, ["another scope: planned, sent", "counts boats", "of Lomas", "dated May left"]);
    // A capital alone makes no name where a sentence begins.
    for (text, wanted) in [
        ("Caption: 300 boats lay there.", None),
        ("Reporters saw 300 boats.", None),
        ("Karlov had 300 boats, and the boats of Karlov were old.", Some("of Karlov left")),
    ] {
        let left = Document::new(text);
        let comparison = compared(&left, &right);
        let remarks = account::account(Both::new(&left, &right), &comparison, Section::Figures, 0).remarks;
        assert_eq!(remarks.iter().find(|one| one.starts_with("of ")).map(String::as_str), wanted, "{text} {remarks:?}");
    }
}

#[test]
fn one_is_held_against_several_where_the_sentence_says_what_became_of_them() {
    let text = |who: &str| format!("{who} killed in the blast at the harbour of Lomas on the coast.");
    let row = |left: &str, right: &str| held_against(&text(left), &text(right));
    assert_eq!(row("One person was", "Two people were"), ["differs: One · Two"]);
    assert_eq!(row("At least one soldier was", "Three soldiers were"), ["differs: At least one · Three"]);
    assert_eq!(row("One reason is that some were", "Nobody was"), [""; 0]);
}

#[test]
fn a_day_that_a_text_names_again_is_one_figure() {
    let left =
        Document::new("The storm began on May 3, 2024. Nobody was there.\n\n— Lomas Herald (@lomas) May 3, 2024");
    let comparison = compared(&left, &Document::new("It was calm in the town."));
    assert_eq!(comparison.figures.len(), 1);
    assert_eq!(comparison.figures[0].figure.left.as_ref().unwrap().also.len(), 1);
}

#[test]
fn an_outlier_is_far_from_figures_in_its_own_unit() {
    let outliers = |figures: [&str; 4]| {
        let texts =
            figures.map(|figure| Document::new(format!("The council said that {figure} were lost in the storm.")));
        let records = Records::default();
        let annotated = texts.each_ref().map(|document| Annotated {
            name: "",
            document,
            language: language::english(),
            records: &records,
        });
        let table = Pairs::of(&annotated, &Scheme::default()).table();
        assert_eq!(table.rows[0].cells.len(), 4, "{figures:?}");
        table.rows[0].outliers.clone()
    };
    assert_eq!(outliers(["300 boats", "300 boats", "310 boats", "800 boats"]), [3]);
    assert_eq!(
        outliers(["24 of 32 boats", "75 per cent of the boats", "24 of 32 boats", "75 per cent of the boats"]),
        [0; 0]
    );
    assert_eq!(outliers(["$5 million", "$5 million", "$5 million", "7 billion won"]), [0; 0]);
}

#[test]
fn claims_in_the_same_words_differ_if_their_figures_do() {
    let text = |price: &str| Document::new(format!("The price of the new harbour of Lomas rose by {price} in a year."));
    let status = |left: &str, right: &str| compared(&text(left), &text(right)).claims[0].status;
    assert_eq!(status("$5 million", "€5 million"), RowStatus::Differs);
    assert_eq!(status("$5 million", "$5 million"), RowStatus::Equal);
}

#[test]
fn a_date_is_read_within_its_sentence() {
    let text = "Boats in the valley: 12\nApril 2020 was calm. It was a Monday. 5 May 2001 was calm.";
    let document = Document::new(text);
    let reading = DocumentReading::of(side(&document));
    let figures: Vec<&str> = reading.figures.iter().map(|figure| document.slice(figure.span())).collect();
    assert_eq!(figures, ["12", "April 2020", "5 May 2001"]);
}

#[test]
fn a_number_in_words_is_no_word_that_both_have() {
    let document = Document::new("Fifty boats came to the harbour of Lomas in the storm.");
    let comparison = compared(&document, &document);
    let shared: Vec<&str> = comparison.claims[0].shared.iter().map(|word| document.slice(word.left)).collect();
    assert!(shared.contains(&"boats") && !shared.contains(&"Fifty"), "{shared:?}");
}

#[test]
fn a_count_of_what_was_just_named_is_no_figure() {
    let rows = held_against(
        "The treaty between two towns failed. Lomas and Karlov, two towns on the coast, met.",
        "Number two on the list was rain. The ferry sank, two boats came, and Lomas, three towns, met.",
    );
    assert_eq!(rows, ["only right: – · two", "only right: – · three"]);
}

#[test]
fn a_figure_that_has_its_equal_is_not_held_against_another() {
    let (left, right) = (
        Document::new("The council sent 22 letters to the fishermen of Lomas."),
        Document::new(
            "The council sent 22 letters to the fishermen of Lomas. The council sent 10 letters to the fishermen of Karlov.",
        ),
    );
    let rows = figures(&compared(&left, &right), &left, &right);
    assert_eq!(rows, ["only right: – · 10", "equal: 22 · 22"]);
}
