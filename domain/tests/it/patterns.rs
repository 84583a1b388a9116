//! Visit patterns.

use chrono::NaiveDate;
use fieldbeat_domain::pattern::{
    Calendar, CodeWeeks, PatternCode, PatternError, VisitPattern, WeekBase, cycle_week,
};

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

#[test]
fn the_table_of_codes_says_what_reading_them_gives() {
    let anchor = day(2026, 11, 2);
    let base = WeekBase::Cycle(anchor);
    for code in PatternCode::ALL {
        let calls = code.calls_a_week;
        let weekdays: Vec<u8> = (1..=calls).collect();
        for text in std::iter::once(code.code).chain(code.short) {
            assert_eq!(
                PatternCode::find(&format!(" {} ", text.to_lowercase())),
                Some(code)
            );
            for slot in 0..5 {
                let read = VisitPattern::from_code(text, &weekdays, base, slot).unwrap();
                assert_eq!(
                    due(&read, anchor, 28).len(),
                    usize::from(code.visits()),
                    "{text}"
                );
                match code.weeks {
                    CodeWeeks::Every => assert_eq!(read.weeks, [0; 0], "{text}"),
                    CodeWeeks::These(weeks) => assert_eq!(read.weeks, weeks, "{text}"),
                    CodeWeeks::OneIn(every) => {
                        let first = u8::try_from(slot).unwrap() % every + 1;
                        assert_eq!(read.weeks.first(), Some(&first), "{text}");
                    }
                }
            }
        }
        // As many weekdays as are needed do, one fewer does not.
        let least = usize::from(code.weekdays_needed());
        let read = |days: usize| VisitPattern::from_code(code.code, &weekdays[..days], base, 0);
        assert!(read(least).is_ok(), "{}", code.code);
        if least > 1 {
            assert_eq!(
                read(least - 1),
                Err(PatternError::TooFewWeekdays),
                "{}",
                code.code
            );
        }
        if let Some(usual) = code.usual_weekdays() {
            assert_eq!(read(0).unwrap().weekdays, usual, "{}", code.code);
        }
    }
}

/// Dates due from `from` on, `days` of them looked at.
fn due(pattern: &VisitPattern, from: NaiveDate, days: usize) -> Vec<NaiveDate> {
    from.iter_days()
        .take(days)
        .filter(|d| pattern.due_on(*d))
        .collect()
}

fn on(calendar: Calendar, weeks: &[u8], weekday: u8) -> VisitPattern {
    VisitPattern {
        calendar,
        weeks: weeks.to_vec(),
        ..VisitPattern::weekly(day(2026, 1, 5), vec![weekday])
    }
}

#[test]
fn every_calendar_passes_week_53_as_it_says() {
    let anchor = day(2026, 1, 5);
    // Mondays of 2026-W51, W52, W53, 2027-W01, W02, W03.
    let mondays: Vec<NaiveDate> = (0..6)
        .map(|w| day(2026, 12, 14) + chrono::Days::new(w * 7))
        .collect();
    let hits = |p: &VisitPattern| -> String {
        mondays
            .iter()
            .map(|d| if p.due_on(*d) { 'x' } else { '-' })
            .collect()
    };
    let cycle = |weeks| Calendar::Cycle { weeks, anchor };
    for (pattern, wanted) in [
        (on(cycle(1), &[], 1), "xxxxxx"),
        // Every second week stays every second week.
        (on(cycle(2), &[1], 1), "-x-x-x"),
        (on(cycle(2), &[2], 1), "x-x-x-"),
        (on(cycle(4), &[1], 1), "---x--"),
        (on(cycle(4), &[1, 3], 1), "-x-x-x"),
        (on(cycle(4), &[2, 4], 1), "x-x-x-"),
        // Two odd weeks running: W53, W1.
        (on(Calendar::IsoParity, &[1], 1), "x-xx-x"),
        (on(Calendar::IsoParity, &[2], 1), "-x--x-"),
        // Third, fourth and no fifth Monday of December (28 is the fourth), first of January is the 4th.
        (on(Calendar::Month, &[1], 1), "---x--"),
        (on(Calendar::Month, &[4], 1), "--x---"),
        (on(Calendar::Month, &[5], 1), "------"),
        (
            on(
                Calendar::Dates {
                    dates: vec![mondays[2], mondays[3]],
                },
                &[],
                1,
            ),
            "--xx--",
        ),
        (
            on(
                Calendar::Interval {
                    from: mondays[0],
                    min_days: 14,
                    max_days: 21,
                },
                &[],
                1,
            ),
            "x-x-x-",
        ),
    ] {
        assert_eq!(hits(&pattern), wanted, "{pattern:?}");
    }
}

#[test]
fn week_53_of_2020_and_2032_is_followed_by_an_odd_week_too() {
    let odd = on(Calendar::IsoParity, &[1], 1);
    for monday_of_w53 in [day(2020, 12, 28), day(2032, 12, 27)] {
        let next = monday_of_w53 + chrono::Days::new(7);
        assert!(odd.due_on(monday_of_w53) && odd.due_on(next), "{next}");
    }
    // 2027 has 52 weeks: even, then odd.
    assert!(!odd.due_on(day(2027, 12, 27)) && odd.due_on(day(2028, 1, 3)));
}

#[test]
fn every_calendar_passes_a_fifth_week_as_it_says() {
    // Tuesdays of a month with five of them: 1, 8, 15, 22, 29 December 2026.
    let first = day(2026, 12, 1);
    let in_month = |p: &VisitPattern| -> Vec<u32> {
        use chrono::Datelike;
        due(p, first, 31).iter().map(Datelike::day).collect()
    };
    let anchor = day(2026, 11, 30);
    let cycle = |weeks| Calendar::Cycle { weeks, anchor };
    let dates = vec![day(2026, 12, 29)];
    let interval = Calendar::Interval {
        from: first,
        min_days: 7,
        max_days: 10,
    };
    for (pattern, wanted) in [
        (on(Calendar::Month, &[], 2), &[1, 8, 15, 22, 29][..]),
        (on(Calendar::Month, &[1], 2), &[1]),
        (on(Calendar::Month, &[1, 3], 2), &[1, 15]),
        (on(Calendar::Month, &[2, 4], 2), &[8, 22]),
        (on(Calendar::Month, &[5], 2), &[29]),
        (on(cycle(1), &[], 2), &[1, 8, 15, 22, 29]),
        (on(cycle(2), &[1], 2), &[1, 15, 29]),
        // The fifth week is the first of the next cycle: no gap of five weeks.
        (on(cycle(4), &[1], 2), &[1, 29]),
        (on(cycle(4), &[4], 2), &[22]),
        (on(Calendar::IsoParity, &[1], 2), &[1, 15, 29]),
        (on(Calendar::IsoParity, &[2], 2), &[8, 22]),
        (on(Calendar::Dates { dates }, &[], 2), &[29]),
        (on(interval, &[], 2), &[1, 8, 15, 22, 29]),
    ] {
        assert_eq!(in_month(&pattern), wanted, "{pattern:?}");
    }
}

#[test]
fn codes_of_the_month_leave_the_fifth_week_to_weekly_ones() {
    let december = |code: &str, weekdays: &[u8]| {
        let p = VisitPattern::from_code(code, weekdays, WeekBase::Month, 0).unwrap();
        due(&p, day(2026, 12, 1), 31).len()
    };
    // Five Tuesdays, Wednesdays and Thursdays; four of the others.
    for (code, weekdays, calls) in [
        ("F1", &[2][..], 1),
        ("F2", &[2], 2),
        ("F4", &[2], 5),
        ("F8", &[2, 5], 9),
        ("F12", &[1, 3, 5], 13),
        ("F24", &[], 27),
        ("1.1", &[2], 1),
        ("1.2", &[2], 1),
        ("1.3", &[2], 1),
        ("1.4", &[2], 1),
        ("2.1", &[2], 2),
        ("2.2", &[2], 2),
    ] {
        assert_eq!(december(code, weekdays), calls, "{code}");
    }
}
