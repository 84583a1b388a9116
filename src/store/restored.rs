//! What came back with a copy that was restored: how new it is, how much of each, which photos it names.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::PgConnection;

use super::StoreError;

/// The newest of each; `None` where there is none.
#[derive(Clone, Debug, Serialize)]
pub struct Newest {
    pub fix: Option<DateTime<Utc>>,
    pub visit: Option<DateTime<Utc>>,
    pub order: Option<DateTime<Utc>>,
    pub audit: Option<DateTime<Utc>>,
}

/// Rows of the main records.
#[derive(Clone, Debug, Serialize)]
pub struct Counts {
    pub outlets: i64,
    pub reps: i64,
    pub devices: i64,
    pub users: i64,
    pub fixes: i64,
    pub marks: i64,
    pub records: i64,
    pub visits: i64,
    pub orders: i64,
    pub photos: i64,
    pub audit_entries: i64,
}

/// Reads every fix: as long as it takes.
pub async fn came_back(conn: &mut PgConnection) -> Result<(Newest, Counts), StoreError> {
    let row = sqlx::query!(
        r#"with fixes as (select max(at) as newest, count(*) as n from fix)
           select (select newest from fixes) as fix, (select max(started_at) from visit) as visit, (select max(ordered_at) from sales_order) as "order",
             (select max(recorded_at) from audit_log) as audit,
             (select count(*) from outlet) as "outlets!", (select count(*) from rep) as "reps!", (select count(*) from device) as "devices!",
             (select count(*) from app_user) as "users!", (select n from fixes) as "fixes!", (select count(*) from mark) as "marks!",
             (select count(*) from device_record) as "records!", (select count(*) from visit) as "visits!", (select count(*) from sales_order) as "orders!",
             (select count(*) from photo_blob where removed_at is null) as "photos!", (select count(*) from audit_log) as "audit_entries!""#
    )
    .fetch_one(conn)
    .await?;
    let newest = Newest {
        fix: row.fix,
        visit: row.visit,
        order: row.order,
        audit: row.audit,
    };
    let counts = Counts {
        outlets: row.outlets,
        reps: row.reps,
        devices: row.devices,
        users: row.users,
        fixes: row.fixes,
        marks: row.marks,
        records: row.records,
        visits: row.visits,
        orders: row.orders,
        photos: row.photos,
        audit_entries: row.audit_entries,
    };
    Ok((newest, counts))
}

/// Digests of the photos that should be there.
pub async fn photos(conn: &mut PgConnection) -> Result<Vec<Vec<u8>>, StoreError> {
    Ok(
        sqlx::query_scalar!("select digest from photo_blob where removed_at is null")
            .fetch_all(conn)
            .await?,
    )
}

/// Until when changes came back: the last commit that was applied, where the log tells.
pub async fn last_commit(conn: &mut PgConnection) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(
        sqlx::query_scalar!("select pg_last_xact_replay_timestamp()")
            .fetch_one(conn)
            .await?,
    )
}
