//! When the backup of the day is due. Pure.

use chrono::Days;
use fieldbeat_domain::time::{At, CompanyTime};

/// After a failure, or one that was cut.
const TRY_AGAIN_MS: i64 = 3_600_000;

/// Whether none is whole since the newest moment at which one should have begun, and none was tried just now. Both times
/// are of beginnings.
pub fn is_due(
    time: CompanyTime,
    at_min: u16,
    now: At,
    whole: Option<At>,
    tried: Option<At>,
) -> bool {
    let waits = tried.is_some_and(|t| now.since_ms(t) < TRY_AGAIN_MS && whole != Some(t));
    !waits && whole.is_none_or(|w| w < newest(time, at_min, now))
}

/// The newest moment up to `now` that the clock on the wall shows `at_min`.
fn newest(time: CompanyTime, at_min: u16, now: At) -> At {
    let wall = CompanyTime {
        day_start_min: 0,
        ..time
    };
    let today = wall.date_of(now);
    let at = wall.local(today, at_min);
    if at <= now {
        return at;
    }
    let yesterday = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    wall.local(yesterday, at_min)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hanoi() -> CompanyTime {
        CompanyTime {
            time_zone: chrono_tz::Asia::Ho_Chi_Minh,
            // Of the company's day, which the wall does not know.
            day_start_min: 300,
        }
    }

    fn at(text: &str) -> At {
        let at: chrono::DateTime<chrono::Utc> = text.parse().unwrap();
        At::from(at)
    }

    #[test]
    fn one_a_day_at_its_time_and_at_once_where_it_was_missed() {
        let due = |now, whole: Option<&str>, tried: Option<&str>| {
            is_due(hanoi(), 150, at(now), whole.map(at), tried.map(at))
        };
        // 02:30 in Hanoi is 19:30 of the day before.
        let night = "2026-11-26T19:30:00Z";
        assert!(due("2026-11-27T05:00:00Z", None, None), "never made");
        assert!(!due("2026-11-27T05:00:00Z", Some(night), Some(night)));
        assert!(!due("2026-11-27T19:29:59Z", Some(night), Some(night)));
        assert!(due("2026-11-27T19:30:00Z", Some(night), Some(night)));
        // The server was off at night.
        let before = "2026-11-25T19:30:00Z";
        assert!(due("2026-11-27T05:00:00Z", Some(before), Some(before)));
    }

    #[test]
    fn a_failure_is_tried_again_after_an_hour() {
        let whole = Some(at("2026-11-25T19:30:00Z"));
        let tried = Some(at("2026-11-26T19:30:00Z"));
        let due = |now| is_due(hanoi(), 150, at(now), whole, tried);
        assert!(!due("2026-11-26T20:29:59Z"));
        assert!(due("2026-11-26T20:30:00Z"));
    }

    #[test]
    fn a_night_without_its_hour_has_its_backup_too() {
        let berlin = CompanyTime {
            time_zone: chrono_tz::Europe::Berlin,
            day_start_min: 0,
        };
        // 02:30 does not exist on 2027-03-28.
        let before = Some(at("2027-03-27T01:30:00Z"));
        assert!(!is_due(
            berlin,
            150,
            at("2027-03-28T00:59:00Z"),
            before,
            before
        ));
        assert!(is_due(
            berlin,
            150,
            at("2027-03-28T01:30:00Z"),
            before,
            before
        ));
    }
}
