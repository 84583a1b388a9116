//! Turns field records of kind `van_count` into counts of the rep's own van. Each once, in a transaction of its own.

use std::collections::BTreeMap;

use serde_json::json;
use sqlx::{PgConnection, PgPool};

use super::count::{self, New};
use crate::store::{
    error::StoreError,
    record_inbox::{self, News, Outcome, Placed, Settled, faulty, invalid_body},
    scope::Scope,
    stock::{count_body, count_inbox},
    upsert::{ChangeError, Now},
};

const KINDS: [&str; 1] = ["van_count"];

/// Takes one record from the inbox; nothing when none waits.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = take(&mut tx, now, &record).await;
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

async fn take(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let products = count_inbox::products(&mut *tx, std::iter::once(&record.body)).await?;
    let body = match count_body::read(&record.body, &products) {
        Ok(body) => body,
        Err(faults) => return Ok(Err(faulty(&faults))),
    };
    let van = sqlx::query_scalar!(
        "select id from stock_location where rep_id = $1 and kind = 'van' and active",
        record.rep_id
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(van) = van else {
        return Ok(Err(invalid_body("", "no_van")));
    };
    let taken = sqlx::query_scalar!(
        r#"select exists (select from van_count where id = $1) as "taken!""#,
        record.id
    )
    .fetch_one(&mut *tx)
    .await?;
    if taken {
        return Ok(Err(json!({"code": "id_reused"})));
    }
    let mut milli: BTreeMap<i32, i64> = BTreeMap::new();
    for line in &body.lines {
        *milli.entry(line.product).or_default() += line.milli;
    }
    let new = New {
        id: record.id,
        date: record.date,
        counted_at: record.at,
        by: None,
        visit: record.visit_id,
        note: body.note.as_deref(),
        milli: &milli,
    };
    match count::keep(tx, &Scope::system(), now, van, &new).await {
        Ok((told, event)) => {
            let detail =
                json!({"van_count": record.id, "products": milli.len(), "errors": body.faults});
            let news = News {
                kind: "van_day_changed",
                body: told,
                event,
            };
            Ok(Ok((detail, news)))
        }
        Err(ChangeError::Invalid(faults)) => Ok(Err(faulty(&faults))),
        Err(ChangeError::Stale(_)) => Ok(Err(json!({"code": "id_reused"}))),
        Err(ChangeError::Store(other)) => Err(other),
    }
}
