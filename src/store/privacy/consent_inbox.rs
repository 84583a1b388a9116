//! Turns field records of kind `consent` into answers to the privacy notice, appended. A record is never lost over a fault in it;
//! the fault goes back as `record_status`.

use fieldbeat_domain::consent::Decision;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use crate::store::{
    error::StoreError,
    record_inbox::{self, Outcome, Placed, Settled, field, invalid_body},
    upsert::Now,
    user::LANGUAGES,
};

const KINDS: [&str; 1] = ["consent"];

/// Takes one record from the inbox; nothing when none waits.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = answer(&mut tx, now, &record).await;
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

/// `{"version", "language", "decision"}`.
fn read(body: &Value) -> Result<(i32, String, Decision), Value> {
    let language: String = field(body, "language")?;
    if !LANGUAGES.contains(&language.as_str()) {
        return Err(invalid_body("/language", "unknown_word"));
    }
    Ok((field(body, "version")?, language, field(body, "decision")?))
}

async fn answer(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let (version, language, decision) = match read(&record.body) {
        Ok(said) => said,
        Err(fault) => return Ok(Err(fault)),
    };
    let kept = sqlx::query!(
        "insert into consent_answer (id, rep_id, version, language, decision, at, device_id, received_at)
         select d.id, d.rep_id, n.version, $3, $4, $5, d.device_id, d.received_at
         from device_record d, privacy_notice n where d.kind = 'consent' and d.id = $1 and n.version = $2",
        record.id,
        version,
        language,
        decision.as_str(),
        record.at,
    )
    .execute(&mut *tx)
    .await?;
    if kept.rows_affected() == 0 {
        return Ok(Err(invalid_body("/version", "unknown_notice")));
    }
    let told = json!({"rep_id": record.rep_id, "version": version, "decision": decision});
    let detail = json!({"version": version, "decision": decision});
    record_inbox::heard(tx, now, record, "consent_answered", record.id, told, detail).await
}
