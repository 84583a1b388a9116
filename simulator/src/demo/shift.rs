//! When the demo company works: always now. Pure.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use fieldbeat_domain::time::{At, CompanyTime};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// The morning that is filled in behind now.
const BEHIND_MS: i64 = 3 * HOUR + 30 * MINUTE;
const LENGTH_MS: i64 = 8 * HOUR;
/// Kept free at both ends of a company day.
const EDGE_MS: i64 = 2 * MINUTE;
/// A later shift of a day whose first is over starts so long ago.
const LATER_BEHIND_MS: i64 = 40 * MINUTE;
const DAY_MIN: i64 = 24 * 60;

/// A stretch of work of the whole company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    pub date: NaiveDate,
    pub start: At,
    pub end: At,
    /// 0 is the first of its day.
    pub part: usize,
}

impl Shift {
    pub fn length_ms(&self) -> i64 {
        self.end.since_ms(self.start)
    }

    /// Distinguishes the plans of one company under one seed.
    pub fn key(&self) -> String {
        day_key(self.date, self.part)
    }

    pub fn is_over(&self, now: At) -> bool {
        now >= self.end
    }

    /// The same hours on another date.
    #[must_use]
    pub fn on(&self, date: NaiveDate, time: CompanyTime) -> Self {
        let offset = self.start.since_ms(time.day_bounds(self.date).start);
        starting(time.day_bounds(date).start.plus_ms(offset), date, 0, time)
    }
}

pub fn day_key(date: NaiveDate, part: usize) -> String {
    format!("{date}/{part}")
}

/// The shift that began about 3½ hours ago, inside the company's day of now.
pub fn around(now: At, time: CompanyTime) -> Shift {
    fitted(now, BEHIND_MS, 0, time)
}

/// A further shift of a day whose earlier ones are over.
pub fn later(now: At, part: usize, time: CompanyTime) -> Shift {
    fitted(now, LATER_BEHIND_MS, part, time)
}

/// The shift whose start is known.
pub fn known(start: At, part: usize, time: CompanyTime) -> Shift {
    starting(start, time.date_of(start), part, time)
}

fn fitted(now: At, behind_ms: i64, part: usize, time: CompanyTime) -> Shift {
    let date = time.date_of(now);
    let earliest = time.day_bounds(date).start.plus_ms(EDGE_MS);
    let wished = now.plus_ms(-behind_ms);
    let start = At(wished.0 - wished.0.rem_euclid(MINUTE)).max(earliest);
    starting(start, date, part, time)
}

fn starting(start: At, date: NaiveDate, part: usize, time: CompanyTime) -> Shift {
    let latest = time.day_bounds(date).end.plus_ms(-EDGE_MS);
    Shift {
        date,
        start,
        end: start.plus_ms(LENGTH_MS).min(latest),
        part,
    }
}

/// Where a company founded now must start its days so that the shift lies in one of them, in
/// minutes after local midnight: 0 unless midnight would cut the shift.
pub fn day_start_min(now: At, time: CompanyTime) -> u16 {
    let from = i64::from(time.minute_of_day(now.plus_ms(-BEHIND_MS)));
    if from + LENGTH_MS / MINUTE + 60 < DAY_MIN {
        return 0;
    }
    u16::try_from((from - 60).max(0) / 60 * 60).unwrap_or(0)
}

/// Working hours as the settings spell them, where they lie in one calendar day.
pub fn working_hours(shift: &Shift, time: CompanyTime) -> Option<[String; 2]> {
    let minutes = [shift.start, shift.end].map(|at| time.minute_of_day(at));
    let [from, to] = minutes;
    (from < to).then(|| minutes.map(|m| format!("{:02}:{:02}", m / 60, m % 60)))
}

/// So long after a shift's start somebody is late, and half of the plan is due.
const LATE_MS: i64 = 90 * MINUTE;
const HALF_MS: i64 = 6 * HOUR;

/// The times of day of exceptions, for a company whose morning may be at night.
pub fn exceptions(shift: &Shift, time: CompanyTime) -> Value {
    let clock = |after_ms| {
        let minute = time.minute_of_day(shift.start.plus_ms(after_ms));
        format!("{:02}:{:02}", minute / 60, minute % 60)
    };
    json!({"not_started": {"by": clock(LATE_MS)}, "plan_behind": {"at": clock(HALF_MS)}})
}

/// Monday to Saturday, and today whatever it is.
pub fn weekdays(today: NaiveDate) -> Vec<Weekday> {
    let mut days = vec![
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
    ];
    if !days.contains(&today.weekday()) {
        days.push(today.weekday());
    }
    days
}

/// Codes of weekdays as routes take them.
pub fn weekday_code(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "mon",
        Weekday::Tue => "tue",
        Weekday::Wed => "wed",
        Weekday::Thu => "thu",
        Weekday::Fri => "fri",
        Weekday::Sat => "sat",
        Weekday::Sun => "sun",
    }
}

/// The last `count` working days before a date, latest first.
pub fn past_days(today: NaiveDate, count: usize) -> Vec<NaiveDate> {
    let working = weekdays(today);
    (1..)
        .map_while(|back| today.checked_sub_days(Days::new(back)))
        .filter(|date| working.contains(&date.weekday()))
        .take(count)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn time(day_start_min: u16) -> CompanyTime {
        CompanyTime {
            time_zone: chrono_tz::Asia::Ho_Chi_Minh,
            day_start_min,
        }
    }

    proptest! {
        #[test]
        fn at_any_hour_a_fresh_demo_is_in_the_middle_of_its_shift(minute in 0i64..(400 * 24 * 60)) {
            let now = At(1_735_689_600_000 + minute * MINUTE);
            let time = time(day_start_min(now, time(0)));
            let shift = around(now, time);
            prop_assert!(now.since_ms(shift.start) >= 3 * HOUR);
            prop_assert!(shift.end.since_ms(now) >= 4 * HOUR);
            prop_assert_eq!(time.date_of(shift.start), time.date_of(now));
            prop_assert_eq!(time.date_of(shift.end), shift.date);
        }

        #[test]
        fn in_a_company_that_others_founded_the_shift_is_cut_to_the_day(minute in 0i64..(400 * 24 * 60)) {
            let now = At(1_735_689_600_000 + minute * MINUTE);
            let shift = around(now, time(0));
            prop_assert_eq!(time(0).date_of(shift.start), shift.date);
            prop_assert_eq!(time(0).date_of(shift.end), shift.date);
        }
    }

    #[test]
    fn another_day_has_the_same_hours() {
        let now = At(1_735_700_000_000);
        let shift = around(now, time(0));
        let before = shift.date.pred_opt().unwrap();
        let other = shift.on(before, time(0));
        assert_eq!(shift.start.since_ms(other.start), 24 * HOUR);
        assert_eq!(other.length_ms(), shift.length_ms());
    }

    #[test]
    fn history_leaves_sundays_out_unless_today_is_one() {
        let monday = NaiveDate::from_ymd_opt(2025, 6, 2).unwrap();
        let days = past_days(monday, 14);
        assert_eq!(days.len(), 14);
        assert!(days.iter().all(|d| d.weekday() != Weekday::Sun));
        let sunday = monday.pred_opt().unwrap();
        assert!(
            past_days(sunday, 14)
                .iter()
                .any(|d| d.weekday() == Weekday::Sun)
        );
    }
}
