//! Appointments: planned → held | not held | cancelled, and what attendees answer.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AppointmentState)]
pub enum State {
    Planned,
    Held,
    NotHeld,
    Cancelled,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Planned, Self::Held, Self::NotHeld, Self::Cancelled];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held => "held",
            Self::NotHeld => "not_held",
            Self::Cancelled => "cancelled",
        }
    }

    pub const fn may_become(self, next: Self) -> bool {
        matches!(self, Self::Planned) && !matches!(next, Self::Planned)
    }

    /// Somebody will ask why.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::NotHeld | Self::Cancelled)
    }
}

/// What an attendee said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    #[default]
    None,
    Accepted,
    Tentative,
    Declined,
}

impl Answer {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Accepted => "accepted",
            Self::Tentative => "tentative",
            Self::Declined => "declined",
        }
    }
}

/// How much something presses.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    Low,
    #[default]
    Normal,
    High,
    Urgent,
}

impl Priority {
    pub const ALL: [Self; 4] = [Self::Low, Self::Normal, Self::High, Self::Urgent];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_planned_goes_on() {
        for from in State::ALL {
            for to in State::ALL {
                let may = from == State::Planned && to != State::Planned;
                assert_eq!(from.may_become(to), may, "{from:?} → {to:?}");
            }
        }
    }

    #[test]
    fn priorities_rise() {
        assert!(Priority::ALL.is_sorted());
    }
}
