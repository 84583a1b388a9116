//! Occasions: when customers are greeted or given something, by which way, and what speaks against a gift.

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// So many days after its day an occasion is still made up for, where nobody looked in time.
pub const LATE_DAYS: u32 = 7;
/// How far ahead of its day an activity appears at most.
pub const AHEAD_MAX: i32 = 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OccasionKind)]
pub enum Kind {
    /// Of each active contact.
    Birthday,
    /// Of the customer's first day.
    Anniversary,
    /// Given for each year: feasts by the moon move.
    Date,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Birthday, Self::Anniversary, Self::Date];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Birthday => "birthday",
            Self::Anniversary => "anniversary",
            Self::Date => "date",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OccasionAct)]
pub enum Act {
    Greeting,
    Gift,
}

impl Act {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Greeting => "greeting",
            Self::Gift => "gift",
        }
    }
}

/// How somebody is greeted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OccasionWay)]
pub enum Way {
    Visit,
    Call,
    Sms,
    Zalo,
    Email,
}

impl Way {
    pub const ALL: [Self; 5] = [Self::Visit, Self::Call, Self::Sms, Self::Zalo, Self::Email];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Call => "call",
            Self::Sms => "sms",
            Self::Zalo => "zalo",
            Self::Email => "email",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.as_str() == word)
    }
}

/// Why another way than the wanted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    /// Does not want to be addressed that way.
    OptedOut,
    NoAddress,
}

impl Instead {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OptedOut => "opted_out",
            Self::NoAddress => "no_address",
        }
    }
}

/// How a person can be reached.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reach<'a> {
    pub opted_out: &'a [String],
    pub phone: bool,
    pub email: bool,
}

impl Reach<'_> {
    fn against(&self, way: Way) -> Option<Instead> {
        let has_address = match way {
            Way::Visit => return None,
            Way::Call | Way::Sms | Way::Zalo => self.phone,
            Way::Email => self.email,
        };
        if self.opted_out.iter().any(|w| w == way.as_str()) {
            Some(Instead::OptedOut)
        } else if has_address {
            None
        } else {
            Some(Instead::NoAddress)
        }
    }
}

/// The wanted way, or what is left where that is not possible: a call, else a visit, which everybody can have.
pub fn way(wanted: Way, of: &Reach<'_>) -> (Way, Option<Instead>) {
    let Some(why) = of.against(wanted) else {
        return (wanted, None);
    };
    let other = if wanted != Way::Call && of.against(Way::Call).is_none() {
        Way::Call
    } else {
        Way::Visit
    };
    (other, Some(why))
}

/// Why nothing is planned for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// No birthday, first day or date of the year is known.
    NoDate,
    /// The relation began in that year.
    FirstYear,
    /// Nobody calls there.
    NoRep,
}

impl LeftOut {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoDate => "no_date",
            Self::FirstYear => "first_year",
            Self::NoRep => "no_rep",
        }
    }
}

/// A day of every year, as it falls in one; the 29th of February on the 28th where there is none.
fn in_year(day: NaiveDate, year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, day.month(), day.day())
        .or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
}

/// When an occasion is for somebody in a year: `known` is the birthday or first day, `dates` those that were given.
pub fn day(
    kind: Kind,
    known: Option<NaiveDate>,
    dates: &[NaiveDate],
    year: i32,
) -> Result<NaiveDate, LeftOut> {
    match (kind, known) {
        (Kind::Date, _) => dates.iter().copied().find(|d| d.year() == year),
        (Kind::Anniversary, Some(first)) if year <= first.year() => {
            return Err(LeftOut::FirstYear);
        }
        (Kind::Birthday | Kind::Anniversary, known) => known.and_then(|d| in_year(d, year)),
    }
    .ok_or(LeftOut::NoDate)
}

/// Whether an activity for that day is planned now. What was over before the occasion was in use is not.
pub fn is_due(day: NaiveDate, today: NaiveDate, days_ahead: i32, since: NaiveDate) -> bool {
    let ahead = (day - today).num_days();
    day >= since && (-i64::from(LATE_DAYS)..=i64::from(days_ahead)).contains(&ahead)
}

/// Years whose days may be due on a day.
pub fn years(today: NaiveDate, days_ahead: i32) -> RangeInclusive<i32> {
    let ahead = Days::new(u64::try_from(days_ahead).unwrap_or_default());
    let from = today.checked_sub_days(Days::new(u64::from(LATE_DAYS)));
    let to = today.checked_add_days(ahead);
    from.unwrap_or(today).year()..=to.unwrap_or(today).year()
}

/// What speaks against a gift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GiftDoubt)]
pub enum Doubt {
    /// Nobody said what it was worth.
    NoValue,
    /// More than one recipient may get in a year.
    OverValueMax,
    /// More than what was left of the year's budget.
    OverBudget,
}

impl Doubt {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoValue => "no_value",
            Self::OverValueMax => "over_value_max",
            Self::OverBudget => "over_budget",
        }
    }
}

/// What an occasion allows, and what it has given in the year.
#[derive(Clone, Copy, Debug, Default)]
pub struct Purse {
    pub value_max: Option<i64>,
    pub budget: Option<i64>,
    /// To this recipient.
    pub given: i64,
    /// To all.
    pub spent: i64,
}

/// The first thing that speaks against giving `value` now.
pub fn doubt(value: Option<i64>, purse: Purse) -> Option<Doubt> {
    let Some(value) = value else {
        return Some(Doubt::NoValue);
    };
    let over = |so_far: i64, limit: Option<i64>| {
        limit.is_some_and(|limit| so_far.saturating_add(value) > limit)
    };
    if over(purse.given, purse.value_max) {
        Some(Doubt::OverValueMax)
    } else if over(purse.spent, purse.budget) {
        Some(Doubt::OverBudget)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_leap_day_is_kept_on_the_28th_in_other_years() {
        let born = Some(date(1980, 2, 29));
        let on = |year| day(Kind::Birthday, born, &[], year);
        assert_eq!(on(2027), Ok(date(2027, 2, 28)));
        assert_eq!(on(2028), Ok(date(2028, 2, 29)));
        assert_eq!(on(2100), Ok(date(2100, 2, 28)));
    }

    #[test]
    fn the_first_year_has_no_anniversary_and_a_feast_only_its_given_day() {
        let first = Some(date(2026, 3, 1));
        let on = |year| day(Kind::Anniversary, first, &[], year);
        assert_eq!(on(2026), Err(LeftOut::FirstYear));
        assert_eq!(on(2027), Ok(date(2027, 3, 1)));
        assert_eq!(day(Kind::Birthday, None, &[], 2027), Err(LeftOut::NoDate));
        let given = [date(2026, 2, 17), date(2027, 2, 6)];
        let tet = |year| day(Kind::Date, None, &given, year);
        assert_eq!(tet(2027), Ok(date(2027, 2, 6)));
        assert_eq!(tet(2028), Err(LeftOut::NoDate));
    }

    #[test]
    fn who_does_not_want_a_message_is_called_or_visited() {
        let told = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        for (out, phone, wanted, expected) in [
            (&[][..], true, Way::Sms, (Way::Sms, None)),
            (
                &["sms"][..],
                true,
                Way::Sms,
                (Way::Call, Some(Instead::OptedOut)),
            ),
            (
                &["sms", "call"][..],
                true,
                Way::Sms,
                (Way::Visit, Some(Instead::OptedOut)),
            ),
            (
                &["call"][..],
                true,
                Way::Call,
                (Way::Visit, Some(Instead::OptedOut)),
            ),
            (
                &[][..],
                false,
                Way::Zalo,
                (Way::Visit, Some(Instead::NoAddress)),
            ),
            (
                &[][..],
                true,
                Way::Email,
                (Way::Call, Some(Instead::NoAddress)),
            ),
            (&["call", "sms"][..], false, Way::Visit, (Way::Visit, None)),
        ] {
            let opted_out = told(out);
            let of = Reach {
                opted_out: &opted_out,
                phone,
                email: false,
            };
            assert_eq!(way(wanted, &of), expected, "{wanted:?} {out:?}");
        }
    }

    #[test]
    fn what_was_over_before_it_was_in_use_is_not_made_up_for() {
        let today = date(2027, 1, 3);
        let due = |day, since| is_due(day, today, 10, since);
        let long_ago = date(2020, 1, 1);
        assert!(due(date(2027, 1, 13), long_ago));
        assert!(!due(date(2027, 1, 14), long_ago));
        assert!(due(date(2026, 12, 27), long_ago));
        assert!(!due(date(2026, 12, 26), long_ago));
        assert!(!due(date(2027, 1, 2), today));
        assert_eq!(years(today, 10), 2026..=2027);
        assert_eq!(years(date(2027, 12, 30), 10), 2027..=2028);
    }

    #[test]
    fn a_gift_without_a_value_or_beyond_a_limit_is_doubted() {
        let purse = Purse {
            value_max: Some(300),
            budget: Some(1_000),
            given: 100,
            spent: 900,
        };
        assert_eq!(doubt(None, purse), Some(Doubt::NoValue));
        assert_eq!(doubt(Some(201), purse), Some(Doubt::OverValueMax));
        assert_eq!(doubt(Some(200), purse), Some(Doubt::OverBudget));
        assert_eq!(doubt(Some(100), purse), None);
        assert_eq!(doubt(Some(i64::MAX), Purse::default()), None);
    }

    proptest! {
        #[test]
        fn every_due_day_lies_in_a_year_that_is_looked_at(
            day in 0_i64..40_000, off in -10_i64..80, ahead in 0..=AHEAD_MAX
        ) {
            let day = NaiveDate::default() + TimeDelta::days(day);
            let today = day - TimeDelta::days(off);
            if is_due(day, today, ahead, NaiveDate::MIN) {
                prop_assert!(years(today, ahead).contains(&day.year()));
            }
        }

        #[test]
        fn what_passes_without_doubt_never_exceeds_a_budget(
            budget in 0_i64..10_000, values in prop::collection::vec(0_i64..3_000, 0..30)
        ) {
            let mut purse = Purse { budget: Some(budget), ..Purse::default() };
            for value in values {
                if doubt(Some(value), purse).is_none() {
                    purse.spent += value;
                }
                prop_assert!(purse.spent <= budget);
            }
        }

        #[test]
        fn a_day_of_every_year_stays_in_its_month(day in 0_i64..40_000, year in 1900..2200) {
            let known = NaiveDate::default() + TimeDelta::days(day);
            let found = super::day(Kind::Birthday, Some(known), &[], year).unwrap();
            prop_assert_eq!((found.year(), found.month()), (year, known.month()));
            prop_assert!((known.day() - found.day()) <= 1);
        }
    }
}
