//! Territories: ground that a rep has. The collection is here; what speaks against a set of them is `check`'s, GeoJSON in and
//! out `transfer`'s.

pub mod check;
mod geojson;
pub mod transfer;

use std::sync::LazyLock;

use axum::{extract::State, http::StatusCode, response::Response};
use fieldbeat_planning::territory::contained;
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{
    Api,
    auth::{Allow, ManageRoutes, ReadScenarios},
    etag::IfMatch,
    input::{Args, Bare, Body, Seg},
    master::{self, BATCH_MAX, Batch, BatchAnswer, BatchArgs, Master},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    error::StoreError,
    event::{self, NewEvent},
    scope::Scope,
    snapshot,
    territory::{
        self, Territory, TerritoryFilter,
        pin::{self, PINS_MAX, PinnedOutlet, Pins},
        put::{self, TerritoryPut},
        sketch,
    },
    upsert::{Mode, Now, RowResult},
};

/// Cells and drawn positions that are read for one answer.
const CORNERS_MAX: i64 = 500_000;
/// Requests whose shapes are worked on at once, on threads of their own.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// Waited for before anything is read: who waits holds no shapes.
pub(super) async fn turn() -> Result<SemaphorePermit<'static>, Problem> {
    AT_ONCE.acquire().await.map_err(Problem::internal)
}

/// Work keeps its turn to its end, also where nobody waits for it any more.
pub(super) async fn work<T: Send + 'static>(
    turn: SemaphorePermit<'static>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    })
    .await
    .map_err(Problem::internal)
}

/// Reads what is drawn before a transaction begins.
async fn measured(puts: Vec<TerritoryPut>) -> Result<Vec<TerritoryPut>, Problem> {
    let turn = turn().await?;
    work(turn, move || {
        measure(&puts);
        puts
    })
    .await
}

/// What it comes to is kept in each; what is refused is told row by row.
fn measure(puts: &[TerritoryPut]) {
    for sketch in puts.iter().filter_map(|put| put.shape.as_ref()) {
        let _: Result<_, _> = sketch.measured();
    }
}

async fn measured_one(body: Body<TerritoryPut>) -> Result<Body<TerritoryPut>, Problem> {
    let value = measured(vec![body.value]).await?.pop();
    Ok(Body {
        value: value.unwrap_or_default(),
        request: body.request,
    })
}

pub struct Territories;

impl Master for Territories {
    type Put = TerritoryPut;
    type Item = Territory;
    const COLLECTION: &'static str = "territories";

    fn code_mut(put: &mut TerritoryPut) -> &mut String {
        &mut put.code
    }
    fn version(item: &Territory) -> i32 {
        item.version
    }
    fn code(item: &Territory) -> &str {
        &item.code
    }
    async fn get(
        db: &mut PgConnection,
        scope: &Scope,
        _: Now,
        id: i32,
    ) -> Result<Territory, StoreError> {
        territory::get(db, scope, id).await
    }
    async fn upsert(
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        mode: Mode,
        rows: &[TerritoryPut],
    ) -> Result<Vec<RowResult>, StoreError> {
        put::upsert(tx, scope, now, mode, rows).await
    }
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer: then also deleted ones are told, with `active` false.
    updated_since: Option<String>,
    /// Part of code or name.
    q: Option<String>,
    code: Option<String>,
    rep_id: Option<i32>,
    org_unit_id: Option<i32>,
}

/// Territories in scope, by id, without their shapes: these are in each one, and together in the export.
#[utoipa::path(get, path = "/territories", operation_id = "territory_list", tag = "territories", params(ListArgs),
    responses((status = 200, body = Page<Territory>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = TerritoryFilter {
        ids: None,
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
    let listing = Listing::begin(&api, "territories", asked, &filter).await?;
    let slice = listing.slice();
    let rows = territory::list(api.db(), &allow.scope, slice, &filter, false).await?;
    write::shown(&listing.page(rows, |t| t.id))
}

/// One territory with its shape.
#[utoipa::path(get, path = "/territories/{id}", operation_id = "territory_get", tag = "territories", params(("id" = i32, Path)),
    responses((status = 200, body = Territory), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    master::get::<Territories>(&api, &allow.scope, id).await
}

/// A new territory. A shape that is refused is told by a code, where, and what to do.
#[utoipa::path(post, path = "/territories", operation_id = "territory_create", tag = "territories", request_body = TerritoryPut,
    responses((status = 201, body = Territory), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    body: Body<TerritoryPut>,
) -> Result<Response, Problem> {
    let body = measured_one(body).await?;
    master::create::<Territories>(&api, &allow.scope, body).await
}

/// Changes the fields given. Needs `If-Match`.
#[utoipa::path(patch, path = "/territories/{id}", operation_id = "territory_change", tag = "territories",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = TerritoryPut,
    responses((status = 200, body = Territory), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<TerritoryPut>,
) -> Result<Response, Problem> {
    let body = measured_one(body).await?;
    master::change::<Territories>(&api, &allow.scope, id, seen, body).await
}

/// Deletes one: who asks for changes is told of it once more, with `active` false. Its code is free again. Needs `If-Match`.
#[utoipa::path(delete, path = "/territories/{id}", operation_id = "territory_remove", tag = "territories",
    params(("id" = i32, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let was = territory::lock(write.tx(), &allow.scope, id).await?;
    seen.check(was.version)?;
    let at = write.now.at;
    territory::remove(write.tx(), id, at).await?;
    let event = NewEvent {
        kind: "master_changed",
        org_unit_id: None,
        rep_id: None,
        subject_id: Territories::COLLECTION.to_owned(),
        body: &json!({"collection": Territories::COLLECTION, "deleted": [id]}),
    };
    event::insert(write.tx(), at, &event).await?;
    let subject = format!("territories/{id}");
    let detail = json!({"code": was.code});
    write.audit("territories.remove", &subject, detail).await?;
    write.commit(StatusCode::NO_CONTENT, &()).await
}

/// Creates or changes up to 1,000 by code. A shape that is refused costs its row.
#[utoipa::path(post, path = "/territories/batch", operation_id = "territory_batch", tag = "territories", params(BatchArgs),
    request_body = Batch<TerritoryPut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Args(args): Args<BatchArgs>,
    body: Body<Batch<TerritoryPut>>,
) -> Result<Response, Problem> {
    if body.value.items.len() > BATCH_MAX {
        return Err(Problem::field("/items", "too_many"));
    }
    let items = measured(body.value.items).await?;
    let body = Body {
        value: Batch { items },
        request: body.request,
    };
    master::batch::<Territories>(&api, &allow.scope, &args, body).await
}

/// Creates or changes one by another system's code; the system `fieldbeat` means our own.
#[utoipa::path(put, path = "/territories/by-code/{system}/{code}", operation_id = "territory_by_code", tag = "territories",
    params(("system" = String, Path), ("code" = String, Path)), request_body = TerritoryPut,
    responses((status = 200, body = Territory), (status = 201, body = Territory),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn by_code(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg((system, code)): Seg<(String, String)>,
    body: Body<TerritoryPut>,
) -> Result<Response, Problem> {
    let body = measured_one(body).await?;
    master::by_code::<Territories>(&api, &allow.scope, &system, &code, body).await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OutletArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// The outlets in scope that lie in a territory, by id. One on a drawn border lies in it; with cells H3 decides.
#[utoipa::path(get, path = "/territories/{id}/outlets", operation_id = "territory_outlets", tag = "territories",
    params(("id" = i32, Path), OutletArgs),
    responses((status = 200, body = Page<PinnedOutlet>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn outlets(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Seg(id): Seg<i32>,
    Args(args): Args<OutletArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<i32>::begin(&api, "territory-outlets", asked, &id).await?;
    let now = api.now();
    let turn = turn().await?;
    let mut seen = snapshot(api.db()).await?;
    let of = territory::get(&mut *seen, &allow.scope, id).await?;
    let pins = pins(&mut seen, &allow.scope, now).await?;
    let (after, fetch) = (listing.after.unwrap_or(0), listing.fetch());
    let find = move || {
        let shape = of.shape.map(|shape| shape.0);
        let read = shape.map_or_else(|| Ok(Vec::new()), |shape| Ok(vec![shape.read()?]))?;
        let held = contained(&read, &pins.at).into_iter().flatten();
        let ids = held.filter_map(|at| pins.ids.get(at).copied());
        Ok(ids
            .filter(|id| *id > after)
            .take(usize::try_from(fetch).unwrap_or(usize::MAX))
            .collect::<Vec<i32>>())
    };
    let found = work(turn, find).await?;
    let ids = found.map_err(|refused| Problem::invalid(vec![sketch::fault(&refused)]))?;
    let rows = pin::named(&mut *seen, now, &ids).await?;
    seen.commit().await?;
    write::shown(&listing.page(rows, |o| o.outlet_id))
}

/// Open outlets in scope with their pins.
async fn pins(db: &mut PgConnection, scope: &Scope, now: Now) -> Result<Pins, Problem> {
    let pins = pin::pins(db, scope, now).await?;
    if pins.ids.len() + pins.without > PINS_MAX {
        return Err(too_large(format!(
            "At most {PINS_MAX} outlets are looked at; ask as a user of a smaller unit."
        )));
    }
    Ok(pins)
}

fn too_large(why: String) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "too_large").detail(why)
}

/// All that the filter means, drawn; refused where that is more than is worked on at once.
async fn drawn(
    db: &mut PgConnection,
    scope: &Scope,
    filter: &TerritoryFilter,
    most: i64,
) -> Result<Vec<Territory>, Problem> {
    let (count, corners) = territory::extent(&mut *db, scope, filter).await?;
    if count > most || corners > CORNERS_MAX {
        return Err(too_large(format!(
            "There are {count} territories of {corners} corners; at most {most} of {CORNERS_MAX} together are worked on at once. Ask for some of them."
        )));
    }
    let slice = crate::store::page::Slice {
        after: 0,
        limit: most,
        since: crate::store::page::Since::Ever,
    };
    Ok(territory::list(db, scope, slice, filter, true).await?)
}
