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
use crate::formats::wire::imported::ImportedDocument;
use crate::say::{and, and_more, count, shell_word, shown};

/// The greatest number of names made fit that a message names.
const MOST_NAMED: usize = 10;

/// Returns the name here of the one whom a file calls so: the same, if an annotator can have it; else the name before the `@` of an
/// address or behind that of a handle, made fit.
pub(super) fn fitted(maker: &str) -> Option<String> {
    if Annotator::new(maker).is_ok() {
        return Some(maker.into());
    }
    let maker = maker.strip_prefix("acct:").unwrap_or(maker);
    let name = maker.strip_prefix('@').unwrap_or(maker).split('@').next().unwrap_or_default();
    Annotator::fit(name).map(|annotator| annotator.as_str().into())
}

/// The annotator whose layer the tags are added to.
pub(super) struct AnnotatorChoice {
    annotator: Option<String>,
    /// Whether each annotator of the files has a layer of their own.
    all: bool,
    from: Option<String>,
    /// The annotator of records that name none, if nothing else was asked for: whom the program takes the user for.
    user: Option<String>,
    /// What the files call the annotators, by their names here; by the same, if nobody can have that name here.
    makers: BTreeMap<String, BTreeSet<String>>,
    /// Whether tags by nobody went to the annotator who is named.
    has_anonymous: bool,
    /// The texts that the files have more than once with tags by nobody.
    repeated: BTreeSet<String>,
    /// Whether a record went to the user because it names no annotator.
    has_nameless: bool,
    /// The annotators whose names are those of folders or files, by these.
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
        let (owners, rivals) = (BTreeSet::new(), BTreeSet::new());
        let homes = HashMap::new();
        let (makers, repeated) = (BTreeMap::new(), BTreeSet::new());
        let (has_nameless, has_anonymous) = (false, false);
        Ok(AnnotatorChoice {
            annotator,
            all,
            from,
            user,
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

    /// Says to whom tags by nobody went, if the user was not asked, and which names are others here.
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
        let fitted = self.makers.iter().flat_map(|(name, makers)| makers.iter().map(move |maker| (maker, name)));
        let fitted = fitted.filter(|(maker, name)| maker != name && (self.all || self.annotator.is_none()));
        let fitted: Vec<String> = fitted.map(|(maker, name)| format!("{} is {name} here", shown(maker))).collect();
        if !fitted.is_empty() {
            note!("diptych: {}", and_more(&fitted, MOST_NAMED));
        }
        if !self.owners.is_empty() {
            let names: Vec<String> = self.owners.iter().map(shown).collect();
            note!("diptych: the annotators are those that folders or files are named after: {}", and(&names));
        }
    }

    /// Returns the annotator whose layer gets this record; `None` if the record is not asked for. `maker` is whom the file calls so.
    ///
    /// # Errors
    /// If nobody can have the name that the maker has, or there is no maker and nobody was named for such records.
    pub(super) fn whose(
        &mut self,
        foreign: &ImportedDocument,
        maker: Option<&str>,
    ) -> Result<Option<String>, ImportError> {
        let is_alone = foreign.says_nothing();
        // Texts alone mix nobody up where each is by their own.
        if let Some(maker) = maker.filter(|_| !(self.all && is_alone)) {
            let name = foreign.annotator.as_deref().unwrap_or(maker);
            self.makers.entry(name.into()).or_default().insert(maker.into());
        }
        if let Some(annotator) = self.annotator.as_ref().filter(|_| !self.all || maker.is_none()) {
            self.has_anonymous |= maker.is_none() && !foreign.tags.is_empty();
            let is_meant = self.from.is_none() || self.from.as_deref() == maker;
            return Ok(is_meant.then(|| annotator.clone()));
        }
        let refused =
            |words: String, hint: String| ImportError { hint: Some(hint), ..ImportError::new(foreign.line, words) };
        match (&foreign.annotator, maker) {
            (Some(name), _) => Ok(Some(name.clone())),
            (None, Some(maker)) => {
                Err(refused(format!("{} cannot be the name of an annotator", shown(maker)), self.apart(maker)))
            }
            (None, None) if self.user.is_some() => {
                // A text alone has no tags that would be somebody's.
                self.has_nameless |= !is_alone;
                Ok(self.user.clone())
            }
            (None, None) => {
                let hint = match self.all {
                    true => "Name the one whom such records are by: --all --annotator NAME",
                    false => "Name the annotator: --annotator NAME",
                };
                Err(refused("the record has no annotator".into(), hint.into()))
            }
        }
    }

    /// Returns the hint how to import what is by a maker under another name.
    fn apart(&self, maker: &str) -> String {
        match self.owners.contains(maker) {
            true => "Import each file or folder by itself: --annotator NAME".into(),
            false => format!("Import each by itself: --from {} --annotator NAME", shell_word(&shown(maker))),
        }
    }

    /// Refuses to put the tags of several annotators into one layer, unless the user asks for it.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let makers: Vec<String> = self.makers.values().flatten().map(shown).collect();
        let keeps_names = self.all || self.annotator.is_none();
        let one_name = self.makers.iter().find(|(_, makers)| makers.len() > 1 && self.from.is_none() && keeps_names);
        if let Some((name, makers)) = one_name {
            let all: Vec<String> = makers.iter().map(shown).collect();
            // One of them may be named by the files, and the other by a folder.
            let first = makers.iter().find(|maker| self.owners.contains(*maker)).or(makers.first());
            return Err(Failure::new(format!("{} would all be the annotator {}", and(&all), shown(name)))
                .hint(self.apart(first.map_or(name, |first| first))));
        }
        let is_there = |from: &String| self.makers.values().any(|makers| makers.contains(from));
        match &self.from {
            Some(from) if !is_there(from) => {
                let by = match makers.as_slice() {
                    [] => "The files name no annotator.".into(),
                    makers => format!("The files are by {}.", and(makers)),
                };
                return Err(Failure::new(format!("nothing in the files is by {from}")).hint(by));
            }
            None if makers.len() > 1 && !self.all => {}
            None if self.has_anonymous
                && !self.all
                && self.makers.keys().any(|name| Some(name) != self.annotator.as_ref()) =>
            {
                let words = format!("some tags in the files are by {}, and others name nobody", and(&makers));
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
        Err(Failure::new(format!("the files are by {}", and(&makers)))
            .hint("Use --from NAME --annotator NAME for one of them, or --all for each under their own name."))
    }
}
