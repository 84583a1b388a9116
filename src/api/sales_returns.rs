//! Returns over REST: asked for and decided.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::erp::ErpState;
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageReceivables, ReadTrade, TakeOrders},
    etag::IfMatch,
    input::{Args, Body, Seg},
    orders::{by, retell},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    order::{act, desk},
    page::Since,
    receivable::sales_return::{self, ReturnFilter, ReturnPut, SalesReturn},
    record_inbox,
    scope::Scope,
    upsert::check_text,
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    order_id: Option<Uuid>,
    customer_id: Option<i32>,
    rep_id: Option<i32>,
    outlet_id: Option<i32>,
    visit_id: Option<Uuid>,
    /// Of the company's dates, both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// recorded | approved | rejected
    state: Option<String>,
    /// waiting | exported | accepted | rejected
    erp_state: Option<ErpState>,
}

/// Returns in scope, newest first.
#[utoipa::path(get, path = "/returns", operation_id = "return_list", tag = "receivables", params(ListArgs),
    responses((status = 200, body = Page<SalesReturn>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let time = api.rules().time;
    let mut filter = ReturnFilter {
        id: None,
        order_id: args.order_id,
        customer_id: args.customer_id,
        rep_id: args.rep_id,
        outlet_id: args.outlet_id,
        visit_id: args.visit_id,
        state: args.state,
        from: args.from.and_then(|d| time.day_bounds(d).start.to_utc()),
        before: args.to.and_then(|d| time.day_bounds(d).end.to_utc()),
        erp_state: args.erp_state,
        since: Since::Ever,
    };
    let listing = Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "returns", asked, &filter).await?;
    filter.since = listing.since;
    let mut conn = api.conn().await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = sales_return::list(&mut conn, &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |r| (r.returned_at.0, r.id)))
}

async fn in_scope(db: &mut PgConnection, scope: &Scope, id: Uuid) -> Result<SalesReturn, Problem> {
    let filter = ReturnFilter {
        id: Some(id),
        ..ReturnFilter::default()
    };
    let found = sales_return::list(db, scope, &filter, None, 1).await?.pop();
    found.ok_or_else(Problem::not_found)
}

/// One return.
#[utoipa::path(get, path = "/returns/{id}", operation_id = "return_get", tag = "receivables", params(("id" = Uuid, Path)),
    responses((status = 200, body = SalesReturn), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut conn = api.conn().await?;
    write::shown(&in_scope(&mut conn, &allow.scope, id).await?)
}

/// Asks for a return of delivered goods. The same id and body again give the first answer.
#[utoipa::path(post, path = "/returns", operation_id = "return_create", tag = "receivables", request_body = ReturnPut,
    responses((status = 201, body = SalesReturn), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<TakeOrders>,
    body: Body<ReturnPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut faults = Vec::new();
    check_text("/reason", Some(&put.reason), true, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let order = act::lock(write.tx(), scope, put.order_id, None).await?;
    desk::check_visit(write.tx(), order.rep_id, put.visit_id).await?;
    sales_return::record(write.tx(), now, by(scope), &order, (&put, now.at)).await?;
    let shown = in_scope(write.tx(), scope, put.id).await?;
    let detail =
        json!({"order": put.order_id, "value_minor": shown.value_minor, "reason": put.reason});
    write
        .audit("returns.create", &format!("returns/{}", put.id), detail)
        .await?;
    write.commit(StatusCode::CREATED, &shown).await
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnDecision {
    /// Else it is rejected.
    approve: bool,
    /// Required to reject.
    reason: Option<String>,
}

/// Approves a return, which credits the customer, or rejects it. Needs `If-Match`.
#[utoipa::path(post, path = "/returns/{id}/decisions", operation_id = "return_decide", tag = "receivables",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ReturnDecision,
    responses((status = 201, body = SalesReturn), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn decide(
    State(api): State<Api>,
    allow: Allow<ManageReceivables>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<ReturnDecision>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut faults = Vec::new();
    check_text("/reason", put.reason.as_deref(), !put.approve, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let order = sales_return::order_of(write.tx(), id).await?;
    let order = act::lock(write.tx(), scope, order, None).await?;
    seen.check(in_scope(write.tx(), scope, id).await?.version)?;
    let reason = put.reason.as_deref().map(str::trim);
    let decision = sales_return::Decision {
        id,
        approve: put.approve,
        reason,
    };
    sales_return::decide(write.tx(), now, by(scope), &order, &decision).await?;
    let shown = in_scope(write.tx(), scope, id).await?;
    let detail =
        json!({"approve": put.approve, "reason": reason, "value_minor": shown.value_minor});
    write
        .audit("returns.decide", &format!("returns/{id}"), detail)
        .await?;
    // The phone that told of it hears what became of it.
    let told = json!({"order": shown.order_id, "state": shown.state, "value_minor": shown.value_minor, "reason": reason});
    let retold = record_inbox::tell_again(write.tx(), now.at, "return", id, told).await?;
    let response = write.commit(StatusCode::CREATED, &shown).await?;
    if let Some(retold) = retold {
        retell(&api, retold).await?;
    }
    Ok(response)
}
