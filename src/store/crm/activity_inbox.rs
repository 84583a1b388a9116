//! Turns field records of kind `activity` and `note` into activities. Each once, in a transaction of its own;
//! a record with a fault is kept as it is, and the fault goes back to the phone.

use chrono::{DateTime, Utc};
use fieldbeat_domain::{id::RepId, time::CompanyTime};
use fieldbeat_trade::crm::activity::{Kind, State};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{
    about::{self, AboutPut},
    activity::{self, NOTE_MAX},
    activity_write::{self, ActivityChange, ActivityPut, New},
};
use crate::store::{
    error::StoreError,
    record_inbox::{
        self, Outcome, Placed, Settled, cleaned, field, heard, invalid_body, optional, own,
        refused, text,
    },
    scope::Scope,
    upsert::{ChangeError, Now, TEXT_MAX},
};

const KINDS: [&str; 2] = ["activity", "note"];

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
    let outcome = keep(&mut tx, now, time, &record).await;
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

async fn keep(tx: &mut PgConnection, now: Now, time: CompanyTime, record: &Placed) -> Outcome {
    let done = match planned(&record.body) {
        Err(fault) => return Ok(Err(fault)),
        Ok(Some(id)) => settle(&mut *tx, (now, time), record, id).await,
        Ok(None) => make(&mut *tx, (now, time), record).await,
    };
    let id = match done {
        Ok(Ok(id)) => id,
        Ok(Err(fault)) => return Ok(Err(fault)),
        Err(error) => return refused(error),
    };
    let rep = RepId(record.rep_id);
    let row = activity::get(&mut *tx, &own(rep), now, id).await?.row;
    let told = json!({
        "activity": id, "kind": row.kind, "state": row.state, "visit": row.visit_id, "outlet": row.outlet_id,
        "customer": row.customer_id, "at": row.at,
    });
    let mut detail = json!({"activity": id, "state": row.state});
    if let (Some(doubt), Some(told)) = (row.doubt, detail.as_object_mut()) {
        told.insert("doubt".to_owned(), json!(doubt));
    }
    heard(tx, now, record, "activity_recorded", id, told, detail).await
}

/// The planned activity that a record settles, where it names one.
fn planned(body: &Value) -> Result<Option<Uuid>, Value> {
    match body.get("activity") {
        None | Some(Value::Null) => Ok(None),
        Some(_) => field(body, "activity").map(Some),
    }
}

/// What was planned is held or not.
async fn settle(
    tx: &mut PgConnection,
    (now, time): (Now, CompanyTime),
    record: &Placed,
    id: Uuid,
) -> Result<Result<Uuid, Value>, ChangeError> {
    let change = match read_change(&record.body) {
        Ok(change) => ActivityChange {
            visit_id: record.visit_id,
            ..change
        },
        Err(fault) => return Ok(Err(fault)),
    };
    let at = record.at.min(now.at);
    let scope = own(RepId(record.rep_id));
    match activity_write::change(&mut *tx, &scope, (now, time, at), id, None, &change).await {
        // What was given was given, though the occasion had planned it for another by then.
        Err(ChangeError::Store(StoreError::NotFound))
            if change.state == Some(State::Held) && is_of_an_occasion(&mut *tx, id).await? =>
        {
            let all = Scope::system();
            activity_write::change(&mut *tx, &all, (now, time, at), id, None, &change).await?;
            sqlx::query!(
                "update activity set rep_id = $2, org_unit_id = $3 where id = $1",
                id,
                record.rep_id,
                record.org_unit_id,
            )
            .execute(tx)
            .await?;
            Ok(Ok(id))
        }
        Err(ChangeError::Store(StoreError::NotFound)) => {
            Ok(Err(json!({"code": "unknown_activity", "activity": id})))
        }
        other => other.map(|()| Ok(id)),
    }
}

/// Whether an occasion has planned it, and nobody has settled it yet.
async fn is_of_an_occasion(tx: &mut PgConnection, id: Uuid) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from activity where id = $1 and recipient_key is not null
          and state in ('planned', 'withdrawn')) as "planned!""#,
        id
    )
    .fetch_one(tx)
    .await?)
}

fn read_change(body: &Value) -> Result<ActivityChange, Value> {
    Ok(ActivityChange {
        state: Some(field(body, "state")?),
        note: text(body, "note", NOTE_MAX).map(Some),
        due_at: optional(body, "due_at")?,
        duration_min: optional(body, "duration_min")?,
        outcome: text(body, "outcome", TEXT_MAX),
        reason: text(body, "reason", TEXT_MAX),
        value_minor: optional(body, "value_minor")?,
        item: text(body, "item", TEXT_MAX),
        quantity: optional(body, "quantity")?,
        ..ActivityChange::default()
    })
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
    let taken = sqlx::query_scalar!(
        r#"select exists (select from activity where id = $1) as "taken!""#,
        record.id
    )
    .fetch_one(&mut *tx)
    .await?;
    if taken {
        return Ok(Err(json!({"code": "id_reused"})));
    }
    let scope = own(RepId(record.rep_id));
    let about = match about::of_record(&mut *tx, record).await? {
        Ok(about) => about,
        Err(fault) => return Ok(Err(fault)),
    };
    let new = New {
        rep: record.rep_id,
        org_unit: record.org_unit_id,
        about,
        put: &put,
        at: record.at.min(now.at),
    };
    activity_write::insert(&mut *tx, &scope, now, time, &new).await?;
    reopen(tx, record, ("unknown_activity", "activity")).await?;
    Ok(Ok(record.id))
}

/// Records of the same kind that came before what they speak of are looked at again: `code` is what was wrong
/// with them, `member` where they name it.
pub(super) async fn reopen(
    tx: &mut PgConnection,
    made: &Placed,
    (code, member): (&str, &str),
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update device_record set status = 'received' where rep_id = $1 and date >= $2::date - 7 and kind = $3
          and status = 'invalid' and status_detail->>'code' = $4 and body->>$5::text = $6"#,
        made.rep_id,
        made.date,
        made.kind,
        code,
        member,
        made.id.to_string(),
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// `note`: `{"text", …}`. `activity`: `{"kind", "subject"?, "state"?, "due_at"?, …}`.
fn read(record: &Placed) -> Result<ActivityPut, Value> {
    let body = &record.body;
    let (kind, note) = if record.kind == "note" {
        let note: String = field(body, "text")?;
        (Kind::Note, Some(note))
    } else {
        (field(body, "kind")?, text(body, "note", NOTE_MAX))
    };
    let note = note
        .map(|n| cleaned(&n, NOTE_MAX))
        .filter(|n| !n.is_empty());
    let subject = text(body, "subject", TEXT_MAX)
        .or_else(|| note.as_deref().map(|n| cleaned(n, 80)))
        .filter(|s| !s.is_empty());
    let pointer = if record.kind == "note" {
        "/text"
    } else {
        "/subject"
    };
    let due_at: Option<DateTime<Utc>> = optional(body, "due_at")?;
    let state: Option<State> = optional(body, "state")?;
    Ok(ActivityPut {
        id: record.id,
        kind,
        rep_id: None,
        about: AboutPut::default(),
        subject: subject.ok_or_else(|| invalid_body(pointer, "required"))?,
        note,
        state,
        due_at,
        ended_at: None,
        duration_min: optional(body, "duration_min")?,
        outcome: text(body, "outcome", TEXT_MAX),
        reason: text(body, "reason", TEXT_MAX),
        value_minor: optional(body, "value_minor")?,
        item: text(body, "item", TEXT_MAX),
        quantity: optional(body, "quantity")?,
        occasion_id: optional(body, "occasion")?,
    })
}
