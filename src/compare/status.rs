//! Defines the status of a row: how its two sides relate.

/// The status of a row, in the order in which rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowStatus {
    /// Both have it, with different figures.
    Differs,
    /// Only the left document has it.
    OnlyLeft,
    /// Only the right document has it.
    OnlyRight,
    /// Both seem to have it, in different words.
    Alike,
    /// Both have the same.
    Equal,
}

impl RowStatus {
    /// All statuses, in order.
    pub const ALL: [RowStatus; 5] =
        [RowStatus::Differs, RowStatus::OnlyLeft, RowStatus::OnlyRight, RowStatus::Alike, RowStatus::Equal];

    /// Returns the name in files and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            RowStatus::Differs => "differs",
            RowStatus::OnlyLeft => "only left",
            RowStatus::OnlyRight => "only right",
            RowStatus::Alike => "alike",
            RowStatus::Equal => "equal",
        }
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

/// Whether one or two sources are behind the two sides of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voices {
    /// Each side uses its own words.
    #[default]
    Two,
    /// Both sides use [wording](super::wording) that they share: this counts as one source, and is no confirmation.
    One,
}
