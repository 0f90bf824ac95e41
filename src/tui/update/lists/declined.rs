//! Lists declined suggestions, so that one can be shown again.

use crate::tags::Id;
use crate::tags::history::Slot;
use crate::tags::remark::DECLINED;
use crate::tui::model::App;
use crate::tui::model::list::{ListHint, ListItem, Lister};
use crate::tui::model::open::quote;
use crate::tui::update::suggest;

/// The suggestions that were declined in the articles on the desk.
#[derive(Debug, Default)]
pub(crate) struct DeclinedSuggestions {
    lines: Vec<(Slot, Id)>,
}

impl Lister for DeclinedSuggestions {
    fn title(&self, _: &App, count: &str) -> String {
        format!("declined suggestions: {count}")
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let mut items = Vec::new();
        self.lines.clear();
        for slot in app.desk.slots() {
            let open = &app.desk.shelf[slot];
            let declined = open.layer.remarks().values().filter(|remark| remark.says == DECLINED);
            for remark in declined.filter(|remark| remark.there.is_none()) {
                let (Some(here), Some(via)) = (&remark.here, &remark.via) else { continue };
                let words = format!("{} “{}”", remark.about, quote(&here.quote, 60));
                let label = app.label_number(&remark.about);
                let item =
                    ListItem { lead: remark.about.clone(), label, ..ListItem::with_aside(words, via.rule.clone()) };
                items.push(item);
                self.lines.push((slot, remark.id.clone()));
            }
        }
        items
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        let (slot, id) = &self.lines[line];
        let open = &app.desk.shelf[*slot];
        let here = open.layer.remarks().get(id).and_then(|remark| remark.here.as_ref()?.find(&open.document));
        match here {
            Some(span) => super::super::history::show_place(app, crate::tags::history::Place { slot: *slot, span }),
            None => app.say("its words are no longer in the text"),
        }
    }

    fn remove(&self, app: &mut App, line: usize) {
        let (slot, id) = &self.lines[line];
        suggest::ask_again(app, *slot, id);
    }

    fn hints(&self) -> &'static [ListHint] {
        const { &[ListHint { id: "remove", word: Some("suggest again") }] }
    }
}
