//! What a rep truly does on one day: the plan, roughly in its order, a few calls that no plan holds,
//! rests that are no call at all. Never knows about phones.

use anyhow::Result;
use rand::{Rng, RngCore, seq::IndexedRandom};

use super::town::Town;
use crate::{
    company::territory,
    fleet::{
        motion::{Journey, Traveller},
        noise::Surroundings,
    },
    plane::{Plane, Point},
};

/// Planned stops of a rep-day.
pub const PLANNED: usize = 20;
/// Share of the planned stops that are not visited, and of neighbours in the plan that change places.
const SKIPPED: f64 = 0.05;
const SWAPPED: f64 = 0.1;
/// Calls beyond the plan and rests of a day, each within [`NEAR_M`] of the way.
const UNPLANNED: usize = 3;
const RESTS: usize = 3;
const NEAR_M: f64 = 600.0;
/// The goal of a walk past shops lies at least so far away.
const FAR_M: f64 = 1_500.0;
/// On a stretch of this length a walk comes half as far at least.
const LOOP_M: f64 = 120.0;
/// A call and a rest last so long.
const CALL_MS: std::ops::Range<i64> = 180_000..1_200_000;
const REST_MS: std::ops::Range<i64> = 180_000..1_800_000;

/// What a stay truly was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Planned,
    Unplanned,
    /// At no outlet, though often inside the fence of one.
    Rest,
}

/// A stay, in milliseconds of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrueStay {
    pub kind: Kind,
    /// Index of the outlet; none for a rest.
    pub place: Option<usize>,
    pub from: i64,
    pub to: i64,
}

/// A day as it was.
pub struct Day {
    /// Indices of the planned outlets in the plan's order.
    pub plan: Vec<usize>,
    pub stays: Vec<TrueStay>,
    pub journey: Journey,
    pub end: i64,
}

/// A day of a rep whose plan holds 20 of the `pool` outlets nearest to one of the town.
pub fn day(town: &Town, pool: usize, rng: &mut impl RngCore) -> Result<Day> {
    let plan = planned(town, pool, rng)?;
    day_of(town, plan, rng)
}

/// A day of a rep who has this plan.
pub fn day_of(town: &Town, plan: Vec<usize>, rng: &mut impl RngCore) -> Result<Day> {
    let mut order: Vec<usize> = plan.clone();
    order.retain(|_| !rng.random_bool(SKIPPED));
    let mut i = 0;
    while i + 1 < order.len() {
        if rng.random_bool(SWAPPED) {
            order.swap(i, i + 1);
            i += 1;
        }
        i += 1;
    }
    // What else happens, and after which stop.
    let mut extras: Vec<(usize, Kind)> = Vec::new();
    for (kind, count) in [(Kind::Unplanned, UNPLANNED), (Kind::Rest, RESTS)] {
        extras.extend((0..count).map(|_| (rng.random_range(0..order.len().max(1)), kind)));
    }
    let start = town.place(*order.first().unwrap_or(&0))?.position;
    let mut rider = Traveller::start(&town.roads, start, 0, rng);
    let mut stays = Vec::new();
    for (k, &stop) in order.iter().enumerate() {
        call(&mut rider, town, stop, Kind::Planned, &mut stays)?;
        for (_, kind) in extras.iter().filter(|(after, _)| *after == k) {
            if *kind == Kind::Rest {
                rest(&mut rider, &mut stays);
            } else {
                let near: Vec<usize> = town
                    .nearest(rider.point, usize::MAX)
                    .into_iter()
                    .filter(|i| !plan.contains(i))
                    .take_while(|&i| {
                        town.place(i)
                            .is_ok_and(|p| p.point.distance(rider.point) <= NEAR_M)
                    })
                    .collect();
                if let Some(&other) = near.choose(rider.rng()) {
                    call(&mut rider, town, other, Kind::Unplanned, &mut stays)?;
                }
            }
        }
    }
    let away = somewhere(rider.point, NEAR_M, rider.plane(), rider.rng());
    rider.ride_to(away);
    let end = rider.t;
    Ok(Day {
        plan,
        stays,
        journey: rider.finish(),
        end,
    })
}

fn planned(town: &Town, pool: usize, rng: &mut impl RngCore) -> Result<Vec<usize>> {
    let middle = *town.on_road.choose(rng).unwrap_or(&0);
    planned_round(town, middle, pool, rng)
}

/// A colleague's plan: of the outlets that lie nearest to the first of this one.
pub fn plan_beside(
    town: &Town,
    plan: &[usize],
    pool: usize,
    rng: &mut impl RngCore,
) -> Result<Vec<usize>> {
    planned_round(town, *plan.first().unwrap_or(&0), pool, rng)
}

fn planned_round(
    town: &Town,
    middle: usize,
    pool: usize,
    rng: &mut impl RngCore,
) -> Result<Vec<usize>> {
    let from = town.nearest(town.place(middle)?.point, pool);
    let group: Vec<usize> = from.choose_multiple(rng, PLANNED).copied().collect();
    let points: Vec<Point> = town.places.iter().map(|p| p.point).collect();
    let first = group.first().and_then(|&i| points.get(i)).copied();
    Ok(territory::ordered(
        &points,
        &group,
        first.unwrap_or_default(),
    ))
}

/// Rides to the road at the outlet, walks in, stays, walks out.
fn call<R: RngCore>(
    rider: &mut Traveller<'_, R>,
    town: &Town,
    place: usize,
    kind: Kind,
    stays: &mut Vec<TrueStay>,
) -> Result<()> {
    let outlet = town.place(place)?;
    rider.ride_to(outlet.position);
    let road = rider.point;
    rider.walk_to(outlet.point, Surroundings::Indoors);
    let from = rider.t;
    let lasts = rider.rng().random_range(CALL_MS);
    rider.stay(from + lasts, Surroundings::Indoors);
    stays.push(TrueStay {
        kind,
        place: Some(place),
        from,
        to: rider.t,
    });
    rider.walk_to(road, Surroundings::Road);
    Ok(())
}

fn rest<R: RngCore>(rider: &mut Traveller<'_, R>, stays: &mut Vec<TrueStay>) {
    let at = somewhere(rider.point, NEAR_M, rider.plane(), rider.rng());
    rider.ride_to(at);
    let from = rider.t;
    let lasts = rider.rng().random_range(REST_MS);
    rider.stay(from + lasts, Surroundings::Road);
    stays.push(TrueStay {
        kind: Kind::Rest,
        place: None,
        from,
        to: rider.t,
    });
}

fn somewhere(
    from: Point,
    within_m: f64,
    plane: Plane,
    rng: &mut impl RngCore,
) -> crate::plane::Position {
    let angle = rng.random_range(0.0..std::f64::consts::TAU);
    let far = within_m * rng.random_range(0.0..1.0_f64).sqrt();
    plane.position(from.moved(far * angle.cos(), far * angle.sin()))
}

/// A walk along the roads past shops, without a halt and without coming back to where it was.
pub struct Walk {
    pub journey: Journey,
    pub end: i64,
    /// Shops that lay within the given distance of the way.
    pub passed: usize,
}

/// Walks from one end of the town to another; none where the way doubles back.
pub fn walk_past(town: &Town, within_m: f64, rng: &mut impl RngCore) -> Result<Option<Walk>> {
    let start = town.place(*town.on_road.choose(rng).unwrap_or(&0))?;
    let mut goals = town.nearest(start.point, usize::MAX);
    goals.retain(|&i| {
        town.place(i)
            .is_ok_and(|p| p.point.distance(start.point) >= FAR_M)
    });
    let Some(&goal) = goals.choose(rng) else {
        return Ok(None);
    };
    let mut walker = Traveller::start(&town.roads, start.position, 0, rng);
    let way = walker.walk_along_to(town.place(goal)?.position);
    if doubles_back(&way) {
        return Ok(None);
    }
    let is_near = |p: Point| way.iter().any(|w| w.distance(p) <= within_m);
    let end = walker.t;
    Ok(Some(Walk {
        journey: walker.finish(),
        end,
        passed: town.places.iter().filter(|p| is_near(p.point)).count(),
    }))
}

/// Some place of the way is nearer to another than half of the way between them.
fn doubles_back(way: &[Point]) -> bool {
    let mut walked = 0.0;
    let mut last = way.first().copied().unwrap_or_default();
    let along: Vec<(f64, Point)> = way
        .iter()
        .map(|&p| {
            walked += last.distance(p);
            last = p;
            (walked, p)
        })
        .collect();
    (0..along.len()).any(|i| {
        let (Some((a, p)), Some(later)) = (along.get(i), along.get(i..)) else {
            return false;
        };
        later
            .iter()
            .any(|(b, q)| b - a > LOOP_M && p.distance(*q) < (b - a).min(2.0 * LOOP_M) / 2.0)
    })
}
