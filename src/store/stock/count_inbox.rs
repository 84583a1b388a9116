//! Turns field records of kind `stock_count` into counts, and observes them at the outlet's location:
//! each once, whatever comes twice, late or in another order.

use std::collections::BTreeMap;

use fieldbeat_domain::{
    id::{OrgUnitId, RepId},
    time::{At, CompanyTime},
};
use fieldbeat_trade::stock::shelf::Held;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{
    count_body::{self, CountBody, Known},
    outlet,
};
use crate::store::{
    catalogue::product,
    error::StoreError,
    event::{self, NewEvent},
    instant::Instant,
    record_inbox::{self, News, Received, Record, Settled, faulty, invalid_body},
    scope,
    upsert::Now,
};

/// Takes one batch from the inbox; empty when nothing waits. Several may run at once.
pub async fn apply(db: &PgPool, now: Now, time: CompanyTime) -> Result<Vec<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let received = record_inbox::take(&mut tx, "stock_count").await?;
    if received.is_empty() {
        return Ok(Vec::new());
    }
    let products = products(&mut tx, received.iter().map(|r| &r.body)).await?;
    let mut settled = Vec::with_capacity(received.len());
    for record in &received {
        settled.push(settle(&mut tx, now, time, record, &products).await?);
    }
    tx.commit().await?;
    Ok(settled)
}

/// The products that these bodies name, by code.
pub(super) async fn products<'a>(
    tx: &mut PgConnection,
    bodies: impl Iterator<Item = &'a Value>,
) -> Result<BTreeMap<String, Known>, StoreError> {
    let codes: Vec<String> = bodies
        .flat_map(count_body::codes)
        .filter(|code| !code.contains('\0'))
        .map(str::to_owned)
        .collect();
    let ids = product::ids(&mut *tx, &codes).await?;
    let mut units = product::units(tx, &ids.values().copied().collect::<Vec<_>>()).await?;
    Ok((ids.into_iter())
        .map(|(code, id)| {
            let units = units.remove(&id).unwrap_or_default();
            (code, Known { id, units })
        })
        .collect())
}

/// The outlet that a record speaks of.
struct Outlet {
    id: i32,
    org_unit: i32,
}

async fn settle(
    tx: &mut PgConnection,
    now: Now,
    time: CompanyTime,
    record: &Received,
    products: &BTreeMap<String, Known>,
) -> Result<Settled, StoreError> {
    let rep = RepId(record.rep_id);
    let date = time.date_of(At::from(record.at));
    let outlet = find(tx, record).await?;
    // History follows the unit of its day.
    let unit = match record.visit_org_unit_id {
        Some(unit) => Some(unit),
        None => match scope::rep_on(&mut *tx, &record_inbox::own(rep), rep, date).await {
            Ok(unit) => Some(unit.0),
            Err(StoreError::NotFound) => outlet.as_ref().map(|o| o.org_unit),
            Err(other) => return Err(other),
        },
    };
    let outcome = match (outlet, unit, count_body::read(&record.body, products)) {
        (Some(outlet), Some(unit), Ok(body)) => {
            keep(tx, now, record, (outlet.id, unit, date), &body).await?
        }
        (_, _, Err(faults)) => Err(faulty(&faults)),
        (_, _, Ok(_)) => Err(invalid_body("/outlet", "unknown_outlet")),
    };
    let record = Record {
        kind: "stock_count",
        id: record.id,
        rep,
        org_unit: unit.map(OrgUnitId),
    };
    record_inbox::settle(tx, now.at, &record, outcome).await
}

async fn find(tx: &mut PgConnection, record: &Received) -> Result<Option<Outlet>, StoreError> {
    let (id, code) = match record.body.get("outlet") {
        None | Some(Value::Null) => (record.visit_outlet_id, None),
        Some(Value::String(code)) => (None, Some(code.as_str()).filter(|c| !c.contains('\0'))),
        Some(id) => (id.as_i64().and_then(|id| i32::try_from(id).ok()), None),
    };
    let row = sqlx::query!(
        "select id, org_unit_id from outlet where id = $1 or code = $2",
        id,
        code
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|r| Outlet {
        id: r.id,
        org_unit: r.org_unit_id,
    }))
}

async fn keep(
    tx: &mut PgConnection,
    now: Now,
    record: &Received,
    (outlet, unit, date): (i32, i32, chrono::NaiveDate),
    body: &CountBody,
) -> Result<Result<(Value, News), Value>, StoreError> {
    let place = outlet::place(tx, now, outlet).await?;
    sqlx::query!(
        r#"insert into stock_count (id, rep_id, date, org_unit_id, visit_id, outlet_id, location_id, counted_at, note, recorded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"#,
        record.id,
        record.rep_id,
        date,
        unit,
        record.visit_id,
        outlet,
        place.id,
        record.at,
        body.note,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    lines(tx, record.id, body).await?;
    let mut seen: BTreeMap<i32, Vec<Held>> = BTreeMap::new();
    for line in &body.lines {
        seen.entry(line.product).or_default().push(Held {
            lot: line.lot.clone(),
            milli: line.milli,
        });
    }
    let out = seen
        .values()
        .filter(|lots| lots.iter().all(|h| h.milli == 0));
    let (products, out) = (seen.len(), out.count());
    outlet::observe(tx, now, place.id, (record.id, record.at), seen).await?;
    let told = json!({
        "stock_count": record.id, "visit": record.visit_id, "outlet": outlet,
        "products": products, "out_of_stock": out, "at": Instant(record.at),
    });
    let event = NewEvent {
        kind: "stock_counted",
        org_unit_id: Some(unit),
        rep_id: Some(record.rep_id),
        subject_id: record.id.to_string(),
        body: &told,
    };
    let event = event::insert(tx, now.at, &event).await?;
    let news = News {
        kind: "stock_counted",
        body: told,
        event,
    };
    let detail = json!({
        "stock_count": record.id, "products": products, "out_of_stock": out, "errors": body.faults,
    });
    Ok(Ok((detail, news)))
}

async fn lines(tx: &mut PgConnection, count: Uuid, body: &CountBody) -> Result<(), StoreError> {
    let of = |value: fn(&count_body::Line) -> i64| -> Vec<i64> {
        body.lines.iter().map(value).collect()
    };
    let products: Vec<i32> = body.lines.iter().map(|l| l.product).collect();
    let units: Vec<String> = body.lines.iter().map(|l| l.unit.clone()).collect();
    let batches: Vec<String> = body.lines.iter().map(|l| l.lot.batch.clone()).collect();
    let expiries: Vec<_> = body.lines.iter().map(|l| l.lot.expires_on).collect();
    sqlx::query!(
        r#"insert into stock_count_line (count_id, line, product_id, unit, quantity_milli, milli, batch, expires_on)
        select $1, line, p, unit, quantity, milli, batch, expires
        from unnest($2::int4[], $3::text[], $4::int8[], $5::int8[], $6::text[], $7::date[])
          with ordinality as t(p, unit, quantity, milli, batch, expires, line)"#,
        count,
        &products,
        &units,
        &of(|l| l.quantity_milli),
        &of(|l| l.milli),
        &batches,
        &expiries as _,
    )
    .execute(tx)
    .await?;
    Ok(())
}
