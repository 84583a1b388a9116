//! What was changed in plans after they were frozen.

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
use crate::store::plan_deviation::{self, DeviationFilter, PlanDeviation};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// Of the plan; both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    rep_id: Option<i32>,
    /// added | removed | moved | excused | restored | covered
    change: Option<String>,
}

/// Deviations from frozen plans in scope, newest first, each with its reason and approver.
#[utoipa::path(get, path = "/plan-deviations", operation_id = "plan_deviation_list", tag = "day-plans", params(ListArgs),
    responses((status = 200, body = Page<PlanDeviation>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = DeviationFilter {
        from: args.from,
        to: args.to,
        rep_id: args.rep_id,
        change: args.change,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<i64>::begin(&api, "plan-deviations", asked, &filter).await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = plan_deviation::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |d| d.id))
}
