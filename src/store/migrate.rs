//! Brings a database to this program's schema: forward only, under one lock, from any command.
//!
//! The fix table is made here too, once, in the storage mode that is then recorded and never changed.

use chrono::NaiveDate;
use sqlx::{
    Connection, PgConnection, PgPool,
    migrate::{Migrate, MigrateError as SqlxMigrateError, Migrator},
    postgres::PgConnectOptions,
};
use thiserror::Error;

use super::{
    SessionLimits, StoreError,
    checkup::Schema,
    partition::{self, StorageMode, TimescaleChoice},
    with_limits,
};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Any number, the same in every version of this program: "somebody is migrating".
const MIGRATE_LOCK: i64 = 0x6669_656c_6462_0001;

/// Why a database could not be brought up to date.
#[derive(Debug, Error)]
pub enum MigrateError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(
        "the database has migration {0}, which this program does not know: it was used by a newer fieldbeat; run that version"
    )]
    Newer(i64),
    #[error(
        "migration {0} was changed after it had been applied: this program was built from edited migrations; restore the file or use another database"
    )]
    Changed(i64),
    #[error("migration {0} stopped halfway: restore a backup, then migrate again")]
    Halfway(i64),
    #[error("a migration failed: {0}")]
    Failed(#[source] SqlxMigrateError),
    #[error(
        "timescale = \"on\", but this PostgreSQL has no TimescaleDB: install it, or set timescale = \"off\""
    )]
    NoTimescale,
    #[error(
        "timescale = \"on\", but this PostgreSQL does not load TimescaleDB: add timescaledb to shared_preload_libraries and restart it, or set timescale = \"off\""
    )]
    TimescaleNotLoaded,
    #[error(
        "the fix table exists but storage_mode is empty: this database was not made by fieldbeat migrate"
    )]
    ForeignFixTable,
}

impl From<sqlx::Error> for MigrateError {
    fn from(e: sqlx::Error) -> Self {
        Self::Store(e.into())
    }
}

impl From<SqlxMigrateError> for MigrateError {
    fn from(e: SqlxMigrateError) -> Self {
        match e {
            SqlxMigrateError::VersionMissing(v) => Self::Newer(v),
            SqlxMigrateError::VersionMismatch(v) => Self::Changed(v),
            SqlxMigrateError::Dirty(v) => Self::Halfway(v),
            SqlxMigrateError::Execute(e) => Self::Store(e.into()),
            other => Self::Failed(other),
        }
    }
}

/// What [`run`] found and did.
#[derive(Debug)]
pub struct Migrated {
    pub applied: usize,
    pub mode: StorageMode,
}

/// Applies what is missing and makes sure that the days around `today` have room. Safe to run from
/// several processes at once: the others wait, then find nothing to do.
pub async fn run(
    options: &PgConnectOptions,
    timescale: TimescaleChoice,
    compress_after_days: u32,
    today: NaiveDate,
) -> Result<Migrated, MigrateError> {
    let mut conn = connect_unlimited(options).await?;
    sqlx::query("select pg_advisory_lock($1)")
        .bind(MIGRATE_LOCK)
        .execute(&mut conn)
        .await?;
    conn.ensure_migrations_table().await?;
    let before = conn.list_applied_migrations().await?.len();
    MIGRATIONS.run_direct(&mut conn).await?;
    let after = conn.list_applied_migrations().await?.len();
    let mode = partition::ensure_fix_table(&mut conn, timescale, compress_after_days).await?;
    partition::ensure_ahead(&mut conn, mode, today).await?;
    // Closing the session releases the lock also where this function returned early.
    conn.close().await?;
    Ok(Migrated {
        applied: after.saturating_sub(before),
        mode,
    })
}

/// Whether the database carries every migration of this program and a fix table.
pub async fn is_current(pool: &PgPool) -> Result<bool, StoreError> {
    let mut conn = pool.acquire().await?;
    Ok(
        matches!(compare(&mut conn).await?, Schema::Current | Schema::Newer)
            && partition::mode(&mut conn).await?.is_some(),
    )
}

/// The newest migration that this program knows.
pub fn newest_known() -> i64 {
    MIGRATIONS
        .iter()
        .map(|m| m.version)
        .max()
        .unwrap_or_default()
}

/// The newest that a database has; `None` where it was never migrated.
pub async fn newest(conn: &mut PgConnection) -> Result<Option<i64>, StoreError> {
    Ok(applied(conn).await?.and_then(|all| all.into_iter().max()))
}

/// `None`: a database that was never migrated.
async fn applied(conn: &mut PgConnection) -> Result<Option<Vec<i64>>, StoreError> {
    match sqlx::query_scalar("select version from _sqlx_migrations where success")
        .fetch_all(conn)
        .await
    {
        Ok(rows) => Ok(Some(rows)),
        Err(e)
            if e.as_database_error()
                .is_some_and(|d| d.code().as_deref() == Some("42P01")) =>
        {
            Ok(None)
        }
        Err(e) => Err(e.into()),
    }
}

/// The database's schema beside this program's.
pub async fn compare(conn: &mut PgConnection) -> Result<Schema, StoreError> {
    let Some(applied) = applied(conn).await? else {
        return Ok(Schema::None);
    };
    let missing = MIGRATIONS.iter().filter(|m| !applied.contains(&m.version));
    Ok(match missing.count() {
        0 if applied.iter().any(|v| !MIGRATIONS.version_exists(*v)) => Schema::Newer,
        0 => Schema::Current,
        missing => Schema::Behind(missing),
    })
}

/// A session for long work: waits for locks and statements as long as they take.
pub async fn connect_unlimited(options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
    let zero = std::time::Duration::ZERO;
    let limits = SessionLimits {
        statement: zero,
        lock: zero,
        idle_in_transaction: zero,
    };
    PgConnection::connect_with(&with_limits(options.clone(), limits)).await
}
