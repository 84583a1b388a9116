//! Turns field records of kind `opportunity` into opportunities, or moves one on. Each once, in a transaction
//! of its own; a record with a fault is kept as it is, and the fault goes back to the phone.

use fieldbeat_domain::id::RepId;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{
    about,
    activity::NOTE_MAX,
    activity_inbox::reopen,
    opportunity::{self, By, New, OpportunityChange, OpportunityPut},
};
use crate::store::{
    error::StoreError,
    record_inbox::{
        self, Outcome, Placed, Settled, heard, invalid_body, optional, own, refused, text,
    },
    upsert::{ChangeError, Now, TEXT_MAX},
};

const KINDS: [&str; 1] = ["opportunity"];

/// Takes one record from the inbox; nothing when none waits.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = keep(&mut tx, now, &record).await;
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

async fn keep(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let known: Option<Uuid> = match optional(&record.body, "opportunity") {
        Ok(known) => known,
        Err(fault) => return Ok(Err(fault)),
    };
    let done = match known {
        Some(id) => move_on(&mut *tx, now, record, id).await,
        None => make(&mut *tx, now, record).await,
    };
    let id = match done {
        Ok(Ok(id)) => id,
        Ok(Err(fault)) => return Ok(Err(fault)),
        Err(error) => return refused(error),
    };
    let row = opportunity::get(&mut *tx, &own(RepId(record.rep_id)), id).await?;
    let told = opportunity::told(&row);
    let detail = json!({"opportunity": id, "stage": row.stage});
    heard(tx, now, record, "opportunity_moved", id, told, detail).await
}

const fn by(record: &Placed) -> By {
    By {
        user: None,
        rep: Some(record.rep_id),
    }
}

async fn move_on(
    tx: &mut PgConnection,
    now: Now,
    record: &Placed,
    id: Uuid,
) -> Result<Result<Uuid, Value>, ChangeError> {
    let body = &record.body;
    let change = match (
        optional(body, "amount_minor"),
        optional(body, "expected_close"),
    ) {
        (Ok(amount_minor), Ok(close)) => OpportunityChange {
            stage: text(body, "stage", TEXT_MAX),
            lost_reason: text(body, "reason", TEXT_MAX),
            note: text(body, "note", NOTE_MAX).map(Some),
            amount_minor,
            expected_close: close.map(Some),
            ..OpportunityChange::default()
        },
        (Err(fault), _) | (_, Err(fault)) => return Ok(Err(fault)),
    };
    let (scope, when) = (own(RepId(record.rep_id)), (now, record.at.min(now.at)));
    match opportunity::change(tx, &scope, by(record), when, id, None, &change).await {
        Err(ChangeError::Store(StoreError::NotFound)) => Ok(Err(
            json!({"code": "unknown_opportunity", "opportunity": id}),
        )),
        other => other.map(|_| Ok(id)),
    }
}

async fn make(
    tx: &mut PgConnection,
    now: Now,
    record: &Placed,
) -> Result<Result<Uuid, Value>, ChangeError> {
    let put = match read(record) {
        Ok(put) => put,
        Err(fault) => return Ok(Err(fault)),
    };
    let taken = sqlx::query_scalar!(
        r#"select exists (select from opportunity where id = $1) as "taken!""#,
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
    opportunity::insert(&mut *tx, &scope, by(record), now, &new).await?;
    reopen(tx, record, ("unknown_opportunity", "opportunity")).await?;
    Ok(Ok(record.id))
}

fn read(record: &Placed) -> Result<OpportunityPut, Value> {
    let body = &record.body;
    Ok(OpportunityPut {
        id: record.id,
        rep_id: None,
        name: text(body, "name", TEXT_MAX).ok_or_else(|| invalid_body("/name", "required"))?,
        note: text(body, "note", NOTE_MAX),
        about: about::AboutPut::default(),
        stage: text(body, "stage", TEXT_MAX),
        amount_minor: optional(body, "amount_minor")?.unwrap_or(0),
        expected_close: optional(body, "expected_close")?,
        quotation_id: None,
    })
}
