//! Quiet hours: spans of the week, in the company's zone, in which only what is critical is told.

use chrono::{DateTime, Datelike, Days, TimeDelta};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::time::{At, CompanyTime};

/// Spans of one subscription.
pub const QUIET_SPANS_MAX: usize = 14;
const DAY_MIN: u16 = 24 * 60;
const WEEK_MIN: usize = 7 * 24 * 60;

/// On each of these weekdays from one minute to another; `to` at or before `from` lies on the next day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietSpan {
    /// ISO weekdays on which it begins, Monday 1 … Sunday 7.
    pub weekdays: Vec<u8>,
    /// Minutes after local midnight, 0–1439.
    pub from_min: u16,
    /// 0–1440; excluded.
    pub to_min: u16,
}

/// Spans that together leave some minute of the week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<QuietSpan>", into = "Vec<QuietSpan>")]
pub struct QuietHours(Vec<QuietSpan>);

/// Why spans are no quiet hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum QuietError {
    #[error("too many spans")]
    TooMany,
    #[error("no such weekday")]
    Weekday,
    #[error("no such time of day")]
    Time,
    #[error("the whole week is quiet: nothing would ever be told")]
    Always,
}

impl TryFrom<Vec<QuietSpan>> for QuietHours {
    type Error = QuietError;
    fn try_from(spans: Vec<QuietSpan>) -> Result<Self, QuietError> {
        if spans.len() > QUIET_SPANS_MAX {
            return Err(QuietError::TooMany);
        }
        for span in &spans {
            if span.weekdays.is_empty() || span.weekdays.iter().any(|d| !(1..=7).contains(d)) {
                return Err(QuietError::Weekday);
            }
            if span.from_min >= DAY_MIN || span.to_min > DAY_MIN {
                return Err(QuietError::Time);
            }
        }
        let hours = Self(spans);
        if (0..WEEK_MIN).all(|minute| hours.covers_minute(minute)) {
            return Err(QuietError::Always);
        }
        Ok(hours)
    }
}

impl From<QuietHours> for Vec<QuietSpan> {
    fn from(hours: QuietHours) -> Self {
        hours.0
    }
}

impl QuietSpan {
    fn length(&self) -> u16 {
        if self.to_min > self.from_min {
            self.to_min - self.from_min
        } else {
            DAY_MIN - self.from_min + self.to_min
        }
    }
}

impl QuietHours {
    pub fn spans(&self) -> &[QuietSpan] {
        &self.0
    }

    /// Of the week, counted from Monday's midnight.
    fn covers_minute(&self, minute: usize) -> bool {
        self.0.iter().any(|span| {
            span.weekdays.iter().any(|day| {
                let begins =
                    usize::from(*day - 1) * usize::from(DAY_MIN) + usize::from(span.from_min);
                (minute + WEEK_MIN - begins) % WEEK_MIN < usize::from(span.length())
            })
        })
    }

    /// By the wall clock of `zone`.
    pub fn covers(&self, at: At, zone: Tz) -> bool {
        self.covers_minute(minute_of_week(at, zone))
    }

    /// The first instant from `at` on that is not quiet: `at` itself, or the end of a span.
    pub fn until(&self, at: At, zone: Tz) -> At {
        let mut free = at;
        // Each step leaves a span behind; a week holds no more of them.
        for _ in 0..=QUIET_SPANS_MAX * 7 {
            let Some(end) = self.end_of_span(free, zone) else {
                return free;
            };
            free = end;
        }
        free
    }

    /// The latest end of the spans that cover `at`.
    fn end_of_span(&self, at: At, zone: Tz) -> Option<At> {
        let minute = minute_of_week(at, zone);
        let into = self
            .0
            .iter()
            .flat_map(|span| span.weekdays.iter().map(move |day| (span, *day)))
            .filter_map(|(span, day)| {
                let begins =
                    usize::from(day - 1) * usize::from(DAY_MIN) + usize::from(span.from_min);
                let inside = (minute + WEEK_MIN - begins) % WEEK_MIN;
                usize::from(span.length())
                    .checked_sub(inside)
                    .filter(|left| *left > 0)
            })
            .max()?;
        let now = local(at, zone);
        let of_day = minute % usize::from(DAY_MIN) + into;
        let days = u64::try_from(of_day / usize::from(DAY_MIN)).unwrap_or(0);
        let end_min = u16::try_from(of_day % usize::from(DAY_MIN)).unwrap_or(0);
        let date = now.date_naive().checked_add_days(Days::new(days))?;
        let time = CompanyTime {
            time_zone: zone,
            day_start_min: 0,
        };
        let end = time.local(date, end_min);
        // Where the clock is set back the end may name an hour that has been already.
        Some(if end > at { end } else { next_minute(at) })
    }
}

fn next_minute(at: At) -> At {
    At(at.0.div_euclid(60_000) * 60_000 + 60_000)
}

fn local(at: At, zone: Tz) -> DateTime<Tz> {
    at.to_utc()
        .unwrap_or(DateTime::UNIX_EPOCH)
        .with_timezone(&zone)
}

fn minute_of_week(at: At, zone: Tz) -> usize {
    let local = local(at, zone);
    let midnight = local.date_naive().and_time(chrono::NaiveTime::MIN);
    let minutes = (local.naive_local() - midnight)
        .max(TimeDelta::zero())
        .num_minutes();
    let day = usize::try_from(local.weekday().num_days_from_monday()).unwrap_or(0);
    day * usize::from(DAY_MIN) + usize::try_from(minutes).unwrap_or(0)
}
