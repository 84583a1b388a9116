//! Days in order: every one stands up to the walk of the checker, whatever was asked.

use fieldbeat_domain::position::LatLng;
use fieldbeat_planning::{
    routing::{Call, Problem, Search, Vehicle, solve},
    sequence::{
        Day, LeftWhy, Pause, SequenceError, Stop,
        check::{Broken, check},
        effort, sequence,
    },
    travel::GreatCircle,
};
use proptest::prelude::*;

const HOUR: u32 = 3_600;

fn day() -> Day {
    Day {
        start: 0,
        end: Some(0),
        from_s: 8 * HOUR,
        to_s: 17 * HOUR,
        pause: None,
        calls_max: None,
    }
}

fn stop(place: usize) -> Stop {
    Stop {
        place,
        service_s: 600,
        window_s: None,
    }
}

/// Places on a line, about a kilometre of road apart.
fn line(places: usize) -> GreatCircle {
    let at = (0..places).map(|n| LatLng {
        lat_e7: 210_000_000,
        lng_e7: 1_058_000_000 + i32::try_from(n).unwrap() * 74_000,
    });
    GreatCircle::motorbike(at.collect())
}

#[test]
fn places_on_a_line_are_visited_along_it() {
    let travel = line(8);
    let stops: Vec<Stop> = [3, 7, 1, 5].map(stop).to_vec();
    let open = Day { end: None, ..day() };
    let found = sequence(&travel, &open, &stops, &effort(1)).unwrap();
    let order: Vec<usize> = found.calls.iter().map(|call| call.stop).collect();
    assert_eq!(order, [2, 0, 3, 1]);
    assert_eq!(check(&travel, &open, &stops, &found), Ok(()));
}

#[test]
fn a_window_turns_the_order_round() {
    let travel = line(4);
    let mut stops: Vec<Stop> = [1, 2, 3].map(stop).to_vec();
    stops[0].window_s = Some((14 * HOUR, 15 * HOUR));
    stops[2].window_s = Some((10 * HOUR, 10 * HOUR + 600));
    let found = sequence(&travel, &day(), &stops, &effort(1)).unwrap();
    assert_eq!(found.calls.last().unwrap().stop, 0);
    assert_eq!(found.left, []);
    assert_eq!(check(&travel, &day(), &stops, &found), Ok(()));
}

#[test]
fn the_break_is_taken_in_its_window_and_nothing_else_meanwhile() {
    let travel = line(20);
    let lunch = Day {
        pause: Some(Pause {
            seconds: HOUR,
            window_s: (11 * HOUR, 12 * HOUR),
        }),
        ..day()
    };
    let stops: Vec<Stop> = (1..20).map(stop).collect();
    let found = sequence(&travel, &lunch, &stops, &effort(1)).unwrap();
    assert_eq!(check(&travel, &lunch, &stops, &found), Ok(()));
    let (from, to) = found.pause.unwrap();
    assert!((11 * HOUR..=12 * HOUR).contains(&from) && to == from + HOUR);
    let mut none = found;
    none.pause = None;
    assert_eq!(check(&travel, &lunch, &stops, &none), Err(Broken::Pause));
}

#[test]
fn what_does_not_fit_is_left_with_its_reason_and_the_rest_is_planned() {
    let mut travel = line(12);
    travel.at.push(LatLng {
        lat_e7: 100_000_000,
        lng_e7: 1_058_000_000,
    });
    let mut stops: Vec<Stop> = (1..12).map(stop).collect();
    stops.push(stop(12));
    stops[3].window_s = Some((6 * HOUR, 7 * HOUR));
    let short = Day {
        calls_max: Some(5),
        ..day()
    };
    let found = sequence(&travel, &short, &stops, &effort(1)).unwrap();
    assert_eq!(found.calls.len(), 5);
    assert!(found.left.contains(&(11, LeftWhy::NeverInTime)));
    assert!(found.left.contains(&(3, LeftWhy::NeverInTime)));
    let no_room = found.left.iter().filter(|(_, why)| *why == LeftWhy::NoRoom);
    assert_eq!(no_room.count(), 5);
    assert_eq!(check(&travel, &short, &stops, &found), Ok(()));
}

#[test]
fn nonsense_is_refused_by_name() {
    let travel = line(3);
    let ask = |day: Day, stops: &[Stop]| sequence(&travel, &day, stops, &effort(1));
    assert_eq!(ask(day(), &[]).unwrap().calls, []);
    let backwards = Day {
        to_s: HOUR,
        ..day()
    };
    assert_eq!(ask(backwards, &[stop(1)]), Err(SequenceError::Day));
    assert_eq!(ask(day(), &[stop(9)]), Err(SequenceError::Place));
    assert_eq!(
        ask(day(), &vec![stop(1); 201]),
        Err(SequenceError::TooMany(201))
    );
    let late = Pause {
        seconds: HOUR,
        window_s: (18 * HOUR, 19 * HOUR),
    };
    let no_break = Day {
        pause: Some(late),
        ..day()
    };
    assert_eq!(ask(no_break, &[stop(1)]), Err(SequenceError::Pause));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Any towns, windows and breaks: the walk finds no fault, and the same seed gives the same day.
    #[test]
    fn every_sequence_stands_up_to_the_walk(
        places in proptest::collection::vec((0..400_000_i32, 0..400_000_i32), 2..30),
        windows in proptest::collection::vec(proptest::option::of((8 * HOUR..17 * HOUR, 600..4 * HOUR)), 30),
        pause in proptest::option::of(0..3_u32),
        calls_max in proptest::option::of(1..30_usize),
        open in any::<bool>(),
        seed in any::<u64>(),
    ) {
        let at = places.iter().map(|(lat, lng)| LatLng { lat_e7: 210_000_000 + lat, lng_e7: 1_058_000_000 + lng });
        let travel = GreatCircle::motorbike(at.collect());
        let stops: Vec<Stop> = (1..places.len())
            .map(|place| Stop { place, service_s: 300, window_s: windows[place].map(|(from, long)| (from, from + long)) })
            .collect();
        let day = Day {
            end: (!open).then_some(0),
            pause: pause.map(|n| Pause { seconds: 1_800, window_s: ((11 + n) * HOUR, (12 + n) * HOUR) }),
            calls_max,
            ..day()
        };
        let mut few = effort(seed);
        few.generations = 2;
        let found = sequence(&travel, &day, &stops, &few).unwrap();
        prop_assert_eq!(check(&travel, &day, &stops, &found), Ok(()));
        prop_assert_eq!(found, sequence(&travel, &day, &stops, &few).unwrap());
    }
}

/// A problem by hand, as the library takes it: two pauses in one route, each with a window that holds.
#[test]
fn a_route_with_two_pauses_keeps_both() {
    let places = 14_usize;
    // Scattered over a square of streets.
    let way = |from: usize, to: usize| {
        let apart = |factor: usize| (from * factor % 17).abs_diff(to * factor % 17);
        100.0 * f64::from(u32::try_from(apart(5) + apart(7)).unwrap())
    };
    let matrix: std::sync::Arc<[f64]> = (0..places * places)
        .map(|cell| way(cell / places, cell % places))
        .collect();
    let call = |place, window| Call {
        place,
        demand: 0,
        service: 60.0,
        window,
    };
    let mut calls: Vec<Call> = (1..places)
        .map(|place| call(Some(place), (0.0, 20_000.0)))
        .collect();
    let pauses = [calls.len(), calls.len() + 1];
    calls.push(call(None, (3_000.0, 4_000.0)));
    calls.push(call(None, (6_000.0, 7_000.0)));
    let problem = Problem {
        places,
        costs: matrix.clone(),
        times: matrix,
        calls,
        vehicles: vec![Vehicle {
            start: 0,
            end: 0,
            capacity: 1,
            from: 0.0,
            to: 20_000.0,
        }],
        timed: true,
    };
    for seed in 1..=8 {
        let search = Search {
            seed,
            generations: 3,
            steps: 0,
            heat: (0.3, 0.01),
            kicks: 50,
            routes: 4,
        };
        let found = solve(&problem, &search).unwrap();
        assert_eq!(found.left, Vec::<usize>::new(), "seed {seed}");
        let (mut here, mut now) = (0, 0.0_f64);
        for index in &found.routes[0].calls {
            let call = &problem.calls[*index];
            now = (now + call.place.map_or(0.0, |place| way(here, place))).max(call.window.0);
            assert!(now <= call.window.1, "seed {seed}: {index} begins at {now}");
            now += call.service;
            here = call.place.unwrap_or(here);
        }
        assert!(pauses.iter().all(|p| found.routes[0].calls.contains(p)));
    }
}
