//! Turns field records of kind `order` into orders: each once, whatever comes twice or dies half
//! way. A record is never lost over a fault in its body; the fault goes back as `record_status`.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::id::{OrgUnitId, RepId};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{
    error::StoreError,
    event::{self, NewEvent},
    instant::Instant,
    order_body::{self, OrderBody, OutletRef},
    record_inbox::{self, BATCH, News, Record, Settled},
    upsert::Fault,
};

struct Received {
    id: Uuid,
    rep_id: i32,
    visit_id: Option<Uuid>,
    at: DateTime<Utc>,
    date: NaiveDate,
    body: Value,
    org_unit_id: i32,
    visit_outlet_id: Option<i32>,
}

impl Received {
    fn named(&self) -> Record {
        Record {
            kind: "order",
            id: self.id,
            rep: RepId(self.rep_id),
            org_unit: Some(OrgUnitId(self.org_unit_id)),
        }
    }
}

/// Takes one batch from the inbox; empty when nothing waits. Several may run at once.
pub async fn apply(db: &PgPool, now: DateTime<Utc>) -> Result<Vec<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let received = take(&mut tx).await?;
    if received.is_empty() {
        return Ok(Vec::new());
    }
    let currency = sqlx::query_scalar!("select currency from company")
        .fetch_optional(&mut *tx)
        .await?;
    let currency = currency.as_deref().unwrap_or("VND");
    let read: Vec<_> = received
        .iter()
        .map(|r| order_body::read(&r.body, currency))
        .collect();
    let outlets = outlets(&mut tx, &received, &read).await?;
    let mut settled = Vec::with_capacity(received.len());
    for (record, body) in received.iter().zip(read) {
        let placed = body.and_then(|body| match &body.outlet {
            None => Ok((body, record.visit_outlet_id)),
            Some(named) => match outlets.find(named) {
                Some(id) => Ok((body, Some(id))),
                None => Err(vec![Fault::new("/outlet", "unknown_outlet")]),
            },
        });
        let outcome = match placed {
            Ok((body, outlet)) => {
                let customer = outlet.and_then(|o| outlets.customer.get(&o).copied().flatten());
                Ok(insert(&mut tx, now, record, &body, outlet, customer).await?)
            }
            Err(faults) => Err(json!({"code": "invalid_body", "errors": faults})),
        };
        settled.push(record_inbox::settle(&mut tx, now, &record.named(), outcome).await?);
    }
    tx.commit().await?;
    Ok(settled)
}

/// The oldest records waiting, locked, with the org unit of their day and the outlet of their visit.
async fn take(tx: &mut PgConnection) -> Result<Vec<Received>, StoreError> {
    Ok(sqlx::query_as!(
        Received,
        r#"
        select d.id, d.rep_id, d.visit_id, d.at + make_interval(secs => d.clock_offset_ms / 1000.0) as "at!", d.date, d.body,
          coalesce(
            (select x.org_unit_id from rep_day x where x.rep_id = d.rep_id and x.date = d.date),
            (select p.org_unit_id from day_plan p where p.rep_id = d.rep_id and p.date = d.date),
            (select a.org_unit_id from rep_org_unit a
              where a.rep_id = d.rep_id and a.retired_at is null and a.valid @> d.date),
            (select o.id from org_unit o where o.parent_id is null order by o.id limit 1)
          ) as "org_unit_id!",
          coalesce(
            (select coalesce(v.outlet_id, l.outlet_id) from visit v
              left join visit_link l on l.visit_id = v.id and l.retired_at is null
              where v.id = d.visit_id and v.rep_id = d.rep_id),
            (select o.id from mark m join outlet o
               on o.id::text = m.body->>'outlet' and jsonb_typeof(m.body->'outlet') = 'number'
               or o.code = m.body->>'outlet' and jsonb_typeof(m.body->'outlet') = 'string'
             where m.type = 'check_in' and m.id = d.visit_id and m.rep_id = d.rep_id)
          ) as "visit_outlet_id?"
        from device_record d
        where d.status = 'received' and d.kind = 'order'
        order by d.received_at, d.id limit $1
        for update of d skip locked
        "#,
        BATCH
    )
    .fetch_all(&mut *tx)
    .await?)
}

#[derive(Default)]
struct Outlets {
    by_code: HashMap<String, i32>,
    /// Every outlet found, with its customer.
    customer: HashMap<i32, Option<i32>>,
}

impl Outlets {
    fn find(&self, named: &OutletRef) -> Option<i32> {
        match named {
            OutletRef::Code(code) => self.by_code.get(code).copied(),
            OutletRef::Id(id) => self.customer.contains_key(id).then_some(*id),
        }
    }
}

async fn outlets(
    tx: &mut PgConnection,
    received: &[Received],
    read: &[Result<OrderBody, Vec<Fault>>],
) -> Result<Outlets, StoreError> {
    let mut codes: Vec<String> = Vec::new();
    let mut ids: Vec<i32> = received.iter().filter_map(|r| r.visit_outlet_id).collect();
    for body in read.iter().flatten() {
        match &body.outlet {
            Some(OutletRef::Code(code)) if !code.contains('\0') => codes.push(code.clone()),
            Some(OutletRef::Id(id)) => ids.push(*id),
            Some(OutletRef::Code(_)) | None => {}
        }
    }
    let rows = sqlx::query!(
        "select id, code, customer_id from outlet where code = any($1) or id = any($2)",
        &codes,
        &ids
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut outlets = Outlets::default();
    for row in rows {
        outlets.by_code.insert(row.code, row.id);
        outlets.customer.insert(row.id, row.customer_id);
    }
    Ok(outlets)
}

async fn insert(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    record: &Received,
    body: &OrderBody,
    outlet: Option<i32>,
    customer: Option<i32>,
) -> Result<(Value, News), StoreError> {
    let made = sqlx::query!(
        r#"
        insert into sales_order (id, rep_id, date, org_unit_id, visit_id, outlet_id, customer_id, state, currency,
          total_minor, note, ordered_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, 'submitted', $8, $9, $10, $11, $12)
        on conflict (id) do nothing
        "#,
        record.id,
        record.rep_id,
        record.date,
        record.org_unit_id,
        record.visit_id,
        outlet,
        customer,
        body.currency,
        body.total_minor,
        body.note,
        record.at,
        now,
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if made > 0 {
        insert_lines(tx, record.id, body).await?;
    }
    let told = json!({
        "order": record.id, "visit": record.visit_id, "outlet": outlet, "customer": customer,
        "total_minor": body.total_minor, "currency": body.currency, "lines": body.lines.len(),
    });
    let event = NewEvent {
        kind: "order_submitted",
        org_unit_id: Some(record.org_unit_id),
        rep_id: Some(record.rep_id),
        subject_id: record.id.to_string(),
        body: &told,
    };
    let event = event::insert(tx, now, &event).await?;
    let news = News {
        kind: "order_submitted",
        body: json!({
            "order": record.id, "visit": record.visit_id, "outlet": outlet,
            "total_minor": body.total_minor, "at": Instant(record.at),
        }),
        event,
    };
    let detail = json!({"state": "submitted", "total_minor": body.total_minor});
    Ok((detail, news))
}

async fn insert_lines(
    tx: &mut PgConnection,
    order: Uuid,
    body: &OrderBody,
) -> Result<(), StoreError> {
    let numbers: Vec<i32> = (1..).take(body.lines.len()).collect();
    let codes: Vec<String> = body.lines.iter().map(|l| l.product_code.clone()).collect();
    let names: Vec<String> = body.lines.iter().map(|l| l.product_name.clone()).collect();
    let quantities: Vec<String> = body
        .lines
        .iter()
        .map(order_body::Line::quantity_text)
        .collect();
    let units: Vec<String> = body.lines.iter().map(|l| l.unit.clone()).collect();
    let prices: Vec<i64> = body.lines.iter().map(|l| l.unit_price_minor).collect();
    let totals: Vec<i64> = body.lines.iter().map(|l| l.total_minor).collect();
    sqlx::query!(
        r#"
        insert into sales_order_line (order_id, line, product_code, product_name, quantity, unit, unit_price_minor, total_minor)
        select $1, line, code, name, quantity::numeric, unit, price, total
        from unnest($2::int4[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int8[], $8::int8[])
          as t(line, code, name, quantity, unit, price, total)
        "#,
        order,
        &numbers,
        &codes,
        &names,
        &quantities,
        &units,
        &prices,
        &totals,
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}
