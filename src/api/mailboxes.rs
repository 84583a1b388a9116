//! Mailboxes over REST: set up and tried out by administrators, without ever telling their passwords.

use std::sync::LazyLock;

use axum::{extract::State, http::StatusCode, response::Response};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::{
    Api,
    auth::{Allow, ManageSettings},
    etag::IfMatch,
    input::{Bare, Body, Seg},
    master::locate,
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::{
    alerts::UrlFault,
    mailboxes::Trial,
    store::mailbox::{self, Mailbox, MailboxPut, Security, turn},
};

/// Trials at once: each holds a session with a mail server.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

#[derive(Serialize, utoipa::ToSchema)]
pub struct Mailboxes {
    items: Vec<Mailbox>,
}

/// Mailboxes in scope and how reading them goes, by name. Passwords are not told.
#[utoipa::path(get, path = "/mailboxes", operation_id = "mailbox_list", tag = "relations",
    responses((status = 200, body = Mailboxes), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ManageSettings>,
) -> Result<Response, Problem> {
    let items = mailbox::list(api.db(), &allow.scope, None).await?;
    write::shown(&Mailboxes { items })
}

/// One mailbox.
#[utoipa::path(get, path = "/mailboxes/{id}", operation_id = "mailbox_get", tag = "relations", params(("id" = i32, Path)),
    responses((status = 200, body = Mailbox), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ManageSettings>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    write::shown(&mailbox::get(api.db(), &allow.scope, id).await?)
}

fn check(api: &Api, put: &MailboxPut) -> Result<(), Problem> {
    let guard = api.services.alerts.guard();
    if put.security == Security::Plain && !guard.allows_plain() {
        return Err(Problem::field("/security", "tls_required"));
    }
    guard.host(&put.host).map_err(|fault| match fault {
        UrlFault::PrivateAddress => Problem::field("/host", fault.code()),
        _ => Problem::field("/host", "invalid"),
    })
}

/// A new mailbox. Where it is in use, it is read from now on.
#[utoipa::path(post, path = "/mailboxes", operation_id = "mailbox_create", tag = "relations", request_body = MailboxPut,
    responses((status = 201, body = Mailbox), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageSettings>,
    body: Body<MailboxPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    check(&api, &put)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let id = mailbox::create(write.tx(), &allow.scope, now, &put).await?;
    let shown = mailbox::get(&mut *write.tx(), &allow.scope, id).await?;
    audit(&mut write, "mailboxes.create", &shown).await?;
    let mut response = write.commit(StatusCode::CREATED, &shown).await?;
    locate(&mut response, "mailboxes", id);
    Ok(response)
}

/// Changes a mailbox; without `password` the one that it has stays, unless server or login change. Ends a pause. Needs
/// `If-Match`.
#[utoipa::path(put, path = "/mailboxes/{id}", operation_id = "mailbox_change", tag = "relations",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = MailboxPut,
    responses((status = 200, body = Mailbox), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageSettings>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<MailboxPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    check(&api, &put)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    mailbox::change(write.tx(), &allow.scope, now, id, seen.0, &put).await?;
    let shown = mailbox::get(&mut *write.tx(), &allow.scope, id).await?;
    audit(&mut write, "mailboxes.change", &shown).await?;
    write.commit(StatusCode::OK, &shown).await
}

async fn audit(write: &mut write::Write, action: &str, shown: &Mailbox) -> Result<(), Problem> {
    let detail = json!({"host": shown.host, "org_unit_id": shown.org_unit_id, "user_id": shown.user_id, "active": shown.active});
    let subject = format!("mailboxes/{}", shown.id);
    write.audit(action, &subject, detail).await
}

/// Removes a mailbox with its password; the activities stay. Needs `If-Match`.
#[utoipa::path(delete, path = "/mailboxes/{id}", operation_id = "mailbox_remove", tag = "relations",
    params(("id" = i32, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove(
    State(api): State<Api>,
    allow: Allow<ManageSettings>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    mailbox::remove(write.tx(), &allow.scope, id, seen.0).await?;
    let subject = format!("mailboxes/{id}");
    write
        .audit("mailboxes.remove", &subject, Value::Null)
        .await?;
    write.commit(StatusCode::NO_CONTENT, &Value::Null).await
}

/// A dry run of a mailbox as it is set up: logs in, counts what there is since its first day, looks at the newest
/// headers, keeps nothing. A fault is an answer, too.
#[utoipa::path(post, path = "/mailboxes/{id}/test", operation_id = "mailbox_test", tag = "relations", params(("id" = i32, Path)),
    responses((status = 200, body = Trial), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn test(
    State(api): State<Api>,
    allow: Allow<ManageSettings>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    let turn = turn::peek(api.db(), &allow.scope, id).await?;
    let _one_of_two = AT_ONCE.acquire().await.map_err(Problem::internal)?;
    write::shown(&api.services.mailboxes.trial(&turn).await?)
}
