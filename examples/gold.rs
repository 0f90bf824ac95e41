//! Predicts for a set of texts that people have marked; another program scores the predictions.
//!
//! ```text
//!   score.py inputs SET | cargo run --release --example gold -- SET > predictions
//!   score.py score SET predictions
//!
//!   cargo run --release --example gold -- table FOLDER       every set in the folder of score.py, beside what is wanted
//! ```
//!
//! Reads a JSON object a line and writes one with the same `id` for each. The sets are not part of this repository.
#![allow(clippy::print_stdout)]

#[path = "gold/attribution.rs"]
mod attribution;
#[path = "gold/compare.rs"]
mod compare;
#[path = "gold/figures.rs"]
mod figures;
#[path = "gold/table.rs"]
mod table;

use std::io::{self, BufRead, Write};

use serde_json::Value;

/// Predicts a row of a set.
type Predict = fn(&Value) -> Value;

/// A set, by the beginning of its name, and what predicts a row of it.
const SETS: &[(&str, Predict)] = &[
    ("newsquant", figures::newsquant),
    ("recognizers", figures::recognizers),
    ("polnear", attribution::polnear),
    ("names-ecb", attribution::names_ecb),
    ("claims", compare::claims),
    ("figure-pairs", compare::figure_pairs),
    ("shared-wording", compare::shared_wording),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let known = |name: &str| SETS.iter().find(|(set, _)| name.starts_with(set)).map(|(_, predict)| *predict);
    if name == "table" {
        let folder = arguments.next().ok_or("table needs the folder of score.py")?;
        return table::print(folder.as_ref(), known);
    }
    let names: Vec<&str> = SETS.iter().map(|(set, _)| *set).collect();
    let predict = known(&name).ok_or_else(|| format!("{name} is not a set; the sets are {}", names.join(", ")))?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        writeln!(out, "{}", predict(&serde_json::from_str(&line?)?))?;
    }
    Ok(())
}
