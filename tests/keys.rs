//! Key scripts over marked text: what the keys of the README do.

mod support;

use support::{Desk, after};

#[test]
fn motions_move_by_their_units() {
    let text = "‸One two. Three four.\n\nFive.";
    assert_eq!(after(text, "l"), "O‸ne two. Three four.\n\nFive.");
    assert_eq!(after(text, "w"), "One ‸two. Three four.\n\nFive.");
    assert_eq!(after(text, "3w"), "One two. Three ‸four.\n\nFive.");
    assert_eq!(after(text, ")"), "One two. ‸Three four.\n\nFive.");
    assert_eq!(after(text, "}"), "One two. Three four.\n\n‸Five.");
    assert_eq!(after(text, "$"), "One two. Three four‸.\n\nFive.");
    assert_eq!(after(text, "Gggl"), "O‸ne two. Three four.\n\nFive.");
    assert_eq!(after(text, "G"), "One two. Three four.\n\nFive‸.");
}

#[test]
fn vertical_motion_keeps_its_column() {
    let text = "a long‸ line\n\nab\nanother line";
    assert_eq!(after(text, "j"), "a long line\n‸\nab\nanother line");
    assert_eq!(after(text, "jj"), "a long line\n\na‸b\nanother line");
    assert_eq!(after(text, "jjj"), "a long line\n\nab\nanothe‸r line");
    assert_eq!(after(text, "3j3k"), "a long‸ line\n\nab\nanother line");
}

#[test]
fn a_label_key_tags_the_selection_without_the_white_space_at_its_ends() {
    assert_eq!(after("Prices ‸rose by 5% in May.", "vwwhc"), "Prices ⟦c rose by⟧‸ 5% in May.");
    assert_eq!(after("Prices ‸rose by", "<S-Right><S-Right>f"), "Prices ⟦f ro‸s⟧e by");
}

#[test]
fn without_a_selection_a_label_takes_its_unit() {
    let text = "Prices ‸rose by approximately 5% in May. INSEE said so.";
    assert_eq!(after(text, "c"), "⟦c Prices ‸rose by approximately 5% in May.⟧ INSEE said so.");
    assert_eq!(after(text, "f"), "Prices ‸rose by ⟦f approximately 5%⟧ in May. INSEE said so.");
    assert_eq!(after(text, ")s"), "Prices rose by approximately 5% in May. ⟦s ‸INSEE⟧ said so.");
    assert_eq!(after("no ‸number here", "f"), "no ⟦f ‸number⟧ here");
}

#[test]
fn the_same_label_on_the_same_span_is_one_tag() {
    let mut desk = Desk::new(&["‸One two."]);
    desk.keys("cc");
    assert_eq!(desk.marked(), "⟦c ‸One two.⟧");
    assert!(desk.said().starts_with("already there"), "{}", desk.said());
}

#[test]
fn tags_nest_overlap_and_touch() {
    let mut desk = Desk::new(&["‸ab cd ef gh"]);
    desk.keys("vwlcwvwlf0vs");
    let open = &desk.app.desk.shelf[0];
    let tags: Vec<(&str, &str)> =
        open.layer.tags().iter().map(|tag| (tag.label.as_str(), open.document.slice(tag.span))).collect();
    assert_eq!(tags, [("source", "a"), ("claim", "ab cd"), ("figure", "ef gh")]);
    desk.keys("wvwlsw");
    assert_eq!(desk.app.desk.shelf[0].layer.tags().len(), 4, "{}", desk.marked());
}

#[test]
fn a_selection_grows_and_shrinks_by_units() {
    let text = "One two. Thr‸ee four.\nFive.";
    assert_eq!(after(text, "o"), "One two. «Thre‸e» four.\nFive.");
    assert_eq!(after(text, "oo"), "One two. «Three four‸.»\nFive.");
    assert_eq!(after(text, "3o"), "«One two. Three four‸.»\nFive.");
    assert_eq!(after(text, "oooi"), "One two. «Three four‸.»\nFive.");
    assert_eq!(after(text, "oii"), "One two. Thr‸ee four.\nFive.");
}

#[test]
fn a_selection_is_extended_by_counts_motions_and_searches() {
    assert_eq!(after("‸one two three four", "v2w"), "«one two ‸t»hree four");
    assert_eq!(after("‸one two three four", "v/thr<Enter>"), "«one two ‸t»hree four");
    assert_eq!(after("one ‸two three", "vee"), "one «‸t»wo three");
    assert_eq!(after("one ‸two three", "vweb"), "«‸one two t»hree");
}

#[test]
fn brackets_step_from_tag_to_tag_and_around() {
    let text = "‸a ⟦c b ⟦f c⟧ d⟧ e ⟦s f⟧";
    assert_eq!(after(text, "]"), "a ⟦c* ‸b ⟦f c⟧ d⟧ e ⟦s f⟧");
    assert_eq!(after(text, "]]"), "a ⟦c b ⟦f* ‸c⟧ d⟧ e ⟦s f⟧");
    assert_eq!(after(text, "3]"), "a ⟦c b ⟦f c⟧ d⟧ e ⟦s* ‸f⟧");
    assert_eq!(after(text, "4]"), "a ⟦c* ‸b ⟦f c⟧ d⟧ e ⟦s f⟧");
    assert_eq!(after(text, "["), "a ⟦c b ⟦f c⟧ d⟧ e ⟦s* ‸f⟧");
    assert_eq!(after(text, "]]["), "a ⟦c* ‸b ⟦f c⟧ d⟧ e ⟦s f⟧");
}

#[test]
fn enter_focuses_what_is_under_the_cursor_and_cycles() {
    let text = "a ⟦c b ⟦f ‸c⟧ d⟧";
    assert_eq!(after(text, "<Enter>"), "a ⟦c b ⟦f* ‸c⟧ d⟧");
    assert_eq!(after(text, "<Enter><Enter>"), "a ⟦c* b ⟦f ‸c⟧ d⟧");
    assert_eq!(after(text, "<Enter><Enter><Enter><Esc>"), text);
}

#[test]
fn a_focused_tag_is_relabelled_removed_and_left() {
    assert_eq!(after("‸⟦c a⟧ b", "]f"), "⟦f* ‸a⟧ b");
    assert_eq!(after("‸⟦c a⟧ b", "]x"), "‸a b");
    assert_eq!(after("‸⟦c a⟧ b", "]xu"), "⟦c ‸a⟧ b");
    assert_eq!(after("‸⟦c a⟧ b", "]l"), "⟦c a⟧‸ b");
}

#[test]
fn the_ends_of_a_tag_move_and_it_stays_the_same_tag() {
    let mut desk = Desk::new(&["‸One ⟦c two⟧ three four"]);
    let before = desk.app.desk.shelf[0].layer.tags().iter().next().unwrap().clone();
    assert_eq!(desk.keys("]v").marked(), "One «⟦c tw‸o⟧» three four");
    assert_eq!(desk.keys("2whh<Enter>").marked(), "One ⟦c* two thre‸e⟧ four");
    let after = desk.app.desk.shelf[0].layer.tags().iter().next().unwrap().clone();
    assert_eq!(before.id, after.id);
    assert_eq!(desk.keys("veb<Enter>").marked(), "⟦c* ‸One two three⟧ four");
    assert_eq!(desk.keys("uu").marked(), "One ⟦c ‸two⟧ three four");
}

#[test]
fn dot_repeats_and_a_tags_every_occurrence_in_one_step() {
    assert_eq!(after("‸5 men, 15 men", "fww."), "⟦f 5⟧ men, ⟦f ‸15⟧ men");
    let mut desk = Desk::new(&["‸NATO and UNATO and NATO’s NATO"]);
    desk.keys("vlllsG0<Enter>a");
    assert_eq!(desk.marked(), "⟦s* ‸NATO⟧ and UNATO and ⟦s NATO⟧’s ⟦s NATO⟧");
    assert!(desk.said().contains("2 ×"), "{}", desk.said());
    assert_eq!(desk.keys("u").marked(), "⟦s ‸NATO⟧ and UNATO and NATO’s NATO");
}

#[test]
fn undo_goes_back_across_both_articles_in_order() {
    let mut desk = Desk::new(&["‸One.", "‸Two."]);
    desk.keys("c<Tab>c<Tab>f");
    assert_eq!(desk.marked_pane(0), "⟦c ⟦f ‸One⟧.⟧");
    desk.keys("uu");
    assert_eq!((desk.marked_pane(0), desk.marked_pane(1)), ("⟦c ‸One.⟧".into(), "‸Two.".into()));
    assert_eq!(desk.app.desk.active, 1, "it shows the place");
    assert!(desk.said().starts_with("undone: claim on “Two.”"), "{}", desk.said());
    desk.keys("u<C-r><C-r><C-r>");
    assert_eq!(desk.marked_pane(0), "⟦c ⟦f ‸One⟧.⟧");
    assert_eq!(desk.keys("3uu").said(), "nothing to undo");
}

#[test]
fn a_note_is_kept_with_its_tag() {
    let mut desk = Desk::new(&["‸⟦c One.⟧"]);
    desk.keys("]mline one<Enter>zwölf 漢字<Esc>");
    let note = |desk: &Desk| desk.app.desk.shelf[0].layer.tags().iter().next().unwrap().note.clone();
    assert_eq!(note(&desk), "line one\nzwölf 漢字");
    desk.keys("m more<C-c>");
    assert_eq!(note(&desk), "line one\nzwölf 漢字");
    desk.keys("u");
    assert_eq!(note(&desk), "");
}

#[test]
fn a_paste_never_runs_as_commands() {
    let mut desk = Desk::new(&["‸⟦c One.⟧"]);
    desk.app.paste("xxxq");
    assert_eq!(desk.marked(), "⟦c ‸One.⟧");
    desk.keys("]m");
    desk.app.paste("from\r\nthe \u{1b}[31mclipboard");
    desk.keys("<Esc>");
    assert_eq!(desk.app.desk.shelf[0].layer.tags().iter().next().unwrap().note, "from\nthe [31mclipboard");
}

#[test]
fn a_link_joins_only_what_its_kind_allows() {
    let mut desk = Desk::new(&["‸⟦c Prices rose ⟦f 5%⟧⟧, ⟦s INSEE⟧ said.", "‸⟦f 6%⟧ ⟦c and more⟧"]);
    desk.keys("]rrests<Enter>");
    assert_eq!(desk.keys("]").marked(), "⟦c Prices rose ⟦f* ‸5%⟧⟧, ⟦s INSEE⟧ said.");
    assert_eq!(desk.keys("]").marked(), "⟦c Prices rose ⟦f* ‸5%⟧⟧, ⟦s INSEE⟧ said.", "the source does not fit");
    desk.keys("<Enter>");
    assert!(desk.said().contains("rests on “5%”"), "{}", desk.said());
    desk.keys("p");
    assert_eq!(desk.marked(), "⟦c Prices rose ⟦f* ‸5%⟧⟧, ⟦s INSEE⟧ said.");
    desk.keys("rdiffers<Enter>]<Enter>");
    let links: Vec<_> = desk.app.desk.shelf[0].layer.links().values().collect();
    assert_eq!(links.len(), 2);
    assert!(links.iter().any(|link| link.document.as_deref() == Some("right.txt")));
    desk.keys("<Tab>]L<Enter>");
    assert_eq!(desk.app.desk.active, 0, "the link is seen from its other end, too");
    desk.keys("x");
    assert!(desk.app.desk.shelf[0].layer.links().is_empty(), "no link is left without its tag");
    desk.keys("u");
    assert_eq!(desk.app.desk.shelf[0].layer.links().len(), 2);
}

#[test]
fn search_goes_from_hit_to_hit_and_around() {
    let text = "‸one Two three two";
    assert_eq!(after(text, "/two<Enter>"), "one ‸Two three two");
    assert_eq!(after(text, "/two<Enter>n"), "one Two three ‸two");
    assert_eq!(after(text, "/two<Enter>nn"), "one ‸Two three two");
    assert_eq!(after(text, "/two<Enter>N"), "one Two three ‸two");
    assert_eq!(after(text, "/Two<Enter>n"), "one ‸Two three two");
    assert_eq!(after(text, "/thr<Esc>"), text);
    let mut desk = Desk::new(&[text]);
    desk.keys("/(two");
    assert_eq!(desk.app.search.error.as_deref(), Some("unclosed group"));
    assert!(desk.keys("<Backspace><Backspace><Backspace><Backspace>two").frame().contains("1/2"));
}

#[test]
fn the_list_filters_jumps_and_removes() {
    let mut desk = Desk::new(&["‸⟦c One is.⟧ ⟦f 23⟧ ⟦s NATO⟧", "‸⟦f 42⟧"]);
    desk.keys("t42<Enter>");
    assert_eq!((desk.app.desk.active, desk.marked()), (1, "⟦f* ‸42⟧".into()));
    desk.keys("<Tab>tnato<C-x>");
    assert_eq!(desk.marked_pane(0), "⟦c ‸One is.⟧ ⟦f 23⟧ NATO");
    desk.keys("<Esc>t<C-t><C-t>");
    assert!(desk.frame().contains("figure in both articles: 2"), "{}", desk.frame());
}

#[test]
fn the_palette_finds_any_command_by_its_name() {
    let mut desk = Desk::new(&["‸One."]);
    desk.keys(":tag claim<Enter>");
    assert_eq!(desk.marked(), "⟦c ‸One.⟧");
    assert!(desk.keys(":guidelines<Enter>").frame().contains("LABELS"));
    assert!(desk.keys("<Esc>?").frame().contains("MOVING"));
}
