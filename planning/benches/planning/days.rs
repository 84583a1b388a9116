//! Days of up to forty stops in Hanoi, a third with windows, with a lunch break: how far above the best of
//! ten long runs, and how long one takes.

use fieldbeat_planning::{
    routing::{Search, random::Seeded},
    sequence::{Day, Pause, Sequence, Stop, check::check, effort, sequence},
    travel::Travel,
};
use serde_json::{Map, json};

use crate::{
    hanoi::on_roads,
    meter::{self, Meter},
};

const DAYS: u64 = 30;
const LONG_RUNS: u64 = 10;
/// Of a long run's kicks by those of a day.
const LONGER: usize = 10;
const HOUR: u32 = 3_600;

pub fn run() {
    let travel = on_roads();
    let (mut gaps, mut seconds) = (Vec::new(), Vec::new());
    let days: u64 = std::env::var("DAYS").map_or(DAYS, |days| days.parse().unwrap());
    for seed in 1..=days {
        let (day, stops) = a_day(&travel, seed);
        let meter = Meter::start();
        let found = sequence(&travel, &day, &stops, &effort(seed)).unwrap();
        let took = meter.wall_s();
        check(&travel, &day, &stops, &found).unwrap();
        let best = (1..=LONG_RUNS)
            .map(|run| long(&travel, &day, &stops, run))
            .min_by_key(|long| (long.left.len(), long.metres))
            .unwrap();
        let gap = found.metres as f64 / best.metres as f64 - 1.0;
        println!(
            "day {seed:>2}: {} stops, left {} ({}), {:>6} m, best {:>6} m, {:>5.2} %, {:.0} ms",
            stops.len(),
            found.left.len(),
            best.left.len(),
            found.metres,
            best.metres,
            100.0 * gap,
            1_000.0 * took
        );
        if found.left.len() == best.left.len() {
            gaps.push(gap);
        }
        seconds.push(took);
    }
    gaps.sort_by(f64::total_cmp);
    seconds.sort_by(f64::total_cmp);
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    let within = gaps.iter().filter(|gap| **gap <= 0.01).count();
    let (worst, slowest) = (gaps[gaps.len() - 1], seconds[seconds.len() - 1]);
    println!(
        "days {days} (seeds 1–{days}): as many calls as the best in {}; metres above the best of {LONG_RUNS} runs {LONGER} times as \
         long: mean {:.2} %, worst {:.2} %, within 1 % {within}; a day takes {:.0} ms, the slowest {:.0} ms",
        gaps.len(),
        100.0 * mean,
        100.0 * worst,
        1_000.0 * seconds[seconds.len() / 2],
        1_000.0 * slowest
    );
    let mut figures = Map::new();
    figures.insert("days_mean_gap".to_owned(), json!(mean));
    figures.insert("days_worst_gap".to_owned(), json!(worst));
    figures.insert("days_slowest_ms".to_owned(), json!(1_000.0 * slowest));
    meter::write(figures);
}

fn long(travel: &impl Travel, day: &Day, stops: &[Stop], run: u64) -> Sequence {
    let short = effort(1_000 + run);
    let search = Search {
        kicks: short.kicks * LONGER,
        ..short
    };
    let found = sequence(travel, day, stops, &search).unwrap();
    check(travel, day, stops, &found).unwrap();
    found
}

/// 25 to 40 stops round a place drawn from the seed, of which a third opens for two hours.
fn a_day(travel: &impl Travel, seed: u64) -> (Day, Vec<Stop>) {
    let random = Seeded::new(seed);
    let places = travel.places();
    let middle = random.below(places);
    let mut near: Vec<usize> = (0..places).collect();
    near.sort_by_key(|place| travel.leg(middle, *place).map(|leg| leg.metres));
    // Of the nearest few hundred, so that days are as wide as a territory or wider.
    near.truncate(120 + random.below(400));
    let stop = |place: usize, random: &Seeded| {
        let opens = 8 * HOUR + 1_800 * u32::try_from(random.below(14)).unwrap();
        let window = random.below(3) == 0;
        Stop {
            place,
            service_s: 300 + 60 * u32::try_from(random.below(6)).unwrap(),
            window_s: window.then_some((opens, opens + 2 * HOUR)),
        }
    };
    let count = 25 + random.below(16);
    let stops = (0..count)
        .map(|_| {
            let at = random.below(near.len());
            stop(near.swap_remove(at), &random)
        })
        .collect();
    let home = random.below(places);
    let day = Day {
        start: home,
        end: Some(home),
        from_s: 8 * HOUR,
        to_s: 18 * HOUR,
        pause: Some(Pause {
            seconds: HOUR,
            window_s: (11 * HOUR + 1_800, 13 * HOUR),
        }),
        calls_max: None,
    };
    (day, stops)
}
