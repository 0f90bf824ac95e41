//! Tests which words are read as quantities, and which are not.

mod parts;
mod said_of;

use proptest::prelude::*;

use super::*;
use crate::language;

/// Returns the quantities of a text in brackets.
fn marked(text: &str) -> String {
    let mut shown = text.to_string();
    for quantity in quantities(text, language::english()).iter().rev() {
        shown.insert(quantity.span.end, ']');
        shown.insert(quantity.span.start, '[');
    }
    shown
}

/// Shows each quantity in a line: value, unit, qualifier, change.
fn read(text: &str) -> Vec<String> {
    quantities(text, language::english())
        .iter()
        .map(|quantity| {
            let value = match quantity.value {
                Value::One(value) => value.to_string(),
                Value::Between(low, high) => format!("{low} to {high}"),
                Value::Share(part, whole) => format!("{part} of {whole}"),
            };
            let mut said = vec![value, quantity.unit.name.clone()];
            said.extend(quantity.qualifier.map(|qualifier| format!("{qualifier:?}")));
            said.extend(quantity.change.map(|change| format!("{change:?}")));
            said.retain(|word| !word.is_empty());
            said.join(" · ")
        })
        .collect()
}

fn counted(text: &str) -> Vec<(String, Vec<String>)> {
    let words = |phrase: &Phrase| phrase.words.join(" ");
    quantities(text, language::english())
        .iter()
        .map(|quantity| {
            (quantity.counted.as_ref().map(words).unwrap_or_default(), quantity.of.iter().map(words).collect())
        })
        .collect()
}

#[test]
fn nothing_is_said_to_be_counted_in_a_language_that_is_not_known() {
    let text = "Rząd wysłał 12 tysięcy żołnierzy do regionu, a szkody wynoszą 35 milionów.";
    let all = quantities(text, language::unknown());
    assert_eq!(all.len(), 2);
    assert!(all.iter().all(|quantity| quantity.counted.is_none() && quantity.of.is_empty()), "{all:?}");
}

#[test]
fn up_down_and_over_are_read_by_the_words_around_them() {
    assert_eq!(read("Unemployment edged up to 4.2 per cent."), ["4.2 · percentage · To(Up)"]);
    assert_eq!(read("They sent up to 12 boats."), ["12 · AtMost"]);
    assert_eq!(read("They shot down 62 drones."), ["62"]);
    assert_eq!(read("Women make up 40 per cent of the crew."), ["40 · percentage"]);
    assert_eq!(read("It costs €2 billion over five years."), ["2,000,000,000 · euro", "5 · year"]);
    assert_eq!(read("It lasted for over five years."), ["5 · year · MoreThan"]);
}

#[test]
fn a_number_to_call_is_a_name_only_where_someone_calls_it() {
    assert_eq!(read("The death toll rose to 112 on Monday."), ["112 · To(Up)"]);
    assert!(read("They called 911 at once.").is_empty());
    assert!(read("It was a 911 call.").is_empty());
}

#[test]
fn people_are_counted_by_what_happened_to_them() {
    assert_eq!(counted("It left three dead and 11 injured.")[1].0, "injured");
    assert_eq!(counted("They treated 11 injured sailors.")[0].0, "injured sailors");
}

#[test]
fn a_figure_is_taken_with_its_qualifier_and_its_unit() {
    for figure in [
        "They sent [about 1,500] soldiers.",
        "It spends [nearly 3.4 per cent of GDP].",
        "[Between 1,500 and 2,000] came.",
        "[An estimated 10,000] stayed.",
        "[23 out of 32] members agreed.",
        "It grew by [5-7%] year on year.",
        "It costs [£30m], [€1.4bn] or [$5 to $7 million].",
        "She is [a 50-year-old]; he ran [12 miles].".replace("[a 50-year-old]", "a [50-year-old]").as_str(),
        "[At least 200] people and [up to twelve] dogs.",
        "[Half a million] left, [a quarter of a million] came.",
        "It is [5 ft 2 in] long.",
        "[$58.24 per barrel] was paid.",
    ] {
        assert_eq!(marked(&figure.replace(['[', ']'], "")), figure);
    }
}

#[test]
fn members_of_a_people_are_counted() {
    assert_eq!(
        marked("The raid killed about 100 Americans and 300 Catholics."),
        "The raid killed [about 100] Americans and [300] Catholics."
    );
    assert_eq!(
        marked("They fled, and 1500 soldiers and 1900 people stayed."),
        "They fled, and [1500] soldiers and [1900] people stayed."
    );
    assert_eq!(
        marked("He drove a 500 Series car to 300 Rivers Road."),
        "He drove a 500 Series car to 300 Rivers Road."
    );
}

#[test]
fn a_share_of_what_someone_owns_is_a_share() {
    assert_eq!(marked("It was 23 of NATO’s 32 members."), "It was [23 of NATO’s 32] members.");
    assert_eq!(marked("It was 23 of the old club's 32 members."), "It was [23 of the old club's 32] members.");
}

#[test]
fn versions_and_named_days_count_nothing() {
    let text = "Since 9/11 his 401(k) and the Web 2.0 have grown.";
    assert_eq!(marked(text), text);
    assert_eq!(marked("It reached 40C in Lomas."), "It reached [40C] in Lomas.");
}

#[test]
fn names_dates_and_times_count_nothing() {
    for text in [
        "The F-16, the G7 and a 737 Max met.",
        "On November 7, 2024 and on 11 June it rained.",
        "It was 17:22 or 5 pm in Section 427, Row 21.",
        "No. 10 said so on the 3rd, in the 1990s.",
        "The S&P 500 was a Threat.",
        "He is the one, and no one knew.",
        "See #5, @me42 and https://t.co/a1b2.",
        "One day it will be 2024-11-07.",
        "1. First, a list.",
        "The second half of a third-party review.",
        "A post with id=\"768166957728358400\" went round.",
        "They called 911 and went on 24/7.",
    ] {
        assert_eq!(marked(text), text);
    }
}

#[test]
fn values_are_exact_whatever_they_are_written_in() {
    assert_eq!(read("twelve thousand or 12,000 or 12K people"), ["12,000", "12,000", "12,000"]);
    assert_eq!(read("It was one hundred and sixty-one points."), ["161 · point"]);
    assert_eq!(read("They need three and a half million euros."), ["3,500,000 · euro"]);
    assert_eq!(read("A third of them and two-thirds of us agreed."), ["1/3 · part", "2/3 · part"]);
    assert_eq!(read("It added tens of thousands of dollars."), ["10,000 to 100,000 · dollar · By(Up)"]);
    assert_eq!(read("Sales reached $1.4bn."), ["1,400,000,000 · dollar"]);
    assert_eq!(read("Wheat gained 3-1/4 cents."), ["3.25 · cent · By(Up)"]);
    assert_eq!(read("They found several hundred rifles."), ["100 to 1,000"]);
    assert_eq!(read("One child in five is ill."), ["1 of 5"]);
    assert_eq!(read("23 of 32 members"), ["23 of 32"]);
    assert_eq!(read("It was minus five degrees Celsius."), ["-5 · celsius"]);
    assert_eq!(read("An hour and a half later it was a mile and a quarter away."), ["1.5 · hour", "1.25 · mile"]);
    assert_eq!(read("It was 8 degrees below zero."), ["-8 · degree"]);
}

#[test]
fn two_numbers_that_touch_are_a_range_a_sum_or_a_score() {
    assert_eq!(read("Growth of 2.5-3.0 percent is likely."), ["2.5 to 3 · percentage"]);
    assert_eq!(read("They sold 1.2-1.3 million cars."), ["1,200,000 to 1,300,000"]);
    assert_eq!(read("It costs $1.2-1.3 million."), ["1,200,000 to 1,300,000 · dollar"]);
    assert_eq!(read("The bonus is +1000-2000 euros."), ["1,000 to 2,000 · euro · By(Up)"]);
    assert_eq!(read("The race took 2 hours -30 minutes."), ["2.5 · hour"]);
    assert_eq!(read("It has a majority of 174 in the 650-seat house."), ["174", "650"]);
    assert_eq!(marked("Dead-1,500, wounded-300."), "Dead-[1,500], wounded-[300].");
    for text in ["He took 5 for 32 and then 3 for 45.", "Call +44 2079460018 before 10.06.2024-12.06.2024."] {
        assert_eq!(marked(text), text);
    }
}

#[test]
fn a_word_that_is_a_unit_and_something_else_is_told_by_its_number() {
    assert_eq!(read("They have 12 won, 3 drawn and 4 lost."), ["12", "3", "4"]);
    assert_eq!(read("The bonus was 3,000 won."), ["3,000 · korean won"]);
    assert_eq!(read("The won fell 3.2 won."), ["3.2 · korean won · By(Down)"]);
}

#[test]
fn qualifiers_and_changes_are_told() {
    assert_eq!(read("Exports fell by nearly 5 per cent."), ["5 · percentage · Nearly · By(Down)"]);
    assert_eq!(read("Prices rose 6% to $164."), ["6 · percentage · By(Up)", "164 · dollar · To(Up)"]);
    assert_eq!(read("The rate rose to 5%."), ["5 · percentage · To(Up)"]);
    assert_eq!(read("More than 100 and at most 200 came."), ["100 · MoreThan", "200 · AtMost"]);
    assert_eq!(read("There were 40 or more."), ["40 · AtLeast"]);
    assert_eq!(read("There were 30-odd boats."), ["30 · About"]);
    assert_eq!(read("The error is plus or minus three points."), ["3 · point · About"]);
    assert_eq!(read("The error is ±3 points, or plus/minus 4."), ["3 · point · About", "4 · point · About"]);
    assert_eq!(read("The bank raised its key rate by 5 per cent."), ["5 · percentage · By(Up)"]);
    assert_eq!(read("It lost 190 points, or 0.6 per cent."), ["190 · point · By(Down)", "0.6 · percentage · By(Down)"]);
}

#[test]
fn what_is_counted_is_told() {
    assert_eq!(
        counted("They sent 1,500 North Korean soldiers to the front."),
        [("north korean soldiers".into(), vec![])]
    );
    assert_eq!(
        counted("Meanwhile, exports to China dropped 7%."),
        [(String::new(), vec!["exports to china".replace(" to", "")])]
    );
    assert_eq!(counted("It raised 46 per cent of all adults."), [("adults".into(), vec![])]);
    assert_eq!(counted("They sent 200 supply ships to the front."), [("supply ships".into(), vec![])]);
    assert_eq!(counted("They caught 40 herring."), [("herring".into(), vec![])]);
    let both = counted("The field is some seven miles (11 km) wide.");
    assert_eq!(both[0], both[1]);
}

#[test]
fn the_figures_that_a_key_tags_are_those_that_the_comparison_lists() {
    let offered = |text: &str, word: &str| {
        let at = text.find(word).unwrap();
        let all = all_at(text, at, language::english());
        all.into_iter().map(|span| text[span.start..span.end].to_string()).collect::<Vec<_>>()
    };
    let text = "On June 11, 2024 he sent 1,500 soldiers, and nine boats in May 2025.";
    assert_eq!(offered(text, "he"), ["1,500", "nine"]);
    assert_eq!(offered(text, "boats"), ["nine", "1,500"]);
    assert_eq!(offered(text, "June"), ["June 11, 2024", "1,500", "nine"]);
    assert_eq!(offered("She came on November 7, 2024.", "November"), ["November 7, 2024"]);
    assert!(offered("She came on November 7, 2024.", "She").is_empty());
    assert!(offered("The two leaders met on Wednesday.", "two").is_empty());
    assert_eq!(offered("He said it “began on September 11\".", "September"), ["September 11"]);
    // What stands in another sentence or another line belongs to no figure.
    assert_eq!(offered("Anger over the flight\nTwo people were killed in it.", "people"), ["Two"]);
    assert_eq!(offered("Boats in the valley: 12\nApril 2020 was calm.", "April"), ["April 2020"]);
    assert_eq!(offered("It was a Monday. 5 May 2001 was calm.", "May"), ["5 May 2001"]);
    let broken = "The boats came to the harbour of Lomas in the night of 5\nMay 2001, and nobody knew what they had come for or who had\nsent them to the coast.";
    assert_eq!(offered(broken, "May"), ["5\nMay 2001"]);
}

#[test]
fn the_figure_at_a_place_is_the_one_there_or_next_in_the_sentence() {
    let text = "Nobody came. In all, some 40 men and 20 women spoke of it.";
    let at =
        |word: &str| at(text, text.find(word).unwrap(), language::english()).map(|span| &text[span.start..span.end]);
    assert_eq!(
        [at("In all"), at("40"), at("and 20"), at("spoke")],
        [Some("some 40"), Some("some 40"), Some("20"), Some("20")]
    );
    assert_eq!(at("came"), None);
}

#[test]
fn a_text_in_an_unknown_language_is_read_by_its_digits() {
    let numbers =
        |text: &str| quantities(text, language::unknown()).iter().map(|quantity| quantity.value).collect::<Vec<_>>();
    let one = |digits: &str| Value::One(Number::read(digits).unwrap());
    assert_eq!(numbers("yli 10 000 ihmistä ja 5 %"), [one("10000"), one("5")]);
    assert_eq!(numbers("1.234,5 €"), [one("1234.5")]);
    assert_eq!(numbers("٢٣"), [one("23")]);
}

proptest! {
    #[test]
    fn spans_are_in_order_and_on_graphemes(
        text in "([a-zA-Z]{1,8} |[0-9]{1,7}|[0-9],[0-9]{3}|\\.|-|\\$|€|%| to | and | half | million | third | of |e\u{301}|👨‍👩‍👧|½|/|１２|٢|\n|\\PC){0,60}",
    ) {
        for language in [language::english(), language::unknown()] {
            let mut end = 0;
            for quantity in quantities(&text, language) {
                prop_assert!(quantity.span.start >= end && !quantity.span.is_empty());
                prop_assert!(quantity.span.covers(quantity.number));
                for at in [quantity.span.start, quantity.span.end, quantity.number.start, quantity.number.end] {
                    prop_assert!(grapheme::is_boundary(&text, at));
                }
                end = quantity.span.end;
            }
        }
    }
}

#[test]
fn fractions_take_as_many_words_as_name_a_part() {
    for (text, value) in [
        ("two and fifty-four hundredths", "2.54"),
        ("twenty twenty fifths", "0.8"),
        ("one hundred and thirty fifths", "26"),
        ("one one hundred and fifth", "1/105"),
        ("two million and three fifths", "2,600,000"),
    ] {
        let values: Vec<String> = read(text).iter().map(|line| line.replace(" · part", "")).collect();
        assert_eq!(values, [value], "{text}");
    }
}

#[test]
fn a_unit_may_stand_behind_an_adjective_or_with_the_number_before() {
    assert_eq!(read("They ran for 517 rushing yards."), ["517 · yard"]);
    assert_eq!(read("It rained on 3 consecutive days."), ["3 · day"]);
    assert_eq!(
        read("The index closed at 1,463 points, while the other climbed to 1,333."),
        ["1,463 · point", "1,333 · point · To(Up)"]
    );
    assert_eq!(read("A 7- or 8-inch pipe was laid."), ["7 · inch", "8 · inch"]);
    assert_eq!(read("Ana Maddon, 66, has left Oslo, 25 miles away."), ["66 · year of age", "25 · mile"]);
}

#[test]
fn a_number_within_the_name_of_what_is_counted_counts_nothing() {
    assert_eq!(
        counted("They grounded two new 737 Max jets."),
        [("new 737 max jets".to_string(), Vec::<String>::new())]
    );
}

#[test]
fn what_is_counted_is_found_behind_prepositions_and_over_asides() {
    let of = |text: &str| counted(text).pop().map(|(counted, of)| (counted, of.join(", "))).unwrap();
    assert_eq!(of("They filed a total of $12 million of claims."), ("claims".into(), "".into()));
    assert_eq!(of("Global debt, excluding that of banks, was about $113 trillion."), ("".into(), "global debt".into()));
    assert_eq!(of("A third of the US population agreed.").0, "us population");
    assert_eq!(of("He hired an 18-year-old winger.").0, "winger");
}

#[test]
fn a_number_in_a_cell_of_its_own_is_no_part_of_the_name_before_it() {
    assert_eq!(read("Essen Bridge\t15"), read("Marlow\t15"));
    assert_eq!(read("Upper Lenn\t70\t3.5%").len(), 2);
}

#[test]
fn a_letter_behind_digits_may_be_a_million_or_part_of_a_name() {
    for name in [
        "The 5G network grew.",
        "It is shown in 4K.",
        "He lived at 221B Baker Street and at 10 Downing Street.",
        "A Covid-19 wave came.",
        "The R2 robot left.",
    ] {
        assert_eq!(read(name), Vec::<String>::new(), "{name}");
    }
    assert_eq!(
        read("It lost R500 million and R15bn."),
        ["500,000,000 · south african rand · By(Down)", "15,000,000,000 · south african rand"]
    );
    assert_eq!(read("It has a population of 5.5m; some 4.3m were displaced."), ["5,500,000", "4,300,000 · About"]);
    assert_eq!(read("She ran the 400m, drew 400m users and paid $400m.")[..2], ["400 · metre", "400,000,000"]);
}

#[test]
fn numbers_to_call_places_and_ratios_are_no_quantities() {
    for name in [
        "Call 020 7946 0018, 0800 123 4567, +1 212-555-0187 or (212) 555-0187.",
        "It lies at 51°30'N 0°7'W and at 48.8566° N, 2.3522° E.",
        "They lost by nearly 3-to-1, and the share was split 2-for-1.",
        "It needs iOS 17.2, the Boeing 737-800 left, he read Psalms 23.",
        "The Group of Seven met.",
    ] {
        assert_eq!(read(name), Vec::<String>::new(), "{name}");
    }
    assert_eq!(read("It rose +12,345,678 votes."), ["12,345,678 · By(Up)"]);
}

#[test]
fn a_number_in_square_brackets_is_a_reference_unless_it_counts() {
    assert_eq!(read("The polls were close, he wrote [538]. It rained [1204]."), Vec::<String>::new());
    assert_eq!(read("They sent [200] soldiers."), ["200"]);
}

#[test]
fn pounds_are_money_where_a_price_is_said() {
    assert_eq!(read("They paid 30 pounds a week in rent."), ["30 · pound sterling per week"]);
    assert_eq!(read("It gained 5 million pounds."), ["5,000,000 · pound sterling · By(Up)"]);
    assert_eq!(read("He lost 40 pounds."), ["40 · pound-mass · By(Down)"]);
    assert_eq!(read("The cost of 40 pounds of rice fell."), ["40 · pound-mass"]);
}

#[test]
fn two_units_are_one_measure_and_a_sign_belongs_to_the_number_after_it() {
    assert_eq!(read("The baby was 7lb 4oz."), ["7.25 · pound-mass"]);
    assert_eq!(read("It took 2 hours and 30 minutes."), ["2.5 · hour"]);
    assert_eq!(read("He is 6'6\" tall."), ["6.5 · foot"]);
    assert_eq!(read("The deal is worth $1.5m-$2m."), ["1,500,000 to 2,000,000 · dollar"]);
    assert_eq!(marked("It fell 3,000ft."), "It fell [3,000ft].");
}

#[test]
fn parts_of_points_and_times_in_one_word_are_read() {
    assert_eq!(read("Rates rose by half a percentage point."), ["0.5 · percentage point · By(Up)"]);
    assert_eq!(read("It made a quarter-point cut."), ["0.25 · point"]);
    assert_eq!(read("Rents rose by a fifth since May."), ["0.2 · part · By(Up)"]);
    assert_eq!(read("Prices rose threefold."), ["3 · count · By(Up)"]);
    assert_eq!(read("A half-million people came."), ["500,000"]);
    assert_eq!(read("A third point is the price."), Vec::<String>::new());
}

#[test]
fn a_change_leads_to_the_value_behind_it() {
    assert_eq!(read("Profit rose 5% to $3 billion."), ["5 · percentage · By(Up)", "3,000,000,000 · dollar · To(Up)"]);
    assert_eq!(read("Profit rose 5% from a year earlier to $3 billion.")[1], "3,000,000,000 · dollar · To(Up)");
    assert_eq!(read("Sales fell 5% and led to 300 closures.")[1], "300");
    assert_eq!(read("It was $12 million, up from $11 million.")[0], "12,000,000 · dollar · To(Up)");
    assert_eq!(read("It cut 1,200 jobs, or 8% of its staff.")[1], "8 · percentage · By(Down)");
    assert_eq!(read("The charity raised $400m."), ["400,000,000 · dollar"]);
    assert_eq!(read("Exports halved to 3 tonnes."), ["3 · tonne · To(Down)"]);
}

#[test]
fn a_number_behind_a_person_is_an_age() {
    assert_eq!(read("A man, 34, fled with his children, 3 and 5."), ["34 · year of age", "3", "5"]);
    assert_eq!(read("Children under 12 pay less."), ["12 · year of age · LessThan"]);
    assert_eq!(read("He died at the age of 91."), ["91 · year of age"]);
    assert_eq!(read("Women aged 18 to 35 came."), ["18 to 35 · year of age"]);
    assert_eq!(read("They saw workers over 65 days."), ["65 · day"]);
}

#[test]
fn what_joins_two_numbers_is_no_part_of_them() {
    assert_eq!(read("The margin is plus or minus 3 points."), ["3 · point · About"]);
    assert_eq!(read("The fee was £85m plus £5m."), ["85,000,000 · pound sterling", "5,000,000 · pound sterling"]);
    assert_eq!(read("He won 12 of his 15 fights."), ["12 of 15"]);
    assert_eq!(read("She won 6-4, 6-3 in 82 minutes."), ["82 · minute"]);
    assert_eq!(read("They have 12 won at home and 7 won away."), ["12", "7"]);
    assert_eq!(read("The won fell 3.2 won on Friday.")[0], "3.2 · korean won · By(Down)");
    assert_eq!(counted("A 3,000-strong crowd came.")[0].0, "crowd");
    assert_eq!(read("The scores of students fell. Scores of homes burned."), ["20 to 200"]);
}

#[test]
fn half_of_what_has_two_halves_is_no_share() {
    for text in ["Those in the lower half pay.", "The upper half is closed.", "He scored in the second half."] {
        assert_eq!(read(text), [""; 0], "{text}");
    }
}

#[test]
fn what_stands_near_a_number_is_no_part_of_another() {
    assert_eq!(read("By 5 pm 30 people had died."), ["30"]);
    assert_eq!(read("Exports rose 5%, compared to 3% in May."), ["5 · percentage · By(Up)", "3 · percentage"]);
    assert_eq!(read("Sales fell 5% due to 300 closures."), ["5 · percentage · By(Down)", "300"]);
    assert_eq!(read("The court kept the number of inmates under 100."), ["100 · LessThan"]);
    assert_eq!(read("Police held 1,500 St Petersburg protesters."), ["1,500"]);
}

#[test]
fn long_rows_of_numbers_are_read_in_linear_time() {
    // A cost in the square of the text would take minutes here.
    let rows = [
        ("12 15 18 21 ", 5_000),
        ("(11", 15_000),
        ("(2020)", 7_500),
        ("1 thousand ", 5_000),
        ("1万", 4_000),
        ("few ", 15_000),
        ("one point ", 5_000),
    ];
    for (numbers, times) in rows {
        let row = numbers.repeat(times);
        assert!(quantities(&row, language::english()).len() <= row.len(), "{numbers}");
    }
}

#[test]
fn a_number_behind_a_word_of_time_counts_what_follows() {
    assert_eq!(read("Last year 300 people died, and every day 40 people drown."), ["300", "40"]);
    assert_eq!(read("This week 500 homes burned."), ["500"]);
    assert!(read("Day 40 of the siege began.").is_empty());
    assert!(read("The Year 12 students sat down.").is_empty());
    let spanish = language::of("es").expect("Spanish is known");
    assert_eq!(quantities("En los últimos años 500 personas murieron.", spanish).len(), 1);
}

#[test]
fn members_of_a_people_with_two_words_are_counted() {
    assert_eq!(read("The report said 600 North Koreans had been killed."), ["600"]);
    assert_eq!(read("Police held 250 New Yorkers."), ["250"]);
    assert_eq!(read("In Gaza 40 were killed, and in Rafah 12 people."), ["40", "12"]);
    assert!(read("They met at 300 Rivers Road, where Sum 41 have played.").is_empty());
}

#[test]
fn an_address_that_is_cut_within_a_letter_is_no_number() {
    let address = format!("https{}", "é".repeat(200));
    assert_eq!(read(&format!("{address} sent 300 boats.")), ["300"]);
}

#[test]
fn a_point_before_one_digit_is_a_decimal_in_a_language_with_commas() {
    let german = language::of("de").unwrap();
    let values = |text: &str, language| {
        quantities(text, language).iter().map(|found| found.value.bounds().0.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(values("Das kostet 1.5 Millionen Franken.", german), ["1,500,000"]);
    assert_eq!(values("Es waren 3.5 Prozent und 1.500 Boote.", german), ["3.5", "1,500"]);
    assert_eq!(values("Cuesta 1.5 millones de pesos.", language::of("es").unwrap()), ["1,500,000"]);
}
