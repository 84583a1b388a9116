//! What the shops of the day's plan should order, so that a rep can propose it offline. The rule is
//! `stock::replenish`'s; here is only which shops, and how much of it a phone takes.

use chrono::{DateTime, Utc};
use fieldbeat_domain::id::RepId;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::{StoreError, setting, stock::replenish, upsert::Now};

/// Shops of a plan, the first stops first.
const OUTLETS_MAX: i64 = 40;
/// Lines of a shop, what is needed most first.
const LINES_MAX: usize = 60;

/// For the outlets of today's plan; of what is known since `from`, earlier that day, only those where something has
/// changed that decides it.
pub(super) async fn suggested(
    conn: &mut PgConnection,
    rep: RepId,
    now: Now,
    from: Option<DateTime<Utc>>,
) -> Result<Value, StoreError> {
    let outlets = outlets(&mut *conn, rep, now, from).await?;
    if outlets.is_empty() {
        return Ok(json!([]));
    }
    let policy = setting::replenishment(&mut *conn, now.today).await?;
    let mut told = Vec::with_capacity(outlets.len());
    for outlet in outlets {
        let order = replenish::suggested(&mut *conn, now, outlet, policy).await?;
        let lines: Vec<Value> = (order.lines.iter())
            .filter(|line| line.quantity > 0)
            .take(LINES_MAX)
            .map(|line| {
                json!({"product_code": line.product_code, "unit": line.unit, "quantity": line.quantity,
                    "forecast_milli": line.forecast_milli, "on_hand_milli": line.on_hand_milli,
                    "on_order_milli": line.on_order_milli, "days_of_cover": line.days_of_cover, "from": line.from})
            })
            .collect();
        told.push(json!({"outlet_id": outlet, "as_of": order.as_of, "lines": lines}));
    }
    Ok(Value::Array(told))
}

/// The outlets that are told of.
async fn outlets(
    conn: &mut PgConnection,
    rep: RepId,
    now: Now,
    from: Option<DateTime<Utc>>,
) -> Result<Vec<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select s.outlet_id from (select outlet_id, min(sequence) as place from day_stop where rep_id = $1 and date = $2
          group by outlet_id order by 2 limit $4) s
        where $3::timestamptz is null
          or exists (select from sales_order x where x.outlet_id = s.outlet_id and x.updated_at >= $3)
          or exists (select from stock_count c where c.outlet_id = s.outlet_id and c.recorded_at >= $3)
          or exists (select from plan_deviation d where d.rep_id = $1 and d.date = $2 and d.recorded_at >= $3)
          or exists (select from product where updated_at >= $3)
          or exists (select from rule_version where created_at >= $3)
        order by s.place
        "#,
        rep.0,
        now.today,
        from,
        OUTLETS_MAX,
    )
    .fetch_all(conn)
    .await?)
}
