//! Groups the mentions that name the same person or organisation.
//!
//! ```text
//!   NATO Secretary-General Mark Rutte ─┐
//!   Mark Rutte ────────────────────────┼─ one            Rob Jones ──┐
//!   Mr. Rutte ─────────────────────────┘                             ╳ two: the given names differ
//!   NIS ── National Intelligence Service                 Nick Jones ─┘
//! ```
//!
//! Mentions are compared by their words, without articles, titles, genitives and the part after a comma. Full names are
//! grouped first. A short name then joins the group that was mentioned last among those that fit, so a surname never
//! makes two people one.

mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::gender::{self, Gender};
use crate::hash::FastMap;
use crate::language::{Language, attribution::Word};
pub(crate) use words::behind_office;
use words::{after_genitive, before_place, words};

/// Groups mentions, in the order of the text, that name one person or organisation. Returns indices; each mention is in
/// exactly one group, in order, and a mention that names nobody (`she`) is alone.
pub fn groups<S: AsRef<str>>(mentions: &[S], language: &Language) -> Vec<Vec<usize>> {
    let names: Vec<Name> = mentions.iter().map(|mention| Name::of(mention.as_ref(), language)).collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(names[*at].words.len()));
    let mut groups: Vec<NameGroup> = Vec::new();
    let mut by_key: FastMap<String, Vec<usize>> = FastMap::default();
    for at in order {
        let name = &names[at];
        let keys = if name.words.is_empty() { Vec::new() } else { name.keys() };
        let latest = keys.iter().filter_map(|key| by_key.get(key)).flat_map(|groups| groups.iter().rev().take(MOST));
        let near: BTreeSet<usize> = latest.copied().collect();
        let fit = |is: fn(&Name, &Name, &Language) -> bool| {
            let fits = near.iter().copied().filter(|group| {
                let forms = || groups[*group].forms.iter().map(|other| &names[*other]);
                forms().any(|other| is(name, other, language)) && forms().all(|other| name.agrees(other, language))
            });
            // Behind `his wife, Ann Lee`, the name `Lee` still means him.
            let is_relative = |group: usize| groups[group].forms.iter().all(|other| names[*other].relative);
            fits.min_by_key(|group| (is_relative(*group), groups[*group].distance(at)))
        };
        let group = fit(Name::is).or_else(|| fit(|a, b, _| a.begins(b))).unwrap_or(groups.len());
        if group == groups.len() {
            groups.push(NameGroup::default());
        }
        if groups[group].add(at, &names) {
            for key in keys {
                let known = by_key.entry(key).or_default();
                if known.last() != Some(&group) {
                    known.push(group);
                }
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = groups.into_iter().map(|group| group.members.into_iter().collect()).collect();
    join_persons(&mut groups, &names);
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort_unstable();
    groups
}

/// A mention is compared with at most so many groups that share a key with it, so that the time stays near linear where
/// hundreds of groups share a name.
const MOST: usize = 64;
/// A word with more letters than this has no keys for misspellings.
const LONGEST: usize = 24;

/// The mentions of one person or organisation.
#[derive(Debug, Default)]
struct NameGroup {
    /// All mentions.
    members: BTreeSet<usize>,
    /// The first mention of each form of the name.
    forms: Vec<usize>,
}

impl NameGroup {
    /// Adds a mention, and returns whether its form is new.
    fn add(&mut self, at: usize, names: &[Name]) -> bool {
        self.members.insert(at);
        let is_new = !self.forms.iter().any(|other| names[*other].lower == names[at].lower);
        if is_new {
            self.forms.push(at);
        }
        is_new
    }

    /// Returns the distance from a mention back to the last one of the group.
    fn distance(&self, at: usize) -> usize {
        self.members.range(..=at).next_back().map_or(usize::MAX, |before| at - before)
    }
}

/// Adds mentions without a name to the person who bears the role, or else, where they have no article, to the person with
/// the most forms of a name: a headline calls its main person `Suspect`, a sentence calls anybody `the suspect`. If two
/// persons have as many forms, they join nobody.
fn join_persons(groups: &mut Vec<Vec<usize>>, names: &[Name]) {
    let (unnamed, mut named): (Vec<_>, Vec<_>) =
        std::mem::take(groups).into_iter().partition(|group| group.iter().all(|at| names[*at].sort != Sort::Named));
    // A role that stands with a name belongs to that person; `he` and `she` cannot both be the main person.
    let mut rest: Vec<Vec<usize>> = Vec::new();
    let bearers = Bearers::of(&named, names);
    for group in unnamed {
        let bearer = |at: usize| {
            let role = names[at].words.last().filter(|_| !names[at].indefinite)?;
            let (mention, group) = bearers.nearest(role, at)?;
            // `Stone’s lawyer` is no other lawyer.
            let describes = |word: &String| names[mention].described.contains(word);
            names[at].words.iter().all(describes).then_some(group)
        };
        let (borne, left): (Vec<_>, Vec<_>) = group.into_iter().partition(|at| bearer(*at).is_some());
        borne.into_iter().for_each(|at| named[bearer(at).unwrap_or_default()].push(at));
        rest.extend((!left.is_empty()).then_some(left));
    }
    let genders: BTreeSet<_> = rest.iter().flatten().filter_map(|at| names[*at].gender).collect();
    let joins = |at: &usize| genders.len() < 2 && names[*at].sort == Sort::Person && !names[*at].determined;
    let (unnamed, apart): (Vec<_>, Vec<_>) = rest.into_iter().partition(|group| group.iter().all(joins));
    let unnamed: Vec<usize> = unnamed.concat();
    // `NATO’s chief` is the `NATO chief`, and the president of a country the president, but the lawyer need not be the
    // company’s lawyer.
    for group in apart {
        let mut same: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
        for at in group {
            match names[at].pronoun || names[at].indefinite {
                true => named.push(vec![at]),
                false => same.entry(&names[at].words).or_default().push(at),
            }
        }
        named.extend(same.into_values());
    }
    let forms = |group: &Vec<usize>| match is_person_group(group, names) {
        true => group.iter().map(|at| &names[*at].lower).collect::<BTreeSet<_>>().len(),
        false => 0,
    };
    let most = named.iter().map(forms).max().unwrap_or(0);
    let only = named.iter().filter(|group| forms(group) == most).count() == 1;
    match named.iter_mut().find(|group| forms(group) == most).filter(|_| most > 1 && only && !unnamed.is_empty()) {
        Some(chief) => chief.extend(unnamed),
        None => named.extend(unnamed.into_iter().map(|at| vec![at])),
    }
    *groups = named;
}

/// The mentions that have a given word before a name, by that word, in text order.
struct Bearers<'a> {
    by_word: FastMap<&'a str, BTreeMap<usize, usize>>,
}

impl<'a> Bearers<'a> {
    fn of(groups: &[Vec<usize>], names: &'a [Name]) -> Bearers<'a> {
        let mut by_word: FastMap<&str, BTreeMap<usize, usize>> = FastMap::default();
        for (group, members) in groups.iter().enumerate() {
            for at in members {
                for word in &names[*at].described {
                    by_word.entry(word).or_default().insert(*at, group);
                }
            }
        }
        Bearers { by_word }
    }

    /// Returns the nearest mention that has the word, and its group; of two equally near, the mention before.
    fn nearest(&self, word: &str, at: usize) -> Option<(usize, usize)> {
        let mentions = self.by_word.get(word)?;
        let (before, behind) = (mentions.range(..at).next_back(), mentions.range(at..).next());
        let nearest = before.into_iter().chain(behind).min_by_key(|(mention, _)| mention.abs_diff(at));
        nearest.map(|(mention, group)| (*mention, *group))
    }
}

/// Returns whether a group names a person: by a full name, and also by the surname or with a title.
fn is_person_group(group: &[usize], names: &[Name]) -> bool {
    let full = group
        .iter()
        .map(|at| &names[*at])
        .filter(|name| (2..=4).contains(&name.words.len()))
        .max_by_key(|name| name.words.len());
    let Some(full) = full else { return false };
    let thing = group.iter().any(|at| {
        names[*at].acronym.is_some() && !names[*at].words.iter().any(|w| full.words.contains(w)) || names[*at].article
    });
    !thing
        && group.iter().any(|at| {
            names[*at].titled || names[*at].words.len() < full.words.len() && ends_with(&full.words, &names[*at].words)
        })
}

/// A mention and its parts.
#[derive(Debug, Default)]
struct Name {
    /// The words of the name in lower case, without titles and small words at the front.
    words: Vec<String>,
    /// The number of words after `of`: two of `Bank of New Lomas`.
    behind_of: usize,
    /// The initials of all words, of those without the article, and of those without any small word.
    initials: [String; 3],
    /// The only word, if it is written as an acronym.
    acronym: Option<String>,
    /// The whole mention, in lower case.
    lower: String,
    /// Whether any word has a capital.
    proper: bool,
    /// The words before the name that describe it.
    described: Vec<String>,
    /// The gender that the mention expresses, if any.
    gender: Option<Gender>,
    /// The gender of a title before the name, or of the given name: `Mr. Lee`, `Ann Lee`.
    address: Option<Gender>,
    /// Whether a title stands before the name.
    titled: bool,
    /// Whether an article stands before it.
    article: bool,
    /// Whether the mention is of someone's relative or the like: `his wife, Ann Lee`.
    relative: bool,
    /// Whether the mention ends with a word for several people.
    several: bool,
    /// Whether the mention is a pronoun.
    pronoun: bool,
    /// Whether the mention introduces someone new: `an official`.
    indefinite: bool,
    /// Whether the mention begins with an article or the like, or joins two people.
    determined: bool,
    /// The sort of mention.
    sort: Sort,
}

/// A sort of mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sort {
    /// A name.
    #[default]
    Named,
    /// A person without a name: `the driver`, `she`.
    Person,
    /// An office or a profession without a name, which several people may have: `the lawyer`.
    Office,
}

impl Name {
    fn of(mention: &str, language: &Language) -> Name {
        let data = &language.attribution;
        let title = |part: &str| words(part).last().is_some_and(|word| data.is_title(&word.to_lowercase()));
        let named = behind_office(mention, data).unwrap_or(mention);
        let mut parts = named.split(',').map(str::trim).filter(|part| !part.is_empty());
        let front = parts.clone().find(|part| !title(part)).or_else(|| parts.next()).unwrap_or_default();
        // `CNN’s management` is compared as the management, but `NATO’s chief` as the `NATO chief`.
        let front = if title(front) { front } else { after_genitive(front) };
        let mut raw: Vec<&str> = words(front).collect();
        let mut lower: Vec<String> = raw.iter().map(|word| word.replace('.', "").to_lowercase()).collect();
        let end = before_place(&lower, data);
        raw.truncate(end);
        lower.truncate(end);
        let is_small = |word: &String| data.words.contains_key(word);
        let capital = |word: &str| word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let inner: Vec<&String> = lower.iter().filter(|word| !is_small(word)).collect();
        let initials =
            |words: &mut dyn Iterator<Item = &String>| words.filter_map(|word| word.chars().next()).collect::<String>();
        let lead = lower.iter().take_while(|word| is_small(word)).count();
        let initials =
            [initials(&mut lower.iter()), initials(&mut lower.iter().skip(lead)), initials(&mut inner.iter().copied())];
        let acronym = match raw[lead.min(raw.len())..] {
            [word] if (2..=7).contains(&word.chars().count()) && word.chars().all(|c| c.is_uppercase() || c == '.') => {
                lower.last().cloned()
            }
            _ => None,
        };
        // Words before the last title, and words without a capital before a name, describe and do not name.
        let title = lower.iter().rposition(|word| data.is_title(word)).map_or(0, |at| at + 1);
        // In `Justice Department` there is no title: the whole names a body.
        let body = lower[title..].iter().all(|word| data.bodies.contains(word));
        let title = if body && title < lower.len() { 0 } else { title };
        let plain = (1..raw.len())
            .rev()
            .find(|at| capital(raw[*at]) && !capital(raw[at - 1]) && !is_small(&lower[at - 1]))
            .unwrap_or(0);
        let start = [title, plain, lead].into_iter().filter(|at| *at < lower.len()).max().unwrap_or(0);
        let mut words: Vec<String> =
            lower[start..].iter().filter(|word| !is_small(word) || lower.len() == 1).cloned().collect();
        while words.len() > 1 && words.last().is_some_and(|word| data.name_endings.contains(word)) {
            words.pop();
        }
        let behind_of = lower[start..].iter().rposition(|word| data.of.contains(word));
        let behind_of = behind_of.map_or(0, |of| lower[start + of..].iter().filter(|word| !is_small(word)).count());
        let pronoun = lower.len() == 1
            && matches!(data.words.get(&lower[0]), Some(Word::Pronoun | Word::Object | Word::Possessive));
        let role = start.max(plain) == start && lower.last().is_some_and(|word| data.persons.contains(word));
        let several = |word: &str| word.strip_suffix('s').is_some_and(|one| data.persons.contains(one));
        let several = lower.last().is_some_and(|word| several(word));
        let office = lower.last().is_some_and(|word| data.is_title(word));
        let sort = match () {
            _ if office => Sort::Office,
            _ if pronoun && !data.groups.contains(&lower[0]) || role => Sort::Person,
            _ => Sort::Named,
        };
        let gender = lower.last().and_then(|word| gender::of_word(word, data));
        let addressed =
            lower[..start].iter().filter(|word| data.is_title(word)).find_map(|word| gender::of_word(word, data));
        let given = words.first().filter(|_| words.len() > 1).and_then(|word| gender::of_given_name(word, data));
        let address = addressed.or(given);
        Name {
            words,
            behind_of,
            initials,
            acronym,
            lower: mention.to_lowercase(),
            described: mention
                .split(|c: char| !c.is_alphanumeric())
                .map(str::to_lowercase)
                // A relative clause may name other people: `Stone, who met the mayor`.
                .take_while(|word| !matches!(data.words.get(word), Some(Word::Relative)))
                .filter(|word| sort == Sort::Named && !word.is_empty())
                .collect(),
            gender,
            address,
            proper: raw.iter().zip(&lower).any(|(word, lower)| capital(word) && !is_small(lower)),
            titled: title > 0 && title < lower.len(),
            article: lead > 0 && lower.len() > lead && matches!(data.words.get(&lower[0]), Some(Word::Determiner)),
            relative: mention
                .split(' ')
                .next()
                .is_some_and(|word| data.words.get(&word.to_lowercase()) == Some(&Word::Possessive)),
            several,
            pronoun,
            determined: lower.iter().any(|word| data.and.contains(word))
                || matches!(
                    lower.first().and_then(|word| data.words.get(word)),
                    Some(Word::Determiner | Word::Possessive)
                ) && lower.len() > 1,
            indefinite: lower
                .first()
                .is_some_and(|word| language.numbers.ones.has(word) || language.words.one.has(word)),
            sort,
        }
    }

    /// Returns the keys of a name. Two names share a key if either can stand for the other: the first word, the last
    /// word with its possible spellings, and the acronym. A long word has one key for each letter left out, because
    /// words that differ in one letter are equal without it (Garbe, SymSpell, 2012).
    fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self.words.first().map(|word| format!("^{word}")).into_iter().collect();
        if let Some(word) = self.words.last() {
            keys.push(format!("${word}"));
            let others = word.char_indices().skip(1).filter(|_| (4..=LONGEST).contains(&word.chars().count()));
            keys.extend(others.map(|(at, letter)| format!("${}{}", &word[..at], &word[at + letter.len_utf8()..])));
        }
        keys.extend(self.acronym.iter().map(|word| format!("~{word}")));
        let initials = self.initials.iter().filter(|initials| initials.chars().nth(1).is_some());
        keys.extend(initials.map(|initials| format!("~{initials}")));
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Returns whether one name can stand for the other.
    fn is(&self, other: &Name, language: &Language) -> bool {
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        if short.words.is_empty() {
            return false;
        }
        if short.sort != Sort::Named || long.sort != Sort::Named {
            let offices = short.sort == Sort::Office && long.sort == Sort::Office;
            return short.words == long.words || offices && ends_with(&long.words, &short.words);
        }
        // `one poll` is none of `the polls`, and `a report` need not be the report.
        let introduces = self.indefinite || other.indefinite;
        if introduces && !short.proper && !long.proper {
            return self.lower == other.lower;
        }
        if short.words.len() == long.words.len() && short.words.iter().zip(&long.words).all(|(a, b)| alike(a, b)) {
            return true;
        }
        let stands_for =
            |a: &Name, b: &Name| a.acronym.as_ref().is_some_and(|word| b.words.len() > 1 && b.initials.contains(word));
        if stands_for(short, long) || stands_for(long, short) {
            return true;
        }
        if !short.proper || !long.proper {
            return ends_with(&long.words, &short.words) && short.words.len() > 1;
        }
        // `Lomas` is not the `Bank of Lomas`.
        let is_end = ends_with(&long.words, &short.words) && short.words.len() != long.behind_of;
        is_end || is_person(short, long, language)
    }

    /// Returns whether a name continues where the other ends: `Microsoft`, `Microsoft Research`.
    fn begins(&self, other: &Name) -> bool {
        // `NATO` is not the `NATO chief`, and `Sanders` not `Sanders advisers`.
        let named = self.several == other.several && self.sort == Sort::Named && other.sort == Sort::Named;
        let both = named && self.proper && other.proper && !self.words.is_empty() && !other.words.is_empty();
        both && (abbreviates(&self.words, &other.words) || abbreviates(&other.words, &self.words))
    }

    /// Returns whether nothing contradicts that both mentions name the same; two different given names would.
    fn agrees(&self, other: &Name, language: &Language) -> bool {
        let (a, b) = (&self.words, &other.words);
        // `Mr. Lee` is not `Ms. Lee`.
        if self.address.zip(other.address).is_some_and(|(one, other)| one != other) {
            return false;
        }
        if a.len() < 2 || b.len() < 2 || !same_last(a, b) {
            return true;
        }
        given_agree(&a[..a.len() - 1], &b[..b.len() - 1], language) || ends_with(a, b) || ends_with(b, a)
    }
}

/// Returns whether both names have one surname and given names that agree.
fn is_person(a: &Name, b: &Name, language: &Language) -> bool {
    let (a, b) = (&a.words, &b.words);
    a.len() > 1 && b.len() > 1 && same_last(a, b) && given_agree(&a[..a.len() - 1], &b[..b.len() - 1], language)
}

fn same_last(a: &[String], b: &[String]) -> bool {
    matches!((a.last(), b.last()), (Some(a), Some(b)) if alike(a, b))
}

/// Returns whether a given name of one is also a given name of the other, its initial, or a short form of it.
fn given_agree(a: &[String], b: &[String], language: &Language) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let nicknames = &language.attribution.nicknames;
    let initial = |a: &String, b: &String| {
        let is_first = |name: &String| name.starts_with(a.as_str());
        a.chars().count() == 1
            && (is_first(b) || nicknames.iter().any(|set| set.contains(b) && set.iter().any(is_first)))
    };
    let nickname = |a: &String, b: &String| nicknames.iter().any(|set| set.contains(a) && set.contains(b));
    let fits = |a: &String, b: &String| alike(a, b) || initial(a, b) || initial(b, a) || nickname(a, b);
    let mut rest = long.iter();
    short.iter().all(|a| rest.any(|b| fits(a, b)))
}

fn ends_with(long: &[String], short: &[String]) -> bool {
    long.len() >= short.len() && long[long.len() - short.len()..].iter().zip(short).all(|(a, b)| alike(a, b))
}

/// Returns whether a name of several words continues a shorter one: `Microsoft`, `Microsoft Research`.
fn abbreviates(short: &[String], long: &[String]) -> bool {
    short.len() < long.len() && long.iter().zip(short).all(|(a, b)| a == b)
}

/// Returns whether two words are the same, apart from a plural or one letter in a long word.
fn alike(a: &str, b: &str) -> bool {
    let (short, long) = if a.chars().count() <= b.chars().count() { (a, b) } else { (b, a) };
    a == b || short.chars().count() >= 4 && (long.strip_suffix('s') == Some(short) || is_one_letter_apart(short, long))
}

/// Returns whether one letter was changed or inserted after the first letter.
fn is_one_letter_apart(short: &str, long: &str) -> bool {
    let same = short.chars().zip(long.chars()).take_while(|(a, b)| a == b).count();
    let (rest_short, rest_long) = (short.chars().skip(same), long.chars().skip(same));
    same > 0 && (rest_short.clone().skip(1).eq(rest_long.clone().skip(1)) || rest_short.eq(rest_long.skip(1)))
}

#[cfg(test)]
mod tests;
