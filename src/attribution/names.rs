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

mod name;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::gender::Gender;
use crate::hash::{FastMap, FastSet};
use crate::language::Language;
use name::{Name, Sort, ends_with};
pub(crate) use words::behind_office;

/// Groups mentions, in the order of the text, that name one person or organisation. Returns indices; each mention is in
/// exactly one group, in order, and a mention that names nobody (`she`) is alone.
pub fn groups<S: AsRef<str>>(mentions: &[S], language: &Language) -> Vec<Vec<usize>> {
    let mut names: Vec<Name> = mentions.iter().map(|mention| Name::of(mention.as_ref(), language)).collect();
    know_surnames(&mut names);
    let names = names;
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
            let is_relative = |group: usize| groups[group].forms.iter().all(|other| names[*other].of_other);
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

/// Takes a lone noun for a person for a surname, if a mention has it behind a given name or the like: `Baker` beside `Ann
/// Baker`.
fn know_surnames(names: &mut [Name]) {
    let is_lone = |name: &Name| name.words.len() == 1 && name.sort == Sort::Person && name.proper && !name.determined;
    let last = |name: &Name| name.words.last().cloned();
    let lone: FastSet<String> = names.iter().filter(|name| is_lone(name)).filter_map(last).collect();
    let full: FastSet<String> = names.iter().filter(|name| name.may_be_surname).filter_map(last).collect();
    let is_known = |name: &Name| {
        let word = name.words.last();
        word.is_some_and(
            |word| if is_lone(name) { full.contains(word) } else { name.may_be_surname && lone.contains(word) },
        )
    };
    names.iter_mut().filter(|name| is_known(name)).for_each(|name| name.sort = Sort::Named);
}

/// A mention is compared with at most so many groups that share a key with it, so that the time stays near linear where
/// hundreds of groups share a name.
const MOST: usize = 64;

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

/// Adds mentions without a name to the person who bears the role, or else, where they have no article, to the [main
/// person](main_person): a headline calls its main person `Suspect`, a sentence calls anybody `the suspect`.
fn join_persons(groups: &mut Vec<Vec<usize>>, names: &[Name]) {
    let (unnamed, mut named): (Vec<_>, Vec<_>) =
        std::mem::take(groups).into_iter().partition(|group| group.iter().all(|at| names[*at].sort != Sort::Named));
    // A role that stands with a name belongs to that person.
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
    let joins = |at: &usize| names[*at].sort == Sort::Person && !names[*at].determined;
    let (unnamed, apart): (Vec<_>, Vec<_>) = rest.into_iter().partition(|group| group.iter().all(joins));
    let unnamed: Vec<usize> = unnamed.concat();
    // `NATO’s chief` is the `NATO chief`, and the president of a country the president, but the lawyer need not be the
    // company’s lawyer.
    for group in apart {
        let mut same: BTreeMap<(Option<&String>, &[String]), Vec<usize>> = BTreeMap::new();
        for at in group {
            match names[at].pronoun || names[at].indefinite {
                true => named.push(vec![at]),
                false => same.entry((names[at].possessive.as_ref(), &names[at].words)).or_default().push(at),
            }
        }
        named.extend(same.into_values());
    }
    let genders: BTreeSet<_> = unnamed.iter().filter_map(|at| names[*at].gender).collect();
    let main = |gender: Option<Gender>| main_person(&named, names, gender);
    let (man, woman) = (main(Some(Gender::Masculine)), main(Some(Gender::Feminine)));
    let is_both = man == woman && genders.len() > 1;
    // Where the text has `he` and `she`, `Suspect` may be either.
    let either = if genders.len() < 2 { main(None) } else { None };
    for at in unnamed {
        let chief = match names[at].gender.filter(|_| !is_both) {
            Some(Gender::Masculine) => man,
            Some(Gender::Feminine) => woman,
            None => either,
        };
        match chief {
            Some(chief) => named[chief].push(at),
            None => named.push(vec![at]),
        }
    }
    *groups = named;
}

/// Returns the group of the main person: the one with the most forms of a name among those who can be of the gender. If two have as
/// many, it is the only one whose name tells the gender, if there is one.
fn main_person(groups: &[Vec<usize>], names: &[Name], gender: Option<Gender>) -> Option<usize> {
    let known = |at: &usize| names[*at].address.or(names[*at].gender);
    let is_other = |at: &usize| gender.is_some() && known(at).is_some_and(|known| Some(known) != gender);
    let is_named = |at: &&usize| names[**at].sort == Sort::Named;
    let forms = |group: &Vec<usize>| match is_person_group(group, names) && !group.iter().any(is_other) {
        true => group.iter().filter(is_named).map(|at| &names[*at].words).collect::<BTreeSet<_>>().len(),
        false => 0,
    };
    let forms: Vec<usize> = groups.iter().map(forms).collect();
    let most = forms.iter().copied().max().filter(|most| *most > 1);
    let tells =
        |group: &Vec<usize>| gender.is_some() && group.iter().filter(is_named).any(|at| names[*at].address == gender);
    let chiefs = (0..groups.len()).filter(|group| Some(forms[*group]) == most);
    only(chiefs).or_else(|| only((0..groups.len()).filter(|group| tells(&groups[*group]))))
}

/// Returns the item of an iterator that has one only.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    items.next().filter(|_| items.next().is_none())
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
        names[*at].acronym.is_some() && !names[*at].words.iter().any(|w| full.words.contains(w))
            || names[*at].article
            || names[*at].is_body
    });
    !thing
        && group.iter().any(|at| {
            names[*at].titled || names[*at].words.len() < full.words.len() && ends_with(&full.words, &names[*at].words)
        })
}

#[cfg(test)]
mod tests;
