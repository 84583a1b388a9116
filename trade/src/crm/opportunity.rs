//! Opportunities: open stages in any order, then won or lost; and what they are worth by their probability.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Open,
    Won,
    Lost,
}

impl Outcome {
    pub const ALL: [Self; 3] = [Self::Open, Self::Won, Self::Lost];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }

    /// What is won is not lost without having been open again, and the other way round.
    pub const fn may_become(self, next: Self) -> bool {
        matches!(self, Self::Open) || matches!(next, Self::Open)
    }
}

/// The part of an amount that a probability in percent makes of it, rounded half up.
pub const fn weighted(amount_minor: i64, percent: i32) -> i64 {
    let product = amount_minor as i128 * percent as i128;
    let rounded = (product + 50).div_euclid(100);
    if rounded > i64::MAX as i128 {
        i64::MAX
    } else {
        #[expect(clippy::cast_possible_truncation, reason = "checked the line before")]
        {
            rounded as i64
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ends_go_back_to_open_only() {
        for from in Outcome::ALL {
            for to in Outcome::ALL {
                let may = from == Outcome::Open || to == Outcome::Open;
                assert_eq!(from.may_become(to), may, "{from:?} → {to:?}");
            }
        }
    }

    #[test]
    fn halves_are_rounded_up() {
        for (amount, percent, worth) in [(1, 50, 1), (1, 49, 0), (333, 10, 33), (335, 10, 34)] {
            assert_eq!(weighted(amount, percent), worth, "{amount} at {percent} %");
        }
    }

    proptest! {
        #[test]
        fn worth_lies_between_nothing_and_all(amount in 0i64..=i64::MAX, percent in 0i32..=100) {
            let worth = weighted(amount, percent);
            prop_assert!((0..=amount).contains(&worth));
            prop_assert!(percent == 100 || weighted(amount, percent + 1) >= worth);
            prop_assert_eq!(weighted(amount, 100), amount);
        }
    }
}
