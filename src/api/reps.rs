//! Reps and the board of today.

use axum::{extract::State, response::Response};
use fieldbeat_domain::kpi::{Figures, Measure};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::{
    Api,
    auth::{Allow, ManageReps, ReadField},
    etag::IfMatch,
    input::{Args, Body, Seg},
    kpi,
    master::{self, Batch, BatchAnswer, BatchArgs, Master},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    error::StoreError,
    instant::Instant,
    rep::{self, Rep, RepFilter},
    rep_board::{self, BoardRow},
    rep_put::{self, RepPut},
    scope::Scope,
    snapshot,
    upsert::{Mode, Now, RowResult},
};

pub struct Reps;

impl Master for Reps {
    type Put = RepPut;
    type Item = Rep;
    const COLLECTION: &'static str = "reps";

    fn code_mut(put: &mut RepPut) -> &mut String {
        &mut put.code
    }
    fn version(item: &Rep) -> i32 {
        item.version
    }
    fn code(item: &Rep) -> &str {
        &item.code
    }
    async fn get(
        db: &mut PgConnection,
        scope: &Scope,
        now: Now,
        id: i32,
    ) -> Result<Rep, StoreError> {
        rep::get(db, scope, now.today, id).await
    }
    async fn upsert(
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        mode: Mode,
        rows: &[RepPut],
    ) -> Result<Vec<RowResult>, StoreError> {
        rep_put::upsert(tx, scope, now, mode, rows).await
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
    org_unit_id: Option<i32>,
    active: Option<bool>,
}

/// reps in scope, by id.
#[utoipa::path(get, path = "/reps", operation_id = "rep_list", tag = "reps", params(ListArgs),
    responses((status = 200, body = Page<Rep>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = RepFilter {
        q: args.q,
        code: args.code,
        org_unit_id: args.org_unit_id,
        active: args.active,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, "reps", asked, &filter).await?;
    let rows = rep::list(
        api.db(),
        &allow.scope,
        api.now().today,
        listing.slice(),
        &filter,
    )
    .await?;
    write::shown(&listing.page(rows, |r| r.id))
}

/// One rep.
#[utoipa::path(get, path = "/reps/{id}", operation_id = "rep_get", tag = "reps", params(("id" = i32, Path)),
    responses((status = 200, body = Rep), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    master::get::<Reps>(&api, &allow.scope, id).await
}

/// A new rep.
#[utoipa::path(post, path = "/reps", operation_id = "rep_create", tag = "reps", request_body = RepPut,
    responses((status = 201, body = Rep), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageReps>,
    body: Body<RepPut>,
) -> Result<Response, Problem> {
    master::create::<Reps>(&api, &allow.scope, body).await
}

/// Changes the fields given. Needs `If-Match`.
#[utoipa::path(patch, path = "/reps/{id}", operation_id = "rep_change", tag = "reps",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = RepPut,
    responses((status = 200, body = Rep), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageReps>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<RepPut>,
) -> Result<Response, Problem> {
    master::change::<Reps>(&api, &allow.scope, id, seen, body).await
}

/// Creates or changes up to 1,000 by code.
#[utoipa::path(post, path = "/reps/batch", operation_id = "rep_batch", tag = "reps", params(BatchArgs),
    request_body = Batch<RepPut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<ManageReps>,
    Args(args): Args<BatchArgs>,
    body: Body<Batch<RepPut>>,
) -> Result<Response, Problem> {
    master::batch::<Reps>(&api, &allow.scope, &args, body).await
}

/// Creates or changes one by another system's code; the system `fieldbeat` means our own.
#[utoipa::path(put, path = "/reps/by-code/{system}/{code}", operation_id = "rep_by_code", tag = "reps",
    params(("system" = String, Path), ("code" = String, Path)), request_body = RepPut,
    responses((status = 200, body = Rep), (status = 201, body = Rep),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn by_code(
    State(api): State<Api>,
    allow: Allow<ManageReps>,
    Seg((system, code)): Seg<(String, String)>,
    body: Body<RepPut>,
) -> Result<Response, Problem> {
    master::by_code::<Reps>(&api, &allow.scope, &system, &code, body).await
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct PositionView {
    lat: f64,
    lng: f64,
}

/// A rep on the board of today.
#[derive(Serialize, utoipa::ToSchema)]
pub struct BoardRep {
    id: i32,
    code: String,
    name: String,
    org_unit_id: i32,
    org_unit_name: String,
    planned: i64,
    visited: i64,
    first_check_in_at: Option<Instant>,
    last_check_in_at: Option<Instant>,
    distance_m: f64,
    last_fix_at: Option<Instant>,
    battery_pct: Option<i16>,
    position: Option<PositionView>,
    /// travelling | in_visit | idle | break | off_session
    activity: &'static str,
    /// invalid, review, off_route
    flags: Vec<&'static str>,
    /// Items that the rep's devices said they still hold.
    backlog: i64,
    device_last_seen_at: Option<Instant>,
    /// A session began today.
    started: bool,
}

impl BoardRep {
    /// The day's figures are those of every other page.
    fn of(r: BoardRow, figures: Option<&Figures>) -> Self {
        let get = |measure| figures.map_or(0, |f| f.get(measure));
        let activity = match (r.in_session, r.on_break, r.open_visit) {
            (_, _, true) => "in_visit",
            (_, true, _) => "break",
            (true, ..) => "travelling",
            (false, ..) => "off_session",
        };
        let flags = [
            (r.has_invalid, "invalid"),
            (r.has_review, "review"),
            (r.off_route_open, "off_route"),
        ];
        let position = r.lat_e7.zip(r.lng_e7).map(|(lat, lng)| PositionView {
            lat: f64::from(lat) / 1e7,
            lng: f64::from(lng) / 1e7,
        });
        #[expect(clippy::cast_precision_loss, reason = "a day's millimetres")]
        let distance_m = r.distance_mm as f64 / 1000.0;
        Self {
            id: r.id,
            code: r.code,
            name: r.name,
            org_unit_id: r.org_unit_id,
            org_unit_name: r.org_unit_name,
            planned: get(Measure::Planned),
            visited: get(Measure::PlannedVisited),
            first_check_in_at: r.first_check_in_at,
            last_check_in_at: r.last_check_in_at,
            distance_m,
            last_fix_at: r.last_fix_at,
            battery_pct: r.battery_pct,
            position,
            activity,
            flags: flags.into_iter().filter(|f| f.0).map(|f| f.1).collect(),
            backlog: r.backlog,
            device_last_seen_at: r.device_last_seen_at,
            started: r.started,
        }
    }
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BoardArgs {
    /// 1–1000, 1000 by default.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Active reps of the scope with their day so far, by id.
#[utoipa::path(get, path = "/reps/today", operation_id = "rep_today", tag = "reps", params(BoardArgs),
    responses((status = 200, body = Page<BoardRep>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn today(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<BoardArgs>,
) -> Result<Response, Problem> {
    let today = api.now().today;
    let asked = Asked {
        limit: Some(args.limit.unwrap_or(super::page::LIMIT_MAX)),
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<i32>::begin(&api, "reps/today", asked, &()).await?;
    let bounds = api.rules().time.day_bounds(today);
    let day = (
        bounds.start.to_utc().unwrap_or_default(),
        bounds.end.to_utc().unwrap_or_default(),
    );
    let after = listing.after.unwrap_or(0);
    let mut seen = snapshot(api.db()).await?;
    let rows =
        rep_board::today(&mut *seen, &allow.scope, today, day, after, listing.fetch()).await?;
    let page = listing.page(rows, |r| r.id);
    let reps = page.items.iter().map(|r| r.id).collect();
    let figures = kpi::of_day(&api, &mut seen, reps, today).await?;
    seen.commit().await?;
    let shown = |row: BoardRow| {
        let figures = figures.get(&row.id);
        BoardRep::of(row, figures)
    };
    write::shown(&Page {
        items: page.items.into_iter().map(shown).collect(),
        next_cursor: page.next_cursor,
        changes_cursor: page.changes_cursor,
    })
}
