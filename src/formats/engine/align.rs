//! Places the tags of a file on the text of the corpus: every quote must be where the file says it is.
//!
//! ```text
//!   T1  claim 3..17 “Prices rose 5%”        😀 Prices rose 5% in May
//!       in code points “rices rose 5% ”  ✗
//!       in UTF-16 units “Prices rose 5%” ✓  → refused: “the offsets count UTF-16 units, not code points”
//! ```
//!
//! A file that does not fit is refused whole. Pieces of a span with nothing but blanks between them are one span, as brat
//! cuts spans at line ends; others become several tags. A record without an id of this program gets one that is made from
//! its content, so that importing it again adds nothing.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use crate::formats::engine::import::ImportError;
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::measure::Measure;
use crate::formats::wire::exported::brief;
use crate::formats::wire::imported::{ImportedDocument, ImportedTag, ours};
use crate::tags::edit::Edit;
use crate::tags::{Id, Layer, Link, Tag};
use crate::text::{Document, Span, grapheme};

/// The document that a file's tags are placed on.
#[derive(Clone, Copy)]
pub struct Destination<'a> {
    /// The document's path in the corpus.
    pub name: &'a str,
    /// Its text.
    pub document: &'a Document,
    /// What the offsets count, if the user has said so.
    pub measure: Option<Measure>,
    /// The time for records that have none: RFC 3339, UTC, whole seconds.
    pub at: &'a str,
}

/// The tags and links of a file, on our text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aligned {
    /// The annotator, if the file says so.
    pub annotator: Option<String>,
    /// The tags.
    pub tags: Vec<Tag>,
    /// The links.
    pub links: Vec<Link>,
    /// What could not be imported.
    pub losses: Losses,
    /// How many tags without a key repeat one before them, and are left out.
    pub repeated: usize,
    /// The ids that were made here, because the file has none of ours.
    named_here: HashSet<Id>,
}

/// Places what a file says on a text.
///
/// # Errors
/// The first record that does not fit. If all would fit in another measure, the error names that measure.
pub fn align(imported: &ImportedDocument, destination: &Destination) -> Result<Aligned, ImportError> {
    let measure = destination.measure.or(imported.measure).unwrap_or(Measure::CodePoints);
    let others = || Measure::ALL.into_iter().filter(|other| *other != measure);
    let places = places(imported, destination, measure).map_err(|fault| {
        match others().find(|other| places(imported, destination, *other).is_ok()) {
            Some(other) => shifted(fault.line, measure, other),
            None => fault,
        }
    })?;
    let guessed =
        destination.measure.or(imported.measure).is_none() && imported.tags.iter().any(|tag| tag.quote.is_none());
    if guessed && !at_words(destination.document.text(), &places) {
        // Without quotes nothing contradicts the offsets. If they cut words, and cut none in another measure, that is meant.
        let fits = |other: &Measure| {
            self::places(imported, destination, *other)
                .is_ok_and(|places| at_words(destination.document.text(), &places))
        };
        if let Some(other) = others().find(fits) {
            return Err(shifted(imported.line, measure, other));
        }
    }
    take(imported, destination, places)
}

impl Aligned {
    /// Removes links to tags that neither the file nor the layer has, and counts them.
    pub fn let_go(&mut self, layer: &Layer, name: &str) {
        if self.links.is_empty() {
            return;
        }
        let ids: HashSet<&Id> = self.tags.iter().map(|tag| &tag.id).collect();
        let there = |id: &Id| ids.contains(id) || layer.has_tag(id);
        let losses = &mut self.losses;
        self.links.retain(|link| {
            let holds = there(&link.from) && (link.document.is_some() || there(&link.to));
            if !holds {
                losses.add(Aspect::Loose, || format!("{name} {} {} → {}", link.kind, link.from, link.to));
            }
            holds
        });
    }

    /// Returns the edits that add to a layer what it does not have yet. A record with the same id stays as it is. So does a
    /// tag with the same label on the same words, if the tag of the file has no id of ours.
    pub fn edits(self, layer: &Layer) -> Vec<Edit> {
        let Aligned { tags, links, named_here, .. } = self;
        let mut same: HashMap<Id, Id> = HashMap::new();
        let mut edits = Vec::new();
        for tag in tags {
            if layer.tag(&tag.id).is_some() || layer.lost().contains_key(&tag.id) {
                continue;
            }
            match layer.same(&tag.label, tag.span).filter(|_| named_here.contains(&tag.id)) {
                Some(twin) => drop(same.insert(tag.id, twin.id.clone())),
                None => edits.push(Edit::put(tag)),
            }
        }
        for mut link in links {
            link.from = same.get(&link.from).unwrap_or(&link.from).clone();
            link.to = same.get(&link.to).filter(|_| link.document.is_none()).unwrap_or(&link.to).clone();
            let alike = |other: &Link| {
                (&other.kind, &other.from, &other.to, &other.document)
                    == (&link.kind, &link.from, &link.to, &link.document)
            };
            let there = layer.links().contains_key(&link.id)
                || (named_here.contains(&link.id) && layer.links().values().any(alike));
            if !there {
                edits.push(Edit::link(link));
            }
        }
        edits
    }
}

/// Returns whether a tag with the label and the place of another adds nothing to it.
fn repeats(tag: &ImportedTag, other: &ImportedTag) -> bool {
    (tag.note.is_empty() || tag.note == other.note) && (tag.attributes.is_empty() || tag.attributes == other.attributes)
}

/// Returns the spans of each tag in the text, in bytes: one, or several with words between them.
fn places(
    imported: &ImportedDocument,
    destination: &Destination,
    measure: Measure,
) -> Result<Vec<Vec<Span>>, ImportError> {
    let text = destination.document.text();
    let offsets = || imported.tags.iter().flat_map(|tag| tag.parts.iter().flat_map(|(start, end)| [*start, *end]));
    let mut bytes = measure.bytes(text, offsets()).into_iter();
    // If the file has no quotes but its own text, the words there are the quotes.
    let own = imported.text.as_deref().filter(|own| *own != text);
    let mut own_bytes = own.map(|own| measure.bytes(own, offsets())).unwrap_or_default().into_iter();
    let mut all = Vec::with_capacity(imported.tags.len());
    for tag in &imported.tags {
        let mut spans = Vec::with_capacity(tag.parts.len());
        let mut words = Vec::new();
        for _ in &tag.parts {
            let place = (bytes.next().flatten(), bytes.next().flatten());
            let (Some(from), Some(to)) = place else { return Err(misfit(tag, "is not in the text", imported, text)) };
            if from >= to {
                return Err(misfit(tag, "is empty or runs backwards", imported, text));
            }
            spans.push(Span::new(from, to));
            if let (Some(own), Some(from), Some(to)) = (own, own_bytes.next().flatten(), own_bytes.next().flatten()) {
                words.push(own.get(from..to).unwrap_or_default());
            }
        }
        let quote = tag.quote.as_deref().map(Cow::Borrowed).or((!words.is_empty()).then(|| joined(words)));
        let there = joined(spans.iter().map(|span| destination.document.slice(*span)));
        if let Some(quote) = quote.filter(|quote| !same_words(quote, &there)) {
            let words = format!("says “{}”, but “{}” stands there", brief(&quote), brief(&there));
            return Err(misfit(tag, &words, imported, text));
        }
        let spans = without_gaps(text, spans);
        let whole = |span: &Span| grapheme::is_boundary(text, span.start) && grapheme::is_boundary(text, span.end);
        if !spans.iter().all(whole) {
            return Err(misfit(tag, "cuts a character in two", imported, text));
        }
        all.push(spans);
    }
    Ok(all)
}

/// Returns the pieces with a blank between two.
fn joined<'a>(pieces: impl IntoIterator<Item = &'a str> + 'a) -> Cow<'a, str> {
    let mut pieces = pieces.into_iter();
    let first = pieces.next().unwrap_or_default();
    pieces.fold(Cow::Borrowed(first), |all, piece| Cow::Owned(all.into_owned() + " " + piece))
}

/// Returns whether a quote has the words that are there. Some tools write a blank, `\n` or LF for a line end, and one blank
/// for several between two words, as a browser shows them.
fn same_words(quote: &str, there: &str) -> bool {
    const LINES: [char; 3] = ['\n', '\r', '\t'];
    let otherwise = || [there.replace(LINES, " "), there.replace(['\n', '\r'], "\\n"), there.replace('\r', "")];
    quote == there
        || (there.contains(LINES) && otherwise().iter().any(|other| other == quote))
        || (there.contains(is_gap) && one_blank(quote, there).is_some_and(|line| Some(line) == one_blank(there, there)))
}

/// Returns the words with one blank between two; `None` if there are blanks at an end, because those must not differ. What
/// may be written for the line ends of `there` counts as a blank, too.
fn one_blank(words: &str, there: &str) -> Option<String> {
    let words = if there.contains(['\n', '\r']) { words.replace("\\n", "\n") } else { words.into() };
    let inside = !words.starts_with(is_gap) && !words.ends_with(is_gap);
    let words = words.split(is_gap).filter(|word| !word.is_empty());
    inside.then(|| words.collect::<Vec<_>>().join(" "))
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Returns the pieces in order, and joins those that have only blanks between them.
fn without_gaps(text: &str, mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end || is_blank(&text[last.end..span.start]) => {
                last.end = last.end.max(span.end);
            }
            _ => joined.push(span),
        }
    }
    joined
}

fn is_blank(text: &str) -> bool {
    text.chars().all(is_gap)
}

/// Returns whether no span begins or ends inside a word or with a blank.
fn at_words(text: &str, places: &[Vec<Span>]) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    places.iter().flatten().all(|span| {
        let (before, within, after) = (&text[..span.start], &text[span.start..span.end], &text[span.end..]);
        let (first, last) = (within.chars().next(), within.chars().next_back());
        let cuts_first = letter(before.chars().next_back()) && letter(first);
        let cuts_last = letter(last) && letter(after.chars().next());
        !(cuts_first || cuts_last || blank(first) || blank(last))
    })
}

/// Returns the tags and links of a file, given the spans of its tags.
fn take(
    imported: &ImportedDocument,
    destination: &Destination,
    places: Vec<Vec<Span>>,
) -> Result<Aligned, ImportError> {
    let mut fitted =
        Aligned { annotator: imported.annotator.clone(), losses: imported.losses.clone(), ..Aligned::default() };
    let mut used: HashSet<Id> = HashSet::with_capacity(imported.tags.len());
    let mut ids: HashMap<&str, Id> = HashMap::with_capacity(imported.tags.len());
    let mut nameless: HashMap<_, &ImportedTag> = HashMap::new();
    for (tag, spans) in imported.tags.iter().zip(places) {
        // Models repeat themselves. A tag with a key of its tool is one of its own.
        if tag.key.is_empty() && tag.id.is_none() {
            let first = *nameless.entry((tag.label.as_str(), tag.parts.as_slice())).or_insert(tag);
            if !std::ptr::eq(first, tag) && repeats(tag, first) {
                fitted.repeated += 1;
                continue;
            }
        }
        if spans.len() > 1 {
            let words: Vec<&str> = spans.iter().map(|span| destination.document.slice(*span)).collect();
            fitted
                .losses
                .add(Aspect::Gaps, || format!("{} {} “{}”", destination.name, tag.label, brief(&words.join(" … "))));
        }
        for (number, span) in spans.into_iter().enumerate() {
            let known = tag.id.as_deref().filter(|_| number == 0).map(Id::from).filter(|id| !used.contains(id));
            let id = known.unwrap_or_else(|| {
                let place = format!("{}..{}", span.start, span.end);
                let id = unused("t", &[destination.name, &tag.label, &place, &tag.key], &used);
                fitted.named_here.insert(id.clone());
                id
            });
            used.insert(id.clone());
            ids.entry(&tag.key).or_insert_with(|| id.clone());
            let mut taken = Tag::new(&tag.label, span, &time(&tag.at).unwrap_or(destination.at.into()));
            taken.id = id;
            taken.note = tag.note.clone();
            taken.attributes = tag.attributes.clone();
            taken.was = tag.was.clone();
            taken.from = tag.from.clone();
            taken.via = tag.via.clone();
            taken.rival = tag.rival.as_deref().map(Id::from);
            fitted.tags.push(taken);
        }
    }
    let mut used = HashSet::new();
    for link in &imported.links {
        let end = |key: &str| {
            let here = ids.get(key).cloned().or_else(|| ours("t", key).map(|id| Id::from(id.as_str())));
            here.ok_or_else(|| {
                ImportError::new(link.line, format!("a link `{}` ends at `{key}`, which is no tag", link.kind))
            })
        };
        let from = end(&link.from)?;
        let to = match &link.document {
            None => end(&link.to)?,
            Some(_) if ours("t", &link.to).is_some() => Id::from(link.to.as_str()),
            Some(other) => {
                fitted
                    .losses
                    .add(Aspect::Across, || format!("{} {} → {other} {}", destination.name, link.kind, link.to));
                continue;
            }
        };
        let known = link.id.as_deref().map(Id::from).filter(|id| !used.contains(id));
        let id = known.unwrap_or_else(|| {
            let other = link.document.as_deref().unwrap_or_default();
            let id = unused("l", &[destination.name, &link.kind, from.as_str(), to.as_str(), other], &used);
            fitted.named_here.insert(id.clone());
            id
        });
        used.insert(id.clone());
        fitted.links.push(Link {
            id,
            kind: link.kind.clone(),
            from,
            to,
            document: link.document.clone(),
            at: time(&link.at).unwrap_or(destination.at.into()).into_owned(),
            rival: link.rival.as_deref().map(Id::from),
            extra: Vec::new(),
        });
    }
    Ok(fitted)
}

/// Returns an id that is made from the content of a record and is not used yet. The same content gives the same id.
fn unused(prefix: &str, says: &[&str], used: &HashSet<Id>) -> Id {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut number = 0usize;
    loop {
        let mut digest = Sha256::new();
        for words in says {
            digest.update(words.len().to_le_bytes());
            digest.update(words);
        }
        digest.update(number.to_le_bytes());
        let digest = digest.finalize();
        let letters: String = digest.iter().take(12).map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
        let id = Id::from(format!("{prefix}-{letters}").as_str());
        if !used.contains(&id) {
            return id;
        }
        number += 1;
    }
}

/// Returns the time without fractions of a second, if it is UTC in RFC 3339.
fn time(at: &str) -> Option<Cow<'_, str>> {
    let (seconds, rest) = at.split_at_checked(19)?;
    let fits = seconds.bytes().zip(b"0000-00-00T00:00:00").all(|(byte, like)| match like {
        b'0' => byte.is_ascii_digit(),
        _ => byte == *like,
    });
    let fraction = rest.strip_prefix('.').unwrap_or(rest).trim_start_matches(|c: char| c.is_ascii_digit());
    match (fits, rest, fraction) {
        (true, "Z", _) => Some(at.into()),
        (true, _, "Z" | "+00:00") => Some(format!("{seconds}Z").into()),
        _ => None,
    }
}

fn misfit(tag: &ImportedTag, words: &str, imported: &ImportedDocument, text: &str) -> ImportError {
    let parts: Vec<String> = tag.parts.iter().map(|(start, end)| format!("{start}..{end}")).collect();
    let key = if tag.key.is_empty() { String::new() } else { format!("`{}`, ", tag.key) };
    let mut fault = ImportError::new(tag.line, format!("{key}{} {} {words}", tag.label, parts.join(" ")));
    if let Some(own) = imported.text.as_deref().filter(|own| *own != text) {
        let line = own.lines().zip(text.lines()).take_while(|(one, other)| one == other).count() + 1;
        let ends = own.contains("\r\n") != text.contains("\r\n");
        let why = if ends { "its lines end otherwise".into() } else { format!("they differ from line {line} on") };
        fault.hint = Some(format!("the text in the file is not the document's: {why}"));
    }
    fault
}

fn shifted(line: usize, measure: Measure, other: Measure) -> ImportError {
    let words = format!("the offsets count {}, not {}", other.words(), measure.words());
    ImportError { hint: Some(format!("import it with --offsets {}", other.name())), ..ImportError::new(line, words) }
}

#[cfg(test)]
mod tests;
