//! The rules called directly: `judge_day` over each track's company days, without a server.
//!
//! Fixes are quantised as the server's decoder does. Nothing is refused for age: dates are free here.

use std::{collections::BTreeMap, collections::BTreeSet, sync::Arc};

use anyhow::{Context, Result};
use chrono::NaiveDate;
use fieldbeat_domain::{
    day::DayReport,
    fix::{Fix, FixFlags, Provider},
    id::{DeviceId, OrgUnitId, OutletId, RepId},
    input::Input,
    judge::judge_day,
    outlet::{Geofence, Outlet},
    outlet_index::OutletIndex,
    plan::DayPlan,
    position::LatLng,
    rules::Rules,
    time::{At, CompanyTime},
    verdict::{DwellVerdict, EvidenceGrade},
    visit::{Visit, VisitState},
    world::{DayContext, World},
};

use super::{
    place::Fence,
    rebase,
    scene::{Detection, Ended, Observed, Scene, Track},
};
use crate::dataset::{Point, Span, mobilitynet::Ring};

/// A whole day's minutes.
const DAY_MIN: u16 = 24 * 60;

/// Judges every track of a scene.
pub fn judge(scene: &Scene) -> Result<Vec<Observed>> {
    let rules = rules(scene.dwell_s);
    let outlets = scene
        .outlets
        .iter()
        .zip(1..)
        .map(|(o, id)| Ok(outlet(OutletId(id), fence(&o.fence)?)))
        .collect::<Result<Vec<_>>>()?;
    let index = OutletIndex::build(outlets, &rules);
    let places: BTreeMap<OutletId, &str> = scene
        .outlets
        .iter()
        .zip(1..)
        .map(|(o, id)| (OutletId(id), o.place.as_str()))
        .collect();
    scene
        .tracks
        .iter()
        .map(|track| judge_track(track, &rules, &index, &places))
        .collect()
}

/// Defaults in UTC with the whole day as working hours.
fn rules(dwell_s: i32) -> Rules {
    Rules {
        time: CompanyTime {
            time_zone: chrono_tz::UTC,
            day_start_min: 0,
        },
        working_hours_min: (0, DAY_MIN),
        session_latest_end_min: DAY_MIN,
        dwell_min_s: dwell_s,
        ..Rules::default()
    }
}

fn outlet(id: OutletId, (pin, geofence): (Option<LatLng>, Geofence)) -> Outlet {
    Outlet {
        id,
        pin,
        geofence,
        class: "general".to_owned(),
        org_unit: OrgUnitId(1),
        valid_from: NaiveDate::MIN,
        valid_to: None,
    }
}

fn position(lat: f64, lng: f64) -> Result<LatLng> {
    LatLng::from_degrees(lat, lng).with_context(|| format!("no position: {lat}, {lng}"))
}

fn fence(fence: &Fence) -> Result<(Option<LatLng>, Geofence)> {
    let ring = |ring: &Ring| ring.iter().map(|(lat, lng)| position(*lat, *lng)).collect();
    Ok(match fence {
        Fence::Pin { lat, lng } => (
            Some(position(*lat, *lng)?),
            Geofence::Circle { radius_m: None },
        ),
        Fence::Polygons { polygons, margin_m } => (
            None,
            Geofence::Polygon {
                polygons: polygons
                    .iter()
                    .map(|rings| rings.iter().map(ring).collect::<Result<_>>())
                    .collect::<Result<_>>()?,
                margin_m: *margin_m,
            },
        ),
    })
}

fn judge_track(
    track: &Track,
    rules: &Rules,
    index: &OutletIndex,
    places: &BTreeMap<OutletId, &str>,
) -> Result<Observed> {
    let date = NaiveDate::from_ymd_opt(2026, 1, 15).context("a date")?;
    let bounds = rules.time.day_bounds(date);
    let day = Span {
        from_ms: bounds.start.0,
        to_ms: bounds.end.0,
    };
    let shift_ms = rebase::shift_ms(track, day);
    let mut days: BTreeMap<NaiveDate, Vec<Input>> = BTreeMap::new();
    for point in rebase::moved(track, shift_ms) {
        let fix = fix(&point, rules)?;
        let date = rules.time.date_of(fix.judged_at());
        days.entry(date).or_default().push(Input::Fix(fix));
    }
    let mut observed = Observed::default();
    for (date, inputs) in days {
        let context = day_context(date, rules);
        let world = World {
            rules,
            day: &context,
            outlets: index,
        };
        let report = judge_day(&inputs, world, context.bounds.end);
        observe(&mut observed, &report, rules, places, shift_ms);
    }
    Ok(observed)
}

fn day_context(date: NaiveDate, rules: &Rules) -> DayContext {
    DayContext {
        rep: RepId(1),
        plan: DayPlan {
            rep: RepId(1),
            date,
            stops: Vec::new(),
        },
        bounds: rules.time.day_bounds(date),
        own_outlets: Arc::new(BTreeSet::new()),
        routed_outlets: Arc::new(BTreeSet::new()),
        grade: EvidenceGrade::NativeApp,
        can_declare: false,
        same_tracks: Vec::new(),
    }
}

/// Rounds to a stored integer; `None` where it does not fit.
#[expect(clippy::cast_possible_truncation, reason = "range checked")]
fn scaled(value: Option<f64>, factor: f64) -> Option<i32> {
    let value = (value? * factor).round();
    (value.abs() <= f64::from(i32::MAX)).then_some(value as i32)
}

fn fix(point: &Point, rules: &Rules) -> Result<Fix> {
    let accuracy_dm = scaled(point.accuracy_m, 10.0).filter(|a| *a > 0);
    let vague = accuracy_dm.is_some_and(|a| a > rules.accuracy_flag_m * 10);
    Ok(Fix {
        device: DeviceId(1),
        at: At(point.at_ms),
        clock_offset_ms: 0,
        position: position(point.lat, point.lng)?,
        accuracy_dm,
        altitude_dm: scaled(point.altitude_m, 10.0),
        speed_cmps: scaled(point.speed_mps, 100.0),
        bearing_cdeg: scaled(point.bearing_deg, 100.0).map(|b| b % 36_000),
        battery_pct: None,
        provider: Provider::Unknown,
        flags: if vague {
            FixFlags::LOW_ACCURACY
        } else {
            FixFlags::NONE
        },
    })
}

fn observe(
    observed: &mut Observed,
    report: &DayReport,
    rules: &Rules,
    places: &BTreeMap<OutletId, &str>,
    shift_ms: i64,
) {
    for visit in &report.visits {
        let (Some(place), Some(from)) =
            (visit.outlet.and_then(|o| places.get(&o)), visit.arrived_at)
        else {
            continue;
        };
        let to = visit
            .departed_at
            .or(visit.evidence.last_inside_at)
            .unwrap_or(from);
        let span = Span {
            from_ms: from.0,
            to_ms: to.0,
        };
        observed.visits.push(Detection {
            place: (*place).to_owned(),
            span: rebase::back(span, shift_ms),
            ended: ended(visit, span, rules),
        });
    }
    observed.stays.extend(report.stays.iter().map(|stay| {
        let span = Span {
            from_ms: stay.from_at.0,
            to_ms: stay.to_at.0,
        };
        rebase::back(span, shift_ms)
    }));
}

fn ended(visit: &Visit, span: Span, rules: &Rules) -> Ended {
    let cap_ms = i64::from(rules.visit_cap_h) * 3_600_000;
    if visit.state == VisitState::Closed
        && !visit.provisional
        && visit.verdict.dwell != DwellVerdict::AutoClosed
        && span.duration_ms() < cap_ms
    {
        Ended::Left
    } else if span.duration_ms() >= cap_ms {
        Ended::Capped
    } else {
        Ended::Silent
    }
}
