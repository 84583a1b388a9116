//! Customers.

use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageOutlets, ReadField, ReadTrade},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::{self, Batch, BatchAnswer, BatchArgs, Master},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    customer::{self, Customer, CustomerPut},
    customer_timeline::{self, TimelineItem},
    error::StoreError,
    scope::Scope,
    snapshot,
    upsert::{Mode, Now, RowResult},
};

pub struct Customers;

impl Master for Customers {
    type Put = CustomerPut;
    type Item = Customer;
    const COLLECTION: &'static str = "customers";

    fn code_mut(put: &mut CustomerPut) -> &mut String {
        &mut put.code
    }
    fn version(item: &Customer) -> i32 {
        item.version
    }
    fn code(item: &Customer) -> &str {
        &item.code
    }
    async fn get(
        db: &mut PgConnection,
        scope: &Scope,
        _: Now,
        id: i32,
    ) -> Result<Customer, StoreError> {
        customer::get(db, scope, id).await
    }
    async fn upsert(
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        mode: Mode,
        rows: &[CustomerPut],
    ) -> Result<Vec<RowResult>, StoreError> {
        customer::upsert(tx, scope, now, mode, rows).await
    }
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    /// Part of code or name.
    q: Option<String>,
    code: Option<String>,
}

/// customers in scope, by id.
#[utoipa::path(get, path = "/customers", operation_id = "customer_list", tag = "customers", params(ListArgs),
    responses((status = 200, body = Page<Customer>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = (args.q, args.code);
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, "customers", asked, &filter).await?;
    let rows = customer::list(
        api.db(),
        &allow.scope,
        listing.slice(),
        filter.0.as_deref(),
        filter.1.as_deref(),
    )
    .await?;
    write::shown(&listing.page(rows, |r| r.id))
}

/// One customer.
#[utoipa::path(get, path = "/customers/{id}", operation_id = "customer_get", tag = "customers", params(("id" = i32, Path)),
    responses((status = 200, body = Customer), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    master::get::<Customers>(&api, &allow.scope, id).await
}

/// A new customer.
#[utoipa::path(post, path = "/customers", operation_id = "customer_create", tag = "customers", request_body = CustomerPut,
    responses((status = 201, body = Customer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageOutlets>,
    body: Body<CustomerPut>,
) -> Result<Response, Problem> {
    master::create::<Customers>(&api, &allow.scope, body).await
}

/// Changes the fields given. Needs `If-Match`.
#[utoipa::path(patch, path = "/customers/{id}", operation_id = "customer_change", tag = "customers",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = CustomerPut,
    responses((status = 200, body = Customer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageOutlets>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<CustomerPut>,
) -> Result<Response, Problem> {
    master::change::<Customers>(&api, &allow.scope, id, seen, body).await
}

/// Creates or changes up to 1,000 by code.
#[utoipa::path(post, path = "/customers/batch", operation_id = "customer_batch", tag = "customers", params(BatchArgs),
    request_body = Batch<CustomerPut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<ManageOutlets>,
    Args(args): Args<BatchArgs>,
    body: Body<Batch<CustomerPut>>,
) -> Result<Response, Problem> {
    master::batch::<Customers>(&api, &allow.scope, &args, body).await
}

/// Creates or changes one by another system's code; the system `fieldbeat` means our own.
#[utoipa::path(put, path = "/customers/by-code/{system}/{code}", operation_id = "customer_by_code", tag = "customers",
    params(("system" = String, Path), ("code" = String, Path)), request_body = CustomerPut,
    responses((status = 200, body = Customer), (status = 201, body = Customer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn by_code(
    State(api): State<Api>,
    allow: Allow<ManageOutlets>,
    Seg((system, code)): Seg<(String, String)>,
    body: Body<CustomerPut>,
) -> Result<Response, Problem> {
    master::by_code::<Customers>(&api, &allow.scope, &system, &code, body).await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TimelineArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Visits with what was counted, asked and shown there, orders with what became of them, money, contracts, and work on
/// the relation with a customer, across its outlets, newest first.
#[utoipa::path(get, path = "/customers/{id}/timeline", operation_id = "customer_timeline", tag = "customers",
    params(("id" = i32, Path), TimelineArgs),
    responses((status = 200, body = Page<TimelineItem>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn timeline(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
    Args(args): Args<TimelineArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "timeline", asked, &id).await?;
    let mut seen = snapshot(api.db()).await?;
    customer::get(&mut *seen, &allow.scope, id).await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let when = (api.rules().time, api.now().today);
    let rows = customer_timeline::list(&mut seen, &allow.scope, id, when, after, fetch).await?;
    seen.commit().await?;
    write::shown(&listing.page(rows, |i| (i.at.0, i.id)))
}
