//! Where people are signed in: seen and ended by themselves, and by who manages users.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageUsers, Own},
    input::{Bare, Seg},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    audit,
    scope::Credential,
    session::{self, UserSession},
    user,
};

/// A person at a browser: whoever holds a token of a program changes nothing of an account.
pub(super) fn person(allow: &Allow<Own>) -> Result<(i32, &[u8; 32]), Problem> {
    match &allow.credential {
        Credential::Session(hash) => Ok((allow.user()?, hash)),
        Credential::Token(_) => Err(Problem::forbidden()),
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct SessionList {
    items: Vec<UserSession>,
}

/// The own sessions, the newest first.
#[utoipa::path(get, path = "/sessions", operation_id = "own_session_list", tag = "session",
    responses((status = 200, body = SessionList), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(api): State<Api>, allow: Allow<Own>) -> Result<Response, Problem> {
    let (user, own) = person(&allow)?;
    let items = session::of_user(api.db(), user, Some(own), api.now().at).await?;
    write::shown(&SessionList { items })
}

/// Ends one of them.
#[utoipa::path(delete, path = "/sessions/{id}", operation_id = "own_session_delete", tag = "session", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn end(
    State(api): State<Api>,
    allow: Allow<Own>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let (user, _) = person(&allow)?;
    session::end(api.db(), user, id).await?;
    told(&api, &allow, user, json!({"sessions": 1})).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct SessionsEnded {
    ended: u64,
}

/// Ends all of them but the one that asks.
#[utoipa::path(delete, path = "/sessions", operation_id = "own_session_delete_others", tag = "session",
    responses((status = 200, body = SessionsEnded), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn end_others(State(api): State<Api>, allow: Allow<Own>) -> Result<Response, Problem> {
    let (user, own) = person(&allow)?;
    let ended = session::end_others(api.db(), user, Some(own)).await?;
    told(&api, &allow, user, json!({"sessions": ended})).await?;
    write::shown(&SessionsEnded { ended })
}

async fn told(api: &Api, allow: &Allow<Own>, user: i32, detail: Value) -> Result<(), Problem> {
    let subject = format!("users/{user}");
    let now = api.now().at;
    Ok(audit::record(
        api.db(),
        &allow.scope,
        now,
        "sessions.end",
        &subject,
        &detail,
    )
    .await?)
}

/// The sessions of a user.
#[utoipa::path(get, path = "/users/{id}/sessions", operation_id = "user_session_list", tag = "users", params(("id" = i32, Path)),
    responses((status = 200, body = SessionList), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_user(
    State(api): State<Api>,
    allow: Allow<ManageUsers>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    user::get(api.db(), &allow.scope, id).await?;
    let own = match &allow.credential {
        Credential::Session(hash) => Some(hash),
        Credential::Token(_) => None,
    };
    let items = session::of_user(api.db(), id, own, api.now().at).await?;
    write::shown(&SessionList { items })
}

/// Signs a user out everywhere.
#[utoipa::path(delete, path = "/users/{id}/sessions", operation_id = "user_session_delete", tag = "users", params(("id" = i32, Path)),
    responses((status = 200, body = SessionsEnded), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn end_of_user(
    State(api): State<Api>,
    allow: Allow<ManageUsers>,
    Seg(id): Seg<i32>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    user::get(write.tx(), &allow.scope, id).await?;
    let ended = session::end_others(write.tx(), id, None).await?;
    write
        .audit(
            "sessions.end",
            &format!("users/{id}"),
            json!({"sessions": ended}),
        )
        .await?;
    write.commit(StatusCode::OK, &SessionsEnded { ended }).await
}
