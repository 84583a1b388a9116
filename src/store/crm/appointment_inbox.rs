//! Turns field records of kind `appointment` into appointments, moves one, or calls it off. Each once, in a transaction of
//! its own; a record with a fault is kept as it is, and the fault goes back to the phone.

use fieldbeat_domain::{id::RepId, time::CompanyTime};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{
    about::{self, AboutPut},
    activity::NOTE_MAX,
    appointment::{self, AppointmentChange, AppointmentPut},
};
use crate::store::{
    error::StoreError,
    record_inbox::{
        self, Outcome, Placed, Settled, field, heard, invalid_body, optional, own, refused, text,
    },
    record_wait::{self, Awaited, is_missing, waits},
    upsert::{ChangeError, Now, TEXT_MAX},
};

const KINDS: [&str; 1] = ["appointment"];

/// Takes one record from the inbox; nothing when none waits.
pub async fn apply(
    db: &PgPool,
    now: Now,
    time: CompanyTime,
) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = keep(&mut tx, (now, time), &record).await;
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

async fn keep(tx: &mut PgConnection, (now, time): (Now, CompanyTime), record: &Placed) -> Outcome {
    let done = match optional(&record.body, "appointment") {
        Err(fault) => return Ok(Err(fault)),
        Ok(Some(id)) => change(&mut *tx, (now, time), record, id).await,
        Ok(None) => make(&mut *tx, (now, time), record).await,
    };
    let id = match done {
        Ok(Ok(id)) => id,
        Ok(Err(fault)) => return Ok(Err(fault)),
        Err(error) => return refused(error),
    };
    let row = appointment::get(&mut *tx, &own(RepId(record.rep_id)), id).await?;
    let told = json!({
        "appointment": id, "state": row.state, "visit": row.visit_id, "outlet": row.outlet_id, "customer": row.customer_id,
        "at": row.starts_at,
    });
    let detail = json!({
        "appointment": id, "state": row.state, "starts_at": row.starts_at, "version": row.version,
    });
    heard(tx, now, record, "appointment_changed", id, told, detail).await
}

/// An own appointment is moved, held or not, or called off. Where the phone says which version it knew, and another has
/// come since, nothing is changed.
async fn change(
    tx: &mut PgConnection,
    (now, time): (Now, CompanyTime),
    record: &Placed,
    id: Uuid,
) -> Result<Result<Uuid, Value>, ChangeError> {
    let (change, seen) = match read_change(&record.body) {
        Ok(read) => read,
        Err(fault) => return Ok(Err(fault)),
    };
    if is_missing(&mut *tx, Awaited::Appointment, id).await? {
        return Ok(Err(waits("unknown_appointment", "appointment", id)));
    }
    let scope = own(RepId(record.rep_id));
    match appointment::change(tx, &scope, (now, time), id, seen, &change).await {
        Err(ChangeError::Store(StoreError::NotFound)) => Ok(Err(
            json!({"code": "unknown_appointment", "appointment": id}),
        )),
        other => other.map(|()| Ok(id)),
    }
}

fn read_change(body: &Value) -> Result<(AppointmentChange, Option<i32>), Value> {
    let change = AppointmentChange {
        state: optional(body, "state")?,
        priority: optional(body, "priority")?,
        subject: text(body, "subject", TEXT_MAX),
        note: text(body, "note", NOTE_MAX).map(Some),
        starts_at: optional(body, "starts_at")?,
        ends_at: optional(body, "ends_at")?,
        reason: text(body, "reason", TEXT_MAX),
        attendees: None,
    };
    Ok((change, optional(body, "version")?))
}

async fn make(
    tx: &mut PgConnection,
    (now, time): (Now, CompanyTime),
    record: &Placed,
) -> Result<Result<Uuid, Value>, ChangeError> {
    let put = match read(record) {
        Ok(put) => put,
        Err(fault) => return Ok(Err(fault)),
    };
    let new = about::work_of_record(&mut *tx, now, record, (Awaited::Appointment, &put)).await?;
    let new = match new {
        Ok(new) => new,
        Err(fault) => return Ok(Err(fault)),
    };
    appointment::insert(&mut *tx, &own(RepId(record.rep_id)), (now, time), &new).await?;
    record_wait::reopen(tx, record.id).await?;
    Ok(Ok(record.id))
}

fn read(record: &Placed) -> Result<AppointmentPut, Value> {
    let body = &record.body;
    let subject = text(body, "subject", TEXT_MAX);
    Ok(AppointmentPut {
        id: record.id,
        rep_id: None,
        priority: optional(body, "priority")?.unwrap_or_default(),
        subject: subject.ok_or_else(|| invalid_body("/subject", "required"))?,
        note: text(body, "note", NOTE_MAX),
        about: AboutPut::default(),
        starts_at: field(body, "starts_at")?,
        ends_at: field(body, "ends_at")?,
        attendees: Vec::new(),
    })
}
