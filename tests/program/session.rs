//! Tests that the terminal is taken over and restored, whatever happens.

use crate::pty::{self, Model, Modes, Pty, signal};

const IN_USE: Modes = Modes { alternate_screen: true, bracketed_paste: true, mouse: false, cursor_hidden: true };

fn session() -> pty::Builder {
    Pty::new(Pty::example("session")).size(100, 12)
}

fn started(builder: pty::Builder) -> Pty {
    let pty = builder.start();
    pty.wait_for_text("downs 0, frames 1");
    pty
}

#[test]
fn quitting_leaves_the_terminal_as_found() {
    let mut pty = started(session());
    assert_eq!(pty.modes(), IN_USE);
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    pty.assert_restored();
    assert_eq!(pty.raw_text().matches("\x1b[?1049l").count(), 1, "left once, though asked twice");
}

#[test]
fn nothing_is_asked_of_the_terminal() {
    let mut pty = started(session());
    pty.send("q");
    pty.exit_code();
    let raw = pty.raw_text();
    for question in ["\x1b[6n", "\x1b[c", "\x1b[?u", "\x1b[>c"] {
        assert!(!raw.contains(question), "{question:?}");
    }
    assert!(raw.contains("\x1b]2;a ]0;session\x07"), "the title, without its control characters: {raw:?}");
}

#[test]
fn the_row_with_an_emoji_is_right_on_both_models() {
    for (model, row) in [(Model::Wide, "zz⚡️CDEF"), (Model::Narrow, "zz⚡️CDEF")] {
        let pty = started(session().model(model));
        assert_eq!(pty.row(0), row, "{model:?}");
        assert_eq!(pty.cell(4, 0).0, "C", "{model:?}");
    }
}

#[test]
fn a_panic_restores_first_then_speaks() {
    for key in ["p", "w"] {
        let mut pty = started(session());
        pty.send(key);
        assert_ne!(pty.exit_code(), 0);
        pty.assert_restored();
        let raw = pty.raw_text();
        let message = if key == "p" { "as asked" } else { "elsewhere" };
        assert!(raw.find("\x1b[?1049l") < raw.find(message), "{raw:?}");
        assert!(pty.screen().contains(message), "on the shell's screen:\n{}", pty.screen());
    }
}

#[test]
fn signals_save_restore_and_exit() {
    for (name, number) in [("TERM", 15), ("HUP", 1), ("INT", 2), ("QUIT", 3)] {
        let builder = session().args(["--mouse"]);
        let saved = builder.home().join("saved");
        let mut pty = started(builder.env("SAVE_TO", &saved));
        assert!(pty.modes().mouse);
        pty.signal(name);
        assert_eq!(pty.exit_code(), 128 + number, "{name}");
        pty.assert_restored();
        assert_eq!(std::fs::read_to_string(saved).unwrap(), "saved");
    }
}

#[test]
fn closing_the_window_saves_and_ends_the_program() {
    let builder = session();
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("saved");
    let mut pty = started(builder.env("SAVE_TO", &saved));
    pty.hang_up();
    assert_eq!(pty.exit_code(), 129);
    assert_eq!(std::fs::read_to_string(saved).unwrap(), "saved");
}

#[test]
fn saving_that_hangs_is_not_waited_for() {
    let mut pty = started(session().args(["--slow"]));
    pty.signal("TERM");
    assert_eq!(pty.exit_code(), 143);
    pty.assert_restored();
}

#[test]
fn two_hundred_downs_at_once_are_one_frame_or_two() {
    let mut pty = started(session());
    pty.send(&"<Down>".repeat(200));
    let screen = pty.wait_for_text("downs 200");
    let frames: u32 = screen.split("frames ").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
    assert!(frames <= 4, "{frames} frames");
}

#[test]
fn more_input_than_one_read_takes_arrives_without_another_key() {
    let mut pty = started(session());
    pty.send(&"<Down>".repeat(1300));
    pty.wait_for_text("downs 1300");
}

#[test]
fn pasted_text_is_no_keys() {
    let mut pty = started(session());
    pty.paste("quit? p\nq");
    pty.wait_for_text(r#"last Paste("quit? p\nq")"#);
}

#[test]
fn a_new_size_is_drawn() {
    let pty = started(session());
    pty.resize(60, 8);
    pty.wait_for_text("size 60x8");
    pty.resize(120, 20);
    pty.wait_for_text("size 120x20");
}

#[test]
fn the_mouse_reports_drags_and_the_wheel() {
    let mut pty = started(session().args(["--mouse"]));
    assert!(!pty.raw_text().contains("\x1b[?1003h"), "not every movement");
    pty.drag((3, 1), (9, 1));
    pty.wait_for_text("last Mouse(MouseEvent { kind: Up(Left), column: 9, row: 1");
    pty.wheel(5, 5, 2);
    pty.wait_for_text("kind: ScrollDown, column: 5");
}

#[test]
fn control_z_stops_and_fg_continues() {
    let mut pty = Pty::new("bash").args(["--norc", "--noprofile", "-i"]).env("PS1", "$ ").size(100, 12).start();
    pty.wait_for_text("$");
    let discipline = |pty: &mut Pty, name: &str| {
        pty.send(&format!("stty -a > {name}; echo {name} written<CR>"));
        pty.wait_for_text(&format!("\n{name} written"));
        std::fs::read_to_string(pty.home().join(name)).unwrap()
    };
    let before = discipline(&mut pty, "before");
    pty.send(&format!("{}<CR>", Pty::example("session").display()));
    pty.wait_for_text("downs 0, frames 1");
    pty.send("<Down><C-z>");
    pty.wait_for_text("Stopped");
    assert!(!pty.modes().alternate_screen && !pty.modes().cursor_hidden);
    assert_eq!(discipline(&mut pty, "stopped"), before);
    pty.send("fg<CR>");
    pty.wait_for_text("downs 1");
    pty.wait_for_text("zz⚡️CDEF");
    assert_eq!(pty.modes(), IN_USE);
    pty.send("<Down>");
    pty.wait_for_text("downs 2");
    pty.send("q");
    pty.wait_for(|screen| screen.ends_with('$'));
    assert_eq!(discipline(&mut pty, "after"), before);
}

#[test]
fn stopped_from_outside_it_leaves_and_comes_back() {
    let mut pty = Pty::new("bash").args(["--norc", "--noprofile", "-i"]).env("PS1", "$ ").size(100, 12).start();
    pty.wait_for_text("$");
    pty.send(&format!("{} & echo $! > pid; fg<CR>", Pty::example("session").display()));
    pty.wait_for_text("downs 0");
    let pid: u32 = std::fs::read_to_string(pty.home().join("pid")).unwrap().trim().parse().unwrap();
    for name in ["TSTP", "STOP"] {
        signal(pid, name);
        pty.wait_for_text("Stopped");
        pty.send("clear; fg<CR>");
        pty.wait_for(|screen| screen.starts_with("zz⚡️CDEF") && !screen.contains("fg"));
        // The page may be drawn once more before the program notices that it was stopped.
        pty.wait_for_modes(IN_USE);
    }
    pty.send("<Down>");
    pty.wait_for_text("downs 1");
    pty.send("q");
    pty.wait_for(|screen| screen.ends_with('$'));
}

#[test]
fn without_a_terminal_there_is_no_session() {
    let mut pty = Pty::new("sh").args(["-c", &format!("{} < /dev/null", Pty::example("session").display())]).start();
    assert_eq!(pty.exit_code(), 1);
    assert!(pty.screen().contains("standard input is not a terminal"), "{}", pty.screen());
    let mut pty = Pty::new("sh").args(["-c", &format!("{} | cat", Pty::example("session").display())]).start();
    pty.exit_code();
    assert!(pty.screen().contains("standard output is not a terminal"), "{}", pty.screen());
}
