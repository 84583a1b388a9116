//! Scenarios over REST: made of today, changed, solved in the background, watched, stopped, thrown away. What they hold is
//! `inputs`', what was found `solutions`', what comes of it `publish`'s.

pub mod files;
pub mod inputs;
pub mod outlines;
pub mod publish;
pub mod solutions;

use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use serde_json::json;

use super::{
    Api,
    auth::{Allow, ManageRoutes, ReadScenarios},
    etag::IfMatch,
    input::{Args, Bare, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::store::{
    scenario::{
        self, Scenario, ScenarioFilter,
        create::{self, ScenarioPut},
        settings::ScenarioSettings,
        turn,
    },
    scope::Scope,
    upsert::check_text,
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    /// Part of the name.
    q: Option<String>,
    /// draft | queued | solving | solved | cancelled | failed
    state: Option<String>,
    org_unit_id: Option<i32>,
}

/// Scenarios in scope, by id.
#[utoipa::path(get, path = "/scenarios", operation_id = "scenario_list", tag = "scenarios", params(ListArgs),
    responses((status = 200, body = Page<Scenario>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = ScenarioFilter {
        id: None,
        q: args.q,
        state: args.state,
        org_unit_id: args.org_unit_id,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, "scenarios", asked, &filter).await?;
    let rows = scenario::list(api.db(), &allow.scope, listing.slice(), &filter).await?;
    write::shown(&listing.page(rows, |s| s.id))
}

/// One scenario: its state, how far it is, what is published of it.
#[utoipa::path(get, path = "/scenarios/{id}", operation_id = "scenario_get", tag = "scenarios", params(("id" = i32, Path)),
    responses((status = 200, body = Scenario), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    write::shown(&scenario::get(api.db(), &allow.scope, id).await?)
}

/// Makes a scenario of how things are: the unit's reps, its outlets with today's rep, frequency, place and what they
/// order. Routes stay as they are until a solution is published.
#[utoipa::path(post, path = "/scenarios", operation_id = "scenario_create", tag = "scenarios", request_body = ScenarioPut,
    responses((status = 201, body = Scenario), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn make(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    body: Body<ScenarioPut>,
) -> Result<Response, Problem> {
    let user = allow.user()?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let id = create::create(write.tx(), &allow.scope, user, now, &body.value).await?;
    finish(write, &allow.scope, id, StatusCode::CREATED, "create").await
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioChange {
    pub name: Option<String>,
    /// All of them; solutions that were found for other settings go.
    pub settings: Option<ScenarioSettings>,
}

/// Another name, or other settings, which take the solutions with them.
#[utoipa::path(patch, path = "/scenarios/{id}", operation_id = "scenario_change", tag = "scenarios", params(("id" = i32, Path)),
    request_body = ScenarioChange,
    responses((status = 200, body = Scenario), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<ScenarioChange>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let was = scenario::lock(write.tx(), &allow.scope, id).await?;
    seen.check(was.version)?;
    let put = body.value;
    let mut faults = Vec::new();
    check_text("/name", put.name.as_deref(), false, &mut faults);
    if let Some(settings) = &put.settings {
        settings.check(&mut faults);
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let at = write.now.at;
    let settings = put.settings.as_ref().unwrap_or(&was.settings.0);
    let others = *settings != was.settings.0;
    if others {
        open(&was)?;
    }
    let name = put.name.as_deref().unwrap_or(&was.name);
    scenario::change(write.tx(), id, name, settings, at).await?;
    if others {
        scenario::inputs_changed(write.tx(), id, at).await?;
    }
    finish(write, &allow.scope, id, StatusCode::OK, "change").await
}

/// Throws a scenario away, with what was found for it. One that is in force cannot be: roll it back first.
#[utoipa::path(delete, path = "/scenarios/{id}", operation_id = "scenario_remove", tag = "scenarios", params(("id" = i32, Path)),
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
    let was = scenario::lock(write.tx(), &allow.scope, id).await?;
    seen.check(was.version)?;
    open(&was)?;
    scenario::remove(write.tx(), id).await?;
    let subject = format!("scenarios/{id}");
    write
        .audit("scenarios.remove", &subject, json!({"name": was.name}))
        .await?;
    write.commit(StatusCode::NO_CONTENT, &()).await
}

/// Solves what is not solved yet, in the background: today's assignment, then a solution for each weighing. After a
/// cancellation or a failure it goes on where it stopped.
#[utoipa::path(post, path = "/scenarios/{id}/solve", operation_id = "scenario_solve", tag = "scenarios", params(("id" = i32, Path)),
    responses((status = 202, body = Scenario), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn solve(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(id): Seg<i32>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let was = scenario::lock(write.tx(), &allow.scope, id).await?;
    if !was.is_still() {
        return Err(Problem::new(StatusCode::CONFLICT, "scenario_solving"));
    }
    let at = write.now.at;
    turn::queue(write.tx(), id, at).await?;
    let answer = finish(write, &allow.scope, id, StatusCode::ACCEPTED, "solve").await?;
    api.services.planner.queued();
    Ok(answer)
}

/// Stops solving within a second or two; what was found until then stays.
#[utoipa::path(post, path = "/scenarios/{id}/cancel", operation_id = "scenario_cancel", tag = "scenarios", params(("id" = i32, Path)),
    responses((status = 202, body = Scenario), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn cancel(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(id): Seg<i32>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let was = scenario::lock(write.tx(), &allow.scope, id).await?;
    if was.is_still() {
        return Err(Problem::new(StatusCode::CONFLICT, "scenario_not_solving"));
    }
    let at = write.now.at;
    turn::cancel(write.tx(), &was, at).await?;
    finish(write, &allow.scope, id, StatusCode::ACCEPTED, "cancel").await
}

/// Inputs may be changed: nobody is solving it, and nothing of it is published.
fn open(scenario: &Scenario) -> Result<(), Problem> {
    if !scenario.is_still() {
        return Err(Problem::new(StatusCode::CONFLICT, "scenario_solving")
            .detail("It is being solved. Cancel that first."));
    }
    if scenario.published_solution.is_some() {
        return Err(Problem::new(StatusCode::CONFLICT, "scenario_published")
            .detail("A solution of it is published. Roll it back first, or make a new scenario."));
    }
    Ok(())
}

async fn finish(
    mut write: Box<Write>,
    scope: &Scope,
    id: i32,
    status: StatusCode,
    verb: &str,
) -> Result<Response, Problem> {
    let now = scenario::get(write.tx(), scope, id).await?;
    write
        .audit(
            &format!("scenarios.{verb}"),
            &format!("scenarios/{id}"),
            json!({"name": now.name, "state": now.state}),
        )
        .await?;
    write.commit(status, &now).await
}
