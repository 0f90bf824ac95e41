//! Tests which words are read as moments, and which are not.

use proptest::prelude::*;

use super::*;
use crate::language;

/// Checks that a text is read as `marked` shows: dates in `[]`, periods in `{}`, durations in `<>`.
#[track_caller]
fn reads(marked: &str) {
    reads_in("en", marked);
}

#[track_caller]
fn reads_in(code: &str, marked: &str) {
    let text: String = marked.chars().filter(|c| !"[]{}<>".contains(*c)).collect();
    let mut shown = text.clone();
    for moment in moments(&text, language::of(code).unwrap()).iter().rev() {
        let (open, close) = match moment.kind {
            Kind::Date => ('[', ']'),
            Kind::Period => ('{', '}'),
            Kind::Duration => ('<', '>'),
        };
        shown.insert(moment.span.end, close);
        shown.insert(moment.span.start, open);
    }
    assert_eq!(shown, marked);
}

/// Returns the only moment of a text.
fn only(text: &str) -> Moment {
    let mut moments = moments(text, language::english());
    assert_eq!(moments.len(), 1, "{text}: {moments:?}");
    moments.remove(0)
}

fn point(text: &str) -> Point {
    match only(text).value {
        Timeframe::At(point) => point,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn days_are_read_as_people_write_them() {
    reads("The treaty of [November 7, 2024] was signed on [Wednesday, June 11], not on [12 June 2024].");
    reads("It met on [2024-11-07], on [21/04/2016] and on [3rd of May]; [Monday] is a holiday.");
    reads("He left [yesterday], she will leave [the day after tomorrow], they on [the 27th].");
    reads("The vote is on [the first Tuesday of November], the count [Friday the 22nd].");
    reads("Some came [two weeks ago], some [three days after today].");
}

#[test]
fn periods_are_read_as_people_write_them() {
    reads("In {June} it grew, {last year} it fell, {the past two weeks} it stood still.");
    reads("{The 1970s}, {the third quarter of 2016}, {early this week} and {summer 2024}");
    reads("It sent 1,500 {from Oct. 2 to October 22} and more {between 2015 and Feb 2018}.");
    reads(
        "The {2014-15} season, in {2018}, {next week from Wednesday to Friday}"
            .replace("The {2014-15} season, ", "")
            .as_str(),
    );
    reads("She led it {from 2009-2013}, he in {2014-2016} (its {2016} budget), call 2009-2013 or 0800-2009-2013.");
    reads("A crowd of 1800-2000 people came.");
    reads("Profit in {the first nine months of 2018}, {year to date} and at the {end of March}");
}

#[test]
fn durations_are_read_as_people_write_them() {
    reads("It took <two and a half hours>, then <a few minutes>, then <3h> more and <half a year>.");
    reads("The <five-year> plan ran <2 years and 3 months>.");
}

#[test]
fn what_only_looks_like_a_moment_is_none() {
    reads("He may go. They march. The sun rose at 4.22, twice a week, 5 years old.");
    reads("Room 2015, $2000, 2000 people, a 6 1/4% note, the 27th floor and the 25th anniversary");
    reads("An SEC filing of $30-a-year, version 1.2.10 and 192.168.1.10 at 10:20");
    reads("April Smith and I sat on a second bench. She is now here.");
    reads("Secondly, the F-16 of 3/4 inch");
}

#[test]
fn a_moment_keeps_what_is_said_and_fills_in_nothing() {
    let june = point("In June it grew.");
    assert_eq!((june.month, june.year, june.day), (Some(6), None, None));
    let day = point("On Nov. 7, 2024 it fell.");
    assert_eq!((day.year, day.month, day.day), (Some(2024), Some(11), Some(7)));
    let ambiguous = point("On 4/5/2016 it fell.");
    assert_eq!((ambiguous.year, ambiguous.month, ambiguous.day), (Some(2016), None, None));
    let half = Number::ratio(5, 2);
    assert_eq!(
        only("for two and a half hours").value,
        Timeframe::Length(vec![TimeAmount { count: half, unit: TimeUnit::Hour }])
    );
    assert_eq!(
        point("two weeks ago"),
        Point::moved(-1, vec![TimeAmount { count: Some(Number::whole(2)), unit: TimeUnit::Week }])
    );
    let Timeframe::Between(from, to) = only("from 4 to 22 January, 2017").value else { panic!() };
    assert_eq!((from.day, from.month, to.day, to.year), (Some(4), Some(1), Some(22), Some(2017)));
}

#[test]
fn what_depends_on_the_day_of_writing_is_relative() {
    assert!(
        only("last week").is_relative() && only("on Wednesday").is_relative() && only("two weeks ago").is_relative()
    );
    assert!(!only("June 2018").is_relative() && !only("in June").is_relative() && !only("for two weeks").is_relative());
}

#[test]
fn each_language_tells_one_unit_of_time_from_several() {
    let read = |code: &str, text: &str| {
        let found = moments(text, language::of(code).unwrap());
        let kind = |moment: &Moment| match moment.value {
            Timeframe::At(_) => "one",
            Timeframe::Between(..) => "several",
            Timeframe::Length(_) => "length",
        };
        found.iter().map(|moment| format!("{}: {}", &text[moment.span.start..moment.span.end], kind(moment))).collect()
    };
    let rows: [(&str, &str, &[&str]); 7] = [
        ("en", "It rained last week and in the last weeks.", &["last week: one", "the last weeks: several"]),
        ("fr", "Il a plu ce mois.", &["ce mois: one"]),
        ("fr", "Il a plu ces derniers mois.", &["derniers mois: several"]),
        ("de", "Es hat in den letzten Wochen geregnet.", &["den letzten Wochen: several"]),
        ("de", "Es hat am Ende des letzten Monats geregnet.", &["Ende des letzten Monats: one"]),
        ("de", "Es hat letzte Woche geregnet.", &["letzte Woche: one"]),
        ("es", "Llovió en los últimos meses.", &["los últimos meses: several"]),
    ];
    for (code, text, wanted) in rows {
        let found: Vec<String> = read(code, text);
        assert_eq!(found, wanted, "{text}");
    }
}

#[test]
fn two_moments_may_be_the_same_where_nothing_differs() {
    assert!(only("in June").may_be(&only("June 2018")));
    assert!(!only("in June").may_be(&only("in July")));
    assert!(!only("last week").may_be(&only("last year")));
}

#[test]
fn a_quantity_is_as_of_the_moment_in_its_clause() {
    let of = |text: &str, quantity: &str| {
        let language = language::english();
        let start = text.find(quantity).unwrap();
        let found = moments(text, language);
        let sentence = Span::new(0, text.len());
        let moment = as_of(text, sentence, Span::new(start, start + quantity.len()), &found, language);
        moment.map(|moment| text[moment.span.start..moment.span.end].to_string())
    };
    let two = "It sent 1,500 men in October, while 12,000 are planned for next year.";
    assert_eq!((of(two, "1,500").as_deref(), of(two, "12,000").as_deref()), (Some("October"), Some("next year")));
    assert_eq!(of("As of June 11, the toll stood at 10,000.", "10,000").as_deref(), Some("June 11"));
    assert_eq!(of("Since Monday, when it began; now 10,000 are there.", "10,000").as_deref(), Some("Monday"));
    assert_eq!(of("It took 10,000 men two hours.", "10,000"), None);
    assert_eq!(of("In May; on June 11: 10,000 came.", "10,000"), None);
    assert_eq!(of("For two hours on Monday: 10,000 came for three days.", "10,000").as_deref(), Some("Monday"));
}

#[test]
fn the_time_for_the_moment_of_a_figure_does_not_grow_with_the_sentence() {
    let text = "in May 10,000 came, ".repeat(20_000);
    let found = moments(&text, language::english());
    let sentence = Span::new(0, text.len());
    let is_may = |at: usize| {
        let quantity = Span::new(at * 20 + 7, at * 20 + 13);
        let moment = as_of(&text, sentence, quantity, &found, language::english());
        moment.is_some_and(|moment| moment.span.start == at * 20 + 3)
    };
    assert!((0..20_000).all(is_may));
}

proptest! {
    #[test]
    fn moments_of_any_text_are_in_order_and_on_graphemes(
        text in r#"(\PC|[0-9]{1,4}|[ ,./'\n-]|May |june|2018|first |second|week|the |from |to |between |last |ago|a |and |half |’[0-9]{2}|[0-9]s|\u{301}){0,40}"#
    ) {
        for language in [language::english(), language::unknown()] {
            let mut end = 0;
            for moment in moments(&text, language) {
                prop_assert!(moment.span.start >= end && moment.span.end > moment.span.start);
                prop_assert!(grapheme::is_boundary(&text, moment.span.start) && grapheme::is_boundary(&text, moment.span.end));
                end = moment.span.end;
            }
        }
    }
}
