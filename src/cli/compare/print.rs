//! Prints a comparison in the forms that `--format` names.

use serde_json::{Value, json};

use super::lines::{Cell, Line};
use crate::compare::Comparison;
use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::status::Voices;
use crate::failure::Failure;
use crate::say::{capital, count, excerpt, shown};

/// The number of code points of a quote that a line of text shows.
const QUOTE: usize = 96;

/// Returns the comparison as text: each section with its rows, both places quoted.
pub(super) fn text(names: Both<&str>, comparison: &Comparison, lines: &[Line]) -> String {
    let mut out = format!("left   {}\nright  {}\n", shown(names.left), shown(names.right));
    for section in Section::ALL {
        let rows: Vec<&Line> = lines.iter().filter(|line| line.section == section).collect();
        if rows.is_empty() {
            continue;
        }
        out += &format!("\n{}{}\n", capital(section.name()), summary(section, comparison));
        for line in rows {
            out += &format!("\n  {}{}\n", line.status.name(), behind(line));
            for (side, cell) in [("left", &line.place.left), ("right", &line.place.right)] {
                if let Some(cell) = cell {
                    out += &format!("    {side:5}  {}\n", quote(cell));
                }
            }
        }
    }
    if lines.is_empty() {
        out += "\nnothing to show\n";
    }
    out
}

/// Returns the part after the status of a row: the difference, the remarks, the sources.
fn behind(line: &Line) -> String {
    let difference = (!line.difference.is_empty()).then(|| line.difference.clone());
    let voices = (line.voices == Voices::One && line.section != Section::Wording).then(|| "same wording".to_string());
    // The status says already how the analyst has linked the two.
    let links = line.links.iter().filter(|kind| *kind != line.status.name());
    let links = links.map(|kind| format!("linked: {}", shown(kind)));
    let all: Vec<String> =
        difference.into_iter().chain(links).chain(voices).chain(line.remarks.iter().map(shown)).collect();
    if all.is_empty() { String::new() } else { format!(": {}", all.join("; ")) }
}

fn summary(section: Section, comparison: &Comparison) -> String {
    match section {
        Section::Wording => {
            let share = comparison.wording.share.map(|share| format!("{:.0} %", share * 100.0));
            format!(" ({} of the left document, {} of the right)", share.left, share.right)
        }
        Section::Sources => {
            let ground = comparison.sources.ground.map(|ground| {
                format!("{:.0} %, {} named, {} unnamed", ground.attributed * 100.0, ground.named, ground.unnamed)
            });
            format!(" (attributed: left {}; right {})", ground.left, ground.right)
        }
        Section::Claims => {
            let Both { left, right } = comparison.claimed.map(|claims| claims.in_words());
            let alone = match comparison.unsupported().count() {
                0 => String::new(),
                alone => format!("; {} with neither a source nor a partner", count(alone, "claim")),
            };
            format!(" (compared: left {left}; right {right}{alone})")
        }
        Section::Figures => String::new(),
    }
}

fn quote(cell: &Cell) -> String {
    format!("{}–{} “{}”", cell.start, cell.end, shown(excerpt(&cell.quote, QUOTE)))
}

/// Returns the comparison as one JSON object.
pub(super) fn json(names: Both<&str>, comparison: &Comparison, lines: &[Line]) -> String {
    let cell = |cell: &Option<Cell>| {
        cell.as_ref().map(|cell| json!({ "start": cell.start, "end": cell.end, "quote": cell.words }))
    };
    let rows: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({
                "section": line.section.name(),
                "status": line.status.name(),
                "left": cell(&line.place.left),
                "right": cell(&line.place.right),
                "difference": line.difference,
                "remarks": line.remarks,
                "same_wording": line.voices == Voices::One,
                "links": line.links,
                "tagged": line.tagged_sides(),
            })
        })
        .collect();
    let claimed = comparison.claimed.map(|claims| json!({ "tags": claims.tags, "sentences": claims.sentences }));
    let (share, ground) = (comparison.wording.share, comparison.sources.ground);
    let ground = ground
        .map(|ground| json!({ "attributed": ground.attributed, "named": ground.named, "unnamed": ground.unnamed }));
    let all = json!({
        "left": names.left,
        "right": names.right,
        "offsets": "code points",
        "rows": rows,
        "claims_compared": { "left": claimed.left, "right": claimed.right },
        "claims_without_source_or_partner": comparison.unsupported().count(),
        "shared_wording": { "left": share.left, "right": share.right },
        "rests_on": { "left": ground.left, "right": ground.right },
    });
    format!("{all:#}\n")
}

/// Returns the rows as CSV, with a line of names first.
///
/// # Errors
/// No error is expected, since the rows are written to memory.
pub(super) fn csv(lines: &[Line]) -> Result<String, Failure> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let head = [
        "section",
        "status",
        "left_start",
        "left_end",
        "left",
        "right_start",
        "right_end",
        "right",
        "difference",
        "remarks",
        "same_wording",
        "links",
        "tagged",
    ];
    let failed = |error: csv::Error| Failure::new(format!("the rows cannot be written as CSV: {error}"));
    out.write_record(head).map_err(failed)?;
    for line in lines {
        let cell = |cell: &Option<Cell>| {
            cell.as_ref().map_or_else(Default::default, |cell| {
                [cell.start.to_string(), cell.end.to_string(), cell.quote.clone()]
            })
        };
        let ([left, right], voices) =
            ([cell(&line.place.left), cell(&line.place.right)], (line.voices == Voices::One).to_string());
        let mut record = vec![line.section.name().to_string(), line.status.name().to_string()];
        record.extend(left.into_iter().chain(right));
        record.extend([line.difference.clone(), line.remarks.join("; "), voices, line.links.join("; ")]);
        record.push(line.tagged_sides().into());
        out.write_record(record).map_err(failed)?;
    }
    let bytes =
        out.into_inner().map_err(|error| Failure::new(format!("the rows cannot be written as CSV: {error}")))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns the comparison as Markdown: a table for each section.
pub(super) fn markdown(names: Both<&str>, comparison: &Comparison, lines: &[Line]) -> String {
    let plain = |words: &str| shown(words.split_whitespace().collect::<Vec<_>>().join(" ")).replace('|', "\\|");
    let mut out = format!("# {} and {}\n", plain(names.left), plain(names.right));
    for section in Section::ALL {
        let rows: Vec<&Line> = lines.iter().filter(|line| line.section == section).collect();
        if rows.is_empty() {
            continue;
        }
        out += &format!(
            "\n## {}{}\n\n| status | left | right | remarks |\n| --- | --- | --- | --- |\n",
            capital(section.name()),
            summary(section, comparison)
        );
        for line in rows {
            let cell = |cell: &Option<Cell>| cell.as_ref().map_or_else(String::new, |cell| plain(&cell.quote));
            let remarks = behind(line);
            let remarks = remarks.strip_prefix(": ").unwrap_or(&remarks);
            out += &format!(
                "| {} | {} | {} | {} |\n",
                line.status.name(),
                cell(&line.place.left),
                cell(&line.place.right),
                plain(remarks)
            );
        }
    }
    out
}
