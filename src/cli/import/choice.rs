//! Chooses the annotator whose layer gets the tags of a record, and refuses to mix people up.
//!
//! ```text
//!   the file says        nothing asked     --annotator zoe    --all              --from ana --annotator zoe
//!   ana                  ana               zoe                ana                zoe
//!   ben, too             refused           refused            ben                left out
//!   nobody               the user          zoe                refused, or zoe    left out
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Args;
use crate::cli::note;
use crate::corpus::annotator::Annotator;
use crate::failure::Failure;
use crate::formats::engine::import::ImportError;
use crate::formats::wire::imported::{ImportedDocument, person};
use crate::say::{and, count, shell_word, shown};

/// Returns the name here of the one whom a file calls so: the same, if an annotator can have it.
pub(super) fn fitted(maker: &str) -> Option<String> {
    if Annotator::new(maker).is_ok() { Some(maker.into()) } else { person(maker) }
}

/// The annotator whose layer the tags are added to.
pub(super) struct AnnotatorChoice {
    annotator: Option<String>,
    /// Whether each annotator of the files has a layer of their own.
    all: bool,
    from: Option<String>,
    /// Whether others would go by that name here, and it is only the one whom the files call so.
    from_is_exact: bool,
    /// The annotator of records that name none, if nothing else was asked for: whom the program takes the user for.
    user: Option<String>,
    /// The annotators in the files.
    seen: BTreeSet<String>,
    /// What the files call the annotators, by their names here.
    makers: BTreeMap<String, BTreeSet<String>>,
    /// Whether tags by nobody went to the annotator who is named.
    has_anonymous: bool,
    /// The texts that the files have more than once with tags by nobody.
    repeated: BTreeSet<String>,
    /// Whether a record went to the user because it names no annotator.
    has_nameless: bool,
    /// The annotators whose names are those of folders or files.
    pub(super) owners: BTreeSet<String>,
    /// The folder or file of each document that nobody is named for.
    homes: HashMap<String, Option<String>>,
    /// The folders or files that have tags by nobody on the same document.
    rivals: BTreeSet<String>,
}

impl AnnotatorChoice {
    /// Returns the choice that the command line makes.
    ///
    /// # Errors
    /// If a name cannot be that of an annotator.
    pub(super) fn of(args: &Args) -> Result<AnnotatorChoice, Failure> {
        if let Some(name) = &args.annotator {
            Annotator::new(name)?;
        }
        let user = match args.annotator.is_none() && !args.all {
            true => {
                let env = std::env::var("DIPTYCH_ANNOTATOR").ok();
                Some(Annotator::begin(None, env.as_deref())?.answer().as_str().to_string())
            }
            false => None,
        };
        let (annotator, all, from) = (args.annotator.clone(), args.all, args.from.clone());
        let (seen, owners, rivals) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let homes = HashMap::new();
        let (makers, repeated) = (BTreeMap::new(), BTreeSet::new());
        let (has_nameless, has_anonymous) = (false, false);
        Ok(AnnotatorChoice {
            annotator,
            all,
            from,
            from_is_exact: false,
            user,
            seen,
            makers,
            has_anonymous,
            repeated,
            has_nameless,
            owners,
            homes,
            rivals,
        })
    }

    /// Returns whether a record that names nobody is by the one whom its folder or file is named after.
    pub(super) fn takes_owners(&self) -> bool {
        self.all && self.annotator.is_none()
    }

    /// Takes notice of a document with tags by nobody, and of the one whom their folder or file is named after.
    pub(super) fn see(&mut self, document: &str, owner: Option<&str>, is_tagged_text: bool) {
        if is_tagged_text && self.homes.get(document).is_some_and(|home| home.as_deref() == owner) {
            self.repeated.insert(document.into());
        }
        let home = self.homes.entry(document.into()).or_insert_with(|| owner.map(String::from));
        if let (Some(one), Some(other)) = (home.as_deref(), owner)
            && one != other
        {
            self.rivals.extend([one.to_string(), other.to_string()]);
        }
    }

    /// Says to whom tags by nobody went, if the user was not asked.
    pub(super) fn tell(&self) {
        if let Some(user) = self.user.as_ref().filter(|_| self.has_nameless) {
            note!("hint: The files name no annotator, so the tags are {user}'s: --annotator NAME for another");
        }
        if let Some(first) = self.repeated.first() {
            let (texts, are) =
                (count(self.repeated.len(), "text"), if self.repeated.len() == 1 { "is" } else { "are" });
            let first = shown(first);
            note!("diptych: {texts} {are} in the files more than once, tagged by nobody: {first}; each gets one layer");
        }
        if !self.owners.is_empty() {
            let names: Vec<String> = self.owners.iter().map(shown).collect();
            note!("diptych: the annotators are those that folders or files are named after: {}", and(&names));
        }
    }

    /// Returns the annotator whose layer gets this record; `None` if the record is not asked for.
    pub(super) fn whose(
        &mut self,
        foreign: &ImportedDocument,
        maker: Option<&str>,
    ) -> Result<Option<String>, ImportError> {
        let from = self.from.as_deref();
        let fits = !self.from_is_exact && foreign.annotator.as_deref() == from;
        let meant = from.is_none() || maker == from || fits;
        if let (Some(name), Some(maker)) = (&foreign.annotator, maker)
            && meant
        {
            self.makers.entry(name.clone()).or_default().insert(maker.into());
        }
        if let Some(annotator) = self.annotator.as_ref().filter(|_| !self.all || foreign.annotator.is_none()) {
            self.seen.extend(foreign.annotator.clone());
            self.has_anonymous |= foreign.annotator.is_none() && !foreign.tags.is_empty();
            return Ok(meant.then(|| annotator.clone()));
        }
        let hint = |words: String| ImportError {
            hint: Some(match self.all {
                true => "Name the one whom such records are by: --all --annotator NAME".into(),
                false => "Name the annotator: --annotator NAME".into(),
            }),
            ..ImportError::new(foreign.line, words)
        };
        if self.user.is_some() {
            self.seen.extend(foreign.annotator.clone());
        }
        match &foreign.annotator {
            None if self.user.is_some() => {
                // A text alone has no tags that would be somebody's.
                self.has_nameless |= !foreign.says_nothing();
                Ok(self.user.clone())
            }
            None => Err(hint("the record has no annotator".into())),
            Some(name) => match Annotator::new(name) {
                Ok(_) => Ok(Some(name.clone())),
                Err(problem) => Err(hint(problem.to_string())),
            },
        }
    }

    /// Refuses to put the tags of several annotators into one layer, unless the user asks for it.
    pub(super) fn check(&mut self) -> Result<(), Failure> {
        let names: Vec<String> = self.seen.iter().map(shown).collect();
        let from = self.from.as_ref();
        self.from_is_exact = from.is_some_and(|from| self.makers.get(from).is_some_and(|it| it.contains(from)));
        let is_mixed = |makers: &BTreeSet<String>| makers.len() > 1 && !self.from_is_exact;
        if let Some((name, makers)) = self.makers.iter().find(|(_, makers)| is_mixed(makers)) {
            let makers: Vec<String> = makers.iter().map(shown).collect();
            return Err(Failure::new(format!("{} would all be the annotator {}", and(&makers), shown(name)))
                .hint(format!("Import each by itself: --from {} --annotator NAME", shell_word(&makers[0]))));
        }
        let is_there = |from: &String| self.seen.contains(from) || self.makers.values().any(|it| it.contains(from));
        match &self.from {
            Some(from) if !is_there(from) => {
                let by = if names.is_empty() {
                    "The files name no annotator.".into()
                } else {
                    format!("The files are by {}.", and(&names))
                };
                return Err(Failure::new(format!("nothing in the files is by {from}")).hint(by));
            }
            None if names.len() > 1 && !self.all => {}
            None if self.has_anonymous
                && !self.all
                && self.seen.iter().any(|name| Some(name) != self.annotator.as_ref()) =>
            {
                let words = format!("some tags in the files are by {}, and others name nobody", and(&names));
                return Err(Failure::new(words).hint(
                    "Use --from NAME --annotator NAME for one of them, or --all --annotator NAME to keep them apart.",
                ));
            }
            None if self.user.is_some() && !self.rivals.is_empty() => {
                let places: Vec<String> = self.rivals.iter().map(shown).collect();
                return Err(Failure::new(format!(
                    "{} have tags on the same texts, and name no annotator",
                    and(&places)
                ))
                .hint("Use --all to keep each under the name of its folder or file, or --annotator NAME."));
            }
            _ => return Ok(()),
        }
        Err(Failure::new(format!("the files are by {}", and(&names)))
            .hint("Use --from NAME --annotator NAME for one of them, or --all for each under their own name."))
    }
}
