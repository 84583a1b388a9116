//! How each cheat makes its day out of honest ones.

use std::f64::consts::TAU;

use anyhow::Result;
use fieldbeat_domain::{
    id::DeviceId,
    input::Input,
    mark::{Mark, MarkKind, VisitType},
    same_track::Seen,
    time::At,
};
use rand::{Rng, RngCore, seq::SliceRandom};
use rand_distr::{Distribution, Normal};
use uuid::Uuid;

use crate::{
    fleet::{motion::Traveller, noise::Surroundings},
    plane::{Point, Position},
    score::dense::{
        Dense, START_MIN, date, phone,
        town::{self, Town, lat_lng},
        truth::{Day, Kind},
    },
};

const DAY_MS: i64 = 86_400_000;
/// A day is sent again so much earlier or later at most.
const OFFSET_MS: i64 = 1_200_000;
/// Fixes that a replay leaves out.
const LEFT_OUT: f64 = 0.05;
/// Check-ins of a street from one café, and the time from one to the next.
const CAFE_CALLS: std::ops::RangeInclusive<usize> = 4..=8;
const CAFE_CALL_MS: std::ops::Range<i64> = 200_000..420_000;
/// The least that the pins of the street span: less is one place (rules.md §3).
const STREET_M: f64 = 60.0;
/// How far inside each fence the café is at least.
const WITHIN_MM: i64 = 5_000;

/// An earlier day's track sent again, each fix shaken by so much.
pub fn sent_again(
    town: &Town,
    before: &[Seen],
    days_later: u64,
    shake_m: f64,
    rng: &mut impl RngCore,
) -> Result<Vec<Seen>> {
    let days = i64::try_from(days_later)?;
    let shift_ms = days * DAY_MS + rng.random_range(-OFFSET_MS..=OFFSET_MS);
    let shake = Normal::new(0.0, shake_m)?;
    let mut sent = Vec::with_capacity(before.len());
    for fix in before {
        if rng.random_bool(LEFT_OUT) {
            continue;
        }
        let was = Position {
            lat: fix.position.lat(),
            lng: fix.position.lng(),
        };
        let plane = &town.roads.plane;
        let point = plane.point(was).moved(shake.sample(rng), shake.sample(rng));
        sent.push(Seen {
            at: fix.at.plus_ms(shift_ms),
            position: lat_lng(plane.position(point))?,
        });
    }
    Ok(sent)
}

/// A phone that its rep carries until it is handed to a colleague, for half of the day or more.
pub fn handed_over(own: &[Seen], carried: &[Seen], rng: &mut impl RngCore) -> Vec<Seen> {
    let (Some(first), Some(last)) = (carried.first(), carried.last()) else {
        return Vec::new();
    };
    let half_ms = last.at.since_ms(first.at) / 2;
    let from = first.at.plus_ms(rng.random_range(0..=half_ms.max(1)));
    let mut track: Vec<Seen> = own.iter().filter(|s| s.at < from).copied().collect();
    track.extend(carried.iter().filter(|s| s.at >= from));
    track
}

/// The marks of a rep who checks in at each shop while there.
pub fn honest_marks(dense: &Dense, day: u64, truth: &Day, fixes: &[Input]) -> Result<Vec<Input>> {
    let town = dense.town();
    let start = town::start_of(town, date(day)?, START_MIN);
    let calls = truth
        .stays
        .iter()
        .filter(|s| s.kind != Kind::Rest)
        .filter_map(|s| Some((s.place?, s.from + 30_000, s.to - 10_000)));
    marks(town, start, calls, fixes)
}

/// A cheating day: what was sent, and the plan.
pub struct Cheat {
    pub inputs: Vec<Input>,
    pub plan: Vec<usize>,
}

/// A whole street checked in from one café within the radius of each; none where the town has no
/// such street at hand.
pub fn one_cafe(dense: &Dense, day: u64, rng: &mut impl RngCore) -> Result<Option<Cheat>> {
    const TRIES: usize = 200;
    let town = dense.town();
    let start = town::start_of(town, date(day)?, START_MIN);
    for _ in 0..TRIES {
        let Some(i) = town
            .on_road
            .get(rng.random_range(0..town.on_road.len().max(1)))
        else {
            return Ok(None);
        };
        let angle = rng.random_range(0.0..TAU);
        let cafe = town
            .place(*i)?
            .point
            .moved(15.0 * angle.cos(), 15.0 * angle.sin());
        let mut street = within(town, cafe, day)?;
        street.shuffle(rng);
        street.truncate(rng.random_range(CAFE_CALLS));
        if street.len() < *CAFE_CALLS.start() || span_m(town, &street) <= STREET_M {
            continue;
        }
        // In the order of the street.
        street.sort_by(|a, b| {
            let x = |i: &usize| town.places.get(*i).map_or(0.0, |p| p.point.x + p.point.y);
            x(a).total_cmp(&x(b))
        });
        let position = town.roads.plane.position(cafe);
        let mut rider = Traveller::start(&town.roads, position, 0, &mut *rng);
        rider.walk_to(cafe, Surroundings::Indoors);
        let from = rider.t;
        let mut calls = Vec::new();
        for &place in &street {
            let at = rider.t;
            let lasts = rider.rng().random_range(CAFE_CALL_MS);
            rider.stay(at + lasts, Surroundings::Indoors);
            calls.push((place, at + 5_000, rider.t - 5_000));
        }
        let end = rider.t;
        let journey = rider.finish();
        let mut inputs = phone::fixes(town, &journey, end, &[(from, end)], start, rng)?;
        inputs.extend(marks(town, start, calls.into_iter(), &inputs)?);
        return Ok(Some(Cheat {
            inputs,
            plan: street,
        }));
    }
    Ok(None)
}

/// The outlets in whose fence a point lies.
fn within(town: &Town, point: Point, day: u64) -> Result<Vec<usize>> {
    let position = lat_lng(town.roads.plane.position(point))?;
    let date = date(day)?;
    let holds = |i: &usize| {
        town.places
            .get(*i)
            .and_then(|p| town.index.get(p.id, date))
            .and_then(|o| o.fence.beyond_mm(position))
            .is_some_and(|b| b <= -WITHIN_MM)
    };
    Ok((0..town.places.len()).filter(holds).collect())
}

fn span_m(town: &Town, places: &[usize]) -> f64 {
    let points: Vec<Point> = places
        .iter()
        .filter_map(|i| Some(town.places.get(*i)?.point))
        .collect();
    points
        .iter()
        .flat_map(|a| points.iter().map(|b| a.distance(*b)))
        .fold(0.0, f64::max)
}

/// A check-in and a check-out of each call, with the fix that the phone had last.
pub fn marks(
    town: &Town,
    start: At,
    calls: impl Iterator<Item = (usize, i64, i64)>,
    fixes: &[Input],
) -> Result<Vec<Input>> {
    let last_fix = |at: At| {
        let before = fixes.iter().rev().filter_map(|input| match input {
            Input::Fix(fix) if fix.at <= at => Some(*fix),
            _ => None,
        });
        before
            .take(1)
            .next()
            .map(|fix| fieldbeat_domain::fix::Fix { at, ..fix })
    };
    let mut marks = vec![mark(1, start, MarkKind::SessionStart)];
    for ((place, from, to), id) in calls.zip(2..) {
        let (from, to) = (start.plus_ms(from), start.plus_ms(to));
        let check_in = MarkKind::CheckIn {
            outlet: Some(town.place(place)?.id),
            visit_type: VisitType::Sales,
            fix: last_fix(from),
        };
        let check_out = MarkKind::CheckOut {
            reason: None,
            fix: last_fix(to),
        };
        marks.push(mark(id, from, check_in));
        marks.push(mark(id, to, check_out));
    }
    Ok(marks.into_iter().map(Input::Mark).collect())
}

fn mark(id: u128, at: At, kind: MarkKind) -> Mark {
    Mark {
        device: DeviceId(1),
        id: Uuid::from_u128(id),
        at,
        clock_offset_ms: 0,
        kind,
    }
}
