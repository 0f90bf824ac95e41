//! Counts the rows of the comparison of each pair of texts.
//!
//! ```text
//!   a.txt · b.txt    figures   differs 2   only left 5   equal 4        shared wording  62 %, 40 %
//! ```

use crate::compare::Comparison;
use crate::compare::annotated::{Annotated, compare_annotated};
use crate::compare::both::Both;
use crate::compare::decision::Section;
use crate::compare::status::StatusCounts;
use crate::corpus::problem::Problem;
use crate::corpus::scope::Scope;
use crate::tags::Records;
use crate::text::Document;

/// The counts of the comparison of a pair.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PairCounts {
    /// The documents.
    pub names: Both<String>,
    /// The number of rows in each section with each status.
    pub rows: [StatusCounts; Section::ALL.len()],
    /// The number of claims that have neither a source nor a partner.
    pub unsupported: usize,
    /// The share of each text's words that the other text shares, from 0 to 1.
    pub shared: Both<f64>,
}

impl PairCounts {
    /// Counts the rows of a comparison.
    pub(crate) fn new(names: Both<String>, comparison: &Comparison) -> PairCounts {
        let rows = Section::ALL.map(|section| comparison.counts(section));
        PairCounts { names, rows, unsupported: comparison.unsupported().count(), shared: comparison.wording.share }
    }

    /// Returns the number of rows of a section with each status.
    pub(crate) fn of(&self, section: Section) -> &StatusCounts {
        &self.rows[section as usize]
    }
}

/// Returns the pairs of the corpus whose texts are both in scope.
///
/// # Errors
/// If a folder of the corpus cannot be listed.
pub(crate) fn pairs_in(scope: &Scope) -> Result<Vec<Both<String>>, Problem> {
    let is_in_scope = |pair: &Both<String>| [&pair.left, &pair.right].iter().all(|name| scope.documents.contains(name));
    let pairs = scope.corpus.pairs()?.into_iter().filter_map(|(left, right)| Some(Both::new(left, right?)));
    Ok(pairs.filter(is_in_scope).collect())
}

/// Compares two texts, as an annotator has tagged them and decided about them, if one is named.
///
/// # Errors
/// If a text or a layer cannot be read.
pub(crate) fn of_pair(scope: &Scope, names: Both<String>, annotator: Option<&str>) -> Result<PairCounts, Problem> {
    let read = |name: &str| -> Result<(Document, Records), Problem> {
        let document = scope.text(name)?;
        let records = match annotator {
            Some(annotator) => scope.layer(name, &document, annotator)?.records,
            None => Records::default(),
        };
        Ok((document, records))
    };
    let (left, right) = (read(&names.left)?, read(&names.right)?);
    let given = Both::new((&names.left, &left), (&names.right, &right));
    let given = given.map(|(name, (document, records))| {
        let language = scope.corpus.language(name, document.text());
        Annotated { name, document, language, records }
    });
    let comparison = compare_annotated(given, scope.corpus.scheme());
    Ok(PairCounts::new(names, &comparison))
}
