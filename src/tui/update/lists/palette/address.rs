//! Reads the address of a line as vim's command line takes it, and goes there.
//!
//! ```text
//!   12  $  .         a line, the last line, this line         12G  G  gg     as the keys
//!   -3  +2  $-1      lines before and after it                50%            a share of the text
//!   'a               a mark
//! ```

use crate::text::motion::Motion;
use crate::tui::model::App;
use crate::tui::model::pane::Jump;
use crate::tui::update::{jump, motion};

/// A place that can be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
    /// So many lines after this one, or before it.
    Line(Base, isize),
    /// A percentage of the text.
    Percent(usize),
    /// A mark.
    Mark(char),
}

/// The line from which the lines of an address are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// The line of the cursor.
    Here,
    /// The line with this number, from 1.
    Number(usize),
    /// The last line.
    Last,
}

impl Address {
    /// Reads an address; returns `None` if the text is none.
    pub(super) fn read(typed: &str) -> Option<Address> {
        let typed = typed.trim();
        let mut letters = typed.chars();
        match (typed, letters.next(), letters.next(), letters.next()) {
            ("", ..) => return None,
            ("G", ..) => return Some(Address::End),
            ("gg", ..) => return Some(Address::Start),
            (_, Some('\''), Some(mark), None) => return Some(Address::Mark(mark)),
            _ => {}
        }
        if let Some(percent) = typed.strip_suffix('%') {
            return number(percent.trim_end()).map(Address::Percent);
        }
        if let Some(line) = typed.strip_suffix("gg").or_else(|| typed.strip_suffix('G')) {
            return number(line).map(|line| Address::Line(Base::Number(line), 0));
        }
        let (first, rest) = typed.split_at(typed.find(['+', '-']).unwrap_or(typed.len()));
        let base = match first.trim_end() {
            "" | "." => Base::Here,
            "$" => Base::Last,
            line => Base::Number(number(line)?),
        };
        let mut by = 0_isize;
        let mut rest = rest;
        while let Some(sign) = rest.chars().next() {
            let after = rest.get(1..)?;
            let (lines, behind) = after.split_at(after.find(['+', '-']).unwrap_or(after.len()));
            let lines = if lines.is_empty() { 1 } else { isize::try_from(number(lines)?).ok()? };
            by = if sign == '-' { by.checked_sub(lines)? } else { by.checked_add(lines)? };
            rest = behind;
        }
        Some(Address::Line(base, by))
    }

    /// Goes to the place.
    pub(super) fn go(self, app: &mut App) {
        match self {
            Address::Start => motion::go(app, Jump::Text(Motion::Start), None),
            Address::End => motion::go(app, Jump::Text(Motion::End), None),
            Address::Percent(percent) => motion::go_to_percent(app, percent),
            Address::Mark(letter) => jump::go_to_mark(app, &letter.to_string()),
            Address::Line(base, by) => {
                let base = match base {
                    Base::Here => motion::line_here(app),
                    Base::Number(line) => line,
                    Base::Last => motion::lines(app),
                };
                motion::go_to_line(app, base.saturating_add_signed(by));
            }
        }
    }
}

/// Reads a number of digits only.
fn number(typed: &str) -> Option<usize> {
    typed.bytes().all(|byte| byte.is_ascii_digit()).then(|| typed.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_vim_reads_it() {
        use Address::{End, Line, Mark, Percent, Start};
        use Base::{Here, Last, Number};
        for (typed, address) in [
            ("12", Line(Number(12), 0)),
            (" 12G ", Line(Number(12), 0)),
            ("12gg", Line(Number(12), 0)),
            ("$", Line(Last, 0)),
            (".", Line(Here, 0)),
            ("-3", Line(Here, -3)),
            ("+", Line(Here, 1)),
            ("--", Line(Here, -2)),
            ("$-1", Line(Last, -1)),
            (".+4-1", Line(Here, 3)),
            ("12+3", Line(Number(12), 3)),
            ("50%", Percent(50)),
            ("50 %", Percent(50)),
            ("'a", Mark('a')),
            ("G", End),
            ("gg", Start),
        ] {
            assert_eq!(Address::read(typed), Some(address), "{typed}");
        }
        for typed in ["", "g", "q", "%", "x%", "-a", "12a", "-3G", "'", "'ab", "99999999999999999999999", "é-"] {
            assert_eq!(Address::read(typed), None, "{typed}");
        }
    }
}
