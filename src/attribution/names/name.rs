//! Reads a mention: the words that name somebody, and what else it says of them.

use crate::attribution::gender::{self, Gender};
use crate::language::{
    Language,
    attribution::{Cues, Word},
};

use super::behind_office;
use super::words::{after_genitive, before_place, words};

/// A word with more letters than this has no keys for misspellings.
const LONGEST: usize = 24;

/// A mention and its parts.
#[derive(Debug, Default)]
pub(super) struct Name {
    /// The words of the name in lower case, without titles and small words at the front.
    pub(super) words: Vec<String>,
    /// The number of words after `of`: two of `Bank of New Lomas`.
    pub(super) behind_of: usize,
    /// The initials of all words, of those without the article, and of those without any small word.
    pub(super) initials: [String; 3],
    /// The only word, if it is written as an acronym.
    pub(super) acronym: Option<String>,
    /// The whole mention, in lower case.
    pub(super) lower: String,
    /// Whether any word has a capital.
    pub(super) proper: bool,
    /// The words before the name that describe it.
    pub(super) described: Vec<String>,
    /// The gender that the mention expresses, if any.
    pub(super) gender: Option<Gender>,
    /// The gender of a title before the name, or of the given name: `Mr. Lee`, `Ann Lee`.
    pub(super) address: Option<Gender>,
    /// Whether a title stands before the name.
    pub(super) titled: bool,
    /// Whether an article stands before it.
    pub(super) article: bool,
    /// The word that begins a mention of someone's relative or the like: `his wife, Ann Lee`.
    pub(super) possessive: Option<String>,
    /// Whether the mention begins by saying whose someone is: `his wife, Ann Lee`.
    pub(super) of_other: bool,
    /// The last word before a genitive: `britain` of `Britain’s defence ministry`.
    pub(super) owner: Option<String>,
    /// The words in the other order: `defence`, `ministry` for `the ministry of defence`.
    pub(super) turned: Vec<String>,
    /// Whether the last word has no capital: `a Clinton campaign memo`.
    pub(super) is_common: bool,
    /// Whether the last word may be such a surname: `Gerard Baker`, but also `Mafia Boss`.
    pub(super) may_be_surname: bool,
    /// Whether the mention ends with a word for a body: `the jury`.
    pub(super) is_body: bool,
    /// Whether the mention ends with a word for several people.
    pub(super) several: bool,
    /// Whether the mention is a pronoun.
    pub(super) pronoun: bool,
    /// Whether the mention introduces someone new: `an official`.
    pub(super) indefinite: bool,
    /// Whether the mention begins with an article or the like, or joins two people.
    pub(super) determined: bool,
    /// The sort of mention.
    pub(super) sort: Sort,
}

/// A sort of mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sort {
    /// A name.
    #[default]
    Named,
    /// A person without a name: `the driver`, `she`.
    Person,
    /// An office or a profession without a name, which several people may have: `the lawyer`.
    Office,
}

impl Name {
    pub(super) fn of(mention: &str, language: &Language) -> Name {
        let data = &language.attribution;
        let title = |part: &str| {
            let words: Vec<&str> = words(part, data).collect();
            words.last().is_some_and(|word| data.is_title(&word.to_lowercase())) && !is_surname(&words, data)
        };
        let named = behind_office(mention, data).unwrap_or(mention);
        let mut parts = named.split(',').map(str::trim).filter(|part| !part.is_empty());
        let front = parts.clone().find(|part| !title(part)).or_else(|| parts.next()).unwrap_or_default();
        // `CNN’s management` is compared as the management, but `NATO’s chief` as the `NATO chief`.
        let front = if title(front) { front } else { after_genitive(front, data) };
        let mut raw: Vec<&str> = words(front, data).collect();
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
        let is_surname = is_surname(&raw, data);
        let titles = &lower[..lower.len() - usize::from(is_surname)];
        let title = titles.iter().rposition(|word| data.is_title(word)).map_or(0, |at| at + 1);
        // In `Justice Department` there is no title: the whole names a body. `Secretary of State` is named by all its words, too.
        let body = lower[title..].iter().all(|word| data.bodies.contains(word));
        let goes_on = lower.get(title).is_some_and(|word| data.of.contains(word));
        let title = if (body || goes_on) && title < lower.len() { 0 } else { title };
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
        // `Bayport mother of two`
        let of = lower.iter().position(|word| data.of.contains(word)).unwrap_or(lower.len());
        let head = lower[..of].last().filter(|word| data.persons.contains(*word)).or(lower.last());
        let role = start.max(plain) == start && !is_surname && head.is_some_and(|word| data.persons.contains(word));
        let several = lower.last().is_some_and(|word| data.has_plural(&[&data.persons], word));
        let office = !is_surname && lower.last().is_some_and(|word| data.is_title(word));
        let sort = match () {
            _ if office => Sort::Office,
            _ if pronoun && !data.groups.contains(&lower[0]) || role => Sort::Person,
            _ => Sort::Named,
        };
        let gender = head.and_then(|word| gender::of_word(word, data));
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
                .filter(|word| sort == Sort::Named && !word.is_empty() && !(is_surname && lower.last() == Some(word)))
                .collect(),
            gender,
            address,
            proper: raw.iter().zip(&lower).any(|(word, lower)| capital(word) && !is_small(lower)),
            titled: title > 0 && title < lower.len(),
            article: lead > 0 && lower.len() > lead && matches!(data.words.get(&lower[0]), Some(Word::Determiner)),
            possessive: front
                .split(' ')
                .next()
                .map(str::to_lowercase)
                // `our nation’s surgeon` is not ours.
                .filter(|word| data.words.get(word) == Some(&Word::Possessive) && after_genitive(front, data) == front),
            of_other: mention
                .split(' ')
                .next()
                .is_some_and(|word| data.words.get(&word.to_lowercase()) == Some(&Word::Possessive)),
            owner: owner(named, front, data),
            turned: turned(&lower[start..], data),
            is_common: raw.last().is_some_and(|word| word.starts_with(char::is_lowercase)),
            may_be_surname: is_surname || may_be_surname(&raw, data),
            is_body: lower.last().is_some_and(|word| data.bodies.contains(word)),
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
    pub(super) fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self.words.first().map(|word| format!("^{word}")).into_iter().collect();
        if let Some(word) = self.words.last() {
            keys.push(format!("${word}"));
            let others = word.char_indices().skip(1).filter(|_| (4..=LONGEST).contains(&word.chars().count()));
            keys.extend(others.map(|(at, letter)| format!("${}{}", &word[..at], &word[at + letter.len_utf8()..])));
        }
        keys.extend(self.turned.first().map(|word| format!("^{word}")));
        keys.extend(self.turned.last().map(|word| format!("${word}")));
        keys.extend(self.acronym.iter().map(|word| format!("~{word}")));
        keys.extend(self.acronym.iter().filter_map(|word| without_body(word)).map(|(rest, _)| format!("~{rest}")));
        let initials = self.initials.iter().filter(|initials| initials.chars().nth(1).is_some());
        keys.extend(initials.map(|initials| format!("~{initials}")));
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Returns whether one name can stand for the other.
    pub(super) fn is(&self, other: &Name, language: &Language) -> bool {
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        if short.words.is_empty() {
            return false;
        }
        if short.sort != Sort::Named || long.sort != Sort::Named {
            // `Baker` is no baker.
            if (short.sort == Sort::Named) != (long.sort == Sort::Named) && short.proper != long.proper {
                return false;
            }
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
        let is_turned = |a: &Name, b: &Name| a.turned.len() == b.words.len() && ends_with(&a.turned, &b.words);
        if is_turned(short, long) || is_turned(long, short) {
            return true;
        }
        // `Bayland’s navy` is the `Bayland navy`.
        let is_owned = |a: &Name, b: &Name| {
            let front = a.owner.as_ref().zip(b.words.split_first());
            front.is_some_and(|(owner, (first, rest))| owner == first && rest == a.words)
        };
        if is_owned(short, long) {
            return true;
        }
        let is_initials = |rest: &str, name: &Name| name.initials.iter().any(|initials| initials == rest);
        // `LBC` is the `Lomas Broadcasting` company, too.
        let is_body = |last: char| language.attribution.bodies.iter().any(|body| body.starts_with(last));
        // `Frank Berg` is no `FBI`.
        let is_of_person = |name: &Name| {
            let is_given = |word: &String| language.attribution.is_given_name(word);
            name.titled || name.address.is_some() || name.words.first().is_some_and(is_given)
        };
        let leaves_out = |word: &str, name: &Name| {
            let known = without_body(word).filter(|(rest, last)| is_initials(rest, name) && is_body(*last));
            known.is_some() && !is_of_person(name)
        };
        let stands_for = |a: &Name, b: &Name| {
            let acronym = a.acronym.as_ref().filter(|_| b.words.len() > 1);
            acronym.is_some_and(|word| is_initials(word, b) || leaves_out(word, b))
        };
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
    pub(super) fn begins(&self, other: &Name) -> bool {
        // `NATO` is not the `NATO chief`, and `Sanders` not `Sanders advisers`.
        let named = self.several == other.several && self.sort == Sort::Named && other.sort == Sort::Named;
        // `Clinton` is not `a Clinton campaign memo`.
        let introduces = |name: &Name| name.is_common && name.determined;
        let both = named
            && !introduces(self)
            && !introduces(other)
            && self.proper
            && other.proper
            && !self.words.is_empty()
            && !other.words.is_empty();
        both && (abbreviates(&self.words, &other.words) || abbreviates(&other.words, &self.words))
    }

    /// Returns whether nothing contradicts that both mentions name the same; two different given names would.
    pub(super) fn agrees(&self, other: &Name, language: &Language) -> bool {
        let (a, b) = (&self.words, &other.words);
        // `Mr. Lee` is not `Ms. Lee`.
        if self.address.zip(other.address).is_some_and(|(one, other)| one != other) {
            return false;
        }
        // `her campaign` is not `his campaign`, and `Britain’s ministry` not `Russia’s ministry`.
        let differ = |one: &Option<String>, other: &Option<String>| {
            one.as_ref().zip(other.as_ref()).is_some_and(|(one, other)| !alike(one, other))
        };
        if differ(&self.possessive, &other.possessive) || differ(&self.owner, &other.owner) {
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

/// Returns an acronym without its last letter, and this letter, which may stand for a body that the name leaves out: `NYP`
/// and `D` of `NYPD`, where a text says `New York police`.
fn without_body(acronym: &str) -> Option<(&str, char)> {
    let last = acronym.chars().next_back()?;
    let rest = &acronym[..acronym.len() - last.len_utf8()];
    (rest.chars().count() > 1).then_some((rest, last))
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

pub(super) fn ends_with(long: &[String], short: &[String]) -> bool {
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

/// Returns the last word before the genitive that a mention of a body begins with; `front` is the part behind the genitive.
fn owner(named: &str, front: &str, data: &Cues) -> Option<String> {
    // `President, Anna Berg` is nobody’s.
    let before = named[..named.find(front).filter(|at| *at > 0)?].trim_end();
    if data.without_genitive(before) == before && !before.ends_with(['\'', '’']) {
        return None;
    }
    words(before, data).last().filter(|word| word.starts_with(char::is_uppercase)).map(str::to_lowercase)
}

/// Returns the words of `the ministry of defence` as those of `the defence ministry`; none of a name that is no body of
/// something.
fn turned(words: &[String], data: &Cues) -> Vec<String> {
    let [body, of, rest @ ..] = words else { return Vec::new() };
    let is_small = |word: &String| data.words.contains_key(word);
    if !data.bodies.contains(body) || !data.of.contains(of) || rest.iter().any(is_small) {
        return Vec::new();
    }
    rest.iter().chain([body]).cloned().collect()
}

/// Returns whether the last of some words is a surname although it is a noun for a person, too: a given name or `Mr.`
/// stands before it, or a name behind a role, as in `moderator Gerard Baker`.
fn is_surname(raw: &[&str], data: &Cues) -> bool {
    let [front @ .., given, last] = raw else { return false };
    let both = [given, last].iter().all(|word| word.starts_with(char::is_uppercase));
    // `Mr. Prince`
    let before = given.to_lowercase();
    let is_address =
        data.is_title(&before) && !data.persons.contains(&before) && gender::of_word(&before, data).is_some();
    let is_role = |word: &&str| word.starts_with(char::is_lowercase) && data.persons.contains(*word);
    let behind_role = front.last().is_some_and(is_role) && may_be_surname(raw, data);
    both && (is_address || data.is_given_name(&before) || behind_role)
}

/// Returns whether the last of some words may be a surname: a word with a capital that is no role stands before it.
fn may_be_surname(raw: &[&str], data: &Cues) -> bool {
    let [.., given, last] = raw else { return false };
    let both = [given, last].iter().all(|word| word.starts_with(char::is_uppercase));
    let determined = matches!(data.words.get(&raw[0].to_lowercase()), Some(Word::Determiner));
    let before = given.to_lowercase();
    both && !determined && !data.is_title(&before) && !data.has(&[&data.persons, &data.bodies], &before)
}
