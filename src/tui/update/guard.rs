//! Guards a layer whose file cannot be read: the file is never overwritten, and the user decides what to do.
//!
//! ```text
//!   read only    the part that can be read is shown, and cannot be changed   the file stays as it is
//!   set aside    a.txt.ana.ron → a.txt.ana.ron.aside, and begin a new layer  the file keeps all its bytes
//!   recover      go on with the part that can be read                        a copy of the file is kept
//! ```

use crate::tags::history::Slot;
use crate::tui::model::App;
use crate::tui::model::list::{ListItem, Lister};
use crate::tui::model::open::{GuardKind, Open};

/// Asks what to do with the first layer on the desk that is read-only because its file is damaged.
pub(super) fn ask(app: &mut App) {
    let guarded = app.desk.slots().into_iter().find(|slot| app.desk.shelf[*slot].is_broken());
    if let Some(slot) = guarded {
        offer(app, slot);
    }
}

/// Asks what to do with a layer that cannot be read.
pub(super) fn offer(app: &mut App, slot: Slot) {
    let open = &app.desk.shelf[slot];
    let Some(guard) = open.guard.clone() else { return };
    let choices = match guard.kind {
        GuardKind::Others => return,
        GuardKind::Damaged => vec![Choice::ReadOnly, Choice::Recover, Choice::SetAside],
        GuardKind::Unreadable => vec![Choice::ReadOnly, Choice::SetAside],
    };
    super::lists::open(app, Choices { slot, choices });
    app.warn(guard.why);
}

/// Carries out the user's choice.
fn choose(app: &mut App, slot: Slot, choice: Choice) {
    match choice {
        Choice::ReadOnly => {
            let again = app.key_of("reload");
            app.say(format!("{} is shown read only; {again} reads the file again", app.desk.shelf[slot].name));
            ask_next(app, slot);
        }
        Choice::Recover => super::disk::recover(app, slot),
        Choice::SetAside => super::disk::set_aside(app, slot),
    }
}

/// Asks about the next such layer on the desk.
pub(super) fn ask_next(app: &mut App, after: Slot) {
    let slots = app.desk.slots();
    let behind = slots.iter().skip_while(|slot| **slot != after).skip(1);
    match behind.copied().find(|slot| app.desk.shelf[*slot].is_broken()) {
        Some(slot) => offer(app, slot),
        None if app.is_unsettled() => super::lists::open(app, super::unsettled::Unsettled::default()),
        None => {}
    }
}

/// The choices for a layer whose file cannot be read.
#[derive(Debug)]
struct Choices {
    slot: Slot,
    choices: Vec<Choice>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    /// The layer is only shown.
    ReadOnly,
    /// The file is renamed, and a new layer is started.
    SetAside,
    /// The part that could be read is kept, and the damaged file is renamed.
    Recover,
}

impl Lister for Choices {
    fn title(&self, app: &App, _: &str) -> String {
        let open = &app.desk.shelf[self.slot];
        format!("the tags of {} on {} cannot be read: what now?", open.annotator, open.name)
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let open = &app.desk.shelf[self.slot];
        let words = |choice: &Choice| match choice {
            Choice::ReadOnly => "read only: the file stays as it is, nothing can be tagged".into(),
            Choice::Recover => {
                let left = readable(open);
                format!("recover {left} and go on; a copy of the damaged file is kept beside it")
            }
            Choice::SetAside => {
                let file = open.layer_path.file_name().unwrap_or_default().display();
                format!("set it aside as {file}.aside and begin a new layer")
            }
        };
        self.choices.iter().map(|choice| ListItem::new(words(choice))).collect()
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        choose(app, self.slot, self.choices[line]);
    }
}

/// Counts the records of a layer that could be read, in words.
fn readable(open: &Open) -> String {
    let tags = match open.layer.tags().len() {
        1 => "1 tag".to_string(),
        count => format!("{count} tags"),
    };
    match open.layer.links().len() {
        0 => tags,
        1 => format!("{tags} and a link"),
        links => format!("{tags} and {links} links"),
    }
}
