//! Holds the lists as they stand in the file of a language.

use serde::Deserialize;

use super::Takes;

/// A class of verbs as it stands in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Class {
    pub(super) takes: Vec<Takes>,
    pub(super) verbs: Vec<String>,
}

/// A class of verbs whose forms are written out in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Inflected {
    pub(super) takes: Vec<Takes>,
    pub(super) finite: String,
    #[serde(default)]
    pub(super) participles: String,
}

/// The cues of a language as they stand in its file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct File {
    pub(super) classes: Vec<Class>,
    pub(super) inflected: Vec<Inflected>,
    /// Whether the verb is the second part of a clause, so that the subject follows it after an adverbial: `Am Montag
    /// sagte sie`.
    pub(super) verb_second: bool,
    /// Whether a clause after a verb begins with a comma: `sagte, die Brücke sei zu`.
    pub(super) comma_clauses: bool,
    /// Whether all nouns begin with a capital, so that a capital is no sign of a name.
    pub(super) nouns_are_capital: bool,
    /// Articles that join a noun to the one before it: the `der` of `Präsident der Bank`.
    pub(super) genitives: String,
    /// Words that lose their vowel and join the next word with an apostrophe: `l`, `qu`.
    pub(super) elisions: String,
    /// Prepositions that a verb may have before its object.
    pub(super) with: Vec<String>,
    /// Verbs that are no cues.
    pub(super) verbs: Vec<String>,
    pub(super) rather_nouns: String,
    pub(super) of: String,
    pub(super) and: String,
    pub(super) by: String,
    pub(super) among: String,
    pub(super) contrast: String,
    pub(super) hanging: String,
    pub(super) clitics: String,
    pub(super) periods: String,
    pub(super) ahead: String,
    pub(super) labels: String,
    pub(super) speakers: String,
    pub(super) heads: String,
    pub(super) definite: String,
    pub(super) in_full: Vec<String>,
    pub(super) adverb_endings: Vec<String>,
    pub(super) titles: String,
    pub(super) persons: String,
    pub(super) groups: String,
    pub(super) plural: String,
    pub(super) first_person: String,
    pub(super) bodies: String,
    pub(super) articles: String,
    pub(super) months: String,
    pub(super) masculine: String,
    pub(super) feminine: String,
    pub(super) masculine_names: String,
    pub(super) feminine_names: String,
    pub(super) name_endings: String,
    pub(super) nicknames: Vec<String>,
    pub(super) according: Vec<String>,
    pub(super) according_behind: String,
    pub(super) citing: String,
    pub(super) documents: String,
    pub(super) nobody: String,
    pub(super) negations: String,
    pub(super) shares: String,
    pub(super) plural_nouns: String,
    pub(super) plural_signs: Vec<String>,
    pub(super) plural_endings: Vec<String>,
    pub(super) genitive_endings: Vec<String>,
    pub(super) bare_genitives: Vec<String>,
    pub(super) hearers: String,
    pub(super) noun_first: bool,
    pub(super) estimates: String,
    pub(super) issues: String,
    pub(super) statements: String,
    pub(super) messages: String,
    pub(super) proceeding: Vec<String>,
    pub(super) occasions: String,
    pub(super) asides: String,
    pub(super) likewise: String,
    pub(super) gauges: String,
    pub(super) gauged: String,
    pub(super) worded: String,
    pub(super) fixed: Vec<String>,
    pub(super) assertions: String,
    pub(super) determiners: String,
    pub(super) possessives: String,
    pub(super) pronouns: String,
    pub(super) objects: String,
    pub(super) relatives: String,
    pub(super) prepositions: String,
    pub(super) be: String,
    pub(super) have: String,
    pub(super) modals: String,
    pub(super) to: String,
    pub(super) conjunctions: String,
    pub(super) that: String,
    pub(super) subordinators: String,
    pub(super) adverbs: String,
    pub(super) times: String,
}
