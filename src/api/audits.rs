//! Audits and surveys as reps filled them in, what audits scored, and what outlets must sell.

use axum::{extract::State, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::form::FormKind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::{Args, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    catalogue::must_sell::{self, MustSell},
    form::{self, AuditScores, FormResponse, FormResponseWhole, ResponseFilter},
    outlet,
    page::Since,
    snapshot,
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    visit_id: Option<Uuid>,
    rep_id: Option<i32>,
    outlet_id: Option<i32>,
    customer_id: Option<i32>,
    form_code: Option<String>,
    /// Of audits: only those that did not earn all they could, or only those that did.
    failed: Option<bool>,
    /// Both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

async fn page(
    api: &Api,
    allow: &Allow<ReadField>,
    args: ListArgs,
    kind: FormKind,
) -> Result<Response, Problem> {
    let mut filter = ResponseFilter {
        id: None,
        kind: Some(kind.as_str()),
        visit_id: args.visit_id,
        rep_id: args.rep_id,
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
        form_code: args.form_code,
        failed: args.failed,
        from: args.from,
        to: args.to,
        since: Since::Ever,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing =
        Listing::<(DateTime<Utc>, Uuid)>::begin(api, kind.as_str(), asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = form::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |f| (f.answered_at.0, f.id)))
}

async fn one(
    api: &Api,
    allow: &Allow<ReadField>,
    kind: FormKind,
    id: Uuid,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    let whole = form::get(&mut seen, &allow.scope, kind.as_str(), id).await?;
    seen.commit().await?;
    write::shown(&whole)
}

/// Audits in scope, newest first.
#[utoipa::path(get, path = "/audits", operation_id = "audit_list", tag = "audits", params(ListArgs),
    responses((status = 200, body = Page<FormResponse>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    page(&api, &allow, args, FormKind::Audit).await
}

/// One audit with its answers, in the words of the version it was asked by.
#[utoipa::path(get, path = "/audits/{id}", operation_id = "audit_get", tag = "audits", params(("id" = Uuid, Path)),
    responses((status = 200, body = FormResponseWhole), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    one(&api, &allow, FormKind::Audit, id).await
}

/// Surveys in scope, newest first.
#[utoipa::path(get, path = "/surveys", operation_id = "survey_list", tag = "audits", params(ListArgs),
    responses((status = 200, body = Page<FormResponse>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn surveys(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    page(&api, &allow, args, FormKind::Survey).await
}

/// One survey with its answers, in the words of the version it was asked by.
#[utoipa::path(get, path = "/surveys/{id}", operation_id = "survey_get", tag = "audits", params(("id" = Uuid, Path)),
    responses((status = 200, body = FormResponseWhole), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn survey(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    one(&api, &allow, FormKind::Survey, id).await
}

/// Days of scores added up at once.
const DAYS_MAX: i64 = 366;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ScoreArgs {
    /// Both included, at most 366 days.
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct AuditScoreList {
    items: Vec<AuditScores>,
}

/// What audits scored in a period, by form and team: earned ÷ possible.
#[utoipa::path(get, path = "/audits/scores", operation_id = "audit_scores", tag = "audits", params(ScoreArgs),
    responses((status = 200, body = AuditScoreList), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn scores(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ScoreArgs>,
) -> Result<Response, Problem> {
    if !(0..DAYS_MAX).contains(&(args.to - args.from).num_days()) {
        return Err(Problem::query("to", "out_of_range"));
    }
    let items = form::scores(api.db(), &allow.scope, (args.from, args.to)).await?;
    write::shown(&AuditScoreList { items })
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct MustSells {
    items: Vec<MustSell>,
}

/// What an outlet must sell today, and which of it is missing lately.
#[utoipa::path(get, path = "/outlets/{id}/must-sell", operation_id = "outlet_must_sell", tag = "audits",
    params(("id" = i32, Path)),
    responses((status = 200, body = MustSells), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn must_sell(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    let today = api.now().today;
    let mut seen = snapshot(api.db()).await?;
    outlet::get(&mut *seen, &allow.scope, today, id).await?;
    let items = must_sell::standing(&mut *seen, id, today).await?;
    seen.commit().await?;
    write::shown(&MustSells { items })
}
