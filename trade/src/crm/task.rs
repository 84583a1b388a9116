//! Tasks: open ones go to and fro, what is done or canceled can be taken up again.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TaskState)]
pub enum State {
    Backlog,
    Todo,
    InProgress,
    Done,
    Canceled,
}

impl State {
    pub const ALL: [Self; 5] = [
        Self::Backlog,
        Self::Todo,
        Self::InProgress,
        Self::Done,
        Self::Canceled,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Backlog => "backlog",
            Self::Todo => "todo",
            Self::InProgress => "in_progress",
            Self::Done => "done",
            Self::Canceled => "canceled",
        }
    }

    pub const fn has_ended(self) -> bool {
        matches!(self, Self::Done | Self::Canceled)
    }

    /// What has ended is taken up again as `todo`, never made the other end.
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Backlog | Self::Todo | Self::InProgress => true,
            Self::Done | Self::Canceled => matches!(next, Self::Todo),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_is_only_taken_up_again() {
        for from in State::ALL {
            for to in State::ALL {
                let may = !from.has_ended() || to == State::Todo;
                assert_eq!(from.may_become(to), may, "{from:?} → {to:?}");
            }
        }
    }
}
