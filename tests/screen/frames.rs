//! Frames: what the screen looks like, as text with a legend of looks. `cargo insta` is not needed to read them: see
//! `tests/snapshots`.

use crate::support::Desk;

const LEFT: &str = "‸⟦c Prices rose by ⟦f about 5%⟧ in May⟧, ⟦s INSEE⟧ said.\n\nA second paragraph is there so that the page \
                    has something to wrap at its edge, and a tag ⟦c that goes on over the end of a row and \
                    into the next one⟧ as tags do.\n";
const RIGHT: &str =
    "⚡️ Prices rose by ⟦f 6%⟧.\n📹: 漢字 and 🇺🇦, a tab\there, an escape \u{1b}[31m, a \u{202e}turn.\n— End\n";

fn desk(env: &[(&str, &str)]) -> Desk {
    Desk::with(&[LEFT, RIGHT], diptych::tags::scheme::Scheme::default(), env)
}

#[test]
fn two_articles_side_by_side() {
    insta::assert_snapshot!(desk(&[("TERM", "xterm")]).rest().looks());
}

#[test]
fn without_colours_every_label_still_has_its_own_line() {
    insta::assert_snapshot!(desk(&[("NO_COLOR", "1")]).keys("]").looks());
}

#[test]
fn a_tag_in_focus_shows_its_quote_note_and_partner() {
    let mut desk = desk(&[("COLORTERM", "truecolor")]);
    desk.keys("]]mchecked<Esc>rdiffers<Enter>]<Enter>").app.message = None;
    insta::assert_snapshot!(desk.looks());
}

#[test]
fn a_selection_over_tags_and_hits() {
    let mut desk = desk(&[("TERM", "xterm")]);
    desk.keys("/in<Enter>0vww");
    insta::assert_snapshot!(desk.looks());
}

#[test]
fn one_article_takes_the_whole_screen_and_keeps_its_measure() {
    let mut desk = Desk::new(&[LEFT]);
    desk.resize(120, 12).rest();
    insta::assert_snapshot!(desk.frame());
}

#[test]
fn a_narrow_terminal_shows_one_article_and_the_other_waits() {
    let mut desk = desk(&[]);
    desk.resize(60, 12);
    let left = desk.rest().frame();
    insta::assert_snapshot!(format!("{left}\n\n{}", desk.keys("<Tab>").rest().frame()));
}

#[test]
fn the_list_of_tags() {
    insta::assert_snapshot!(desk(&[]).keys("t").frame());
}

#[test]
fn the_palette() {
    insta::assert_snapshot!(desk(&[]).keys(":para").frame());
}

#[test]
fn the_help() {
    let mut desk = desk(&[]);
    desk.resize(100, 90);
    insta::assert_snapshot!(desk.keys("?").frame());
}

#[test]
fn a_note_being_written() {
    insta::assert_snapshot!(desk(&[]).keys("]mtwo lines,<Enter>漢字 and all").frame());
}

#[test]
fn a_long_note_being_written() {
    let words = "A note of some length, which says why this was tagged as it is. ".repeat(3);
    insta::assert_snapshot!(desk(&[]).keys("]m").keys(&words).frame());
}

#[test]
fn a_figure_within_a_partner_does_not_look_as_if_it_were_in_focus() {
    let mut desk = Desk::with(&[LEFT], diptych::tags::scheme::Scheme::default(), &[("TERM", "xterm")]);
    desk.resize(60, 6);
    desk.keys("]rattr<Enter>]<Enter>p").app.message = None;
    insta::assert_snapshot!(desk.looks());
}

#[test]
fn the_key_for_help_stays_in_view_at_every_width() {
    for keys in ["", "]", "v", "gp]"] {
        for width in [40, 60, 80, 120] {
            let mut desk = desk(&[]);
            let frame = desk.resize(width, 24).keys(keys).frame();
            let last = frame.lines().last().unwrap_or_default();
            assert!(last.contains("? "), "{keys} at {width}: {last}");
        }
    }
}

#[test]
fn a_message_takes_the_space_of_the_search() {
    let mut desk = desk(&[]);
    desk.resize(80, 24).keys("/in<Enter>");
    let status = |desk: &Desk| desk.frame().lines().rev().nth(1).unwrap_or_default().to_string();
    assert!(status(&desk).contains("/in 1/4"), "{}", status(&desk));
    let words = "a message that has almost as many letters as the row has columns";
    desk.app.say(words);
    assert!(status(&desk).starts_with(&format!(" {words}")), "{}", status(&desk));
}
