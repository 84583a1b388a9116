//! A rep's day: plan, visits, stays, holes, times and figures on one page.

use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use fieldbeat_domain::{
    day::{Hole, Stay, WorkInterval},
    id::RepId,
    plan::StopState,
    position::{LatLng, distance_mm},
    rules::Rules,
    time::At,
    visit::Visit,
    working_time::{first_to_last_call, late_start_ms},
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::Seg,
    kpi::{self, KpiView},
    problem::{Problem, ProblemBody},
    rep_time::{self, SpanView, TimeView, WindowView},
    visit_view::{VisitSummary, thousandth},
    write,
};
use crate::store::{
    day_plan::{self, PlanStop},
    evidence::{self, DaySeal},
    instant::Instant,
    rep_day::{self, RepDayRow, StoredReport},
    scope, setting, snapshot,
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
    said: Option<StopSaidView>,
    visit_id: Option<Uuid>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct StopSaidView {
    at: Instant,
    /// Null where the phone told no position, or the outlet has no pin.
    distance_m: Option<f64>,
    accuracy_m: Option<f64>,
}

impl StopSaidView {
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
    /// The sessions as spans by time, without a gap or an overlap; they add up to `time`.
    spans: Vec<SpanView>,
    /// How much later than the working hours the first session began, on a day with a plan; null: in time.
    late_start_s: Option<f64>,
    distance_m: f64,
    hole_distance_m: f64,
    first_call_at: Option<Instant>,
    last_call_at: Option<Instant>,
    /// Of the sessions.
    time: TimeView,
    /// As far as it lies between the start of the first call and the end of the last.
    first_to_last_call: Option<WindowView>,
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
    let (revision, hash) = match &judged {
        Some(j) => (j.revision, Some(hex::encode(&j.hash))),
        None => (0, None),
    };
    let judged_visits = || visits.iter().map(|v| v.visit.0.clone()).collect::<Vec<_>>();
    let stands = standing(&api, id, date, judged, judged_visits).await?;
    let rule_version = stands.rule_version.unwrap_or(plan.rule_version);
    let judged_by = setting::rules_of(api.db(), &[rule_version]).await?;
    let (judged_as_of, report) = (stands.as_of, stands.report);
    let previewed = if plan.frozen_at.is_none() {
        plan.stops.len()
    } else {
        0
    };
    let kpis = KpiView::of(&figures.remove(&id).unwrap_or_default(), previewed);
    let rules = judged_by.get(&rule_version);
    let until = judged_as_of.map_or(At(0), Instant::at);
    let spans = rep_time::spans(&report, &stands.visits, rules, until);
    let calls = report.first_call_at.zip(report.last_call_at);
    let expected = |rules: &Rules| rules.time.local(date, rules.working_hours_min.0);
    let late_start_s = rules
        .filter(|_| plan.stops.iter().any(PlanStop::is_due))
        .and_then(|rules| late_start_ms(&report.sessions, expected(rules)))
        .map(thousandth);
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
        time: TimeView::from(&report.time),
        first_to_last_call: first_to_last_call(calls, &stands.visits)
            .map(|window| WindowView::of(window, &spans)),
        spans: spans.iter().map(SpanView::from).collect(),
        late_start_s,
        kpis,
    })
}

/// What is known of a day: as stored, or folded anew while it is not over, since what a rep does in
/// order is judged as a whole only when something asks for it.
struct Standing {
    as_of: Option<Instant>,
    rule_version: Option<i32>,
    report: StoredReport,
    visits: Vec<Visit>,
}

async fn standing(
    api: &Api,
    id: i32,
    date: NaiveDate,
    judged: Option<RepDayRow>,
    judged_visits: impl FnOnce() -> Vec<Visit>,
) -> Result<Standing, Problem> {
    let now = api.now();
    if date == now.today {
        let ingest = &api.services.ingest;
        let mut day = ingest.day_as_it_stands(RepId(id), date).await?;
        return Ok(Standing {
            as_of: Some(now.at.into()),
            rule_version: Some(day.rule_version.0),
            visits: std::mem::take(&mut day.visits),
            report: day.into(),
        });
    }
    Ok(match judged {
        Some(j) => Standing {
            as_of: Some(j.judged_as_of),
            rule_version: Some(j.rule_version),
            report: j.report.0,
            visits: judged_visits(),
        },
        None => Standing {
            as_of: None,
            rule_version: None,
            report: StoredReport::default(),
            visits: Vec::new(),
        },
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
        .map(|s| StopSaidView::of(s, &stop));
    DayStop {
        state,
        reason,
        rescheduled_to,
        said,
        visit_id: judged.and_then(|s| s.visit).map(|v| v.0),
        stop,
    }
}
