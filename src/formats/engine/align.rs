//! Places the tags of a file on the text of the corpus: every quote must be where the file says it is.
//!
//! ```text
//!   T1  claim 3..17 “Prices rose 5%”        😀 Prices rose 5% in May
//!       in code points “rices rose 5% ”  ✗
//!       in UTF-16 units “Prices rose 5%” ✓  → a fault: “the offsets count UTF-16 units, not code points”
//! ```
//!
//! A tag that does not fit is a fault, and all faults are reported. Pieces of a span with nothing but blanks between them are one span, as
//! brat cuts spans at line ends; others become several tags. If the file has another version of the text, its tags are placed
//! on that and then carried over to ours (see `transfer`). A record without an id of this program gets one that is made from its
//! content, so that importing it again adds nothing.

mod places;
mod transfer;
mod words;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::time::{Duration, UNIX_EPOCH};

use sha2::{Digest, Sha256};

use crate::formats::engine::import::ImportError;
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::engine::measure::OffsetUnit;
use crate::formats::wire::exported::brief;
use crate::formats::wire::imported::{ImportedDocument, ImportedTag, ours};
use crate::tags::edit::Edit;
use crate::tags::remark::{Remark, Status};
use crate::tags::score::Score;
use crate::tags::target::{Lost, Target};
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Id, Layer, Link, Tag};
use crate::text::{Document, Span};
use transfer::Transfer;

/// The results for all tags: a value, or the reason why a tag does not fit.
type Outcomes<T> = Vec<Result<T, ImportError>>;

/// The document that a file's tags are placed on.
#[derive(Clone, Copy)]
pub struct Destination<'a> {
    /// The document's path in the corpus.
    pub name: &'a str,
    /// The text.
    pub document: &'a Document,
    /// The unit of the offsets, if the user has given it.
    pub measure: Option<OffsetUnit>,
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
    /// The tags whose words are not in our version of the text.
    pub lost: Vec<Lost>,
    /// The links.
    pub links: Vec<Link>,
    /// The counts of what could not be imported.
    pub losses: Losses,
    /// The faults: records that do not fit and are left out.
    pub faults: Vec<ImportError>,
    /// The number of tags without a key that repeat an earlier one, and are left out.
    pub repeated: usize,
    /// The outcomes for tags that the file has on another version of the text; `None` if it is the same text.
    pub carried: Option<CarriedOver>,
    /// The decisions on others' tags.
    pub verdicts: Vec<Verdict>,
    /// The annotator's status, if the file gives it.
    pub status: Option<Remark>,
    /// What the annotator has declined, joined or parted.
    pub remarks: Vec<Remark>,
    /// The ids that were made here, because the file has none of ours.
    named_here: HashSet<Id>,
}

/// The outcomes for tags on another version of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CarriedOver {
    /// The number of tags on the same words.
    pub same: usize,
    /// The number of tags on words that differ a little.
    pub changed: usize,
    /// The number of tags without a place.
    pub lost: usize,
}

/// The place of a tag of the file in our text.
enum TagPlace {
    /// On these spans: one, or several with words between them; and the words that it was made on, if these are others.
    On(Vec<Span>, Option<String>),
    /// Its words are not there.
    Lost(Target),
    /// It has no words.
    Wordless,
}

/// Places the tags of a file on a text. If no tag fits, and all would fit in another measure, the fault names that measure.
pub fn align(imported: &ImportedDocument, destination: &Destination) -> Aligned {
    let document = destination.document;
    let other = imported.text.as_deref().filter(|own| *own != document.text());
    let here = (other.is_none() || imported.is_rebuilt).then(|| within(imported, destination, document));
    let fits = |(places, fault): &(Outcomes<Vec<Span>>, Option<ImportError>)| {
        fault.is_none() && places.iter().all(Result::is_ok)
    };
    let (places, carried, fault) = match (here.filter(|here| other.is_none() || fits(here)), other) {
        (Some((places, fault)), _) => (places.into_iter().map(|place| place.map(TagPlace::of)).collect(), None, fault),
        (None, own) => {
            let own = own.unwrap_or_default();
            let own = Document::new(own);
            let (places, fault) = within(imported, destination, &own);
            match transfer::transfer(&own, document, places) {
                Ok(Transfer { places, carried }) => (places, Some(carried), fault),
                Err(words) => {
                    let fault =
                        ImportError::new(imported.line, format!("{} has another text here: {words}", destination.name));
                    (Vec::new(), None, Some(fault))
                }
            }
        }
    };
    let mut aligned = take(imported, destination, places);
    aligned.carried = carried;
    aligned.faults.extend(fault);
    aligned
}

/// Places the tags on the text that the file means. A fault that explains them all stands for all places.
fn within(
    imported: &ImportedDocument,
    destination: &Destination,
    document: &Document,
) -> (Outcomes<Vec<Span>>, Option<ImportError>) {
    let measure = destination.measure.or(imported.measure).unwrap_or(OffsetUnit::CodePoints);
    let others = || OffsetUnit::ALL.into_iter().filter(|other| *other != measure);
    let in_measure = |measure| places::by_offsets(imported, document, measure);
    let places = places::behind_mark(imported, document, measure, in_measure(measure));
    let wrong = imported.tags.iter().zip(&places).find(|(tag, place)| place.is_err() && !tag.parts.is_empty());
    let fits = |other: &OffsetUnit| {
        // A tag that has words alone fits in no measure.
        imported.tags.iter().zip(in_measure(*other)).all(|(tag, place)| place.is_ok() || tag.parts.is_empty())
    };
    if let Some((tag, _)) = wrong
        && let Some(other) = others().find(fits)
    {
        return (Vec::new(), Some(shifted(tag.line, measure, other)));
    }
    let guessed =
        destination.measure.or(imported.measure).is_none() && imported.tags.iter().any(|tag| tag.quote.is_none());
    let found = |places: &Outcomes<Vec<Span>>| places.iter().flatten().flatten().copied().collect::<Vec<_>>();
    if guessed && !places::at_words(document.text(), &found(&places)) {
        // Without quotes nothing contradicts the offsets. If they cut words, and cut none in another measure, that one is meant.
        let fits = |other: &OffsetUnit| {
            let places = in_measure(*other);
            places.iter().all(Result::is_ok) && places::at_words(document.text(), &found(&places))
        };
        if let Some(other) = others().find(fits) {
            return (Vec::new(), Some(shifted(imported.line, measure, other)));
        }
    }
    let by_words = |(tag, place): (&ImportedTag, Result<_, ImportError>)| {
        place.or_else(|fault| places::by_words(tag, document, fault))
    };
    (imported.tags.iter().zip(places).map(by_words).collect(), None)
}

impl TagPlace {
    fn of(spans: Vec<Span>) -> TagPlace {
        if spans.is_empty() { TagPlace::Wordless } else { TagPlace::On(spans, None) }
    }
}

impl Aligned {
    /// Returns it, if nothing is wrong with it.
    ///
    /// # Errors
    /// The first fault.
    pub fn whole(mut self) -> Result<Aligned, ImportError> {
        if self.faults.is_empty() { Ok(self) } else { Err(self.faults.swap_remove(0)) }
    }

    /// Removes links to tags that neither the file nor the layer has, and counts them.
    pub fn let_go(&mut self, layer: &Layer, name: &str) {
        if self.links.is_empty() {
            return;
        }
        let lost = self.lost.iter().map(|lost| &lost.tag);
        let ids: HashSet<&Id> = self.tags.iter().chain(lost).map(|tag| &tag.id).collect();
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

    /// Returns the number of tags and links that the layer has under the same ids with something else: another label or
    /// type, other words or ends, another note or attribute. The layer keeps its own. A note or an attribute that the
    /// file does not give is no difference, since some formats hold none.
    pub fn differing(&self, layer: &Layer) -> usize {
        let is_other = |there: &Tag, tag: &Tag| {
            let note = !tag.note.is_empty() && tag.note != there.note;
            let attribute = tag.attributes.iter().any(|(name, value)| there.attributes.get(name) != Some(value));
            (&there.label, there.span) != (&tag.label, tag.span) || note || attribute
        };
        let tags = self.tags.iter().filter(|tag| layer.tag(&tag.id).is_some_and(|there| is_other(there, tag)));
        let links = self.links.iter().filter(|link| {
            let what = |link: &Link| (link.kind.clone(), link.from.clone(), link.to.clone());
            layer.links().get(&link.id).is_some_and(|there| what(there) != what(link))
        });
        tags.count() + links.count()
    }

    /// Returns the edits that add to a layer what it does not have yet. A record with the same id stays as it is. So does a
    /// tag with the same label on the same words, if the tag of the file has no id of ours.
    pub fn edits(self, layer: &Layer) -> Vec<Edit> {
        let Aligned { tags, lost, links, verdicts, status, remarks, named_here, .. } = self;
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
        let away = lost.into_iter().filter(|lost| !layer.has_tag(&lost.tag.id));
        edits.extend(away.map(|lost| Edit::Lost(lost.tag.id.clone(), Some(lost))));
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
        edits.extend(verdicts.into_iter().filter(|it| !layer.verdicts().contains_key(&it.id)).map(Edit::verdict));
        edits.extend(remarks.into_iter().filter(|it| !layer.remarks().contains_key(&it.id)).map(Edit::remark));
        let said = layer.remarks().get(&Remark::status_id());
        let is_tagged = !layer.tags().is_empty() || edits.iter().any(|edit| matches!(edit, Edit::Tag(..)));
        let is_none = |remark: &Remark| Status::of(&remark.says) == Some(Status::NothingToTag);
        match (said, status) {
            (Some(said), _) if is_tagged && is_none(said) => edits.push(Edit::Remark(said.id.clone(), None)),
            (None, Some(status)) if !(is_tagged && is_none(&status)) => edits.push(Edit::remark(status)),
            _ => {}
        }
        edits
    }
}

/// Returns whether a tag with the label and the place of another adds nothing to it.
fn repeats(tag: &ImportedTag, other: &ImportedTag) -> bool {
    (tag.note.is_empty() || tag.note == other.note) && (tag.attributes.is_empty() || tag.attributes == other.attributes)
}

/// Returns the tags and links of a file, given the places of its tags; fewer places, if the text is not the document's.
fn take(imported: &ImportedDocument, destination: &Destination, places: Outcomes<TagPlace>) -> Aligned {
    let mut aligned = Aligned {
        annotator: imported.annotator.clone(),
        faults: imported.faults.clone(),
        status: status(imported, destination.at),
        losses: undated(imported),
        verdicts: imported.verdicts.iter().map(|verdict| judged(verdict, destination)).collect(),
        remarks: imported.remarks.iter().map(|remark| dated(remark, destination.at)).collect(),
        ..Aligned::default()
    };
    let mut ids: HashMap<&str, Id> = HashMap::with_capacity(imported.tags.len());
    let mut nameless: HashMap<_, &ImportedTag> = HashMap::new();
    let mut used = HashSet::with_capacity(imported.tags.len());
    for (tag, place) in imported.tags.iter().zip(places) {
        // Models repeat themselves. A tag with a key of its tool is one of its own.
        if tag.key.is_empty() && tag.id.is_none() && !tag.parts.is_empty() && place.is_ok() {
            let first = *nameless.entry((tag.label.as_str(), tag.parts.as_slice())).or_insert(tag);
            if !std::ptr::eq(first, tag) && repeats(tag, first) {
                aligned.repeated += 1;
                continue;
            }
        }
        let example = |words: &str| format!("{} {} “{}”", destination.name, tag.label, brief(words));
        let mut id = |place: String, is_first: bool| {
            let known = tag.id.as_deref().filter(|_| is_first).map(Id::from).filter(|id| !used.contains(id));
            let id = known.unwrap_or_else(|| {
                let id = unused("t", &[destination.name, &tag.label, &place, &tag.key], &used);
                aligned.named_here.insert(id.clone());
                id
            });
            used.insert(id.clone());
            ids.entry(&tag.key).or_insert_with(|| id.clone());
            id
        };
        match place {
            Err(fault) => aligned.faults.push(fault),
            Ok(TagPlace::Wordless) => aligned.losses.add(Aspect::Wordless, || example("")),
            Ok(TagPlace::Lost(target)) => {
                let tag =
                    Tag { id: id(target.start.to_string(), true), ..taken(tag, Span::default(), None, destination.at) };
                aligned.lost.push(Lost { tag, target });
            }
            Ok(TagPlace::On(spans, was)) => {
                if spans.len() > 1 {
                    let words: Vec<&str> = spans.iter().map(|span| destination.document.slice(*span)).collect();
                    aligned.losses.add(Aspect::Gaps, || example(&words.join(" … ")));
                }
                for (number, span) in spans.into_iter().enumerate() {
                    let id = id(format!("{}..{}", span.start, span.end), number == 0);
                    aligned.tags.push(Tag { id, ..taken(tag, span, was.as_deref(), destination.at) });
                }
            }
        }
    }
    links(imported, destination, &ids, &mut aligned);
    aligned
}

/// Returns how far the annotator is, if the file says so. One that has been read and holds no tags says that there are none,
/// unless something was left out, such as a category of the whole text or a tag that was rejected.
fn status(imported: &ImportedDocument, at: &str) -> Option<Remark> {
    let shown = if imported.tags.is_empty() { Status::Open } else { Status::InProgress };
    match &imported.status {
        None if imported.tags.is_empty()
            && imported.verdicts.is_empty()
            && imported.remarks.is_empty()
            && imported.faults.is_empty()
            && [Aspect::Foreign, Aspect::Rejected].into_iter().all(|part| imported.losses.of(part) == 0) =>
        {
            Some(Remark::status(Status::NothingToTag, "", at))
        }
        Some(said) if said.status != shown || !said.at.is_empty() => {
            Some(Remark::status(said.status, &said.reason, &time(&said.at).unwrap_or(at.into())))
        }
        _ => None,
    }
}

/// Returns a verdict with the places of its words in our text.
fn judged(verdict: &Verdict, destination: &Destination) -> Verdict {
    let mut verdict = verdict.clone();
    verdict.at = time(&verdict.at).unwrap_or(destination.at.into()).into_owned();
    verdict.judged.span = verdict.judged.target.find(destination.document);
    if let Some(Decision::Amended(amended)) = &mut verdict.decision {
        amended.span = amended.target.find(destination.document);
    }
    verdict
}

/// Returns a remark with a time: its own, if that is valid.
fn dated(remark: &Remark, at: &str) -> Remark {
    Remark { at: time(&remark.at).unwrap_or(at.into()).into_owned(), ..remark.clone() }
}

/// Returns a tag of the file on a span of ours, with a new id.
fn taken(tag: &ImportedTag, span: Span, was: Option<&str>, at: &str) -> Tag {
    let mut taken = Tag::new(&tag.label, span, &time(&tag.at).unwrap_or(at.into()));
    taken.note = tag.note.clone();
    taken.attributes = tag.attributes.clone();
    taken.score = tag.score.and_then(Score::new);
    taken.was = tag.was.clone().or(was.map(String::from));
    taken.from = tag.from.clone();
    taken.via = tag.via.clone().map(Box::new);
    taken.rival = tag.rival.as_deref().map(Id::from);
    taken
}

/// Adds the links of a file, given our ids of its tags. A link without a tag at one end is counted.
fn links(imported: &ImportedDocument, destination: &Destination, ids: &HashMap<&str, Id>, aligned: &mut Aligned) {
    let mut used = HashSet::new();
    for link in &imported.links {
        // A tag without a key is nothing that a link could mean.
        let end = |key: &str| {
            ids.get(key).filter(|_| !key.is_empty()).cloned().or_else(|| ours("t", key).map(|id| Id::from(id.as_str())))
        };
        let example = || format!("{} {} {} → {}", destination.name, link.kind, link.from, link.to);
        let to = match &link.document {
            None => end(&link.to),
            Some(_) => ours("t", &link.to).map(|id| Id::from(id.as_str())),
        };
        let (Some(from), Some(to)) = (end(&link.from), to) else {
            let aspect = if link.document.is_some() { Aspect::Across } else { Aspect::Loose };
            aligned.losses.add(aspect, example);
            continue;
        };
        let known = link.id.as_deref().map(Id::from).filter(|id| !used.contains(id));
        let id = known.unwrap_or_else(|| {
            let other = link.document.as_deref().unwrap_or_default();
            let id = unused("l", &[destination.name, &link.kind, from.as_str(), to.as_str(), other], &used);
            aligned.named_here.insert(id.clone());
            id
        });
        used.insert(id.clone());
        aligned.links.push(Link {
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

/// Returns the losses of a file, and among them the times that are none: a bare date, or words.
fn undated(imported: &ImportedDocument) -> Losses {
    let mut losses = imported.losses.clone();
    let tags = imported.tags.iter().map(|tag| &tag.at).chain(imported.links.iter().map(|link| &link.at));
    let others = imported.verdicts.iter().map(|verdict| &verdict.at);
    let others = others.chain(imported.remarks.iter().map(|remark| &remark.at));
    let all = tags.chain(others).chain(imported.status.iter().map(|status| &status.at));
    for at in all.filter(|at| !at.is_empty() && time(at).is_none()) {
        losses.add(Aspect::Fields, || format!("the time {}", brief(at)));
    }
    losses
}

/// Returns the same time in UTC and without fractions of a second, if it is one of RFC 3339.
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
        (true, _, zone) => in_utc(seconds, zone).map(Cow::from),
        _ => None,
    }
}

/// Returns a time of a zone such as `+02:00` in UTC.
fn in_utc(seconds: &str, zone: &str) -> Option<String> {
    let (sign, ahead) = zone.split_at_checked(1)?;
    let (hours, minutes) = ahead.split_once(':').filter(|(hours, minutes)| hours.len() == 2 && minutes.len() == 2)?;
    let (hours, minutes): (u64, u64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let ahead = Duration::from_secs((hours * 60 + minutes) * 60);
    let there = humantime::parse_rfc3339(&format!("{seconds}Z")).ok()?;
    let at = match sign {
        "+" => there.checked_sub(ahead)?,
        "-" => there.checked_add(ahead)?,
        _ => return None,
    };
    // A time before 1970, or after the year 9999, has no words here.
    let is_told = at.duration_since(UNIX_EPOCH).is_ok_and(|since| since.as_secs() < YEAR_10000);
    is_told.then(|| humantime::format_rfc3339_seconds(at).to_string())
}

/// The first second that RFC 3339 has no words for.
const YEAR_10000: u64 = 253_402_300_800;

fn shifted(line: usize, measure: OffsetUnit, other: OffsetUnit) -> ImportError {
    let words = format!("the offsets count {}, not {}", other.words(), measure.words());
    ImportError { hint: Some(format!("import it with --offsets {}", other.name())), ..ImportError::new(line, words) }
}

#[cfg(test)]
mod tests;
