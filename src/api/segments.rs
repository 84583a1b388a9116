//! Segments over REST: saved rules, how many customers one would find, and who they are.

use std::sync::LazyLock;

use axum::{extract::State, response::Response};
use fieldbeat_trade::crm::segment::Rule;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use tokio::sync::Semaphore;

use super::{
    Api,
    auth::{Allow, ManageSegments, ReadField},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::{self, Batch, BatchAnswer, BatchArgs, Master},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    crm::{
        segment::{self, Segment, SegmentPut},
        segment_member::{self, Member},
    },
    error::StoreError,
    scope::Scope,
    snapshot,
    upsert::{Mode, Now, RowResult},
};

/// Looks at all customers at once: each reads a year of orders.
pub(super) static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

pub struct Segments;

impl Master for Segments {
    type Put = SegmentPut;
    type Item = Segment;
    const COLLECTION: &'static str = "segments";

    fn code_mut(put: &mut SegmentPut) -> &mut String {
        &mut put.code
    }
    fn version(item: &Segment) -> i32 {
        item.version
    }
    fn code(item: &Segment) -> &str {
        &item.code
    }
    async fn get(db: &mut PgConnection, _: &Scope, _: Now, id: i32) -> Result<Segment, StoreError> {
        segment::get(db, id).await
    }
    async fn upsert(
        tx: &mut PgConnection,
        _: &Scope,
        now: Now,
        mode: Mode,
        rows: &[SegmentPut],
    ) -> Result<Vec<RowResult>, StoreError> {
        segment::upsert(tx, now, mode, rows).await
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
}

/// The company's segments, by id.
#[utoipa::path(get, path = "/segments", operation_id = "segment_list", tag = "relations", params(ListArgs),
    responses((status = 200, body = Page<Segment>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    _: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, "segments", asked, &()).await?;
    let rows = segment::list(api.db(), listing.slice()).await?;
    write::shown(&listing.page(rows, |r| r.id))
}

/// One segment.
#[utoipa::path(get, path = "/segments/{id}", operation_id = "segment_get", tag = "relations", params(("id" = i32, Path)),
    responses((status = 200, body = Segment), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    master::get::<Segments>(&api, &allow.scope, id).await
}

/// A new segment.
#[utoipa::path(post, path = "/segments", operation_id = "segment_create", tag = "relations", request_body = SegmentPut,
    responses((status = 201, body = Segment), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageSegments>,
    body: Body<SegmentPut>,
) -> Result<Response, Problem> {
    master::create::<Segments>(&api, &allow.scope, body).await
}

/// Changes the fields given. Needs `If-Match`.
#[utoipa::path(patch, path = "/segments/{id}", operation_id = "segment_change", tag = "relations",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = SegmentPut,
    responses((status = 200, body = Segment), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageSegments>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<SegmentPut>,
) -> Result<Response, Problem> {
    master::change::<Segments>(&api, &allow.scope, id, seen, body).await
}

/// Creates or changes up to 1,000 by code.
#[utoipa::path(post, path = "/segments/batch", operation_id = "segment_batch", tag = "relations", params(BatchArgs),
    request_body = Batch<SegmentPut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<ManageSegments>,
    Args(args): Args<BatchArgs>,
    body: Body<Batch<SegmentPut>>,
) -> Result<Response, Problem> {
    master::batch::<Segments>(&api, &allow.scope, &args, body).await
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewAsk {
    rule: Rule,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Preview {
    /// Of the caller's customers.
    count: usize,
    /// There are more customers than are looked at (200,000).
    truncated: bool,
}

/// How many customers in scope a rule would find; nothing is saved.
#[utoipa::path(post, path = "/segments/preview", operation_id = "segment_preview", tag = "relations", request_body = PreviewAsk,
    responses((status = 200, body = Preview), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn preview(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    body: Body<PreviewAsk>,
) -> Result<Response, Problem> {
    let rule = body.value.rule;
    if !rule.is_sound() {
        return Err(Problem::field("/rule", "invalid"));
    }
    let (now, time) = (api.now(), api.rules().time);
    let _turn = AT_ONCE.acquire().await.map_err(Problem::internal)?;
    let mut conn = api.conn().await?;
    let found = segment_member::members(&mut conn, &allow.scope, now, time, &rule).await?;
    write::shown(&Preview {
        count: found.0.len(),
        truncated: found.1,
    })
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MemberArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// The customers in scope that a segment finds now, by id.
#[utoipa::path(get, path = "/segments/{id}/members", operation_id = "segment_members", tag = "relations",
    params(("id" = i32, Path), MemberArgs),
    responses((status = 200, body = Page<Member>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn members(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
    Args(args): Args<MemberArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<i32>::begin(&api, "segment-members", asked, &id).await?;
    let (now, time) = (api.now(), api.rules().time);
    let _turn = AT_ONCE.acquire().await.map_err(Problem::internal)?;
    let mut seen = snapshot(api.db()).await?;
    let segment = segment::get(&mut *seen, id).await?;
    let (found, _) =
        segment_member::members(&mut seen, &allow.scope, now, time, &segment.rule.0).await?;
    seen.commit().await?;
    let after = listing.after.unwrap_or(0);
    let fetch = usize::try_from(listing.fetch()).unwrap_or(usize::MAX);
    let rows = (found.into_iter())
        .filter(|m| m.customer_id > after)
        .take(fetch)
        .collect();
    write::shown(&listing.page(rows, |m: &Member| m.customer_id))
}
