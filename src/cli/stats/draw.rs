//! The numbers as bars, for a terminal of 80 columns.
//!
//! ```text
//!   claim   49 tags  36.4  812 words  60 %  ████████████████████
//!   figure  20 tags  14.9   45 words   3 %  ████████▏
//! ```

use unicode_width::UnicodeWidthStr;

use super::count::{DEEPEST, GROUPS};
use super::{Report, per_1000};
use crate::cli::ink::Ink;
use crate::corpus::problem::shown;
use crate::tags::scheme::Label;
use crate::tui::theme::Theme;

/// Columns for a name.
const NAME: usize = 24;

/// Columns for the longest bar.
const BAR: usize = 24;

/// How many labels stand beside each other, and how long a bar of theirs is.
const BESIDE: usize = 3;
const SHORT: usize = 9;

/// How many documents each have their line.
const MOST: usize = 20;

/// What was counted of one annotator.
pub fn text(report: &Report, labels: &[Label], ink: &Ink) -> String {
    let mut out = overview(report, ink);
    out += &of_labels(report, labels, ink);
    out += &lengths(report, labels, ink);
    out += &overlap(report, ink);
    out += &documents(report, ink);
    out + &reviews(report, ink)
}

fn overview(report: &Report, ink: &Ink) -> String {
    let all = &report.all;
    let begun = report.begun.len();
    let line = |name: &str, words: String| format!("{}{words}\n", fit(&format!("  {name}"), NAME));
    let mut out = format!("{}\n", ink.draw(Theme::key, &shown(&report.annotator)));
    out += &line("documents begun", format!("{} of {}", number(begun), number(report.documents)));
    let share = begun as f64 / report.documents.max(1) as f64;
    out.pop();
    out += &format!("  {}\n", bar(share, BAR));
    out += &line("words in them", number(all.words));
    out += &line("tags", number(all.tags()));
    out += &line("per 1,000 words", rate(per_1000(all.tags(), all.words)));
    if all.lost > 0 {
        out += &line("lost tags", number(all.lost));
    }
    if !all.links.is_empty() {
        let kinds: Vec<String> =
            all.links.iter().map(|(kind, count)| format!("{} {}", shown(kind), number(*count))).collect();
        // Kinds in rows that fit.
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

fn of_labels(report: &Report, labels: &[Label], ink: &Ink) -> String {
    let all = &report.all;
    let head = format!("{}{:>8}{:>11}{:>10}{:>7}", fit("Labels", NAME), "tags", "per 1,000", "words", "text");
    let mut out = format!("\n{}\n", ink.draw(Theme::key, &head));
    let most = all.labels.iter().map(|label| label.tags).max().unwrap_or(0).max(1);
    for (label, counts) in labels.iter().zip(&all.labels) {
        let share = 100.0 * counts.words as f64 / all.words.max(1) as f64;
        let bar = bar(counts.tags as f64 / most as f64, BAR - 6);
        let (tags, words) = (number(counts.tags), number(counts.words));
        let rate = rate(per_1000(counts.tags, all.words));
        out +=
            &format!("{}{tags:>8}{rate:>11}{words:>10}{share:>5.0} %", fit(&format!("  {}", shown(&label.name)), NAME));
        out += &format!("  {}", ink.draw(|theme| theme.letter(Some(label)), &bar));
        out = out.trim_end().into();
        out.push('\n');
    }
    out
}

/// How long tags are, the labels beside each other.
fn lengths(report: &Report, labels: &[Label], ink: &Ink) -> String {
    let mut out = String::new();
    let pairs: Vec<_> = labels.iter().zip(&report.all.labels).collect();
    for beside in pairs.chunks(BESIDE) {
        let column = SHORT + 9;
        let names: String = beside.iter().map(|(label, _)| fit(&shown(&label.name), column)).collect();
        let head = format!("{}{names}", fit("Length in words", NAME));
        out += &format!("\n{}\n", ink.draw(Theme::key, head.trim_end()));
        let mut least = 1;
        for (group, most) in GROUPS.into_iter().enumerate() {
            let name = match most {
                usize::MAX => format!("{least} and more"),
                most if most == least => format!("{most}"),
                most => format!("{least} to {most}"),
            };
            least = most.saturating_add(1);
            let mut line = fit(&format!("  {name}"), NAME);
            for (label, counts) in beside {
                let groups = counts.groups();
                let longest = groups.iter().max().copied().unwrap_or(0).max(1);
                let drawn = bar(groups[group] as f64 / longest as f64, SHORT);
                let count = if groups[group] > 0 { format!(" {}", number(groups[group])) } else { String::new() };
                let blanks = " ".repeat((column).saturating_sub(drawn.width() + count.width()));
                line += &format!("{}{count}{blanks}", ink.draw(|theme| theme.letter(Some(label)), &drawn));
            }
            out += line.trim_end();
            out.push('\n');
        }
        let middle =
            |counts: &super::count::OfLabel| counts.range().map_or(String::new(), |(_, middle, _)| number(middle));
        let medians: String = beside.iter().map(|(_, counts)| fit(&middle(counts), column)).collect();
        out += format!("{}{medians}", fit("  median", NAME)).trim_end();
        out.push('\n');
    }
    out
}

fn overlap(report: &Report, ink: &Ink) -> String {
    let all = &report.all;
    let head = format!("{}{:>10}{:>7}", fit("Tags over a word", NAME), "words", "text");
    let mut out = format!("\n{}\n", ink.draw(Theme::key, &head));
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
        let line = format!("{}{:>10}{share:>5.0} %  {bar}", fit(&format!("  {name}"), NAME), number(*count));
        out += line.trim_end();
        out.push('\n');
    }
    let (nested, crossing, same) = (number(all.nested), number(all.crossing), number(all.same));
    out + &format!("  pairs of tags: {nested} one in the other, {crossing} crossing, {same} on the same words\n")
}

fn documents(report: &Report, ink: &Ink) -> String {
    let head = format!("{}{:>8}{:>11}{:>10}{:>9}", fit("Documents", NAME), "tags", "per 1,000", "words", "reached");
    let mut out = format!("\n{}\n", ink.draw(Theme::key, &head));
    let rate_of = |tags, words| per_1000(tags, words).unwrap_or(0.0);
    let most = report.begun.iter().map(|begun| rate_of(begun.counts.tags(), begun.counts.words)).fold(1e-9, f64::max);
    for begun in report.begun.iter().take(MOST) {
        let (tags, words) = (begun.counts.tags(), begun.counts.words);
        let per = rate(per_1000(tags, words));
        let (name, reached) = (fit(&format!("  {}", shown(&begun.document)), NAME), 100.0 * begun.reaches);
        let bar = bar(rate_of(tags, words) / most, BAR - 8);
        let line = format!("{name}{:>8}{per:>11}{:>10}{reached:>7.0} %  {bar}", number(tags), number(words));
        out += line.trim_end();
        out.push('\n');
    }
    if report.begun.len() > MOST {
        out += &format!("  and {} more; --format json has them all\n", number(report.begun.len() - MOST));
    }
    out
}

fn reviews(report: &Report, ink: &Ink) -> String {
    let mut out = String::new();
    for (whose, progress) in &report.reviews {
        let head = format!("Review of {}’s tags", shown(whose));
        out += &format!("\n{}\n", ink.draw(Theme::key, &head));
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
                fit(&format!("  {name}"), NAME),
                number(count),
                bar(count as f64 / longest as f64, BAR)
            );
            out += line.trim_end();
            out.push('\n');
        }
    }
    out
}

/// A bar, to the eighth of a column; what is more than nothing shows.
fn bar(share: f64, columns: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * 8.0 * columns as f64).round() as usize;
    let eighths = if share > 0.0 { eighths.max(1) } else { 0 };
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

/// `12,345`.
fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn rate(value: Option<f64>) -> String {
    value.map_or("undefined".into(), |value| format!("{value:.1}"))
}

/// A name in so many columns, with a blank behind it.
fn fit(name: &str, columns: usize) -> String {
    if name.width() < columns {
        return format!("{name}{}", " ".repeat(columns - name.width()));
    }
    let mut short = String::new();
    for grapheme in unicode_segmentation::UnicodeSegmentation::graphemes(name, true) {
        if short.width() + grapheme.width() + 2 > columns {
            break;
        }
        short.push_str(grapheme);
    }
    let blanks = " ".repeat(columns - short.width() - 1);
    format!("{short}…{blanks}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_drawn_to_the_eighth_and_never_vanishes() {
        assert_eq!([0.0, 1e-6, 0.3125, 1.0, 7.0].map(|share| bar(share, 2)), ["", "▏", "▋", "██", "██"]);
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 999, 1000, 1_234_567].map(number), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_long_name_is_cut() {
        assert_eq!([fit("ana", 6), fit("漢字漢字", 6), fit("abcdef", 6)], ["ana   ", "漢字… ", "abcd… "]);
    }
}
