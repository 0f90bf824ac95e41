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

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crossterm::event::Event;

use super::app::open::{Open, Saving};
use super::app::{App, Effect, Pair, Setting};
use super::config::Config;
use super::key::Key;
use super::keymap::Keymap;
use super::terminal::{self, Options, Session};
use super::theme::Theme;
use super::update;
use super::view::view;
use crate::corpus::Corpus;
use crate::corpus::place::{Place, Places};
use crate::corpus::problem::Problem;
use crate::corpus::saver::{Job, Saver, Snapshot};
use crate::corpus::text_file;
use crate::failure::Failure;
use crate::tags::history::Slot;
use crate::tags::{Layer, Records};
use crate::text::Document;
use crate::text::search::{Census, Query};

/// How long to wait for a key while another thread is at work, and while none is.
const SHORT: Duration = Duration::from_millis(5);
const LONG: Duration = Duration::from_millis(250);
/// How long the last save may take when leaving.
const PATIENCE: Duration = Duration::from_secs(20);

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
    let Given { corpus, annotator, config, mut doubts, guidelines, start } = given;
    let mut scheme = corpus.scheme().clone();
    config.dress(&mut scheme);
    let (keymap, more) = Keymap::new(&scheme, &config.keys());
    doubts.extend(more);
    let setting = Setting { scheme: Arc::new(scheme), keymap, guidelines, clock };
    let theme = Theme::new(config.theme, |name| std::env::var(name).ok());
    let colours = theme.colours();
    let mut app = App::new(setting, theme, config.measure, config.paragraph_space);
    let mut opened = Vec::new();
    if let Start::Documents(documents) = start {
        for (path, document) in documents {
            let corpus = Corpus::of(&path)?;
            let (open, doubt) = open(&corpus, &path, document, &annotator)?;
            doubts.extend(doubt);
            opened.push(app.shelve(open));
        }
    }
    let saver = Saver::start().map_err(Failure::new)?;
    let places = Arc::new(Mutex::new(Places::load()));
    let (at_exit, kept) = (saver.clone(), places.clone());
    let before_exit = move || {
        at_exit.flush(Duration::from_secs(2));
        let _ = kept.lock().unwrap_or_else(PoisonError::into_inner).save();
    };
    let session = Session::start(Options { mouse: config.mouse, colours }, before_exit).map_err(|error| {
        Failure::new(error).hint("Run it in a terminal; its keys and its screen are all that it has.")
    })?;
    let (counted, counts) = mpsc::channel();
    let runner = Runner {
        app,
        session,
        saver,
        corpus,
        annotator,
        places,
        counted,
        counts,
        counting: 0,
        generation: Arc::default(),
    };
    runner.run(opened, doubts)
}

/// A count that has come to its end: whose, of which query, and what; `None` if it was given up.
type Counted = (Slot, u64, Option<Census>);

struct Runner {
    app: App,
    session: Session,
    saver: Saver,
    corpus: Corpus,
    annotator: String,
    places: Arc<Mutex<Places>>,
    counted: Sender<Counted>,
    counts: Receiver<Counted>,
    /// How many counts are on their way.
    counting: usize,
    /// The newest query; a count of an older one gives itself up.
    generation: Arc<AtomicU64>,
}

impl Runner {
    fn run(mut self, opened: Vec<Slot>, doubts: Vec<String>) -> Result<(), Failure> {
        let size = self.session.size().map_err(Failure::new)?;
        self.app.resize(size.width, size.height);
        self.list_pairs();
        match opened.is_empty() {
            true => update::show_pairs(&mut self.app),
            false => self.lay_out(&opened),
        }
        match doubts.as_slice() {
            [] => {}
            [doubt] => self.app.warn(doubt.clone()),
            [doubt, rest @ ..] => self.app.warn(format!("{doubt} (and {} more)", rest.len())),
        }
        self.draw()?;
        loop {
            let wait = if self.saver.busy() || self.counting > 0 { SHORT } else { LONG };
            let events = terminal::events(wait).map_err(Failure::new)?;
            let mut changed = !events.is_empty();
            for event in events {
                if self.handle(event)? {
                    return Ok(());
                }
            }
            changed |= self.collect();
            match changed {
                true => self.draw()?,
                false => self.note_places(),
            }
        }
    }

    fn draw(&mut self) -> Result<(), Failure> {
        let app = &self.app;
        self.session.draw(app.desk.size.into(), |buffer| view(app, buffer)).map_err(Failure::new)
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
            Effect::ListPairs => {
                self.list_pairs();
                update::show_pairs(&mut self.app);
            }
            Effect::Redraw => self.session.repaint(),
            Effect::Suspend => {
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

    /// Waits for the last save. If that failed, stays and says so.
    fn quit(&mut self) -> bool {
        let done = self.saver.flush(PATIENCE);
        self.collect();
        let unsaved: Vec<&str> = self.app.unsaved().map(|open| open.name.as_str()).collect();
        if unsaved.is_empty() {
            self.leave();
            return true;
        }
        let names = unsaved.join(", ");
        let why = if done { "could not be saved" } else { "is still being saved" };
        let again = self.app.setting.keymap.keys_anywhere(super::command::Command::Save).join(" or ");
        self.app.warn(format!("{names} {why}: {again} tries again, :quit-unsaved leaves all the same"));
        false
    }

    fn leave(&mut self) {
        self.note_places();
        // Where one was is a comfort; that it could not be kept is no reason to speak.
        let _ = self.places.lock().unwrap_or_else(PoisonError::into_inner).save();
    }

    fn save(&mut self, slot: Slot) {
        let open = &self.app.desk.shelf[slot];
        let snapshot = Snapshot {
            records: open.layer.records().clone(),
            document: open.document.clone(),
            name: open.name.clone(),
            annotator: open.annotator.clone(),
        };
        self.saver.put(Job::layer(slot, open.revision, open.layer_path.clone(), snapshot));
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
            let result = saved.result.map_err(|error| error.to_string());
            self.app.saved(saved.slot, saved.revision, result);
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

    fn lay_out(&mut self, slots: &[Slot]) {
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let documents = slots.iter().map(|slot| {
            let open = &self.app.desk.shelf[*slot];
            let place = places.get(&open.path).unwrap_or_default();
            let byte = |chars| open.document.to_byte(chars).unwrap_or(0);
            if place == Place::default() { (*slot, 0, 0) } else { (*slot, byte(place.cursor), byte(place.top)) }
        });
        let documents = documents.collect();
        drop(places);
        self.app.lay_out(documents);
        let names: Vec<&str> = slots.iter().map(|slot| self.app.desk.shelf[*slot].name.as_str()).collect();
        self.app.pair = self.app.pairs.iter().position(|pair| {
            names.first() == Some(&pair.left.as_str()) && names.get(1).copied() == pair.right.as_deref()
        });
        // A title that cannot be set is missed by nobody.
        let _ = self.session.set_title(&format!("diptych: {}", names.join(" ⟷ ")));
    }

    fn open_pair(&mut self, number: usize) {
        let Some(pair) = self.app.pairs.get(number).cloned() else { return };
        self.note_places();
        let names: Vec<String> = std::iter::once(pair.left).chain(pair.right).collect();
        let opened: Result<Vec<Slot>, Problem> = names.iter().map(|name| self.open_document(name)).collect();
        match opened {
            Ok(slots) => self.lay_out(&slots),
            Err(problem) => {
                update::show_pairs(&mut self.app);
                let hint = problem.hint().map(|hint| format!(" — {hint}")).unwrap_or_default();
                self.app.warn(format!("{problem}{hint}"));
            }
        }
    }

    fn open_document(&mut self, name: &str) -> Result<Slot, Problem> {
        let path = self.corpus.text_path(name)?;
        let canonical = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if let Some(slot) = self.app.desk.shelf.iter().position(|open| open.path == canonical) {
            return Ok(slot);
        }
        let document = Arc::new(text_file::read(&path)?);
        let (open, doubt) = open(&self.corpus, &path, document, &self.annotator)?;
        if let Some(doubt) = doubt {
            self.app.warn(doubt);
        }
        Ok(self.app.shelve(open))
    }

    /// Looks how far each pair is.
    fn list_pairs(&mut self) {
        let pairs = self.corpus.pairs().into_iter().map(|(left, right)| {
            let counts: Vec<Option<usize>> = std::iter::once(&left).chain(&right).map(|name| self.tags(name)).collect();
            let words = |count: &Option<usize>| count.map_or("?".to_string(), |count| count.to_string());
            let progress = match counts.iter().all(|count| *count == Some(0)) {
                true => "not begun".to_string(),
                false => format!("{} tags", counts.iter().map(words).collect::<Vec<_>>().join(" + ")),
            };
            Pair { left, right, progress }
        });
        self.app.pairs = pairs.collect();
    }

    /// How many tags the annotator has on a document; `None` if that cannot be read.
    fn tags(&self, name: &str) -> Option<usize> {
        if let Some(slot) = self.app.desk.slot_of(name) {
            return Some(self.app.desk.shelf[slot].layer.tags().len());
        }
        if !self.corpus.layer_path(name, &self.annotator).exists() {
            return Some(0);
        }
        let document = text_file::read(&self.corpus.text_path(name).ok()?).ok()?;
        let reading = self.corpus.layer(name, &document, &self.annotator).ok()??;
        Some(reading.records.tags.len())
    }

    /// Notes where each document on the desk is left.
    fn note_places(&mut self) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        for pane in &self.app.desk.panes {
            let open = &self.app.desk.shelf[pane.slot];
            let chars = |at| open.document.to_chars(at);
            places.set(&open.path, Place { cursor: chars(pane.cursor), top: chars(pane.top().span.start) });
        }
    }
}

/// Opens a document with the annotator's layer on it. Also returns what is to be said about that layer.
fn open(
    corpus: &Corpus,
    path: &Path,
    document: Arc<Document>,
    annotator: &str,
) -> Result<(Open, Option<String>), Problem> {
    let name = corpus.name_of(path).ok_or_else(|| Problem::Missing(path.to_path_buf()))?;
    let layer_path = corpus.layer_path(&name, annotator);
    let reading = corpus.layer(&name, &document, annotator)?;
    let doubt = reading.as_ref().and_then(|reading| match (reading.doubts.as_slice(), reading.text_changed) {
        ([], false) => None,
        ([], true) => Some(format!("{name} has changed since it was tagged; every tag still stands on its words")),
        ([doubt], _) => Some(format!("{}: {doubt}", layer_path.display())),
        ([doubt, rest @ ..], _) => {
            Some(format!("{}: {doubt} (and {} more, all kept)", layer_path.display(), rest.len()))
        }
    });
    let records = reading.map_or_else(Records::default, |reading| reading.records);
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let open = Open {
        name,
        document,
        layer: Layer::new(records),
        annotator: annotator.to_string(),
        path,
        layer_path,
        saving: Saving::Untouched,
        revision: 0,
    };
    Ok((open, doubt))
}

/// The time, as RFC 3339, in UTC, to the second.
fn clock() -> String {
    humantime::format_rfc3339_seconds(SystemTime::now()).to_string()
}
