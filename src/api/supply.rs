//! Replenishment of warehouses over REST: what each needs, and the orders that bring it.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use fieldbeat_trade::stock::supply::{self, Action};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageStock, ReadTrade},
    deliveries,
    etag::IfMatch,
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::store::{
    page::Since,
    setting, snapshot,
    stock::supply as orders,
    stock::supply::{
        SupplyFilter, SupplyOrder,
        act::{self, CONFIRMED_MAX, SupplyAct, SupplyConfirm},
        need::{self, SupplyNeed},
        put::{self, SupplyOrderChange, SupplyOrderPut},
    },
    upsert::check_text,
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NeedArgs {
    /// One warehouse; all in use where absent.
    location_id: Option<i32>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SupplyNeeds {
    /// At most 200 warehouses.
    items: Vec<SupplyNeed>,
}

/// What warehouses should order, and why: what left them in the last 12 weeks, what is there and on its way, how many
/// days that lasts, the safety, and the quantity in whole units. Stores nothing.
#[utoipa::path(get, path = "/supply-needs", operation_id = "supply_need_list", tag = "stock", params(NeedArgs),
    responses((status = 200, body = SupplyNeeds), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn needs(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<NeedArgs>,
) -> Result<Response, Problem> {
    no_rep(allow.scope.rep_id())?;
    let now = api.now();
    let mut seen = snapshot(api.db()).await?;
    let policy = setting::replenishment(&mut *seen, now.today).await?;
    let time = api.rules().time;
    let items = need::list(&mut seen, now, time, args.location_id, policy).await?;
    write::shown(&SupplyNeeds { items })
}

/// What moves between warehouses is no matter of a rep's phone.
fn no_rep(rep: Option<i32>) -> Result<(), Problem> {
    if rep.is_some() {
        return Err(Problem::forbidden());
    }
    Ok(())
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    /// The warehouse on either side.
    location_id: Option<i32>,
    /// draft | submitted | confirmed | shipped | received | rejected | cancelled
    state: Option<supply::State>,
}

/// Supply orders, newest first. What is `shipped` is in transit: it left its source and is in nobody's book.
#[utoipa::path(get, path = "/supply-orders", operation_id = "supply_order_list", tag = "stock", params(ListArgs),
    responses((status = 200, body = Page<SupplyOrder>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    no_rep(allow.scope.rep_id())?;
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let mut filter = SupplyFilter {
        ids: None,
        location_id: args.location_id,
        state: args.state.map(supply::State::as_str),
        since: Since::Ever,
    };
    let listing =
        Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "supply-orders", asked, &filter).await?;
    filter.since = listing.since;
    let mut conn = api.conn().await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = orders::list(&mut conn, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |o| (o.created_at.0, o.id)))
}

/// One supply order.
#[utoipa::path(get, path = "/supply-orders/{id}", operation_id = "supply_order_get", tag = "stock", params(("id" = Uuid, Path)),
    responses((status = 200, body = SupplyOrder), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    no_rep(allow.scope.rep_id())?;
    let mut conn = api.conn().await?;
    write::shown(&orders::get(&mut conn, id).await?)
}

/// A draft: which warehouse, from which other or which partner, how much of what. The same id and body again give the
/// first answer.
#[utoipa::path(post, path = "/supply-orders", operation_id = "supply_order_create", tag = "stock", request_body = SupplyOrderPut,
    responses((status = 201, body = SupplyOrder), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageStock>,
    body: Body<SupplyOrderPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    put::create(write.tx(), &allow.scope, now, &put).await?;
    answer(write, put.id, "create", StatusCode::CREATED).await
}

/// Changes a draft: date, note and all its lines. Needs `If-Match`.
#[utoipa::path(put, path = "/supply-orders/{id}", operation_id = "supply_order_change", tag = "stock",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = SupplyOrderChange,
    responses((status = 200, body = SupplyOrder), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageStock>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<SupplyOrderChange>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    for order in orders::lock(write.tx(), &[id], seen.0).await? {
        put::change(write.tx(), &allow.scope, now, &order, &body.value).await?;
    }
    answer(write, id, "change", StatusCode::OK).await
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplyConfirms {
    /// At most 200.
    items: Vec<SupplyConfirm>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SupplyConfirmed {
    /// In the order of their ids.
    items: Vec<SupplyOrder>,
}

/// Confirms submitted orders, all or none. Where their source has too little for all of them, it is shared in
/// proportion to what they ask, in whole units, and held for them; one that gets nothing stays submitted.
#[utoipa::path(post, path = "/supply-orders/confirm", operation_id = "supply_order_confirm", tag = "stock", request_body = SupplyConfirms,
    responses((status = 200, body = SupplyConfirmed), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn confirm(
    State(api): State<Api>,
    allow: Allow<ManageStock>,
    body: Body<SupplyConfirms>,
) -> Result<Response, Problem> {
    let items = body.value.items;
    if items.is_empty() || items.len() > CONFIRMED_MAX {
        return Err(Problem::field("/items", "out_of_range"));
    }
    let mut ids: Vec<Uuid> = items.iter().map(|item| item.id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() != items.len() {
        return Err(Problem::field("/items", "repeated"));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let locked = orders::lock(write.tx(), &ids, None).await?;
    act::confirm(write.tx(), &allow.scope, now, &locked, &items).await?;
    let detail = json!({ "orders": ids });
    let filter = SupplyFilter {
        ids: Some(ids),
        ..SupplyFilter::default()
    };
    let most = i64::try_from(CONFIRMED_MAX).unwrap_or(i64::MAX);
    let mut shown = orders::list(write.tx(), &filter, None, most).await?;
    shown.sort_unstable_by_key(|order| order.id);
    write
        .audit("supply_orders.confirm", "supply-orders", detail)
        .await?;
    write
        .commit(StatusCode::OK, &SupplyConfirmed { items: shown })
        .await
}

/// `submit`, `reject` and `cancel` (with a reason), `ship` (what was confirmed, or less: it leaves the source),
/// `receive` (what was shipped, or else with a reason: it reaches the warehouse in the lots that left). Needs `If-Match`.
#[utoipa::path(post, path = "/supply-orders/{id}/{action}", operation_id = "supply_order_act", tag = "stock",
    params(("id" = Uuid, Path), ("action" = String, Path), ("If-Match" = String, Header)), request_body = SupplyAct,
    responses((status = 200, body = SupplyOrder), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn act(
    State(api): State<Api>,
    allow: Allow<ManageStock>,
    Seg((id, action)): Seg<(Uuid, String)>,
    seen: IfMatch,
    body: Body<SupplyAct>,
) -> Result<Response, Problem> {
    let put = body.value;
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
    for order in orders::lock(write.tx(), &[id], seen.0).await? {
        let reason = put.reason.as_deref();
        match action.as_str() {
            "submit" => act::submit(write.tx(), scope, now, &order).await?,
            "reject" => act::end(write.tx(), scope, now, &order, (Action::Reject, reason)).await?,
            "cancel" => act::end(write.tx(), scope, now, &order, (Action::Cancel, reason)).await?,
            "ship" => {
                let shipped = act::ship(write.tx(), scope, now, &order, &put).await?;
                shipped.map_err(deliveries::short)?;
            }
            "receive" => act::receive(write.tx(), scope, now, &order, &put).await?,
            _ => return Err(Problem::not_found()),
        }
    }
    answer(write, id, &action, StatusCode::OK).await
}

async fn answer(
    mut write: Box<Write>,
    id: Uuid,
    action: &str,
    status: StatusCode,
) -> Result<Response, Problem> {
    let shown = orders::get(write.tx(), id).await?;
    let detail = json!({"state": shown.state, "to": shown.to_code, "lines": shown.lines.len(), "reason": shown.reason});
    let (action, subject) = (
        format!("supply_orders.{action}"),
        format!("supply-orders/{id}"),
    );
    write.audit(&action, &subject, detail).await?;
    write.commit(status, &shown).await
}
