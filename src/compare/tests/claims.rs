//! Tests which sentences are claims, which are partners, and what is said to be in both.

use super::*;

/// Returns the claims of both texts, each as `left · right`, and what both are said to have.
fn claims(left: &str, right: &str) -> Vec<(String, String)> {
    let document = Both::new(Document::new(left), Document::new(right));
    let comparison = compared(&document.left, &document.right);
    let slice =
        |document: &Document, span: Option<Span>| span.map_or("–".to_string(), |span| document.slice(span).into());
    let rows = comparison.claims.iter().enumerate();
    let row = |(number, row): (usize, &ClaimRow)| {
        let account = account::account(document.as_ref(), &comparison, Section::Claims, number);
        let place = format!("{} · {}", slice(&document.left, row.place.left), slice(&document.right, row.place.right));
        (place, account.remarks.join("; "))
    };
    rows.map(row).collect()
}

#[test]
fn a_heading_above_prose_is_no_claim_but_the_title_is() {
    let text = |heading: &str| {
        format!(
            "Storm Closes Old Harbour of Lomas\n\nThe harbour was shut at noon.\n\n{heading}\n\nNobody was on board.\n"
        )
    };
    let is_claim = |heading: &str| {
        let all = claims(&text(heading), "Nothing happened at all in the town.");
        assert!(all.iter().any(|(place, _)| place.starts_with("Storm Closes")), "{all:?}");
        all.iter().any(|(place, _)| place.starts_with(heading.trim_start_matches("2. ")))
    };
    for heading in
        ["2. FERRY SINKS OFF THE OLD CAPE.", "FERRY SINKS OFF THE OLD CAPE", "Ferry Sinks off the Old Cape of Lomas"]
    {
        assert!(!is_claim(heading), "{heading}");
    }
    for claim in ["A ferry sank off the old cape.", "Ana Berg Sank off the Cape.", "The ferry sank off Lomas"] {
        assert!(is_claim(claim), "{claim}");
    }
}

#[test]
fn one_word_is_no_reason_to_put_two_claims_beside_each_other() {
    let both = |left: &str, right: &str| claims(left, right).iter().filter(|(place, _)| !place.contains('–')).count();
    assert_eq!(
        both("The ferries sailed late because of heavy fog.", "A judge said that ferries must pay a higher tax."),
        0
    );
    assert_eq!(both("I don’t like where we’ll go.", "I don’t see what we’ll eat."), 0);
    assert_eq!(both("The old ferries of Lomas leak.", "The mayor of Lomas sold the old ferries."), 1);
    // All of the one is in the other.
    assert_eq!(both("“This is quite unbearable.", "I mean, this is quite unbearable,” she said."), 1);
}

#[test]
fn a_name_that_begins_another_is_not_what_both_name() {
    let named = |left: &str, right: &str| claims(left, right).remove(0).1;
    let korea = named("Soldiers of North Lomas sank the ferry.", "North Lomasian soldiers sank the ferry.");
    assert!(korea.starts_with("both name North Lomas;"), "{korea}");
    let two = named("Soldiers of North Lomas sank the ferry.", "Soldiers of North Karlov sank the ferry.");
    assert!(!two.contains("North"), "{two}");
}

#[test]
fn a_note_on_the_article_is_no_claim_and_a_year_alone_no_reason() {
    let text = "The ferry of Lomas sank. This article has been updated with a statement.\n\nEditor’s note: It was first told in May.\n";
    let all = claims(text, "Bread is dear in Karlov.");
    let left: Vec<&str> = all.iter().filter_map(|(place, _)| place.strip_suffix(" · –")).collect();
    assert_eq!(left, ["The ferry of Lomas sank."]);
    let both = |left: &str, right: &str| claims(left, right).iter().filter(|(place, _)| !place.contains('–')).count();
    assert_eq!(both("In 2008 the ferry of Lomas sank.", "Bread was dear in Karlov in 2008."), 0);
    assert_eq!(both("The ferry sank on May 3, 2008.", "The old ferry was lost on May 3, 2008."), 1);
}

#[test]
fn what_both_name_is_named_in_full() {
    let rows = [
        (
            "Yesterday the Board of Ferries sold the old ferry.",
            "In May the Board of Ferries sold the old ferry.",
            "both name Board of Ferries;",
        ),
        (
            "His re-election in New Hamlet was lost to ferrymen.",
            "His re-election in New Hamlet was lost to old ferrymen.",
            "both name New Hamlet; both have re-election, ferrymen",
        ),
        (
            "The ferry of Jeff Varga sank off the old cape.",
            "The ferry of Jeff Berg sank off the old cape.",
            "both have",
        ),
        ("Polls say the old ferry is dear.", "Polls say the old ferry is too dear. No polls were held.", "both have"),
    ];
    for (left, right, wanted) in rows {
        let (_, told) = claims(left, right).into_iter().find(|(place, _)| !place.contains('–')).unwrap();
        assert!(told.contains(wanted) && !told.contains("Jeff") && !told.contains("name Polls"), "{left} {told}");
    }
}
