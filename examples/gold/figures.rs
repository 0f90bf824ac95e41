//! Quantities: the sets `newsquant` and `recognizers`.

use diptych::language;
use diptych::language::units::Kind;
use diptych::language::words::{Qualifier, Way};
use diptych::quantity::date;
use diptych::quantity::number::Number;
use diptych::quantity::numeral::numerals;
use diptych::quantity::{Change, Phrase, Quantity, Value, quantities};
use diptych::text::Span;
use serde_json::{Value as Json, json};

/// Predicts the figures of a sentence: value, unit, change and what is counted. The row may name its `language`.
pub fn newsquant(row: &Json) -> Json {
    let text = row["text"].as_str().unwrap_or_default();
    let language = row["language"].as_str().and_then(language::of).unwrap_or(language::english());
    // The set leaves out `twice` and `double`.
    let is_fold = |quantity: &Quantity| quantity.unit.kind == Some(Kind::Times) && quantity.number == quantity.measure;
    let figures = quantities(text, language).into_iter().filter(|quantity| !is_fold(quantity)).map(|quantity| {
        let value = match quantity.value {
            Value::One(value) => json!(value.to_f64()),
            Value::Between(low, high) => json!([low.to_f64(), high.to_f64()]),
            Value::Share(part, whole) if whole <= Number::whole(10) => json!(part.to_f64() / whole.to_f64()),
            Value::Share(part, _) => json!(part.to_f64()),
        };
        let part = quantity.unit.name == "part"
            || matches!(quantity.value, Value::Share(_, whole) if whole <= Number::whole(10) && quantity.counted.is_some());
        let counts = quantity.unit.kind.is_none() || part;
        let unit = match (&quantity.counted, counts) {
            (counted, _) if part => {
                format!("% {}", counted.as_ref().map_or("-".into(), |counted| counted.words.join(" ")))
            }
            (_, false) => quantity.unit.name.clone(),
            (Some(counted), true) => name_of(counted),
            (None, true) => "-".to_string(),
        };
        let nouns = quantity.counted.iter().filter(|_| !counts).chain(&quantity.of);
        let counted: Vec<String> = nouns.map(|phrase| phrase.words.join(" ")).collect();
        let counted = if counted.is_empty() { "-".to_string() } else { counted.join(", ") };
        json!({ "value": value, "unit": unit, "change": change(&quantity), "counted": counted })
    });
    json!({ "id": row["id"], "figures": figures.collect::<Vec<Json>>() })
}

/// The noun that is counted, its head in the singular.
fn name_of(counted: &Phrase) -> String {
    let mut words = counted.words.clone();
    words.pop();
    words.iter_mut().for_each(|word| *word = positive(word));
    words.push(counted.head.clone());
    words.join(" ")
}

/// The form of an adjective that the set writes for its superlative: `early` for `earliest`.
fn positive(word: &str) -> String {
    match word {
        "best" => "good".into(),
        "worst" => "bad".into(),
        _ => match word.strip_suffix("est").filter(|stem| stem.len() > 3) {
            Some(stem) => stem.strip_suffix('i').map_or(stem.into(), |stem| format!("{stem}y")),
            None => word.into(),
        },
    }
}

fn change(quantity: &Quantity) -> &'static str {
    match (quantity.qualifier, quantity.change) {
        (Some(Qualifier::Exactly), _) => "=",
        (Some(Qualifier::About), _) => "~",
        (Some(Qualifier::MoreThan | Qualifier::AtLeast), _) => ">",
        (Some(Qualifier::LessThan | Qualifier::AtMost), _) => "<",
        _ if matches!(quantity.value, Value::Between(..)) && quantity.change.is_some() => "=",
        (_, Some(Change::By(Way::Up))) => "up",
        (_, Some(Change::By(Way::Down))) => "down",
        _ => "=",
    }
}

/// Predicts the spans of the numbers or dates of a text.
pub fn recognizers(row: &Json) -> Json {
    let text = row["text"].as_str().unwrap_or_default();
    let kind = row["kind"].as_str().unwrap_or_default();
    let chars = |byte: usize| text[..byte].chars().count();
    let moment = match kind {
        "DateExtractor" => Some(date::Kind::Date),
        "DatePeriodExtractor" => Some(date::Kind::Period),
        "DurationExtractor" => Some(date::Kind::Duration),
        _ => None,
    };
    if let Some(kind) = moment {
        let found = date::moments(text, language::english()).into_iter().filter(|moment| moment.kind == kind);
        let dates = found.map(|moment| json!({ "start": chars(moment.span.start), "end": chars(moment.span.end) }));
        return json!({ "id": row["id"], "dates": dates.collect::<Vec<Json>>() });
    }
    if kind == "NumberModel" {
        let quantities = quantities(text, language::english());
        let measured = |span| quantities.iter().any(|quantity| quantity.number == span && glued(text, quantity));
        let found = numerals(text, language::english()).into_iter().filter(|numeral| !measured(numeral.span));
        let figures = found.map(|numeral| figure(text, numeral.span, numeral.value));
        return json!({ "id": row["id"], "figures": figures.collect::<Vec<Json>>() });
    }
    let found = quantities(text, language::english()).into_iter().filter_map(|quantity| {
        let unit = quantity.unit.kind;
        let measure = quantity.measure;
        let span = match kind {
            "NumberRangeModel" if quantity.qualifier.is_some() || matches!(quantity.value, Value::Between(..)) => {
                let mut span = quantity.span;
                span.end = quantity.number.end.max(if quantity.unit.kind.is_some() {
                    quantity.number.end
                } else {
                    quantity.span.end
                });
                span
            }
            "PercentModel" if unit == Some(Kind::Share) => measure,
            "CurrencyModel" if unit == Some(Kind::Money) => measure,
            "AgeModel" if unit == Some(Kind::Age) => measure,
            "TemperatureModel" if unit == Some(Kind::Temperature) || quantity.unit.name == "degree" => measure,
            "DimensionModel" if unit == Some(Kind::Measure) && quantity.unit.name != "degree" => measure,
            _ => return None,
        };
        Some(figure(text, span, quantity.value))
    });
    json!({ "id": row["id"], "figures": found.collect::<Vec<Json>>() })
}

/// A figure of a prediction: its place in code points, and its value.
fn figure(text: &str, span: Span, value: Value) -> Json {
    let chars = |byte: usize| text[..byte].chars().count();
    let value = match value {
        Value::Share(part, whole) => part.to_f64() / whole.to_f64(),
        other => other.bounds().0.to_f64(),
    };
    json!({ "start": chars(span.start), "end": chars(span.end), "value": value })
}

/// Whether the number has a unit that stands close behind it.
fn glued(text: &str, quantity: &Quantity) -> bool {
    quantity.unit.kind.is_some() && text[quantity.number.end..].starts_with(|c: char| !c.is_whitespace())
}
