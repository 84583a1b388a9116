//! How fast the fold is, what more outlets cost it, and how large a rep is at midday.
//!
//! `cargo bench -p fieldbeat-domain --bench tracker` prints one flat JSON object.
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
    rules::Rules,
    tracker::Tracker,
    verdict::EvidenceGrade,
    world::{DayContext, World},
};
use uuid::Uuid;

/// Metres between neighbouring outlets: a dense quarter.
const SPACING_M: i64 = 60;
const STOPS: usize = 20;

struct Random(u64);

impl Random {
    fn below(&mut self, n: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % n
    }
}

fn plane() -> Plane {
    Plane::at(LatLng {
        lat_e7: 210_285_000,
        lng_e7: 1_058_542_000,
    })
}

fn outlets(n: usize, random: &mut Random) -> Vec<Outlet> {
    let side = (n as f64).sqrt().ceil() as i64;
    (0..n)
        .map(|i| {
            let (x, y) = (i as i64 % side - side / 2, i as i64 / side - side / 2);
            let jitter = |r: &mut Random| r.below(SPACING_M * 1000) - SPACING_M * 500;
            let pin = plane().position(
                x * SPACING_M * 1000 + jitter(random),
                y * SPACING_M * 1000 + jitter(random),
            );
            Outlet {
                id: OutletId(i as i32 + 1),
                pin: Some(pin),
                geofence: Geofence::Circle { radius_m: None },
                class: "general".into(),
                org_unit: OrgUnitId(1),
                valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
                valid_to: None,
            }
        })
        .collect()
}

/// A morning: drives of ten minutes at 8 m/s with a fix every 15 s, calls of ten minutes with one
/// every 60 s, a check-in and a check-out each.
fn morning(
    rep: i32,
    all: &[Outlet],
    rules: &Rules,
    random: &mut Random,
) -> (DayContext, Vec<Input>) {
    let date = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let mut at = rules.time.local(date, 8 * 60);
    let device = DeviceId(rep);
    let mark = |at, id: u128, kind| {
        Input::Mark(Mark {
            device,
            id: Uuid::from_u128(id),
            at,
            clock_offset_ms: 0,
            kind,
        })
    };
    let fix = |at, position, random: &mut Random| {
        Input::Fix(Fix {
            device,
            at,
            clock_offset_ms: 0,
            position,
            accuracy_dm: Some(40 + random.below(200) as i32),
            altitude_dm: None,
            speed_cmps: None,
            bearing_cdeg: None,
            battery_pct: None,
            provider: Provider::Gps,
            flags: FixFlags::NONE,
        })
    };
    let stops: Vec<&Outlet> = (0..STOPS)
        .map(|_| &all[random.below(all.len() as i64) as usize])
        .collect();
    let mut here = stops.first().unwrap().pin.unwrap();
    let mut inputs = vec![mark(at, 1, MarkKind::SessionStart)];
    for (i, stop) in stops.iter().take(STOPS / 2).enumerate() {
        let pin = stop.pin.unwrap();
        let map = Plane::at(here);
        let (east, north) = map.offset_mm(pin);
        let far = map.distance_mm(pin).max(1);
        // At most 4.8 km: longer hops continue from a place nearer by.
        let start = (far - 4_800_000).max(0);
        for step in 0..40 {
            let along = start + (far - start) * step / 40;
            let wobble = random.below(8_000) - 4_000;
            let p = map.position(east * along / far + wobble, north * along / far - wobble);
            inputs.push(fix(at, p, random));
            at = at.plus_ms(15_000);
        }
        let visit = i as u128 + 100;
        let check_in = MarkKind::CheckIn {
            outlet: Some(stop.id),
            visit_type: VisitType::Sales,
            fix: None,
        };
        for minute in 0..10 {
            let p = Plane::at(pin)
                .position(random.below(20_000) - 10_000, random.below(20_000) - 10_000);
            inputs.push(fix(at, p, random));
            if minute == 1 {
                inputs.push(mark(at.plus_ms(1), visit, check_in.clone()));
            }
            if minute == 8 {
                inputs.push(mark(
                    at.plus_ms(1),
                    visit,
                    MarkKind::CheckOut {
                        reason: None,
                        fix: None,
                    },
                ));
            }
            at = at.plus_ms(60_000);
        }
        here = pin;
    }
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
        })
        .collect();
    let day = DayContext {
        rep: RepId(rep),
        plan: DayPlan {
            rep: RepId(rep),
            date,
            stops: plan,
        },
        bounds: rules.time.day_bounds(date),
        own_outlets: Arc::new(BTreeSet::new()),
        routed_outlets: Arc::new(BTreeSet::new()),
        grade: EvidenceGrade::NativeApp,
        can_declare: true,
    };
    (day, inputs)
}

struct Measured {
    ns_per_fix: f64,
    bytes_per_rep: f64,
}

/// Folds the mornings of `reps` reps, in turns as a shard meets them.
fn measure(outlet_count: usize, reps: i32) -> Measured {
    let rules = Rules::default();
    let random = &mut Random(7);
    let all = outlets(outlet_count, random);
    let index = OutletIndex::build(all.clone(), &rules);
    let days: Vec<_> = (1..=reps)
        .map(|rep| morning(rep, &all, &rules, random))
        .collect();
    let mut best = f64::INFINITY;
    let mut bytes = 0.0;
    for _ in 0..5 {
        let mut trackers: Vec<Tracker> = days
            .iter()
            .map(|(day, _)| {
                Tracker::new(&World {
                    rules: &rules,
                    day,
                    outlets: &index,
                })
            })
            .collect();
        let fixes: usize = days
            .iter()
            .map(|(_, i)| i.iter().filter(|i| matches!(i, Input::Fix(_))).count())
            .sum();
        let begun = begin();
        for slot in 0..days.iter().map(|(_, i)| i.len()).max().unwrap_or(0) {
            for (tracker, (day, inputs)) in trackers.iter_mut().zip(&days) {
                let Some(input) = inputs.get(slot) else {
                    continue;
                };
                black_box(tracker.apply(
                    input,
                    &World {
                        rules: &rules,
                        day,
                        outlets: &index,
                    },
                ));
            }
        }
        best = best.min(begun.elapsed().as_nanos() as f64 / fixes as f64);
        bytes = trackers.iter().map(|t| t.heap_bytes() as f64).sum::<f64>() / f64::from(reps);
    }
    Measured {
        ns_per_fix: best,
        bytes_per_rep: bytes,
    }
}

#[allow(clippy::disallowed_methods)]
fn begin() -> std::time::Instant {
    std::time::Instant::now()
}

fn main() {
    let few = measure(1_000, 200);
    let usual = measure(50_000, 200);
    let many = measure(170_000, 200);
    println!("{{");
    println!("  \"tracker_fixes_per_s\": {:.0},", 1e9 / usual.ns_per_fix);
    println!(
        "  \"tracker_growth_ratio\": {:.3},",
        many.ns_per_fix / few.ns_per_fix
    );
    println!("  \"tracker_bytes_per_rep\": {:.0}", usual.bytes_per_rep);
    println!("}}");
}
