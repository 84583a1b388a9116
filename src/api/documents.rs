//! Documents of customers.

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
    crm::document::{self, Document, DocumentFilter, DocumentPut},
    error::StoreError,
    scope::Scope,
    upsert::{Mode, Now, RowResult},
};

pub struct Documents;

impl Master for Documents {
    type Put = DocumentPut;
    type Item = Document;
    const COLLECTION: &'static str = "documents";

    fn code_mut(put: &mut DocumentPut) -> &mut String {
        &mut put.code
    }
    fn version(item: &Document) -> i32 {
        item.row.version
    }
    fn code(item: &Document) -> &str {
        &item.row.code
    }
    async fn get(
        db: &mut PgConnection,
        scope: &Scope,
        now: Now,
        id: i32,
    ) -> Result<Document, StoreError> {
        document::get(db, scope, now.today, id).await
    }
    async fn upsert(
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        mode: Mode,
        rows: &[DocumentPut],
    ) -> Result<Vec<RowResult>, StoreError> {
        document::upsert(tx, scope, now, mode, rows).await
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
    contract_id: Option<i32>,
    /// As of today.
    validity: Option<Validity>,
    /// Ending in this period, both included; what has no end is in none.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Documents of customers in scope, by id.
#[utoipa::path(get, path = "/documents", operation_id = "document_list", tag = "relations", params(ListArgs),
    responses((status = 200, body = Page<Document>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let today = api.now().today;
    let filter = DocumentFilter {
        id: None,
        customer_id: args.customer_id,
        contract_id: args.contract_id,
        from: args.from,
        to: args.to,
        validity: args.validity,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, "documents", asked, &filter).await?;
    let rows = document::list(api.db(), &allow.scope, today, listing.slice(), &filter).await?;
    write::shown(&listing.page(rows, |r| r.row.id))
}

/// One document.
#[utoipa::path(get, path = "/documents/{id}", operation_id = "document_get", tag = "relations", params(("id" = i32, Path)),
    responses((status = 200, body = Document), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    master::get::<Documents>(&api, &allow.scope, id).await
}

/// A new document.
#[utoipa::path(post, path = "/documents", operation_id = "document_create", tag = "relations", request_body = DocumentPut,
    responses((status = 201, body = Document), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    body: Body<DocumentPut>,
) -> Result<Response, Problem> {
    master::create::<Documents>(&api, &allow.scope, body).await
}

/// Changes the fields given. Needs `If-Match`.
#[utoipa::path(patch, path = "/documents/{id}", operation_id = "document_change", tag = "relations",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = DocumentPut,
    responses((status = 200, body = Document), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<DocumentPut>,
) -> Result<Response, Problem> {
    master::change::<Documents>(&api, &allow.scope, id, seen, body).await
}

/// Creates or changes up to 1,000 by code.
#[utoipa::path(post, path = "/documents/batch", operation_id = "document_batch", tag = "relations", params(BatchArgs),
    request_body = Batch<DocumentPut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Args(args): Args<BatchArgs>,
    body: Body<Batch<DocumentPut>>,
) -> Result<Response, Problem> {
    master::batch::<Documents>(&api, &allow.scope, &args, body).await
}

/// Creates or changes one by another system's code; the system `fieldbeat` means our own.
#[utoipa::path(put, path = "/documents/by-code/{system}/{code}", operation_id = "document_by_code", tag = "relations",
    params(("system" = String, Path), ("code" = String, Path)), request_body = DocumentPut,
    responses((status = 200, body = Document), (status = 201, body = Document),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn by_code(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Seg((system, code)): Seg<(String, String)>,
    body: Body<DocumentPut>,
) -> Result<Response, Problem> {
    master::by_code::<Documents>(&api, &allow.scope, &system, &code, body).await
}
