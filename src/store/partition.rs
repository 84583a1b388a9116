//! The fix table: its one shape in two storage modes, and room for every day that fixes arrive for.
//!
//! Native mode has one partition per UTC day, `fix_YYYYMMDD`; on TimescaleDB it is a hypertable of
//! one-day chunks. Queries never know which. Statements here are built at run time (table names
//! are dates), so this is one of the three files without compile-time checked SQL; each statement
//! is run by `tests/it/storage.rs`.
//!
//! Never runs `create extension` unless the operator asked for it with `timescale = "on"`.

use std::{fmt, str::FromStr};

use chrono::{Days, NaiveDate};
use sqlx::{Connection, PgConnection, Row};

use super::{StoreError, migrate::MigrateError};

/// Days ahead of today that always have a partition.
pub const DAYS_AHEAD: usize = 3;
/// "Somebody changes the partitions of fix."
const PARTITION_LOCK: i64 = 0x6669_656c_6462_0002;

const FIX_TABLE: &str = include_str!("fix_table.sql");

/// What the operator wants of TimescaleDB (setting `timescale`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimescaleChoice {
    /// Used where the database already has the extension.
    #[default]
    Auto,
    /// Installed where the server offers it; an error where it does not.
    On,
    Off,
}

impl FromStr for TimescaleChoice {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        match s {
            "auto" => Ok(Self::Auto),
            "on" => Ok(Self::On),
            "off" => Ok(Self::Off),
            _ => Err(()),
        }
    }
}

impl fmt::Display for TimescaleChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::On => "on",
            Self::Off => "off",
        })
    }
}

/// How the fix table is stored, for the life of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageMode {
    Native,
    /// Hypertable without the features of the community licence.
    TimescaleApache,
    /// Hypertable with a compression policy.
    TimescaleFull,
}

impl StorageMode {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::TimescaleApache => "ts-apache",
            Self::TimescaleFull => "ts-full",
        }
    }
    fn parse(s: &str) -> Option<Self> {
        [Self::Native, Self::TimescaleApache, Self::TimescaleFull]
            .into_iter()
            .find(|m| m.as_str() == s)
    }
}

/// The recorded mode; `None` before the first migrate.
pub async fn mode(conn: &mut PgConnection) -> Result<Option<StorageMode>, StoreError> {
    let found: Option<String> = sqlx::query_scalar("select mode from storage_mode")
        .fetch_optional(conn)
        .await?;
    Ok(found.as_deref().and_then(StorageMode::parse))
}

/// Makes the fix table at the first migrate, in the mode that this server and `choice` allow.
pub(super) async fn ensure_fix_table(
    conn: &mut PgConnection,
    choice: TimescaleChoice,
    compress_after_days: u32,
) -> Result<StorageMode, MigrateError> {
    if let Some(mode) = mode(conn).await? {
        return Ok(mode);
    }
    let exists: bool = sqlx::query_scalar("select to_regclass('fix') is not null")
        .fetch_one(&mut *conn)
        .await?;
    if exists {
        return Err(MigrateError::ForeignFixTable);
    }
    let version = timescale_version(conn, choice).await?;
    let mut tx = conn.begin().await?;
    let mode = if version.is_some() {
        make_hypertable(&mut tx, compress_after_days).await?
    } else {
        let sql = format!("{FIX_TABLE} partition by range (at)");
        run(&mut tx, &sql).await?;
        StorageMode::Native
    };
    sqlx::query("insert into storage_mode (mode, extension_version) values ($1, $2)")
        .bind(mode.as_str())
        .bind(version)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(mode)
}

/// The installed extension's version where TimescaleDB is to be used.
async fn timescale_version(
    conn: &mut PgConnection,
    choice: TimescaleChoice,
) -> Result<Option<String>, MigrateError> {
    if choice == TimescaleChoice::Off {
        return Ok(None);
    }
    if choice == TimescaleChoice::On {
        let available: bool = sqlx::query_scalar(
            "select exists (select from pg_available_extensions where name = 'timescaledb')",
        )
        .fetch_one(&mut *conn)
        .await?;
        if !available {
            return Err(MigrateError::NoTimescale);
        }
        // Its loader defines this. Without the loader, making the extension kills the session.
        let loaded: bool = sqlx::query_scalar(
            "select current_setting('timescaledb.disable_load', true) is not null",
        )
        .fetch_one(&mut *conn)
        .await?;
        if !loaded {
            return Err(MigrateError::TimescaleNotLoaded);
        }
        run(conn, "create extension if not exists timescaledb").await?;
    }
    Ok(
        sqlx::query_scalar("select extversion from pg_extension where extname = 'timescaledb'")
            .fetch_optional(&mut *conn)
            .await?,
    )
}

async fn make_hypertable(
    conn: &mut PgConnection,
    compress_after_days: u32,
) -> Result<StorageMode, sqlx::Error> {
    run(conn, FIX_TABLE).await?;
    run(conn, "select create_hypertable('fix', 'at', chunk_time_interval => interval '1 day', create_default_indexes => false)")
    .await?;
    let licence: Option<String> =
        sqlx::query_scalar("select current_setting('timescaledb.license', true)")
            .fetch_one(&mut *conn)
            .await?;
    if licence.as_deref() != Some("timescale") {
        return Ok(StorageMode::TimescaleApache);
    }
    run(conn, "alter table fix set (timescaledb.compress, timescaledb.compress_segmentby = 'device_id', timescaledb.compress_orderby = 'at')")
    .await?;
    // Late uploads write to days that are not compressed yet.
    let days = i32::try_from(compress_after_days).unwrap_or(i32::MAX);
    sqlx::query("select add_compression_policy('fix', make_interval(days => $1))")
        .bind(days)
        .execute(&mut *conn)
        .await?;
    Ok(StorageMode::TimescaleFull)
}

async fn run(conn: &mut PgConnection, sql: &str) -> Result<(), sqlx::Error> {
    sqlx::query(sql).persistent(false).execute(conn).await?;
    Ok(())
}

/// The partition of a UTC day.
fn partition_name(day: NaiveDate) -> String {
    format!("fix_{}", day.format("%Y%m%d"))
}

fn partition_day(name: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(name.strip_prefix("fix_")?, "%Y%m%d").ok()
}

/// Makes room for fixes of one UTC day. What the writer calls on [`super::Fault::MissingPartition`]
/// before it retries. Nothing to do where the day already has room.
pub async fn ensure_day(conn: &mut PgConnection, day: NaiveDate) -> Result<(), StoreError> {
    match mode(conn).await? {
        Some(StorageMode::Native) => make_partition(conn, day).await,
        _ => Ok(()),
    }
}

/// Makes room for yesterday, today and the days ahead.
pub async fn ensure_ahead(
    conn: &mut PgConnection,
    mode: StorageMode,
    today: NaiveDate,
) -> Result<(), StoreError> {
    if mode != StorageMode::Native {
        return Ok(());
    }
    let first = today.pred_opt().unwrap_or(today);
    for day in first.iter_days().take(2 + DAYS_AHEAD) {
        make_partition(conn, day).await?;
    }
    Ok(())
}

/// Makes a table beside, then attaches it: `create table … partition of` would lock out every
/// writer of fix, attaching locks out only other changes of its partitions.
async fn make_partition(conn: &mut PgConnection, day: NaiveDate) -> Result<(), StoreError> {
    let Some(next) = day.checked_add_days(Days::new(1)) else {
        return Ok(());
    };
    let name = partition_name(day);
    if is_attached(conn, &name).await? {
        return Ok(());
    }
    let mut tx = conn.begin().await?;
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(PARTITION_LOCK)
        .execute(&mut *tx)
        .await?;
    if !is_attached(&mut tx, &name).await? {
        // Left over where a drop was cut between detaching and dropping.
        run(&mut tx, &format!("drop table if exists {name}")).await?;
        run(&mut tx, &format!("create table {name} (like fix including defaults including constraints including indexes including storage)"))
        .await?;
        run(&mut tx, &format!(
                "alter table fix attach partition {name} for values from ('{day} 00:00:00+00') to ('{next} 00:00:00+00')"
            ))
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn is_attached(conn: &mut PgConnection, name: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "select exists (select from pg_inherits i where i.inhparent = 'fix'::regclass
         and i.inhrelid = to_regclass($1) and not i.inhdetachpending)",
    )
    .bind(name)
    .fetch_one(conn)
    .await
}

/// Every UTC day that has a partition or chunk, oldest first.
pub async fn days(
    conn: &mut PgConnection,
    mode: StorageMode,
) -> Result<Vec<NaiveDate>, StoreError> {
    if mode == StorageMode::Native {
        let rows = sqlx::query("select relname::text as name from pg_class c join pg_inherits i on i.inhrelid = c.oid where i.inhparent = 'fix'::regclass order by 1")
            .fetch_all(conn)
            .await?;
        return Ok(rows
            .iter()
            .filter_map(|r| partition_day(r.try_get::<&str, _>("name").ok()?))
            .collect());
    }
    let starts: Vec<chrono::DateTime<chrono::Utc>> = sqlx::query_scalar(
        "select range_start from timescaledb_information.chunks where hypertable_name = 'fix' order by 1",
    )
    .fetch_all(conn)
    .await?;
    Ok(starts.iter().map(chrono::DateTime::date_naive).collect())
}

/// Longest wait for readers of a day that is written anew.
const GIVE_BACK_WAIT: &str = "set lock_timeout = '5s'";
/// Tables besides fix from which an erasure takes what says where a rep was.
const ERASED_FROM: &str = "mark, device_record, visit, visit_revision, visit_seal, rep_day, tracker_checkpoint, photo, photo_upload, \
     pin_proposal, outlet_request, quarantined_record, event, field_exception, message, idempotency_key, scenario_rep";

/// Gives back the room of rows that were erased. Past days of native partitions are written anew, so that their files hold
/// nothing of them; the room of other tables is only free to be used again. `conn` as for [`drop_before`].
pub(super) async fn give_back(
    conn: &mut PgConnection,
    days: &[NaiveDate],
    today: NaiveDate,
) -> Result<(), StoreError> {
    run(conn, GIVE_BACK_WAIT).await?;
    if mode(conn).await? == Some(StorageMode::Native) {
        for day in days.iter().filter(|day| **day < today) {
            run(conn, &format!("vacuum full {}", partition_name(*day))).await?;
        }
    }
    run(conn, "vacuum fix").await?;
    run(conn, &format!("vacuum {ERASED_FROM}")).await?;
    Ok(())
}

/// Drops every whole day before `first_kept`; returns how many. `conn` must be a session without
/// statement limit that holds no transaction.
pub(super) async fn drop_before(
    conn: &mut PgConnection,
    mode: StorageMode,
    first_kept: NaiveDate,
) -> Result<u64, StoreError> {
    if mode != StorageMode::Native {
        let dropped = sqlx::query("select drop_chunks('fix', older_than => $1::timestamptz)")
            .bind(first_kept.and_time(chrono::NaiveTime::MIN).and_utc())
            .fetch_all(conn)
            .await?;
        return Ok(dropped.len() as u64);
    }
    let rows = sqlx::query(
        "select c.relname::text as name, coalesce(i.inhdetachpending, false) as pending, i.inhrelid is not null as attached
         from pg_class c left join pg_inherits i on i.inhrelid = c.oid and i.inhparent = 'fix'::regclass
         where c.relkind = 'r' and c.relname ~ '^fix_[0-9]{8}$'
           and c.relnamespace = (select relnamespace from pg_class where oid = 'fix'::regclass)
         order by 1",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut dropped = 0;
    for row in rows {
        let name: String = row.try_get("name")?;
        if partition_day(&name).is_none_or(|day| day >= first_kept) {
            continue;
        }
        if row.try_get("attached")? {
            // A plain `drop` would lock out every writer of fix.
            let how = if row.try_get("pending")? {
                "finalize"
            } else {
                "concurrently"
            };
            run(
                conn,
                &format!("alter table fix detach partition {name} {how}"),
            )
            .await?;
        }
        run(conn, &format!("drop table if exists {name}")).await?;
        dropped += 1;
    }
    Ok(dropped)
}
