//! Finds names in a sentence: the unit that the label *source* is put on.
//!
//! Without a dictionary of the world, a name is a run of words with capitals. What matters is where the run continues
//! and where it stops. It continues through `Bank of England`, `Ursula von der Leyen`, `Sec. Gen. Mark Rutte`, and
//! through the possessive and the acronym of `South Korea’s National Intelligence Service (NIS)`. It does not take in
//! the `The` that only begins a sentence, nor the `’s` of `Rutte’s message`. An office alone may name someone: `NATO’s
//! chief`. `@euronews` is a name too. Scripts without capitals get no names.
//!
//! The lexer gives every token a kind, by the lists below; the grammar is a regex over the kinds (see the `shape`
//! module).

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    number_word::{CURRENCY_CODES, MONTHS, NUMBERS, PLURALS, QUALIFIERS, SHORT_MONTHS},
    sentence::TITLES,
    shape::{Shape, compiled, tokens},
};

/// Returns the likely names of sources in a sentence, in text order.
pub(super) fn names(sentence: &str) -> Vec<Range<usize>> {
    let shape = shape(sentence);
    let hits = GRAMMAR.find_iter(shape.kinds());
    hits.filter(|hit| hit.as_str().contains(['B', 'C', 'K', '@']))
        .map(|hit| {
            let office = OFFICE.captures(&shape.kinds()[hit.end()..]);
            let office = office.and_then(|found| found.get(1).or(found.get(2))).map_or(0, |office| office.len());
            shape.bytes(hit.start()..hit.end() + office)
        })
        .collect()
}

/// Small words that join the parts of a name.
#[rustfmt::skip]
const LINKS: &[&str] = &[
    "of", "the", "de", "la", "las", "los", "le", "les", "du", "des", "di", "da", "do", "dos", "del", "della", "der",
    "den", "ter", "ten", "zu", "zur", "für",
];

/// Small words that join the parts of a name, and with which a surname may begin.
#[rustfmt::skip]
const PARTICLES: &[&str] = &["von", "van", "bin", "ibn", "al", "el"];

/// Abbreviations after a name.
const AFTER: &[&str] = &["Jr", "Sr", "Inc", "Ltd", "Corp", "Co"];

/// Bodies and offices that are *for* something: the `Institute for the Study of War`.
#[rustfmt::skip]
const BODIES: &[&str] = &[
    "Agency", "Alliance", "Association", "Board", "Bureau", "Campaign", "Center", "Centre", "Coalition", "Commission",
    "Commissioner", "Committee", "Council", "Department", "Director", "Federation", "Forum", "Foundation", "Fund",
    "Group", "Institute", "Institution", "Minister", "Ministry", "Movement", "Network", "Office", "Organisation",
    "Organization", "Party", "Programme", "Program", "Secretary", "Service", "Society", "Trust", "Union",
];

/// Offices of people who speak for others: `NATO’s chief`, `Kremlin spokesman`. These words are seldom said of another
/// noun.
#[rustfmt::skip]
const OFFICES: &[&str] = &[
    "ambassador", "chairman", "chairperson", "chairwoman", "chancellor", "commander", "commissioner", "director", "envoy",
    "governor", "leader", "leaders", "mayor", "minister", "ministers", "ministry", "president", "premier", "secretary",
    "spokesman", "spokesperson", "spokeswoman",
];

/// Words that are an office, or describe another noun: `NATO’s chief concern`. The word after them decides.
const HEADS: &[&str] = &["boss", "chief", "head"];

/// Words before an office, and after one.
#[rustfmt::skip]
const RANKS: &[&str] = &[
    "acting", "defence", "defense", "deputy", "economy", "energy", "finance", "foreign", "former", "health", "interior",
    "justice", "press", "prime", "trade", "vice",
];
const GENERAL: &[&str] = &["general", "elect"];

/// Words that may follow an office at the end of a name: no nouns.
#[rustfmt::skip]
const FOLLOWERS: &[&str] = &[
    "added", "adds", "also", "and", "announced", "announces", "argued", "argues", "as", "asked", "at", "believes", "but",
    "called", "calls", "claimed", "claims", "confirmed", "denied", "denies", "expects", "had", "has", "in", "insisted",
    "insists", "is", "met", "on", "or", "reported", "said", "say", "says", "stated", "suggested", "tells", "that", "thinks",
    "told", "urged", "urges", "wants", "warned", "warns", "was", "who", "will", "with", "would", "wrote",
];

/// Words that have a capital only because they begin something. Inside a name they join: `Doctors Without Borders`.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "A", "About", "According", "Across", "After", "Again", "Against", "Ago", "All", "Almost", "Along", "Already",
    "Also", "Although", "Amid", "Among", "An", "And", "Another", "Any", "Are", "As", "Asked", "At", "Back", "Based",
    "Because", "Before", "Behind", "Being", "Below", "Besides", "Between", "Beyond", "Both", "But", "By", "Can",
    "Citing", "Could", "Despite", "Did", "Do", "Does", "During", "Each", "Earlier", "Either", "Even", "Ever", "Every",
    "Everyone", "Few", "Finally", "First", "Following", "For", "From", "Further", "Furthermore", "Given", "Had", "Has",
    "Have", "He", "Hence", "Her", "Here", "His", "How", "However", "I", "If", "In", "Including", "Indeed", "Instead",
    "Into", "Is", "It", "Its", "Just", "Last", "Later", "Least", "Less", "Let", "Like", "Many", "Maybe", "Meanwhile",
    "More", "Moreover", "Most", "Much", "My", "Neither", "Never", "Nevertheless", "Next", "No", "Nobody", "Nor", "Not",
    "Nothing", "Now", "Of", "Often", "Oh", "On", "Once", "One", "Only", "Or", "Other", "Others", "Our", "Out",
    "Overall", "Perhaps", "Quite", "Rather", "Recently", "Recognizing", "Recognising", "Second", "Several", "She",
    "Should", "Similarly", "Since", "So", "Some", "Someone", "Soon", "Speaking", "Still", "Such", "Than", "That", "The",
    "Their", "Then", "There", "Therefore", "These", "They", "Third", "This", "Those", "Though", "Through", "Throughout",
    "Thus", "To", "Today", "Together", "Tomorrow", "Too", "Toward", "Towards", "Under", "Unless", "Unlike", "Until",
    "Upon", "Using", "Very", "Was", "We", "Well", "Were", "What", "When", "Where", "Whether", "Which", "While", "Who",
    "Whose", "Why", "Will", "With", "Within", "Without", "Would", "Yes", "Yesterday", "Yet", "You", "Your",
];

/// Words with a capital that name nobody.
#[rustfmt::skip]
const NOBODY: &[&str] = &[
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "AM", "PM", "ET", "GMT", "UTC", "AI",
    "CEO", "CFO", "COVID", "Covid", "DNA", "GDP", "GNP", "HIV", "LGBT", "PDF", "PhD", "TV", "VAT",
];

/// The kinds: `C` a word with a capital, `B` one of the bodies, `K` an acronym, `T` an abbreviation or an initial, `@` a
/// handle, `l` a link or a common word, `e` one that has lost its vowel (`d’`), `v` a particle, `f` the word `for`, `m`
/// the month and the surname `May`, `o` an office, `h` a head, `r` a rank, `g` a rank behind an office, `w` what may follow
/// one, `'` a possessive, `& - . ( )` themselves, ` ` a space, `x` all else.
static GRAMMAR: LazyLock<Regex> = LazyLock::new(|| {
    let word = "(?:T[.]|[BCKT])";
    let part = format!("(?:B f (?:l )*)?{word}(?:-{word})*");
    let office = "(?:r )*(?:o(?:[ -]g)?|h) "; // NATO’s chief Mark Rutte
    let join = format!("'? (?:& |{office}|(?:[lv][ -])*e?)");
    compiled(&format!(r"(?:v[ -](?:[lv][ -])*)?{part}(?:{join}{part})*(?: m)?(?: \([K@]\))?|@"))
});

/// The office after a name: in the first group or, where the next word must decide, in the second.
static OFFICE: LazyLock<Regex> =
    LazyLock::new(|| compiled("^(?:('? (?:r )*o(?:[ -]g)?)|('? (?:r )*h)(?: [wlf]|[^ -]|$))"));

fn shape(sentence: &str) -> Shape {
    let mut shape = Shape::default();
    for token in tokens(sentence) {
        let (word, possessive) = without_possessive(&sentence[token.clone()]);
        let middle = token.start + word.len();
        shape.push(kind(word), token.start..middle);
        if possessive {
            shape.push('\'', middle..token.end);
        }
    }
    shape
}

fn without_possessive(token: &str) -> (&str, bool) {
    match token.strip_suffix("’s").or_else(|| token.strip_suffix("'s")) {
        Some(word) if !word.is_empty() => (word, true),
        _ => (token, false),
    }
}

fn kind(token: &str) -> char {
    let is_in = |list: &[&str]| list.contains(&token);
    let mut chars = token.chars();
    let first = chars.next().unwrap_or_default();
    match token {
        "&" | "." | "(" | ")" => first,
        "-" | "‐" | "‑" => '-',
        "d’" | "d'" | "l’" | "l'" => 'e',
        "for" => 'f',
        "May" => 'm',
        _ if first.is_whitespace() => ' ',
        _ if first == '@' && token.len() > 1 => '@',
        _ if is_in(PARTICLES) => 'v',
        _ if is_in(LINKS) => 'l',
        _ if is_in(OFFICES) => 'o',
        _ if is_in(HEADS) => 'h',
        _ if is_in(RANKS) => 'r',
        _ if is_in(GENERAL) => 'g',
        _ if is_in(FOLLOWERS) => 'w',
        _ if !first.is_uppercase() || token.contains(['/', '@']) => 'x', // a link may begin with a capital
        _ if is_in(COMMON) => 'l',
        _ if is_number(token) || [NOBODY, &MONTHS, &SHORT_MONTHS, CURRENCY_CODES].into_iter().any(is_in) => 'x',
        _ if chars.as_str().is_empty() || is_in_lower(TITLES, token) || is_in(AFTER) => 'T',
        _ if is_in(BODIES) => 'B',
        _ if !token.contains(char::is_lowercase) => 'K',
        _ => 'C',
    }
}

fn is_in_lower(list: &[&str], token: &str) -> bool {
    list.contains(&token.to_lowercase().as_str())
}

/// Recognises `Five`, `Hundreds`, `Approximately`
fn is_number(token: &str) -> bool {
    [NUMBERS, PLURALS, QUALIFIERS].into_iter().any(|list| is_in_lower(list, token))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::unit::shape::tests::marked;

    /// Checks that the names in a text are those in [brackets].
    #[track_caller]
    fn finds(expected: &str) {
        let text = expected.replace(['[', ']'], "");
        assert_eq!(marked(&text, names(&text)), expected);
    }

    #[test]
    fn a_name_is_a_run_of_words_with_capitals() {
        finds("[NATO Secretary-General Mark Rutte] met [President Yoon Suk Yeol], [Reuters] and [INSEE]");
        finds("📹: [NATO News] pic.twitter.com/GTu1O5fih5");
        finds("[Владимир Путин] met [Élisabeth Borne]");
    }

    #[test]
    fn small_words_join_a_name() {
        finds("the [Bank of England] and the [Ministry of Defence] told [Ursula von der Leyen]");
        finds("[Marks & Spencer], [Rio de Janeiro], [Bashar al-Assad], [Valéry Giscard d’Estaing], [Sinn Féin]");
        finds("[Chancellor of the Exchequer] met [Doctors Without Borders]");
        finds("a word from [von der Leyen]");
    }

    #[test]
    fn a_body_can_be_for_something() {
        finds("the [Institute for the Study of War] wants aid from [NATO] for [Ukraine]");
    }

    #[test]
    fn titles_and_initials_belong_to_the_name() {
        finds(
            "[NATO Sec. Gen. Mark Rutte]: yes. [J. K. Rowling] met [George W. Bush], [J.-P. Sartre] and [Dr. No]"
                .replace("[Dr. No]", "[Dr. Noh]")
                .as_str(),
        );
        finds("[Martin Luther King Jr.] left [Acme Inc.]; on a Mr. or X");
    }

    #[test]
    fn a_possessive_joins_two_parts_and_else_stays_out() {
        finds("[South Korea’s National Intelligence Service (NIS)], which");
        finds("[Rutte]’s message, [Rutte]'s message, [NATO’s Mark Rutte], [O’Brien]");
    }

    #[test]
    fn an_office_belongs_to_the_name() {
        finds("[NATO’s chief] warns, [NATO’s chief]: why, [NATO’s chief Mark Rutte], says [NATO’s chief]");
        finds("[Kremlin spokesman Dmitry Peskov], [Russia’s foreign minister] and the [UN secretary-general]");
        finds("[NATO]’s chief concern, [Rutte]’s heads, [South Korea]’s military");
    }

    #[test]
    fn an_acronym_or_handle_in_brackets_joins() {
        finds("— [UNITED24 Media (@United24media)] November 7, 2024");
        finds("— euronews ([@euronews]) and [@nato]");
        finds("[Rutte] ([Netherlands]) of the [U.S. State Department (DOS)]");
    }

    #[test]
    fn a_word_that_begins_a_sentence_is_no_name() {
        finds("The war. This alliance. In light of [NATO]. As tensions rise. One of them. During it. Moreover, so");
        finds("Both [North Korea] and [Russia], Approximately [NATO], Five [Ukrainians], “We agree,” I said");
    }

    #[test]
    fn the_article_stays_out() {
        finds("The [New York Times] and The [Guardian] in the [Times]");
    }

    #[test]
    fn months_days_hashtags_links_and_common_capitals_are_no_names() {
        finds("On Monday, June 11, the CEO saw #NATO at https://Example.com/Foo and Foo.Bar@Example.org: GDP fell");
        finds("[Theresa May] in May");
    }

    #[test]
    fn scripts_without_capitals_have_no_names() {
        finds("北约秘书长马克·吕特 قال الأمين العام");
    }

    proptest! {
        #[test]
        fn names_lie_in_order_in_any_text(text in r"(\PC|[-A-Z.’&()@ ]|’s |of |von |for |Dr\. |Agency |May |The ){0,60}") {
            let mut done = 0;
            for name in names(&text) {
                prop_assert!(done <= name.start && !name.is_empty());
                done = name.end;
                let name = &text[name];
                prop_assert_eq!(name.trim(), name);
            }
        }
    }
}
