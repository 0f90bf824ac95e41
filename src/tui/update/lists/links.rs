//! Lists links, of one tag or of all.

use crate::tags::history::Slot;
use crate::tags::{Id, Link};
use crate::tui::model::App;
use crate::tui::model::list::{ListHint, ListItem, Lister};
use crate::tui::update::{focus, link};

/// The links of the tag in focus, or of all tags on the desk.
#[derive(Debug)]
pub(crate) struct Links {
    /// The tag.
    of: Option<(Slot, Id)>,
    lines: Vec<(Slot, Id)>,
}

impl Links {
    /// Returns the list of the links of the tag in focus; without one, of all.
    pub(crate) fn of_focus(app: &App) -> Links {
        let of = app.focused_tag().map(|tag| (app.desk.pane().slot, tag.id.clone()));
        Links { of, lines: Vec::new() }
    }
}

impl Lister for Links {
    fn title(&self, _: &App, count: &str) -> String {
        match self.of {
            Some(_) => format!("links of this tag: {count}"),
            None => format!("links: {count}"),
        }
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let links: Vec<(Slot, &Link)> = match &self.of {
            Some((slot, id)) => app.links_at(*slot, id).map(|end| (end.slot, end.link)).collect(),
            None => {
                let slots = app.desk.slots().into_iter();
                let links =
                    slots.flat_map(|slot| app.desk.shelf[slot].layer.links().values().map(move |link| (slot, link)));
                links.collect()
            }
        };
        self.lines = links.iter().map(|(slot, link)| (*slot, link.id.clone())).collect();
        links.into_iter().map(|(slot, link)| item(app, slot, link)).collect()
    }

    /// Goes to the end of the link that is not the current tag.
    fn choose(&self, app: &mut App, line: usize, _: &str) {
        let (slot, id) = &self.lines[line];
        let Some(link) = app.desk.shelf[*slot].layer.links().get(id).cloned() else { return };
        let target = app.link_target(*slot, &link);
        let at_its_end = self.of.as_ref().is_some_and(|(here, tag)| target == Some(*here) && link.to == *tag);
        match target.filter(|_| self.of.is_some() && !at_its_end) {
            Some(target) => focus::jump(app, target, &link.to),
            None => focus::jump(app, *slot, &link.from),
        }
    }

    fn remove(&self, app: &mut App, line: usize) {
        let (slot, id) = &self.lines[line];
        link::remove(app, *slot, id);
    }

    fn hints(&self) -> &'static [ListHint] {
        const { &[ListHint::of("remove")] }
    }
}

/// Returns the line of a link.
pub(crate) fn item(app: &App, slot: Slot, of: &Link) -> ListItem {
    let name = &app.desk.shelf[slot].name;
    let aside = if app.is_misfit(slot, of) { format!("does not fit · {name}") } else { name.clone() };
    ListItem::with_aside(app.link_in_words(slot, of), aside)
}
