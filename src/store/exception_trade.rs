//! What the exceptions of orders and money are judged from: held orders, money that reps carry.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::error::StoreError;

/// Held orders looked at in one round.
const HELD_MAX: i64 = 20_000;

pub struct HeldOrder {
    pub id: Uuid,
    pub rep_id: i32,
    pub org_unit_id: i32,
    pub date: NaiveDate,
    pub visit_id: Option<Uuid>,
    pub outlet_id: Option<i32>,
    /// Since when it has been held without a break.
    pub since: DateTime<Utc>,
}

/// Orders that wait, newest first; whether these are all.
pub async fn held(tx: &mut PgConnection) -> Result<(Vec<HeldOrder>, bool), StoreError> {
    let rows = sqlx::query_as!(
        HeldOrder,
        r#"
        select s.id, s.rep_id, s.org_unit_id, s.date, s.visit_id, s.outlet_id,
          coalesce((select min(t.at) from order_step t where t.order_id = s.id and t.state = 'held'
            and t.seq > coalesce((select max(x.seq) from order_step x where x.order_id = s.id and x.state <> 'held'), 0)),
            s.updated_at) as "since!"
        from sales_order s where s.state = 'held' order by s.ordered_at desc, s.id limit $1
        "#,
        HELD_MAX
    )
    .fetch_all(tx)
    .await?;
    let whole = i64::try_from(rows.len()).unwrap_or(i64::MAX) < HELD_MAX;
    Ok((rows, whole))
}

pub struct Carried {
    pub rep_id: i32,
    pub org_unit_id: i32,
    /// Of the oldest that is not handed in.
    pub since: DateTime<Utc>,
    pub cash_minor: i64,
}

/// Every rep with money that is not handed in.
pub async fn carried(tx: &mut PgConnection, date: NaiveDate) -> Result<Vec<Carried>, StoreError> {
    Ok(sqlx::query_as!(
        Carried,
        r#"
        select m.rep_id as "rep_id!", a.org_unit_id, min(m.collected_at) as "since!",
          coalesce(sum(m.amount_minor) filter (where m.method = 'cash'), 0)::int8 as "cash_minor!"
        from collection m join rep_org_unit a on a.rep_id = m.rep_id and a.retired_at is null and a.valid @> $1::date
        where m.state = 'recorded' and m.rep_id is not null group by m.rep_id, a.org_unit_id
        "#,
        date
    )
    .fetch_all(tx)
    .await?)
}
