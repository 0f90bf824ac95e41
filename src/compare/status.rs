//! The verdict on two documents in one point.

/// The verdict of a row on its two sides, in the order in which rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowStatus {
    /// Both have it, and not with the same figure.
    Differs,
    /// Only the left document has it.
    OnlyLeft,
    /// Only the right document has it.
    OnlyRight,
    /// Both seem to have it, in words of their own.
    Alike,
    /// Both have the same.
    Equal,
}

impl RowStatus {
    /// All of them, in order.
    pub const ALL: [RowStatus; 5] =
        [RowStatus::Differs, RowStatus::OnlyLeft, RowStatus::OnlyRight, RowStatus::Alike, RowStatus::Equal];

    /// Returns its name in files and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            RowStatus::Differs => "differs",
            RowStatus::OnlyLeft => "only left",
            RowStatus::OnlyRight => "only right",
            RowStatus::Alike => "alike",
            RowStatus::Equal => "equal",
        }
    }

    /// Returns the same with the sides swapped.
    pub fn mirrored(self) -> RowStatus {
        match self {
            RowStatus::OnlyLeft => RowStatus::OnlyRight,
            RowStatus::OnlyRight => RowStatus::OnlyLeft,
            other => other,
        }
    }
}

/// The number of voices behind the two sides of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voices {
    /// Each says it in words of its own.
    #[default]
    Two,
    /// Both say it in [wording](super::wording) that they share: this is one voice, and no confirmation.
    One,
}
