//! Who is cited in both texts, and under which names.

use super::*;
use crate::compare::Side;
use crate::language;
use crate::text::Document;

fn held(text: Both<&str>, sayings: Both<Vec<Saying>>) -> Sources {
    let document = text.map(Document::new);
    let read = |document, sayings| {
        let reading = Reading::of(Side { document, language: language::english(), claims: &[] });
        Reading { sayings, ..reading }
    };
    let (left, right) = (read(&document.left, sayings.left), read(&document.right, sayings.right));
    sources(Both::new(&left, &right))
}

/// Says of each name whether it is cited on the left or on the right, in the order in which they are given.
fn compared(left: &[&str], right: &[&str]) -> Vec<(Status, usize, usize)> {
    let texts = Both::new(left.join(". "), right.join(". "));
    let sayings = |text: &str, names: &[&str]| {
        let mut from = 0;
        let saying = |name: &&str| {
            let at = from + text[from..].find(name).unwrap();
            from = at + name.len();
            Saying { source: Some(Span::new(at, from)), cue: None, content: vec![Span::new(at, from)] }
        };
        names.iter().map(saying).collect::<Vec<_>>()
    };
    let (left, right) = (sayings(&texts.left, left), sayings(&texts.right, right));
    let found = held(Both::new(&texts.left, &texts.right), Both::new(left, right));
    found.rows.iter().map(|row| (row.status, row.sayings.left.len(), row.sayings.right.len())).collect()
}

#[test]
fn one_person_goes_by_several_names() {
    assert_eq!(compared(&["Mayor Ana Karlov", "Karlov", "She"], &["Ms Karlov"]), [(Status::Equal, 3, 1)]);
    assert_eq!(compared(&["Ana Karlov"], &["Ben Lomas"]), [(Status::OnlyLeft, 1, 0), (Status::OnlyRight, 0, 1)]);
}

#[test]
fn an_acronym_stands_for_its_words() {
    assert_eq!(compared(&["the Coast Rescue Service"], &["CRS", "the service"]).len(), 2);
}

#[test]
fn sources_without_a_name_are_the_same_if_their_words_are() {
    assert_eq!(compared(&["the officials"], &["Officials"]), [(Status::Equal, 1, 1)]);
    assert_eq!(compared(&["a harbour official"], &["a rescue official"]).len(), 2);
}

#[test]
fn the_ground_of_a_text_is_how_much_of_it_is_cited_from_how_many() {
    let text = "Karlov said the harbour is closed. Rain fell.";
    let saying =
        Saying { source: Some(Span::new(0, 6)), cue: Some(Span::new(7, 11)), content: vec![Span::new(12, 33)] };
    let found = held(Both::new(text, ""), Both::new(vec![saying], Vec::new()));
    assert_eq!(found.ground.left, Ground { attributed: 0.5, named: 1, unnamed: 0 });
    assert_eq!((found.ground.right, found.row_of.left), (Ground::default(), vec![Some(0)]));
}
