//! Saved views over REST: everybody's own, and those that somebody shares with all.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::{
    Api,
    auth::{Allow, Own},
    etag::IfMatch,
    input::{Args, Bare, Body, Seg},
    master::locate,
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    role::Right,
    saved_view::{self, Saved, SavedView},
    upsert::{Fault, check_text},
};

/// Characters of a page's query.
const SEARCH_MAX: usize = 2_000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// Of this page only.
    page: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct SavedViews {
    pub items: Vec<SavedView>,
}

/// The own views and the shared ones, by name.
#[utoipa::path(get, path = "/saved-views", operation_id = "saved_view_list", tag = "saved-views", params(ListArgs),
    responses((status = 200, body = SavedViews), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<Own>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let items = saved_view::list(api.db(), allow.user()?, args.page.as_deref()).await?;
    write::shown(&SavedViews { items })
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct SavedViewPut {
    /// Required of a new one, and never changed.
    page: Option<String>,
    name: Option<String>,
    /// The query of the page's address, without `?`; at most 2,000 characters.
    search: Option<String>,
    shared: Option<bool>,
}

fn check(put: &SavedViewPut, new: bool) -> Result<(), Problem> {
    let mut faults = Vec::new();
    check_text("/page", put.page.as_deref(), new, &mut faults);
    check_text("/name", put.name.as_deref(), new, &mut faults);
    match put.search.as_deref() {
        None if new => faults.push(Fault::new("/search", "required")),
        Some(search) if search.chars().count() > SEARCH_MAX => {
            faults.push(Fault::new("/search", "too_long"));
        }
        Some(search) if search.contains('\0') => {
            faults.push(Fault::new("/search", "invalid_text"));
        }
        None | Some(_) => {}
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(faults))
    }
}

/// Everybody sees what is shared, so not everybody shares.
fn may_share(allow: &Allow<Own>, shared: bool) -> Result<(), Problem> {
    if shared && !allow.scope.may(Right::ShareViews) {
        return Err(Problem::field("/shared", "not_allowed"));
    }
    Ok(())
}

/// Keeps a view.
#[utoipa::path(post, path = "/saved-views", operation_id = "saved_view_create", tag = "saved-views", request_body = SavedViewPut,
    responses((status = 201, body = SavedView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<Own>,
    body: Body<SavedViewPut>,
) -> Result<Response, Problem> {
    let user = allow.user()?;
    let put = body.value;
    check(&put, true)?;
    let new = Saved {
        page: put.page.as_deref().unwrap_or_default().trim(),
        name: put.name.as_deref().unwrap_or_default().trim(),
        search: put.search.as_deref().unwrap_or_default(),
        shared: put.shared.unwrap_or_default(),
    };
    may_share(&allow, new.shared)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now.at;
    let id = saved_view::create(write.tx(), user, now, &new).await?;
    let shown = saved_view::get(write.tx(), user, id).await?;
    let mut response = write.commit(StatusCode::CREATED, &shown).await?;
    locate(&mut response, "saved-views", id);
    Ok(response)
}

/// Changes an own view. Needs `If-Match`.
#[utoipa::path(patch, path = "/saved-views/{id}", operation_id = "saved_view_change", tag = "saved-views",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = SavedViewPut,
    responses((status = 200, body = SavedView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<Own>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<SavedViewPut>,
) -> Result<Response, Problem> {
    let user = allow.user()?;
    let put = body.value;
    check(&put, false)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let was = saved_view::lock(write.tx(), user, id).await?;
    seen.check(was.version)?;
    if put.page.is_some_and(|page| page != was.page) {
        return Err(Problem::field("/page", "immutable"));
    }
    let new = Saved {
        page: &was.page,
        name: put.name.as_deref().unwrap_or(&was.name).trim(),
        search: put.search.as_deref().unwrap_or(&was.search),
        shared: put.shared.unwrap_or(was.shared),
    };
    may_share(&allow, new.shared && !was.shared)?;
    let now = write.now.at;
    saved_view::change(write.tx(), id, now, &new).await?;
    let shown = saved_view::get(write.tx(), user, id).await?;
    write.commit(StatusCode::OK, &shown).await
}

/// Deletes an own view. Needs `If-Match`.
#[utoipa::path(delete, path = "/saved-views/{id}", operation_id = "saved_view_remove", tag = "saved-views",
    params(("id" = i32, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove(
    State(api): State<Api>,
    allow: Allow<Own>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let user = allow.user()?;
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let was = saved_view::lock(write.tx(), user, id).await?;
    seen.check(was.version)?;
    saved_view::remove(write.tx(), id).await?;
    write.commit(StatusCode::NO_CONTENT, &()).await
}
