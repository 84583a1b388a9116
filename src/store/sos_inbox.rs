//! Turns field records of kind `sos` into exceptions that are open at once and that only a person ends.

use fieldbeat_domain::{
    exception::{Finding, Kind},
    id::{OrgUnitId, RepId},
    time::At,
};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use super::{
    error::StoreError,
    exception_round::{self, Cause, Row},
    record_inbox::{self, Received, Record, Settled, invalid_body, own},
    scope,
    upsert::{Now, TEXT_MAX},
};

/// Takes one batch from the inbox; empty when nothing waits. Several may run at once.
pub async fn apply(db: &PgPool, now: Now) -> Result<Vec<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let received = record_inbox::take(&mut tx, "sos").await?;
    let mut settled = Vec::with_capacity(received.len());
    for record in &received {
        settled.push(settle(&mut tx, now, record).await?);
    }
    tx.commit().await?;
    Ok(settled)
}

/// `{"note"?}`. Where the rep is, the fixes tell.
fn note(body: &Value) -> Option<String> {
    // A call for help is one, whatever its body.
    let text = body.get("note")?.as_str()?.trim();
    let text: String = text.chars().take(TEXT_MAX).collect();
    Some(text).filter(|t| !t.is_empty())
}

async fn settle(tx: &mut PgConnection, now: Now, record: &Received) -> Result<Settled, StoreError> {
    let rep = RepId(record.rep_id);
    let unit = match scope::rep_on(&mut *tx, &own(rep), rep, now.today).await {
        Ok(unit) => Some(unit),
        Err(StoreError::NotFound) => None,
        Err(other) => return Err(other),
    };
    let outcome = match unit {
        None => Err(invalid_body("", "no_org_unit")),
        Some(unit) => open(tx, now, record, unit).await?,
    };
    let record = Record {
        kind: "sos",
        id: record.id,
        rep,
        org_unit: unit,
    };
    record_inbox::settle(tx, now.at, &record, outcome).await
}

type Outcome = Result<(Value, record_inbox::News), Value>;

async fn open(
    tx: &mut PgConnection,
    now: Now,
    record: &Received,
    unit: OrgUnitId,
) -> Result<Outcome, StoreError> {
    let at: At = record.at.into();
    let cause = Cause {
        kind: Kind::Sos,
        subject: format!("record/{}", record.id),
        rep_id: record.rep_id,
        org_unit_id: unit.0,
        date: now.today,
        visit_id: record
            .visit_id
            .filter(|_| record.visit_org_unit_id.is_some()),
        outlet_id: record.visit_outlet_id,
        finding: Finding::default(),
    };
    let evidence = json!({"note": note(&record.body), "since": at});
    let row = Row {
        id: record.id,
        cause: &cause,
        evidence: &evidence,
    };
    let mut opened = exception_round::insert(tx, now.at, &[row]).await?;
    let detail = json!({"exception": record.id});
    Ok(opened
        .pop()
        .map(|one| (detail, one.news))
        .ok_or_else(|| invalid_body("/id", "id_reused")))
}
