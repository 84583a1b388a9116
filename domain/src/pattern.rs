//! Visit patterns: which dates an outlet on a route is due (rules.md §5), and the codes planners use.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Counts weeks of a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Calendar {
    /// `floor((date − anchor) / 7) mod weeks`: no fault at a year's end. `anchor` is a Monday.
    Cycle { weeks: u8, anchor: NaiveDate },
    /// Week of the month: 1 holds the 1st to the 7th, … 5 the 29th on.
    Month,
    /// ISO week number: slot 1 odd, slot 2 even. 2026 ends with W53: two odd weeks running.
    IsoParity,
    /// These dates only.
    Dates { dates: Vec<NaiveDate> },
    /// Every `min_days` from `from` on (late up to `max_days`: who plans may shift within).
    Interval {
        from: NaiveDate,
        min_days: u16,
        max_days: u16,
    },
}

/// Canonical visit pattern, the form of the `pattern` column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VisitPattern {
    pub calendar: Calendar,
    /// Weeks of the cycle or month, 1-based; empty means every week.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weeks: Vec<u8>,
    /// ISO weekdays, Monday 1 … Sunday 7; empty means any day of the week the calendar names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weekdays: Vec<u8>,
    /// Minutes after local midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<(u16, u16)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_min: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// First date on which it no longer holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
}

/// Why a pattern code could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PatternError {
    #[error("unknown pattern code")]
    UnknownCode,
    #[error("the anchor of a cycle must be a Monday")]
    AnchorNotMonday,
    #[error("this code needs more weekdays")]
    TooFewWeekdays,
}

/// What an import states about week slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekBase {
    /// Weeks of a 4-week cycle from this Monday.
    Cycle(NaiveDate),
    /// Weeks of the month.
    Month,
}

impl VisitPattern {
    /// Every week on these ISO weekdays.
    pub fn weekly(anchor: NaiveDate, weekdays: Vec<u8>) -> Self {
        Self {
            calendar: Calendar::Cycle { weeks: 1, anchor },
            weeks: Vec::new(),
            weekdays,
            window: None,
            service_min: None,
            valid_from: None,
            valid_to: None,
        }
    }

    /// Reads a planner's code: `F1 F2 F4 F8 F12 F24` or `4 8 12 24` (calls in four weeks), `1.1`–`1.4`
    /// (that week of four), `2.1` (weeks 1 and 3), `2.2` (weeks 2 and 4). `slot` (0-based) spreads
    /// F1 and F2, which name no week, evenly over the weeks; a planner is shown the result first.
    pub fn from_code(
        code: &str,
        weekdays: &[u8],
        base: WeekBase,
        slot: u32,
    ) -> Result<Self, PatternError> {
        let code = code.trim().to_ascii_uppercase();
        let week = |n: u32| u8::try_from(n % 4 + 1).unwrap_or(1);
        let (weeks, calls_a_week) = match code.as_str() {
            "F1" | "1" => (vec![week(slot)], 1),
            "F2" | "2" => {
                let first = u8::try_from(slot % 2 + 1).unwrap_or(1);
                (vec![first, first + 2], 1)
            }
            "F4" | "4" => (vec![], 1),
            "F8" | "8" => (vec![], 2),
            "F12" | "12" => (vec![], 3),
            "F24" | "24" => (vec![], 6),
            "1.1" => (vec![1], 1),
            "1.2" => (vec![2], 1),
            "1.3" => (vec![3], 1),
            "1.4" => (vec![4], 1),
            "2.1" => (vec![1, 3], 1),
            "2.2" => (vec![2, 4], 1),
            _ => return Err(PatternError::UnknownCode),
        };
        let mut weekdays = weekdays.to_vec();
        weekdays.sort_unstable();
        weekdays.dedup();
        if calls_a_week == 6 && weekdays.is_empty() {
            weekdays = (1..=6).collect();
        }
        if !weekdays.is_empty() && weekdays.len() < calls_a_week
            || weekdays.is_empty() && calls_a_week > 1
        {
            return Err(PatternError::TooFewWeekdays);
        }
        let calendar = match base {
            WeekBase::Cycle(anchor) if anchor.weekday() != Weekday::Mon => {
                return Err(PatternError::AnchorNotMonday);
            }
            WeekBase::Cycle(anchor) => Calendar::Cycle {
                weeks: if weeks.is_empty() { 1 } else { 4 },
                anchor,
            },
            WeekBase::Month => Calendar::Month,
        };
        let every = Self::weekly(NaiveDate::default(), weekdays);
        Ok(Self {
            calendar,
            weeks,
            ..every
        })
    }

    /// Does the pattern hold on this date at all?
    pub fn is_valid_on(&self, date: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| date >= from) && self.valid_to.is_none_or(|to| date < to)
    }

    /// Is the outlet due on this date? Holidays and exceptions are the schedule's (`schedule::due`).
    pub fn due_on(&self, date: NaiveDate) -> bool {
        if !self.is_valid_on(date) {
            return false;
        }
        let weekday = u8::try_from(date.weekday().number_from_monday()).unwrap_or(0);
        if !self.weekdays.is_empty() && !self.weekdays.contains(&weekday) {
            return false;
        }
        let week = match &self.calendar {
            Calendar::Cycle { weeks, anchor } => cycle_week(date, *anchor, *weeks),
            Calendar::Month => u8::try_from(date.day0() / 7 + 1).unwrap_or(0),
            Calendar::IsoParity => u8::try_from((date.iso_week().week() + 1) % 2 + 1).unwrap_or(0),
            Calendar::Dates { dates } => return dates.contains(&date),
            Calendar::Interval { from, min_days, .. } => {
                let days = (date - *from).num_days();
                return days >= 0 && days % i64::from((*min_days).max(1)) == 0;
            }
        };
        self.weeks.is_empty() || self.weeks.contains(&week)
    }
}

/// 1-based week of the cycle: `floor((date − anchor) / 7) mod weeks + 1`.
pub fn cycle_week(date: NaiveDate, anchor: NaiveDate, weeks: u8) -> u8 {
    let since = (date - anchor).num_days().div_euclid(7);
    u8::try_from(since.rem_euclid(i64::from(weeks.max(1))) + 1).unwrap_or(1)
}
