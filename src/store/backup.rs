//! What a database says of itself to whoever is about to copy it: facts alone.

use sqlx::PgConnection;

use super::StoreError;

/// A database and the role that asks.
#[derive(Clone, Debug)]
pub struct Origin {
    /// As PostgreSQL counts: 150004 is 15.4.
    pub version: i32,
    pub system_identifier: String,
    pub role: String,
    pub may_replicate: bool,
    pub wal_level: String,
    pub max_wal_senders: i32,
    /// Outside of the data directory.
    pub tablespaces: Vec<String>,
    /// Of every database that the role may ask for: a copy takes all of the cluster.
    pub database_bytes: u64,
}

pub async fn origin(conn: &mut PgConnection) -> Result<Origin, StoreError> {
    let row = sqlx::query!(
        r#"select current_setting('server_version_num')::int4 as "version!",
             (select system_identifier::text from pg_control_system()) as "system_identifier!",
             current_user::text as "role!",
             (select rolreplication or rolsuper from pg_roles where rolname = current_user) as "may_replicate!",
             current_setting('wal_level') as "wal_level!", current_setting('max_wal_senders')::int4 as "max_wal_senders!",
             array(select spcname::text from pg_tablespace where spcname not in ('pg_default', 'pg_global') order by 1) as "tablespaces!",
             (select coalesce(sum(pg_database_size(oid)), 0)::int8 from pg_database where has_database_privilege(oid, 'connect')) as "bytes!""#
    )
    .fetch_one(&mut *conn)
    .await?;
    Ok(Origin {
        version: row.version,
        system_identifier: row.system_identifier,
        role: row.role,
        may_replicate: row.may_replicate,
        wal_level: row.wal_level,
        max_wal_senders: row.max_wal_senders,
        tablespaces: row.tablespaces,
        database_bytes: u64::try_from(row.bytes).unwrap_or_default(),
    })
}

/// How far the write-ahead log lies on the disk, in bytes since its beginning.
pub async fn flushed(conn: &mut PgConnection) -> Result<u64, StoreError> {
    let at = sqlx::query_scalar!(
        r#"select pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::int8 as "at!""#
    )
    .fetch_one(conn)
    .await?;
    Ok(u64::try_from(at).unwrap_or_default())
}
