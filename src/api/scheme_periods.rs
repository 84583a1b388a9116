//! Cumulative schemes over REST: how far outlets are, and the end of a period.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Api,
    auth::{Allow, ManageReceivables, ReadTrade},
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    order::inbox,
    scheme_period::{
        self, OutletProgress, Period, ProgressFilter, SchemeProgress,
        settle::{self, SchemeOutcome, SchemeSettlementRow},
    },
    snapshot,
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProgressArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// Told of although it bought nothing.
    outlet_id: Option<i32>,
    customer_id: Option<i32>,
}

/// How far outlets in scope are that bought in the period of a cumulative scheme, by id. 422 `not_cumulative`,
/// `no_period`.
#[utoipa::path(get, path = "/schemes/{id}/progress", operation_id = "scheme_progress", tag = "catalogue",
    params(("id" = i32, Path), ProgressArgs),
    responses((status = 200, body = Page<SchemeProgress>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn progress(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
    Args(args): Args<ProgressArgs>,
) -> Result<Response, Problem> {
    let filter = ProgressFilter {
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<i32>::begin(&api, "scheme-progress", asked, &(id, &filter)).await?;
    let place = (listing.after.unwrap_or(0), listing.fetch());
    let now = api.now();
    let mut seen = snapshot(api.db()).await?;
    let scheme = scheme_period::cumulative(&mut seen, id).await?;
    let period = Period::of(&api.rules().time, scheme.from, scheme.to);
    let of = (&scheme, period);
    let rows = scheme_period::progress(&mut seen, &allow.scope, now, of, &filter, place).await?;
    seen.commit().await?;
    write::shown(&listing.page(rows, |r| r.outlet_id))
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct OutletSchemes {
    /// Of every cumulative scheme that runs today and is for it.
    items: Vec<OutletProgress>,
}

/// How far an outlet in scope is in the cumulative schemes that run today.
#[utoipa::path(get, path = "/outlets/{id}/schemes", operation_id = "outlet_schemes", tag = "catalogue", params(("id" = i32, Path)),
    responses((status = 200, body = OutletSchemes), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_outlet(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    let time = api.rules().time;
    let mut seen = snapshot(api.db()).await?;
    let items = scheme_period::of_outlet(&mut seen, &allow.scope, api.now(), &time, id).await?;
    seen.commit().await?;
    write::shown(&OutletSchemes { items })
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemeSettlementAsk {
    /// Says what would be credited, and credits nothing.
    #[serde(default)]
    dry_run: bool,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct SchemeSettlement {
    dry_run: bool,
    from: NaiveDate,
    to: NaiveDate,
    currency: String,
    /// Of the budget before this; null: no limit.
    budget_left_minor: Option<i64>,
    due_minor: i64,
    credit_minor: i64,
    /// Outlets that are credited.
    settled: usize,
    /// Outlets that reached a tier, by id.
    rows: Vec<SchemeSettlementRow>,
}

/// Ends the period of a cumulative scheme: what every outlet is due, within its cap and all within the budget, is
/// credited to its customer, once. For the whole company. 422 `not_over` before the day after its last.
#[utoipa::path(post, path = "/schemes/{id}/settlements", operation_id = "scheme_settle", tag = "catalogue",
    params(("id" = i32, Path)), request_body = SchemeSettlementAsk,
    responses((status = 200, body = SchemeSettlement), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn settle(
    State(api): State<Api>,
    allow: Allow<ManageReceivables>,
    Seg(id): Seg<i32>,
    body: Body<SchemeSettlementAsk>,
) -> Result<Response, Problem> {
    if !allow.scope.is_whole() {
        return Err(Problem::forbidden());
    }
    let dry_run = body.value.dry_run;
    let time = api.rules().time;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let settling = settle::due(write.tx(), now, &time, id).await?;
    let rows = settling.rows();
    let counted = |row: &&SchemeSettlementRow| row.outcome == SchemeOutcome::Settled;
    let answer = SchemeSettlement {
        dry_run,
        from: settling.scheme.from,
        to: settling.scheme.to,
        currency: inbox::currency(write.tx()).await?,
        budget_left_minor: settling.budget_left,
        due_minor: rows.iter().map(|r| r.due_minor).sum(),
        credit_minor: rows.iter().map(|r| r.credit_minor).sum(),
        settled: rows.iter().filter(counted).count(),
        rows,
    };
    if dry_run {
        return write::shown(&answer);
    }
    settle::settle(write.tx(), now, &settling, allow.scope.user_id()).await?;
    let detail = json!({"settled": answer.settled, "credit_minor": answer.credit_minor});
    write
        .audit("schemes.settle", &format!("schemes/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &answer).await
}
