//! A solution put into force, taken back, and held against what was driven.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    api::{
        Api,
        auth::{Allow, ManageRoutes, ReadScenarios},
        input::{Args, Body, Seg},
        master,
        problem::{Problem, ProblemBody},
        write::{self, Begun},
    },
    planning::pairs_kept,
    store::{
        scenario::{
            self,
            driven::{self, DrivenDay},
            publish::{self, Publication, RollbackError},
            solution,
        },
        upsert::Fault,
    },
};

/// Days compared with what was driven at once.
const DAYS_MAX: i64 = 92;
/// How far ahead a plan may come into force.
const AHEAD_DAYS: u64 = 366;

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishPut {
    pub solution: i32,
    /// Tomorrow at the earliest: today's plans are frozen.
    pub effective_from: NaiveDate,
    /// Says what would become of each route, and changes none.
    #[serde(default)]
    pub dry_run: bool,
}

/// Puts a solution into the reps' routes from a date on. What it has no rep for stays as it is. Frozen days and the past
/// do not change; it can be rolled back.
#[utoipa::path(post, path = "/scenarios/{id}/publish", operation_id = "scenario_publish", tag = "scenarios",
    params(("id" = i32, Path)), request_body = PublishPut,
    responses((status = 200, body = Publication), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn publish(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(id): Seg<i32>,
    body: Body<PublishPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let was = scenario::lock(write.tx(), &allow.scope, id).await?;
    super::open(&was)?;
    let there = solution::list(write.tx(), id, Some(put.solution)).await?;
    if there.is_empty() {
        return Err(Problem::field("/solution", "unknown"));
    }
    let now = write.now;
    if put.effective_from <= now.today {
        return Err(Problem::field("/effective_from", "not_future"));
    }
    if put.effective_from > now.today + Days::new(AHEAD_DAYS) {
        return Err(Problem::field("/effective_from", "too_far"));
    }
    let of = (id, put.solution);
    let done = publish::publish(write.tx(), &allow.scope, now, of, put.effective_from).await?;
    let (mut publication, results) = done;
    if put.dry_run {
        // The transaction is dropped: nothing of it happened.
        publication.id = None;
        publication.dry_run = true;
        publication.published_at = None;
        return write::shown(&publication);
    }
    master::tell(&mut write, "routes", &results).await?;
    let detail = json!({"solution": put.solution, "effective_from": put.effective_from, "routes": publication.routes.len()});
    write
        .audit("scenarios.publish", &format!("scenarios/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &publication).await
}

#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ScenarioRollbackPut)]
pub struct RollbackPut {
    /// Although routes were changed since: these changes go.
    #[serde(default)]
    pub anyway: bool,
    #[serde(default)]
    pub dry_run: bool,
}

/// Puts the routes back as they were before, from the plan's date or tomorrow on, whichever is later.
#[utoipa::path(post, path = "/scenarios/{id}/rollback", operation_id = "scenario_rollback", tag = "scenarios",
    params(("id" = i32, Path)), request_body = RollbackPut,
    responses((status = 200, body = Publication), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn roll_back(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(id): Seg<i32>,
    body: Body<RollbackPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    scenario::lock(write.tx(), &allow.scope, id).await?;
    let now = write.now;
    let done = publish::roll_back(write.tx(), &allow.scope, now, id, put.anyway).await;
    let (mut publication, results) = match done {
        Ok(done) => done,
        Err(RollbackError::NotPublished) => {
            return Err(Problem::new(StatusCode::CONFLICT, "scenario_not_published"));
        }
        Err(RollbackError::Over(scenarios)) => {
            let fault = |id: i32| Fault::new(format!("/scenarios/{id}"), "published_over");
            return Err(Problem::new(StatusCode::CONFLICT, "published_over")
                .detail("Other scenarios were published over it since. Roll those back first.")
                .with_errors(scenarios.into_iter().map(fault).collect()));
        }
        Err(RollbackError::Changed(codes)) => {
            let fault = |code: String| Fault::new(format!("/routes/{code}"), "changed_since");
            return Err(Problem::new(StatusCode::CONFLICT, "changed_since")
                .detail("Routes were changed since; \"anyway\" takes these changes back, too.")
                .with_errors(codes.into_iter().map(fault).collect()));
        }
        Err(RollbackError::Change(error)) => return Err(error.into()),
    };
    if put.dry_run {
        publication.dry_run = true;
        return write::shown(&publication);
    }
    master::tell(&mut write, "routes", &results).await?;
    let detail = json!({"solution": publication.solution, "from": publication.effective_from});
    write
        .audit("scenarios.rollback", &format!("scenarios/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &publication).await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DrivenArgs {
    /// Both included, at most 92 days.
    from: NaiveDate,
    to: NaiveDate,
}

/// One rep's week: as it was planned, and as it was driven. Days without a judged track are in neither.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
pub struct DrivenWeek {
    rep_id: i32,
    rep_code: String,
    rep_name: String,
    /// Its Monday.
    week: NaiveDate,
    days: u32,
    /// Days that were planned and are not judged, or not begun.
    days_missing: u32,
    planned_metres: i64,
    driven_metres: i64,
    /// Of it across holes of the track.
    hole_metres: i64,
    planned_minutes: i64,
    /// Between first and last call.
    driven_minutes: i64,
    planned_calls: u32,
    /// Of the planned ones.
    made_calls: u32,
    /// Of all pairs of planned calls that were made, those made in the order of the plan.
    order_kept_permille: Option<u32>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Driven {
    items: Vec<DrivenWeek>,
}

/// The published plan against what was driven, by rep and week: kilometres, hours, order of calls.
#[utoipa::path(get, path = "/scenarios/{id}/driven", operation_id = "scenario_driven", tag = "scenarios",
    params(("id" = i32, Path), DrivenArgs),
    responses((status = 200, body = Driven), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn driven(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Seg(id): Seg<i32>,
    Args(args): Args<DrivenArgs>,
) -> Result<Response, Problem> {
    scenario::get(api.db(), &allow.scope, id).await?;
    if args.to < args.from || (args.to - args.from).num_days() >= DAYS_MAX {
        return Err(Problem::query("to", "out_of_range"));
    }
    let to = args.to.min(api.now().today);
    let days = driven::days(api.db(), &allow.scope, id, (args.from, to)).await?;
    write::shown(&Driven { items: weeks(days) })
}

fn weeks(days: Vec<DrivenDay>) -> Vec<DrivenWeek> {
    let mut weeks: BTreeMap<(String, NaiveDate), (DrivenWeek, (u64, u64))> = BTreeMap::new();
    for day in days {
        let monday = day.date - Days::new(u64::from(day.date.weekday().num_days_from_monday()));
        let (week, pairs) = weeks.entry((day.rep_code.clone(), monday)).or_default();
        week.rep_id = day.rep_id;
        week.rep_code = day.rep_code;
        week.rep_name = day.rep_name;
        week.week = monday;
        let Some(driven_mm) = day.driven_mm else {
            week.days_missing += 1;
            continue;
        };
        week.days += 1;
        week.planned_metres += i64::from(day.planned_metres);
        week.driven_metres += driven_mm / 1_000;
        week.hole_metres += day.hole_mm.unwrap_or(0) / 1_000;
        week.planned_minutes += i64::from(day.planned_s) / 60;
        week.driven_minutes += day.in_market_ms.unwrap_or(0) / 60_000;
        week.planned_calls += u32::try_from(day.planned.len()).unwrap_or(u32::MAX);
        let made = day
            .planned
            .iter()
            .filter(|outlet| day.visited.contains(outlet));
        week.made_calls += u32::try_from(made.count()).unwrap_or(u32::MAX);
        let (kept, all) = pairs_kept(&day.planned, &day.visited);
        pairs.0 += kept;
        pairs.1 += all;
    }
    weeks
        .into_values()
        .map(|(mut week, (kept, all))| {
            let permille = (kept * 1_000).checked_div(all);
            week.order_kept_permille = permille.and_then(|p| u32::try_from(p).ok());
            week
        })
        .collect()
}
