//! A fresh company: everything its first page makes. The one-time link is `provision`'s.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor};

use super::{
    error::StoreError,
    org_unit,
    secret::hash_of,
    user::{self, NewUser},
};

/// Whether nobody can log in yet.
pub async fn needed(db: impl PgExecutor<'_>) -> Result<bool, StoreError> {
    Ok(
        sqlx::query_scalar!(r#"select not exists (select 1 from app_user) as "needed!""#)
            .fetch_one(db)
            .await?,
    )
}

/// What the first page asks.
pub struct Founding<'a> {
    pub company: &'a str,
    pub currency: &'a str,
    pub language: &'a str,
    pub settings: &'a Value,
    pub login: &'a str,
    pub name: &'a str,
    pub password_hash: &'a str,
}

/// Spends the token. False: it is not the one, or the company exists.
pub async fn spend(tx: &mut PgConnection, token: &str) -> Result<bool, StoreError> {
    let hash = hash_of(token);
    let done = sqlx::query!(
        "delete from first_run where token_hash = $1 and not exists (select 1 from app_user)",
        hash.as_slice()
    )
    .execute(&mut *tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Company, root org unit, first rule version (from ever) and first administrator; answers the
/// administrator's id. For the first-run page, the command line and the demo alike.
pub async fn found(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    f: &Founding<'_>,
) -> Result<i32, StoreError> {
    sqlx::query!(
        r#"insert into company (name, currency, language, created_at) values ($1, $2, $3, $4)
        on conflict (id) do update set name = excluded.name, currency = excluded.currency, language = excluded.language"#,
        f.company,
        f.currency,
        f.language,
        now,
    )
    .execute(&mut *tx)
    .await?;
    let root = match org_unit::root(&mut *tx).await {
        Err(StoreError::NotFound) => {
            sqlx::query_scalar!(
                "insert into org_unit (code, name, kind, updated_at) values ('HQ', $1, 'company', $2) returning id",
                f.company,
                now,
            )
            .fetch_one(&mut *tx)
            .await?
        }
        found => found?,
    };
    let admin = NewUser {
        login: f.login,
        name: f.name,
        password_hash: f.password_hash,
        role: "administrator",
        org_unit_id: root,
        language: f.language,
    };
    let admin = user::create(tx, now, &admin).await?;
    sqlx::query!(
        "insert into rule_version (effective_from, settings, created_by, created_at) values ($1, $2, $3, $4)",
        NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default(),
        f.settings,
        admin,
        now,
    )
    .execute(&mut *tx)
    .await?;
    Ok(admin)
}
