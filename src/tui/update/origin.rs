//! Shows the origin of the active document as a page: what its original says about itself.

use crate::corpus::provenance::Provenance;
use crate::tui::model::effect::Held;
use crate::tui::model::{App, Effect};

/// Asks for the origin of the active document.
pub(super) fn ask(app: &mut App) {
    let slot = app.desk.pane().slot;
    app.ask(Effect::ReadOrigin(Box::new(Held::of(&app.desk.shelf[slot], slot))));
}

/// Shows the origin of a document, if it is recorded.
pub(super) fn show(app: &mut App, name: String, source: Option<Provenance>) {
    match source {
        Some(source) => super::page::open(app, format!("Where {name} came from"), words(&source)),
        None => app.say(format!("{name} has no recorded origin; `diptych add` records one")),
    }
}

/// Returns a line for each recorded detail.
fn words(source: &Provenance) -> String {
    let origin = &source.origin;
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let original = match source.entry {
        0 => source.original.clone(),
        entry => format!("{}, text {entry}", source.original),
    };
    let fields = [
        ("Title", given(&origin.title)),
        ("Authors", origin.authors.join(", ")),
        ("Date", given(&origin.date)),
        ("Publisher", given(&origin.publisher)),
        ("Address", given(&origin.address)),
        ("Language", given(&origin.language)),
        ("Licence", given(&origin.license)),
        ("Original", original),
        ("SHA-256", source.sha256.clone()),
        ("Converted by", source.converter.clone()),
        ("Added", source.added.clone()),
    ];
    let known = fields.iter().filter(|(_, value)| !value.is_empty());
    known.map(|(field, value)| format!("{field:<14}{value}\n")).collect()
}
