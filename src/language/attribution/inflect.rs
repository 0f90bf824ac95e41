//! Derives the forms of an English verb from its dictionary form.

fn is_vowel(c: char) -> bool {
    "aeiou".contains(c)
}

/// Returns whether the final consonant is doubled before an ending: after a single vowel in a word of one syllable, or
/// in a word of its own list.
fn doubles(base: &str) -> bool {
    let letters: Vec<char> = base.chars().collect();
    let [.., before, vowel, last] = letters[..] else { return false };
    let short = letters.iter().filter(|c| is_vowel(**c)).count() == 1;
    let stressed = ["admit", "commit", "refer", "prefer", "rebut", "concur", "omit", "permit", "regret", "deter"];
    !is_vowel(last)
        && !"wxy".contains(last)
        && is_vowel(vowel)
        && !is_vowel(before)
        && (short || stressed.contains(&base))
}

fn last(base: &str) -> Option<char> {
    base.chars().next_back()
}

pub(super) fn third(base: &str) -> String {
    if let Some(stem) = base.strip_suffix('y').filter(|stem| last(stem).is_some_and(|c| !is_vowel(c))) {
        return format!("{stem}ies");
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|end| base.ends_with(end)) {
        return format!("{base}es");
    }
    format!("{base}s")
}

pub(super) fn past(base: &str) -> String {
    if base.ends_with('e') {
        return format!("{base}d");
    }
    if let Some(stem) = base.strip_suffix('y').filter(|stem| last(stem).is_some_and(|c| !is_vowel(c))) {
        return format!("{stem}ied");
    }
    match last(base).filter(|_| doubles(base)) {
        Some(c) => format!("{base}{c}ed"),
        None => format!("{base}ed"),
    }
}

pub(super) fn gerund(base: &str) -> String {
    if base.ends_with('e') && !base.ends_with("ee") && base.len() > 2 {
        return format!("{}ing", &base[..base.len() - 1]);
    }
    match last(base).filter(|_| doubles(base)) {
        Some(c) => format!("{base}{c}ing"),
        None => format!("{base}ing"),
    }
}
