//! What is done when files are not as they should be: a layer that does not read, a text that has changed, a folder that
//! cannot be written.

use std::path::Path;

use super::{PATIENCE, Runner};
use crate::corpus::file_state::FileState;
use crate::corpus::shared::Shared;
use crate::corpus::{aside, record};
use crate::tags::history::Slot;
use crate::tui::app::open::Saving;
use crate::tui::command::Command;
use crate::tui::update;

impl Runner {
    /// Says so once if the text itself has changed on the disk. Whether it was said.
    pub(super) fn look_at_text(&mut self, slot: Slot) -> bool {
        let open = &mut self.app.desk.shelf[slot];
        let now = FileState::of(&open.path);
        if now.is_some() && now != open.mark {
            open.mark = now;
            let name = open.name.clone();
            let again = self.app.key_of(Command::Reload);
            let words = format!("{name} has changed on the disk; {again} reads it anew and finds its tags again");
            if self.app.desk.pane_of(slot).is_some() {
                self.app.warn(words);
                return true;
            }
        }
        false
    }

    /// Begins a layer anew whose file does not read; that gets another name.
    pub(super) fn set_aside(&mut self, slot: Slot) {
        let open = &mut self.app.desk.shelf[slot];
        match aside::set_aside(&open.layer_path) {
            Ok(aside) => {
                open.shared = Shared::at(&open.layer_path);
                match open.guard.take() {
                    Some(_) => self.app.emptied(slot),
                    // It was broken while we had it open: what we have stands.
                    None => self.app.touch(slot),
                }
                self.save(slot);
                self.app.say(format!("the old file is {} now", name(&aside)));
                update::ask_about_next(&mut self.app, slot);
            }
            Err(error) => self.app.warn(format!("it could not be set aside: {error}")),
        }
    }

    /// Goes on with what could be read of a layer; its file as it was is kept under another name.
    pub(super) fn recover(&mut self, slot: Slot) {
        let open = &mut self.app.desk.shelf[slot];
        match aside::copy_aside(&open.layer_path) {
            Ok(aside) => {
                open.guard = None;
                let unread = open.layer.records().carried.unread.len();
                let left = match unread {
                    0 => "all records could be read".to_string(),
                    1 => "one record could not be read and is kept as it is".to_string(),
                    count => format!("{count} records could not be read and are kept as they are"),
                };
                self.app.say(format!("{left}; the old file is {}", name(&aside)));
                self.app.touch(slot);
                self.save(slot);
                update::ask_about_next(&mut self.app, slot);
            }
            Err(error) => self.app.warn(format!("no copy could be made, so nothing was done: {error}")),
        }
    }

    /// Reads the texts on the desk anew, each with its layer.
    pub(super) fn reload(&mut self) {
        self.saver.flush(PATIENCE);
        self.collect();
        if self.app.unsaved().next().is_some() {
            return self.app.warn("something is not saved yet; reading anew would lose it");
        }
        self.library.note_places(&self.app.desk);
        let slots = self.app.desk.slots();
        let mut doubts = Vec::new();
        for slot in &slots {
            match self.library.reopen(&self.app.desk.shelf[*slot]) {
                Ok((open, doubt)) => {
                    self.app.reopened(*slot, open);
                    doubts.extend(doubt);
                }
                Err(problem) => return self.app.warn(problem.to_string()),
            }
        }
        let active = self.app.desk.active;
        self.lay_out(&slots);
        self.app.desk.active = active;
        match doubts.pop() {
            Some(doubt) => self.app.warn(doubt),
            None => self.app.say("read anew"),
        }
        update::ask_what_to_settle(&mut self.app);
    }

    /// Saves what is not saved to another folder, under names that nothing has there. The folder is made if the one that it
    /// is to be in is there.
    pub(super) fn save_elsewhere(&mut self, folder: &Path) {
        self.saver.flush(PATIENCE);
        self.collect();
        if let Err(error) = std::fs::create_dir(folder)
            && !folder.is_dir()
        {
            return self.app.warn(format!("there is no folder {}, and it cannot be made: {error}", folder.display()));
        }
        for slot in 0..self.app.desk.shelf.len() {
            let open = &mut self.app.desk.shelf[slot];
            if !matches!(open.saving, Saving::Failed(_)) {
                continue;
            }
            let text = record::write(open.layer.records(), &open.document, &open.name, &open.annotator);
            let name = format!("{}.{}.ron", open.name.replace('/', "."), open.annotator);
            match aside::write(&folder.join(name), text.as_bytes()) {
                Ok(path) => {
                    let words = format!(
                        "{} is saved in {}; it belongs in {}",
                        open.name,
                        path.display(),
                        open.layer_path.display()
                    );
                    open.saving = Saving::Elsewhere(path);
                    self.app.say(words);
                }
                Err(error) => {
                    return self.app.warn(format!("{} could not be written either: {error}", folder.display()));
                }
            }
        }
    }
}

/// A file's name without its folders.
fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
