//! The few rows that a server or a command makes before anybody has logged in.
//!
//! Runs without a scope: whoever may start the process may do this.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::rules::Rules;
use serde_json::Value;
use sqlx::{Connection, PgConnection, PgPool};

use super::StoreError;

/// Makes sure that there is a rule version, so that every rep-day has one to name.
pub async fn ensure_rules(db: &PgPool, today: NaiveDate) -> Result<(), StoreError> {
    let settings = serde_json::to_value(Rules::default()).unwrap_or(Value::Null);
    // Effective since long ago: days before the first start are judged by it too.
    let since = NaiveDate::from_yo_opt(2000, 1).unwrap_or(today);
    sqlx::query!(
        "insert into rule_version (effective_from, settings) select $1, $2 where not exists (select from rule_version)",
        since,
        settings
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The newest rule version that acts on `date`.
pub async fn rules_on(db: &PgPool, date: NaiveDate) -> Result<(i32, Value), StoreError> {
    let row = sqlx::query!(
        "select id, settings from rule_version where effective_from <= $1 order by effective_from desc, id desc limit 1",
        date
    )
    .fetch_one(db)
    .await?;
    Ok((row.id, row.settings))
}

/// Whether nobody can log in yet; then the token of the first-run link becomes `token_hash`.
pub async fn offer_first_run(db: &PgPool, token_hash: &[u8]) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "insert into first_run (token_hash) select $1 where not exists (select from app_user)
         on conflict (id) do update set token_hash = excluded.token_hash, created_at = now()",
        token_hash
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A person to add.
#[derive(Debug)]
pub struct NewUser<'a> {
    pub login: &'a str,
    pub role: &'a str,
    /// `None`: the whole company.
    pub org_unit: Option<&'a str>,
    pub password_hash: &'a str,
}

/// Makes sure that there is a company with a root unit, so that a command may come before the first login.
pub async fn ensure_company(conn: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!("insert into company (name) values ('Company') on conflict do nothing")
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "insert into org_unit (code, name, kind) select 'company', 'Company', 'company'
         where not exists (select from org_unit)"
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds a user; in an empty database first the company and its root unit. `NotFound` is the org unit.
pub async fn add_user(conn: &mut PgConnection, user: NewUser<'_>) -> Result<i32, StoreError> {
    let mut tx = conn.begin().await?;
    ensure_company(&mut tx).await?;
    let unit = match user.org_unit {
        Some(code) => {
            sqlx::query_scalar!("select id from org_unit where code = $1", code)
                .fetch_one(&mut *tx)
                .await?
        }
        None => {
            sqlx::query_scalar!(
                "select id from org_unit where parent_id is null order by id limit 1"
            )
            .fetch_one(&mut *tx)
            .await?
        }
    };
    let id = sqlx::query_scalar!(
        "insert into app_user (login, name, password_hash, role, org_unit_id) values ($1, $1, $2, $3, $4) returning id",
        user.login,
        user.password_hash,
        user.role,
        unit
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::query!("delete from first_run")
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(id)
}

/// Makes a device of the rep with that code. `NotFound` is the rep.
pub async fn enroll_device(
    conn: &mut PgConnection,
    rep_code: &str,
    label: &str,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<i32, StoreError> {
    let mut tx = conn.begin().await?;
    let rep = sqlx::query_scalar!("select id from rep where code = $1", rep_code)
        .fetch_one(&mut *tx)
        .await?;
    let device = sqlx::query_scalar!(
        "insert into device (label, token_hash, enrolled_at) values ($1, $2, $3) returning id",
        label,
        token_hash,
        now
    )
    .fetch_one(&mut *tx)
    .await?;
    // From the beginning of time: a phone enrolled at noon may bring the morning.
    sqlx::query!(
        "insert into device_binding (device_id, rep_id, valid) values ($1, $2, tstzrange(null, null))",
        device,
        rep
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(device)
}

/// Under which name this installation speaks on a bus that it may share.
pub async fn installation(db: &PgPool) -> Result<uuid::Uuid, StoreError> {
    Ok(sqlx::query_scalar!("select id from installation")
        .fetch_one(db)
        .await?)
}
