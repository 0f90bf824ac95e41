//! The loop, and everything that the [`App`] asks to be done outside.
//!
//! ```text
//!   events ─▶ app ─▶ effects ─┬─ Save   ─▶ saver thread   ─ reports ─┐
//!     ▲                       ├─ Count  ─▶ counting thread ─ counts ─┤
//!     └──────── draw ◀────────┴─ Copy, OpenPair, Suspend, Quit       │
//!                 ▲──────────────────────────────────────────────────┘
//! ```
//!
//! Events are taken as many as there are and drawn once. While something is on its way in another thread the wait is short,
//! else long; nothing is drawn that has not changed.

mod draft;
mod mend;
mod review;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crossterm::event::Event;

use super::app::open::{Open, Saving};
use super::app::{App, Effect, Pair, Setting};
use super::config::Config;
use super::key::Key;
use super::keymap::Keymap;
use super::library::{self, Library};
use super::terminal::{Options, Session};
use super::theme::Theme;
use super::update;
use super::view::view;
use crate::corpus::Corpus;
use crate::corpus::bookmark::Bookmarks;
use crate::corpus::problem::Problem;
use crate::corpus::saver::{SaveJob, Saver, Snapshot};
use crate::failure::Failure;
use crate::layout::glyph::printable;
use crate::tags::Records;
use crate::tags::history::{Place, Slot};
use crate::text::Document;
use crate::text::search::{Census, Query};
use draft::Draft;

/// How long to wait for a key while another thread is at work, and while none is.
const SHORT: Duration = Duration::from_millis(20);
const LONG: Duration = Duration::from_millis(250);
/// How often to look what others have written, and to try again what could not be saved.
const LOOK: Duration = Duration::from_millis(500);
/// How long the last save may take when leaving.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long it may take when we are told to stop or to end.
const BRIEFLY: Duration = Duration::from_secs(2);

/// What the command line has gathered.
pub struct Given {
    /// The corpus of the first document.
    pub corpus: Corpus,
    /// Who tags.
    pub annotator: String,
    /// The user's settings.
    pub config: Config,
    /// What could not be understood in them.
    pub doubts: Vec<String>,
    /// The guidelines' name and text.
    pub guidelines: Option<(String, String)>,
    /// What to show first.
    pub start: Start,
    /// Whose tags to review.
    pub review: Vec<String>,
}

/// What to show first.
pub enum Start {
    /// One or two documents, by the paths that they were read from.
    Documents(Vec<(PathBuf, Arc<Document>)>),
    /// The list of pairs.
    Pairs,
}

/// Runs until the user leaves.
///
/// # Errors
/// When a layer does not read, or there is no terminal.
pub fn run(given: Given) -> Result<(), Failure> {
    let Given { corpus, annotator, config, mut doubts, guidelines, start, mut review } = given;
    review.retain(|name| *name != annotator);
    review.dedup();
    let declared = corpus.scheme().clone();
    let mut scheme = declared.clone();
    config.dress(&mut scheme);
    let (keymap, more) = Keymap::new(&scheme, &config.keys());
    doubts.extend(more);
    let setting = Setting { scheme: Arc::new(scheme), keymap, guidelines, clock };
    let theme = Theme::new(config.theme, |name| std::env::var(name).ok());
    let colours = theme.can_colour();
    let mut app = App::new(setting, theme, config.measure, config.paragraph_space);
    app.reviewing = review;
    let mut opened = Vec::new();
    if let Start::Documents(documents) = start {
        for (path, document) in documents {
            let corpus = Corpus::of(&path)?;
            let (open, doubt) = library::open(&corpus, &path, document, &annotator)?;
            doubts.extend(doubt);
            if *corpus.scheme() != declared {
                doubts.push(format!("{} is of another corpus; the labels are those of the first article's", open.name));
            }
            opened.push(app.shelve(open));
        }
    }
    let saver = Saver::start().map_err(Failure::new)?;
    let places = Arc::new(Mutex::new(Bookmarks::load()));
    let draft = Draft::default();
    let (at_exit, kept, written) = (saver.clone(), places.clone(), draft.clone());
    let before_exit = move || {
        written.finish(&at_exit);
        at_exit.flush(BRIEFLY);
        let _ = kept.lock().unwrap_or_else(PoisonError::into_inner).save();
    };
    let guard = app.desk.shelf.iter().find_map(|open| open.guard.as_ref()).map(|guard| guard.in_full.clone());
    let session = Session::start(Options { mouse: config.mouse, colours, escape: config.escape() }, before_exit)
        .map_err(|error| {
            // Nobody can be asked what to do about a layer that does not read.
            let words = guard.unwrap_or_else(|| error.to_string());
            Failure::new(words).hint("Run it in a terminal; its keys and its screen are all that it has.")
        })?;
    let (counted, counts) = mpsc::channel();
    let runner = Runner {
        app,
        session,
        saver,
        draft,
        library: Library { corpus, annotator, places },
        counted,
        counts,
        counting: 0,
        looked: Instant::now(),
        generation: Arc::default(),
    };
    let twice = matches!(opened.as_slice(), [left, right] if left == right) && !runner.app.reviewing.is_empty();
    runner.run(opened, doubts, twice)
}

/// A count that has come to its end: whose, of which query, and what; `None` if it was given up.
type Counted = (Slot, u64, Option<Census>);

struct Runner {
    app: App,
    session: Session,
    saver: Saver,
    /// What would be lost if this were the end.
    draft: Draft,
    library: Library,
    counted: Sender<Counted>,
    counts: Receiver<Counted>,
    /// How many counts are on their way.
    counting: usize,
    /// When it was last looked what others have written.
    looked: Instant,
    /// The newest query; a count of an older one gives itself up.
    generation: Arc<AtomicU64>,
}

impl Runner {
    fn run(mut self, opened: Vec<Slot>, doubts: Vec<String>, twice: bool) -> Result<(), Failure> {
        let size = self.session.size().map_err(Failure::new)?;
        self.app.resize(size.width, size.height);
        match opened.is_empty() {
            true => self.show_pairs(),
            false => self.lay_out(&opened),
        }
        if twice {
            let mut names = self.app.reviewing.clone();
            names.push(self.library.annotator.clone());
            if let [left, right, ..] = names.as_slice() {
                let names = [left.clone(), right.clone()];
                self.beside(Some(names));
            }
        }
        match doubts.as_slice() {
            [] if update::is_unsettled(&self.app) => {}
            [] if !self.app.reviewing.is_empty() && self.app.beside.is_none() => self.tell_of_review(),
            [] => self.greet(),
            [doubt] => self.app.warn(doubt.clone()),
            [doubt, rest @ ..] => self.app.warn(format!("{doubt} (and {} more)", rest.len())),
        }
        update::ask_what_to_settle(&mut self.app);
        self.draw()?;
        loop {
            let wait = if self.saver.busy() || self.counting > 0 { SHORT } else { LONG };
            let events = self.session.events(wait).map_err(Failure::new)?;
            let mut changed = !events.is_empty();
            for event in events {
                if self.handle(event)? {
                    return Ok(());
                }
            }
            changed |= self.collect();
            if changed {
                self.draft.lay_down(&self.app);
            }
            match changed {
                true => self.draw()?,
                false if self.idle() => self.draw()?,
                false => {}
            }
        }
    }

    /// Where one has no tags yet but others have, says so: theirs are not shown unless they are asked for.
    fn greet(&mut self) {
        let desk = &self.app.desk;
        let open: Vec<_> = desk.slots().into_iter().map(|slot| &desk.shelf[slot]).collect();
        if open.iter().any(|open| !open.layer.tags().is_empty()) {
            return;
        }
        let mut others: Vec<String> = open.iter().flat_map(|open| self.library.corpus.annotators(&open.name)).collect();
        others.sort();
        others.dedup();
        others.retain(|other| *other != self.library.annotator);
        if let Some(first) = others.first() {
            let (who, have) = (others.join(", "), if others.len() == 1 { "has" } else { "have" });
            self.app.say(format!("no tags of yours yet; {who} {have} some: --annotator {first} shows them"));
        }
    }

    fn draw(&mut self) -> Result<(), Failure> {
        let app = &self.app;
        self.session.draw(app.desk.size.into(), |buffer| view(app, buffer)).map_err(Failure::new)
    }

    /// Nothing was asked for: looks whether someone else has written a layer that is open, tries again what could not be
    /// saved, and notes where one is. Whether there is something new to see.
    fn idle(&mut self) -> bool {
        self.library.note_places(&self.app.desk);
        if self.saver.busy() || self.looked.elapsed() < LOOK {
            return false;
        }
        self.looked = Instant::now();
        let mut new = false;
        for slot in 0..self.app.desk.shelf.len() {
            let open = &self.app.desk.shelf[slot];
            let failed = matches!(open.saving, Saving::Failed(_) | Saving::Elsewhere(_));
            if open.guard.is_none() && (failed || open.shared.has_changed(&open.layer_path)) {
                self.save(slot);
            }
            new |= self.look_at_text(slot) | self.look_at_reviewed(slot);
        }
        new
    }

    /// Handles an event. Whether it was the last.
    fn handle(&mut self, event: Event) -> Result<bool, Failure> {
        let effects = match event {
            Event::Key(key) => self.app.key(Key::from(key)),
            Event::Paste(text) => self.app.paste(&text),
            Event::Mouse(mouse) => self.app.on_mouse(mouse),
            Event::Resize(width, height) => {
                self.app.resize(width, height);
                Vec::new()
            }
            Event::FocusGained | Event::FocusLost => Vec::new(),
        };
        for effect in effects {
            if self.perform(effect)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Does what was asked for. Whether that was to leave.
    fn perform(&mut self, effect: Effect) -> Result<bool, Failure> {
        match effect {
            Effect::Save(slot) => self.save(slot),
            Effect::Copy(text) => self.copy(&text),
            Effect::Count { slot, query, generation } => self.count(slot, query, generation),
            Effect::OpenPair(number) => self.open_pair(number),
            Effect::Show(place) => self.show(place),
            Effect::ListPairs => self.show_pairs(),
            Effect::SetAside(slot) => self.set_aside(slot),
            Effect::Recover(slot) => self.recover(slot),
            Effect::Reload => self.reload(),
            Effect::Review(names) => self.review(names),
            Effect::Receive => self.receive(),
            Effect::Agree => self.agree(),
            Effect::Disagreement(slot, names, at) => {
                if let Some(pane) = self.app.desk.pane_of(slot) {
                    self.app.desk.active = pane;
                }
                self.beside(Some(names));
                update::agreement::show_difference(&mut self.app, at);
            }
            Effect::Beside(names) => self.beside(names),
            Effect::SaveElsewhere(folder) => self.save_elsewhere(&folder),
            Effect::Redraw => self.session.repaint(),
            Effect::Suspend => {
                // Stopped, the saving thread stands still too, and nobody knows what becomes of us.
                self.saver.flush(BRIEFLY);
                self.session.suspend().map_err(Failure::new)?;
                let size = self.session.size().map_err(Failure::new)?;
                self.app.resize(size.width, size.height);
            }
            Effect::Quit => return Ok(self.quit()),
            Effect::QuitUnsaved => {
                self.leave();
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Starts what other threads do; nothing else is asked for where this is called.
    fn start(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Save(slot) => self.save(slot),
                Effect::Count { slot, query, generation } => self.count(slot, query, generation),
                _ => {}
            }
        }
    }

    /// Waits for the last save. If that failed, stays and says so.
    fn quit(&mut self) -> bool {
        let mut done = self.saver.flush(PATIENCE);
        // What others have written may have come with it, and may have to be saved with what we have done since.
        while self.collect() && done && self.saver.busy() {
            done = self.saver.flush(PATIENCE);
        }
        let unsaved: Vec<&str> = self.app.unsaved().map(|open| open.name.as_str()).collect();
        if unsaved.is_empty() {
            self.leave();
            return true;
        }
        let names = unsaved.join(", ");
        let why = if done { "could not be saved" } else { "is still being saved" };
        let again = self.app.setting.keymap.keys_anywhere(super::command::Command::Save).join(" or ");
        self.app.warn(format!(
            "{names} {why}: {again} tries again, :save-elsewhere saves to another folder, :quit-unsaved leaves"
        ));
        false
    }

    fn leave(&mut self) {
        self.library.note_places(&self.app.desk);
        self.library.keep_places();
    }

    fn save(&mut self, slot: Slot) {
        let open = &self.app.desk.shelf[slot];
        self.saver.put(job(open, slot, open.revision, open.layer.records().clone()));
    }

    fn copy(&mut self, text: &str) {
        let copy = crossterm::clipboard::CopyToClipboard::to_clipboard_from(text);
        if let Err(error) = crossterm::execute!(std::io::stdout(), copy) {
            self.app.warn(format!("not copied: {error}"));
        }
    }

    /// Counts the hits of a query on a thread of its own.
    fn count(&mut self, slot: Slot, query: Query, generation: u64) {
        self.generation.store(generation, Ordering::Relaxed);
        let document = self.app.desk.shelf[slot].document.clone();
        let (newest, counted) = (self.generation.clone(), self.counted.clone());
        let work = move || {
            let outdated = || newest.load(Ordering::Relaxed) != generation;
            let census = Census::take(document.text(), &query, outdated);
            // If nobody listens any more, the program is over.
            let _ = counted.send((slot, generation, census));
        };
        if std::thread::Builder::new().name("count".into()).spawn(work).is_ok() {
            self.counting += 1;
        }
    }

    /// Takes what other threads have finished. Whether there was anything.
    fn collect(&mut self) -> bool {
        let mut any = false;
        for saved in self.saver.reports() {
            // While nothing of ours waits, it is no failure that what someone else has written does not read.
            let open = &self.app.desk.shelf[saved.slot];
            if saved.result.is_err() && matches!(open.saving, Saving::Untouched | Saving::Saved) {
                continue;
            }
            let result = saved.result.map_err(|error| error.in_short());
            let effects = self.app.saved(saved.slot, saved.revision, result);
            self.start(effects);
            any = true;
        }
        while let Ok((slot, generation, census)) = self.counts.try_recv() {
            self.counting -= 1;
            if let Some(census) = census {
                self.app.counted(slot, generation, census);
            }
            any = true;
        }
        any
    }

    /// Lays documents on the desk, each where it was left.
    fn lay_out(&mut self, slots: &[Slot]) {
        self.app.beside = None;
        let places = slots.iter().map(|slot| {
            let (cursor, top) = self.library.place_of(&self.app.desk.shelf[*slot]);
            (*slot, cursor, top)
        });
        let places = places.collect();
        self.load_reviews(slots);
        let effects = self.app.lay_out(places);
        self.start(effects);
        let names: Vec<&str> = slots.iter().map(|slot| self.app.desk.shelf[*slot].name.as_str()).collect();
        // A title that cannot be set is missed by nobody.
        let _ = self.session.set_title(&printable(&format!("diptych: {}", names.join(" ⟷ "))));
    }

    fn open_pair(&mut self, number: usize) {
        let Some(pair) = self.app.pairs.get(number).cloned() else { return };
        let names: Vec<String> = std::iter::once(pair.left).chain(pair.right).collect();
        self.library.note_places(&self.app.desk);
        let opened: Result<Vec<Slot>, Problem> =
            names.iter().map(|name| self.library.fetch(&mut self.app, name)).collect();
        match opened {
            Ok(slots) => {
                self.lay_out(&slots);
                update::ask_what_to_settle(&mut self.app);
            }
            Err(problem) => {
                update::show_pairs(&mut self.app);
                let hint = problem.hint().map(|hint| format!(" — {hint}")).unwrap_or_default();
                self.app.warn(format!("{problem}{hint}"));
            }
        }
    }

    /// Brings a document back onto the desk, with the one that it is read with, and shows a place in it.
    fn show(&mut self, place: Place) {
        self.library.note_places(&self.app.desk);
        let said = self.app.message.take();
        let name = &self.app.desk.shelf[place.slot].name;
        let with = |pair: &Pair| pair.left == *name || pair.right.as_ref() == Some(name);
        let pair = self.library.pairs(&self.app.desk, &self.app.reviewing).into_iter().find(with);
        let names = pair.into_iter().flat_map(|pair| std::iter::once(pair.left).chain(pair.right));
        let fetched: Result<Vec<Slot>, Problem> = names.map(|name| self.library.fetch(&mut self.app, &name)).collect();
        let slots = fetched.ok().filter(|slots| slots.contains(&place.slot)).unwrap_or_else(|| vec![place.slot]);
        self.lay_out(&slots);
        update::show(&mut self.app, place);
        self.app.message = said;
    }

    /// Lists the pairs; how far each is is only looked up when it is asked for.
    fn show_pairs(&mut self) {
        self.app.pairs = self.library.pairs(&self.app.desk, &self.app.reviewing);
        let desk = &self.app.desk;
        let names: Vec<&str> = desk.panes.iter().map(|pane| desk.shelf[pane.slot].name.as_str()).collect();
        self.app.pair = self.app.pairs.iter().position(|pair| {
            names.first() == Some(&pair.left.as_str()) && names.get(1).copied() == pair.right.as_deref()
        });
        update::show_pairs(&mut self.app);
    }
}

impl Drop for Runner {
    /// However this ends, what was being written is saved and the save that is under way is waited for.
    fn drop(&mut self) {
        self.draft.finish(&self.saver);
        self.saver.flush(BRIEFLY);
    }
}

/// The job to save records as a document's layer.
fn job(open: &Open, slot: Slot, revision: u64, records: Records) -> SaveJob {
    let snapshot = Snapshot {
        joins: open.joins,
        records,
        document: open.document.clone(),
        name: open.name.clone(),
        annotator: open.annotator.clone(),
    };
    SaveJob::layer(slot, revision, open.layer_path.clone(), open.shared.clone(), snapshot)
}

/// The time, as RFC 3339, in UTC, to the second.
fn clock() -> String {
    humantime::format_rfc3339_seconds(SystemTime::now()).to_string()
}
