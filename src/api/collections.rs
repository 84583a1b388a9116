//! Money over REST: collections, their hand-in and booking.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::erp::ErpState;
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageReceivables, ReadReceivables, TakeCollections},
    etag::IfMatch,
    input::{Args, Body, Seg},
    orders::by,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    order::{desk, inbox},
    page::Since,
    receivable::{
        account,
        collection::{self, Collection, CollectionFilter, Deed, INVOICES_MAX, InvoicePart, Method},
        collection_inbox,
        settlement::{self, Count, Settlement, SettlementFilter, SettlementPut},
    },
    role::Right,
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
    settlement_id: Option<Uuid>,
    /// Both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// recorded | handed_in | verified | posted | rejected | void
    state: Option<String>,
    /// waiting | exported | accepted | rejected
    erp_state: Option<ErpState>,
}

/// Collections in scope, newest first.
#[utoipa::path(get, path = "/collections", operation_id = "collection_list", tag = "receivables", params(ListArgs),
    responses((status = 200, body = Page<Collection>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadReceivables>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let mut filter = CollectionFilter {
        id: None,
        rep_id: args.rep_id,
        visit_id: args.visit_id,
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
        settlement_id: args.settlement_id,
        from: args.from,
        to: args.to,
        state: args.state,
        erp_state: args.erp_state,
        since: Since::Ever,
    };
    let listing =
        Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "collections", asked, &filter).await?;
    filter.since = listing.since;
    let mut conn = api.conn().await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = collection::list(&mut conn, &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |c| (c.collected_at.0, c.id)))
}

pub(super) async fn in_scope(
    db: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
) -> Result<Collection, Problem> {
    let filter = CollectionFilter {
        id: Some(id),
        ..CollectionFilter::default()
    };
    let found = collection::list(db, scope, &filter, None, 1).await?.pop();
    found.ok_or_else(Problem::not_found)
}

/// One collection.
#[utoipa::path(get, path = "/collections/{id}", operation_id = "collection_get", tag = "receivables", params(("id" = Uuid, Path)),
    responses((status = 200, body = Collection), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadReceivables>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut conn = api.conn().await?;
    write::shown(&in_scope(&mut conn, &allow.scope, id).await?)
}

/// Money recorded at a desk.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CollectionPut {
    /// Made by the sender, so that a repeat is the same collection.
    id: Uuid,
    /// Who carries it; nobody where it came to the company itself. The own for a rep.
    rep_id: Option<i32>,
    outlet_id: i32,
    visit_id: Option<Uuid>,
    #[schema(inline)]
    method: Method,
    amount_minor: i64,
    /// What it is for; the oldest first where absent. More than is open on them is refused.
    #[serde(default)]
    invoices: Vec<InvoicePart>,
    reference: Option<String>,
    note: Option<String>,
}

/// A new collection. The same id and body again give the first answer.
#[utoipa::path(post, path = "/collections", operation_id = "collection_create", tag = "receivables", request_body = CollectionPut,
    responses((status = 201, body = Collection), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<TakeCollections>,
    body: Body<CollectionPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut faults = Vec::new();
    check_text("/reference", put.reference.as_deref(), false, &mut faults);
    check_text("/note", put.note.as_deref(), false, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    if put.amount_minor <= 0 {
        return Err(Problem::field("/amount_minor", "out_of_range"));
    }
    if put.invoices.len() > INVOICES_MAX {
        return Err(Problem::field("/invoices", "too_many"));
    }
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let rep = scope.rep_id().or(put.rep_id);
    let customer = desk::customer_of(write.tx(), scope, put.outlet_id).await?;
    let customer = customer.ok_or_else(|| Problem::field("/outlet_id", "no_customer"))?;
    let org_unit_id = match rep {
        Some(rep) => desk::unit_of(write.tx(), scope, rep, now.today).await?,
        None => collection::unit_of_outlet(write.tx(), put.outlet_id).await?,
    };
    if let Some(rep) = rep {
        desk::check_visit(write.tx(), rep, put.visit_id).await?;
    }
    let partner = collection_inbox::supplier(write.tx(), put.outlet_id, now.today).await?;
    let account = account::lock(write.tx(), customer, partner).await?.id;
    if !put.invoices.is_empty() {
        collection::check(write.tx(), account, put.amount_minor, &put.invoices).await?;
    }
    let currency = inbox::currency(write.tx()).await?;
    let mut who = by(scope);
    who.rep = rep;
    let new = collection::New {
        id: put.id,
        by: who,
        date: now.today,
        org_unit_id,
        visit_id: put.visit_id,
        outlet: Some(put.outlet_id),
        account,
        method: put.method,
        currency: &currency,
        amount_minor: put.amount_minor,
        wanted: &put.invoices,
        reference: put.reference.as_deref(),
        note: put.note.as_deref(),
        collected_at: now.at,
    };
    collection::insert(write.tx(), now, &new).await?;
    let shown = in_scope(write.tx(), scope, put.id).await?;
    let detail = json!({"amount_minor": put.amount_minor, "method": put.method, "rep": rep});
    write
        .audit(
            "collections.create",
            &format!("collections/{}", put.id),
            detail,
        )
        .await?;
    write.commit(StatusCode::CREATED, &shown).await
}

#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CollectionAction {
    /// Required to reject and to void.
    reason: Option<String>,
    /// For `allocate`: what credit on account is set against.
    #[serde(default)]
    invoices: Vec<InvoicePart>,
}

/// Moves a collection on: `verify`, `post`, `reject`, `void`, or `allocate` (credit of a posted one). Needs
/// `If-Match`.
#[utoipa::path(post, path = "/collections/{id}/{action}", operation_id = "collection_act", tag = "receivables",
    params(("id" = Uuid, Path), ("action" = String, Path), ("If-Match" = String, Header)), request_body = CollectionAction,
    responses((status = 200, body = Collection), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn act(
    State(api): State<Api>,
    allow: Allow<TakeCollections>,
    Seg((id, action)): Seg<(Uuid, String)>,
    seen: IfMatch,
    body: Body<CollectionAction>,
) -> Result<Response, Problem> {
    let put = body.value;
    let deed = match action.as_str() {
        "verify" => Some(Deed::Verify),
        "post" => Some(Deed::Post),
        "reject" => Some(Deed::Reject),
        "void" => Some(Deed::Void),
        "allocate" => None,
        _ => return Err(Problem::not_found()),
    };
    if deed != Some(Deed::Void) && !allow.scope.may(Right::ManageReceivables) {
        return Err(Problem::forbidden());
    }
    let mut faults = Vec::new();
    check_text("/reason", put.reason.as_deref(), false, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let one = collection::lock(write.tx(), scope, id, seen.0).await?;
    match deed {
        Some(deed) => {
            let reason = put.reason.as_deref().map(str::trim);
            collection::act(write.tx(), now, &one, deed, reason).await?;
        }
        None => collection::allocate(write.tx(), now, &one, &put.invoices).await?,
    }
    let shown = in_scope(write.tx(), scope, id).await?;
    let detail = json!({"state": shown.state, "reason": put.reason});
    write
        .audit(
            &format!("collections.{action}"),
            &format!("collections/{id}"),
            detail,
        )
        .await?;
    write.commit(StatusCode::OK, &shown).await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SettlementArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    rep_id: Option<i32>,
    /// Of one of its collections, as outlet and customer.
    visit_id: Option<Uuid>,
    outlet_id: Option<i32>,
    customer_id: Option<i32>,
    /// handed_in | verified | posted
    state: Option<String>,
    /// Both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Hand-ins in scope, newest first.
#[utoipa::path(get, path = "/settlements", operation_id = "settlement_list", tag = "receivables", params(SettlementArgs),
    responses((status = 200, body = Page<Settlement>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn settlements(
    State(api): State<Api>,
    allow: Allow<ReadReceivables>,
    Args(args): Args<SettlementArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let mut filter = SettlementFilter {
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
    let listing = Listing::<(NaiveDate, Uuid)>::begin(&api, "settlements", asked, &filter).await?;
    filter.since = listing.since;
    let mut conn = api.conn().await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = settlement::list(&mut conn, &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |s| (s.date, s.id)))
}

pub(super) async fn settlement_in_scope(
    db: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
) -> Result<Settlement, Problem> {
    let filter = SettlementFilter {
        id: Some(id),
        ..SettlementFilter::default()
    };
    let found = settlement::list(db, scope, &filter, None, 1).await?.pop();
    found.ok_or_else(Problem::not_found)
}

/// One hand-in.
#[utoipa::path(get, path = "/settlements/{id}", operation_id = "settlement_get", tag = "receivables", params(("id" = Uuid, Path)),
    responses((status = 200, body = Settlement), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn settlement(
    State(api): State<Api>,
    allow: Allow<ReadReceivables>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut conn = api.conn().await?;
    write::shown(&settlement_in_scope(&mut conn, &allow.scope, id).await?)
}

/// Hands in everything that a rep has collected and still carries.
#[utoipa::path(post, path = "/settlements", operation_id = "settlement_create", tag = "receivables", request_body = SettlementPut,
    responses((status = 201, body = Settlement), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn hand_in(
    State(api): State<Api>,
    allow: Allow<TakeCollections>,
    body: Body<SettlementPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    settlement::hand_in(write.tx(), scope, now, by(scope), &put).await?;
    let shown = settlement_in_scope(write.tx(), scope, put.id).await?;
    let detail = json!({"rep": put.rep_id, "expected_minor": shown.expected_minor});
    write
        .audit(
            "settlements.create",
            &format!("settlements/{}", put.id),
            detail,
        )
        .await?;
    write.commit(StatusCode::CREATED, &shown).await
}

/// Counts the money of a hand-in; a difference needs its reason. Not by who handed it in. Needs `If-Match`.
#[utoipa::path(post, path = "/settlements/{id}/verify", operation_id = "settlement_verify", tag = "receivables",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Count,
    responses((status = 200, body = Settlement), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn verify(
    State(api): State<Api>,
    allow: Allow<ManageReceivables>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<Count>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    settlement::verify(write.tx(), scope, now, id, seen.0, &body.value).await?;
    let shown = settlement_in_scope(write.tx(), scope, id).await?;
    let detail = json!({"counted_cash_minor": shown.counted_cash_minor, "variance_minor": shown.variance_minor});
    write
        .audit("settlements.verify", &format!("settlements/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &shown).await
}

/// Books every collection of a verified hand-in: invoices are settled, the rest stays on account. Needs `If-Match`.
#[utoipa::path(post, path = "/settlements/{id}/post", operation_id = "settlement_post", tag = "receivables",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Object,
    responses((status = 200, body = Settlement), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn post(
    State(api): State<Api>,
    allow: Allow<ManageReceivables>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<serde_json::Value>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    settlement::post(write.tx(), scope, now, id, seen.0).await?;
    let shown = settlement_in_scope(write.tx(), scope, id).await?;
    let detail = json!({"expected_minor": shown.expected_minor});
    write
        .audit("settlements.post", &format!("settlements/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &shown).await
}
