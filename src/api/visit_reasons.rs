//! The lists of reasons, in two levels, and how often which was given.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Api,
    auth::{Allow, ManageReasons, ReadField, ReadTrade},
    etag::IfMatch,
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    reason_count::{self, ReasonCount},
    upsert::Fault,
    visit_reason::{self, ReasonGroup, ReasonUse, ReasonWords, VisitReason},
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GroupArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Groups of reasons by code, also those that are offered no more.
#[utoipa::path(get, path = "/visit-reason-groups", operation_id = "visit_reason_group_list", tag = "visit-reasons", params(GroupArgs),
    responses((status = 200, body = Page<ReasonGroup>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn groups(
    State(api): State<Api>,
    _: Allow<ReadTrade>,
    Args(args): Args<GroupArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<String>::begin(&api, "visit-reason-groups", asked, &()).await?;
    let rows = visit_reason::groups(api.db(), listing.after.as_deref(), listing.fetch()).await?;
    write::shown(&listing.page(rows, |g| g.code.clone()))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// Those offered there.
    #[serde(rename = "use")]
    #[param(inline)]
    of: Option<ReasonUse>,
}

/// Reasons by code, also those that are offered no more.
#[utoipa::path(get, path = "/visit-reasons", operation_id = "visit_reason_list", tag = "visit-reasons", params(ListArgs),
    responses((status = 200, body = Page<VisitReason>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    _: Allow<ReadTrade>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<String>::begin(&api, "visit-reasons", asked, &args.of).await?;
    let (after, fetch) = (listing.after.as_deref(), listing.fetch());
    let rows = visit_reason::list(api.db(), args.of, after, fetch).await?;
    write::shown(&listing.page(rows, |r| r.code.clone()))
}

/// Makes or changes a group; needs `If-Match` (`*` for a new one). A group is never removed, only no
/// longer offered.
#[utoipa::path(put, path = "/visit-reason-groups/{code}", operation_id = "visit_reason_group_put", tag = "visit-reasons",
    params(("code" = String, Path), ("If-Match" = String, Header)), request_body = ReasonWords,
    responses((status = 200, body = ReasonGroup), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_group(
    State(api): State<Api>,
    allow: Allow<ManageReasons>,
    Seg(code): Seg<String>,
    seen: IfMatch,
    body: Body<ReasonWords>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut faults = Vec::new();
    put.check(&code, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now.at;
    let version = visit_reason::group_version(write.tx(), &code).await?;
    seen.check(version.unwrap_or(0))?;
    let made = visit_reason::put_group(write.tx(), now, &code, &put).await?;
    let subject = format!("visit-reason-groups/{code}");
    let detail = json!({"name_en": made.name_en, "active": made.active});
    write
        .audit("visit_reason_groups.put", &subject, detail)
        .await?;
    let done = write.commit(StatusCode::OK, &made).await?;
    api.services.ingest.reasons_changed().await;
    Ok(done)
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct VisitReasonPut {
    group_code: String,
    #[schema(inline)]
    uses: Vec<ReasonUse>,
    #[serde(flatten)]
    words: ReasonWords,
}

/// Makes or changes a reason; needs `If-Match` (`*` for a new one). Its code stays, and it is never
/// removed, only no longer offered: what was said with it keeps its words.
#[utoipa::path(put, path = "/visit-reasons/{code}", operation_id = "visit_reason_put", tag = "visit-reasons",
    params(("code" = String, Path), ("If-Match" = String, Header)), request_body = VisitReasonPut,
    responses((status = 200, body = VisitReason), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put(
    State(api): State<Api>,
    allow: Allow<ManageReasons>,
    Seg(code): Seg<String>,
    seen: IfMatch,
    body: Body<VisitReasonPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut faults = Vec::new();
    put.words.check(&code, &mut faults);
    if put.uses.is_empty() {
        faults.push(Fault::new("/uses", "required"));
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now.at;
    let version = visit_reason::version(write.tx(), &code).await?;
    seen.check(version.unwrap_or(0))?;
    let (group, uses) = (&put.group_code, &put.uses);
    let made = visit_reason::put(write.tx(), now, &code, group, uses, &put.words).await?;
    let subject = format!("visit-reasons/{code}");
    let detail = json!({"name_en": made.name_en, "uses": made.uses, "active": made.active});
    write.audit("visit_reasons.put", &subject, detail).await?;
    let done = write.commit(StatusCode::OK, &made).await?;
    api.services.ingest.reasons_changed().await;
    Ok(done)
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CountArgs {
    from: NaiveDate,
    /// Included; at most 92 days.
    to: NaiveDate,
    rep_id: Option<i32>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ReasonCounts {
    items: Vec<ReasonCount>,
}

/// The longest time counted at once.
const DAYS_MAX: i64 = 92;

/// How often which reason was given, the commonest first. Words that are not in the lists are counted
/// as they are.
#[utoipa::path(get, path = "/visit-reasons/counts", operation_id = "visit_reason_counts", tag = "visit-reasons", params(CountArgs),
    responses((status = 200, body = ReasonCounts), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn counts(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<CountArgs>,
) -> Result<Response, Problem> {
    if !(0..DAYS_MAX).contains(&(args.to - args.from).num_days()) {
        return Err(Problem::query("to", "out_of_range"));
    }
    let dates = (args.from, args.to);
    let items = reason_count::counts(api.db(), &allow.scope, dates, args.rep_id).await?;
    write::shown(&ReasonCounts { items })
}
