//! Detected visits, silence, the cap, several outlets in range (rules.md §3).

use fieldbeat_domain::{
    id::OutletId,
    plan::StopState,
    verdict::{DwellVerdict, Overall, PlaceVerdict},
    visit::{Visit, VisitSource, VisitState},
};

use crate::support::{Day, minute};

fn stop_and_go() -> Day {
    Day::tracker_only()
        .travel(-5.0, -0.5, 0.5, (900.0, 0.0), (90.0, 0.0))
        .still(0.0, 10.0, 0.5, 5.0, 0.0)
        .travel(10.5, 15.0, 0.5, (90.0, 0.0), (900.0, 0.0))
}

#[test]
fn a_stay_at_an_outlet_is_a_visit() {
    let v = stop_and_go().visit();
    assert_eq!(
        (v.source, v.state, v.outlet),
        (VisitSource::Detected, VisitState::Closed, Some(OutletId(1)))
    );
    assert!((minute(v.arrived_at) - -0.25).abs() < 1e-9);
    assert!((minute(v.departed_at) - 10.25).abs() < 1e-9);
    assert_eq!(
        (v.verdict.overall, v.verdict.place),
        (Overall::Valid, PlaceVerdict::Inside)
    );
    assert_eq!(
        stop_and_go().judged(600.0).stops[0].state,
        StopState::Completed
    );
}

#[test]
fn walking_past_or_along_is_none() {
    let past = Day::tracker_only().travel(-10.0, 10.0, 0.25, (-800.0, 10.0), (800.0, 10.0));
    assert!(past.judged(600.0).visits.is_empty());
}

#[test]
fn silence_is_not_leaving() {
    let day = Day::tracker_only()
        .travel(-5.0, -0.5, 0.5, (900.0, 0.0), (90.0, 0.0))
        .still(0.0, 4.0, 0.5, 5.0, 0.0)
        .fix(64.0, 6.0, 0.0, 8)
        .travel(70.5, 75.0, 0.5, (90.0, 0.0), (900.0, 0.0));
    let v = day.visit();
    assert!(minute(v.departed_at) > 64.0);
    let mut silent = day.clone();
    silent.inputs.truncate(silent.inputs.len() - 11);
    let quiet = silent.judged(40.0).visits.remove(0);
    assert!(quiet.provisional && quiet.state == VisitState::Closed);
    assert!((minute(quiet.departed_at) - 4.0).abs() < 1e-9);
    assert_eq!(quiet.id, v.id, "the same visit goes on");
}

#[test]
fn a_tracker_s_detected_visit_counts_and_a_phone_s_does_not() {
    let phone = |day: Day| {
        let mut day = day.session(-20.0);
        day.can_declare = true;
        day
    };
    assert_eq!(
        phone(stop_and_go()).judged(100.0).stops[0].state,
        StopState::Planned
    );
}

#[test]
fn a_check_in_absorbs_the_detected_visit() {
    let mut day = stop_and_go()
        .session(-20.0)
        .check_in(6.0, 1, 1)
        .check_out(9.0, 1);
    day.can_declare = true;
    let v = day.visit();
    assert_eq!((v.source, v.absorbed.len()), (VisitSource::Declared, 1));
    assert!((minute(v.arrived_at) - -0.25).abs() < 1e-9);
    assert_eq!(v.dwell_ms, 180_000);
}

#[test]
fn the_cap_closes_for_good_and_nothing_opens_before_leaving() {
    let day = Day::tracker_only()
        .rules(|r| {
            r.visit_cap_h = 1;
            r.working_hours_min = (0, 1440);
        })
        .still(0.0, 300.0, 1.0, 0.0, 0.0);
    let v = day.visit();
    assert_eq!(v.verdict.dwell, DwellVerdict::AutoClosed);
}

#[test]
fn of_two_shops_in_range_the_planned_one_is_taken() {
    let day = Day::default()
        .outlet(1, 0.0, 0.0, Some(60))
        .outlet(2, 19.0, 0.0, Some(60))
        .planned(2)
        .rules(|_| ());
    let mut day = day.still(0.0, 10.0, 0.5, 3.0, 0.0);
    day.can_declare = false;
    let v = day.visit();
    assert_eq!(
        (v.outlet, v.verdict.overall),
        (Some(OutletId(2)), Overall::Valid)
    );
}

#[test]
fn of_two_unplanned_shops_too_near_to_tell_apart_a_person_decides() {
    let mut day = Day::default()
        .outlet(1, 0.0, 0.0, Some(60))
        .outlet(2, 19.0, 0.0, Some(60))
        .still(0.0, 10.0, 0.5, 8.0, 0.0);
    day.can_declare = false;
    let v = day.visit();
    assert_eq!(v.verdict.overall, Overall::Review);
    assert_eq!(v.verdict.reasons, ["outlet_unclear"]);
}

#[test]
fn walking_through_is_none_however_short_the_dwell() {
    let through = Day::tracker_only().rules(|r| r.dwell_min_s = 60).travel(
        -5.0,
        5.0,
        0.1,
        (-300.0, 10.0),
        (300.0, 10.0),
    );
    assert!(through.judged(600.0).visits.is_empty());
}

#[test]
fn one_bad_fix_ends_no_stay() {
    let day = Day::tracker_only()
        .still(0.0, 2.0, 0.25, 5.0, 0.0)
        .fix(2.2, 130.0, 0.0, 10)
        .still(2.4, 4.0, 0.25, 5.0, 0.0);
    assert!((minute(day.visit().arrived_at)).abs() < 1e-9);
}

#[test]
fn a_rest_that_nothing_follows_is_a_short_visit() {
    let day = Day::tracker_only().still(0.0, 0.8, 0.2, 5.0, 0.0);
    assert!(
        day.judged(60.0).visits.is_empty(),
        "not before the session ends"
    );
    let v = day.judged(900.0).visits.remove(0);
    assert_eq!(v.verdict.dwell, DwellVerdict::Short);
    assert!(v.provisional && (minute(v.departed_at) - 0.8).abs() < 1e-9);
}

#[test]
fn a_walk_that_is_cut_off_in_a_fence_is_no_rest() {
    // 1.3 m a second, the last fix right at the door.
    let cut = Day::tracker_only().travel(-6.0, 0.0, 0.25, (-468.0, 0.0), (0.0, 0.0));
    assert!(cut.judged(900.0).visits.is_empty());
}

#[test]
fn a_later_stay_that_is_likelier_at_the_outlet_puts_the_earlier_in_doubt() {
    // A stay between the planned shop 1 and shop 3, then one right at shop 1.
    let mut day = Day::default()
        .outlet(1, 0.0, 0.0, Some(60))
        .outlet(2, 900.0, 0.0, Some(60))
        .outlet(3, 55.0, 0.0, Some(60))
        .planned(1)
        .planned(2)
        .still(0.0, 10.0, 0.5, 24.0, 0.0)
        .travel(10.5, 15.0, 0.5, (60.0, 40.0), (500.0, 500.0));
    day.can_declare = false;
    let alone = day.judged(600.0).visits;
    let of_first = |v: &Visit| (v.outlet, v.verdict.overall);
    assert_eq!(of_first(&alone[0]), (Some(OutletId(1)), Overall::Valid));
    let both = day
        .travel(15.5, 19.5, 0.5, (500.0, 500.0), (60.0, 40.0))
        .still(20.0, 30.0, 0.5, 0.0, 0.0)
        .travel(30.5, 35.0, 0.5, (60.0, 40.0), (500.0, 500.0))
        .judged(600.0)
        .visits;
    assert_eq!(both.len(), 2, "{both:#?}");
    assert_eq!(of_first(&both[0]), (Some(OutletId(1)), Overall::Review));
    assert_eq!(both[0].verdict.reasons, ["outlet_unclear"]);
    assert_eq!(both[1].outlet, Some(OutletId(1)));
    let share = |v: &Visit| {
        v.evidence
            .shares
            .iter()
            .find(|s| s.outlet == v.outlet)
            .unwrap()
            .per_mille
    };
    assert!(share(&both[0]) < share(&alone[0]), "its share went down");
    assert!(share(&both[0]) < share(&both[1]));
}
