//! Orders over REST: read with their explanation, made at a desk, revised, and moved on. Every action
//! answers the order as it then is.

use std::collections::BTreeSet;

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::id::{OrgUnitId, RepId};
use fieldbeat_trade::{
    erp::ErpState,
    order::{Hold, Status},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ConfirmOrders, DeliverOrders, ReadTrade, TakeOrders},
    etag::IfMatch,
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::{
    ingest::RecordNews,
    live::LiveEvent,
    store::{
        event::{self, Cursor},
        order::{
            self, Order, OrderFilter, OrderStory,
            act::{self, Deed, Locked, Told},
            body,
            delivery::{self, Delivery, DeliveryPut},
            desk,
            submit::By,
        },
        page::Since,
        record_inbox::{EventKey, Retold},
        role::Right,
        scope::Scope,
        setting, snapshot, trip,
        upsert::check_text,
    },
};

/// Orders confirmed in one request.
const BATCH_MAX: usize = 200;

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
    /// Both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    state: Option<String>,
    /// credit | overdue | price | stock | review
    hold: Option<String>,
    /// waiting | exported | accepted | rejected
    erp_state: Option<ErpState>,
}

/// Orders in scope, newest first.
#[utoipa::path(get, path = "/orders", operation_id = "order_list", tag = "orders", params(ListArgs),
    responses((status = 200, body = Page<Order>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let mut filter = OrderFilter {
        id: None,
        visit_id: args.visit_id,
        rep_id: args.rep_id,
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
        from: args.from,
        to: args.to,
        state: args.state,
        hold: args.hold,
        erp_state: args.erp_state,
        since: Since::Ever,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "orders", asked, &filter).await?;
    filter.since = listing.since;
    let mut seen = snapshot(api.db()).await?;
    let rows = order::list(
        &mut seen,
        &allow.scope,
        api.now().today,
        &filter,
        listing.after,
        listing.fetch(),
    )
    .await?;
    seen.commit().await?;
    write::shown(&listing.page(rows, |o| (o.ordered_at.0, o.id)))
}

/// One order in scope.
pub(super) async fn one(
    db: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    id: Uuid,
) -> Result<Order, Problem> {
    let filter = OrderFilter {
        id: Some(id),
        ..OrderFilter::default()
    };
    let found = order::list(db, scope, today, &filter, None, 1).await?.pop();
    found.ok_or_else(Problem::not_found)
}

/// One order.
#[utoipa::path(get, path = "/orders/{id}", operation_id = "order_get", tag = "orders", params(("id" = Uuid, Path)),
    responses((status = 200, body = Order), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    let order = one(&mut seen, &allow.scope, api.now().today, id).await?;
    seen.commit().await?;
    write::shown(&order)
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct OrderExplained {
    #[serde(flatten)]
    story: OrderStory,
    deliveries: Vec<Delivery>,
}

/// Why it costs what it costs, what was done to it by whom, and what was delivered.
#[utoipa::path(get, path = "/orders/{id}/story", operation_id = "order_story", tag = "orders", params(("id" = Uuid, Path)),
    responses((status = 200, body = OrderExplained), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn story(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    one(&mut seen, &allow.scope, api.now().today, id).await?;
    let explained = OrderExplained {
        story: order::story(&mut seen, id).await?,
        deliveries: delivery::list(&mut seen, &[id]).await?,
    };
    seen.commit().await?;
    write::shown(&explained)
}

/// An order taken at a desk.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct OrderPut {
    /// Made by the sender, so that a repeat is the same order.
    id: Uuid,
    /// Whose order it is; the own for a rep.
    rep_id: Option<i32>,
    outlet_id: i32,
    visit_id: Option<Uuid>,
    /// Kept as a draft until it is submitted.
    #[serde(default)]
    draft: bool,
    /// `lines`, `cash`, `note`, `total_minor`, `book_at`: as in a phone's record.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    body: Value,
}

/// A new order, priced and gated. The same id and body again give the first answer.
#[utoipa::path(post, path = "/orders", operation_id = "order_create", tag = "orders", request_body = OrderPut,
    responses((status = 201, body = Order), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<TakeOrders>,
    body: Body<OrderPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let request = body.request.or_key(put.id);
    let rep = (allow.scope.rep_id().or(put.rep_id))
        .ok_or_else(|| Problem::field("/rep_id", "required"))?;
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let order = desk::Order {
        id: put.id,
        rep,
        outlet: put.outlet_id,
        visit: put.visit_id,
        draft: put.draft,
        body: &put.body,
    };
    let made = desk::create(write.tx(), &allow.scope, now, &order).await?;
    let subject = format!("orders/{}", put.id);
    write
        .audit("orders.create", &subject, made.news.body.clone())
        .await?;
    let done = Done {
        id: put.id,
        rep: made.rep,
        org_unit: made.org_unit,
        kind: made.news.kind,
        body: made.news.body,
        event: made.news.event,
        retold: None,
    };
    answer(&api, write, &allow.scope, done, StatusCode::CREATED).await
}

/// What an action needs.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderAction {
    /// Required to hold, release, reject and cancel.
    reason: Option<String>,
    /// Which hold is released.
    #[schema(value_type = Option<Hold>)]
    hold: Option<Hold>,
}

/// What was done, for whoever tells of it after the commit.
pub(super) struct Done {
    id: Uuid,
    rep: i32,
    org_unit: i32,
    kind: &'static str,
    body: Value,
    event: EventKey,
    retold: Option<Retold>,
}

/// Moves an order on: `submit` (a draft), `hold`, `release` (one hold), `confirm`, `allocate`, `dispatch`,
/// `close`, `reject`, `cancel`. 422 `wrong_state` where it does not fit. A credit hold is released by who
/// approves credit, an overdue hold by who approves overdue ones, the others by who confirms orders.
/// Needs `If-Match`.
#[utoipa::path(post, path = "/orders/{id}/{action}", operation_id = "order_act", tag = "orders",
    params(("id" = Uuid, Path), ("action" = String, Path), ("If-Match" = String, Header)), request_body = OrderAction,
    responses((status = 200, body = Order), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn act(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg((id, action)): Seg<(Uuid, String)>,
    seen: IfMatch,
    body: Body<OrderAction>,
) -> Result<Response, Problem> {
    let put = body.value;
    let (deed, right) = deed(&action, put.hold)?;
    if !allow.scope.may(right) {
        return Err(Problem::forbidden());
    }
    let needs_reason = matches!(
        deed,
        Some(Deed::Hold | Deed::Release(_) | Deed::Reject | Deed::Cancel)
    );
    let mut faults = Vec::new();
    check_text("/reason", put.reason.as_deref(), needs_reason, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let by = by(&allow.scope);
    let order = act::lock(write.tx(), &allow.scope, id, seen.0).await?;
    let status = match deed {
        None => act::submit_draft(write.tx(), now, by, &order).await?,
        Some(deed) => {
            let reason = put.reason.as_deref().map(str::trim);
            act::act(write.tx(), now, by, &order, deed, reason).await?
        }
    };
    moved(&api, write, &allow.scope, &order, &status, &action).await
}

/// The deed of an action's name, and who may do it; no deed is the submission of a draft.
fn deed(action: &str, hold: Option<Hold>) -> Result<(Option<Deed>, Right), Problem> {
    Ok(match action {
        "submit" => (None, Right::TakeOrders),
        "cancel" => (Some(Deed::Cancel), Right::TakeOrders),
        "hold" => (Some(Deed::Hold), Right::ConfirmOrders),
        "release" => {
            let hold = hold.ok_or_else(|| Problem::field("/hold", "required"))?;
            let right = match hold {
                Hold::Credit => Right::ApproveCredit,
                Hold::Overdue => Right::ApproveOverdue,
                Hold::Price | Hold::Stock | Hold::Review => Right::ConfirmOrders,
            };
            (Some(Deed::Release(hold)), right)
        }
        "confirm" => (Some(Deed::Confirm), Right::ConfirmOrders),
        "allocate" => (Some(Deed::Allocate), Right::DeliverOrders),
        "dispatch" => (Some(Deed::Dispatch), Right::DeliverOrders),
        "close" => (Some(Deed::Close), Right::ConfirmOrders),
        "reject" => (Some(Deed::Reject), Right::ConfirmOrders),
        _ => return Err(Problem::not_found()),
    })
}

pub(super) fn by(scope: &Scope) -> By {
    By {
        user: scope.user_id(),
        rep: scope.rep_id(),
    }
}

/// New lines before the order is confirmed; approvals are asked for anew. Needs `If-Match`.
#[utoipa::path(put, path = "/orders/{id}", operation_id = "order_revise", tag = "orders",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Object,
    responses((status = 200, body = Order), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn revise(
    State(api): State<Api>,
    allow: Allow<TakeOrders>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<Value>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let currency = order::inbox::currency(write.tx()).await?;
    let read = body::read(&body.value, &currency).map_err(Problem::invalid)?;
    let honour = setting::offline_price(write.tx(), now.today).await?;
    let order = act::lock(write.tx(), &allow.scope, id, seen.0).await?;
    let by = by(&allow.scope);
    let status = act::revise(write.tx(), now, by, &order, &read, honour).await?;
    moved(&api, write, &allow.scope, &order, &status, "revise").await
}

/// Books what was delivered, in part or whole. The same id again gives the first answer. What rides on a trip that is
/// out is told of at its stop: 422 `on_trip`.
#[utoipa::path(post, path = "/orders/{id}/deliveries", operation_id = "order_deliver", tag = "orders",
    params(("id" = Uuid, Path)), request_body = DeliveryPut,
    responses((status = 200, body = Order), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn deliver(
    State(api): State<Api>,
    allow: Allow<DeliverOrders>,
    Seg(id): Seg<Uuid>,
    body: Body<DeliveryPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut faults = Vec::new();
    check_text("/receiver", put.receiver.as_deref(), false, &mut faults);
    check_text("/note", put.note.as_deref(), false, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let order = act::lock(write.tx(), &allow.scope, id, None).await?;
    if trip::is_out(write.tx(), id).await? {
        return Err(Problem::field("/id", "on_trip"));
    }
    let told = (&put, None);
    let status = delivery::deliver(write.tx(), now, by(&allow.scope), &order, told).await?;
    moved(&api, write, &allow.scope, &order, &status, "deliver").await
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmBatch {
    /// At most 200.
    ids: Vec<Uuid>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ConfirmResult {
    id: Uuid,
    /// What the order is now; null where it was not found or in no state to be confirmed.
    state: Option<String>,
    holds: BTreeSet<Hold>,
    /// not_found | wrong_state
    error: Option<&'static str>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ConfirmAnswer {
    /// In the order of `ids`.
    results: Vec<ConfirmResult>,
}

/// Confirms many at once; each by itself: what the gate holds stays held and says why.
#[utoipa::path(post, path = "/orders/confirm", operation_id = "order_confirm", tag = "orders", request_body = ConfirmBatch,
    responses((status = 200, body = ConfirmAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn confirm(
    State(api): State<Api>,
    allow: Allow<ConfirmOrders>,
    body: Body<ConfirmBatch>,
) -> Result<Response, Problem> {
    let ids = body.value.ids;
    if ids.is_empty() || ids.len() > BATCH_MAX {
        return Err(Problem::field("/ids", "out_of_range"));
    }
    let mut results = Vec::with_capacity(ids.len());
    for id in ids {
        // A transaction each, so that no two batches wait for each other in a circle.
        let mut tx = api.db().begin().await?;
        let now = api.now();
        let done = match act::lock(&mut tx, &allow.scope, id, None).await {
            Ok(order) => {
                let by = by(&allow.scope);
                match act::act(&mut tx, now, by, &order, Deed::Confirm, None).await {
                    Ok(status) => Ok((order, status)),
                    Err(error) => Err(Problem::from(error)),
                }
            }
            Err(error) => Err(Problem::from(error)),
        };
        results.push(match done {
            Ok((order, status)) => {
                let told = act::tell(&mut tx, now, &order, &status, "confirm").await?;
                tx.commit().await?;
                push(&api, done_of(&order, told)).await?;
                ConfirmResult {
                    id,
                    state: Some(status.state.as_str().to_owned()),
                    holds: status.holds,
                    error: None,
                }
            }
            Err(problem) if problem.status().is_server_error() => return Err(problem),
            Err(problem) => ConfirmResult {
                id,
                state: None,
                holds: BTreeSet::new(),
                error: Some(if problem.status() == StatusCode::NOT_FOUND {
                    "not_found"
                } else {
                    "wrong_state"
                }),
            },
        });
    }
    write::shown(&ConfirmAnswer { results })
}

pub(super) fn done_of(order: &Locked, told: Told) -> Done {
    Done {
        id: order.id,
        rep: order.rep_id,
        org_unit: order.org_unit_id,
        kind: "order_changed",
        body: told.body,
        event: told.event,
        retold: told.retold,
    }
}

async fn moved(
    api: &Api,
    mut write: Box<Write>,
    scope: &Scope,
    order: &Locked,
    status: &Status,
    action: &str,
) -> Result<Response, Problem> {
    let now = write.now;
    let told = act::tell(write.tx(), now, order, status, action).await?;
    write
        .audit(
            &format!("orders.{action}"),
            &format!("orders/{}", order.id),
            told.body.clone(),
        )
        .await?;
    let done = done_of(order, told);
    answer(api, write, scope, done, StatusCode::OK).await
}

/// Commits, tells the boards, and shows the order.
async fn answer(
    api: &Api,
    mut write: Box<Write>,
    scope: &Scope,
    done: Done,
    status: StatusCode,
) -> Result<Response, Problem> {
    let today = write.now.today;
    let shown = one(write.tx(), scope, today, done.id).await?;
    let response = write.commit(status, &shown).await?;
    push(api, done).await?;
    Ok(response)
}

/// After the commit: the boards, and the phone that took the order.
pub(super) async fn push(api: &Api, done: Done) -> Result<(), Problem> {
    let store = event::position(api.db()).await?.store;
    let cursor = |(xid, id)| Cursor::new(store, xid, id).text();
    if let Some(retold) = done.retold {
        tell_phone(api, retold, store);
    }
    api.services.live.event(LiveEvent {
        kind: done.kind.into(),
        org_unit: Some(OrgUnitId(done.org_unit)),
        rep: Some(RepId(done.rep)),
        body: done.body,
        cursor: cursor(done.event),
    });
    Ok(())
}

/// After the commit: the phone whose record it was.
pub(super) async fn retell(api: &Api, retold: Retold) -> Result<(), Problem> {
    let store = event::position(api.db()).await?.store;
    tell_phone(api, retold, store);
    Ok(())
}

fn tell_phone(api: &Api, retold: Retold, store: Uuid) {
    let (xid, id) = retold.event;
    let news = RecordNews {
        cursor: Cursor::new(store, xid, id).text(),
        id: retold.id,
        kind: retold.kind.to_owned(),
        status: "applied".into(),
        detail: Some(retold.detail),
    };
    api.services.ingest.record_status(retold.rep, news);
}
