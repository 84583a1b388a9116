//! People with a login, and their API tokens. Passwords arrive hashed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};

use super::{
    error::StoreError, instant::Instant, page::Slice, role::Role, scope::Scope, secret::Secret,
    upsert::ChangeError,
};

/// What people may read the product in; what the company publishes comes in all of them.
pub const LANGUAGES: [&str; 3] = ["en", "vi", "zh"];

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct User {
    pub id: i32,
    pub login: String,
    pub name: String,
    pub role: String,
    pub org_unit_id: i32,
    pub org_unit_code: String,
    pub language: String,
    pub disabled_at: Option<Instant>,
    /// Whether signing in asks for a code of an app, too.
    pub second_factor: bool,
    pub version: i32,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    slice: Slice,
    q: Option<&str>,
) -> Result<Vec<User>, StoreError> {
    Ok(sqlx::query_as!(
        User,
        r#"
        select a.id, a.login, a.name, a.role, a.org_unit_id, u.code as org_unit_code, a.language,
          a.disabled_at as "disabled_at?: Instant", a.version,
          exists (select from user_totp f where f.user_id = a.id and f.confirmed_at is not null) as "second_factor!"
        from app_user a join org_unit u on u.id = a.org_unit_id
        where a.id > $1 and ($3::int4[] is null or a.org_unit_id = any($3))
          and ($4::timestamptz is null or a.updated_at >= $4)
          and ($5::int8 is null or a.xid >= $5::int8::text::xid8)
          and ($6::text is null or strpos(folded(a.login || ' ' || a.name), folded($6)) > 0)
        order by a.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        scope.units() as _,
        slice.time(),
        slice.xid(),
        q,
    )
    .fetch_all(db)
    .await?)
}

/// Logins of each role that are not disabled.
pub async fn count_by_role(
    db: impl PgExecutor<'_>,
    scope: &Scope,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let rows = sqlx::query!(
        r#"select role, count(*) as "n!" from app_user
           where disabled_at is null and ($1::int4[] is null or org_unit_id = any($1)) group by role"#,
        scope.units() as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.role, r.n)).collect())
}

pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: i32) -> Result<User, StoreError> {
    sqlx::query_as!(
        User,
        r#"
        select a.id, a.login, a.name, a.role, a.org_unit_id, u.code as org_unit_code, a.language,
          a.disabled_at as "disabled_at?: Instant", a.version,
          exists (select from user_totp f where f.user_id = a.id and f.confirmed_at is not null) as "second_factor!"
        from app_user a join org_unit u on u.id = a.org_unit_id
        where a.id = $1 and ($2::int4[] is null or a.org_unit_id = any($2))
        "#,
        id,
        scope.units() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

/// What a login needs to be checked.
pub struct Login {
    pub id: i32,
    pub login: String,
    pub password_hash: String,
    pub role: String,
    pub second_factor: bool,
}

/// An enabled user by login, case ignored.
pub async fn by_login(db: impl PgExecutor<'_>, login: &str) -> Result<Option<Login>, StoreError> {
    if login.contains('\0') {
        return Ok(None);
    }
    Ok(sqlx::query_as!(
        Login,
        r#"select id, login, password_hash, role,
             exists (select from user_totp f where f.user_id = app_user.id and f.confirmed_at is not null) as "second_factor!"
           from app_user where lower(login) = lower($1) and disabled_at is null"#,
        login
    )
    .fetch_optional(db)
    .await?)
}

/// That of somebody who is signed in.
pub async fn own_login(db: impl PgExecutor<'_>, user_id: i32) -> Result<Login, StoreError> {
    sqlx::query_as!(
        Login,
        r#"select id, login, password_hash, role,
             exists (select from user_totp f where f.user_id = app_user.id and f.confirmed_at is not null) as "second_factor!"
           from app_user where id = $1 and disabled_at is null"#,
        user_id
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

pub async fn set_password(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    user_id: i32,
    password_hash: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update app_user set password_hash = $2, version = version + 1, updated_at = $3 where id = $1",
        user_id,
        password_hash,
        now
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}

/// Somebody to look through the eyes of, in a demo.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Persona {
    pub login: String,
    pub name: String,
    pub role: String,
    pub org_unit: String,
}

/// More would not fit the switch.
const PERSONAS_MAX: i64 = 20;

/// The demo's people who can use the page.
pub async fn personas(db: impl PgExecutor<'_>) -> Result<Vec<Persona>, StoreError> {
    Ok(sqlx::query_as!(
        Persona,
        r#"
        select a.login, a.name, a.role, u.name as org_unit
        from app_user a join org_unit u on u.id = a.org_unit_id
        where a.disabled_at is null and a.role not in ('integration', 'rep')
        order by array_position($2::text[], a.role), a.id
        limit $1
        "#,
        PERSONAS_MAX,
        &Role::ALL.map(|role| role.as_str().to_owned()),
    )
    .fetch_all(db)
    .await?)
}

/// A user to be made.
pub struct NewUser<'a> {
    pub login: &'a str,
    pub name: &'a str,
    pub password_hash: &'a str,
    pub role: &'a str,
    pub org_unit_id: i32,
    pub language: &'a str,
}

/// `Conflict(app_user_login_key)` where the login is taken.
pub async fn create(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    new: &NewUser<'_>,
) -> Result<i32, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"insert into app_user (login, name, password_hash, role, org_unit_id, language, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $7) returning id"#,
        new.login,
        new.name,
        new.password_hash,
        new.role,
        new.org_unit_id,
        new.language,
        now,
    )
    .fetch_one(&mut *tx)
    .await?)
}

/// Fields to change; `None` leaves them.
#[derive(Default)]
pub struct UserChange {
    pub name: Option<String>,
    pub password_hash: Option<String>,
    pub role: Option<String>,
    pub org_unit_id: Option<i32>,
    pub language: Option<String>,
    pub disabled: Option<bool>,
}

/// Changes a user of the given version. `Conflict(last_administrator)` when nobody would be left
/// to administer the company.
pub async fn change(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    id: i32,
    version: i32,
    c: &UserChange,
) -> Result<(), ChangeError> {
    let done = sqlx::query!(
        r#"
        update app_user set name = coalesce($3, name), password_hash = coalesce($4, password_hash),
          role = coalesce($5, role), org_unit_id = coalesce($6, org_unit_id), language = coalesce($7, language),
          disabled_at = case $8::bool when true then coalesce(disabled_at, $9) when false then null else disabled_at end,
          version = version + 1, updated_at = $9
        where id = $1 and version = $2
        "#,
        id,
        version,
        c.name,
        c.password_hash,
        c.role,
        c.org_unit_id,
        c.language,
        c.disabled,
        now,
    )
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        let current = sqlx::query_scalar!("select version from app_user where id = $1", id)
            .fetch_one(&mut *tx)
            .await?;
        return Err(ChangeError::Stale(current));
    }
    if !is_administered(tx, None).await? {
        return Err(StoreError::Conflict("last_administrator".to_owned()).into());
    }
    Ok(())
}

/// Whether somebody, leaving out one, administers the whole company.
pub async fn is_administered(
    db: impl PgExecutor<'_>,
    without: Option<i32>,
) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (
          select 1 from app_user a join org_unit u on u.id = a.org_unit_id
          where a.role = 'administrator' and a.disabled_at is null and u.parent_id is null and a.id is distinct from $1
        ) as "is!""#,
        without
    )
    .fetch_one(db)
    .await?)
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ApiToken {
    /// First 16 hex digits of the token's digest.
    pub id: String,
    pub name: String,
    pub created_at: Instant,
    pub expires_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
    /// Words of rights, see `roles`; `null`: all that its user has.
    pub rights: Option<Vec<String>>,
    /// Whether it only looks.
    pub read_only: bool,
}

/// A token to be made.
pub struct NewToken<'a> {
    pub name: &'a str,
    pub expires_at: Option<DateTime<Utc>>,
    pub rights: Option<&'a [String]>,
    pub read_only: bool,
}

pub async fn tokens(db: impl PgExecutor<'_>, user_id: i32) -> Result<Vec<ApiToken>, StoreError> {
    Ok(sqlx::query_as!(
        ApiToken,
        r#"
        select left(encode(token_hash, 'hex'), 16) as "id!", name, created_at as "created_at: Instant",
          expires_at as "expires_at?: Instant", revoked_at as "revoked_at?: Instant", rights, read_only
        from api_token where user_id = $1 order by created_at, token_hash
        "#,
        user_id
    )
    .fetch_all(db)
    .await?)
}

pub async fn issue_token(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    user_id: i32,
    new: &NewToken<'_>,
) -> Result<Secret, StoreError> {
    let token = Secret::random("fbt_");
    sqlx::query!(
        "insert into api_token (token_hash, user_id, name, created_at, expires_at, rights, read_only) values ($1, $2, $3, $4, $5, $6, $7)",
        token.hash.as_slice(),
        user_id,
        new.name,
        now,
        new.expires_at,
        new.rights,
        new.read_only,
    )
    .execute(&mut *tx)
    .await?;
    Ok(token)
}

pub async fn revoke_token(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    user_id: i32,
    id: &str,
) -> Result<(), StoreError> {
    let done = sqlx::query!(
        r#"update api_token set revoked_at = coalesce(revoked_at, $3)
        where user_id = $1 and left(encode(token_hash, 'hex'), 16) = $2"#,
        user_id,
        id,
        now,
    )
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(())
}
