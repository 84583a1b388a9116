//! Turns field records of kind `appeal` into appeals. A record is never lost over a fault in it;
//! the fault goes back as `record_status`.

use chrono::{DateTime, Utc};
use fieldbeat_domain::id::{OrgUnitId, RepId};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{
    error::StoreError,
    event::{self, NewEvent},
    record_inbox::{self, BATCH, News, Record, Settled},
    review::{self, Appeal},
    scope::{Reach, Scope},
    upsert::TEXT_MAX,
};

struct Received {
    id: Uuid,
    rep_id: i32,
    visit_id: Option<Uuid>,
    at: DateTime<Utc>,
    body: Value,
    org_unit_id: Option<i32>,
}

/// Takes one batch from the inbox; empty when nothing waits. Several may run at once.
pub async fn apply(db: &PgPool, now: DateTime<Utc>) -> Result<Vec<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let received = sqlx::query_as!(
        Received,
        r#"
        select d.id, d.rep_id, d.visit_id, d.at + make_interval(secs => d.clock_offset_ms / 1000.0) as "at!", d.body,
          (select v.org_unit_id from visit v where v.id = d.visit_id and v.rep_id = d.rep_id) as "org_unit_id?"
        from device_record d
        where d.status = 'received' and d.kind = 'appeal'
        order by d.received_at, d.id limit $1
        for update of d skip locked
        "#,
        BATCH
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut settled = Vec::with_capacity(received.len());
    for record in &received {
        settled.push(settle(&mut tx, now, record).await?);
    }
    tx.commit().await?;
    Ok(settled)
}

/// The fault of an appeal, or its reason as kept.
fn reason(record: &Received) -> Result<String, Value> {
    let fault = |pointer: &str, code: &str| json!({"code": "invalid_body", "errors": [{"pointer": pointer, "code": code}]});
    match record.body.get("reason").and_then(Value::as_str) {
        Some(text) if !text.trim().is_empty() => Ok(text.trim().chars().take(TEXT_MAX).collect()),
        _ => Err(fault("/reason", "required")),
    }
}

async fn settle(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    record: &Received,
) -> Result<Settled, StoreError> {
    let own = Scope {
        org_units: Reach::All,
        rep: Some(RepId(record.rep_id)),
        ..Scope::system()
    };
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
                org_unit_id: record.org_unit_id,
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
        org_unit: record.org_unit_id.map(OrgUnitId),
    };
    record_inbox::settle(tx, now, &record, outcome).await
}

/// Also where the visit is another rep's: the two are not told apart.
fn unknown_visit() -> Value {
    json!({"code": "unknown_visit", "errors": [{"pointer": "/visit_id", "code": "unknown_visit"}]})
}
