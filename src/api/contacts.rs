//! Contacts: people at customers.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

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
    crm::contact::{self, Contact, ContactFilter, ContactPut},
    error::StoreError,
    scope::Scope,
    upsert::{Mode, Now, RowResult},
};

pub struct Contacts;

impl Master for Contacts {
    type Put = ContactPut;
    type Item = Contact;
    const COLLECTION: &'static str = "contacts";

    fn code_mut(put: &mut ContactPut) -> &mut String {
        &mut put.code
    }
    fn version(item: &Contact) -> i32 {
        item.version
    }
    fn code(item: &Contact) -> &str {
        &item.code
    }
    async fn get(
        db: &mut PgConnection,
        scope: &Scope,
        _: Now,
        id: i32,
    ) -> Result<Contact, StoreError> {
        contact::get(db, scope, id).await
    }
    async fn upsert(
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        mode: Mode,
        rows: &[ContactPut],
    ) -> Result<Vec<RowResult>, StoreError> {
        contact::upsert(tx, scope, now, mode, rows).await
    }
}

/// The farthest ahead that birthdays are looked for.
const BIRTHDAY_DAYS_MAX: i32 = 92;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    customer_id: Option<i32>,
    active: Option<bool>,
    /// Part of name, code or phone.
    q: Option<String>,
    /// Only whose birthday is today or within so many days, at most 92.
    birthday_within: Option<i32>,
}

/// Contacts of customers in scope, by id.
#[utoipa::path(get, path = "/contacts", operation_id = "contact_list", tag = "relations", params(ListArgs),
    responses((status = 200, body = Page<Contact>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let days = args.birthday_within;
    if days.is_some_and(|d| !(0..=BIRTHDAY_DAYS_MAX).contains(&d)) {
        return Err(Problem::query("birthday_within", "out_of_range"));
    }
    let filter = ContactFilter {
        customer_id: args.customer_id,
        active: args.active,
        q: args.q,
        birthday: days.map(|d| (api.now().today, d)),
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, "contacts", asked, &filter).await?;
    let rows = contact::list(api.db(), &allow.scope, listing.slice(), &filter).await?;
    write::shown(&listing.page(rows, |r| r.id))
}

/// One contact.
#[utoipa::path(get, path = "/contacts/{id}", operation_id = "contact_get", tag = "relations", params(("id" = i32, Path)),
    responses((status = 200, body = Contact), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    master::get::<Contacts>(&api, &allow.scope, id).await
}

/// A new contact; without a code it gets one.
#[utoipa::path(post, path = "/contacts", operation_id = "contact_create", tag = "relations", request_body = ContactPut,
    responses((status = 201, body = Contact), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    mut body: Body<ContactPut>,
) -> Result<Response, Problem> {
    if body.value.code.is_empty() {
        body.value.code = format!("P-{}", Uuid::now_v7().simple());
    }
    master::create::<Contacts>(&api, &allow.scope, body).await
}

/// Changes the fields given. Needs `If-Match`.
#[utoipa::path(patch, path = "/contacts/{id}", operation_id = "contact_change", tag = "relations",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = ContactPut,
    responses((status = 200, body = Contact), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<ContactPut>,
) -> Result<Response, Problem> {
    master::change::<Contacts>(&api, &allow.scope, id, seen, body).await
}

/// Creates or changes up to 1,000 by code.
#[utoipa::path(post, path = "/contacts/batch", operation_id = "contact_batch", tag = "relations", params(BatchArgs),
    request_body = Batch<ContactPut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Args(args): Args<BatchArgs>,
    body: Body<Batch<ContactPut>>,
) -> Result<Response, Problem> {
    master::batch::<Contacts>(&api, &allow.scope, &args, body).await
}

/// Creates or changes one by another system's code; the system `fieldbeat` means our own.
#[utoipa::path(put, path = "/contacts/by-code/{system}/{code}", operation_id = "contact_by_code", tag = "relations",
    params(("system" = String, Path), ("code" = String, Path)), request_body = ContactPut,
    responses((status = 200, body = Contact), (status = 201, body = Contact),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn by_code(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Seg((system, code)): Seg<(String, String)>,
    body: Body<ContactPut>,
) -> Result<Response, Problem> {
    master::by_code::<Contacts>(&api, &allow.scope, &system, &code, body).await
}
