//! Each integrity flag of a day with the evidence that it is stored with (rules.md §3).

use fieldbeat_domain::{
    finding::Finding,
    fix::FixFlags,
    id::OutletId,
    input::Input,
    mark::{MarkKind, VisitType},
    verdict::{Figure, IntegrityFlag, Overall, Severity},
    visit::Visit,
};

use crate::support::{Day, at, place, raw_fix};

fn finding(v: &Visit, flag: IntegrityFlag) -> &Finding {
    let found = v.evidence.findings.iter().find(|f| f.flag == flag);
    found.unwrap_or_else(|| panic!("{flag:?} is not there: {v:#?}"))
}

/// Value and threshold of a figure.
fn compared(f: &Finding, figure: Figure) -> (i64, i64) {
    let c = f.compared.iter().find(|c| c.figure == figure).unwrap();
    (c.value, c.threshold)
}

fn visit_at(day: &Day, outlet: i32) -> Visit {
    let visits = day.judged(900.0).visits;
    let at = |v: &Visit| v.outlet == Some(OutletId(outlet)) && v.check_in_at.is_some();
    visits.into_iter().find(at).unwrap()
}

#[test]
fn a_mock_fix_near_the_check_in_blocks_and_is_named() {
    for (raised, flag) in [
        (FixFlags::MOCK, IntegrityFlag::MockProvider),
        (FixFlags::EMULATOR, IntegrityFlag::Emulator),
    ] {
        let v = Day::with_outlet()
            .still(0.0, 10.0, 0.5, 0.0, 0.0)
            .fix_of(1, 0.25, place(3.0, 0.0), 8, raised)
            .check_in(1.0, 1, 1)
            .check_out(9.0, 1)
            .visit();
        let f = finding(&v, flag);
        assert_eq!(
            (v.verdict.overall, f.severity),
            (Overall::Invalid, Severity::Block)
        );
        assert_eq!(f.fixes.iter().map(|x| x.at).collect::<Vec<_>>(), [at(0.25)]);
        assert_eq!(compared(f, Figure::SecondsFromCheckIn), (45, 120));
    }
}

#[test]
fn a_leap_of_the_track_is_told_with_its_speed_and_both_fixes() {
    let v = Day::with_outlet()
        .still(-5.0, -1.0, 0.5, 8_000.0, 0.0)
        .still(-0.5, 10.0, 0.5, 0.0, 0.0)
        .check_in(1.0, 1, 1)
        .check_out(9.0, 1)
        .visit();
    let f = finding(&v, IntegrityFlag::ImplausibleSpeed);
    assert_eq!((f.from_at, f.to_at), (at(-1.0), at(-0.5)));
    let (kmh, limit) = compared(f, Figure::TrackKmh);
    assert!((950..970).contains(&kmh) && limit == 200, "{f:?}");
    assert_eq!(f.fixes.len(), 2);
}

#[test]
fn check_ins_far_apart_in_little_time_name_one_another() {
    let fix = |minute, east| raw_fix(1, minute, place(east, 0.0), 8, FixFlags::NONE);
    let day = Day::with_outlet()
        .outlet(2, 5_000.0, 0.0, Some(60))
        .check_in_with(0.0, 1, 1, fix(0.0, 0.0))
        .check_out(1.0, 1)
        .check_in_with(2.0, 2, 2, fix(2.0, 5_000.0))
        .check_out(9.0, 2);
    let v = visit_at(&day, 2);
    let f = finding(&v, IntegrityFlag::CheckinSpeed);
    assert_eq!(compared(f, Figure::CheckInsKmh), (149, 90));
    assert_eq!(f.check_ins.len(), 2);
}

#[test]
fn sensors_that_never_change_on_the_move_are_counted() {
    let mut day = Day::with_outlet()
        .travel(-10.0, -0.5, 0.25, (3_000.0, 0.0), (50.0, 0.0))
        .still(0.0, 10.0, 0.5, 0.0, 0.0)
        .check_in(1.0, 1, 1)
        .check_out(9.0, 1);
    for input in &mut day.inputs {
        if let Input::Fix(f) = input {
            (f.bearing_cdeg, f.altitude_dm) = (Some(0), Some(0));
        }
    }
    let v = visit_at(&day, 1);
    let f = finding(&v, IntegrityFlag::ConstantSensor);
    let (count, least) = compared(f, Figure::ConstantFixes);
    assert!(count >= 38 && least == 20, "{f:?}");
    assert_eq!((f.fixes.len(), f.from_at), (2, at(-9.75)));
}

#[test]
fn silence_before_a_check_in_counts_on_the_way_and_after_a_rest_elsewhere() {
    let call = |day: Day| {
        let day = day
            .check_in(1.0, 1, 1)
            .check_out(9.0, 1)
            .still(12.0, 13.0, 0.5, 0.0, 0.0);
        visit_at(&day, 1)
    };
    let on_way = Day::with_outlet().travel(-15.0, -6.0, 0.25, (3_000.0, 0.0), (500.0, 0.0));
    let at_rest_elsewhere = Day::with_outlet().still(-15.0, -6.0, 0.5, 500.0, 0.0);
    for day in [on_way, at_rest_elsewhere] {
        let v = call(day);
        let f = finding(&v, IntegrityFlag::FixesStopBeforeCheckin);
        assert_eq!(compared(f, Figure::SilentSeconds), (420, 120));
        assert_eq!((f.from_at, f.to_at), (at(-6.0), at(1.0)));
    }
    // A phone that sleeps where it rests.
    let asleep = call(Day::with_outlet().still(-15.0, -6.0, 0.5, 5.0, 0.0));
    assert!(asleep.evidence.findings.is_empty(), "{asleep:#?}");
}

#[test]
fn a_clock_that_was_moved_is_told_for_the_next_half_an_hour() {
    let day = |minute: f64| {
        let mut day = Day::with_outlet()
            .still(-50.0, 10.0, 0.5, 0.0, 0.0)
            .check_in(1.0, 1, 1)
            .check_out(9.0, 1);
        for input in &mut day.inputs {
            let (when, offset) = match input {
                Input::Fix(f) => (&mut f.at, &mut f.clock_offset_ms),
                Input::Mark(m) => (&mut m.at, &mut m.clock_offset_ms),
                Input::Record(_) => continue,
            };
            if *when >= at(minute) {
                (*when, *offset) = (when.plus_ms(-900_000), 900_000);
            }
        }
        visit_at(&day, 1)
    };
    let f = day(-20.0);
    let f = finding(&f, IntegrityFlag::ClockJump);
    assert_eq!(compared(f, Figure::ClockSeconds), (900, 60));
    assert!(day(-40.0).evidence.findings.is_empty(), "long before");
}

#[test]
fn a_burst_late_in_the_day_and_a_check_in_too_soon() {
    // From 16:40 on, ten metres from door to door.
    let mut day = Day::default().session(400.0);
    for outlet in 1_i32..=4 {
        let east = f64::from(outlet) * 10.0;
        day = day.outlet(outlet, east, 0.0, Some(60));
        let from = 460.0 + f64::from(outlet) * 2.0;
        day = day
            .still(from, from + 1.5, 0.25, east, 0.0)
            .check_in(from, 10 + u128::from(outlet.unsigned_abs()), outlet)
            .check_out(from + 1.0, 10 + u128::from(outlet.unsigned_abs()));
    }
    let v = visit_at(&day, 1);
    let f = finding(&v, IntegrityFlag::CheckinBurst);
    assert_eq!(compared(f, Figure::CheckIns), (4, 4));
    assert_eq!(compared(f, Figure::WithinSeconds), (360, 600));
    assert_eq!((f.check_ins.len(), f.severity), (4, Severity::Review));

    let soon = Day::with_outlet()
        .outlet(2, 30.0, 0.0, Some(60))
        .still(0.0, 9.0, 0.5, 0.0, 0.0)
        .check_in(1.0, 1, 1)
        .check_in(1.5, 2, 2)
        .check_out(6.0, 2);
    let v = visit_at(&soon, 2);
    let f = finding(&v, IntegrityFlag::Cooldown);
    assert_eq!(compared(f, Figure::SinceSeconds), (30, 60));
}

/// Three calls whose shops lie 100 m apart, from one place; the first is entered while walking in.
#[test]
fn one_misplaced_pin_does_not_make_neighbours_a_street() {
    // The second shop stands between the others; its pin says 600 m away.
    let mut day = Day::with_outlet()
        .outlet(2, 600.0, 0.0, Some(60))
        .outlet(3, 140.0, 0.0, Some(60))
        .still(4.0, 8.9, 0.25, 0.0, 0.0)
        .travel(9.0, 10.0, 0.1, (0.0, 0.0), (70.0, 0.0))
        .still(10.1, 14.9, 0.25, 70.0, 0.0)
        .travel(15.0, 16.0, 0.1, (70.0, 0.0), (140.0, 0.0))
        .still(16.1, 24.0, 0.25, 140.0, 0.0);
    for (outlet, from) in [(1_i32, 4.6), (2, 10.6), (3, 16.6)] {
        let id = u128::from(outlet.unsigned_abs());
        let check_in = MarkKind::CheckIn {
            outlet: Some(OutletId(outlet)),
            visit_type: VisitType::Sales,
            fix: None,
        };
        day = day.mark(from, id, check_in).check_out(from + 4.0, id);
    }
    let at = |outlet| visit_at(&day, outlet).verdict;
    assert_eq!(at(2).overall, Overall::Invalid);
    for outlet in 1..=3 {
        let flags = at(outlet).integrity_flags;
        assert!(
            !flags.contains(&IntegrityFlag::SameSpot),
            "{outlet}: {flags:?}"
        );
    }
}

#[test]
fn one_spot_is_told_though_the_first_check_in_was_made_on_the_way_in() {
    let mut day = Day::with_outlet()
        .outlet(2, 50.0, 0.0, Some(60))
        .outlet(3, 100.0, 0.0, Some(60))
        .travel(4.0, 5.0, 0.1, (0.0, 60.0), (50.0, 0.0))
        .still(5.1, 20.0, 0.25, 50.0, 0.0);
    for outlet in 1_i32..=3 {
        let id = u128::from(outlet.unsigned_abs());
        let from = f64::from(outlet) * 4.0 + 0.6;
        let check_in = MarkKind::CheckIn {
            outlet: Some(OutletId(outlet)),
            visit_type: VisitType::Sales,
            fix: None,
        };
        day = day.mark(from, id, check_in).check_out(from + 3.5, id);
    }
    for outlet in 1_i32..=3 {
        let v = visit_at(&day, outlet);
        let f = finding(&v, IntegrityFlag::SameSpot);
        let (pins, least) = compared(f, Figure::PinsMetres);
        let (seen, most) = compared(f, Figure::SeenMetres);
        assert!((99..=100).contains(&pins) && least == 60, "{f:?}");
        assert!(seen <= 5 && (29..=30).contains(&most), "{f:?}");
        assert_eq!(f.check_ins.len(), 3);
    }
}
