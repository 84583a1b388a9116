//! Turns field records of kind `appeal` into appeals. A record is never lost over a fault in it;
//! the fault goes back as `record_status`.

use chrono::{DateTime, Utc};
use fieldbeat_domain::id::{OrgUnitId, RepId};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use super::{
    error::StoreError,
    event::{self, NewEvent},
    record_inbox::{self, News, Received, Record, Settled, invalid_body, own},
    review::{self, Appeal},
    upsert::TEXT_MAX,
};

/// Takes one batch from the inbox; empty when nothing waits. Several may run at once.
pub async fn apply(db: &PgPool, now: DateTime<Utc>) -> Result<Vec<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let received = record_inbox::take(&mut tx, "appeal").await?;
    let mut settled = Vec::with_capacity(received.len());
    for record in &received {
        settled.push(settle(&mut tx, now, record).await?);
    }
    tx.commit().await?;
    Ok(settled)
}

/// The fault of an appeal, or its reason as kept.
fn reason(record: &Received) -> Result<String, Value> {
    match record.body.get("reason").and_then(Value::as_str) {
        Some(text) if !text.trim().is_empty() => Ok(text.trim().chars().take(TEXT_MAX).collect()),
        _ => Err(invalid_body("/reason", "required")),
    }
}

async fn settle(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    record: &Received,
) -> Result<Settled, StoreError> {
    let own = own(RepId(record.rep_id));
    let applied = match (reason(record), record.visit_id) {
        (Err(fault), _) => Err(fault),
        (Ok(_), None) => Err(unknown_visit()),
        (Ok(reason), Some(visit)) => {
            let appeal = Appeal {
                visit,
                record: Some(record.id),
                reason: &reason,
                at: record.at,
            };
            match review::appeal(tx, &own, now, &appeal).await {
                Ok(()) => Ok((visit, json!({"visit": visit, "reason": reason}))),
                Err(StoreError::NotFound) => Err(unknown_visit()),
                Err(other) => return Err(other),
            }
        }
    };
    let outcome = match applied {
        Ok((visit, told)) => {
            let event = NewEvent {
                kind: "visit_appealed",
                org_unit_id: record.visit_org_unit_id,
                rep_id: Some(record.rep_id),
                subject_id: visit.to_string(),
                body: &told,
            };
            let event = event::insert(tx, now, &event).await?;
            let news = News {
                kind: "visit_appealed",
                body: json!({"visit": visit}),
                event,
            };
            Ok((json!({}), news))
        }
        Err(fault) => Err(fault),
    };
    let record = Record {
        kind: "appeal",
        id: record.id,
        rep: RepId(record.rep_id),
        org_unit: record.visit_org_unit_id.map(OrgUnitId),
    };
    record_inbox::settle(tx, now, &record, outcome).await
}

/// Also where the visit is another rep's: the two are not told apart.
fn unknown_visit() -> Value {
    json!({"code": "unknown_visit", "errors": [{"pointer": "/visit_id", "code": "unknown_visit"}]})
}
