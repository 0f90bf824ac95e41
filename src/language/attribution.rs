//! Holds the words with which a language reports speech: its cues, and the small words that bound a phrase.
//!
//! A file lists dictionary forms, separated by blanks; the other forms of a verb are derived ([`Cues::new`]):
//!
//! ```text
//!   "warn"  →  warn  warns  warned  warning           "deny"  →  denies  denied  denying
//!   "say said"  →  say  says  said  saying            "write wrote written"  →  writes  writing
//! ```
//!
//! These are the endings of English. A file in another language lists the forms instead, under `inflected`: the finite
//! ones (`sagte`, `dijo`), and the participles after an auxiliary (`a déclaré`). It lists only the verbs of saying, so
//! every clause is assumed to have a verb.

mod file;
mod inflect;

use crate::hash::{FastMap, FastSet};
use serde::Deserialize;

use super::words::Words;
pub(crate) use file::File;

/// Chinese, Korean and Vietnamese names of families, which stand before the given name in a text of any language.
const FAMILY_NAMES: &str = include_str!("family_names.txt");

/// The content that may follow a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Takes {
    /// A quotation, or a clause before the cue: `“It is over,” she said`; `It is over, she said`.
    Speech,
    /// A clause after the cue: `said that it is over`.
    Clause,
    /// An infinitive: `wants to leave`.
    Infinitive,
    /// A noun phrase: `praised the plan`.
    Object,
    /// A hearer before the content: `told reporters that`.
    Hearer,
    /// What follows from a thing: the verb may have one as its subject, as in `floods hit the coast`, `footage shows that`.
    Thing,
    /// An infinitive that is not done, or a word that is not said: `declined to comment`, `did not respond`.
    Refusal,
    /// Nothing that was said: the verb tells what someone wants or feels, as in `plans to leave`, `supports the plan`.
    Attitude,
}

/// The form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `say`
    Base,
    /// `says`
    Third,
    /// `said`, `warned`: the past tense and the participle are alike.
    Past,
    /// `wrote`
    Preterite,
    /// `written`
    Participle,
    /// `saying`
    Gerund,
}

/// The class of a small word, as the reading of attributions needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// `the`, `some`
    Determiner,
    /// `his`, `their`
    Possessive,
    /// `he`, `they`: a pronoun that can be a subject.
    Pronoun,
    /// `him`, `them`
    Object,
    /// `who`, `which`
    Relative,
    /// `in`, `against`
    Preposition,
    /// `is`, `were`
    Be,
    /// `has`, `had`
    Have,
    /// `will`, `did`
    Modal,
    /// `to`
    To,
    /// `and`, `but`
    Conjunction,
    /// `that`
    That,
    /// `because`, `when`
    Subordinator,
    /// `also`, `never`
    Adverb,
    /// `Monday`, `yesterday`
    Time,
}

/// A form of a verb.
#[derive(Clone, Debug)]
pub struct Verb {
    /// The form.
    pub form: Form,
    /// The kinds of content that the verb takes as a cue; empty if it is no cue.
    pub takes: Vec<Takes>,
    /// The prepositions that the verb may have before its object.
    pub with: Vec<String>,
}

impl Verb {
    /// Returns whether the verb takes this kind of content.
    pub fn takes(&self, what: Takes) -> bool {
        self.takes.contains(&what)
    }

    /// Returns whether the verb may have a preposition, in lower case, before its object.
    pub fn may_have(&self, preposition: &str) -> bool {
        self.with.iter().any(|one| one == preposition)
    }
}

/// The cues of a language.
#[derive(Debug, Default)]
pub struct Cues {
    /// All forms of all verbs that are known.
    pub verbs: FastMap<String, Verb>,
    /// The small words.
    pub words: FastMap<String, Word>,
    /// Whether only verbs of saying are known.
    pub knows_only_cues: bool,
    /// Whether the verb is the second part of a clause: `Am Montag sagte sie`.
    pub verb_second: bool,
    /// Whether a clause after a verb begins with a comma: `sagte, die Brücke sei zu`.
    pub comma_clauses: bool,
    /// Whether all nouns begin with a capital.
    pub nouns_are_capital: bool,
    /// Articles that join a noun to the one before it: the `der` of `Präsident der Bank`.
    pub genitives: FastSet<String>,
    /// Words that join the next word with an apostrophe: `l`, `qu`.
    pub elisions: FastSet<String>,
    /// `of`, which joins a noun to the one before it.
    pub of: FastSet<String>,
    /// `and`, which joins two nouns.
    pub and: FastSet<String>,
    /// `by`, which names the source of a passive verb.
    pub by: FastSet<String>,
    /// `among`, which names those who hold what the noun before it means: `concerns among leaders`.
    pub among: FastSet<String>,
    /// Words that begin a contrast, which the source no longer says: `while`.
    pub contrast: FastSet<String>,
    /// Words that begin a sentence whose part up to the first comma is no statement: `after`.
    pub hanging: FastSet<String>,
    /// Words that join the word before them with an apostrophe: `s`, `ve`.
    pub clitics: FastSet<String>,
    /// Nouns for a time: the `week` of `last week`.
    pub periods: FastSet<String>,
    /// Words before a verb that tell what is still to come or only possible: `will`, `may`.
    pub ahead: FastSet<String>,
    /// Words before the colon of a headline that say what kind of text follows: `video`.
    pub labels: FastSet<String>,
    /// Roles that speak for someone: `spokesman`.
    pub speakers: FastSet<String>,
    /// Words for whoever leads a body: the `chief` of `NATO’s chief`.
    pub heads: FastSet<String>,
    /// Articles that point at someone known.
    pub definite: FastSet<String>,
    /// Titles that are shortened before a name, in full: `senator` for `sen`.
    pub in_full: FastMap<String, String>,
    /// The endings of adverbs.
    pub adverb_endings: Vec<String>,
    /// Words before a name that are no part of it: `mr`, `president`.
    pub titles: FastSet<String>,
    /// Nouns for one person: `driver`, `woman`.
    pub persons: FastSet<String>,
    /// Pronouns for several people or for a thing: `they`, `it`.
    pub groups: FastSet<String>,
    /// Pronouns for several people: `they`.
    pub plural: FastSet<String>,
    /// Pronouns for the speaker: `I`.
    pub first_person: FastSet<String>,
    /// Nouns for a body that can speak: `agency`, `nation`.
    pub bodies: FastSet<String>,
    /// `the`, `a`
    pub articles: FastSet<String>,
    /// The names of months, in full and short.
    pub months: FastSet<String>,
    /// Words for a man: `he`, `father`.
    pub masculine: FastSet<String>,
    /// Words for a woman.
    pub feminine: FastSet<String>,
    /// Given names of men; names of both men and women are in neither list.
    pub masculine_names: FastSet<String>,
    /// Given names of women.
    pub feminine_names: FastSet<String>,
    /// Names of families that stand before the given name: `Yoon` of `Yoon Suk Yeol`.
    pub family_names: FastSet<String>,
    /// Words after a name: `jr`, `inc`.
    pub name_endings: FastSet<String>,
    /// Sets of given names that stand for the same name: `bill`, `william`.
    pub nicknames: Vec<FastSet<String>>,
    /// Forms of verbs that are nouns unless a pronoun or a name stands before them: `states`.
    pub rather_nouns: FastSet<String>,
    /// Words that make an assertion strong: `never`, `must`, `first`.
    pub assertions: FastSet<String>,
    /// Prepositions that name a source, each as its words: `according to`.
    pub according: Vec<Vec<String>>,
    /// Words behind a source that name it: `zufolge`.
    pub according_behind: FastSet<String>,
    /// Participles whose object is the source of the sentence, if it can be one: `citing`.
    pub citing: FastSet<String>,
    /// Nouns for what can be cited although it cannot speak: `figures`.
    pub documents: FastSet<String>,
    /// Nouns that are plurals by themselves: `data`, `people`.
    pub plural_nouns: FastSet<String>,
    /// The endings that tell a plural: `s`.
    pub plural_signs: Vec<String>,
    /// Endings that look like these and are none: `ss`.
    pub no_plural_signs: Vec<String>,
    /// The endings of plurals, each with the ending of the singular; the longest first.
    pub plural_endings: Vec<(String, String)>,
    /// The endings of genitives: `’s`.
    pub genitive_endings: Vec<String>,
    /// The ends of the words that have only an apostrophe as their genitive: `Shoppers’`, `Hans’`.
    pub bare_genitives: Vec<String>,
    /// Nouns for a share of people: `percent`.
    pub shares: FastSet<String>,
    /// Words that say that something is not so: `not`.
    pub negations: FastSet<String>,
    /// Words for nobody: the `no` of `no official`.
    pub nobody: FastSet<String>,
    /// Prepositions before a hearer: the `à` of `a dit le ministre à l’agence`.
    pub hearers: FastSet<String>,
    /// Whether a noun stands before the words that describe it: `étude publiée`.
    pub noun_first: bool,
    /// Those of them that have other meanings, too, and name a source only in an aside: `per`.
    pub asides: FastSet<String>,
    /// `as`, which begins `as the Post reported`.
    pub likewise: FastSet<String>,
    /// Nouns for what someone says of a number or an event: the `estimate` of `by the board’s estimate`.
    pub estimates: FastSet<String>,
    /// Verbs that say nothing without a noun for what is said: the `issued` of `issued a warning`.
    pub issues: FastSet<String>,
    /// These nouns.
    pub statements: FastSet<String>,
    /// Nouns between someone’s genitive and a colon: the `message` of `Berg’s message to the port: Stay`.
    pub messages: FastSet<String>,
    /// Words before a verb that only say that someone goes on, each as its words: `went on to`.
    pub proceeding: Vec<Vec<String>>,
    /// Prepositions that say when or at what someone spoke, and begin no part of a name: `after`.
    pub occasions: FastSet<String>,
    /// Verbs that tell someone's estimate: the `puts` of `puts the number at 400`.
    pub gauges: FastSet<String>,
    /// Words between such a verb and its number: `at`.
    pub gauged: FastSet<String>,
    /// Verbs that with a pronoun tell someone's words: the `put` of `as she put it`.
    pub worded: FastSet<String>,
    /// Names in which no word is a verb, each as its words: `united states`.
    pub fixed: Vec<Vec<String>>,
}

impl Cues {
    /// Derives all forms from the lists of a file. The plurals are those of the language’s other words, too.
    pub fn new(file: File, words: &Words) -> Cues {
        let mut all = Cues::default();
        let with: FastMap<&str, Vec<String>> = file
            .with
            .iter()
            .filter_map(|line| line.split_once(' '))
            .map(|(verb, rest)| (verb, rest.split(' ').map(str::to_owned).collect()))
            .collect();
        for verb in &file.verbs {
            all.add_verb(verb, &[], &[]);
        }
        for class in &file.classes {
            for verb in &class.verbs {
                let lemma = verb.split(' ').next().unwrap_or_default();
                all.add_verb(verb, &class.takes, with.get(lemma).map_or(&[], Vec::as_slice));
            }
        }
        for class in &file.inflected {
            let mut add = |words: &str, form| {
                for word in words.split_whitespace() {
                    all.verbs.insert(word.into(), Verb { form, takes: class.takes.clone(), with: Vec::new() });
                }
            };
            add(&class.participles, Form::Participle);
            add(&class.finite, Form::Preterite);
        }
        all.knows_only_cues = file.classes.is_empty();
        all.verb_second = file.verb_second;
        all.comma_clauses = file.comma_clauses;
        all.nouns_are_capital = file.nouns_are_capital;
        let lists = [
            (Word::Time, &file.times),
            (Word::Adverb, &file.adverbs),
            (Word::Subordinator, &file.subordinators),
            (Word::That, &file.that),
            (Word::Conjunction, &file.conjunctions),
            (Word::Preposition, &file.prepositions),
            (Word::To, &file.to),
            (Word::Modal, &file.modals),
            (Word::Have, &file.have),
            (Word::Be, &file.be),
            (Word::Relative, &file.relatives),
            (Word::Object, &file.objects),
            (Word::Pronoun, &file.pronouns),
            (Word::Determiner, &file.determiners),
            (Word::Possessive, &file.possessives),
        ];
        for (kind, list) in lists {
            all.words.extend(list.split_whitespace().map(|word| (word.to_owned(), kind)));
        }
        let set = |list: &str| list.split_whitespace().map(str::to_owned).collect::<FastSet<_>>();
        all.titles = set(&file.titles);
        all.genitives = set(&file.genitives);
        all.elisions = set(&file.elisions);
        all.persons = set(&file.persons);
        all.groups = set(&file.groups);
        all.masculine = set(&file.masculine);
        all.feminine = set(&file.feminine);
        all.masculine_names = set(&file.masculine_names);
        all.feminine_names = set(&file.feminine_names);
        all.of = set(&file.of);
        all.and = set(&file.and);
        all.by = set(&file.by);
        all.among = set(&file.among);
        all.contrast = set(&file.contrast);
        all.hanging = set(&file.hanging);
        all.clitics = set(&file.clitics);
        all.periods = set(&file.periods);
        all.ahead = set(&file.ahead);
        all.labels = set(&file.labels);
        all.speakers = set(&file.speakers);
        all.heads = set(&file.heads);
        all.definite = set(&file.definite);
        let in_full = file.in_full.iter().filter_map(|line| line.split_once(' '));
        all.in_full = in_full.map(|(short, full)| (short.to_owned(), full.to_owned())).collect();
        all.adverb_endings = file.adverb_endings;
        all.plural = set(&file.plural);
        all.first_person = set(&file.first_person);
        all.bodies = set(&file.bodies);
        all.articles = set(&file.articles);
        all.assertions = set(&file.assertions);
        all.months = set(&file.months);
        all.name_endings = set(&file.name_endings);
        all.family_names = set(FAMILY_NAMES);
        all.nicknames = file.nicknames.iter().map(|list| set(list)).collect();
        all.rather_nouns = file.rather_nouns.split_whitespace().map(str::to_owned).collect();
        let phrases = |lines: &[String]| -> Vec<Vec<String>> {
            lines.iter().map(|line| line.split(' ').map(str::to_owned).collect()).collect()
        };
        all.according = phrases(&file.according);
        all.according_behind = set(&file.according_behind);
        all.citing = set(&file.citing);
        all.documents = set(&file.documents);
        all.plural_nouns = set(&file.plural_nouns);
        all.plural_signs = file.plural_signs;
        all.no_plural_signs = words.no_plural_endings.clone();
        let own = file.plural_endings.iter().filter_map(|line| line.split_once(' '));
        all.plural_endings = own.map(|(plural, singular)| (plural.to_owned(), singular.to_owned())).collect();
        all.plural_endings.extend(words.plural_endings.iter().cloned());
        all.genitive_endings = file.genitive_endings;
        all.bare_genitives = file.bare_genitives;
        all.shares = set(&file.shares);
        all.negations = set(&file.negations);
        all.nobody = set(&file.nobody);
        all.hearers = set(&file.hearers);
        all.noun_first = file.noun_first;
        all.estimates = set(&file.estimates);
        all.issues = set(&file.issues);
        all.statements = set(&file.statements);
        all.messages = set(&file.messages);
        all.proceeding = phrases(&file.proceeding);
        all.occasions = set(&file.occasions);
        all.asides = set(&file.asides);
        all.likewise = set(&file.likewise);
        all.gauges = set(&file.gauges);
        all.gauged = set(&file.gauged);
        all.worded = set(&file.worded);
        all.fixed = phrases(&file.fixed);
        all
    }

    /// Returns whether a word in small letters is a given name.
    pub fn is_given_name(&self, word: &str) -> bool {
        self.masculine_names.contains(word) || self.feminine_names.contains(word)
    }

    /// Returns whether a word in small letters is a title: `general`, `secretary-general`.
    pub fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word) || word.contains('-') && word.split('-').all(|part| self.titles.contains(part))
    }

    /// Returns whether a noun in small letters, in the singular or the plural, is in one of the lists.
    pub fn has(&self, lists: &[&FastSet<String>], noun: &str) -> bool {
        lists.iter().any(|list| list.contains(noun)) || self.has_plural(lists, noun)
    }

    /// Returns whether a noun in small letters is the plural of a noun in one of the lists.
    pub fn has_plural(&self, lists: &[&FastSet<String>], noun: &str) -> bool {
        let known = |singular: String| lists.iter().any(|list| list.contains(&singular));
        self.plural_endings.iter().any(|(plural, singular)| {
            noun.strip_suffix(plural.as_str()).is_some_and(|stem| known(format!("{stem}{singular}")))
        })
    }

    /// Returns whether a noun in small letters looks like a plural: `boats`, `people`.
    pub fn is_plural(&self, noun: &str) -> bool {
        let ends = |endings: &[String]| endings.iter().any(|ending| noun.ends_with(ending.as_str()));
        self.plural_nouns.contains(noun) || ends(&self.plural_signs) && !ends(&self.no_plural_signs)
    }

    /// Returns a word without the ending of a genitive: `Rutte` for `Rutte’s`.
    pub fn without_genitive<'w>(&self, word: &'w str) -> &'w str {
        let cut = self.genitive_endings.iter().find_map(|ending| word.strip_suffix(ending.as_str()));
        cut.unwrap_or(word)
    }

    /// Returns whether the lists are empty; then no attribution is found.
    pub fn is_empty(&self) -> bool {
        self.verbs.is_empty()
    }

    fn add_verb(&mut self, line: &str, takes: &[Takes], with: &[String]) {
        let mut forms = line.split(' ');
        let base = forms.next().unwrap_or_default();
        let regular = inflect::past(base);
        let preterite = forms.next().map_or(regular, str::to_owned);
        let participle = forms.next().map_or_else(|| preterite.clone(), str::to_owned);
        // A verb may stand in several classes: `warned residents`, `warned that`, `“It is late,” he warned`.
        let mut add = |word: String, form| {
            let verb = self.verbs.entry(word).or_insert_with(|| Verb { form, takes: Vec::new(), with: Vec::new() });
            verb.form = form;
            let new = takes.iter().filter(|what| !verb.takes.contains(what)).copied().collect::<Vec<_>>();
            verb.takes.extend(new);
            verb.with = with.to_vec();
        };
        add(inflect::gerund(base), Form::Gerund);
        if preterite == participle {
            add(preterite, Form::Past);
        } else {
            add(participle, Form::Participle);
            add(preterite, Form::Preterite);
        }
        add(inflect::third(base), Form::Third);
        add(base.to_owned(), Form::Base);
    }
}
