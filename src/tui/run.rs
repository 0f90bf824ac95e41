//! Runs the loop of the program. Here the pure parts, update and view, meet the terminal and the threads.
//!
//! ```text
//!   ┌─▶ events: of the user, and of other threads that have finished
//!   │        │ update::handle(app, event)
//!   │     effects ── perform(effect, world) ──▶ events, handled before the next
//!   │        │
//!   └──── draw, if something has changed
//! ```
//!
//! The loop handles all waiting events and then draws the screen once. It waits only a short time for the next event
//! while another thread is at work, so that the result is shown soon.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use crossterm::event::Event as Input;

use super::config::Config;
use super::key::Key;

use super::model::event::{Laid, Started};
use super::model::{App, Effect, Event, Setting};
use super::perform::library::{self, Library};
use super::perform::{Terminal, World, perform};
use super::terminal::{KeySource, Options, Session};
use super::theme::Theme;
use super::update;
use super::update::commands::keymap;
use super::view::view;
use crate::corpus::Corpus;
use crate::corpus::bookmark::Bookmarks;
use crate::corpus::saver::Saver;
use crate::failure::Failure;
use crate::text::Document;

/// The time to wait for a key while another thread is at work: a quarter of a frame, so its result is in the next one.
const SHORT: Duration = Duration::from_millis(4);
/// The time to wait for a key otherwise.
const LONG: Duration = Duration::from_millis(200);
/// After so much time without a key, the user has seen the screen.
const PAUSE: Duration = Duration::from_millis(400);
/// The time between two looks for what other programs have written, which also try failed saves again.
const LOOK: Duration = Duration::from_millis(500);

/// The files and settings that the command line has read.
pub struct Given {
    /// The corpus of the first document.
    pub corpus: Corpus,
    /// The annotator.
    pub annotator: String,
    /// The user's settings.
    pub config: Config,
    /// Messages about what was not understood in the settings.
    pub doubts: Vec<String>,
    /// The guidelines' name and text.
    pub guidelines: Option<(String, String)>,
    /// The first screen.
    pub start: Start,
    /// The documents that are listed, each alone; if there are none, the pairs of the corpus are listed.
    pub listed: Vec<String>,
    /// The annotators to review.
    pub review: Vec<String>,
    /// The annotators whose tags are also suggested.
    pub suggest: Vec<String>,
    /// The source of the keys.
    pub keys: KeySource,
}

/// The first screen.
pub enum Start {
    /// One or two documents, by the paths that they were read from.
    Documents(Vec<(PathBuf, Arc<Document>)>),
    /// The list of pairs.
    Pairs,
}

/// Runs until the user quits.
///
/// # Errors
/// If a layer cannot be read, or there is no terminal.
pub fn run(given: Given) -> Result<(), Failure> {
    let Given { corpus, annotator, config, mut doubts, guidelines, start, listed, mut review, suggest, keys } = given;
    review.retain(|name| *name != annotator);
    review.dedup();
    let mut scheme = corpus.scheme().clone();
    config.dress(&mut scheme);
    let (keymap, more) = keymap(&scheme, &config.keys());
    doubts.extend(more);
    let library = Library::new(corpus, &annotator, Bookmarks::load()).listing(listed);
    let started = Started { documents: read(&library, start, &review, &mut doubts)?, doubts };
    let guard = started.documents.iter().find_map(|laid| laid.document.guard()).map(|guard| guard.in_full.clone());

    let home = std::env::home_dir().unwrap_or_default();
    let theme = Theme::new(config.theme, |name| std::env::var(name).ok()).styled(config.style);
    let options = Options { mouse: config.mouse, colours: theme.can_colour(), escape: config.escape(), keys };
    let (measure, typesetting) = (config.measure, config.typesetting());
    let setting = Setting { scheme: Arc::new(scheme), keymap, guidelines, annotator, config, home, clock };
    let mut app = App::new(setting, theme, measure, typesetting);
    app.reviewing = review;
    app.suggesting.models = suggest;

    let mut world = World::new(library, Some(Saver::start().map_err(Failure::new)?));
    let session = Session::start(options, world.last_words()).map_err(|error| {
        // Before the session begins, the user cannot be asked what to do with a layer that cannot be read.
        let words = guard.unwrap_or_else(|| error.to_string());
        Failure::new(words).hint("Run it in a terminal; its keys and its screen are all that it has.")
    })?;
    let size = session.size().map_err(Failure::new)?;
    let session = Rc::new(RefCell::new(session));
    world.attach(session.clone());
    drive(&mut app, &world, Event::Resize(size.width, size.height));
    drive(&mut app, &world, Event::Started(started));
    draw(&app, &session)?;
    attend(&mut app, &world, &session)
}

/// Handles events until the program is over.
fn attend(app: &mut App, world: &World, session: &RefCell<Session>) -> Result<(), Failure> {
    let (mut looked, mut typed) = (Instant::now(), Instant::now());
    while !app.over {
        let wait = if world.is_busy() { SHORT } else { LONG };
        let inputs = session.borrow_mut().events(wait).map_err(Failure::new)?;
        if !inputs.is_empty() {
            typed = Instant::now();
        }
        let mut events: Vec<Event> = inputs.into_iter().filter_map(event).collect();
        events.extend(world.finished());
        if events.is_empty() {
            events.push(Event::Quiet);
            if typed.elapsed() >= PAUSE {
                events.push(Event::Paused);
            }
            if !world.is_busy() && looked.elapsed() >= LOOK {
                looked = Instant::now();
                events.push(Event::LookAround);
            }
        }
        let mut changed = false;
        for event in events {
            changed |= drive(app, world, event);
            if app.over {
                return Ok(());
            }
        }
        if changed {
            draw(app, session)?;
        }
    }
    Ok(())
}

/// Handles an event and everything that follows from it at once. Returns whether the screen may look different then.
pub fn drive(app: &mut App, world: &World, event: Event) -> bool {
    drive_with(app, world, event, |_| {})
}

/// Handles an event like [`drive`], and passes each effect to `watch` before it is performed.
pub fn drive_with(app: &mut App, world: &World, event: Event, mut watch: impl FnMut(&Effect)) -> bool {
    let mut changed = event.shows();
    let mut effects: VecDeque<Effect> = update::handle(app, event).into();
    while let Some(effect) = effects.pop_front() {
        watch(&effect);
        let Some(event) = perform(effect, world) else { continue };
        changed |= event.shows();
        // Effects that follow from an effect are performed before those that were asked for later.
        for effect in update::handle(app, event).into_iter().rev() {
            effects.push_front(effect);
        }
    }
    changed
}

/// Draws the state on the terminal.
fn draw(app: &App, session: &RefCell<Session>) -> Result<(), Failure> {
    session.borrow_mut().draw(app.desk.size.into(), |buffer| view(app, buffer)).map_err(Failure::new)
}

/// Returns the event for an input of the terminal.
fn event(input: Input) -> Option<Event> {
    match input {
        Input::Key(key) => Some(Event::Key(Key::from(key))),
        Input::Paste(text) => Some(Event::Paste(text)),
        Input::Mouse(mouse) => Some(Event::Mouse(mouse, Instant::now())),
        Input::Resize(width, height) => Some(Event::Resize(width, height)),
        Input::FocusGained | Input::FocusLost => None,
    }
}

/// Reads the layers on the first documents.
fn read(library: &Library, start: Start, reviewed: &[String], doubts: &mut Vec<String>) -> Result<Vec<Laid>, Failure> {
    let Start::Documents(documents) = start else { return Ok(Vec::new()) };
    let mut laid = Vec::new();
    for (path, document) in documents {
        let corpus = Corpus::of(&path)?;
        let (open, doubt) = library::open(&corpus, &path, document, &library.annotator)?;
        doubts.extend(library.other_labels(&corpus, &path));
        laid.push(library.lay(open, doubt, reviewed));
    }
    Ok(laid)
}

impl Terminal for Session {
    fn copy(&mut self, text: &str) -> io::Result<()> {
        crossterm::execute!(io::stdout(), crossterm::clipboard::CopyToClipboard::to_clipboard_from(text))
    }

    fn name(&mut self, title: &str) -> io::Result<()> {
        self.set_title(title)
    }

    fn forget(&mut self) {
        self.repaint();
    }

    fn stop(&mut self) -> io::Result<(u16, u16)> {
        self.suspend()?;
        self.size().map(|size| (size.width, size.height))
    }
}

/// Returns the time, as RFC 3339, in UTC, to the second.
fn clock() -> String {
    humantime::format_rfc3339_seconds(SystemTime::now()).to_string()
}
