//! Turns field records of kind `joint_visit`, from a supervisor's own phone, into joint visits. A record
//! is never lost over a fault in it; the fault goes back as `record_status`.

use chrono::NaiveDate;
use fieldbeat_domain::{
    id::{OrgUnitId, RepId},
    time::{At, CompanyTime},
};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{
    error::StoreError,
    event::{self, NewEvent},
    joint_visit::{self, Saying},
    record_inbox::{self, News, Received, Record, Settled, invalid_body},
    role::Right,
    scope::{self, Scope},
    upsert::Now,
};

/// Takes one batch from the inbox; empty when nothing waits. Several may run at once.
pub async fn apply(db: &PgPool, now: Now, time: CompanyTime) -> Result<Vec<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let received = record_inbox::take(&mut tx, "joint_visit").await?;
    let mut settled = Vec::with_capacity(received.len());
    for record in &received {
        let date = time.date_of(At::from(record.at));
        settled.push(settle(&mut tx, now, record, date).await?);
    }
    tx.commit().await?;
    Ok(settled)
}

async fn settle(
    tx: &mut PgConnection,
    now: Now,
    record: &Received,
    date: NaiveDate,
) -> Result<Settled, StoreError> {
    let (org_unit, outcome) = match keep(tx, now, record, date).await? {
        Err(fault) => (None, Err(fault)),
        Ok((unit, told)) => {
            let event = NewEvent {
                kind: "joint_visit",
                org_unit_id: Some(unit),
                rep_id: told
                    .get("rep")
                    .and_then(Value::as_i64)
                    .and_then(|r| i32::try_from(r).ok()),
                subject_id: record.id.to_string(),
                body: &told,
            };
            let event = event::insert(tx, now.at, &event).await?;
            let news = News {
                kind: "joint_visit",
                body: told,
                event,
            };
            (Some(OrgUnitId(unit)), Ok((json!({}), news)))
        }
    };
    let record = Record {
        kind: "joint_visit",
        id: record.id,
        rep: RepId(record.rep_id),
        org_unit,
    };
    record_inbox::settle(tx, now.at, &record, outcome).await
}

/// `{"rep": code or id, "visit"?: UUID, "note"?}`, at the record's date. The phone's rep must be a login
/// that may accompany, with the other rep in reach.
async fn keep(
    tx: &mut PgConnection,
    now: Now,
    record: &Received,
    date: NaiveDate,
) -> Result<Result<(i32, Value), Value>, StoreError> {
    let rep = match record.body.get("rep") {
        Some(Value::String(code)) => by_code(tx, code).await?,
        Some(id) => id.as_i64().and_then(|id| i32::try_from(id).ok()),
        None => return Ok(Err(invalid_body("/rep", "required"))),
    };
    let visit = match record.body.get("visit") {
        None | Some(Value::Null) => None,
        Some(id) => match id.as_str().and_then(|id| id.parse::<Uuid>().ok()) {
            Some(id) => Some(id),
            None => return Ok(Err(invalid_body("/visit", "invalid"))),
        },
    };
    let unknown = || Ok(Err(invalid_body("/rep", "unknown")));
    let Some(rep) = rep else { return unknown() };
    let Some(who) = accompanying(tx, record.rep_id).await? else {
        return Ok(Err(invalid_body("/", "forbidden")));
    };
    if let Some(visit) = visit
        && whose(tx, visit).await?.is_some_and(|owner| owner != rep)
    {
        return Ok(Err(invalid_body("/visit", "unknown")));
    }
    let note: Option<String> = record
        .body
        .get("note")
        .and_then(Value::as_str)
        .map(|text| text.trim().chars().take(joint_visit::NOTE_MAX).collect())
        .filter(|note: &String| !note.is_empty());
    let saying = Saying {
        id: record.id,
        rep: RepId(rep),
        date,
        visit,
        note: note.as_deref(),
        record: Some(record.id),
    };
    match joint_visit::say(tx, &who, now.at, &saying).await {
        Ok((id, unit)) => Ok(Ok((
            unit,
            json!({"joint_visit": id, "rep": rep, "date": date, "visit": visit}),
        ))),
        Err(StoreError::NotFound) => unknown(),
        Err(other) => Err(other),
    }
}

async fn by_code(tx: &mut PgConnection, code: &str) -> Result<Option<i32>, StoreError> {
    Ok(
        sqlx::query_scalar!("select id from rep where code = $1", code)
            .fetch_optional(tx)
            .await?,
    )
}

async fn whose(tx: &mut PgConnection, visit: Uuid) -> Result<Option<i32>, StoreError> {
    Ok(
        sqlx::query_scalar!("select rep_id from visit where id = $1", visit)
            .fetch_optional(tx)
            .await?,
    )
}

/// The scope of the login behind a phone's rep, where it may accompany.
async fn accompanying(tx: &mut PgConnection, rep: i32) -> Result<Option<Scope>, StoreError> {
    let user = sqlx::query_scalar!("select user_id from rep where id = $1", rep)
        .fetch_optional(&mut *tx)
        .await?
        .flatten();
    let Some(user) = user else { return Ok(None) };
    let scope = scope::of_user(tx, user).await?;
    Ok(scope.filter(|s| s.may(Right::AccompanyVisits)))
}
