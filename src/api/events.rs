//! The event feed: everything that happened, in an order that never skips a late commit.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::Args,
    page,
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    event::{self, Cursor},
    instant::Instant,
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    /// From an earlier answer, or of a live event. Absent: from the oldest; `now`: only what comes.
    cursor: Option<String>,
    /// Comma-separated.
    kind: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct EventView {
    /// After this event.
    cursor: String,
    /// visit_opened, visit_closed, visit_revised, visit_withdrawn, visit_reviewed, order_submitted,
    /// session_started, session_ended, record_status, exception_opened, exception_changed, exception_closed …
    kind: String,
    org_unit: Option<i32>,
    rep: Option<i32>,
    subject_id: String,
    #[schema(value_type = Object)]
    body: Value,
    recorded_at: Instant,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct EventPage {
    items: Vec<EventView>,
    /// Ask again with it; never null.
    next_cursor: String,
    /// There is more to read at once.
    more: bool,
}

/// Events in scope after a cursor.
#[utoipa::path(get, path = "/events", operation_id = "event_list", tag = "events", params(ListArgs),
    responses((status = 200, body = EventPage), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let limit = page::limit(args.limit)?;
    let position = event::position(api.db()).await?;
    // Everything below the oldest running transaction has been told or is out of scope.
    let end = Cursor::new(position.store, position.xmin - 1, i64::MAX);
    let after = match args.cursor.as_deref() {
        None => Cursor::new(position.store, 0, 0),
        Some("now") => end,
        Some(text) => text
            .parse()
            .map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "cursor_mismatch"))?,
    };
    if after.store != end.store {
        return Err(page::lost());
    }
    let kinds: Option<Vec<String>> = args
        .kind
        .map(|k| k.split(',').map(|k| k.trim().to_owned()).collect());
    let place = (after.xid, after.id);
    let rows = event::list(
        api.db(),
        &allow.scope,
        place,
        position.xmin,
        limit,
        kinds.as_deref(),
    )
    .await?;
    let more = i64::try_from(rows.len()).unwrap_or(limit) == limit;
    let cursor = |xid, id| Cursor::new(position.store, xid, id);
    let next = match rows.last() {
        Some(last) if more => cursor(last.xid, last.id),
        _ if (after.xid, after.id) > (end.xid, end.id) => after,
        _ => end,
    };
    let items = rows
        .into_iter()
        .map(|e| EventView {
            cursor: cursor(e.xid, e.id).text(),
            kind: e.kind,
            org_unit: e.org_unit_id,
            rep: e.rep_id,
            subject_id: e.subject_id,
            body: e.body,
            recorded_at: e.recorded_at,
        })
        .collect();
    write::shown(&EventPage {
        items,
        next_cursor: next.text(),
        more,
    })
}
