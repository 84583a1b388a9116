//! Holidays with their policies, and exceptions by date.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use fieldbeat_domain::{
    pattern::{Calendar, VisitPattern},
    schedule::{Exception, HolidayPolicy, Holidays, Origin, due},
};
use proptest::{collection::btree_map, prelude::*};

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn weekly(weekdays: &[u8]) -> VisitPattern {
    VisitPattern::weekly(day(2026, 1, 5), weekdays.to_vec())
}

fn off(policy: HolidayPolicy, dates: &[NaiveDate]) -> Holidays {
    Holidays(dates.iter().map(|d| (*d, policy)).collect())
}

/// Days of the month that are due.
fn in_month(
    pattern: &VisitPattern,
    holidays: &Holidays,
    exceptions: &[Exception],
    month: NaiveDate,
) -> Vec<u32> {
    month
        .iter_days()
        .take_while(|d| d.month() == month.month())
        .filter(|d| due(pattern, holidays, exceptions, *d).is_some())
        .map(|d| d.day())
        .collect()
}

#[test]
fn a_holiday_takes_its_calls_away_carries_them_on_or_makes_them_up() {
    // Wednesday 2 September 2026.
    let month = day(2026, 9, 1);
    let national = [day(2026, 9, 2)];
    let wednesdays = weekly(&[3]);
    let told = |policy| in_month(&wednesdays, &off(policy, &national), &[], month);
    assert_eq!(told(HolidayPolicy::Skip), [9, 16, 23, 30]);
    assert_eq!(told(HolidayPolicy::NextWorkingDay), [3, 9, 16, 23, 30]);
    assert_eq!(told(HolidayPolicy::MakeUp), [3, 9, 16, 23, 30]);
    let carried = off(HolidayPolicy::NextWorkingDay, &national);
    assert_eq!(
        due(&wednesdays, &carried, &[], day(2026, 9, 3)),
        Some(Origin::Carried { from: national[0] })
    );
}

#[test]
fn a_long_holiday_carries_over_sundays_and_makes_up_only_in_its_own_week() {
    // Friday 28, Saturday 29 and Monday 31 August 2026.
    let run = [day(2026, 8, 28), day(2026, 8, 29), day(2026, 8, 31)];
    let fridays = weekly(&[5]);
    let carried = off(HolidayPolicy::NextWorkingDay, &run);
    assert_eq!(
        carried.made_on(&fridays, run[0]),
        Some(day(2026, 9, 1)),
        "over Sunday and Monday"
    );
    let made_up = off(HolidayPolicy::MakeUp, &run);
    assert_eq!(
        made_up.made_on(&fridays, run[0]),
        Some(day(2026, 8, 27)),
        "before it, where nothing is left after it"
    );
    let daily = weekly(&[1, 2, 3, 4, 5, 6]);
    assert_eq!(made_up.made_on(&daily, run[0]), None, "no free day");
    assert_eq!(made_up.made_on(&daily, day(2026, 8, 27)), None);
}

#[test]
fn holidays_of_week_53_are_carried_into_the_next_year_and_made_up_before_it() {
    // Friday 1 January 2027 is in 2026-W53.
    let new_year = day(2027, 1, 1);
    let odd_fridays = VisitPattern {
        calendar: Calendar::IsoParity,
        weeks: vec![1],
        ..weekly(&[5])
    };
    assert!(odd_fridays.due_on(new_year), "W53 is odd");
    let made = |policy| off(policy, &[new_year]).made_on(&odd_fridays, new_year);
    assert_eq!(made(HolidayPolicy::NextWorkingDay), Some(day(2027, 1, 2)));
    assert_eq!(made(HolidayPolicy::MakeUp), Some(day(2027, 1, 2)));
    let weekend = [new_year, day(2027, 1, 2)];
    let made = |policy| off(policy, &weekend).made_on(&odd_fridays, new_year);
    assert_eq!(made(HolidayPolicy::NextWorkingDay), Some(day(2027, 1, 4)));
    assert_eq!(made(HolidayPolicy::MakeUp), Some(day(2026, 12, 31)));
}

#[test]
fn a_call_of_the_fifth_week_is_carried_like_any_other() {
    // Tuesday 29 December 2026, the fifth of the month.
    let fifth = VisitPattern {
        calendar: Calendar::Month,
        weeks: vec![5],
        ..weekly(&[2])
    };
    let holiday = [day(2026, 12, 29)];
    let carried = off(HolidayPolicy::NextWorkingDay, &holiday);
    assert_eq!(in_month(&fifth, &carried, &[], day(2026, 12, 1)), [30]);
}

#[test]
fn exceptions_add_remove_and_move_single_calls() {
    let month = day(2026, 9, 1);
    let none = Holidays::default();
    let wednesdays = weekly(&[3]);
    let with = |exceptions: &[Exception]| in_month(&wednesdays, &none, exceptions, month);
    let on = day(2026, 9, 9);
    assert_eq!(with(&[Exception::Remove { on }]), [2, 16, 23, 30]);
    let to = day(2026, 9, 11);
    let moved = [Exception::Move { from: on, to }];
    assert_eq!(with(&moved), [2, 11, 16, 23, 30]);
    assert_eq!(
        due(&wednesdays, &none, &moved, to),
        Some(Origin::Moved { from: on })
    );
    let idle = Exception::Move {
        from: day(2026, 9, 10),
        to,
    };
    assert_eq!(with(&[idle]), [2, 9, 16, 23, 30], "nothing was due then");
    let sunday = day(2026, 9, 13);
    assert_eq!(
        with(&[Exception::Add { on: sunday }]),
        [2, 9, 13, 16, 23, 30]
    );
    let national = off(HolidayPolicy::NextWorkingDay, &[day(2026, 9, 2)]);
    let kept = [Exception::Add {
        on: day(2026, 9, 2),
    }];
    assert_eq!(
        due(&wednesdays, &national, &kept, day(2026, 9, 2)),
        Some(Origin::Added),
        "a planner's word outranks a holiday"
    );
    let dropped = [Exception::Remove {
        on: day(2026, 9, 2),
    }];
    assert_eq!(
        due(&wednesdays, &national, &dropped, day(2026, 9, 3)),
        None,
        "a call that was taken off is not carried on"
    );
}

fn patterns() -> impl Strategy<Value = VisitPattern> {
    let anchor = day(2026, 1, 5);
    let weekdays = proptest::collection::btree_set(1..=7_u8, 1..5);
    let calendar = prop_oneof![
        (1..=4_u8).prop_map(move |weeks| Calendar::Cycle { weeks, anchor }),
        Just(Calendar::Month),
        Just(Calendar::IsoParity),
        (1..30_u16).prop_map(move |min_days| Calendar::Interval {
            from: anchor,
            min_days,
            max_days: min_days + 3,
        }),
    ];
    let weeks = proptest::collection::btree_set(1..=5_u8, 0..3);
    (calendar, weekdays, weeks).prop_map(|(calendar, weekdays, weeks)| VisitPattern {
        calendar,
        weeks: weeks.into_iter().collect(),
        ..weekly(&weekdays.into_iter().collect::<Vec<_>>())
    })
}

/// Holidays among the 60 days round a year's end with a week 53.
fn holidays() -> impl Strategy<Value = Holidays> {
    let policy = prop_oneof![
        Just(HolidayPolicy::Skip),
        Just(HolidayPolicy::NextWorkingDay),
        Just(HolidayPolicy::MakeUp)
    ];
    btree_map(0..60_u64, policy, 0..20).prop_map(|days| {
        let dates = days
            .into_iter()
            .map(|(n, p)| (day(2026, 12, 1) + Days::new(n), p));
        Holidays(dates.collect::<BTreeMap<_, _>>())
    })
}

proptest! {
    /// The dates asked one by one are those that the pattern and the holidays give together.
    #[test]
    fn no_call_is_lost_or_made_twice(pattern in patterns(), holidays in holidays()) {
        let range: Vec<NaiveDate> = day(2026, 11, 1).iter_days().take(150).collect();
        let mut wanted: Vec<NaiveDate> = range
            .iter()
            .filter(|d| pattern.due_on(**d))
            .filter_map(|d| if holidays.0.contains_key(d) { holidays.made_on(&pattern, *d) } else { Some(*d) })
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        let got: Vec<NaiveDate> = range.iter().copied().filter(|d| due(&pattern, &holidays, &[], *d).is_some()).collect();
        prop_assert_eq!(got, wanted);
    }

    /// Nothing is due on a holiday, and what is made up stays in its week.
    #[test]
    fn holidays_are_free_and_made_up_calls_stay_in_their_week(pattern in patterns(), holidays in holidays()) {
        for date in day(2026, 11, 1).iter_days().take(150) {
            match due(&pattern, &holidays, &[], date) {
                Some(Origin::MakeUp { of }) => prop_assert_eq!(of.iso_week(), date.iso_week()),
                Some(Origin::Carried { from }) => prop_assert!(from < date && holidays.is_working(date)),
                Some(origin) => prop_assert_eq!(origin, Origin::Pattern),
                None => continue,
            }
            prop_assert!(!holidays.0.contains_key(&date));
        }
    }

    /// A cycle of 1, 2 or 4 weeks has no fault over any year's end: the gap is always the cycle's.
    #[test]
    fn a_cycle_keeps_its_gap_over_every_years_end(weeks in prop_oneof![Just(1_u8), Just(2), Just(4)], slot in 1..=4_u8, start in 0..4000_u64) {
        let slot = (slot - 1) % weeks + 1;
        let pattern = VisitPattern { calendar: Calendar::Cycle { weeks, anchor: day(2026, 1, 5) }, weeks: vec![slot], ..weekly(&[2]) };
        let dates: Vec<NaiveDate> = (day(2024, 1, 1) + Days::new(start)).iter_days().take(200).filter(|d| pattern.due_on(*d)).collect();
        for pair in dates.windows(2) {
            prop_assert_eq!((pair[1] - pair[0]).num_days(), i64::from(weeks) * 7);
        }
    }
}
