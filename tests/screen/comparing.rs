//! Tests the comparison on the screen: rows that move both articles, are linked and declined; shared wording in the
//! text.

use diptych::tags::scheme::Scheme;
use diptych::tags::{Layer, Tag};
use diptych::tui::model::Effect;
use proptest::prelude::*;

use crate::support::Desk;

const LEFT: &str = "‸Bread is dear.\n\nAbout 1,500 soldiers were sent to the border on Monday, the ministry said.\n";
const RIGHT: &str = "‸Nobody spoke of it.\n\nSome 10,000 soldiers were sent to the border on Monday, officials said.\n";

/// A passage that both of two articles have, word for word.
const SHARED: &str = "The council closed the old bridge on Monday after 40 stones had fallen into the river, it said.";

fn compared() -> Desk {
    let mut desk = Desk::new(&[LEFT, RIGHT]);
    desk.keys("gc");
    desk
}

fn sharing() -> Desk {
    let left = format!("‸Rain fell.\n\n{SHARED}\n\nNobody was hurt.\n");
    let right = format!("‸Ships wait in the harbour, as they do every year.\n\n{SHARED}\n");
    Desk::new(&[&left, &right])
}

/// Returns two articles that cite three names, two of which the program takes for one source, with their sources compared.
fn at_sources() -> Desk {
    let left = "‸Ana Karlov said that the harbour was closed.\n";
    let right = "‸The mayor of Lomas said that the harbour was safe. Karlov said that rain would fall.\n";
    let mut desk = Desk::new(&[left, right]);
    desk.keys("gc<Tab>");
    assert!(desk.frame().contains("[Sources"), "{}", desk.frame());
    desk
}

/// Returns the number of sources that the comparison tells apart.
fn sources(desk: &Desk) -> usize {
    desk.app.comparing.answer.as_ref().unwrap().comparison.sources.rows.len()
}

fn layer(desk: &Desk, number: usize) -> &Layer {
    &desk.app.desk.shelf[desk.app.desk.panes[number].slot].layer
}

fn tags(desk: &Desk, number: usize) -> Vec<(String, String)> {
    let open = &desk.app.desk.shelf[desk.app.desk.panes[number].slot];
    let words = |tag: &Tag| (tag.label.clone(), open.document.slice(tag.span).to_string());
    open.layer.tags().iter().map(words).collect()
}

fn pair(label: &str, words: &str) -> (String, String) {
    (label.into(), words.into())
}

fn kinds(desk: &Desk) -> Vec<String> {
    layer(desk, 0).links().values().map(|link| link.kind.clone()).collect()
}

#[test]
fn the_row_that_differs_comes_first_and_both_articles_show_it() {
    let mut desk = compared();
    let frame = desk.frame();
    let row = frame.lines().find(|line| line.contains("“About 1,500” soldiers")).unwrap();
    assert!(row.contains("differs") && row.contains("“Some 10,000” soldiers") && row.contains("+567 %"), "{frame}");
    assert!(frame.contains("8,500 more (567 %)"), "{frame}");
    assert!(desk.marked_pane(0).contains("‸About 1,500"), "{}", desk.marked_pane(0));
    assert!(desk.marked_pane(1).contains("‸Some 10,000"), "{}", desk.marked_pane(1));
}

#[test]
fn the_words_beside_a_figure_are_those_of_its_sentence() {
    let mut desk = Desk::new(&[
        "‸They counted 40 boats. Rain fell. Last year it was 12. Nobody knows why.\n",
        "‸Nobody counted.\n",
    ]);
    desk.resize(200, 40);
    let frame = desk.keys("gc").frame();
    assert!(frame.contains("only left  They counted “40” boats.  "), "{frame}");
    assert!(frame.contains("only left  Last year it was “12”.  "), "{frame}");
}

#[test]
fn a_row_is_found_by_words_that_it_has_no_space_for() {
    let many = "and the boats went out again ".repeat(12);
    let mut desk = Desk::new(&[
        &format!("‸They counted 40 boats {many}although the lighthouse was dark.\n"),
        "‸Nobody counted.\n",
    ]);
    let frame = desk.keys("gc<Tab>/lighthouse").frame();
    assert!(frame.contains("only left  “They counted"), "{frame}");
    desk.keys("<Esc>").resize(400, 24);
    assert!(desk.frame().contains("…”"), "what is cut says so: {}", desk.frame());
    assert!(desk.resize(80, 24).keys("/bridge").frame().contains("nothing matches"), "{}", desk.frame());
}

#[test]
fn rows_of_a_quoted_mail_have_no_marks_and_go_on_over_its_lines() {
    let left = "‸Ana wrote:\n\n> The ministry of the coast said on Monday that the price of bread had\n> risen and that about 1,500\n> soldiers were sent to the border before the end of the month.\n";
    let mut desk = Desk::new(&[left, RIGHT]);
    desk.resize(200, 40).keys("gc");
    let frame = desk.frame();
    assert!(frame.contains("“about 1,500” soldiers were sent to the border"), "{frame}");
    let rows =
        |desk: &Desk| desk.frame().lines().filter(|line| line.contains('“')).map(str::to_string).collect::<Vec<_>>();
    assert!(rows(&desk).iter().all(|row| !row.contains('>')), "{frame}");
    desk.keys("<Tab>");
    assert!(desk.frame().contains("about 1,500 and Some 10,000 differ"), "{}", desk.frame());
    assert!(rows(&desk).iter().all(|row| !row.contains('>')), "{}", desk.frame());
}

#[test]
fn remarks_that_have_no_row_are_begun_at_the_end_of_the_last_one() {
    let mut desk = compared();
    desk.resize(60, 20).keys("<Tab>");
    assert!(desk.frame().contains("│  both have soldiers, border · left cites the ministry, r…"), "{}", desk.frame());
}

#[test]
fn nothing_is_compared_until_it_is_asked_for() {
    let mut desk = Desk::new(&[LEFT, RIGHT]);
    desk.keys("jjwl<Tab>)(");
    let compares = |desk: &Desk| desk.effects.iter().filter(|it| matches!(it, Effect::Compare { .. })).count();
    assert_eq!(compares(&desk), 0);
    desk.keys("gc<Esc>gc");
    assert_eq!(compares(&desk), 1, "what was answered is not asked again");
}

#[test]
fn enter_goes_to_the_text_and_the_same_key_comes_back_to_the_row() {
    let mut desk = compared();
    desk.keys("<Tab>j");
    let row = desk.frame();
    desk.keys("<Enter>");
    assert!(!desk.frame().contains("[Claims"), "{}", desk.frame());
    desk.keys("jjgc");
    let rows = |frame: &str| frame.lines().filter(|line| line.contains('“')).map(str::to_string).collect::<Vec<_>>();
    assert_eq!(rows(&desk.frame()), rows(&row));
}

#[test]
fn a_key_shows_the_rows_of_one_status_after_the_other() {
    let mut desk = compared();
    desk.keys("<Tab>");
    assert!(desk.frame().contains("[all "), "{}", desk.frame());
    desk.keys("f");
    let frame = desk.frame();
    assert!(frame.contains("[differs 1]") && !frame.contains("“Bread is dear"), "{frame}");
    desk.keys("f");
    assert!(desk.frame().contains("[only right 1]"), "{}", desk.frame());
    assert!(!desk.frame().contains("“About"), "{}", desk.frame());
}

#[test]
fn both_filters_are_seen_and_esc_shows_all_rows_before_it_closes() {
    let mut desk = compared();
    let hint = |desk: &Desk| desk.frame().lines().last().unwrap().to_string();
    desk.resize(120, 24).keys("<Tab>f");
    assert!(desk.frame().contains("[Claims 1 of 2]") && hint(&desk).contains("Esc all rows"), "{}", desk.frame());
    desk.keys("/nobody");
    assert!(desk.frame().contains("[Claims 0 of 2]") && hint(&desk).contains("Esc no filter"), "{}", desk.frame());
    assert!(
        desk.frame().contains("› nobody   all 2 · [differs 1]"),
        "the other filter hides the row: {}",
        desk.frame()
    );
    desk.keys("<Esc>");
    assert!(desk.frame().contains("[Claims 1 of 2]"), "what is typed is given up alone: {}", desk.frame());
    desk.keys("/soldiers<Enter>");
    assert!(desk.frame().contains("› soldiers   all 2 · [differs 1]"), "{}", desk.frame());
    // The text keeps both; the key comes back to them.
    desk.keys("<Enter>gc");
    assert!(desk.frame().contains("› soldiers   all 2 · [differs 1]"), "{}", desk.frame());
    desk.keys("<Esc>");
    assert!(desk.frame().contains("[Claims 2]") && desk.frame().contains("[all 2]"), "{}", desk.frame());
    assert!(desk.marked_pane(0).contains("‸About 1,500"), "the row stays chosen: {}", desk.marked_pane(0));
    desk.keys("<Esc>");
    assert!(!desk.frame().contains("[Claims"), "{}", desk.frame());
}

#[test]
fn a_number_moves_by_so_many_rows() {
    let text = "‸They saw 11 boats.\n\nA ship has 22 masts.\n\nThe mill has 33 wheels.\n\nHe owns 44 cows.\n";
    let mut desk = Desk::new(&[text, "‸Nobody counted.\n"]);
    desk.keys("gc");
    for (keys, figure) in [("3j", "44"), ("2k", "22"), ("3G", "33"), ("1gg", "11"), ("99j", "44"), ("4k", "11")] {
        desk.keys(keys);
        assert!(desk.marked_pane(0).contains(&format!("‸{figure}")), "{keys}: {}", desk.marked_pane(0));
    }
    desk.keys("2<Tab>");
    assert!(desk.frame().contains("[Sources"), "{}", desk.frame());
}

#[test]
fn a_key_steps_through_the_places_of_a_figure_in_both_articles() {
    let left = "‸The army sent 1,500 soldiers to the border on Monday.\n\nA ship has 22 masts.\n\nThe army sent 1,500 soldiers, it said.\n";
    let mut desk = Desk::new(&[left, "‸The army sent 10,000 soldiers to the border on Monday.\n"]);
    desk.keys("gc");
    let shown = ["given 2 times left", "n: next place"].map(|remark| desk.frame().contains(remark));
    assert_eq!(shown, [true; 2], "{}", desk.frame());
    let (first, second) = ("‸1,500 soldiers to the border", "‸1,500 soldiers, it said");
    assert!(desk.marked_pane(0).contains(first), "{}", desk.marked_pane(0));
    for (keys, wanted, number) in [("n", second, 2), ("n", first, 1), ("N", second, 2), ("3n", first, 1)] {
        desk.keys(keys);
        assert!(desk.marked_pane(0).contains(wanted), "{keys}: {}", desk.marked_pane(0));
        assert!(desk.marked_pane(1).contains("‸10,000"), "{keys}: {}", desk.marked_pane(1));
        assert_eq!(desk.said(), format!("left {number} of 2 · right 1 of 1"), "{keys}");
    }
    // Another row begins at its first place, and so does this one when it is chosen again.
    desk.keys("njk");
    assert!(desk.marked_pane(0).contains(first), "{}", desk.marked_pane(0));
    desk.keys("<Tab>n");
    assert_eq!(desk.said(), "this row has no other place");
}

#[test]
fn each_statement_of_a_source_is_told_with_its_cue_and_shown_by_a_key() {
    let left = "‸Ana Karlov said that the harbour was closed.\n\nRain fell.\n\nKarlov warned that ice would come.\n";
    let mut desk = Desk::new(&[left, "‸Bread is dear.\n\nKarlov promised that help would come.\n"]);
    desk.keys("gc");
    while !desk.frame().contains("[Sources") {
        desk.keys("<Tab>");
    }
    let all = [
        "left 1 of 2: said “that the harbour was closed”",
        "right: promised “that help would come”",
        "left 2 of 2: warned “that ice would come”",
    ];
    assert!(all[..2].iter().all(|words| desk.frame().contains(words)), "{}", desk.frame());
    desk.keys("nn");
    assert!(desk.frame().contains(all[2]) && !desk.frame().contains(all[0]), "{}", desk.frame());
    assert_eq!(desk.said(), "left 2 of 2 · right 1 of 1");
    assert!(desk.marked_pane(0).contains("‸Karlov warned"), "{}", desk.marked_pane(0));
    assert!(desk.marked_pane(1).contains("‸Karlov promised"), "{}", desk.marked_pane(1));
    // In the text, the cursor is where the row was.
    desk.keys("<Enter>");
    assert!(desk.marked_pane(0).contains("‸Karlov warned"), "{}", desk.marked_pane(0));
}

#[test]
fn claims_without_a_source_and_a_partner_are_counted_and_stepped_through() {
    let left = "‸The harvest of 300 farms was lost to the frost.\n\nThe ministry said that bread will be dear.\n";
    let mut desk = Desk::new(&[left, "‸Ships wait in the harbour of Lomas.\n"]);
    desk.keys("gc<Tab>");
    assert!(desk.frame().contains("unsupported 2"), "{}", desk.frame());
    assert!(
        desk.frame().contains("│  unsupported: no source, no partner  "),
        "the row says so itself: {}",
        desk.frame()
    );
    desk.keys("fff");
    assert!(desk.frame().contains("[unsupported 2]"), "{}", desk.frame());
    assert!(desk.marked_pane(0).contains("‸The harvest"), "{}", desk.marked_pane(0));
    desk.keys("j");
    assert!(desk.marked_pane(1).contains("‸Ships"), "{}", desk.marked_pane(1));
}

#[test]
fn one_key_links_a_row_in_each_of_three_ways_and_tags_its_places_in_one_action() {
    for (key, kind) in [("s", "same as"), ("d", "differs from"), ("c", "contradicts")] {
        let mut desk = compared();
        desk.keys(key);
        assert_eq!(kinds(&desk), [kind]);
        assert_eq!(tags(&desk, 0), [pair("figure", "About 1,500")]);
        assert_eq!(tags(&desk, 1), [pair("figure", "Some 10,000")]);
        assert!(desk.frame().lines().any(|line| line.contains("“About 1,500”") && line.contains(kind)));
        desk.keys("u");
        assert_eq!((kinds(&desk).len(), tags(&desk, 0).len(), tags(&desk, 1).len()), (0, 0, 0));
    }
}

#[test]
fn a_link_that_was_made_in_the_text_is_a_row() {
    let (left, right) = ("‸⟦c The mill will shut its doors⟧.\n", "‸⟦c Production of flour ends in May⟧.\n");
    let mut desk = Desk::new(&[left, right]);
    desk.keys("gc");
    assert!(desk.frame().contains("unsupported 2"), "{}", desk.frame());
    desk.keys("<Esc>gg]rsame<Enter><Enter>gc");
    let frame = desk.resize(120, 30).frame();
    assert_eq!(kinds(&desk), ["same as"], "{frame}");
    assert!(frame.contains("│ same as"), "{frame}");
    assert!(!frame.contains("only left"), "{frame}");
    desk.keys("x");
    assert!(kinds(&desk).is_empty(), "{}", desk.frame());
    assert!(!desk.frame().contains("│ same as"), "{}", desk.frame());
}

#[test]
fn a_link_on_a_part_of_a_row_goes_with_the_row() {
    let (left, right) = ("‸The ⟦c mill will shut⟧ its doors in May.\n", "‸The mill will ⟦c shut its doors in May⟧.\n");
    let mut desk = Desk::new(&[left, right]);
    desk.keys("gg]rsame<Enter><Enter>gc");
    assert_eq!(kinds(&desk), ["same as"], "{}", desk.frame());
    while !desk.frame().contains("[Claims") {
        desk.keys("<Tab>");
    }
    desk.keys("x");
    assert!(kinds(&desk).is_empty(), "{}", desk.frame());
}

#[test]
fn the_link_of_a_row_is_its_status_in_the_list_and_in_the_filter_and_the_row_stays_in_its_place() {
    let lines = |desk: &Desk| desk.frame().lines().filter(|line| line.contains('“')).count();
    let (left, right) = (format!("{LEFT}\n{SHARED}\n"), format!("{RIGHT}\n{SHARED}\n"));
    for (key, status) in [("s", "same as"), ("d", "differs from"), ("c", "contradicts")] {
        let mut desk = Desk::new(&[&left, &right]);
        desk.resize(120, 30).keys("gcj").keys(key);
        let frame = desk.frame();
        let at = |words: &str| frame.lines().position(|line| line.contains(words)).unwrap();
        assert_eq!(at(&format!("│ {status}")), at("“About 1,500”") + 1, "{frame}");
        assert!(frame.contains(&format!(" · linked: {status} 1 ")), "{frame}");
        assert!(!frame.contains("equal 1"), "{frame}");
        while !desk.frame().contains(&format!("[linked: {status} 1]")) {
            desk.keys("f");
        }
        assert_eq!(lines(&desk), 1, "{}", desk.frame());
        desk.keys("u");
        assert!(desk.frame().contains("equal 1"), "{}", desk.frame());
    }
}

#[test]
fn after_a_decision_the_cursor_is_on_the_row_that_is_in_its_place() {
    let left =
        "‸Ana Karlov said that the harbour was closed.\n\nOfficials warned of ice.\n\nThe union asked for more.\n";
    let right = "‸Karlov said that rain would fall.\n\nThe union said that nobody came.\n\nThe mayor of Lomas said that bread is dear.\n";
    let mut desk = Desk::new(&[left, right]);
    desk.resize(120, 40).keys("gc");
    while !desk.frame().contains("[Sources") {
        desk.keys("<Tab>");
    }
    let chosen = |desk: &Desk| desk.app.comparing.view.last.unwrap().place;
    let rows = |desk: &Desk| desk.app.comparing.answer.as_ref().unwrap().comparison.sources.rows.len();
    let before = rows(&desk);
    // The same key twice on one row joins nothing and stays there.
    desk.keys("j");
    let second = chosen(&desk);
    desk.keys("++");
    assert_eq!((chosen(&desk), rows(&desk)), (second, before), "{}", desk.frame());
    // The row that both names have become.
    desk.keys("gg");
    let name = chosen(&desk).left.unwrap();
    desk.keys("+G+");
    assert_eq!(rows(&desk), before - 1, "{}", desk.frame());
    assert_eq!(chosen(&desk).left, Some(name), "{}", desk.frame());
    desk.keys("u");
    // The left half of the source that was parted, of which a second press is about the same name.
    desk.keys("gg");
    while chosen(&desk).right.is_none() || chosen(&desk).left.is_none() {
        desk.keys("j");
    }
    let left = chosen(&desk).left;
    desk.keys("x");
    assert_eq!((chosen(&desk).left, chosen(&desk).right), (left, None), "{}", desk.frame());
    assert_eq!(rows(&desk), before + 1, "{}", desk.frame());
    // What is left out is gone, and the next row has its place.
    desk.keys("x");
    assert!(chosen(&desk).left != left && rows(&desk) == before, "{}", desk.frame());
}

#[test]
fn hints_name_only_what_does_something_and_always_the_help() {
    let mut desk = compared();
    let hints = |desk: &Desk| desk.frame().lines().last().unwrap().trim_end().to_string();
    for width in [60, 80, 120, 200] {
        desk.resize(width, 24);
        assert!(hints(&desk).contains("? help"), "{}", desk.frame());
    }
    desk.resize(80, 24);
    let all = ["s same", "d differs", "c contradicts", "x decline"];
    assert!(all.iter().all(|hint| hints(&desk).contains(hint)), "{}", hints(&desk));
    desk.keys("d");
    assert!(!hints(&desk).contains("d differs") && hints(&desk).contains("c contradicts"), "{}", hints(&desk));
    desk.resize(200, 24).keys("<Tab>G");
    while !desk.frame().contains("[only right 1]") {
        desk.keys("f");
    }
    assert!(!all[..3].iter().any(|hint| hints(&desk).contains(hint)), "{}", hints(&desk));
    assert!(hints(&desk).contains("x leave out"), "a row with one side can be declined, too: {}", hints(&desk));
    assert!(hints(&desk).contains("u undo") && hints(&desk).contains("Esc all rows"), "{}", hints(&desk));
}

#[test]
fn the_help_lies_over_the_rows_and_leaves_them_as_they_were() {
    let mut desk = compared();
    desk.keys("<Tab>j");
    let rows = desk.frame();
    desk.resize(100, 60).keys("?");
    let help = desk.frame();
    assert!(help.contains("Keys that work in the comparison"), "{help}");
    assert_eq!(help.matches("Only rows of one status").count(), 1, "{help}");
    desk.keys("<Esc>").resize(80, 24);
    assert_eq!(desk.frame(), rows);
    desk.keys("<Esc>");
    assert!(!desk.frame().contains("[Claims"), "{}", desk.frame());
}

#[test]
fn another_answer_takes_the_place_of_the_first() {
    let mut desk = compared();
    desk.keys("dc");
    assert_eq!(kinds(&desk), ["contradicts"]);
    desk.keys("u");
    assert_eq!(kinds(&desk), ["differs from"]);
}

#[test]
fn what_is_linked_does_not_take_the_sentences_off_the_list() {
    let mut desk = compared();
    let rows = |desk: &Desk| desk.frame().lines().filter(|line| line.contains('“')).count();
    desk.keys("<Tab>");
    let before = rows(&desk);
    desk.keys("d<Esc>gc");
    assert_eq!(rows(&desk), before, "{}", desk.frame());
    assert!(!desk.frame().contains("“Bread is dear.”"), "a sentence of three words: {}", desk.frame());
    desk.keys("<Esc>ggcgc");
    assert!(desk.frame().contains("“Bread is dear.”"), "a claim of one’s own: {}", desk.frame());
}

#[test]
fn rows_of_tagged_claims_come_first_and_are_shown_alone_by_a_key() {
    let right =
        "‸Nobody spoke of it at all.\n\n⟦c Some 10,000 soldiers were sent to the border on Monday⟧, officials said.\n";
    let mut desk = Desk::new(&[
        "‸Bread is dear in the whole of the capital.\n\nIn the north, 1,500 soldiers were sent to the border on Monday.\n",
        right,
    ]);
    desk.keys("gc<Tab>");
    assert!(desk.frame().contains("[all 3] · tagged 1"), "{}", desk.frame());
    assert!(
        desk.frame().contains("left 2 sentences · right 1 tag, 1 sentence · unsupported 1 and 1"),
        "{}",
        desk.frame()
    );
    let rows =
        |desk: &Desk| desk.frame().lines().filter(|line| line.contains('“')).map(str::to_string).collect::<Vec<_>>();
    assert!(rows(&desk)[0].contains("“Some 10,000 soldiers"), "{}", desk.frame());
    desk.keys("f");
    assert_eq!(rows(&desk).len(), 1, "{}", desk.frame());
}

#[test]
fn a_tagged_claim_that_was_declined_is_not_counted() {
    let right = "‸⟦c Nobody spoke of the harvest at all⟧.\n\n⟦c The ships stayed in the harbour for a week⟧.\n";
    let mut desk = Desk::new(&["‸Bread is dear in the whole of the capital.\n", right]);
    desk.keys("gc");
    assert!(desk.frame().contains("· right 2 tags "), "{}", desk.frame());
    desk.keys("x");
    assert!(desk.frame().contains("· right 1 tag "), "{}", desk.frame());
}

#[test]
fn a_row_that_was_declined_is_not_offered_again_until_that_is_undone() {
    let mut desk = compared();
    desk.keys("x");
    assert!(!desk.frame().contains("│ differs"), "{}", desk.frame());
    assert_eq!(layer(&desk, 0).remarks().len(), 1);
    desk.keys("<Esc>gc");
    assert!(!desk.frame().contains("│ differs"), "{}", desk.frame());
    desk.keys("u");
    assert!(desk.frame().contains("│ differs"), "{}", desk.frame());
}

#[test]
fn what_only_one_article_has_can_be_declined_and_comes_back_by_undo() {
    let left = "‸Ana Karlov said that release 2.0 was late.\n\nThe harbour was closed for the whole winter.\n";
    for section in ["Figures", "Claims", "Sources"] {
        let mut desk = Desk::new(&[left, "‸Ships wait.\n"]);
        desk.resize(120, 40).keys("gc");
        while !desk.frame().contains(&format!("[{section}")) {
            desk.keys("<Tab>");
        }
        let rows = |desk: &Desk| desk.frame().lines().filter(|line| line.contains("│ only left")).count();
        let before = rows(&desk);
        assert!(before > 0 && desk.frame().contains("x leave out"), "{}", desk.frame());
        desk.keys("x");
        assert_eq!(rows(&desk), before - 1, "{}", desk.frame());
        assert!(desk.said().starts_with("left out of every comparison: “"), "{}", desk.said());
        assert!(desk.said().ends_with("”; g n lists it"), "{}", desk.said());
        let file = desk.file();
        assert!(file.contains("says: \"declined\"") && !file.contains("there:"), "{file}");
        desk.keys("<Esc>gc");
        assert_eq!(rows(&desk), before - 1, "{}", desk.frame());
        desk.keys("u");
        assert_eq!((rows(&desk), layer(&desk, 0).remarks().len()), (before, 0), "{}", desk.frame());
        desk.keys("xgn");
        assert!(desk.frame().contains("declined: 1") && desk.frame().contains("in no comparison"), "{}", desk.frame());
        desk.keys("<C-x>");
        assert!(desk.said().starts_with("no longer declined: ") && desk.frame().contains("nothing was declined"));
        desk.keys("<Esc>");
        assert_eq!((rows(&desk), layer(&desk, 0).remarks().len()), (before, 0), "{}", desk.frame());
    }
}

#[test]
fn a_declined_pair_and_a_parted_source_are_listed_with_their_places_and_taken_back() {
    let mut desk = compared();
    desk.keys("xgn");
    assert!(desk.frame().contains("figures “About 1,500” and “Some 10,000”"), "{}", desk.frame());
    assert!(desk.frame().contains("  no pair │"), "{}", desk.frame());
    desk.keys("<C-x><Esc>");
    assert!(desk.frame().contains("│ differs"), "{}", desk.frame());
    desk.keys("xgn<Esc><Esc>gg<Tab>gg<Tab>gn<Enter>");
    assert!(desk.marked_pane(0).contains("‸About 1,500"), "{}", desk.marked_pane(0));
    assert!(desk.marked_pane(1).contains("‸Some 10,000"), "{}", desk.marked_pane(1));

    let left = "‸Ana Karlov said that the harbour was closed.\n\nKarlov said that rain would fall.\n";
    let mut desk = Desk::new(&[left, "‸Ships wait in the harbour of Lomas.\n"]);
    desk.keys("gc");
    while !desk.frame().contains("[Sources") {
        desk.keys("<Tab>");
    }
    desk.keys("xgn");
    assert_eq!(sources(&desk), 2);
    assert!(desk.frame().contains("sources “Ana Karlov” and “Karlov”"), "{}", desk.frame());
    desk.keys("<C-x><Esc>");
    assert_eq!(sources(&desk), 1);
}

#[test]
fn a_linked_row_that_is_declined_loses_its_link() {
    let mut desk = compared();
    desk.keys("dx");
    assert_eq!((kinds(&desk).len(), layer(&desk, 0).remarks().len()), (0, 1));
    desk.keys("u");
    assert_eq!((kinds(&desk).len(), layer(&desk, 0).remarks().len()), (1, 0));
}

#[test]
fn two_names_of_one_article_are_parted() {
    let left = "‸Ana Karlov said that the harbour was closed.\n\nKarlov said that rain would fall.\n";
    let mut desk = Desk::new(&[left, "‸Ships wait in the harbour of Lomas.\n"]);
    desk.resize(120, 40).keys("gc");
    while !desk.frame().contains("[Sources") {
        desk.keys("<Tab>");
    }
    assert_eq!(sources(&desk), 1, "{}", desk.frame());
    desk.keys("x");
    assert_eq!(sources(&desk), 2, "{}", desk.frame());
    assert!(desk.said().contains("parted as two sources: “Ana Karlov” and “Karlov”"), "{}", desk.said());
    desk.keys("u");
    assert_eq!(sources(&desk), 1, "{}", desk.frame());
}

#[test]
fn sources_are_joined_and_parted() {
    let mut desk = at_sources();
    assert_eq!(sources(&desk), 2);
    assert!(desk.frame().contains("voice"), "{}", desk.frame());
    desk.keys("+j+");
    assert_eq!(sources(&desk), 1, "{}", desk.frame());
    desk.keys("u");
    assert_eq!(sources(&desk), 2);
    // The row of both.
    desk.keys("ggx");
    assert_eq!(sources(&desk), 3, "{}", desk.frame());
    desk.keys("<Esc>gcu");
    assert_eq!(sources(&desk), 2);
}

#[test]
fn what_was_joined_is_parted_first() {
    let mut desk = at_sources();
    desk.keys("+j+x");
    assert!(desk.said().starts_with("no longer joined: “"), "{}", desk.said());
    assert!(desk.said().ends_with("“The mayor of Lomas”"), "{}", desk.said());
    assert_eq!(sources(&desk), 2, "{}", desk.frame());
    let row =
        desk.app.comparing.answer.as_ref().unwrap().comparison.sources.rows.iter().find(|row| row.name.left.is_some());
    assert!(row.unwrap().name.right.is_some(), "the names that the program brought together stay so");
}

#[test]
fn undo_goes_back_to_the_row_that_was_decided_on() {
    let mut desk = Desk::new(&[
        "‸The town has 40 boats on the coast. The town has 900 cows in the hills.\n",
        "‸The town has 50 boats on the coast. The town has 700 cows in the hills.\n",
    ]);
    let chosen = |desk: &Desk| desk.app.comparing.view.last.unwrap().place;
    desk.keys("gc");
    let first = chosen(&desk);
    desk.keys("x");
    assert_ne!(chosen(&desk), first);
    desk.keys("u");
    assert_eq!(chosen(&desk), first, "{}", desk.frame());
}

#[test]
fn what_was_typed_is_there_again_after_a_look_at_the_text() {
    let mut desk = compared();
    desk.keys("<Tab>/spoke<Enter><Enter>gc");
    assert!(desk.frame().contains("[Claims 1 of "), "{}", desk.frame());
    desk.keys("<Esc>gc");
    assert!(!desk.frame().contains("[Claims 1 of "), "{}", desk.frame());
}

#[test]
fn an_empty_section_says_why() {
    let mut desk = compared();
    desk.keys("<S-Tab>");
    assert!(desk.frame().contains("no 12 words in a row stand in both articles"), "{}", desk.frame());
}

#[test]
fn what_the_palette_shows_lies_over_the_comparison() {
    let mut desk = compared();
    desk.keys("<S-Tab>");
    let comparison = desk.frame();
    for (keys, shown) in [
        (":shared", "shared-wording — Show the words"),
        (":help<Enter>", "Keys that work"),
        (":tags<Enter>", "tags in both"),
    ] {
        desk.keys(keys);
        assert!(desk.frame().contains(shown), "{keys}: {}", desk.frame());
        desk.keys("<Esc>");
        assert_eq!(desk.frame(), comparison, "{keys}");
    }
    desk.keys(":compare<Enter><Esc>");
    assert!(!desk.frame().contains("[Shared wording"), "{}", desk.frame());
}

#[test]
fn two_names_in_one_article_are_joined_as_well() {
    let left = "‸The mayor said that the harbour was closed. Ana Karlov warned that rain would fall.\n";
    let mut desk = Desk::new(&[left, "‸Nothing happened here.\n"]);
    desk.keys("gc");
    while !desk.frame().contains("[Sources") {
        desk.keys("<S-Tab>");
    }
    assert_eq!(sources(&desk), 2, "{}", desk.frame());
    desk.keys("+j+");
    assert_eq!(sources(&desk), 1, "{}", desk.frame());
}

#[test]
fn shared_wording_shows_in_the_text_and_is_stepped_through_in_both() {
    let mut desk = sharing();
    desk.keys("W");
    assert!(desk.said().contains("1 shared passage"), "{}", desk.said());
    let hits = |desk: &Desk| desk.app.desk.panes.iter().map(|pane| pane.hits.len()).collect::<Vec<_>>();
    assert_eq!(hits(&desk), [1, 1]);
    desk.keys("n");
    assert!(desk.marked_pane(0).contains("‸The council") && desk.marked_pane(1).contains("‸The council"));
    desk.keys("<Esc>");
    assert_eq!(hits(&desk), [0, 0]);
}

#[test]
fn shared_passages_are_stepped_through_both_ways() {
    let more =
        "Two ferries and a tug were towed to the yard of Lomas, where nobody had expected any of them before May.";
    let text = |head: &str| format!("‸{head}\n\n{SHARED}\n\n{}\n\n{more}\n", head.repeat(30));
    let mut desk = Desk::new(&[&text("Rain fell in the hills. "), &text("Ships wait at sea. ")]);
    desk.keys("Wnn");
    assert!(desk.said().contains("shared passage 2 of 2"), "{}", desk.said());
    desk.keys("N");
    assert!(desk.said().contains("shared passage 1 of 2"), "{}", desk.said());
    desk.keys("N");
    assert!(desk.said().contains("shared passage 2 of 2"), "{}", desk.said());
}

#[test]
fn a_tag_in_shared_wording_is_carried_over_to_its_twin() {
    let mut desk = sharing();
    desk.keys("/40 stones<Enter><Esc>f<Enter>T");
    assert_eq!(tags(&desk, 1), tags(&desk, 0), "{}", desk.said());
    assert_eq!(tags(&desk, 1).len(), 1);
    desk.keys("u");
    assert!(tags(&desk, 1).is_empty());
    let mut desk = Desk::new(&["‸⟦f 5⟧ boats came.\n", "‸Nobody came.\n"]);
    desk.keys("T");
    assert!(desk.said().contains("does not stand in wording"), "{}", desk.said());
}

#[test]
fn a_figure_in_shared_wording_is_one_voice() {
    let mut desk = sharing();
    desk.keys("gc");
    assert!(
        desk.frame().lines().any(|line| line.contains("equal") && line.contains("same wording")),
        "{}",
        desk.frame()
    );
}

#[test]
fn a_row_of_someone_under_review_says_whose_link_it_is() {
    let mut bens = compared();
    bens.keys("d<Esc><Tab>ggcgc");
    while !bens.frame().contains("[Claims") {
        bens.keys("<Tab>");
    }
    bens.keys("/nobody<Enter>x");
    let mut desk = Desk::new(&[LEFT, RIGHT]);
    let annotations = desk.folder().join("annotations");
    std::fs::create_dir_all(&annotations).unwrap();
    for name in ["left.txt", "right.txt"] {
        let file = bens.file_of(name).replace("\"ana\"", "\"ben\"");
        std::fs::write(annotations.join(format!("{name}.ben.ron")), file).unwrap();
    }
    desk.resize(120, 30).keys("grR<Enter>gc");
    assert!(desk.frame().contains("ben: differs from"), "{}", desk.frame());
    desk.keys("<Tab>");
    let rows = desk.frame();
    assert!(
        rows.lines().any(|line| line.contains("│ only right") && line.contains("ben: tagged · ben: dec")),
        "{rows}"
    );
    desk.keys("<Esc>[");
    desk.app.message = None;
    desk.resize(160, 30);
    assert!(desk.frame().contains("ben: differs from “"), "{}", desk.frame());
}

#[test]
fn two_places_have_one_link_that_compares_them_wherever_it_was_made() {
    let mut desk = compared();
    desk.keys("d<Esc>gg]rsame<Enter><Enter>");
    assert_eq!(kinds(&desk), ["same as"], "{}", desk.frame());
    assert!(desk.said().starts_with("linked in place of “differs from”: “About 1,500” same as"), "{}", desk.said());
    desk.keys("gcs");
    assert_eq!(desk.said(), "these two are already linked that way");
    desk.keys("u");
    assert_eq!(kinds(&desk), ["differs from"]);
    // In the other direction it is the same link; in the text, the same kind is refused.
    desk.keys("<Esc><Tab>gg]rcontra<Enter><Enter>");
    assert_eq!(kinds(&desk), ["contradicts"], "{}", desk.frame());
    assert!(layer(&desk, 1).links().is_empty());
}

#[test]
fn a_key_changes_the_link_that_the_row_shows_also_if_its_tags_are_wider() {
    let left = "‸⟦f About 1,500 soldiers⟧ were sent to the border on Monday.\n";
    let right = "‸⟦f Some 10,000 soldiers⟧ were sent to the border on Monday.\n";
    let mut desk = Desk::new(&[left, right]);
    desk.keys("gg]rsame<Enter><Enter>gc");
    assert!(desk.frame().contains("│ same as"), "{}", desk.frame());
    desk.keys("c");
    assert_eq!((kinds(&desk), tags(&desk, 0).len()), (vec!["contradicts".to_string()], 1), "{}", desk.frame());
}

#[test]
fn declining_a_row_leaves_the_link_that_another_row_shows() {
    let left = "‸The price of bread rose by ⟦f 5% on May 3, 2026⟧ in the capital.\n";
    let right = "‸The price of bread rose by ⟦f 8% on May 4, 2026⟧ in the capital.\n";
    let mut desk = Desk::new(&[left, right]);
    desk.resize(120, 30).keys("gg]rsame<Enter><Enter>gc");
    let line = |desk: &Desk, words: &str| {
        desk.frame().lines().find(|line| line.contains('│') && line.contains(words)).unwrap().to_string()
    };
    let linked = ["“5%”", "“May 3, 2026”"].map(|words| line(&desk, words).contains("│ same as"));
    assert_eq!(linked.iter().filter(|is| **is).count(), 1, "{}", desk.frame());
    let other = if linked[0] { "May 3" } else { "5%" };
    while !desk.marked_pane(0).contains(&format!("‸{other}")) {
        desk.keys("j");
    }
    desk.keys("x");
    assert!(desk.said().starts_with("declined"), "{}", desk.said());
    assert_eq!(kinds(&desk), ["same as"], "{}", desk.frame());
}

#[test]
fn the_same_key_comes_back_to_the_claim_of_which_a_part_was_tagged() {
    let text = "‸Rain fell on all the hills of the north.\n\nThe mayor of Lomas shut the harbour for the winter.\n";
    let mut desk = Desk::new(&[text, "‸Ships wait at sea for a pilot.\n"]);
    desk.resize(120, 30).keys("gc");
    while !desk.marked_pane(0).contains("‸The mayor") {
        desk.keys("j");
    }
    desk.keys("<Enter>wwwvwwwcgc");
    assert_eq!(tags(&desk, 0).len(), 1, "{}", desk.frame());
    let place = desk.app.comparing.view.last.unwrap().place.left.unwrap();
    assert_eq!(tags(&desk, 0)[0].1, layer_text(&desk, place), "{}", desk.frame());
}

/// Returns the words of the left article at a place.
fn layer_text(desk: &Desk, span: diptych::text::Span) -> String {
    desk.app.desk.shelf[desk.app.desk.panes[0].slot].document.slice(span).to_string()
}

#[test]
fn a_section_keeps_its_row_and_its_filter() {
    let left = "‸The mill of Lomas will shut its doors in May.\n\nBread is dear in the whole of the capital.\n\nRain fell on all the hills.\n";
    let mut desk = Desk::new(&[left, "‸Ships wait at sea for a pilot.\n\nNobody spoke of the harvest at all.\n"]);
    desk.resize(120, 30).keys("gc");
    while !desk.frame().contains("[Claims") {
        desk.keys("<Tab>");
    }
    desk.keys("fj");
    let chosen = |desk: &Desk| (desk.app.comparing.view.last.unwrap(), desk.app.comparing.view.filter);
    let (before, frame) = (chosen(&desk), desk.frame());
    assert!(frame.contains("[only left 3]"), "{frame}");
    desk.keys("<Tab><Tab><S-Tab><S-Tab>");
    assert_eq!(chosen(&desk), before);
    assert_eq!(desk.frame(), frame);
}

#[test]
fn a_source_that_was_parted_keeps_the_cursor() {
    let mut desk = at_sources();
    desk.keys("+j+");
    let name = desk.app.comparing.view.last.unwrap().place.left.unwrap();
    for _ in 0..2 {
        desk.keys("x");
        assert_eq!(desk.app.comparing.view.last.unwrap().place.left, Some(name), "{}", desk.frame());
    }
}

#[test]
fn a_key_that_has_nothing_to_act_on_says_so() {
    let mut desk = at_sources();
    desk.keys("d");
    assert_eq!(desk.said(), "only figures and claims can be linked");
    assert!(tags(&desk, 0).is_empty());
    desk.keys("<Tab>");
    assert!(desk.frame().contains("no 12 words in a row"), "{}", desk.frame());
    for key in ["<Enter>", "x", "s", "n"] {
        assert_eq!(desk.keys(key).said(), "no row is chosen", "{key}");
    }
}

#[test]
fn the_twin_of_a_twin_is_the_first_tag() {
    let left = format!(
        "‸Rain fell.\n\n{}\n",
        SHARED.replace("The council closed", "In May ⟦c the council closed").replace("river,", "river⟧,")
    );
    let mut desk = Desk::new(&[&left, &format!("‸Ships wait.\n\n{SHARED}\n")]);
    desk.keys("gg]T");
    assert!(desk.said().ends_with(", which has the focus now"), "{}", desk.said());
    // The first tag has some words more.
    let first = tags(&desk, 0);
    desk.keys("T");
    assert!(desk.said().starts_with("these words are tagged there already"), "{}", desk.said());
    assert_eq!((tags(&desk, 0), tags(&desk, 1).len()), (first, 1));
}

#[test]
fn an_answer_that_comes_late_names_the_key_that_asked_and_is_silent_about_articles_that_were_left() {
    let long =
        |desk: &str| format!("{desk}\n{SHARED}\n{}", "Rain fell on the hills of the north all day. ".repeat(700));
    for (key, says) in [("gc", "g c shows it"), ("W", "W shows the shared wording")] {
        let mut desk = Desk::new(&[&long(LEFT), &long(RIGHT)]);
        desk.begin(key);
        assert_eq!(desk.keys("j").said(), format!("the comparison is ready: {says}"));
    }
    let mut desk = Desk::new(&[&long(LEFT), &long(RIGHT)]);
    desk.begin("gc").app.desk.panes.truncate(1);
    desk.begin("l");
    assert!(!desk.frame().contains("comparing the two"), "{}", desk.frame());
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::StopComparing)));
    assert!(!desk.rest().said().contains("ready"), "{}", desk.said());
}

/// Writes the layers of a desk beside the texts of another, as `ana`’s.
fn lay_down(from: &Desk, desk: &Desk) {
    let annotations = desk.folder().join("annotations");
    std::fs::create_dir_all(&annotations).unwrap();
    for name in ["left.txt", "right.txt"] {
        std::fs::write(annotations.join(format!("{name}.ana.ron")), from.file_of(name)).unwrap();
    }
}

#[test]
fn decisions_survive_an_edit_of_the_text() {
    let mut before = compared();
    before.keys("d<Tab>x");
    let left = LEFT.replace("‸", "‸The mayor spoke first. ");
    let mut desk = Desk::new(&[&left, RIGHT]);
    lay_down(&before, &desk);
    desk.resize(120, 40).keys("gr<Esc>gc");
    let figures = desk.frame();
    assert!(figures.lines().any(|line| line.contains("│ differs") && line.contains("differs from")), "{figures}");
    desk.keys("<Tab>");
    assert!(!desk.frame().contains("│ differs"), "{}", desk.frame());
}

#[test]
fn the_command_line_compares_as_the_annotator_has_decided() {
    let mut before = compared();
    let printed = |desk: &Desk, args: &[&str]| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_diptych"));
        program.args(["compare", "left.txt", "right.txt", "--section", "figures", "--format", "csv"]).args(args);
        String::from_utf8(program.current_dir(desk.folder()).output().unwrap().stdout).unwrap()
    };
    before.keys("x");
    lay_down(&before, &before);
    assert!(printed(&before, &[]).contains("figures,differs"));
    assert!(!printed(&before, &["--annotator", "ana"]).contains("figures,differs"));
}

#[test]
fn a_comparison_that_was_left_does_not_take_the_screen() {
    let long = |desk: &str| format!("{desk}\n{}", "Rain fell on the hills of the north all day. ".repeat(700));
    let mut desk = Desk::new(&[&long(LEFT), &long(RIGHT)]);
    desk.begin("gc");
    assert!(desk.frame().contains("comparing the two articles"), "{}", desk.frame());
    desk.keys("j");
    assert!(desk.said().contains("the comparison is ready"), "{}", desk.said());
    assert!(!desk.frame().contains("[Figures"), "{}", desk.frame());
    desk.keys("gc");
    assert!(desk.frame().contains("[Figures"), "{}", desk.frame());
    let mut desk = Desk::new(&[&long(LEFT), &long(RIGHT)]);
    desk.begin("gc").keys("<Esc>");
    assert!(!desk.frame().contains("[Figures") && desk.app.comparing.answer.is_none(), "{}", desk.frame());
}

#[test]
fn letters_filter_after_a_slash_and_escape_ends_that() {
    let mut desk = compared();
    desk.keys("<Tab>/spoke");
    let shown = |desk: &Desk| desk.frame().lines().filter(|line| line.contains("“")).count();
    assert_eq!(shown(&desk), 1, "{}", desk.frame());
    desk.keys("<Enter>");
    assert!(desk.frame().contains("[Claims 1 of "), "{}", desk.frame());
    desk.keys("/<Esc>");
    assert!(shown(&desk) > 1, "{}", desk.frame());
}

#[test]
fn one_article_alone_is_not_compared() {
    let mut desk = Desk::new(&[LEFT]);
    desk.keys("gc");
    assert!(desk.frame().contains("a comparison takes two articles"));
}

#[test]
fn the_comparison_fits_every_screen() {
    let left = format!("{LEFT}\n{SHARED}\n");
    let right = format!("{RIGHT}\n{SHARED}\n");
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut desk = Desk::with(&[&left, &right], Scheme::default(), &[("TERM", "xterm")]);
        desk.resize(width, height).keys("gcd");
        desk.app.message = None;
        insta::assert_snapshot!(format!("comparison_{width}x{height}"), desk.frame());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_is_decided_can_be_undone_and_done_again(keys in prop::collection::vec(prop::sample::select(vec![
        "j", "k", "s", "d", "c", "x", "+", "<Tab>", "<S-Tab>", "f", "G", "gg", "<Enter>gc", "<Esc>gc"]), 1..40)) {
        let left = format!("{LEFT}\n{SHARED} Ana Karlov said that 5 boats came.\n");
        let right = format!("{RIGHT}\n{SHARED} Karlov said that 7 boats came.\n");
        let mut desk = Desk::new(&[&left, &right]);
        desk.keys("gc").keys(&keys.concat());
        let layers = |desk: &Desk| [layer(desk, 0).records().clone(), layer(desk, 1).records().clone()];
        let decided = layers(&desk);
        desk.keys("<Esc>").keys(&"u".repeat(50));
        prop_assert!(layers(&desk).iter().all(|records| *records == diptych::tags::Records::default()));
        desk.keys(&"<C-r>".repeat(50));
        prop_assert_eq!(layers(&desk), decided);
    }
}
