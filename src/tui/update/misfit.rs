//! Asks, before anything changes, what to do with links that an action would make invalid.
//!
//! ```text
//!   claim ── rests on ─▶ figure      relabelled as a source:  no such link begins there   ─▶ the user is asked
//!                                    removed:                 a link needs two ends       ─▶ removed, and reported
//! ```
//!
//! Links that are invalid already, from an import or an older list of labels, are in the list of what is to be settled.
//!
//! All actions that relabel or remove tags call [`propose`]: relabelling, new ends, verdicts in a review, and verdicts
//! that are taken over. Undo brings back the links that were removed.

use std::collections::BTreeSet;

use crate::say::{count, with_article};
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::{Id, Tag};
use crate::tui::model::link::End;
use crate::tui::model::list::{ListItem, Lister};
use crate::tui::model::review::ReviewedLink;
use crate::tui::model::{App, Just};

/// An action that is to be carried out.
#[derive(Clone, Debug)]
pub(super) struct PlannedAction {
    /// The description, for undo.
    words: String,
    /// The place.
    place: Place,
    /// The edits.
    edits: Vec<(Slot, Edit)>,
    /// The state that the next key may continue from.
    just: Option<Just>,
    /// The message after the action, and the function that shows it: a review goes on to the next item.
    said: String,
    then: fn(&mut App, &str),
}

impl PlannedAction {
    /// Returns an action whose description is also its message.
    pub(super) fn new(words: String, place: Place, edits: Vec<(Slot, Edit)>) -> PlannedAction {
        PlannedAction { said: words.clone(), words, place, edits, just: None, then: |app, words| app.say(words) }
    }

    /// Sets the message, and a function that is called with it after the action.
    pub(super) fn then(self, said: String, then: fn(&mut App, &str)) -> PlannedAction {
        PlannedAction { said, then, ..self }
    }

    /// Sets the state that the next key may continue from.
    pub(super) fn just(self, just: Option<Just>) -> PlannedAction {
        PlannedAction { just, ..self }
    }
}

/// Carries out an action. If it would make links invalid, asks first what to do with them.
pub(super) fn propose(app: &mut App, proposal: PlannedAction) {
    match unfit(app, &proposal.edits) {
        links if links.is_empty() => carry_out(app, proposal, &[]),
        links => super::lists::open(app, Misfits { proposal, links }),
    }
}

/// Carries out an action; removes these links, and the links of tags that it removes.
fn carry_out(app: &mut App, mut proposal: PlannedAction, off: &[(Slot, Id)]) {
    let loose = loose(app, &proposal.edits);
    let off: Vec<&(Slot, Id)> = off.iter().chain(&loose).collect();
    let told = match off.len() {
        0 => String::new(),
        links => format!("; removed {}", count(links, "link")),
    };
    let off = off.into_iter().map(|(slot, id)| (*slot, Edit::Link(id.clone(), None)));
    proposal.edits.splice(0..0, off);
    if app.change(proposal.words + &told, proposal.place, proposal.edits) {
        app.just = proposal.just.or(app.just.take());
        (proposal.then)(app, &(proposal.said + &told));
    }
}

/// Returns the links that fit the present labels but not the labels that these edits give.
fn unfit(app: &App, edits: &[(Slot, Edit)]) -> Vec<(Slot, Id)> {
    let given = |slot: Slot, id: &Id| {
        edits.iter().rev().find_map(|(of, edit)| match edit {
            Edit::Tag(tag, Some(now)) if *of == slot && tag == id => Some(now.label.as_str()),
            _ => None,
        })
    };
    let mut found: Vec<(Slot, Id)> = Vec::new();
    for (slot, edit) in edits {
        let Edit::Tag(id, Some(now)) = edit else { continue };
        if app.desk.shelf[*slot].layer.tag(id).is_none_or(|before| before.label == now.label) {
            continue;
        }
        let is_unfit = |end: &End| {
            let Some(kind) = app.link_kind(&end.link.kind) else { return false };
            let label = |(slot, id): (Slot, &Id)| {
                given(slot, id).map(str::to_string).or_else(|| Some(app.desk.shelf[slot].layer.tag(id)?.label.clone()))
            };
            match (end.other.and_then(label), end.begins) {
                (Some(other), true) => !kind.joins(&now.label, &other, end.link.document.is_some()),
                (Some(other), false) => !kind.joins(&other, &now.label, end.link.document.is_some()),
                (None, begins) => begins && !kind.begins_at(&now.label),
            }
        };
        for end in app.links_at(*slot, id).filter(is_unfit) {
            let link = (end.slot, end.link.id.clone());
            if !found.contains(&link) {
                found.push(link);
            }
        }
    }
    found
}

/// Returns how many links of an annotator under review fit a tag as it is, but not with another label. They are not the
/// reviewer's to remove; the annotator is asked about them when the verdict is taken over.
pub(super) fn unfit_under_review(app: &App, slot: Slot, tag: &Tag, label: &str) -> usize {
    let slots = app.desk.slots();
    let ways = slots.iter().flat_map(|other| [(slot, *other), (*other, slot)]);
    let ways: BTreeSet<(Slot, Slot)> = ways.collect();
    let links = ways
        .into_iter()
        .flat_map(|(here, there)| app.reviewed_links(here, there).map(move |link| (here != there, link)));
    links
        .filter(|(across, ReviewedLink { link, from, to, .. })| {
            let Some(kind) = app.link_kind(&link.kind) else { return false };
            let given = |end: &Tag| if end.id == tag.id { label.to_string() } else { end.label.clone() };
            let touches = from.id == tag.id || to.id == tag.id;
            touches && kind.joins(&from.label, &to.label, *across) && !kind.joins(&given(from), &given(to), *across)
        })
        .count()
}

/// Returns the links of the tags that these edits remove, except those that the edits remove themselves.
fn loose(app: &App, edits: &[(Slot, Edit)]) -> Vec<(Slot, Id)> {
    let taken_off = |slot: Slot, link: &Id| {
        edits.iter().any(|(of, edit)| *of == slot && matches!(edit, Edit::Link(id, None) if id == link))
    };
    let mut found: Vec<(Slot, Id)> = Vec::new();
    for (slot, edit) in edits {
        let Edit::Tag(id, None) = edit else { continue };
        for end in app.links_at(*slot, id).filter(|end| !taken_off(end.slot, &end.link.id)) {
            let link = (end.slot, end.link.id.clone());
            if !found.contains(&link) {
                found.push(link);
            }
        }
    }
    found
}

/// The choices for links that no longer fit.
#[derive(Debug)]
struct Misfits {
    proposal: PlannedAction,
    links: Vec<(Slot, Id)>,
}

impl Misfits {
    /// Returns the label that does not fit, if the action gives only one.
    fn label(&self) -> Option<&str> {
        let mut labels = self.proposal.edits.iter().filter_map(|(_, edit)| match edit {
            Edit::Tag(_, Some(tag)) => Some(tag.label.as_str()),
            _ => None,
        });
        labels.next().filter(|_| labels.next().is_none())
    }
}

impl Lister for Misfits {
    fn title(&self, _: &App, _: &str) -> String {
        let label = self.label().map_or("the new labels".into(), with_article);
        let fit = if self.links.len() == 1 { "does not fit" } else { "do not fit" };
        format!("{} {fit} {label}: what now?", count(self.links.len(), "link"))
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let them = if self.links.len() == 1 { "it" } else { "them" };
        let words = |(slot, id): &(Slot, Id)| {
            let link = app.desk.shelf[*slot].layer.links().get(id);
            link.map_or_else(String::new, |link| app.link_in_words(*slot, link))
        };
        let aside = self.links.iter().map(words).collect::<Vec<_>>().join("; ");
        vec![
            ListItem::with_aside(format!("relabel, and remove {them}"), aside),
            ListItem::new(format!("relabel, and keep {them}: `diptych check` reports {them}")),
        ]
    }

    fn writes_to(&self, slot: Slot) -> bool {
        self.proposal.edits.iter().any(|(of, _)| *of == slot) || self.links.iter().any(|(of, _)| *of == slot)
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        let off: &[(Slot, Id)] = if line == 0 { &self.links } else { &[] };
        carry_out(app, self.proposal.clone(), off);
    }
}
