//! The company's days off, and what becomes of the calls that fall on them.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use fieldbeat_domain::schedule::HolidayPolicy;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Api,
    auth::{Allow, ManageRoutes, ReadField},
    etag::IfMatch,
    input::{Args, Bare, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    holiday::{self, Holiday},
    plan_lock,
    scope::Scope,
    upsert::check_text,
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// All by default.
    from: Option<NaiveDate>,
}

/// Holidays by date.
#[utoipa::path(get, path = "/holidays", operation_id = "holiday_list", tag = "day-plans", params(ListArgs),
    responses((status = 200, body = Page<Holiday>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    _: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let from = args.from.unwrap_or_default();
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<NaiveDate>::begin(&api, "holidays", asked, &from).await?;
    let rows = holiday::list(api.db(), from, listing.after, listing.fetch()).await?;
    write::shown(&listing.page(rows, |h| h.date))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct HolidayPut {
    name: String,
    /// `skip` by default.
    #[serde(default)]
    #[schema(inline)]
    policy: HolidayPolicy,
}

/// Holidays are the whole company's.
fn whole(scope: &Scope) -> Result<(), Problem> {
    match scope.units() {
        None => Ok(()),
        Some(_) => Err(Problem::forbidden()),
    }
}

/// Makes or changes a holiday; needs `If-Match` (`*` for a new one). Frozen plans stay.
#[utoipa::path(put, path = "/holidays/{date}", operation_id = "holiday_put", tag = "day-plans",
    params(("date" = NaiveDate, Path), ("If-Match" = String, Header)), request_body = HolidayPut,
    responses((status = 200, body = Holiday), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn replace(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(date): Seg<NaiveDate>,
    seen: IfMatch,
    body: Body<HolidayPut>,
) -> Result<Response, Problem> {
    whole(&allow.scope)?;
    let put = body.value;
    let mut faults = Vec::new();
    check_text("/name", Some(&put.name), true, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now.at;
    plan_lock::deciding(write.tx()).await?;
    seen.check(holiday::version(write.tx(), date).await?.unwrap_or(0))?;
    let name = put.name.trim();
    let made = holiday::put(write.tx(), &allow.scope, now, date, name, put.policy).await?;
    let detail = json!({"name": made.name, "policy": made.policy});
    let subject = format!("holidays/{date}");
    write.audit("holidays.put", &subject, detail).await?;
    write.commit(StatusCode::OK, &made).await
}

/// Makes it a working day again. Needs `If-Match`.
#[utoipa::path(delete, path = "/holidays/{date}", operation_id = "holiday_delete", tag = "day-plans",
    params(("date" = NaiveDate, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(date): Seg<NaiveDate>,
    seen: IfMatch,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    whole(&allow.scope)?;
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    plan_lock::deciding(write.tx()).await?;
    let version = holiday::version(write.tx(), date).await?;
    seen.check(version.ok_or_else(Problem::not_found)?)?;
    holiday::delete(write.tx(), date).await?;
    let subject = format!("holidays/{date}");
    write.audit("holidays.delete", &subject, json!({})).await?;
    write.commit(StatusCode::NO_CONTENT, &Value::Null).await
}
