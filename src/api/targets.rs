//! Targets of a month over REST: set many at once, told with their history; how they stand is `target_progress`'s.

use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use fieldbeat_trade::target::{Measure, first_of};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::PgConnection;

use super::{
    Api,
    auth::{Allow, ManageTargets, ReadField},
    input::{Args, Body, Seg},
    master::{self, BATCH_MAX, Batch, BatchAnswer, BatchArgs},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    sheet_rows::SheetRows,
    write::{self, Begun},
};
use crate::store::{
    error::StoreError,
    page::{Since, Slice},
    scope::Scope,
    target::{self, Target, TargetFilter, TargetPut, TargetVersion},
    upsert::{Now, RowResult},
};

/// Of a file.
pub struct Targets;

impl SheetRows for Targets {
    type Put = TargetPut;
    const LIST: &'static str = "targets";
    const IS_MASTER: bool = true;

    /// A file says the name and the team of a rep, too, whose target it is not.
    fn tidy(row: &mut Map<String, Value>) {
        row.remove("rep_name");
        if row.get("rep_code").is_some_and(|code| !code.is_null()) {
            row.remove("org_unit_code");
        }
    }

    async fn put(
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        rows: &[TargetPut],
    ) -> Result<Vec<RowResult>, StoreError> {
        target::put(tx, scope, now, rows).await
    }
}

/// One target in scope, withdrawn or not.
pub async fn seen(api: &Api, scope: &Scope, id: i32) -> Result<Target, Problem> {
    let filter = TargetFilter {
        id: Some(id),
        ..TargetFilter::default()
    };
    let slice = Slice {
        after: 0,
        limit: 1,
        since: Since::Ever,
    };
    let found = target::list(api.db(), scope, api.now().today, &filter, slice).await?;
    Ok(found.into_iter().next().ok_or(StoreError::NotFound)?)
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    /// Any date of it.
    month: Option<NaiveDate>,
    measure: Option<Measure>,
    rep_id: Option<i32>,
    /// This org unit, those below it and their reps.
    org_unit_id: Option<i32>,
}

/// Targets in scope, by id; a rep's own. Those that were withdrawn are told by `updated_since` alone.
#[utoipa::path(get, path = "/targets", operation_id = "target_list", tag = "targets", params(ListArgs),
    responses((status = 200, body = Page<Target>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let filter = TargetFilter {
        id: None,
        month: args.month.map(first_of),
        measure: args.measure,
        rep_id: args.rep_id,
        org_unit_id: args.org_unit_id,
    };
    let listing = Listing::<i32>::begin(&api, "targets", asked, &filter).await?;
    let (today, slice) = (api.now().today, listing.slice());
    let rows = target::list(api.db(), &allow.scope, today, &filter, slice).await?;
    write::shown(&listing.page(rows, |t| t.id))
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct TargetWhole {
    #[serde(flatten)]
    target: Target,
    /// Every value that it had, newest first.
    versions: Vec<TargetVersion>,
}

/// One target with every value that it had, and who set it.
#[utoipa::path(get, path = "/targets/{id}", operation_id = "target_get", tag = "targets", params(("id" = i32, Path)),
    responses((status = 200, body = TargetWhole), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    let target = seen(&api, &allow.scope, id).await?;
    let versions = target::versions(api.db(), id).await?;
    write::shown(&TargetWhole { target, versions })
}

/// Sets or withdraws up to 1,000, each known by its month, what it is of, and whose it is.
#[utoipa::path(post, path = "/targets/batch", operation_id = "target_batch", tag = "targets", params(BatchArgs),
    request_body = Batch<TargetPut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<ManageTargets>,
    Args(args): Args<BatchArgs>,
    body: Body<Batch<TargetPut>>,
) -> Result<Response, Problem> {
    let rows = body.value.items;
    if rows.len() > BATCH_MAX {
        return Err(Problem::field("/items", "too_many"));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let results = target::put(write.tx(), &allow.scope, now, &rows).await?;
    master::refuse_atomic(&args, &results)?;
    master::end_batch(write, "targets", results).await
}
