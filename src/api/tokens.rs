//! API tokens of users, for programs. Shown once.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Api,
    auth::{Allow, ManageUsers},
    input::{Bare, Body, Seg},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    instant::Instant,
    role::Right,
    upsert::{Fault, check_text},
    user::{self, ApiToken, NewToken},
};

#[derive(Serialize, utoipa::ToSchema)]
pub struct TokenList {
    items: Vec<ApiToken>,
}

/// The user's tokens, without their secrets.
#[utoipa::path(get, path = "/users/{id}/tokens", operation_id = "token_list", tag = "users", params(("id" = i32, Path)),
    responses((status = 200, body = TokenList), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ManageUsers>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    user::get(api.db(), &allow.scope, id).await?;
    let items = user::tokens(api.db(), id).await?;
    write::shown(&TokenList { items })
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct TokenPut {
    name: String,
    expires_at: Option<Instant>,
    /// Words of rights, as `roles` lists them, that the user has; left out: all of them.
    rights: Option<Vec<String>>,
    /// Only to look: nothing but `GET`.
    #[serde(default)]
    read_only: bool,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct TokenIssued {
    /// Shown this once.
    token: String,
}

/// A new token that acts as the user.
#[utoipa::path(post, path = "/users/{id}/tokens", operation_id = "token_create", tag = "users", params(("id" = i32, Path)),
    request_body = TokenPut,
    responses((status = 201, body = TokenIssued), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageUsers>,
    Seg(id): Seg<i32>,
    body: Body<TokenPut>,
) -> Result<Response, Problem> {
    let mut faults: Vec<Fault> = Vec::new();
    check_text("/name", Some(&body.value.name), true, &mut faults);
    let rights = body.value.rights.iter().flatten().enumerate();
    for (i, word) in rights {
        if word.parse::<Right>().is_err() {
            faults.push(Fault::new(format!("/rights/{i}"), "unknown"));
        }
    }
    let past = (body.value.expires_at.as_ref()).is_some_and(|e| e.0 <= api.now().at);
    if past {
        faults.push(Fault::new("/expires_at", "past"));
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    user::get(write.tx(), &allow.scope, id).await?;
    let now = write.now.at;
    let new = NewToken {
        name: &body.value.name,
        expires_at: body.value.expires_at.map(|e| e.0),
        rights: body.value.rights.as_deref(),
        read_only: body.value.read_only,
    };
    let token = user::issue_token(write.tx(), now, id, &new).await?;
    write
        .audit(
            "tokens.create",
            &format!("users/{id}"),
            json!({"name": new.name, "rights": new.rights, "read_only": new.read_only}),
        )
        .await?;
    write
        .commit_secret(StatusCode::CREATED, &TokenIssued { token: token.text })
        .await
}

/// Ends a token.
#[utoipa::path(delete, path = "/users/{id}/tokens/{token}", operation_id = "token_delete", tag = "users",
    params(("id" = i32, Path), ("token" = String, Path)),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(
    State(api): State<Api>,
    allow: Allow<ManageUsers>,
    Seg((id, token)): Seg<(i32, String)>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    user::get(write.tx(), &allow.scope, id).await?;
    let now = write.now.at;
    user::revoke_token(write.tx(), now, id, &token).await?;
    write
        .audit(
            "tokens.delete",
            &format!("users/{id}"),
            json!({"token": token}),
        )
        .await?;
    write.commit(StatusCode::NO_CONTENT, &Value::Null).await
}
