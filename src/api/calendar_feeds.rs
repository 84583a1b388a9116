//! Calendars behind secret links: a program reads them without a login, so the link is the secret. It shows
//! what its owner sees at that moment, and nothing once it is revoked.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{Days, NaiveDate, TimeDelta};
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::{
    Api,
    auth::{Allow, ReadField},
    calendar_file,
    input::{Bare, Body, Seg},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    crm::{
        appointment::{self, Appointment, AppointmentFilter},
        calendar_feed::{self, CalendarFeed, CalendarFeedPut, Opened},
        task::{self, Task, TaskFilter},
    },
    error::StoreError,
    role::Right,
    upsert::Now,
};

#[derive(Serialize, utoipa::ToSchema)]
pub struct CalendarFeeds {
    items: Vec<CalendarFeed>,
}

/// The own links that are good, without their secrets.
#[utoipa::path(get, path = "/calendar-feeds", operation_id = "calendar_feed_list", tag = "relations",
    responses((status = 200, body = CalendarFeeds), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(api): State<Api>, allow: Allow<ReadField>) -> Result<Response, Problem> {
    let items = calendar_feed::list(api.db(), allow.user()?).await?;
    write::shown(&CalendarFeeds { items })
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct CalendarFeedIssued {
    id: i32,
    /// Of this server; shown this once. Whoever knows it reads the calendar.
    path: String,
}

/// A link to the calendar of a rep or of an org unit, at most 20.
#[utoipa::path(post, path = "/calendar-feeds", operation_id = "calendar_feed_create", tag = "relations", request_body = CalendarFeedPut,
    responses((status = 201, body = CalendarFeedIssued), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    body: Body<CalendarFeedPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let owner = allow.user()?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let (id, secret) = calendar_feed::create(write.tx(), &allow.scope, owner, now, &put).await?;
    let detail = json!({"rep_id": put.rep_id, "org_unit_id": put.org_unit_id});
    write
        .audit(
            "calendar_feeds.create",
            &format!("calendar-feeds/{id}"),
            detail,
        )
        .await?;
    let path = format!("/calendar/{}.ics", secret.text);
    let issued = CalendarFeedIssued { id, path };
    write.commit_secret(StatusCode::CREATED, &issued).await
}

/// Ends a link: programs that know it find nothing any more.
#[utoipa::path(delete, path = "/calendar-feeds/{id}", operation_id = "calendar_feed_delete", tag = "relations", params(("id" = i32, Path)),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let owner = allow.user()?;
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    calendar_feed::revoke(write.tx(), owner, now, id).await?;
    write
        .audit(
            "calendar_feeds.delete",
            &format!("calendar-feeds/{id}"),
            Value::Null,
        )
        .await?;
    write.commit(StatusCode::NO_CONTENT, &Value::Null).await
}

/// Appointments in a file, and tasks: what lies ahead first, then the newest of the past.
const ENTRIES_MAX: i64 = 2_000;
/// Days before today and after it.
const PAST: u64 = 31;
const AHEAD: u64 = 366;
/// How often programs are asked to come back.
const FRESH: TimeDelta = TimeDelta::minutes(15);

/// How many entries are left after some.
fn left(entries: usize) -> i64 {
    ENTRIES_MAX - i64::try_from(entries).unwrap_or(ENTRIES_MAX)
}

/// From today on, then before.
async fn appointments(
    tx: &mut PgConnection,
    feed: &Opened,
    today: NaiveDate,
) -> Result<Vec<Appointment>, StoreError> {
    let of = AppointmentFilter {
        rep_id: feed.rep_id,
        org_unit_id: feed.org_unit_id,
        ..AppointmentFilter::default()
    };
    let ahead = AppointmentFilter {
        from: Some(today),
        to: today.checked_add_days(Days::new(AHEAD)),
        ..of.clone()
    };
    let mut met = appointment::list(&mut *tx, &feed.scope, &ahead, None, ENTRIES_MAX).await?;
    let past = AppointmentFilter {
        from: today.checked_sub_days(Days::new(PAST)),
        to: today.pred_opt(),
        latest_first: true,
        ..of
    };
    let room = left(met.len());
    met.extend(appointment::list(tx, &feed.scope, &past, None, room).await?);
    Ok(met)
}

/// Those that are still to be done: due from today on, then before.
async fn tasks(tx: &mut PgConnection, feed: &Opened, now: Now) -> Result<Vec<Task>, StoreError> {
    let of = TaskFilter {
        rep_id: feed.rep_id,
        org_unit_id: feed.org_unit_id,
        open: Some(true),
        ..TaskFilter::default()
    };
    let ahead = TaskFilter {
        due_from: Some(now.today),
        due_to: now.today.checked_add_days(Days::new(AHEAD)),
        ..of.clone()
    };
    let mut tasks = task::list(&mut *tx, &feed.scope, now, &ahead, None, ENTRIES_MAX).await?;
    let past = TaskFilter {
        due_from: now.today.checked_sub_days(Days::new(PAST)),
        due_to: now.today.pred_opt(),
        ..of
    };
    let room = left(tasks.len());
    tasks.extend(task::list(tx, &feed.scope, now, &past, None, room).await?);
    Ok(tasks)
}

/// `GET /calendar/{token}.ics`: the same 404 for what is unknown, revoked, or of a login that is no more.
pub async fn show(State(api): State<Api>, Path(file): Path<String>) -> Result<Response, Problem> {
    let token = (file.strip_suffix(".ics"))
        .filter(|t| t.starts_with("fbc_") && t.len() <= 64)
        .ok_or_else(Problem::not_found)?;
    let now = api.now();
    let mut tx = api.db().begin().await?;
    let feed = calendar_feed::open(&mut tx, token, now.today).await?;
    if !feed.scope.may(Right::ReadField) {
        return Err(Problem::not_found());
    }
    let met = appointments(&mut tx, &feed, now.today).await?;
    let tasks = tasks(&mut tx, &feed, now).await?;
    tx.commit().await?;
    let text = calendar_file::text(&feed.name, FRESH, &met, &tasks);
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/calendar; charset=utf-8"),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    // A link that leaked must not be found.
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    Ok(response)
}
