//! What the inboxes of field records share: a record gets its status, and the event that tells of
//! it, in the transaction that applies it. What a kind of record means is its own inbox's.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::id::{OrgUnitId, RepId};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use uuid::Uuid;

use super::{
    error::StoreError,
    event::{self, NewEvent},
    scope::{Reach, Scope},
    upsert::{ChangeError, Fault, Now},
};

/// Records taken in one transaction.
pub(super) const BATCH: i64 = 200;

/// (xid, id) of an event, for its cursor.
pub type EventKey = (i64, i64);

/// A record that waits, and of which outlet and unit the own visit is that it names.
pub(super) struct Received {
    pub id: Uuid,
    pub rep_id: i32,
    pub visit_id: Option<Uuid>,
    pub at: DateTime<Utc>,
    pub body: Value,
    pub visit_outlet_id: Option<i32>,
    pub visit_org_unit_id: Option<i32>,
}

/// The oldest records of a kind that wait, locked; what another process holds is left to it.
pub(super) async fn take(tx: &mut PgConnection, kind: &str) -> Result<Vec<Received>, StoreError> {
    Ok(sqlx::query_as!(
        Received,
        r#"
        select d.id, d.rep_id, d.visit_id, d.at + make_interval(secs => d.clock_offset_ms / 1000.0) as "at!", d.body,
          coalesce(v.outlet_id, l.outlet_id) as "visit_outlet_id?", v.org_unit_id as "visit_org_unit_id?"
        from device_record d left join visit v on v.id = d.visit_id and v.rep_id = d.rep_id
        left join visit_link l on l.visit_id = v.id and l.retired_at is null
        where d.status = 'received' and d.kind = $1
        order by d.received_at, d.id limit $2
        for update of d skip locked
        "#,
        kind,
        BATCH
    )
    .fetch_all(tx)
    .await?)
}

/// A record that waits, with the day it belongs to.
pub(super) struct Placed {
    pub kind: String,
    pub id: Uuid,
    pub rep_id: i32,
    pub visit_id: Option<Uuid>,
    pub at: DateTime<Utc>,
    /// The company's.
    pub date: NaiveDate,
    pub body: Value,
    /// Of the rep's day.
    pub org_unit_id: i32,
    pub visit_outlet_id: Option<i32>,
}

/// The oldest waiting record of these kinds, locked, with the org unit of its day and the outlet of its
/// visit. Of what came together the earlier kind is first.
pub(super) async fn take_placed(
    tx: &mut PgConnection,
    kinds: &[&str],
) -> Result<Option<Placed>, StoreError> {
    let kinds: Vec<String> = kinds.iter().map(|k| (*k).to_owned()).collect();
    Ok(sqlx::query_as!(
        Placed,
        r#"
        with oldest as (
          -- The first of each kind, by the index; the rest of a long queue is not read.
          select c.kind, c.id from unnest($1::text[]) with ordinality k(kind, place)
          cross join lateral (
            select x.kind, x.id, x.received_at from device_record x where x.status = 'received' and x.kind = k.kind
            order by x.received_at, x.id limit 1 for update skip locked) c
          order by c.received_at, k.place limit 1
        )
        select d.kind, d.id, d.rep_id, d.visit_id, d.at + make_interval(secs => d.clock_offset_ms / 1000.0) as "at!", d.date, d.body,
          coalesce(
            (select x.org_unit_id from rep_day x where x.rep_id = d.rep_id and x.date = d.date),
            (select p.org_unit_id from day_plan p where p.rep_id = d.rep_id and p.date = d.date),
            (select a.org_unit_id from rep_org_unit a
              where a.rep_id = d.rep_id and a.retired_at is null and a.valid @> d.date),
            (select o.id from org_unit o where o.parent_id is null order by o.id limit 1)
          ) as "org_unit_id!",
          coalesce(
            (select coalesce(v.outlet_id, l.outlet_id) from visit v
              left join visit_link l on l.visit_id = v.id and l.retired_at is null
              where v.id = d.visit_id and v.rep_id = d.rep_id),
            (select o.id from mark m join outlet o
               on o.id::text = m.body->>'outlet' and jsonb_typeof(m.body->'outlet') = 'number'
               or o.code = m.body->>'outlet' and jsonb_typeof(m.body->'outlet') = 'string'
             where m.type = 'check_in' and m.id = d.visit_id and m.rep_id = d.rep_id)
          ) as "visit_outlet_id?"
        from oldest n join device_record d on d.kind = n.kind and d.id = n.id
        "#,
        &kinds
    )
    .fetch_optional(tx)
    .await?)
}

/// What became of a record, as its inbox says: what the phone is told and the boards hear, or the fault.
pub(super) type Outcome = Result<Result<(Value, News), Value>, StoreError>;

/// Settles the record that a transaction took, and commits. What the database will never take must not
/// keep the others waiting: then the record is invalid, and everything else of it is rolled back.
pub(super) async fn finish(
    db: &PgPool,
    mut tx: Transaction<'static, Postgres>,
    now: DateTime<Utc>,
    kinds: &[&'static str],
    record: &Placed,
    outcome: Outcome,
) -> Result<Option<Settled>, StoreError> {
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error @ (StoreError::Other(_) | StoreError::Conflict(_))) => {
            tracing::error!(%error, kind = record.kind, "a record was refused by the database");
            tx.rollback().await?;
            tx = db.begin().await?;
            if !lock_again(&mut tx, record).await? {
                return Ok(None);
            }
            Err(json!({"code": "internal"}))
        }
        Err(error) => return Err(error),
    };
    let Some(kind) = kinds.iter().find(|k| **k == record.kind) else {
        return Ok(None);
    };
    let named = Record {
        kind,
        id: record.id,
        rep: RepId(record.rep_id),
        org_unit: Some(OrgUnitId(record.org_unit_id)),
    };
    let settled = settle(&mut tx, now, &named, outcome).await?;
    tx.commit().await?;
    Ok(Some(settled))
}

/// Locks a record again after a rollback; whether it still waits.
async fn lock_again(tx: &mut PgConnection, record: &Placed) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        r#"select 1 as "one!" from device_record where kind = $1 and id = $2 and status = 'received' for update skip locked"#,
        record.kind,
        record.id
    )
    .fetch_optional(tx)
    .await?;
    Ok(found.is_some())
}

/// What a rep may reach by a record: the own.
pub(super) fn own(rep: RepId) -> Scope {
    Scope {
        org_units: Reach::All,
        rep: Some(rep),
        ..Scope::system()
    }
}

/// A record that was taken in: its event, which the boards hear of as `told`; the phone is told `detail`.
pub(super) async fn heard(
    tx: &mut PgConnection,
    now: Now,
    record: &Placed,
    kind: &'static str,
    subject: Uuid,
    told: Value,
    detail: Value,
) -> Outcome {
    let event = NewEvent {
        kind,
        org_unit_id: Some(record.org_unit_id),
        rep_id: Some(record.rep_id),
        subject_id: subject.to_string(),
        body: &told,
    };
    let event = event::insert(tx, now.at, &event).await?;
    let news = News {
        kind,
        body: told,
        event,
    };
    Ok(Ok((detail, news)))
}

/// What a change that was not made means for its record.
pub(super) fn refused(error: ChangeError) -> Outcome {
    match error {
        ChangeError::Store(error) => Err(error),
        ChangeError::Invalid(faults) => Ok(Err(faulty(&faults))),
        ChangeError::Stale(version) => Ok(Err(json!({"code": "stale", "version": version}))),
    }
}

/// All that is wrong with a body, as the phone is told.
pub(super) fn faulty(faults: &[Fault]) -> Value {
    json!({"code": "invalid_body", "errors": faults})
}

/// What is wrong with a body, as the phone is told.
pub(super) fn invalid_body(pointer: &str, code: &str) -> Value {
    json!({"code": "invalid_body", "errors": [{"pointer": pointer, "code": code}]})
}

/// A member of a body; what is wrong with it, where it does not read.
pub(super) fn field<T: DeserializeOwned>(body: &Value, name: &str) -> Result<T, Value> {
    let value = body.get(name).unwrap_or(&Value::Null);
    T::deserialize(value).map_err(|_| {
        let code = if value.is_null() {
            "required"
        } else {
            "invalid"
        };
        invalid_body(&format!("/{name}"), code)
    })
}

/// A member of a body that need not be there.
pub(super) fn optional<T: DeserializeOwned>(body: &Value, name: &str) -> Result<Option<T>, Value> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(_) => field(body, name).map(Some),
    }
}

/// What a phone says in words is cut and kept, never refused; nothing where it says nothing.
pub(super) fn text(body: &Value, name: &str, max: usize) -> Option<String> {
    let text = cleaned(body.get(name)?.as_str()?, max);
    Some(text).filter(|t| !t.is_empty())
}

/// Words as they can be kept.
pub(super) fn cleaned(text: &str, max: usize) -> String {
    let kept: String = text.chars().filter(|c| *c != '\0').take(max).collect();
    kept.trim().to_owned()
}

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

/// What a phone is told anew of a record that was settled before.
#[derive(Clone, Debug)]
pub struct Retold {
    pub kind: &'static str,
    pub id: Uuid,
    pub rep: RepId,
    pub detail: Value,
    /// Of the `record_status` event.
    pub event: EventKey,
}

/// A decision about what a record brought: its status stays `applied`, with a new detail. `None` where
/// no phone brought it.
pub async fn tell_again(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    kind: &'static str,
    id: Uuid,
    detail: Value,
) -> Result<Option<Retold>, StoreError> {
    let row = sqlx::query!(
        r#"update device_record d set status_detail = $3, told_at = $4 where d.kind = $1 and d.id = $2
        returning d.rep_id, (select u.org_unit_id from rep_org_unit u
          where u.rep_id = d.rep_id and u.retired_at is null and u.valid @> d.date) as org_unit_id"#,
        kind,
        id,
        detail,
        now,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let told = json!({"kind": kind, "id": id, "status": "applied", "detail": detail});
    let event = NewEvent {
        kind: "record_status",
        org_unit_id: row.org_unit_id,
        rep_id: Some(row.rep_id),
        subject_id: id.to_string(),
        body: &told,
    };
    let event = event::insert(tx, now, &event).await?;
    Ok(Some(Retold {
        kind,
        id,
        rep: RepId(row.rep_id),
        detail,
        event,
    }))
}
