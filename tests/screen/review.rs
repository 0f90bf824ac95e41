//! Tests a review with key scripts: a verdict for each key, and its undo.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind as Kind};
use diptych::tags::history::Slot;

use diptych::tui::model::Effect;

use crate::support::Desk;

const TEXT: &str = "‸Prices rose by about 5% in May, INSEE said on Monday.\n\nWages fell.\n";
const ANA: &str = "⟦c Prices rose by about ⟦f 5%⟧ in May⟧, ⟦s INSEE⟧ said on Monday.\n\n⟦c Wages fell.⟧\n";
const BEN: &str = "⟦c Prices rose by about ⟦f 5%⟧⟧ in May, INSEE said on ⟦f Monday⟧.\n\n⟦c Wages fell.⟧\n";

fn one() -> Desk {
    let mut desk = Desk::new(&[TEXT]);
    desk.review(&[("ana", ANA)]);
    desk
}

fn two() -> Desk {
    let mut desk = Desk::new(&[TEXT]);
    desk.review(&[("ana", ANA), ("ben", BEN)]);
    desk
}

fn decided(desk: &mut Desk, script: &str) -> Vec<String> {
    desk.keys(script).decided()
}

#[test]
fn y_accepts_and_goes_on_to_what_is_open() {
    let mut desk = one();
    assert_eq!(decided(&mut desk, "]y"), ["ana accepted claim “Prices rose by about 5% in May”"]);
    assert!(desk.said().contains("3 open"), "{}", desk.said());
    assert_eq!(decided(&mut desk, "y").last().unwrap(), "ana accepted figure “5%”");
    desk.keys("yy");
    assert!(desk.said().ends_with("nothing is open"), "{}", desk.said());
    assert!(desk.frame().contains("ana: done ✓4"), "{}", desk.frame());
    desk.keys("uuuu");
    assert_eq!(desk.decided(), [""; 0]);
    assert!(desk.frame().contains("ana: 4 open"), "{}", desk.frame());
}

#[test]
fn x_rejects_and_m_says_why() {
    let mut desk = one();
    assert_eq!(decided(&mut desk, "]]mwrong l<Enter>"), ["ana undecided figure “5%”: wrong label"]);
    assert_eq!(decided(&mut desk, "x"), ["ana rejected figure “5%”: wrong label"]);
    assert_eq!(
        decided(&mut desk, "<Esc><Enter>mnot a source at all<Enter>")[1],
        "ana undecided source “INSEE”: not a source at all"
    );
    assert_eq!(
        decided(&mut desk, "m<Up><Up><Up><Up><Up><Up><Down><Down><Down><Down><Down><Down><Down><Enter>, this<Enter>")
            [1],
        "ana undecided source “INSEE”: not a source at all, this"
    );
    assert_eq!(decided(&mut desk, "uuuu"), [""; 0]);
}

#[test]
fn a_changed_label_or_changed_ends_are_an_amendment() {
    let mut desk = one();
    assert_eq!(decided(&mut desk, "]]]f"), ["ana amended source “INSEE” to figure “INSEE”"]);
    let mut desk = one();
    assert_eq!(decided(&mut desk, "]]veb<Enter>"), ["ana amended figure “5%” to figure “about 5%”"]);
    let mut desk = one();
    assert_eq!(decided(&mut desk, "]]vebc"), ["ana amended figure “5%” to claim “about 5%”"]);
    desk.keys("u");
    assert_eq!(desk.decided(), [""; 0]);
}

#[test]
fn a_changed_tag_that_is_accepted_stays_amended() {
    let mut desk = one();
    desk.keys("]]f[").keys("<Esc>");
    let mut desk = one();
    desk.keys("]]]f");
    // The cursor has gone on; back on the word, Enter focuses what was decided.
    desk.keys("<Esc>gg0)bbb");
    desk.keys("/INSEE<Enter><Esc><Enter>y");
    assert_eq!(desk.decided(), ["ana amended source “INSEE” to figure “INSEE”"]);
}

#[test]
fn a_verdict_can_be_changed_and_withdrawn() {
    let mut desk = one();
    desk.keys("]]x/5%<Enter><Esc><Enter>");
    assert_eq!(decided(&mut desk, "y"), ["ana accepted figure “5%”"]);
    desk.keys("<Esc>/5%<Enter><Esc><Enter>");
    assert_eq!(decided(&mut desk, "<Backspace>"), [""; 0]);
    assert_eq!(decided(&mut desk, "u"), ["ana accepted figure “5%”"]);
}

#[test]
fn all_that_remain_are_accepted_by_one_key_and_taken_back_by_one() {
    for (script, count) in [("]<C-y>", 3), ("]<A-y>", 4), ("]gy", 2), ("]x]<A-y>", 4)] {
        let mut desk = one();
        desk.keys(script);
        assert_eq!(desk.decided().len(), count, "{script}: {:?}", desk.decided());
        desk.keys("u");
        assert_eq!(desk.decided().len(), if script.contains('x') { 1 } else { 0 }, "{script}");
    }
}

#[test]
fn what_was_undone_is_in_focus_again_for_the_next_decision() {
    for script in ["]y", "]x", "]gy", "]<C-y>", "]<A-y>", "]f", "]veb<Enter>", "]mtoo short<Enter>"] {
        let mut desk = one();
        desk.keys(script).keys("u");
        let item = desk.app.focused_item();
        assert_eq!(item.map(|(_, item, _)| item), Some(0), "{script}");
        desk.keys("gy");
        assert!(!desk.said().starts_with("copied"), "{script}: {}", desk.said());
        assert!(!desk.decided().is_empty(), "{script}");
    }
}

#[test]
fn what_the_reviewer_tags_counts_as_missed() {
    let mut desk = one();
    desk.keys("/Monday<Enter><Esc>vef");
    assert!(desk.frame().contains("ana: 4 open +1"), "{}", desk.frame());
}

#[test]
fn the_reviewed_tags_stay_as_they_are_and_apart_from_ones_own() {
    let mut desk = one();
    let before = desk.app.desk.shelf[Slot(0)].review.as_ref().unwrap().round.items.clone();
    desk.keys("]x]f]veb<Enter>]<A-y>uu");
    assert_eq!(desk.app.desk.shelf[Slot(0)].review.as_ref().unwrap().round.items, before);
    assert_eq!(desk.app.desk.shelf[Slot(0)].layer.tags().len(), 0, "a verdict makes no tag");
}

#[test]
fn of_several_versions_one_is_taken_by_its_number() {
    let mut desk = two();
    desk.keys("]");
    assert!(desk.frame().contains("ends differ"), "{}", desk.frame());
    desk.keys("y");
    assert!(desk.said().starts_with("which one?"), "{}", desk.said());
    desk.keys("2");
    assert_eq!(desk.marked_own(), ["claim “Prices rose by about 5%” from ana t-ana1, ben t-ben1"]);
    assert_eq!(
        desk.decided()[..2],
        [
            "ben accepted claim “Prices rose by about 5%”",
            "ana amended claim “Prices rose by about 5% in May” to claim “Prices rose by about 5%”"
        ]
    );
    desk.keys("u");
    assert_eq!((desk.marked_own().len(), desk.decided().len()), (0, 0));
}

#[test]
fn versions_are_merged_relabelled_or_dropped() {
    assert_eq!(two().keys("]&").marked_own(), ["claim “Prices rose by about 5%” from ana t-ana1, ben t-ben1"]);
    assert_eq!(two().keys("]+").marked_own(), ["claim “Prices rose by about 5% in May” from ana t-ana1, ben t-ben1"]);
    assert_eq!(two().keys("]f").marked_own(), ["figure “Prices rose by about 5% in May” from ana t-ana1, ben t-ben1"]);
    assert_eq!(two().keys("]ve0ww<Enter>").marked_own(), ["claim “by about 5% in May” from ana t-ana1, ben t-ben1"]);
    let mut desk = two();
    desk.keys("]]]]x");
    assert_eq!((desk.marked_own().len(), desk.decided()), (0, vec!["ben rejected figure “Monday”".to_string()]));
}

#[test]
fn what_they_agree_on_is_taken_in_bulk() {
    let mut desk = two();
    desk.keys("]<A-y>");
    assert_eq!(
        desk.marked_own(),
        ["figure “5%” from ana t-ana0, ben t-ben0", "claim “Wages fell.” from ana t-ana3, ben t-ben3"]
    );
    assert!(desk.frame().contains("ana, ben: 3 open"), "{}", desk.frame());
    desk.keys("u");
    assert_eq!(desk.marked_own().len(), 0);
}

#[test]
fn what_differs_most_comes_first_if_wanted() {
    let mut desk = Desk::new(&[TEXT]);
    let cho = BEN.replace("⟦c Wages", "⟦s Wages");
    desk.review(&[("ana", ANA), ("cho", &cho)]);
    desk.keys("gw]");
    assert!(desk.frame().contains("labels differ"), "{}", desk.frame());
    desk.keys("]");
    assert!(desk.frame().contains("ends differ"), "{}", desk.frame());
}

#[test]
fn frames_of_a_review() {
    let mut desk = Desk::with(&[TEXT], diptych::tags::scheme::Scheme::default(), &[("TERM", "xterm")]);
    desk.review(&[("ana", ANA)]);
    desk.resize(80, 10);
    desk.keys("/Monday<Enter><Esc>vefgg]y]x").app.message = None;
    insta::assert_snapshot!("one_annotator", desk.looks());
    let mut desk = Desk::with(&[TEXT], diptych::tags::scheme::Scheme::default(), &[("NO_COLOR", "1")]);
    desk.review(&[("ana", ANA), ("ben", BEN)]);
    desk.resize(100, 10);
    desk.keys("]").app.message = None;
    insta::assert_snapshot!("two_annotators", desk.looks());
}

#[test]
fn a_list_is_filtered_by_what_stands_at_the_right_too() {
    let mut desk = one();
    desk.keys("]xt");
    assert!(desk.keys("rejected").frame().contains("1 of 4"), "{}", desk.frame());
}

#[test]
fn one_article_twice_shows_what_differs() {
    let mut desk = Desk::beside(TEXT, [("ana", ANA), ("ben", BEN)]);
    desk.resize(110, 10);
    desk.keys("]").app.message = None;
    insta::assert_snapshot!("side_by_side", desk.looks());
    for (script, said) in [
        ("]", "2 of 3: only ana has it"),
        ("]", "3 of 3: only ben has it"),
        ("]", "1 of 3: ends differ"),
        ("2]", "3 of 3"),
        ("[", "2 of 3"),
    ] {
        desk.keys(script);
        assert!(desk.said().starts_with(said), "{script}: {}", desk.said());
    }
}

#[test]
fn esc_goes_back_from_one_article_twice_and_a_link_names_the_article_that_is_not_open() {
    let mut desk = Desk::beside(TEXT, [("ana", ANA), ("ben", BEN)]);
    desk.resize(110, 10).keys("]");
    assert!(desk.frame().contains("Esc back"), "{}", desk.frame());
    let slot = desk.app.desk.pane().slot;
    let tag = desk.app.desk.open().layer.tags().iter().next().unwrap().id.clone();
    let link = diptych::tags::Link {
        id: "l-1".into(),
        kind: "same as".into(),
        from: tag.clone(),
        to: tag,
        document: Some("other.txt".into()),
        at: String::new(),
        rival: None,
        extra: Vec::new(),
    };
    assert!(desk.app.link_in_words(slot, &link).ends_with("same as a tag in other.txt"));
    desk.keys("<Esc>");
    assert!(desk.app.desk.beside().is_none(), "{}", desk.frame());
}

#[test]
fn a_comment_right_after_a_decision_is_about_what_was_decided() {
    let mut desk = one();
    assert_eq!(
        decided(&mut desk, "]xmwrong l<Enter>"),
        ["ana rejected claim “Prices rose by about 5% in May”: wrong label"]
    );
}

#[test]
fn the_hint_says_what_a_comment_would_be_about() {
    let mut desk = one();
    let hints = |desk: &Desk| desk.frame().lines().last().unwrap_or_default().to_string();
    assert!(hints(desk.resize(120, 24).keys("]")).contains("m comment  "), "{}", hints(&desk));
    assert!(hints(desk.keys("y")).contains("m comment on the last"), "{}", hints(&desk));
    assert!(hints(desk.keys("]")).contains("m comment  "), "{}", hints(&desk));
    desk.keys("[y").mouse(MouseEvent {
        kind: Kind::Down(MouseButton::Left),
        column: 60,
        row: 2,
        modifiers: KeyModifiers::NONE,
    });
    assert!(!hints(&desk).contains("comment on the last"), "a click continues nothing: {}", hints(&desk));
}

#[test]
fn the_hints_offer_versions_only_where_there_are_several() {
    let mut desk = two();
    desk.resize(160, 20);
    let hints = |desk: &mut Desk, keys: &str| {
        let frame = desk.keys(keys).frame();
        let last = frame.lines().last().unwrap_or_default();
        ["1 ana", "2 ben", "& shared words", "y accept"].map(|hint| last.contains(hint))
    };
    assert_eq!(hints(&mut desk, "]"), [true; 4], "the ends of the claim differ");
    assert_eq!(hints(&mut desk, "]"), [false, false, false, true], "they agree on the figure");
    assert_eq!(hints(&mut desk, "]"), [false, false, false, true], "only one has the source");
}

#[test]
fn done_says_how_much_of_the_review_is_open() {
    let mut desk = one();
    assert!(
        desk.keys("]y:status done<Enter>").said().ends_with("although 3 tags are open in the review"),
        "{}",
        desk.said()
    );
    assert!(!desk.keys("<Esc><A-y>:status done<Enter>").said().contains("although"), "{}", desk.said());
}

#[test]
fn the_key_that_copies_accepts_nothing_in_a_review() {
    let mut desk = one();
    assert_eq!(decided(&mut desk, "]Y"), [""; 0]);
    assert!(desk.said().starts_with("copied"), "{}", desk.said());
}

#[test]
fn annotators_with_the_same_tag_are_named_together() {
    let mut desk =
        Desk::new(&["‸Prices rose by 5% in May, said INSEE, and they will go on doing so for a long while."]);
    let long = "⟦c Prices rose by 5% in May, said INSEE, and they will go on doing so for a long while.⟧";
    desk.review(&[
        ("ana", long),
        ("ben", "⟦c Prices rose by 5%⟧ in May, said INSEE, and they will go on doing so for a long while."),
        ("cyd", long),
    ]);
    desk.resize(80, 24).keys("]").app.message = None;
    let foot = desk.frame().lines().rev().nth(1).unwrap_or_default().to_string();
    assert_eq!(foot.trim_end(), " 1 ana, 3 cyd: claim “Prices…hile.” · 2 ben: claim “Prices…by 5%” · ends differ");
}

#[test]
fn an_amended_label_tells_of_the_links_that_it_does_not_fit() {
    let mut desk = Desk::new(&["‸Prices rose, INSEE said."]);
    desk.review(&[("ana", "⟦c Prices rose⟧, ⟦s INSEE⟧ said.")]);
    let link = diptych::tags::Link {
        id: "l-1".into(),
        kind: "attributed to".into(),
        from: "t-ana0".into(),
        to: "t-ana1".into(),
        document: None,
        at: "2026-11-22T00:00:00Z".into(),
        rival: None,
        extra: Vec::new(),
    };
    desk.app.desk.shelf[Slot(0)].review.as_mut().unwrap().links.push(("ana".into(), link));
    desk.keys("]f");
    assert!(desk.said().starts_with("amended; a link of it does not fit a figure"), "{}", desk.said());
}

#[test]
fn only_ones_own_layer_is_set_aside() {
    let mut desk = Desk::beside(TEXT, [("ana", ANA), ("ben", BEN)]);
    desk.keys("<Tab>:set-aside<Enter>");
    assert_eq!(desk.said(), "only your own layer can be set aside: these are ben’s tags");
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::SetAside { .. })));
}
