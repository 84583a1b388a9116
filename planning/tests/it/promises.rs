//! What every plan promises, over random scenarios.

use std::collections::BTreeSet;

use fieldbeat_domain::position::LatLng;
use fieldbeat_planning::{
    district::{Budget, Neighbours, Weights},
    scenario::{Outlet, Plan, Scenario, Worker, as_today, plan},
    sequence::{Day, Pause, Stop, check::check},
    spread::patterns,
    travel::GreatCircle,
};
use proptest::{collection::vec, option, prelude::*};

const HOUR: u32 = 3_600;

type Place = (i32, i32);

fn outlet(reps: usize) -> impl Strategy<Value = (Place, Outlet)> {
    let visits = prop::sample::select(vec![0_u32, 1, 2, 3, 4, 8, 12, 24]);
    let window = option::weighted(0.2, (7 * HOUR..16 * HOUR, HOUR..4 * HOUR));
    let today = option::weighted(0.8, 0..reps);
    let rest = (
        any::<bool>(),
        0..5_u64,
        prop::sample::select(vec![0_u64, 0, 0, 1]),
    );
    let place = (0..200_000, 0..200_000);
    (place, visits, 300..2_400_u32, window, today, rest).prop_map(
        |(place, visits, service_s, window, rep, (locked, value, skills))| {
            let outlet = Outlet {
                place: 0,
                service_s,
                visits,
                window_s: window.map(|(from, long)| (from, from + long)),
                rep,
                locked: locked && rep.is_some(),
                value,
                skills,
            };
            (place, outlet)
        },
    )
}

fn worker() -> impl Strategy<Value = Worker> {
    let pause = option::of(11..13_u32);
    (
        pause,
        1..=6_usize,
        option::weighted(0.2, 5..30_usize),
        0..2_u64,
    )
        .prop_map(|(pause, days_a_week, calls_max, skills)| Worker {
            home: 0,
            from_s: 8 * HOUR,
            to_s: 17 * HOUR,
            pause: pause.map(|hour| Pause {
                seconds: HOUR,
                window_s: (hour * HOUR, (hour + 1) * HOUR),
            }),
            calls_max,
            days_a_week,
            skills,
        })
}

/// Homes are the first places, at some of the outlets'.
fn any_scenario() -> impl Strategy<Value = (GreatCircle, Neighbours, Scenario)> {
    let reps = vec(worker(), 1..5);
    let reps = reps.prop_flat_map(|workers| {
        let outlets = vec(outlet(workers.len()), 1..50);
        (Just(workers), outlets)
    });
    let budget = (option::of(0..400_u32), option::of(0..400_u32));
    let weights = (0..100_u32, 0..100_u32, 0..100_u32);
    (reps, budget, weights, any::<u64>()).prop_map(
        |((mut workers, given), budget, weights, seed)| {
            let position = |(lat, lng): Place| LatLng {
                lat_e7: 210_000_000 + lat,
                lng_e7: 1_058_000_000 + lng,
            };
            let at: Vec<LatLng> = given.iter().map(|(place, _)| position(*place)).collect();
            for (rep, worker) in workers.iter_mut().enumerate() {
                worker.home = rep * 7 % at.len();
            }
            let outlets = (0..)
                .zip(given)
                .map(|(place, (_, outlet))| Outlet { place, ..outlet });
            let scenario = Scenario {
                outlets: outlets.collect(),
                workers,
                budget: Budget {
                    outlets_permille: budget.0,
                    value_permille: budget.1,
                },
                weights: Weights {
                    hours: weights.0,
                    metres: weights.1,
                    moved: weights.2,
                },
                seed,
                rounds: 6,
            };
            (
                GreatCircle::motorbike(at.clone()),
                Neighbours::on_the_map(&at),
                scenario,
            )
        },
    )
}

/// Every visit is planned or named, on the days of one of its patterns, and every day can be driven.
fn keeps_visits(travel: &GreatCircle, scenario: &Scenario, found: &Plan) {
    let mut on: Vec<Vec<usize>> = vec![Vec::new(); scenario.outlets.len()];
    let mut planned = vec![0; scenario.outlets.len()];
    for day in &found.days {
        let worker = &scenario.workers[day.rep];
        for outlet in &day.outlets {
            assert_eq!(found.rep_of[*outlet], Some(day.rep));
            on[*outlet].push(day.week * worker.days_a_week + day.day);
        }
        for call in &day.sequence.calls {
            planned[day.outlets[call.stop]] += 1;
        }
        let stops: Vec<Stop> = day
            .outlets
            .iter()
            .map(|outlet| Stop {
                place: scenario.outlets[*outlet].place,
                service_s: scenario.outlets[*outlet].service_s,
                window_s: scenario.outlets[*outlet].window_s,
            })
            .collect();
        let frame = Day {
            start: worker.home,
            end: Some(worker.home),
            from_s: worker.from_s,
            to_s: worker.to_s,
            pause: worker.pause,
            calls_max: worker.calls_max,
        };
        assert_eq!(check(travel, &frame, &stops, &day.sequence), Ok(()));
    }
    for (outlet, given) in scenario.outlets.iter().enumerate() {
        let missing = found.unserved.iter().filter(|u| u.outlet == outlet);
        let missing: usize = missing.map(|unserved| unserved.missing).sum();
        let days = match found.rep_of[outlet] {
            Some(rep) => scenario.workers[rep].days_a_week,
            None => scenario
                .workers
                .iter()
                .map(|w| w.days_a_week)
                .max()
                .unwrap(),
        };
        let options = patterns(given.visits, days);
        let wanted = options.first().map_or(0, Vec::len);
        assert_eq!(planned[outlet] + missing, wanted, "outlet {outlet}");
        if !on[outlet].is_empty() {
            on[outlet].sort_unstable();
            assert!(
                options.contains(&on[outlet]),
                "outlet {outlet} on {:?}",
                on[outlet]
            );
        }
    }
}

/// What is not named as apart is in one piece.
fn keeps_pieces(near: &Neighbours, scenario: &Scenario, found: &Plan) {
    for rep in 0..scenario.workers.len() {
        let inside =
            |outlet: &usize| found.rep_of[*outlet] == Some(rep) && !found.apart.contains(outlet);
        let mut open: BTreeSet<usize> = (0..found.rep_of.len()).filter(inside).collect();
        let mut reached: Vec<usize> = open.pop_first().into_iter().collect();
        while let Some(outlet) = reached.pop() {
            reached.extend(near.next(outlet).filter(|next| open.remove(next)));
        }
        assert!(open.is_empty(), "rep {rep}: {open:?}");
    }
}

fn keeps_hands(scenario: &Scenario, found: &Plan) {
    let held = scenario
        .outlets
        .iter()
        .filter(|outlet| outlet.rep.is_some());
    let value: u64 = held.clone().map(|outlet| outlet.value).sum();
    let moved: Vec<&Outlet> = found
        .moved
        .iter()
        .filter(|moved| moved.from.is_some())
        .map(|moved| &scenario.outlets[moved.outlet])
        .collect();
    if let Some(permille) = scenario.budget.outlets_permille {
        assert!(moved.len() * 1_000 <= held.count() * usize::try_from(permille).unwrap());
    }
    if let Some(permille) = scenario.budget.value_permille {
        let went: u64 = moved.iter().map(|outlet| outlet.value).sum();
        assert!(went * 1_000 <= value * u64::from(permille));
    }
    for (outlet, given) in scenario.outlets.iter().enumerate() {
        let now = found.rep_of[outlet];
        let changed = now != given.rep;
        assert!(!(given.locked && changed), "outlet {outlet} is locked");
        let why = found.moved.iter().find(|moved| moved.outlet == outlet);
        assert_eq!(why.is_some(), changed && now.is_some(), "outlet {outlet}");
        if let Some(rep) = now.filter(|_| changed) {
            assert_eq!(
                given.skills & !scenario.workers[rep].skills,
                0,
                "outlet {outlet}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn every_plan_keeps_its_promises((travel, near, scenario) in any_scenario()) {
        let found = plan(&travel, &near, &scenario, &mut ()).unwrap();
        keeps_visits(&travel, &scenario, &found);
        keeps_pieces(&near, &scenario, &found);
        keeps_hands(&scenario, &found);
        let again = plan(&travel, &near, &scenario, &mut ()).unwrap();
        prop_assert_eq!(found.hash(), again.hash());
        prop_assert_eq!(found, again);
    }

    #[test]
    fn so_does_what_is_left_as_today((travel, near, scenario) in any_scenario()) {
        let found = as_today(&travel, &near, &scenario, &mut ()).unwrap();
        keeps_visits(&travel, &scenario, &found);
        keeps_pieces(&near, &scenario, &found);
        keeps_hands(&scenario, &found);
    }
}
