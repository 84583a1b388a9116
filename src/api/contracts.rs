//! Contracts of customers.

use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use fieldbeat_trade::crm::validity::Validity;
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    Api,
    auth::{Allow, KeepRelations, ReadField},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::{self, Batch, BatchAnswer, BatchArgs, Master},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    crm::contract::{self, Contract, ContractFilter, ContractPut},
    error::StoreError,
    scope::Scope,
    upsert::{Mode, Now, RowResult},
};

pub struct Contracts;

impl Master for Contracts {
    type Put = ContractPut;
    type Item = Contract;
    const COLLECTION: &'static str = "contracts";

    fn code_mut(put: &mut ContractPut) -> &mut String {
        &mut put.code
    }
    fn version(item: &Contract) -> i32 {
        item.row.version
    }
    fn code(item: &Contract) -> &str {
        &item.row.code
    }
    async fn get(
        db: &mut PgConnection,
        scope: &Scope,
        now: Now,
        id: i32,
    ) -> Result<Contract, StoreError> {
        contract::get(db, scope, now.today, id).await
    }
    async fn upsert(
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        mode: Mode,
        rows: &[ContractPut],
    ) -> Result<Vec<RowResult>, StoreError> {
        contract::upsert(tx, scope, now, mode, rows).await
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
    customer_id: Option<i32>,
    /// Part of number or title.
    q: Option<String>,
    /// As of today.
    validity: Option<Validity>,
    /// Ending in this period, both included; what has no end is in none.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Contracts of customers in scope, by id.
#[utoipa::path(get, path = "/contracts", operation_id = "contract_list", tag = "relations", params(ListArgs),
    responses((status = 200, body = Page<Contract>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let today = api.now().today;
    let filter = ContractFilter {
        customer_id: args.customer_id,
        from: args.from,
        to: args.to,
        validity: args.validity,
        q: args.q,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, "contracts", asked, &filter).await?;
    let rows = contract::list(api.db(), &allow.scope, today, listing.slice(), &filter).await?;
    write::shown(&listing.page(rows, |r| r.row.id))
}

/// One contract.
#[utoipa::path(get, path = "/contracts/{id}", operation_id = "contract_get", tag = "relations", params(("id" = i32, Path)),
    responses((status = 200, body = Contract), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    master::get::<Contracts>(&api, &allow.scope, id).await
}

/// A new contract.
#[utoipa::path(post, path = "/contracts", operation_id = "contract_create", tag = "relations", request_body = ContractPut,
    responses((status = 201, body = Contract), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    body: Body<ContractPut>,
) -> Result<Response, Problem> {
    master::create::<Contracts>(&api, &allow.scope, body).await
}

/// Changes the fields given. Needs `If-Match`.
#[utoipa::path(patch, path = "/contracts/{id}", operation_id = "contract_change", tag = "relations",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = ContractPut,
    responses((status = 200, body = Contract), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<ContractPut>,
) -> Result<Response, Problem> {
    master::change::<Contracts>(&api, &allow.scope, id, seen, body).await
}

/// Creates or changes up to 1,000 by code.
#[utoipa::path(post, path = "/contracts/batch", operation_id = "contract_batch", tag = "relations", params(BatchArgs),
    request_body = Batch<ContractPut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Args(args): Args<BatchArgs>,
    body: Body<Batch<ContractPut>>,
) -> Result<Response, Problem> {
    master::batch::<Contracts>(&api, &allow.scope, &args, body).await
}

/// Creates or changes one by another system's code; the system `fieldbeat` means our own.
#[utoipa::path(put, path = "/contracts/by-code/{system}/{code}", operation_id = "contract_by_code", tag = "relations",
    params(("system" = String, Path), ("code" = String, Path)), request_body = ContractPut,
    responses((status = 200, body = Contract), (status = 201, body = Contract),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn by_code(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Seg((system, code)): Seg<(String, String)>,
    body: Body<ContractPut>,
) -> Result<Response, Problem> {
    master::by_code::<Contracts>(&api, &allow.scope, &system, &code, body).await
}
