//! Turns field records about offers into quotations: `quotation`, and `quotation_decline` where nothing comes of one.
//! What an offer becomes is an `order` that names it (`order::inbox`).

use chrono::NaiveDate;
use fieldbeat_domain::id::RepId;
use serde_json::json;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{
    error::StoreError,
    instant::Instant,
    order::inbox::outlet_of,
    quotation::{self, NewQuotation},
    record_inbox::{
        self, Outcome, Placed, Settled, field, heard, invalid_body, optional, own, refused, text,
    },
    record_wait::{self, Awaited, waits},
    setting,
    upsert::{ChangeError, Now, TEXT_MAX},
};

/// The offer itself comes first: a phone may send both in one frame.
const KINDS: [&str; 2] = ["quotation", "quotation_decline"];

/// Takes one record from the inbox; nothing when none waits.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = if record.kind == "quotation" {
        quote(&mut tx, now, &record).await
    } else {
        decline(&mut tx, now, &record).await
    };
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

async fn quote(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let valid_to: Option<NaiveDate> = match optional(&record.body, "valid_to") {
        Ok(date) => date,
        Err(fault) => return Ok(Err(fault)),
    };
    let outlet = match outlet_of(&mut *tx, record).await? {
        Ok(outlet) => outlet,
        Err(fault) => return Ok(Err(fault)),
    };
    let Some((outlet_id, customer_id)) = outlet else {
        return Ok(Err(invalid_body("/outlet", "required")));
    };
    if !record_wait::is_missing(&mut *tx, Awaited::Quotation, record.id).await? {
        return Ok(Err(json!({"code": "id_reused"})));
    }
    let quoted_at = record.at.min(now.at);
    let new = NewQuotation {
        id: record.id,
        rep_id: record.rep_id,
        org_unit_id: record.org_unit_id,
        visit_id: record.visit_id,
        outlet_id,
        customer_id,
        date: record.date,
        quoted_at,
        valid_to,
        honour: setting::offline_price(&mut *tx, now.today).await?,
        told: true,
        ask: &record.body,
    };
    let offered = match quotation::insert(&mut *tx, None, now, &new).await {
        Ok(offered) => offered,
        Err(error) => return refused(error),
    };
    record_wait::reopen(&mut *tx, record.id).await?;
    let told = json!({
        "quotation": record.id, "visit": record.visit_id, "outlet": outlet_id, "customer": customer_id, "state": "open",
        "total_minor": offered.total_minor, "at": Instant(quoted_at),
    });
    let detail =
        json!({"state": "open", "total_minor": offered.total_minor, "valid_to": offered.valid_to});
    heard(
        tx,
        now,
        record,
        "quotation_changed",
        record.id,
        told,
        detail,
    )
    .await
}

async fn decline(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let id: Uuid = match field(&record.body, "quotation") {
        Ok(id) => id,
        Err(fault) => return Ok(Err(fault)),
    };
    let Some(reason) = text(&record.body, "reason", TEXT_MAX) else {
        return Ok(Err(invalid_body("/reason", "required")));
    };
    if record_wait::is_missing(&mut *tx, Awaited::Quotation, id).await? {
        return Ok(Err(waits("unknown_quotation", "quotation", id)));
    }
    let scope = own(RepId(record.rep_id));
    match quotation::decline(&mut *tx, &scope, now, (id, None), &reason).await {
        Ok(_) => {}
        Err(ChangeError::Store(StoreError::NotFound)) => {
            return Ok(Err(json!({"code": "unknown_quotation", "quotation": id})));
        }
        Err(error) => return refused(error),
    }
    let told = json!({"quotation": id, "visit": record.visit_id, "state": "declined"});
    let detail = json!({"quotation": id, "state": "declined"});
    heard(tx, now, record, "quotation_changed", id, told, detail).await
}
