//! Turns field records of kind `outlet_request` into requests. A record is never lost over a fault in
//! it; the fault goes back as `record_status`.

use fieldbeat_domain::id::RepId;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use super::{
    error::StoreError,
    event::{self, NewEvent},
    outlet_request::{self, Asked, Asker, Asking},
    record_inbox::{self, News, Received, Record, Settled, field, invalid_body, own},
    scope::rep_on,
    upsert::Now,
};

/// Takes one batch from the inbox; empty when nothing waits. Several may run at once.
pub async fn apply(db: &PgPool, now: Now) -> Result<Vec<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let received = record_inbox::take(&mut tx, "outlet_request").await?;
    let mut settled = Vec::with_capacity(received.len());
    for record in &received {
        settled.push(settle(&mut tx, now, record).await?);
    }
    tx.commit().await?;
    Ok(settled)
}

/// `{"name", "lat", "lng", "accuracy_m"?, "phone"?, "address"?, "class"?, "channel"?, "photo"?, "note"?}`
fn read(record: &Received) -> Result<Asked, Value> {
    let body = &record.body;
    let asking = Asking {
        name: field(body, "name")?,
        phone: field(body, "phone")?,
        address: field(body, "address")?,
        class: field(body, "class")?,
        channel: field(body, "channel")?,
        note: field(body, "note")?,
        lat: field(body, "lat")?,
        lng: field(body, "lng")?,
        accuracy_m: field(body, "accuracy_m")?,
        photo: field(body, "photo")?,
        visit_id: record.visit_id,
    };
    asking.check().map_err(|faults| {
        let errors: Vec<Value> = faults
            .iter()
            .map(|f| json!({"pointer": f.pointer, "code": f.code}))
            .collect();
        json!({"code": "invalid_body", "errors": errors})
    })
}

async fn settle(tx: &mut PgConnection, now: Now, record: &Received) -> Result<Settled, StoreError> {
    let rep = RepId(record.rep_id);
    let scope = own(rep);
    let unit = match rep_on(&mut *tx, &scope, rep, now.today).await {
        Ok(unit) => Some(unit),
        Err(StoreError::NotFound) => None,
        Err(other) => return Err(other),
    };
    let outcome = match (read(record), unit) {
        (Err(fault), _) => Err(fault),
        // The rep belongs to no org unit any more: nobody would see the request.
        (Ok(_), None) => Err(invalid_body("", "no_org_unit")),
        (Ok(asked), Some(org_unit)) => {
            let asker = Asker {
                scope: &scope,
                rep: Some(rep.0),
                org_unit,
            };
            outlet_request::keep(tx, now.at, &asker, record.id, &asked).await?;
            let body = json!({"request": record.id, "visit": record.visit_id});
            let event = NewEvent {
                kind: "outlet_requested",
                org_unit_id: Some(org_unit.0),
                rep_id: Some(rep.0),
                subject_id: record.id.to_string(),
                body: &body,
            };
            let event = event::insert(tx, now.at, &event).await?;
            let news = News {
                kind: "outlet_requested",
                body,
                event,
            };
            Ok((json!({"state": "open"}), news))
        }
    };
    let record = Record {
        kind: "outlet_request",
        id: record.id,
        rep,
        org_unit: unit,
    };
    record_inbox::settle(tx, now.at, &record, outcome).await
}
