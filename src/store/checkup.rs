//! What a database says of itself when somebody asks whether it is fit: facts alone, what they mean is the doctor's.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError, migrate,
    partition::{self, StorageMode},
};

/// A database as it was found.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Checkup {
    /// As PostgreSQL counts: 150004 is 15.4.
    pub version: i32,
    pub encoding: String,
    pub fsync: bool,
    pub full_page_writes: bool,
    /// Read only: a standby.
    pub in_recovery: bool,
    pub max_connections: i32,
    pub connections: i64,
    pub now: DateTime<Utc>,
    /// Of the oldest transaction that is still open, by others.
    pub oldest_transaction_s: f64,
    /// Transactions until the numbers of the oldest rows would run out are this share used up.
    pub wraparound_pct: f64,
    pub standby_names: String,
    /// Standbys that commits wait for now.
    pub synchronous_standbys: i64,
    /// Kept for consumers that are not there.
    pub idle_slots: i64,
    pub archiving: bool,
    /// The newest try of archiving failed.
    pub archive_fails: bool,
    pub timescale_offered: Option<String>,
    pub timescale_installed: Option<String>,
    /// `None`: never migrated.
    pub mode: Option<StorageMode>,
    pub schema: Schema,
    /// Rep-days that wait to be judged, and since when the oldest does. Zero where there is no schema.
    pub days_dirty: i64,
    pub oldest_dirty_s: f64,
    /// Servers that work on it now.
    pub nodes: i64,
}

/// The schema beside this program's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    None,
    /// So many migrations are missing.
    Behind(usize),
    Current,
    /// Made by a newer program.
    Newer,
}

pub async fn of(conn: &mut PgConnection) -> Result<Checkup, StoreError> {
    let row = sqlx::query!(
        r#"select current_setting('server_version_num')::int4 as "version!", pg_encoding_to_char(d.encoding)::text as "encoding!",
             current_setting('fsync') = 'on' as "fsync!", current_setting('full_page_writes') = 'on' as "full_page_writes!",
             pg_is_in_recovery() as "in_recovery!", current_setting('max_connections')::int4 as "max_connections!",
             (select count(*) from pg_stat_activity where backend_type = 'client backend') as "connections!", clock_timestamp() as "now!",
             coalesce((select extract(epoch from max(clock_timestamp() - xact_start)) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'), 0)::float8 as "oldest_transaction_s!",
             (100.0 * age(d.datfrozenxid) / 2147483647)::float8 as "wraparound_pct!",
             current_setting('synchronous_standby_names') as "standby_names!",
             (select count(*) from pg_stat_replication where sync_state in ('sync', 'quorum')) as "synchronous_standbys!",
             (select count(*) from pg_replication_slots where not active) as "idle_slots!",
             current_setting('archive_mode') <> 'off' as "archiving!",
             coalesce((select last_failed_time > coalesce(last_archived_time, '-infinity') from pg_stat_archiver), false) as "archive_fails!",
             (select default_version from pg_available_extensions where name = 'timescaledb') as timescale_offered,
             (select extversion from pg_extension where extname = 'timescaledb') as timescale_installed
           from pg_database d where d.datname = current_database()"#
    )
    .fetch_one(&mut *conn)
    .await?;
    let schema = migrate::compare(conn).await?;
    let (mode, days_dirty, oldest_dirty_s, nodes) = if schema == Schema::Current {
        let work = sqlx::query!(
            r#"select (select count(*) from rep_day_dirty) as "dirty!",
                 coalesce((select extract(epoch from clock_timestamp() - min(marked_at)) from rep_day_dirty), 0)::float8 as "oldest!",
                 (select count(*) from node n join node_pulse p on p.node_id = n.id where n.fenced_at is null and p.seen_at > clock_timestamp() - interval '10 s') as "nodes!""#
        )
        .fetch_one(&mut *conn)
        .await?;
        let mode = partition::mode(conn).await?;
        (mode, work.dirty, work.oldest, work.nodes)
    } else {
        (None, 0, 0.0, 0)
    };
    Ok(Checkup {
        version: row.version,
        encoding: row.encoding,
        fsync: row.fsync,
        full_page_writes: row.full_page_writes,
        in_recovery: row.in_recovery,
        max_connections: row.max_connections,
        connections: row.connections,
        now: row.now,
        oldest_transaction_s: row.oldest_transaction_s,
        wraparound_pct: row.wraparound_pct,
        standby_names: row.standby_names,
        synchronous_standbys: row.synchronous_standbys,
        idle_slots: row.idle_slots,
        archiving: row.archiving,
        archive_fails: row.archive_fails,
        timescale_offered: row.timescale_offered,
        timescale_installed: row.timescale_installed,
        mode,
        schema,
        days_dirty,
        oldest_dirty_s,
        nodes,
    })
}
