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
    // The sentence fits into 80 columns: of several reviewers, only the numbers of tags are told.
    let by = fresh.iter().enumerate().map(|(number, FreshVerdicts { reviewer, counts, .. })| match number {
        0 => format!("{reviewer} has reviewed {} of your tags", counts.sum()),
        _ => format!("{reviewer} {}", counts.sum()),
    });
    let mut words = crate::say::and(&by.collect::<Vec<_>>());
    if fresh.iter().any(|fresh| fresh.told_before) {
        words += " since your last visit";
    }
    if let [FreshVerdicts { counts, .. }] = fresh {
        words += &format!(" ({})", counts.signed());
    }
    let said = app.message.take().map_or_else(String::new, |message| message.words + "; ");
    let key = app.key_of("reviews");
    app.say(format!("{said}{words}: {key} lists"));
}
