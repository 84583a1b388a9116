//! People with a login.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use serde_json::json;

use super::{
    Api,
    auth::{Allow, ManageUsers, ReadUsers},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master,
    page::{Asked, Listing, Page},
    password,
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    known::{Reference, Wanted},
    org_unit,
    role::Role,
    scope::Scope,
    session,
    upsert::{Fault, check_text},
    user::{self, LANGUAGES, NewUser, User, UserChange},
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    /// Part of login or name.
    q: Option<String>,
}

/// Users in scope, by id.
#[utoipa::path(get, path = "/users", operation_id = "user_list", tag = "users", params(ListArgs),
    responses((status = 200, body = Page<User>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadUsers>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::begin(&api, "users", asked, &args.q).await?;
    let rows = user::list(api.db(), &allow.scope, listing.slice(), args.q.as_deref()).await?;
    write::shown(&listing.page(rows, |r| r.id))
}

/// One user.
#[utoipa::path(get, path = "/users/{id}", operation_id = "user_get", tag = "users", params(("id" = i32, Path)),
    responses((status = 200, body = User), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadUsers>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    write::shown(&user::get(api.db(), &allow.scope, id).await?)
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct UserPut {
    login: Option<String>,
    name: Option<String>,
    /// At least 8 characters.
    password: Option<String>,
    role: Option<String>,
    org_unit_id: Option<i32>,
    org_unit_code: Option<String>,
    /// en | vi | zh
    language: Option<String>,
    disabled: Option<bool>,
}

/// What is wrong with the fields given, and the org unit they name.
async fn check(api: &Api, scope: &Scope, put: &UserPut, new: bool) -> Result<Option<i32>, Problem> {
    let mut faults = Vec::new();
    check_text("/login", put.login.as_deref(), new, &mut faults);
    check_text("/name", put.name.as_deref(), new, &mut faults);
    match put.password.as_deref() {
        None if new => faults.push(Fault::new("/password", "required")),
        Some(p) => faults.extend(password::check(p).map(|code| Fault::new("/password", code))),
        None => {}
    }
    match put.role.as_deref() {
        None if new => faults.push(Fault::new("/role", "required")),
        Some(role) if role.parse::<Role>().is_err() => faults.push(Fault::new("/role", "unknown")),
        None | Some(_) => {}
    }
    if put
        .language
        .as_deref()
        .is_some_and(|l| !LANGUAGES.contains(&l))
    {
        faults.push(Fault::new("/language", "unknown"));
    }
    let mut wanted = Wanted::default();
    wanted.add(put.org_unit_id, put.org_unit_code.as_deref());
    let known = org_unit::known(api.db(), scope, &wanted).await?;
    let unit = known.find(put.org_unit_id, put.org_unit_code.as_deref());
    match unit {
        Reference::Unknown => faults.push(Fault::new("/org_unit_code", "unknown")),
        Reference::Absent if new => faults.push(Fault::new("/org_unit_code", "required")),
        Reference::Absent | Reference::Found(_) => {}
    }
    if faults.is_empty() {
        Ok(unit.id())
    } else {
        Err(Problem::invalid(faults))
    }
}

/// A new user.
#[utoipa::path(post, path = "/users", operation_id = "user_create", tag = "users", request_body = UserPut,
    responses((status = 201, body = User), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageUsers>,
    body: Body<UserPut>,
) -> Result<Response, Problem> {
    let unit = check(&api, &allow.scope, &body.value, true).await?;
    let (put, request) = (body.value, body.request.unkept());
    // Hashed before the transaction: it takes longer than anything in there.
    let hash = api.passwords.hash(put.password.unwrap_or_default()).await?;
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let new = NewUser {
        login: put.login.as_deref().unwrap_or_default().trim(),
        name: put.name.as_deref().unwrap_or_default().trim(),
        password_hash: &hash,
        role: put.role.as_deref().unwrap_or_default(),
        org_unit_id: unit.unwrap_or_default(),
        language: put.language.as_deref().unwrap_or("en"),
    };
    let now = write.now.at;
    let id = user::create(write.tx(), now, &new).await?;
    write
        .audit(
            "users.create",
            &format!("users/{id}"),
            json!({"role": new.role}),
        )
        .await?;
    let item = user::get(write.tx(), &allow.scope, id).await?;
    let mut response = write.commit(StatusCode::CREATED, &item).await?;
    master::locate(&mut response, "users", id);
    Ok(response)
}

/// Changes the fields given. A new password, role or org unit ends the user's sessions. Needs
/// `If-Match`.
#[utoipa::path(patch, path = "/users/{id}", operation_id = "user_change", tag = "users",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = UserPut,
    responses((status = 200, body = User), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageUsers>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<UserPut>,
) -> Result<Response, Problem> {
    let unit = check(&api, &allow.scope, &body.value, false).await?;
    let put = body.value;
    let (hash, request) = match put.password {
        Some(password) => (
            Some(api.passwords.hash(password).await?),
            body.request.unkept(),
        ),
        None => (None, body.request),
    };
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let item = user::get(write.tx(), &allow.scope, id).await?;
    seen.check(item.version)?;
    if put.login.is_some_and(|l| l != item.login) {
        return Err(Problem::field("/login", "immutable"));
    }
    let ends = hash.is_some() || put.role.is_some() || unit.is_some() || put.disabled == Some(true);
    let change = UserChange {
        name: put.name,
        password_hash: hash,
        role: put.role,
        org_unit_id: unit,
        language: put.language,
        disabled: put.disabled,
    };
    let now = write.now.at;
    user::change(write.tx(), now, id, item.version, &change).await?;
    if ends {
        session::delete_of_user(write.tx(), id).await?;
    }
    let detail = json!({"role": change.role, "org_unit_id": unit, "password": change.password_hash.is_some(), "disabled": change.disabled});
    write
        .audit("users.change", &format!("users/{id}"), detail)
        .await?;
    let item = user::get(write.tx(), &allow.scope, id).await?;
    write.commit(StatusCode::OK, &item).await
}
