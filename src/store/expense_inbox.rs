//! Turns field records of kind `expense` into claims. Each once, in a transaction of its own.

use serde::Deserialize;
use serde_json::json;
use sqlx::PgPool;

use super::{
    error::StoreError,
    expense::{self, New, Said},
    record_inbox::{self, News, Outcome, Placed, Settled, faulty},
    upsert::{ChangeError, Now},
};

const KINDS: [&str; 1] = ["expense"];

/// Takes one record from the inbox; nothing when none waits.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = claim(&mut tx, now, &record).await;
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

async fn claim(tx: &mut sqlx::PgConnection, now: Now, record: &Placed) -> Outcome {
    let said = match Said::deserialize(&record.body) {
        Ok(said) => said,
        Err(e) => {
            return Ok(Err(
                json!({"code": "invalid_body", "errors": [], "detail": e.to_string()}),
            ));
        }
    };
    let taken = sqlx::query_scalar!(
        r#"select exists (select from expense where id = $1) as "taken!""#,
        record.id
    )
    .fetch_one(&mut *tx)
    .await?;
    if taken {
        return Ok(Err(json!({"code": "id_reused"})));
    }
    let new = New {
        id: record.id,
        rep: record.rep_id,
        org_unit: record.org_unit_id,
        date: record.date,
        visit: record.visit_id,
        outlet: record.visit_outlet_id,
        user: None,
        spent_at: record.at,
    };
    match expense::create(tx, now, &new, &said).await {
        Ok((body, event)) => {
            let detail = json!({"state": "submitted", "amount_minor": body.get("amount_minor")});
            let news = News {
                kind: "expense_changed",
                body,
                event,
            };
            Ok(Ok((detail, news)))
        }
        Err(ChangeError::Invalid(faults)) => Ok(Err(faulty(&faults))),
        Err(ChangeError::Stale(_)) => Ok(Err(json!({"code": "id_reused"}))),
        Err(ChangeError::Store(other)) => Err(other),
    }
}
