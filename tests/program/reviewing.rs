//! Tests reviews in a real terminal: two people, two layers, one text.

use crate::pty::{Folder, Pty};

const LEFT: &str = "About 1,500 men are in Kursk, said the NIS. Seoul listens.\n";
const RIGHT: &str = "North Korea sent approximately 10,000 soldiers, NATO says.\n";

/// Ana has tagged a claim and a figure on the left, a figure on the right.
fn tagged() -> Folder {
    let folder = Folder::new(&[("left.txt", LEFT), ("right.txt", RIGHT)]);
    let mut pty = folder.start(&["left.txt", "right.txt"]);
    pty.wait_for_text("right.txt");
    pty.send("cf<Tab>f");
    pty.wait_for_saved("1 tag ");
    quit(&mut pty);
    folder
}

fn as_ben(folder: &Folder, args: &[&str]) -> Pty {
    let mut all = vec!["left.txt", "right.txt", "--annotator", "ben"];
    all.extend(args);
    folder.start(&all)
}

fn quit(pty: &mut Pty) {
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    pty.assert_restored();
}

#[test]
fn a_review_leaves_the_reviewed_file_as_it_was() {
    let folder = tagged();
    let before = folder.read("annotations/left.txt.ana.ron");
    let mut pty = as_ben(&folder, &["--review", "ana"]);
    pty.wait_for_text("ana: 2 open");
    pty.send("]y");
    pty.wait_for_text("ana: 1 open ✓1");
    pty.send("mwrong ends<CR>x");
    pty.wait_for_saved("ana: done ✓1 ✗1");
    pty.wait_for_text("1 in the other article");
    pty.send("<Tab>]c");
    pty.wait_for_saved("ana: done ≠1");
    pty.send("P");
    let screen = pty.wait_for_text("pairs in this corpus");
    assert!(screen.contains("done ✓ │"), "{screen}");
    pty.send("<Esc>");
    pty.wait_until_gone("pairs in this corpus");
    quit(&mut pty);
    assert_eq!(folder.read("annotations/left.txt.ana.ron"), before);
    let ben = folder.read("annotations/left.txt.ben.ron");
    assert!(ben.contains("verdict: \"rejected\", judged: (label: \"claim\", start: 0, end: 43"), "{ben}");
    assert!(ben.contains("comment: \"wrong ends\""), "{ben}");
    // The next day all of it is there.
    let mut pty = as_ben(&folder, &["--review", "ana"]);
    pty.wait_for_text("ana: done ✓1 ✗1");
    quit(&mut pty);
}

#[test]
fn others_tags_are_shown_only_to_who_asks() {
    let folder = tagged();
    let mut pty = as_ben(&folder, &[]);
    let screen = pty.wait_for_text("ana has some");
    assert!(screen.contains("0 tags") && !screen.contains("open"), "{screen}");
    pty.send(":review ana<CR>");
    pty.wait_for_text("ana: 2 open");
    pty.send("R");
    pty.wait_for_text("end the review");
    pty.send("nobody<CR>");
    pty.wait_for_text("0 tags");
    quit(&mut pty);
}

#[test]
fn who_has_no_tags_cannot_be_reviewed_and_who_has_is_named() {
    let folder = tagged();
    let mut pty = as_ben(&folder, &["--review", "zoe"]);
    pty.wait_for_text("zoe: no tags on these articles; there are tags by ana");
    quit(&mut pty);
    let mut pty = as_ben(&folder, &["--review", "ana"]);
    pty.wait_for_text("reviewing ana: 3 open, ] goes to the next");
    quit(&mut pty);
}

#[test]
fn a_review_in_which_nothing_is_open_says_how_much_was_decided() {
    let folder = tagged();
    let mut pty = as_ben(&folder, &["--review", "ana"]);
    pty.wait_for_text("ana: 2 open");
    pty.send("<A-y>");
    pty.wait_for_saved("ana: done ✓2");
    pty.send("<Tab><A-y>");
    pty.wait_for_saved("ana: done ✓1");
    quit(&mut pty);
    let mut pty = as_ben(&folder, &["--review", "ana"]);
    pty.wait_for_text("reviewing ana: nothing is open, 3 decided");
    quit(&mut pty);
}

#[test]
fn a_tag_that_ana_changes_afterwards_comes_up_again() {
    let folder = tagged();
    let mut ben = as_ben(&folder, &["--review", "ana"]);
    ben.wait_for_text("ana: 2 open");
    ben.send("<A-y>");
    ben.wait_for_saved("ana: done ✓2");
    let mut ana = folder.start(&["left.txt", "right.txt"]);
    ana.wait_for_text("2 tags");
    ana.send("]]s");
    ana.wait_for_saved("2 tags");
    quit(&mut ana);
    ben.wait_for_text("ana: 1 open ✓1");
    ben.send("]");
    ben.wait_for_text("changed since you decided");
    quit(&mut ben);
}

#[test]
fn ana_sees_what_ben_decided_and_takes_it_over() {
    let folder = tagged();
    let mut ben = as_ben(&folder, &["--review", "ana"]);
    ben.wait_for_text("ana: 2 open");
    ben.send("]y");
    ben.wait_for_text("1 open");
    ben.send("mno figure<CR>s");
    ben.wait_for_text("ana: done ✓1 ≠1");
    ben.send("<Esc>");
    ben.wait_for_silence(std::time::Duration::from_millis(200));
    ben.send("/NIS<CR>");
    ben.wait_for_text("1/1");
    ben.send("vees");
    ben.wait_for_saved("+1");
    quit(&mut ben);
    let theirs = folder.read("annotations/left.txt.ben.ron");
    let mut ana = folder.start(&["left.txt", "right.txt"]);
    ana.wait_for_text("2 tags");
    ana.send(":reviews<CR>");
    let screen = ana.wait_for_text("what others say about your tags: 3");
    assert!(
        screen.contains("ben accepted") && screen.contains("ben amended") && screen.contains("ben added"),
        "{screen}"
    );
    ana.send("amended<C-y>");
    ana.wait_for_text("ben amended ✓");
    ana.send("<C-u>added<C-y>");
    ana.wait_for_saved("ben added ✓");
    ana.send("<Esc>");
    ana.wait_until_gone("what others say");
    ana.wait_for_saved("3 tags");
    quit(&mut ana);
    let labels: Vec<String> = folder.layer("left.txt").tags.iter().map(|tag| tag.label.clone()).collect();
    assert_eq!(labels, ["figure", "source", "source"]);
    assert_eq!(folder.read("annotations/left.txt.ben.ron"), theirs);
}

#[test]
fn one_article_stands_twice_with_two_annotators_tags() {
    let folder = tagged();
    let mut ben = as_ben(&folder, &[]);
    ben.wait_for_text("0 tags");
    ben.send("c");
    ben.wait_for_saved("1 tag ");
    quit(&mut ben);
    let before = folder.read("annotations/left.txt.ana.ron");
    let mut pty = folder.start(&["left.txt", "left.txt", "--annotator", "cho", "--review", "ana,ben"]);
    let screen = pty.wait_for_text("ana and ben differ in 1 places");
    assert!(screen.contains("ana: left.txt") && screen.contains("ben: left.txt"), "{screen}");
    pty.send("]");
    pty.wait_for_text("1 of 1: only ana has it");
    pty.send("x");
    pty.wait_for_text("nothing can be changed here: these are ana’s tags");
    pty.send("gs");
    pty.wait_until_gone("ana: left.txt");
    quit(&mut pty);
    assert_eq!(folder.read("annotations/left.txt.ana.ron"), before);
}

#[test]
fn three_annotators_are_settled_into_a_layer_of_its_own() {
    let folder = tagged();
    for (who, keys) in [("ben", "c"), ("cho", "cs")] {
        let mut pty = folder.start(&["left.txt", "right.txt", "--annotator", who]);
        pty.wait_for_text("0 tags");
        pty.send(keys);
        pty.wait_for_saved("tag");
        quit(&mut pty);
    }
    let mut gold = folder.start(&["left.txt", "right.txt", "--annotator", "gold", "--review", "ana,ben,cho"]);
    gold.wait_for_text("ana, ben, cho: 3 open");
    gold.send("<A-y>");
    gold.wait_for_text("ana, ben, cho: 2 open");
    gold.send("1");
    gold.wait_for_text("1 open");
    gold.send("x");
    gold.wait_for_saved("ana, ben, cho: done");
    quit(&mut gold);
    let layer = folder.read("annotations/left.txt.gold.ron");
    assert!(layer.contains("from: [\"ana t-"), "{layer}");
    assert_eq!(folder.layer("left.txt").tags.len(), 2, "ana’s are as they were");
}

#[test]
fn ones_own_tag_outlives_a_decision_that_took_it_and_was_withdrawn() {
    let folder = tagged();
    for who in ["ben", "gold"] {
        let mut pty = folder.start(&["left.txt", "right.txt", "--annotator", who]);
        pty.wait_for_text("0 tags");
        pty.send("c");
        pty.wait_for_saved("1 tag ");
        quit(&mut pty);
    }
    let before = folder.read("annotations/left.txt.gold.ron");
    assert!(before.contains("claim") && !before.contains("from"), "{before}");
    let mut gold = folder.start(&["left.txt", "right.txt", "--annotator", "gold", "--review", "ana,ben"]);
    gold.wait_for_text("ana, ben: 2 open");
    gold.send("]1");
    gold.wait_for_text("ana, ben: 1 open");
    gold.send("1");
    gold.wait_for_saved("ana, ben: done");
    let decided = folder.read("annotations/left.txt.gold.ron");
    assert_eq!(decided.matches("from: [\"ana t-").count(), 2, "{decided}");
    gold.send("gg<CR><BS>");
    gold.wait_for_text("ana, ben: 1 open");
    gold.send("<CR><BS>");
    gold.wait_for_saved("ana, ben: 2 open");
    quit(&mut gold);
    assert_eq!(folder.read("annotations/left.txt.gold.ron"), before);
}

#[test]
fn what_was_decided_since_the_last_visit_is_said_on_opening() {
    let folder = tagged();
    let decide = |keys: &str| {
        let mut pty = as_ben(&folder, &["--review", "ana"]);
        pty.wait_for_text("reviewing ana");
        pty.send(keys);
        pty.wait_for_saved("open");
        quit(&mut pty);
    };
    let opened = |words: &str| {
        let mut pty = folder.start(&["left.txt", "right.txt"]);
        let screen = pty.wait_for_text(words);
        quit(&mut pty);
        screen
    };
    decide("]y");
    let screen = opened("ben has reviewed 1 of your tags (✓1)");
    assert!(!screen.contains("since your last visit") && screen.contains("g v lists"), "{screen}");
    // Verdicts have whole seconds.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    decide("]x");
    opened("ben has reviewed 1 of your tags since your last visit (✗1): g v lists");
    let mut pty = folder.start(&["left.txt", "right.txt"]);
    pty.wait_for_text("right.txt");
    pty.send("l");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(!pty.wait_for_text("right.txt").contains("has reviewed"));
    quit(&mut pty);
}

#[test]
fn every_column_of_the_agreement_has_its_head() {
    let folder = tagged();
    let mut pty = as_ben(&folder, &[]);
    pty.wait_for_text("ana has some");
    pty.send("wcwwwwf)s");
    pty.wait_for_saved("tagged: source");
    pty.send("ga");
    let screen = pty.wait_for_text("strict");
    let rows: Vec<Vec<char>> = screen.lines().map(|row| row.chars().collect()).collect();
    let head = rows.iter().position(|row| row.iter().collect::<String>().contains("strict")).unwrap();
    let last: String =
        rows.iter().map(|row| row.iter().collect::<String>()).find(|row| row.contains("│ all ")).unwrap();
    let ends = |row: &[char]| -> Vec<usize> {
        let end = |at: &usize| row[*at] != ' ' && row.get(at + 1).is_none_or(|next| *next == ' ');
        (0..row.len()).filter(end).collect()
    };
    let numbers = ends(&last.chars().collect::<Vec<_>>());
    let heads = ends(&rows[head]);
    assert_eq!(numbers.iter().rev().skip(1).take(10).filter(|end| !heads.contains(end)).count(), 0, "{screen}");
    assert!(!screen.contains("-0.00"), "{screen}");
    assert!(screen.contains("1st, 2nd: tags · both") && screen.contains("αu: text"), "{screen}");
    pty.send("<Esc>");
    pty.wait_until_gone("strict");
    quit(&mut pty);
}

#[test]
fn an_amendment_that_no_link_fits_asks_what_becomes_of_the_link() {
    let folder = tagged();
    let mut ana = folder.start(&["left.txt", "right.txt"]);
    ana.wait_for_text("2 tags");
    ana.send("s");
    ana.wait_for_saved("3 tags");
    ana.send("/Kursk<CR>");
    ana.wait_for_text("1/1");
    ana.send("rattr<CR>");
    ana.wait_for_text("Enter links");
    ana.send("<CR>");
    ana.wait_for_saved("linked");
    quit(&mut ana);
    let mut ben = as_ben(&folder, &["--review", "ana"]);
    ben.wait_for_text("ana: 3 open");
    ben.send("/Kursk<CR>");
    ben.wait_for_text("1/1");
    ben.send("<CR>f");
    ben.wait_for_saved("≠1");
    quit(&mut ben);
    let mut ana = folder.start(&["left.txt", "right.txt"]);
    ana.wait_for_text("3 tags");
    ana.send(":reviews<CR>");
    ana.wait_for_text("ben amended");
    ana.send("<C-y>");
    ana.wait_for_text("does not fit a figure: what now?");
    ana.send("<CR>");
    ana.wait_for_saved("taken over from ben");
    quit(&mut ana);
    let layer = folder.layer("left.txt");
    assert_eq!(layer.tags.iter().filter(|tag| tag.label == "figure").count(), 2);
}
