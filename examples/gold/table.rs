//! The table of all sets: what is reached, what is wanted, and what the best program reaches that runs offline.
//!
//! Runs `score.py` of the folder, for the texts of a set and for its verdict on the predictions, so the numbers are those of the judge.

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

/// A line of the table.
struct Goal {
    /// The set.
    set: &'static str,
    /// How the line of the score begins that has the number.
    line: &'static str,
    /// What to reach, in per cent.
    wanted: f64,
    /// What the best other program reaches.
    peer: &'static str,
}

const fn goal(set: &'static str, line: &'static str, wanted: f64, peer: &'static str) -> Goal {
    Goal { set, line, wanted, peer }
}

const GOALS: &[Goal] = &[
    goal("newsquant", "value", 93.0, "CQE 89.3"),
    goal("newsquant", "unit", 86.0, "CQE 81.1"),
    goal("newsquant", "change", 88.0, "CQE 84.6"),
    goal("newsquant", "partial", 76.0, "CQE 72.5"),
    goal("recognizers", "DateExtractor", 86.0, "MS Recognizers 75"),
    goal("recognizers", "DatePeriodExtractor", 84.0, "MS Recognizers 81"),
    goal("recognizers", "DurationExtractor", 91.0, "MS Recognizers 90"),
    goal("recognizers", "NumberModel +", 96.0, ""),
    goal("figure-pairs", "paired", 92.0, ""),
    goal("figure-pairs", "… and status true", 92.0, ""),
    goal("claims-duc", "MRR", 86.1, "MiniLM 86.1"),
    goal("claims-ecb-dev", "MRR", 91.1, "MiniLM 91.1"),
    goal("polnear-dev", "source and content touch", 60.0, "GenderGapTracker 48"),
    goal("polnear-dev", "… and content shares half", 50.0, "GenderGapTracker 40"),
    goal("polnear-dev", "source exact", 50.0, "GenderGapTracker 42"),
    goal("polnear-dev", "characters of content", 78.0, "GenderGapTracker 64"),
    goal("names-ecb", "P", 65.0, "last name 44"),
    goal("shared-wording", "maximal runs", 100.0, ""),
];

/// Prints the table for the sets in a folder with a `score.py`.
///
/// # Errors
///
/// If the script cannot be run, or prints no row as JSON.
pub fn print(folder: &Path, predict: impl Fn(&str) -> Option<super::Predict>) -> Result<(), Box<dyn Error>> {
    println!("{:16} {:28} {:>8} {:>7}   {:24} {:>8}", "set", "", "reached", "wanted", "best other", "took");
    let (mut scored, mut took) = (String::new(), 0);
    for (number, goal) in GOALS.iter().enumerate() {
        if number == 0 || GOALS[number - 1].set != goal.set {
            let predict = predict(goal.set).ok_or_else(|| format!("{} is not a set", goal.set))?;
            let rows = run(folder, &["inputs", goal.set])?;
            let rows: Vec<Value> = rows.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
            let begun = Instant::now();
            let predictions: Vec<String> = rows.iter().map(|row| predict(row).to_string()).collect();
            took = begun.elapsed().as_millis();
            let mut file = tempfile::NamedTempFile::new()?;
            writeln!(file, "{}", predictions.join("\n"))?;
            scored = run(folder, &["score", goal.set, &file.path().to_string_lossy()])?;
        }
        let reached = number_of(&scored, goal.line).map_or("–".into(), |number| format!("{number:.1}"));
        let Goal { set, line, wanted, peer } = goal;
        println!("{set:16} {line:28} {reached:>8} {wanted:>7.1}   {peer:24} {took:>5} ms");
    }
    Ok(())
}

fn run(folder: &Path, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let mut command = Command::new("python3");
    let out = command.arg(folder.join("score.py")).args(arguments).stderr(Stdio::inherit()).output()?;
    if !out.status.success() {
        return Err(format!("{} {} failed", folder.join("score.py").display(), arguments.join(" ")).into());
    }
    Ok(String::from_utf8(out.stdout)?)
}

/// The number of a line of a score: the F1, the MRR, or the share of values; `NumberModel +` is the line below that of the spans.
fn number_of(scored: &str, line: &str) -> Option<f64> {
    let below = line.strip_suffix(" +");
    let at = scored.lines().position(|scored| scored.starts_with(below.unwrap_or(line)))?;
    let found = scored.lines().nth(at + usize::from(below.is_some()))?;
    let words: Vec<&str> = found.split_whitespace().collect();
    let behind = |word: &str| words.iter().position(|one| *one == word).and_then(|at| words.get(at + 1)?.parse().ok());
    behind("F1").or_else(|| behind("MRR")).or_else(|| behind("value"))
}
