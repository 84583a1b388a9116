//! Deliveries: what of an order reached the customer, who took it. Appended; a wrong one is set right by
//! a return.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use fieldbeat_trade::{
    order::{Action, State, Status},
    quantity::part_minor,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    act::{self, Locked},
    goods,
    submit::By,
};
use crate::store::{
    error::StoreError,
    instant::Instant,
    record_wait,
    stock::reservation::Leaving,
    upsert::{ChangeError, Fault, Now},
};

/// So much of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinePart {
    pub line: i32,
    /// Thousandths of the line's unit.
    pub quantity_milli: i64,
}

/// A line as deliveries, returns and invoices see it.
#[derive(Clone, Copy)]
pub(in crate::store) struct Amounts {
    pub quantity_milli: i64,
    pub delivered_milli: i64,
    pub returned_milli: i64,
    pub invoiced_milli: i64,
    pub total_minor: i64,
}

/// The lines of a locked order.
pub(in crate::store) async fn amounts(
    tx: &mut PgConnection,
    order: Uuid,
) -> Result<BTreeMap<i32, Amounts>, StoreError> {
    let rows = sqlx::query!(
        r#"select line, (quantity * 1000)::int8 as "quantity_milli!", delivered_milli, returned_milli, invoiced_milli, total_minor
        from sales_order_line where order_id = $1"#,
        order
    )
    .fetch_all(tx)
    .await?;
    Ok((rows.into_iter())
        .map(|r| {
            let amounts = Amounts {
                quantity_milli: r.quantity_milli,
                delivered_milli: r.delivered_milli,
                returned_milli: r.returned_milli,
                invoiced_milli: r.invoiced_milli,
                total_minor: r.total_minor,
            };
            (r.line, amounts)
        })
        .collect())
}

/// A part of a line with its value.
#[derive(Clone, Copy, Debug, Serialize)]
pub(in crate::store) struct Valued {
    pub line: i32,
    pub quantity_milli: i64,
    pub value_minor: i64,
}

/// Values parts that go on from `from` and may reach `to`; every part that cannot be is a fault.
pub(in crate::store) fn valued(
    lines: &BTreeMap<i32, Amounts>,
    parts: &[LinePart],
    from: impl Fn(&Amounts) -> i64,
    to: impl Fn(&Amounts) -> i64,
) -> Result<Vec<Valued>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut out: Vec<Valued> = Vec::new();
    for (i, part) in parts.iter().enumerate() {
        let Some(line) = lines.get(&part.line) else {
            faults.push(Fault::new(format!("/lines/{i}/line"), "unknown_line"));
            continue;
        };
        if out.iter().any(|v| v.line == part.line) {
            faults.push(Fault::new(format!("/lines/{i}/line"), "repeated"));
            continue;
        }
        let before = from(line);
        if part.quantity_milli <= 0 || part.quantity_milli > to(line) - before {
            faults.push(Fault::new(
                format!("/lines/{i}/quantity_milli"),
                "out_of_range",
            ));
            continue;
        }
        let after = before + part.quantity_milli;
        out.push(Valued {
            line: part.line,
            quantity_milli: part.quantity_milli,
            value_minor: part_minor(line.total_minor, line.quantity_milli, before, after),
        });
    }
    if out.is_empty() && faults.is_empty() {
        faults.push(Fault::new("/lines", "required"));
    }
    if faults.is_empty() {
        Ok(out)
    } else {
        Err(faults)
    }
}

/// A delivery as it is told.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveryPut {
    /// Made by the sender, so that a repeat is the same delivery.
    pub id: Uuid,
    /// Absent: everything that is left.
    pub lines: Option<Vec<LinePart>>,
    /// Who took the goods.
    pub receiver: Option<String>,
    pub note: Option<String>,
    /// Now where absent.
    pub delivered_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Delivery {
    pub id: Uuid,
    pub order_id: Uuid,
    pub delivered_at: Instant,
    pub receiver: Option<String>,
    pub note: Option<String>,
    pub value_minor: i64,
    pub lines: Vec<DeliveryLine>,
}

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DeliveryLine {
    pub line: i32,
    pub quantity_milli: i64,
    pub value_minor: i64,
}

/// Books a delivery of a locked order. `loaded_at`: by a trip that left then.
pub async fn deliver(
    tx: &mut PgConnection,
    now: Now,
    by: By,
    order: &Locked,
    (put, loaded_at): (&DeliveryPut, Option<DateTime<Utc>>),
) -> Result<Status, ChangeError> {
    let delivered_at = put.delivered_at.unwrap_or(now.at);
    if delivered_at > now.at {
        let fault = Fault::new("/delivered_at", "is_to_come");
        return Err(ChangeError::Invalid(vec![fault]));
    }
    let lines = amounts(&mut *tx, order.id).await?;
    let rest: Vec<LinePart> = (lines.iter())
        .filter(|(_, l)| l.delivered_milli < l.quantity_milli)
        .map(|(line, l)| LinePart {
            line: *line,
            quantity_milli: l.quantity_milli - l.delivered_milli,
        })
        .collect();
    let parts = put.lines.as_deref().unwrap_or(&rest);
    let complete = rest.iter().all(|r| parts.contains(r));
    let status = act::next(order, Action::Deliver { complete })?;
    let valued = valued(&lines, parts, |l| l.delivered_milli, |l| l.quantity_milli)
        .map_err(ChangeError::Invalid)?;
    let value: i64 = valued.iter().map(|v| v.value_minor).sum();
    let left = Leaving {
        document: put.id,
        at: delivered_at,
        loaded_at,
    };
    let short = goods::issue(&mut *tx, now, order, left, &valued).await?;
    if !short.is_empty() {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/lines",
            "not_in_stock",
        )]));
    }
    sqlx::query!(
        r#"
        insert into delivery (id, order_id, delivered_at, user_id, rep_id, receiver, note, value_minor, recorded_at, customer_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, (select customer_id from sales_order where id = $2))
        "#,
        put.id,
        order.id,
        delivered_at,
        by.user,
        by.rep,
        put.receiver,
        put.note,
        value,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        with parts as (select * from jsonb_to_recordset($2) as t(line int4, quantity_milli int8, value_minor int8)),
          kept as (insert into delivery_line (delivery_id, line, quantity_milli, value_minor) select $1, * from parts)
        update sales_order_line l set delivered_milli = delivered_milli + p.quantity_milli from parts p
        where l.order_id = $3 and l.line = p.line
        "#,
        put.id,
        Json(&valued) as _,
        order.id,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update sales_order set delivered_minor = delivered_minor + $2 where id = $1",
        order.id,
        value
    )
    .execute(&mut *tx)
    .await?;
    let detail = json!({"delivery": put.id, "value_minor": value, "complete": status.state == State::Delivered});
    act::write(&mut *tx, now, by, order, "deliver", &status, None, detail).await?;
    // Goods that come back may have been told of before.
    for came in [order.id, put.id] {
        record_wait::reopen(&mut *tx, came).await?;
    }
    Ok(status)
}

/// Deliveries of orders that the caller has seen, oldest first.
pub async fn list(db: &mut PgConnection, orders: &[Uuid]) -> Result<Vec<Delivery>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select d.id, d.order_id, d.delivered_at as "delivered_at: Instant", d.receiver, d.note, d.value_minor,
          (select jsonb_agg(jsonb_build_object('line', l.line, 'quantity_milli', l.quantity_milli, 'value_minor', l.value_minor) order by l.line)
            from delivery_line l where l.delivery_id = d.id) as "lines!: Json<Vec<DeliveryLine>>"
        from delivery d where d.order_id = any($1) order by d.delivered_at, d.id
        "#,
        orders
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|r| Delivery {
            id: r.id,
            order_id: r.order_id,
            delivered_at: r.delivered_at,
            receiver: r.receiver,
            note: r.note,
            value_minor: r.value_minor,
            lines: r.lines.0,
        })
        .collect())
}
