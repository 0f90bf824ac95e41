//! Keys pressed at random on hostile texts: nothing panics, nothing leaves its place, and undo takes all of it back. In a
//! review, too, where what is shown of it is kept up edit by edit.

use diptych::tags::history::Slot;
use diptych::text::grapheme;
use proptest::prelude::*;

use crate::support::Desk;

const KEYS: &[&str] = &[
    "h",
    "j",
    "k",
    "l",
    "w",
    "b",
    ")",
    "(",
    "}",
    "{",
    "0",
    "$",
    "gg",
    "G",
    "<C-d>",
    "<C-u>",
    "<PageDown>",
    "<Tab>",
    "z",
    "<lt>",
    ">",
    "=",
    "|",
    "v",
    "e",
    "<S-Left>",
    "<S-Down>",
    "o",
    "i",
    "c",
    "f",
    "s",
    ".",
    "a",
    "]",
    "[",
    "<Enter>",
    "x",
    "mnote é<Esc>",
    "r",
    "p",
    "L",
    "t",
    "<Esc>",
    "u",
    "<C-r>",
    "/e<Enter>",
    "/\\w<Esc>",
    "n",
    "N",
    ":tag<Enter>",
    "?",
    "3",
    "12",
    "Y",
    "g",
    "P",
    "<Down>",
    "<C-x>",
    "<C-t>",
];

const TEXT: &str = "(NATO has |10,000 |U\\.S\\. |“so” |5%|\\. |\n|\n\n|\r\n|\t|é|e\u{301}|漢字|⚡\u{fe0f}|👨‍👩‍👧|🇺🇦|\u{202e}|\u{1b}\\[31m|\u{200b}|\0|- ){0,60}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_keys_on_any_text(
        left in TEXT,
        right in TEXT,
        script in prop::collection::vec(prop::sample::select(KEYS), 0..60),
        size in (12..130u16, 3..40u16),
    ) {
        let mut desk = Desk::new(&[&left, &right]);
        let texts: Vec<String> = desk.app.desk.shelf.iter().map(|open| open.text().to_string()).collect();
        desk.resize(size.0, size.1);
        for keys in &script {
            desk.keys(keys);
            desk.frame();
            for pane in &desk.app.desk.panes {
                let text = desk.app.desk.shelf[pane.slot].text();
                prop_assert!(grapheme::is_boundary(text, pane.cursor), "{keys}");
            }
            for open in desk.app.desk.shelf.iter() {
                for tag in open.layer.tags().iter() {
                    let words = open.document.slice(tag.span);
                    prop_assert!(!words.is_empty() && words.trim() == words, "{keys}: {words:?}");
                    prop_assert!(grapheme::is_boundary(open.text(), tag.span.start));
                    prop_assert!(grapheme::is_boundary(open.text(), tag.span.end));
                }
            }
        }
        desk.app.overlay = None;
        desk.app.mode = diptych::tui::model::Mode::Read;
        while desk.app.history.depth().0 > 0 {
            let before = desk.app.history.depth();
            desk.run("undo");
            prop_assert!(desk.app.history.depth() < before);
        }
        for (open, text) in desk.app.desk.shelf.iter().zip(&texts) {
            prop_assert!(open.layer.records().is_empty(), "undo takes everything back");
            prop_assert_eq!(open.text(), text.as_str());
        }
    }
}

const REVIEW: &[&str] = &[
    "]",
    "[",
    "y",
    "x",
    "1",
    "2",
    "&",
    "+",
    "<Backspace>",
    "<A-y>",
    "<C-y>",
    "Y",
    "c",
    "f",
    "s",
    "vec",
    "mwhy<Enter>",
    "u",
    "<C-r>",
    "w",
    "j",
    "<Enter>",
    "<Esc>",
    "a",
    "gg",
    "gw",
];
const READ: &str = "‸Prices rose by about 5% in May, INSEE said on Monday.\n\nWages fell.\n";
const BEN: &str = "⟦c Prices rose by about ⟦f 5%⟧ in May⟧, ⟦s INSEE⟧ said on Monday.\n\n⟦c Wages fell.⟧\n";
const CHO: &str = "⟦c Prices rose by about ⟦f 5%⟧⟧ in May, INSEE said on ⟦f Monday⟧.\n\n⟦c Wages ⟦f fell⟧.⟧\n";

proptest! {
    #[test]
    fn any_keys_in_a_review(
        several in any::<bool>(),
        script in prop::collection::vec(prop::sample::select(REVIEW), 0..60),
    ) {
        let mut desk = Desk::new(&[READ]);
        desk.review(&[("ben", BEN), ("cho", CHO)][..if several { 2 } else { 1 }]);
        for keys in &script {
            desk.keys(keys);
            let open = &desk.app.desk.shelf[Slot(0)];
            let review = open.review.as_ref().unwrap();
            let mut again = review.clone();
            again.refresh(&open.layer);
            prop_assert_eq!((&review.states, review.progress), (&again.states, again.progress), "{}", keys);
        }
        desk.frame();
        desk.app.overlay = None;
        while desk.app.history.depth().0 > 0 {
            desk.run("undo");
        }
        prop_assert!(desk.app.desk.shelf[Slot(0)].layer.records().is_empty(), "undo takes everything back");
    }
}
