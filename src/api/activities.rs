//! Activities with customers: planned, held or not held, and how much of what was planned was done.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, Days, NaiveDate, Utc};
use fieldbeat_trade::crm::activity::{self as rule, Kind, Standing};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, KeepRelations, ReadField},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::locate,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    crm::{
        activity::{self, Activity, ActivityFilter},
        activity_write::{self, ActivityChange, ActivityPut},
        call::{self, CallPut},
        completion::{self, RepCompletion},
        email::{self, Email},
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
    id: Option<Uuid>,
    rep_id: Option<i32>,
    customer_id: Option<i32>,
    outlet_id: Option<i32>,
    contact_id: Option<i32>,
    visit_id: Option<Uuid>,
    kind: Option<Kind>,
    state: Option<rule::State>,
    /// Against its plan, as of now.
    standing: Option<Standing>,
    occasion_id: Option<Uuid>,
    occasion_year: Option<i32>,
    /// Whether something speaks against it: gifts that a phone told of against a limit.
    doubtful: Option<bool>,
    /// Of the plan, without one of the end; both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Activities in scope, newest first.
#[utoipa::path(get, path = "/activities", operation_id = "activity_list", tag = "relations", params(ListArgs),
    responses((status = 200, body = Page<Activity>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
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
    let mut filter = ActivityFilter {
        id: args.id,
        rep_id: args.rep_id,
        customer_id: args.customer_id,
        outlet_id: args.outlet_id,
        contact_id: args.contact_id,
        visit_id: args.visit_id,
        kind: args.kind,
        state: args.state,
        standing: args.standing,
        occasion_id: args.occasion_id,
        occasion_year: args.occasion_year,
        doubtful: args.doubtful,
        from: args.from,
        to: args.to,
        since: Since::Ever,
    };
    let listing =
        Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "activities", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = activity::list(api.db(), &allow.scope, api.now(), &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |a| (a.row.at.0, a.row.id)))
}

/// One activity.
#[utoipa::path(get, path = "/activities/{id}", operation_id = "activity_get", tag = "relations", params(("id" = Uuid, Path)),
    responses((status = 200, body = Activity), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    write::shown(&activity::get(api.db(), &allow.scope, api.now(), id).await?)
}

/// The message behind an activity that was read from a mailbox, and the exchange it is part of. Of what lay in the mailbox
/// of another person only the subject.
#[utoipa::path(get, path = "/activities/{id}/email", operation_id = "activity_email", tag = "relations", params(("id" = Uuid, Path)),
    responses((status = 200, body = Email), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn email(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut db = snapshot(api.db()).await?;
    write::shown(&email::get(&mut db, &allow.scope, id).await?)
}

/// A new activity. The same id and body again give the first answer.
#[utoipa::path(post, path = "/activities", operation_id = "activity_create", tag = "relations", request_body = ActivityPut,
    responses((status = 201, body = Activity), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    body: Body<ActivityPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope, time) = (write.now, &allow.scope, api.rules().time);
    activity_write::create(write.tx(), scope, now, time, &put).await?;
    let shown = activity::get(&mut *write.tx(), scope, now, put.id).await?;
    let subject = format!("activities/{}", put.id);
    let detail = json!({"kind": shown.row.kind, "rep_id": shown.row.rep_id});
    write.audit("activities.create", &subject, detail).await?;
    let mut response = write.commit(StatusCode::CREATED, &shown).await?;
    locate(&mut response, "activities", put.id);
    Ok(response)
}

/// Holds it, says why it was not held, or changes the plan. Needs `If-Match`.
#[utoipa::path(patch, path = "/activities/{id}", operation_id = "activity_change", tag = "relations",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ActivityChange,
    responses((status = 200, body = Activity), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<ActivityChange>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let when = (now, api.rules().time, now.at);
    activity_write::change(write.tx(), scope, when, id, seen.0, &put).await?;
    let shown = activity::get(&mut *write.tx(), scope, now, id).await?;
    let detail = json!({"state": shown.row.state});
    write
        .audit("activities.change", &format!("activities/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &shown).await
}

/// For telephone systems: a call that is over. It settles what the rep had planned with that person, else it is
/// a new activity; without an answer it is one that was not held.
#[utoipa::path(post, path = "/activities/calls", operation_id = "activity_call", tag = "relations", request_body = CallPut,
    responses((status = 201, body = Activity), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn call(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    body: Body<CallPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope, time) = (write.now, &allow.scope, api.rules().time);
    let id = call::keep(write.tx(), scope, now, time, &put).await?;
    let shown = activity::get(&mut *write.tx(), scope, now, id).await?;
    let detail = json!({"rep_id": shown.row.rep_id, "state": shown.row.state});
    write
        .audit("activities.call", &format!("activities/{id}"), detail)
        .await?;
    write.commit(StatusCode::CREATED, &shown).await
}

const COMPLETION_DAYS: u64 = 30;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompletionArgs {
    /// Both included: the last 30 days where absent, at most 92.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    rep_id: Option<i32>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Completions {
    from: NaiveDate,
    to: NaiveDate,
    /// By code.
    items: Vec<RepCompletion>,
    /// There is more than is counted at once: ask for less.
    truncated: bool,
}

/// How much of what each rep had planned for these days was held in time, late, or not. Each number is the
/// length of the list of activities with that rep, period and `standing`.
#[utoipa::path(get, path = "/activities/completion", operation_id = "activity_completion", tag = "relations", params(CompletionArgs),
    responses((status = 200, body = Completions), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn completion(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<CompletionArgs>,
) -> Result<Response, Problem> {
    let now = api.now();
    let to = args.to.unwrap_or(now.today);
    let from = args.from.unwrap_or_else(|| {
        to.checked_sub_days(Days::new(COMPLETION_DAYS - 1))
            .unwrap_or(to)
    });
    if !(0..completion::DAYS_MAX).contains(&(to - from).num_days()) {
        return Err(Problem::query("from", "out_of_range"));
    }
    let (items, truncated) =
        completion::of_reps(api.db(), &allow.scope, now.at, (from, to), args.rep_id).await?;
    write::shown(&Completions {
        from,
        to,
        items,
        truncated,
    })
}
