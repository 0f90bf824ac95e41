//! Puts documents onto the desk: at the start, from the list of pairs, after reading them again, or to show a place in
//! them.

use crate::layout::glyph::printable;
use crate::tags::history::{Place, Slot};
use crate::text::Span;
use crate::tui::model::beside::Beside;
use crate::tui::model::desk::Arrangement;
use crate::tui::model::effect::{LeftAt, NamedPlace, Wanted, Which};
use crate::tui::model::event::{Fetched, Laid, Others, Started};
use crate::tui::model::mouse::Mouse;
use crate::tui::model::open::{Guard, GuardKind, Open};
use crate::tui::model::pane::Pane;
use crate::tui::model::{App, Effect, Mode};

/// The language of a text that is shorter than this, in bytes, cannot always be recognised.
const SHORT: usize = 400;

/// Lays out the documents that the command line names; if it names none, asks for the list of pairs.
pub(super) fn started(app: &mut App, Started { documents, mut doubts }: Started) {
    if documents.is_empty() {
        super::pairs::ask(app);
    }
    let slots = lay_out(app, documents, &mut doubts);
    // If one article is named twice and there is an annotator to review, two layers are shown side by side.
    let twice = matches!(slots.as_slice(), [left, right] if left == right);
    let sides = match app.reviewing.as_slice() {
        [left, right, ..] if twice => Some([left.clone(), right.clone()]),
        [left] if twice => Some([left.clone(), app.setting.annotator.clone()]),
        _ => None,
    };
    match doubts.as_slice() {
        [] if app.is_unsettled() || sides.is_some() => {}
        [] if !app.reviewing.is_empty() => super::reviewing::tell(app),
        [] => greet(app),
        [_] => {}
        [doubt, rest @ ..] => app.warn(format!("{doubt} (and {} more, :doubts lists them)", rest.len())),
    }
    app.doubts = doubts;
    tell_language(app);
    match sides {
        Some(names) => super::beside::ask(app, names, None),
        None => {
            super::verdicts::ask(app);
            super::ask_what_to_settle(app);
        }
    }
    show_doubts(app);
}

/// Lays out documents that were read.
pub(super) fn opened(app: &mut App, documents: Vec<Laid>) {
    let is_first = app.desk.panes.is_empty();
    let mut doubts = Vec::new();
    lay_out(app, documents, &mut doubts);
    if let Some(doubt) = doubts.pop() {
        app.warn(doubt);
    }
    tell_language(app);
    super::verdicts::ask(app);
    super::ask_what_to_settle(app);
    if is_first {
        show_doubts(app);
    }
}

/// Shows what could not be understood at the start, once there is a desk to show it over.
fn show_doubts(app: &mut App) {
    match app.doubts.as_slice() {
        [] => {}
        [doubt] => app.warn(doubt.clone()),
        _ if app.overlay.is_none() && !app.desk.panes.is_empty() => super::page::doubts(app),
        _ => {}
    }
}

/// Shows why documents could not be read, and lists the pairs again.
pub(super) fn not_opened(app: &mut App, why: String) {
    super::pairs::ask(app);
    app.warn(why);
}

/// Lays out documents that have stayed open.
pub(super) fn returned(app: &mut App, documents: Vec<Laid>) {
    lay_out(app, documents, &mut Vec::new());
}

/// Lays out a document and its partner, and shows a place in it. The message stays.
pub(super) fn shown(app: &mut App, place: Place, documents: Vec<Laid>) {
    let said = app.message.take();
    lay_out(app, documents, &mut Vec::new());
    super::history::show_place(app, place);
    app.message = said;
}

/// Lays out a document of the corpus together with its partner, and shows a byte in `which` of the two.
pub(super) fn shown_named(app: &mut App, at: usize, which: usize, documents: Vec<Laid>) {
    let mut doubts = Vec::new();
    let slots = lay_out(app, documents, &mut doubts);
    if let Some(slot) = slots.get(which).copied() {
        super::history::show_place(app, Place { slot, span: Span::new(at, at) });
    }
    if let Some(doubt) = doubts.pop() {
        app.warn(doubt);
    }
    super::verdicts::ask(app);
    super::ask_what_to_settle(app);
}

/// Lays out documents that were read again, in the same order as before.
pub(super) fn reloaded(app: &mut App, documents: Vec<Laid>) {
    let active = app.desk.active;
    let mut doubts = Vec::new();
    lay_out(app, documents, &mut doubts);
    app.desk.active = active.min(app.desk.panes.len().saturating_sub(1));
    match doubts.pop() {
        Some(doubt) => app.warn(doubt),
        None => app.say("reloaded"),
    }
    super::ask_what_to_settle(app);
}

/// Lays one document out twice, with the layers of two annotators.
pub(super) fn beside(app: &mut App, names: [String; 2], sides: [Laid; 2], at: Option<Span>) {
    let before = match app.desk.beside() {
        Some(beside) => beside.before.clone(),
        None => app.desk.slots(),
    };
    let sides = sides.map(|side| lay_beside(app, side));
    lay_out(app, sides.into(), &mut Vec::new());
    let [left, right] = app.desk.panes.as_slice() else { return };
    let slots = [left.slot, right.slot];
    slots.iter().for_each(|slot| app.desk.shelf[*slot].review = None);
    let [left, right] = slots.map(|slot| &app.desk.shelf[slot]);
    let beside = Beside::new(slots, before, &left.document, [&left.layer, &right.layer]);
    let count = beside.differences.len();
    app.desk.arrangement = Arrangement::Beside(beside);
    app.desk.tied = true;
    if !app.message.as_ref().is_some_and(|message| message.bad) {
        let [next, back] = ["next-tag", "side-by-side"].map(|id| app.key_of(id));
        app.say(format!(
            "{} and {} differ in {count} places: {next} goes to the next, {back} goes back",
            names[0], names[1]
        ));
    }
    if let Some(at) = at {
        super::agreement::show_difference(app, at);
    }
}

/// Guards the layer of another annotator. It is shown as it was just read, even if it was open before.
fn lay_beside(app: &mut App, side: Laid) -> Laid {
    let Fetched::Read(mut open) = side.document else { return side };
    let is_own = open.annotator == app.setting.annotator;
    if !is_own {
        let why = format!("these are {}’s tags", open.annotator);
        open.guard = Some(Guard { in_full: why.clone(), why, kind: GuardKind::Others });
    }
    let there = app.desk.shelf.find(|other| other.layer_path == open.layer_path);
    let document = match there.filter(|_| !is_own) {
        Some(slot) => Fetched::Anew(slot, open),
        None => Fetched::Read(open),
    };
    Laid { document, ..side }
}

/// Asks for documents of the corpus to be laid out.
pub(super) fn ask(app: &mut App, names: Vec<String>) {
    note_places(app);
    let wanted = wanted(app, names.into_iter().map(Which::Named).collect());
    app.ask(Effect::Open(wanted));
}

/// Asks for open documents to be laid out again.
pub(super) fn ask_to_return(app: &mut App, slots: Vec<Slot>) {
    note_places(app);
    let wanted = wanted(app, slots.into_iter().map(Which::Held).collect());
    app.ask(Effect::Return(wanted));
}

/// Asks for a place to be shown whose document is not on the desk.
pub(super) fn ask_to_show(app: &mut App, place: Place) {
    note_places(app);
    let (shelf, reviewed) = (app.shelf(), app.reviewing.clone());
    app.ask(Effect::Show { place, shelf, reviewed });
}

/// Asks for a place to be shown in a document of the corpus that may not be open.
pub(super) fn ask_to_show_named(app: &mut App, place: NamedPlace) {
    note_places(app);
    let (shelf, reviewed) = (app.shelf(), app.reviewing.clone());
    app.ask(Effect::ShowNamed { place, shelf, reviewed });
}

/// Asks for the places of the cursors on the desk to be remembered for the next session.
pub(super) fn note_places(app: &mut App) {
    let left = |pane: &Pane| {
        let open = &app.desk.shelf[pane.slot];
        let (path, document) = (open.path.clone(), open.document.clone());
        LeftAt { path, document, cursor: pane.cursor, top: pane.top().span.start }
    };
    let places: Vec<LeftAt> = app.desk.panes.iter().map(left).collect();
    if !places.is_empty() {
        app.ask(Effect::NotePlaces(places));
    }
}

/// Stores the other annotators' tags on a document. The reviewer's decisions are looked up in the present layer.
pub(super) fn take_others(app: &mut App, slot: Slot, others: Others) {
    let open = &mut app.desk.shelf[slot];
    (open.others, open.review) = (others.names, others.review);
    if let Some(review) = &mut open.review {
        review.refresh(&open.layer);
    }
    if let Some(problem) = others.problem {
        app.warn(problem);
    }
}

/// Returns a request for documents, with the state that it needs.
fn wanted(app: &App, documents: Vec<Which>) -> Wanted {
    Wanted { documents, shelf: app.shelf(), reviewed: app.reviewing.clone() }
}

/// Lays documents on the desk, each at its remembered place. Adds messages about their layers to `doubts`.
fn lay_out(app: &mut App, documents: Vec<Laid>, doubts: &mut Vec<String>) -> Vec<Slot> {
    let mut places = Vec::new();
    for Laid { document, cursor, top, others, doubt } in documents {
        let slot = shelve(app, document);
        doubts.extend(doubt);
        take_others(app, slot, others);
        places.push((slot, cursor, top));
    }
    let slots: Vec<Slot> = places.iter().map(|(slot, ..)| *slot).collect();
    if slots.is_empty() {
        return slots;
    }
    if app.desk.beside().is_some() {
        (app.desk.arrangement, app.desk.tied) = (Arrangement::Articles, false);
    }
    app.desk.panes =
        places.iter().map(|(slot, cursor, _)| Pane::new(*slot, app.desk.shelf[*slot].text(), *cursor)).collect();
    app.desk.active = 0;
    (app.overlay, app.mode, app.mouse) = (None, Mode::Read, Mouse::default());
    app.desk.fit();
    for (number, (_, cursor, top)) in places.into_iter().enumerate() {
        app.desk.with(number, |pane, text| {
            pane.set_top(text, top);
            pane.put(text, cursor);
        });
    }
    super::search::count(app);
    let names: Vec<&str> = slots.iter().map(|slot| app.desk.shelf[*slot].name.as_str()).collect();
    let title = printable(&format!("diptych: {}", names.join(" ⟷ ")));
    app.ask(Effect::Title(title));
    slots
}

/// Puts a document on the shelf, unless it is there already.
fn shelve(app: &mut App, document: Fetched) -> Slot {
    let shelf = &mut app.desk.shelf;
    match document {
        Fetched::Held(slot) => slot,
        Fetched::Anew(slot, open) => {
            shelf[slot] = *open;
            // Actions on the old document can no longer be undone.
            app.history.forget(slot);
            slot
        }
        Fetched::Read(open) => match shelf.find(|other| other.layer_path == open.layer_path) {
            Some(slot) => slot,
            None => shelf.push(*open),
        },
    }
}

/// Tells the user once if there is no word list for the language of a text. Otherwise the user would wait for sources
/// that the program does not look for.
fn tell_language(app: &mut App) {
    if app.has_told_language || app.message.is_some() {
        return;
    }
    let open = app.desk.slots().into_iter().map(|slot| &app.desk.shelf[slot]);
    let mut unknown = open.filter(|open| open.text().len() >= SHORT && open.language().code.is_empty());
    if let Some(name) = unknown.next().map(|open| open.name.clone()) {
        app.has_told_language = true;
        app.say(format!(
            "{name}: there is no list of words for its language; numbers are read by their digits, sources are not"
        ));
    }
}

/// Tells a user who has no tags yet that other annotators have some, because their tags are not shown by themselves.
fn greet(app: &mut App) {
    let desk = &app.desk;
    let open: Vec<&Open> = desk.slots().into_iter().map(|slot| &desk.shelf[slot]).collect();
    if open.iter().any(|open| !open.layer.tags().is_empty()) {
        return;
    }
    let others = app.others();
    if let Some(first) = others.first() {
        let (who, have) = (others.join(", "), if others.len() == 1 { "has" } else { "have" });
        app.say(format!("no tags of yours yet; {who} {have} some: --annotator {first} shows them"));
    }
}
