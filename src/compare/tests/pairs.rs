//! Tests on pairs of sentences whether the figures that count the same are paired, and no others.

use super::*;

/// What else the two texts say, so that they have more words than those of one sentence.
const AROUND: [&str; 2] = [
    "The mayor of Kelm has opened a new library on the square.\n\nCritics of the plan for the airport say that the noise will \
     drive families away, and that the city should wait.\n\nA singer from the south has given back a prize because she did not \
     like the speech.\n\n",
    "Bakers in Orsa complain about the price of flour.\n\nThe minister of trade flew home early after a quarrel about fish, and \
     nobody at the meeting wanted to talk to the press.\n\nAn old oak fell in the park and nobody saw it.\n\n",
];

/// Two sentences, and the rows of their figures in any order.
type PairOfSentences = (&'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip]
const PAIRS: &[PairOfSentences] = &[
    // Casualties.
    (
        "At least 12 people died in the flood near Varn, the mayor said.",
        "The mayor said that 40 people were still missing after the flood near Varn.",
        &["only left: At least 12 · –", "only right: – · 40"],
    ),
    (
        "At least 12 died when the ferry sank off Varn.",
        "Rescuers said 40 were missing after the ferry sank off Varn.",
        &["only left: At least 12 · –", "only right: – · 40"],
    ),
    (
        "The storm destroyed 200 houses in Varn.",
        "The storm swept away 150 cars in Varn.",
        &["only left: 200 · –", "only right: – · 150"],
    ),
    (
        "The storm damaged some 200 houses and 90 shops in the town of Varn.",
        "In the town of Varn, the storm damaged 340 homes and 85 shops.",
        &["differs: some 200 · 340", "differs: 90 · 85"],
    ),
    (
        "The quake killed at least 31 people and injured more than 200.",
        "The death toll of the quake rose to 34, and 260 people were hurt.",
        &["differs: at least 31 · 34", "differs: more than 200 · 260"],
    ),
    (
        "Two soldiers died and five were wounded in the attack on the camp at Varn.",
        "The attack on the camp at Varn left three soldiers dead and six wounded.",
        &["differs: Two · three", "differs: five · six"],
    ),
    (
        "The fire killed 14 residents of the tower and left 60 families homeless.",
        "Fourteen people died in the tower fire and 75 were treated in hospital.",
        &["equal: 14 · Fourteen", "only left: 60 · –", "only right: – · 75"],
    ),
    // Money.
    (
        "The council will spend 30 million euros on the new bridge over the Sal.",
        "The new bridge over the Sal will cost 38 million euros, the council said.",
        &["differs: 30 million euros · 38 million euros"],
    ),
    (
        "The firm paid 3 million euros for the land and 9 million euros for the factory.",
        "The firm bought the land for 4 million euros and the factory for 8 million euros.",
        &["differs: 3 million euros · 4 million euros", "differs: 9 million euros · 8 million euros"],
    ),
    (
        "The company will cut 1,200 jobs and close 14 branches.",
        "The company said it would close 19 branches and shed 1,000 jobs.",
        &["differs: 1,200 · 1,000", "differs: 14 · 19"],
    ),
    (
        "Ticket prices will rise to 60 euros in May.",
        "The price of a ticket will go up by 6 euros in May.",
        &["only left: 60 euros · –", "only right: – · 6 euros"],
    ),
    // From to.
    (
        "Unemployment fell from 5.2 percent in April to 4.9 percent in May.",
        "Unemployment dropped to 4.8 percent in May from 5.2 percent in April.",
        &["equal: 5.2 percent · 5.2 percent", "differs: 4.9 percent · 4.8 percent"],
    ),
    (
        "The rate was cut from 5.2 percent to 4.9 percent.",
        "The rate was cut to 4.8 percent from 5.3 percent.",
        &["differs: 5.2 percent · 5.3 percent", "differs: 4.9 percent · 4.8 percent"],
    ),
    (
        "Exports rose from 40 billion euros to 46 billion euros last year.",
        "Exports rose to 45 billion euros from 41 billion euros last year.",
        &["differs: 40 billion euros · 41 billion euros", "differs: 46 billion euros · 45 billion euros"],
    ),
    (
        "The number of wolves in the valley rose from 31 to 44.",
        "There were 30 wolves in the valley before; now there are 46.",
        &["differs: 31 · 30", "differs: 44 · 46"],
    ),
    // Votes and polls.
    (
        "Berg won 52 percent of the vote and Holm 44 percent.",
        "Holm had 43 percent of the vote, Berg 54 percent.",
        &["differs: 52 percent · 54 percent", "differs: 44 percent · 43 percent"],
    ),
    (
        "The bill passed by 61 votes to 38.",
        "The bill was passed with 60 votes in favour and 38 against.",
        &["differs: 61 · 60", "equal: 38 · 38"],
    ),
    (
        "Some 34 percent of those polled trust the mayor, while 58 percent do not.",
        "A poll found that 36 percent trust the mayor and 55 percent distrust him.",
        &["differs: Some 34 percent · 36 percent", "differs: 58 percent · 55 percent"],
    ),
    // Weather.
    (
        "Gusts of up to 140 kilometres per hour hit the coast near Varn.",
        "Near Varn on the coast the wind reached 155 kilometres per hour.",
        &["differs: up to 140 kilometres per hour · 155 kilometres per hour"],
    ),
    (
        "Some 80 millimetres of rain fell on Varn in three hours.",
        "In Varn, 40 centimetres of snow fell within three hours.",
        &["only left: Some 80 millimetres · –", "equal: three hours · three hours", "only right: – · 40 centimetres"],
    ),
    (
        "The temperature in Varn fell to minus 12 degrees on Monday.",
        "Varn saw a temperature of minus 14 degrees on Monday.",
        &["differs: minus 12 degrees · minus 14 degrees"],
    ),
    (
        "The river rose by 2 metres overnight in Varn.",
        "In Varn the river stood at 7 metres in the night.",
        &["only left: 2 metres · –", "only right: – · 7 metres"],
    ),
    // Sports.
    (
        "Lind scored 24 points and took 11 rebounds for Varn.",
        "Lind had 26 points and nine rebounds as Varn won.",
        &["differs: 24 points · 26 points", "differs: 11 · nine"],
    ),
    (
        "Varn beat Solberg 3-1 before a crowd of 18,000.",
        "Varn won 3-1 against Solberg in front of 17,500 fans.",
        &["differs: 18,000 · 17,500"],
    ),
    // Ages.
    (
        "A man aged 34 was arrested after the theft in Varn.",
        "Police arrested a 36-year-old man over the theft in Varn.",
        &["differs: 34 · 36-year-old"],
    ),
    // Units and scope.
    (
        "The army has sent 1,500 soldiers to the border at Varn.",
        "The army plans to send 4,000 soldiers to the border at Varn.",
        &["differs: 1,500 · 4,000"],
    ),
    (
        "Farmers drove 900 tractors into the capital on Monday.",
        "On Monday some 6,000 farmers marched in the capital.",
        &["only left: 900 · –", "only right: – · some 6,000"],
    ),
    (
        "The hospital has 300 beds, of which 40 are in use.",
        "Of the 280 beds in the hospital, 55 are in use.",
        &["differs: 300 · 280", "differs: 40 · 55"],
    ),
    (
        "Police used 40 tear gas grenades against about 2,000 protesters.",
        "About 3,000 demonstrators were met by police who fired 60 tear gas grenades.",
        &["differs: 40 · 60", "differs: about 2,000 · About 3,000"],
    ),
    (
        "The museum lost 17 paintings and three statues in the raid.",
        "Thieves took 17 paintings and two statues from the museum in the raid.",
        &["equal: 17 · 17", "differs: three · two"],
    ),
    // Equal numbers of things that are kinds of one another, durations beside a fate, and a fate behind who tells it.
    (
        "The strike hit 12 schools in the province of Varn, the governor said.",
        "The governor said that 12 buildings in the province of Varn were hit in the strike.",
        &["equal: 12 · 12"],
    ),
    (
        "The court in Varn convicted the baker and sentenced him to 12 years for killing his wife.",
        "For killing his wife, the baker got 12 years from the court in Varn.",
        &["equal: 12 years · 12 years"],
    ),
    (
        "Rescuers said 12 people were killed in the landslide near Varn.",
        "In the landslide near Varn 15 people were killed, rescuers said.",
        &["differs: 12 · 15"],
    ),
    (
        "The blast at the plant in Varn killed 40 people and injured 40.",
        "The blast at the plant in Varn killed 40 people and injured 52.",
        &["equal: 40 · 40", "differs: 40 · 52"],
    ),
];

#[test]
fn figures_of_two_sentences_are_paired_if_they_count_the_same() {
    for (left, right, wanted) in PAIRS {
        let mut rows = held_against(&format!("{}{left}", AROUND[0]), &format!("{}{right}", AROUND[1]));
        let mut wanted: Vec<String> = wanted.iter().map(|row| row.to_string()).collect();
        rows.sort();
        wanted.sort();
        assert_eq!(rows, wanted, "{left} / {right}");
    }
}
