//! Backups that the server makes by itself: who makes the one that is due, and how the last ones went.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgConnection, PgExecutor};

use super::StoreError;

/// "Somebody makes the backup of the day."
const BACKUP_LOCK: i64 = 0x6669_656c_6462_0007;
/// Longer than anybody asks how it went.
const KEPT_DAYS: i64 = 400;

/// A backup that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub begun_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    pub name: String,
    pub bytes: i64,
}

/// How it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs {
    pub newest: Option<Done>,
    /// When the newest began, whatever came of it.
    pub tried_at: Option<DateTime<Utc>>,
    /// Why that one failed.
    pub fault: Option<String>,
}

pub async fn runs(db: impl PgExecutor<'_>) -> Result<Runs, StoreError> {
    let row = sqlx::query!(
        r#"with whole as (select begun_at, ended_at, name, bytes from backup_run where name is not null order by begun_at desc limit 1),
             tried as (select begun_at, fault from backup_run order by begun_at desc limit 1)
           select w.begun_at as "begun_at?", w.ended_at as "ended_at?", w.name as "name?", w.bytes as "bytes?", t.begun_at as "tried_at?", t.fault as "fault?"
           from (select 1) one left join whole w on true left join tried t on true"#
    )
    .fetch_one(db)
    .await?;
    let newest = match (row.begun_at, row.ended_at, row.name, row.bytes) {
        (Some(begun_at), Some(ended_at), Some(name), Some(bytes)) => Some(Done {
            begun_at,
            ended_at,
            name,
            bytes,
        }),
        _ => None,
    };
    Ok(Runs {
        newest,
        tried_at: row.tried_at,
        fault: row.fault,
    })
}

/// Whether this session is the one that makes it, until it ends.
pub async fn lock(conn: &mut PgConnection) -> Result<bool, StoreError> {
    Ok(
        sqlx::query_scalar!(r#"select pg_try_advisory_lock($1) as "mine!""#, BACKUP_LOCK)
            .fetch_one(conn)
            .await?,
    )
}

/// Notes that one begins; forgets what is long over.
pub async fn begin(
    conn: &mut PgConnection,
    node: &str,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    sqlx::query!(
        "delete from backup_run where begun_at < $1",
        now - TimeDelta::days(KEPT_DAYS)
    )
    .execute(&mut *conn)
    .await?;
    Ok(sqlx::query_scalar!(
        "insert into backup_run (begun_at, node) values ($1, $2) returning id",
        now,
        node
    )
    .fetch_one(conn)
    .await?)
}

pub async fn whole(
    conn: &mut PgConnection,
    id: i64,
    name: &str,
    bytes: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update backup_run set ended_at = $2, name = $3, bytes = $4 where id = $1",
        id,
        now,
        name,
        bytes
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub async fn failed(
    conn: &mut PgConnection,
    id: i64,
    fault: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update backup_run set ended_at = $2, fault = $3 where id = $1",
        id,
        now,
        fault
    )
    .execute(conn)
    .await?;
    Ok(())
}
