//! Commissions over REST: plans by version, statements of months that are over.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{Days, Months, NaiveDate};
use fieldbeat_domain::kpi::Measure;
use fieldbeat_trade::target::first_of;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageReceivables, ReadField},
    input::{Args, Body, Seg},
    kpi as kpi_terms,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    commission::{
        self, Calls, CommissionDocument, CommissionPlan, CommissionPlanPut, CommissionStatement,
        Making, StatementFilter,
    },
    kpi,
    order::inbox,
    page::Since,
    scope::Scope,
    snapshot,
};

/// Statements made at once.
const MADE_MAX: i64 = 10_000;

#[derive(Serialize, utoipa::ToSchema)]
pub struct CommissionPlans {
    items: Vec<CommissionPlan>,
}

/// The newest version of every plan.
#[utoipa::path(get, path = "/commissions/plans", operation_id = "commission_plan_list", tag = "commissions",
    responses((status = 200, body = CommissionPlans)))]
pub async fn plans(State(api): State<Api>, _: Allow<ReadField>) -> Result<Response, Problem> {
    let items = commission::plans(&mut *api.conn().await?, None).await?;
    write::shown(&CommissionPlans { items })
}

/// All versions of a plan, newest first.
#[utoipa::path(get, path = "/commissions/plans/{code}", operation_id = "commission_plan_versions", tag = "commissions",
    params(("code" = String, Path)),
    responses((status = 200, body = CommissionPlans), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn plan(
    State(api): State<Api>,
    _: Allow<ReadField>,
    Seg(code): Seg<String>,
) -> Result<Response, Problem> {
    let items = commission::plans(&mut *api.conn().await?, Some(&code)).await?;
    if items.is_empty() {
        return Err(Problem::not_found());
    }
    write::shown(&CommissionPlans { items })
}

/// A new version of a plan. Statements made by earlier ones stay.
#[utoipa::path(post, path = "/commissions/plans/{code}", operation_id = "commission_plan_put", tag = "commissions",
    params(("code" = String, Path)), request_body = CommissionPlanPut,
    responses((status = 201, body = CommissionPlans), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_plan(
    State(api): State<Api>,
    allow: Allow<ManageReceivables>,
    Seg(code): Seg<String>,
    body: Body<CommissionPlanPut>,
) -> Result<Response, Problem> {
    // By which everybody of the company earns.
    if !allow.scope.is_whole() {
        return Err(Problem::forbidden());
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    commission::put_plan(write.tx(), &allow.scope, now, &code, &body.value).await?;
    let items = commission::plans(write.tx(), Some(&code)).await?;
    let detail = json!({"version": items.first().map(|p| p.version)});
    write
        .audit(
            "commissions.plan",
            &format!("commissions/plans/{code}"),
            detail,
        )
        .await?;
    write
        .commit(StatusCode::CREATED, &CommissionPlans { items })
        .await
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommissionPut {
    plan_code: String,
    /// Any date of it; it must be over.
    month: NaiveDate,
    /// Everybody in scope with something to count where absent.
    rep_id: Option<i32>,
    /// Shows what would be made, and makes nothing.
    #[serde(default)]
    dry_run: bool,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct CommissionsMade {
    /// Of `dry_run`, as they would be.
    items: Vec<CommissionStatement>,
    dry_run: bool,
}

/// Makes the statements of a month by the newest version of a plan. One that is made is never made again:
/// who has one is left out.
#[utoipa::path(post, path = "/commissions", operation_id = "commission_make", tag = "commissions", request_body = CommissionPut,
    responses((status = 201, body = CommissionsMade), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn make(
    State(api): State<Api>,
    allow: Allow<ManageReceivables>,
    body: Body<CommissionPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let scope = &allow.scope;
    let month = first_of(put.month);
    let mut write = match write::begin(&api, scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let plan = commission::plans(write.tx(), Some(&put.plan_code)).await?;
    let plan = plan.into_iter().next();
    let plan = plan.ok_or_else(|| Problem::field("/plan_code", "unknown_plan"))?;
    let calls = match plan.least_compliance_pct {
        Some(_) => calls(&api, scope, month, put.rep_id, now.today).await?,
        None => Calls::new(),
    };
    let currency = inbox::currency(write.tx()).await?;
    let making = Making {
        plan: &plan,
        month,
        rep: put.rep_id,
        calls: &calls,
        currency: &currency,
    };
    let ids = commission::make(write.tx(), scope, now, &making).await?;
    let made = StatementFilter {
        ids: Some(ids),
        ..StatementFilter::default()
    };
    let items = commission::list(write.tx(), scope, &made, None, MADE_MAX).await?;
    let answer = CommissionsMade {
        items,
        dry_run: put.dry_run,
    };
    if put.dry_run {
        return write::shown(&answer);
    }
    let detail = json!({"plan": plan.code, "version": plan.version, "month": month, "made": answer.items.len()});
    write
        .audit("commissions.make", "commissions", detail)
        .await?;
    write.commit(StatusCode::CREATED, &answer).await
}

/// Plan compliance of a month: planned calls made and due, by rep.
async fn calls(
    api: &Api,
    scope: &Scope,
    month: NaiveDate,
    rep: Option<i32>,
    today: NaiveDate,
) -> Result<Calls, Problem> {
    let ask = kpi::Ask {
        from: month,
        to: month + Months::new(1) - Days::new(1),
        reps: rep.map(|rep| vec![rep]),
        organised: kpi::Organised::Then,
        known_at: None,
        today,
        time: api.rules().time,
    };
    let mut seen = snapshot(api.db()).await?;
    let terms = kpi_terms::terms(&mut seen, today).await?;
    let facts = kpi::facts(&mut seen, scope, &ask).await?;
    seen.commit().await?;
    let mut calls = Calls::new();
    facts.tell(terms, kpi::Grain::Whole, |row| {
        let (made, due) = calls.entry(row.place.rep.0).or_default();
        let sum = match row.measure {
            Measure::PlannedVisited => made,
            Measure::Planned => due,
            _ => return,
        };
        *sum = sum.saturating_add(i32::try_from(row.amount).unwrap_or(i32::MAX));
    });
    Ok(calls)
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    rep_id: Option<i32>,
    /// Its first date.
    month: Option<NaiveDate>,
    /// Of months that this period touches, both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Statements in scope, newest month first.
#[utoipa::path(get, path = "/commissions", operation_id = "commission_list", tag = "commissions", params(ListArgs),
    responses((status = 200, body = Page<CommissionStatement>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
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
    let mut filter = StatementFilter {
        ids: None,
        rep_id: args.rep_id,
        month: args.month,
        from: args.from,
        to: args.to,
        since: Since::Ever,
    };
    let listing = Listing::<(NaiveDate, Uuid)>::begin(&api, "commissions", asked, &filter).await?;
    filter.since = listing.since;
    let mut conn = api.conn().await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = commission::list(&mut conn, &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |c| (c.month, c.id)))
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct CommissionWhole {
    #[serde(flatten)]
    statement: CommissionStatement,
    /// They add up to its value.
    documents: Vec<CommissionDocument>,
}

/// One statement with every document that it counts.
#[utoipa::path(get, path = "/commissions/{id}", operation_id = "commission_get", tag = "commissions", params(("id" = Uuid, Path)),
    responses((status = 200, body = CommissionWhole), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut conn = api.conn().await?;
    let filter = StatementFilter {
        ids: Some(vec![id]),
        ..StatementFilter::default()
    };
    let found = commission::list(&mut conn, &allow.scope, &filter, None, 1).await?;
    let statement = found.into_iter().next().ok_or_else(Problem::not_found)?;
    let documents = commission::documents(&mut conn, id).await?;
    write::shown(&CommissionWhole {
        statement,
        documents,
    })
}
