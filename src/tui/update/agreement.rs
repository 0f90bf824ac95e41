//! The table of agreement, and the way from a number in it to the words that it is about.
//!
//! ```text
//!   label   who        tags  both   strict exact  part. type    κ     α     αu
//!   claim   ana, ben   12 10    9     .72   .72   .86   .91    .80   .80   .77      Enter: the first place where they differ
//! ```

use crate::review::agreement::{Agreement, Row};
use crate::review::bootstrap::Estimate;
use crate::review::semeval::SCHEMES;
use crate::tags::history::Slot;
use crate::text::Span;
use crate::tui::app::overlay::{Item, Target};
use crate::tui::app::{App, Effect};

/// What was measured, and on what.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Who.
    pub annotators: Vec<String>,
    /// The documents, in the order in which they were measured.
    pub slots: Vec<Slot>,
    /// The numbers.
    pub agreement: Agreement,
}

/// Shows the table. It was just measured.
pub fn show(app: &mut App, measured: Measured) {
    app.agreement = Some(measured);
    super::list::agreement(app);
}

/// The lines of the table: each label and all together, for each pair of annotators.
pub fn items(app: &App) -> Vec<Item> {
    let Some(Measured { annotators, agreement, .. }) = &app.agreement else { return Vec::new() };
    let labels = agreement.labels.iter().map(|label| Some(label.as_str())).zip(&agreement.all.labels);
    let rows = labels.chain([(None, &agreement.all.overall)]).filter(|(_, row)| row.tags.iter().any(|tags| *tags > 0));
    let number = |label: &str| app.setting.scheme.labels.iter().position(|known| known.name == label);
    let mut items = Vec::new();
    for (label, row) in rows {
        for (pair, _) in row.pairs.iter().enumerate() {
            items.push(Item {
                target: Target::Row(label.map(String::from), pair),
                lead: String::new(),
                words: line(label.unwrap_or("all"), row, pair, annotators),
                aside: String::new(),
                label: label.and_then(number),
            });
        }
    }
    items
}

/// The heads of the columns, for the title.
pub fn head() -> String {
    format!(
        "{:<18}{:>8}{:>5}{:>7}{:>6}{:>6}{:>6}{:>6}{:>5}{:>5}",
        "agreement", "tags", "both", "strict", "exact", "part.", "type", "κ", "α", "αu"
    )
}

/// Goes to the first place where the two of a line differ, with both their tags beside each other.
pub fn go_to(app: &mut App, label: Option<&str>, pair: usize) {
    let Some(Measured { annotators, slots, agreement }) = &app.agreement else { return };
    let row = match label.map(|label| agreement.labels.iter().position(|known| known == label)) {
        None => Some(&agreement.all.overall),
        Some(number) => number.and_then(|number| agreement.all.labels.get(number)),
    };
    let Some(pair) = row.and_then(|row| row.pairs.get(pair)) else { return };
    match &pair.first {
        None => app.say("they agree on every one"),
        Some(place) => {
            let names = [annotators[pair.who.0].clone(), annotators[pair.who.1].clone()];
            let (slot, at) = (slots[place.document], place.bytes);
            app.ask(Effect::Disagreement(slot, names, at));
        }
    }
}

/// Shows the difference at a place, once both layers stand beside each other.
pub fn show_difference(app: &mut App, at: Span) {
    let differences = app.beside.as_ref().map_or(&[][..], |beside| &beside.differences);
    let found = differences.iter().position(|difference| difference.span == at);
    let near =
        || differences.iter().position(|difference| difference.span.overlaps(at) || difference.span.start >= at.start);
    if let Some(number) = found.or_else(near) {
        super::beside::show(app, number);
    }
}

fn line(label: &str, row: &Row, pair: usize, annotators: &[String]) -> String {
    let pair = &row.pairs[pair];
    let (one, other) = pair.who;
    let who: String = format!("{}, {}", annotators[one], annotators[other]).chars().take(9).collect();
    let label: String = label.chars().take(7).collect();
    let mut line = format!("{label:<8}{who:<10}{:>4}{:>4}{:>5} ", row.tags[one], row.tags[other], pair.tally.matched());
    for scheme in SCHEMES {
        let [_, _, f1] = pair.scores(scheme);
        line += &format!("{:>6}", number(&f1));
    }
    line + &format!(" {:>5}{:>5}{:>5}", number(&pair.kappa), number(&row.alpha), number(&row.unitizing))
}

/// Two decimals, or a dash for what is undefined.
fn number(estimate: &Estimate) -> String {
    estimate.value.map_or("–".into(), |value| format!("{value:.2}"))
}
