//! Lists the abbreviations whose stop ends no sentence, and the words that begin one, for all languages at once.
//!
//! A form that is an ordinary word in another language is left out. The English forms come first.

/// Abbreviations before a name. In lower case (`5 sec.`) they may be something else, and can end a sentence.
#[rustfmt::skip]
pub(crate) const TITLES: &[&str] = &[
    "adm", "amb", "atty", "brig", "capt", "cmdr", "col", "cpl", "det", "dir", "dr", "fr", "gen", "gov", "hon", "insp",
    "lt", "maj", "messrs", "mlle", "mme", "mr", "mrs", "ms", "msgr", "mt", "mx", "pres", "prof", "pvt", "rep", "reps",
    "rev", "sec", "sen", "sens", "sgt", "st", "supt",
    // German, French, Spanish
    "hr", "hrn", "frl", "dipl", "mm", "mmes", "mlles", "mgr", "pr", "sra", "sras", "sres", "srta", "dra", "dras", "dres", "dña",
    "gral", "lic", "ing", "arq", "cnel", "excmo", "ilmo",
];

/// Kinds of streets that are spelt like a title.
pub(super) const STREETS: &[&str] = &["st", "dr"];

/// Acronyms that are spelt like a title or like an abbreviation inside a sentence: `CA` is California.
pub(super) const ACRONYMS: &[&str] = &["PR", "ING", "CA", "ESP"];

/// Abbreviations that stand inside a sentence.
#[rustfmt::skip]
pub(super) const INNER: &[&str] = &[
    "vs", "cf", "e.g", "eg", "i.e", "ie", "viz", "ca", "esp", "incl",
    "bzw", "bspw", "evtl", "ggf", "inkl", "insb", "sog", "vgl", "zzgl", "bzgl", "ehem", "einschl", "entspr", "exkl",
    "gegr", "insbes", "stellv", "urspr", "d.h", "z.b", "ej", "ee", "p.ej", "p.ex",
];

/// Abbreviations before a number; elsewhere they are words (`She said no.`). The names of months are added.
#[rustfmt::skip]
pub(super) const NUMBERED: &[&str] = &[
    "no", "nos", "nr", "p", "pp", "fig", "figs", "art", "ch", "chap", "eq", "ed", "par", "para", "sect", "tab", "vol",
    "vols", "v", "c",
    "abs", "env", "kap", "núm", "pág", "págs", "ziff", "aprox",
];

/// Abbreviations that may or may not end a sentence.
#[rustfmt::skip]
pub(super) const EITHER: &[&str] = &[
    "al", "approx", "assn", "ave", "blvd", "bros", "co", "corp", "dept", "dist", "est", "etc", "ft", "govt", "inc",
    "intl", "jr", "llc", "ltd", "natl", "plc", "rd", "sr", "univ",
    "chr", "ex", "jh", "jhd", "mio", "mrd", "tsd", "usw", "uu",
];

/// Nouns after an ordinal that is written as a number with a stop.
#[rustfmt::skip]
pub(super) const ORDINAL_NOUNS: &[&str] = &[
    "Januar", "Jänner", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember", "Quartal", "Halbjahr", "Jahrhundert", "Jahrhunderts", "Weltkrieg", "Weltkriegs", "Jahrestag", "Geburtstag",
    "Platz", "Runde", "Spieltag", "Bundesliga", "Liga", "Stock", "Etage", "Klasse", "Auflage",
];

/// Words before an ordinal that is written as a number with a stop.
#[rustfmt::skip]
pub(super) const BEFORE_ORDINALS: &[&str] = &[
    "der", "die", "das", "dem", "den", "im", "beim", "vom", "zum", "zur", "ins", "ihr", "ihre", "ihrem", "ihren",
    "ihrer", "sein", "seine", "seinem", "seinen", "seiner", "jeder", "jedem", "jeden", "dieser", "diesem",
];

/// Words that, with a capital and a lower-case word after them, begin a sentence.
#[rustfmt::skip]
pub(super) const STARTERS: &[&str] = &[
    "A", "After", "All", "Although", "An", "And", "As", "At", "Because", "Before", "Both", "But", "By", "Despite",
    "During", "For", "From", "He", "Her", "His", "How", "However", "I", "If", "In", "Instead", "It", "Its", "Many",
    "Meanwhile", "Moreover", "Most", "No", "Nobody", "Nothing", "Now", "On", "Our", "She", "Since", "So", "Some", "Such", "That", "The",
    "Their", "Then", "There", "These", "They", "This", "Those", "Though", "To", "Under", "We", "What", "When", "While",
    "Who", "With", "Yet", "You",
    "Aber", "Auch", "Dabei", "Damit", "Dazu", "Doch", "Er", "Es", "Ich", "Sie", "Und", "Wir", "Zudem",
    "Ces", "Cette", "Dans", "Elle", "Elles", "Il", "Ils", "La", "Le", "Les", "Mais", "Nous", "Selon", "Un", "Une",
    "Desde", "El", "En", "Las", "Los", "Pero", "Según", "Su", "Una",
];

/// Words that begin a sentence where a noun with a capital may follow.
#[rustfmt::skip]
pub(super) const STARTERS_BEFORE_NOUNS: &[&str] = &["Am", "Auf", "Bei", "Das", "Dem", "Den", "Der", "Die", "Ein", "Eine", "Für", "Im", "Mit", "Nach"];
