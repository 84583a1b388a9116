//! Sessions, breaks, and where the time went (rules.md §3 and §6).

use fieldbeat_domain::{mark::MarkKind, plan::StopState, verdict::DwellVerdict};

use crate::support::{Day, at, minute};

#[test]
fn fixes_outside_a_session_are_nothing() {
    let day = Day::with_outlet()
        .session_end(5.0)
        .still(10.0, 30.0, 1.0, 0.0, 0.0);
    let report = day.judged(600.0);
    assert_eq!((report.visits.len(), report.fixes), (0, 0));
}

#[test]
fn a_session_end_closes_the_open_visit() {
    let v = Day::with_outlet()
        .still(0.0, 20.0, 1.0, 0.0, 0.0)
        .check_in(1.0, 1, 1)
        .session_end(20.5)
        .visit();
    assert_eq!(v.verdict.dwell, DwellVerdict::AutoClosed);
    assert!((minute(v.departed_at) - 20.0).abs() < 1e-9);
}

#[test]
fn a_check_in_starts_a_session_and_ends_a_break() {
    let mut day = Day::with_outlet();
    day.inputs.clear();
    let report = day.clone().check_in(0.0, 1, 1).judged(10.0);
    assert!(report.sessions[0].auto_started);
    let report = Day::with_outlet()
        .mark(0.0, 5, MarkKind::BreakStart)
        .check_in(10.0, 1, 1)
        .judged(20.0);
    assert_eq!(report.breaks[0].ended_at, Some(at(10.0)));
    assert_eq!(report.time.break_ms, 600_000);
}

#[test]
fn a_forgotten_session_ends_at_eight_or_two_hours_after_the_last_movement() {
    let quiet = Day::with_outlet().judged(1440.0);
    assert!((minute(quiet.sessions[0].ended_at) - 660.0).abs() < 1e-9);
    assert!(quiet.sessions[0].auto_ended);
    let late = Day::with_outlet()
        .travel(600.0, 640.0, 0.5, (1000.0, 0.0), (9000.0, 0.0))
        .judged(1440.0);
    assert!(minute(late.sessions[0].ended_at) > 755.0);
}

#[test]
fn the_time_parts_add_up_and_a_silent_hour_is_unobserved() {
    let report = Day::with_outlet()
        .travel(-30.0, 0.0, 0.5, (4000.0, 0.0), (90.0, 0.0))
        .still(0.0, 20.0, 1.0, 0.0, 0.0)
        .check_in(1.0, 1, 1)
        .check_out(19.0, 1)
        .still(30.0, 50.0, 1.0, 800.0, 0.0)
        .travel(120.0, 130.0, 0.5, (900.0, 0.0), (3000.0, 0.0))
        .session_end(130.0)
        .judged(1440.0);
    let t = report.time;
    assert_eq!(t.time_in_market_ms, 160 * 60_000);
    assert_eq!(
        t.in_store_ms + t.travel_ms + t.idle_ms + t.break_ms + t.unobserved_ms,
        t.time_in_market_ms
    );
    assert_eq!(t.in_store_ms, 18 * 60_000);
    assert_eq!(t.unobserved_ms, 70 * 60_000);
    assert!(t.idle_ms >= 20 * 60_000, "{t:?}");
    assert_eq!(report.holes.len(), 1);
    assert!(
        report.distance_mm > 5_500_000 && report.distance_mm < 7_000_000,
        "{}",
        report.distance_mm
    );
}

#[test]
fn a_stop_lives_from_planned_to_missed() {
    let day = Day::with_outlet();
    assert_eq!(day.judged(100.0).stops[0].state, StopState::Planned);
    assert_eq!(
        day.judged(1440.0).stops[0].state,
        StopState::Missed { reason: None }
    );
    let said = day.clone().mark(
        10.0,
        77,
        MarkKind::StopMissed {
            outlet: Some(fieldbeat_domain::id::OutletId(1)),
            reason: Some("road closed".into()),
        },
    );
    assert_eq!(
        said.judged(100.0).stops[0].state,
        StopState::Missed {
            reason: Some("road closed".into())
        }
    );
    let open = day.still(0.0, 5.0, 1.0, 0.0, 0.0).check_in(1.0, 1, 1);
    assert_eq!(open.judged(5.0).stops[0].state, StopState::InProgress);
}
