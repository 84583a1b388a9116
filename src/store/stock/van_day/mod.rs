//! The days of vans: what began the day, came and went, should be there and was counted, and the cash beside it.
//! An open day is read from the moves; a closed one is the document that `close` made, whatever came after.

mod book;
pub mod close;
pub mod count;
pub mod inbox;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::time::{At, CompanyTime};
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{error::StoreError, instant::Instant, page::Since, scope::Scope};

/// A product in a van over a day; thousandths of the base unit.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct VanDayLine {
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    /// The base unit.
    pub unit: String,
    pub opening_milli: i64,
    /// From warehouses and other vans, also for trips.
    pub loaded_milli: i64,
    /// Back to warehouses and other vans.
    pub unloaded_milli: i64,
    /// On the spot.
    pub sold_milli: i64,
    /// Of trips, and given out.
    pub delivered_milli: i64,
    /// Taken back from customers.
    pub returned_milli: i64,
    /// The book put right.
    pub corrected_milli: i64,
    /// Opening + loaded + returned + corrected − unloaded − sold − delivered.
    pub expected_milli: i64,
    /// Null where nobody counted it.
    pub counted_milli: Option<i64>,
    /// Counted less expected: missing below zero.
    pub difference_milli: Option<i64>,
    /// Of the difference, where the product has a price for everybody.
    pub difference_minor: Option<i64>,
}

/// A van on a day.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct VanDay {
    pub van_id: i32,
    pub van_code: String,
    pub van_name: String,
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub date: NaiveDate,
    /// open | counted | closed
    pub state: String,
    pub lines: Vec<VanDayLine>,
    /// Of all lines whose product has a price for everybody.
    pub difference_minor: i64,
    pub currency: String,
    /// Collected by the rep on the day in cash, and what of it was handed in.
    pub cash_minor: i64,
    pub cash_handed_in_minor: i64,
    /// By transfer and cheque.
    pub other_minor: i64,
    pub other_handed_in_minor: i64,
    /// The newest count.
    pub counted_at: Option<Instant>,
    /// At a desk; null: by the rep's phone.
    pub counted_by: Option<String>,
    /// Of the document of a closed day; the moves that put the book right have it as theirs.
    pub id: Option<Uuid>,
    pub reason: Option<String>,
    pub closed_at: Option<Instant>,
    pub closed_by: Option<String>,
}

/// Which days; both dates are included.
#[derive(Clone, Copy, Debug)]
pub struct VanDayFilter {
    pub van_id: Option<i32>,
    pub rep_id: Option<i32>,
    /// open | counted | closed
    pub state: Option<&'static str>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Days of which a count, the document, a move up to them or, of the open ones, a collection came since.
    pub since: Since,
}

/// A day without its lines and its money.
struct Head {
    van_id: i32,
    van_code: String,
    van_name: String,
    rep_id: i32,
    rep_code: String,
    rep_name: String,
    date: NaiveDate,
    state: String,
    counted_at: Option<DateTime<Utc>>,
    counted_by: Option<String>,
    id: Option<Uuid>,
    reason: Option<String>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<String>,
}

fn utc(at: At) -> DateTime<Utc> {
    at.to_utc().unwrap_or(DateTime::UNIX_EPOCH)
}

/// Newest first, then by van; goes on after `after`. Days on which something moved, was counted or closed; one that was
/// counted is of whose van it was then. In a transaction that sees one moment. `today` is that of the prices.
pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    (time, today): (CompanyTime, NaiveDate),
    filter: &VanDayFilter,
    after: Option<(NaiveDate, i32)>,
    limit: i64,
) -> Result<Vec<VanDay>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    let heads = sqlx::query_as!(
        Head,
        r#"
        with day as (
          select m.location_id as van_id, ((p.moved_at - make_interval(mins => $1)) at time zone $2)::date as date
          from stock_posting p join stock_move m on m.posting_id = p.id join stock_location l on l.id = m.location_id
          where l.kind = 'van' and p.moved_at >= $3 and p.moved_at < $4
          union select van_id, date from van_count where date between $5 and $6
          union select van_id, date from van_day where date between $5 and $6
        ), moved as (
          -- What moves changes the days of a van from its own on.
          select m.location_id as van_id, min(((p.moved_at - make_interval(mins => $1)) at time zone $2)::date) as first
          from stock_posting p join stock_move m on m.posting_id = p.id
          where p.recorded_at >= $15 or p.xid >= $16::int8::text::xid8 group by 1
        )
        select l.id as van_id, l.code as van_code, l.name as van_name, r.id as rep_id, r.code as rep_code, r.name as rep_name,
          d.date as "date!", case when c.id is not null then 'closed' when n.id is not null then 'counted' else 'open' end as "state!",
          n.counted_at as "counted_at?", nu.name as "counted_by?", c.id as "id?", c.reason, c.closed_at as "closed_at?", cu.name as "closed_by?"
        from day d join stock_location l on l.id = d.van_id left join van_day c on c.van_id = d.van_id and c.date = d.date
        left join app_user cu on cu.id = c.closed_by
        left join lateral (
          select x.id, x.rep_id, x.counted_at, x.counted_by from van_count x where x.van_id = d.van_id and x.date = d.date
          order by x.counted_at desc, x.id limit 1) n on true
        join rep r on r.id = coalesce(c.rep_id, n.rep_id, l.rep_id)
        left join app_user nu on nu.id = n.counted_by
        where ($7::int4[] is null or exists (select from rep_org_unit a where a.rep_id = r.id and a.retired_at is null
            and a.valid @> d.date and a.org_unit_id = any($7)))
          and ($8::int4 is null or r.id = $8) and ($9::int4 is null or l.id = $9) and ($10::int4 is null or r.id = $10)
          and ($11::text is null or $11 = case when c.id is not null then 'closed' when n.id is not null then 'counted' else 'open' end)
          and ($15::timestamptz is null and $16::int8 is null
            or c.closed_at >= $15 or c.xid >= $16::int8::text::xid8
            or exists (select from van_count x where x.van_id = d.van_id and x.date = d.date
              and (x.recorded_at >= $15 or x.xid >= $16::int8::text::xid8))
            or c.id is null and d.date >= (select w.first from moved w where w.van_id = d.van_id)
            or c.id is null and exists (select from collection k where k.rep_id = r.id and k.date = d.date
              and (k.updated_at >= $15 or k.xid >= $16::int8::text::xid8)))
          and ($12::date is null or d.date < $12 or d.date = $12 and l.id > $13)
        order by d.date desc, l.id limit $14
        "#,
        i32::from(time.day_start_min),
        time.time_zone.name(),
        utc(time.day_bounds(filter.from).start),
        utc(time.day_bounds(filter.to).end),
        filter.from,
        filter.to,
        scope.units() as _,
        scope.rep_id(),
        filter.van_id,
        filter.rep_id,
        filter.state,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        since_time,
        since_xid,
    )
    .fetch_all(&mut *db)
    .await?;
    book::fill(db, (time, today), heads).await
}

/// A day of a van in scope, also one on which nothing moved.
pub async fn get(
    db: &mut PgConnection,
    scope: &Scope,
    when: (CompanyTime, NaiveDate),
    (van, date): (i32, NaiveDate),
) -> Result<VanDay, StoreError> {
    let filter = VanDayFilter {
        van_id: Some(van),
        rep_id: None,
        state: None,
        from: date,
        to: date,
        since: Since::Ever,
    };
    if let Some(found) = list(&mut *db, scope, when, &filter, None, 1).await?.pop() {
        return Ok(found);
    }
    let head = sqlx::query_as!(
        Head,
        r#"
        select l.id as van_id, l.code as van_code, l.name as van_name, r.id as rep_id, r.code as rep_code, r.name as rep_name,
          $2::date as "date!", 'open' as "state!", null::timestamptz as counted_at, null::text as counted_by, null::uuid as id,
          null::text as reason, null::timestamptz as closed_at, null::text as closed_by
        from stock_location l join rep r on r.id = l.rep_id
        where l.id = $1 and l.kind = 'van' and ($3::int4[] is null or stock_location_unit(l, $2) = any($3))
          and ($4::int4 is null or l.rep_id = $4) and not exists (select from van_count where van_id = $1 and date = $2)
        "#,
        van,
        date,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or(StoreError::NotFound)?;
    let days = book::fill(db, when, vec![head]).await?;
    days.into_iter().next().ok_or(StoreError::NotFound)
}
