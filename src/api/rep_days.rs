//! A rep's day: plan, visits, stays, holes, times and figures on one page.

use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use fieldbeat_domain::{
    day::{Hole, Stay, WorkInterval},
    id::RepId,
    plan::StopState,
    position::{LatLng, distance_mm},
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::Seg,
    kpi::{self, KpiView},
    problem::{Problem, ProblemBody},
    visit_view::{VisitSummary, thousandth},
    write,
};
use crate::store::{
    day_plan::{self, PlanStop},
    evidence::{self, DaySeal},
    instant::Instant,
    rep_day::{self, StoredReport},
    scope, snapshot,
    stop_said::{self, StopSaid},
    unsynced_day,
    visit::{self, VisitFilter},
};

#[derive(Serialize, utoipa::ToSchema)]
pub struct DayRep {
    id: i32,
    code: String,
    name: String,
    phone: Option<String>,
}

/// A planned stop with what became of it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DayStop {
    #[serde(flatten)]
    stop: PlanStop,
    /// planned | in_progress | completed | cancelled | rescheduled | missed | unsynced | excused
    state: &'static str,
    /// As given: a code of `visit-reasons`, or the rep's own words.
    reason: Option<String>,
    rescheduled_to: Option<NaiveDate>,
    /// When and how far from the pin the rep said so, where there was no visit.
    said: Option<SaidView>,
    visit_id: Option<Uuid>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct SaidView {
    at: Instant,
    /// Null where the phone told no position, or the outlet has no pin.
    distance_m: Option<f64>,
    accuracy_m: Option<f64>,
}

impl SaidView {
    fn of(said: &StopSaid, stop: &PlanStop) -> Self {
        let pin = stop.lat.zip(stop.lng);
        let pin = pin.and_then(|(lat, lng)| LatLng::from_degrees(lat, lng));
        Self {
            at: said.at.into(),
            distance_m: said
                .position
                .zip(pin)
                .map(|(here, pin)| thousandth(distance_mm(here, pin))),
            accuracy_m: said.accuracy_m,
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct DayPlanView {
    frozen_at: Option<Instant>,
    stops: Vec<DayStop>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct IntervalView {
    id: Uuid,
    started_at: Instant,
    /// Null while running.
    ended_at: Option<Instant>,
    auto_started: bool,
    auto_ended: bool,
}

impl From<&WorkInterval> for IntervalView {
    fn from(w: &WorkInterval) -> Self {
        Self {
            id: w.id,
            started_at: w.started_at.into(),
            ended_at: w.ended_at.map(Instant::from),
            auto_started: w.auto_started,
            auto_ended: w.auto_ended,
        }
    }
}

/// Time without accepted fixes.
#[derive(Serialize, utoipa::ToSchema)]
pub struct HoleView {
    from_at: Instant,
    to_at: Instant,
    /// Straight across; no part of the day's distance.
    distance_m: f64,
}

impl From<&Hole> for HoleView {
    fn from(h: &Hole) -> Self {
        Self {
            from_at: h.from_at.into(),
            to_at: h.to_at.into(),
            distance_m: thousandth(h.distance_mm),
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct StayView {
    from_at: Instant,
    to_at: Instant,
    lat: f64,
    lng: f64,
    outlet_id: Option<i32>,
}

impl From<&Stay> for StayView {
    fn from(s: &Stay) -> Self {
        Self {
            from_at: s.from_at.into(),
            to_at: s.to_at.into(),
            lat: s.centre.lat(),
            lng: s.centre.lng(),
            outlet_id: s.outlet.map(|o| o.0),
        }
    }
}

/// Adds up to `time_in_market_s` exactly.
#[derive(Serialize, utoipa::ToSchema)]
#[expect(
    clippy::struct_field_names,
    reason = "the unit is part of a name at the border"
)]
pub struct TimeView {
    time_in_market_s: f64,
    in_store_s: f64,
    travel_s: f64,
    idle_s: f64,
    break_s: f64,
    unobserved_s: f64,
}

/// The newest seal of the rep-day: what `fieldbeat verify` checks.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DaySealView {
    revision: i32,
    rule_version: i32,
    /// Outlets, pins and routes were known up to then.
    known_at: Instant,
    sealed_at: Instant,
    /// Hexadecimal SHA-256: of the revision, and the last link of the chain of its visits.
    seal: String,
    chain_head: String,
}

impl From<DaySeal> for DaySealView {
    fn from(s: DaySeal) -> Self {
        Self {
            revision: s.revision,
            rule_version: s.rule_version,
            known_at: s.known_at,
            sealed_at: s.sealed_at,
            seal: hex::encode(s.seal),
            chain_head: s.head,
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct RepDayView {
    rep: DayRep,
    date: NaiveDate,
    /// Of that day.
    org_unit_id: i32,
    rule_version: i32,
    /// 0: nothing was judged yet.
    revision: i32,
    /// Of the judged day, hexadecimal.
    hash: Option<String>,
    judged_as_of: Option<Instant>,
    /// Null until the day is over and judged as a whole.
    seal: Option<DaySealView>,
    /// Since when the day waits for data that a device of the rep may still hold. Null: it does not.
    unsynced_since: Option<Instant>,
    plan: DayPlanView,
    visits: Vec<VisitSummary>,
    sessions: Vec<IntervalView>,
    breaks: Vec<IntervalView>,
    holes: Vec<HoleView>,
    stays: Vec<StayView>,
    distance_m: f64,
    hole_distance_m: f64,
    first_call_at: Option<Instant>,
    last_call_at: Option<Instant>,
    time: TimeView,
    kpis: KpiView,
}

/// More visits than a rep can make in a day.
const VISITS_MAX: i64 = 1_000;

/// One day of one rep.
#[utoipa::path(get, path = "/reps/{id}/days/{date}", operation_id = "rep_day_get", tag = "reps",
    params(("id" = i32, Path), ("date" = NaiveDate, Path)),
    responses((status = 200, body = RepDayView), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg((id, date)): Seg<(i32, NaiveDate)>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    let unit = scope::rep_on(&mut *seen, &allow.scope, RepId(id), date).await?;
    let rep = rep_day::rep(&mut *seen, id).await?;
    let judged = rep_day::get(&mut *seen, id, date).await?;
    let seal = evidence::of_day(&mut *seen, id, date).await?;
    let plan = day_plan::view(&mut seen, RepId(id), date).await?;
    let unsynced_since = unsynced_day::since(&mut *seen, id, date).await?;
    let said = stop_said::of_day(&mut seen, id, date).await?;
    let mut visits = visit::list(
        &mut *seen,
        &scope::Scope::system(),
        &VisitFilter::day(id, date),
        None,
        VISITS_MAX,
    )
    .await?;
    let mut figures = kpi::of_day(&api, &mut seen, vec![id], date).await?;
    seen.commit().await?;
    visits.reverse();
    let rule_version = judged
        .as_ref()
        .map_or(plan.rule_version, |j| j.rule_version);
    let (revision, hash, judged_as_of, report) = match judged {
        Some(j) => (
            j.revision,
            Some(hex::encode(j.hash)),
            Some(j.judged_as_of),
            j.report.0,
        ),
        None => (0, None, None, StoredReport::default()),
    };
    let previewed = if plan.frozen_at.is_none() {
        plan.stops.len()
    } else {
        0
    };
    let kpis = KpiView::of(&figures.remove(&id).unwrap_or_default(), previewed);
    let time = report.time;
    write::shown(&RepDayView {
        rep: DayRep {
            id,
            code: rep.code,
            name: rep.name,
            phone: rep.phone,
        },
        date,
        org_unit_id: unit.0,
        rule_version,
        revision,
        hash,
        judged_as_of,
        seal: seal.map(DaySealView::from),
        unsynced_since,
        plan: DayPlanView {
            frozen_at: plan.frozen_at,
            stops: plan
                .stops
                .into_iter()
                .map(|s| stop(s, &report, &said, unsynced_since.is_some()))
                .collect(),
        },
        visits: visits.into_iter().map(VisitSummary::from).collect(),
        sessions: report.sessions.iter().map(IntervalView::from).collect(),
        breaks: report.breaks.iter().map(IntervalView::from).collect(),
        holes: report.holes.iter().map(HoleView::from).collect(),
        stays: report.stays.iter().map(StayView::from).collect(),
        distance_m: thousandth(report.distance_mm),
        hole_distance_m: thousandth(report.hole_distance_mm),
        first_call_at: report.first_call_at.map(Instant::from),
        last_call_at: report.last_call_at.map(Instant::from),
        time: TimeView {
            time_in_market_s: thousandth(time.time_in_market_ms),
            in_store_s: thousandth(time.in_store_ms),
            travel_s: thousandth(time.travel_ms),
            idle_s: thousandth(time.idle_ms),
            break_s: thousandth(time.break_ms),
            unobserved_s: thousandth(time.unobserved_ms),
        },
        kpis,
    })
}

fn stop(stop: PlanStop, report: &StoredReport, said: &[StopSaid], unsynced: bool) -> DayStop {
    let judged = report.stops.iter().find(|s| s.outlet.0 == stop.outlet_id);
    let (state, reason, rescheduled_to) = match judged.map(|s| &s.state) {
        // A day that is over: not missed before the rep's devices have told all.
        None | Some(StopState::Planned | StopState::Missed { reason: None }) if unsynced => {
            ("unsynced", None, None)
        }
        None | Some(StopState::Planned) => ("planned", None, None),
        Some(StopState::InProgress) => ("in_progress", None, None),
        Some(StopState::Completed) => ("completed", None, None),
        Some(StopState::Cancelled { reason }) => ("cancelled", reason.clone(), None),
        Some(StopState::Rescheduled { reason, to }) => ("rescheduled", reason.clone(), Some(*to)),
        Some(StopState::Missed { reason }) => ("missed", reason.clone(), None),
        Some(StopState::Excused) => ("excused", None, None),
    };
    let said = said
        .iter()
        .find(|s| s.outlet_id == stop.outlet_id)
        .filter(|_| matches!(state, "cancelled" | "rescheduled" | "missed"))
        .map(|s| SaidView::of(s, &stop));
    DayStop {
        state,
        reason,
        rescheduled_to,
        said,
        visit_id: judged.and_then(|s| s.visit).map(|v| v.0),
        stop,
    }
}
