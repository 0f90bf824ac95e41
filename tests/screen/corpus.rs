//! Key scripts that reach beyond the two articles: the corpus is searched, declared in, and listed.

use std::fs;

use diptych::corpus::Corpus;
use diptych::tags::history::Slot;

use crate::support::Desk;

/// A desk on `left.txt`, in a folder with more texts.
fn corpus(texts: &[(&str, &str)]) -> Desk {
    let mut desk = Desk::new(&["‸The flood took ten villages."]);
    texts.iter().for_each(|(name, text)| fs::write(desk.folder().join(name), text).unwrap());
    desk.reopen_corpus();
    desk.resize(100, 30);
    desk
}

fn manifest(desk: &Desk) -> String {
    fs::read_to_string(desk.folder().join("annotations/corpus.ron")).unwrap()
}

#[test]
fn a_label_is_added_inside_the_program_and_tags_at_once() {
    let mut desk = corpus(&[]);
    desk.keys(":new-label event<Enter>");
    assert_eq!(desk.said(), "there is a label event now, with the key E");
    assert!(manifest(&desk).contains("name: \"event\", key: \"E\""), "{}", manifest(&desk));
    desk.keys("wE");
    let tags: Vec<&str> = desk.app.desk.shelf[Slot(0)].layer.tags().iter().map(|tag| tag.label.as_str()).collect();
    assert_eq!(tags, ["event"]);
    desk.keys("<Esc>:new-label fault X red<Enter>");
    assert!(manifest(&desk).contains("name: \"fault\", key: \"X\", color: \"red\""));
}

#[test]
fn the_last_label_is_still_the_last_after_the_labels_were_set_in_another_order() {
    let mut desk = corpus(&[]);
    desk.keys("vwc<Esc>:new-label event<Enter>");
    let aside = "labels: [(name: \"aside\", key: \"A\", color: \"red\"),";
    let manifest = manifest(&desk).replacen("labels: [", aside, 1);
    fs::write(desk.folder().join("annotations/corpus.ron"), manifest).unwrap();
    desk.keys(":new-label fault X<Enter>");
    assert_eq!(desk.app.setting.scheme.labels[0].name, "aside", "{}", desk.said());
    desk.keys("$vb.");
    let tags: Vec<&str> = desk.app.desk.shelf[Slot(0)].layer.tags().iter().map(|tag| tag.label.as_str()).collect();
    assert_eq!(tags, ["claim", "claim"], "{}", desk.said());
}

#[test]
fn a_label_that_would_take_a_key_or_a_name_is_refused_and_nothing_is_written() {
    let mut desk = corpus(&[]);
    desk.keys(":new-label event k<Enter>");
    assert!(desk.said().starts_with("k is the key of up; free keys: "), "{}", desk.said());
    desk.keys("<Esc>:new-label event g<Enter>");
    assert!(desk.said().starts_with("g is the key of document-start, "), "{}", desk.said());
    assert!(!desk.folder().join("annotations/corpus.ron").exists());
    desk.keys("<Esc>:new-label claim<Enter>");
    assert!(desk.said().contains("there is a label \"claim\" already"), "{}", desk.said());
}

#[test]
fn a_comment_in_the_file_of_the_corpus_stays_when_a_pair_is_added() {
    let mut desk = corpus(&[("a one.txt", "One."), ("b.txt", "Two.")]);
    fs::create_dir_all(desk.folder().join("annotations")).unwrap();
    let file = desk.folder().join("annotations/corpus.ron");
    fs::write(&file, "(format: 1, // mine\n pairs: [])\n").unwrap();
    desk.keys(":pair \"a o<Tab>b<Enter>");
    assert_eq!(desk.said(), "a one.txt and b.txt are a pair");
    assert_eq!(manifest(&desk), "(format: 1, // mine\n pairs: [\n        (\"a one.txt\", \"b.txt\"),\n    ])\n");
    desk.keys("P");
    assert!(desk.frame().contains("a one.txt  ⟷  b.txt"), "{}", desk.frame());
}

#[test]
fn the_palette_completes_what_a_command_is_told() {
    let mut desk = corpus(&[("flood.txt", "One."), ("fire.txt", "Two.")]);
    let frame = desk.keys(":open ").frame();
    assert!(frame.contains("open flood.txt [RIGHT] — Open a text") && frame.contains("open fire.txt"), "{frame}");
    let frame = desk.keys("fl").frame();
    assert!(frame.contains("open flood.txt") && !frame.contains("open fire.txt"), "{frame}");
    desk.keys("<Tab>fi<Enter>");
    let names: Vec<&str> =
        desk.app.desk.panes.iter().map(|pane| desk.app.desk.shelf[pane.slot].name.as_str()).collect();
    assert_eq!(names, ["flood.txt", "fire.txt"]);
    assert!(desk.keys(":new-label x y ").frame().contains("new-label x y purple"));
    assert!(desk.keys("<Esc>:pair ").frame().contains("pair flood.txt RIGHT"));
    assert!(desk.keys("<Esc>:tags ").frame().contains("tags source — List the tags"));
    desk.keys("<Esc>:theme pl<Enter>");
    assert_eq!(desk.said(), "theme: plain");
}

#[test]
fn grep_lists_the_lines_of_all_texts_and_opens_one() {
    let mut desk = corpus(&[
        ("a.txt", "Nothing here.\n\nThe prime\nminister spoke.\nSo did the prime minister’s aide.\n"),
        ("b.txt", "Prime  Minister\n"),
        ("c.txt", "nobody\n"),
    ]);
    let frame = desk.keys(":grep prime minister<Enter>").frame();
    assert!(frame.contains("prime minister: 3 lines in 2 texts"), "{frame}");
    assert!(frame.contains("5: So did the prime minister’s aide."), "{frame}");
    desk.keys("aide<Enter>");
    assert_eq!(desk.app.desk.open().name, "a.txt");
    assert!(desk.marked().contains("So did the ‸prime minister’s aide."), "{}", desk.marked());
    assert!(desk.keys("n").marked().contains("‸The prime\nminister") || desk.marked().contains("The ‸prime\nminister"));
    assert!(desk.keys("g/").frame().contains("› grep"), "{}", desk.frame());
}

#[test]
fn how_far_one_is_with_a_text_is_said_and_shown_in_the_list() {
    let mut desk = corpus(&[("a.txt", "One."), ("b.txt", "Two.")]);
    desk.keys("gf<Down><Enter>");
    assert_eq!(desk.said(), "left.txt: nothing to tag");
    assert!(desk.frame().contains("0 tags · nothing to tag"), "{}", desk.frame());
    assert!(desk.file().contains("says: \"nothing to tag\""), "{}", desk.file());
    desk.keys(":status skipped not an article<Enter>");
    assert_eq!(desk.said(), "left.txt: skipped, not an article");
    let frame = desk.keys("P").frame();
    assert!(frame.contains("not begun · skipped: not an article"), "{frame}");
    assert!(desk.keys("not an").frame().contains("texts: 1 of 3"), "the reason is found, too");
    desk.keys("<C-u><C-t>");
    assert!(desk.frame().contains("texts, open: 2"), "{}", desk.frame());
    assert!(desk.keys("<C-t>").frame().contains("texts, skipped: 1"), "{}", desk.frame());
    assert!(desk.keys("<C-t>").frame().contains("texts: 3"));
    desk.keys("<Esc>u");
    assert!(desk.file().contains("nothing to tag"), "undo takes the last word back");
}

#[test]
fn the_list_of_pairs_finds_the_words_of_the_texts() {
    let mut desk = corpus(&[("a.txt", "The dam broke."), ("b.txt", "Nothing."), ("dam.txt", "Nothing.")]);
    let frame = desk.keys("Pdam").frame();
    assert!(frame.contains("texts: 2 of 4") && frame.contains("a.txt") && frame.contains("dam.txt"), "{frame}");
    assert!(desk.keys("<C-u>bro").frame().contains("texts: 1 of 4"));
}

#[test]
fn a_text_in_no_pair_has_a_row_of_its_own() {
    let mut desk = corpus(&[("a.txt", "The dam broke."), ("b.txt", "Nothing.")]);
    fs::create_dir_all(desk.folder().join("annotations")).unwrap();
    let manifest = "(format: 1, pairs: [(\"left.txt\", \"a.txt\")])";
    fs::write(desk.folder().join("annotations/corpus.ron"), manifest).unwrap();
    desk.reopen_corpus();
    let frame = desk.keys("P").frame();
    assert!(
        frame.contains("left.txt  ⟷  a.txt") && frame.contains("pairs and single texts in this corpus: 2"),
        "{frame}"
    );
    desk.keys("<Down><Enter>");
    let names: Vec<&str> = desk.app.desk.slots().iter().map(|slot| desk.app.desk.shelf[*slot].name.as_str()).collect();
    assert_eq!(names, ["b.txt"]);
}

#[test]
fn the_chosen_line_of_a_list_carries_the_cursor() {
    let mut desk = corpus(&[("a.txt", "One."), ("b.txt", "Two.")]);
    desk.keys("P");
    let first = desk.cursor().unwrap();
    desk.keys("<Up>");
    assert_eq!(desk.cursor().unwrap().1, first.1 - 1);
    desk.keys("b");
    assert!(desk.cursor().unwrap().1 < first.1 - 1, "what is typed has it while one types");
}

#[test]
fn the_origin_of_a_text_is_shown() {
    let mut desk = corpus(&[]);
    desk.keys("gi");
    assert_eq!(desk.said(), "left.txt has no recorded origin; `diptych add` records one");
    fs::create_dir_all(desk.folder().join("annotations")).unwrap();
    let source = "(format: 1, sources: {\"left.txt\": (original: \"flood.html\", sha256: \"9f\", converter: \"diptych 0.1.0\", \
                  origin: (title: \"Ten villages\", authors: [\"Ann Lee\", \"Bo\"], license: \"CC BY 4.0\"))})";
    fs::write(desk.folder().join("annotations/sources.ron"), source).unwrap();
    let frame = desk.keys("gi").frame();
    for words in ["Ten villages", "Ann Lee, Bo", "CC BY 4.0", "flood.html"] {
        assert!(frame.contains(words), "{words}: {frame}");
    }
}

#[test]
fn a_declared_language_is_read_in_place_of_the_one_that_is_told() {
    let folder_text = "Der Umsatz stieg um 3 Mio. Euro, und die Zahl der Kunden wuchs auf etwa fünf Millionen im Jahr.";
    let desk = corpus(&[("a.txt", folder_text), ("b.txt", folder_text)]);
    fs::create_dir_all(desk.folder().join("annotations")).unwrap();
    let file = "(format: 1, language: \"it\", languages: {\"b.txt\": \"en\"})";
    fs::write(desk.folder().join("annotations/corpus.ron"), file).unwrap();
    let corpus = Corpus::here(desk.folder()).unwrap();
    let code = |name: &str| corpus.language(name, folder_text).code.as_str();
    assert_eq!((code("a.txt"), code("b.txt")), ("", "en"));
}

#[test]
fn a_language_without_a_list_is_said_once() {
    let text = "Tulva vei kymmenen kylää, ja asukkaat kertoivat, ettei heitä ollut varoitettu. ".repeat(8);
    let mut desk = corpus(&[("a.txt", &text), ("b.txt", &text)]);
    desk.keys(":open a.txt<Enter>");
    assert!(desk.said().starts_with("a.txt: there is no list of words for its language"), "{}", desk.said());
    desk.keys(":open b.txt<Enter>");
    assert_eq!(desk.said(), "");
}
