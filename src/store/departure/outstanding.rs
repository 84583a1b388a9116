//! What a rep still owes, holds or stands in for: money, goods, claims, unsent items, colleagues. Told before a departure and
//! for as long as it is so; a departure settles none of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::store::{error::StoreError, scope::Scope, upsert::Now};

/// More are not told one by one.
const ROWS_MAX: i64 = 1_000;

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Outstanding {
    /// collection (not handed in) | hand_in (not counted) | expense (not paid) | van_stock | van_day (counted, not closed) |
    /// trip (not settled) | unsent (items on a device) | cover (stands in for an absent colleague) | succession (is to take over)
    pub kind: String,
    /// Of the document, device, van or rep.
    pub id: String,
    /// Whose or what, as people call it.
    pub label: String,
    pub date: Option<NaiveDate>,
    pub amount_minor: Option<i64>,
    pub currency: Option<String>,
    /// Products in the van, items on the device.
    pub count: Option<i64>,
}

/// Of a rep in scope, on days from `from` on where it is about days to come.
pub async fn of(
    conn: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (rep, from): (i32, NaiveDate),
) -> Result<Vec<Outstanding>, StoreError> {
    Ok(sqlx::query_as!(
        Outstanding,
        r#"
        select kind as "kind!", id as "id!", label as "label!", date, amount_minor, currency, count from (
          select 1 as place, 'collection' as kind, m.id::text as id, c.name as label, m.date, m.amount_minor, m.currency, null::int8 as count
          from collection m join credit_account a on a.id = m.account_id join customer c on c.id = a.customer_id
          where m.rep_id = $1 and m.state = 'recorded' and ($2::int4[] is null or m.org_unit_id = any($2))
          union all
          select 2, 'hand_in', s.id::text, '', s.date, s.expected_minor, (select currency from company), null
          from settlement s where s.rep_id = $1 and s.state = 'handed_in' and ($2::int4[] is null or s.org_unit_id = any($2))
          union all
          select 3, 'van_stock', l.id::text, l.name, null, null, null,
            (select count(distinct b.product_id) from stock_balance b where b.location_id = l.id and b.milli <> 0)
          from stock_location l where l.rep_id = $1 and l.active
            and exists (select from stock_balance b where b.location_id = l.id and b.milli <> 0)
          union all
          select distinct 4, 'van_day', n.van_id::text, l.name, n.date, null::int8, null, null::int8
          from van_count n join stock_location l on l.id = n.van_id
          where n.rep_id = $1 and not exists (select from van_day d where d.van_id = n.van_id and d.date = n.date)
          union all
          select 5, 'trip', t.id::text, coalesce(t.vehicle, ''), t.date, null, null, null
          from delivery_trip t where t.rep_id = $1 and t.state in ('planned', 'out') and ($2::int4[] is null or t.org_unit_id = any($2))
          union all
          select 6, 'expense', e.id::text, e.category, e.date, coalesce(e.approved_minor, e.amount_minor), e.currency, null
          from expense e where e.rep_id = $1 and e.state in ('submitted', 'approved') and ($2::int4[] is null or e.org_unit_id = any($2))
          union all
          select 7, 'unsent', u.id::text, u.label, null, null, null, u.items
          from (
            select d.id, d.label, case when d.last_seen_at > h.at then d.backlog else coalesce(h.backlog, d.backlog) end as items
            from device d join device_binding b on b.device_id = d.id and b.retired_at is null and b.valid @> $4::timestamptz
            left join device_health h on h.device_id = d.id
            where b.rep_id = $1 and d.revoked_at is null
          ) u where u.items > 0
          union all
          select 8, 'cover', a.id::text, r.name, a.from_date, null, null, null
          from absence a join rep r on r.id = a.rep_id
          where a.substitute_rep_id = $1 and a.state = 'approved' and a.to_date >= $3 and ($2::int4[] is null or a.org_unit_id = any($2))
          union all
          select 9, 'succession', r.id::text, r.name, d.last_day, null, null, null
          from rep_departure d join rep r on r.id = d.rep_id
          where d.successor_rep_id = $1 and d.state = 'planned' and ($2::int4[] is null or exists (select from rep_org_unit a
            where a.rep_id = r.id and a.retired_at is null and a.org_unit_id = any($2)))
        ) open order by place, date, id limit $5
        "#,
        rep,
        scope.units() as _,
        from,
        now.at,
        ROWS_MAX,
    )
    .fetch_all(conn)
    .await?)
}
