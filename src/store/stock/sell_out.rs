//! What outlets sold between counts: reads counts and goods, `fieldbeat_trade` adds them up.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::time::At;
use fieldbeat_trade::stock::sell_out::{Counted, Flow, days_of_cover, periods};
use serde::Serialize;
use sqlx::PgConnection;

use crate::store::{error::StoreError, instant::Instant};

/// Counts of an outlet looked at, newest first.
const COUNTS_MAX: i64 = 400;

/// From one count of a product to the next, in thousandths of its base unit.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SellOutPeriod {
    pub from: Instant,
    pub to: Instant,
    pub opening_milli: i64,
    pub purchased_milli: i64,
    pub returned_milli: i64,
    pub closing_milli: i64,
    /// Opening + purchases − returns − closing. Below zero where more was found than can be.
    pub sold_milli: i64,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SellOut {
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    /// The base unit.
    pub unit: String,
    pub sold_milli: i64,
    /// How long the last closing stock lasts at that rate; null where nothing was sold.
    pub days_of_cover: Option<i64>,
    pub periods: Vec<SellOutPeriod>,
}

/// Of an outlet, product by product, between the counts of these dates. The outlet is the caller's to
/// reach; only products counted twice are told of.
pub async fn of_outlet(
    db: &mut PgConnection,
    outlet: i32,
    product: Option<i32>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<SellOut>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select l.product_id, c.counted_at, sum(l.milli)::int8 as "milli!", p.code, p.name,
          (select u.key from jsonb_each_text(p.units) u where u.value = '1') as "unit!"
        from (select id, counted_at from stock_count where outlet_id = $1 and date between $2 and $3
          order by counted_at desc, id limit $5) c
        join stock_count_line l on l.count_id = c.id join product p on p.id = l.product_id
        where $4::int4 is null or l.product_id = $4
        group by l.product_id, c.id, c.counted_at, p.code, p.name, p.units
        order by l.product_id, c.counted_at
        "#,
        outlet,
        from,
        to,
        product,
        COUNTS_MAX,
    )
    .fetch_all(&mut *db)
    .await?;
    let ends = |at: Option<DateTime<Utc>>| at.unwrap_or_default();
    let first = ends(rows.iter().map(|r| r.counted_at).min());
    let last = ends(rows.iter().map(|r| r.counted_at).max());
    let mut flows = flows(db, outlet, product, (first, last)).await?;
    let mut counted: BTreeMap<i32, (SellOut, Vec<Counted>)> = BTreeMap::new();
    for row in rows {
        let of = counted.entry(row.product_id).or_insert_with(|| {
            let empty = SellOut {
                product_id: row.product_id,
                product_code: row.code,
                product_name: row.name,
                unit: row.unit,
                sold_milli: 0,
                days_of_cover: None,
                periods: Vec::new(),
            };
            (empty, Vec::new())
        });
        of.1.push(Counted {
            at: At::from(row.counted_at).0,
            milli: row.milli,
        });
    }
    Ok((counted.into_values())
        .filter_map(|(mut sold, counts)| {
            let flows = flows.remove(&sold.product_id).unwrap_or_default();
            let found = periods(&counts, &flows);
            sold.sold_milli = found.iter().map(|p| p.sold_milli).sum();
            sold.days_of_cover = days_of_cover(&found);
            sold.periods = (found.iter())
                .map(|p| SellOutPeriod {
                    from: At(p.from).into(),
                    to: At(p.to).into(),
                    opening_milli: p.opening_milli,
                    purchased_milli: p.purchased_milli,
                    returned_milli: p.returned_milli,
                    closing_milli: p.closing_milli,
                    sold_milli: p.sold_milli,
                })
                .collect();
            (!found.is_empty()).then_some(sold)
        })
        .collect())
}

/// What came to the outlet and went back from it, by product. What counts corrected is neither; what was
/// countered adds up to nothing.
async fn flows(
    db: &mut PgConnection,
    outlet: i32,
    product: Option<i32>,
    (first, last): (DateTime<Utc>, DateTime<Utc>),
) -> Result<BTreeMap<i32, Vec<Flow>>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select m.product_id, a.moved_at, sum(m.milli)::int8 as "milli!"
        from stock_location l join stock_move m on m.location_id = l.id join stock_posting a on a.id = m.posting_id
        where l.outlet_id = $1 and a.kind <> 'adjustment' and a.moved_at > $3 and a.moved_at <= $4
          and ($2::int4 is null or m.product_id = $2)
        group by m.product_id, coalesce(a.counter_of, a.id), a.moved_at having sum(m.milli) <> 0
        "#,
        outlet,
        product,
        first,
        last,
    )
    .fetch_all(db)
    .await?;
    let mut flows: BTreeMap<i32, Vec<Flow>> = BTreeMap::new();
    for row in rows {
        flows.entry(row.product_id).or_default().push(Flow {
            at: At::from(row.moved_at).0,
            milli: row.milli,
        });
    }
    Ok(flows)
}
