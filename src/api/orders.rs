//! Orders with their lines.

use axum::{extract::State, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::{Args, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    order::{self, Order, OrderFilter},
    page::Since,
    snapshot,
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
    /// Both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    state: Option<String>,
}

/// Orders in scope, newest first.
#[utoipa::path(get, path = "/orders", operation_id = "order_list", tag = "orders", params(ListArgs),
    responses((status = 200, body = Page<Order>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
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
        &filter,
        listing.after,
        listing.fetch(),
    )
    .await?;
    seen.commit().await?;
    write::shown(&listing.page(rows, |o| (o.ordered_at.0, o.id)))
}

/// One order.
#[utoipa::path(get, path = "/orders/{id}", operation_id = "order_get", tag = "orders", params(("id" = Uuid, Path)),
    responses((status = 200, body = Order), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let filter = OrderFilter {
        id: Some(id),
        ..OrderFilter::default()
    };
    let mut seen = snapshot(api.db()).await?;
    let order = order::list(&mut seen, &allow.scope, &filter, None, 1)
        .await?
        .pop();
    seen.commit().await?;
    write::shown(&order.ok_or_else(Problem::not_found)?)
}
