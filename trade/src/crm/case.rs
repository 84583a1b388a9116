//! Cases: open → in progress → waiting → resolved → closed, and how each stands against its deadlines.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A deadline that comes within this is near.
pub const NEAR: TimeDelta = TimeDelta::hours(2);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CaseState)]
pub enum State {
    Open,
    InProgress,
    Waiting,
    Resolved,
    Closed,
}

impl State {
    pub const ALL: [Self; 5] = [
        Self::Open,
        Self::InProgress,
        Self::Waiting,
        Self::Resolved,
        Self::Closed,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in_progress",
            Self::Waiting => "waiting",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
        }
    }

    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Resolved | Self::Closed)
    }

    /// What is resolved is closed, or taken up again where the customer is not content. Nothing is open anew.
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Open => !matches!(next, Self::Open | Self::Closed),
            Self::InProgress => matches!(next, Self::Waiting | Self::Resolved),
            Self::Waiting => matches!(next, Self::InProgress | Self::Resolved),
            Self::Resolved => matches!(next, Self::InProgress | Self::Closed),
            Self::Closed => false,
        }
    }
}

/// Against one deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Deadline {
    /// There is time.
    Ahead,
    /// Within two hours.
    Near,
    /// Done in time.
    Kept,
    /// Over, done late or not yet.
    Breached,
}

pub fn deadline(by: DateTime<Utc>, done: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Deadline {
    match done {
        Some(at) if at > by => Deadline::Breached,
        Some(_) => Deadline::Kept,
        None if now > by => Deadline::Breached,
        None if now + NEAR >= by => Deadline::Near,
        None => Deadline::Ahead,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_states() {
        use State::{Closed, InProgress, Open, Resolved, Waiting};
        let allowed = [
            (Open, InProgress),
            (Open, Waiting),
            (Open, Resolved),
            (InProgress, Waiting),
            (InProgress, Resolved),
            (Waiting, InProgress),
            (Waiting, Resolved),
            (Resolved, InProgress),
            (Resolved, Closed),
        ];
        for from in State::ALL {
            for to in State::ALL {
                let may = allowed.contains(&(from, to));
                assert_eq!(from.may_become(to), may, "{from:?} → {to:?}");
            }
        }
    }

    #[test]
    fn a_deadline_is_kept_to_the_moment() {
        let by = DateTime::from_timestamp(1_700_000_000, 0).unwrap_or_default();
        let at = |minutes| by + TimeDelta::minutes(minutes);
        for (done, now, expected) in [
            (None, at(-121), Deadline::Ahead),
            (None, at(-120), Deadline::Near),
            (None, at(0), Deadline::Near),
            (None, at(1), Deadline::Breached),
            (Some(at(0)), at(999), Deadline::Kept),
            (Some(at(1)), at(999), Deadline::Breached),
        ] {
            assert_eq!(deadline(by, done, now), expected, "{done:?} at {now}");
        }
    }
}
