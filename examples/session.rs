//! The smallest program on `tui::terminal`, for `tests/program/session.rs` to push about.

use std::time::Duration;
use std::{env, fs, thread};

use crossterm::event::{Event, KeyCode, KeyModifiers};
use diptych::tui::terminal::{KeySource, Options, Session};
use ratatui::text::{Line, Text};
use ratatui::widgets::Widget;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> std::process::ExitCode {
    match run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Error: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mouse = env::args().any(|arg| arg == "--mouse");
    let slow = env::args().any(|arg| arg == "--slow");
    let save = move || {
        if let Some(path) = env::var_os("SAVE_TO") {
            let _ = fs::write(path, "saved");
        }
        if slow {
            thread::sleep(Duration::from_secs(60));
        }
    };
    let mut session = Session::start(
        Options { mouse, colours: true, escape: Duration::from_millis(100), keys: KeySource::StandardInput },
        save,
    )?;
    session.set_title("a \x1b]0;session\x07")?;
    let (mut size, mut downs, mut frames, mut last) = (session.size()?, 0, 0, String::new());
    loop {
        frames += 1;
        session.draw(size, |buffer| {
            let text = [
                "zz⚡️CDEF".to_owned(),
                format!("downs {downs}, frames {frames}"),
                format!("size {}x{}", size.width, size.height),
                format!("last {last}."),
            ];
            Text::from_iter(text.map(Line::from)).render(buffer.area, buffer);
            None
        })?;
        let mut batch = Vec::new();
        while batch.is_empty() {
            batch = session.events(Duration::from_millis(250))?;
        }
        for event in batch {
            last = format!("{event:?}");
            if let Event::Resize(width, height) = event {
                size = (width, height).into();
            }
            let Event::Key(key) = event else { continue };
            match (key.code, key.modifiers) {
                (KeyCode::Char('z'), KeyModifiers::CONTROL) => session.suspend()?,
                (KeyCode::Char('q'), _) => {
                    session.leave(); // and once more when it is dropped
                    return Ok(());
                }
                (KeyCode::Char('p'), _) => panic!("as asked"),
                (KeyCode::Char('w'), _) => drop(thread::spawn(|| panic!("elsewhere"))),
                (KeyCode::Down, _) => downs += 1,
                _ => {}
            }
        }
    }
}
