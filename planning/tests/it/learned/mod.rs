//! Learned travel times: exact in small, and better than the map on a day that was not learned from.

mod city;

use std::sync::Arc;

use city::City;
use fieldbeat_domain::position::{LatLng, distance_mm};
use fieldbeat_planning::{
    learned::{Learned, LearnedTravel, Level, Ride},
    roads::{Roads, Snap},
    routing::random::Seeded,
    travel::{GreatCircle, Matrix, Travel},
};
use proptest::prelude::*;

const SEEDS: [u64; 2] = [2_025, 11];
const LEVELS: [Level; 5] = [
    Level::Hour,
    Level::Destination,
    Level::Origin,
    Level::Pair,
    Level::PairHour,
];
const REPS: usize = 12;
const DAYS: usize = 6;
const CALLS: usize = 24;

/// A ride as it was seen, and how long it takes without what is no ride.
struct Simulated {
    day: usize,
    ride: Ride,
    clean_s: f64,
    road_s: u32,
}

impl Simulated {
    fn error(&self, seconds: f64) -> f64 {
        (seconds - self.clean_s).abs() / self.clean_s
    }
}

/// A day's outlets, each time the nearest next: every rep has products of his own and rides the whole city.
fn round(outlets: &[LatLng], random: &Seeded) -> Vec<usize> {
    let mut left: Vec<usize> = (0..outlets.len()).collect();
    let mut due: Vec<usize> = (0..=CALLS)
        .map(|_| left.swap_remove(random.below(left.len())))
        .collect();
    let mut order = vec![due.remove(0)];
    while !due.is_empty() {
        let here = outlets[order[order.len() - 1]];
        let far = |index: &usize| (distance_mm(here, outlets[due[*index]]), *index);
        let next = (0..due.len()).min_by_key(far).unwrap();
        order.push(due.remove(next));
    }
    order
}

/// A week of rides whose truth is known.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "seconds and hours of a day"
)]
fn week(seed: u64, outlets: &[LatLng], base: &Matrix) -> Vec<Simulated> {
    let random = Seeded::new(seed);
    let city = City::new(&random);
    let nodes: Vec<_> = outlets.iter().map(|at| city.snap(*at)).collect();
    let mut rides = Vec::new();
    for day in (0..REPS).flat_map(|_| 0..DAYS) {
        let weather = 0.93 + 0.14 * random.unit();
        let mut now_s = 7.5 * 3_600.0;
        for pair in round(outlets, &random).windows(2) {
            let hour = (now_s / 3_600.0) as u8;
            let (true_s, metres) = city.ride(nodes[pair[0]], nodes[pair[1]], hour);
            let luck = random.unit() + random.unit() + random.unit() - 1.5;
            let lights = metres / 1e3 * 25.0 * random.unit();
            let clean_s = true_s * weather * (1.0 + 0.25 * luck) + lights;
            let seen_s = match random.unit() {
                // A stop on the way.
                chance if chance < 0.08 => clean_s + 180.0 + 2_500.0 * random.unit(),
                // A call that was not where or when it is said to have been.
                chance if chance < 0.10 => clean_s * 0.3,
                chance if chance < 0.12 => clean_s * 3.0,
                _ => clean_s,
            };
            let ride = Ride {
                from: outlets[pair[0]],
                to: outlets[pair[1]],
                hour,
                seconds: seen_s as u32,
            };
            let road_s = base.leg(pair[0], pair[1]).unwrap().seconds;
            // To the shop next door nobody rides. What is too short to be learned from is told all the same.
            if road_s >= 5 {
                rides.push(Simulated {
                    day,
                    ride,
                    clean_s,
                    road_s,
                });
            }
            now_s += seen_s + 900.0;
        }
    }
    rides
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Great circle × 1.3 at this speed.
fn air_s(ride: &Ride, metres_per_hour: u32) -> u32 {
    let travel = GreatCircle {
        metres_per_hour,
        ..GreatCircle::motorbike(vec![ride.from, ride.to])
    };
    travel.leg(0, 1).unwrap().seconds
}

/// The one speed that would have told these rides best.
fn best_speed(rides: &[&Simulated]) -> u32 {
    let off = |speed: u32| {
        median(rides.iter().map(|s| {
            let seen = f64::from(s.ride.seconds);
            (f64::from(air_s(&s.ride, speed)) - seen).abs() / seen
        }))
    };
    let speeds = (50..500).map(|step| step * 100);
    speeds.min_by(|a, b| off(*a).total_cmp(&off(*b))).unwrap()
}

#[test]
fn a_day_that_was_not_learned_from_is_told_better_than_by_any_map() {
    let roads = Roads::read(city::ROADS).unwrap();
    let (outlets, snaps): (Vec<LatLng>, Vec<Snap>) = city::outlets()
        .into_iter()
        .filter_map(|at| Some((at, roads.snap(at, 200)?)))
        .unzip();
    let base = roads.matrix(&snaps).unwrap();
    for seed in SEEDS {
        let rides = week(seed, &outlets, &base);
        let (held, seen): (Vec<&Simulated>, Vec<&Simulated>) =
            rides.iter().partition(|ride| ride.day == DAYS - 1);
        let learn = |base: &dyn Fn(&Simulated) -> u32| {
            let rides: Vec<(Ride, u32)> = seen.iter().map(|s| (s.ride, base(s))).collect();
            Learned::of(&rides)
        };
        let error = |told_s: &dyn Fn(&Simulated) -> u32| {
            median(held.iter().map(|s| s.error(f64::from(told_s(s))))) * 100.0
        };
        let learned = learn(&|s| s.road_s);
        let estimate =
            |s: &Simulated| learned.estimate(s.ride.from, s.ride.to, s.ride.hour, s.road_s);
        let told = error(&|s| estimate(s).seconds);
        let map = error(&|s| s.road_s);
        let air = error(&|s| air_s(&s.ride, 25_000));
        let fitted = best_speed(&seen);
        let best_air = error(&|s| air_s(&s.ride, fitted));
        let by_air = learn(&|s| air_s(&s.ride, 25_000));
        let told_by_air = error(&|s| {
            let base_s = air_s(&s.ride, 25_000);
            let (from, to) = (s.ride.from, s.ride.to);
            by_air.estimate(from, to, s.ride.hour, base_s).seconds
        });
        println!(
            "seed {seed}: {} outlets, {} rides learned from, {} left out, {} held out; median \
             error {told:.1} % (usual speeds of the map {map:.1} %, great circle × 1.3 at 25 km/h \
             {air:.1} %, at the best speed, {:.1} km/h, {best_air:.1} %; learned over the great \
             circle {told_by_air:.1} %)",
            outlets.len(),
            learned.rides,
            learned.left_out,
            held.len(),
            f64::from(fitted) / 1e3,
        );
        for level in LEVELS {
            let at = || held.iter().filter(|s| estimate(s).level == level);
            if at().count() > 0 {
                let error = median(at().map(|s| s.error(f64::from(estimate(s).seconds))));
                println!(
                    "  {level:?}: {} rides, {:.1} %",
                    at().count(),
                    error * 100.0
                );
            }
        }
        assert!(held.len() > 270);
        assert!(told <= 15.0);
        assert!(told < air && told < best_air && told < map);
    }
}

const HERE: LatLng = LatLng {
    lat_e7: 210_300_000,
    lng_e7: 1_058_500_000,
};
const THERE: LatLng = LatLng {
    lat_e7: 210_500_000,
    lng_e7: 1_058_200_000,
};

fn ride(from: LatLng, to: LatLng, hour: u8, seconds: u32) -> (Ride, u32) {
    let ride = Ride {
        from,
        to,
        hour,
        seconds,
    };
    (ride, 600)
}

#[test]
fn without_enough_rides_the_base_time_stands() {
    let two = [ride(HERE, THERE, 8, 1_200); 2];
    for rides in [&[][..], &two[..]] {
        let estimate = Learned::of(rides).estimate(HERE, THERE, 8, 600);
        assert_eq!(
            (estimate.seconds, estimate.rides, estimate.level),
            (600, 0, Level::None)
        );
    }
}

#[test]
fn more_rides_are_believed_more_and_what_was_not_ridden_has_its_hour() {
    let seconds = |rides: usize| {
        let rides = vec![ride(HERE, THERE, 8, 900); rides];
        Learned::of(&rides).estimate(HERE, THERE, 8, 600).seconds
    };
    let grown: Vec<u32> = [2, 3, 10, 100].into_iter().map(seconds).collect();
    assert!(grown.is_sorted(), "{grown:?}");
    assert!(grown[0] == 600 && grown[3] > 890, "{grown:?}");
    let mut rides = vec![ride(HERE, THERE, 8, 900); 100];
    rides.extend(vec![ride(HERE, THERE, 13, 600); 100]);
    let learned = Learned::of(&rides);
    let elsewhere = learned.estimate(THERE, HERE, 8, 600);
    assert_eq!((elsewhere.level, elsewhere.rides), (Level::Hour, 100));
    let at_noon = learned.estimate(THERE, HERE, 13, 600);
    assert!(at_noon.seconds < 620 && elsewhere.seconds > 780);
    assert_eq!(learned.estimate(HERE, THERE, 8, 600).level, Level::PairHour);
}

#[test]
fn stops_and_errors_spoil_nothing() {
    let honest: Vec<_> = (0..20).map(|n| ride(HERE, THERE, 8, 880 + n * 2)).collect();
    let mut spoilt = honest.clone();
    for seconds in [2_700, 4_000, 30_000, 12, 2_500, 3_300] {
        spoilt.push(ride(HERE, THERE, 8, seconds));
    }
    let (honest, spoilt) = (Learned::of(&honest), Learned::of(&spoilt));
    assert_eq!((spoilt.rides, spoilt.left_out), (20, 6));
    assert_eq!(
        honest.estimate(HERE, THERE, 8, 600),
        spoilt.estimate(HERE, THERE, 8, 600)
    );
}

#[test]
fn learned_times_replace_seconds_and_never_metres() {
    let at = vec![HERE, THERE];
    let base = GreatCircle::motorbike(at.clone());
    let thought = base.leg(0, 1).unwrap();
    let seen = ride(HERE, THERE, 8, thought.seconds * 3 / 2).0;
    let learned = Learned::of(&[(seen, thought.seconds); 30]);
    let travel = LearnedTravel {
        base,
        at: at.into(),
        learned: Arc::new(learned),
        hour: 8,
    };
    let leg = travel.leg(0, 1).unwrap();
    assert_eq!(leg.metres, thought.metres);
    assert_eq!(leg.seconds, travel.estimate(0, 1).unwrap().seconds);
    assert!(leg.seconds > thought.seconds * 7 / 5);
    assert_eq!((travel.leg(0, 2), travel.places()), (None, 2));
}

proptest! {
    #[test]
    fn the_order_of_rides_does_not_matter_and_nothing_is_lost_in_writing(
        rides in prop::collection::vec((0..4_u8, 0..4_u8, 6..10_u8, 1..4_000_u32, 0..900_u32), 0..80),
        turn in 0..80_usize,
    ) {
        let at = |n: u8| LatLng { lat_e7: 210_000_000 + i32::from(n) * 70_000, ..HERE };
        let mut rides: Vec<(Ride, u32)> = rides
            .into_iter()
            .map(|(from, to, hour, seconds, base)| {
                (ride(at(from), at(to), hour, seconds).0, base)
            })
            .collect();
        let learned = Learned::of(&rides);
        rides.reverse();
        let middle = turn.min(rides.len());
        rides.rotate_left(middle);
        prop_assert_eq!(&learned, &Learned::of(&rides));
        let text = serde_json::to_string(&learned).unwrap();
        prop_assert_eq!(&learned, &serde_json::from_str::<Learned>(&text).unwrap());
        let estimate = learned.estimate(at(0), at(1), 8, 600);
        prop_assert!((150..=3_000).contains(&estimate.seconds), "{:?}", estimate);
        prop_assert!(estimate.rides <= learned.rides);
    }
}
