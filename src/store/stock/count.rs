//! Counts as read, with their lines. `count_inbox` makes them from field records.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{PgExecutor, types::Json};
use uuid::Uuid;

use crate::store::{error::StoreError, instant::Instant, page::Since, scope::Scope};

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StockCountLine {
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    /// As counted.
    pub unit: String,
    pub quantity_milli: i64,
    pub base_unit: String,
    /// Thousandths of the base unit; nothing is out of stock.
    pub milli: i64,
    /// Empty where none was told.
    pub batch: String,
    pub expires_on: Option<NaiveDate>,
}

/// What a rep found on the shelves of an outlet.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StockCount {
    pub id: Uuid,
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub date: NaiveDate,
    pub visit_id: Option<Uuid>,
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub counted_at: Instant,
    pub note: Option<String>,
    #[schema(value_type = Vec<StockCountLine>)]
    pub lines: Json<Vec<StockCountLine>>,
}

/// What a list is cut by.
#[derive(Clone, Debug, Default)]
pub struct CountFilter {
    pub id: Option<Uuid>,
    pub visit_id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    /// Only counts of it, with all their lines.
    pub product_id: Option<i32>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

/// In scope, newest first, then by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &CountFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<StockCount>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        StockCount,
        r#"
        select c.id, c.rep_id, r.code as rep_code, r.name as rep_name, c.date, c.visit_id, c.outlet_id,
          o.code as outlet_code, o.name as outlet_name, c.counted_at as "counted_at: Instant", c.note,
          (select coalesce(jsonb_agg(jsonb_build_object('product_id', p.id, 'product_code', p.code, 'product_name', p.name,
              'unit', l.unit, 'quantity_milli', l.quantity_milli, 'milli', l.milli, 'batch', l.batch, 'expires_on', l.expires_on,
              'base_unit', (select u.key from jsonb_each_text(p.units) u where u.value = '1')) order by l.line), '[]')
            from stock_count_line l join product p on p.id = l.product_id where l.count_id = c.id)
            as "lines!: Json<Vec<StockCountLine>>"
        from stock_count c join rep r on r.id = c.rep_id join outlet o on o.id = c.outlet_id
        where ($1::int4[] is null or c.org_unit_id = any($1)) and ($2::int4 is null or c.rep_id = $2)
          and ($3::uuid is null or c.id = $3) and ($4::uuid is null or c.visit_id = $4)
          and ($5::int4 is null or c.rep_id = $5) and ($6::int4 is null or c.outlet_id = $6)
          and ($7::int4 is null or exists (select from stock_count_line l where l.count_id = c.id and l.product_id = $7))
          and ($8::date is null or c.date >= $8) and ($9::date is null or c.date <= $9)
          and ($13::int4 is null or o.customer_id = $13)
          and ($14::timestamptz is null or c.recorded_at >= $14)
          and ($15::int8 is null or c.xid >= $15::int8::text::xid8)
          and ($10::timestamptz is null or c.counted_at < $10 or (c.counted_at = $10 and c.id > $11))
        order by c.counted_at desc, c.id limit $12
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.id,
        filter.visit_id,
        filter.rep_id,
        filter.outlet_id,
        filter.product_id,
        filter.from,
        filter.to,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        filter.customer_id,
        since_time,
        since_xid,
    )
    .fetch_all(db)
    .await?)
}

/// More counts than anybody makes in one visit.
const OF_VISIT_MAX: i64 = 20;

/// What a rep counted in a visit, newest first. Access to the visit is the caller's matter; a count that
/// names a visit of another rep is not its own.
pub async fn counts_of_visit(
    db: impl PgExecutor<'_>,
    visit: Uuid,
    rep: i32,
) -> Result<Vec<StockCount>, StoreError> {
    let filter = CountFilter {
        visit_id: Some(visit),
        rep_id: Some(rep),
        ..CountFilter::default()
    };
    list(db, &Scope::system(), &filter, None, OF_VISIT_MAX).await
}
