//! What the inboxes of field records share: a record gets its status, and the event that tells of
//! it, in the transaction that applies it. What a kind of record means is its own inbox's.

use chrono::{DateTime, Utc};
use fieldbeat_domain::id::{OrgUnitId, RepId};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    error::StoreError,
    event::{self, NewEvent},
};

/// Records taken in one transaction.
pub(super) const BATCH: i64 = 200;

/// (xid, id) of an event, for its cursor.
pub type EventKey = (i64, i64);

/// A record being settled.
pub(super) struct Record {
    pub kind: &'static str,
    pub id: Uuid,
    pub rep: RepId,
    pub org_unit: Option<OrgUnitId>,
}

/// What became of one record, for whoever publishes it after the commit.
#[derive(Clone, Debug)]
pub struct Settled {
    pub kind: &'static str,
    pub id: Uuid,
    pub rep: RepId,
    pub org_unit: Option<OrgUnitId>,
    /// applied | invalid
    pub status: &'static str,
    pub detail: Value,
    /// Of the `record_status` event.
    pub status_event: EventKey,
    /// What the boards hear; nothing where the record was invalid.
    pub news: Option<News>,
}

/// The event a record led to, as the live socket tells it.
#[derive(Clone, Debug)]
pub struct News {
    pub kind: &'static str,
    pub body: Value,
    pub event: EventKey,
}

/// Writes the status and its event: `Ok` is applied, with what the phone is told; `Err` is invalid,
/// with the fault.
pub(super) async fn settle(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    record: &Record,
    outcome: Result<(Value, News), Value>,
) -> Result<Settled, StoreError> {
    let (status, detail, news) = match outcome {
        Ok((detail, news)) => ("applied", detail, Some(news)),
        Err(fault) => ("invalid", fault, None),
    };
    sqlx::query!(
        "update device_record set status = $3, status_detail = $4 where kind = $1 and id = $2",
        record.kind,
        record.id,
        status,
        detail,
    )
    .execute(&mut *tx)
    .await?;
    let told = json!({"kind": record.kind, "id": record.id, "status": status, "detail": detail});
    let event = NewEvent {
        kind: "record_status",
        org_unit_id: record.org_unit.map(|u| u.0),
        rep_id: Some(record.rep.0),
        subject_id: record.id.to_string(),
        body: &told,
    };
    let status_event = event::insert(tx, now, &event).await?;
    Ok(Settled {
        kind: record.kind,
        id: record.id,
        rep: record.rep,
        org_unit: record.org_unit,
        status,
        detail,
        status_event,
        news,
    })
}
