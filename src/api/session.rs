//! Logging in and out, and the demo's persona switch.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Api,
    auth::{self, Address, Allow, Own},
    input::Body,
    problem::{Problem, ProblemBody},
};
use crate::store::{
    audit,
    scope::{Credential, Scope},
    session::{self, Company, LIFETIME, Profile},
    user,
};

/// Who is logged in, and where.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SessionView {
    user: Profile,
    company: Option<Company>,
    demo: bool,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct LoginBody {
    login: String,
    password: String,
}

/// Logs in; sets the session cookie.
#[utoipa::path(post, path = "/session", operation_id = "session_create", tag = "session", request_body = LoginBody,
    responses((status = 200, body = SessionView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    Address(address): Address,
    headers: HeaderMap,
    body: Body<LoginBody>,
) -> Result<Response, Problem> {
    let LoginBody { login, password } = body.value;
    let now = api.services.clock.now();
    if password.len() > super::password::PASSWORD_MAX || login.len() > 200 {
        return Err(wrong());
    }
    api.attempts
        .begin(address, &login, now)
        .map_err(|wait| Problem::too_many("rate_limited", wait))?;
    let found = user::by_login(api.db(), &login).await?;
    let hash = found.as_ref().map(|u| u.password_hash.clone());
    let right = api.passwords.verify(password, hash).await?;
    let Some(found) = found.filter(|_| right) else {
        tracing::info!(%address, "login refused");
        return Err(wrong());
    };
    api.attempts.succeeded(address, &login);
    start(&api, &headers, found.id, "session.create").await
}

fn wrong() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_credentials")
}

/// Opens a session for a user whose right to it is proven; the session before it on this browser
/// ends, so that no cookie planted earlier gains anything.
pub async fn start(
    api: &Api,
    headers: &HeaderMap,
    user_id: i32,
    action: &str,
) -> Result<Response, Problem> {
    let now = api.now().at;
    if let Ok(caller) = auth::authenticate(&api.services, headers).await
        && let Credential::Session(old) = caller.credential
    {
        session::delete(api.db(), &old).await?;
    }
    let secret = session::create(api.db(), user_id, now).await?;
    let who = Scope {
        user: Some(fieldbeat_domain::id::UserId(user_id)),
        ..Scope::system()
    };
    audit::record(
        api.db(),
        &who,
        now,
        action,
        &format!("users/{user_id}"),
        &json!({}),
    )
    .await?;
    let mut response = axum::Json(view(api, user_id).await?).into_response();
    set_cookie(api, &mut response, &secret.text, LIFETIME.num_seconds());
    Ok(response)
}

async fn view(api: &Api, user_id: i32) -> Result<SessionView, Problem> {
    Ok(SessionView {
        user: session::profile(api.db(), user_id).await?,
        company: session::company(api.db(), api.rules().time).await?,
        demo: api.services.config.demo,
    })
}

fn set_cookie(api: &Api, response: &mut Response, value: &str, max_age: i64) {
    let name = auth::cookie_name(&api.services);
    let secure = if auth::over_tls(&api.services) {
        "; Secure"
    } else {
        ""
    };
    let cookie =
        format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

/// The session of the caller.
#[utoipa::path(get, path = "/session", operation_id = "session_get", tag = "session",
    responses((status = 200, body = SessionView), (status = 401, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(State(api): State<Api>, allow: Allow<Own>) -> Result<Response, Problem> {
    let user_id = allow.scope.user_id().ok_or_else(Problem::unauthorized)?;
    let mut response = axum::Json(view(&api, user_id).await?).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Logs out.
#[utoipa::path(delete, path = "/session", operation_id = "session_delete", tag = "session",
    responses((status = 204), (status = 401, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(State(api): State<Api>, allow: Allow<Own>) -> Result<Response, Problem> {
    if let Credential::Session(hash) = &allow.credential {
        session::delete(api.db(), hash).await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&api, &mut response, "", 0);
    Ok(response)
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct PersonaBody {
    login: String,
}

/// Looks through another person's eyes, without a password: demo servers on a loopback address only.
#[utoipa::path(post, path = "/session/persona", operation_id = "session_persona", tag = "session", request_body = PersonaBody,
    responses((status = 200, body = SessionView), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn persona(
    State(api): State<Api>,
    headers: HeaderMap,
    body: Body<PersonaBody>,
) -> Result<Response, Problem> {
    let config = &api.services.config;
    if !config.demo || !config.listen.ip().is_loopback() {
        return Err(Problem::not_found());
    }
    let found = user::by_login(api.db(), &body.value.login).await?;
    let found = found
        .filter(|u| u.role != "integration")
        .ok_or_else(Problem::not_found)?;
    start(&api, &headers, found.id, "session.persona").await
}
