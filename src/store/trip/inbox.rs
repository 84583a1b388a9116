//! Turns field records of kind `delivery` into what became of a stop. Each once, in a transaction of its own.

use fieldbeat_domain::id::RepId;
use fieldbeat_trade::trip::{Outcome as StopOutcome, State};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection, PgPool};
use uuid::Uuid;

use super::stop::{self, StopAnswer};
use crate::store::{
    error::StoreError,
    order::{act, delivery::LinePart, submit::By},
    record_inbox::{self, News, Outcome, Placed, Settled, faulty, field, own},
    scope::Scope,
    upsert::{ChangeError, Now},
};

const KINDS: [&str; 1] = ["delivery"];

/// Takes one record from the inbox; nothing when none waits.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = heard(&mut tx, now, &record).await;
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

fn read(record: &Placed) -> Result<(Uuid, StopAnswer), Value> {
    let body = &record.body;
    let text = |name: &str| -> Option<String> {
        let text = body.get(name).and_then(Value::as_str)?;
        let text: String = text.chars().filter(|c| *c != '\0').collect();
        Some(text).filter(|t| !t.trim().is_empty())
    };
    let lines: Option<Vec<LinePart>> = match body.get("lines") {
        None | Some(Value::Null) => None,
        Some(_) => Some(field(body, "lines")?),
    };
    let outcome: StopOutcome = field(body, "outcome")?;
    let answer = StopAnswer {
        id: record.id,
        outcome,
        lines,
        reason: text("reason"),
        receiver: text("receiver"),
        note: text("note"),
        photo_sha256: text("photo_sha256"),
        visit_id: record.visit_id,
        at: Some(record.at),
    };
    Ok((field(body, "order")?, answer))
}

async fn heard(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let (order, mut answer) = match read(record) {
        Ok(read) => read,
        Err(fault) => return Ok(Err(fault)),
    };
    // A phone whose clock runs ahead delivered no later than now.
    answer.at = Some(record.at.min(now.at));
    let trip = sqlx::query_scalar!(
        r#"select p.trip_id from delivery_stop p join delivery_trip t on t.id = p.trip_id
        where p.order_id = $1 and p.live and t.rep_id = $2"#,
        order,
        record.rep_id,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(trip) = trip else {
        return Ok(Err(json!({"code": "unknown_stop"})));
    };
    // What a refused one has written is taken back.
    let mut tried = tx.begin().await?;
    match told(&mut tried, now, record, (trip, order), &answer).await {
        Ok(Ok(told)) => {
            tried.commit().await?;
            Ok(Ok(told))
        }
        Ok(Err(fault)) => Ok(Err(fault)),
        Err(ChangeError::Invalid(faults)) => Ok(Err(faulty(&faults))),
        Err(ChangeError::Store(StoreError::NotFound) | ChangeError::Stale(_)) => {
            Ok(Err(json!({"code": "unknown_stop"})))
        }
        Err(ChangeError::Store(other)) => Err(other),
    }
}

async fn told(
    tx: &mut PgConnection,
    now: Now,
    record: &Placed,
    (trip, order): (Uuid, Uuid),
    answer: &StopAnswer,
) -> Result<Result<(Value, News), Value>, ChangeError> {
    let trip = super::lock(&mut *tx, &own(RepId(record.rep_id)), trip, None).await?;
    if trip.state == State::Planned {
        return Ok(Err(json!({"code": "not_loaded"})));
    }
    // The driver need not be who took the order.
    let order = act::lock(&mut *tx, &Scope::system(), order, None).await?;
    let by = By {
        user: None,
        rep: Some(record.rep_id),
    };
    let (status, body, event) = stop::answer(&mut *tx, now, by, &trip, &order, answer).await?;
    let action = if answer.outcome == StopOutcome::Refused {
        "refuse"
    } else {
        "deliver"
    };
    act::tell(&mut *tx, now, &order, &status, action).await?;
    let detail = json!({"trip": trip.id, "order": order.id, "state": status.state});
    let news = News {
        kind: "delivery_changed",
        body,
        event,
    };
    Ok(Ok((detail, news)))
}
