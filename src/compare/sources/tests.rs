//! Who is cited in both texts, and under which names.

use super::*;
use crate::compare::decision::{RowDecision, WhichDocuments};
use crate::compare::{Side, wording};
use crate::language;
use crate::tags::target::Target;
use crate::text::Document;

const LEFT: &str = "Mayor Ana Karlov said on Monday that the harbour was closed. “It will stay closed,” Karlov said. \
    Officials said that the bridge was safe.";
const RIGHT: &str = "The harbour is closed, according to Ana Karlov. Ben Lomas, a fisherman, said that he would leave.";

fn held(left: &str, right: &str) -> Sources {
    let document = Both::new(Document::new(left), Document::new(right));
    let side = |document| DocumentReading::of(Side { document, language: language::english(), claims: &[] });
    let wording = wording::wording(left, right);
    let (left, right) = (side(&document.left), side(&document.right));
    sources(Both::new(&left, &right), &wording, &[])
}

#[test]
fn a_source_is_one_row_whatever_it_is_called() {
    let found = held(LEFT, RIGHT);
    let karlov = found.rows.iter().find(|row| row.status == RowStatus::Equal).unwrap();
    assert_eq!((karlov.cited.left.len(), karlov.cited.right.len(), karlov.kind), (2, 1, Kind::Named));
    let name = karlov.name.left.unwrap();
    assert_eq!(&LEFT[name.start..name.end], "Mayor Ana Karlov");
    let alone: Vec<(RowStatus, Kind)> = found.rows.iter().map(|row| (row.status, row.kind)).skip(1).collect();
    assert_eq!(alone, [(RowStatus::OnlyLeft, Kind::Unnamed), (RowStatus::OnlyRight, Kind::Named)]);
}

#[test]
fn a_relative_clause_is_no_part_of_a_name() {
    let left = "Stone, who met the mayor of Lomas, said that it was cold.";
    let found = held(left, "Stone said that it was cold.");
    assert_eq!((found.rows.len(), found.rows[0].status), (1, RowStatus::Equal));
    let name = found.rows[0].name.left.unwrap();
    assert_eq!(&left[name.start..name.end], "Stone");
}

#[test]
fn a_witness_of_a_report_that_both_texts_have_is_one_witness() {
    let report = "A witness said that the ferry turned over within a few minutes of leaving the harbour. ";
    let found = held(&format!("Rain fell on the coast. {report}"), report);
    assert_eq!((found.rows.len(), found.rows[0].status), (1, RowStatus::Equal));
    let found = held("A witness said that the ferry turned over.", "The sea was calm, a witness said.");
    assert_eq!(found.rows.len(), 2, "two texts may have two witnesses");
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
    let reading = DocumentReading::of(Side { document: &document, language: language::english(), claims: &[] });
    let found = sources(Both::new(&reading, &reading), &Wording::default(), &[]);
    let at = |words: &str| {
        let start = LEFT.find(words).unwrap();
        cited(&reading, &found.row_of.left, Span::new(start, start + words.len()))
    };
    let source = at("the bridge was safe").unwrap().source.unwrap();
    assert_eq!(&LEFT[source.start..source.end], "Officials");
    assert_eq!(at("harbour was").map(|cited| cited.row), at("It will stay").map(|cited| cited.row));
}

#[test]
fn an_analyst_joins_and_parts_sources() {
    let document = Both::new(
        Document::new("Ana Karlov said that the harbour was closed."),
        Document::new("The mayor of Lomas said that the harbour was safe. Karlov said that rain would fall."),
    );
    let side = |document| DocumentReading::of(Side { document, language: language::english(), claims: &[] });
    let (left, right) = (side(&document.left), side(&document.right));
    let place = |one: &str, other: &str| {
        let at = |document: &Document, words: &str| {
            let start = document.text().find(words).unwrap();
            Span::new(start, start + words.len())
        };
        Both::new(at(&document.left, one), at(&document.right, other))
    };
    let shown = |outcome: Option<(Outcome, Both<Span>)>| {
        let decision = outcome.map(|(outcome, place)| {
            let target = Both::new(Target::of(&document.left, place.left), Target::of(&document.right, place.right));
            (place, RowDecision { section: Section::Sources, target, ends: WhichDocuments::Across, outcome })
        });
        let placed: Vec<PlacedDecision> =
            decision.iter().map(|(place, decision)| PlacedDecision { place: *place, decision }).collect();
        let found = sources(Both::new(&left, &right), &Wording::default(), &placed);
        found.rows.iter().map(|row| (row.status, row.cited.left.len(), row.cited.right.len())).collect::<Vec<_>>()
    };
    assert_eq!(shown(None), [(RowStatus::Equal, 1, 1), (RowStatus::OnlyRight, 0, 1)]);
    let joined = shown(Some((Outcome::Joined, place("Ana Karlov", "The mayor of Lomas"))));
    assert_eq!(joined, [(RowStatus::Equal, 1, 2)]);
    let parted = shown(Some((Outcome::Parted, place("Ana Karlov", "Karlov"))));
    assert_eq!(parted, [(RowStatus::OnlyLeft, 1, 0), (RowStatus::OnlyRight, 0, 1), (RowStatus::OnlyRight, 0, 1)]);
}

#[test]
fn what_cannot_speak_is_no_source() {
    let found = held(
        "The report, which said that the bridge was safe, came late. This finding suggests that nobody had looked. \
         The dialogue between Lomas and its neighbours shows that all want peace.",
        "Rain fell.",
    );
    let names: Vec<Both<Option<Span>>> = found.rows.iter().map(|row| row.name).collect();
    assert_eq!(names, [Both::new(Some(Span::new(0, 10)), None)]);
}

#[test]
fn two_people_who_say_one_thing_are_two_voices() {
    let found = held(
        "Ana Karlov and Ben Lomas said that the harbour was closed. Karlov said that it would stay closed.",
        "The harbour is open, Lomas said.",
    );
    let names = |row: &SourceRow| (row.cited.left.len(), row.cited.right.len(), row.status);
    assert_eq!(
        found.rows.iter().map(names).collect::<Vec<_>>(),
        [(1, 1, RowStatus::Equal), (2, 0, RowStatus::OnlyLeft)]
    );
}

/// Returns the names of each source that a text cites, joined.
fn together(text: &str) -> Vec<String> {
    let found = held(text, "Rain fell.");
    let name = |span: &Span| text[span.start..span.end].to_string();
    let mut rows: Vec<String> =
        found.rows.iter().map(|row| row.names.left.iter().map(name).collect::<Vec<_>>().join(" = ")).collect();
    rows.sort_unstable();
    rows
}

#[test]
fn a_role_means_the_last_one_who_has_it() {
    let judge = "District Judge Ann Stone closed the harbour. Stone said that it was old. The judge said that it \
                 leaked. The other judge said that it was safe.";
    assert_eq!(together(judge), ["Ann Stone = Stone = The judge", "The other judge"]);
    let senator = "Lomas Sen. Ann Stone left. Stone said that it rained. The Lomas senator said that it was cold. \
                   The former senator said that it snowed.";
    assert_eq!(together(senator), ["Ann Stone = Stone = The Lomas senator", "The former senator"]);
    let spokesman = "Prime Minister Ben Berg came. The prime minister’s spokesman said that it rained. Berg’s \
                     spokesman said that it snowed. The spokesman said that it was cold. A spokesman for Lomas said that it \
                     was late.";
    let one = "The prime minister’s spokesman = Berg’s spokesman = The spokesman";
    assert_eq!(together(spokesman), ["A spokesman for Lomas", one]);
}

#[test]
fn a_body_goes_by_its_chief_and_by_what_it_does() {
    let chief = "Harbour Secretary-General Ann Stone came. Stone said that it rained. The harbour’s chief said that it \
                 snowed. The Lomas chief said that it was cold.";
    assert_eq!(together(chief), ["Ann Stone = Stone = The harbour’s chief", "The Lomas chief"]);
    let agency = "The National Weather Service said that it rained. The weather agency said that it would stop. The \
                  news agency said that it would go on.";
    assert_eq!(together(agency), ["The National Weather Service = The weather agency", "The news agency"]);
}

#[test]
fn the_name_of_a_source_is_no_role_and_has_no_aside() {
    let text = "The Lomas senator said that it rained. Sen. Stone of Lomas came. Stone, a farmer, said that it snowed.";
    let found = held("Stone at the time said that it rained. Ann Stone said that it was cold.", text);
    assert_eq!(found.rows.len(), 2);
    let name = found.rows.iter().find_map(|row| row.name.left).unwrap();
    assert_eq!(name.len(), "Ann Stone".len());
}

#[test]
fn a_short_name_joins_the_same_source_whichever_side_it_is_on() {
    let two = "Anna Stone said that it rained. Ann Stone said that it snowed.";
    let short = "Ms. Stone said that it was cold.";
    let (one, other) = (held(two, short), held(short, two));
    let rows = |found: &Sources, is_swapped: bool| {
        let ends = |row: &SourceRow| {
            if is_swapped { (row.name.right, row.name.left) } else { (row.name.left, row.name.right) }
        };
        let mut rows: Vec<_> = found.rows.iter().map(ends).collect();
        rows.sort_unstable();
        rows
    };
    assert_eq!(rows(&one, false), rows(&other, true));
}

#[test]
fn the_time_for_a_run_of_capitals_grows_with_its_length() {
    let text = format!("{} said that it rained.", "Judge Stone ".repeat(4000));
    assert!(!held(&text, "Judge Stone said that it rained.").rows.is_empty());
}

#[test]
fn a_surname_is_shown_and_found_by_the_full_name_that_nobody_cites() {
    let left = "Ana Karlov, 44, said that the harbour was closed. Karlov said that rain would fall.";
    let right = "The harbour was built by Ana Karlov in the spring. His lawyer, Ben Karlov, said little. \
        Karlov said that rain would fall.";
    let found = held(left, right);
    let karlov = found.rows.iter().find(|row| row.status == RowStatus::Equal).unwrap();
    let name = |text: &'static str, span: Option<Span>| span.map(|span| &text[span.start..span.end]);
    assert_eq!(
        (name(left, karlov.name.left), name(right, karlov.name.right)),
        (Some("Ana Karlov"), Some("Ana Karlov"))
    );
    assert_eq!((karlov.cited.left.len(), karlov.cited.right.len()), (2, 1));
    let titled = "Republican Ann Stone was elected. Stone said that rain would fall.";
    let found = held(titled, "Nobody spoke.");
    assert_eq!(found.rows.iter().map(|row| name(titled, row.name.left)).collect::<Vec<_>>(), [Some("Ann Stone")]);
    let unclear = "In May, Ana Karlov met Ben Karlov. Later Karlov said that rain would fall.";
    let found = held(unclear, "Nobody spoke.");
    assert_eq!(found.rows.iter().map(|row| name(unclear, row.name.left)).collect::<Vec<_>>(), [Some("Karlov")]);
}

#[test]
fn a_name_in_brackets_or_with_the_family_first_is_known_in_both_texts() {
    let left = "The Bay Statistics Office (Baystat) keeps the books. The Bay Statistics Office said that prices fell.";
    let right = "Prices fell, Baystat said on Monday.";
    let found = held(left, right);
    assert_eq!((found.rows.len(), found.rows[0].status), (1, RowStatus::Equal));
    let left = "President Yoon Suk Yeol met Ana Karlov. Yoon said that it rained.";
    let found = held(left, "It rained, Yoon Suk Yeol said.");
    let name = found.rows[0].name.left.unwrap();
    assert_eq!((found.rows.len(), &left[name.start..name.end]), (1, "Yoon Suk Yeol"));
}

#[test]
fn he_is_whom_the_sentence_before_is_about() {
    let of_he = |text: &str| {
        let found = held(text, "Rain fell.");
        let row = found.rows.iter().find(|row| row.cited.left.iter().any(|one| one.who == Who::Pronoun)).unwrap();
        text[row.name.left.unwrap().start..row.name.left.unwrap().end].to_owned()
    };
    let asked = "Ben Stone lives in Lomas. Stone was asked by Carl Berg whether it rained. “It did,” he said.";
    assert_eq!(of_he(asked), "Ben Stone");
    let speech = "Carl Berg said that it rained. Ben Stone’s speech was long. He said that it snowed.";
    assert_eq!(of_he(speech), "Ben Stone");
    let it = "Ben Stone left. The board said that it rained. Stone said that it was cold. It said that it snowed.";
    assert_eq!(of_he(it), "The board");
    let lawyer = "Carl Berg said that it rained. Ben Stone’s lawyer left. He said that it snowed.";
    assert_eq!(of_he(lawyer), "Carl Berg");
}

#[test]
fn who_says_nothing_is_no_source() {
    let said = "Floods hit the coast on Sunday. The mayor declined to comment. Ana Karlov, who asked not to be named, left. \
        Nobody said that it rained. The board will continue “for a few years.” Berg, 43, did not respond to a request. Most Southern states that vote in May are rich.";
    assert_eq!(held(said, "Rain fell.").rows, []);
    let karlov = "Adams praised the plan. Later, Adams declined to sign the bill.";
    assert_eq!(held(karlov, "Rain fell.").rows.len(), 1);
}

#[test]
fn the_two_leaders_are_the_two_who_were_named() {
    let left = "Ana Karlov said that it was cold. Karlov and Ben Lomas met in May. Karlov and Lomas praised the port. The two mayors \
        warned that it was old.";
    let found = held(left, "Rain fell.");
    let times: Vec<usize> = found.rows.iter().map(|row| row.cited.left.len()).collect();
    assert_eq!(times, [3, 2], "{:?}", found.rows);
    let before = held(
        "The two mayors spoke: they praised the port. Karlov and Lomas said that it was old. Karlov warned of it.",
        "It rained.",
    );
    assert_eq!(before.rows.len(), 2, "{:?}", before.rows);
}
