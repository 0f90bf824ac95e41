//! Tests what holds for the agreement of any tags.

use proptest::prelude::*;

use super::*;
use crate::review::semeval::{MatchCounts, SCHEMES};
use crate::tags::Tag;

const LABELS: [&str; 3] = ["claim", "figure", "source"];

/// Makes three paragraphs of ten words.
fn document() -> Document {
    let paragraph = "eins zwei drei vier fünf sechs sieben acht neun zehn\n\n";
    Document::new(paragraph.repeat(3))
}

/// Generates a layer on it; its tags may reach from one paragraph into the next.
fn layer() -> impl Strategy<Value = TagSet> {
    let tag = (0..140usize, 1..25usize, 0..3usize).prop_map(|(start, len, label)| (start, len, LABELS[label]));
    prop::collection::vec(tag, 0..15).prop_map(|tags| {
        let text = document();
        let byte = |chars: usize| text.to_byte(chars.min(text.chars())).unwrap();
        tags.iter().map(|(at, len, label)| Tag::new(label, Span::new(byte(*at), byte(at + len)), "")).collect()
    })
}

fn measured(texts: &[Vec<&TagSet>], samples: usize) -> Agreement {
    let mut measuring = Measuring::new(texts[0].len(), LABELS, AgreementUnit::Words);
    texts.iter().for_each(|layers| measuring.add("a.txt", &document(), layers));
    measuring.finish(samples, 1)
}

fn rows(part: &ScopeAgreement) -> impl Iterator<Item = &LabelAgreement> {
    part.labels.iter().chain([&part.overall])
}

fn tags(tags: &[(&str, usize, usize)]) -> TagSet {
    tags.iter().map(|(label, start, end)| Tag::new(label, Span::new(*start, *end), "")).collect()
}

#[test]
fn a_pair_with_two_labels_stands_in_the_rows_of_both() {
    let (ana, ben) = (tags(&[("claim", 0, 4), ("figure", 5, 9)]), tags(&[("claim", 0, 4), ("source", 5, 9)]));
    let part = measured(&[vec![&ana, &ben]], 0).all;
    let tally = |row: &LabelAgreement| row.pairs[0].tally;
    assert_eq!(tally(&part.overall), Tally { agreed: 1, labels: 1, ..Tally::default() });
    assert_eq!(tally(&part.labels[0]), Tally { agreed: 1, ..Tally::default() });
    assert_eq!(tally(&part.labels[1]), Tally { labels: 1, ..Tally::default() });
    assert_eq!(tally(&part.labels[2]), Tally { labels: 1, ..Tally::default() });
    assert_eq!((part.confusion[0][0][0], part.confusion[0][1][2], part.confusion[0][2][1]), (1, 1, 0));
    assert_eq!(part.overall.pairs[0].first.map(|place| place.bytes), Some(Span::new(5, 9)));
    assert_eq!(part.labels[0].pairs[0].first, None);
}

#[test]
fn what_both_have_under_a_label_is_never_more_than_either_has() {
    let (ana, ben) = (tags(&[("claim", 0, 4)]), tags(&[("figure", 0, 4)]));
    let part = measured(&[vec![&ana, &ben]], 0).all;
    let figures = &part.labels[1];
    assert_eq!((figures.tags.as_slice(), figures.pairs[0].tally.matched()), (&[0, 1][..], 1));
    assert_eq!(figures.pairs[0].tally.of_one_label(), 0);
}

#[test]
fn a_pair_of_three_has_the_alphas_that_the_two_have_alone() {
    let layers = [tags(&[("claim", 0, 9), ("figure", 15, 19)]), tags(&[("claim", 0, 14)]), tags(&[("figure", 15, 24)])];
    let all = measured(&[layers.iter().collect()], 50).all;
    for (number, (one, other)) in pairs(3).enumerate() {
        let alone = measured(&[vec![&layers[one], &layers[other]]], 50).all;
        for (row, two) in rows(&all).zip(rows(&alone)) {
            let pair = &row.pairs[number];
            assert_eq!((pair.alpha, pair.unitizing), (two.alpha, two.unitizing));
            assert_eq!(
                (two.alpha, two.unitizing),
                (two.pairs[0].alpha, two.pairs[0].unitizing),
                "of two, all is the pair"
            );
        }
    }
    assert_ne!(all.overall.alpha.value, all.overall.pairs[0].alpha.value);
}

#[test]
fn a_word_is_in_a_label_that_covers_any_of_it() {
    let (ana, ben) = (tags(&[("claim", 3, 6)]), tags(&[("claim", 0, 9)]));
    let part = measured(&[vec![&ana, &ben]], 0).all;
    assert_eq!(part.units, 30);
    assert_eq!(part.labels[0].pairs[0].kappa.value, Some(1.0));
    assert_eq!(part.labels[1].pairs[0].kappa.value, None, "nobody tagged a figure");
}

#[test]
fn labels_that_nobody_declared_are_counted_too() {
    let (ana, ben) = (tags(&[("event", 0, 4)]), tags(&[("event", 0, 4)]));
    let agreement = measured(&[vec![&ana, &ben]], 0);
    assert_eq!(agreement.labels, ["claim", "figure", "source", "event"]);
    assert_eq!(agreement.all.labels[3].pairs[0].tally.agreed, 1);
}

#[test]
fn few_documents_are_drawn_by_paragraphs_and_many_whole() {
    let (ana, ben) = (tags(&[("claim", 0, 4), ("claim", 60, 64)]), tags(&[("claim", 0, 4)]));
    let few = measured(&vec![vec![&ana, &ben]; FEW - 1], 20);
    assert_eq!(few.drawn, Resampling { documents: false, pieces: 3 * (FEW - 1), samples: 20 });
    assert!(few.documents.iter().next().unwrap().1.overall.alpha.interval.is_some());
    let many = measured(&vec![vec![&ana, &ben]; FEW], 20);
    assert_eq!(many.drawn, Resampling { documents: true, pieces: FEW, samples: 20 });
    let alpha = many.all.overall.alpha;
    let (low, high) = alpha.interval.unwrap();
    assert!((high - low).abs() < 1e-9 && (high - alpha.value.unwrap()).abs() < 1e-9, "all documents are the same");
}

#[test]
fn an_empty_text_has_nothing_to_agree_on() {
    let mut measuring = Measuring::new(2, LABELS, AgreementUnit::Words);
    measuring.add("a.txt", &Document::default(), &[&TagSet::default(), &TagSet::default()]);
    let part = measuring.finish(10, 1).all;
    assert_eq!((part.units, part.overall.alpha.value, part.overall.unitizing.value), (0, None, None));
}

proptest! {
    #[test]
    fn who_agrees_with_himself_agrees_wholly(layer in layer(), others in 2..4usize) {
        let agreement = measured(&[vec![&layer; others]], 3);
        for row in rows(&agreement.all) {
            let one = |value: Option<f64>| value.is_none_or(|value| (value - 1.0).abs() < 1e-9);
            prop_assert!(one(row.alpha.value) && one(row.unitizing.value), "{:?}", row);
            for pair in &row.pairs {
                prop_assert!(one(pair.kappa.value) && pair.first.is_none());
                prop_assert!(pair.scores.iter().flatten().all(|score| one(score.value)));
                prop_assert_eq!(pair.tally.matched(), row.tags[0]);
            }
        }
    }

    #[test]
    fn every_tag_is_counted_once(ana in layer(), ben in layer()) {
        let agreement = measured(&[vec![&ana, &ben]], 0);
        for row in rows(&agreement.all) {
            let pair = &row.pairs[0];
            for counts in SCHEMES.map(|scheme| pair.spans[scheme]) {
                prop_assert_eq!(vec![counts.possible(), counts.actual()], row.tags.clone());
            }
        }
        let overall = agreement.all.overall.pairs[0].tally;
        let both = vec![overall.matched() + overall.only_one, overall.matched() + overall.only_other];
        prop_assert_eq!(both, agreement.all.overall.tags);
        let confused: u64 = agreement.all.confusion[0].iter().flatten().sum();
        prop_assert_eq!(confused, overall.matched() + overall.only_one + overall.only_other);
    }

    #[test]
    fn the_coefficients_do_not_ask_who_comes_first(ana in layer(), ben in layer()) {
        let (one, other) = (measured(&[vec![&ana, &ben]], 0).all, measured(&[vec![&ben, &ana]], 0).all);
        for (one, other) in rows(&one).zip(rows(&other)) {
            let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
                (Some(a), Some(b)) => (a - b).abs() < 1e-9,
                (a, b) => a == b,
            };
            prop_assert!(near(one.alpha.value, other.alpha.value));
            prop_assert!(near(one.unitizing.value, other.unitizing.value));
            prop_assert!(near(one.pairs[0].kappa.value, other.pairs[0].kappa.value));
            prop_assert_eq!(one.pairs[0].tally.matched(), other.pairs[0].tally.matched());
        }
    }

    #[test]
    fn documents_add_up(first in (layer(), layer()), second in (layer(), layer())) {
        let agreement = measured(&[vec![&first.0, &first.1], vec![&second.0, &second.1]], 0);
        let parts: Vec<ScopeAgreement> = agreement.documents.iter().map(|(_, part)| part).collect();
        let [one, two] = &parts[..] else { panic!("two documents") };
        prop_assert_eq!(agreement.all.units, one.units + two.units);
        for ((all, one), two) in rows(&agreement.all).zip(rows(one)).zip(rows(two)) {
            for scheme in SCHEMES {
                let [all, one, two] = [all, one, two].map(|row| row.pairs[0].spans[scheme]);
                let apart = |counts: MatchCounts| [counts.correct, counts.incorrect, counts.partial, counts.missed];
                let sum: Vec<u64> = apart(one).iter().zip(apart(two)).map(|(one, two)| one + two).collect();
                prop_assert_eq!(sum, apart(all));
            }
            prop_assert_eq!(all.pairs[0].first, one.pairs[0].first.or(two.pairs[0].first));
        }
    }
}
