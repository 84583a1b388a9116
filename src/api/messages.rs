//! Messages to reps over REST: to some, or to a unit with all below it.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use fieldbeat_domain::id::RepId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ReadField, SendMessages},
    input::{Args, Body},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    message::{self, Message, MessageFilter},
    phone,
    upsert::Fault,
};

/// Reps of one message.
const RECIPIENTS_MAX: usize = 1_000;
/// Characters of a message: what a phone shows without scrolling far.
const LETTERS_MAX: usize = 1_000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    rep_id: Option<i32>,
    org_unit_id: Option<i32>,
    /// Only those that no phone has yet.
    waiting: Option<bool>,
}

/// Messages to reps in scope, newest first.
#[utoipa::path(get, path = "/messages", operation_id = "message_list", tag = "reps", params(ListArgs),
    responses((status = 200, body = Page<Message>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let filter = MessageFilter {
        rep_id: args.rep_id,
        org_unit_id: args.org_unit_id,
        waiting: args.waiting.unwrap_or_default(),
    };
    let listing = Listing::<i64>::begin(&api, "messages", asked, &filter).await?;
    let slice = (listing.after.unwrap_or(i64::MAX), listing.fetch());
    let today = api.now().today;
    let rows = message::list(api.db(), &allow.scope, today, &filter, slice).await?;
    write::shown(&listing.page(rows, |m| m.id))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct MessagePut {
    /// Made by who sends: the same again sends nothing twice.
    client_id: Option<Uuid>,
    /// To these, at most 1,000; or
    rep_ids: Option<Vec<i32>>,
    /// to all working reps of this unit and below it.
    org_unit_id: Option<i32>,
    /// 1–1,000 characters.
    text: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct MessageSent {
    pub ids: Vec<i64>,
    /// How many get it.
    pub reps: usize,
}

fn check(put: &MessagePut) -> Result<&str, Problem> {
    let text = put.text.trim();
    let mut faults = Vec::new();
    if text.is_empty() {
        faults.push(Fault::new("/text", "required"));
    } else if text.chars().count() > LETTERS_MAX {
        faults.push(Fault::new("/text", "too_long"));
    } else if text.contains('\0') {
        faults.push(Fault::new("/text", "invalid_text"));
    }
    match (&put.rep_ids, put.org_unit_id) {
        (None, None) => faults.push(Fault::new("/rep_ids", "required")),
        (Some(_), Some(_)) => faults.push(Fault::new("/org_unit_id", "not_both")),
        (Some(ids), None) if ids.is_empty() => faults.push(Fault::new("/rep_ids", "required")),
        (Some(ids), None) if ids.len() > RECIPIENTS_MAX => {
            faults.push(Fault::new("/rep_ids", "too_many"));
        }
        _ => {}
    }
    if faults.is_empty() {
        Ok(text)
    } else {
        Err(Problem::invalid(faults))
    }
}

/// Sends it: to phones that are connected at once, to the others with their next `sync`. All or none.
#[utoipa::path(post, path = "/messages", operation_id = "message_send", tag = "reps", request_body = MessagePut,
    responses((status = 201, body = MessageSent), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn send(
    State(api): State<Api>,
    allow: Allow<SendMessages>,
    body: Body<MessagePut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let text = check(&put)?.to_owned();
    let request = match put.client_id {
        Some(id) => body.request.or_key(id),
        None => body.request,
    };
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let mut asked = put.rep_ids;
    if let Some(ids) = &mut asked {
        ids.sort_unstable();
        ids.dedup();
    }
    let (now, scope) = (write.now, &allow.scope);
    let most = i64::try_from(RECIPIENTS_MAX).unwrap_or(i64::MAX) + 1;
    let reps = message::recipients(
        write.tx(),
        scope,
        now.today,
        asked.as_deref(),
        put.org_unit_id,
        most,
    )
    .await?;
    refuse(asked.as_deref(), &reps)?;
    let sent = message::send(write.tx(), scope, now.at, &reps, &text).await?;
    let (cursor, _) = phone::cursor_now(write.tx(), now.at.into()).await?;
    let subject = format!("messages/{}", sent.first().map_or(0, |(id, _)| *id));
    let detail = json!({"reps": reps.len(), "org_unit_id": put.org_unit_id});
    write.audit("messages.send", &subject, detail).await?;
    let answer = MessageSent {
        ids: sent.iter().map(|(id, _)| *id).collect(),
        reps: sent.len(),
    };
    let response = write.commit(StatusCode::CREATED, &answer).await?;
    tell(&api, &sent, &text, now.at, &cursor);
    Ok(response)
}

/// Who was named must be in reach and at work: a message that silently misses somebody is worse than none.
fn refuse(asked: Option<&[i32]>, found: &[RepId]) -> Result<(), Problem> {
    if let Some(asked) = asked
        && asked.len() != found.len()
    {
        return Err(Problem::field("/rep_ids", "unknown"));
    }
    if found.is_empty() {
        return Err(Problem::field("/org_unit_id", "no_reps"));
    }
    if found.len() > RECIPIENTS_MAX {
        return Err(Problem::field("/org_unit_id", "too_many"));
    }
    Ok(())
}

/// After the commit: the phones that are connected.
fn tell(api: &Api, sent: &[(i64, RepId)], text: &str, at: DateTime<Utc>, cursor: &str) {
    for (id, rep) in sent {
        let message = phone::message(*id, text, at);
        api.services
            .ingest
            .message(*rep, cursor.to_owned(), message);
    }
}
