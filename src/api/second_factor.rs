//! A second factor: an authenticator app (RFC 6238) beside the password. Switched on and off by its owner, who says the
//! password again; taken off by who manages users, when a phone is lost; asked for by the company, role by role.

use std::net::{IpAddr, Ipv4Addr};

use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use totp_rs::{Algorithm, Builder, Secret, Totp};

use super::{
    Api,
    auth::{Address, Allow, ManageUsers, Own, ReadUsers},
    etag::IfMatch,
    input::{Bare, Body, Seg},
    own_password,
    problem::{Problem, ProblemBody},
    sessions::person,
    write::{self, Begun},
};
use crate::store::{
    instant::Instant,
    role::Role,
    second_factor::{self, SignInPolicy},
    session,
    upsert::Fault,
    user,
};

/// Seconds of a code.
const STEP_S: u64 = 30;
const DIGITS: u8 = 6;
/// Steps before and after the server's that open, too: clocks of phones differ.
const SKEW: u16 = 1;
/// Bytes of a secret, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;

/// What apps show the codes of, as all of them understand it.
fn app(secret: &[u8], login: &str, company: &str) -> Result<Totp, Problem> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_skew(SKEW)
        .with_step_duration(STEP_S)
        .with_secret(secret)
        // A colon would part the label where it should not.
        .with_account_name(login.replace(':', " "))
        .with_issuer(Some(company.replace(':', " ")))
        .build()
        .map_err(Problem::internal)
}

/// Opens a login with a code of its app, or a recovery code; each opens once. 401 where it does not.
pub(super) async fn open(api: &Api, user_id: i32, code: &str) -> Result<(), Problem> {
    // Whatever address the guesses come from: six digits are few.
    let everywhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    let guesses = format!("\u{1}second-factor {user_id}");
    api.attempts
        .begin(everywhere, &guesses, api.services.clock.now())
        .map_err(|wait| Problem::too_many("rate_limited", wait))?;
    let mut tx = api.db().begin().await?;
    let opened = spend(api, &mut tx, user_id, code).await?;
    tx.commit().await?;
    if !opened {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "wrong_code"));
    }
    api.attempts.succeeded(everywhere, &guesses);
    Ok(())
}

async fn spend(
    api: &Api,
    tx: &mut sqlx::PgConnection,
    user_id: i32,
    code: &str,
) -> Result<bool, Problem> {
    let now = api.now().at;
    let plain: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.len() != usize::from(DIGITS) {
        let spent = plain.len() <= 20
            && second_factor::spend_recovery_code(tx, now, user_id, &plain).await?;
        return Ok(spent);
    }
    let Some(kept) = second_factor::app(tx, user_id).await? else {
        return Ok(false);
    };
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    match app(&kept.secret, "", "")?.check(&plain, seconds) {
        Some(step) => {
            let step = i64::try_from(step).unwrap_or(i64::MAX);
            Ok(second_factor::spend_step(tx, user_id, step).await?)
        }
        None => Ok(false),
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct SecondFactor {
    on_since: Option<Instant>,
    recovery_codes_left: i64,
    /// The company asks for one.
    required: bool,
}

/// How the own second factor stands.
#[utoipa::path(get, path = "/second-factor", operation_id = "second_factor_get", tag = "session",
    responses((status = 200, body = SecondFactor), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(State(api): State<Api>, allow: Allow<Own>) -> Result<Response, Problem> {
    let standing = second_factor::standing(api.db(), allow.user()?).await?;
    let policy = second_factor::policy(api.db()).await?;
    let role = allow.scope.role.as_str();
    write::shown(&SecondFactor {
        on_since: standing.confirmed_at.map(Instant),
        recovery_codes_left: standing.recovery_codes_left,
        required: policy.second_factor_roles.iter().any(|r| r == role),
    })
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct PasswordAgain {
    /// The own one.
    password: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct SecondFactorBegun {
    /// To be typed into an app, in base 32.
    secret: String,
    /// The same as `otpauth://…`, for a QR code.
    uri: String,
}

/// A secret for an app; nothing is asked for until a code of it is shown.
#[utoipa::path(post, path = "/second-factor", operation_id = "second_factor_begin", tag = "session", request_body = PasswordAgain,
    responses((status = 201, body = SecondFactorBegun), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn begin(
    State(api): State<Api>,
    allow: Allow<Own>,
    Address(address): Address,
    body: Body<PasswordAgain>,
) -> Result<Response, Problem> {
    let (id, _) = person(&allow)?;
    let login = own_password::prove(&api, address, id, body.value.password).await?;
    let company = session::company(api.db(), api.rules().time).await?;
    let company = company.map_or_else(|| "Fieldbeat".to_owned(), |c| c.name);
    let mut bytes = [0; SECRET_BYTES];
    rand::Rng::fill(&mut rand::rng(), &mut bytes);
    let app = app(&bytes, &login.login, &company)?;
    let answer = SecondFactorBegun {
        secret: Secret::from(bytes).to_base32(),
        uri: app.to_url().map_err(Problem::internal)?,
    };
    let mut write = match write::begin(&api, &allow.scope, body.request.unkept()).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now.at;
    second_factor::begin(write.tx(), now, id, &bytes).await?;
    write.commit_secret(StatusCode::CREATED, &answer).await
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct SecondFactorCode {
    /// Six digits of the app.
    code: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct RecoveryCodes {
    /// Shown this once; each opens once.
    recovery_codes: Vec<String>,
}

/// Switches it on, by a code that proves that the secret is in an app. The other sessions end.
#[utoipa::path(post, path = "/second-factor/confirmation", operation_id = "second_factor_confirm", tag = "session", request_body = SecondFactorCode,
    responses((status = 200, body = RecoveryCodes), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn confirm(
    State(api): State<Api>,
    allow: Allow<Own>,
    Address(address): Address,
    body: Body<SecondFactorCode>,
) -> Result<Response, Problem> {
    let (id, own) = person(&allow)?;
    let now = api.services.clock.now();
    let guesses = format!("\u{1}confirm {id}");
    api.attempts
        .begin(address, &guesses, now)
        .map_err(|wait| Problem::too_many("rate_limited", wait))?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    match second_factor::app(write.tx(), id).await? {
        None => {
            return Err(Problem::new(
                StatusCode::CONFLICT,
                "second_factor_not_begun",
            ));
        }
        Some(app) if app.confirmed => {
            return Err(Problem::new(StatusCode::CONFLICT, "second_factor_on"));
        }
        Some(_) => {}
    }
    if !spend(&api, write.tx(), id, &body.value.code).await? {
        return Err(Problem::field("/code", "wrong"));
    }
    api.attempts.succeeded(address, &guesses);
    let at = write.now.at;
    second_factor::confirm(write.tx(), at, id).await?;
    session::end_others(write.tx(), id, Some(own)).await?;
    let recovery_codes = second_factor::new_recovery_codes(write.tx(), id).await?;
    write
        .audit("second_factor.on", &format!("users/{id}"), json!({}))
        .await?;
    write
        .commit_secret(StatusCode::OK, &RecoveryCodes { recovery_codes })
        .await
}

/// New recovery codes in place of those before.
#[utoipa::path(post, path = "/second-factor/recovery-codes", operation_id = "second_factor_recovery_codes", tag = "session", request_body = PasswordAgain,
    responses((status = 200, body = RecoveryCodes), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn recovery_codes(
    State(api): State<Api>,
    allow: Allow<Own>,
    Address(address): Address,
    body: Body<PasswordAgain>,
) -> Result<Response, Problem> {
    let (id, _) = person(&allow)?;
    own_password::prove(&api, address, id, body.value.password).await?;
    let mut write = match write::begin(&api, &allow.scope, body.request.unkept()).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    match second_factor::app(write.tx(), id).await? {
        Some(app) if app.confirmed => {}
        _ => return Err(Problem::new(StatusCode::CONFLICT, "second_factor_off")),
    }
    let recovery_codes = second_factor::new_recovery_codes(write.tx(), id).await?;
    write
        .audit("second_factor.codes", &format!("users/{id}"), json!({}))
        .await?;
    write
        .commit_secret(StatusCode::OK, &RecoveryCodes { recovery_codes })
        .await
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct SecondFactorRemoval {
    /// The own one.
    password: String,
    /// Of the app, or a recovery code.
    code: String,
}

/// Switches it off.
#[utoipa::path(post, path = "/second-factor/removal", operation_id = "second_factor_remove", tag = "session", request_body = SecondFactorRemoval,
    responses((status = 204), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove(
    State(api): State<Api>,
    allow: Allow<Own>,
    Address(address): Address,
    body: Body<SecondFactorRemoval>,
) -> Result<Response, Problem> {
    let (id, _) = person(&allow)?;
    own_password::prove(&api, address, id, body.value.password).await?;
    open(&api, id, &body.value.code)
        .await
        .map_err(|problem| match problem.status() {
            StatusCode::UNAUTHORIZED => Problem::field("/code", "wrong"),
            _ => problem,
        })?;
    let mut write = match write::begin(&api, &allow.scope, body.request.unkept()).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    second_factor::remove(write.tx(), id).await?;
    write
        .audit("second_factor.off", &format!("users/{id}"), json!({}))
        .await?;
    write.commit(StatusCode::NO_CONTENT, &Value::Null).await
}

/// Takes a user's second factor off, say because the phone is lost. The user's sessions end.
#[utoipa::path(delete, path = "/users/{id}/second-factor", operation_id = "user_second_factor_delete", tag = "users", params(("id" = i32, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove_of_user(
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
    // One's own needs a code of it: a session that somebody else sits at is not enough.
    if allow.scope.user_id() == Some(id) {
        return Err(Problem::new(StatusCode::CONFLICT, "own_account"));
    }
    second_factor::remove(write.tx(), id).await?;
    session::end_others(write.tx(), id, None).await?;
    write
        .audit("second_factor.removed", &format!("users/{id}"), json!({}))
        .await?;
    write.commit(StatusCode::NO_CONTENT, &Value::Null).await
}

/// What the company asks of who signs in.
#[utoipa::path(get, path = "/sign-in-policy", operation_id = "sign_in_policy_get", tag = "users",
    responses((status = 200, body = SignInPolicy), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn policy(State(api): State<Api>, _: Allow<ReadUsers>) -> Result<Response, Problem> {
    write::shown(&second_factor::policy(api.db()).await?)
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct SignInPolicyPut {
    /// Roles of which a second factor is asked. Who has none yet can do nothing else until there is one.
    second_factor_roles: Vec<String>,
}

/// Asks roles for a second factor. Needs `If-Match`. Who asks the own role must have one.
#[utoipa::path(put, path = "/sign-in-policy", operation_id = "sign_in_policy_put", tag = "users",
    params(("If-Match" = String, Header)), request_body = SignInPolicyPut,
    responses((status = 200, body = SignInPolicy), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn put_policy(
    State(api): State<Api>,
    allow: Allow<ManageUsers>,
    seen: IfMatch,
    body: Body<SignInPolicyPut>,
) -> Result<Response, Problem> {
    let mut roles = body.value.second_factor_roles;
    let unknown = (roles.iter().enumerate()).filter(|(_, r)| r.parse::<Role>().is_err());
    let faults: Vec<Fault> = unknown
        .map(|(i, _)| Fault::new(format!("/second_factor_roles/{i}"), "unknown"))
        .collect();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    roles.sort_unstable();
    roles.dedup();
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    seen.check(second_factor::policy(write.tx()).await?.version)?;
    let own = allow.scope.role.as_str();
    let standing = second_factor::standing(write.tx(), allow.user()?).await?;
    if roles.iter().any(|r| r == own) && standing.confirmed_at.is_none() {
        return Err(Problem::new(StatusCode::CONFLICT, "second_factor_off"));
    }
    second_factor::set_policy(write.tx(), &roles).await?;
    write
        .audit(
            "sign_in_policy.change",
            "company",
            json!({"second_factor_roles": roles}),
        )
        .await?;
    let answer = second_factor::policy(write.tx()).await?;
    write.commit(StatusCode::OK, &answer).await
}
