//! Who supplies an outlet, by date, over REST.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Api,
    auth::{Allow, ManageCatalogue, ReadTrade},
    input::{Body, Seg},
    master::BATCH_MAX,
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::catalogue::supplier;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct SupplyPut {
    /// At most 1,000.
    pub outlet_ids: Vec<i32>,
    /// From this date on; today where absent.
    pub from: Option<NaiveDate>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Supplied {
    /// Outlets whose supplier changed.
    pub changed: u64,
}

/// The partner supplies these outlets from a date on; what held before stays in the history.
#[utoipa::path(post, path = "/partners/{id}/outlets", operation_id = "partner_supply", tag = "catalogue",
    params(("id" = i32, Path)), request_body = SupplyPut,
    responses((status = 200, body = Supplied), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn supply(
    State(api): State<Api>,
    allow: Allow<ManageCatalogue>,
    Seg(id): Seg<i32>,
    body: Body<SupplyPut>,
) -> Result<Response, Problem> {
    let mut outlets = body.value.outlet_ids;
    outlets.sort_unstable();
    outlets.dedup();
    if outlets.is_empty() || outlets.len() > BATCH_MAX {
        return Err(Problem::field("/outlet_ids", "out_of_range"));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let from = body.value.from.unwrap_or(now.today);
    let changed = supplier::assign(write.tx(), &allow.scope, now, id, &outlets, from).await?;
    let detail = json!({"outlets": outlets.len(), "changed": changed, "from": from});
    write
        .audit("partners.supply", &format!("partners/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &Supplied { changed }).await
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct OutletSuppliers {
    items: Vec<supplier::OutletSupplier>,
}

/// Who supplies an outlet by date, newest first; today's comes to its orders and its account.
#[utoipa::path(get, path = "/outlets/{id}/suppliers", operation_id = "outlet_suppliers", tag = "catalogue",
    params(("id" = i32, Path)),
    responses((status = 200, body = OutletSuppliers), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn suppliers(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    let today = api.now().today;
    let mut conn = api.conn().await?;
    let items = supplier::of_outlet(&mut conn, &allow.scope, today, id).await?;
    write::shown(&OutletSuppliers { items })
}
