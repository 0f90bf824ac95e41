//! Describes the chosen row below the rows: what may explain a difference, what both sides share, what a source is cited for.

use unicode_width::UnicodeWidthStr;

use crate::compare::account::{Account, account, source_names, statements};
use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::status::Voices;
use crate::tui::model::App;
use crate::tui::model::compared::{Compared, NumberedRow, RowFilter};

/// Returns the description of a row in at most `most` lines of this many columns.
pub(super) fn of(app: &App, answer: &Compared, one: &NumberedRow, columns: usize, most: usize) -> Vec<String> {
    match one.id.section {
        Section::Sources => source(app, answer, one, columns, most),
        Section::Figures | Section::Claims | Section::Wording => wrapped(&remarks(app, answer, one), columns, most),
    }
}

/// Returns the lines about a source: its names, unless the articles show a statement, and what each article cites it for, from that
/// statement on.
fn source(app: &App, answer: &Compared, one: &NumberedRow, columns: usize, most: usize) -> Vec<String> {
    let Some(row) = answer.comparison.sources.rows.get(one.number) else { return Vec::new() };
    let document = answer.question.slots.map(|slot| app.desk.shelf[slot].document.as_ref());
    let turn = app.comparing.view.turn;
    let from = turn.saturating_sub(1);
    let of = |side: &str, document, cited: &[_]| -> Vec<String> {
        let many = cited.len();
        let number = |at: usize| if many > 1 { format!(" {} of {many}", at + 1) } else { String::new() };
        let shown = statements(document, cited).enumerate().skip(from).take(most);
        shown.map(|(at, statement)| format!("{side}{}: {statement}", number(at))).collect()
    };
    let (left, right) = (of("left", document.left, &row.cited.left), of("right", document.right, &row.cited.right));
    let both = (0..left.len().max(right.len())).flat_map(|at| [left.get(at), right.get(at)]).flatten();
    let names = match turn {
        0 => {
            let next = format!("{}: next statement", app.key_of("next-hit"));
            wrapped(&[vec![next], source_names(document, row)].concat(), columns, most.div_ceil(2))
        }
        _ => Vec::new(),
    };
    names.into_iter().chain(both.cloned()).take(most).collect()
}

/// Returns other remarks on a row.
fn remarks(app: &App, answer: &Compared, one: &NumberedRow) -> Vec<String> {
    let open = answer.question.slots.map(|slot| &app.desk.shelf[slot]);
    let document = open.map(|open| open.document.as_ref());
    let Account { difference, remarks } = account(document, &answer.comparison, one.id.section, one.number);
    let is_one = one.row.voices == Voices::One && one.id.section != Section::Wording;
    let voice = is_one.then(|| "same wording: one voice, no confirmation".to_string());
    let difference = (!difference.is_empty()).then_some(difference);
    let Both { left, right } = answer.places(one.id).map(|places| places.len());
    let next = (left.max(right) > 1).then(|| format!("{}: next place", app.key_of("next-hit")));
    let unsupported = one.is_unsupported.then(|| format!("{}: no source, no partner", RowFilter::Unsupported.name()));
    difference.into_iter().chain(unsupported).chain(voice).chain(remarks).chain(next).collect()
}

/// Returns the remarks in lines of this many columns, if possible broken between two remarks.
fn wrapped(remarks: &[String], columns: usize, most: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for remark in remarks {
        match rows.last_mut().filter(|row| row.width() + 3 + remark.width() <= columns) {
            Some(row) => *row += &format!(" · {remark}"),
            None => rows.push(remark.clone()),
        }
    }
    // What has no row is told at the end of the last one, which is cut where the screen ends.
    if most == 0 {
        rows.clear();
    } else if rows.len() > most {
        let rest = rows.split_off(most - 1);
        rows.push(rest.join(" · "));
    }
    rows
}
