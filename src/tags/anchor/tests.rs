//! Tests how tags are placed again, in marked-up text: `⟦…⟧` is a tag.

use super::*;
use proptest::prelude::*;

/// Returns a text and the spans that are marked in it; they may be nested.
fn marked(marked: &str) -> (Document, Vec<Span>) {
    let (mut text, mut open, mut spans) = (String::new(), Vec::new(), Vec::new());
    for c in marked.chars() {
        match c {
            '⟦' => {
                open.push(spans.len());
                spans.push(Span::new(text.len(), text.len()));
            }
            '⟧' => spans[open.pop().unwrap()].end = text.len(),
            c => text.push(c),
        }
    }
    (Document::new(text), spans)
}

/// Returns the places of the marked tags in a new text.
fn placed(old: &str, new: &str) -> (Document, Vec<Placed>) {
    let (old, spans) = marked(old);
    let targets: Vec<Target> = spans.into_iter().map(|span| Target::of(&old, span)).collect();
    let new = Document::new(new);
    let placed = place(&new, &targets);
    (new, placed)
}

/// Returns the same in words: the outcome and the text around each place.
fn shown(old: &str, new: &str) -> Vec<String> {
    let (new, placed) = placed(old, new);
    let around = |span: &Span| {
        let text = new.text();
        let (start, end) = (grapheme::floor(text, span.start.saturating_sub(9)), grapheme::ceil(text, span.end + 6));
        format!("{}⟦{}⟧{}", &text[start..span.start], new.slice(*span), &text[span.end..end])
    };
    let outcome = |placed: &Placed| match placed {
        Placed::Same(span) => format!("same {}", around(span)),
        Placed::Moved(span) => format!("moved {}", around(span)),
        Placed::Changed(span) => format!("changed {}", around(span)),
        Placed::Lost(spans) => format!("lost {:?}", spans.iter().map(around).collect::<Vec<_>>()),
    };
    placed.iter().map(outcome).collect()
}

fn words(old: &str, new: &str) -> Vec<String> {
    let (new, placed) = placed(old, new);
    placed.iter().filter_map(claim).map(|(span, _)| new.slice(span).to_string()).collect()
}

const ROWS: [&str; 6] = [
    "Sales in January rose ⟦5%⟧ over the year before.\n",
    "Sales in February rose ⟦5%⟧ over the year before.\n",
    "Sales in March rose ⟦5%⟧ over the year before.\n",
    "Sales in April rose ⟦5%⟧ over the year before.\n",
    "Sales in May rose ⟦5%⟧ over the year before.\n",
    "Sales in June rose ⟦5%⟧ over the year before.\n",
];

fn plain(text: &str) -> String {
    text.replace(['⟦', '⟧'], "")
}

#[test]
fn a_tag_survives_an_edit_before_it() {
    let old = "😀 Prices rose ⟦5%⟧ in May, ⟦INSEE⟧ said.";
    assert_eq!(shown(old, &plain(old)), ["same ces rose ⟦5%⟧ in Ma", "same  in May, ⟦INSEE⟧ said."]);
    let new = format!("Yesterday: {}", plain(old));
    assert_eq!(shown(old, &new), ["moved ces rose ⟦5%⟧ in Ma", "moved  in May, ⟦INSEE⟧ said."]);
}

#[test]
fn another_dress_is_no_other_word() {
    let old = "He said: ⟦“It’s the café’s – and ours.\nAll of it”⟧, and left for good.";
    let straight = plain(old).replace(['“', '”'], "\"").replace('’', "'").replace('–', "-");
    let french = plain(old).replace('“', "« ").replace('”', "\u{a0}»");
    for new in [plain(old).replace('\n', "\r\n"), plain(old).replace('é', "e\u{301}"), straight, french] {
        let (new, placed) = placed(old, &new);
        let [Placed::Moved(span)] = &placed[..] else { panic!("{placed:?} in {:?}", new.text()) };
        assert!(new.slice(*span).ends_with(['”', '"', '»']), "{:?}", new.slice(*span));
    }
}

#[test]
fn a_quote_may_differ_in_a_third_of_its_symbols_and_no_more() {
    let old = "the report of last year says that ⟦abcdefghi⟧ were all that was to be seen there";
    let changed = |quote: &str| shown(old, &plain(old).replace("abcdefghi", quote))[0].clone();
    assert_eq!(changed("abXdefghi"), "changed ays that ⟦abXdefghi⟧ were ");
    assert_eq!(changed("XYZdefghi"), "changed ays that ⟦XYZdefghi⟧ were ");
    assert_eq!(changed("abcdefghiXYZ"), "changed ays that ⟦abcdefghi⟧XYZ we");
    assert_eq!(changed("abXYZWghi"), "lost []");
    assert_eq!(shown("It lost ⟦10,000⟧ men.", "It lost 12,000 men."), ["changed It lost ⟦12,000⟧ men."]);
    assert_eq!(shown("It lost ⟦5%⟧ of it all.", "It lost 7% of it all."), ["lost []"]);
}

#[test]
fn a_figure_that_has_grown_is_not_the_same() {
    let old = "The report of last year says that prices rose ⟦5%⟧ in the month of May.";
    assert_eq!(shown(old, &plain(old).replace("5%", "15%")), ["changed es rose 1⟦5%⟧ in th"]);
}

#[test]
fn of_a_repeated_figure_the_surroundings_tell_which() {
    let old = ROWS.concat();
    let new = plain(&old).replace("April", "Aprill");
    assert_eq!(words(&old, &new), ["5%"; 6]);
    // A row is inserted in front: almost every figure now stands where the previous one stood.
    let new = format!("Sales in all rose 5% over the year before.\n{}", plain(&old));
    let (_, placed) = placed(&old, &new);
    let shifted =
        |placed: &Placed| matches!(placed, Placed::Moved(span) if new[..span.start].matches("5%").count() > 0);
    assert!(placed[1..].iter().all(shifted), "{placed:?}");
}

#[test]
fn a_lookalike_that_takes_the_place_of_what_is_gone_does_not_get_its_tag() {
    // March is deleted, and April's figure stands exactly where March's stood.
    let (old, new) = (ROWS.concat().replace(['⟦', '⟧'], ""), [ROWS[0], ROWS[1], ROWS[3], ROWS[4], ROWS[5]].concat());
    let old = old.replace("March rose 5%", "March rose ⟦5%⟧");
    let (_, placed) = placed(&old, &plain(&new));
    assert!(!matches!(placed[..], [Placed::Same(_) | Placed::Moved(_)]), "{placed:?}");
}

#[test]
fn rows_that_have_changed_places_do_not_change_tags() {
    // Together they are as long as before, so January's word stands exactly where February's stood.
    let (first, last) =
        ("Here are the arrivals of a year, as the port has counted them.\n", "That was all there is to say of it.\n");
    let row = |month: &str| format!("Arrivals in {month} rose 5% over the year before.\n");
    let rows = ["January", "February", "March", "April"].map(row);
    let old = format!(
        "⟦Here⟧{}{}{}{}{}{last}⟦Nothing⟧ came behind it.",
        &first[4..],
        rows[0],
        rows[1].replace("rose", "⟦rose⟧"),
        rows[2],
        rows[3]
    );
    let new = format!("{first}{}{}{}{}{last}Nothing came behind it.", rows[1], rows[0], rows[2], rows[3]);
    let (new, placed) = placed(&old, &new);
    let right = |span: Span| new.text()[..span.start].ends_with("February ");
    assert!(placed[1..2].iter().filter_map(claim).all(|(span, _)| right(span)), "{placed:?}");
}

#[test]
fn a_sentence_that_is_left_elsewhere_only_is_not_moved_in_silence() {
    let notice = "The company did not respond to a request for comment.";
    let (before, between) = ("Prices rose again in the south.", "Nothing of the kind was seen in the north this year.");
    let old = format!("{before} ⟦{notice}⟧ {between} {notice} That was all.");
    let (_, placed) = placed(&old, &format!("{before} {between} {notice} That was all."));
    assert!(!matches!(placed[..], [Placed::Same(_) | Placed::Moved(_)]), "{placed:?}");
}

#[test]
fn two_equally_good_places_are_lost_and_both_are_named() {
    let sentence = "In all of the year there was no rain to speak of in any part of the country, and then there was too much of it.";
    let old = format!("One. {} Two.", sentence.replace("rain", "⟦rain⟧"));
    let new = format!("Nought. {sentence} And so on. {sentence} Three.");
    let (new, placed) = placed(&old, &new);
    let [Placed::Lost(places)] = &placed[..] else { panic!("{placed:?}") };
    assert_eq!(places.iter().map(|span| new.slice(*span)).collect::<Vec<_>>(), ["rain", "rain"]);
}

#[test]
fn between_two_sure_neighbours_an_offset_says_which_of_two_it_is() {
    let twins = "Nothing was said about the ⟦price⟧ of it all, nor was there anyone to ask. ".repeat(3);
    let old = format!("A ⟦first⟧ sentence that is like no other here. {twins}And a ⟦last⟧ one, like no other either.");
    let new = format!("Put before. {}", plain(&old));
    assert!(shown(&old, &new).iter().all(|outcome| outcome.starts_with("moved")), "{:?}", shown(&old, &new));
    // If one of them goes, the program cannot know which; those outside stay sure.
    let new = plain(&old).replacen(&plain(&twins)[..twins.len() / 3 - 6], "", 1);
    let outcomes = shown(&old, &new);
    assert!(outcomes[0].starts_with("same") && outcomes[4].starts_with("moved"), "{outcomes:?}");
    assert!(!outcomes[2].starts_with("same") && !outcomes[2].starts_with("moved"), "{outcomes:?}");
}

#[test]
fn a_sentence_that_was_moved_alone_is_found_but_not_called_confirmed() {
    let old =
        "One came early and left. ⟦Nobody had seen the two of them together since the strike.⟧ Four more came late.";
    let new =
        "One came early and left. Four more came late. Nobody had seen the two of them together since the strike.";
    let (new, placed) = placed(old, new);
    let [Placed::Changed(span)] = placed[..] else { panic!("{placed:?}") };
    assert_eq!(new.slice(span), "Nobody had seen the two of them together since the strike.");
}

#[test]
fn a_very_long_quote_is_placed_by_its_ends() {
    let paragraph: String =
        (0..200).map(|number| format!("The count of day {number} was {}. ", number * 7919)).collect();
    let old = format!("What came before it was short. ⟦{}⟧ And what came after was, too.", paragraph.trim());
    let moved = format!("New. {}", plain(&old));
    assert!(
        matches!(placed(&old, &moved).1[..], [Placed::Moved(span)] if moved[span.start..span.end] == *paragraph.trim())
    );
    let changed = moved.replace("The count of day 9", "The tally for day 9");
    assert!(
        matches!(placed(&old, &changed).1[..], [Placed::Changed(span)] if span.start == moved.find("The count").unwrap())
    );
    let cut = format!("{} {}", &moved[..1500], &moved[moved.len() - 1000..]);
    assert!(matches!(placed(&old, &cut).1[..], [Placed::Lost(_)]));
}

#[test]
fn a_place_is_not_given_twice() {
    let (old, spans) = marked("It is a ⟦strange⟧ thing to say of someone who has never been there.");
    let target = Target::of(&old, spans[0]);
    let other = Target { start: target.start + 400, ..target.clone() };
    let placed = place(&old, &[target.clone(), other, target]);
    assert!(placed.iter().all(|placed| matches!(placed, Placed::Lost(_))), "{placed:?}");
}

#[test]
fn targets_that_mean_harm_are_lost() {
    let document = Document::new("Prices rose 5% in May, INSEE said. ".repeat(40));
    let harm = |start: usize, quote: &str| Target { start, quote: quote.into(), ..Target::default() };
    let targets = [
        harm(0, ""),
        harm(usize::MAX, "xyz"),
        harm(usize::MAX, "5%"),
        harm(3, &"long ".repeat(100_000)),
        Target { prefix: "p".repeat(1 << 20), suffix: "\u{301}".repeat(1 << 16), ..harm(usize::MAX - 1, "\u{301}\n") },
    ];
    for placed in place(&document, &targets) {
        assert!(matches!(&placed, Placed::Lost(named) if named.len() <= NAMED), "{placed:?}");
    }
    assert_eq!(place(&Document::new(""), &[harm(0, ""), harm(0, "a")]), [Placed::Lost(vec![]), Placed::Lost(vec![])]);
}

/// Generates texts with many repetitions and graphemes of all kinds.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "5% ",
        "NATO",
        " ",
        "\n",
        "\r\n",
        "e\u{301}",
        "é",
        "« ",
        " »",
        "“",
        "🇺🇦",
        "👨‍👩‍👧",
        "\u{ad}",
        "\u{301}",
        "a",
        "–",
        "of the year before. ",
    ]);
    prop::collection::vec((piece, 1..12usize), 0..40)
        .prop_map(|pieces| pieces.iter().map(|(piece, times)| piece.repeat(*times)).collect())
}

fn on_grapheme(text: &str, at: prop::sample::Index) -> usize {
    grapheme::floor(text, at.index(text.len() + 1))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn in_the_unchanged_text_every_target_is_the_same(text in text(), ends in prop::collection::vec(any::<[prop::sample::Index; 2]>(), 1..12)) {
        let document = Document::new(text);
        let ends = ends.into_iter().map(|ends| ends.map(|end| on_grapheme(document.text(), end)));
        let spans = ends.map(|[one, other]| Span::new(one.min(other), one.max(other))).filter(|span| !span.is_empty());
        let spans: Vec<Span> = spans.collect();
        let targets: Vec<Target> = spans.iter().map(|span| Target::of(&document, *span)).collect();
        let same: Vec<Placed> = spans.into_iter().map(Placed::Same).collect();
        prop_assert_eq!(&place(&document, &targets), &same);
        prop_assert_eq!(&place_from(&document, document.chars(), &targets), &same);
    }

    #[test]
    fn whatever_is_placed_lies_on_graphemes_within_the_text(
        old in text(),
        new in text(),
        ends in prop::collection::vec(any::<[prop::sample::Index; 2]>(), 0..8),
        harm in prop::collection::vec((any::<usize>(), "(5%|\u{301}|\n| |NATO){0,9}", "\\PC{0,40}", "\\PC{0,40}"), 0..4),
    ) {
        let (old, new) = (Document::new(old.clone()), Document::new(new + &old));
        let taken = ends.into_iter().map(|ends| ends.map(|end| on_grapheme(old.text(), end)));
        let taken = taken.map(|[one, other]| Target::of(&old, Span::new(one.min(other), one.max(other))));
        let harm = harm.into_iter().map(|(start, quote, prefix, suffix)| Target { start, quote, prefix, suffix });
        let targets: Vec<Target> = taken.chain(harm).collect();
        let placed = [place(&new, &targets), place_from(&new, old.chars(), &targets)].concat();
        prop_assert_eq!(placed.len(), 2 * targets.len());
        for (target, placed) in targets.iter().cycle().zip(placed) {
            let spans = match placed {
                Placed::Same(span) | Placed::Moved(span) | Placed::Changed(span) => vec![span],
                Placed::Lost(spans) => spans,
            };
            prop_assert!(spans.len() <= NAMED && (!target.quote.is_empty() || spans.is_empty()));
            for span in spans {
                prop_assert!(!span.is_empty() && span.end <= new.len());
                prop_assert!(on_graphemes(&new, span));
            }
        }
    }
}
