//! How cost grows: outlets clustered like towns, from a seed, in a process of its own for each size.

use fieldbeat_domain::position::LatLng;
use fieldbeat_planning::{
    baseline, district::Neighbours, routing::random::Seeded, scenario::plan, travel::GreatCircle,
};
use serde_json::{Map, json};

use crate::{
    hanoi,
    meter::{self, Meter},
};

const SEED: u64 = 7;
const OUTLETS_A_TOWN: usize = 150;

pub fn run(outlets: usize, reps: usize) {
    let at = towns(outlets);
    let travel = GreatCircle::motorbike(at.clone());
    let near = Neighbours::on_the_map(&at);
    let mut scenario = hanoi::scenario(outlets, reps, SEED);
    // Two hundred outlets a rep are thirty-five calls a day: shorter ones than a dozen reps make in Hanoi.
    for outlet in &mut scenario.outlets {
        outlet.service_s /= 2;
    }
    let meter = Meter::start();
    let found = plan(&travel, &near, &scenario, &mut ()).unwrap();
    let (wall_s, cpu_s, peak_mib) = (meter.wall_s(), meter.cpu_s(), meter::peak_mib());
    let summary = found.summary(&scenario);
    let bound = baseline::bound(&travel, &scenario);
    println!(
        "{outlets:>6} outlets {reps:>4} reps (seed {SEED}, rounds {}): {wall_s:>6.1} s, cpu {cpu_s:>6.1} s, peak {peak_mib:>5.0} MiB; \
         hours vary by {:.1} %, apart {}, visits {}, missing {}, {:.0} km, {:.1} % below the bound greedy; hash {}",
        scenario.rounds,
        100.0 * found.variation(&scenario),
        summary.apart,
        summary.visits,
        summary.missing_visits,
        summary.metres as f64 / 1_000.0,
        100.0 * (1.0 - summary.metres as f64 / bound.metres as f64),
        hanoi::hex(&found).get(..16).unwrap()
    );
    let mut figures = Map::new();
    for (key, value) in [("s", wall_s), ("cpu_s", cpu_s), ("mib", peak_mib)] {
        figures.insert(format!("plan_{outlets}_{reps}_{key}"), json!(value));
    }
    meter::write(figures);
}

/// Towns over a square that grows with them, half of each town's outlets close round its middle.
fn towns(outlets: usize) -> Vec<LatLng> {
    let random = Seeded::new(SEED);
    // As far as 22 outlets are wide: a side of 11 km for 500.
    let side = 47_000.0 * (outlets as f64).sqrt();
    let towns = (outlets / OUTLETS_A_TOWN).max(1);
    let middles: Vec<(f64, f64, f64)> = (0..towns)
        .map(|_| {
            let wide = side / (towns as f64).sqrt() * (0.2 + 0.3 * random.unit());
            (random.unit() * side, random.unit() * side, wide)
        })
        .collect();
    let place = |_| {
        let (lat, lng, wide) = middles[random.below(towns)];
        let off = || (random.unit() + random.unit() + random.unit() - 1.5) * wide;
        let e7 = |from: i32, at: f64| from + i32::try_from(at as i64).unwrap();
        LatLng {
            lat_e7: e7(205_000_000, lat + off()),
            lng_e7: e7(1_055_000_000, lng + off()),
        }
    };
    (0..outlets).map(place).collect()
}
