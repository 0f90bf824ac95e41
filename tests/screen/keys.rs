//! Tests the keys of the README with key scripts over marked text.

use diptych::tags::history::Slot;
use diptych::tui::model::Event;
use diptych::tui::model::event::{Fetched, Laid, Started, Wait};
use diptych::tui::model::open::Open;

use crate::support::{Desk, after};

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
    assert_eq!(after("Prices ‸rose by 5% in May.", "vwwlc"), "Prices ⟦c rose by⟧‸ 5% in May.");
    assert_eq!(after("Prices ‸rose by", "<S-Right><S-Right>f"), "Prices ⟦f ro‸s⟧e by");
}

#[test]
fn without_a_selection_a_label_takes_its_unit() {
    let text = "Prices ‸rose by approximately 5% in May. INSEE said so.";
    assert_eq!(after(text, "c"), "⟦c Prices ‸rose by approximately 5% in May.⟧ INSEE said so.");
    assert_eq!(after(text, "f"), "Prices ‸rose by ⟦f approximately 5%⟧ in May. INSEE said so.");
    assert_eq!(after(text, ")s"), "Prices rose by approximately 5% in May. ⟦s ‸INSEE⟧ said so.");
}

#[test]
fn where_there_is_no_figure_or_source_its_key_tags_nothing_and_says_so() {
    for (key, said) in [("f", "there is no figure in this sentence"), ("s", "there is no source in this sentence")] {
        let mut desk = Desk::new(&["no ‸number here, and none on Wednesday, June 11"]);
        assert_eq!(desk.keys(key).marked(), "no ‸number here, and none on Wednesday, June 11");
        assert_eq!(desk.said(), said);
    }
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
    desk.keys("vwwcwvwwf0vs");
    let open = &desk.app.desk.shelf[Slot(0)];
    let tags: Vec<(&str, &str)> =
        open.layer.tags().iter().map(|tag| (tag.label.as_str(), open.document.slice(tag.span))).collect();
    assert_eq!(tags, [("source", "a"), ("claim", "ab cd"), ("figure", "ef gh")]);
    desk.keys("wvwwsw");
    assert_eq!(desk.app.desk.shelf[Slot(0)].layer.tags().len(), 4, "{}", desk.marked());
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
    assert_eq!(after("‸one two three four", "v2w"), "«one tw‸o» three four");
    assert_eq!(after("‸one two three four", "v/thr<Enter>"), "«one two ‸t»hree four");
    assert_eq!(after("one ‸two three", "vee"), "one «‸t»wo three");
    assert_eq!(after("one ‸two three", "vweb"), "«‸one two» three");
}

#[test]
fn a_selection_takes_words_sentences_and_paragraphs_whole() {
    let text = "One ‸is two. Three.\n\nFour five.";
    assert_eq!(after(text, "vw"), "One «i‸s» two. Three.\n\nFour five.");
    assert_eq!(after(text, "vww"), "One «is tw‸o». Three.\n\nFour five.");
    assert_eq!(after(text, "lvw"), "One «i‸s» two. Three.\n\nFour five.", "from within the word, too");
    assert_eq!(after(text, "vb"), "One «‸is» two. Three.\n\nFour five.");
    assert_eq!(after(text, "vbb"), "«‸One is» two. Three.\n\nFour five.");
    assert_eq!(after(text, "v)"), "One «is two‸.» Three.\n\nFour five.");
    assert_eq!(after(text, "v2)"), "One «is two. Three‸.»\n\nFour five.");
    assert_eq!(after(text, "v}"), "One «is two. Three‸.»\n\nFour five.");
    assert_eq!(after(text, "v}}"), "One «is two. Three.\n\nFour five‸.»");
    assert_eq!(after(text, "v("), "«‸One is» two. Three.\n\nFour five.");
    assert_eq!(after(text, "vG"), "One «is two. Three.\n\nFour five‸.»");
    assert_eq!(after(text, "<C-S-Right><C-S-Right>"), "One «is tw‸o». Three.\n\nFour five.");
}

#[test]
fn a_selection_lets_go_of_whole_words_too() {
    assert_eq!(after("‸one two three", "vwwwb"), "«one tw‸o» three");
    assert_eq!(after("‸one two three", "vwww2b"), "«on‸e» two three");
    assert_eq!(after("one two ‸three", "vbbw"), "one two «‸three»");
    assert_eq!(after("one ‸two three", "lvlw"), "one t«wo thre‸e»", "after a step by characters it goes on from there");
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
    assert_eq!(after("‸⟦c a⟧ b", "]xu"), "⟦c* ‸a⟧ b", "what was in focus is so again");
    assert_eq!(after("‸⟦c a⟧ b", "]l"), "⟦c a⟧‸ b");
}

#[test]
fn the_ends_of_a_tag_move_and_it_stays_the_same_tag() {
    let mut desk = Desk::new(&["‸One ⟦c two⟧ three four"]);
    let before = desk.app.desk.shelf[Slot(0)].layer.tags().iter().next().unwrap().clone();
    assert_eq!(desk.keys("]v").marked(), "One «⟦c tw‸o⟧» three four");
    assert_eq!(desk.keys("w<Enter>").marked(), "One ⟦c* two thre‸e⟧ four");
    let after = desk.app.desk.shelf[Slot(0)].layer.tags().iter().next().unwrap().clone();
    assert_eq!(before.id, after.id);
    assert_eq!(desk.keys("veb<Enter>").marked(), "⟦c* ‸One two three⟧ four");
    assert_eq!(desk.keys("uu").marked(), "One ⟦c* ‸two⟧ three four");
}

#[test]
fn dot_repeats_and_a_tags_every_occurrence_in_one_step() {
    assert_eq!(after("‸5 men, 15 men", "fww."), "⟦f 5⟧ men, ⟦f ‸15⟧ men");
    let mut desk = Desk::new(&["‸NATO and UNATO and NATO’s NATO"]);
    desk.keys("vlllsG0<Enter>a");
    assert_eq!(desk.marked(), "⟦s* ‸NATO⟧ and UNATO and ⟦s NATO⟧’s ⟦s NATO⟧");
    assert!(desk.said().contains("2 ×"), "{}", desk.said());
    assert_eq!(desk.keys("u").marked(), "⟦s* ‸NATO⟧ and UNATO and NATO’s NATO");
}

#[test]
fn undo_goes_back_across_both_articles_in_order() {
    let mut desk = Desk::new(&["‸About two men.", "‸Two."]);
    desk.keys("c<Tab>c<Tab>f");
    assert_eq!(desk.marked_pane(0), "⟦c ⟦f ‸About two⟧ men.⟧");
    desk.keys("uu");
    assert_eq!((desk.marked_pane(0), desk.marked_pane(1)), ("⟦c ‸About two men.⟧".into(), "‸Two.".into()));
    assert_eq!(desk.app.desk.active, 1, "it shows the place");
    assert!(desk.said().starts_with("undone: claim on “Two.”"), "{}", desk.said());
    desk.keys("u<C-r><C-r><C-r>");
    assert_eq!(desk.marked_pane(0), "⟦c ⟦f ‸About two⟧ men.⟧");
    assert_eq!(desk.keys("3uu").said(), "nothing to undo");
}

#[test]
fn a_note_is_kept_with_its_tag() {
    let mut desk = Desk::new(&["‸⟦c One.⟧"]);
    desk.keys("]mline one<Enter>zwölf 漢字<Esc>");
    let note = |desk: &Desk| desk.app.desk.shelf[Slot(0)].layer.tags().iter().next().unwrap().note.clone();
    assert_eq!(note(&desk), "line one\nzwölf 漢字");
    desk.keys("m more<C-c>");
    assert_eq!(note(&desk), "line one\nzwölf 漢字 more", "Ctrl-C loses nothing that was typed");
    desk.keys("m<C-j>last<Esc>");
    assert_eq!(note(&desk), "line one\nzwölf 漢字 more\nlast", "a line feed is a new line");
    desk.keys("uuu");
    assert_eq!(note(&desk), "");
}

#[test]
fn a_paste_never_runs_as_commands() {
    let mut desk = Desk::new(&["‸⟦c One.⟧"]);
    desk.paste("xxxq");
    assert_eq!(desk.marked(), "⟦c ‸One.⟧");
    desk.keys("]m");
    desk.paste("from\r\nthe \u{1b}[31mclipboard");
    desk.keys("<Esc>");
    assert_eq!(desk.app.desk.shelf[Slot(0)].layer.tags().iter().next().unwrap().note, "from\nthe [31mclipboard");
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
    let links: Vec<_> = desk.app.desk.shelf[Slot(0)].layer.links().values().collect();
    assert_eq!(links.len(), 2);
    assert!(links.iter().any(|link| link.document.as_deref() == Some("right.txt")));
    desk.keys("<Tab>]L<Enter>");
    assert_eq!(desk.app.desk.active, 0, "the link is seen from its other end, too");
    desk.keys("x");
    assert!(desk.app.desk.shelf[Slot(0)].layer.links().is_empty(), "no link is left without its tag");
    desk.keys("u");
    assert_eq!(desk.app.desk.shelf[Slot(0)].layer.links().len(), 2);
}

#[test]
fn letters_that_follow_a_refused_key_do_nothing() {
    let text = "‸⟦c One ⟦s two⟧⟧ three 4 five.";
    // A selection, a tag in focus, a link that is being made, nothing at all.
    for script in ["vorrests", "voZf", "vomnote", "]yx", "]Zx", "]rattr<Enter>Znx", "yc"] {
        let mut desk = Desk::new(&[text]);
        desk.keys(script);
        let marked = desk.marked().replace(['‸', '*', '«', '»'], "");
        assert_eq!(marked, text.replace('‸', ""), "{script}: {}", desk.said());
        assert!(desk.app.overlay.is_none(), "{script}: {}", desk.said());
    }
    let mut desk = Desk::new(&["‸One two."]);
    desk.keys("vZ");
    assert!(desk.keys("<Esc>").app.desk.pane().selection.is_none(), "Esc leaves at once");
}

#[test]
fn what_one_is_doing_stands_there_until_it_is_done() {
    let foot = |desk: &Desk| desk.frame().lines().rev().nth(1).unwrap().to_string();
    let mut desk = Desk::new(&["‸⟦c Prices rose ⟦f 5%⟧⟧, ⟦s INSEE⟧ said."]);
    desk.keys("]rrests<Enter>");
    assert_eq!(foot(&desk), " “Prices rose 5%” rests on “5%”? Enter links them, Esc gives up");
    desk.keys("lll<C-d>");
    assert_eq!(foot(&desk), " “Prices rose 5%” rests on … ? ] [ go to what fits, Enter links, Esc gives up");
    desk.keys("Q");
    assert!(foot(&desk).starts_with(" Q does nothing here"), "{}", foot(&desk));
    desk.handle(Event::Paused);
    desk.keys("h").resize(60, 24);
    assert_eq!(foot(&desk), " “Prices rose 5%” rests on … ? Enter links, Esc gives up");
    desk.resize(80, 24);
    desk.keys("h]h]");
    assert_eq!(foot(&desk), " “Prices rose 5%” rests on “5%”? Enter links them, Esc gives up");
    desk.keys("<Enter>h");
    assert!(!foot(&desk).contains("Esc"), "{}", foot(&desk));
    for keys in ["]]v", "h", "w", "e"] {
        desk.keys(keys);
        let words = " move an end: e for the other, Enter sets them, Esc gives up · figure";
        assert!(foot(&desk).starts_with(words), "{keys}: {}", foot(&desk));
    }
    desk.keys("<Esc>");
    assert!(foot(&desk).starts_with(" figure “5%”"), "{}", foot(&desk));
}

#[test]
fn a_question_and_a_message_are_both_whole_on_a_narrow_screen() {
    let mut desk = Desk::new(&["‸⟦c Prices rose ⟦f 5%⟧⟧, ⟦s INSEE⟧ said."]);
    let question = "“Prices rose 5%” rests on “5%”? Enter links them, Esc gives up";
    for width in [80, 140] {
        desk.resize(width, 24).keys("]rrests<Enter>Q");
        let frame = desk.frame();
        let foot: Vec<&str> = frame.lines().rev().take(2).collect();
        assert!(foot.iter().any(|row| row.contains(&desk.said())), "{} {frame}", desk.said());
        assert!(foot.iter().any(|row| row.contains(question)), "{frame}");
        desk.keys("<Esc><Esc>gg");
    }
}

#[test]
fn enter_is_a_hint_where_it_goes_to_another_tag_here() {
    let mut desk = Desk::new(&["⟦c ‸Prices rose ⟦f 5%⟧⟧, said ⟦s INSEE⟧."]);
    desk.resize(80, 24).keys("<Enter>");
    assert!(!desk.frame().contains("Enter next here"), "{}", desk.frame());
    desk.keys("<Esc>ww<Enter>");
    assert!(desk.frame().contains("Enter next here"), "{}", desk.frame());
}

#[test]
fn the_number_of_a_hit_shows_only_on_a_hit() {
    let mut desk = Desk::new(&["‸The boots and the boots.", "One of the boots."]);
    desk.resize(120, 24).keys("/boots<Enter>");
    assert!(desk.frame().contains("/boots 1/2 · 1 in the right article"), "{}", desk.frame());
    desk.keys("gg");
    assert!(desk.frame().contains("/boots 2 hits · 1 in the right article"), "{}", desk.frame());
}

#[test]
fn a_list_gives_the_room_that_its_words_leave_to_what_stands_at_the_right() {
    let mut desk = Desk::new(&["‸⟦f 5%⟧", "‸⟦f 6%⟧"]);
    desk.keys("]r");
    assert!(desk.frame().contains("→ the same label, in the other article"), "{}", desk.frame());
}

#[test]
fn a_long_note_is_wrapped_and_its_cursor_stays_in_sight() {
    use ratatui::{buffer::Buffer, layout::Rect};
    let mut desk = Desk::new(&["‸⟦c One.⟧"]);
    desk.keys("]m");
    let cursor = |desk: &Desk| {
        let screen = Rect::new(0, 0, desk.app.desk.size.0, desk.app.desk.size.1);
        diptych::tui::view::view(&desk.app, &mut Buffer::empty(screen)).unwrap()
    };
    for (width, height) in [(80, 24), (50, 12), (30, 8)] {
        desk.resize(width, height);
        for word in 0..100 {
            desk.keys(if word % 25 == 0 { "漢字<Enter>" } else { "word " });
            let (column, row) = (cursor(&desk).x, cursor(&desk).y);
            assert!(0 < column && column < width - 1 && 0 < row && row < height - 3, "{column} {row}");
        }
        assert!(desk.frame().contains("word word word"), "{}", desk.frame());
        for _ in 0..40 {
            let before = cursor(&desk).y;
            desk.keys("<Up>");
            assert!([before, before - 1].contains(&cursor(&desk).y), "up goes by rows of the screen");
        }
    }
    let note: String =
        desk.keys("<Esc>").app.desk.shelf[Slot(0)].layer.tags().iter().map(|tag| tag.note.clone()).collect();
    assert_eq!(note.lines().count(), 13, "what is wrapped stays one line");
}

#[test]
fn help_and_lists_are_left_at_their_ends_by_one_key() {
    let mut desk = Desk::new(&["‸One."]);
    let top = desk.keys("?").frame();
    let end = desk.keys("G").frame();
    assert!(end != top && end.contains("IN PAGES LIKE THE HELP"), "{end}");
    assert_eq!(desk.keys("j").frame(), end);
    assert_eq!(desk.keys("gg").frame(), top);
    assert_eq!((desk.keys("<End>").frame(), desk.keys("<Home>").frame()), (end, top));
    desk.keys("<Esc>:<C-End>");
    assert!(desk.frame().contains("quit-unsaved"), "{}", desk.frame());
    assert!(desk.keys("<C-Home>").frame().contains("left —"), "{}", desk.frame());
}

#[test]
fn a_key_that_leaves_the_filter_as_it_is_leaves_the_choice() {
    let mut desk = Desk::new(&["‸⟦c One is.⟧ ⟦f 23⟧ ⟦s NATO⟧"]);
    desk.keys("t<Down><Down><End><Home><Left><Right>a<Backspace><Down><Down><End><Enter>");
    assert_eq!(desk.marked(), "⟦c One is.⟧ ⟦f 23⟧ ⟦s* ‸NATO⟧");
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
    assert_eq!(after(text, "/two<Enter><Esc>n"), "one Two three ‸two", "a search that was left is taken up again");
    let mut desk = Desk::new(&[text]);
    assert!(desk.keys("n").said().starts_with("nothing was searched for yet"));
    desk.keys("/(two");
    assert_eq!(desk.app.search.error.as_deref(), Some("unclosed group"));
    assert!(desk.keys("<Backspace><Backspace><Backspace><Backspace>two").frame().contains("1/2"));
    assert_eq!(after("‸He said\nit cost (some) $4.5.", "/said it<Enter>"), "He ‸said\nit cost (some) $4.5.");
    assert_eq!(after("‸He said\nit cost (some) $4.5.", "/(some<Enter>"), "He said\nit cost ‸(some) $4.5.");
    assert_eq!(after("‸He said\nit cost (some) $4.5.", "/$4.5<Enter>"), "He said\nit cost (some) ‸$4.5.");
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

#[test]
fn a_label_may_declare_attributes() {
    use diptych::tags::scheme::{Attribute, AttributeKind, Scheme};
    let mut scheme = Scheme::default();
    let attribute = |name: &str, key: &str, kind| Attribute { name: name.into(), key: key.into(), kind };
    scheme.labels[0].attributes = vec![
        attribute("certainty", "y", AttributeKind::Choice(vec!["stated".into(), "hedged".into()])),
        attribute("quoted", "d", AttributeKind::YesNo),
        attribute("speaker", "k", AttributeKind::Text),
    ];
    scheme.labels[1].attributes = vec![attribute("exact", "d", AttributeKind::YesNo)];
    let mut desk = Desk::with(&["‸⟦c One ⟦f 5⟧.⟧"], scheme, &[]);
    let attributes = |desk: &Desk, number: usize| {
        let tag = desk.app.desk.shelf[Slot(0)].layer.tags().iter().nth(number).unwrap();
        tag.attributes.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
    };
    desk.keys("]d");
    assert_eq!(attributes(&desk, 0), "quoted=yes");
    desk.keys("yhedg<Enter>kMark Rutte<Enter>");
    assert_eq!(attributes(&desk, 0), "certainty=hedged quoted=yes speaker=Mark Rutte");
    desk.app.message = None;
    assert!(desk.frame().contains("claim “One 5.” · certainty: hedged"), "{}", desk.frame());
    desk.keys("dd");
    assert_eq!(attributes(&desk, 0), "certainty=hedged speaker=Mark Rutte");
    desk.keys("f");
    assert_eq!(
        (attributes(&desk, 0), desk.said().contains("a figure has no certainty and speaker")),
        (String::new(), true)
    );
    desk.keys("u");
    assert_eq!(attributes(&desk, 0), "certainty=hedged speaker=Mark Rutte");
    desk.keys("]d");
    assert_eq!(attributes(&desk, 1), "exact=yes", "one key, the attribute of the tag's own label");
    desk.keys("uuuuuu");
    assert_eq!((attributes(&desk, 0), attributes(&desk, 1)), (String::new(), String::new()));
}

#[test]
fn the_mouse_places_selects_and_scrolls() {
    use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind as Kind};
    let long = "One two three. Four five.\n".repeat(40);
    let mut desk = Desk::new(&[&long, "Right."]);
    let mut mouse = |kind, column, row| {
        desk.mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE });
        desk.marked_pane(0).split('\n').next().unwrap().to_string()
    };
    let left = MouseButton::Left;
    assert_eq!(mouse(Kind::Down(left), 8, 1), "One ‸two three. Four five.");
    assert_eq!(mouse(Kind::Drag(left), 14, 1), "One «two thr‸»ee. Four five.".replace("thr‸»ee", "th‸r»ee"));
    mouse(Kind::Up(left), 14, 1);
    mouse(Kind::Down(left), 12, 1);
    assert_eq!(mouse(Kind::Down(left), 12, 1), "One two «thre‸e». Four five.");
    assert_eq!(mouse(Kind::Down(left), 12, 1), "«One two three‸.» Four five.");
    let divider = desk.app.desk.divider().unwrap();
    let mut mouse = |kind, column, row| {
        desk.mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE });
        (desk.app.desk.active, desk.app.desk.panes[0].top().span.start, desk.app.desk.divider().unwrap())
    };
    assert_eq!(mouse(Kind::ScrollDown, 5, 5), (0, 3 * 26, divider));
    mouse(Kind::Down(left), divider, 5);
    assert_eq!(mouse(Kind::Drag(left), divider + 3, 5).2, divider + 3);
    mouse(Kind::Up(left), divider + 3, 5);
    assert_eq!(mouse(Kind::Down(left), 60, 1).0, 1);
}

#[test]
fn tied_articles_scroll_together_and_a_zoomed_one_stands_alone() {
    let long = "One two three. Four five.\n".repeat(80);
    let mut desk = Desk::new(&[&long, &long]);
    let tops = |desk: &Desk| desk.app.desk.panes.iter().map(|pane| pane.top().span.start / 26).collect::<Vec<_>>();
    desk.keys("<PageDown>");
    assert_eq!(tops(&desk)[1], 0);
    desk.keys("gg|<C-d>");
    assert!(tops(&desk)[0] > 0 && tops(&desk)[0] == tops(&desk)[1], "{:?}", tops(&desk));
    desk.keys("z");
    assert_eq!(desk.app.desk.areas().len(), 1);
    desk.keys("z>");
    assert_eq!(desk.app.desk.divider(), Some(44));
}

#[test]
fn a_resize_keeps_the_text_in_view() {
    let words = "Word after word after word after word, a sentence that is rather long. ".repeat(60);
    let mut desk = Desk::new(&[&words]);
    desk.keys("G<C-u><C-u>");
    let place = |desk: &Desk| desk.app.desk.panes[0].cursor_cell(desk.app.desk.shelf[Slot(0)].text()).unwrap().0;
    let (cursor, row) = (desk.app.desk.panes[0].cursor, place(&desk));
    for (width, height) in [(50, 24), (110, 24), (37, 24), (80, 24)] {
        desk.resize(width, height);
        assert_eq!(desk.app.desk.panes[0].cursor, cursor);
        assert_eq!(place(&desk), row, "{width}");
    }
}

#[test]
fn a_key_that_does_nothing_says_so() {
    let mut desk = Desk::new(&["‸One."]);
    assert_eq!(desk.keys("Q").said(), "Q does nothing here: ? shows the keys, q leaves");
    assert_eq!(desk.keys("<C-c>").said(), "there is nothing to leave: ? shows the keys, q leaves the program");
    assert_eq!(desk.keys("vQ").said(), "Q does nothing here: ? shows the keys, Esc leaves");
    desk.keys("<Esc>");
    assert_eq!(desk.keys("gx").said(), "g x does nothing here: ? shows the keys, q leaves");
    desk.handle(Event::Paused);
    assert_eq!(desk.keys("x").said(), "there is no tag under the cursor; ] goes to the next");
    desk.handle(Event::Paused);
    assert_eq!(desk.keys("l").said(), "");
}

#[test]
fn control_c_leaves_what_escape_leaves() {
    for leave in ["<Esc>", "<C-c>"] {
        let mut desk = Desk::new(&["‸One ⟦c two⟧ ⟦f 3⟧"]);
        assert_eq!(desk.keys(&format!("vw{leave}")).marked(), "On‸e ⟦c two⟧ ⟦f 3⟧");
        assert_eq!(desk.keys(&format!("]{leave}")).marked(), "One ⟦c ‸two⟧ ⟦f 3⟧");
        assert!(desk.keys(&format!("/two<Enter>{leave}")).app.search.query.is_none());
        desk.keys(&format!("]rrests<Enter>{leave}"));
        assert_eq!((desk.said(), desk.app.linking().is_none()), ("no link was made".into(), true));
    }
}

#[test]
fn q_leaves_a_selection_and_a_link_before_it_quits() {
    use diptych::tui::model::{Effect, effect::Then};
    let mut desk = Desk::new(&["‸One ⟦c two⟧ ⟦f 3⟧"]);
    assert_eq!(desk.keys("vwq").marked(), "On‸e ⟦c two⟧ ⟦f 3⟧");
    assert!(desk.keys("]rrests<Enter>q").app.linking().is_none());
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::Settle(Then::Quit))));
    desk.keys("q");
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::Settle(Then::Quit))));
}

#[test]
fn a_folder_to_save_to_has_the_line_for_itself() {
    use diptych::tui::model::open::Saving;
    let foot = |desk: &Desk| desk.frame().lines().rev().nth(1).unwrap().to_string();
    for (typed, folder) in [("{home}/stick", "stick"), ("", ""), ("~/a b", "a b")] {
        let mut desk = Desk::new(&["‸One ⟦c two⟧ ⟦f 3⟧"]);
        let home = desk.folder().canonicalize().unwrap();
        let typed = typed.replace("{home}", home.to_str().unwrap());
        desk.app.desk.shelf[Slot(0)].saving = Saving::Failed("annotations is not a folder".into());
        assert!(foot(&desk).contains("not saved"), "{}", foot(&desk));
        desk.keys(":save-elsewhere<Enter>");
        assert_eq!(foot(&desk), format!(" save to the folder: {}", home.display()));
        desk.keys(&typed);
        if !typed.is_empty() {
            assert_eq!(foot(&desk), format!(" save to the folder: {typed}"));
        }
        desk.keys("<Enter>");
        let saved = home.join(folder).join("left.txt.ana.ron");
        assert!(std::fs::read_to_string(&saved).unwrap().contains("label: \"claim\""), "{typed}");
        assert_eq!(desk.app.desk.shelf[Slot(0)].saving, Saving::Elsewhere(saved), "{typed}");
    }
}

#[test]
fn the_status_says_what_a_tag_is_linked_to() {
    let foot = |desk: &Desk| desk.frame().lines().rev().nth(1).unwrap().to_string();
    let mut desk = Desk::new(&["‸⟦c Prices rose ⟦f 5%⟧ in May and ⟦f 6%⟧ in June⟧", "‸⟦f 7%⟧"]);
    desk.keys("]rrests<Enter><Enter>l]").app.message = None;
    assert!(foot(&desk).contains("figure “5%” · ← rests on “Prices rose 5%"), "{}", foot(&desk));
    desk.keys("[").app.message = None;
    assert!(foot(&desk).contains(" · rests on “5%”"), "{}", foot(&desk));
    desk.keys("rrests<Enter><Enter>").app.message = None;
    assert!(foot(&desk).contains(" · rests on “5%” and 1 more"), "{}", foot(&desk));
    desk.resize(40, 24);
    assert!(foot(&desk).starts_with(" claim “Prices"), "its own words come first: {}", foot(&desk));
}

#[test]
fn undo_brings_back_cursor_focus_scroll_and_what_was_selected() {
    let mut desk = Desk::new(&["‸One two three. Four five."]);
    assert_eq!(desk.keys("wvwc").marked(), "One ⟦c tw‸o⟧ three. Four five.");
    assert_eq!(desk.keys(")u").marked(), "One «tw‸o» three. Four five.");
    assert_eq!(desk.keys("<C-r>").marked().replace('‸', ""), "One ⟦c two⟧ three. Four five.", "nothing is selected");
    let mut desk = Desk::new(&["‸The minister left. It rained."]);
    desk.keys("ws)");
    assert_eq!(desk.keys("cu").marked(), "⟦s The minister⟧ left. ‸It rained.", "the cursor is where the tag was made");
}

#[test]
fn a_key_on_a_tag_takes_the_innermost_under_the_cursor() {
    assert_eq!(after("⟦c One ⟦f ‸5⟧ two⟧", "x"), "⟦c One ‸5 two⟧");
    let mut desk = Desk::new(&["⟦c One ⟦f ‸5⟧ two⟧"]);
    desk.keys("mwell<Esc>");
    assert!(desk.app.desk.shelf[Slot(0)].layer.tags().iter().any(|tag| tag.label == "figure" && tag.note == "well"));
}

#[test]
fn what_is_typed_after_a_refusal_does_nothing_until_escape_or_a_pause() {
    let mut desk = Desk::new(&["‸One two. ⟦c Three⟧ 4."]);
    desk.keys("mxcfsu");
    assert_eq!(desk.marked(), "‸One two. ⟦c Three⟧ 4.");
    assert!(desk.said().starts_with("there is no tag under the cursor"), "{}", desk.said());
    assert_eq!(desk.keys("<Esc>c").marked(), "⟦c ‸One two.⟧ ⟦c Three⟧ 4.");
    desk.keys("um").handle(Event::Quiet);
    assert_eq!(desk.keys("c").marked(), "‸One two. ⟦c Three⟧ 4.", "a busy program is no pause");
    desk.handle(Event::Paused);
    assert_eq!(desk.keys("c").marked(), "⟦c ‸One two.⟧ ⟦c Three⟧ 4.");
}

#[test]
fn another_label_right_after_a_tagging_corrects_it() {
    let mut desk = Desk::new(&["‸INSEE"]);
    assert_eq!(desk.keys("vwf").marked(), "⟦f INSE‸E⟧");
    assert_eq!(desk.keys("c").marked(), "⟦c INSE‸E⟧");
    assert!(desk.said().ends_with("was a figure"), "{}", desk.said());
}

#[test]
fn another_label_right_after_a_selection_was_tagged_corrects_it() {
    let mut desk = Desk::new(&["‸Prices rose by 5% in May."]);
    assert_eq!(desk.keys("v3wc").marked(), "⟦c Prices rose b‸y⟧ 5% in May.");
    assert_eq!(desk.keys("f").marked(), "⟦f Prices rose b‸y⟧ 5% in May.", "and not the figure of the sentence");
    assert_eq!(desk.keys("s").marked(), "⟦s Prices rose b‸y⟧ 5% in May.");
    assert!(desk.keys("s").said().starts_with("already there"), "{}", desk.said());
    assert_eq!(desk.keys("uu").marked(), "⟦c Prices rose b‸y⟧ 5% in May.");
    assert_eq!(desk.keys("u").marked(), "«Prices rose b‸y» 5% in May.");
    assert_eq!(desk.keys("f").marked(), "⟦f Prices rose b‸y⟧ 5% in May.", "what was selected is selected again");
    assert_eq!(desk.keys("hf").marked(), "⟦f Prices rose ‸by⟧ ⟦f 5%⟧ in May.", "a key later, the label takes its unit");
}

#[test]
fn the_hints_offer_no_figure_and_no_source_that_is_tagged() {
    let mut desk = Desk::new(&["‸Some 23 of 32 members met 2% of GDP, INSEE said."]);
    let hints = |desk: &mut Desk| {
        desk.rest().resize(120, 24);
        desk.frame().lines().last().unwrap_or_default().to_string()
    };
    assert!(hints(&mut desk).contains("figure Some 2"), "{}", hints(&mut desk));
    desk.keys("fs");
    assert!(hints(&mut desk).contains("figure 2% of GDP"), "{}", hints(&mut desk));
    assert!(!hints(&mut desk).contains("INSEE"), "{}", hints(&mut desk));
    desk.keys("f");
    assert!(hints(&mut desk).contains("f figure  s source  "), "{}", hints(&mut desk));
}

#[test]
fn at_80_columns_the_hints_end_with_all_commands_and_help_however_long_the_others_are() {
    let mut desk = Desk::new(&["‸The Ministry of Public Works and Rivers said 1,234,567 people left."]);
    desk.resize(80, 24);
    let hints = desk.frame().lines().last().unwrap_or_default().trim_end().to_string();
    assert!(hints.ends_with(": commands  ? help"), "{hints}");
}

#[test]
fn the_hints_offer_a_link_only_where_a_kind_of_link_begins() {
    let mut alone = Desk::new(&["‸⟦c ⟦s INSEE⟧ said so.⟧\n"]);
    let has_link = |desk: &mut Desk| desk.keys("]").resize(160, 20).frame().contains("r link");
    assert!(!has_link(&mut alone), "no link of an article begins at a source: {}", alone.frame());
    assert!(has_link(&mut alone), "{}", alone.frame());
}

#[test]
fn the_hints_name_the_key_to_the_other_end_of_a_link_also_without_focus() {
    let mut desk = Desk::new(&["‸⟦c Prices rose ⟦f 5%⟧ in May⟧"]);
    let hints = |desk: &mut Desk| {
        desk.rest().resize(120, 24);
        desk.frame().lines().last().unwrap_or_default().to_string()
    };
    assert!(!hints(&mut desk).contains("p partner"), "{}", hints(&mut desk));
    desk.keys("]rrests<Enter><Enter><Esc>");
    assert!(hints(&mut desk).contains("p partner"), "{}", hints(&mut desk));
}

#[test]
fn right_after_a_selection_was_tagged_the_hint_of_a_figure_names_no_words() {
    let mut desk = Desk::new(&["‸Prices rose by 5% in May."]);
    let hints = |desk: &mut Desk| {
        desk.rest().resize(120, 24);
        desk.frame().lines().last().unwrap_or_default().to_string()
    };
    assert!(hints(&mut desk).contains("f figure 5%"), "{}", hints(&mut desk));
    desk.keys("vec");
    assert!(hints(&mut desk).contains("f figure  "), "the key corrects the tag: {}", hints(&mut desk));
    desk.keys("l");
    assert!(hints(&mut desk).contains("f figure 5%"), "{}", hints(&mut desk));
}

#[test]
fn what_is_there_already_is_said_as_a_refusal() {
    let mut desk = Desk::new(&["‸One two."]);
    desk.keys("chc");
    assert!(desk.app.message.as_ref().is_some_and(|message| message.bad), "{}", desk.said());
    assert_eq!(desk.keys("u").marked(), "‸One two.", "and is no step to undo");
}

#[test]
fn the_prompt_takes_what_vim_takes() {
    use diptych::tui::model::{Effect, effect::Then};
    let text = "‸one\ntwo\nthree\nfour\n";
    assert_eq!(after(text, ":3<Enter>"), "one\ntwo\n‸three\nfour\n");
    assert_eq!(after(text, "2G"), "one\n‸two\nthree\nfour\n");
    assert_eq!(after(text, ":99<Enter>"), "one\ntwo\nthree\n‸four\n");
    assert_eq!(after("‸abcd", "50%"), "ab‸cd");
    assert_eq!(after("‸abcd", ":50%<Enter>"), "ab‸cd");
    for (typed, line) in [("$", "‸four"), ("$-1", "‸three"), ("+2", "‸three"), ("3G", "‸three"), ("2gg", "‸two")]
    {
        assert!(after(text, &format!(":{typed}<Enter>")).contains(line), "{typed}");
    }
    assert_eq!(after(text, "3G:-2<Enter>"), text);
    assert_eq!(after(text, "3G:gg<Enter>"), text);
    assert_eq!(after(text, ":G<Enter>"), after(text, "G"));
    assert_eq!(after(text, "2GgmagG:'a<Enter>"), "one\n‸two\nthree\nfour\n");
    assert_eq!(Desk::new(&[text]).keys(":40<Enter>").said(), "there is no line 40: this is the last, line 4");
    assert_eq!(Desk::new(&[text]).keys(":200%<Enter>").said(), "there is no 200%: this is the end, 100%");
    let names = ["q", "wq", "quit", "qa", "qal", "qall", "quita", "wqa", "wqall", "x", "xa", "wq!", "x!", "exit", "qu"];
    for typed in names {
        let mut desk = Desk::new(&["‸One."]);
        desk.keys(&format!(":{typed}<Enter>"));
        assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::Settle(Then::Quit))), "{typed}");
    }
    let mut desk = Desk::new(&["‸One."]);
    desk.keys(":e!<Enter>");
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::Settle(Then::Reload))));
}

#[test]
fn only_its_own_name_leaves_what_is_not_saved() {
    use diptych::tui::model::{Effect, effect::Then};
    let leaves_at_once = |typed: &str| {
        let mut desk = Desk::new(&["‸One."]);
        desk.keys(&format!(":{typed}<Enter>"));
        desk.app.over && !desk.effects.iter().any(|effect| matches!(effect, Effect::Settle(Then::Quit)))
    };
    for typed in ["quit-unsaved", "quit-un", "q!", "qa!", "qall!"] {
        assert!(leaves_at_once(typed), "{typed}");
    }
    for typed in
        ["unsaved", "quit uns", "qunsaved", "quit-unsavd", "quti-unsaved", "quit although", "all!", "could not"]
    {
        assert!(!leaves_at_once(typed), "{typed}");
    }
}

#[test]
fn the_shortest_name_and_a_name_before_other_words_come_first_in_the_prompt() {
    let first = |typed: &str| {
        let desk = Desk::new(&["‸One."]).keys(&format!(":{typed}")).frame();
        let line = desk.lines().skip_while(|line| !line.contains('›')).nth(1).unwrap_or_default().to_string();
        line.rsplit('│')
            .find(|part| part.contains('—'))
            .unwrap_or_default()
            .split_whitespace()
            .next()
            .unwrap()
            .to_string()
    };
    for (typed, id) in [
        ("rev", "review"),
        ("list", "tags"),
        ("del", "remove"),
        ("delete", "remove"),
        ("u", "undo"),
        ("un", "undo"),
        ("red", "redo"),
        ("para", "next-paragraph"),
        ("ls", "pairs"),
    ] {
        assert_eq!(first(typed), id, "{typed}");
    }
}

#[test]
fn only_links_that_can_be_finished_are_offered_and_the_likeliest_end_comes_first() {
    let mut desk = Desk::new(&["‸⟦c Prices rose⟧"]);
    desk.keys("]rx");
    assert_eq!(desk.said(), "there is no tag here yet that a claim could be linked to");
    assert_eq!(desk.marked(), "⟦c* ‸Prices rose⟧");
    let mut desk = Desk::new(&["‸⟦c Prices rose in May⟧", "⟦c Nobody knows⟧ ⟦c Prices fell in May⟧"]);
    desk.keys("]rsame<Enter>");
    assert_eq!(desk.marked_pane(1), "⟦c Nobody knows⟧ ⟦c* ‸Prices fell in May⟧");
    desk.keys("tnobody<Enter>");
    assert!(desk.said().contains("same as “Nobody knows”"), "{}", desk.said());
}

#[test]
fn the_figure_that_may_count_the_same_is_the_likeliest_end() {
    let right = "⟦f Two⟧ ministers spoke, of ⟦f 23 of 32⟧. It costs ⟦f 2%⟧. The South has sent ⟦f about 10,000⟧ sailors. \
        ⟦s Some sailors of around 12,000⟧ left.";
    let mut desk = Desk::new(&["The South plans to send ‸⟦f around 12,000⟧ sailors to the coast.", right]);
    desk.keys("]rdif<Enter>");
    assert!(desk.marked_pane(1).contains("⟦f* ‸about 10,000⟧"), "{}", desk.marked_pane(1));
    let quote = |(slot, id): (Slot, _)| {
        let open = &desk.app.desk.shelf[slot];
        open.quote(open.layer.tag(&id).unwrap().span, 90)
    };
    let partners: Vec<String> = desk.app.likeliest_partners().into_iter().map(quote).collect();
    assert_eq!(partners[..2], ["about 10,000", "Two"]);
    assert_eq!(partners.len(), 4, "a source is no end: {partners:?}");
}

#[test]
fn links_that_no_longer_fit_a_label_are_taken_off_with_it_if_one_says_so() {
    let text = "‸⟦c Prices rose by ⟦f 5%⟧⟧";
    for (line, left) in [("remove<Enter>", 0), ("keep<Enter>", 1)] {
        let mut desk = Desk::new(&[text]);
        desk.keys("]rrests<Enter><Enter>s").keys(line);
        assert_eq!(desk.app.desk.shelf[Slot(0)].layer.links().len(), left, "{}", desk.said());
        assert!(desk.marked().contains("⟦s"), "{}", desk.marked());
        desk.keys("u");
        assert_eq!(desk.app.desk.shelf[Slot(0)].layer.links().len(), 1, "one undo takes both back");
        assert!(desk.marked().starts_with("⟦c"), "{}", desk.marked());
    }
    let mut desk = Desk::new(&[text]);
    desk.keys("]rrests<Enter><Enter>s<Esc>");
    assert!(desk.marked().starts_with("⟦c"), "nothing changes unless one says what: {}", desk.marked());
}

#[test]
fn esc_gives_up_a_command_of_two_keys_without_a_word() {
    let mut desk = Desk::new(&["‸One two."]);
    desk.keys("g<Esc>");
    assert!(desk.app.message.is_none() && desk.app.typed.is_empty(), "{}", desk.said());
    assert_eq!(desk.keys("w").marked(), "One ‸two.", "the next key is a command again");
}

#[test]
fn a_search_without_a_hit_here_goes_to_the_other_article() {
    let mut desk = Desk::new(&["‸One two.", "Three boots."]);
    desk.keys("/boots<Enter>");
    assert_eq!(desk.marked_pane(1), "Three ‸boots.");
    assert_eq!(desk.app.desk.active, 1);
    assert_eq!(desk.said(), "this hit is in the right article");
    let mut desk = Desk::new(&["‸One two.", "Three boots."]);
    assert_eq!(desk.keys("/nothing<Enter>").said(), "no hit for nothing");
}

#[test]
fn after_the_last_hit_of_an_article_come_those_of_the_other() {
    let mut desk = Desk::new(&["‸One boot, two boots.", "Three boots."]);
    desk.keys("/boot<Enter>n");
    assert_eq!(desk.marked_pane(0), "One boot, two ‸boots.");
    desk.keys("n");
    assert_eq!((desk.app.desk.active, desk.marked_pane(1).as_str()), (1, "Three ‸boots."));
    assert_eq!(desk.said(), "this hit is in the right article");
    assert_eq!(desk.marked_pane(0), "One boot, two ‸boots.", "the left article stays where it was");
    desk.keys("n");
    assert_eq!((desk.app.desk.active, desk.marked_pane(0).as_str()), (0, "One ‸boot, two boots."));
    desk.keys("N");
    assert_eq!(desk.app.desk.active, 1, "and back the same way");
    desk.keys("<Tab>vnn");
    assert_eq!(desk.app.desk.active, 0, "a selection stays in its article");
}

#[test]
fn one_steps_to_the_next_tag_of_a_label_and_to_what_is_not_tagged_yet() {
    let text = "‸⟦c One⟧ ⟦f 2⟧ ⟦c three⟧\n\n⟦c Four⟧\n\nFive.\n\nSix.";
    assert!(after(text, "]g]").contains("⟦c* ‸three⟧"), "{}", after(text, "]g]"));
    assert!(after(text, "]g[").contains("⟦c* ‸Four⟧"), "around the end: {}", after(text, "]g["));
    assert!(after(text, "g}").ends_with("\n\n‸Five.\n\nSix."), "{}", after(text, "g}"));
    assert!(after(text, "Gg{").contains("‸Five."), "{}", after(text, "Gg{"));
    assert!(after(text, "2g}").ends_with("\n\n‸Six."), "{}", after(text, "2g}"));
    assert!(after(text, "]2g]").contains("⟦c* ‸Four⟧"), "{}", after(text, "]2g]"));
    let mut desk = Desk::new(&["⟦c One⟧\n\n⟦c ‸Two⟧"]);
    assert_eq!(desk.keys("g}").said(), "no paragraph after this one is without a tag");
}

#[test]
fn a_question_stays_beside_what_is_said_meanwhile() {
    let foot = |desk: &Desk| desk.frame().lines().rev().nth(1).unwrap().to_string();
    let mut desk = Desk::new(&["‸⟦c Prices rose ⟦f 5%⟧⟧"]);
    desk.keys("]rrests<Enter>");
    desk.app.say("saved somewhere");
    assert!(foot(&desk).starts_with(" saved somewhere │ “Pri…5%” rests on “5%”? Enter"), "{}", foot(&desk));
}

#[test]
fn a_decision_in_a_review_that_links_no_longer_fit_asks_what_becomes_of_them() {
    let others = [("ben", "⟦c Prices rose by ⟦f 5%⟧⟧"), ("cho", "⟦s Prices rose by ⟦f 5%⟧⟧")];
    for (answer, left) in [("remove<Enter>", 0), ("keep<Enter>", 1)] {
        let mut desk = Desk::new(&["‸Prices rose by 5%"]);
        desk.review(&others).keys("]1y");
        // Outside of the review the outcome is linked.
        desk.app.desk.shelf[Slot(0)].review = None;
        desk.keys("gg<Enter>rrests<Enter><Enter><Esc>");
        assert_eq!(desk.app.desk.shelf[Slot(0)].layer.links().len(), 1, "{}", desk.said());
        desk.review(&others).keys("gg<Enter>2");
        assert!(desk.frame().contains("1 link does not fit a source: what now?"), "{}", desk.frame());
        desk.keys(answer);
        assert_eq!(desk.app.desk.shelf[Slot(0)].layer.links().len(), left, "{}", desk.said());
        assert!(desk.marked().starts_with("⟦s"), "{}", desk.marked());
        desk.keys("u");
        assert_eq!(desk.app.desk.shelf[Slot(0)].layer.links().len(), 1, "one undo takes both back");
    }
}

#[test]
fn a_rejection_takes_the_links_of_the_outcome_with_it() {
    let others = [("ben", "⟦c Prices rose by ⟦f 5%⟧⟧"), ("cho", "⟦c Prices rose by ⟦f 5%⟧⟧")];
    let mut desk = Desk::new(&["‸Prices rose by 5%"]);
    desk.review(&others).keys("]yy");
    desk.app.desk.shelf[Slot(0)].review = None;
    desk.keys("gg<Enter>rrests<Enter><Enter><Esc>");
    desk.review(&others).keys("gg<Enter>x");
    assert!(
        desk.app.desk.shelf[Slot(0)].layer.links().is_empty() && desk.said().contains("removed 1 link"),
        "{}",
        desk.said()
    );
    desk.keys("u");
    assert_eq!(desk.app.desk.shelf[Slot(0)].layer.links().len(), 1);
}

#[test]
fn lines_that_were_broken_by_hand_are_set_anew_and_a_key_sets_them_as_they_stand() {
    let text = "‸The minister said that the price of bread in the capital had\nrisen by 5 per cent since the spring, and that \
                nobody knew\nwhy.\n";
    let first = |desk: &Desk| desk.frame().lines().nth(1).unwrap().trim_end().to_string();
    let desk = Desk::new(&[text]);
    assert!(first(&desk).contains("bread in the capital had risen by 5"), "{}", desk.frame());
    let mut desk = Desk::new(&[text]);
    assert_eq!(desk.keys("gq").said(), "lines are as they stand in the text");
    assert!(first(&desk).ends_with("price of bread in the capital had"), "{}", desk.frame());
    assert_eq!(desk.keys("gq").said(), "lines that were broken by hand are reflowed");
    let mut plain = Desk::new(&["‸One."]);
    plain.keys("gq");
    assert_eq!(plain.keys("gq").said(), "lines are as they stand in the text", "also where no line is broken");
    assert!(first(&desk).contains("bread in the capital had risen by 5"), "{}", desk.frame());
    // Offsets are those of the text: the tag runs over the end of a line.
    desk.keys("c");
    assert!(desk.file().contains("start: 0, end: 124, quote: \"The minister"), "{}", desk.file());
}

#[test]
fn a_break_between_reflowed_lines_is_one_blank_on_the_screen() {
    let quoted = "‸> The minister said on Monday that the price of bread in the  \n> capital had risen by 5 per cent since the \
        spring, and that\n> nobody knew why.\n";
    let indented = "‸  The minister said on Monday that the price of bread in the city\n  had risen by 5 per cent since the \
        spring, and that nobody in\n  his ministry knew why.\n";
    for (text, words, next, back) in
        [(quoted, "> The minister", "capital", [1, 2, 1]), (indented, "The minister", "had risen", [2, 3, 2])]
    {
        let mut desk = Desk::new(&[text]);
        desk.resize(120, 24);
        let frame = desk.frame();
        let rows: Vec<&str> = frame.lines().skip(1).map(str::trim).take_while(|row| !row.is_empty()).collect();
        let shown = rows.join(" ");
        assert!(shown.starts_with(words) && shown.ends_with("knew why."), "{frame}");
        assert!(!shown.contains("  ") && !shown[1..].contains('>'), "{frame}");
        desk.keys("c");
        assert!(!desk.said().contains('>'), "{}", desk.said());
        desk.keys("u");
        // The cursor needs at most one key for it, and goes back with one. It does not stand on the end of a line.
        desk.keys(&format!("/{next}<Enter>"));
        let columns = ["", "h", "h", "l", "l"].map(|key| desk.keys(key).cursor().unwrap().0);
        let first = columns[0];
        assert_eq!(columns, [0, back[0], back[1], back[2], 0].map(|back| first - back), "{frame}");
    }
}

#[test]
fn a_figures_key_once_more_takes_the_next_one_of_the_sentence() {
    let text = "‸Some 23 of 32 members met the target of 2% of GDP. In May 5% did.";
    assert_eq!(after(text, "ff"), "⟦f ‸Some 23 of 32⟧ members met the target of ⟦f 2% of GDP⟧. In May 5% did.");
    let mut desk = Desk::new(&[text]);
    assert!(desk.keys("fff").said().starts_with("already there"), "{}", desk.said());
}

#[test]
fn all_that_was_not_understood_is_listed_at_the_start() {
    let mut desk = Desk::new(&["‸Prices rose."]);
    let laid = Laid { document: Fetched::Held(Slot(0)), ..Laid::new(Open::default(), 0) };
    let doubts: Vec<String> = ["one", "two", "three"].map(|which| format!("{which} is not known")).into();
    desk.handle(Event::Started(Started { documents: vec![laid], doubts: doubts.clone() }));
    for keys in ["", "<Esc>:doubts<Enter>"] {
        desk.keys(keys);
        assert!(doubts.iter().all(|doubt| desk.frame().contains(doubt)), "{}", desk.frame());
    }
}

#[test]
fn who_leaves_waits_for_a_save_that_began_meanwhile() {
    use diptych::tui::model::{Effect, effect::Then};
    let mut desk = Desk::new(&["About ‸12 men came."]);
    desk.keys("f");
    let settled = |wait| Event::Settled { wait, saved: Vec::new(), then: Then::Quit };
    let asked = diptych::tui::update::handle(&mut desk.app, settled(Wait::Done));
    assert!(matches!(asked[..], [Effect::Settle(Then::Quit)]), "{asked:?}");
    let asked = diptych::tui::update::handle(&mut desk.app, settled(Wait::TooLong));
    assert!(asked.is_empty() && !desk.app.over, "{asked:?}");
    assert!(
        desk.said().contains("still being saved: Ctrl-s tries again, :save-elsewhere, :quit-unsaved (left.txt)"),
        "{}",
        desk.said()
    );
}

#[test]
fn letters_after_a_key_that_does_nothing_tag_nothing() {
    for typed in ["Because", "yes", "rdiffers", "kcfs"] {
        let mut desk = Desk::new(&["‸One two. ⟦c Three⟧ 4."]);
        assert!(desk.keys(typed).marked().contains("One two. ⟦c Three⟧ 4.") == (typed != "kcfs"), "{typed}");
    }
}

#[test]
fn a_link_that_goes_the_other_way_is_told() {
    let mut desk = Desk::new(&["⟦c Prices rose.⟧ ⟦s IN‸SEE⟧"]);
    let said = desk.keys("r").said();
    assert_eq!(said, "no kind of link begins at a source here; “attributed to” begins at a claim");
}

#[test]
fn a_star_searches_the_word_under_the_cursor_whatever_its_case() {
    let text = "The N‸ATO chief. Renato of nato said. NATO!";
    assert_eq!(after(text, "*"), "The NATO chief. Renato of ‸nato said. NATO!");
    assert_eq!(after(text, "**"), "The NATO chief. Renato of nato said. ‸NATO!");
    assert_eq!(after(text, "*n"), "The NATO chief. Renato of nato said. ‸NATO!");
    assert_eq!(after(text, "#"), "The NATO chief. Renato of nato said. ‸NATO!");
    assert_eq!(after("a ‸one, two. One, two. one, to", "vl*"), "a one, two. ‸One, two. one, to");
    let mut desk = Desk::new(&["one ‸— two"]);
    desk.keys("*");
    assert_eq!(desk.said(), "there is no word under the cursor");
}

#[test]
fn earlier_searches_come_back_in_the_prompt() {
    let mut desk = Desk::new(&["‸one two three two"]);
    desk.keys("/two<Enter>/three<Enter>gg/<Up>");
    assert_eq!(desk.marked(), "one two ‸three two", "the search before shows its hit");
    assert_eq!(desk.keys("<Up><Up><Enter>").marked(), "one ‸two three two", "there is none before the first");
    assert_eq!(desk.keys("gg/th<Up><Enter>").marked(), "one two ‸three two", "what was typed chooses among them");
    assert_eq!(desk.keys("gg/<Up><Up><Down><Down>one<Enter>").marked(), "‸one two three two");
}

#[test]
fn jumps_are_gone_back_on_and_forward() {
    let long = |words: &str| format!("‸First.\n{}{words}\n{}Last.", "a line\n".repeat(60), "a line\n".repeat(60));
    let mut desk = Desk::new(&[&long("middle")]);
    let line = |desk: &Desk| {
        let (open, pane) = (desk.app.desk.open(), desk.app.desk.pane());
        open.text()[pane.cursor..].lines().next().unwrap().to_string()
    };
    desk.keys("/middle<Enter>G");
    assert_eq!(line(&desk), ".");
    desk.keys("<C-o>");
    assert_eq!(line(&desk), "middle");
    desk.keys("<C-o>");
    assert_eq!(line(&desk), "First.");
    assert_eq!(desk.keys("<C-o>").said(), "there is no jump to go back on");
    desk.keys("<A-o>");
    assert_eq!(line(&desk), "middle");
    desk.keys("go");
    assert_eq!(line(&desk), ".");
    desk.keys("gg<C-d><C-d><C-d><C-d><C-d><C-d>");
    assert_ne!(line(&desk), "First.");
    desk.keys("<C-o>");
    assert_eq!(line(&desk), ".", "scrolling is no jump");
}

#[test]
fn a_mark_is_set_with_a_letter_and_gone_to() {
    let mut desk = Desk::new(&["one ‸two three", "left ‸right"]);
    desk.keys("gma");
    assert_eq!(desk.said(), "mark a; ' a comes back here");
    assert_eq!(desk.keys("$<Tab>'a").marked(), "one ‸two three");
    assert_eq!(desk.app.desk.active, 0);
    assert_eq!(desk.keys("'b").said(), "there is no mark b");
    assert_eq!(Desk::new(&["‸x"]).keys("'").said(), "there is no mark yet; g m and a letter set one");
}

#[test]
fn after_a_first_key_those_that_may_follow_show() {
    let mut desk = Desk::new(&["‸one"]);
    assert!(!desk.frame().contains("g …"));
    let frame = desk.keys("g").frame();
    for words in ["g …", "g beginning", "m mark", "q reflow"] {
        assert!(frame.contains(words), "{words}: {frame}");
    }
    assert!(!desk.keys("<Esc>").frame().contains("g …"));
}
