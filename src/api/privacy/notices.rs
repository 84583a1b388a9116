//! The privacy notice for reps: its versions, and the next one published.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use serde_json::json;

use crate::{
    api::{
        Api,
        auth::{Allow, ManagePrivacy, ReadPrivacy},
        input::{Args, Body},
        page::{Asked, Listing, Page},
        problem::{Problem, ProblemBody},
        write::{self, Begun},
    },
    store::{
        privacy::notice::{self, PrivacyNotice},
        upsert::Fault,
        user::LANGUAGES,
    },
};

/// Characters of a notice in one language.
const TEXT_MAX: usize = 10_000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Published versions, newest first: the first is in force.
#[utoipa::path(get, path = "/privacy/notices", operation_id = "privacy_notice_list", tag = "privacy", params(ListArgs),
    responses((status = 200, body = Page<PrivacyNotice>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    _: Allow<ReadPrivacy>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<i32>::begin(&api, "privacy/notices", asked, &()).await?;
    let slice = (listing.after.unwrap_or(i32::MAX), listing.fetch());
    let rows = notice::list(api.db(), slice).await?;
    write::shown(&listing.page(rows, |n| n.version))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct PrivacyNoticePut {
    /// In `en`, `vi` and `zh`, each at most 10,000 characters.
    texts: BTreeMap<String, String>,
    /// The number that it gets: one more than the newest. Said once more because what is published stays.
    confirm: Option<i32>,
}

/// Publishes the next version for good: phones show it before the next work session, and ask again. 422 `not_the_next` unless
/// its number is repeated.
#[utoipa::path(post, path = "/privacy/notices", operation_id = "privacy_notice_publish", tag = "privacy",
    request_body = PrivacyNoticePut,
    responses((status = 201, body = PrivacyNotice), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn publish(
    State(api): State<Api>,
    allow: Allow<ManagePrivacy>,
    body: Body<PrivacyNoticePut>,
) -> Result<Response, Problem> {
    if !allow.scope.is_whole() {
        return Err(Problem::forbidden());
    }
    let mut texts = body.value.texts;
    for text in texts.values_mut() {
        *text = text.trim().to_owned();
    }
    let faults = faults(&texts);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let made = match body.value.confirm {
        Some(version) => {
            let by = (allow.user()?, write.now.at);
            notice::publish(write.tx(), by, version, &texts).await?
        }
        None => None,
    };
    let made = made.ok_or_else(|| Problem::field("/confirm", "not_the_next"))?;
    let subject = format!("privacy-notices/{}", made.version);
    write
        .audit("privacy.notice", &subject, json!({"texts": texts}))
        .await?;
    let response = write.commit(StatusCode::CREATED, &made).await?;
    // Phones that are connected ask what is new.
    api.services.ingest.config_changed().await;
    Ok(response)
}

/// Every language is there, and none beside them.
fn faults(texts: &BTreeMap<String, String>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for language in LANGUAGES {
        let pointer = format!("/texts/{language}");
        match texts.get(language).map(|text| text.chars().count()) {
            None | Some(0) => faults.push(Fault::new(pointer, "required")),
            Some(long) if long > TEXT_MAX => faults.push(Fault::new(pointer, "too_long")),
            Some(_) => {}
        }
    }
    let others = texts.keys().filter(|l| !LANGUAGES.contains(&l.as_str()));
    faults.extend(others.map(|l| Fault::new(format!("/texts/{l}"), "unknown_word")));
    faults
}
