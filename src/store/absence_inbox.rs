//! Turns field records of kind `absence` into requests. A record is never lost over a fault in it;
//! the fault goes back as `record_status`.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::id::{OrgUnitId, RepId};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use super::{
    absence::{self, AbsenceKind, Asking},
    error::StoreError,
    event::{self, NewEvent},
    record_inbox::{self, News, Received, Record, Settled, field, invalid_body, own},
    upsert::TEXT_MAX,
};

/// Takes one batch from the inbox; empty when nothing waits. Several may run at once.
pub async fn apply(db: &PgPool, now: DateTime<Utc>) -> Result<Vec<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let received = record_inbox::take(&mut tx, "absence").await?;
    let mut settled = Vec::with_capacity(received.len());
    for record in &received {
        settled.push(settle(&mut tx, now, record).await?);
    }
    tx.commit().await?;
    Ok(settled)
}

/// What a phone asks for.
struct Asked {
    kind: AbsenceKind,
    from: NaiveDate,
    to: NaiveDate,
    from_time: Option<String>,
    to_time: Option<String>,
    note: Option<String>,
}

/// `{"kind", "from", "to"?, "from_time"?, "to_time"?, "note"?}`: one day where `to` is absent.
fn read(body: &Value) -> Result<Asked, Value> {
    let from = field(body, "from")?;
    let note: Option<String> = field(body, "note")?;
    Ok(Asked {
        kind: field(body, "kind")?,
        from,
        to: field::<Option<NaiveDate>>(body, "to")?.unwrap_or(from),
        from_time: field(body, "from_time")?,
        to_time: field(body, "to_time")?,
        note: note.map(|n| n.trim().chars().take(TEXT_MAX).collect()),
    })
}

async fn settle(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    record: &Received,
) -> Result<Settled, StoreError> {
    let rep = RepId(record.rep_id);
    let applied = match read(&record.body) {
        Err(fault) => Err(fault),
        Ok(asked) => ask(tx, now, record, &asked).await?,
    };
    let (org_unit, outcome) = match applied {
        Err(fault) => (None, Err(fault)),
        Ok((org_unit, told)) => {
            let event = NewEvent {
                kind: "absence_requested",
                org_unit_id: Some(org_unit),
                rep_id: Some(record.rep_id),
                subject_id: record.id.to_string(),
                body: &told,
            };
            let event = event::insert(tx, now, &event).await?;
            let news = News {
                kind: "absence_requested",
                body: told,
                event,
            };
            let told = json!({"state": "requested"});
            (Some(OrgUnitId(org_unit)), Ok((told, news)))
        }
    };
    let record = Record {
        kind: "absence",
        id: record.id,
        rep,
        org_unit,
    };
    record_inbox::settle(tx, now, &record, outcome).await
}

/// The org unit and what is told of the request, or what is wrong with it.
async fn ask(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    record: &Received,
    asked: &Asked,
) -> Result<Result<(i32, Value), Value>, StoreError> {
    let rep = RepId(record.rep_id);
    let asking = Asking {
        id: record.id,
        rep,
        kind: asked.kind,
        from: asked.from,
        to: asked.to,
        hours: (asked.from_time.as_deref(), asked.to_time.as_deref()),
        note: asked.note.as_deref(),
    };
    if let Some(first) = asking.faults().first() {
        return Ok(Err(invalid_body(&first.pointer, &first.code)));
    }
    let told = json!({"absence": record.id, "kind": asked.kind, "from": asked.from, "to": asked.to, "state": "requested"});
    match absence::request(tx, &own(rep), now, &asking).await {
        Ok(unit) => Ok(Ok((unit, told))),
        // The rep belongs to no org unit then.
        Err(StoreError::NotFound) => Ok(Err(invalid_body("/from", "out_of_range"))),
        Err(other) => Err(other),
    }
}
