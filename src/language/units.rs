//! Holds the units of a language: measures, money, shares.

use serde::Deserialize;

use super::lexicon::{Lexicon, Signs};

/// The kind of quantity that a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum Kind {
    /// A part of a hundred, a thousand, or of a percentage.
    Share,
    /// An amount of money.
    Money,
    /// A span of time.
    Time,
    /// An age.
    Age,
    /// A temperature.
    Temperature,
    /// A length, an area, a weight, a speed, or any other measure.
    Measure,
    /// A number of times.
    Times,
    /// A score or an index.
    Point,
}

/// A unit, as its number in the table of its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitId(u16);

/// A unit and its kind.
#[derive(Clone, Debug)]
pub struct MeasureUnit {
    /// The name: an English singular, the same in all languages.
    pub name: String,
    /// The kind of quantity.
    pub kind: Kind,
}

/// The units of a language.
#[derive(Debug, Default)]
pub struct Units {
    all: Vec<MeasureUnit>,
    /// The units by their words, in small letters.
    pub words: Lexicon<UnitId>,
    /// The units by their symbols, whose capitals matter.
    pub symbols: Signs<UnitId>,
    /// The units by the signs and codes that stand before a number.
    pub before: Signs<UnitId>,
}

/// A row of a table of units.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitRow {
    name: String,
    kind: Kind,
    /// The words; a word that ends in `*` also has a plural in `s`.
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    symbols: Vec<String>,
    #[serde(default)]
    before: Vec<String>,
}

impl Units {
    pub(super) fn new(rows: impl IntoIterator<Item = UnitRow>) -> Units {
        let mut units = Units::default();
        for UnitRow { name, kind, words, symbols, before } in rows {
            let known = units.all.iter().position(|unit| unit.name == name).unwrap_or(units.all.len());
            let Ok(number) = u16::try_from(known) else { continue };
            if known == units.all.len() {
                units.all.push(MeasureUnit { name, kind });
            }
            let id = UnitId(number);
            for word in words {
                match word.strip_suffix('*') {
                    Some(word) => {
                        [word.to_string(), format!("{word}s")].iter().for_each(|word| units.words.add(word, id))
                    }
                    None => units.words.add(&word, id),
                }
            }
            // Codes of currencies count in small letters, too, except for one that is a word: `try`.
            let codes = |code: &&String| {
                kind == Kind::Money && code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()) && *code != "TRY"
            };
            for (signs, list) in [(&mut units.symbols, &symbols), (&mut units.before, &before)] {
                list.iter().for_each(|sign| signs.add(sign, id));
                list.iter().filter(codes).for_each(|code| signs.add(&code.to_lowercase(), id));
            }
        }
        units
    }

    /// Returns the unit with this number.
    pub fn unit(&self, id: UnitId) -> &MeasureUnit {
        &self.all[usize::from(id.0)]
    }

    /// Returns whether the table is empty.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}
