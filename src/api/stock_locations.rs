//! Where goods are kept, and what each place holds.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    Api,
    auth::{Allow, ManageStock, ReadTrade},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::{self, Batch, BatchAnswer, BatchArgs, Master},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    error::StoreError,
    scope::Scope,
    snapshot,
    stock::{
        LocationKind,
        balance::{self, StockBalance},
        location::{self, LocationFilter, StockLocation, StockLocationPut},
    },
    upsert::{Mode, Now, RowResult},
};

pub struct Locations;

impl Master for Locations {
    type Put = StockLocationPut;
    type Item = StockLocation;
    const COLLECTION: &'static str = "stock-locations";

    fn code_mut(put: &mut StockLocationPut) -> &mut String {
        &mut put.code
    }
    fn version(item: &StockLocation) -> i32 {
        item.version
    }
    fn code(item: &StockLocation) -> &str {
        &item.code
    }
    async fn get(
        db: &mut PgConnection,
        scope: &Scope,
        now: Now,
        id: i32,
    ) -> Result<StockLocation, StoreError> {
        location::get(db, scope, now, id).await
    }
    async fn upsert(
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        mode: Mode,
        rows: &[StockLocationPut],
    ) -> Result<Vec<RowResult>, StoreError> {
        location::upsert(tx, scope, now, mode, rows).await
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
    kind: Option<LocationKind>,
    partner_id: Option<i32>,
    rep_id: Option<i32>,
    outlet_id: Option<i32>,
}

/// Warehouses, vans and outlets with goods, by id.
#[utoipa::path(get, path = "/stock-locations", operation_id = "stock_location_list", tag = "stock", params(ListArgs),
    responses((status = 200, body = Page<StockLocation>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = LocationFilter {
        id: None,
        q: args.q,
        kind: args.kind,
        partner_id: args.partner_id,
        rep_id: args.rep_id,
        outlet_id: args.outlet_id,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, Locations::COLLECTION, asked, &filter).await?;
    let slice = listing.slice();
    let rows = location::list(api.db(), &allow.scope, api.now(), slice, &filter).await?;
    write::shown(&listing.page(rows, |r| r.id))
}

/// One location.
#[utoipa::path(get, path = "/stock-locations/{id}", operation_id = "stock_location_get", tag = "stock", params(("id" = i32, Path)),
    responses((status = 200, body = StockLocation), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    master::get::<Locations>(&api, &allow.scope, id).await
}

/// A new warehouse or van.
#[utoipa::path(post, path = "/stock-locations", operation_id = "stock_location_create", tag = "stock",
    request_body = StockLocationPut,
    responses((status = 201, body = StockLocation), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageStock>,
    body: Body<StockLocationPut>,
) -> Result<Response, Problem> {
    master::create::<Locations>(&api, &allow.scope, body).await
}

/// Changes the fields given. Needs `If-Match`.
#[utoipa::path(patch, path = "/stock-locations/{id}", operation_id = "stock_location_change", tag = "stock",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = StockLocationPut,
    responses((status = 200, body = StockLocation), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageStock>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<StockLocationPut>,
) -> Result<Response, Problem> {
    master::change::<Locations>(&api, &allow.scope, id, seen, body).await
}

/// Creates or changes up to 1,000 by code.
#[utoipa::path(post, path = "/stock-locations/batch", operation_id = "stock_location_batch", tag = "stock", params(BatchArgs),
    request_body = Batch<StockLocationPut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<ManageStock>,
    Args(args): Args<BatchArgs>,
    body: Body<Batch<StockLocationPut>>,
) -> Result<Response, Problem> {
    master::batch::<Locations>(&api, &allow.scope, &args, body).await
}

/// Creates or changes one by another system's code; the system `fieldbeat` means our own.
#[utoipa::path(put, path = "/stock-locations/by-code/{system}/{code}", operation_id = "stock_location_by_code", tag = "stock",
    params(("system" = String, Path), ("code" = String, Path)), request_body = StockLocationPut,
    responses((status = 200, body = StockLocation), (status = 201, body = StockLocation),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn by_code(
    State(api): State<Api>,
    allow: Allow<ManageStock>,
    Seg((system, code)): Seg<(String, String)>,
    body: Body<StockLocationPut>,
) -> Result<Response, Problem> {
    master::by_code::<Locations>(&api, &allow.scope, &system, &code, body).await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BalanceArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    product_id: Option<i32>,
    /// Part of the product's code or name.
    q: Option<String>,
}

/// What a location holds, product by product, with lots, reservations and, of an outlet, the last count.
#[utoipa::path(get, path = "/stock-locations/{id}/balances", operation_id = "stock_balance_list", tag = "stock",
    params(("id" = i32, Path), BalanceArgs),
    responses((status = 200, body = Page<StockBalance>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn balances(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
    Args(args): Args<BalanceArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let filter = (id, args.product_id, &args.q);
    let listing = Listing::<i32>::begin(&api, "stock-balances", asked, &filter).await?;
    let now = api.now();
    let mut seen = snapshot(api.db()).await?;
    location::get(&mut *seen, &allow.scope, now, id).await?;
    let of = (args.product_id, args.q.as_deref());
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = balance::list(&mut *seen, now, id, of, after, fetch).await?;
    seen.commit().await?;
    write::shown(&listing.page(rows, |r| r.product_id))
}
