//! Rep-days that wait for data which a device of the rep may still hold.

use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::Args,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::unsynced_day::{self, UnsyncedDay};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Days in scope that are not synced yet, newest date first. Their stops are `unsynced` and not missed.
#[utoipa::path(get, path = "/unsynced-days", operation_id = "unsynced_day_list", tag = "day-plans", params(ListArgs),
    responses((status = 200, body = Page<UnsyncedDay>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<(NaiveDate, i32)>::begin(&api, "unsynced-days", asked, &()).await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = unsynced_day::list(api.db(), &allow.scope, after, fetch).await?;
    write::shown(&listing.page(rows, |d| (d.date, d.rep_id)))
}
