//! Tests of what a figure is said, by the words around it.

use super::*;

#[test]
fn a_figure_is_said_of_what_the_sentence_names() {
    for (text, counted_noun, of) in [
        // What a hyphen joins is no verb, and what is left of one is.
        ("The solar-powered boat did 40 knots.", "", "solar-powered boat"),
        ("The boats wouldn’t go 10 miles.", "", "boats"),
        ("The firm’s lawyers sent 12 letters.", "letters", "firm lawyers"),
        // Participles with a noun behind them.
        ("Voters favouring Berg gave him 62 percent.", "", "berg, voters"),
        ("The team has featured young players in 12 games.", "games", "young players, team"),
        ("School spending was 5 percent.", "", "school spending"),
        ("Consumer lending rose 5 percent.", "", "consumer lending"),
        ("The union, which represents 300 firms, agreed.", "firms", "union"),
        // Adjectives before the number, days, and brackets.
        ("Ann Stone ended her own 24-minute speech.", "speech", "ann stone"),
        ("Stone won the first 12 games.", "games", "stone"),
        ("Berg said on Friday 12 boats sank.", "boats", "berg"),
        ("The mayor said 40 died (the true toll was 15).", "", "true toll"),
        ("The jacket was three feet wide.", "", "jacket"),
        // Who is meant.
        ("Berg sold the yacht to Stone, although he had paid 2 million euros.", "", "yacht stone, berg"),
        ("Berg won points in North Bay, earning 175 more votes.", "votes", "points north bay, berg"),
        ("The mayor said that 80 people were hurt.", "people", ""),
        // To the right.
        ("The library bought 40 copies of the novel.", "copies", "library, novel"),
        ("Lomas paid 5 million euros for the old harbour.", "", "lomas, old harbour"),
        ("Sales rose 5 percent for the first time.", "", "sales"),
        ("One in 10 harbour workers agreed.", "harbour workers", ""),
        ("The boats were among 19 the inspector kept.", "", "boats"),
    ] {
        let all = counted(text);
        let (noun, things) = all.last().expect(text);
        assert_eq!((noun.as_str(), things.join(", ").as_str()), (counted_noun, of), "{text}");
    }
    let bracket = counted("The nozzle is 1.2 mm (80 percent of the tube).");
    assert_eq!(bracket[1], ("tube".to_string(), vec!["nozzle".to_string()]));
}
