//! The verdict on two documents in one point.

/// The verdict of a row on its two sides, in the order in which rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
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

impl Status {
    /// All of them, in order.
    pub const ALL: [Status; 5] = [Status::Differs, Status::OnlyLeft, Status::OnlyRight, Status::Alike, Status::Equal];

    /// Returns its name in files and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Status::Differs => "differs",
            Status::OnlyLeft => "only left",
            Status::OnlyRight => "only right",
            Status::Alike => "alike",
            Status::Equal => "equal",
        }
    }

    /// Returns the same with the sides swapped.
    pub fn mirrored(self) -> Status {
        match self {
            Status::OnlyLeft => Status::OnlyRight,
            Status::OnlyRight => Status::OnlyLeft,
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
