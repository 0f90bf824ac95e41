//! Spells labels, links, attributes and their values as brat needs them: with letters and digits of ASCII, `-` and `_`.
//!
//! ```text
//!   attributed to → attributed_to      größe → gr__e      grüße, größe → gr__e, gr__e_2
//! ```
//!
//! The scheme leads back to the name, so two names of one scheme never have the same spelling.

use crate::tags::scheme::{Attribute, Scheme};

/// The spellings of some names.
pub(super) struct Spellings(Vec<(String, String)>);

impl Spellings {
    /// Returns the spellings of these names. A name may be given more than once.
    pub(super) fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Spellings {
        let mut all: Vec<(String, String)> = Vec::new();
        for name in names {
            if all.iter().any(|(known, _)| known == name) {
                continue;
            }
            let plain = spell(name);
            let numbered = (2..).map(|number| format!("{plain}_{number}"));
            let free = std::iter::once(plain.clone()).chain(numbered).find(|it| all.iter().all(|(_, used)| used != it));
            all.push((name.into(), free.unwrap_or(plain)));
        }
        Spellings(all)
    }

    /// Returns the spellings of the labels of a scheme.
    pub(super) fn labels(scheme: &Scheme) -> Spellings {
        Spellings::of(scheme.labels.iter().map(|label| label.name.as_str()))
    }

    /// Returns the spellings of its link types.
    pub(super) fn links(scheme: &Scheme) -> Spellings {
        Spellings::of(scheme.links.iter().map(|kind| kind.name.as_str()))
    }

    /// Returns the spellings of its attributes.
    pub(super) fn attributes(scheme: &Scheme) -> Spellings {
        Spellings::of(attributes(scheme).map(|(_, attribute)| attribute.name.as_str()))
    }

    /// Returns the spellings of the values of an attribute.
    pub(super) fn values(scheme: &Scheme, attribute: &str) -> Spellings {
        Spellings::of(
            attributes(scheme)
                .filter(|(_, other)| other.name == attribute)
                .flat_map(|(_, other)| other.kind.values().unwrap_or_default()),
        )
    }

    /// Returns the spelling of a name, if it is one of these.
    pub(super) fn spelt(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, spelt)| spelt.as_str())
    }

    /// Returns the name that is spelt so; the spelling itself, if it is of none of these.
    pub(super) fn meant<'a>(&'a self, spelt: &'a str) -> &'a str {
        self.0.iter().find(|(_, known)| known == spelt).map_or(spelt, |(name, _)| name)
    }

    /// Returns whether the names are the values of a flag, which brat writes without a value.
    pub(super) fn are_a_flag(&self) -> bool {
        self.iter().map(|(name, _)| name).eq(["yes", "no"])
    }

    /// Returns each name with its spelling.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, spelt)| (name.as_str(), spelt.as_str()))
    }
}

/// Returns the attributes of a scheme, each with the label that declares it.
pub(super) fn attributes(scheme: &Scheme) -> impl Iterator<Item = (&str, &Attribute)> {
    scheme.labels.iter().flat_map(|label| label.attributes.iter().map(|attribute| (label.name.as_str(), attribute)))
}

/// Returns a name with `_` for every character that brat does not accept. Hyphens alone would be a separator line.
pub(super) fn spell(name: &str) -> String {
    let hyphens = name.chars().all(|c| c == '-');
    let plain = |c: char| if c.is_ascii_alphanumeric() || (c == '-' && !hyphens) { c } else { '_' };
    if name.is_empty() { "_".into() } else { name.chars().map(plain).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_names_are_spelt_alike() {
        let names = Spellings::of(["attributed to", "attributed_to", "größe", "grüße", "größe"]);
        let spelt: Vec<&str> = names.iter().map(|(_, spelt)| spelt).collect();
        assert_eq!(spelt, ["attributed_to", "attributed_to_2", "gr__e", "gr__e_2"]);
        assert!(names.iter().all(|(name, spelt)| names.meant(spelt) == name));
        assert_eq!(names.meant("Protein"), "Protein");
        assert_eq!((spell("--"), spell("a-b")), ("__".into(), "a-b".into()));
    }
}
