//! Orders with their lines, as read. `order_inbox` makes them from field records.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{error::StoreError, instant::Instant, page::Since, scope::Scope};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OrderLine {
    pub line: i32,
    pub product_code: String,
    pub product_name: String,
    /// Decimal with three places.
    pub quantity: String,
    pub unit: String,
    pub unit_price_minor: i64,
    pub total_minor: i64,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Order {
    pub id: Uuid,
    pub rep_id: i32,
    pub date: NaiveDate,
    pub visit_id: Option<Uuid>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    /// submitted | …
    pub state: String,
    pub currency: String,
    /// Minor units of the currency; VND has no decimals.
    pub total_minor: i64,
    pub note: Option<String>,
    pub ordered_at: Instant,
    pub lines: Vec<OrderLine>,
    pub version: i32,
}

/// Which orders; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct OrderFilter {
    pub id: Option<Uuid>,
    pub visit_id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub state: Option<String>,
    pub since: Since,
}

/// Newest first, then by id; goes on after `after`.
pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    filter: &OrderFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Order>, StoreError> {
    let (since_time, since_xid) = match filter.since {
        Since::Ever => (None, None),
        Since::Time(t) => (Some(t), None),
        Since::Xid(x) => (None, Some(x)),
    };
    let rows = sqlx::query!(
        r#"
        select id, rep_id, date, visit_id, outlet_id, customer_id, state, currency, total_minor, note,
          ordered_at as "ordered_at: Instant", version
        from sales_order s
        where ($1::int4[] is null or s.org_unit_id = any($1)) and ($2::int4 is null or s.rep_id = $2)
          and ($3::uuid is null or s.id = $3) and ($4::uuid is null or s.visit_id = $4)
          and ($5::int4 is null or s.rep_id = $5) and ($6::int4 is null or s.outlet_id = $6)
          and ($7::int4 is null or s.customer_id = $7)
          and ($8::date is null or s.date >= $8) and ($9::date is null or s.date <= $9)
          and ($10::text is null or s.state = $10)
          and ($11::timestamptz is null or s.updated_at >= $11)
          and ($12::int8 is null or s.xid >= $12::int8::text::xid8)
          and ($13::timestamptz is null or s.ordered_at < $13 or (s.ordered_at = $13 and s.id > $14))
        order by s.ordered_at desc, s.id limit $15
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.id,
        filter.visit_id,
        filter.rep_id,
        filter.outlet_id,
        filter.customer_id,
        filter.from,
        filter.to,
        filter.state,
        since_time,
        since_xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
    )
    .fetch_all(&mut *db)
    .await?;
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let mut lines = lines(db, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|r| Order {
            id: r.id,
            rep_id: r.rep_id,
            date: r.date,
            visit_id: r.visit_id,
            outlet_id: r.outlet_id,
            customer_id: r.customer_id,
            state: r.state,
            currency: r.currency,
            total_minor: r.total_minor,
            note: r.note,
            ordered_at: r.ordered_at,
            lines: lines.remove(&r.id).unwrap_or_default(),
            version: r.version,
        })
        .collect())
}

async fn lines(
    db: impl PgExecutor<'_>,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<OrderLine>>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select order_id, line, product_code, product_name, quantity::text as "quantity!", unit, unit_price_minor, total_minor
        from sales_order_line where order_id = any($1) order by order_id, line
        "#,
        ids
    )
    .fetch_all(db)
    .await?;
    let mut by_order: HashMap<Uuid, Vec<OrderLine>> = HashMap::new();
    for r in rows {
        by_order.entry(r.order_id).or_default().push(OrderLine {
            line: r.line,
            product_code: r.product_code,
            product_name: r.product_name,
            quantity: r.quantity,
            unit: r.unit,
            unit_price_minor: r.unit_price_minor,
            total_minor: r.total_minor,
        });
    }
    Ok(by_order)
}
