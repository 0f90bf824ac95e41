//! Handles the disk: waits for saves, follows what other programs have written, and reports files with problems.
//!
//! ```text
//!   quit, reload, save elsewhere ─▶ Effect::Settle(then) ─▶ Event::Settled ─▶ not left while something is unsaved
//!   a look around ─▶ Effect::Look ─▶ Event::Changed ─▶ layers merged · changed texts reported · reviews read again
//!   Ctrl-s, a look around ─▶ each layer that failed, or was saved elsewhere ─▶ Effect::Save
//! ```
//!
//! The loop looks around when no key has come and no thread is at work, at most once in `LOOK` of
//! [`run`](crate::tui::run).

use std::path::{Path, PathBuf};

use crate::corpus::file_state::FileState;
use crate::corpus::saver::Saved;
use crate::corpus::shared::SharedLayer;
use crate::tags::history::Slot;
use crate::tui::model::effect::{Because, Save, Then, Watched};
use crate::tui::model::event::Wait;
use crate::tui::model::open::{GuardKind, Open, Saving};
use crate::tui::model::overlay::{Asked, Overlay, Prompt};
use crate::tui::model::{App, Effect};

/// Tries again to save the layers that are not yet on the disk.
pub(super) fn save_again(app: &mut App) {
    let slots = slots_where(app, |open| matches!(open.saving, Saving::Failed(_) | Saving::Elsewhere(_)));
    let underway = app.unsaved().next().is_some();
    match slots.is_empty() {
        true if underway => app.say("saving…"),
        true => app.say("everything is saved: each change is saved at once"),
        false => slots.into_iter().for_each(|slot| app.touch(slot)),
    }
}

/// Asks for a folder to save to.
pub(super) fn ask_where_to_save(app: &mut App) {
    if app.unsaved().next().is_none() {
        return app.say("every layer is saved in its own file");
    }
    let what = Asked::Folder(app.setting.home.clone());
    app.overlay = Some(Overlay::Prompt(Prompt::new(what, "")));
}

/// Saves to the folder that was typed, read as a shell reads it: `~` and an empty line are the home folder.
pub(super) fn save_to(app: &mut App, typed: &str, home: &Path) {
    let typed = typed.trim();
    let folder = match typed.strip_prefix('~').map(|rest| (rest, rest.trim_start_matches('/'))) {
        _ if typed.is_empty() => home.to_path_buf(),
        Some((rest, within)) if rest.is_empty() || rest.starts_with('/') => home.join(within),
        _ => typed.into(),
    };
    app.ask(Effect::Settle(Then::SaveElsewhere(folder)));
}

/// Quits although something is not saved.
pub(super) fn leave(app: &mut App) {
    super::opened::note_places(app);
    app.ask(Effect::KeepPlaces);
    app.over = true;
}

/// Continues with the action that waited for the disk.
pub(super) fn settled(app: &mut App, wait: Wait, saved: Vec<Saved>, then: Then) {
    saved.into_iter().for_each(|saved| super::change::saved(app, saved));
    match then {
        // Other programs may have written during the wait, and their changes may have to be saved together with ours.
        Then::Quit if wait == Wait::Done && is_underway(app) => app.ask(Effect::Settle(Then::Quit)),
        Then::Quit => quit(app, wait),
        Then::Reload if !slots_where(app, |open| !open.is_on_disk()).is_empty() => {
            let save = app.key_of("save");
            app.warn(format!("some changes are not saved yet, and reloading would lose them; {save} saves them"));
        }
        Then::Reload => {
            super::opened::note_places(app);
            let (held, reviewed) = (app.held(app.desk.slots()), app.reviewing.clone());
            app.ask(Effect::Reload { held, reviewed });
        }
        Then::SaveElsewhere(folder) => {
            let failed = slots_where(app, |open| !open.is_on_disk());
            if failed.is_empty() {
                return app.say("nothing has to be saved elsewhere: everything is saved");
            }
            let save = |slot: Slot| {
                let open = &app.desk.shelf[slot];
                Save::of(open, slot, open.revision, open.layer.records().clone())
            };
            let layers = failed.into_iter().map(save).collect();
            app.ask(Effect::SaveElsewhere { folder, layers });
        }
    }
}

/// Returns whether a save is under way that has not failed.
fn is_underway(app: &App) -> bool {
    !app.touched.is_empty() || app.unsaved().any(|open| open.saving == Saving::Underway)
}

/// Quits if everything is saved; otherwise stays and names the documents that are not.
fn quit(app: &mut App, wait: Wait) {
    let unsaved: Vec<&str> = app.unsaved().map(|open| open.name.as_str()).collect();
    if unsaved.is_empty() {
        return leave(app);
    }
    let names = unsaved.join(", ");
    let why = match wait {
        Wait::Done => "not saved",
        Wait::TooLong => "still being saved",
    };
    let again = app.setting.keymap.keys_anywhere("save").join(" or ");
    // What can be done must be seen at 80 columns, so the names come last.
    app.warn(format!("{why}: {again} tries again, :save-elsewhere, :quit-unsaved ({names})"));
}

/// Records which layers were saved to another folder.
pub(super) fn saved_elsewhere(app: &mut App, saved: Vec<(Slot, PathBuf)>, failed: Option<String>) {
    for (slot, path) in saved {
        let open = &mut app.desk.shelf[slot];
        let words =
            format!("{} is saved in {}; it belongs in {}", open.name, path.display(), open.layer_path.display());
        open.saving = Saving::Elsewhere(path);
        app.say(words);
    }
    if let Some(why) = failed {
        app.warn(why);
    }
}

/// Asks for the file of a layer to be renamed, unless it is another annotator's.
pub(super) fn set_aside(app: &mut App, slot: Slot) {
    let open = &app.desk.shelf[slot];
    if let Some(guard) = open.guard.as_ref().filter(|guard| guard.kind == GuardKind::Others) {
        return app.refuse(format!("only your own layer can be set aside: {}", guard.why));
    }
    let path = open.layer_path.clone();
    app.ask(Effect::SetAside { slot, path });
}

/// Asks to continue with the part of a layer that could be read.
pub(super) fn recover(app: &mut App, slot: Slot) {
    let path = app.desk.shelf[slot].layer_path.clone();
    app.ask(Effect::Recover { slot, path });
}

/// Starts a new layer after its file was renamed, or saves the layer that was open.
pub(super) fn was_set_aside(app: &mut App, slot: Slot, result: Result<(PathBuf, SharedLayer), String>) {
    let (aside, shared) = match result {
        Ok(aside) => aside,
        Err(error) => return app.warn(format!("the layer could not be renamed: {error}")),
    };
    let open = &mut app.desk.shelf[slot];
    open.shared = shared;
    match open.guard.take() {
        Some(_) => {
            super::change::empty(app, slot);
            app.save(slot);
        }
        // The file was damaged while the layer was open: the layer in memory is kept.
        None => app.touch(slot),
    }
    app.say(format!("the old file is now {}", file_name(&aside)));
    super::guard::ask_next(app, slot);
}

/// Continues with the part of a layer that could be read; a copy of the file was kept under another name.
pub(super) fn recovered(app: &mut App, slot: Slot, result: Result<PathBuf, String>) {
    let aside = match result {
        Ok(aside) => aside,
        Err(error) => return app.warn(format!("the layer could not be copied and stays as it is: {error}")),
    };
    let open = &mut app.desk.shelf[slot];
    open.guard = None;
    let left = match open.layer.records().carried.unread.len() {
        0 => "all records could be read".to_string(),
        1 => "one record could not be read and is kept as it is".to_string(),
        count => format!("{count} records could not be read and are kept as they are"),
    };
    app.say(format!("{left}; the old file is {}", file_name(&aside)));
    app.touch(slot);
    super::guard::ask_next(app, slot);
}

/// Asks whether other programs have written the open files, and tries again what could not be saved.
pub(super) fn look_around(app: &mut App) {
    let failed = slots_where(app, |open| {
        open.guard.is_none() && matches!(open.saving, Saving::Failed(_) | Saving::Elsewhere(_))
    });
    failed.into_iter().for_each(|slot| app.save(slot));
    let watched = |(slot, open): (Slot, &Open)| Watched {
        slot,
        path: open.path.clone(),
        mark: open.mark,
        layer: open.guard.is_none().then(|| (open.layer_path.clone(), open.shared.clone())),
        reviewed: open.review.as_ref().map_or_else(Vec::new, |review| review.files.clone()),
    };
    let watched: Vec<Watched> = app.desk.shelf.with_slots().map(watched).collect();
    if !watched.is_empty() {
        app.ask(Effect::Look(watched));
    }
}

/// Handles files that other programs have changed: merges layers, reports changed texts, and reads layers under review
/// again.
pub(super) fn changed(app: &mut App, layers: Vec<Slot>, texts: Vec<(Slot, FileState)>, reviewed: Vec<Slot>) {
    // The save merges the changes on the disk with ours.
    layers.into_iter().for_each(|slot| app.save(slot));
    for (slot, mark) in texts {
        // A text that is not on the desk is told of when it is there again.
        if app.desk.pane_of(slot).is_some() {
            let open = &mut app.desk.shelf[slot];
            open.mark = Some(mark);
            let name = open.name.clone();
            let again = app.key_of("reload");
            app.warn(format!("{name} has changed on the disk; {again} reloads it and places its tags again"));
        }
    }
    if !reviewed.is_empty() {
        let (held, reviewed) = (app.held(reviewed), app.reviewing.clone());
        app.ask(Effect::Review { held, reviewed, because: Because::Changed });
    }
}

/// Returns the slots of the documents that `wanted` accepts.
fn slots_where(app: &App, wanted: impl Fn(&Open) -> bool) -> Vec<Slot> {
    app.desk.shelf.slots().filter(|slot| wanted(&app.desk.shelf[*slot])).collect()
}

/// Returns a file's name without its folders.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
