//! A second factor of people who sign in: the secret of an authenticator app, and codes for when it is lost. Every code
//! opens once. Never knows passwords, nor what a code of an app is made of.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor};

use super::{
    error::StoreError,
    secret::{Secret, enrolment_hash},
};

/// Codes for when the app is lost.
pub const RECOVERY_CODES: usize = 10;

/// How a user's second factor stands.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    pub confirmed_at: Option<DateTime<Utc>>,
    pub recovery_codes_left: i64,
}

pub async fn standing(db: impl PgExecutor<'_>, user_id: i32) -> Result<Standing, StoreError> {
    let row = sqlx::query_as!(
        Standing,
        r#"select confirmed_at,
             (select count(*) from recovery_code c where c.user_id = f.user_id and c.used_at is null) as "recovery_codes_left!"
           from user_totp f where user_id = $1"#,
        user_id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.unwrap_or_default())
}

/// An app's secret. The database keeps it as it is: a code cannot be checked against a digest.
pub struct App {
    pub secret: Vec<u8>,
    pub confirmed: bool,
}

/// Locked, so that two requests with one code are told apart.
pub async fn app(tx: &mut PgConnection, user_id: i32) -> Result<Option<App>, StoreError> {
    Ok(sqlx::query_as!(
        App,
        r#"select secret, confirmed_at is not null as "confirmed!" from user_totp where user_id = $1 for update"#,
        user_id
    )
    .fetch_optional(&mut *tx)
    .await?)
}

/// Keeps a secret that is not yet proven to be in an app. `Conflict(second_factor_on)` where one is.
pub async fn begin(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    user_id: i32,
    secret: &[u8],
) -> Result<(), StoreError> {
    let done = sqlx::query!(
        "insert into user_totp (user_id, secret, created_at) values ($1, $2, $3)
         on conflict (user_id) do update set secret = excluded.secret, created_at = excluded.created_at
         where user_totp.confirmed_at is null",
        user_id,
        secret,
        now,
    )
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::Conflict("second_factor_on".to_owned()));
    }
    Ok(())
}

/// Takes a step of the clock whose code was shown; `false` where it, or a later one, opened before.
pub async fn spend_step(
    tx: &mut PgConnection,
    user_id: i32,
    step: i64,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "update user_totp set last_step = $2 where user_id = $1 and last_step < $2",
        user_id,
        step
    )
    .execute(&mut *tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a recovery code; `false` where it is none, or used.
pub async fn spend_recovery_code(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    user_id: i32,
    code: &str,
) -> Result<bool, StoreError> {
    let code_hash = enrolment_hash(code);
    let done = sqlx::query!(
        "update recovery_code set used_at = $3 where user_id = $1 and code_hash = $2 and used_at is null",
        user_id,
        code_hash.as_slice(),
        now,
    )
    .execute(&mut *tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn confirm(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    user_id: i32,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update user_totp set confirmed_at = coalesce(confirmed_at, $2) where user_id = $1",
        user_id,
        now
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}

/// New recovery codes; those before open nothing any more.
pub async fn new_recovery_codes(
    tx: &mut PgConnection,
    user_id: i32,
) -> Result<Vec<String>, StoreError> {
    sqlx::query!("delete from recovery_code where user_id = $1", user_id)
        .execute(&mut *tx)
        .await?;
    let codes: Vec<Secret> = (0..RECOVERY_CODES)
        .map(|_| Secret::enrolment_code())
        .collect();
    let hashes: Vec<Vec<u8>> = codes.iter().map(|c| c.hash.to_vec()).collect();
    sqlx::query!(
        "insert into recovery_code (code_hash, user_id) select h, $1 from unnest($2::bytea[]) h",
        user_id,
        &hashes
    )
    .execute(&mut *tx)
    .await?;
    Ok(codes.into_iter().map(|c| c.text).collect())
}

/// `NotFound` where there is none.
pub async fn remove(tx: &mut PgConnection, user_id: i32) -> Result<(), StoreError> {
    let done = sqlx::query!("delete from user_totp where user_id = $1", user_id)
        .execute(&mut *tx)
        .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(())
}

/// Which roles the company asks for one.
#[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct SignInPolicy {
    pub second_factor_roles: Vec<String>,
    pub version: i32,
}

pub async fn policy(db: impl PgExecutor<'_>) -> Result<SignInPolicy, StoreError> {
    sqlx::query_as!(
        SignInPolicy,
        "select second_factor_roles, sign_in_version as version from company"
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

pub async fn set_policy(tx: &mut PgConnection, roles: &[String]) -> Result<(), StoreError> {
    sqlx::query!(
        "update company set second_factor_roles = $1, sign_in_version = sign_in_version + 1",
        roles
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}
