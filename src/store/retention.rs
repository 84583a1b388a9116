//! What is old enough to go: raw fixes by whole days, and bookkeeping that nobody reads any more.
//!
//! One process at a time, under an advisory lock; never touches what was judged.

use chrono::{DateTime, Days, TimeDelta, Utc};
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

use super::{StoreError, alert_delivery, evidence, migrate::connect_unlimited, partition};

/// "Somebody removes old rows."
pub const RETENTION_LOCK: i64 = 0x6669_656c_6462_0003;

/// How long things are kept.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// Full UTC days of raw fixes before today's.
    pub raw_fix_days: u64,
    /// Company days of sealed copies of fixes.
    pub evidence_days: i64,
    pub refusal_days: i64,
    pub idempotency_hours: i64,
    /// Deliveries of alerts that were sent or given up.
    pub alert_days: i64,
}

impl Default for Keep {
    fn default() -> Self {
        Self {
            raw_fix_days: 60,
            evidence_days: 365,
            refusal_days: 60,
            idempotency_hours: 48,
            alert_days: 30,
        }
    }
}

/// What one round removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    pub fix_days: u64,
    pub rows: u64,
}

/// Makes partitions ahead and removes what is too old. `None` when another process is at it.
pub async fn run(
    options: &PgConnectOptions,
    keep: Keep,
    now: DateTime<Utc>,
) -> Result<Option<Removed>, StoreError> {
    let mut conn = connect_unlimited(options).await?;
    let mine: bool = sqlx::query_scalar("select pg_try_advisory_lock($1)")
        .bind(RETENTION_LOCK)
        .fetch_one(&mut conn)
        .await?;
    let removed = if mine {
        Some(round(&mut conn, keep, now).await?)
    } else {
        None
    };
    conn.close().await?;
    Ok(removed)
}

async fn round(
    conn: &mut PgConnection,
    keep: Keep,
    now: DateTime<Utc>,
) -> Result<Removed, StoreError> {
    let today = now.date_naive();
    let mut removed = Removed::default();
    if let Some(mode) = partition::mode(conn).await? {
        partition::ensure_ahead(conn, mode, today).await?;
        if let Some(first_kept) = today.checked_sub_days(Days::new(keep.raw_fix_days)) {
            // First, so that no day is ever without its fixes and without a word of why.
            evidence::raise_floor(conn, first_kept).await?;
            removed.fix_days = partition::drop_before(conn, mode, first_kept).await?;
        }
    }
    let refusals = sqlx::query!(
        "delete from refusal where minute < $1",
        now - TimeDelta::days(keep.refusal_days)
    )
    .execute(&mut *conn)
    .await?;
    let keys = sqlx::query!(
        "delete from idempotency_key where created_at < $1",
        now - TimeDelta::hours(keep.idempotency_hours)
    )
    .execute(&mut *conn)
    .await?;
    let sessions = sqlx::query!("delete from user_session where expires_at < $1", now)
        .execute(&mut *conn)
        .await?;
    let copies = evidence::forget_fixes(conn, now, keep.evidence_days).await?;
    let alerts = alert_delivery::forget(&mut *conn, now - TimeDelta::days(keep.alert_days)).await?;
    removed.rows = copies
        + alerts
        + refusals.rows_affected()
        + keys.rows_affected()
        + sessions.rows_affected();
    Ok(removed)
}
