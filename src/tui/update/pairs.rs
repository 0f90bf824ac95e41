//! The list of pairs: how far each is is looked up only when the list is asked for.

use crate::tui::model::{App, Effect, Pair};

/// Asks for the pairs and how far each is.
pub fn ask(app: &mut App) {
    let (shelf, reviewed) = (app.shelf(), app.reviewing.clone());
    app.ask(Effect::ListPairs { shelf, reviewed });
}

/// Lists the pairs. It was just looked up how far each is.
pub fn list(app: &mut App, pairs: Vec<Pair>) {
    app.pairs = pairs;
    let desk = &app.desk;
    let names: Vec<&str> = desk.panes.iter().map(|pane| desk.shelf[pane.slot].name.as_str()).collect();
    app.pair = app
        .pairs
        .iter()
        .position(|pair| names.first() == Some(&pair.left.as_str()) && names.get(1).copied() == pair.right.as_deref());
    super::list::show_pairs(app);
}

/// Asks for the documents of a pair.
pub fn open(app: &mut App, number: usize) {
    let Some(pair) = app.pairs.get(number).cloned() else { return };
    super::opened::ask(app, std::iter::once(pair.left).chain(pair.right).collect());
}
