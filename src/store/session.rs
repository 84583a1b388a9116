//! Server-side browser sessions: a random cookie, its hash here.

use chrono::{DateTime, TimeDelta, Utc};
use fieldbeat_domain::time::CompanyTime;
use serde::Serialize;
use sqlx::PgExecutor;
use uuid::Uuid;

use super::{error::StoreError, instant::Instant, scope::SESSION_IDLE, secret::Secret};

/// However busy, a session ends after this long.
pub const LIFETIME: TimeDelta = TimeDelta::days(14);

/// Who a session or token belongs to, as shown to themself.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Profile {
    pub id: i32,
    pub login: String,
    pub name: String,
    pub role: String,
    pub org_unit_id: i32,
    pub language: String,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Company {
    pub name: String,
    pub time_zone: String,
    /// When its days begin, in minutes after midnight.
    pub day_start_min: u16,
    pub currency: String,
    pub language: String,
}

/// What opened a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Password,
    Persona,
    FirstRun,
    SingleSignOn,
    PasswordReset,
}

impl Way {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Persona => "persona",
            Self::FirstRun => "first_run",
            Self::SingleSignOn => "single_sign_on",
            Self::PasswordReset => "password_reset",
        }
    }
}

/// How a session came about, so that its owner knows it again in a list.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    pub way: Way,
    /// What the browser calls itself; cut to [`AGENT_MAX`].
    pub agent: &'a str,
    pub address: &'a str,
}

/// Characters kept of what a browser calls itself.
const AGENT_MAX: usize = 200;

pub async fn create(
    db: impl PgExecutor<'_>,
    user_id: i32,
    opening: Opening<'_>,
    now: DateTime<Utc>,
) -> Result<Secret, StoreError> {
    let secret = Secret::random("");
    let agent: String = (opening.agent.chars())
        .filter(|c| !c.is_control())
        .take(AGENT_MAX)
        .collect();
    sqlx::query!(
        "insert into user_session (token_hash, user_id, created_at, last_seen_at, expires_at, way, agent, address)
         values ($1, $2, $3, $3, $4, $5, $6, $7)",
        secret.hash.as_slice(),
        user_id,
        now,
        now + LIFETIME,
        opening.way.as_str(),
        agent,
        opening.address,
    )
    .execute(db)
    .await?;
    Ok(secret)
}

pub async fn delete(db: impl PgExecutor<'_>, hash: &[u8; 32]) -> Result<(), StoreError> {
    sqlx::query!(
        "delete from user_session where token_hash = $1",
        hash.as_slice()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One that is alive.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct UserSession {
    pub id: Uuid,
    /// password | persona | first_run | single_sign_on | password_reset
    pub way: String,
    /// What the browser called itself when it signed in.
    pub agent: String,
    /// Where it came from then.
    pub address: String,
    pub created_at: Instant,
    /// To ten minutes.
    pub last_seen_at: Instant,
    pub expires_at: Instant,
    /// The one that asks.
    pub current: bool,
}

/// A user's living sessions, the newest first. `own`: the hash of the one that asks.
pub async fn of_user(
    db: impl PgExecutor<'_>,
    user_id: i32,
    own: Option<&[u8; 32]>,
    now: DateTime<Utc>,
) -> Result<Vec<UserSession>, StoreError> {
    Ok(sqlx::query_as!(
        UserSession,
        r#"select id, way, agent, address, created_at as "created_at: Instant", last_seen_at as "last_seen_at: Instant",
             expires_at as "expires_at: Instant", coalesce(token_hash = $2, false) as "current!"
           from user_session where user_id = $1 and expires_at > $3 and last_seen_at > $4
           order by created_at desc, id"#,
        user_id,
        own.map(<[u8; 32]>::as_slice) as _,
        now,
        now - SESSION_IDLE,
    )
    .fetch_all(db)
    .await?)
}

/// Ends one session of a user. `NotFound` where it is another's or over.
pub async fn end(db: impl PgExecutor<'_>, user_id: i32, id: Uuid) -> Result<(), StoreError> {
    let done = sqlx::query!(
        "delete from user_session where user_id = $1 and id = $2",
        user_id,
        id
    )
    .execute(db)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(())
}

/// Ends all sessions of a user but `own`; answers how many.
pub async fn end_others(
    db: impl PgExecutor<'_>,
    user_id: i32,
    own: Option<&[u8; 32]>,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "delete from user_session where user_id = $1 and token_hash is distinct from $2",
        user_id,
        own.map(<[u8; 32]>::as_slice) as _,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Ends all sessions of a user, say after a change of password or rights.
pub async fn delete_of_user(db: impl PgExecutor<'_>, user_id: i32) -> Result<(), StoreError> {
    sqlx::query!("delete from user_session where user_id = $1", user_id)
        .execute(db)
        .await?;
    Ok(())
}

pub async fn profile(db: impl PgExecutor<'_>, user_id: i32) -> Result<Profile, StoreError> {
    sqlx::query_as!(
        Profile,
        "select id, login, name, role, org_unit_id, language from app_user where id = $1",
        user_id
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

/// The company with the time by which it goes; `None` before first run.
pub async fn company(
    db: impl PgExecutor<'_>,
    time: CompanyTime,
) -> Result<Option<Company>, StoreError> {
    let row = sqlx::query!("select name, currency, language from company")
        .fetch_optional(db)
        .await?;
    Ok(row.map(|c| Company {
        name: c.name,
        time_zone: time.time_zone.name().to_owned(),
        day_start_min: time.day_start_min,
        currency: c.currency,
        language: c.language,
    }))
}
