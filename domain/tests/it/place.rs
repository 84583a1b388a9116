//! Place, presence and dwell of declared visits (rules.md §3).

use fieldbeat_domain::{
    fix::FixFlags,
    record::RecordKind,
    verdict::{
        DwellVerdict, IntegrityFlag, IntegrityVerdict, OutcomeVerdict, Overall, PlaceVerdict,
        PlanVerdict,
    },
    visit::VisitSource,
};

use crate::support::{Day, minute, place, raw_fix};

/// Arrives at 0:00, checks in at 0:01 and out at 0:10 among fixes at `east` metres.
fn call_at(east: f64, accuracy_m: i32) -> Day {
    let mut day = Day::with_outlet();
    for i in 0..=20 {
        day = day.fix(f64::from(i) * 0.5, east, f64::from(i % 2), accuracy_m);
    }
    day.check_in(1.0, 1, 1).check_out(9.0, 1)
}

#[test]
fn a_plain_call_is_valid_in_every_dimension() {
    let visit = Day::with_outlet()
        .travel(-5.0, -0.5, 0.5, (900.0, 0.0), (90.0, 0.0))
        .still(0.0, 10.0, 0.5, 5.0, 0.0)
        .travel(10.5, 15.0, 0.5, (90.0, 0.0), (900.0, 0.0))
        .check_in(1.0, 1, 1)
        .record(5.0, 1, RecordKind::Order, 3)
        .check_out(9.0, 1)
        .visit();
    let v = &visit.verdict;
    assert_eq!(v.overall, Overall::Valid, "{v:#?}");
    assert_eq!(
        (v.plan, v.place, v.dwell),
        (PlanVerdict::OnPlan, PlaceVerdict::Inside, DwellVerdict::Ok)
    );
    assert_eq!(
        (v.place_check_in, v.place_check_out),
        (Some(PlaceVerdict::Inside), Some(PlaceVerdict::Inside))
    );
    assert_eq!(
        (v.integrity, v.outcome),
        (IntegrityVerdict::Clean, OutcomeVerdict::Productive)
    );
    assert!(v.reasons.is_empty());
    assert!(
        (minute(visit.arrived_at) - -0.25).abs() < 1e-9,
        "midpoint of -0.5 and 0.0"
    );
    assert_eq!(visit.dwell_ms, 8 * 60_000);
}

#[test]
fn each_place_word_has_its_distance() {
    for (east, accuracy, word) in [
        (10.0, 10, PlaceVerdict::Inside),
        (55.0, 10, PlaceVerdict::Likely),
        (70.0, 20, PlaceVerdict::Borderline),
        (85.0, 20, PlaceVerdict::Outside),
        (95.0, 80, PlaceVerdict::Outside),
        (88.0, 80, PlaceVerdict::Borderline),
    ] {
        assert_eq!(
            call_at(east, accuracy).visit().verdict.place_check_in,
            Some(word),
            "{east} m ± {accuracy} m"
        );
    }
}

#[test]
fn outside_within_the_block_distance_is_review_and_beyond_it_invalid() {
    assert_eq!(call_at(250.0, 10).visit().verdict.overall, Overall::Review);
    let far = call_at(350.0, 10).visit().verdict;
    assert_eq!(far.overall, Overall::Invalid);
    assert_eq!(far.reasons[0], "place_outside_block");
}

#[test]
fn no_fix_within_a_minute_is_unknown_and_never_outside() {
    let day = Day::with_outlet()
        .still(-30.0, -5.0, 1.0, 400.0, 0.0)
        .check_in(0.0, 1, 1)
        .check_out(5.0, 1);
    let v = day.visit().verdict;
    assert_eq!(
        (v.place_check_in, v.overall),
        (Some(PlaceVerdict::Unknown), Overall::Review)
    );
}

#[test]
fn useless_accuracy_is_unknown() {
    assert_eq!(
        call_at(0.0, 500).visit().verdict.place_check_in,
        Some(PlaceVerdict::Unknown)
    );
}

#[test]
fn missing_accuracy_counts_as_fifty_metres() {
    assert_eq!(call_at(5.0, 0).visit().verdict.place, PlaceVerdict::Inside);
    assert_eq!(call_at(15.0, 0).visit().verdict.place, PlaceVerdict::Likely);
}

#[test]
fn a_missing_pin_is_no_reference_and_valid() {
    let mut day = call_at(0.0, 10);
    day.outlets[0].pin = None;
    let v = day.visit().verdict;
    assert_eq!(
        (v.place, v.overall),
        (PlaceVerdict::NoReference, Overall::Valid)
    );
    assert_eq!(v.reasons, ["pin_pending"]);
}

#[test]
fn three_accurate_fixes_inside_lift_an_unknown_check_in() {
    let day = Day::with_outlet()
        .check_in(0.0, 1, 1)
        .still(3.0, 9.0, 1.0, 0.0, 0.0)
        .check_out(10.0, 1);
    assert_eq!(
        day.visit().verdict.place_check_in,
        Some(PlaceVerdict::Likely)
    );
}

#[test]
fn a_mark_is_judged_by_the_best_fix_within_two_minutes_after_it_too() {
    let day = Day::with_outlet()
        .fix(-0.5, 75.0, 0.0, 30)
        .check_in(0.0, 1, 1)
        .fix(1.9, 5.0, 0.0, 6)
        .check_out(2.0, 1);
    assert_eq!(
        day.visit().verdict.place_check_in,
        Some(PlaceVerdict::Inside)
    );
    let early = day.judged(1.0).visits[0].verdict.place_check_in;
    assert_eq!(
        early,
        Some(PlaceVerdict::Inside),
        "as_of does not hide inputs that are there"
    );
}

#[test]
fn dwell_is_the_declared_time_in_which_the_rep_was_there() {
    let v = Day::with_outlet()
        .still(0.0, 1.5, 0.25, 0.0, 0.0)
        .check_in(0.5, 1, 1)
        .travel(1.75, 4.0, 0.25, (200.0, 0.0), (800.0, 0.0))
        .check_out(9.0, 1)
        .visit();
    assert_eq!(v.verdict.dwell, DwellVerdict::Short);
    assert!(v.dwell_ms > 60_000 && v.dwell_ms < 90_000, "{}", v.dwell_ms);
}

#[test]
fn a_closed_shop_with_an_inside_fix_is_never_short() {
    let day = |reason| {
        Day::with_outlet()
            .still(0.0, 2.0, 0.25, 0.0, 0.0)
            .check_in(0.5, 1, 1)
            .check_out_because(1.5, 1, reason)
            .visit()
    };
    assert_eq!(day("no stock").verdict.dwell, DwellVerdict::Short);
    assert_eq!(day("Shop closed").verdict.dwell, DwellVerdict::Ok);
}

#[test]
fn silence_until_the_check_out_is_not_leaving() {
    let v = Day::with_outlet()
        .still(0.0, 1.0, 0.25, 0.0, 0.0)
        .check_in(0.5, 1, 1)
        .check_out(40.0, 1)
        .visit();
    assert_eq!(v.dwell_ms, 39 * 60_000 + 30_000);
}

#[test]
fn a_visit_left_open_closes_at_the_next_check_in_elsewhere() {
    let report = Day::with_outlet()
        .outlet(2, 600.0, 0.0, Some(60))
        .planned(2)
        .still(0.0, 6.0, 0.5, 0.0, 0.0)
        .check_in(0.5, 1, 1)
        .travel(6.5, 10.0, 0.5, (100.0, 0.0), (590.0, 0.0))
        .still(10.5, 20.0, 0.5, 600.0, 0.0)
        .check_in(11.0, 2, 2)
        .check_out(19.0, 2)
        .judged(600.0);
    let [first, second] = &report.visits[..] else {
        panic!("{:#?}", report.visits)
    };
    assert_eq!(first.verdict.dwell, DwellVerdict::AutoClosed);
    assert_eq!(
        first.verdict.overall,
        Overall::Valid,
        "the track saw the leaving"
    );
    assert!((minute(first.departed_at) - 6.25).abs() < 1e-9);
    assert_eq!(second.verdict.overall, Overall::Valid);
    assert!(second.verdict.sequence_ok);
}

#[test]
fn mock_at_check_in_blocks() {
    let fix = raw_fix(1, 0.0, place(0.0, 0.0), 5, FixFlags::MOCK);
    let v = Day::with_outlet()
        .check_in_with(0.0, 1, 1, fix)
        .check_out(5.0, 1)
        .visit()
        .verdict;
    assert_eq!(
        (v.integrity, v.overall),
        (IntegrityVerdict::Blocked, Overall::Invalid)
    );
}

#[test]
fn a_whole_street_from_one_cafe_is_the_same_spot() {
    let mut day =
        Day::with_outlet()
            .outlet(2, 100.0, 0.0, Some(60))
            .outlet(3, 200.0, 0.0, Some(60));
    day = day.still(0.0, 20.0, 0.5, 60.0, 0.0);
    for (i, outlet) in [1, 2, 3].into_iter().enumerate() {
        let id = i as u128 + 1;
        let from = f64::from(outlet) * 5.0;
        day = day.check_in(from, id, outlet).check_out(from + 4.0, id);
    }
    let report = day.judged(600.0);
    let declared: Vec<_> = report
        .visits
        .iter()
        .filter(|v| v.source == VisitSource::Declared)
        .collect();
    assert_eq!(declared.len(), 3);
    for v in declared {
        assert!(
            v.verdict.integrity_flags.contains(&IntegrityFlag::SameSpot),
            "{v:#?}"
        );
    }
}

#[test]
fn a_second_visit_of_the_day_is_a_repeat() {
    let report = Day::with_outlet()
        .still(0.0, 30.0, 0.5, 0.0, 0.0)
        .check_in(1.0, 1, 1)
        .check_out(6.0, 1)
        .check_in(20.0, 2, 1)
        .check_out(25.0, 2)
        .judged(600.0);
    assert_eq!(report.visits[1].verdict.plan, PlanVerdict::Repeat);
}

#[test]
fn two_check_ins_within_the_cool_down_are_flagged() {
    let report = Day::with_outlet()
        .outlet(2, 30.0, 0.0, Some(60))
        .still(0.0, 9.0, 0.5, 0.0, 0.0)
        .check_in(1.0, 1, 1)
        .check_in(1.5, 2, 2)
        .check_out(6.0, 2)
        .judged(600.0);
    assert!(
        report.visits[1]
            .verdict
            .integrity_flags
            .contains(&IntegrityFlag::Cooldown)
    );
}

#[test]
fn an_order_that_arrives_after_the_check_out_still_makes_the_visit_productive() {
    let day = call_at(0.0, 8).record(60.0, 1, RecordKind::Order, 2);
    assert_eq!(day.visit().verdict.outcome, OutcomeVerdict::Productive);
}
