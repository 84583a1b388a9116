//! How fast the fold is, what more outlets cost it, and how large a rep is.
//!
//! `cargo bench -p fieldbeat-domain --bench tracker` prints one flat JSON object, and writes it to
//! the file that `BENCH_JSON` names.
//!
//! The territory: towns of 1,000 outlets every 4 km, the density of each falling off with the
//! distance from its middle as exp(−r / 674 m): 350 per km² in the middle (11 within 100 m, as in
//! the old town of Hanoi), 3 within 100 m of the mean outlet, 62 per km² over all. More outlets are
//! more towns, so that a rep meets the same density whatever their number, and the growth ratio is
//! what the larger index alone costs. Fences are automatic: nearly all of 100 m, so that a rep in
//! town is always within several at once.
//!
//! The day: 08:00 to about 17:00, 20 planned calls at outlets all over one town. Between them a
//! ride with a fix every 15 s, one in five of them stopped in traffic, the others at 4–11 m/s
//! (some 35 km a day); at them 8–16 minutes with a fix every 60 s; accuracy 4–24 m, all sensors
//! present. A check-in, a check-out and an order each, but one call in ten is left to detection.
//! Half-way a break of 45 minutes. About two fixes in three are of rides. Marks and records are
//! timed with the fixes and not counted.
//!
//! Inputs of 1,000 reps are folded as they would arrive, in the order of their instants: each fix
//! meets a tracker that 999 others have displaced from the nearest cache. Time is that of the
//! processor (Linux), else of the wall; the best of three. Bytes are the mean over 1,000 reps at
//! 100 instants evenly from 08:00 to 17:30: 100,000 trackers in every phase of a working day, those
//! that have finished early included.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss
)]

use std::{collections::BTreeSet, hint::black_box, sync::Arc};

use chrono::NaiveDate;
use fieldbeat_domain::{
    fix::{Fix, FixFlags, Provider},
    id::{DeviceId, OrgUnitId, OutletId, RepId, RouteId},
    input::Input,
    mark::{Mark, MarkKind, VisitType},
    outlet::{Geofence, Outlet},
    outlet_index::OutletIndex,
    plan::{DayPlan, Stop},
    position::{LatLng, Plane},
    record::{RecordFact, RecordKind},
    rules::Rules,
    time::At,
    tracker::Tracker,
    verdict::EvidenceGrade,
    world::{DayContext, World},
};
use uuid::Uuid;

const TOWN: usize = 1_000;
const TOWN_SPACING_MM: i64 = 4_000_000;
/// The density falls to 1/e over this.
const TOWN_SCALE_MM: f64 = 674_000.0;
const STOPS: usize = 20;
const REPS: i32 = 1_000;
const INSTANTS: i64 = 100;
const RUNS: usize = 3;

struct Random(u64);

impl Random {
    fn below(&mut self, n: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % n
    }
    /// In (0, 1].
    fn unit(&mut self) -> f64 {
        (self.below(1 << 30) + 1) as f64 / f64::from(1 << 30)
    }
}

fn date() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn outlets(n: usize, random: &mut Random) -> Vec<Outlet> {
    let middle = Plane::at(LatLng {
        lat_e7: 210_285_000,
        lng_e7: 1_058_542_000,
    });
    let side = (n as f64 / TOWN as f64).sqrt().ceil() as i64;
    (0..n)
        .map(|i| {
            let town = (i / TOWN) as i64;
            let r = -TOWN_SCALE_MM * (random.unit() * random.unit()).ln();
            let angle = random.unit() * std::f64::consts::TAU;
            let east = (town % side - side / 2) * TOWN_SPACING_MM + (r * angle.cos()) as i64;
            let north = (town / side - side / 2) * TOWN_SPACING_MM + (r * angle.sin()) as i64;
            Outlet {
                id: OutletId(i as i32 + 1),
                pin: Some(middle.position(east, north)),
                geofence: Geofence::Circle { radius_m: None },
                class: "general".into(),
                org_unit: OrgUnitId(1),
                valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
                valid_to: None,
            }
        })
        .collect()
}

/// One rep's day while it is written.
struct Diary<'a> {
    device: DeviceId,
    at: At,
    random: &'a mut Random,
    inputs: Vec<Input>,
}

impl Diary<'_> {
    fn mark(&mut self, id: u128, kind: MarkKind) {
        self.inputs.push(Input::Mark(Mark {
            device: self.device,
            id: Uuid::from_u128(id),
            at: self.at.plus_ms(1),
            clock_offset_ms: 0,
            kind,
        }));
    }

    /// A fix within a few metres of `p`, then the time to the next one.
    fn fix(&mut self, p: LatLng, noise_mm: i64, next_ms: i64) {
        let mut noise = || self.random.below(2 * noise_mm) - noise_mm;
        let position = Plane::at(p).position(noise(), noise());
        self.inputs.push(Input::Fix(Fix {
            device: self.device,
            at: self.at,
            clock_offset_ms: 0,
            position,
            accuracy_dm: Some(40 + self.random.below(200) as i32),
            altitude_dm: Some(100 + self.random.below(50) as i32),
            speed_cmps: Some(self.random.below(1000) as i32),
            bearing_cdeg: Some(self.random.below(36_000) as i32),
            battery_pct: Some(70),
            provider: Provider::Gps,
            flags: FixFlags::NONE,
        }));
        self.at = self.at.plus_ms(next_ms);
    }

    fn ride(&mut self, from: LatLng, to: LatLng) {
        let map = Plane::at(from);
        let (east, north) = map.offset_mm(to);
        let far = map.distance_mm(to).max(1);
        let mut along = 0;
        while along < far {
            let p = map.position(east * along / far, north * along / far);
            self.fix(p, 5_000, 15_000);
            if self.random.below(5) > 0 {
                along += 15 * (4_000 + self.random.below(7_000));
            }
        }
    }

    fn call(&mut self, visit: u128, stop: &Outlet) {
        let minutes = 8 + self.random.below(9);
        let declared = self.random.below(10) > 0;
        let reason = None;
        for minute in 0..minutes {
            self.fix(stop.pin.unwrap(), 10_000, 60_000);
            if !declared {
                continue;
            }
            if minute == 1 {
                let outlet = Some(stop.id);
                let visit_type = VisitType::Sales;
                self.mark(
                    visit,
                    MarkKind::CheckIn {
                        outlet,
                        visit_type,
                        fix: None,
                    },
                );
            }
            if minute == minutes - 3 {
                self.inputs.push(Input::Record(RecordFact {
                    id: Uuid::from_u128(visit + 1000),
                    visit: Some(fieldbeat_domain::id::VisitId(Uuid::from_u128(visit))),
                    kind: RecordKind::Order,
                    at: self.at.plus_ms(2),
                    order_lines: 3,
                }));
            }
            if minute == minutes - 2 {
                self.mark(
                    visit,
                    MarkKind::CheckOut {
                        reason: reason.clone(),
                        fix: None,
                    },
                );
            }
        }
    }
}

/// See the module's head.
fn rep_day(
    rep: i32,
    all: &[Outlet],
    rules: &Rules,
    random: &mut Random,
) -> (DayContext, Vec<Input>) {
    let towns = all.len() / TOWN;
    let town = &all[rep as usize % towns * TOWN..][..TOWN];
    let stops: Vec<&Outlet> = (0..STOPS)
        .map(|_| &town[random.below(TOWN as i64) as usize])
        .collect();
    let begin = rules.time.local(date(), 8 * 60);
    let mut d = Diary {
        device: DeviceId(rep),
        at: begin.plus_ms(random.below(600_000)),
        random,
        inputs: Vec::new(),
    };
    d.mark(1, MarkKind::SessionStart);
    d.at = d.at.plus_ms(1_000);
    let mut here = town[0].pin.unwrap();
    for (stop, i) in stops.iter().zip(0..) {
        if i == STOPS as u128 / 2 {
            d.mark(2, MarkKind::BreakStart);
            d.at = d.at.plus_ms(45 * 60_000);
            d.mark(2, MarkKind::BreakEnd);
            d.at = d.at.plus_ms(1_000);
        }
        d.ride(here, stop.pin.unwrap());
        d.call(i + 100, stop);
        here = stop.pin.unwrap();
    }
    d.mark(1, MarkKind::SessionEnd);
    let inputs = d.inputs;
    let plan = stops
        .iter()
        .zip(1..)
        .map(|(o, sequence)| Stop {
            outlet: o.id,
            route: RouteId(1),
            sequence,
            window_from_min: None,
            window_to_min: None,
            service_min: None,
            excused: false,
        })
        .collect();
    let day = DayContext {
        rep: RepId(rep),
        plan: DayPlan {
            rep: RepId(rep),
            date: date(),
            stops: plan,
        },
        bounds: rules.time.day_bounds(date()),
        own_outlets: Arc::new(BTreeSet::new()),
        routed_outlets: Arc::new(BTreeSet::new()),
        grade: EvidenceGrade::NativeApp,
        can_declare: true,
        same_tracks: Vec::new(),
    };
    (day, inputs)
}

/// The days of `reps` reps and the index they are judged against.
struct Scene {
    rules: Rules,
    index: OutletIndex,
    days: Vec<DayContext>,
    /// Everybody's inputs in the order of their instants.
    arrivals: Vec<(usize, Input)>,
}

impl Scene {
    fn new(outlet_count: usize, reps: i32) -> Self {
        let rules = Rules::default();
        let random = &mut Random(7);
        let all = outlets(outlet_count, random);
        let mut days = Vec::new();
        let mut arrivals = Vec::new();
        for rep in 1..=reps {
            let (day, inputs) = rep_day(rep, &all, &rules, random);
            arrivals.extend(inputs.into_iter().map(|i| (days.len(), i)));
            days.push(day);
        }
        arrivals.sort_by_key(|(rep, i)| (i.judged_at(), *rep));
        let index = OutletIndex::build(all, &rules);
        Self {
            rules,
            index,
            days,
            arrivals,
        }
    }

    fn world(&self, rep: usize) -> World<'_> {
        World {
            rules: &self.rules,
            day: &self.days[rep],
            outlets: &self.index,
        }
    }

    fn trackers(&self) -> Vec<Tracker> {
        (0..self.days.len())
            .map(|rep| Tracker::new(&self.world(rep)))
            .collect()
    }

    fn fixes(&self) -> usize {
        let is_fix = |(_, i): &&(usize, Input)| matches!(i, Input::Fix(_));
        self.arrivals.iter().filter(is_fix).count()
    }

    fn ns_per_fix(&self) -> f64 {
        let fixes = self.fixes() as f64;
        let mut best = f64::INFINITY;
        for _ in 0..RUNS {
            let mut trackers = self.trackers();
            let begun = Stopwatch::start();
            for (rep, input) in &self.arrivals {
                black_box(trackers[*rep].apply(input, &self.world(*rep)));
            }
            best = best.min(begun.elapsed_ns() / fixes);
        }
        best
    }

    fn bytes_per_rep(&self) -> f64 {
        let mut trackers = self.trackers();
        let from = self.rules.time.local(date(), 8 * 60);
        let every_ms = (17 * 60 + 30 - 8 * 60) * 60_000 / INSTANTS;
        let mut arrivals = self.arrivals.iter().peekable();
        let mut sum = 0;
        for instant in 1..=INSTANTS {
            let to = from.plus_ms(instant * every_ms);
            while let Some((rep, input)) = arrivals.next_if(|(_, i)| i.judged_at() < to) {
                trackers[*rep].apply(input, &self.world(*rep));
            }
            sum += trackers.iter().map(Tracker::heap_bytes).sum::<usize>();
        }
        sum as f64 / (INSTANTS as f64 * trackers.len() as f64)
    }
}

/// The processor's time of this thread where Linux tells it: neighbours on the machine do not count.
struct Stopwatch {
    processor: Option<f64>,
    wall: std::time::Instant,
}

impl Stopwatch {
    #[allow(clippy::disallowed_methods)]
    fn start() -> Self {
        Self {
            processor: processor_ns(),
            wall: std::time::Instant::now(),
        }
    }
    fn elapsed_ns(&self) -> f64 {
        match (self.processor, processor_ns()) {
            (Some(from), Some(to)) => to - from,
            _ => self.wall.elapsed().as_nanos() as f64,
        }
    }
}

fn processor_ns() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_ascii_whitespace().next()?.parse().ok()
}

fn main() {
    let few = Scene::new(1_000, REPS).ns_per_fix();
    let usual = Scene::new(50_000, REPS);
    let usual_ns = usual.ns_per_fix();
    let many = Scene::new(170_000, REPS).ns_per_fix();
    let figures = serde_json::json!({
        "tracker_fixes_per_s": (1e9 / usual_ns).round(),
        "tracker_growth_ratio": (1_000.0 * many / few).round() / 1_000.0,
        "tracker_bytes_per_rep": usual.bytes_per_rep().round(),
    });
    println!("{figures:#}");
    if let Ok(file) = std::env::var("BENCH_JSON") {
        std::fs::write(file, figures.to_string()).unwrap();
    }
}
