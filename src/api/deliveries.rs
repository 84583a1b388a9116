//! Delivery trips over REST: planned, loaded, told of stop by stop, settled.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, DeliverOrders, ManageStock, ReadTrade},
    etag::IfMatch,
    input::{Args, Body, Seg},
    orders::{self, by},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::store::{
    order::act,
    page::Since,
    role::Right,
    scope::Scope,
    stock::Short,
    trip::{
        self, Trip, TripFilter,
        plan::{self, Moved, TripPut},
        settle::{self, TripCount},
        stop::{self, StopAnswer},
    },
    upsert::{Fault, check_text},
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
    order_id: Option<Uuid>,
    visit_id: Option<Uuid>,
    /// Of one of its orders, as the customer.
    outlet_id: Option<i32>,
    customer_id: Option<i32>,
    /// planned | out | settled | cancelled
    state: Option<String>,
    /// Both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Delivery trips in scope, the newest day first.
#[utoipa::path(get, path = "/deliveries", operation_id = "delivery_list", tag = "deliveries", params(ListArgs),
    responses((status = 200, body = Page<Trip>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
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
    let mut filter = TripFilter {
        id: None,
        rep_id: args.rep_id,
        order_id: args.order_id,
        visit_id: args.visit_id,
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
        state: args.state,
        from: args.from,
        to: args.to,
        since: Since::Ever,
    };
    let listing = Listing::<(NaiveDate, Uuid)>::begin(&api, "deliveries", asked, &filter).await?;
    filter.since = listing.since;
    let mut conn = api.conn().await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = trip::list(&mut conn, &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |t| (t.date, t.id)))
}

async fn in_scope(db: &mut PgConnection, scope: &Scope, id: Uuid) -> Result<Trip, Problem> {
    let filter = TripFilter {
        id: Some(id),
        ..TripFilter::default()
    };
    let found = trip::list(db, scope, &filter, None, 1).await?.pop();
    found.ok_or_else(Problem::not_found)
}

/// One trip.
#[utoipa::path(get, path = "/deliveries/{id}", operation_id = "delivery_get", tag = "deliveries", params(("id" = Uuid, Path)),
    responses((status = 200, body = Trip), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut conn = api.conn().await?;
    write::shown(&in_scope(&mut conn, &allow.scope, id).await?)
}

fn check(put: &TripPut) -> Result<(), Problem> {
    let mut faults: Vec<Fault> = Vec::new();
    check_text("/vehicle", put.vehicle.as_deref(), false, &mut faults);
    check_text("/note", put.note.as_deref(), false, &mut faults);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(faults))
    }
}

/// Plans a trip; an order rides on one at a time. The same id and body again give the first answer.
#[utoipa::path(post, path = "/deliveries", operation_id = "delivery_create", tag = "deliveries", request_body = TripPut,
    responses((status = 201, body = Trip), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<DeliverOrders>,
    body: Body<TripPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    check(&put)?;
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    plan::create(write.tx(), &allow.scope, now, &put).await?;
    let done = (put.id, "create", StatusCode::CREATED);
    answer(&api, write, &allow.scope, done, Vec::new()).await
}

/// Changes a trip that is not loaded; its id stays. Needs `If-Match`.
#[utoipa::path(put, path = "/deliveries/{id}", operation_id = "delivery_change", tag = "deliveries",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = TripPut,
    responses((status = 200, body = Trip), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<DeliverOrders>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<TripPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    check(&put)?;
    if put.id != id {
        return Err(Problem::field("/id", "other"));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let trip = trip::lock(write.tx(), scope, id, seen.0).await?;
    plan::change(write.tx(), scope, now, &trip, &put).await?;
    let done = (id, "change", StatusCode::OK);
    answer(&api, write, scope, done, Vec::new()).await
}

#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TripAction {
    /// Required to cancel.
    reason: Option<String>,
}

/// `load`: the goods of its orders leave the warehouse for the van, all or 409 `stock_short`, and the orders are
/// dispatched. `cancel`: a trip that is not loaded. Needs `If-Match`.
#[utoipa::path(post, path = "/deliveries/{id}/{action}", operation_id = "delivery_act", tag = "deliveries",
    params(("id" = Uuid, Path), ("action" = String, Path), ("If-Match" = String, Header)), request_body = TripAction,
    responses((status = 200, body = Trip), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn act(
    State(api): State<Api>,
    allow: Allow<DeliverOrders>,
    Seg((id, action)): Seg<(Uuid, String)>,
    seen: IfMatch,
    body: Body<TripAction>,
) -> Result<Response, Problem> {
    let cancels = match action.as_str() {
        "load" => false,
        "cancel" => true,
        _ => return Err(Problem::not_found()),
    };
    let put = body.value;
    let mut faults = Vec::new();
    check_text("/reason", put.reason.as_deref(), cancels, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let trip = trip::lock(write.tx(), scope, id, seen.0).await?;
    let moved = if cancels {
        let reason = put.reason.as_deref().unwrap_or_default().trim();
        plan::cancel(write.tx(), now, &trip, reason).await?;
        Vec::new()
    } else {
        plan::load(write.tx(), now, by(scope), &trip)
            .await?
            .map_err(short)?
    };
    let done = (id, action.as_str(), StatusCode::OK);
    answer(&api, write, scope, done, moved).await
}

/// What became of a stop: delivered, in part, or refused with its reason; who took the goods. By who delivers orders,
/// or by the rep who drives. The same id and body again give the first answer.
#[utoipa::path(post, path = "/deliveries/{id}/stops/{order_id}", operation_id = "delivery_answer", tag = "deliveries",
    params(("id" = Uuid, Path), ("order_id" = Uuid, Path)), request_body = StopAnswer,
    responses((status = 200, body = Trip), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn tell(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg((id, order)): Seg<(Uuid, Uuid)>,
    body: Body<StopAnswer>,
) -> Result<Response, Problem> {
    let put = body.value;
    // A rep's scope holds the trips that it drives.
    if !allow.scope.may(Right::DeliverOrders) && allow.scope.rep_id().is_none() {
        return Err(Problem::forbidden());
    }
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let trip = trip::lock(write.tx(), scope, id, None).await?;
    // It rides on this trip, whoever took it.
    let order = act::lock(write.tx(), &Scope::system(), order, None).await?;
    let (status, ..) = stop::answer(write.tx(), now, by(scope), &trip, &order, &put).await?;
    let moved = Moved {
        order,
        status,
        action: if put.outcome == fieldbeat_trade::trip::Outcome::Refused {
            "refuse"
        } else {
            "deliver"
        },
    };
    let done = (id, "tell", StatusCode::OK);
    answer(&api, write, scope, done, vec![moved]).await
}

/// Ends a trip: what came back is counted into the warehouse; what is missing or too many needs its reason and is
/// written off or on. Every stop has been told of. Not by who drove. Needs `If-Match`.
#[utoipa::path(post, path = "/deliveries/{id}/settle", operation_id = "delivery_settle", tag = "deliveries",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = TripCount,
    responses((status = 200, body = Trip), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn settle(
    State(api): State<Api>,
    allow: Allow<ManageStock>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<TripCount>,
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
    let trip = trip::lock(write.tx(), scope, id, seen.0).await?;
    let settled = settle::settle(write.tx(), now, by(scope), &trip, &put).await?;
    settled.map_err(short)?;
    let done = (id, "settle", StatusCode::OK);
    answer(&api, write, scope, done, Vec::new()).await
}

pub(super) fn short(short: Vec<Short>) -> Problem {
    Problem::stock_short(short.into_iter().map(|s| (None, s)).collect())
}

/// Commits, tells the boards of the orders that changed, and shows the trip.
async fn answer(
    api: &Api,
    mut write: Box<Write>,
    scope: &Scope,
    (id, action, status): (Uuid, &str, StatusCode),
    moved: Vec<Moved>,
) -> Result<Response, Problem> {
    let now = write.now;
    let mut told = Vec::with_capacity(moved.len());
    for one in &moved {
        let news = act::tell(write.tx(), now, &one.order, &one.status, one.action).await?;
        told.push(orders::done_of(&one.order, news));
    }
    let shown = in_scope(write.tx(), scope, id).await?;
    let detail = json!({"state": shown.state, "stops": shown.stops.len(), "reason": shown.reason});
    write
        .audit(
            &format!("deliveries.{action}"),
            &format!("deliveries/{id}"),
            detail,
        )
        .await?;
    let response = write.commit(status, &shown).await?;
    for done in told {
        orders::push(api, done).await?;
    }
    Ok(response)
}
