//! Instants and company days. Storage is UTC milliseconds; dates are the company's.

use std::ops::Range;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct At(pub i64);

impl At {
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
    /// `self − earlier` in milliseconds; negative when `earlier` is later.
    pub const fn since_ms(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
    pub fn to_utc(self) -> Option<DateTime<chrono::Utc>> {
        DateTime::from_timestamp_millis(self.0)
    }
}

impl From<DateTime<chrono::Utc>> for At {
    fn from(t: DateTime<chrono::Utc>) -> Self {
        Self(t.timestamp_millis())
    }
}

/// How a company cuts time into days (rules.md §2): its zone and the minute the day starts at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyTime {
    pub time_zone: Tz,
    /// Minutes after local midnight, 0–1439.
    pub day_start_min: u16,
}

impl CompanyTime {
    /// The company-local date of `at − day_start`.
    pub fn date_of(&self, at: At) -> NaiveDate {
        let shifted = at.plus_ms(-i64::from(self.day_start_min) * 60_000);
        shifted
            .to_utc()
            .unwrap_or(DateTime::UNIX_EPOCH)
            .with_timezone(&self.time_zone)
            .date_naive()
    }

    /// `[start, end)` of a company day. Where a zone change makes local midnight ambiguous the
    /// earlier instant is taken, where it does not exist the first instant after the gap.
    pub fn day_bounds(&self, date: NaiveDate) -> Range<At> {
        let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
        self.local(date, self.day_start_min)..self.local(next, self.day_start_min)
    }

    /// The instant of `minute` minutes after midnight on `date`, in the company's zone.
    pub fn local(&self, date: NaiveDate, minute: u16) -> At {
        let naive = date.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute));
        let mut probe = naive;
        for _ in 0..8 {
            if let Some(t) = self.time_zone.from_local_datetime(&probe).earliest() {
                return At(t.timestamp_millis());
            }
            probe += TimeDelta::minutes(30);
        }
        At(naive.and_utc().timestamp_millis())
    }

    /// Minutes after local midnight of the instant's own calendar day, 0–1439.
    pub fn minute_of_day(&self, at: At) -> u16 {
        use chrono::Timelike;
        let local = at
            .to_utc()
            .unwrap_or(DateTime::UNIX_EPOCH)
            .with_timezone(&self.time_zone);
        u16::try_from(local.hour() * 60 + local.minute()).unwrap_or(0)
    }
}
