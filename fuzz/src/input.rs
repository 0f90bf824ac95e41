//! What a terminal sends, in pieces and at any times: what is meant by it is what is understood.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent};
use diptych::tui::terminal::sequence::{Sequences, Timing};

use super::Bytes;

/// Keys, arrows and pastes that a slow line delivers in pieces; and then anything at all.
pub fn input(data: &[u8]) {
    let mut bytes = Bytes(data);
    let escape = Duration::from_millis(100);
    let mut now = Instant::now();
    let (mut sequences, mut out, mut meant) = (Sequences::new(Timing::new(escape)), Vec::new(), Vec::new());
    let key = |c: char| Event::Key(KeyEvent::from(if c == '\u{1b}' { KeyCode::Esc } else { KeyCode::Char(c) }));
    for _ in 0..bytes.below(6) {
        let letters: String = (0..bytes.below(9)).map(|_| char::from(b'a' + bytes.below(26) as u8)).collect();
        // How long after the Esc the rest begins, and how far its characters are apart.
        let (late, apart) = (bytes.below(2) == 1, bytes.below(90) as u64);
        let first = Duration::from_millis(if late { 100 + bytes.below(250) as u64 } else { bytes.below(100) as u64 });
        let sent = match bytes.below(4) {
            0 => letters.clone(),
            1 => "\u{1b}".into(),
            2 => "\u{1b}[C".into(),
            _ => format!("\u{1b}[200~{letters}"),
        };
        let is_cut = sent.len() > 1 && sent.starts_with('\u{1b}');
        meant.extend(Some(key('\u{1b}')).filter(|_| is_cut && late || sent == "\u{1b}"));
        match sent.as_str() {
            "\u{1b}" => {}
            "\u{1b}[C" => meant.push(Event::Key(KeyCode::Right.into())),
            paste if is_cut => meant.push(Event::Paste(paste[6..].into())),
            typed => meant.extend(typed.chars().map(key)),
        }
        for (number, c) in sent.chars().enumerate() {
            now += if number == 1 { first } else { Duration::from_millis(apart) };
            sequences.take(key(c), now, &mut out);
        }
        now += Duration::from_secs(2);
        sequences.settle(now, &mut out);
    }
    assert_eq!(out, meant);
    // Whatever comes, it is passed on in time.
    let codes = ['\u{1b}', '[', 'O', '2', '0', '~', ';', 'C', '<', 'a', 'é', '漢'];
    for byte in bytes.0 {
        now += Duration::from_millis(u64::from(byte / 12) * 10);
        sequences.take(key(codes[usize::from(byte % 12)]), now, &mut out);
    }
    sequences.settle(now + Duration::from_secs(10), &mut out);
    assert_eq!(sequences.wait(now), None, "nothing waits");
}
