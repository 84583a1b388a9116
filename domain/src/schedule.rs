//! When an outlet is really due: its visit pattern, then holidays with their policies, then the
//! exceptions that a planner made by date (rules.md §5). Pure; who visits and in which order is the
//! day plan's matter.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::pattern::VisitPattern;

/// What becomes of the calls that fall on a holiday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HolidayPolicy {
    /// They are not made.
    #[default]
    Skip,
    /// They are made on the first working day after it, in whatever week that is.
    NextWorkingDay,
    /// They are made up within their own week, so that no week's quota moves: on the first free
    /// working day after it, else the last free one before it; not at all where the week has none. A
    /// day is free where the outlet is not due anyhow.
    MakeUp,
}

impl HolidayPolicy {
    pub const ALL: [Self; 3] = [Self::Skip, Self::NextWorkingDay, Self::MakeUp];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::NextWorkingDay => "next_working_day",
            Self::MakeUp => "make_up",
        }
    }

    /// The stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.as_str() == word)
    }
}

/// The company's days off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays(pub BTreeMap<NaiveDate, HolidayPolicy>);

/// The longest run of days off that calls are carried over: beyond it they are skipped.
pub const CARRY_DAYS: u64 = 31;

/// What a planner changed about one outlet of a route on one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Exception {
    /// Visit it on this date, whatever pattern and holidays say.
    Add { on: NaiveDate },
    /// Do not visit it on this date.
    Remove { on: NaiveDate },
    /// The call of one date is made on another. Where the outlet was not due then, nothing moves.
    Move { from: NaiveDate, to: NaiveDate },
}

/// Why an outlet is due on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Origin {
    Pattern,
    /// The call of a holiday, by `next_working_day`.
    Carried {
        from: NaiveDate,
    },
    /// The call of a holiday, by `make_up`.
    MakeUp {
        of: NaiveDate,
    },
    Added,
    Moved {
        from: NaiveDate,
    },
}

impl Holidays {
    /// Monday to Saturday, as the field works, unless it is a holiday.
    pub fn is_working(&self, date: NaiveDate) -> bool {
        date.weekday().number_from_monday() <= 6 && !self.0.contains_key(&date)
    }

    /// The working day on which the call of a holiday is made. `None`: it is no holiday, or its call
    /// is not made. Calls of several holidays that land on one day are one call.
    pub fn made_on(&self, pattern: &VisitPattern, holiday: NaiveDate) -> Option<NaiveDate> {
        match self.0.get(&holiday)? {
            HolidayPolicy::Skip => None,
            HolidayPolicy::NextWorkingDay => (1..=CARRY_DAYS)
                .filter_map(|days| holiday.checked_add_days(Days::new(days)))
                .find(|date| self.is_working(*date))
                .filter(|date| pattern.is_valid_on(*date)),
            HolidayPolicy::MakeUp => {
                let week: Vec<NaiveDate> = monday_of(holiday)?.iter_days().take(7).collect();
                let free = |date: &&NaiveDate| {
                    self.is_working(**date)
                        && pattern.is_valid_on(**date)
                        && !pattern.due_on(**date)
                };
                let after = week.iter().filter(|d| **d > holiday).find(free);
                let before = || week.iter().rev().filter(|d| **d < holiday).find(free);
                after.or_else(before).copied()
            }
        }
    }

    /// Holidays whose call may be made on this date, nearest first.
    fn reaching(&self, date: NaiveDate) -> impl Iterator<Item = (NaiveDate, HolidayPolicy)> {
        let from = date
            .checked_sub_days(Days::new(CARRY_DAYS))
            .unwrap_or(NaiveDate::MIN);
        let to = date
            .checked_add_days(Days::new(6))
            .unwrap_or(NaiveDate::MAX);
        let mut near: Vec<_> = self.0.range(from..=to).map(|(d, p)| (*d, *p)).collect();
        near.sort_by_key(|(d, _)| (*d - date).num_days().abs());
        near.into_iter()
    }
}

fn monday_of(date: NaiveDate) -> Option<NaiveDate> {
    date.checked_sub_days(Days::new(date.weekday().num_days_from_monday().into()))
}

/// Why the outlet is due on `date`, or `None` where it is not. `exceptions` are those of this outlet
/// on this route, in any order: what is taken off a date stays off unless it is added to it.
pub fn due(
    pattern: &VisitPattern,
    holidays: &Holidays,
    exceptions: &[Exception],
    date: NaiveDate,
) -> Option<Origin> {
    let moved_here = exceptions.iter().find_map(|e| match e {
        Exception::Add { on } if *on == date => Some(Origin::Added),
        Exception::Move { from, to } if *to == date && *from != date => pattern
            .due_on(*from)
            .then_some(Origin::Moved { from: *from }),
        _ => None,
    });
    if moved_here.is_some() {
        return moved_here;
    }
    let taken_off = |day: NaiveDate| {
        exceptions.iter().any(|e| match e {
            Exception::Remove { on } => *on == day,
            Exception::Move { from, to } => *from == day && *to != day,
            Exception::Add { .. } => false,
        })
    };
    if taken_off(date) || holidays.0.contains_key(&date) {
        return None;
    }
    if pattern.due_on(date) {
        return Some(Origin::Pattern);
    }
    holidays.reaching(date).find_map(|(holiday, policy)| {
        let lands = pattern.due_on(holiday)
            && !taken_off(holiday)
            && holidays.made_on(pattern, holiday) == Some(date);
        lands.then_some(match policy {
            HolidayPolicy::MakeUp => Origin::MakeUp { of: holiday },
            HolidayPolicy::Skip | HolidayPolicy::NextWorkingDay => {
                Origin::Carried { from: holiday }
            }
        })
    })
}
