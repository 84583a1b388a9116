//! Joint visits: which supervisor was with which rep, at a visit or all day.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use fieldbeat_domain::id::RepId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Api,
    auth::{AccompanyVisits, Allow, ReadField},
    input::{Args, Bare, Body, Identity, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    event::{self, NewEvent},
    joint_visit::{self, JointCount, JointFilter, JointVisit, NOTE_MAX, Saying},
    upsert::check_text_of,
    visit,
};

#[derive(Deserialize, utoipa::ToSchema)]
pub struct JointPut {
    /// For coaching, at most 2,000 characters; the rep reads it on the phone.
    note: Option<String>,
}

/// The caller was with the rep at this visit. Said again, it changes the note.
#[utoipa::path(post, path = "/visits/{id}/joint", operation_id = "visit_joint", tag = "visits", params(("id" = Uuid, Path)),
    request_body = JointPut,
    responses((status = 201, body = JointVisit), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_visit(
    State(api): State<Api>,
    allow: Allow<AccompanyVisits>,
    Seg(id): Seg<Uuid>,
    body: Body<JointPut>,
) -> Result<Response, Problem> {
    let row = visit::get(api.db(), &allow.scope, id).await?;
    let which = (RepId(row.rep_id), row.date, Some(id));
    say(&api, &allow, body.value, body.request, which).await
}

/// The caller was with the rep all day. Said again, it changes the note.
#[utoipa::path(post, path = "/reps/{id}/days/{date}/joint", operation_id = "rep_day_joint", tag = "reps",
    params(("id" = i32, Path), ("date" = NaiveDate, Path)), request_body = JointPut,
    responses((status = 201, body = JointVisit), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_day(
    State(api): State<Api>,
    allow: Allow<AccompanyVisits>,
    Seg((rep, date)): Seg<(i32, NaiveDate)>,
    body: Body<JointPut>,
) -> Result<Response, Problem> {
    let which = (RepId(rep), date, None);
    say(&api, &allow, body.value, body.request, which).await
}

async fn say(
    api: &Api,
    allow: &Allow<AccompanyVisits>,
    put: JointPut,
    request: Identity,
    (rep, date, visit): (RepId, NaiveDate, Option<Uuid>),
) -> Result<Response, Problem> {
    let mut faults = Vec::new();
    check_text_of("/note", put.note.as_deref(), (false, NOTE_MAX), &mut faults);
    if date > api.now().today {
        return Err(Problem::query("date", "out_of_range"));
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now.at;
    let saying = Saying {
        id: Uuid::now_v7(),
        rep,
        date,
        visit,
        note: put.note.as_deref().map(str::trim),
        record: None,
    };
    let (id, unit) = joint_visit::say(write.tx(), &allow.scope, now, &saying).await?;
    let told = json!({"joint_visit": id, "rep": rep, "date": date, "visit": visit});
    let event = NewEvent {
        kind: "joint_visit",
        org_unit_id: Some(unit),
        rep_id: Some(rep.0),
        subject_id: id.to_string(),
        body: &told,
    };
    event::insert(write.tx(), now, &event).await?;
    let subject = format!("joint-visits/{id}");
    write.audit("joint_visits.say", &subject, told).await?;
    let made = joint_visit::get(write.tx(), &allow.scope, id).await?;
    write.commit(StatusCode::CREATED, &made).await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    user_id: Option<i32>,
    rep_id: Option<i32>,
    /// Both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Joint visits in scope.
#[utoipa::path(get, path = "/joint-visits", operation_id = "joint_visit_list", tag = "visits", params(ListArgs),
    responses((status = 200, body = Page<JointVisit>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = JointFilter {
        id: None,
        user_id: args.user_id,
        rep_id: args.rep_id,
        from: args.from,
        to: args.to,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<Uuid>::begin(&api, "joint-visits", asked, &filter).await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = joint_visit::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |j| j.id))
}

/// Takes back what the caller has said.
#[utoipa::path(delete, path = "/joint-visits/{id}", operation_id = "joint_visit_delete", tag = "visits", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(
    State(api): State<Api>,
    allow: Allow<AccompanyVisits>,
    Seg(id): Seg<Uuid>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now.at;
    joint_visit::withdraw(write.tx(), &allow.scope, now, id).await?;
    let subject = format!("joint-visits/{id}");
    write
        .audit("joint_visits.withdraw", &subject, json!({}))
        .await?;
    write.commit(StatusCode::NO_CONTENT, &Value::Null).await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CountArgs {
    from: NaiveDate,
    /// Included; at most 92 days.
    to: NaiveDate,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct JointCounts {
    items: Vec<JointCount>,
}

/// The longest time counted at once.
const DAYS_MAX: i64 = 92;

/// How much each supervisor accompanied, most visits first.
#[utoipa::path(get, path = "/joint-visits/counts", operation_id = "joint_visit_counts", tag = "visits", params(CountArgs),
    responses((status = 200, body = JointCounts), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn counts(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<CountArgs>,
) -> Result<Response, Problem> {
    if !(0..DAYS_MAX).contains(&(args.to - args.from).num_days()) {
        return Err(Problem::query("to", "out_of_range"));
    }
    let dates = (args.from, args.to);
    let items = joint_visit::counts(api.db(), &allow.scope, dates).await?;
    write::shown(&JointCounts { items })
}
