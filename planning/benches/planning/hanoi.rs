//! The outlets of Hanoi on its roads, twelve reps: hours, pieces, kilometres against the greedy planners.

use std::{io::Read, sync::Arc};

use fieldbeat_domain::position::LatLng;
use fieldbeat_planning::{
    baseline,
    district::{Budget, Neighbours, Weights},
    roads::{OnRoads, Roads},
    routing::random::Seeded,
    scenario::{Outlet, Plan, Scenario, Worker, plan},
    sequence::Pause,
    travel::Matrix,
};
use serde_json::{Map, Value, json};

use crate::meter::{self, Meter};

const REPS: usize = 12;
const HOUR: u32 = 3_600;
/// Farther from any road an outlet is off the network.
const SNAP_M: u32 = 200;

pub fn outlets() -> Vec<LatLng> {
    let packed = include_bytes!("../../../assets/demo/hanoi-outlets.geojson.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&packed[..])
        .read_to_string(&mut text)
        .unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let features = all["features"].as_array().unwrap();
    let at = features.iter().map(|feature| {
        let at = &feature["geometry"]["coordinates"];
        LatLng::from_degrees(at[1].as_f64().unwrap(), at[0].as_f64().unwrap()).unwrap()
    });
    at.collect()
}

pub fn roads() -> Roads {
    let extract = include_bytes!("../../../assets/demo/hanoi-roads-2025.osm.pbf");
    Roads::read(&extract[..]).unwrap()
}

/// What lies in the extract's box.
pub fn inside(at: &[LatLng]) -> Vec<LatLng> {
    let inside = |at: &&LatLng| {
        (1_057_750_000..=1_058_800_000).contains(&at.lng_e7)
            && (210_080_000..=210_850_000).contains(&at.lat_e7)
    };
    at.iter().filter(inside).copied().collect()
}

/// Twelve reps who live at outlets drawn from the seed; a fifth of the outlets is visited twice a week, half
/// every week, the rest every other week.
pub fn scenario(outlets: usize, reps: usize, seed: u64) -> Scenario {
    let random = Seeded::new(seed);
    let classes = |_| match random.below(10) {
        0..=1 => (8, 1_200, 5),
        2..=6 => (4, 900, 2),
        _ => (2, 600, 1),
    };
    let outlet = |(place, (visits, service_s, value))| Outlet {
        place,
        service_s,
        visits,
        window_s: None,
        rep: None,
        locked: false,
        value,
        skills: 0,
    };
    let given = (0..outlets).map(classes).enumerate().map(outlet).collect();
    let worker = |_| Worker {
        home: random.below(outlets),
        from_s: 8 * HOUR,
        to_s: 17 * HOUR,
        pause: Some(Pause {
            seconds: HOUR,
            window_s: (11 * HOUR + 1_800, 13 * HOUR),
        }),
        calls_max: None,
        days_a_week: 6,
        skills: 0,
    };
    Scenario {
        workers: (0..reps).map(worker).collect(),
        outlets: given,
        budget: Budget::default(),
        weights: Weights::default(),
        seed,
        rounds: rounds(),
    }
}

/// What the homes and the classes are drawn from.
fn seed() -> u64 {
    let seed = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    seed.unwrap_or(20_261_126)
}

pub fn rounds() -> usize {
    let rounds = std::env::var("ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok());
    rounds.unwrap_or(60)
}

pub fn run() {
    let all = outlets();
    let at = inside(&all);
    let roads = Arc::new(roads());
    let snapped = OnRoads::new(roads.clone(), &at, SNAP_M);
    let snaps: Vec<_> = snapped.snaps().iter().flatten().copied().collect();
    println!(
        "outlets {}: in the extract's box {}, on its roads {} (within {SNAP_M} m), off the network {}",
        all.len(),
        at.len(),
        snaps.len(),
        all.len() - snaps.len()
    );
    let meter = Meter::start();
    let matrix = roads.matrix(&snaps).unwrap();
    let matrix_s = (meter.wall_s(), meter.cpu_s());
    println!("matrix {:.1} s (cpu {:.1} s)", matrix_s.0, matrix_s.1);
    let (pairs, twins) = roads.touching(&snaps);
    let near = Neighbours::of(snaps.len(), pairs, &twins);
    let scenario = scenario(snaps.len(), REPS, seed());
    let meter = Meter::start();
    let found = plan(&matrix, &near, &scenario, &mut ()).unwrap();
    let plan_s = (meter.wall_s(), meter.cpu_s());
    let bound = baseline::bound(&matrix, &scenario);
    let free = baseline::free(&matrix, &scenario);
    let summary = found.summary(&scenario);
    let km = |metres: u64| metres as f64 / 1_000.0;
    let below = |metres: u64| 100.0 * (1.0 - summary.metres as f64 / metres as f64);
    println!(
        "plan {:.1} s (cpu {:.1} s), seed {}, rounds {}\n\
         hours vary by {:.1} %, fullest {:.3} of the mean; apart {}, visits {}, missing {}\n\
         {:.0} km; bound greedy {:.0} km ({:.1} % below), free greedy {:.0} km ({:.1} % below)",
        plan_s.0,
        plan_s.1,
        scenario.seed,
        scenario.rounds,
        100.0 * found.variation(&scenario),
        f64::from(summary.max_by_mean_permille) / 1_000.0,
        summary.apart,
        summary.visits,
        summary.missing_visits,
        km(summary.metres),
        km(bound.metres),
        below(bound.metres),
        km(free.metres),
        below(free.metres),
    );
    let calls_max = found.days.iter().map(|day| day.sequence.calls.len()).max();
    println!(
        "calls of the longest day: plan {}, bound greedy {}, free greedy {}",
        calls_max.unwrap_or(0),
        bound.calls_max,
        free.calls_max
    );
    for (rep, of) in found.figures(&scenario).iter().enumerate() {
        println!(
            "  rep {rep}: {} outlets, {} visits, {:.1} h, days {:.1}–{:.1} h, {:.0} km",
            of.outlets,
            of.visits,
            of.work_s as f64 / 3_600.0,
            of.day_min_s as f64 / 3_600.0,
            of.day_max_s as f64 / 3_600.0,
            km(of.metres)
        );
    }
    if std::env::var("QUICK").is_ok() {
        return;
    }
    let again = plan(&matrix, &near, &scenario, &mut ()).unwrap();
    println!("hash {}; two runs agree: {}", hex(&found), found == again);
    let frozen = held(&scenario, &bound.rep_of, 0);
    let still = plan(&matrix, &near, &frozen, &mut ()).unwrap();
    let tenth = held(&scenario, &bound.rep_of, 100);
    let some = plan(&matrix, &near, &tenth, &mut ()).unwrap();
    println!(
        "of the bound greedy's territories a budget of 0 moves {}, one of a tenth {} of {}",
        still.moved.len(),
        some.moved.len(),
        scenario.outlets.len()
    );
    println!("peak {:.0} MiB", meter::peak_mib());
    let mut figures = Map::new();
    for (key, value) in [
        ("hanoi_matrix_s", json!(matrix_s.0)),
        ("hanoi_plan_s", json!(plan_s.0)),
        ("hanoi_variation", json!(found.variation(&scenario))),
        ("hanoi_apart", json!(summary.apart)),
        ("hanoi_km", json!(km(summary.metres))),
        ("hanoi_bound_km", json!(km(bound.metres))),
        ("hanoi_free_km", json!(km(free.metres))),
        ("hanoi_agree", json!(found == again)),
        ("hanoi_moved_at_0", json!(still.moved.len())),
    ] {
        figures.insert(key.to_owned(), value);
    }
    meter::write(figures);
}

fn held(scenario: &Scenario, rep_of: &[Option<usize>], permille: u32) -> Scenario {
    let mut held = scenario.clone();
    for (outlet, rep) in held.outlets.iter_mut().zip(rep_of) {
        outlet.rep = *rep;
    }
    held.budget.outlets_permille = Some(permille);
    held
}

pub fn hex(plan: &Plan) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap();
    let bytes = plan.hash().into_iter();
    bytes
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// Those of `places` on Hanoi's roads, as a matrix.
pub fn on_roads() -> Matrix {
    let at = inside(&outlets());
    let roads = Arc::new(roads());
    let snapped = OnRoads::new(roads.clone(), &at, SNAP_M);
    let snaps: Vec<_> = snapped.snaps().iter().flatten().copied().collect();
    roads.matrix(&snaps).unwrap()
}
