//! Properties of a comparison: of a text with itself, with the sides swapped, and of hostile texts.

mod claims;
mod figures;
mod links;
mod pairs;

use proptest::prelude::*;

use super::decision::{Outcome, PlacedDecision, RowDecision, WhichDocuments};
use super::figures::explain::DifferenceReason;
use super::*;
use crate::language;
use crate::tags::target::Target;
use crate::text::grapheme;

const LEFT: &str = "The harbour master said that 1,500 boats had been sent to Lomas before the storm.\n\n\
    The government plans to send around 12,000 boats in all, the harbour master said.\n\n\
    23 of 32 harbours on the coast have been closed since Tuesday.\n\n\
    The price of diesel in the harbours rose by 8.8 per cent, and nobody could say for how long the fishermen of the \
    coast would be able to pay it.\n";
const RIGHT: &str = "Officials say that 10,000 boats have been sent to Lomas before the storm.\n\n\
    About 12,000 boats are to be sent by the government in all.\n\n\
    Three people are missing, and 40 houses lost their roofs.\n\n\
    The price of diesel rose by 6.7 per cent in the harbours, and nobody could say for how long the fishermen of the \
    coast would be able to pay it.\n";

fn side(document: &Document) -> Side<'_> {
    Side { document, language: language::english(), claims: &[] }
}

fn compared(left: &Document, right: &Document) -> Comparison {
    compare(Both::new(side(left), side(right)), &[])
}

/// Returns the rows of figures, each as `status: left · right`.
fn figures(comparison: &Comparison, left: &Document, right: &Document) -> Vec<String> {
    let slice =
        |document: &Document, span: Option<Span>| span.map_or("–".to_string(), |span| document.slice(span).into());
    let row = |row: &FigureRow| {
        let place = row.place();
        format!("{}: {} · {}", row.status.name(), slice(left, place.left), slice(right, place.right))
    };
    comparison.figures.iter().map(row).collect()
}

#[test]
fn figures_that_count_the_same_are_in_one_row() {
    let (left, right) = (Document::new(LEFT), Document::new(RIGHT));
    let comparison = compared(&left, &right);
    let rows = figures(&comparison, &left, &right);
    for row in [
        "differs: 1,500 · 10,000",
        "differs: 8.8 per cent · 6.7 per cent",
        "equal: around 12,000 · About 12,000",
        "only left: 23 of 32 · –",
        "only right: – · 40",
    ] {
        assert!(rows.iter().any(|shown| shown == row), "{row} in {rows:#?}");
    }
    let differs = comparison.figures[0].difference.unwrap();
    assert_eq!((differs.by.to_string().as_str(), differs.percent.unwrap().round()), ("8,500", 567.0));
}

#[test]
fn number_words_and_digits_are_equal_and_a_qualifier_is_told() {
    let (left, right) = (
        Document::new("The council bought twelve thousand trees for the park."),
        Document::new("The council bought about 12,000 trees for the park."),
    );
    let comparison = compared(&left, &right);
    assert_eq!(figures(&comparison, &left, &right), ["equal: twelve thousand · about 12,000"]);
    let reasons: Vec<DifferenceReason> =
        comparison.figures[0].explanations.iter().map(|explanation| explanation.reason).collect();
    assert_eq!(reasons, [DifferenceReason::Approximate]);
    assert_eq!(comparison.figures[0].explanations[0].reason_words(), "one is approximate");
    let (left, right) = (
        Document::new("The council bought about 9,000 trees for the park."),
        Document::new("The council bought some 12,000 trees for the park."),
    );
    let comparison = compared(&left, &right);
    assert_eq!(comparison.figures[0].explanations[0].reason_words(), "both are approximate");
}

/// Returns the rows of figures of two sentences.
fn held_against(left: &str, right: &str) -> Vec<String> {
    let (left, right) = (Document::new(left), Document::new(right));
    figures(&compared(&left, &right), &left, &right)
}

#[test]
fn a_figure_goes_with_the_one_that_counts_the_same_and_not_with_an_equal_one_beside_it() {
    let rows = held_against(
        "The crash killed five passengers near Lomas.",
        "The crash killed three passengers and five drivers near Lomas.",
    );
    assert_eq!(rows, ["differs: five · three", "only right: – · five"]);
    let rows = held_against(
        "The army lost 300 tanks and 50 planes in the battle.",
        "The army lost 50 tanks and 300 planes in the battle.",
    );
    assert_eq!(rows, ["differs: 300 · 50", "differs: 50 · 300"]);
    let rows = held_against("The blast killed 20 people and injured 40.", "The blast killed 40 people and injured 20.");
    assert_eq!(rows, ["differs: 20 · 40", "differs: 40 · 20"]);
}

#[test]
fn small_numbers_of_other_things_are_not_equal() {
    let rows = held_against("Two firefighters were hurt in the blaze.", "Two cats were rescued in the blaze.");
    assert_eq!(rows, ["only left: Two · –", "only right: – · Two"]);
    let rows = held_against("Only six years have passed in Lomas.", "Nearly 6 in 10 have passed in Lomas.");
    assert_eq!(rows, ["only left: Only six years · –", "only right: – · Nearly 6 in 10"]);
    let rows = held_against("The crash killed two drivers near Lomas.", "The crash near Lomas killed two people.");
    assert_eq!(rows, ["equal: two · two"]);
}

#[test]
fn a_fraction_is_held_against_a_percentage() {
    let rows = held_against(
        "Half of the voters in the town of Lomas like the plan.",
        "50 percent of the voters in the town of Lomas like the plan.",
    );
    assert_eq!(rows, ["equal: Half · 50 percent"]);
    let rows = held_against("Two-thirds of the voters in Lomas agree.", "In Lomas 62 percent of the voters agree.");
    assert_eq!(rows, ["differs: Two-thirds · 62 percent"]);
}

#[test]
fn a_rise_is_not_equal_to_a_fall_nor_to_what_was_risen_to() {
    let (left, right) =
        (Document::new("Sales of boats rose by 5% in May."), Document::new("Sales of boats fell by 5% in May."));
    let comparison = compared(&left, &right);
    assert_eq!(figures(&comparison, &left, &right), ["differs: 5% · 5%"]);
    assert_eq!(comparison.figures[0].difference.unwrap().by.to_string(), "-10");
    assert_eq!(comparison.figures[0].explanations[0].reason_words(), "one rose, the other fell");
    // The closest ends of the ranges, from either side.
    let of = |rose: &str, fell: &str| {
        let compared = compared(&Document::new(rose), &Document::new(fell));
        compared.figures[0].difference.unwrap().by.to_string()
    };
    let (rose, fell) = ("Sales of boats rose by 5% to 7% in May.", "Sales of boats fell by 3% to 4% in May.");
    assert_eq!([of(rose, fell), of(fell, rose)], ["-8", "8"]);
    let cold = compared(&Document::new("It was -5 degrees in Lomas."), &Document::new("It was 3 degrees in Lomas."));
    assert_eq!(cold.figures[0].difference.unwrap().percent, Some(160.0));
    let rows = held_against("The bridge opens in early 2024.", "The bridge opens in late 2024.");
    assert!(!rows.iter().any(|row| row.starts_with("equal")), "{rows:?}");
    let rows = held_against("Sales of boats rose by 5% in May.", "Sales of boats rose to 5% in May.");
    assert_eq!(rows, ["only left: 5% · –", "only right: – · 5%"]);
}

#[test]
fn a_number_from_below_differs_from_the_same_number_from_above() {
    let (left, right) = (
        Document::new("Nearly 12,000 people have fled the town."),
        Document::new("More than 12,000 people have fled the town."),
    );
    let comparison = compared(&left, &right);
    assert_eq!(figures(&comparison, &left, &right), ["differs: Nearly 12,000 · More than 12,000"]);
    let row = &comparison.figures[0];
    assert_eq!(row.difference, None);
    assert!(row.explanations.iter().any(|one| one.reason_words() == "one is less, the other more"), "{row:?}");
}

#[test]
fn what_may_explain_a_difference_is_told_beside_it_and_not_in_the_status() {
    let reasons = |left: &str, right: &str| {
        let (left, right) = (Document::new(left), Document::new(right));
        let comparison = compared(&left, &right);
        assert_eq!(comparison.figures[0].status, RowStatus::Differs, "{:#?}", comparison.figures);
        comparison.figures[0].explanations.iter().map(|explanation| explanation.reason).collect::<Vec<_>>()
    };
    let scope = reasons("The army has deployed 10,000 men in Lomas.", "The army plans to deploy 12,000 men in Lomas.");
    assert_eq!(scope, [DifferenceReason::OtherScope]);
    let unit = reasons("The town lies 52 km north of Lomas.", "The town lies 32 miles north of Lomas.");
    assert!(unit.contains(&DifferenceReason::Rounded) && unit.contains(&DifferenceReason::OtherUnit), "{unit:?}");
    let bound = reasons("More than 2,000 men took part in the attack.", "Some 2,500 men took part in the attack.");
    assert!(bound.contains(&DifferenceReason::Bound), "{bound:?}");
    let revised = reasons("The ministry counted 40 dead cows.", "The ministry revised the number of dead cows to 58.");
    assert!(revised.contains(&DifferenceReason::Revised), "{revised:?}");
}

#[test]
fn a_unit_that_one_text_leaves_out_makes_no_difference() {
    let (left, right) = (
        Document::new("A year ago the brewery of Lomas posted a profit of 26 million."),
        Document::new("A year ago the brewery of Lomas posted a profit of 26 million pounds."),
    );
    let comparison = compared(&left, &right);
    assert_eq!(figures(&comparison, &left, &right), ["equal: 26 million · 26 million pounds"]);
}

#[test]
fn dates_that_have_nothing_in_common_are_not_equal() {
    let (left, right) = (
        Document::new("The council of Lomas closed the old harbour on April 15."),
        Document::new("The council of Lomas closed the old harbour in 2014."),
    );
    let comparison = compared(&left, &right);
    assert!(comparison.figures.iter().all(|row| row.status != RowStatus::Equal), "{:#?}", comparison.figures);
}

#[test]
fn a_document_held_against_itself_is_equal_throughout() {
    let again =
        "We need very strong boats here. We need very, very strong boats here. Nobody spoke of the harvest at all.";
    for text in [LEFT, RIGHT, again] {
        let document = Document::new(text);
        let comparison = compared(&document, &document);
        assert!(comparison.figures.iter().all(|row| row.status == RowStatus::Equal), "{:#?}", comparison.figures);
        assert!(comparison.claims.iter().all(|row| row.status == RowStatus::Equal), "{:#?}", comparison.claims);
        assert!(comparison.claims.iter().all(|row| row.place.left == row.place.right && row.voices == Voices::One));
        assert_eq!(comparison.wording.share, Both::new(1.0, 1.0));
        assert_eq!(comparison.counts(Section::Wording).of(RowStatus::Equal), 1);
    }
}

#[test]
fn swapping_the_sides_mirrors_the_rows() {
    mirrors(LEFT, RIGHT);
    // A line that stands twice, and a word that does.
    let twice = "Karlov will send at least 73 boats.";
    mirrors(
        &format!(
            "{twice} In Lomas, Karlov sent at least 19 boats and Varga sent at least 15. We need very strong walls."
        ),
        &format!(
            "Rain fell on the coast. {twice} In all, 691 boats were sent. {twice} We need very, very strong walls."
        ),
    );
    // The articles of two languages, and a number beside who was killed that measures something.
    mirrors(
        "Der Bürgermeister sagte, dass die Brücke fällt. Der Rat sagte nichts.",
        "The mayor said that the bridge falls.",
    );
    mirrors("The storm killed 12 in Lomas.", "For killing the baker in the storm in Lomas he got 12 years.");
}

/// Checks that the rows of two texts are those of the same texts with the sides swapped.
fn mirrors(left: &str, right: &str) {
    let (left, right) = (Document::new(left), Document::new(right));
    let (one, other) = (compared(&left, &right), compared(&right, &left));
    for section in Section::ALL {
        let mut mirrored: Vec<RowSummary> = other.rows(section);
        mirrored.iter_mut().for_each(|row| {
            (row.place, row.status) = (row.place.swapped(), row.status.mirrored());
        });
        mirrored.sort_by_key(|row| (row.status, row.place.left.or(row.place.right), row.place.right));
        let mut rows = one.rows(section);
        rows.sort_by_key(|row| (row.status, row.place.left.or(row.place.right), row.place.right));
        assert_eq!(rows, mirrored, "{}", section.name());
    }
}

#[test]
fn what_stands_in_shared_wording_is_one_voice() {
    let (left, right) = (Document::new(LEFT), Document::new(RIGHT));
    let comparison = compared(&left, &right);
    let voices = |text: &str| {
        let at = LEFT.find(text).unwrap();
        let holds = |row: &&ClaimRow| row.place.left.is_some_and(|span| span.contains(at));
        comparison.claims.iter().find(holds).unwrap().voices
    };
    assert_eq!(voices("would be able"), Voices::Two, "the whole sentence is not shared");
    let text = "The mayor has counted 40 boats that came back late in the night from the storm off the cape of Lomas.";
    let (left, right) = (Document::new(format!("{text} Rain fell.")), Document::new(format!("So it is. {text}")));
    let comparison = compared(&left, &right);
    assert_eq!(comparison.figures[0].voices, Voices::One);
    assert!(comparison.claims.iter().any(|row| row.status == RowStatus::Equal && row.voices == Voices::One));
}

#[test]
fn a_claim_stands_beside_its_likeliest_partner_or_alone() {
    let (left, right) = (Document::new(LEFT), Document::new(RIGHT));
    let comparison = compared(&left, &right);
    let of = |text: &str| {
        let at = LEFT.find(text).unwrap();
        let holds = |row: &&ClaimRow| row.place.left.is_some_and(|span| span.contains(at));
        comparison.claims.iter().find(holds).unwrap()
    };
    let price = of("The price");
    assert_eq!(price.status, RowStatus::Differs);
    assert_eq!(price.figures.len(), 1);
    assert!(price.shared.iter().any(|word| left.slice(word.left) == "diesel"));
    assert_eq!(of("23 of 32").status, RowStatus::OnlyLeft);
}

#[test]
fn texts_in_a_script_without_blanks_are_compared_sign_by_sign() {
    let left =
        Document::new("周一晚上，港口因风暴关闭，约1500艘船离开。没有人受伤。港务局长说，港口将在周三之前重新开放。");
    let right = Document::new("约2000艘船离开了港口。道路也被封闭，学校停课。港务局长说港口将在周三之前重新开放。");
    let side = |document| Side { document, language: language::unknown(), claims: &[] };
    let comparison = compare(Both::new(side(&left), side(&right)), &[]);
    assert_eq!(figures(&comparison, &left, &right), ["differs: 1500 · 2000"]);
    let statuses: Vec<RowStatus> = comparison.claims.iter().map(|row| row.status).collect();
    assert_eq!(statuses, [RowStatus::Differs, RowStatus::OnlyLeft, RowStatus::OnlyRight, RowStatus::Equal]);
    let named: Vec<&str> = comparison.claims[0].shared.iter().map(|word| left.slice(word.left)).collect();
    assert_eq!(named, ["港口", "艘船离开"], "signs that follow each other are one word");
}

#[test]
fn a_time_alone_is_no_claim() {
    let (left, right) =
        (Document::new("3:40 p.m.\n\nThe polls have closed in the north.\n"), Document::new("Nothing happened."));
    let claims = compared(&left, &right).claims;
    assert_eq!(
        claims.iter().filter_map(|row| row.place.left).map(|span| left.slice(span)).collect::<Vec<_>>(),
        ["The polls have closed in the north."]
    );
}

#[test]
fn a_line_of_names_is_no_claim() {
    let claims = |line: &str| {
        let (left, right) = (Document::new(format!("{line}\n\nThe harbour was closed.")), Document::new(RIGHT));
        let found = compared(&left, &right).claims;
        found.iter().filter_map(|row| row.place.left).filter(|span| left.slice(*span) == line).count()
    };
    for line in [
        "THE HARBOUR’S LAST STORM OF THE YEAR",
        "[Lomas Herald, ABC/Coast/North, DEF]",
        "By Ana Karlov and Ben Stone, Lomas Herald",
        "#Lomas #Harbour @anaberg https://example.org/a pic.example.org/b",
    ] {
        assert_eq!(claims(line), 0, "{line}");
    }
    let posted = Document::new("“The old bridge leaks, and nobody mends it.”\n\n— Lomas Correspondent Ann Stone.\n");
    let rows = compared(&posted, &Document::new(RIGHT)).claims;
    assert_eq!(rows.iter().filter(|row| row.place.left.is_some()).count(), 1, "a signature is no claim");
    for line in [
        "Ana Karlov Says Lomas Will Close Its Harbour",
        "Lomas Closed Its Harbour.",
        "A storm in the old harbour of Lomas",
    ] {
        assert_eq!(claims(line), 1, "{line}");
    }
}

#[test]
fn a_claim_is_a_partner_a_second_time_only_if_it_is_near() {
    let left = Document::new(
        "The council closed the harbour bridge at Lomas on Friday after the storm. The harbour of Lomas is old. \
         After the storm, the council of Lomas closed the bridge at the harbour for a week."
            .to_string(),
    );
    let right = Document::new("On Friday the council closed the harbour bridge at Lomas after the storm.".to_string());
    let comparison = compared(&left, &right);
    let has_partner = |words: &str| {
        let at = left.text().find(words).unwrap();
        let holds = |row: &&ClaimRow| row.place.left.is_some_and(|span| span.contains(at));
        comparison.claims.iter().find(holds).unwrap().place.right.is_some()
    };
    assert_eq!(["The council", "The harbour of", "After the storm, the"].map(has_partner), [true, false, true]);
}

#[test]
fn claims_that_are_tagged_come_first_and_sentences_without_a_tag_are_compared_behind_them() {
    let (left, right) = (Document::new(LEFT), Document::new(RIGHT));
    let bare = compared(&left, &right);
    let price = unit_at(LEFT, "The price");
    for (left_tags, right_tags) in [(vec![price], vec![]), (vec![price], vec![unit_at(RIGHT, "Three people")])] {
        let sides = Both::new(Side { claims: &left_tags, ..side(&left) }, Side { claims: &right_tags, ..side(&right) });
        let comparison = compare(sides, &[]);
        let first = &comparison.claims[0];
        assert_eq!(first.place, Both::new(Some(price), Some(unit_at(RIGHT, "The price"))), "its likeliest partner");
        assert_eq!((first.status, first.tagged), (RowStatus::Differs, Both::new(true, false)));
        let number_of_tags = left_tags.len() + right_tags.len();
        assert!(comparison.claims.iter().enumerate().all(|(at, row)| row.is_tagged() == (at < number_of_tags)));
        assert_eq!(comparison.claimed.map(|claims| claims.tags), Both::new(left_tags.len(), right_tags.len()));
        let places = |comparison: &Comparison| {
            comparison.claims.iter().map(|row| row.place).collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(places(&comparison), places(&bare), "no sentence is left out");
    }
}

#[test]
fn a_tag_on_a_part_of_a_sentence_takes_the_place_of_the_sentence() {
    let (left, right) = (Document::new(LEFT), Document::new(RIGHT));
    let at = LEFT.find("nobody could say").unwrap();
    let part = [Span::new(at, at + "nobody could say for how long".len())];
    let comparison = compare(Both::new(Side { claims: &part, ..side(&left) }, side(&right)), &[]);
    let here: Vec<Span> = comparison.claims.iter().filter_map(|row| row.place.left).collect();
    assert!(here.contains(&part[0]) && !here.contains(&unit_at(LEFT, "The price")));
}

#[test]
fn a_figure_that_stands_twice_in_a_text_is_seen_in_each_claim() {
    let left = Document::new(
        "Mayor: 300 boats were lost in the storm\n\nThe mayor said that 300 boats were lost in the storm off Lomas.\n",
    );
    let right = Document::new(
        "Officials: 250 boats were lost in the storm\n\nOn Monday, the officials said that 250 boats were lost in the storm off Lomas.\n",
    );
    let comparison = compared(&left, &right);
    assert_eq!(figures(&comparison, &left, &right), ["differs: 300 · 250"]);
    let mayor =
        comparison.claims.iter().find(|row| row.place.left == Some(unit_at(left.text(), "The mayor said"))).unwrap();
    assert_eq!(mayor.status, RowStatus::Differs);
    let place = mayor.figures[0].place;
    assert!(mayor.place.left.unwrap().covers(place.left) && mayor.place.right.unwrap().covers(place.right));
    let number = comparison.claims.iter().position(|row| row == mayor).unwrap();
    let account = account::account(Both::new(&left, &right), &comparison, decision::Section::Claims, number);
    assert_eq!(account.remarks[0], "300 and 250 differ");
}

fn unit_at(text: &str, words: &str) -> Span {
    crate::text::unit::at(text, crate::text::unit::Unit::Sentence, text.find(words).unwrap())
}

#[test]
fn what_was_declined_is_not_offered_again() {
    let (left, right) = (Document::new(LEFT), Document::new(RIGHT));
    let offered = compared(&left, &right);
    let first = |comparison: &Comparison| {
        comparison.figures.iter().find(|row| row.status == RowStatus::Differs).cloned().unwrap()
    };
    let place = first(&offered).place();
    let (Some(one), Some(other)) = (place.left, place.right) else { panic!("a row with both sides") };
    let decision = RowDecision {
        section: Section::Figures,
        target: Both::new(Target::of(&left, one), Target::of(&right, other)),
        ends: WhichDocuments::Across,
        outcome: Outcome::Declined,
    };
    let declined = [PlacedDecision { place: Both::new(one, other), decision: &decision }];
    let again = compare(Both::new(side(&left), side(&right)), &declined);
    assert!(again.figures.iter().all(|row| row.place() != place));
    let linked = RowDecision { outcome: Outcome::Linked { kind: "differs from".into(), by: None }, ..decision.clone() };
    let linked = [PlacedDecision { place: Both::new(one, other), decision: &linked }];
    let again = compare(Both::new(side(&left), side(&right)), &linked);
    assert_eq!(first(&again).place(), place);
}

#[test]
fn in_a_language_that_nobody_taught_us_nothing_is_claimed_about_scope() {
    let (left, right) = (
        Document::new("Министерство отправило 10 000 солдат в Курск."),
        Document::new("Министерство планирует отправить 12 000 солдат в Курск."),
    );
    let side = |document| Side { document, language: language::unknown(), claims: &[] };
    let comparison = compare(Both::new(side(&left), side(&right)), &[]);
    assert!(
        comparison
            .figures
            .iter()
            .all(|row| row.explanations.iter().all(|one| one.reason != DifferenceReason::OtherScope))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_panics_and_every_place_is_on_graphemes(
        left in "([0-9]{1,4}|[a-c]{1,5}|\\PC|é|e\u{301}|👨\u{200d}👩|🇺|\u{200d}|\u{600}| | |[.,;%$€\n]|million|per cent){0,80}",
        right in "([0-9]{1,4}|[a-c]{1,5}|\\PC|é|e\u{301}|👨\u{200d}👩|🇺|\u{200d}|\u{600}| | |[.,;%$€\n]|million|per cent){0,80}",
    ) {
        let (left, right) = (Document::new(left), Document::new(right));
        let comparison = compared(&left, &right);
        for section in Section::ALL {
            for row in comparison.rows(section) {
                prop_assert!(row.place.left.is_some() || row.place.right.is_some());
                for (document, span) in [(&left, row.place.left), (&right, row.place.right)] {
                    let Some(span) = span else { continue };
                    prop_assert!(grapheme::is_boundary(document.text(), span.start), "{span:?}");
                    prop_assert!(grapheme::is_boundary(document.text(), span.end), "{span:?}");
                }
            }
        }
    }
}

#[test]
fn a_figure_in_passing_or_of_another_unit_is_in_no_row_with_another() {
    let rows = held_against(
        "The two leaders met the mayor of Lomas in two harbours on the coast.",
        "One of the leaders met the mayor of Lomas for a two-hour visit on the coast.",
    );
    assert_eq!(rows, ["only left: two · –", "only right: – · two-hour"]);
}
