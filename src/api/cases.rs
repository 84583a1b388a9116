//! Cases over REST, and how long each priority may wait.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::crm::{appointment::Priority, case as rule};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, KeepRelations, ManageReasons, ReadField},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::locate,
    orders::retell,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    crm::{
        case_deadline::{self, CaseDeadline, CaseDeadlinePut},
        customer_case::{self, Case, CaseChange, CaseFilter, CasePut},
    },
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
    customer_id: Option<i32>,
    outlet_id: Option<i32>,
    visit_id: Option<Uuid>,
    state: Option<rule::State>,
    priority: Option<Priority>,
    /// Whether it still is to be settled.
    open: Option<bool>,
    /// Whether a deadline was not kept, as of now.
    breached: Option<bool>,
    /// When it was opened, both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Cases in scope, newest first.
#[utoipa::path(get, path = "/cases", operation_id = "case_list", tag = "relations", params(ListArgs),
    responses((status = 200, body = Page<Case>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
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
    let mut filter = CaseFilter {
        id: None,
        rep_id: args.rep_id,
        customer_id: args.customer_id,
        outlet_id: args.outlet_id,
        visit_id: args.visit_id,
        state: args.state,
        priority: args.priority,
        open: args.open,
        breached: args.breached,
        from: args.from,
        to: args.to,
        since: Since::Ever,
    };
    let listing = Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "cases", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows =
        customer_case::list(api.db(), &allow.scope, api.now(), &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |a| (a.row.opened_at.0, a.row.id)))
}

/// One case with everything done about it.
#[utoipa::path(get, path = "/cases/{id}", operation_id = "case_get", tag = "relations", params(("id" = Uuid, Path)),
    responses((status = 200, body = Case), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    write::shown(&customer_case::get(api.db(), &allow.scope, api.now(), id).await?)
}

/// A new case; its deadlines follow from its priority. The same id and body again give the first answer.
#[utoipa::path(post, path = "/cases", operation_id = "case_create", tag = "relations", request_body = CasePut,
    responses((status = 201, body = Case), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    body: Body<CasePut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope, time) = (write.now, &allow.scope, api.rules().time);
    customer_case::create(write.tx(), scope, now, time, &put).await?;
    let shown = customer_case::get(&mut *write.tx(), scope, now, put.id).await?;
    let subject = format!("cases/{}", put.id);
    let detail = json!({"priority": shown.row.priority, "rep_id": shown.row.rep_id});
    write.audit("cases.create", &subject, detail).await?;
    let mut response = write.commit(StatusCode::CREATED, &shown).await?;
    locate(&mut response, "cases", put.id);
    Ok(response)
}

/// Moves it on, answers it, or gives it to another rep. Needs `If-Match`.
#[utoipa::path(patch, path = "/cases/{id}", operation_id = "case_change", tag = "relations",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = CaseChange,
    responses((status = 200, body = Case), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<CaseChange>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    customer_case::change(write.tx(), scope, now, id, seen.0, &put).await?;
    let shown = customer_case::get(&mut *write.tx(), scope, now, id).await?;
    let detail = json!({"state": shown.row.state, "priority": shown.row.priority, "rep_id": shown.row.rep_id});
    write
        .audit("cases.change", &format!("cases/{id}"), detail)
        .await?;
    let told = json!({"case": id, "state": shown.row.state, "resolution": shown.row.resolution});
    let retold = record_inbox::tell_again(write.tx(), now.at, "case", id, told).await?;
    let response = write.commit(StatusCode::OK, &shown).await?;
    if let Some(retold) = retold {
        retell(&api, retold).await?;
    }
    Ok(response)
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct CaseDeadlines {
    items: Vec<CaseDeadline>,
}

/// How long a case of each priority may wait.
#[utoipa::path(get, path = "/case-deadlines", operation_id = "case_deadline_list", tag = "relations",
    responses((status = 200, body = CaseDeadlines), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn deadlines(State(api): State<Api>, _: Allow<ReadField>) -> Result<Response, Problem> {
    let items = case_deadline::list(api.db()).await?;
    write::shown(&CaseDeadlines { items })
}

/// Sets the minutes of a priority, for cases opened from now on. Needs `If-Match`.
#[utoipa::path(put, path = "/case-deadlines/{priority}", operation_id = "case_deadline_put", tag = "relations",
    params(("priority" = String, Path), ("If-Match" = String, Header)), request_body = CaseDeadlinePut,
    responses((status = 200, body = CaseDeadline), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_deadline(
    State(api): State<Api>,
    allow: Allow<ManageReasons>,
    Seg(priority): Seg<String>,
    seen: IfMatch,
    body: Body<CaseDeadlinePut>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    case_deadline::put(write.tx(), now, &priority, seen.0, body.value).await?;
    let shown = case_deadline::get(&mut *write.tx(), &priority).await?;
    let detail = json!({"first_response_min": shown.first_response_min, "resolution_min": shown.resolution_min});
    write
        .audit(
            "case_deadlines.put",
            &format!("case-deadlines/{priority}"),
            detail,
        )
        .await?;
    write.commit(StatusCode::OK, &shown).await
}
