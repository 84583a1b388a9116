//! Visit patterns.

use chrono::NaiveDate;
use fieldbeat_domain::pattern::{Calendar, PatternError, VisitPattern, WeekBase, cycle_week};

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

#[test]
fn a_cycle_has_no_fault_at_the_year_s_end_and_iso_parity_has() {
    let anchor = day(2026, 1, 5);
    let weeks: Vec<u8> = (0..6)
        .map(|w| cycle_week(day(2026, 12, 14) + chrono::Days::new(w * 7), anchor, 4))
        .collect();
    assert_eq!(weeks, [2, 3, 4, 1, 2, 3]);
    let odd = VisitPattern {
        calendar: Calendar::IsoParity,
        weeks: vec![1],
        ..VisitPattern::weekly(anchor, vec![1])
    };
    // 28 December 2026 is W53, 4 January 2027 is W1: two odd weeks running.
    assert!(
        odd.due_on(day(2026, 12, 28))
            && odd.due_on(day(2027, 1, 4))
            && !odd.due_on(day(2026, 12, 21))
    );
}

#[test]
fn every_code_gives_its_number_of_calls_in_four_weeks() {
    let anchor = day(2026, 11, 2);
    let base = WeekBase::Cycle(anchor);
    for (code, weekdays, calls) in [
        ("F1", &[2][..], 1),
        ("F2", &[2], 2),
        ("F4", &[2], 4),
        ("F8", &[2, 5], 8),
        ("F12", &[1, 3, 5], 12),
        ("F24", &[], 24),
        ("1.3", &[2], 1),
        ("2.1", &[2], 2),
        ("2.2", &[2], 2),
        ("4", &[2], 4),
        ("8", &[2, 5], 8),
        ("12", &[1, 3, 5], 12),
        ("24", &[], 24),
    ] {
        let p = VisitPattern::from_code(code, weekdays, base, 0).unwrap();
        let due = (0..28)
            .filter(|d| p.due_on(anchor + chrono::Days::new(*d)))
            .count();
        assert_eq!(due, calls, "{code}");
        let text = serde_json::to_string(&p).unwrap();
        assert_eq!(serde_json::from_str::<VisitPattern>(&text).unwrap(), p);
    }
    assert!(
        VisitPattern::from_code("2.2", &[2], base, 0)
            .unwrap()
            .due_on(day(2026, 11, 10))
    );
    assert_eq!(
        VisitPattern::from_code("F8", &[2], base, 0),
        Err(PatternError::TooFewWeekdays)
    );
    assert_eq!(
        VisitPattern::from_code("F3", &[2], base, 0),
        Err(PatternError::UnknownCode)
    );
}
