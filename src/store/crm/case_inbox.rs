//! Turns field records of kind `case` into cases: what a customer complains of or asks for at a visit. Each once, in a
//! transaction of its own; a record with a fault is kept as it is, and the fault goes back to the phone.

use fieldbeat_domain::{id::RepId, time::CompanyTime};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{
    about::{self, AboutPut},
    activity::NOTE_MAX,
    customer_case::{self, CasePut},
};
use crate::store::{
    error::StoreError,
    record_inbox::{
        self, Outcome, Placed, Settled, heard, invalid_body, optional, own, refused, text,
    },
    record_wait::Awaited,
    upsert::{ChangeError, Now, TEXT_MAX},
};

const KINDS: [&str; 1] = ["case"];

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
    let id = match make(&mut *tx, (now, time), record).await {
        Ok(Ok(id)) => id,
        Ok(Err(fault)) => return Ok(Err(fault)),
        Err(error) => return refused(error),
    };
    let row = customer_case::get(&mut *tx, &own(RepId(record.rep_id)), now, id)
        .await?
        .row;
    let told = json!({
        "case": id, "state": row.state, "priority": row.priority, "visit": row.visit_id, "outlet": row.outlet_id,
        "customer": row.customer_id, "at": row.opened_at,
    });
    let detail = json!({
        "case": id, "state": row.state, "respond_by": row.respond_by, "resolve_by": row.resolve_by,
    });
    heard(tx, now, record, "case_opened", id, told, detail).await
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
    let new = about::work_of_record(&mut *tx, now, record, (Awaited::Case, &put)).await?;
    let new = match new {
        Ok(new) => new,
        Err(fault) => return Ok(Err(fault)),
    };
    customer_case::insert(tx, &own(RepId(record.rep_id)), (now, time), &new).await?;
    Ok(Ok(record.id))
}

fn read(record: &Placed) -> Result<CasePut, Value> {
    let body = &record.body;
    let subject = text(body, "subject", TEXT_MAX);
    Ok(CasePut {
        id: record.id,
        rep_id: None,
        priority: optional(body, "priority")?.unwrap_or_default(),
        subject: subject.ok_or_else(|| invalid_body("/subject", "required"))?,
        note: text(body, "note", NOTE_MAX),
        about: AboutPut::default(),
    })
}
