//! The promises of the fold: live equals judged, order and repetition do not matter, checkpoints
//! continue where they stopped, the parts of the time add up.

use fieldbeat_domain::{
    id::OutletId,
    judge::{DayBook, judge_day},
    mark::{MarkKind, VisitType},
    tracker::Tracker,
    world::World,
};
use proptest::prelude::*;

use crate::support::{Day, at};

#[derive(Clone, Debug)]
pub enum Step {
    Go(f64, f64),
    Rest(u8),
    Silence(u8),
    Mark(u8, u8),
}

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (-300.0..300.0, -300.0..300.0).prop_map(|(e, n)| Step::Go(e, n)),
        (1_u8..20).prop_map(Step::Rest),
        (1_u8..50).prop_map(Step::Silence),
        (0_u8..8, 1_u8..4).prop_map(|(k, o)| Step::Mark(k, o)),
    ];
    prop::collection::vec(step, 1..40)
}

pub fn day_of(steps: &[Step], seed: u64, can_declare: bool) -> Day {
    let mut day = Day::default()
        .outlet(1, 0.0, 0.0, Some(60))
        .outlet(2, 40.0, 30.0, Some(60))
        .outlet(3, 250.0, 0.0, None)
        .planned(1)
        .planned(3);
    day.can_declare = can_declare;
    if can_declare {
        day = day.session(-60.0);
    }
    let (mut minute, mut here, mut noise, mut id) = (-55.0, (100.0, 0.0), seed, 10);
    let mut jitter = || {
        noise = noise
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        f64::from(u32::try_from(noise >> 40).unwrap()) / f64::from(1 << 24) - 0.5
    };
    let mut visit = 0;
    for step in steps {
        match step {
            Step::Go(e, n) => {
                for i in 1..=4 {
                    let t = f64::from(i) / 4.0;
                    let (x, y) = (here.0 + (e - here.0) * t, here.1 + (n - here.1) * t);
                    day = day.fix(minute, x + 10.0 * jitter(), y + 10.0 * jitter(), 10);
                    minute += 0.25;
                }
                here = (*e, *n);
            }
            Step::Rest(minutes) => {
                for _ in 0..*minutes {
                    #[expect(clippy::cast_possible_truncation)]
                    let accuracy = (60.0 * (jitter() + 0.4)) as i32;
                    day = day.fix(
                        minute,
                        here.0 + 60.0 * jitter(),
                        here.1 + 60.0 * jitter(),
                        accuracy,
                    );
                    minute += 1.0;
                }
            }
            Step::Silence(minutes) => minute += f64::from(*minutes),
            Step::Mark(kind, outlet) => {
                id += 1;
                let outlet = Some(OutletId(i32::from(*outlet)));
                let (id, kind) = match kind {
                    0 | 1 => {
                        visit = id;
                        (
                            id,
                            MarkKind::CheckIn {
                                outlet,
                                visit_type: VisitType::Sales,
                                fix: None,
                            },
                        )
                    }
                    2 | 3 => (
                        visit,
                        MarkKind::CheckOut {
                            reason: None,
                            fix: None,
                        },
                    ),
                    4 => (
                        visit,
                        MarkKind::VisitCancel {
                            outlet,
                            reason: None,
                            to: None,
                        },
                    ),
                    5 => (5, MarkKind::BreakStart),
                    6 => (5, MarkKind::BreakEnd),
                    _ => (id, MarkKind::SessionStart),
                };
                if can_declare {
                    day = day.mark(minute, id, kind);
                }
                minute += 0.05;
            }
        }
    }
    day
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn live_equals_judged(steps in steps(), seed: u64, can_declare: bool, pause in 1..5_usize) {
        let day = day_of(&steps, seed, can_declare);
        let (index, context) = (day.index(), day.context());
        let world = World { rules: &day.rules, day: &context, outlets: &index };
        let mut inputs = day.inputs.clone();
        inputs.sort_by(fieldbeat_domain::input::Input::fold_order);
        let mut live = Tracker::new(&world);
        let mut book = DayBook::default();
        for (i, input) in inputs.iter().enumerate() {
            // Time is looked at between inputs, and the tracker is put away and taken out again.
            let outcome = live.apply(input, &world);
            prop_assert!(!outcome.late || i > 0 && inputs[i - 1].key() == input.key());
            book.enter(outcome);
            if i % pause == 0 {
                let next = inputs.get(i + 1).map_or(at(1440.0), fieldbeat_domain::input::Input::judged_at);
                let now = input.judged_at().plus_ms(next.since_ms(input.judged_at()) / 2);
                book.enter(live.expire(now, &world));
                prop_assert!(live.next_deadline().is_none_or(|d| d > now));
                live = serde_json::from_str(&serde_json::to_string(&live).unwrap()).unwrap();
                let judged = judge_day(&inputs[..=i], world, now);
                prop_assert_eq!(book.report(&live, &world, now), judged);
            }
        }
    }

    #[test]
    fn order_and_repetition_change_nothing(steps in steps(), seed: u64, can_declare: bool) {
        let day = day_of(&steps, seed, can_declare);
        let straight = day.judged(1440.0);
        let mut shuffled = day.clone();
        let n = shuffled.inputs.len();
        for i in 0..n {
            shuffled.inputs.swap(i, usize::try_from(seed.wrapping_mul(i as u64 + 7) >> 33).unwrap() % n);
        }
        shuffled.inputs.extend(day.inputs.iter().step_by(3).cloned());
        prop_assert_eq!(&shuffled.judged(1440.0), &straight);
        let t = &straight.time;
        prop_assert_eq!(t.in_store_ms + t.travel_ms + t.idle_ms + t.break_ms + t.unobserved_ms, t.time_in_market_ms);
    }

    #[test]
    fn a_detected_visit_keeps_its_identity(steps in steps(), seed: u64) {
        let day = day_of(&steps, seed, false);
        let whole = day.judged(1440.0);
        for cut in (0..day.inputs.len()).step_by(5) {
            let mut part = day.clone();
            part.inputs.truncate(cut);
            let last = part.inputs.last().map_or(at(-60.0), fieldbeat_domain::input::Input::judged_at);
            let (index, context) = (part.index(), part.context());
            let world = World { rules: &part.rules, day: &context, outlets: &index };
            for v in judge_day(&part.inputs, world, last).visits {
                prop_assert!(whole.visits.iter().any(|w| w.id == v.id), "{:?}", v);
            }
        }
    }
}
