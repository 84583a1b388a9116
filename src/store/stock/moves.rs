//! Moves as read, newest first. `posting` writes them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::store::{error::StoreError, instant::Instant, page::Since, scope::Scope, upsert::Now};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct StockMove {
    pub id: i64,
    /// The act that it is part of: the two legs of a transfer share it.
    pub posting_id: Uuid,
    /// opening | receipt | issue | transfer | sale | return | adjustment
    pub kind: String,
    pub location_id: i32,
    pub location_code: String,
    pub location_name: String,
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    /// The base unit.
    pub unit: String,
    /// Empty where none is known.
    pub batch: String,
    pub expires_on: Option<NaiveDate>,
    /// Thousandths of the base unit; above zero came in, below went out.
    pub milli: i64,
    /// The order, delivery, return or count that it belongs to.
    pub document_id: Option<Uuid>,
    /// The posting that this one undoes.
    pub counter_of: Option<Uuid>,
    /// The posting that undid this one.
    pub countered_by: Option<Uuid>,
    pub reason: Option<String>,
    pub note: Option<String>,
    pub moved_at: Instant,
    pub recorded_at: Instant,
    /// None where the server did it by itself.
    pub by: Option<String>,
}

/// What a list is cut by.
#[derive(Clone, Debug, Default)]
pub struct MoveFilter {
    pub posting_id: Option<Uuid>,
    pub location_id: Option<i32>,
    pub product_id: Option<i32>,
    pub document_id: Option<Uuid>,
    /// Whose van it is, or of the document.
    pub rep_id: Option<i32>,
    /// Of the document.
    pub visit_id: Option<Uuid>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    /// Moved from then, and before then.
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
    pub since: Since,
}

/// Moves at locations in scope.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    filter: &MoveFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<StockMove>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        StockMove,
        r#"
        select m.id, m.posting_id, a.kind, m.location_id, l.code as location_code, l.name as location_name,
          m.product_id, p.code as product_code, p.name as product_name,
          (select u.key from jsonb_each_text(p.units) u where u.value = '1') as "unit!",
          m.batch, m.expires_on, m.milli, a.document_id, a.counter_of,
          (select c.id from stock_posting c where c.counter_of = a.id) as "countered_by?", a.reason, a.note,
          a.moved_at as "moved_at: Instant", a.recorded_at as "recorded_at: Instant", u.name as "by?"
        from stock_move m join stock_posting a on a.id = m.posting_id join stock_location l on l.id = m.location_id
        join product p on p.id = m.product_id left join app_user u on u.id = a.recorded_by
        where ($1::int8 is null or m.id < $1)
          and (l.kind = 'warehouse' or $3::int4[] is null or stock_location_unit(l, $4) = any($3))
          and ($5::int4 is null or l.kind <> 'van' or l.rep_id = $5)
          and ($6::uuid is null or m.posting_id = $6) and ($7::int4 is null or m.location_id = $7)
          and ($8::int4 is null or m.product_id = $8) and ($9::uuid is null or a.document_id = $9)
          -- As arrays, which an index serves: behind `or` a sub-select is asked of every move.
          and ($10::timestamptz is null or a.id = any(array(
            select unnest(array[c.id, c.counter_of]) from stock_posting c where c.recorded_at >= $10)))
          and ($11::int8 is null or a.id = any(array(
            select unnest(array[c.id, c.counter_of]) from stock_posting c where c.xid >= $11::int8::text::xid8)))
          and ($12::int4 is null or l.rep_id = $12 or a.document_id in (select d.id from trade_document d where d.rep_id = $12))
          and ($13::uuid is null or a.document_id = any(array(select d.id from trade_document d where d.visit_id = $13)))
          and ($14::int4 is null or a.document_id = any(array(select d.id from trade_document d where d.outlet_id = $14)))
          and ($15::int4 is null or a.document_id = any(array(select d.id from trade_document d where d.customer_id = $15)))
          and ($16::timestamptz is null or a.moved_at >= $16) and ($17::timestamptz is null or a.moved_at < $17)
        order by m.id desc limit $2
        "#,
        before,
        limit,
        scope.units() as _,
        now.today,
        scope.rep_id() as _,
        filter.posting_id,
        filter.location_id,
        filter.product_id,
        filter.document_id,
        since_time,
        since_xid,
        filter.rep_id,
        filter.visit_id,
        filter.outlet_id,
        filter.customer_id,
        filter.from,
        filter.to,
    )
    .fetch_all(db)
    .await?)
}

/// Whether the scope reaches every location of a posting; `NotFound` otherwise.
pub async fn reach(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    posting: Uuid,
) -> Result<(), StoreError> {
    let all = sqlx::query_scalar!(
        r#"
        select bool_and((l.kind = 'warehouse' or $2::int4[] is null or coalesce(stock_location_unit(l, $3) = any($2), false))
          and ($4::int4 is null or l.kind <> 'van' or l.rep_id = $4))
        from stock_move m join stock_location l on l.id = m.location_id where m.posting_id = $1
        "#,
        posting,
        scope.units() as _,
        now.today,
        scope.rep_id() as _,
    )
    .fetch_one(db)
    .await?;
    if all == Some(true) {
        Ok(())
    } else {
        Err(StoreError::NotFound)
    }
}
