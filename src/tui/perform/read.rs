//! Reads documents for the desk, and the layers of other annotators on them.

use super::library::{self, Library};
use crate::corpus::Corpus;
use crate::corpus::problem::Problem;
use crate::corpus::provenance::Provenances;
use crate::review::agreement::{AgreementUnit, Measuring};
use crate::review::round::Round;
use crate::tags::Layer;
use crate::tags::history::{Place, Slot};
use crate::tags::set::TagSet;
use crate::text::Span;
use crate::tui::model::effect::{Because, Held, NamedPlace, Wanted, Which};
use crate::tui::model::event::{Event, Laid};
use crate::tui::model::measured::Measured;
use crate::tui::model::received::{FreshVerdicts, Received, Said};

/// Reads documents for the desk.
pub(super) fn open(library: &Library, wanted: &Wanted) -> Event {
    let read = wanted.documents.iter().map(|which| match which {
        Which::Named(name) => library.fetch(name, &wanted.shelf, &wanted.reviewed).map(Some),
        Which::Held(slot) => Ok(on_shelf(&wanted.shelf, *slot).map(|held| library.again(held, &wanted.reviewed))),
    });
    match read.collect::<Result<Vec<Option<Laid>>, _>>() {
        Ok(documents) => Event::Opened(documents.into_iter().flatten().collect()),
        Err(problem) => {
            let hint = problem.hint().map(|hint| format!(" — {hint}")).unwrap_or_default();
            Event::NotOpened(format!("{problem}{hint}"))
        }
    }
}

/// Returns the details of documents that are put back on the desk: the place of the cursor, and others' tags.
pub(super) fn again(library: &Library, wanted: &Wanted) -> Event {
    match open(library, wanted) {
        Event::Opened(documents) => Event::Returned(documents),
        event => event,
    }
}

/// Reads the document of a place, and its partner; if the partner cannot be read, the document alone.
pub(super) fn show(library: &Library, place: Place, shelf: Vec<Held>, reviewed: Vec<String>) -> Event {
    let held = on_shelf(&shelf, place.slot);
    let name = held.and_then(|held| library.named(&held.path).ok()).map(|(_, name)| name).unwrap_or_default();
    let pairs = library.together().unwrap_or_default();
    let pair = pairs.into_iter().find(|(left, right)| *left == name || right.as_ref() == Some(&name));
    let names = pair.into_iter().flat_map(|(left, right)| std::iter::once(left).chain(right));
    let fetched: Result<Vec<Laid>, _> = names.map(|name| library.fetch(&name, &shelf, &reviewed)).collect();
    let has_it = |documents: &Vec<Laid>| documents.iter().any(|laid| laid.document.is_held(place.slot));
    let documents = fetched.ok().filter(has_it).unwrap_or_else(|| {
        on_shelf(&shelf, place.slot).map(|held| library.again(held, &reviewed)).into_iter().collect()
    });
    Event::Shown(place, documents)
}

/// Reads the document with this name and its partner, to show a place in the document.
pub(super) fn show_named(library: &Library, place: NamedPlace, shelf: Vec<Held>, reviewed: Vec<String>) -> Event {
    let pairs = library.together().unwrap_or_default();
    let has_it = |left: &String, right: &Option<String>| *left == place.name || right.as_ref() == Some(&place.name);
    let pair = pairs.into_iter().find(|(left, right)| has_it(left, right));
    let (left, right) = pair.unwrap_or_else(|| (place.name.clone(), None));
    let which = usize::from(left != place.name);
    let fetch = |name: String| library.fetch(&name, &shelf, &reviewed);
    let both: Result<Vec<Laid>, _> = std::iter::once(left).chain(right).map(fetch).collect();
    // If the partner cannot be read, the document is shown alone.
    match (both, place.at) {
        (Ok(documents), at) => Event::ShownNamed { at, which, documents },
        (Err(_), at) => match fetch(place.name.clone()) {
            Ok(laid) => Event::ShownNamed { at, which: 0, documents: vec![laid] },
            Err(problem) => Event::Failed(problem.to_string()),
        },
    }
}

/// Looks up the origin of a document.
pub(super) fn origin(held: &Held) -> Event {
    let sources = Corpus::of(&held.path).and_then(|corpus| Provenances::load(&corpus));
    match sources {
        Ok(sources) => Event::Origin(held.name.clone(), sources.get(&held.name).map(Box::new)),
        Err(problem) => Event::Failed(problem.to_string()),
    }
}

/// Reads documents and their layers again.
pub(super) fn reload(library: &Library, held: &[Held], reviewed: &[String]) -> Event {
    let read = held.iter().map(|held| library.reopen(held, reviewed));
    match read.collect::<Result<Vec<Laid>, _>>() {
        Ok(documents) => Event::Reloaded(documents),
        Err(problem) => Event::Failed(problem.to_string()),
    }
}

/// Reads the tags of the annotators under review on documents.
pub(super) fn review(held: &[Held], reviewed: Vec<String>, because: Because) -> Event {
    let others = |held: &Held| {
        let others = library::others(&held.path, &held.name, &held.document, &held.annotator, &reviewed);
        (held.slot, held.document.clone(), others)
    };
    let found = held.iter().map(others).collect();
    Event::Reviewed { reviewed, found, because }
}

/// Reads the layers of two annotators on one document.
pub(super) fn beside(library: &Library, held: &Held, names: [String; 2], at: Option<Span>) -> Event {
    let side = |corpus: &Corpus, name: &str| {
        let (open, doubt) = library::open(corpus, &held.path, held.document.clone(), name)?;
        Ok(library.lay(open, doubt, &[]))
    };
    let sides = Corpus::of(&held.path).and_then(|corpus| {
        let [left, right] = &names;
        Ok(Box::new([side(&corpus, left)?, side(&corpus, right)?]))
    });
    match sides {
        Ok(sides) => Event::Beside { names, sides, at },
        Err(problem) => Event::Failed(problem.to_string()),
    }
}

/// Measures the agreement of annotators on documents.
pub(super) fn agree(held: &[Held], annotators: Vec<String>, labels: &[String]) -> Event {
    let mut measuring = Measuring::new(annotators.len(), labels.iter().map(String::as_str), AgreementUnit::Words);
    let mut slots = Vec::new();
    for held in held {
        let Ok(corpus) = Corpus::of(&held.path) else { continue };
        let sets = annotators.iter().map(|who| match *who == held.annotator {
            true => Some(held.layer.tags().clone()),
            // An annotator without a layer does not disagree, and a layer that cannot be read is skipped.
            false => Some(corpus.layer(&held.name, &held.document, who).ok()??.records.tags),
        });
        if let Some(sets) = sets.collect::<Option<Vec<TagSet>>>() {
            measuring.add(&held.name, &held.document, &sets.iter().collect::<Vec<_>>());
            slots.push(held.slot);
        }
    }
    if annotators.len() < 2 || slots.is_empty() {
        return Event::Measured(None);
    }
    Event::Measured(Some(Measured { annotators, slots, agreement: measuring.finish(0, 0) }))
}

/// Collects the reviewers' verdicts on the tags of documents, and the tags that reviewers added.
pub(super) fn receive(held: &[Held]) -> Event {
    gather(held).map_or_else(|problem| Event::Failed(problem.to_string()), Event::Received)
}

/// Returns the verdicts and the added tags of all reviewers. Fails if one of their layers cannot be read.
fn gather(held: &[Held]) -> Result<Vec<Received>, Problem> {
    let mut received = Vec::new();
    for held in held {
        let corpus = Corpus::of(&held.path)?;
        for reviewer in corpus.annotators(&held.name)?.into_iter().filter(|other| *other != held.annotator) {
            // A layer that cannot be read is an error, because otherwise the user would miss its verdicts unnoticed.
            let Some(reading) = corpus.layer(&held.name, &held.document, &reviewer)? else { continue };
            let verdicts = reading.records.verdicts.values().filter(|verdict| verdict.annotator == held.annotator);
            let verdicts: Vec<Said> = verdicts.cloned().map(|verdict| Said::Verdict(Box::new(verdict))).collect();
            if verdicts.is_empty() {
                continue;
            }
            let round = Round::new(&held.document, &[(held.annotator.clone(), held.layer.tags().clone())]);
            let theirs = Layer::new(reading.records);
            let added: Vec<Said> = round.added(&theirs).cloned().map(|tag| Said::Added(Box::new(tag))).collect();
            let said = verdicts.into_iter().chain(added);
            received.extend(said.map(|said| Received { slot: held.slot, reviewer: reviewer.clone(), said }));
        }
    }
    Ok(received)
}

/// Looks up decisions on the tags on documents since the last report. Layers that cannot be read are skipped here;
/// [`receive`] reports them.
pub(super) fn fresh_verdicts(library: &Library, held: &[Held]) -> Vec<FreshVerdicts> {
    let mut fresh: Vec<FreshVerdicts> = Vec::new();
    for held in held {
        let Ok(corpus) = Corpus::of(&held.path) else { continue };
        for reviewer in corpus.annotators(&held.name).unwrap_or_default() {
            if reviewer == held.annotator {
                continue;
            }
            let Ok(Some(reading)) = corpus.layer(&held.name, &held.document, &reviewer) else { continue };
            let verdicts = reading.records.verdicts.values().filter(|verdict| verdict.annotator == held.annotator);
            let told = library.told(held, &reviewer);
            let new: Vec<_> = verdicts.filter(|verdict| told.as_ref().is_none_or(|told| verdict.at > *told)).collect();
            let Some(last) = new.iter().map(|verdict| &verdict.at).max() else { continue };
            library.tell(held, &reviewer, last);
            let at = fresh.iter().position(|fresh| fresh.reviewer == reviewer).unwrap_or_else(|| {
                fresh.push(FreshVerdicts { reviewer: reviewer.clone(), ..FreshVerdicts::default() });
                fresh.len() - 1
            });
            new.iter().for_each(|verdict| fresh[at].counts.add(verdict));
            fresh[at].told_before |= told.is_some();
        }
    }
    fresh
}

/// Returns the state of the document in a slot.
fn on_shelf(shelf: &[Held], slot: Slot) -> Option<&Held> {
    shelf.iter().find(|held| held.slot == slot)
}
