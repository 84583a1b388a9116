//! Contracts and documents: what they are on a day, by their dates alone.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// Not signed.
    Draft,
    Active,
    /// Its end is so near that somebody should talk about a new one.
    Expiring,
    Expired,
    Cancelled,
}

impl Validity {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The dates that decide. A cancellation holds from its day on, an end until it is over.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dates {
    pub signed: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub notice_days: u64,
    pub cancelled: Option<NaiveDate>,
}

pub fn validity(dates: &Dates, today: NaiveDate) -> Validity {
    if dates.cancelled.is_some_and(|on| on <= today) {
        return Validity::Cancelled;
    }
    if dates.signed.is_none_or(|on| on > today) {
        return Validity::Draft;
    }
    let Some(end) = dates.valid_to else {
        return Validity::Active;
    };
    let notice = end.checked_sub_days(Days::new(dates.notice_days));
    if end < today {
        Validity::Expired
    } else if notice.is_none_or(|from| from <= today) {
        Validity::Expiring
    } else {
        Validity::Active
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::default() + Days::new(20_000 + n)
    }

    #[test]
    fn every_edge_of_a_contract() {
        let dates = Dates {
            signed: Some(day(0)),
            valid_to: Some(day(100)),
            notice_days: 30,
            cancelled: None,
        };
        for (today, expected) in [
            (0, Validity::Active),
            (69, Validity::Active),
            (70, Validity::Expiring),
            (100, Validity::Expiring),
            (101, Validity::Expired),
        ] {
            assert_eq!(validity(&dates, day(today)), expected, "day {today}");
        }
        let cancelled = Dates {
            cancelled: Some(day(50)),
            ..dates
        };
        assert_eq!(validity(&cancelled, day(49)), Validity::Active);
        assert_eq!(validity(&cancelled, day(50)), Validity::Cancelled);
        let unsigned = Dates {
            signed: None,
            ..dates
        };
        assert_eq!(validity(&unsigned, day(500)), Validity::Draft);
        let endless = Dates {
            valid_to: None,
            ..dates
        };
        assert_eq!(validity(&endless, day(9_999)), Validity::Active);
    }

    proptest! {
        /// Days go by in one direction: what was over does not hold again.
        #[test]
        fn what_is_over_stays_over(signed in 0u64..50, length in 0u64..400, notice in 0u64..200, today in 0u64..600) {
            let dates = Dates {
                signed: Some(day(signed)),
                valid_to: Some(day(signed + length)),
                notice_days: notice,
                cancelled: None,
            };
            let order = |v| match v {
                Validity::Draft => 0,
                Validity::Active => 1,
                Validity::Expiring => 2,
                Validity::Expired | Validity::Cancelled => 3,
            };
            let (now, next) = (validity(&dates, day(today)), validity(&dates, day(today + 1)));
            prop_assert!(order(now) <= order(next));
        }
    }
}
