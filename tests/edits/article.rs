//! Generates articles to edit: sentences as in a newspaper, tables of similar rows, notices that are repeated exactly.

const WHO: &[&str] = &[
    "NATO",
    "Rutte",
    "Moscow",
    "Pyongyang",
    "the ministry",
    "INSEE",
    "Société Générale",
    "the governor",
    "Chancellor Müller",
    "the U.S. Treasury",
    "Reuters",
    "Élodie Béranger",
    "the union",
    "Peña & Söhne",
    "a spokeswoman",
    "the agency",
    "South Korea’s president",
    "the court",
    "Gen. Ramírez",
    "a senior official",
    "the bank",
    "Le Monde",
    "the mayor of Liège",
    "the farmers’ league",
    "Kyiv",
    "the inquiry",
    "Dr. Ngô",
    "a neighbour",
];
const DID: &[&str] = &[
    "said that prices rose",
    "denied that it had sent",
    "expects growth of",
    "counted",
    "has asked for",
    "warned of",
    "estimates the cost at",
    "put the number at",
    "agreed to pay",
    "reported a loss of",
    "promised",
    "will cut",
    "never spoke of",
    "had hoped for",
    "is said to have bought",
    "went to court over",
    "lost",
    "now admits to",
    "insists on",
    "made do with",
    "would not rule out",
    "wants to see proof of",
    "has given up on",
    "published a list of",
];
const WHAT: &[&str] = &[
    "5%",
    "2",
    "about 1,500 soldiers",
    "12,000 men",
    "2% of GDP",
    "€3.4 million",
    "23 of 32 members",
    "$1.2 billion",
    "up to 40%",
    "“immediate risks”",
    "a “growing threat”",
    "two dozen trains",
    "½ of the harvest",
    "the café’s terrace",
    "10,000 troops",
];
const WHEN: &[&str] = &[
    "in May",
    "in June",
    "last year",
    "on Nov. 7, 2024",
    "before the vote",
    "for the second time",
    "within a week",
    "at noon",
    "after talks in Seoul",
    "in the year to March",
    "despite the sanctions",
    "by its own account",
    "since the début of the war",
    "over the weekend",
    "as early as 2019",
    "at a hearing in Brussels",
    "without saying why",
    "on the eve of the strike",
    "before an empty chamber",
    "in a letter of three lines",
    "late on Sunday",
    "for all to see",
    "under the old rules",
];
const MORE: &[&str] = &[
    "nobody had planned for it",
    "the opposition spoke of a farce",
    "economists had expected less",
    "it is not the first time",
    "the figures could not be checked",
    "markets hardly moved",
    "the neighbours were not asked",
    "more is to follow",
    "that is half of what was promised",
    "the reverse is just as true",
    "the naïve hope was soon over",
    "few had read the small print",
    "it took two years to find out",
    "nothing of the kind has been seen since",
    "the price will be paid by others",
    "which of them is right remains open",
    "the bridge is still closed",
    "a second opinion was not sought",
    "even its friends were surprised",
    "the minutes have been lost",
    "this was denied a day later",
    "no date has been set",
    "the door stays open",
    "one witness remembers it otherwise",
    "such things take time",
    "the record shows as much",
    "it may have been a clerk’s mistake",
    "the vote was close",
];

/// A sentence as from a newspaper.
pub fn sentence(dice: &mut fastrand::Rng) -> String {
    let mut pick = |list: &[&'static str]| list[dice.usize(0..list.len())];
    let (who, did, what, when, more) = (pick(WHO), pick(DID), pick(WHAT), pick(WHEN), pick(MORE));
    let (other, then) = (pick(WHO), pick(WHEN));
    let plain = match dice.u8(0..5) {
        0 => format!("{who} {did} {what} {when}."),
        1 => format!("{when}, {who} {did} {what}; {more}."),
        2 => format!("{who}, which {did} {what} {then}, told {other} that {more}."),
        3 => format!("“{more},” {other} wrote {when}, when {who} {did} {what}."),
        _ => format!("According to {other}, {who} {did} {what} {when} — {more}."),
    };
    let mut letters = plain.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// An article: paragraphs, a table of rows that are much alike, notices that are repeated to the letter.
pub fn article(dice: &mut fastrand::Rng, paragraphs: usize) -> String {
    const NOTICES: &[&str] = &[
        "The company did not respond to a request for comment.",
        "Read more: what NATO says, and what it does not.",
        "Share.",
        "— via euronews (@euronews), Nov. 7, 2024",
        "The figures are those of South Korea’s National Intelligence Service (NIS), which does not name its sources.",
    ];
    const MONTHS: &[&str] = &["January", "February", "March", "April", "May", "June", "July", "August"];
    const SUBJECTS: &[&str] = &["Sales", "Exports", "Rents", "Wages", "Arrivals", "Output"];
    let mut text = String::new();
    let mut tables = dice.usize(0..SUBJECTS.len());
    for _ in 0..paragraphs {
        match dice.u8(0..8) {
            0 => {
                let (percent, what) = (dice.bool(), SUBJECTS[tables % SUBJECTS.len()]);
                tables += 1;
                for month in &MONTHS[..dice.usize(3..8)] {
                    let figure = if percent { 5 } else { dice.usize(1..9) };
                    text += &format!("{what} in {month} rose {figure}% over the year before.\n");
                }
            }
            1 => text += &format!("{}\n", NOTICES[dice.usize(0..NOTICES.len())]),
            2 => {
                for _ in 0..dice.usize(2..5) {
                    text += &format!("- {}\n", sentence(dice));
                }
            }
            _ => {
                let notice = dice.u8(0..4) == 0;
                let sentences: Vec<String> = (0..dice.usize(2..7)).map(|_| sentence(dice)).collect();
                text += &sentences.join(" ");
                text += if notice { " The company did not respond to a request for comment." } else { "" };
                text += if dice.bool() { "\n\n" } else { "\n" };
            }
        }
    }
    text
}
