//! Turns field records about money into collections: `collection`, `collection_void`. Each once, in a
//! transaction of its own.

use fieldbeat_domain::id::RepId;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{
    account,
    collection::{self, Deed, INVOICES_MAX, InvoicePart, Method},
};
use crate::store::{
    error::StoreError,
    instant::Instant,
    order::{
        body::{self, OutletRef},
        inbox::{currency, placed},
        submit::By,
    },
    record_inbox::{self, Outcome, Placed, Settled, field, heard, invalid_body, own, refused},
    upsert::{ChangeError, Now},
};

const KINDS: [&str; 2] = ["collection", "collection_void"];

/// Takes one record from the inbox; nothing when none waits.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = if record.kind == "collection" {
        collect(&mut tx, now, &record).await
    } else {
        void(&mut tx, now, &record).await
    };
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

/// What a phone says of money: amount and method, for whom where it is not the visit's outlet, and which
/// invoices it is for.
struct Said {
    outlet: Option<OutletRef>,
    amount_minor: i64,
    method: Method,
    invoices: Vec<InvoicePart>,
    reference: Option<String>,
    note: Option<String>,
}

fn read(body: &Value) -> Result<Said, Value> {
    let outlet = body::outlet(body).map_err(|code| invalid_body("/outlet", code))?;
    let amount_minor: i64 = field(body, "amount_minor")?;
    if amount_minor <= 0 {
        return Err(invalid_body("/amount_minor", "out_of_range"));
    }
    let invoices: Vec<InvoicePart> = match body.get("invoices") {
        None | Some(Value::Null) => Vec::new(),
        Some(_) => field(body, "invoices")?,
    };
    if invoices.len() > INVOICES_MAX {
        return Err(invalid_body("/invoices", "too_many"));
    }
    let text = |name: &str| -> Option<String> {
        let text = body.get(name).and_then(Value::as_str)?;
        Some(text.chars().filter(|c| *c != '\0').take(2_000).collect())
    };
    Ok(Said {
        outlet,
        amount_minor,
        method: field(body, "method")?,
        invoices,
        reference: text("reference"),
        note: text("note"),
    })
}

/// The supplying partner of an outlet on a date.
pub async fn supplier(
    tx: &mut PgConnection,
    outlet: i32,
    date: chrono::NaiveDate,
) -> Result<Option<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select partner_id from outlet_supplier where outlet_id = $1 and retired_at is null and valid @> $2::date",
        outlet,
        date
    )
    .fetch_optional(tx)
    .await?)
}

async fn collect(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let said = match read(&record.body) {
        Ok(said) => said,
        Err(fault) => return Ok(Err(fault)),
    };
    let outlet = match placed(&mut *tx, said.outlet.as_ref(), record.visit_outlet_id).await? {
        Ok(outlet) => outlet,
        Err(fault) => return Ok(Err(fault)),
    };
    let Some((outlet, customer)) = outlet else {
        return Ok(Err(invalid_body("/outlet", "required")));
    };
    let Some(customer) = customer else {
        return Ok(Err(invalid_body("/outlet", "no_customer")));
    };
    let taken = sqlx::query_scalar!(
        r#"select exists (select from collection where id = $1) as "taken!""#,
        record.id
    )
    .fetch_one(&mut *tx)
    .await?;
    if taken {
        return Ok(Err(json!({"code": "id_reused"})));
    }
    let partner = supplier(&mut *tx, outlet, record.date).await?;
    let account = account::lock(&mut *tx, customer, partner).await?;
    let currency = currency(&mut *tx).await?;
    let new = collection::New {
        id: record.id,
        by: By {
            user: None,
            rep: Some(record.rep_id),
        },
        date: record.date,
        org_unit_id: record.org_unit_id,
        visit_id: record.visit_id,
        outlet: Some(outlet),
        account: account.id,
        method: said.method,
        currency: &currency,
        amount_minor: said.amount_minor,
        wanted: &said.invoices,
        reference: said.reference.as_deref(),
        note: said.note.as_deref(),
        collected_at: record.at,
    };
    collection::insert(&mut *tx, now, &new).await?;
    sqlx::query!(
        r#"
        update device_record set status = 'received' where rep_id = $1 and date >= $2::date - 7 and kind = 'collection_void'
          and status = 'invalid' and status_detail->>'code' = 'unknown_collection' and body->>'collection' = $3
        "#,
        record.rep_id,
        record.date,
        record.id.to_string(),
    )
    .execute(&mut *tx)
    .await?;
    let told = json!({
        "collection": record.id, "visit": record.visit_id, "outlet": outlet, "customer": customer, "state": "recorded",
        "amount_minor": said.amount_minor, "method": said.method, "at": Instant(record.at),
    });
    let detail = json!({"state": "recorded", "amount_minor": said.amount_minor});
    heard(
        tx,
        now,
        record,
        "collection_recorded",
        record.id,
        told,
        detail,
    )
    .await
}

async fn void(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let Some(id) = (record.body.get("collection").and_then(Value::as_str))
        .and_then(|id| Uuid::parse_str(id).ok())
    else {
        return Ok(Err(invalid_body("/collection", "required")));
    };
    let reason = record.body.get("reason").and_then(Value::as_str);
    let done = match collection::lock(&mut *tx, &own(RepId(record.rep_id)), id, None).await {
        Ok(one) => collection::act(&mut *tx, now, &one, Deed::Void, reason).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(state) => {
            let told = json!({"collection": id, "state": state, "reason": reason});
            let detail = told.clone();
            heard(
                tx,
                now,
                record,
                "collection_changed",
                record.id,
                told,
                detail,
            )
            .await
        }
        Err(ChangeError::Store(StoreError::NotFound)) => {
            Ok(Err(json!({"code": "unknown_collection", "collection": id})))
        }
        Err(error) => refused(error),
    }
}
