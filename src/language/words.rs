//! Holds the words around numbers: qualifiers, changes, months, and the small words that end a noun phrase.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lexicon::Lexicon;

/// A word that qualifies a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum Qualifier {
    /// `about`, `roughly`, `an estimated`.
    About,
    /// `nearly`, `almost`: a little less.
    Nearly,
    /// `more than`, `over`.
    MoreThan,
    /// `at least`, `no fewer than`.
    AtLeast,
    /// `less than`, `under`.
    LessThan,
    /// `at most`, `up to`.
    AtMost,
    /// `exactly`, `only`, `just`.
    Exactly,
}

/// The direction of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum Way {
    /// `rose by`, `up`.
    Up,
    /// `fell to`, `down`.
    Down,
}

/// The words around numbers in a language.
#[derive(Debug, Default)]
pub struct Words {
    /// Qualifiers before a number: `at least`.
    pub qualifiers: Lexicon<Qualifier>,
    /// Verbs that say, before an amount of money, that it was collected: `raised`.
    pub collecting: Lexicon<()>,
    /// Words before a span of time that mean *during*, and are qualifiers elsewhere: `over` five years.
    pub lasting: Lexicon<()>,
    /// Qualifiers after a number: `or more`.
    pub qualifiers_behind: Lexicon<Qualifier>,
    /// Words that say that a number rose or fell.
    pub changes: Lexicon<Way>,
    /// Words that look like a change and are none: `shot down`, `makes up`.
    pub phrasal: Lexicon<()>,
    /// Words before the first number of a range: `between`, `from`.
    pub range_before: Lexicon<()>,
    /// Words between the numbers of such a range: `and`, `to`.
    pub range_within: Lexicon<()>,
    /// Words between the numbers of a range that has no word before it: `to`.
    pub range_alone: Lexicon<()>,
    /// `of`, `out of`: between a part and its whole.
    pub of: Lexicon<()>,
    /// `in`: between a part and a small whole: `one in five`.
    pub share_in: Lexicon<()>,
    /// `per`, `a`, `each`: between an amount and its divisor.
    pub per: Lexicon<()>,
    /// Nouns that an amount may be divided by: `share`, `person`.
    pub per_nouns: Lexicon<()>,
    /// Names of months.
    pub months: Lexicon<i64>,
    /// Words that make the number after them a name: `section`, `flight`.
    pub designators: Lexicon<()>,
    /// `between`: before the two that have something in common.
    pub relations: Lexicon<()>,
    /// Words that make the number before them a time of day: `pm`.
    pub clock: Lexicon<()>,
    /// Words that make a small number behind them a time of day, if it counts nothing: `a las` 8.
    pub clock_before: Lexicon<()>,
    /// Signs that stand between an hour and its minutes: `h` of `14 h 30`.
    pub hour_signs: Lexicon<()>,
    /// Words before a duration that is written like a time of day: `en` 2 h 06.
    pub durations: Lexicon<()>,
    /// Words before `to` that lead to no value which was reached: `compared to`.
    pub other_to: Lexicon<()>,
    /// Words after `years` that make it an age: `old`.
    pub age: Lexicon<()>,
    /// Words before an age: `aged`.
    pub aged: Lexicon<()>,
    /// Words for the total that a share is part of: `gdp`.
    pub accounts: Lexicon<()>,
    /// Words for one that may also be a pronoun.
    pub one: Lexicon<()>,
    /// Words that begin a noun phrase: `the`, `his`.
    pub determiners: Lexicon<()>,
    /// Words that join nouns: `of`, `in`.
    pub prepositions: Lexicon<()>,
    /// Words that join or begin clauses: `and`, `while`, `that`.
    pub conjunctions: Lexicon<()>,
    /// Words that stand for a noun: `it`, `who`.
    pub pronouns: Lexicon<()>,
    /// Other words that do not belong to the name of a thing: `also`, `not`.
    pub adverbs: Lexicon<()>,
    /// Irregular verbs: `is`, `has`, `went`.
    pub verbs: Lexicon<()>,
    /// Words after a number that say that something rose or fell: `higher`.
    pub changes_behind: Lexicon<Way>,
    /// `from`: between a change and the value before it.
    pub away: Lexicon<()>,
    /// `by`: between a change and its number.
    pub by: Lexicon<()>,
    /// `to`: between a change and its result.
    pub to: Lexicon<()>,
    /// Words before a year: `in`, `since`.
    pub year_before: Lexicon<()>,
    /// Nouns with which `one` does not count: `day`, `another`.
    pub one_idioms: Lexicon<()>,
    /// Words for people by what happened to them, which stand for the people after a number: `11 injured`.
    pub states: Lexicon<()>,
    /// Words that begin a relative clause: `which`.
    pub relatives: Lexicon<()>,
    /// Words that begin a clause: `while`, `that`.
    pub clause_starts: Lexicon<()>,
    /// Words after an amount of money that name the country: `US`.
    pub money_of: Lexicon<()>,
    /// Nouns that are counted in money: `cash`, `profits`.
    pub money_nouns: Lexicon<()>,
    /// Nouns whose number is one of people or things, so that its `m` is a million: `population`.
    pub number_nouns: Lexicon<()>,
    /// Verbs after a plural: `were`.
    pub plural_verbs: Lexicon<()>,
    /// Adjectives that stand before a number, between it and its article: `top`, `previous`.
    pub before_numbers: Lexicon<()>,
    /// Words between a price or a share and what it is for: `for`.
    pub meant_for: Lexicon<()>,
    /// What is left of a verb that is joined to the word before with an apostrophe: `re`, `ll`.
    pub contractions: Lexicon<()>,
    /// Adjectives that a hyphen joins to a measure: `strong`, `long`.
    pub dimensions: Lexicon<()>,
    /// Words before a price: `fee`.
    pub priced: Lexicon<()>,
    /// `or`: between two numbers of the same kind.
    pub alternatives: Lexicon<()>,
    /// The words between the two numbers of a score: `5 for 32`.
    pub score_between: Lexicon<()>,
    /// Numbers that are names: `911`, `24/7`.
    pub number_names: Lexicon<()>,
    /// Words that end the name of a street, whose number stands before it: `road`.
    pub streets: Lexicon<()>,
    /// Words before a number that someone calls: `dial`.
    pub calls: Lexicon<()>,
    /// Words before the thing that a number is compared with: `than`, `with`.
    pub comparing: Lexicon<()>,
    /// The endings of verbs that begin an aside: `ing`.
    pub aside_endings: Vec<String>,
    /// Prepositions that join two nouns: `of`, `for`.
    pub links: Lexicon<()>,
    /// Words before a verb: `to`, `will`.
    pub verb_leads: Lexicon<()>,
    /// The endings of participles: `ed`.
    pub participle_endings: Vec<String>,
    /// The endings of adverbs: `ly`.
    pub adverb_endings: Vec<String>,
    /// Nouns that end like a participle or an adverb: `supply`, `herring`.
    pub misleading_nouns: Lexicon<()>,
    /// Irregular plurals, with their singulars.
    pub plurals: Lexicon<String>,
    /// The endings of plurals, each with the ending of the singular; the longest first.
    pub plural_endings: Vec<(String, String)>,
    /// Endings that look like a plural's and are not: `ss`.
    pub no_plural_endings: Vec<String>,
    /// Whether all nouns begin with a capital, so that a capital is no sign of a name.
    pub nouns_are_capital: bool,
    /// Words that begin many names: `north`, `new`.
    pub name_leads: Lexicon<()>,
    /// How a line begins that is about the article itself: `editor's note`.
    pub notes: Vec<String>,
    /// Words that lose their vowel and join the next word with an apostrophe: `d`, `l`.
    pub elisions: Lexicon<()>,
}

/// The words as they stand in a language's file.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    qualifiers: BTreeMap<Qualifier, Vec<String>>,
    collecting: Vec<String>,
    lasting: Vec<String>,
    qualifiers_behind: BTreeMap<Qualifier, Vec<String>>,
    changes: BTreeMap<Way, Vec<String>>,
    phrasal: Vec<String>,
    range_before: Vec<String>,
    range_within: Vec<String>,
    range_alone: Vec<String>,
    of: Vec<String>,
    share_in: Vec<String>,
    per: Vec<String>,
    per_nouns: Vec<String>,
    months: BTreeMap<String, i64>,
    designators: Vec<String>,
    relations: Vec<String>,
    clock: Vec<String>,
    clock_before: Vec<String>,
    hour_signs: Vec<String>,
    durations: Vec<String>,
    other_to: Vec<String>,
    age: Vec<String>,
    aged: Vec<String>,
    accounts: Vec<String>,
    one: Vec<String>,
    determiners: Vec<String>,
    prepositions: Vec<String>,
    conjunctions: Vec<String>,
    pronouns: Vec<String>,
    adverbs: Vec<String>,
    verbs: Vec<String>,
    changes_behind: BTreeMap<Way, Vec<String>>,
    away: Vec<String>,
    by: Vec<String>,
    to: Vec<String>,
    year_before: Vec<String>,
    one_idioms: Vec<String>,
    states: Vec<String>,
    relatives: Vec<String>,
    clause_starts: Vec<String>,
    money_of: Vec<String>,
    money_nouns: Vec<String>,
    number_nouns: Vec<String>,
    plural_verbs: Vec<String>,
    before_numbers: Vec<String>,
    meant_for: Vec<String>,
    contractions: Vec<String>,
    dimensions: Vec<String>,
    priced: Vec<String>,
    alternatives: Vec<String>,
    score_between: Vec<String>,
    number_names: Vec<String>,
    streets: Vec<String>,
    calls: Vec<String>,
    comparing: Vec<String>,
    aside_endings: Vec<String>,
    links: Vec<String>,
    verb_leads: Vec<String>,
    participle_endings: Vec<String>,
    adverb_endings: Vec<String>,
    misleading_nouns: Vec<String>,
    plurals: BTreeMap<String, String>,
    plural_endings: BTreeMap<String, String>,
    no_plural_endings: Vec<String>,
    nouns_are_capital: bool,
    name_leads: Vec<String>,
    notes: Vec<String>,
    elisions: Vec<String>,
}

impl Words {
    pub(super) fn new(file: File) -> Words {
        let list = |phrases: Vec<String>| Lexicon::all(phrases, ());
        let mut months = Lexicon::default();
        file.months.iter().for_each(|(word, number)| months.add(word, *number));
        let mut plurals = Lexicon::default();
        file.plurals.into_iter().for_each(|(plural, singular)| plurals.add(&plural, singular));
        let mut plural_endings: Vec<(String, String)> = file.plural_endings.into_iter().collect();
        plural_endings.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
        Words {
            qualifiers: groups(file.qualifiers),
            collecting: list(file.collecting),
            lasting: list(file.lasting),
            qualifiers_behind: groups(file.qualifiers_behind),
            changes: groups(file.changes),
            phrasal: list(file.phrasal),
            range_before: list(file.range_before),
            range_within: list(file.range_within),
            range_alone: list(file.range_alone),
            of: list(file.of),
            share_in: list(file.share_in),
            per: list(file.per),
            per_nouns: list(file.per_nouns),
            months,
            designators: list(file.designators),
            relations: list(file.relations),
            clock: list(file.clock),
            clock_before: list(file.clock_before),
            hour_signs: list(file.hour_signs),
            durations: list(file.durations),
            other_to: list(file.other_to),
            age: list(file.age),
            aged: list(file.aged),
            accounts: list(file.accounts),
            one: list(file.one),
            determiners: list(file.determiners),
            prepositions: list(file.prepositions),
            conjunctions: list(file.conjunctions),
            pronouns: list(file.pronouns),
            adverbs: list(file.adverbs),
            verbs: list(file.verbs),
            changes_behind: groups(file.changes_behind),
            away: list(file.away),
            by: list(file.by),
            to: list(file.to),
            year_before: list(file.year_before),
            one_idioms: list(file.one_idioms),
            states: list(file.states),
            relatives: list(file.relatives),
            clause_starts: list(file.clause_starts),
            money_of: list(file.money_of),
            money_nouns: list(file.money_nouns),
            number_nouns: list(file.number_nouns),
            plural_verbs: list(file.plural_verbs),
            before_numbers: list(file.before_numbers),
            meant_for: list(file.meant_for),
            contractions: list(file.contractions),
            dimensions: list(file.dimensions),
            priced: list(file.priced),
            alternatives: list(file.alternatives),
            score_between: list(file.score_between),
            number_names: list(file.number_names),
            streets: list(file.streets),
            calls: list(file.calls),
            comparing: list(file.comparing),
            aside_endings: file.aside_endings,
            links: list(file.links),
            verb_leads: list(file.verb_leads),
            participle_endings: file.participle_endings,
            adverb_endings: file.adverb_endings,
            misleading_nouns: list(file.misleading_nouns),
            plurals,
            plural_endings,
            no_plural_endings: file.no_plural_endings,
            nouns_are_capital: file.nouns_are_capital,
            name_leads: list(file.name_leads),
            notes: file.notes,
            elisions: list(file.elisions),
        }
    }
}

/// Words of at most this many letters have no ending: `only`, `need`.
const SHORT: usize = 4;

impl Words {
    /// Returns whether a word only joins, points or stands for other words.
    pub fn is_small(&self, word: &str) -> bool {
        [&self.determiners, &self.prepositions, &self.conjunctions, &self.pronouns, &self.adverbs]
            .iter()
            .any(|list| list.has(word))
    }

    /// Returns whether a word in small letters ends like an adverb and is no noun.
    pub fn ends_as_adverb(&self, word: &str) -> bool {
        self.ends_with(&self.adverb_endings, word)
    }

    /// Returns whether a word in small letters ends like a participle and is no noun.
    pub fn ends_as_participle(&self, word: &str) -> bool {
        self.ends_with(&self.participle_endings, word)
    }

    /// Returns whether a word in small letters ends like a verb that begins an aside and is no noun.
    pub fn ends_as_aside(&self, word: &str) -> bool {
        self.ends_with(&self.aside_endings, word)
    }

    /// Returns whether a word in small letters ends with what is left of a verb, or of `not` behind a verb: `you’re`, `wouldn’t`.
    pub fn ends_as_contraction(&self, word: &str) -> bool {
        let Some((front, rest)) = word.rsplit_once(['\'', '’']) else { return false };
        let is_verb = |front: &str| self.verbs.has(front);
        self.contractions.has(rest) && (self.pronouns.has(front) || front.strip_suffix('n').is_some_and(is_verb))
    }

    fn ends_with(&self, endings: &[String], word: &str) -> bool {
        let is_long = word.chars().nth(SHORT).is_some();
        is_long && endings.iter().any(|ending| word.ends_with(ending.as_str())) && !self.misleading_nouns.has(word)
    }

    /// Returns the singular of a noun in small letters.
    pub fn singular(&self, word: &str) -> String {
        if let Some(singular) = self.plurals.get(word) {
            return singular.clone();
        }
        let plural = self
            .is_plural(word)
            .then(|| self.plural_endings.iter().find(|(ending, _)| word.ends_with(ending.as_str())));
        match plural.flatten().and_then(|(ending, with)| Some((word.strip_suffix(ending.as_str())?, with))) {
            Some((stem, with)) if stem.len() > 1 => format!("{stem}{with}"),
            _ => word.to_string(),
        }
    }

    /// Returns whether plurals can be told from other words.
    pub fn knows_plurals(&self) -> bool {
        !self.plural_endings.is_empty() || !self.plurals.is_empty()
    }

    /// Returns whether a noun in small letters is a plural.
    pub fn is_plural(&self, word: &str) -> bool {
        let ends = |ending: &str| word.ends_with(ending);
        self.plurals.has(word)
            || word.len() > 3
                && self.plural_endings.iter().any(|(ending, _)| ends(ending))
                && !self.no_plural_endings.iter().any(|ending| ends(ending))
    }
}

fn groups<M: Copy>(groups: BTreeMap<M, Vec<String>>) -> Lexicon<M> {
    let mut lexicon = Lexicon::default();
    for (meaning, phrases) in groups {
        phrases.iter().for_each(|phrase| lexicon.add(phrase, meaning));
    }
    lexicon
}
