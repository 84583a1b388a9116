//! The first page of a fresh server: company and first administrator, by a one-time token.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Deserialize;
use serde_json::json;

use super::{
    Api,
    auth::Address,
    input::Body,
    password,
    problem::{Problem, ProblemBody},
    session::{self, SessionView},
    settings_document,
};
use crate::store::{
    first_run::{self, Founding},
    session::Way,
    setting,
    upsert::{Fault, check_text},
    user::LANGUAGES,
};

#[derive(Deserialize, utoipa::ToSchema)]
pub struct FirstCompany {
    name: String,
    time_zone: String,
    currency: String,
    /// en | vi | zh
    language: String,
    /// `04:00`; midnight where absent.
    day_start: Option<String>,
    /// `["08:00", "17:30"]`
    working_hours: [String; 2],
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct FirstAdministrator {
    login: String,
    name: String,
    password: String,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct FirstRunBody {
    /// From the link that the server printed.
    token: String,
    company: FirstCompany,
    administrator: FirstAdministrator,
}

/// Founds the company and logs its administrator in.
#[utoipa::path(post, path = "/first-run", operation_id = "first_run_create", tag = "session", security(()),
    request_body = FirstRunBody,
    responses((status = 201, body = SessionView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    Address(address): Address,
    headers: HeaderMap,
    body: Body<FirstRunBody>,
) -> Result<Response, Problem> {
    let asked = body.value;
    let now = api.services.clock.now();
    if !first_run::needed(api.db()).await? {
        return Err(Problem::new(StatusCode::CONFLICT, "already_set_up"));
    }
    api.attempts
        .begin(address, "\u{1}first-run", now)
        .map_err(|wait| Problem::too_many("rate_limited", wait))?;
    let settings = check(&asked)?;
    // Before the transaction: it takes longer than anything in there, and on a busy machine its turn comes last.
    let hash = api.passwords.hash(asked.administrator.password).await?;
    let mut tx = api.db().begin().await?;
    if !first_run::spend(&mut tx, &asked.token).await? {
        return Err(Problem::new(StatusCode::FORBIDDEN, "wrong_token"));
    }
    let founding = Founding {
        company: asked.company.name.trim(),
        currency: &asked.company.currency,
        language: &asked.company.language,
        settings: &settings,
        login: asked.administrator.login.trim(),
        name: asked.administrator.name.trim(),
        password_hash: &hash,
    };
    let admin = first_run::found(&mut tx, api.now().at, &founding).await?;
    tx.commit().await?;
    let rules = setting::rules_on(api.db(), api.now().today).await?;
    api.services.rules.store(std::sync::Arc::new(rules));
    let mut response = session::start(
        &api,
        session::Visit {
            headers: &headers,
            address,
        },
        admin,
        Way::FirstRun,
    )
    .await?;
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

fn check(asked: &FirstRunBody) -> Result<serde_json::Value, Problem> {
    let mut faults = Vec::new();
    check_text(
        "/company/name",
        Some(&asked.company.name),
        true,
        &mut faults,
    );
    check_text(
        "/administrator/login",
        Some(&asked.administrator.login),
        true,
        &mut faults,
    );
    check_text(
        "/administrator/name",
        Some(&asked.administrator.name),
        true,
        &mut faults,
    );
    if let Some(code) = password::check(&asked.administrator.password) {
        faults.push(Fault::new("/administrator/password", code));
    }
    if !LANGUAGES.contains(&asked.company.language.as_str()) {
        faults.push(Fault::new("/company/language", "unknown"));
    }
    let shown = json!({
        "time_zone": asked.company.time_zone,
        "currency": asked.company.currency,
        "day_start": asked.company.day_start.as_deref().unwrap_or("00:00"),
        "working_hours": asked.company.working_hours,
    });
    match settings_document::merge(&settings_document::default_document(), &shown) {
        Ok(document) if faults.is_empty() => Ok(document),
        Ok(_) => Err(Problem::invalid(faults)),
        Err(more) => {
            faults.extend(more.into_iter().map(|f| Fault {
                pointer: format!("/company{}", f.pointer).into(),
                ..f
            }));
            Err(Problem::invalid(faults))
        }
    }
}
