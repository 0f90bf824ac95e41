//! Lists the pairs. Their progress is looked up only when the list is asked for; if there are many pairs, the names
//! show at once, and the counts when they are known.

use crate::tui::model::list::{ListItem, Lister};
use crate::tui::model::{App, Effect, Pair};

/// Asks for the pairs and their progress.
pub fn ask(app: &mut App) {
    let (shelf, reviewed) = (app.shelf(), app.reviewing.clone());
    app.ask(Effect::ListPairs { shelf, reviewed });
}

/// Adds the progress of the pairs to the open list. A list that was closed or replaced meanwhile does not change.
pub fn counted(app: &mut App, pairs: Vec<Pair>) {
    super::lists::take_in(app, &pairs);
}

/// Lists the pairs.
pub fn list(app: &mut App, pairs: Vec<Pair>) {
    super::lists::open(app, Pairs(pairs));
}

/// The pairs of the corpus.
#[derive(Debug)]
struct Pairs(Vec<Pair>);

impl Pairs {
    /// Returns the pair that is on the desk.
    fn open(&self, app: &App) -> Option<usize> {
        let names: Vec<&str> = app.desk.panes.iter().map(|pane| app.desk.shelf[pane.slot].name.as_str()).collect();
        let is_open =
            |pair: &Pair| names.first() == Some(&pair.left.as_str()) && names.get(1).copied() == pair.right.as_deref();
        self.0.iter().position(is_open)
    }
}

impl Lister for Pairs {
    fn title(&self, _: &App, count: &str) -> String {
        let what = if self.0.iter().any(|pair| pair.right.is_some()) { "pairs in this corpus" } else { "texts" };
        format!("{what}: {count}")
    }

    fn take_in(&mut self, pairs: &[Pair]) {
        if self.0.len() == pairs.len() {
            self.0 = pairs.to_vec();
        }
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let open = self.open(app);
        let item = |(number, pair): (usize, &Pair)| {
            let words = match &pair.right {
                Some(right) => format!("{}  ⟷  {right}", pair.left),
                None => pair.left.clone(),
            };
            let lead = if open == Some(number) { "▸".into() } else { String::new() };
            ListItem { lead, ..ListItem::with_aside(words, pair.progress.clone()) }
        };
        self.0.iter().enumerate().map(item).collect()
    }

    fn first(&self, app: &App) -> usize {
        self.open(app).unwrap_or(0)
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        let Pair { left, right, .. } = self.0[line].clone();
        super::opened::ask(app, std::iter::once(left).chain(right).collect());
    }
}
