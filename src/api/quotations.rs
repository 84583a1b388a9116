//! Quotations over REST: offered, accepted as an order, or declined.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ReadTrade, TakeOrders},
    etag::IfMatch,
    input::{Args, Body, Seg},
    orders::retell,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    page::Since,
    quotation::{self, Acceptance, Quotation, QuotationFilter, QuotationPut},
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
    rep_id: Option<i32>,
    visit_id: Option<Uuid>,
    outlet_id: Option<i32>,
    customer_id: Option<i32>,
    /// Of the company's dates, both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// open | ordered | declined
    state: Option<String>,
}

/// Quotations in scope, newest first.
#[utoipa::path(get, path = "/quotations", operation_id = "quotation_list", tag = "orders", params(ListArgs),
    responses((status = 200, body = Page<Quotation>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
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
    let mut filter = QuotationFilter {
        id: None,
        rep_id: args.rep_id,
        visit_id: args.visit_id,
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
        state: args.state,
        from: args.from,
        to: args.to,
        since: Since::Ever,
    };
    let listing =
        Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "quotations", asked, &filter).await?;
    filter.since = listing.since;
    let mut conn = api.conn().await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = quotation::list(&mut conn, &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |q| (q.quoted_at.0, q.id)))
}

pub(super) async fn in_scope(
    db: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
) -> Result<Quotation, Problem> {
    let filter = QuotationFilter {
        id: Some(id),
        ..QuotationFilter::default()
    };
    let found = quotation::list(db, scope, &filter, None, 1).await?.pop();
    found.ok_or_else(Problem::not_found)
}

/// One quotation with its explanation.
#[utoipa::path(get, path = "/quotations/{id}", operation_id = "quotation_get", tag = "orders", params(("id" = Uuid, Path)),
    responses((status = 200, body = Quotation), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut conn = api.conn().await?;
    write::shown(&in_scope(&mut conn, &allow.scope, id).await?)
}

/// An offer at the catalogue's prices of today. The same id and body again give the first answer.
#[utoipa::path(post, path = "/quotations", operation_id = "quotation_create", tag = "orders", request_body = QuotationPut,
    responses((status = 201, body = Quotation), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<TakeOrders>,
    body: Body<QuotationPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let rep = (allow.scope.rep_id().or(put.rep_id))
        .ok_or_else(|| Problem::field("/rep_id", "required"))?;
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    quotation::create(write.tx(), scope, now, rep, &put).await?;
    let shown = in_scope(write.tx(), scope, put.id).await?;
    let detail = json!({"outlet": put.outlet_id, "total_minor": shown.total_minor});
    write
        .audit(
            "quotations.create",
            &format!("quotations/{}", put.id),
            detail,
        )
        .await?;
    write.commit(StatusCode::CREATED, &shown).await
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuotationAnswer {
    /// The id of the order that it becomes; absent where it is declined.
    order_id: Option<Uuid>,
    /// Why it is declined.
    reason: Option<String>,
}

/// Makes the order of a quotation, at the quoted price, or declines it. The order goes through the credit
/// gate as any other. Needs `If-Match`.
#[utoipa::path(post, path = "/quotations/{id}/answers", operation_id = "quotation_answer", tag = "orders",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = QuotationAnswer,
    responses((status = 201, body = Quotation), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn answer(
    State(api): State<Api>,
    allow: Allow<TakeOrders>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<QuotationAnswer>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut faults = Vec::new();
    let declines = put.order_id.is_none();
    check_text("/reason", put.reason.as_deref(), declines, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let retold = if let Some(order) = put.order_id {
        let order = Acceptance {
            order,
            date: now.today,
            at: now.at,
            visit_id: None,
            said: None,
        };
        let accepted = quotation::accept(write.tx(), scope, now, (id, seen.0), &order).await?;
        accepted.1
    } else {
        let reason = put.reason.as_deref().unwrap_or_default();
        quotation::decline(write.tx(), scope, now, (id, seen.0), reason).await?
    };
    let shown = in_scope(write.tx(), scope, id).await?;
    let detail = json!({"state": shown.state, "order": shown.order_id, "reason": put.reason});
    write
        .audit("quotations.answer", &format!("quotations/{id}"), detail)
        .await?;
    let response = write.commit(StatusCode::CREATED, &shown).await?;
    if let Some(retold) = retold {
        retell(&api, retold).await?;
    }
    Ok(response)
}
