//! Reports the decisions that reviewers have made since the last report. They are looked up whenever documents are
//! opened.

use crate::tags::history::Slot;
use crate::tui::model::received::FreshVerdicts;
use crate::tui::model::{App, Effect};

/// Asks for the decisions of reviewers on the annotator's tags on the desk since the last report.
pub(super) fn ask(app: &mut App) {
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

/// Reports these decisions. A warning and other messages from opening documents stay.
pub(super) fn told(app: &mut App, fresh: &[FreshVerdicts]) {
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
