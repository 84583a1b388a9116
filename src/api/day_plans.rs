//! Day plans: frozen ones, previews of what would be frozen, and changes of single stops.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use fieldbeat_domain::id::RepId;
use serde::Deserialize;
use serde_json::json;

use super::{
    Api,
    auth::{Allow, ChangePlans, ReadField},
    input::{Body, Seg},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    day_plan::{self, PlanView},
    event::{self, NewEvent},
    plan_change::{self, Changing, StopChange},
    scope, snapshot,
    upsert::check_text,
};

/// The rep's stops on a date; `frozen_at` is null for a preview.
#[utoipa::path(get, path = "/day-plans/{rep}/{date}", operation_id = "day_plan_get", tag = "day-plans",
    params(("rep" = i32, Path), ("date" = NaiveDate, Path)),
    responses((status = 200, body = PlanView), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg((rep, date)): Seg<(i32, NaiveDate)>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    scope::rep_on(&mut *seen, &allow.scope, RepId(rep), date).await?;
    let plan = day_plan::view(&mut seen, RepId(rep), date).await?;
    seen.commit().await?;
    write::shown(&plan)
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct StopChangePut {
    #[schema(inline)]
    change: StopChange,
    outlet_id: i32,
    /// Of a move.
    to_date: Option<NaiveDate>,
    reason: String,
}

/// Adds, removes or moves one stop of today or later. In a frozen plan it is a logged deviation that
/// the caller approves; before, an exception by date. Only outlets on the rep's own routes.
#[utoipa::path(post, path = "/day-plans/{rep}/{date}/changes", operation_id = "day_plan_change", tag = "day-plans",
    params(("rep" = i32, Path), ("date" = NaiveDate, Path)), request_body = StopChangePut,
    responses((status = 201, body = PlanView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ChangePlans>,
    Seg((rep, date)): Seg<(i32, NaiveDate)>,
    body: Body<StopChangePut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut faults = Vec::new();
    check_text("/reason", Some(&put.reason), true, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let unit = scope::rep_on(write.tx(), &allow.scope, RepId(rep), date).await?;
    let changing = Changing {
        rep: RepId(rep),
        date,
        change: put.change,
        outlet: put.outlet_id,
        to: put.to_date,
        reason: put.reason.trim(),
    };
    plan_change::change(write.tx(), &allow.scope, now, &changing).await?;
    let told = json!({"date": date, "change": put.change, "outlet": put.outlet_id, "to_date": put.to_date});
    let event = NewEvent {
        kind: "plan_changed",
        org_unit_id: Some(unit.0),
        rep_id: Some(rep),
        subject_id: format!("{rep}/{date}"),
        body: &told,
    };
    event::insert(write.tx(), now.at, &event).await?;
    let subject = format!("day-plans/{rep}/{date}");
    write.audit("day_plans.change", &subject, told).await?;
    let plan = day_plan::view(write.tx(), RepId(rep), date).await?;
    let done = write.commit(StatusCode::CREATED, &plan).await?;
    api.services.ingest.plan_changed(RepId(rep)).await;
    Ok(done)
}
