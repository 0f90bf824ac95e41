//! Shows one document twice, and steps from difference to difference in both panes at once.

use crate::review::matching::MatchKind;
use crate::text::Span;
use crate::text::motion::Direction;
use crate::tui::model::effect::Held;
use crate::tui::model::list::{ListItem, Lister};
use crate::tui::model::pane::Focus;
use crate::tui::model::{App, Effect};

/// Asks whose tags to show side by side; if there is only one choice, shows them at once. If two layers are shown
/// already, returns to the articles.
pub(super) fn toggle(app: &mut App) {
    if let Some(beside) = app.desk.beside() {
        let before = beside.before.clone();
        return super::opened::ask_to_return(app, before);
    }
    // An annotator under review is on the left, the user's own layer on the right.
    let mut names = app.desk.open().others.clone();
    names.push(app.desk.open().annotator.clone());
    match names.as_slice() {
        [_] => app.say("nobody else has tags on this article"),
        [left, right] => ask(app, [left.clone(), right.clone()], None),
        names => {
            let pairs =
                crate::review::pairs(names.len()).map(|(left, right)| [names[left].clone(), names[right].clone()]);
            let sides = AnnotatorPairs(pairs.collect());
            super::lists::open(app, sides);
        }
    }
}

/// Asks for the layers of two annotators on the active document, to show the place `at` if there is one.
pub(super) fn ask(app: &mut App, names: [String; 2], at: Option<Span>) {
    super::opened::note_places(app);
    let slot = app.desk.pane().slot;
    let held = Box::new(Held::of(app.desk.open(), slot));
    app.ask(Effect::Beside { held, names, at });
}

/// Leaves the search; without one, goes back to the articles that were on the desk before.
pub(super) fn leave(app: &mut App) {
    match app.search.query {
        Some(_) => super::search::leave(app),
        None => toggle(app),
    }
}

/// Shows the difference that is `times` steps further on, in both panes.
pub(super) fn step(app: &mut App, times: usize, direction: Direction) {
    let Some(beside) = app.desk.beside() else { return };
    let (count, cursor) = (beside.differences.len(), app.desk.pane().cursor);
    if count == 0 {
        return app.say("the two annotators agree on every tag");
    }
    // Steps count from the difference that is shown, if the cursor is still in it.
    let slot = app.desk.pane().slot;
    let side = usize::from(beside.slots[1] == slot);
    let focus = app.desk.pane().tag();
    let here = beside.differences.iter().position(|difference| match &difference.tags[side] {
        Some(tag) => Some(tag) == focus,
        None => focus.is_none() && difference.span.start == cursor,
    });
    let before = || beside.differences.partition_point(|difference| difference.span.start < cursor);
    let first = match (here, direction) {
        (Some(here), Direction::Forward) => here + times,
        (Some(here), Direction::Back) => here + count - times % count,
        (None, Direction::Forward) => before() + times - 1,
        (None, Direction::Back) => before() + count - times % count,
    };
    show(app, first % count);
}

/// Shows a difference in both panes.
pub(super) fn show(app: &mut App, number: usize) {
    let Some(beside) = app.desk.beside() else { return };
    let (difference, count, slots) = (beside.differences[number].clone(), beside.differences.len(), beside.slots);
    for (slot, tag) in slots.iter().zip(&difference.tags) {
        let Some(pane) = app.desk.panes.iter().position(|pane| pane.slot == *slot) else { continue };
        let span =
            tag.as_ref().and_then(|tag| app.desk.shelf[*slot].layer.tag(tag)).map_or(difference.span, |tag| tag.span);
        app.desk.with(pane, |pane, text| {
            pane.selection = None;
            pane.show(text, span);
            pane.focus = tag.clone().map(Focus::Tag);
        });
    }
    let who = |side: usize| app.desk.shelf[slots[side]].annotator.as_str();
    let tag = |side: usize| difference.tags[side].as_ref().and_then(|tag| app.desk.shelf[slots[side]].layer.tag(tag));
    let words = |side: usize| {
        tag(side)
            .map_or(String::new(), |tag| format!("{} “{}”", tag.label, app.desk.shelf[slots[side]].quote(tag.span, 30)))
    };
    let what = match (difference.kind, &difference.tags) {
        (MatchKind::LabelsDiffer, _) => format!("labels differ: {} · {}", words(0), words(1)),
        (MatchKind::EndsDiffer, _) => format!("ends differ: {} · {}", words(0), words(1)),
        (_, [Some(_), None]) => format!("only {} has it: {}", who(0), words(0)),
        (_, _) => format!("only {} has it: {}", who(1), words(1)),
    };
    app.say(format!("{} of {count}: {what}", number + 1));
}

/// The annotators whose tags can stand side by side.
#[derive(Debug)]
struct AnnotatorPairs(Vec<[String; 2]>);

impl Lister for AnnotatorPairs {
    fn title(&self, _: &App, _: &str) -> String {
        "whose tags side by side?".into()
    }

    fn fill(&mut self, _: &App) -> Vec<ListItem> {
        self.0.iter().map(|[left, right]| ListItem::new(format!("{left} | {right}"))).collect()
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        ask(app, self.0[line].clone(), None);
    }
}
