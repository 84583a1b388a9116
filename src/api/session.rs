//! Logging in and out, and the demo's persona switch.

use std::net::IpAddr;

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
    role::Right,
    scope::{Credential, Scope},
    session::{self, Company, LIFETIME, Opening, Profile, Way},
    user,
};

/// Who is logged in, and where.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SessionView {
    user: Profile,
    company: Option<Company>,
    demo: bool,
    /// The company asks this role for a second factor, and there is none yet: until then only the own account answers.
    second_factor_due: bool,
    /// What this session may now: the role's rights, less what its reach or a second factor that is due takes away.
    rights: Vec<Right>,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct LoginBody {
    login: String,
    password: String,
    /// Of the authenticator app, or a recovery code. Without it, where one is needed: 401 `second_factor_required`.
    #[serde(default)]
    code: Option<String>,
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
    let LoginBody {
        login,
        password,
        code,
    } = body.value;
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
    if found.second_factor {
        // The try stays counted until the code is right: a known password gives no more guesses.
        let Some(code) = code else {
            return Err(Problem::new(
                StatusCode::UNAUTHORIZED,
                "second_factor_required",
            ));
        };
        super::second_factor::open(&api, found.id, &code).await?;
    }
    api.attempts.succeeded(address, &login);
    let visit = Visit {
        headers: &headers,
        address,
    };
    start(&api, visit, found.id, Way::Password).await
}

pub(super) fn wrong() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_credentials")
}

/// The browser that comes, and from where.
#[derive(Clone, Copy)]
pub struct Visit<'a> {
    pub headers: &'a HeaderMap,
    pub address: IpAddr,
}

/// Opens a session for a user whose right to it is proven.
pub async fn start(
    api: &Api,
    visit: Visit<'_>,
    user_id: i32,
    way: Way,
) -> Result<Response, Problem> {
    let cookie = open(api, visit, user_id, way).await?;
    let scope = auth::recheck(&api.services, &cookie.credential).await?;
    let mut response = axum::Json(view(api, user_id, &scope).await?).into_response();
    cookie.set(&mut response);
    Ok(response)
}

/// A session that was opened: what its cookie proves, and the cookie, to be set by the answer.
pub struct Opened {
    credential: Credential,
    cookie: Option<HeaderValue>,
}

impl Opened {
    pub fn set(self, response: &mut Response) {
        set(self.cookie, response);
    }
}

fn set(cookie: Option<HeaderValue>, response: &mut Response) {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

/// Opens a session; the one before it on this browser ends, so that no cookie planted earlier gains anything.
pub async fn open(api: &Api, visit: Visit<'_>, user_id: i32, way: Way) -> Result<Opened, Problem> {
    let now = api.now().at;
    if let Ok(caller) = auth::authenticate(&api.services, visit.headers).await
        && let Credential::Session(old) = caller.credential
    {
        session::delete(api.db(), &old).await?;
    }
    let agent = visit.headers.get(header::USER_AGENT);
    let address = visit.address.to_string();
    let opening = Opening {
        way,
        agent: agent.and_then(|a| a.to_str().ok()).unwrap_or_default(),
        address: &address,
    };
    let secret = session::create(api.db(), user_id, opening, now).await?;
    let who = Scope {
        user: Some(fieldbeat_domain::id::UserId(user_id)),
        ..Scope::system()
    };
    audit::record(
        api.db(),
        &who,
        now,
        "session.create",
        &format!("users/{user_id}"),
        &json!({"way": way.as_str()}),
    )
    .await?;
    Ok(Opened {
        credential: Credential::Session(secret.hash),
        cookie: cookie(api, &secret.text, LIFETIME.num_seconds()),
    })
}

async fn view(api: &Api, user_id: i32, scope: &Scope) -> Result<SessionView, Problem> {
    Ok(SessionView {
        user: session::profile(api.db(), user_id).await?,
        company: session::company(api.db(), api.rules().time).await?,
        demo: api.services.config.demo,
        second_factor_due: scope.narrowed.second_factor_due,
        rights: scope.rights().collect(),
    })
}

fn cookie(api: &Api, value: &str, max_age: i64) -> Option<HeaderValue> {
    let name = auth::cookie_name(&api.services);
    let secure = if auth::over_tls(&api.services) {
        "; Secure"
    } else {
        ""
    };
    let cookie =
        format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&cookie).ok()
}

/// The session of the caller.
#[utoipa::path(get, path = "/session", operation_id = "session_get", tag = "session",
    responses((status = 200, body = SessionView), (status = 401, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(State(api): State<Api>, allow: Allow<Own>) -> Result<Response, Problem> {
    let user_id = allow.scope.user_id().ok_or_else(Problem::unauthorized)?;
    let mut response = axum::Json(view(&api, user_id, &allow.scope).await?).into_response();
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
    set(cookie(&api, "", 0), &mut response);
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
    Address(address): Address,
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
    let visit = Visit {
        headers: &headers,
        address,
    };
    start(&api, visit, found.id, Way::Persona).await
}
