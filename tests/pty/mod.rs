//! A terminal for tests: runs a program in a pty, types at it and reads its screen.
//!
//! ```ignore
//! let mut pty = Pty::new(env!("CARGO_BIN_EXE_diptych")).args(["a.txt", "b.txt"]).size(120, 40).start();
//! pty.wait_for_text("a.txt");
//! pty.send("jj<S-Right><S-Right>c<Tab><C-d>");
//! pty.wait_for(|screen| screen.lines().any(|row| row.contains("1 claim")));
//! pty.send("q");
//! assert_eq!(pty.exit_code(), 0);
//! pty.assert_restored();
//! ```
//!
//! Home and configuration are an empty folder, `pty.home()`; so is the working directory unless `dir` says otherwise.
//! Terminals disagree on widths, so there are two models of one: see [`Model`].
#![allow(dead_code)] // each test file uses its part

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, Once};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// How long anything may take; a test that waits this long fails.
const PATIENCE: Duration = Duration::from_secs(30);

const ON_THE_LINE: &str = "nobody has hung up";

/// Which terminal: they differ in how wide a glyph with a variation selector is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Model {
    /// ❤️ is two columns wide, as in kitty, WezTerm and ratatui (vt100 0.18).
    #[default]
    Wide,
    /// ❤️ is one column wide, as in xterm (vt100 0.16).
    Narrow,
}

/// What a program may have switched and must switch back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modes {
    pub alternate_screen: bool,
    pub bracketed_paste: bool,
    pub mouse: bool,
    pub cursor_hidden: bool,
}

/// A program to start in a pty.
pub struct Builder {
    command: CommandBuilder,
    size: (u16, u16),
    model: Model,
    home: TempDir,
}

/// A program that runs in a pty.
pub struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Arc<Mutex<Box<dyn Write + Send>>>>,
    child: Box<dyn Child + Send + Sync>,
    state: Arc<(Mutex<State>, Condvar)>,
    termios: String,
    home: TempDir,
}

/// A temporary folder of texts to run the program in, as ana, with a home that outlives a run.
///
/// ```ignore
/// let folder = Folder::new(&[("a.txt", "About 1,500 men came.")]);
/// let mut pty = folder.start(&["a.txt"]);
/// pty.send("f");
/// pty.wait_for_saved("1 tag");
/// assert_eq!(folder.layer("a.txt").tags[0].quote, "About 1,500");
/// ```
pub struct Folder(TempDir);

/// Ana's layer as it is on disk.
#[derive(Debug, serde::Deserialize)]
pub struct Layer {
    pub format: u32,
    pub document: Source,
    pub annotator: String,
    pub tags: Vec<Tag>,
    pub links: Vec<Link>,
    pub verdicts: Vec<String>,
}

#[derive(Debug, serde::Deserialize)]
pub struct Source {
    pub path: String,
    pub sha256: String,
    pub chars: usize,
}

#[derive(Debug, serde::Deserialize)]
pub struct Tag {
    pub id: String,
    pub label: String,
    pub start: usize,
    pub end: usize,
    pub quote: String,
    pub prefix: String,
    pub suffix: String,
    #[serde(default)]
    pub note: String,
    pub at: String,
}

#[derive(Debug, serde::Deserialize)]
pub struct Link {
    pub id: String,
    pub kind: String,
    pub from: String,
    pub to: String,
    #[serde(default)]
    pub document: String,
    pub at: String,
}

/// What came out so far.
struct State {
    raw: Vec<u8>,
    screen: Screen,
    closed: bool,
    hung_up: bool,
}

enum Screen {
    Wide(Box<vt100::Parser>),
    Narrow(Box<vt100_narrow::Parser>),
}

impl Pty {
    /// Prepares a program; `size`, `model`, `args`, `env` and `dir` may follow, then `start`.
    #[expect(clippy::new_ret_no_self)]
    pub fn new(program: impl AsRef<OsStr>) -> Builder {
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        command.cwd(home.path());
        for (key, value) in std::env::vars_os() {
            // What coverage and sanitizers need may pass; what a user has configured may not.
            if ["PATH", "LLVM_PROFILE_FILE", "RUST_BACKTRACE"].iter().any(|&allowed| key == allowed) {
                command.env(key, value);
            }
        }
        command.env("HOME", home.path());
        for (key, folder) in [
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_RUNTIME_DIR", "run"),
        ] {
            command.env(key, home.path().join(folder));
        }
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("RUST_BACKTRACE", "0");
        Builder { command, size: (80, 24), model: Model::default(), home }
    }

    /// The path of an example: `Pty::new(Pty::example("session"))`. It is built first, because `cargo test --test x`
    /// runs whatever was built last.
    pub fn example(name: &str) -> PathBuf {
        static BUILT: Once = Once::new();
        let test = std::env::current_exe().expect("the test's own path");
        let profile = test.parent().and_then(Path::parent).expect("target/debug/deps/test");
        BUILT.call_once(|| {
            let release = profile.ends_with("release").then_some("--release");
            let mut build = Command::new(env!("CARGO"));
            let status = build.args(["build", "--quiet", "--examples"]).args(release).status().expect("cargo runs");
            assert!(status.success(), "the examples do not build");
        });
        profile.join("examples").join(name)
    }

    /// Types: text as it is, keys as `<Tab>`, `<CR>`, `<Esc>`, `<Down>`, `<S-Right>`, `<C-d>`, `<A-x>`, `<F1>`, and
    /// `<lt>` for `<`. All in one write.
    pub fn send(&mut self, keys: &str) {
        self.write(&bytes_of(keys));
    }

    /// Pastes, as a terminal does.
    pub fn paste(&mut self, text: &str) {
        self.write(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    }

    /// Presses and releases the left button; columns and rows count from 0.
    pub fn click(&mut self, x: u16, y: u16) {
        self.drag((x, y), (x, y));
    }

    /// Presses the left button here, moves there, lets go.
    pub fn drag(&mut self, from: (u16, u16), to: (u16, u16)) {
        let report = |button: u16, (x, y): (u16, u16), end: char| format!("\x1b[<{button};{};{}{end}", x + 1, y + 1);
        let moved = if from == to { String::new() } else { report(32, to, 'M') };
        self.write([report(0, from, 'M'), moved, report(0, to, 'm')].concat().as_bytes());
    }

    /// Turns the wheel by so many notches, down if positive.
    pub fn wheel(&mut self, x: u16, y: u16, notches: i32) {
        let button = if notches > 0 { 65 } else { 64 };
        let report = format!("\x1b[<{button};{};{}M", x + 1, y + 1);
        self.write(report.repeat(notches.unsigned_abs() as usize).as_bytes());
    }

    /// Writes bytes that are no keys.
    pub fn write(&mut self, bytes: &[u8]) {
        let mut writer = self.writer.as_ref().expect(ON_THE_LINE).lock().unwrap();
        writer.write_all(bytes).and_then(|()| writer.flush()).expect("the pty takes input");
    }

    /// Waits until the screen is as wanted; fails with the screen if it never is. Returns the screen. Frames are looked at
    /// whole, never half drawn.
    #[track_caller]
    pub fn wait_for(&self, wanted: impl Fn(&str) -> bool) -> String {
        self.wait("the screen never was as wanted", |state| state.is_whole() && wanted(&state.screen.text()))
    }

    /// Waits until the screen holds this text.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) -> String {
        self.wait(&format!("never seen: {text:?}"), |state| state.is_whole() && state.screen.text().contains(text))
    }

    /// Waits until this text is gone from the screen.
    #[track_caller]
    pub fn wait_until_gone(&self, text: &str) -> String {
        self.wait(&format!("never gone: {text:?}"), |state| state.is_whole() && !state.screen.text().contains(text))
    }

    /// Waits until the screen holds this text and the status, above the hints, says that all is on disk.
    #[track_caller]
    pub fn wait_for_saved(&self, text: &str) -> String {
        let says = |status: &str| status.ends_with(" saved") && !status.ends_with(" not saved");
        let saved = |screen: &str| screen.lines().nth_back(1).is_some_and(says);
        self.wait_for(|screen| screen.contains(text) && saved(screen))
    }

    /// Waits until the terminal is in these modes.
    #[track_caller]
    pub fn wait_for_modes(&self, wanted: Modes) {
        self.wait(&format!("never in use: {wanted:?}"), |state| state.is_whole() && state.screen.modes() == wanted);
    }

    /// Waits until nothing has come for this long.
    pub fn wait_for_silence(&self, silence: Duration) -> String {
        let mut length = self.raw().len();
        loop {
            thread::sleep(silence);
            match self.raw().len() {
                now if now == length => return self.screen(),
                now => length = now,
            }
        }
    }

    /// The screen, rows joined by newlines, blanks at their ends cut.
    pub fn screen(&self) -> String {
        self.state().screen.text()
    }

    /// One row of the screen, blanks at its end cut.
    pub fn row(&self, y: u16) -> String {
        self.screen().lines().nth(usize::from(y)).unwrap_or_default().to_owned()
    }

    /// What a cell shows, and whether it is bold, italic, underlined, reversed.
    pub fn cell(&self, x: u16, y: u16) -> (String, [bool; 4]) {
        self.state().screen.cell(x, y)
    }

    /// Column and row of the cursor.
    pub fn cursor(&self) -> (u16, u16) {
        self.state().screen.cursor()
    }

    /// All bytes that the program has written.
    pub fn raw(&self) -> Vec<u8> {
        self.state().raw.clone()
    }

    /// The same as text.
    pub fn raw_text(&self) -> String {
        String::from_utf8_lossy(&self.state().raw).into_owned()
    }

    /// The modes as they are now.
    pub fn modes(&self) -> Modes {
        self.state().screen.modes()
    }

    /// Changes the size of the window.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.state().screen.resize(columns, rows);
        self.master().resize(pty_size(columns, rows)).expect("the pty takes a size");
    }

    /// The same, and waits for what is drawn then.
    #[track_caller]
    pub fn resize_and_wait(&self, columns: u16, rows: u16) -> String {
        let before = self.raw().len();
        self.resize(columns, rows);
        self.wait("nothing was drawn", |state| state.raw.len() > before && state.is_whole())
    }

    /// Sends a signal to the program: `pty.signal("TERM")`.
    pub fn signal(&self, name: &str) {
        let pid = self.child.process_id().expect("the program runs");
        signal(pid, name);
    }

    /// Hangs up, as closing the window does: afterwards there is only the exit code to ask for.
    pub fn hang_up(&mut self) {
        self.state().hung_up = true;
        // The reader holds the line too. It looks up when the program draws, and for a new size it does.
        let size = self.master().get_size().expect("the pty has a size");
        self.resize(size.cols + 1, size.rows);
        self.wait("the reader never let go", |state| state.closed);
        (self.master, self.writer) = (None, None);
    }

    /// Waits for the end of the program and of its output; returns the exit code.
    #[track_caller]
    pub fn exit_code(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        while !self.has_ended() {
            assert!(Instant::now() < deadline, "the program never ended. The screen:\n{}", framed(&self.screen()));
            thread::sleep(Duration::from_millis(5));
        }
        self.wait("the output never ended", |state| state.closed);
        self.child.wait().expect("it has ended").exit_code()
    }

    /// Whether the program has ended.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("the program can be waited for").is_some()
    }

    /// Fails unless the terminal is as the program found it: modes, wrapping, title, and the line discipline.
    #[track_caller]
    pub fn assert_restored(&self) {
        let raw = self.raw_text();
        assert_eq!(self.modes(), Modes::default(), "modes\n{raw:?}");
        assert_eq!(self.termios(), self.termios, "line discipline");
        for (on, off) in [("\x1b[?7l", "\x1b[?7h"), ("\x1b[22;2t", "\x1b[23;2t"), ("\x1b[?2026h", "\x1b[?2026l")] {
            assert!(raw.rfind(on) <= raw.rfind(off), "{on:?} without {off:?} after it\n{raw:?}");
        }
    }

    /// The program's home.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The process id of the program.
    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("the program runs")
    }

    fn termios(&self) -> String {
        format!("{:?}", self.master().get_termios())
    }

    fn master(&self) -> &dyn MasterPty {
        &**self.master.as_ref().expect(ON_THE_LINE)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.0.lock().unwrap()
    }

    #[track_caller]
    fn wait(&self, complaint: &str, wanted: impl Fn(&State) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.state();
        while !wanted(&state) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || state.closed {
                let when = if state.closed { "before the output ended" } else { "in time" };
                let screen = framed(&state.screen.text());
                drop(state);
                panic!("{complaint}, {when}. The screen:\n{screen}");
            }
            state = self.state.1.wait_timeout(state, left).unwrap().0;
        }
        state.screen.text()
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

impl Builder {
    pub fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(args);
        self
    }

    pub fn env(mut self, key: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.command.env(key, value);
        self
    }

    /// The working directory.
    pub fn dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.command.cwd(dir.as_ref());
        self
    }

    pub fn size(self, columns: u16, rows: u16) -> Self {
        Self { size: (columns, rows), ..self }
    }

    pub fn model(self, model: Model) -> Self {
        Self { model, ..self }
    }

    /// The folder that will be home, to put files in.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn start(self) -> Pty {
        let (columns, rows) = self.size;
        let pair = native_pty_system().openpty(pty_size(columns, rows)).expect("a pty");
        let termios = format!("{:?}", pair.master.get_termios());
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = Arc::new(Mutex::new(pair.master.take_writer().expect("a writer")));
        let child = pair.slave.spawn_command(self.command).expect("the program starts");
        let screen = Screen::new(self.model, columns, rows);
        let state =
            Arc::new((Mutex::new(State { raw: Vec::new(), screen, closed: false, hung_up: false }), Condvar::new()));
        let (shared, answers) = (state.clone(), Arc::downgrade(&writer));
        drop(pair.slave); // so that the output ends with the program
        thread::spawn(move || {
            let mut buffer = [0; 65536];
            loop {
                let length = reader.read(&mut buffer).unwrap_or(0);
                let mut state = shared.0.lock().unwrap();
                state.take(&buffer[..length]);
                state.closed |= length == 0 || state.hung_up;
                if buffer[..length].windows(4).any(|bytes| bytes == b"\x1b[6n")
                    && let Some(writer) = answers.upgrade()
                {
                    let (x, y) = state.screen.cursor();
                    let _ = writer.lock().unwrap().write_all(format!("\x1b[{};{}R", y + 1, x + 1).as_bytes());
                }
                shared.1.notify_all();
                if state.closed {
                    break;
                }
            }
        });
        Pty { master: Some(pair.master), writer: Some(writer), child, state, termios, home: self.home }
    }
}

impl Folder {
    /// A folder with these files; what lies deeper gets its folders.
    pub fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a temporary folder"));
        std::fs::create_dir(folder.path("")).expect("a folder can be made");
        files.iter().for_each(|(name, text)| folder.write(name, text));
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home().join("here").join(name)
    }

    /// The folder of the program's configuration.
    pub fn config(&self) -> PathBuf {
        self.home().join("config/diptych")
    }

    /// The program's home, which is the same in every run.
    pub fn home(&self) -> PathBuf {
        self.0.path().canonicalize().expect("the folder is there")
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("folders can be made");
        std::fs::write(path, bytes).expect("a file can be written");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Everything in the folder: path, and what is in it if it is a file.
    pub fn files(&self) -> Vec<(PathBuf, Option<Vec<u8>>)> {
        let (mut found, mut folders) = (Vec::new(), vec![self.path("")]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder can be listed") {
                let path = entry.expect("an entry").path();
                found.push((path.clone(), std::fs::read(&path).ok()));
                if path.is_dir() {
                    folders.push(path);
                }
            }
        }
        found.sort();
        found
    }

    /// The program, to be started here with these arguments.
    pub fn program(&self, args: &[&str]) -> Builder {
        let program = Pty::new(env!("CARGO_BIN_EXE_diptych")).dir(self.path("")).size(120, 24).args(args);
        let home = self.home();
        let folders = [("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state")];
        let program = folders.iter().fold(program, |program, (key, name)| program.env(key, home.join(name)));
        program.env("HOME", home).env("DIPTYCH_ANNOTATOR", "ana")
    }

    pub fn start(&self, args: &[&str]) -> Pty {
        self.program(args).start()
    }

    /// Ana's layer on a text, in the file where it must be, looked at closely.
    pub fn layer(&self, text: &str) -> Layer {
        let name = format!("annotations/{}.ana.ron", text.strip_prefix("texts/").unwrap_or(text));
        let (ron, text) = (self.read(&name), self.read(text));
        let layer: Layer = ron::from_str(&ron).unwrap_or_else(|error| panic!("{name}: {error}\n{ron}"));
        assert_eq!((layer.format, layer.annotator.as_str(), layer.document.chars), (1, "ana", text.chars().count()));
        assert_eq!(layer.document.sha256.len(), 64);
        assert!(ron.ends_with("\n)\n"), "{ron}");
        let records = ron.lines().filter(|line| line.starts_with("        (id: ")).count();
        assert_eq!(records, layer.tags.len() + layer.links.len(), "one record a line\n{ron}");
        let places: Vec<_> = layer.tags.iter().map(|tag| (tag.start, tag.end, &tag.id)).collect();
        assert!(places.is_sorted_by_key(|(start, _, _)| start), "{places:?}");
        let text: Vec<char> = text.chars().collect();
        let chars = |start: usize, end: usize| text[start..end].iter().collect::<String>();
        for tag in &layer.tags {
            assert_eq!(chars(tag.start, tag.end), tag.quote);
            assert_eq!(chars(tag.start - tag.prefix.chars().count(), tag.start), tag.prefix);
            assert_eq!(chars(tag.end, tag.end + tag.suffix.chars().count()), tag.suffix);
            assert!(tag.prefix.chars().count() <= 32 && tag.suffix.chars().count() <= 32, "{tag:?}");
        }
        layer
    }
}

impl State {
    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend(bytes);
        self.screen.feed(bytes);
    }

    /// Whether no frame is being drawn.
    fn is_whole(&self) -> bool {
        let last = |mark: &str| memchr::memmem::rfind(&self.raw, mark.as_bytes());
        last("\x1b[?2026h") <= last("\x1b[?2026l")
    }
}

/// Does the same with whichever model it is; the two crates have the same methods.
macro_rules! either {
    ($screen:expr, $parser:ident => $value:expr) => {
        match $screen {
            Screen::Wide($parser) => $value,
            Screen::Narrow($parser) => $value,
        }
    };
}

impl Screen {
    fn new(model: Model, columns: u16, rows: u16) -> Self {
        match model {
            Model::Wide => {
                let size = |length: u16| length.try_into().expect("a size above 0");
                Self::Wide(Box::new(vt100::Parser::new(size(rows), size(columns), 0)))
            }
            Model::Narrow => Self::Narrow(Box::new(vt100_narrow::Parser::new(rows, columns, 0))),
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        either!(self, parser => parser.process(bytes));
    }

    fn text(&self) -> String {
        either!(self, parser => {
            let rows = parser.screen().rows(0, u16::MAX).map(|row| row.trim_end().to_owned());
            rows.collect::<Vec<_>>().join("\n").trim_end().to_owned()
        })
    }

    fn cell(&self, x: u16, y: u16) -> (String, [bool; 4]) {
        either!(self, parser => {
            let cell = parser.screen().cell(y, x).expect("a cell on the screen");
            (cell.contents().to_string(), [cell.bold(), cell.italic(), cell.underline(), cell.inverse()])
        })
    }

    fn cursor(&self) -> (u16, u16) {
        let (y, x) = either!(self, parser => parser.screen().cursor_position());
        (x, y)
    }

    fn modes(&self) -> Modes {
        either!(self, parser => {
            let screen = parser.screen();
            Modes {
                alternate_screen: screen.alternate_screen(),
                bracketed_paste: screen.bracketed_paste(),
                mouse: format!("{:?}", screen.mouse_protocol_mode()) != "None",
                cursor_hidden: screen.hide_cursor(),
            }
        })
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        match self {
            Self::Wide(parser) => {
                let size = |length: u16| length.try_into().expect("a size above 0");
                parser.set_size(size(rows), size(columns));
            }
            Self::Narrow(parser) => parser.screen_mut().set_size(rows, columns),
        }
    }
}

/// Sends a signal to a process, through the `kill` command.
pub fn signal(pid: u32, name: &str) {
    let status = Command::new("kill").args(["-s", name, &pid.to_string()]).status().expect("kill runs");
    assert!(status.success(), "kill -s {name} {pid}: {status}");
}

fn pty_size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

/// The screen in a box, for a failure's message.
fn framed(screen: &str) -> String {
    let rows: String = screen.lines().map(|row| format!("│{row}\n")).collect();
    format!("┌────\n{rows}└────")
}

/// Keys as a terminal sends them.
fn bytes_of(keys: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|after| after.split_once('>'));
        if let Some((name, after)) = named {
            bytes.extend(key(name));
            rest = after;
        } else {
            rest = &rest[c.len_utf8()..];
            bytes.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    bytes
}

/// One named key, with its modifiers.
fn key(name: &str) -> Vec<u8> {
    let (mut shift, mut alt, mut control, mut base) = (false, false, false, name);
    loop {
        match base.split_at_checked(2) {
            Some(("S-", rest)) if !rest.is_empty() => (shift, base) = (true, rest),
            Some(("A-", rest)) if !rest.is_empty() => (alt, base) = (true, rest),
            Some(("C-", rest)) if !rest.is_empty() => (control, base) = (true, rest),
            _ => break,
        }
    }
    let modifier = 1 + u8::from(shift) + 2 * u8::from(alt) + 4 * u8::from(control);
    let letter = |end: char| match modifier {
        1 => format!("\x1b[{end}"),
        _ => format!("\x1b[1;{modifier}{end}"),
    };
    let number = |code: u8| match modifier {
        1 => format!("\x1b[{code}~"),
        _ => format!("\x1b[{code};{modifier}~"),
    };
    let text = match base {
        "Up" => letter('A'),
        "Down" => letter('B'),
        "Right" => letter('C'),
        "Left" => letter('D'),
        "End" => letter('F'),
        "Home" => letter('H'),
        "Tab" if shift => "\x1b[Z".into(),
        "Insert" => number(2),
        "Delete" => number(3),
        "PageUp" => number(5),
        "PageDown" => number(6),
        "F1" => "\x1bOP".into(),
        "F2" => "\x1bOQ".into(),
        "F3" => "\x1bOR".into(),
        "F4" => "\x1bOS".into(),
        "Tab" => "\t".into(),
        "CR" | "Enter" => "\r".into(),
        "Esc" => "\x1b".into(),
        "BS" => "\x7f".into(),
        "Space" if control => "\0".into(),
        "Space" => " ".into(),
        "lt" => "<".into(),
        _ => match (base.chars().next(), base.chars().nth(1)) {
            (Some(c), None) if control => char::from(c.to_ascii_lowercase() as u8 & 0x1f).to_string(),
            (Some(c), None) => c.to_string(),
            _ => panic!("no key is called <{name}>"),
        },
    };
    let meta = if alt && !text.starts_with('\x1b') { "\x1b" } else { "" };
    format!("{meta}{text}").into_bytes()
}
