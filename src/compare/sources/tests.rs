//! Who is cited in both texts, and under which names.

use super::*;
use crate::compare::Side;
use crate::language;
use crate::text::Document;

const LEFT: &str = "Mayor Ana Karlov said on Monday that the harbour was closed. “It will stay closed,” Karlov said. \
    Officials said that the bridge was safe.";
const RIGHT: &str = "The harbour is closed, according to Ana Karlov. Ben Lomas, a fisherman, said that he would leave.";

fn held(left: &str, right: &str) -> Sources {
    let document = Both::new(Document::new(left), Document::new(right));
    let side = |document| Reading::of(Side { document, language: language::english(), claims: &[] });
    let (left, right) = (side(&document.left), side(&document.right));
    sources(Both::new(&left, &right))
}

#[test]
fn a_source_is_one_row_whatever_it_is_called() {
    let found = held(LEFT, RIGHT);
    let karlov = found.rows.iter().find(|row| row.status == Status::Equal).unwrap();
    assert_eq!((karlov.cited.left.len(), karlov.cited.right.len(), karlov.kind), (2, 1, Kind::Named));
    let name = karlov.name.left.unwrap();
    assert_eq!(&LEFT[name.start..name.end], "Mayor Ana Karlov");
    let alone: Vec<(Status, Kind)> = found.rows.iter().map(|row| (row.status, row.kind)).take(2).collect();
    assert_eq!(alone, [(Status::OnlyLeft, Kind::Unnamed), (Status::OnlyRight, Kind::Named)]);
}

#[test]
fn the_ground_of_a_text_is_how_much_of_it_is_cited_from_how_many() {
    let found = held(LEFT, "Rain fell.");
    assert_eq!((found.ground.left.named, found.ground.left.unnamed), (1, 1));
    assert!(found.ground.left.attributed > 0.4 && found.ground.left.attributed < 0.9, "{:?}", found.ground);
    assert_eq!(found.ground.right, Ground::default());
}

#[test]
fn who_is_cited_for_a_place_is_found() {
    let document = Document::new(LEFT);
    let reading = Reading::of(Side { document: &document, language: language::english(), claims: &[] });
    let found = sources(Both::new(&reading, &reading));
    let at = |words: &str| {
        let start = LEFT.find(words).unwrap();
        cited(&reading.attributions, &found.row_of.left, Span::new(start, start + words.len()))
    };
    let source = at("the bridge was safe").unwrap().source.unwrap();
    assert_eq!(&LEFT[source.start..source.end], "Officials");
    assert_eq!(at("harbour was").map(|cited| cited.row), at("It will stay").map(|cited| cited.row));
}
