//! The company's settings: versions with an effective date, none ever edited.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Api,
    auth::{Allow, ManageSettings, ReadSettings},
    etag::IfMatch,
    input::Body,
    problem::{Problem, ProblemBody},
    settings_document,
    write::{self, Begun},
};
use crate::store::{
    instant::Instant,
    privacy::notice,
    setting::{self, RuleRow},
};

#[derive(Serialize, utoipa::ToSchema)]
pub struct SettingsView {
    /// Of this document; its `ETag`.
    version: i32,
    effective_from: NaiveDate,
    #[schema(value_type = Object)]
    settings: Value,
    created_by: Option<String>,
    created_at: Instant,
    /// Whether judging uses it today.
    in_force: bool,
}

impl SettingsView {
    fn of(row: &RuleRow, in_force: i32) -> Self {
        Self {
            version: row.id,
            effective_from: row.effective_from,
            settings: settings_document::shown(&row.settings),
            created_by: row.created_by.clone(),
            created_at: row.created_at,
            in_force: row.id == in_force,
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct SettingsVersions {
    items: Vec<SettingsView>,
}

/// The newest version, which is what `PUT` replaces. It may begin later: see `in_force`.
#[utoipa::path(get, path = "/settings", operation_id = "settings_get", tag = "settings",
    responses((status = 200, body = SettingsView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(State(api): State<Api>, _: Allow<ReadSettings>) -> Result<Response, Problem> {
    let in_force = setting::effective(api.db(), api.now().today).await?.id;
    let newest = setting::versions(api.db(), 1).await?;
    let newest = newest.first().ok_or_else(Problem::not_found)?;
    write::shown(&SettingsView::of(newest, in_force))
}

/// Versions shown at most.
const VERSIONS_MAX: i64 = 200;

/// All versions, newest first.
#[utoipa::path(get, path = "/settings/versions", operation_id = "settings_versions", tag = "settings",
    responses((status = 200, body = SettingsVersions), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn versions(State(api): State<Api>, _: Allow<ReadSettings>) -> Result<Response, Problem> {
    let in_force = setting::effective(api.db(), api.now().today).await?.id;
    let rows = setting::versions(api.db(), VERSIONS_MAX).await?;
    let items = rows.iter().map(|r| SettingsView::of(r, in_force)).collect();
    write::shown(&SettingsVersions { items })
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct SettingsPut {
    /// First date judged by it; tomorrow by default, never before today.
    effective_from: Option<NaiveDate>,
    /// Fields absent keep their value.
    #[schema(value_type = Object)]
    settings: Value,
}

/// A new version of the settings. Needs `If-Match` with the newest version.
#[utoipa::path(put, path = "/settings", operation_id = "settings_replace", tag = "settings",
    params(("If-Match" = String, Header)), request_body = SettingsPut,
    responses((status = 200, body = SettingsView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn replace(
    State(api): State<Api>,
    allow: Allow<ManageSettings>,
    seen: IfMatch,
    body: Body<SettingsPut>,
) -> Result<Response, Problem> {
    if !allow.scope.is_whole() {
        return Err(Problem::forbidden());
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let today = write.now.today;
    let from = body
        .value
        .effective_from
        .unwrap_or_else(|| today.succ_opt().unwrap_or(today));
    // What was judged stays judged by its rules; before the first judgement a company may say
    // how its past is to be read, e.g. while it loads its history.
    if from < today && setting::judged_since(write.tx(), from).await? {
        return Err(Problem::field("/effective_from", "in_the_past"));
    }
    let newest = setting::versions(write.tx(), 1).await?;
    let newest = newest.first().ok_or_else(Problem::not_found)?;
    seen.check(newest.id)?;
    let document =
        settings_document::merge(&newest.settings, &body.value.settings).map_err(|faults| {
            Problem::invalid(
                faults
                    .into_iter()
                    .map(|f| crate::store::upsert::Fault {
                        pointer: format!("/settings{}", f.pointer).into(),
                        ..f
                    })
                    .collect(),
            )
        })?;
    if document.get("consent").and_then(Value::as_str) == Some("required")
        && notice::newest(write.tx()).await?.is_none()
    {
        // Nobody could give it.
        return Err(Problem::field("/settings/consent", "no_notice"));
    }
    let now = write.now.at;
    let id = setting::add(write.tx(), &allow.scope, now, newest.id, from, &document).await?;
    if let Some(currency) = document.get("currency").and_then(Value::as_str) {
        setting::set_currency(write.tx(), currency).await?;
    }
    let detail = json!({"version": id, "effective_from": from, "settings": body.value.settings});
    write
        .audit("settings.change", &format!("settings/{id}"), detail)
        .await?;
    let in_force = setting::effective(write.tx(), today).await?;
    let row = setting::versions(write.tx(), 1).await?;
    let view = SettingsView::of(row.first().ok_or_else(Problem::not_found)?, in_force.id);
    let rules = in_force.rules()?;
    let response = write.commit(StatusCode::OK, &view).await?;
    api.services.rules.store(std::sync::Arc::new(rules));
    Ok(response)
}
