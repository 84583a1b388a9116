//! Turns field records of kind `task` into tasks, or says of one whether it was done. Each once, in a transaction of its
//! own; a record with a fault is kept as it is, and the fault goes back to the phone.

use fieldbeat_domain::{id::RepId, time::CompanyTime};
use fieldbeat_trade::crm::task::State;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{
    about::{self, AboutPut},
    activity::NOTE_MAX,
    task::{self, TaskChange, TaskPut},
};
use crate::store::{
    error::StoreError,
    instant::Instant,
    record_inbox::{
        self, Outcome, Placed, Settled, field, heard, invalid_body, optional, own, refused, text,
    },
    record_wait::{self, Awaited, is_missing, waits},
    upsert::{ChangeError, Now, TEXT_MAX},
};

const KINDS: [&str; 1] = ["task"];

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
    let done = match optional(&record.body, "task") {
        Err(fault) => return Ok(Err(fault)),
        Ok(Some(id)) => settle(&mut *tx, (now, time), record, id).await,
        Ok(None) => make(&mut *tx, (now, time), record).await,
    };
    let id = match done {
        Ok(Ok(id)) => id,
        Ok(Err(fault)) => return Ok(Err(fault)),
        Err(error) => return refused(error),
    };
    let row = task::get(&mut *tx, &own(RepId(record.rep_id)), now, id).await?;
    let told = json!({
        "task": id, "state": row.state, "visit": row.visit_id, "outlet": row.outlet_id, "customer": row.customer_id,
        "at": Instant(record.at.min(now.at)),
    });
    let detail = json!({"task": id, "state": row.state});
    heard(tx, now, record, "task_changed", id, told, detail).await
}

/// A task of the rep is done, under way, or not done and why.
async fn settle(
    tx: &mut PgConnection,
    (now, time): (Now, CompanyTime),
    record: &Placed,
    id: Uuid,
) -> Result<Result<Uuid, Value>, ChangeError> {
    let state: State = match field(&record.body, "state") {
        Ok(state) => state,
        Err(fault) => return Ok(Err(fault)),
    };
    let outcome = text(&record.body, "note", TEXT_MAX);
    if state == State::Canceled && outcome.is_none() {
        return Ok(Err(invalid_body("/note", "required")));
    }
    if is_missing(&mut *tx, Awaited::Task, id).await? {
        return Ok(Err(waits("unknown_task", "task", id)));
    }
    let change = TaskChange {
        state: Some(state),
        outcome,
        visit_id: record.visit_id,
        ..TaskChange::default()
    };
    let (scope, at) = (own(RepId(record.rep_id)), record.at.min(now.at));
    match task::change(tx, &scope, (now, time, at), id, None, &change).await {
        Err(ChangeError::Store(StoreError::NotFound)) => {
            Ok(Err(json!({"code": "unknown_task", "task": id})))
        }
        other => other.map(|()| Ok(id)),
    }
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
    let new = about::work_of_record(&mut *tx, now, record, (Awaited::Task, &put)).await?;
    let new = match new {
        Ok(new) => new,
        Err(fault) => return Ok(Err(fault)),
    };
    task::insert(&mut *tx, &own(RepId(record.rep_id)), (now, time), &new).await?;
    record_wait::reopen(tx, record.id).await?;
    Ok(Ok(record.id))
}

fn read(record: &Placed) -> Result<TaskPut, Value> {
    let body = &record.body;
    let subject = text(body, "subject", TEXT_MAX);
    Ok(TaskPut {
        id: record.id,
        rep_id: None,
        state: optional(body, "state")?,
        priority: optional(body, "priority")?.unwrap_or_default(),
        subject: subject.ok_or_else(|| invalid_body("/subject", "required"))?,
        note: text(body, "note", NOTE_MAX),
        about: AboutPut::default(),
        due_at: optional(body, "due_at")?,
    })
}
