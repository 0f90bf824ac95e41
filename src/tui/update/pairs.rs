//! Lists the pairs of the corpus with their progress. The progress is looked up only when the user asks for the list;
//! if there are many pairs, the names are shown at once, and the counts follow.
//!
//! The filter matches names, status and the words of the texts. A key shows only the pairs of one status.

use std::collections::BTreeSet;

use crate::corpus::grep::GrepFor;
use crate::tags::remark::Status;
use crate::tui::model::grep::Grep;
use crate::tui::model::list::{ListHint, ListItem, Lister};
use crate::tui::model::open::Open;
use crate::tui::model::{App, Effect, Pair};

/// Asks for the pairs and their progress.
pub(super) fn ask(app: &mut App) {
    let (shelf, reviewed) = (app.shelf(), app.reviewing.clone());
    app.ask(Effect::ListPairs { shelf, reviewed });
}

/// Lists the pairs.
pub(super) fn list(app: &mut App, pairs: Vec<Pair>) {
    app.grep = Grep { number: app.grep.number + 1, ..Grep::default() };
    super::lists::open(app, Pairs { pairs, ..Pairs::default() });
}

/// The pairs of the corpus.
#[derive(Debug, Default)]
struct Pairs {
    pairs: Vec<Pair>,
    /// The only status that is listed.
    only: Option<Status>,
    /// The search through all texts, and the documents that contain it.
    sought: String,
    found: BTreeSet<String>,
}

impl Pairs {
    /// Returns the pair that is on the desk.
    fn open(&self, app: &App) -> Option<usize> {
        let open: Vec<&Open> = app.desk.panes.iter().map(|pane| &app.desk.shelf[pane.slot]).collect();
        let position = |is_it: fn(&Open, &String) -> bool| {
            self.pairs.iter().position(|pair| {
                let names = [Some(&pair.left), pair.right.as_ref()].into_iter().flatten();
                names.clone().count() == open.len() && names.zip(&open).all(|(name, open)| is_it(open, name))
            })
        };
        // The texts of several folders are listed by longer names than they have in their own folders.
        position(|open, name| open.name == *name).or_else(|| position(|open, name| open.path.ends_with(name)))
    }
}

impl Lister for Pairs {
    fn title(&self, _: &App, count: &str) -> String {
        let is_pair = |pair: &Pair| pair.right.is_some();
        let what = match (self.pairs.iter().any(is_pair), self.pairs.iter().all(is_pair)) {
            (true, true) => "pairs in this corpus",
            (true, false) => "pairs and single texts in this corpus",
            (false, _) => "texts",
        };
        match self.only {
            Some(status) => format!("{what}, {}: {count}", status.word()),
            None => format!("{what}: {count}"),
        }
    }

    fn take_in(&mut self, from: usize, pairs: &[Pair]) {
        for (known, counted) in self.pairs.iter_mut().skip(from).zip(pairs) {
            if (&known.left, &known.right) == (&counted.left, &counted.right) {
                known.clone_from(counted);
            }
        }
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let Grep { query, documents, .. } = &app.grep;
        self.sought = query.as_ref().map_or("", |query| query.pattern()).to_string();
        self.found.clone_from(documents);
        let open = self.open(app);
        let item = |(number, pair): (usize, &Pair)| {
            let words = match &pair.right {
                Some(right) => format!("{}  ⟷  {right}", pair.left),
                None => pair.left.clone(),
            };
            let lead = if open == Some(number) { "▸".into() } else { String::new() };
            let hidden = self.only.is_some_and(|only| pair.status != Some(only));
            ListItem { lead, hidden, ..ListItem::with_aside(words, pair.progress.clone()) }
        };
        self.pairs.iter().enumerate().map(item).collect()
    }

    /// Keeps a pair in the list if one of its texts has the typed words.
    fn typed(&mut self, typed: &str, items: &mut Vec<ListItem>) {
        let is_sought = !self.found.is_empty() && typed.trim() == self.sought;
        for (item, pair) in items.iter_mut().zip(&self.pairs) {
            let mut names = std::iter::once(&pair.left).chain(&pair.right);
            item.stays = is_sought && names.any(|name| self.found.contains(name));
        }
    }

    fn first(&self, app: &App) -> usize {
        self.open(app).unwrap_or(0)
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        let Pair { left, right, .. } = self.pairs[line].clone();
        super::opened::ask(app, std::iter::once(left).chain(right).collect());
    }

    /// Lists only the pairs of one status; called again, of the next status that a pair has; at last, all pairs.
    fn next_label(&mut self, _: &App) {
        let has = |status: &Status| self.pairs.iter().any(|pair| pair.status == Some(*status));
        let later = Status::ALL.into_iter().filter(|status| self.only.is_none_or(|only| *status > only));
        self.only = later.into_iter().find(has);
    }

    fn caption(&self, _: &App, _: usize) -> String {
        "type to filter: names, status, words of the texts".into()
    }

    fn searches(&self) -> Option<GrepFor> {
        Some(GrepFor::First)
    }

    fn hints(&self) -> &'static [ListHint] {
        &[ListHint { id: "list-label", word: Some("by status") }]
    }
}
