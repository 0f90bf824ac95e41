//! Defines the status of a row: how its two sides relate. Where the analyst has linked them, that is what the analyst says.

use super::decision::Section;

/// The status of a row, in the order in which statuses are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowStatus {
    /// The analyst has linked both as a contradiction.
    Contradicts,
    /// The analyst has linked both as different.
    DiffersFrom,
    /// Both have it, with different figures.
    Differs,
    /// Only the left document has it.
    OnlyLeft,
    /// Only the right document has it.
    OnlyRight,
    /// Both seem to have it, in different words.
    Alike,
    /// The analyst has linked both as the same.
    SameAs,
    /// Both have the same.
    Equal,
}

impl RowStatus {
    /// All statuses, in order.
    pub const ALL: [RowStatus; 8] = [
        RowStatus::Contradicts,
        RowStatus::DiffersFrom,
        RowStatus::Differs,
        RowStatus::OnlyLeft,
        RowStatus::OnlyRight,
        RowStatus::Alike,
        RowStatus::SameAs,
        RowStatus::Equal,
    ];

    /// The statuses that an analyst gives by a link. Their names are the kinds of these links.
    pub const LINKED: [RowStatus; 3] = [RowStatus::SameAs, RowStatus::DiffersFrom, RowStatus::Contradicts];

    /// Returns the name in files and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            RowStatus::Contradicts => "contradicts",
            RowStatus::DiffersFrom => "differs from",
            RowStatus::Differs => "differs",
            RowStatus::OnlyLeft => "only left",
            RowStatus::OnlyRight => "only right",
            RowStatus::Alike => "alike",
            RowStatus::SameAs => "same as",
            RowStatus::Equal => "equal",
        }
    }

    /// Returns the status that a link of this kind gives a row; `None` if the kind does not say how the two sides compare.
    pub fn of_link(kind: &str) -> Option<RowStatus> {
        RowStatus::LINKED.into_iter().find(|status| status.name() == kind)
    }

    /// Returns whether both sides have it and differ.
    pub fn is_different(self) -> bool {
        matches!(self, RowStatus::Contradicts | RowStatus::DiffersFrom | RowStatus::Differs)
    }

    /// Returns whether only one side has it.
    pub fn is_alone(self) -> bool {
        matches!(self, RowStatus::OnlyLeft | RowStatus::OnlyRight)
    }

    /// Returns the status with the sides swapped.
    pub fn mirrored(self) -> RowStatus {
        match self {
            RowStatus::OnlyLeft => RowStatus::OnlyRight,
            RowStatus::OnlyRight => RowStatus::OnlyLeft,
            other => other,
        }
    }
}

/// A group of statuses that an overview counts together.
#[derive(Clone, Copy, Debug)]
pub struct StatusGroup {
    /// Its name.
    pub name: &'static str,
    /// Returns whether a status is in it.
    pub has: fn(RowStatus) -> bool,
}

impl StatusGroup {
    /// All groups, in order. Each status is in one of them.
    pub const ALL: [StatusGroup; 5] = [
        StatusGroup { name: "differ", has: |status| matches!(status, RowStatus::DiffersFrom | RowStatus::Differs) },
        StatusGroup { name: "contradict", has: |status| status == RowStatus::Contradicts },
        StatusGroup { name: "on one side", has: RowStatus::is_alone },
        StatusGroup { name: "alike", has: |status| status == RowStatus::Alike },
        StatusGroup { name: "equal", has: |status| matches!(status, RowStatus::SameAs | RowStatus::Equal) },
    ];

    /// Returns the groups that a section can have. Figures are never *alike*.
    pub fn of(section: Section) -> impl Iterator<Item = StatusGroup> {
        let is_possible = move |group: &StatusGroup| section != Section::Figures || !(group.has)(RowStatus::Alike);
        StatusGroup::ALL.into_iter().filter(is_possible)
    }
}

/// The number of rows with each [status](RowStatus::ALL).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatusCounts(pub [usize; RowStatus::ALL.len()]);

impl StatusCounts {
    /// Returns the number of rows with this status.
    pub fn of(&self, status: RowStatus) -> usize {
        self.0[status as usize]
    }

    /// Returns the number of rows with one of these statuses.
    pub fn where_status(&self, is_one: fn(RowStatus) -> bool) -> usize {
        RowStatus::ALL.into_iter().filter(|status| is_one(*status)).map(|status| self.of(status)).sum()
    }
}

/// Whether one or two sources are behind the two sides of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voices {
    /// Each side uses its own words.
    #[default]
    Two,
    /// Both sides use [wording](super::wording) that they share: this counts as one source, and is no confirmation.
    One,
}
