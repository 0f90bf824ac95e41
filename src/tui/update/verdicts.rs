//! What others decided since it was last told: looked up whenever documents are opened, and said once.

use crate::tags::history::Slot;
use crate::tui::model::received::FreshVerdicts;
use crate::tui::model::{App, Effect};

/// Asks what others decided about the annotator's tags on the desk since it was last told.
pub fn ask(app: &mut App) {
    let judged = |slot: &Slot| {
        let open = &app.desk.shelf[*slot];
        !open.layer.tags().is_empty() && !open.others.is_empty() && open.annotator == app.setting.annotator
    };
    let slots: Vec<_> = app.desk.slots().into_iter().filter(judged).collect();
    if !slots.is_empty() {
        let held = app.held(slots);
        app.ask(Effect::LookForVerdicts(held));
    }
}

/// Says what others decided since it was last told. A warning, and what else was said on opening, stay.
pub fn told(app: &mut App, fresh: &[FreshVerdicts]) {
    if fresh.is_empty() || app.message.as_ref().is_some_and(|message| message.bad) {
        return;
    }
    let by = fresh.iter().map(|fresh| {
        let FreshVerdicts { reviewer, counts, .. } = fresh;
        format!("{reviewer} has reviewed {} of your tags ({})", counts.sum(), counts.signed())
    });
    let by: Vec<String> = by.collect();
    let since = if fresh.iter().any(|fresh| fresh.told_before) { " since your last visit" } else { "" };
    let said = app.message.take().map_or_else(String::new, |message| message.words + "; ");
    let key = app.key_of("reviews");
    app.say(format!("{said}{}{since}: {key} lists what they say", crate::say::and(&by)));
}
