//! One declared visit of a cell: where the rep is, what the phone sends, what the judge says.
//!
//! The phone's error is normal in both axes, of the accuracy that it reports; seven tenths of its
//! variance hold for a whole stay. Three of a thousand streamed fixes are reflections far off.

use std::{collections::BTreeSet, f64::consts::TAU, sync::Arc};

use anyhow::{Context, Result};
use chrono::NaiveDate;
use fieldbeat_domain::{
    fix::{Fix, FixFlags, Provider},
    id::{DeviceId, OutletId, RepId, RouteId},
    input::Input,
    judge::judge_day,
    mark::{Mark, MarkKind, VisitType},
    outlet_index::OutletIndex,
    plan::{DayPlan, Stop},
    rules::Rules,
    time::At,
    verdict::{EvidenceGrade, Overall, PlaceVerdict},
    visit::VisitSource,
    world::{DayContext, World},
};
use rand::{Rng, RngCore};
use rand_distr::{Distribution, LogNormal, StandardNormal};
use uuid::Uuid;

use super::{Cell, Source};
use crate::{
    plane::{Plane, Point},
    score::dense::lat_lng,
};

/// 68 % radius of a round normal scatter, in standard deviations of one axis.
const RADIUS_68: f64 = 1.509_6;
/// Share of the variance that a phone keeps for the stay.
const KEPT: f64 = 0.7;
const JUMP_CHANCE: f64 = 0.003;
/// How far from its door a shop is gone into.
const SHOP_M: f64 = 8.0;
/// Faked visits are made from this far beyond the edge round the shop itself, and up to twice that.
const FAKED_M: f64 = 300.0;
/// The way to the shop and off: so long, so fast.
const WAY_M: f64 = 400.0;
const SPEED_MPS: f64 = 5.0;
/// The visit, in milliseconds from the session's start, its check-in and check-out.
const ARRIVES: i64 = 600_000;
const CHECKS_IN: i64 = 640_000;
const CHECKS_OUT: i64 = 1_230_000;
const LEAVES: i64 = 1_240_000;
/// Cadence on the move, at rest, and of an open page, which is open so long round a mark.
const MOVING_MS: usize = 15_000;
const STILL_MS: usize = 60_000;
const PAGE_MS: usize = 10_000;
const PAGE_OPEN_MS: i64 = 20_000;

/// Where all trials happen.
pub struct Ground<'a> {
    pub plane: &'a Plane,
    pub index: &'a OutletIndex,
    pub rules: &'a Rules,
}

/// What was said of a visit.
pub struct Said {
    pub place: PlaceVerdict,
    pub overall: Overall,
    /// The kept error and the pin's put the rep beyond the edge.
    pub beyond: bool,
}

/// The rep is in the shop, which lies off its pin.
pub fn honest(ground: &Ground<'_>, cell: &Cell, rng: &mut impl RngCore) -> Result<Said> {
    let shop = Point::default();
    let shop = away(shop, cell.pin_error_m, rng);
    let far_m = SHOP_M * rng.random_range(0.0..1.0_f64).sqrt();
    let rep = away(shop, far_m, rng);
    visit(ground, cell, rep, rng)
}

/// The rep checks in from elsewhere with an honest phone.
pub fn faked(ground: &Ground<'_>, cell: &Cell, rng: &mut impl RngCore) -> Result<Said> {
    let shop = away(Point::default(), cell.pin_error_m, rng);
    let far_m = f64::from(cell.radius_m) + FAKED_M * rng.random_range(1.0..2.0);
    // Beyond the recorded fence as well: the pin's error gives nobody a shorter way.
    let rep = loop {
        let rep = away(shop, far_m, rng);
        if rep.distance(Point::default()) >= f64::from(cell.radius_m) + FAKED_M {
            break rep;
        }
    };
    visit(ground, cell, rep, rng)
}

/// The phone of a trial.
struct Phone<'a> {
    plane: &'a Plane,
    sigma_m: f64,
    accuracy_m: f64,
    provider: Provider,
    kept: (f64, f64),
    start: At,
}

impl Phone<'_> {
    /// A reading at a true place; `may_jump` where it is no fix of a mark.
    fn read(&self, t: i64, truth: Point, may_jump: bool, rng: &mut impl RngCore) -> Result<Fix> {
        let (kept, fresh) = (KEPT.sqrt(), (1.0 - KEPT).sqrt());
        let mut seen = truth.moved(
            self.sigma_m * (kept * self.kept.0 + fresh * normal(rng)),
            self.sigma_m * (kept * self.kept.1 + fresh * normal(rng)),
        );
        let mut accuracy_m = self.accuracy_m * LogNormal::new(0.0, 0.12)?.sample(rng);
        if may_jump && rng.random_bool(JUMP_CHANCE) {
            let far_m = rng.random_range(180.0..900.0);
            seen = away(truth, far_m, rng);
            accuracy_m = rng.random_range(20.0..60.0);
        }
        Ok(Fix {
            device: DeviceId(1),
            at: self.start.plus_ms(t),
            clock_offset_ms: 0,
            position: lat_lng(self.plane.position(seen))?,
            accuracy_dm: Some(whole(accuracy_m * 10.0)),
            altitude_dm: None,
            speed_cmps: None,
            bearing_cdeg: None,
            battery_pct: None,
            provider: self.provider,
            flags: FixFlags::NONE,
        })
    }
}

fn visit(ground: &Ground<'_>, cell: &Cell, rep: Point, rng: &mut impl RngCore) -> Result<Said> {
    let date = NaiveDate::from_ymd_opt(2026, 3, 2).context("a date")?;
    let start = ground.rules.time.local(date, 9 * 60);
    let phone = Phone {
        plane: ground.plane,
        sigma_m: cell.accuracy_m / RADIUS_68,
        accuracy_m: cell.accuracy_m,
        provider: match cell.source {
            Source::Native => Provider::Fused,
            Source::Web => Provider::Browser,
        },
        kept: (normal(rng), normal(rng)),
        start,
    };
    let direction = away(Point::default(), WAY_M, rng);
    let mut inputs = Vec::new();
    for (t, truth) in readings(cell.source, rep, direction) {
        inputs.push(Input::Fix(phone.read(t, truth, true, rng)?));
    }
    inputs.extend(marks(&phone, rep, rng)?.map(Input::Mark));
    let context = context(ground, cell, date);
    let world = World {
        rules: ground.rules,
        day: &context,
        outlets: ground.index,
    };
    let report = judge_day(&inputs, world, context.bounds.end);
    let visit = report
        .visits
        .iter()
        .find(|v| v.source == VisitSource::Declared)
        .context("the check-in opened no visit")?;
    let kept = KEPT.sqrt() * phone.sigma_m;
    let settled = rep.moved(kept * phone.kept.0, kept * phone.kept.1);
    Ok(Said {
        place: visit.verdict.place,
        overall: visit.verdict.overall,
        beyond: settled.distance(Point::default()) > f64::from(cell.radius_m),
    })
}

/// When the phone reads, and where it then is.
fn readings(source: Source, rep: Point, direction: Point) -> Vec<(i64, Point)> {
    let on_way = |away_s: f64| {
        let share = (away_s * SPEED_MPS / WAY_M).min(1.0);
        rep.moved(direction.x * share, direction.y * share)
    };
    let way_ms = whole(WAY_M / SPEED_MPS * 1000.0);
    let way_ms = i64::from(way_ms);
    match source {
        Source::Native => {
            let coming = (ARRIVES - way_ms..ARRIVES).step_by(MOVING_MS);
            let there = (ARRIVES..LEAVES).step_by(STILL_MS);
            let going = (LEAVES..LEAVES + way_ms).step_by(MOVING_MS);
            coming
                .map(|t| (t, on_way(seconds(ARRIVES - t))))
                .chain(there.map(|t| (t, rep)))
                .chain(going.map(|t| (t, on_way(seconds(t - LEAVES)))))
                .collect()
        }
        Source::Web => [CHECKS_IN, CHECKS_OUT]
            .into_iter()
            .flat_map(|mark| (mark - PAGE_OPEN_MS..mark + PAGE_OPEN_MS).step_by(PAGE_MS))
            .filter(|t| *t < LEAVES && *t != CHECKS_IN && *t != CHECKS_OUT)
            .map(|t| (t, rep))
            .collect(),
    }
}

fn marks(phone: &Phone<'_>, rep: Point, rng: &mut impl RngCore) -> Result<[Mark; 3]> {
    let mark = |id: u128, t: i64, kind: MarkKind| Mark {
        device: DeviceId(1),
        id: Uuid::from_u128(id),
        at: phone.start.plus_ms(t),
        clock_offset_ms: 0,
        kind,
    };
    let check_in = MarkKind::CheckIn {
        outlet: Some(OutletId(1)),
        visit_type: VisitType::Sales,
        fix: Some(phone.read(CHECKS_IN, rep, false, rng)?),
    };
    let check_out = MarkKind::CheckOut {
        reason: None,
        fix: Some(phone.read(CHECKS_OUT, rep, false, rng)?),
    };
    Ok([
        mark(1, 0, MarkKind::SessionStart),
        mark(2, CHECKS_IN, check_in),
        mark(2, CHECKS_OUT, check_out),
    ])
}

fn context(ground: &Ground<'_>, cell: &Cell, date: NaiveDate) -> DayContext {
    let stop = Stop {
        outlet: OutletId(1),
        route: RouteId(1),
        sequence: 1,
        window_from_min: None,
        window_to_min: None,
        service_min: None,
        excused: false,
    };
    DayContext {
        rep: RepId(1),
        plan: DayPlan {
            rep: RepId(1),
            date,
            stops: vec![stop],
        },
        bounds: ground.rules.time.day_bounds(date),
        own_outlets: Arc::new(BTreeSet::new()),
        routed_outlets: Arc::new(BTreeSet::new()),
        grade: match cell.source {
            Source::Native => EvidenceGrade::NativeApp,
            Source::Web => EvidenceGrade::WebAppOnly,
        },
        can_declare: true,
        same_tracks: Vec::new(),
    }
}

fn away(from: Point, far_m: f64, rng: &mut impl RngCore) -> Point {
    let angle = rng.random_range(0.0..TAU);
    from.moved(far_m * angle.cos(), far_m * angle.sin())
}

fn normal(rng: &mut impl RngCore) -> f64 {
    StandardNormal.sample(rng)
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a day")]
fn seconds(ms: i64) -> f64 {
    ms as f64 / 1000.0
}

#[expect(clippy::cast_possible_truncation, reason = "saturates")]
fn whole(value: f64) -> i32 {
    value.round() as i32
}
