//! What all masters with a code have in common: create, change, batch, put by another system's code.

use std::future::Future;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;
use sqlx::PgConnection;

use super::{
    Api,
    etag::IfMatch,
    input::Body,
    problem::Problem,
    write::{self, Begun, Write},
};
use crate::store::{
    error::StoreError,
    event::{self, NewEvent},
    external_code,
    scope::Scope,
    upsert::{Fault, Mode, Now, RowResult, RowStatus},
};

/// Rows of one batch.
pub const BATCH_MAX: usize = 1_000;

/// A master that is known by a code.
pub trait Master: Send + Sync + 'static {
    type Put: DeserializeOwned + Send + Sync;
    type Item: Serialize + Send;
    /// Path segment, e.g. `org-units`.
    const COLLECTION: &'static str;
    /// Whether days are judged against it: then ingest reads the world again before a write is
    /// answered, so that a check-in right after it knows the outlet.
    const JUDGED_AGAINST: bool = false;

    fn code_mut(put: &mut Self::Put) -> &mut String;
    fn version(item: &Self::Item) -> i32;
    fn code(item: &Self::Item) -> &str;

    fn get<'a>(
        db: &'a mut PgConnection,
        scope: &'a Scope,
        now: Now,
        id: i32,
    ) -> impl Future<Output = Result<Self::Item, StoreError>> + Send + 'a;

    fn upsert<'a>(
        tx: &'a mut PgConnection,
        scope: &'a Scope,
        now: Now,
        mode: Mode,
        rows: &'a [Self::Put],
    ) -> impl Future<Output = Result<Vec<RowResult>, StoreError>> + Send + 'a;
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Batch<T> {
    /// At most 1,000.
    pub items: Vec<T>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BatchAnswer {
    /// One per item, in order.
    pub results: Vec<RowResult>,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BatchArgs {
    /// All or nothing.
    pub atomic: Option<bool>,
}

/// `POST /{collection}`: 201 with the item.
pub async fn create<M: Master>(
    api: &Api,
    scope: &Scope,
    body: Body<M::Put>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(api, scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let result = one(M::upsert(write.tx(), scope, now, Mode::Create, &[body.value]).await?)?;
    finish::<M>(api, write, scope, result, StatusCode::CREATED, "create").await
}

/// `GET /{collection}/{id}`
pub async fn get<M: Master>(api: &Api, scope: &Scope, id: i32) -> Result<Response, Problem> {
    let mut conn = api.conn().await?;
    write::shown(&M::get(&mut conn, scope, api.now(), id).await?)
}

/// `PATCH /{collection}/{id}`: absent fields stay; the code cannot change.
pub async fn change<M: Master>(
    api: &Api,
    scope: &Scope,
    id: i32,
    seen: IfMatch,
    body: Body<M::Put>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(api, scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let item = M::get(write.tx(), scope, now, id).await?;
    seen.check(M::version(&item))?;
    let mut put = body.value;
    let code = M::code_mut(&mut put);
    if !code.is_empty() && code != M::code(&item) {
        return Err(Problem::field("/code", "immutable"));
    }
    M::code(&item).clone_into(code);
    let result = one(M::upsert(write.tx(), scope, now, Mode::Upsert, &[put]).await?)?;
    // The row is locked now: who came between has moved the version.
    let changed = M::get(write.tx(), scope, now, id).await.ok();
    let expected = M::version(&item) + i32::from(result.status == RowStatus::Updated);
    if let Some(changed) = changed.filter(|c| M::version(c) != expected) {
        return Err(Problem::stale(M::version(&changed) - 1));
    }
    finish::<M>(api, write, scope, result, StatusCode::OK, "change").await
}

/// `PUT /{collection}/by-code/{system}/{code}`: 201 or 200 with the item. The system `fieldbeat` is
/// our own code.
pub async fn by_code<M: Master>(
    api: &Api,
    scope: &Scope,
    system: &str,
    code: &str,
    body: Body<M::Put>,
) -> Result<Response, Problem> {
    if [system, code]
        .iter()
        .any(|t| t.is_empty() || t.len() > 100 || t.contains('\0'))
    {
        return Err(Problem::not_found());
    }
    let mut write = match write::begin(api, scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let mut put = body.value;
    let foreign = system != "fieldbeat";
    let known = if foreign {
        external_code::own(write.tx(), M::COLLECTION, system, code).await?
    } else {
        Some(code.to_owned())
    };
    let own = known.unwrap_or_else(|| {
        Some(M::code_mut(&mut put).clone())
            .filter(|c| !c.is_empty())
            .unwrap_or_else(|| code.to_owned())
    });
    M::code_mut(&mut put).clone_from(&own);
    let result = one(M::upsert(write.tx(), scope, now, Mode::Upsert, &[put]).await?)?;
    if foreign {
        external_code::bind(write.tx(), M::COLLECTION, system, code, &own).await?;
    }
    let status = if result.status == RowStatus::Created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    finish::<M>(api, write, scope, result, status, "put").await
}

/// `POST /{collection}/batch`: always 200 with a result per row; with `atomic` 422 and nothing
/// written where a row is refused.
pub async fn batch<M: Master>(
    api: &Api,
    scope: &Scope,
    args: &BatchArgs,
    body: Body<Batch<M::Put>>,
) -> Result<Response, Problem> {
    let rows = body.value.items;
    if rows.len() > BATCH_MAX {
        return Err(Problem::field("/items", "too_many"));
    }
    let mut write = match write::begin(api, scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let results = M::upsert(write.tx(), scope, now, Mode::Upsert, &rows).await?;
    refuse_atomic(args, &results)?;
    let answer = end_batch(write, M::COLLECTION, results).await?;
    if M::JUDGED_AGAINST {
        api.services.ingest.world_changed().await;
    }
    Ok(answer)
}

/// A fault of an item, as one of the batch.
pub fn at_item(index: usize, fault: &Fault) -> Fault {
    Fault {
        pointer: format!("/items/{index}{}", fault.pointer).into(),
        ..fault.clone()
    }
}

/// With `atomic`, any refused row refuses all.
pub fn refuse_atomic(args: &BatchArgs, results: &[RowResult]) -> Result<(), Problem> {
    if args.atomic != Some(true) {
        return Ok(());
    }
    let faults: Vec<Fault> = results
        .iter()
        .flat_map(|r| {
            let faults = r.error.as_deref().unwrap_or_default();
            faults.iter().map(|f| at_item(r.index, f))
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(faults))
    }
}

pub async fn end_batch(
    mut write: Box<Write>,
    collection: &str,
    results: Vec<RowResult>,
) -> Result<Response, Problem> {
    let count = |status| results.iter().filter(|r| r.status == status).count();
    let detail = json!({
        "created": count(RowStatus::Created), "updated": count(RowStatus::Updated), "errors": count(RowStatus::Error),
    });
    write.audit("batch", collection, detail).await?;
    tell(&mut write, collection, &results).await?;
    let secret = results.iter().any(|r| r.token.is_some());
    let answer = BatchAnswer { results };
    if secret {
        write.commit_secret(StatusCode::OK, &answer).await
    } else {
        write.commit(StatusCode::OK, &answer).await
    }
}

/// The event of masters that were made or changed: one for all of a request, for those who see everything.
pub async fn tell(
    write: &mut Write,
    collection: &str,
    results: &[RowResult],
) -> Result<(), Problem> {
    let of = |status| {
        let rows = results.iter().filter(move |r| r.status == status);
        rows.filter_map(|r| r.id).collect::<Vec<_>>()
    };
    let (created, updated) = (of(RowStatus::Created), of(RowStatus::Updated));
    if created.is_empty() && updated.is_empty() {
        return Ok(());
    }
    let now = write.now.at;
    let event = NewEvent {
        kind: "master_changed",
        org_unit_id: None,
        rep_id: None,
        subject_id: collection.to_owned(),
        body: &json!({"collection": collection, "created": created, "updated": updated}),
    };
    event::insert(write.tx(), now, &event).await?;
    Ok(())
}

async fn finish<M: Master>(
    api: &Api,
    mut write: Box<Write>,
    scope: &Scope,
    result: RowResult,
    status: StatusCode,
    verb: &str,
) -> Result<Response, Problem> {
    let id = result.id.ok_or_else(Problem::not_found)?;
    let now = write.now;
    tell(&mut write, M::COLLECTION, std::slice::from_ref(&result)).await?;
    let item = M::get(write.tx(), scope, now, id).await?;
    if result.status != RowStatus::Unchanged {
        let subject = format!("{}/{id}", M::COLLECTION);
        write
            .audit(
                &format!("{}.{verb}", M::COLLECTION),
                &subject,
                json!({"code": result.code}),
            )
            .await?;
    }
    let mut response = write.commit(status, &item).await?;
    if M::JUDGED_AGAINST && result.status != RowStatus::Unchanged {
        api.services.ingest.world_changed().await;
    }
    if status == StatusCode::CREATED {
        locate(&mut response, M::COLLECTION, id);
    }
    Ok(response)
}

pub fn locate(response: &mut Response, collection: &str, id: impl std::fmt::Display) {
    if let Ok(value) = HeaderValue::from_str(&format!("/api/v1/{collection}/{id}")) {
        response.headers_mut().insert(header::LOCATION, value);
    }
}

/// The outcome of a single row: its faults are the request's.
fn one(results: Vec<RowResult>) -> Result<RowResult, Problem> {
    let result = results.into_iter().next().ok_or_else(Problem::not_found)?;
    match result.error {
        Some(faults) if faults.iter().any(|f| f.code == "code_taken") => {
            Err(Problem::new(StatusCode::CONFLICT, "code_taken"))
        }
        Some(faults) => Err(Problem::invalid(faults)),
        None => Ok(result),
    }
}
