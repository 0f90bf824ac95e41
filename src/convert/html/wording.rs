//! Finds which texts stand in others, all at once: a page may have thousands of paragraphs.
//!
//! ```text
//!   "waterlikethissince1987"  in  "wehavenotseenwaterlikethissince1987saidadaobi"      a quotation that is set large, too
//! ```

use std::collections::HashSet;

/// A text of fewer bytes is not looked for, and a shorter run is not compared.
const LEAST: usize = 20;

/// Returns for each text of `looked_for` whether it stands in a longer one of `texts`. A text shorter than [`LEAST`] does not.
///
/// The texts are sorted. All that stand at one place of another text begin the last one that is not behind the rest of that
/// text, so one look finds them, however many texts begin with the same words.
pub(super) fn contained(looked_for: &[String], texts: &[String]) -> Vec<bool> {
    let mut sorted: Vec<&[u8]> = looked_for.iter().map(String::as_bytes).filter(|own| own.len() >= LEAST).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let heads: HashSet<&[u8]> = sorted.iter().map(|own| &own[..LEAST]).collect();
    let shorter = shorter(&sorted);
    let mut found = vec![false; sorted.len()];
    for text in texts.iter().map(String::as_bytes) {
        for (at, _) in text.windows(LEAST).enumerate().filter(|(_, head)| heads.contains(head)) {
            let rest = &text[at..];
            let mut next = sorted.partition_point(|own| *own <= rest).checked_sub(1);
            while let Some(number) = next.filter(|number| !found[*number]) {
                found[number] = sorted[number].len() < text.len() && rest.starts_with(sorted[number]);
                next = shorter[number];
            }
        }
    }
    let place = |own: &String| sorted.binary_search(&own.as_bytes()).ok();
    looked_for.iter().map(|own| place(own).is_some_and(|number| found[number])).collect()
}

/// Returns for each of some sorted texts the longest other one that it begins with.
fn shorter(sorted: &[&[u8]]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut shorter = Vec::with_capacity(sorted.len());
    for (number, own) in sorted.iter().enumerate() {
        while open.last().is_some_and(|last| !own.starts_with(sorted[*last])) {
            open.pop();
        }
        shorter.push(open.last().copied());
        open.push(number);
    }
    shorter
}

/// Returns the number of bytes of a text that stand in runs of at least [`LEAST`] bytes in another one, too.
pub(super) fn shared(text: &str, other: &str) -> usize {
    let there: HashSet<&[u8]> = other.as_bytes().windows(LEAST).collect();
    let (mut shared, mut end) = (0, 0);
    for (at, run) in text.as_bytes().windows(LEAST).enumerate().filter(|(_, run)| there.contains(run)) {
        shared += at + run.len() - end.max(at);
        end = at + run.len();
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_in_a_longer_one() {
        let texts = ["wehavenotseenwaterlikethis", "notseenwaterlikethis", "notseenwaterlikethiss", "short", ""];
        let texts = texts.map(String::from);
        assert_eq!(contained(&texts, &texts), [false, true, false, false, false]);
        let same = ["notseenwaterlikethis".to_string(), "notseenwaterlikethis".to_string()];
        assert_eq!(contained(&same, &same), [false, false]);
    }

    #[test]
    fn texts_that_begin_alike_are_told_apart() {
        let texts = ["said", "saidonsunday", "saidonmonday", "saidon", "thegovernorsaidonmondayinlagos"];
        let texts = texts.map(|text| text.replace("said", "thegovernorofthestatesaid"));
        assert_eq!(contained(&texts, &texts), [true, false, true, true, false]);
    }

    #[test]
    fn what_two_texts_share_is_counted_once() {
        let text = "onevillagelostitspowerandasecondoneitswater";
        assert_eq!(shared(text, text), text.len());
        assert_eq!(shared(text, &text[..25]), 25);
        assert_eq!(shared(text, "nothing"), 0);
    }
}
