//! Cheats of who checks in: the phone says what is false, lies elsewhere, or is made to say nothing.
//! Each is made of an honest day, or as such a day would be.

use std::f64::consts::TAU;

use anyhow::Result;
use fieldbeat_domain::{
    fix::{Fix, FixFlags},
    id::OutletId,
    input::Input,
    mark::{Mark, MarkKind},
    time::At,
};
use rand::{Rng, RngCore, seq::IndexedRandom};
use rand_distr::{Distribution, Normal};

use super::cheat::{Cheat, marks};
use crate::{
    fleet::{motion::Traveller, noise::Surroundings},
    plane::{Point, Position},
    score::dense::{
        Dense, date, phone,
        town::{self, Town, lat_lng},
        truth::{Day, Kind, TrueStay},
    },
};

const MINUTE_MS: i64 = 60_000;
/// A phone whose fake position is switched on reads so often.
const EVERY_MS: usize = 15_000;
/// How far off a hop without any way leads at least.
const HOP_M: f64 = 2_000.0;
/// Single reflections among honest fixes, and how far off they are.
const REFLECTED: f64 = 0.003;
const REFLECTED_M: std::ops::Range<f64> = 180.0..900.0;
/// Scatter of what a mock app sends.
const JITTER_M: f64 = 3.0;
/// Check-ins of a burst, and how long each call of it lasts.
const BURST_CALLS: std::ops::RangeInclusive<usize> = 5..=8;
const BURST_CALL_MS: std::ops::Range<i64> = 30_000..120_000;

/// An honest day with what its phone also measures: an altitude that drifts by metres, and now and
/// then a reflection.
pub fn with_sensors(town: &Town, fixes: &[Input], rng: &mut impl RngCore) -> Result<Vec<Input>> {
    let mut altitude_m = rng.random_range(4..30);
    let mut out = Vec::with_capacity(fixes.len());
    for input in fixes {
        let mut input = input.clone();
        if let Input::Fix(fix) = &mut input {
            altitude_m += rng.random_range(-1..=1);
            fix.altitude_dm = Some(altitude_m * 10);
            if rng.random_bool(REFLECTED) {
                let far_m = rng.random_range(REFLECTED_M);
                fix.position = lat_lng(town.roads.plane.position(away(
                    seen_at(town, fix),
                    far_m,
                    rng,
                )))?;
            }
        }
        out.push(input);
    }
    Ok(out)
}

/// A mock app that the phone tells of, switched on for one call: fixes near the check-in, shaken.
pub fn mocked(
    town: &Town,
    day: &[Input],
    flag: FixFlags,
    rng: &mut impl RngCore,
) -> Result<Vec<Input>> {
    let check_ins: Vec<At> = day.iter().filter_map(check_in_at).collect();
    let Some(&chosen) = check_ins.choose(rng) else {
        return Ok(day.to_vec());
    };
    let mut out = Vec::with_capacity(day.len());
    for input in day {
        let mut input = input.clone();
        if let Input::Fix(fix) = &mut input
            && fix.at.since_ms(chosen).abs() <= MINUTE_MS
        {
            fix.flags = FixFlags(fix.flags.0 | flag.0);
            fix.position = shaken(town, fix, rng)?;
        }
        out.push(input);
    }
    Ok(out)
}

/// A mock app that the phone does not tell of: places to a few metres, sensors that never change.
pub fn frozen(town: &Town, day: &[Input], rng: &mut impl RngCore) -> Result<Vec<Input>> {
    let accuracy_dm = rng.random_range(20..80);
    let mut out = Vec::with_capacity(day.len());
    for input in day {
        let mut input = input.clone();
        if let Input::Fix(fix) = &mut input {
            fix.position = shaken(town, fix, rng)?;
            fix.accuracy_dm = Some(accuracy_dm);
            fix.bearing_cdeg = Some(0);
            fix.altitude_dm = Some(0);
        }
        out.push(input);
    }
    Ok(out)
}

/// The phone lies near the first shop from morning to night, and every call is declared from it.
pub fn parked(dense: &Dense, day: u64, truth: &Day, rng: &mut impl RngCore) -> Result<Vec<Input>> {
    let town = dense.town();
    let start = start(dense, day)?;
    let Some(first) = calls(truth).next().and_then(|s| s.place) else {
        return Ok(Vec::new());
    };
    let home = away(town.place(first)?.point, 20.0, rng);
    let mut rider = Traveller::start(&town.roads, town.roads.plane.position(home), 0, &mut *rng);
    rider.walk_to(home, Surroundings::Indoors);
    let from = rider.t;
    rider.stay(truth.end, Surroundings::Indoors);
    let journey = rider.finish();
    let mut inputs = phone::fixes(town, &journey, truth.end, &[(from, truth.end)], start, rng)?;
    let declared = calls(truth).filter_map(|s| Some((s.place?, s.from, s.to)));
    inputs.extend(marks(town, start, declared, &inputs)?);
    Ok(inputs)
}

/// The calls that were not made, entered door by door late in the afternoon.
pub fn burst(dense: &Dense, day: u64, rng: &mut impl RngCore) -> Result<Option<Cheat>> {
    let town = dense.town();
    let Some(&first) = town.on_road.choose(rng) else {
        return Ok(None);
    };
    let minute = rng.random_range(16 * 60 + 10..17 * 60);
    let start = town::start_of(town, date(day)?, minute);
    let count = rng.random_range(BURST_CALLS);
    let street = town.nearest(town.place(first)?.point, count);
    let mut rider = Traveller::start(&town.roads, town.place(first)?.position, 0, &mut *rng);
    let (mut declared, mut spans) = (Vec::new(), Vec::new());
    for &place in &street {
        rider.walk_to(town.place(place)?.point, Surroundings::Indoors);
        let from = rider.t;
        let lasts = rider.rng().random_range(BURST_CALL_MS);
        rider.stay(from + lasts, Surroundings::Indoors);
        spans.push((from, rider.t));
        declared.push((place, from + 2_000, rider.t - 2_000));
    }
    let end = rider.t;
    let journey = rider.finish();
    let mut inputs = phone::fixes(town, &journey, end, &spans, start, rng)?;
    inputs.extend(marks(town, start, declared.into_iter(), &inputs)?);
    Ok(Some(Cheat {
        inputs,
        plan: street,
    }))
}

/// While at a long call the phone is made to say that it is at another shop far off, which is
/// checked in; then it is back. None where no call is long enough.
pub fn leap(
    dense: &Dense,
    day: u64,
    truth: &Day,
    honest: &[Input],
    rng: &mut impl RngCore,
) -> Result<Option<(Vec<Input>, OutletId)>> {
    let town = dense.town();
    let start = start(dense, day)?;
    let long: Vec<&TrueStay> = calls(truth)
        .filter(|s| s.to - s.from >= 10 * MINUTE_MS)
        .collect();
    let Some(stay) = long.choose(rng) else {
        return Ok(None);
    };
    let here = truth.journey.at(stay.from).point;
    let far: Vec<usize> = town
        .on_road
        .iter()
        .copied()
        .filter(|i| {
            let place = town.places.get(*i);
            place.is_some_and(|p| p.point.distance(here) >= HOP_M) && !truth.plan.contains(i)
        })
        .collect();
    let Some(&goal) = far.choose(rng) else {
        return Ok(None);
    };
    let (from, to) = (stay.from + 3 * MINUTE_MS, stay.from + 8 * MINUTE_MS);
    let faked = start.plus_ms(from)..start.plus_ms(to);
    let awake = start.plus_ms(from - MINUTE_MS)..start.plus_ms(to + MINUTE_MS);
    let mut inputs: Vec<Input> = honest
        .iter()
        .filter(|i| !matches!(i, Input::Fix(f) if awake.contains(&f.at)))
        .cloned()
        .collect();
    let Some(like) = honest.iter().find_map(fix_of).copied() else {
        return Ok(None);
    };
    let goal_at = town.place(goal)?.point;
    let mut latest = like;
    let mut check_in = None;
    for t in (from - MINUTE_MS..to + MINUTE_MS).step_by(EVERY_MS) {
        let at = start.plus_ms(t);
        let truly = if faked.contains(&at) { goal_at } else { here };
        let fix = Fix { at, ..like };
        let position = shaken_at(town, truly, rng)?;
        latest = Fix { position, ..fix };
        inputs.push(Input::Fix(latest));
        if check_in.is_none() && faked.contains(&at) {
            check_in = Some(latest);
        }
    }
    let outlet = town.place(goal)?.id;
    let device = latest.device;
    let id = uuid::Uuid::from_u128(9_000);
    for (t, fix, kind) in [(from + 20_000, check_in, true), (to - 20_000, None, false)] {
        let kind = if kind {
            MarkKind::CheckIn {
                outlet: Some(outlet),
                visit_type: fieldbeat_domain::mark::VisitType::Sales,
                fix,
            }
        } else {
            MarkKind::CheckOut { reason: None, fix }
        };
        inputs.push(Input::Mark(Mark {
            device,
            id,
            at: start.plus_ms(t),
            clock_offset_ms: 0,
            kind,
        }));
    }
    Ok(Some((inputs, outlet)))
}

/// Positions are switched off on the way to a call, which is declared without any, and on again
/// after it. None where no way is long enough.
pub fn switched_off(
    dense: &Dense,
    day: u64,
    truth: &Day,
    honest: &[Input],
    rng: &mut impl RngCore,
) -> Result<Option<(Vec<Input>, OutletId)>> {
    const ON_WAY_MS: i64 = 60_000;
    const BEFORE_MS: i64 = 150_000;
    let start = start(dense, day)?;
    let ways: Vec<(&TrueStay, i64)> = truth
        .stays
        .iter()
        .zip(truth.stays.iter().skip(1))
        .filter(|(a, b)| b.kind != Kind::Rest && b.from - a.to >= ON_WAY_MS + BEFORE_MS + MINUTE_MS)
        .map(|(a, b)| (b, a.to))
        .collect();
    let Some(&(stay, left)) = ways.choose(rng) else {
        return Ok(None);
    };
    let off = rng.random_range(left + ON_WAY_MS..stay.from - BEFORE_MS);
    let silent = start.plus_ms(off)..start.plus_ms(stay.to + 3 * MINUTE_MS);
    let mut inputs = Vec::with_capacity(honest.len());
    for input in honest {
        let mut input = input.clone();
        match &mut input {
            Input::Fix(f) if silent.contains(&f.at) => continue,
            Input::Mark(mark) if silent.contains(&mark.at) => match &mut mark.kind {
                MarkKind::CheckIn { fix, .. } | MarkKind::CheckOut { fix, .. } => *fix = None,
                _ => {}
            },
            _ => {}
        }
        inputs.push(input);
    }
    let outlet = stay.place.and_then(|i| dense.town().places.get(i));
    Ok(outlet.map(|p| (inputs, p.id)))
}

/// The phone's clock is set back or forth on the way, for the rest of the day.
pub fn clock_moved(day: &[Input], rng: &mut impl RngCore) -> Vec<Input> {
    // Before the first call there is no day yet whose clock could move.
    let check_ins: Vec<At> = day.iter().filter_map(check_in_at).skip(1).collect();
    let Some(&chosen) = check_ins.choose(rng) else {
        return day.to_vec();
    };
    // Some minutes before a call.
    let since = chosen.plus_ms(-rng.random_range(MINUTE_MS..10 * MINUTE_MS));
    let minutes = rng.random_range(10..90);
    let sign = if rng.random_bool(0.5) { 1 } else { -1 };
    let offset = sign * minutes * 60_000;
    let moved = |at: At| at.plus_ms(i64::from(-offset));
    let mut out = day.to_vec();
    for input in &mut out {
        match input {
            Input::Fix(f) if f.at >= since => (f.at, f.clock_offset_ms) = (moved(f.at), offset),
            Input::Mark(m) if m.at >= since => {
                (m.at, m.clock_offset_ms) = (moved(m.at), offset);
                if let MarkKind::CheckIn { fix: Some(f), .. }
                | MarkKind::CheckOut { fix: Some(f), .. } = &mut m.kind
                {
                    (f.at, f.clock_offset_ms) = (moved(f.at), offset);
                }
            }
            _ => {}
        }
    }
    out
}

/// Two calls of a web page without a stream, made at two shops far apart faster than anybody drives.
pub fn hop(dense: &Dense, day: u64, truth: &Day, rng: &mut impl RngCore) -> Result<Option<Cheat>> {
    let town = dense.town();
    let start = start(dense, day)?;
    let Some(&first) = truth.plan.first() else {
        return Ok(None);
    };
    let from = town.place(first)?.point;
    let mut far = town.nearest(from, usize::MAX);
    far.retain(|i| {
        town.places
            .get(*i)
            .is_some_and(|p| p.point.distance(from) >= HOP_M)
    });
    let Some(&second) = far.choose(rng) else {
        return Ok(None);
    };
    let metres = town.place(second)?.point.distance(from);
    let kmh = rng.random_range(120.0..400.0);
    #[expect(clippy::cast_possible_truncation, reason = "minutes")]
    let apart = (metres / kmh * 3_600.0) as i64;
    let apart = apart.max(62_000);
    let mut inputs = marks(
        town,
        start,
        [
            (first, 0, apart - 5_000),
            (second, apart, apart + 10 * MINUTE_MS),
        ]
        .into_iter(),
        &[],
    )?;
    let Some(like) = phone::fixes(town, &truth.journey, 60_000, &[], start, rng)?
        .iter()
        .find_map(fix_of)
        .copied()
    else {
        return Ok(None);
    };
    for input in &mut inputs {
        let Input::Mark(mark) = input else { continue };
        let at = mark.at;
        let MarkKind::CheckIn { outlet, fix, .. } = &mut mark.kind else {
            continue;
        };
        let place = town.places.iter().find(|p| Some(p.id) == *outlet);
        let point = place.map_or(from, |p| p.point);
        let position = shaken_at(town, point, rng)?;
        *fix = Some(Fix {
            at,
            position,
            ..like
        });
    }
    Ok(Some(Cheat {
        inputs,
        plan: vec![first, second],
    }))
}

fn calls(truth: &Day) -> impl Iterator<Item = &TrueStay> {
    truth.stays.iter().filter(|s| s.kind != Kind::Rest)
}

fn start(dense: &Dense, day: u64) -> Result<At> {
    Ok(town::start_of(
        dense.town(),
        date(day)?,
        crate::score::dense::START_MIN,
    ))
}

fn check_in_at(input: &Input) -> Option<At> {
    match input {
        Input::Mark(m) if matches!(m.kind, MarkKind::CheckIn { .. }) => Some(m.at),
        _ => None,
    }
}

const fn fix_of(input: &Input) -> Option<&Fix> {
    match input {
        Input::Fix(fix) => Some(fix),
        _ => None,
    }
}

fn seen_at(town: &Town, fix: &Fix) -> Point {
    town.roads.plane.point(Position {
        lat: fix.position.lat(),
        lng: fix.position.lng(),
    })
}

fn shaken(
    town: &Town,
    fix: &Fix,
    rng: &mut impl RngCore,
) -> Result<fieldbeat_domain::position::LatLng> {
    shaken_at(town, seen_at(town, fix), rng)
}

fn shaken_at(
    town: &Town,
    point: Point,
    rng: &mut impl RngCore,
) -> Result<fieldbeat_domain::position::LatLng> {
    let shake = Normal::new(0.0, JITTER_M)?;
    let moved = point.moved(shake.sample(rng), shake.sample(rng));
    lat_lng(town.roads.plane.position(moved))
}

fn away(from: Point, far_m: f64, rng: &mut impl RngCore) -> Point {
    let angle = rng.random_range(0.0..TAU);
    from.moved(far_m * angle.cos(), far_m * angle.sin())
}
