//! Shows the table of agreement, and goes from a number in it to the words behind the number.
//!
//! ```text
//!   label    who       1st  2nd  both  strict  exact  part.  type     κ     α    αu
//!   claim    ana, ben   12   10     9    0.72   0.72   0.86  0.91  0.80  0.80   0.77     Enter: the first place where they differ
//!            ana, cho   12   11     8    …
//!            all 3                                                      0.78   0.75     α of all annotators, if there are more than two
//! ```
//!
//! `1st` and `2nd` are the numbers of tags of the two annotators, and `both` the number of pairs of them that overlap
//! under this label, at most as many as either has. A tag that the other annotator has under another label is in no
//! pair.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::layout::glyph::printable;
use crate::review::agreement::LabelAgreement;
use crate::review::bootstrap::Estimate;
use crate::review::semeval::SCHEMES;
use crate::text::Span;
use crate::tui::model::list::{ListItem, Lister};
use crate::tui::model::measured::Measured;
use crate::tui::model::{App, Effect};

/// The heads of the columns.
const HEADS: [&str; 12] = ["label", "who", "1st", "2nd", "both", "strict", "exact", "part.", "type", "κ", "α", "αu"];

/// A screen of this many columns has space for whole names.
const WIDE: u16 = 100;

/// Asks for the agreement of annotators on the documents of the desk: of the annotators under review if there are
/// several, otherwise of all annotators who have tags there.
pub(super) fn ask(app: &mut App) {
    let desk = &app.desk;
    let slots = desk.beside().map_or_else(|| desk.slots(), |beside| beside.before.clone());
    let mut annotators = app.reviewing.clone();
    if annotators.len() < 2 {
        let has_tags = slots.iter().any(|slot| !desk.shelf[*slot].layer.tags().is_empty());
        annotators = app.others();
        annotators.extend(has_tags.then(|| app.setting.annotator.clone()));
        annotators.sort();
    }
    let labels = app.setting.scheme.labels.iter().map(|label| label.name.clone()).collect();
    let held = app.held(slots);
    app.ask(Effect::Agree { held, annotators, labels });
}

/// Shows the table, which was just measured.
pub(super) fn show(app: &mut App, measured: Option<Measured>) {
    let Some(measured) = measured else {
        let has_decided =
            app.desk.slots().iter().any(|slot| !app.desk.shelf[*slot].layer.records().verdicts.is_empty());
        let why = if has_decided { ": what was accepted in a review is not the reviewer’s" } else { "" };
        return app.say(format!("no article here has tags by two annotators{why}"));
    };
    super::lists::open(app, AgreementTable { measured, lines: Vec::new() });
}

/// The list that shows the table of agreement.
#[derive(Debug)]
struct AgreementTable {
    measured: Measured,
    lines: Vec<LineOf>,
}

/// The subject of a line of the table.
#[derive(Clone, Debug, Default)]
struct LineOf {
    /// The label; `None` for all labels together.
    label: Option<String>,
    /// The number of the pair of annotators; `None` for all annotators.
    pair: Option<usize>,
}

impl Lister for AgreementTable {
    /// Returns the heads of the columns.
    fn title(&self, app: &App, _: &str) -> String {
        table(app, &self.measured).into_iter().next().map_or_else(String::new, |(_, head)| head)
    }

    /// Says what the numbers are of, in the place of the filter. The short words fit into 80 columns.
    fn caption(&self, app: &App, _: usize) -> String {
        if app.desk.size.0 < WIDE {
            "1st, 2nd: tags · both overlap · strict–type: F1 · κ, α: words · αu: text"
        } else {
            "1st, 2nd: tags · both overlap, same label · strict–type: F1 · κ, α: words · αu: text"
        }
        .into()
    }

    /// Fills in the lines: each label and all labels together, for each pair of annotators.
    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let lines: Vec<(LineOf, String)> = table(app, &self.measured).into_iter().skip(1).collect();
        self.lines = lines.iter().map(|(of, _)| of.clone()).collect();
        let item = |(of, words): (LineOf, String)| {
            let label = of.label.as_deref().and_then(|label| app.label_number(label));
            ListItem { label, ..ListItem::new(words) }
        };
        lines.into_iter().map(item).collect()
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        let LineOf { label, pair } = &self.lines[line];
        match pair {
            Some(pair) => go_to(app, &self.measured, label.as_deref(), *pair),
            None => app.say("this line is about all annotators: choose the line of two of them"),
        }
    }
}

/// Returns the heads and the lines, with the subject of each, in aligned columns.
fn table(app: &App, Measured { annotators, agreement, .. }: &Measured) -> Vec<(LineOf, String)> {
    let labels = agreement.labels.iter().map(|label| Some(label.as_str())).zip(&agreement.all.labels);
    let rows = labels.chain([(None, &agreement.all.overall)]).filter(|(_, row)| row.tags.iter().any(|tags| *tags > 0));
    let names = if app.desk.size.0 < WIDE { 9 } else { 24 };
    let mut lines = vec![(LineOf::default(), HEADS.map(String::from).to_vec())];
    for (label, row) in rows {
        let pairs = (0..row.pairs.len()).map(Some).chain((annotators.len() > 2).then_some(None));
        for (number, pair) in pairs.enumerate() {
            // A label is written once, in its first line.
            let name = if number == 0 { label.unwrap_or("all") } else { "" };
            let numbers = match pair {
                Some(pair) => of_pair(row, pair, annotators, names),
                None => of_all(row, annotators),
            };
            let cells = std::iter::once(cut(name, 7)).chain(numbers).collect();
            lines.push((LineOf { label: label.map(String::from), pair }, cells));
        }
    }
    let width = |column: usize| lines.iter().map(|(_, cells)| cells[column].width()).max().unwrap_or(0);
    let widths: [usize; HEADS.len()] = std::array::from_fn(width);
    // A frame and a blank column stand at either side of the list.
    let room = usize::from(app.desk.size.0).saturating_sub(8);
    let gap = if widths.iter().sum::<usize>() + 2 * (HEADS.len() - 1) <= room { 2 } else { 1 };
    let line = |cells: &[String]| -> String {
        let cell = |(column, (cell, width)): (usize, (&String, usize))| {
            let blanks = " ".repeat(width - cell.width());
            let cell = if column < 2 { format!("{cell}{blanks}") } else { format!("{blanks}{cell}") };
            format!("{}{cell}", " ".repeat(if column == 0 { 0 } else { gap }))
        };
        cells.iter().zip(widths).enumerate().map(cell).collect()
    };
    lines.iter().map(|(about, cells)| (about.clone(), line(cells))).collect()
}

/// Goes to the first place where the two annotators of a line differ, with the tags of both side by side.
fn go_to(app: &mut App, Measured { annotators, slots, agreement }: &Measured, label: Option<&str>, pair: usize) {
    let row = match label.map(|label| agreement.labels.iter().position(|known| known == label)) {
        None => Some(&agreement.all.overall),
        Some(number) => number.and_then(|number| agreement.all.labels.get(number)),
    };
    let Some(pair) = row.and_then(|row| row.pairs.get(pair)) else { return };
    match &pair.first {
        None => app.say("the two annotators agree on all of these tags"),
        Some(place) => {
            let names = [annotators[pair.who.0].clone(), annotators[pair.who.1].clone()];
            let (slot, at) = (slots[place.document], place.bytes);
            if let Some(pane) = app.desk.pane_of(slot) {
                app.desk.active = pane;
            }
            super::beside::ask(app, names, Some(at));
        }
    }
}

/// Shows the difference at a place, when both layers are side by side.
pub(super) fn show_difference(app: &mut App, at: Span) {
    let differences = app.desk.beside().map_or(&[][..], |beside| &beside.differences);
    let found = differences.iter().position(|difference| difference.span == at);
    let near =
        || differences.iter().position(|difference| difference.span.overlaps(at) || difference.span.start >= at.start);
    if let Some(number) = found.or_else(near) {
        super::beside::show(app, number);
    }
}

/// Returns the cells, after the label, of a line about two annotators.
fn of_pair(row: &LabelAgreement, pair: usize, annotators: &[String], names: usize) -> Vec<String> {
    let pair = &row.pairs[pair];
    let (one, other) = pair.who;
    let who = both_names(&annotators[one], &annotators[other], names);
    let counts = [row.tags[one], row.tags[other], pair.tally.of_one_label()].map(|count| count.to_string());
    let scores = SCHEMES.map(|scheme| number(&pair.scores(scheme)[2]));
    let chance = [&pair.kappa, &pair.alpha, &pair.unitizing].map(number);
    std::iter::once(who).chain(counts).chain(scores).chain(chance).collect()
}

/// Returns the cells, after the label, of a line about all annotators.
fn of_all(row: &LabelAgreement, annotators: &[String]) -> Vec<String> {
    let none = std::iter::repeat_n(String::new(), HEADS.len() - 4);
    let who = format!("all {}", annotators.len());
    std::iter::once(who).chain(none).chain([&row.alpha, &row.unitizing].map(number)).collect()
}

/// Returns two names in this many columns, with the same part of each.
fn both_names(one: &str, other: &str, columns: usize) -> String {
    let whole = format!("{one}, {other}");
    if printable(&whole).width() <= columns {
        return printable(&whole);
    }
    let each = columns.saturating_sub(2) / 2;
    format!("{}, {}", cut(one, each), cut(other, each))
}

/// Returns the beginning of a name, in this many columns.
fn cut(name: &str, columns: usize) -> String {
    let mut left = columns;
    let fits = |c: &char| {
        c.width().unwrap_or(0) <= left && {
            left -= c.width().unwrap_or(0);
            true
        }
    };
    printable(name).chars().take_while(fits).collect()
}

/// Writes a number with two decimals, or a dash if it is undefined. A number that is rounded to zero has no sign.
fn number(estimate: &Estimate) -> String {
    let written = estimate.value.map_or("–".into(), |value| format!("{value:.2}"));
    if written == "-0.00" { "0.00".into() } else { written }
}
