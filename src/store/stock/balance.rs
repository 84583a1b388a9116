//! What a location holds, by product and lot. Whether the location may be seen is the caller's matter.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::{PgExecutor, types::Json};

use crate::store::{error::StoreError, instant::Instant, upsert::Now};

/// Goods that came together.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StockLot {
    /// Empty where none is known.
    pub batch: String,
    pub expires_on: Option<NaiveDate>,
    pub milli: i64,
}

/// A product at a location, in thousandths of its base unit.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StockBalance {
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    /// The base unit.
    pub unit: String,
    pub on_hand_milli: i64,
    /// Of which expired before today.
    pub expired_milli: i64,
    /// What orders hold.
    pub reserved_milli: i64,
    /// On hand, less what expired and what orders hold.
    pub available_milli: i64,
    /// Of an outlet: when it was last counted, and what was seen.
    pub counted_at: Option<Instant>,
    pub counted_milli: Option<i64>,
    /// What expires first, first.
    #[schema(value_type = Vec<StockLot>)]
    pub lots: Json<Vec<StockLot>>,
}

/// Products that were ever there, by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    now: Now,
    location: i32,
    (product, q): (Option<i32>, Option<&str>),
    after: Option<i32>,
    limit: i64,
) -> Result<Vec<StockBalance>, StoreError> {
    Ok(sqlx::query_as!(
        StockBalance,
        r#"
        select p.id as product_id, p.code as product_code, p.name as product_name,
          (select u.key from jsonb_each_text(p.units) u where u.value = '1') as "unit!",
          b.on_hand as "on_hand_milli!", b.expired as "expired_milli!", s.reserved_milli,
          b.on_hand - b.expired - s.reserved_milli as "available_milli!",
          o.counted_at as "counted_at?: Instant", o.milli as "counted_milli?",
          b.lots as "lots!: Json<Vec<StockLot>>"
        from stock_level s join product p on p.id = s.product_id
        left join stock_observed o on o.location_id = s.location_id and o.product_id = s.product_id
        cross join lateral (
          select coalesce(sum(x.milli), 0)::int8 as on_hand,
            coalesce(sum(x.milli) filter (where x.expires_on < $2), 0)::int8 as expired,
            coalesce(jsonb_agg(jsonb_build_object('batch', x.batch, 'expires_on', x.expires_on, 'milli', x.milli)
              order by x.expires_on nulls last, x.batch) filter (where x.milli <> 0), '[]') as lots
          from stock_balance x where x.location_id = s.location_id and x.product_id = s.product_id
        ) b
        where s.location_id = $1 and s.product_id > $3 and ($4::int4 is null or s.product_id = $4)
          and ($5::text is null or strpos(folded(p.code || ' ' || p.name), folded($5)) > 0)
        order by s.product_id limit $6
        "#,
        location,
        now.today,
        after.unwrap_or(0),
        product,
        q,
        limit,
    )
    .fetch_all(db)
    .await?)
}
