//! Searches all texts of the corpus: `:grep words` lists the lines, and Enter opens one.
//!
//! ```text
//!   :grep kursk ─▶ Effect::Grep ─▶ Event::Grepped … ─▶ the list grows; when it is closed, the search ends
//! ```

use crate::corpus::grep::{GrepFor, GrepHit};
use crate::say;
use crate::tags::history::Place;
use crate::text::Span;
use crate::text::search::Query;
use crate::tui::command::Call;
use crate::tui::model::effect::NamedPlace;
use crate::tui::model::grep::Grep;
use crate::tui::model::list::{ListItem, Lister};
use crate::tui::model::overlay::Overlay;
use crate::tui::model::{App, Effect};
use crate::tui::update::{history, lists, opened, search};

/// The greatest number of lines that are listed. Beyond it, the search ends, and the user has to type more words.
const MOST: usize = 5000;
/// The least number of characters that are searched for: fewer are in nearly every text.
const LEAST: usize = 3;

/// Lists the lines of the corpus with these words.
pub(super) fn lines(app: &mut App, call: &Call) {
    let words = call.told.join(" ");
    match Query::new(words.trim()) {
        Ok(query) => {
            begin(app, Some(query), GrepFor::Lines);
            lists::open(app, GrepHits);
        }
        Err(why) => app.warn(why),
    }
}

/// Asks which texts have the words that were typed as the filter of the open list, if the list filters by them.
pub(super) fn filter(app: &mut App) {
    let Some(Overlay::List(list)) = &app.overlay else { return };
    if list.of.searches() != Some(GrepFor::First) {
        return;
    }
    let typed = list.input.value().trim().to_string();
    let query = Query::new(&typed).ok().filter(|_| typed.chars().count() >= LEAST);
    if query.is_none() && app.grep.query.is_none() {
        return;
    }
    begin(app, query, GrepFor::First);
    lists::refill(app);
}

/// Adds hits to the search; hits of an earlier search are ignored.
pub(super) fn found(app: &mut App, number: u64, hits: Vec<GrepHit>, is_done: bool) {
    if number != app.grep.number {
        return;
    }
    let wants = matches!(&app.overlay, Some(Overlay::List(list)) if list.of.searches().is_some());
    let room = MOST.saturating_sub(app.grep.hits.len());
    if !wants || hits.len() > room {
        app.ask(Effect::StopGrep);
    }
    app.grep.documents.extend(hits.iter().map(|hit| hit.document.clone()));
    app.grep.is_done = is_done || hits.len() > room;
    app.grep.hits.extend(hits.into_iter().take(room));
    if wants {
        lists::refill(app);
    }
}

/// Starts a new search, which ends the one before. Without a query, only ends the one before.
fn begin(app: &mut App, query: Option<Query>, what: GrepFor) {
    app.grep = Grep { query: query.clone(), number: app.grep.number + 1, ..Grep::default() };
    let number = app.grep.number;
    app.ask(query.map_or(Effect::StopGrep, |query| Effect::Grep { query, what, number }));
}

/// The lines that were found.
#[derive(Debug)]
struct GrepHits;

impl Lister for GrepHits {
    fn title(&self, app: &App, count: &str) -> String {
        let Grep { query, documents, is_done, hits, .. } = &app.grep;
        let words = query.as_ref().map_or("", |query| query.pattern());
        let state = match (is_done, hits.len() >= MOST) {
            (_, true) => ", and more",
            (true, _) => "",
            (false, _) => " …",
        };
        format!("{words}: {count} lines in {}{state}", say::count(documents.len(), "text"))
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let item = |hit: &GrepHit| ListItem {
            lead: format!("{}:", hit.line),
            ..ListItem::with_aside(hit.words.clone(), hit.document.clone())
        };
        app.grep.hits.iter().map(item).collect()
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        let Some(hit) = app.grep.hits.get(line).cloned() else { return };
        app.ask(Effect::StopGrep);
        if let Some(query) = app.grep.query.clone() {
            search::look_for(app, query);
        }
        let on_desk = app.desk.panes.iter().map(|pane| pane.slot).find(|slot| app.desk.shelf[*slot].path == hit.path);
        match on_desk {
            Some(slot) => history::show_place(app, Place { slot, span: Span::new(hit.at, hit.at) }),
            None => opened::ask_to_show_named(app, NamedPlace { name: hit.document, at: hit.at }),
        }
    }

    fn groups(&self) -> bool {
        true
    }

    fn searches(&self) -> Option<GrepFor> {
        Some(GrepFor::Lines)
    }
}
