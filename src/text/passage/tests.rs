//! Which lines are one passage.

use super::*;
use crate::text::unit;
use proptest::prelude::*;

const BY_HAND: &str = "It was announced on Monday that the price of bread in the\ncapital has risen by 5%. \
    Nobody in the ministry would say\nwhy.\n\nAn author\nA heading\n- an item that is as long as it may be, nearly\n- an item\n";

fn show(text: &str) -> Vec<&str> {
    let mut passages = vec![passage_at(text, 0)];
    while let Some(next) = after(text, passages[passages.len() - 1]) {
        passages.push(next);
    }
    passages.iter().map(|span| &text[span.start..span.end]).collect()
}

#[test]
fn lines_that_were_broken_by_hand_belong_together() {
    let passages = show(BY_HAND);
    assert_eq!(passages[0].lines().count(), 3);
    assert_eq!(passages[1..].len(), 5, "{passages:?}");
}

#[test]
fn a_line_that_is_a_paragraph_stands_alone() {
    let line =
        "This is a paragraph of some length, as long as those that one finds on pages of the web, so that it wraps.";
    let text = format!("{line}\n{line}\n");
    assert_eq!(show(&text), [line, line]);
}

/// Returns the number of lines of each passage that is not blank.
fn lines(text: &str) -> Vec<usize> {
    show(text).iter().filter(|passage| !passage.trim().is_empty()).map(|passage| passage.lines().count()).collect()
}

#[test]
fn a_bullet_or_a_heading_without_a_full_stop_ends_with_its_line() {
    let text = "At a Glance\n- Some 10,000 soldiers from the north have come to the border, officials of the capital said on Monday\n\
        A New Alliance Worries the Whole of the Continent\nIn a step that nobody had expected, the soldiers came.\n\
        Figure 1: Soldiers at the border\nName and rank of the officers | Number of soldiers under them\nSmith | 1,200\n";
    assert_eq!(lines(text), [1; 7]);
}

#[test]
fn a_heading_after_a_bullet_that_was_broken_by_hand_stands_alone() {
    let text = "- This union could change who holds the power in the whole world, and the states in the west may have to\n\
        spend more on their own defense from the coming year on and for a long time after it has begun, they say\n\
        A Union Without Example Threatens Western Interests\nIn a step that nobody had expected, the soldiers came to \
        the border in the night of Monday, and the\ncapital has sent a letter to all of its partners.\n";
    assert_eq!(lines(text), [2, 1, 2], "{:?}", show(text));
}

#[test]
fn items_with_letters_stand_alone() {
    let text = "- Food too\na) First this\nb) Then that\n(c) And those too\nPhoto: An agency\nWhat comes next\n";
    assert_eq!(lines(text), [1; 6]);
}

#[test]
fn lines_that_were_broken_at_any_width_are_one_paragraph() {
    let words = "The minister said that the price of bread in the capital had risen by 5 per cent since the spring of the year \
        before, and that nobody in his ministry knew why. He would ask the bakers, he said, as soon as they were back from \
        the holidays. The bakers did not answer any questions. They had been told to wait until the end of the month.";
    for width in [40, 60, 72, 100, 120, 150] {
        let text = format!("{}\n\n{0}\n", broken(words, width));
        assert_eq!(lines(&text), [text.lines().count() / 2; 2], "{width}: {text}");
    }
    let uneven = "The minister said that the price of bread in the capital had risen\nby 5 per cent since the spring of the\n\
        year before, and that nobody knew why. He would ask.\nThe bakers did not answer any questions.\nThey had been told.\n";
    assert_eq!(lines(uneven), [5]);
}

fn broken(words: &str, width: usize) -> String {
    let mut text = String::new();
    for word in words.split_whitespace() {
        let line = text.lines().last().map_or(0, str::len);
        text += if line == 0 {
            ""
        } else if line + 1 + word.len() > width {
            "\n"
        } else {
            " "
        };
        text += word;
    }
    text
}

#[test]
fn an_item_that_was_broken_before_a_capital_is_one_passage_where_others_were_broken_to_that_width() {
    let items = "- Some ten thousand soldiers are under the orders of General\nMikhailov since the autumn\n\n\
        - The alliance asks its members to send more ships to the North\nAtlantic\n\n";
    let prose = "The minister said on Monday that the soldiers would be sent\nback before the winter, and that nobody had\n\
        asked.\n\n";
    assert_eq!(show(&format!("{prose}{items}")).len(), 3 + 3, "free lines are passages, too");
    assert_eq!(show(items).len(), 2 * 3, "nothing shows that these lines were broken to a width");
}

#[test]
fn a_line_that_ends_no_sentence_goes_on_however_irregular_the_breaks_are() {
    let text = "The concerns of the alliance were named by the National Intelligence Service\n(NIS), which has told of\n\
        soldiers who were sent to the front in the east since\nOctober. Nobody else has.\n\nThe end.\n";
    assert_eq!(show(text).len(), 3, "{:?}", show(text));
    let heading = "Soldiers At The Front In The East\nThe concerns of the alliance were named by the\n\
        National Intelligence Service, which\nhas told of soldiers.\n";
    assert_eq!(show(heading).len(), 2, "{:?}", show(heading));
}

#[test]
fn a_short_line_goes_on_where_nothing_can_end() {
    for text in [
        "Officials in Lomas said on Monday that the South had sent\nsome\n12,000 boats to the coast, many of them new.\n",
        "Officials in Lomas said on Monday that the South had sent\nboats to\nHarbin, many of them new.\n",
        "The council\nsaid on Monday that the South had sent boats to the coast.\n",
        "The govern-\nment said that the well-\nknown boats would come on Mon-\nday with 12 thousand men,\nas it had said.\n",
        "The council said that\nthe boats would come on Monday, with\n12 thousand men, as it had\nsaid before.\n",
        "The men have been at the coast since\n1990. The council agreed to spend\n2.5% of its means on\nthem.\n",
        "Officials said on Monday that the South had sent\nboats\nHarbin could not see. They\nleft.\n",
    ] {
        assert_eq!(lines(text), [text.lines().count()], "{text}");
    }
    assert_eq!(lines("flour\nbread\nsalt\n"), [1; 3], "short lines are a list");
    assert_eq!(lines("What We Fight For\nThe men have been at the coast since the spring.\n"), [1; 2]);
}

#[test]
fn a_short_title_after_a_full_stop_is_no_line_of_the_paragraph() {
    let text = "The minister said on Monday that the price of bread in the\ncapital has risen by 5% since the spring, and\n\
        that nobody knows why it has risen so much.\nAt a Glance\n\nThe bakers were told to wait.\n";
    assert_eq!(lines(text), [3, 1, 1]);
    let name = text.replace("At a Glance", "Nobody asked Kim.");
    assert_eq!(lines(&name), [4, 1]);
}

#[test]
fn a_passage_with_short_lines_is_filled_where_they_surely_go_on() {
    let is_filled = |text: &str| is_filled(text, Span::new(0, text.len()));
    let twice = "The minister said on Monday that the price of bread in the capital has\nrisen by 5% since\n\
        the spring, and that nobody in the ministry knows why it has risen so\nmuch.\n";
    assert!(is_filled(twice), "a mail that was broken twice");
    assert!(!is_filled(&twice.replace("since\nthe", "since spring.\nThe")), "each sentence may begin a line");
    assert!(!is_filled("Shall I compare thee to a summer evening,\nwhen all the bakers of the town are out\n"));
}

#[test]
fn an_indented_line_begins_a_paragraph_and_goes_on_under_an_item() {
    let text = "The price of bread in the capital has\nrisen by 5%, the minister said on Monday.\n    Nobody in the ministry \
        would say why it\nhad risen.\n";
    assert_eq!(lines(text), [2, 2]);
    assert_eq!(
        lines("- The price of bread in the capital has\n  risen by 5%, the minister said.\n- Nobody knew.\n"),
        [2, 1]
    );
}

#[test]
fn a_sentence_goes_on_over_the_end_of_a_broken_line() {
    let at = |word: &str| unit::at(BY_HAND, unit::Unit::Sentence, BY_HAND.find(word).unwrap());
    assert_eq!(
        &BY_HAND[at("capital").start..at("capital").end],
        "It was announced on Monday that the price of bread in the\ncapital has risen by 5%."
    );
    assert_eq!(at("why"), at("Nobody"));
}

proptest! {
    #[test]
    fn passages_are_the_same_from_wherever_one_looks(
        text in "([a-z]{1,9} [a-z]{1,9} [a-z]{1,9} [a-z]{1,9} [a-z. ]{4,30}|- |\n|\n\n|\r\n|é){0,40}",
        at in any::<prop::sample::Index>(),
    ) {
        let at = crate::text::grapheme::floor(&text, at.index(text.len() + 1));
        let passage = passage_at(&text, at);
        prop_assert_eq!(passage_at(&text, passage.start), passage);
        if let Some(next) = after(&text, passage) {
            prop_assert!(next.start > passage.end);
            prop_assert_eq!(before(&text, next), Some(passage));
        }
    }
}
