//! A layer whose file does not read: it is never written over, and the user says what is to become of it.
//!
//! ```text
//!   read only    what can be read is shown, nothing can be changed           the file stays as it is
//!   set aside    a.txt.ana.ron → a.txt.ana.ron.aside, and begin anew         not a byte of it is lost
//!   recover      go on with what can be read; the file as it was is put aside, too
//! ```

use crate::tags::history::Slot;
use crate::tui::command::Command;
use crate::tui::model::App;
use crate::tui::model::overlay::{Choice, Item, List, Listing, Overlay, Target};

/// Asks what is to become of the first layer on the desk that may not be changed because its file is damaged.
pub fn ask(app: &mut App) {
    let guarded = app.desk.slots().into_iter().find(|slot| app.desk.shelf[*slot].is_broken());
    if let Some(slot) = guarded {
        offer(app, slot);
    }
}

/// Asks what is to become of a layer.
pub fn offer(app: &mut App, slot: Slot) {
    let open = &app.desk.shelf[slot];
    let Some(guard) = open.guard.clone() else { return };
    let file = open.layer_path.file_name().unwrap_or_default().display();
    let readable = match open.layer.tags().len() {
        1 => "1 tag".to_string(),
        count => format!("{count} tags"),
    };
    let readable = match open.layer.links().len() {
        0 => readable,
        1 => format!("{readable} and a link"),
        links => format!("{readable} and {links} links"),
    };
    let item = |choice, words: String| Item {
        target: Target::Choice(slot, choice),
        lead: String::new(),
        words,
        aside: String::new(),
        label: None,
    };
    let mut items = vec![item(Choice::ReadOnly, "read only: the file stays as it is, nothing can be tagged".into())];
    if guard.damaged {
        items.push(item(
            Choice::Recover,
            format!("recover {readable} and go on; the file as it is now is kept beside, under a new name"),
        ));
    }
    items.push(item(Choice::SetAside, format!("set it aside as {file}.aside and begin anew")));
    app.overlay = Some(Overlay::List(List::new(Listing::Choices(slot), items)));
    app.warn(guard.why);
}

/// What was chosen.
pub fn choose(app: &mut App, slot: Slot, choice: Choice) {
    match choice {
        Choice::ReadOnly => {
            let again = app.key_of(Command::Reload);
            app.say(format!("{} is shown read only; {again} looks again", app.desk.shelf[slot].name));
            ask_next(app, slot);
        }
        Choice::Recover => super::disk::recover(app, slot),
        Choice::SetAside => super::disk::set_aside(app, slot),
    }
}

/// Asks about the layers on the desk behind that one.
pub fn ask_next(app: &mut App, after: Slot) {
    let slots = app.desk.slots();
    let behind = slots.iter().skip_while(|slot| **slot != after).skip(1);
    match behind.copied().find(|slot| app.desk.shelf[*slot].is_broken()) {
        Some(slot) => offer(app, slot),
        None if app.is_unsettled() => super::list::unsettled(app),
        None => {}
    }
}
