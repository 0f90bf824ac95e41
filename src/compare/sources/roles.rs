//! Finds the source that a role means: `the judge` is the judge whom the text has named last.
//!
//! ```text
//!   Judge Ann Stone ruled … The judge said                          a name with the role before it
//!   the harbour’s spokesman … the spokesman                         the last one with that role
//!   Prime Minister Berg … the prime minister’s spokesman …
//!     Berg’s spokesman … a spokesman for Berg                       one spokesman for each whom they speak for
//!   Harbour Secretary-General Ann Stone … the harbour’s chief       the only one with a title of that body
//!   the National Weather Service … the weather agency               the last body whose name has these words
//! ```
//!
//! Only the text itself decides. Whatever stands before the role must also stand before it in the other place, so that
//! `the former judge` is no other judge.

use crate::attribution::names::behind_office;
use crate::hash::FastMap;
use crate::language::attribution::{Cues, Word};

use super::SourceMention;

/// Returns for each mention of a text the mention that it means the same as, if it is a role that another one has.
pub(super) fn meant(text: &str, mentions: &[SourceMention<'_>], cues: &Cues) -> Vec<Option<usize>> {
    let phrases: Vec<RolePhrase> = mentions.iter().map(|mention| RolePhrase::of(mention.name, cues)).collect();
    if phrases.iter().all(|phrase| phrase.role.is_empty()) {
        return vec![None; mentions.len()];
    }
    let roles = Roles::of(text, mentions, phrases, cues);
    (0..mentions.len()).map(|at| roles.meant(at)).collect()
}

/// Returns whether a mention calls a source by a role: `the judge`, but not `Judge Stone`.
pub(super) fn is_role(name: &str, cues: &Cues) -> bool {
    !RolePhrase::of(name, cues).role.is_empty()
}

/// A word of a name.
#[derive(Clone, Debug)]
struct NameWord {
    /// The word in small letters, without marks and genitive; a title in full.
    lower: String,
    capital: bool,
    genitive: bool,
    /// Whether a mark after the word ends the phrase.
    closes: bool,
    /// The byte behind it.
    end: usize,
}

impl NameWord {
    fn of(written: &str, end: usize, cues: &Cues) -> NameWord {
        let bare = bare(written);
        let cut = cues.without_genitive(bare);
        let lower = cut.to_lowercase();
        NameWord {
            capital: bare.starts_with(char::is_uppercase),
            genitive: cut != bare,
            closes: written.ends_with([',', ';', ':', ')', '”', '"']),
            lower: cues.in_full.get(&lower).cloned().unwrap_or(lower),
            end,
        }
    }

    fn is_role(&self, cues: &Cues) -> bool {
        let word = &self.lower;
        cues.is_title(word) || cues.persons.contains(word) || cues.bodies.contains(word)
    }
}

/// Returns a word without the marks around it.
fn bare(written: &str) -> &str {
    written.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Returns the words of a text as they are written, in order, each with the byte behind it.
fn written(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let word;
        rest = rest.trim_start();
        (word, rest) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        (!word.is_empty()).then(|| (word, text.len() - rest.len()))
    })
}

/// Returns the words of a name, in order.
fn name_words<'t>(name: &'t str, cues: &'t Cues) -> impl Iterator<Item = NameWord> + 't {
    written(name).map(|(word, end)| NameWord::of(word, end, cues))
}

/// A mention, read as a role; all in small letters.
#[derive(Debug, Default)]
struct RolePhrase {
    /// The role, with the titles before it; empty if the mention is a name.
    role: Vec<String>,
    /// The words before the role, without the article.
    before: Vec<String>,
    /// The words of whom the role belongs to: `prime`, `minister` of `the prime minister’s spokesman`.
    owner: Vec<String>,
    /// Whether it points at someone known: it has a definite article or a genitive.
    is_definite: bool,
    /// Whether a word before the role has a capital.
    is_proper: bool,
    /// The words of the mention before the first comma.
    words: Vec<String>,
}

impl RolePhrase {
    fn of(name: &str, cues: &Cues) -> RolePhrase {
        if let Some(bearer) = behind_office(name, cues) {
            return RolePhrase::of(bearer, cues);
        }
        let all: Vec<NameWord> = name_words(name, cues).collect();
        let end = all.iter().position(|word| word.closes).map_or(all.len(), |at| at + 1);
        let all = &all[..end];
        let lower = |words: &[NameWord]| words.iter().map(|word| word.lower.clone()).collect::<Vec<_>>();
        let is =
            |word: &NameWord, class: &[Word]| cues.words.get(&word.lower).is_some_and(|known| class.contains(known));
        let pointer = [Word::Determiner, Word::Possessive];
        let behind = all.iter().position(|word| is(word, &[Word::Preposition])).unwrap_or(all.len());
        let start = usize::from(all.first().is_some_and(|word| is(word, &pointer))).min(behind);
        let front = &all[start..behind];
        let role = front.iter().rev().take_while(|word| word.is_role(cues) && !word.genitive).count();
        // `Ann Baker`
        let is_surname = |last: usize| {
            let (given, word) = (&front[last - 1], &front[last]);
            let capital = given.capital && word.capital && !given.genitive && !given.is_role(cues);
            capital && start == 0 && cues.persons.contains(&word.lower) && !cues.is_title(&word.lower)
        };
        let role = if role == 1 && front.len() > 1 && is_surname(front.len() - 1) { 0 } else { role };
        let (before, role) = front.split_at(front.len() - role);
        // `the other judge` is another one, and `the judge and the mayor` are two.
        let is_other = front.iter().any(|word| is(word, &pointer) || cues.and.contains(&word.lower));
        if role.is_empty() || is_other {
            return RolePhrase { words: lower(all), ..RolePhrase::default() };
        }
        let is_genitive = before.last().is_some_and(|word| word.genitive);
        let is_proper = before.iter().any(|word| word.capital);
        let owner = match is_genitive || is_proper {
            true => lower(before),
            false => {
                all[behind..].iter().skip(1).filter(|word| !is(word, &pointer)).map(|word| word.lower.clone()).collect()
            }
        };
        let article = all.first().map(|word| word.lower.as_str()).filter(|_| start > 0);
        let is_definite = article.is_some_and(|word| cues.definite.contains(word)) || is_genitive;
        RolePhrase { role: lower(role), before: lower(before), owner, is_definite, is_proper, words: lower(all) }
    }

    /// Returns whether all that stands before the role stands before another role, too.
    fn is_within(&self, role: &[String], before: &[String]) -> bool {
        role.ends_with(&self.role) && self.before.iter().all(|word| before.contains(word))
    }
}

/// A name with a role before it: `Judge Ann Stone`.
#[derive(Debug)]
struct Bearer {
    role: Vec<String>,
    before: Vec<String>,
    surname: String,
    /// The byte behind the name.
    end: usize,
}

/// The most words before a role that describe it.
const BEFORE: usize = 4;

/// The most words of a name after its first.
const NAME: usize = 8;

/// Finds all names with a role before them.
fn bearers(text: &str, cues: &Cues) -> Vec<Bearer> {
    let all: Vec<(&str, usize)> = written(text).collect();
    let word_at = |at: usize| NameWord::of(all[at].0, all[at].1, cues);
    let mut found = Vec::new();
    for at in 0..all.len().saturating_sub(1) {
        // Most words of a text stand before no name, and need no closer look.
        if !bare(all[at + 1].0).starts_with(char::is_uppercase) {
            continue;
        }
        let (word, next) = (word_at(at), word_at(at + 1));
        let is_last = next.capital && !word.closes && !word.genitive && !next.is_role(cues);
        if !is_last || !word.is_role(cues) || cues.words.contains_key(&next.lower) {
            continue;
        }
        let is_title = |word: &NameWord| !word.closes && !word.genitive && word.is_role(cues);
        let titles = (0..at).rev().map(word_at).take_while(is_title).count();
        let first = at - titles;
        let describes = |word: &NameWord| !word.closes && !cues.words.contains_key(&word.lower);
        let before = (0..first).rev().take(BEFORE).map(word_at).take_while(describes).count();
        // The name ends at a mark, at a genitive, or before a word without a capital.
        let mut last = next;
        for at in (at + 2..all.len()).take(NAME) {
            let next = word_at(at);
            if last.closes || last.genitive || !next.capital {
                break;
            }
            last = next;
        }
        let lower = |words: std::ops::Range<usize>| words.map(|at| word_at(at).lower).collect::<Vec<_>>();
        found.push(Bearer {
            role: lower(first..at + 1),
            before: lower(first - before..first),
            surname: last.lower,
            end: last.end,
        });
    }
    found
}

/// What a text says of roles. It is looked up by words, so that the time grows with the text and not with its square.
struct Roles<'a> {
    mentions: &'a [SourceMention<'a>],
    phrases: Vec<RolePhrase>,
    /// In text order.
    bearers: Vec<Bearer>,
    /// For each mention, the last word of the owner of its role; of an owner that is a role, the name of who has it.
    owners: Vec<Option<String>>,
    /// The mentions that are roles by the last word of the role, in text order.
    by_role: FastMap<String, Vec<usize>>,
    /// The mentions that are names by each of their words, in text order.
    by_word: FastMap<String, Vec<usize>>,
    /// The surname of the only one with a title of a body, by the body; `None` if there are several.
    chiefs: FastMap<String, Option<String>>,
    /// The surname of the only one with a role for an owner, by the last word of the role and by the owner.
    speakers: FastMap<(String, String), Option<String>>,
    cues: &'a Cues,
}

/// So many names and roles before a mention are looked at.
const REACH: usize = 128;

impl<'a> Roles<'a> {
    fn of(text: &str, mentions: &'a [SourceMention<'a>], phrases: Vec<RolePhrase>, cues: &'a Cues) -> Roles<'a> {
        let bearers = bearers(text, cues);
        let (mut chiefs, mut speakers) = (FastMap::default(), FastMap::default());
        for bearer in &bearers {
            let (Some(role), Some(owner)) = (bearer.role.last(), bearer.before.last()) else { continue };
            if bearer.role.len() == 1 && cues.is_title(role) && !cues.speakers.contains(role) {
                note_sole(&mut chiefs, owner.clone(), &bearer.surname);
            }
            note_sole(&mut speakers, (role.clone(), owner.clone()), &bearer.surname);
        }
        let mut order: Vec<usize> = (0..mentions.len()).collect();
        order.sort_by_key(|at| mentions[*at].span);
        let (mut by_role, mut by_word) =
            (FastMap::<String, Vec<usize>>::default(), FastMap::<_, Vec<usize>>::default());
        for at in order {
            match phrases[at].role.last() {
                Some(role) => by_role.entry(role.clone()).or_default().push(at),
                None => phrases[at].words.iter().for_each(|word| by_word.entry(word.clone()).or_default().push(at)),
            }
        }
        let owners = Vec::new();
        let mut roles = Roles { mentions, phrases, bearers, owners, by_role, by_word, chiefs, speakers, cues };
        roles.owners = (0..mentions.len()).map(|at| roles.owner(at)).collect();
        roles
    }

    fn meant(&self, at: usize) -> Option<usize> {
        let phrase = &self.phrases[at];
        let role = phrase.role.last()?;
        if let Some(chief) = self.chief(at) {
            return Some(chief);
        }
        if phrase.is_definite {
            let bearer = self.surname(&phrase.role, &phrase.before, at).and_then(|surname| self.named(surname, at));
            return bearer.or_else(|| self.colleague(at)).or_else(|| self.body(at));
        }
        let speaks = self.cues.speakers.contains(role) && !phrase.owner.is_empty();
        if speaks { self.colleague(at) } else { None }
    }

    /// Returns the surname of the last one before a mention who is named with a role behind some words.
    fn surname(&self, role: &[String], before: &[String], at: usize) -> Option<&str> {
        let start = self.mentions[at].span.start;
        let behind = self.bearers.partition_point(|bearer| bearer.end <= start);
        let has =
            |bearer: &&Bearer| bearer.role.ends_with(role) && before.iter().all(|word| bearer.before.contains(word));
        self.bearers[..behind].iter().rev().take(REACH).find(has).map(|bearer| bearer.surname.as_str())
    }

    /// Returns the only source with a title of the body whose chief this is.
    fn chief(&self, at: usize) -> Option<usize> {
        let phrase = &self.phrases[at];
        let [role] = &phrase.role[..] else { return None };
        let surname = self.chiefs.get(phrase.before.last()?)?.as_ref()?;
        if self.cues.heads.contains(role) { self.named(surname, at) } else { None }
    }

    /// Returns the last source before this one with the same role for the same owner, also by name.
    fn colleague(&self, at: usize) -> Option<usize> {
        let (phrase, owner) = (&self.phrases[at], &self.owners[at]);
        let is_same = |other: &usize| {
            let one = &self.phrases[*other];
            let within = phrase.is_definite && phrase.is_within(&one.role, &one.before);
            within || owner.is_some() && *owner == self.owners[*other]
        };
        let role = phrase.role.last()?;
        let last = self.before(self.by_role.get(role)?, at).find(is_same);
        last.or_else(|| {
            let surname = self.speakers.get(&(role.clone(), owner.clone()?))?.as_ref()?;
            self.named(surname, at)
        })
    }

    fn owner(&self, at: usize) -> Option<String> {
        let owner = &self.phrases[at].owner;
        let last = owner.last()?;
        Some(self.surname(owner, &[], at).unwrap_or(last).to_owned())
    }

    /// Returns the last body before this one whose name has the words before the role.
    fn body(&self, at: usize) -> Option<usize> {
        let phrase = &self.phrases[at];
        let is_body = phrase.role.last().is_some_and(|role| self.cues.bodies.contains(role));
        if !is_body || phrase.is_proper {
            return None;
        }
        let is_named = |other: &usize| phrase.before.iter().all(|word| self.phrases[*other].words.contains(word));
        self.before(self.by_word.get(phrase.before.first()?)?, at).find(is_named)
    }

    /// Returns the source whose name has a surname: the last before a mention, or else the first behind it.
    fn named(&self, surname: &str, at: usize) -> Option<usize> {
        let all = self.by_word.get(surname)?;
        self.before(all, at).next().or(all.first().copied())
    }

    /// Returns those of some mentions, which are in text order, that stand before a mention: the last ones, from the last on.
    fn before<'r>(&'r self, all: &'r [usize], at: usize) -> impl Iterator<Item = usize> + 'r {
        let behind = all.partition_point(|other| self.mentions[*other].span < self.mentions[at].span);
        all[..behind].iter().rev().take(REACH).copied()
    }
}

/// Notes a surname under a key; a second surname makes that several.
fn note_sole<K: std::hash::Hash + Eq>(known: &mut FastMap<K, Option<String>>, key: K, surname: &str) {
    let sole = known.entry(key).or_insert_with(|| Some(surname.to_owned()));
    if sole.as_deref() != Some(surname) {
        *sole = None;
    }
}
