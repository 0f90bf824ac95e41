//! Links that would no longer fit a tag with another label: the user says what is to become of them, before anything changes.
//!
//! ```text
//!   claim ── rests on ─▶ figure      relabelled as a source:  a source rests on nothing
//! ```

use crate::say::count;
use crate::tags::edit::Edit;
use crate::tags::history::Slot;
use crate::tags::{Id, Tag};
use crate::tui::model::App;
use crate::tui::model::link::End;
use crate::tui::model::list::{ListItem, Lister};

/// Returns the links of a tag that its new label would not fit, each with the document that holds it.
pub fn links(app: &App, slot: Slot, tag: &Tag, label: &str) -> Vec<(Slot, Id)> {
    let unfit = |end: &End| {
        let Some(kind) = app.link_kind(&end.link.kind) else { return false };
        let other = end.other.and_then(|(slot, id)| app.desk.shelf[slot].layer.tag(id));
        match (other, end.begins) {
            (Some(other), true) => !kind.joins(label, &other.label, end.link.document.is_some()),
            (Some(other), false) => !kind.joins(&other.label, label, end.link.document.is_some()),
            (None, begins) => begins && !kind.begins_at(label),
        }
    };
    app.links_at(slot, &tag.id).filter(unfit).map(|end| (end.slot, end.link.id.clone())).collect()
}

/// Asks what is to become of links.
pub fn ask(app: &mut App, slot: Slot, tag: &Tag, label: &str, links: Vec<(Slot, Id)>) {
    super::lists::open(app, Misfits { slot, tag: tag.id.clone(), label: label.to_string(), links });
}

/// What can become of links that no longer fit.
#[derive(Debug)]
struct Misfits {
    slot: Slot,
    tag: Id,
    label: String,
    links: Vec<(Slot, Id)>,
}

impl Misfits {
    fn one_or_several(&self) -> (String, &'static str) {
        (count(self.links.len(), "link"), if self.links.len() == 1 { "it" } else { "them" })
    }
}

impl Lister for Misfits {
    fn title(&self, _: &App, _: &str) -> String {
        let (links, _) = self.one_or_several();
        let fit = if self.links.len() == 1 { "does not fit" } else { "do not fit" };
        format!("{links} of this tag {fit} {}: what now?", crate::say::with_article(&self.label))
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let (_, them) = self.one_or_several();
        let words = |(slot, id): &(Slot, Id)| {
            let link = app.desk.shelf[*slot].layer.links().get(id);
            link.map_or_else(String::new, |link| super::link::in_words(app, *slot, link))
        };
        let aside = self.links.iter().map(words).collect::<Vec<_>>().join("; ");
        vec![
            ListItem::with_aside(format!("relabel, and take {them} off"), aside),
            ListItem::new(format!("relabel, and keep {them}: check will name {them}")),
        ]
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        let Some(tag) = app.desk.shelf[self.slot].layer.tag(&self.tag).cloned() else { return };
        let off = self.links.iter().filter(|_| line == 0).map(|(slot, id)| (*slot, Edit::Link(id.clone(), None)));
        super::focus::relabel_and(app, self.slot, tag, &self.label, off.collect());
    }
}
