//! Opportunities over REST: what may be sold, moved by stage, and what the board adds up to.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::crm::opportunity::{Outcome, weighted};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, KeepRelations, ManageReasons, ReadField},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::locate,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    crm::{
        opportunity::{
            self, By, Opportunity, OpportunityChange, OpportunityFilter, OpportunityPut,
        },
        opportunity_stage::{self, Stage, StagePut},
    },
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
    rep_id: Option<i32>,
    customer_id: Option<i32>,
    outlet_id: Option<i32>,
    visit_id: Option<Uuid>,
    stage: Option<String>,
    outcome: Option<Outcome>,
    /// Of the expected close, both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Opportunities in scope, newest first.
#[utoipa::path(get, path = "/opportunities", operation_id = "opportunity_list", tag = "relations", params(ListArgs),
    responses((status = 200, body = Page<Opportunity>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
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
    let mut filter = OpportunityFilter {
        id: None,
        rep_id: args.rep_id,
        customer_id: args.customer_id,
        outlet_id: args.outlet_id,
        visit_id: args.visit_id,
        stage: args.stage,
        outcome: args.outcome,
        from: args.from,
        to: args.to,
        since: Since::Ever,
    };
    let listing =
        Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "opportunities", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = opportunity::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |a| (a.made_at.0, a.id)))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TotalArgs {
    rep_id: Option<i32>,
    customer_id: Option<i32>,
    /// Of the expected close, both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct StageTotal {
    #[serde(flatten)]
    stage: Stage,
    count: i64,
    amount_minor: i64,
    /// The amount by the stage's probability.
    weighted_minor: i64,
}

#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = OpportunityTotals)]
pub struct Totals {
    /// In the order of the board; also where nothing lies.
    stages: Vec<StageTotal>,
    /// Of the open ones.
    open_minor: i64,
    weighted_minor: i64,
}

/// What lies in each stage, and what the open ones are worth by their probability.
#[utoipa::path(get, path = "/opportunities/totals", operation_id = "opportunity_totals", tag = "relations", params(TotalArgs),
    responses((status = 200, body = Totals), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn totals(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<TotalArgs>,
) -> Result<Response, Problem> {
    let filter = OpportunityFilter {
        rep_id: args.rep_id,
        customer_id: args.customer_id,
        from: args.from,
        to: args.to,
        ..OpportunityFilter::default()
    };
    let mut seen = snapshot(api.db()).await?;
    let stages = opportunity_stage::list(&mut *seen).await?;
    let sums = opportunity::sums(&mut *seen, &allow.scope, &filter).await?;
    seen.commit().await?;
    let stages: Vec<StageTotal> = (stages.into_iter())
        .map(|stage| {
            let sum = sums.iter().find(|s| s.stage == stage.code);
            let amount_minor = sum.map_or(0, |s| s.amount_minor);
            StageTotal {
                count: sum.map_or(0, |s| s.count),
                weighted_minor: weighted(amount_minor, stage.probability),
                amount_minor,
                stage,
            }
        })
        .collect();
    let open = || {
        stages
            .iter()
            .filter(|s| s.stage.outcome == Outcome::Open.as_str())
    };
    let (open_minor, weighted_minor) = (
        open().map(|s| s.amount_minor).sum(),
        open().map(|s| s.weighted_minor).sum(),
    );
    write::shown(&Totals {
        stages,
        open_minor,
        weighted_minor,
    })
}

/// One opportunity with every move.
#[utoipa::path(get, path = "/opportunities/{id}", operation_id = "opportunity_get", tag = "relations", params(("id" = Uuid, Path)),
    responses((status = 200, body = Opportunity), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    write::shown(&opportunity::get(api.db(), &allow.scope, id).await?)
}

/// A new opportunity. The same id and body again give the first answer.
#[utoipa::path(post, path = "/opportunities", operation_id = "opportunity_create", tag = "relations", request_body = OpportunityPut,
    responses((status = 201, body = Opportunity), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    body: Body<OpportunityPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    opportunity::create(write.tx(), scope, now, &put).await?;
    let shown = opportunity::get(&mut *write.tx(), scope, put.id).await?;
    opportunity::tell(write.tx(), now, &shown).await?;
    let subject = format!("opportunities/{}", put.id);
    let detail = json!({"stage": shown.stage, "amount_minor": shown.amount_minor});
    write
        .audit("opportunities.create", &subject, detail)
        .await?;
    let mut response = write.commit(StatusCode::CREATED, &shown).await?;
    locate(&mut response, "opportunities", put.id);
    Ok(response)
}

/// Moves it to another stage (`lost` asks for a reason), or changes what it is worth. Needs `If-Match`.
#[utoipa::path(patch, path = "/opportunities/{id}", operation_id = "opportunity_change", tag = "relations",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = OpportunityChange,
    responses((status = 200, body = Opportunity), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<OpportunityChange>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let when = (now, now.at);
    let moved =
        opportunity::change(write.tx(), scope, By::of(scope), when, id, seen.0, &put).await?;
    let shown = opportunity::get(&mut *write.tx(), scope, id).await?;
    if moved {
        opportunity::tell(write.tx(), now, &shown).await?;
    }
    let detail = json!({"stage": shown.stage, "amount_minor": shown.amount_minor, "lost_reason": shown.lost_reason});
    write
        .audit(
            "opportunities.change",
            &format!("opportunities/{id}"),
            detail,
        )
        .await?;
    write.commit(StatusCode::OK, &shown).await
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Stages {
    items: Vec<Stage>,
}

/// The stages, in the order of the board.
#[utoipa::path(get, path = "/opportunity-stages", operation_id = "opportunity_stage_list", tag = "relations",
    responses((status = 200, body = Stages), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn stages(State(api): State<Api>, _: Allow<ReadField>) -> Result<Response, Problem> {
    let items = opportunity_stage::list(api.db()).await?;
    write::shown(&Stages { items })
}

/// Makes a stage, or changes its words, place and probability. Needs `If-Match`, `*` for a new one.
#[utoipa::path(put, path = "/opportunity-stages/{code}", operation_id = "opportunity_stage_put", tag = "relations",
    params(("code" = String, Path), ("If-Match" = String, Header)), request_body = StagePut,
    responses((status = 200, body = Stage), (status = 201, body = Stage),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_stage(
    State(api): State<Api>,
    allow: Allow<ManageReasons>,
    Seg(code): Seg<String>,
    seen: IfMatch,
    body: Body<StagePut>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let fresh = opportunity_stage::put(write.tx(), now, &code, seen.0, &body.value).await?;
    let all = opportunity_stage::list(&mut *write.tx()).await?;
    let shown = (all.into_iter().find(|s| s.code == code)).ok_or_else(Problem::not_found)?;
    let detail = json!({"probability": shown.probability, "active": shown.active});
    write
        .audit(
            "opportunity_stages.put",
            &format!("opportunity-stages/{code}"),
            detail,
        )
        .await?;
    let status = if fresh {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    write.commit(status, &shown).await
}
