//! Tests how well figures are read in languages other than English, on sentences in which the figures are marked.

use super::*;
use crate::language;

/// Sentences of a language with their figures in brackets; a line that begins with `#` is a comment.
const MARKED: &[(&str, &str)] = &[
    ("de", include_str!("../../tests/data/language/de.txt")),
    ("fr", include_str!("../../tests/data/language/fr.txt")),
    ("es", include_str!("../../tests/data/language/es.txt")),
];

/// Returns a sentence without its brackets, and the spans that were in brackets.
fn unmarked(line: &str) -> (String, Vec<Span>) {
    let (mut text, mut figures, mut start) = (String::new(), Vec::new(), 0);
    for c in line.chars() {
        match c {
            '[' => start = text.len(),
            ']' => figures.push(Span::new(start, text.len())),
            c => text.push(c),
        }
    }
    (text, figures)
}

#[test]
fn figures_of_german_french_and_spanish_are_found_with_an_f1_of_92_per_cent_and_more() {
    for (code, marked) in MARKED {
        let language = language::of(code).unwrap();
        let (mut hit, mut found, mut wanted) = (0, 0, 0);
        for line in marked.lines().filter(|line| !line.starts_with('#')) {
            let (text, figures) = unmarked(line);
            let spans: Vec<Span> = quantities(&text, language).iter().map(|quantity| quantity.span).collect();
            hit += spans.iter().filter(|span| figures.contains(span)).count();
            found += spans.len();
            wanted += figures.len();
        }
        let f1 = 200.0 * hit as f64 / (found + wanted) as f64;
        println!("{code}: F1 {f1:.1} ({hit} of {found} found, {wanted} wanted)");
        assert!(wanted > 180 && f1 >= 92.0, "{code}: {f1:.1}");
    }
}

#[test]
fn numbers_are_read_as_each_language_writes_them() {
    let values = |code: &str, text: &str| {
        let found = quantities(text, language::of(code).unwrap_or(language::unknown()));
        found.iter().map(|quantity| quantity.value.bounds().1.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        values("de", "Es kamen fünfundzwanzigtausend Menschen, 1.234,5 Tonnen und anderthalb Mio. Euro."),
        "25,000 1,234.5 1,500,000"
    );
    assert_eq!(
        values("de", "Es sind dreihundertzwanzigtausend Menschen und zweitausendundfünf Kühe."),
        "320,000 2,005"
    );
    assert_eq!(
        values("fr", "Il y a quatre-vingt-dix-sept maisons, 1\u{202f}234,5 tonnes et deux millions d’euros."),
        "97 1,234.5 2,000,000"
    );
    assert_eq!(
        values("es", "Hay veintitrés casas, 1.234,5 toneladas y un millón y medio de euros."),
        "23 1,234.5 1,500,000"
    );
    assert_eq!(values("de", "Zwei Leopard-2-Panzer kamen bei acht Grad unter null."), "2 -8");
    assert_eq!(
        values("fr", "Un Français sur cinq renonce. Le prix a reculé de 1,5 dollar à 71,2 dollars."),
        "1 1.5 71.2"
    );
    assert_eq!(values("de", "In der Stadt leben 1.234.567 Menschen."), "1,234,567");
    assert_eq!(values("de", "Der Umsatz fiel 20 bis 30 Prozent."), "30");
    assert_eq!(values("es", "Bajaron hasta los 8 grados bajo cero."), "-8");
    assert_eq!(values("", "12 000 · 1.234,5 · 1,234.5 · 約1.2万 · 23%"), "12,000 1,234.5 1,234.5 12,000 23");
}

/// Returns the quantities as words and value: `une vingtaine=20`.
fn spans(code: &str, text: &str) -> String {
    let found = quantities(text, language::of(code).unwrap_or(language::unknown()));
    let show = |quantity: &Quantity| {
        format!("{}={}", &text[quantity.span.start..quantity.span.end], quantity.value.bounds().0)
    };
    found.iter().map(show).collect::<Vec<_>>().join(" ")
}

#[test]
fn numbers_of_scripts_without_blanks_are_read_whole() {
    let spans = |text: &str| spans("", text);
    assert_eq!(spans("約1億2,300万人が住む。"), "1億2,300万=123,000,000");
    assert_eq!(spans("1万2000人が集まった。"), "1万2000=12,000");
    assert_eq!(spans("予算は1兆5000億円です。"), "1兆5000億円=1,500,000,000,000");
    assert_eq!(spans("価格は500円です。前年比45％増。"), "500円=500 45％=45");
    assert_eq!(spans("3만5천 명, 12억 원"), "3만5천=35,000 12억 원=1,200,000,000");
    assert_eq!(spans("نحو ٤٥٪ من السكان، ٢٠ رجلا و٣٠ امرأة"), "٤٥٪=45 ٢٠=20 ٣٠=30");
    assert_eq!(spans("約３５００人、1500隻の船、2000人。1998年、2000年。"), "３５００=3,500 1500=1,500 2000=2,000");
    assert_eq!(spans("غادر نحو 1500 قارب في 1998."), "1500=1,500");
}

#[test]
fn shares_are_read_as_each_language_says_them() {
    let shares = |code: &str, text: &str| {
        let found = quantities(text, language::of(code).unwrap());
        let show = |quantity: &Quantity| match quantity.value {
            Value::Share(part, whole) => format!("{part}/{whole}"),
            other => other.bounds().0.to_string(),
        };
        found.iter().map(show).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shares("de", "Fast jeder fünfte Betrieb sucht. Jede zwanzigste Frau kam."), "1/5 1/20");
    // Every third day is a time.
    assert_eq!(shares("de", "Jeden dritten Tag fällt der Strom aus."), "");
    assert_eq!(shares("fr", "Deux élèves sur trois mangent là. Neuf régions sur treize ont voté."), "2/3 9/13");
    assert_eq!(shares("fr", "Deux buts sur trois tirs."), "2 3");
    assert_eq!(shares("es", "Nueve de cada diez contratos."), "9/10");
    assert_eq!(shares("es", "Casi un tercio de los hogares."), "1/3");
}

#[test]
fn endings_of_english_mean_nothing_elsewhere() {
    let found = quantities("Die Fischer fingen 40 Hering vor Lomas.", language::of("de").unwrap());
    assert_eq!(found[0].counted.as_ref().map(|noun| noun.head.as_str()), Some("hering"));
}

#[test]
fn multiples_and_halves_need_no_article() {
    assert_eq!(spans("de", "Auf das Zweieinhalbfache, das Hundertfache."), "Zweieinhalbfache=2.5 Hundertfache=100");
    assert_eq!(
        spans("es", "Esperó media hora; mide metro y medio y pesa media tonelada."),
        "media hora=0.5 metro y medio=1.5 media tonelada=0.5"
    );
    assert_eq!(spans("es", "La edad media es baja."), "");
    assert_eq!(spans("fr", "Une dizaine de millions d’euros."), "Une dizaine de millions d’euros=10,000,000");
    assert_eq!(spans("de", "Das Dorf hat keine 200 Einwohner."), "keine 200=200");
}

#[test]
fn multiples_are_read_where_the_words_beside_them_say_so() {
    for (code, text, wanted) in [
        ("en", "It has twice as many clerks and half as much room.", "twice as many=2 half as much=0.5"),
        ("en", "It costs double the price, or triple that of May.", "double=2 triple=3"),
        ("en", "He has to double the price of a double room twice a week.", ""),
        ("de", "Es gab halb so viele Unfälle und doppelt so hohe Preise.", "halb so viele=0.5 doppelt so hohe=2"),
        ("de", "Der Preis stieg auf das Doppelte. Das doppelte Spiel endet.", "Doppelte=2"),
        ("fr", "C’est le double de mai. Le double meurtre choque.", "double=2"),
        ("es", "Es el doble que en mayo, el triple de antes. El doble crimen.", "doble=2 triple=3"),
    ] {
        assert_eq!(spans(code, text), wanted, "{text}");
    }
}

#[test]
fn durations_are_read_that_look_like_times_of_day() {
    assert_eq!(spans("fr", "Il court le marathon en 2 h 06. Le trajet dure 2 h 30."), "2 h 06=2.1 2 h 30=2.5");
    assert_eq!(spans("de", "Die Fahrt dauert eine dreiviertel Stunde."), "dreiviertel Stunde=0.75");
    assert_eq!(spans("de", "Er kam um dreiviertel acht."), "acht=8");
}

#[test]
fn times_of_day_are_no_quantities() {
    assert_eq!(spans("fr", "Il part à 14 h 30 et rentre à 18\u{a0}h\u{a0}05."), "");
    assert_eq!(spans("es", "Aterrizó a las 17.40 y a las 8 empezó la misa."), "");
    assert_eq!(spans("es", "Ayudan a las 8 familias."), "8=8");
}

#[test]
fn round_crowds_and_halves_are_read() {
    assert_eq!(spans("fr", "Une trentaine de maisons, une vingtaine de morts."), "Une trentaine=30 une vingtaine=20");
    assert_eq!(
        spans("fr", "Une heure et demie, puis trois jours et demi."),
        "Une heure et demie=1.5 trois jours et demi=3.5"
    );
    assert_eq!(spans("es", "Una veintena de casas en una hora y media."), "Una veintena=20 una hora y media=1.5");
    assert_eq!(
        spans("de", "Hunderttausende Menschen, eine Viertelmillion Euro."),
        "Hunderttausende=100,000 eine Viertelmillion Euro=250,000"
    );
    assert_eq!(
        spans("fr", "Une dizaine de milliers de cas, plusieurs centaines de morts, un demi-milliard d’euros."),
        "Une dizaine de milliers=10,000 plusieurs centaines=100 un demi-milliard d’euros=500,000,000"
    );
    assert_eq!(
        spans("fr", "Il a dormi trois quarts d’heure. Près d'un quart des gens."),
        "trois quarts d’heure=3 Près d'un quart=0.25"
    );
    assert_eq!(spans("de", "Drei Viertelstunden, ein paar Dutzend Kühe."), "Drei Viertelstunden=3 ein paar Dutzend=12");
    assert_eq!(
        spans("es", "Varios miles de casos; tres cuartas partes de los votos; tardó tres cuartos de hora."),
        "Varios miles=1,000 tres cuartas partes=0.75 tres cuartos de hora=3"
    );
    assert_eq!(spans("en", "It took two years and a half."), "two years and a half=2.5");
}
