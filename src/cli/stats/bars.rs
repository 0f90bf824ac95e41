//! Draws the numbers as bars, for a terminal of 80 columns.
//!
//! ```text
//!   claim   49 tags  36.4  812 words  60 %  ████████████████████
//!   figure  20 tags  14.9   45 words   3 %  ████████▏
//! ```

mod comparison;

use unicode_width::UnicodeWidthStr;

use crate::cli::color::Painter;
use crate::say::{pad, shown, thousands};
use crate::stats::count::{DEEPEST, GROUPS, LabelCounts};
use crate::stats::{AnnotatorStats, per_1000};
use crate::tags::remark::Status;
use crate::tags::scheme::Label;
use crate::tui::theme::Theme;

/// The columns for a name.
const NAME: usize = 24;

/// The columns for the longest bar.
const BAR: usize = 24;

/// The number of labels in a row, for which the length of the bars is chosen.
const IN_A_ROW: usize = 3;
const SHORT: usize = 9;

/// Returns what was counted of one annotator; of one without a name, the comparison.
pub(super) fn text(report: &AnnotatorStats, labels: &[Label], painter: &Painter) -> String {
    if report.annotator.is_empty() {
        return comparison::text(report, painter).trim_start().into();
    }
    let mut out = overview(report, painter);
    out += &of_labels(report, labels, painter);
    out += &lengths(report, labels, painter);
    out += &overlap(report, painter);
    out += &documents(report, painter);
    out += &comparison::text(report, painter);
    out + &reviews(report, painter)
}

fn overview(report: &AnnotatorStats, painter: &Painter) -> String {
    let all = &report.all;
    let begun = report.begun;
    let line = |name: &str, words: String| format!("{}{words}\n", cell(&format!("  {name}"), NAME));
    let mut out = format!("{}\n", painter.paint(Theme::key, &shown(&report.annotator)));
    out += &line("documents begun", format!("{} of {}", thousands(begun), thousands(report.documents)));
    let share = begun as f64 / report.documents.max(1) as f64;
    out.pop();
    out += &format!("  {}\n", bar(share, BAR));
    let said = Status::ALL.into_iter().zip(report.statuses).filter(|(_, count)| *count > 0);
    let said: Vec<String> = said.map(|(status, count)| format!("{} {}", status.word(), thousands(count))).collect();
    out += &line("status", said.join("  "));
    out += &line("words in them", thousands(all.words));
    out += &line("tags", thousands(all.tags()));
    out += &line("per 1,000 words", rate(per_1000(all.tags(), all.words)));
    if all.lost > 0 {
        out += &line("lost tags", thousands(all.lost));
    }
    let suggestions = &all.suggestions;
    if !suggestions.is_empty() {
        let (taken, mended, declined) =
            (thousands(suggestions.taken), thousands(suggestions.mended), thousands(suggestions.declined));
        out += &line("suggestions", format!("taken {taken}  mended {mended}  declined {declined}"));
    }
    if !all.decisions.is_empty() {
        let of = &all.decisions;
        let numbers = [("tagged", of.tagged), ("declined", of.declined), ("joined", of.joined), ("parted", of.parted)];
        let words = numbers.map(|(word, number)| format!("{word} {}", thousands(number)));
        out += &line("comparison", words.join("  "));
    }
    if !all.links.is_empty() {
        let kinds: Vec<String> =
            all.links.iter().map(|(kind, count)| format!("{} {}", shown(kind), thousands(*count))).collect();
        // The link types take as many rows as they need.
        let mut rows = vec![String::new()];
        for kind in kinds {
            let row = rows.last_mut().map_or(0, |row| row.width());
            if row > 0 && NAME + row + 2 + kind.width() > 80 {
                rows.push(String::new());
            }
            if let Some(row) = rows.last_mut() {
                *row += if row.is_empty() { "" } else { "  " };
                *row += &kind;
            }
        }
        for (count, row) in rows.into_iter().enumerate() {
            out += &line(if count == 0 { "links" } else { "" }, row);
        }
    }
    out
}

fn of_labels(report: &AnnotatorStats, labels: &[Label], painter: &Painter) -> String {
    let all = &report.all;
    let head = format!("{}{:>8}{:>11}{:>10}{:>7}", cell("Labels", NAME), "tags", "per 1,000", "words", "text");
    let mut out = format!("\n{}\n", painter.paint(Theme::key, &head));
    let most = all.labels.iter().map(|label| label.tags).max().unwrap_or(0).max(1);
    for (label, counts) in labels.iter().zip(&all.labels) {
        let share = 100.0 * counts.words as f64 / all.words.max(1) as f64;
        let bar = bar(counts.tags as f64 / most as f64, BAR - 6);
        let (tags, words) = (thousands(counts.tags), thousands(counts.words));
        let rate = rate(per_1000(counts.tags, all.words));
        out += &format!(
            "{}{tags:>8}{rate:>11}{words:>10}{share:>5.0} %",
            cell(&format!("  {}", shown(&label.name)), NAME)
        );
        out += &format!("  {}", painter.paint(|theme| theme.letter(Some(label)), &bar));
        out = out.trim_end().into();
        out.push('\n');
    }
    for (label, tags) in &all.undeclared {
        let (name, rate) = (cell(&format!("  {}", shown(label)), NAME), rate(per_1000(*tags, all.words)));
        out += &format!("{name}{:>8}{rate:>11}  not declared in corpus.ron\n", thousands(*tags));
    }
    out
}

/// Returns the lengths of tags, for a few labels in a row.
fn lengths(report: &AnnotatorStats, labels: &[Label], painter: &Painter) -> String {
    let mut out = String::new();
    let pairs: Vec<_> = labels.iter().zip(&report.all.labels).collect();
    for row in pairs.chunks(IN_A_ROW) {
        let column = SHORT + 9;
        let names: String = row.iter().map(|(label, _)| cell(&shown(&label.name), column)).collect();
        let head = format!("{}{names}", cell("Length in words", NAME));
        out += &format!("\n{}\n", painter.paint(Theme::key, head.trim_end()));
        let mut least = 1;
        for (group, most) in GROUPS.into_iter().enumerate() {
            let name = match most {
                usize::MAX => format!("{least} and more"),
                most if most == least => format!("{most}"),
                most => format!("{least} to {most}"),
            };
            least = most.saturating_add(1);
            let mut line = cell(&format!("  {name}"), NAME);
            for (label, counts) in row {
                let groups = counts.groups();
                let longest = groups.iter().max().copied().unwrap_or(0).max(1);
                let drawn = bar(groups[group] as f64 / longest as f64, SHORT);
                let count = if groups[group] > 0 { format!(" {}", thousands(groups[group])) } else { String::new() };
                let blanks = " ".repeat((column).saturating_sub(drawn.width() + count.width()));
                line += &format!("{}{count}{blanks}", painter.paint(|theme| theme.letter(Some(label)), &drawn));
            }
            out += line.trim_end();
            out.push('\n');
        }
        let middle = |counts: &LabelCounts| counts.range().map_or(String::new(), |range| thousands(range.median));
        let medians: String = row.iter().map(|(_, counts)| cell(&middle(counts), column)).collect();
        out += format!("{}{medians}", cell("  median", NAME)).trim_end();
        out.push('\n');
    }
    out
}

fn overlap(report: &AnnotatorStats, painter: &Painter) -> String {
    let all = &report.all;
    let head = format!("{}{:>10}{:>7}", cell("Tags over a word", NAME), "words", "text");
    let mut out = format!("\n{}\n", painter.paint(Theme::key, &head));
    let deepest = all.depth.iter().rposition(|count| *count > 0).unwrap_or(0);
    let longest = all.depth.iter().max().copied().unwrap_or(0).max(1);
    for (depth, count) in all.depth.iter().enumerate().take(deepest + 1) {
        let name = match depth {
            0 => "none".into(),
            DEEPEST => format!("{DEEPEST} and more"),
            depth => depth.to_string(),
        };
        let share = 100.0 * *count as f64 / all.words.max(1) as f64;
        let bar = bar(*count as f64 / longest as f64, BAR);
        let line = format!("{}{:>10}{share:>5.0} %  {bar}", cell(&format!("  {name}"), NAME), thousands(*count));
        out += line.trim_end();
        out.push('\n');
    }
    let (nested, crossing, same) = (thousands(all.nested), thousands(all.crossing), thousands(all.same));
    out + &format!("  pairs of tags: {nested} one inside the other, {crossing} crossing, {same} on the same words\n")
}

fn documents(report: &AnnotatorStats, painter: &Painter) -> String {
    let head = format!("{}{:>8}{:>11}{:>10}{:>9}", cell("Documents", NAME), "tags", "per 1,000", "words", "reached");
    let mut out = format!("\n{}\n", painter.paint(Theme::key, &head));
    let rate_of = |tags, words| per_1000(tags, words).unwrap_or(0.0);
    let most = report.densest.max(1e-9);
    for begun in &report.first {
        let (tags, words) = (begun.counts.tags(), begun.counts.words);
        let per = rate(per_1000(tags, words));
        let (name, reached) = (cell(&format!("  {}", shown(&begun.document)), NAME), 100.0 * begun.reaches);
        let bar = bar(rate_of(tags, words) / most, BAR - 8);
        let line = format!("{name}{:>8}{per:>11}{:>10}{reached:>7.0} %  {bar}", thousands(tags), thousands(words));
        out += line.trim_end();
        out.push('\n');
    }
    if report.begun > report.first.len() {
        out += &format!("  and {} more; --format json has them all\n", thousands(report.begun - report.first.len()));
    }
    out
}

fn reviews(report: &AnnotatorStats, painter: &Painter) -> String {
    let mut out = String::new();
    for (whose, progress) in &report.reviews {
        let head = format!("Review of {}’s tags", shown(whose));
        out += &format!("\n{}\n", painter.paint(Theme::key, &head));
        let rows = [
            ("open", progress.open),
            ("accepted", progress.accepted),
            ("amended", progress.amended),
            ("rejected", progress.rejected),
            ("added", progress.added),
        ];
        let longest = rows.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
        for (name, count) in rows {
            let line = format!(
                "{}{:>8}  {}",
                cell(&format!("  {name}"), NAME),
                thousands(count),
                bar(count as f64 / longest as f64, BAR)
            );
            out += line.trim_end();
            out.push('\n');
        }
    }
    out
}

/// Returns a bar, drawn to an eighth of a column. A share above 0 always shows.
fn bar(share: f64, columns: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * 8.0 * columns as f64).round() as usize;
    let eighths = if share > 0.0 { eighths.max(1) } else { 0 };
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

/// Returns words in this many columns, of which the last is blank.
fn cell(words: &str, columns: usize) -> String {
    pad(words, columns.saturating_sub(1)) + " "
}

fn rate(value: Option<f64>) -> String {
    value.map_or("undefined".into(), |value| format!("{value:.1}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_drawn_to_the_eighth_and_never_vanishes() {
        assert_eq!([0.0, 1e-6, 0.3125, 1.0, 7.0].map(|share| bar(share, 2)), ["", "▏", "▋", "██", "██"]);
    }
}
