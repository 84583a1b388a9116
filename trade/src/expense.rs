//! What a rep spent: its states, what claimed kilometres are worth, and whether they were driven.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExpenseCategory)]
pub enum Category {
    /// Kilometres with the own vehicle, paid by the kilometre.
    Mileage,
    Fuel,
    Parking,
    Toll,
    Meal,
    Lodging,
    Phone,
    Repair,
    Other,
}

impl Category {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mileage => "mileage",
            Self::Fuel => "fuel",
            Self::Parking => "parking",
            Self::Toll => "toll",
            Self::Meal => "meal",
            Self::Lodging => "lodging",
            Self::Phone => "phone",
            Self::Repair => "repair",
            Self::Other => "other",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExpenseState)]
pub enum State {
    Submitted,
    Approved,
    Rejected,
    Paid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Approve,
    Reject,
    Pay,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Submitted, Self::Approved, Self::Rejected, Self::Paid];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Paid => "paid",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// What an action leads to. What was approved may be rejected until it is paid.
    pub const fn after(self, action: Action) -> Option<Self> {
        match (self, action) {
            (Self::Submitted, Action::Approve) => Some(Self::Approved),
            (Self::Submitted | Self::Approved, Action::Reject) => Some(Self::Rejected),
            (Self::Approved, Action::Pay) => Some(Self::Paid),
            _ => None,
        }
    }
}

/// The longest way that a day has.
pub const METRES_MAX: i32 = 2_000_000;

/// What so many metres are worth, rounded half up.
pub const fn mileage_minor(metres: i32, rate_minor: i64) -> i64 {
    (metres as i64 * rate_minor + 500) / 1_000
}

/// Claimed kilometres of a day against the measured ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MileageClaim)]
pub enum Claim {
    /// Nothing was measured on that day, or not yet.
    Unmeasured,
    Within,
    /// More than was measured and the tolerance on top of it.
    Over,
}

pub const fn claim(claimed_m: i64, measured_m: Option<i64>, tolerance_pct: i64) -> Claim {
    match measured_m {
        None => Claim::Unmeasured,
        Some(measured) if claimed_m * 100 > measured * (100 + tolerance_pct) => Claim::Over,
        Some(_) => Claim::Within,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn kilometres_are_paid_by_the_metre() {
        assert_eq!(mileage_minor(12_345, 3_000), 37_035);
        assert_eq!(mileage_minor(500, 1), 1, "half up");
        assert_eq!(mileage_minor(499, 1), 0);
    }

    #[test]
    fn a_claim_is_over_beyond_the_tolerance_only() {
        assert_eq!(claim(110, Some(100), 10), Claim::Within);
        assert_eq!(claim(111, Some(100), 10), Claim::Over);
        assert_eq!(claim(1, Some(0), 10), Claim::Over);
        assert_eq!(claim(1, None, 10), Claim::Unmeasured);
    }

    proptest! {
        #[test]
        fn nothing_is_paid_that_was_not_approved(actions in prop::collection::vec(0..3_u8, 0..12)) {
            let (mut state, mut approved) = (State::Submitted, false);
            for action in actions {
                let action = [Action::Approve, Action::Reject, Action::Pay][usize::from(action)];
                let Some(next) = state.after(action) else { continue };
                approved |= next == State::Approved;
                prop_assert!(next != State::Paid || approved);
                prop_assert!(!matches!(state, State::Paid | State::Rejected));
                state = next;
            }
        }

        #[test]
        fn more_kilometres_are_never_worth_less_nor_a_smaller_claim(m in 0..METRES_MAX, more in 0..1_000, rate in 1..1_000_000_i64, measured in 0..2_000_000_i64) {
            prop_assert!(mileage_minor(m, rate) <= mileage_minor(m + more, rate));
            if claim(i64::from(m), Some(measured), 10) == Claim::Over {
                prop_assert_eq!(claim(i64::from(m + more), Some(measured), 10), Claim::Over);
            }
        }
    }
}
