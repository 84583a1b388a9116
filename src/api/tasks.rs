//! Tasks over REST.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::crm::task as rule;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, KeepRelations, ReadField},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::locate,
    orders::retell,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    crm::task::{self, Task, TaskChange, TaskFilter, TaskPut},
    page::Since,
    record_inbox,
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
    /// This unit and all below it.
    org_unit_id: Option<i32>,
    customer_id: Option<i32>,
    outlet_id: Option<i32>,
    visit_id: Option<Uuid>,
    state: Option<rule::State>,
    /// Whether it still is to be done.
    open: Option<bool>,
    /// When it is due, both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Tasks in scope, newest first.
#[utoipa::path(get, path = "/tasks", operation_id = "task_list", tag = "relations", params(ListArgs),
    responses((status = 200, body = Page<Task>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
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
    let mut filter = TaskFilter {
        id: None,
        rep_id: args.rep_id,
        org_unit_id: args.org_unit_id,
        customer_id: args.customer_id,
        outlet_id: args.outlet_id,
        visit_id: args.visit_id,
        state: args.state,
        open: args.open,
        due_from: args.from,
        due_to: args.to,
        since: Since::Ever,
    };
    let listing = Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "tasks", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = task::list(api.db(), &allow.scope, api.now(), &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |k| (k.made_at.0, k.id)))
}

/// One task.
#[utoipa::path(get, path = "/tasks/{id}", operation_id = "task_get", tag = "relations", params(("id" = Uuid, Path)),
    responses((status = 200, body = Task), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    write::shown(&task::get(api.db(), &allow.scope, api.now(), id).await?)
}

/// A new task. The same id and body again give the first answer.
#[utoipa::path(post, path = "/tasks", operation_id = "task_create", tag = "relations", request_body = TaskPut,
    responses((status = 201, body = Task), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    body: Body<TaskPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope, time) = (write.now, &allow.scope, api.rules().time);
    task::create(write.tx(), scope, now, time, &put).await?;
    let shown = task::get(&mut *write.tx(), scope, now, put.id).await?;
    let subject = format!("tasks/{}", put.id);
    let detail = json!({"rep_id": shown.rep_id});
    write.audit("tasks.create", &subject, detail).await?;
    let mut response = write.commit(StatusCode::CREATED, &shown).await?;
    locate(&mut response, "tasks", put.id);
    Ok(response)
}

/// Moves it on, or gives it to another rep. Needs `If-Match`.
#[utoipa::path(patch, path = "/tasks/{id}", operation_id = "task_change", tag = "relations",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = TaskChange,
    responses((status = 200, body = Task), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<TaskChange>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (scope, when) = (&allow.scope, (write.now, api.rules().time, write.now.at));
    task::change(write.tx(), scope, when, id, seen.0, &put).await?;
    let shown = task::get(&mut *write.tx(), scope, when.0, id).await?;
    let detail = json!({"state": shown.state, "rep_id": shown.rep_id});
    write
        .audit("tasks.change", &format!("tasks/{id}"), detail)
        .await?;
    let told = json!({"task": id, "state": shown.state});
    let retold = record_inbox::tell_again(write.tx(), when.0.at, "task", id, told).await?;
    let response = write.commit(StatusCode::OK, &shown).await?;
    if let Some(retold) = retold {
        retell(&api, retold).await?;
    }
    Ok(response)
}
