//! What is to be watched at outlets: products that were counted as gone, and goods that will not be sold
//! in time.

use chrono::NaiveDate;
use serde::Serialize;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::store::{error::StoreError, instant::Instant, scope::Scope, upsert::Now};

/// What both lists are cut by, and where they go on: after (outlet, product).
#[derive(Clone, Debug, Default)]
pub struct WatchFilter {
    pub outlet_id: Option<i32>,
    pub product_id: Option<i32>,
}

/// The newest count of a product at an outlet found none, and none came since.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OutOfStock {
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    pub count_id: Uuid,
    pub visit_id: Option<Uuid>,
    pub rep_id: i32,
    pub rep_name: String,
    pub counted_at: Instant,
}

/// At outlets in scope, by outlet and product.
pub async fn out_of_stock(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &WatchFilter,
    after: Option<(i32, i32)>,
    limit: i64,
) -> Result<Vec<OutOfStock>, StoreError> {
    let after = after.unwrap_or_default();
    Ok(sqlx::query_as!(
        OutOfStock,
        r#"
        select o.id as outlet_id, o.code as outlet_code, o.name as outlet_name, p.id as product_id, p.code as product_code,
          p.name as product_name, c.id as count_id, c.visit_id, r.id as rep_id, r.name as rep_name,
          s.counted_at as "counted_at: Instant"
        from stock_observed s join stock_location l on l.id = s.location_id join outlet o on o.id = l.outlet_id
        join product p on p.id = s.product_id join stock_count c on c.id = s.count_id join rep r on r.id = c.rep_id
        where s.milli = 0 and o.closed_at is null and p.active
          and not exists (select from stock_balance b
            where b.location_id = s.location_id and b.product_id = s.product_id and b.milli > 0)
          and ($1::int4[] is null or o.org_unit_id = any($1)) and ($2::int4 is null or c.rep_id = $2)
          and ($3::int4 is null or o.id = $3) and ($4::int4 is null or p.id = $4)
          and (o.id, p.id) > ($5, $6)
        order by o.id, p.id limit $7
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.outlet_id,
        filter.product_id,
        after.0,
        after.1,
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// A lot at an outlet that expires soon, or has.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct NearExpiry {
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    /// The base unit.
    pub unit: String,
    pub batch: String,
    pub expires_on: NaiveDate,
    /// Below zero: it has expired.
    pub days_left: i32,
    pub milli: i64,
    /// When the product was last counted there.
    pub counted_at: Option<Instant>,
}

/// Lots at outlets in scope that expire within so many days, what expires first, first.
pub async fn near_expiry(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    (filter, days): (&WatchFilter, i32),
    after: Option<(NaiveDate, i32, i32, String)>,
    limit: i64,
) -> Result<Vec<NearExpiry>, StoreError> {
    let (date, outlet, product, batch) = match after {
        None => (None, None, None, None),
        Some((date, outlet, product, batch)) => {
            (Some(date), Some(outlet), Some(product), Some(batch))
        }
    };
    Ok(sqlx::query_as!(
        NearExpiry,
        r#"
        select o.id as outlet_id, o.code as outlet_code, o.name as outlet_name, p.id as product_id, p.code as product_code,
          p.name as product_name, (select u.key from jsonb_each_text(p.units) u where u.value = '1') as "unit!",
          b.batch, b.expires_on as "expires_on!", b.expires_on - $2::date as "days_left!", b.milli,
          s.counted_at as "counted_at?: Instant"
        from stock_balance b join stock_location l on l.id = b.location_id join outlet o on o.id = l.outlet_id
        join product p on p.id = b.product_id
        left join stock_observed s on s.location_id = b.location_id and s.product_id = b.product_id
        where b.milli > 0 and b.expires_on <= $2::date + $3::int4 and o.closed_at is null
          and ($1::int4[] is null or o.org_unit_id = any($1))
          and ($4::int4 is null or o.id = $4) and ($5::int4 is null or p.id = $5)
          and ($6::date is null or (b.expires_on, o.id, p.id, b.batch) > ($6, $7, $8, $9))
        order by b.expires_on, o.id, p.id, b.batch limit $10
        "#,
        scope.units() as _,
        now.today,
        days,
        filter.outlet_id,
        filter.product_id,
        date,
        outlet,
        product,
        batch,
        limit,
    )
    .fetch_all(db)
    .await?)
}
