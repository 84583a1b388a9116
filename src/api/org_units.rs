//! The company tree.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    Api,
    auth::{Allow, ManageOrgUnits, ReadOrgUnits},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::{self, Batch, BatchAnswer, BatchArgs, Master},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    error::StoreError,
    org_unit::{self, OrgUnit, OrgUnitPut},
    scope::Scope,
    upsert::{Mode, Now, RowResult},
};

pub struct OrgUnits;

impl Master for OrgUnits {
    type Put = OrgUnitPut;
    type Item = OrgUnit;
    const COLLECTION: &'static str = "org-units";

    fn code_mut(put: &mut OrgUnitPut) -> &mut String {
        &mut put.code
    }
    fn version(item: &OrgUnit) -> i32 {
        item.version
    }
    fn code(item: &OrgUnit) -> &str {
        &item.code
    }
    async fn get(
        db: &mut PgConnection,
        scope: &Scope,
        _: Now,
        id: i32,
    ) -> Result<OrgUnit, StoreError> {
        org_unit::get(db, scope, id).await
    }
    async fn upsert(
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        mode: Mode,
        rows: &[OrgUnitPut],
    ) -> Result<Vec<RowResult>, StoreError> {
        org_unit::upsert(tx, scope, now, mode, rows).await
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
}

/// org_units in scope, by id.
#[utoipa::path(get, path = "/org-units", operation_id = "org_unit_list", tag = "org-units", params(ListArgs),
    responses((status = 200, body = Page<OrgUnit>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadOrgUnits>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = args.q;
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, "org-units", asked, &filter).await?;
    let rows = org_unit::list(api.db(), &allow.scope, listing.slice(), filter.as_deref()).await?;
    write::shown(&listing.page(rows, |r| r.id))
}

/// One org_unit.
#[utoipa::path(get, path = "/org-units/{id}", operation_id = "org_unit_get", tag = "org-units", params(("id" = i32, Path)),
    responses((status = 200, body = OrgUnit), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadOrgUnits>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    master::get::<OrgUnits>(&api, &allow.scope, id).await
}

/// A new org_unit.
#[utoipa::path(post, path = "/org-units", operation_id = "org_unit_create", tag = "org-units", request_body = OrgUnitPut,
    responses((status = 201, body = OrgUnit), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageOrgUnits>,
    body: Body<OrgUnitPut>,
) -> Result<Response, Problem> {
    master::create::<OrgUnits>(&api, &allow.scope, body).await
}

/// Changes the fields given. Needs `If-Match`.
#[utoipa::path(patch, path = "/org-units/{id}", operation_id = "org_unit_change", tag = "org-units",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = OrgUnitPut,
    responses((status = 200, body = OrgUnit), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageOrgUnits>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<OrgUnitPut>,
) -> Result<Response, Problem> {
    master::change::<OrgUnits>(&api, &allow.scope, id, seen, body).await
}

/// Creates or changes up to 1,000 by code.
#[utoipa::path(post, path = "/org-units/batch", operation_id = "org_unit_batch", tag = "org-units", params(BatchArgs),
    request_body = Batch<OrgUnitPut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<ManageOrgUnits>,
    Args(args): Args<BatchArgs>,
    body: Body<Batch<OrgUnitPut>>,
) -> Result<Response, Problem> {
    master::batch::<OrgUnits>(&api, &allow.scope, &args, body).await
}

/// Creates or changes one by another system's code; the system `fieldbeat` means our own.
#[utoipa::path(put, path = "/org-units/by-code/{system}/{code}", operation_id = "org_unit_by_code", tag = "org-units",
    params(("system" = String, Path), ("code" = String, Path)), request_body = OrgUnitPut,
    responses((status = 200, body = OrgUnit), (status = 201, body = OrgUnit),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn by_code(
    State(api): State<Api>,
    allow: Allow<ManageOrgUnits>,
    Seg((system, code)): Seg<(String, String)>,
    body: Body<OrgUnitPut>,
) -> Result<Response, Problem> {
    master::by_code::<OrgUnits>(&api, &allow.scope, &system, &code, body).await
}
