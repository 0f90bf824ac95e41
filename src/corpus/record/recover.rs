//! Recovers the readable records of a layer's file that cannot be read as a whole.
//!
//! ```text
//!   (id: "t-1", label: "claim", …),          read
//!   (id: "t-2", label: "cla                  unread: its text is kept to the letter, as a string
//!   <<<<<<< HEAD                             each side is read by itself, and both are merged
//! ```
//!
//! Damage is mostly local: a file that was cut off, a missing comma, git's conflict markers. Every stretch of text that
//! is a valid record by itself is taken, wherever it is.

use serde::Deserialize;

use super::read::doubts::Doubts;
use super::read::shape::{LinkRecord, RemarkRecord, TagRecord, VerdictRecord};
use super::read::taken::Taken;
use super::resolver::TextResolver;
use super::{LayerReading, read};
use crate::corpus::fault::said;
use crate::tags::Carried;
use crate::tags::merge::merge;
use crate::text::Document;

/// Reads what can be read of the text of `annotator`'s layer on the document that is called `name`. Text that looks
/// like a record and is none is returned as [`Carried::unread`].
pub fn recover(text: &str, document: &Document, name: &str, annotator: &str) -> LayerReading {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let one = |text: &str| read(text, document, name, annotator).unwrap_or_else(|_| piecewise(text, document));
    let Some(sides) = sides(text) else { return one(text) };
    let [base, ours, theirs] = sides.map(|side| one(&side));
    let merged = merge(&TextResolver::new(document), &base.records, &ours.records, &theirs.records);
    LayerReading {
        records: merged.records,
        doubts: ours.doubts,
        text_changed: ours.text_changed,
        placing: ours.placing,
    }
}

/// Returns the text before a merge that git could not make, if the file has it, and the text of either side.
fn sides(text: &str) -> Option<[String; 3]> {
    const ALL: [bool; 3] = [true; 3];
    let mut sides = [const { String::new() }; 3];
    let mut writing = ALL;
    let mut any = false;
    for line in text.split_inclusive('\n') {
        let mark = |mark: &str| line.starts_with(mark);
        writing = match line {
            _ if mark("<<<<<<< ") => [false, true, false],
            _ if mark("||||||| ") && writing != ALL => [true, false, false],
            _ if mark("=======") && writing != ALL => [false, false, true],
            _ if mark(">>>>>>> ") && writing != ALL => ALL,
            line => {
                let written = sides.iter_mut().zip(writing).filter(|(_, writing)| *writing);
                written.for_each(|(side, _)| side.push_str(line));
                continue;
            }
        };
        any = true;
    }
    any.then_some(sides)
}

/// Takes every stretch of the text that is a valid record.
fn piecewise(text: &str, document: &Document) -> LayerReading {
    let ground = TextResolver::new(document);
    let mut taken = Taken::new(&ground, false, document.chars(), 0);
    let mut doubts = Doubts::new(text);
    let mut unread = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('(') {
        let (record, opens) = (&rest[at..], rest[at + 1..].trim_start());
        if !opens.starts_with("id") {
            rest = &rest[at + 1..];
            continue;
        }
        let line = record.find('\n').unwrap_or(record.len());
        // Most records end with their line; one that was written by hand ends with its bracket.
        let mut reads = |end: &usize| take(&record[..*end], &mut taken, &mut doubts).is_ok();
        let by_line = Some(record[..line].trim_end().trim_end_matches(',').len()).filter(&mut reads);
        let found = by_line.or_else(|| closing(record).filter(&mut reads));
        if found.is_none() {
            unread.push(record[..line].trim_end().to_string());
        }
        rest = &record[found.unwrap_or(line)..];
    }
    let (records, placing) = taken.place(Carried { unread, ..Carried::default() });
    LayerReading { records, doubts: doubts.finish(), text_changed: false, placing }
}

fn take<'a>(record: &'a str, taken: &mut Taken<'a, TextResolver<'a>>, doubts: &mut Doubts<'a>) -> Result<(), String> {
    fn open<'a, T: Deserialize<'a>>(record: &'a str) -> Result<T, String> {
        ron::from_str(record).map_err(|error| said(&error.code).0)
    }
    match open::<TagRecord>(record) {
        Ok(tag) => taken.tag(tag, doubts),
        Err(_) => match open::<LinkRecord>(record) {
            Ok(link) => taken.link(link, doubts),
            Err(_) => match open::<VerdictRecord>(record) {
                Ok(verdict) => taken.verdict(verdict, doubts),
                Err(_) => taken.remark(open::<RemarkRecord>(record)?, doubts),
            },
        },
    }
}

/// The greatest distance in bytes at which a closing bracket is looked for; without a limit, each search could run to
/// the end.
const FAR: usize = 1 << 14;

/// Returns the place after the bracket that closes the one that `record` begins with.
fn closing(record: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for (at, byte) in record.bytes().take(FAR).enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'(' if !quoted => depth += 1,
            b')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::record::write;
    use crate::tags::{Id, Records, Tag};
    use crate::text::Span;

    const TEXT: &str = "Prices rose 5% in May, (INSEE) said.";

    fn tag(id: &str, label: &str, words: &str) -> Tag {
        let start = TEXT.find(words).unwrap();
        Tag { id: Id::from(id), ..Tag::new(label, Span::new(start, start + words.len()), "") }
    }

    fn layer(tags: &[Tag]) -> String {
        let records = Records { tags: tags.iter().cloned().collect(), ..Records::default() };
        write(&records, &Document::new(TEXT), "a.txt", "ana")
    }

    fn three() -> Vec<Tag> {
        vec![tag("t-1", "claim", "Prices rose 5%"), tag("t-2", "figure", "5%"), tag("t-3", "source", "(INSEE)")]
    }

    fn ids(reading: &LayerReading) -> Vec<&str> {
        reading.records.tags.iter().map(|tag| tag.id.as_str()).collect()
    }

    fn recovered(text: &str) -> LayerReading {
        let reading = recover(text, &Document::new(TEXT), "a.txt", "ana");
        let written = write(&reading.records, &Document::new(TEXT), "a.txt", "ana");
        let again = read(&written, &Document::new(TEXT), "a.txt", "ana").unwrap();
        assert_eq!(again.records, reading.records, "what is recovered survives a save");
        reading
    }

    #[test]
    fn a_file_that_was_cut_off_gives_what_stands_before_the_cut() {
        let whole = layer(&three());
        let cut = whole.find("\"source\"").unwrap();
        let reading = recovered(&whole[..cut]);
        assert_eq!(ids(&reading), ["t-1", "t-2"]);
        assert_eq!(reading.records.carried.unread, ["(id: \"t-3\", label:"]);
        for cut in (0..whole.len()).filter(|at| whole.is_char_boundary(*at)) {
            let whole_records = whole[..cut].matches("\"),").count();
            assert!(ids(&recovered(&whole[..cut])).len() + 1 >= whole_records.min(3), "{cut}");
        }
    }

    #[test]
    fn a_comma_too_few_costs_nothing() {
        let whole = layer(&three());
        assert_eq!(ids(&recovered(&whole.replacen("\"),\n", "\")\n", 1))), ["t-1", "t-2", "t-3"]);
        let wrong = recovered(&whole.replacen("start: 12,", "start: ,", 1));
        assert_eq!((ids(&wrong), wrong.records.carried.unread.len()), (vec!["t-1", "t-3"], 1));
        let by_hand =
            recovered(&whole.replace(", label:", ",\n   label:").replace("    annotator", "    annotator annotator"));
        assert_eq!(ids(&by_hand), ["t-1", "t-2", "t-3"]);
    }

    #[test]
    fn both_sides_of_a_merge_are_kept() {
        let [one, two, three] = three().try_into().unwrap();
        let (ours, theirs) =
            (layer(&[one.clone(), two.clone()]), layer(&[tag("t-1", "figure", "Prices rose 5%"), three]));
        let mut lines = Vec::new();
        for (ours, theirs) in ours.lines().zip(theirs.lines()) {
            match ours == theirs {
                true => lines.push(ours.to_string()),
                false => lines.push(format!("<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> theirs")),
            }
        }
        let reading = recovered(&lines.join("\n"));
        let labels: Vec<&str> = reading.records.tags.iter().map(|tag| tag.label.as_str()).collect();
        assert_eq!(labels, ["claim", "figure", "figure", "source"], "both versions of t-1 among them");
        assert_eq!(reading.records.tags.iter().filter(|tag| tag.rival == Some(Id::from("t-1"))).count(), 1);
    }

    #[test]
    fn noise_is_no_record() {
        assert_eq!(recovered("nothing (at all) of it (id, (id").records.carried.unread.len(), 1);
        assert_eq!(recovered("").records, Records::default());
    }
}
