//! Outlets. Asking by place is `outlet_map`.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    Api,
    auth::{Allow, ManageOutlets, ReadTrade},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::{self, Batch, BatchAnswer, BatchArgs, Master},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    error::StoreError,
    outlet::{self, Outlet, OutletFilter},
    outlet_put::{self, OutletPut},
    scope::Scope,
    upsert::{Mode, Now, RowResult},
};

pub struct Outlets;

impl Master for Outlets {
    type Put = OutletPut;
    type Item = Outlet;
    const COLLECTION: &'static str = "outlets";
    const JUDGED_AGAINST: bool = true;

    fn code_mut(put: &mut OutletPut) -> &mut String {
        &mut put.code
    }
    fn version(item: &Outlet) -> i32 {
        item.version
    }
    fn code(item: &Outlet) -> &str {
        &item.code
    }
    async fn get(
        db: &mut PgConnection,
        scope: &Scope,
        now: Now,
        id: i32,
    ) -> Result<Outlet, StoreError> {
        outlet::get(db, scope, now.today, id).await
    }
    async fn upsert(
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        mode: Mode,
        rows: &[OutletPut],
    ) -> Result<Vec<RowResult>, StoreError> {
        outlet_put::upsert(tx, scope, now, mode, rows).await
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
    class: Option<String>,
    org_unit_id: Option<i32>,
    customer_id: Option<i32>,
    closed: Option<bool>,
}

/// outlets in scope, by id.
#[utoipa::path(get, path = "/outlets", operation_id = "outlet_list", tag = "outlets", params(ListArgs),
    responses((status = 200, body = Page<Outlet>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = OutletFilter {
        q: args.q,
        code: args.code,
        class: args.class,
        org_unit_id: args.org_unit_id,
        customer_id: args.customer_id,
        closed: args.closed,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, "outlets", asked, &filter).await?;
    let rows = outlet::list(
        api.db(),
        &allow.scope,
        api.now().today,
        listing.slice(),
        &filter,
    )
    .await?;
    write::shown(&listing.page(rows, |r| r.id))
}

/// One outlet.
#[utoipa::path(get, path = "/outlets/{id}", operation_id = "outlet_get", tag = "outlets", params(("id" = i32, Path)),
    responses((status = 200, body = Outlet), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    master::get::<Outlets>(&api, &allow.scope, id).await
}

/// A new outlet.
#[utoipa::path(post, path = "/outlets", operation_id = "outlet_create", tag = "outlets", request_body = OutletPut,
    responses((status = 201, body = Outlet), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageOutlets>,
    body: Body<OutletPut>,
) -> Result<Response, Problem> {
    master::create::<Outlets>(&api, &allow.scope, body).await
}

/// Changes the fields given. Needs `If-Match`.
#[utoipa::path(patch, path = "/outlets/{id}", operation_id = "outlet_change", tag = "outlets",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = OutletPut,
    responses((status = 200, body = Outlet), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageOutlets>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<OutletPut>,
) -> Result<Response, Problem> {
    master::change::<Outlets>(&api, &allow.scope, id, seen, body).await
}

/// Creates or changes up to 1,000 by code.
#[utoipa::path(post, path = "/outlets/batch", operation_id = "outlet_batch", tag = "outlets", params(BatchArgs),
    request_body = Batch<OutletPut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<ManageOutlets>,
    Args(args): Args<BatchArgs>,
    body: Body<Batch<OutletPut>>,
) -> Result<Response, Problem> {
    master::batch::<Outlets>(&api, &allow.scope, &args, body).await
}

/// Creates or changes one by another system's code; the system `fieldbeat` means our own.
#[utoipa::path(put, path = "/outlets/by-code/{system}/{code}", operation_id = "outlet_by_code", tag = "outlets",
    params(("system" = String, Path), ("code" = String, Path)), request_body = OutletPut,
    responses((status = 200, body = Outlet), (status = 201, body = Outlet),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn by_code(
    State(api): State<Api>,
    allow: Allow<ManageOutlets>,
    Seg((system, code)): Seg<(String, String)>,
    body: Body<OutletPut>,
) -> Result<Response, Problem> {
    master::by_code::<Outlets>(&api, &allow.scope, &system, &code, body).await
}
