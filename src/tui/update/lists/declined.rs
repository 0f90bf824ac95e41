//! Lists what was declined, so that it can be taken back.
//!
//! ```text
//!   figure “a dozen”                                 number · kursk.txt     a suggestion
//!   figures “1,500” and “10,000”                                no pair     a row of the comparison on the desk
//!   figures “1,500” and “12,000”                 no pair with third.txt     of another comparison
//!   sources “Rutte” and “Karlov”             not one source · rutte.txt
//!   figures “2.0”                          in no comparison · rutte.txt     a place of one article
//! ```

use crate::tags::Id;
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::remark::{DECLINED, PARTED, Remark};
use crate::text::Span;
use crate::tui::model::App;
use crate::tui::model::list::{ListHint, ListItem, Lister};
use crate::tui::model::open::quote;
use crate::tui::update::history;

/// The number of graphemes of each quote that a line shows.
const QUOTE: usize = 30;

/// What was declined in the articles on the desk: suggestions, and rows of comparisons.
#[derive(Debug, Default)]
pub(crate) struct DeclinedRemarks {
    lines: Vec<(Slot, Id)>,
}

impl Lister for DeclinedRemarks {
    fn title(&self, _: &App, count: &str) -> String {
        format!("declined: {count}")
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let mut items = Vec::new();
        self.lines.clear();
        for slot in app.desk.slots() {
            let open = &app.desk.shelf[slot];
            let is_declined = |remark: &&Remark| [DECLINED, PARTED].contains(&remark.says.as_str());
            let mut declined: Vec<&Remark> = open.layer.remarks().values().filter(is_declined).collect();
            declined.sort_by_key(|remark| remark.here.as_ref().map(|here| here.start));
            for remark in declined {
                let what = match &remark.via {
                    Some(via) => via.rule.as_str(),
                    None if remark.says == PARTED => "not one source",
                    None if remark.there.is_some() => "no pair",
                    None => "in no comparison",
                };
                let is_here = |name: &str| app.desk.slots().iter().any(|slot| app.desk.shelf[*slot].name == name);
                let aside = match remark.there.as_ref().map(|there| there.document.as_str()) {
                    Some(other) if other != open.name && is_here(other) => what.to_string(),
                    Some(other) if other != open.name => format!("{what} with {other}"),
                    _ => format!("{what} · {}", open.name),
                };
                items.push(ListItem {
                    lead: remark.about.clone(),
                    label: app.label_number(&remark.about).filter(|_| remark.via.is_some()),
                    ..ListItem::with_aside(in_words(remark), aside)
                });
                self.lines.push((slot, remark.id.clone()));
            }
        }
        items
    }

    fn none(&self, _: &App) -> String {
        "nothing was declined in these articles".into()
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        let (slot, id) = &self.lines[line];
        // The place in the other article comes first, so that the cursor ends in this one.
        let there = other_place(app, *slot, id);
        there.into_iter().for_each(|place| history::show_place(app, place));
        match place(app, *slot, id) {
            Some(span) => history::show_place(app, Place { slot: *slot, span }),
            None => app.say("its words are no longer in the text"),
        }
    }

    fn remove(&self, app: &mut App, line: usize) {
        let (slot, id) = &self.lines[line];
        let Some(remark) = app.desk.shelf[*slot].layer.remarks().get(id) else { return };
        let words = format!("no longer {}: {}", remark.says, in_words(remark));
        let place = Place { slot: *slot, span: place(app, *slot, id).unwrap_or_default() };
        if app.change(words.clone(), place, vec![(*slot, Edit::Remark(id.clone(), None))]) {
            app.say(words);
        }
    }

    fn hints(&self) -> &'static [ListHint] {
        const { &[ListHint { id: "remove", word: Some("take back") }] }
    }
}

/// Returns the place of a remark in the document whose layer holds it.
fn place(app: &App, slot: Slot, id: &Id) -> Option<Span> {
    let open = &app.desk.shelf[slot];
    open.layer.remarks().get(id)?.here.as_ref()?.find(&open.document)
}

/// Returns the place of a remark in the other article, if it has one there and that article is on the desk.
fn other_place(app: &App, slot: Slot, id: &Id) -> Option<Place> {
    let there = app.desk.shelf[slot].layer.remarks().get(id)?.there.as_ref()?;
    let is_it = |other: &Slot| *other != slot && app.desk.shelf[*other].name == there.document;
    let other = app.desk.slots().into_iter().find(is_it)?;
    let span = there.target.find(&app.desk.shelf[other].document)?;
    Some(Place { slot: other, span })
}

/// Returns the subject of a remark, and the words that it is about: `figures “1,500” and “10,000”`.
fn in_words(remark: &Remark) -> String {
    let there = remark.there.as_ref().map(|there| &there.target);
    let quotes = remark.here.iter().chain(there).map(|target| format!("“{}”", quote(&target.quote, QUOTE)));
    format!("{} {}", remark.about, quotes.collect::<Vec<_>>().join(" and "))
}
