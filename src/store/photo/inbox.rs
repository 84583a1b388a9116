//! Turns field records of kind `photo` into photos: each once, in a transaction of its own. One that comes
//! before its bytes is told so, and taken up again when they are here.

use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use super::bind::{self, Named, Naming};
use crate::store::{
    error::StoreError,
    instant::Instant,
    order::inbox::outlet_of,
    record_inbox::{self, Outcome, Placed, Settled, heard, invalid_body},
    upsert::Now,
};

const KINDS: [&str; 1] = ["photo"];
/// Characters of what a phone says of a photo.
const TEXT_MAX: usize = 500;

/// Takes one record from the inbox; nothing when none waits.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = photo(&mut tx, now, &record).await;
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

/// A text of a body, as much of it as is kept.
pub fn text_of(body: &Value, name: &str) -> Option<String> {
    let text = body.get(name).and_then(Value::as_str)?.trim();
    let kept: String = text.chars().filter(|c| *c != '\0').take(TEXT_MAX).collect();
    Some(kept).filter(|t| !t.is_empty())
}

/// `{"blob": sha256 in hexadecimal, "subject"?, "note"?, "outlet"?}`; without an outlet that of the visit.
async fn photo(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let blob = record.body.get("blob").and_then(Value::as_str);
    let Some(digest) = blob.and_then(bind::digest) else {
        return Ok(Err(invalid_body("/blob", "invalid_digest")));
    };
    let outlet = match outlet_of(&mut *tx, record).await? {
        Ok(outlet) => outlet.map(|o| o.0),
        Err(fault) => return Ok(Err(fault)),
    };
    let naming = Naming {
        kind: "photo",
        record: record.id,
        rep: record.rep_id,
        date: record.date,
        org_unit: record.org_unit_id,
        visit: record.visit_id,
        outlet,
        at: record.at,
    };
    let named = Named {
        id: record.id,
        digest,
        subject: text_of(&record.body, "subject"),
        note: text_of(&record.body, "note"),
    };
    let bound = match bind::bind(&mut *tx, now.at, &naming, &named).await? {
        Ok(bound) => bound,
        Err(fault) => return Ok(Err(fault)),
    };
    let told = json!({
        "photo": bound.id, "visit": record.visit_id, "outlet": outlet, "subject": named.subject,
        "findings": bound.findings, "at": Instant(record.at),
    });
    // What speaks against it is for who looks at it, not for who took it.
    let detail = json!({"photo": bound.id, "status": "pending"});
    heard(tx, now, record, "photo_taken", bound.id, told, detail).await
}
