//! Turns field records of kind `contact` into people at customers, or changes one of them. Each once, in a transaction of
//! its own. A change says which version the phone knew; where another has come since, nothing is overwritten. What a
//! person does not want is added by a phone and never taken away.

use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use super::{
    about::{self, reference},
    contact::{self, Channel, ContactPut},
};
use crate::store::{
    error::StoreError,
    instant::Instant,
    record_inbox::{
        self, Outcome, Placed, Settled, cleaned, faulty, field, heard, invalid_body, optional,
        refused, text,
    },
    record_wait::{self, Awaited, is_missing, waits},
    scope::Scope,
    upsert::{ChangeError, Field, Mode, Now, TEXT_MAX},
};

const KINDS: [&str; 1] = ["contact"];

/// Takes one record from the inbox; nothing when none waits.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = keep(&mut tx, now, &record).await;
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

async fn keep(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let known = record.body.get("contact").is_some_and(|c| !c.is_null());
    let done = if known {
        change(&mut *tx, now, record).await
    } else {
        make(&mut *tx, now, record).await
    };
    let id = match done {
        Ok(Ok(id)) => id,
        Ok(Err(fault)) => return Ok(Err(fault)),
        Err(error) => return refused(error),
    };
    let row = contact::get(&mut *tx, &Scope::system(), id).await?;
    let told = json!({
        "contact": id, "customer": row.customer_id, "visit": record.visit_id, "outlet": record.visit_outlet_id,
        "at": Instant(record.at.min(now.at)),
    });
    let detail = json!({"contact": id, "code": row.code, "version": row.version});
    heard(tx, now, record, "contact_changed", record.id, told, detail).await
}

/// Whether the rep has to do with a customer: of the unit where it works, of an outlet of the own routes, or of that of the visit.
async fn is_within_reach(
    tx: &mut PgConnection,
    record: &Placed,
    customer: i32,
) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select exists (select from customer c where c.id = $1 and (c.org_unit_id = $2
          or exists (select from outlet o where o.customer_id = c.id and (o.id = $4
            or exists (select from route_outlet ro join route_rep rr on rr.route_id = ro.route_id
              where ro.outlet_id = o.id and ro.retired_at is null and ro.valid @> $5::date
                and rr.rep_id = $3 and rr.retired_at is null and rr.valid @> $5::date))))) as "reached!"
        "#,
        customer,
        record.org_unit_id,
        record.rep_id,
        record.visit_outlet_id,
        record.date,
    )
    .fetch_one(tx)
    .await?)
}

async fn make(
    tx: &mut PgConnection,
    now: Now,
    record: &Placed,
) -> Result<Result<i32, Value>, ChangeError> {
    let about = match about::of_record(&mut *tx, record).await? {
        Ok(about) => about,
        Err(fault) => return Ok(Err(fault)),
    };
    let Some(customer) = about.customer_id else {
        return Ok(Err(invalid_body("/customer", "required")));
    };
    if !is_within_reach(&mut *tx, record, customer).await? {
        return Ok(Err(invalid_body("/customer", "unknown")));
    }
    let put = match read(&record.body) {
        Ok(put) => ContactPut {
            code: record.id.to_string(),
            customer_id: Some(customer),
            ..put
        },
        Err(fault) => return Ok(Err(fault)),
    };
    if !is_missing(&mut *tx, Awaited::Contact, record.id).await? {
        return Ok(Err(json!({"code": "id_reused"})));
    }
    let written = write(&mut *tx, now, Mode::Create, put).await?;
    record_wait::reopen(tx, record.id).await?;
    Ok(written)
}

async fn change(
    tx: &mut PgConnection,
    now: Now,
    record: &Placed,
) -> Result<Result<i32, Value>, ChangeError> {
    let body = &record.body;
    let (id, code) = reference(body, "contact");
    if let Some(told) = about::told_of(code)
        && is_missing(&mut *tx, Awaited::Contact, told).await?
    {
        return Ok(Err(waits("unknown_contact", "contact", told)));
    }
    let seen: i32 = match field(body, "version") {
        Ok(seen) => seen,
        Err(fault) => return Ok(Err(fault)),
    };
    let put = match read(body) {
        Ok(put) => put,
        Err(fault) => return Ok(Err(fault)),
    };
    let row = sqlx::query!(
        "select id, code, customer_id, opted_out, version from contact where id = $1 or code = $2 for update",
        id,
        code,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let unknown = json!({"code": "unknown_contact", "contact": body["contact"]});
    let Some(row) = row else {
        return Ok(Err(unknown));
    };
    if !is_within_reach(&mut *tx, record, row.customer_id).await? {
        return Ok(Err(unknown));
    }
    if seen != row.version {
        return Err(ChangeError::Stale(row.version));
    }
    if let Some(ways) = &put.opted_out
        && !(row.opted_out.iter()).all(|way| ways.iter().any(|w| w.as_str() == way))
    {
        return Ok(Err(invalid_body("/opted_out", "only_added")));
    }
    let put = ContactPut {
        code: row.code,
        ..put
    };
    write(tx, now, Mode::Upsert, put).await
}

/// Of a customer in the rep's reach.
async fn write(
    tx: &mut PgConnection,
    now: Now,
    mode: Mode,
    put: ContactPut,
) -> Result<Result<i32, Value>, ChangeError> {
    let done = contact::upsert(tx, &Scope::system(), now, mode, &[put]).await?;
    let row = done.into_iter().next();
    let (id, faults) = row.map_or((None, None), |row| (row.id, row.error));
    Ok(id.ok_or_else(|| faulty(&faults.unwrap_or_default())))
}

fn read(body: &Value) -> Result<ContactPut, Value> {
    let opted_out: Option<Vec<Channel>> = optional(body, "opted_out")?;
    Ok(ContactPut {
        name: text(body, "name", TEXT_MAX),
        role: optional(body, "role")?,
        title: words(body, "title")?,
        phone: words(body, "phone")?,
        email: words(body, "email")?,
        birthday: if body.get("birthday").is_some() {
            Some(optional(body, "birthday")?)
        } else {
            None
        },
        note: words(body, "note")?,
        opted_out,
        active: optional(body, "active")?,
        ..ContactPut::default()
    })
}

/// What is said of a person: absent leaves it, null clears it.
fn words(body: &Value, name: &str) -> Result<Field<String>, Value> {
    if body.get(name).is_none() {
        return Ok(None);
    }
    let said: Option<String> = optional(body, name)?;
    let said = said.map(|text| cleaned(&text, TEXT_MAX));
    Ok(Some(said.filter(|text| !text.is_empty())))
}
