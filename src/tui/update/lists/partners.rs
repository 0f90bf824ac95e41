//! Lists tags that can be the other end of the link that is being made, the most likely first.

use crate::tags::Id;
use crate::tags::history::Slot;
use crate::text::Span;
use crate::tui::model::App;
use crate::tui::model::list::{ListItem, Lister, Room};
use crate::tui::update::{focus, link};

/// The tags that can be the other end.
#[derive(Debug, Default)]
pub(crate) struct Partners {
    lines: Vec<(Slot, Id)>,
}

impl Lister for Partners {
    fn title(&self, app: &App, count: &str) -> String {
        let kind = app.linking().map_or("", |linking| linking.kind.as_str());
        format!("{kind} … which one? {count}")
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        self.lines = app.likeliest_partners();
        let item = |(slot, id): &(Slot, Id)| {
            let open = &app.desk.shelf[*slot];
            let Some(tag) = open.layer.tag(id) else { return ListItem::default() };
            ListItem {
                lead: tag.label.clone(),
                label: app.label_number(&tag.label),
                ..ListItem::with_aside(format!("{} {}", tag.label, open.quote(tag.span, 90)), open.name.clone())
            }
        };
        self.lines.iter().map(item).collect()
    }

    fn words(&self, app: &App, slot: Slot, line: usize) -> Option<Span> {
        let (of, id) = self.lines.get(line).filter(|(of, _)| *of == slot)?;
        Some(app.desk.shelf[*of].layer.tag(id)?.span)
    }

    fn groups(&self) -> bool {
        true
    }

    fn room(&self) -> Room {
        Room::Below
    }

    fn moved(&self, app: &mut App, line: usize) {
        let (slot, id) = self.lines[line].clone();
        focus::jump(app, slot, &id);
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        let (slot, id) = self.lines[line].clone();
        focus::jump(app, slot, &id);
        link::confirm(app);
    }
}
