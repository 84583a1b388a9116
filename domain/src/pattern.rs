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

/// The weeks of four that a planner's code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeWeeks {
    Every,
    /// 1-based.
    These(&'static [u8]),
    /// One in so many, which one is left open: outlets are spread over them.
    OneIn(u8),
}

/// A planner's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatternCode {
    pub code: &'static str,
    /// Also written so: the calls in four weeks alone.
    pub short: Option<&'static str>,
    pub weeks: CodeWeeks,
    pub calls_a_week: u8,
}

const fn frequency(
    code: &'static str,
    short: &'static str,
    weeks: CodeWeeks,
    calls_a_week: u8,
) -> PatternCode {
    PatternCode {
        code,
        short: Some(short),
        weeks,
        calls_a_week,
    }
}

const fn in_weeks(code: &'static str, weeks: &'static [u8]) -> PatternCode {
    PatternCode {
        code,
        short: None,
        weeks: CodeWeeks::These(weeks),
        calls_a_week: 1,
    }
}

impl PatternCode {
    pub const ALL: [Self; 12] = [
        frequency("F1", "1", CodeWeeks::OneIn(4), 1),
        frequency("F2", "2", CodeWeeks::OneIn(2), 1),
        frequency("F4", "4", CodeWeeks::Every, 1),
        frequency("F8", "8", CodeWeeks::Every, 2),
        frequency("F12", "12", CodeWeeks::Every, 3),
        frequency("F24", "24", CodeWeeks::Every, 6),
        in_weeks("1.1", &[1]),
        in_weeks("1.2", &[2]),
        in_weeks("1.3", &[3]),
        in_weeks("1.4", &[4]),
        in_weeks("2.1", &[1, 3]),
        in_weeks("2.2", &[2, 4]),
    ];

    /// In capitals or not, with blanks round it or none.
    pub fn find(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        Self::ALL
            .into_iter()
            .find(|known| known.code == text || known.short == Some(text.as_str()))
    }

    /// Calls in four weeks.
    pub fn visits(&self) -> u8 {
        let weeks = match self.weeks {
            CodeWeeks::Every => 4,
            CodeWeeks::These(weeks) => u8::try_from(weeks.len()).unwrap_or(4),
            CodeWeeks::OneIn(weeks) => 4 / weeks,
        };
        weeks * self.calls_a_week
    }

    /// Weekdays that must be named with it; 0: it means some by itself.
    pub const fn weekdays_needed(&self) -> u8 {
        match self.usual_weekdays() {
            Some(_) => 0,
            None => self.calls_a_week,
        }
    }

    /// Weekdays that it means where none are named.
    pub const fn usual_weekdays(&self) -> Option<&'static [u8]> {
        if self.calls_a_week == 6 {
            Some(&[1, 2, 3, 4, 5, 6])
        } else {
            None
        }
    }

    /// The weeks that it means for the outlet at that place of a list; empty: every week.
    fn weeks_of(&self, slot: u32) -> Vec<u8> {
        match self.weeks {
            CodeWeeks::Every => Vec::new(),
            CodeWeeks::These(weeks) => weeks.to_vec(),
            CodeWeeks::OneIn(every) => {
                let first = u8::try_from(slot % u32::from(every) + 1).unwrap_or(1);
                (first..=4).step_by(usize::from(every)).collect()
            }
        }
    }
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

    /// Reads a planner's code. `slot` (0-based) spreads those that name no week evenly over the weeks; a planner
    /// is shown the result first.
    pub fn from_code(
        code: &str,
        weekdays: &[u8],
        base: WeekBase,
        slot: u32,
    ) -> Result<Self, PatternError> {
        let code = PatternCode::find(code).ok_or(PatternError::UnknownCode)?;
        let weeks = code.weeks_of(slot);
        let mut weekdays = weekdays.to_vec();
        weekdays.sort_unstable();
        weekdays.dedup();
        if weekdays.is_empty() {
            weekdays.extend(code.usual_weekdays().unwrap_or_default());
        }
        // One call on any day of its week is left to who asks.
        let is_open = weekdays.is_empty() && code.calls_a_week == 1;
        if weekdays.len() < usize::from(code.calls_a_week) && !is_open {
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
