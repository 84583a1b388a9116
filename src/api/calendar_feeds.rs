//! Calendars behind secret links: a program reads them without a login, so the link is the secret. It shows
//! what its owner sees at that moment, and nothing once it is revoked.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{Days, TimeDelta};
use serde::Serialize;
use serde_json::{Value, json};

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
        appointment::{self, AppointmentFilter},
        calendar_feed::{self, CalendarFeed, CalendarFeedPut},
        task::{self, TaskFilter},
    },
    role::Right,
    scope::Scope,
};

fn user(scope: &Scope) -> Result<i32, Problem> {
    scope.user_id().ok_or_else(Problem::forbidden)
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct CalendarFeeds {
    items: Vec<CalendarFeed>,
}

/// The own links that are good, without their secrets.
#[utoipa::path(get, path = "/calendar-feeds", operation_id = "calendar_feed_list", tag = "relations",
    responses((status = 200, body = CalendarFeeds), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(api): State<Api>, allow: Allow<ReadField>) -> Result<Response, Problem> {
    let items = calendar_feed::list(api.db(), user(&allow.scope)?).await?;
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
    let owner = user(&allow.scope)?;
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
    let owner = user(&allow.scope)?;
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

/// Appointments and tasks in a file.
const ENTRIES_MAX: i64 = 2_000;
/// Days before today and after it.
const PAST: u64 = 31;
const AHEAD: u64 = 366;
/// How often programs are asked to come back.
const FRESH: TimeDelta = TimeDelta::minutes(15);

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
    let filter = AppointmentFilter {
        rep_id: feed.rep_id,
        org_unit_id: feed.org_unit_id,
        from: now.today.checked_sub_days(Days::new(PAST)),
        to: now.today.checked_add_days(Days::new(AHEAD)),
        ..AppointmentFilter::default()
    };
    let met = appointment::list(&mut *tx, &feed.scope, &filter, None, ENTRIES_MAX).await?;
    let filter = TaskFilter {
        rep_id: feed.rep_id,
        org_unit_id: feed.org_unit_id,
        open: Some(true),
        due_from: filter.from,
        due_to: filter.to,
        ..TaskFilter::default()
    };
    let tasks = task::list(&mut *tx, &feed.scope, now, &filter, None, ENTRIES_MAX).await?;
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
