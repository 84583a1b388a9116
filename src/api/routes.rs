//! Routes with their outlets and visit patterns.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    Api,
    auth::{Allow, ManageRoutes, ReadField},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::{self, Batch, BatchAnswer, BatchArgs, Master},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    error::StoreError,
    route::{self, Route, RouteFilter},
    route_put::{self, RoutePut},
    scope::Scope,
    upsert::{Mode, Now, RowResult},
};

pub struct Routes;

impl Master for Routes {
    type Put = RoutePut;
    type Item = Route;
    const COLLECTION: &'static str = "routes";

    fn code_mut(put: &mut RoutePut) -> &mut String {
        &mut put.code
    }
    fn version(item: &Route) -> i32 {
        item.version
    }
    fn code(item: &Route) -> &str {
        &item.code
    }
    async fn get(
        db: &mut PgConnection,
        scope: &Scope,
        now: Now,
        id: i32,
    ) -> Result<Route, StoreError> {
        route::get(db, scope, now.today, id).await
    }
    async fn upsert(
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        mode: Mode,
        rows: &[RoutePut],
    ) -> Result<Vec<RowResult>, StoreError> {
        route_put::upsert(tx, scope, now, mode, rows).await
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
    rep_id: Option<i32>,
    org_unit_id: Option<i32>,
}

/// routes in scope, by id.
#[utoipa::path(get, path = "/routes", operation_id = "route_list", tag = "routes", params(ListArgs),
    responses((status = 200, body = Page<Route>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = RouteFilter {
        q: args.q,
        code: args.code,
        rep_id: args.rep_id,
        org_unit_id: args.org_unit_id,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, "routes", asked, &filter).await?;
    let mut conn = api.conn().await?;
    let rows = route::list(
        &mut conn,
        &allow.scope,
        api.now().today,
        listing.slice(),
        &filter,
    )
    .await?;
    write::shown(&listing.page(rows, |r| r.id))
}

/// One route.
#[utoipa::path(get, path = "/routes/{id}", operation_id = "route_get", tag = "routes", params(("id" = i32, Path)),
    responses((status = 200, body = Route), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    master::get::<Routes>(&api, &allow.scope, id).await
}

/// A new route.
#[utoipa::path(post, path = "/routes", operation_id = "route_create", tag = "routes", request_body = RoutePut,
    responses((status = 201, body = Route), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    body: Body<RoutePut>,
) -> Result<Response, Problem> {
    master::create::<Routes>(&api, &allow.scope, body).await
}

/// Changes the fields given. Needs `If-Match`.
#[utoipa::path(patch, path = "/routes/{id}", operation_id = "route_change", tag = "routes",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = RoutePut,
    responses((status = 200, body = Route), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<RoutePut>,
) -> Result<Response, Problem> {
    master::change::<Routes>(&api, &allow.scope, id, seen, body).await
}

/// Creates or changes up to 1,000 by code.
#[utoipa::path(post, path = "/routes/batch", operation_id = "route_batch", tag = "routes", params(BatchArgs),
    request_body = Batch<RoutePut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Args(args): Args<BatchArgs>,
    body: Body<Batch<RoutePut>>,
) -> Result<Response, Problem> {
    master::batch::<Routes>(&api, &allow.scope, &args, body).await
}

/// Creates or changes one by another system's code; the system `fieldbeat` means our own.
#[utoipa::path(put, path = "/routes/by-code/{system}/{code}", operation_id = "route_by_code", tag = "routes",
    params(("system" = String, Path), ("code" = String, Path)), request_body = RoutePut,
    responses((status = 200, body = Route), (status = 201, body = Route),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn by_code(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg((system, code)): Seg<(String, String)>,
    body: Body<RoutePut>,
) -> Result<Response, Problem> {
    master::by_code::<Routes>(&api, &allow.scope, &system, &code, body).await
}
