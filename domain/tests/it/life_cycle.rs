//! The life of stops and visits: every state has its way in, and a rep is in one place at a time.

use std::{collections::HashSet, mem::discriminant};

use chrono::Days;
use fieldbeat_domain::{
    id::{DeviceId, OutletId},
    input::Input,
    judge::{DayBook, judge_day},
    mark::{Mark, MarkKind, VisitType},
    plan::StopState,
    time::At,
    tracker::Tracker,
    verdict::{DwellVerdict, Overall},
    visit::VisitState,
    world::World,
};
use proptest::prelude::*;

use crate::support::{Day, at, date, uuid};

fn cancel(reason: &str, to: Option<chrono::NaiveDate>) -> MarkKind {
    MarkKind::VisitCancel {
        outlet: Some(OutletId(1)),
        reason: Some(reason.into()),
        to,
    }
}

fn stop_of(day: &Day, minute: f64) -> StopState {
    day.judged(minute).stops[0].state.clone()
}

#[test]
fn a_stop_is_planned_in_progress_completed() {
    let day = Day::with_outlet();
    assert_eq!(stop_of(&day, 10.0), StopState::Planned);
    let day = day.still(0.0, 5.0, 0.5, 0.0, 0.0).check_in(1.0, 1, 1);
    assert_eq!(stop_of(&day, 5.0), StopState::InProgress);
    let day = day.still(5.5, 20.0, 0.5, 0.0, 0.0).check_out(15.0, 1);
    assert_eq!(stop_of(&day, 20.0), StopState::Completed);
    assert_eq!(stop_of(&day, 1440.0), StopState::Completed);
}

#[test]
fn a_stop_is_cancelled_or_rescheduled_with_what_the_rep_says() {
    let reason = Some("shop_closed".to_owned());
    let cancelled = Day::with_outlet().mark(10.0, 5, cancel("shop_closed", None));
    let expected = StopState::Cancelled {
        reason: reason.clone(),
    };
    assert_eq!(stop_of(&cancelled, 20.0), expected);
    assert_eq!(stop_of(&cancelled, 1440.0), expected, "not missed");

    let to = date() + Days::new(2);
    let moved = Day::with_outlet().mark(10.0, 5, cancel("shop_closed", Some(to)));
    let expected = StopState::Rescheduled {
        reason: reason.clone(),
        to,
    };
    assert_eq!(stop_of(&moved, 1440.0), expected);
    let nowhere = Day::with_outlet().mark(10.0, 5, cancel("shop_closed", Some(date())));
    assert_eq!(
        stop_of(&nowhere, 1440.0),
        StopState::Cancelled { reason },
        "a date that is not to come moves nothing"
    );
}

#[test]
fn a_visit_outranks_what_was_said_of_its_stop_before() {
    let day = Day::with_outlet()
        .mark(1.0, 5, cancel("late", Some(date() + Days::new(1))))
        .still(10.0, 30.0, 0.5, 0.0, 0.0)
        .check_in(11.0, 1, 1)
        .check_out(25.0, 1);
    assert_eq!(stop_of(&day, 1440.0), StopState::Completed);
}

#[test]
fn the_newest_word_on_a_stop_counts() {
    let day = Day::with_outlet()
        .mark(10.0, 5, cancel("late", Some(date() + Days::new(1))))
        .mark(20.0, 6, cancel("weather", None));
    let reason = Some("weather".to_owned());
    assert_eq!(stop_of(&day, 30.0), StopState::Cancelled { reason });
}

#[test]
fn a_cancelled_visit_is_no_call_and_leaves_its_stop_cancelled() {
    let day = Day::with_outlet()
        .still(0.0, 20.0, 0.5, 0.0, 0.0)
        .check_in(1.0, 1, 1)
        .mark(4.0, 1, cancel("owner_absent", None));
    let report = day.judged(1440.0);
    assert_eq!(report.visits[0].state, VisitState::Cancelled);
    assert!(matches!(report.stops[0].state, StopState::Cancelled { .. }));
    assert_eq!(report.first_call_at, None);
}

#[test]
fn a_visit_that_nobody_ends_is_closed_by_the_cap() {
    let v = Day::with_outlet()
        .rules(|r| {
            r.visit_cap_h = 1;
            r.working_hours_min = (0, 1440);
        })
        .still(0.0, 90.0, 1.0, 0.0, 0.0)
        .check_in(1.0, 1, 1)
        .visit();
    assert_eq!(v.verdict.dwell, DwellVerdict::AutoClosed);
    assert_eq!(v.verdict.overall, Overall::Review, "nobody saw it end");
}

#[test]
fn a_check_out_after_the_next_check_in_overlaps() {
    let report = Day::with_outlet()
        .outlet(2, 30.0, 0.0, Some(60))
        .still(0.0, 20.0, 0.5, 0.0, 0.0)
        .check_in(1.0, 1, 1)
        .check_in(2.5, 2, 2)
        .check_out(2.8, 1)
        .check_out(15.0, 2)
        .judged(600.0);
    let first = report.visits.iter().find(|v| v.id.0 == uuid(1)).unwrap();
    assert_eq!(first.verdict.dwell, DwellVerdict::Overlap);
    assert_eq!(first.state, VisitState::Closed);
}

/// Any marks of two phones about three outlets and eight visits, at any minute.
fn marks() -> impl Strategy<Value = Vec<Mark>> {
    let kind = (0_u8..8, 1_i32..4).prop_map(|(kind, outlet)| {
        let outlet = Some(OutletId(outlet));
        match kind {
            0..=2 => MarkKind::CheckIn {
                outlet,
                visit_type: VisitType::Sales,
                fix: None,
            },
            3 => MarkKind::CheckOut {
                reason: None,
                fix: None,
            },
            4 => MarkKind::VisitCancel {
                outlet,
                reason: None,
                to: None,
            },
            5 => MarkKind::StopMissed {
                outlet,
                reason: None,
            },
            6 => MarkKind::SessionStart,
            _ => MarkKind::SessionEnd,
        }
    });
    let mark =
        (1_i32..3, 1_u128..9, 0_u16..600, kind).prop_map(|(device, id, minute, kind)| Mark {
            device: DeviceId(device),
            id: uuid(id),
            at: at(f64::from(minute)),
            clock_offset_ms: 0,
            kind,
        });
    // The identity of a mark is (kind, id): the server stores one of each.
    prop::collection::vec(mark, 1..30).prop_map(|mut marks| {
        let mut seen = HashSet::new();
        marks.retain(|m| seen.insert((discriminant(&m.kind), m.id)));
        marks
    })
}

fn lived(marks: Vec<Mark>) -> Day {
    let mut day = Day::with_outlet()
        .outlet(2, 80.0, 0.0, Some(60))
        .outlet(3, 900.0, 0.0, Some(60))
        .planned(2)
        .planned(3)
        .still(0.0, 200.0, 5.0, 0.0, 0.0)
        .travel(205.0, 260.0, 5.0, (0.0, 0.0), (900.0, 0.0))
        .still(265.0, 600.0, 5.0, 900.0, 0.0);
    day.inputs.extend(marks.into_iter().map(Input::Mark));
    day
}

proptest! {
    #[test]
    fn at_most_one_visit_is_open_at_any_time(marks in marks()) {
        let mut day = lived(marks);
        day.inputs.sort_by(Input::fold_order);
        let (index, context) = (day.index(), day.context());
        let world = World { rules: &day.rules, day: &context, outlets: &index };
        let mut tracker = Tracker::new(&world);
        let mut book = DayBook::default();
        for input in &day.inputs {
            book.enter(tracker.apply(input, &world));
            let report = book.report(&tracker, &world, input.judged_at());
            let open = report.visits.iter().filter(|v| v.state == VisitState::Open).count();
            prop_assert!(open <= 1, "{:#?}", report.visits);
        }
        book.enter(tracker.expire(at(1440.0), &world));
        let report = book.report(&tracker, &world, at(1440.0));
        prop_assert!(report.visits.iter().all(|v| v.state != VisitState::Open), "none outlives its day");
    }

    #[test]
    fn every_stop_is_in_one_state_whatever_the_order_of_arrival(marks in marks(), seed: u64) {
        let day = lived(marks);
        let (index, context) = (day.index(), day.context());
        let world = World { rules: &day.rules, day: &context, outlets: &index };
        let mut shuffled = day.inputs.clone();
        let n = shuffled.len();
        for i in 0..n {
            shuffled.swap(i, usize::try_from(seed.wrapping_mul(i as u64 + 7) >> 33).unwrap() % n);
        }
        for as_of in [at(300.0), at(1440.0)] {
            let until = |inputs: &[Input]| -> Vec<Input> {
                inputs.iter().filter(|i| i.judged_at() <= as_of).cloned().collect()
            };
            let report = judge_day(&until(&day.inputs), world, as_of);
            prop_assert_eq!(&judge_day(&until(&shuffled), world, as_of), &report);
            let over = as_of >= At(world.day.bounds.end.0);
            for stop in &report.stops {
                let settled = !matches!(stop.state, StopState::Planned | StopState::InProgress);
                prop_assert!(settled || !over, "{:?}", stop);
            }
        }
    }
}
