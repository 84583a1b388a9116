//! What an outlet should order, and why: what it sold or ordered, what it has, what is on its way. The
//! rule is `fieldbeat_trade::stock::demand`'s. Whether the outlet may be seen is the caller's matter.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, NaiveDate, Utc};
use fieldbeat_trade::stock::demand::{Policy, Standing, Stretch, forecast, suggest, weekly};
use serde::Serialize;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::sell_out;
use crate::store::{error::StoreError, instant::Instant, upsert::Now};

/// Weeks that a forecast looks back.
pub const WEEKS: usize = 12;
/// Of an outlet's sell-out, before it is trusted more than its orders.
const SELL_OUT_DAYS: i64 = 14;

/// A product, how much of it to order, and every figure that says so. Quantities are thousandths of the
/// base unit.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SuggestedLine {
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    pub base_unit: String,
    /// The unit to order in: the one ordered in last.
    pub unit: String,
    /// Base units in one of it.
    pub pieces: i32,
    /// sell_out (between counts) | orders
    pub from: &'static str,
    /// Past weeks, the oldest first.
    pub weeks_milli: Vec<i64>,
    /// none | average | smoothing | intermittent
    pub method: &'static str,
    /// Of a week.
    pub forecast_milli: i64,
    /// Null where it was never counted; then nothing is taken to be there.
    pub counted_at: Option<Instant>,
    /// At the last count, and what came since.
    pub on_hand_milli: i64,
    /// Since the count, by the forecast.
    pub sold_since_milli: i64,
    /// Ordered and not delivered.
    pub on_order_milli: i64,
    pub safety_milli: i64,
    /// What must be there or on its way.
    pub target_milli: i64,
    /// Days that lasts what is there and on its way.
    pub days_of_cover: Option<i64>,
    /// In whole `unit`s; 0: enough.
    pub quantity: i64,
}

/// What to order, what is needed most first.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SuggestedOrder {
    pub outlet_id: i32,
    pub as_of: NaiveDate,
    pub cover_days: i64,
    pub lead_days: i64,
    pub service_pct: i64,
    pub lines: Vec<SuggestedLine>,
}

/// A line of the last order, to be ordered again.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RepeatLine {
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    pub unit: String,
    /// Thousandths of the unit.
    pub quantity_milli: i64,
}

/// The last order of an outlet, without what schemes gave and what is not sold any longer. It costs what
/// it costs today.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RepeatOrder {
    pub outlet_id: i32,
    /// Null where it never ordered.
    pub order_id: Option<Uuid>,
    pub date: Option<NaiveDate>,
    pub lines: Vec<RepeatLine>,
}

/// Days since the first of year 1, as the rule counts them.
pub(super) fn day(date: NaiveDate) -> i64 {
    i64::from(chrono::Datelike::num_days_from_ce(&date))
}

struct Product {
    code: String,
    name: String,
    units: BTreeMap<String, i32>,
    last_unit: Option<String>,
    counted_at: Option<DateTime<Utc>>,
    on_hand_milli: i64,
    on_order_milli: i64,
}

/// Suggests an order for an outlet as of today.
pub async fn suggested(
    db: &mut PgConnection,
    now: Now,
    outlet: i32,
    policy: Policy,
) -> Result<SuggestedOrder, StoreError> {
    let span = i64::try_from(WEEKS * 7).unwrap_or(0);
    let from = now.today - Days::new(span.unsigned_abs());
    let mut ordered = orders(db, outlet, (from, now.today)).await?;
    let counted = sell_out::of_outlet(&mut *db, outlet, None, (from, now.today)).await?;
    let mut sold: HashMap<i32, (Vec<Stretch>, i64)> = HashMap::new();
    for product in counted {
        let stretches: Vec<Stretch> = (product.periods.iter())
            .map(|p| Stretch {
                from: day(p.from.0.date_naive()),
                to: day(p.to.0.date_naive()),
                milli: p.sold_milli,
            })
            .collect();
        let (first, last) = (
            stretches.first().map(|s| s.from),
            stretches.last().map(|s| s.to),
        );
        if let (Some(first), Some(last)) = (first, last)
            && last - first >= SELL_OUT_DAYS
        {
            sold.insert(product.product_id, (stretches, last));
        }
    }
    let ids: Vec<i32> = ordered.keys().chain(sold.keys()).copied().collect();
    let mut lines = Vec::new();
    for (id, p) in products(db, outlet, &ids).await? {
        let (source, weeks) = if let Some((stretches, last)) = sold.remove(&id) {
            ("sell_out", weekly(&stretches, last, WEEKS))
        } else {
            let stretches = ordered.remove(&id).unwrap_or_default();
            ("orders", weekly(&stretches, day(now.today) + 1, WEEKS))
        };
        lines.extend(line(now, id, p, (source, weeks), &policy));
    }
    lines.sort_by_key(|l| {
        (
            l.quantity == 0,
            l.days_of_cover.unwrap_or(i64::MAX),
            l.product_id,
        )
    });
    Ok(SuggestedOrder {
        outlet_id: outlet,
        as_of: now.today,
        cover_days: policy.cover_days,
        lead_days: policy.lead_days,
        service_pct: policy.service_pct,
        lines,
    })
}

fn line(
    now: Now,
    id: i32,
    p: Product,
    (source, weeks): (&'static str, Vec<i64>),
    policy: &Policy,
) -> Option<SuggestedLine> {
    let base_unit = p.units.iter().find(|(_, n)| **n == 1)?.0.clone();
    let unit = p.last_unit.filter(|u| p.units.contains_key(u));
    let unit = unit.unwrap_or_else(|| base_unit.clone());
    let pieces = p.units.get(&unit).copied()?;
    let demand = forecast(&weeks);
    let days_since = p.counted_at.map_or(0, |at| (now.at - at).num_days());
    let on_hand_milli = p.counted_at.map_or(0, |_| p.on_hand_milli);
    let standing = Standing {
        on_hand_milli,
        days_since,
        on_order_milli: p.on_order_milli,
        pieces: i64::from(pieces),
    };
    let s = suggest(&demand, &standing, policy);
    Some(SuggestedLine {
        product_id: id,
        product_code: p.code,
        product_name: p.name,
        base_unit,
        unit,
        pieces,
        from: source,
        weeks_milli: weeks,
        method: demand.method.as_str(),
        forecast_milli: demand.weekly_milli,
        counted_at: p.counted_at.map(Instant),
        on_hand_milli,
        sold_since_milli: s.sold_since_milli,
        on_order_milli: p.on_order_milli,
        safety_milli: s.safety_milli,
        target_milli: s.target_milli,
        days_of_cover: s.days_of_cover,
        quantity: s.units,
    })
}

/// What was ordered of each product, day by day.
async fn orders(
    db: &mut PgConnection,
    outlet: i32,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<HashMap<i32, Vec<Stretch>>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select l.product_id as "product_id!", s.date, sum(l.base_milli)::int8 as "milli!"
        from sales_order s join sales_order_line l on l.order_id = s.id
        where s.outlet_id = $1 and s.date > $2 and s.date <= $3
          and s.state not in ('draft', 'rejected', 'cancelled') and l.product_id is not null and l.base_milli > 0
        group by l.product_id, s.date
        "#,
        outlet,
        from,
        to,
    )
    .fetch_all(db)
    .await?;
    let mut found: HashMap<i32, Vec<Stretch>> = HashMap::new();
    for row in rows {
        found.entry(row.product_id).or_default().push(Stretch {
            from: day(row.date),
            to: day(row.date) + 1,
            milli: row.milli,
        });
    }
    Ok(found)
}

/// Products that are still sold, with what the outlet has and waits for of each.
async fn products(
    db: &mut PgConnection,
    outlet: i32,
    ids: &[i32],
) -> Result<Vec<(i32, Product)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select p.id, p.code, p.name, p.units as "units: Json<BTreeMap<String, i32>>",
          (select l.unit from sales_order_line l join sales_order s on s.id = l.order_id
            where s.outlet_id = $1 and l.product_id = p.id and not l.free order by s.ordered_at desc, l.line limit 1) as "last_unit?",
          o.counted_at as "counted_at?",
          (select coalesce(sum(b.milli), 0)::int8 from stock_balance b where b.location_id = k.id and b.product_id = p.id) as "on_hand!",
          (select coalesce(sum(l.base_milli - trunc(l.base_milli::numeric * l.delivered_milli / greatest(l.quantity * 1000, 1))), 0)::int8
            from sales_order_line l join sales_order s on s.id = l.order_id
            where s.outlet_id = $1 and l.product_id = p.id
              and s.state in ('submitted', 'held', 'confirmed', 'allocated', 'dispatched', 'partly_delivered')) as "on_order!"
        from product p
        left join stock_location k on k.outlet_id = $1
        left join stock_observed o on o.location_id = k.id and o.product_id = p.id
        where p.id = any($2) and p.active order by p.id
        "#,
        outlet,
        ids,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|r| {
            let product = Product {
                code: r.code,
                name: r.name,
                units: r.units.0,
                last_unit: r.last_unit,
                counted_at: r.counted_at,
                on_hand_milli: r.on_hand,
                on_order_milli: r.on_order.max(0),
            };
            (r.id, product)
        })
        .collect())
}

/// The last order of an outlet, to be taken again.
pub async fn repeated(db: &mut PgConnection, outlet: i32) -> Result<RepeatOrder, StoreError> {
    let last = sqlx::query!(
        r#"select id, date from sales_order where outlet_id = $1 and state not in ('draft', 'rejected', 'cancelled')
        order by ordered_at desc, id limit 1"#,
        outlet
    )
    .fetch_optional(&mut *db)
    .await?;
    let lines = sqlx::query_as!(
        RepeatLine,
        r#"
        select p.id as product_id, p.code as product_code, p.name as product_name, l.unit,
          (l.quantity * 1000)::int8 as "quantity_milli!"
        from sales_order_line l join product p on p.id = l.product_id
        where l.order_id = $1 and not l.free and p.active and p.units ? l.unit order by l.line
        "#,
        last.as_ref().map(|l| l.id),
    )
    .fetch_all(db)
    .await?;
    Ok(RepeatOrder {
        outlet_id: outlet,
        order_id: last.as_ref().map(|l| l.id),
        date: last.as_ref().map(|l| l.date),
        lines,
    })
}
