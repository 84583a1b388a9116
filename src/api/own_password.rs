//! The own password: said again before what is hard to take back, changed, and set anew by a code of an administrator,
//! who never learns it.

use std::net::IpAddr;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Api,
    auth::{Address, Allow, ManageUsers, Own},
    input::{Bare, Body, Seg},
    password,
    problem::{Problem, ProblemBody},
    session::{self as signing_in, SessionView, Visit, wrong},
    sessions::person,
    write::{self, Begun},
};
use crate::store::{
    instant::Instant,
    password_reset, session,
    session::Way,
    user::{self, Login},
};

/// Says the own password again. 422 at `/password` where it is wrong, counted as a wrong login is.
pub(super) async fn prove(
    api: &Api,
    address: IpAddr,
    user_id: i32,
    password: String,
) -> Result<Login, Problem> {
    let login = user::own_login(api.db(), user_id).await?;
    let now = api.services.clock.now();
    api.attempts
        .begin(address, &login.login, now)
        .map_err(|wait| Problem::too_many("rate_limited", wait))?;
    let hash = Some(login.password_hash.clone());
    if password.len() > password::PASSWORD_MAX || !api.passwords.verify(password, hash).await? {
        return Err(Problem::field("/password", "wrong"));
    }
    api.attempts.succeeded(address, &login.login);
    Ok(login)
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct PasswordChange {
    /// The one in use.
    password: String,
    /// At least 8 characters.
    new_password: String,
}

/// Changes the own password; the other sessions end.
#[utoipa::path(post, path = "/password", operation_id = "password_change", tag = "session", request_body = PasswordChange,
    responses((status = 204), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<Own>,
    Address(address): Address,
    body: Body<PasswordChange>,
) -> Result<Response, Problem> {
    let (id, own) = person(&allow)?;
    let PasswordChange {
        password,
        new_password,
    } = body.value;
    if let Some(code) = password::check(&new_password) {
        return Err(Problem::field("/new_password", code));
    }
    prove(&api, address, id, password).await?;
    let hash = api.passwords.hash(new_password).await?;
    let mut write = match write::begin(&api, &allow.scope, body.request.unkept()).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now.at;
    user::set_password(write.tx(), now, id, &hash).await?;
    session::end_others(write.tx(), id, Some(own)).await?;
    write
        .audit("password.change", &format!("users/{id}"), json!({}))
        .await?;
    write.commit(StatusCode::NO_CONTENT, &Value::Null).await
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct PasswordResetCode {
    login: String,
    /// To be told to the person; shown this once, opens once.
    code: String,
    expires_at: Instant,
}

/// A code by which a user sets a new password. What is in use goes on until then.
#[utoipa::path(post, path = "/users/{id}/password-reset", operation_id = "user_password_reset", tag = "users", params(("id" = i32, Path)),
    responses((status = 201, body = PasswordResetCode), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn issue(
    State(api): State<Api>,
    allow: Allow<ManageUsers>,
    Seg(id): Seg<i32>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let user = user::get(write.tx(), &allow.scope, id).await?;
    if user.disabled_at.is_some() {
        return Err(Problem::new(StatusCode::CONFLICT, "user_disabled"));
    }
    let now = write.now.at;
    let (code, expires_at) = password_reset::issue(write.tx(), now, id).await?;
    write
        .audit("password.reset_code", &format!("users/{id}"), json!({}))
        .await?;
    let answer = PasswordResetCode {
        login: user.login,
        code: code.text,
        expires_at,
    };
    write.commit_secret(StatusCode::CREATED, &answer).await
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct PasswordReset {
    login: String,
    /// As the administrator told it.
    code: String,
    /// At least 8 characters.
    new_password: String,
}

/// Sets a new password by a code; all sessions of the user end and one begins, unless a second factor is asked for: then
/// 401 `second_factor_required`, and the new password signs in.
#[utoipa::path(post, path = "/password-reset", operation_id = "password_reset", tag = "session", security(()), request_body = PasswordReset,
    responses((status = 200, body = SessionView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn reset(
    State(api): State<Api>,
    Address(address): Address,
    headers: HeaderMap,
    body: Body<PasswordReset>,
) -> Result<Response, Problem> {
    let PasswordReset {
        login,
        code,
        new_password,
    } = body.value;
    if let Some(code) = password::check(&new_password) {
        return Err(Problem::field("/new_password", code));
    }
    if login.len() > 200 || code.len() > 40 {
        return Err(wrong());
    }
    let now = api.services.clock.now();
    api.attempts
        .begin(address, &login, now)
        .map_err(|wait| Problem::too_many("rate_limited", wait))?;
    // Hashed first, so that a wrong code takes as long as a right one.
    let hash = api.passwords.hash(new_password).await?;
    let at = api.now().at;
    let mut tx = api.db().begin().await?;
    let id = password_reset::spend(&mut tx, at, &login, &code)
        .await?
        .ok_or_else(wrong)?;
    user::set_password(&mut tx, at, id, &hash).await?;
    session::delete_of_user(&mut *tx, id).await?;
    tx.commit().await?;
    api.attempts.succeeded(address, &login);
    if user::own_login(api.db(), id).await?.second_factor {
        return Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "second_factor_required",
        ));
    }
    let visit = Visit {
        headers: &headers,
        address,
    };
    signing_in::start(&api, visit, id, Way::PasswordReset).await
}
