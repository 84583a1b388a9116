//! Targets of a month: what should have been reached by now, and how what was reached stands against it.
//! Everything that has a target adds up over the month, so the pace is the working days that have passed.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::quantity::half_up;

/// What a target is of.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = TargetMeasure)]
pub enum Measure {
    /// Calls that count.
    Tc,
    /// Different outlets called at.
    Utc,
    /// Calls with an order.
    Pc,
    /// Different outlets that bought.
    Eco,
    Orders,
    /// Value of orders, net of discount and before tax.
    SalesValue,
    /// Invoices less approved returns, with tax.
    Billed,
    /// Posted collections.
    Collected,
    NewOutlets,
    /// Must-sell products found at an outlet or bought there, each once for each outlet.
    MustSell,
}

impl Measure {
    pub const ALL: [Self; 10] = [
        Self::Tc,
        Self::Utc,
        Self::Pc,
        Self::Eco,
        Self::Orders,
        Self::SalesValue,
        Self::Billed,
        Self::Collected,
        Self::NewOutlets,
        Self::MustSell,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tc => "tc",
            Self::Utc => "utc",
            Self::Pc => "pc",
            Self::Eco => "eco",
            Self::Orders => "orders",
            Self::SalesValue => "sales_value",
            Self::Billed => "billed",
            Self::Collected => "collected",
            Self::NewOutlets => "new_outlets",
            Self::MustSell => "must_sell",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.as_str() == word)
    }

    /// The key figure that says what was reached; `None`: it is not of the dictionary.
    pub const fn kpi(self) -> Option<&'static str> {
        match self {
            Self::Billed | Self::Collected | Self::MustSell => None,
            of_dictionary => Some(of_dictionary.as_str()),
        }
    }

    /// In minor units.
    pub const fn is_money(self) -> bool {
        matches!(self, Self::SalesValue | Self::Billed | Self::Collected)
    }
}

/// Working days of a month, and how many of them are over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = TargetDays)]
pub struct Days {
    pub passed: u32,
    pub all: u32,
}

/// The first date of a month.
pub fn first_of(month: NaiveDate) -> NaiveDate {
    month.with_day(1).unwrap_or(month)
}

impl Days {
    /// Of the month of a date; today has not passed yet.
    pub fn of(month: NaiveDate, today: NaiveDate, is_working: impl Fn(NaiveDate) -> bool) -> Self {
        let first = first_of(month);
        let end = first + Months::new(1);
        let (mut passed, mut all) = (0, 0);
        let days = first.iter_days().take_while(|day| *day < end);
        for day in days.filter(|day| is_working(*day)) {
            all += 1;
            passed += u32::from(day < today);
        }
        // A month that is over has passed, whatever its days were.
        if today >= end {
            passed = all;
        }
        Self { passed, all }
    }

    /// Whether nothing of it is left: its working days are over, or it had none and is not ahead.
    const fn over(self) -> bool {
        self.passed >= self.all
    }
}

/// How what was reached stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = TargetStanding)]
pub enum Standing {
    /// All its working days are over, and the target was not reached.
    Missed,
    /// Less than four fifths of what is expected by now.
    FarBehind,
    Behind,
    OnPace,
    Reached,
}

/// Below so much of what is expected one is far behind, percent.
const FAR_PCT: i64 = 80;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = TargetProgress)]
pub struct Progress {
    pub target: i64,
    pub actual: i64,
    /// By the working days that have passed, rounded half up.
    pub expected: i64,
    /// Reached ÷ target, hundredths of a percent.
    pub reached_bp: i64,
    /// Where the month ends if it goes on like this; null before its first working day is over.
    pub forecast: Option<i64>,
    /// What is missing, by each working day that is left, rounded up; null where none is left.
    pub per_day: Option<i64>,
    pub standing: Standing,
}

/// A target is above zero.
pub fn progress(target: i64, actual: i64, days: Days) -> Progress {
    let (passed, all) = (i128::from(days.passed), i128::from(days.all));
    let expected = if days.over() {
        target
    } else {
        half_up(i128::from(target) * passed, all).unwrap_or(target)
    };
    let forecast = if days.over() {
        Some(actual)
    } else if days.passed == 0 {
        None
    } else {
        half_up(i128::from(actual) * all, passed)
    };
    let left = i128::from(target.saturating_sub(actual).max(0));
    let per_day = (!days.over()).then(|| {
        let each = (left + (all - passed) - 1) / (all - passed);
        i64::try_from(each).unwrap_or(i64::MAX)
    });
    let standing = if actual >= target {
        Standing::Reached
    } else if days.over() {
        Standing::Missed
    } else if actual >= expected {
        Standing::OnPace
    } else if i128::from(actual) * 100 >= i128::from(expected) * i128::from(FAR_PCT) {
        Standing::Behind
    } else {
        Standing::FarBehind
    };
    Progress {
        target,
        actual,
        expected,
        reached_bp: half_up(i128::from(actual) * 10_000, target.max(1).into()).unwrap_or(i64::MAX),
        forecast,
        per_day,
        standing,
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days as Span;
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Monday to Saturday.
    fn weekday(day: NaiveDate) -> bool {
        day.weekday().number_from_monday() <= 6
    }

    #[test]
    fn days_pass_with_the_working_days_and_not_with_today() {
        // March 2026 has 26 of them: it begins on a Sunday.
        let month = date("2026-03-01");
        for (today, passed) in [
            ("2026-02-15", 0),
            ("2026-03-02", 0),
            ("2026-03-03", 1),
            ("2026-03-09", 6),
            ("2026-03-31", 25),
            ("2026-04-01", 26),
        ] {
            let days = Days::of(month, date(today), weekday);
            assert_eq!((days.passed, days.all), (passed, 26), "{today}");
        }
        assert_eq!(
            Days::of(month, date("2026-03-20"), |_| false),
            Days { passed: 0, all: 0 }
        );
    }

    #[test]
    fn a_target_is_reached_on_pace_behind_or_missed() {
        let half = Days {
            passed: 10,
            all: 20,
        };
        for (actual, standing) in [
            (100, Standing::Reached),
            (50, Standing::OnPace),
            (49, Standing::Behind),
            (40, Standing::Behind),
            (39, Standing::FarBehind),
            (-5, Standing::FarBehind),
        ] {
            assert_eq!(progress(100, actual, half).standing, standing, "{actual}");
        }
        let found = progress(100, 30, half);
        assert_eq!(
            (
                found.expected,
                found.forecast,
                found.per_day,
                found.reached_bp
            ),
            (50, Some(60), Some(7), 3_000)
        );
        let over = progress(
            100,
            99,
            Days {
                passed: 20,
                all: 20,
            },
        );
        assert_eq!(
            (over.standing, over.forecast, over.per_day),
            (Standing::Missed, Some(99), None)
        );
        let before = progress(100, 0, Days { passed: 0, all: 20 });
        assert_eq!(
            (before.standing, before.expected, before.forecast),
            (Standing::OnPace, 0, None)
        );
    }

    proptest! {
        #[test]
        fn what_is_expected_grows_from_nothing_to_the_target(
            target in 1i64..=9_000_000_000_000_000, all in 1u32..=27, passed in 0u32..=27, actual in -1_000i64..=9_000_000_000_000_000,
        ) {
            let passed = passed.min(all);
            let found = progress(target, actual, Days { passed, all });
            prop_assert!((0..=target).contains(&found.expected));
            if passed < all {
                let next = progress(target, actual, Days { passed: passed + 1, all });
                prop_assert!(next.expected >= found.expected);
                // A day more never makes it look better.
                prop_assert!(next.standing <= found.standing);
                let left = i128::from(target.saturating_sub(actual).max(0));
                let each = i128::from(found.per_day.unwrap());
                let days = i128::from(all - passed);
                prop_assert!(each * days >= left && (each - 1).max(0) * days <= left);
            } else {
                prop_assert_eq!(found.expected, target);
                prop_assert_eq!(found.forecast, Some(actual));
            }
            let better = progress(target, actual.saturating_add(1), Days { passed, all });
            prop_assert!(better.standing >= found.standing);
        }

        #[test]
        fn every_day_of_a_month_passes_once(year in 2020i32..2040, month in 1u32..=12, day in 0u64..40) {
            let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
            let today = first + Span::new(day);
            let (now, next) = (Days::of(first, today, weekday), Days::of(first, today + Span::new(1), weekday));
            prop_assert_eq!(now.all, next.all);
            let counts = weekday(today) && today.month() == month;
            prop_assert_eq!(next.passed - now.passed, u32::from(counts));
        }
    }
}
