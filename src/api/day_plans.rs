//! Day plans: frozen ones, and previews of what would be frozen.

use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use fieldbeat_domain::id::RepId;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::Seg,
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    day_plan::{self, PlanView},
    scope, snapshot,
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
