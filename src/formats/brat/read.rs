//! Reads `.ann` files.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::spelling::Spellings;
use super::{ATTRIBUTE, NOTE, OURS, SUGGESTED};
use crate::formats::engine::import::{ImportError, Imported, RawRecord, Source};
use crate::formats::engine::loss::Aspect;
use crate::formats::wire::imported::{ImportedDocument, ImportedLink, ImportedTag, ours};
use crate::formats::wire::row::TableVia;
use crate::say::and;

/// Reads an `.ann` file.
pub(super) fn read(source: &Source, record: &RawRecord) -> Result<Vec<Imported>, ImportError> {
    let stem = source.path.strip_suffix(".ann").unwrap_or(source.path);
    let names = vec![format!("{stem}.txt"), stem.to_string()];
    let mut ann = AnnFile {
        source,
        spelt: [
            Spellings::labels(source.scheme),
            Spellings::links(source.scheme),
            Spellings::attributes(source.scheme),
        ],
        imported: ImportedDocument { names, is_named_by_file: true, line: record.line, ..ImportedDocument::default() },
        tags: HashMap::new(),
        links: HashMap::new(),
        comments: Vec::new(),
        attributes: Vec::new(),
    };
    for (number, line) in record.text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.trim().is_empty() {
            match ann.line(line, record.line + number) {
                Ok(()) => {}
                Err(fault) => ann.imported.faults.push(fault),
            }
        }
    }
    ann.attach();
    Ok(vec![ann.imported.into()])
}

struct AnnFile<'a> {
    source: &'a Source<'a>,
    /// The spellings of labels, links and attributes.
    spelt: [Spellings; 3],
    imported: ImportedDocument,
    /// The index of each tag and link in the lists, by brat's id.
    tags: HashMap<&'a str, usize>,
    links: HashMap<&'a str, usize>,
    /// The comments: type, target and words.
    comments: Vec<(&'a str, &'a str, &'a str)>,
    /// The target, name and value of each attribute.
    attributes: Vec<(&'a str, String, String)>,
}

impl<'a> AnnFile<'a> {
    fn line(&mut self, line: &'a str, number: usize) -> Result<(), ImportError> {
        let wrong = |why: &str| {
            Err(ImportError::new(number, format!("{why}: {}", crate::formats::wire::exported::brief(line))))
        };
        let Some((key, rest)) = line.split_once('\t') else { return wrong("no tab after the id") };
        let (data, words) = rest.split_once('\t').map_or((rest, None), |(data, words)| (data, Some(words)));
        let [labels, links, attributes] = &self.spelt;
        match key.chars().next() {
            Some('T') => {
                let Some((label, places)) = data.split_once(' ') else { return wrong("no offsets") };
                let Some(parts) = places.split(';').map(place).collect() else { return wrong("no offsets") };
                self.tags.insert(key, self.imported.tags.len());
                self.imported.tags.push(ImportedTag {
                    key: key.into(),
                    label: labels.meant(label).into(),
                    parts,
                    quote: words.filter(|words| !words.is_empty()).map(String::from),
                    line: number,
                    ..ImportedTag::default()
                });
            }
            Some('R') => {
                let mut fields = data.split_whitespace();
                let (Some(kind), Some(from), Some(to)) = (fields.next(), fields.next(), fields.next()) else {
                    return wrong("a relation joins two tags");
                };
                // The roles tell the direction, whatever their order.
                let (from, to) = if role(from) == "Arg2" && role(to) == "Arg1" { (to, from) } else { (from, to) };
                let is_named = |field: &&str| !matches!(role(field), "" | "Arg1" | "Arg2");
                let others: Vec<&str> = [from, to].into_iter().filter(is_named).chain(fields).collect();
                if !others.is_empty() {
                    self.imported.losses.add(Aspect::Fields, || format!("{kind} {}", and(&others)));
                }
                let end = |field: &str| field.split_once(':').map_or(field, |(_, key)| key).to_string();
                if [end(from), end(to)].iter().any(|end| !end.starts_with('T')) {
                    self.imported.losses.add(Aspect::Foreign, || line.replace('\t', " "));
                    return Ok(());
                }
                self.links.insert(key, self.imported.links.len());
                self.imported.links.push(ImportedLink {
                    kind: links.meant(kind).into(),
                    from: end(from),
                    to: end(to),
                    line: number,
                    ..ImportedLink::default()
                });
            }
            Some('A' | 'M') => {
                let mut fields = data.splitn(3, ' ');
                let (Some(name), Some(target)) = (fields.next(), fields.next()) else {
                    return wrong("an attribute is of a tag");
                };
                let name = attributes.meant(name).to_string();
                let value = fields.next().map_or("yes".into(), |value| self.value(&name, value));
                self.attributes.push((target, name, value));
            }
            Some('#') => {
                let Some((kind, target)) = data.split_once(' ') else { return wrong("a note is on something") };
                self.comments.push((kind, target, words.unwrap_or_default()));
            }
            Some('E' | 'N' | '*') => self.imported.losses.add(Aspect::Foreign, || line.replace('\t', " ")),
            _ => return wrong("no record of brat's"),
        }
        Ok(())
    }

    /// Returns the value with this spelling.
    fn value(&self, name: &str, value: &str) -> String {
        Spellings::values(self.source.scheme, name).meant(value).into()
    }

    /// Gives the tags and links their attributes, notes, ids and times.
    fn attach(&mut self) {
        let written_here: HashSet<&str> =
            self.comments.iter().filter(|(kind, ..)| *kind == OURS).map(|(_, target, _)| *target).collect();
        for (target, name, value) in std::mem::take(&mut self.attributes) {
            match self.tags.get(target) {
                Some(at) => self.imported.tags[*at].attribute(name, value, &mut self.imported.losses),
                None => self.imported.losses.add(Aspect::Foreign, || format!("{name} {target} {value}")),
            }
        }
        let mut annotators = BTreeSet::new();
        for (kind, target, words) in std::mem::take(&mut self.comments) {
            let tag = self.tags.get(target).map(|at| &mut self.imported.tags[*at]);
            let link = self.links.get(target).map(|at| &mut self.imported.links[*at]);
            // Only this program escapes words.
            let plain = |words| if written_here.contains(target) { unescape(words) } else { String::from(words) };
            let mut fields = words.split(' ');
            let (id, at) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
            annotators.extend(fields.next().filter(|_| kind == OURS));
            match (kind, tag, link) {
                (OURS, Some(tag), _) => (tag.id, tag.at) = (ours("t", id), at.into()),
                (OURS, _, Some(link)) => (link.id, link.at) = (ours("l", id), at.into()),
                (ATTRIBUTE, Some(tag), _) => {
                    let (name, value) = words.split_once('=').unwrap_or((words, "yes"));
                    tag.attribute(plain(name), plain(value), &mut self.imported.losses);
                }
                (SUGGESTED, Some(tag), _) if words.starts_with('{') => match serde_json::from_str(words) {
                    Ok(via) => tag.via = TableVia::of_field(&via, &mut self.imported.losses),
                    Err(_) => self.imported.losses.add(Aspect::Foreign, || format!("{kind} {target} {words}")),
                },
                (NOTE, Some(tag), _) => {
                    let line = if tag.note.is_empty() { "" } else { "\n" };
                    tag.note = format!("{}{line}{}", tag.note, plain(words));
                }
                _ => self.imported.losses.add(Aspect::Foreign, || format!("{kind} {target} {words}")),
            }
        }
        match annotators.into_iter().collect::<Vec<_>>().as_slice() {
            [] => {}
            [annotator] => self.imported.annotator = Some((*annotator).into()),
            several => self.imported.losses.add(Aspect::Fields, || format!("annotators {}", and(several))),
        }
    }
}

/// Returns the role of an end of a relation: the `Arg1` of `Arg1:T1`.
fn role(end: &str) -> &str {
    end.split_once(':').map_or("", |(role, _)| role)
}

/// Returns the start and the end that two numbers give.
fn place(words: &str) -> Option<(usize, usize)> {
    let (start, end) = words.trim().split_once(' ')?;
    Some((start.parse().ok()?, end.trim().parse().ok()?))
}

/// Reverses [`super::write::escape`]. A backslash that begins no escape stays.
pub(super) fn unescape(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\\') {
        words += before;
        let code = after.strip_prefix("u{").and_then(|code| code.split_once('}'));
        let code = code.and_then(|(code, after)| Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, after)));
        let simple = after.chars().next().and_then(|c| match c {
            '\\' => Some('\\'),
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            _ => None,
        });
        (rest, _) = match (simple, code) {
            (Some(c), _) => (&after[1..], words.push(c)),
            (None, Some((c, after))) => (after, words.push(c)),
            (None, None) => (after, words.push('\\')),
        };
    }
    words + rest
}
