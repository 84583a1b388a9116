//! Whom a segment's rule finds, as of now. Ranks are among all customers of the company, so that a score means the
//! same to everybody; who is told of, and counted, is in the caller's scope.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use fieldbeat_domain::time::{At, CompanyTime};
use fieldbeat_trade::crm::segment::{Facts, Rank, Ranks, Rule, Sums, finds, score};
use serde::Serialize;
use sqlx::PgConnection;

use crate::store::{error::StoreError, scope::Scope, upsert::Now};

/// Customers looked at for one segment.
pub const LOOKED_AT_MAX: i64 = 200_000;

/// A customer that the rule finds, with what most rules ask.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Member {
    pub customer_id: i32,
    pub customer_code: String,
    pub customer_name: String,
    pub industry: Option<String>,
    /// First day of the relation.
    pub since: Option<NaiveDate>,
    pub last_order: Option<NaiveDate>,
    /// Ordered in the last 365 days.
    pub ordered_minor: i64,
    /// From 1 to 5; null without an order in the last year.
    pub recency: Option<i64>,
    pub frequency: Option<i64>,
    pub monetary: Option<i64>,
}

/// All in scope, by id; and whether there were more customers than are looked at.
pub async fn members(
    db: &mut PgConnection,
    scope: &Scope,
    now: Now,
    time: CompanyTime,
    rule: &Rule,
) -> Result<(Vec<Member>, bool), StoreError> {
    let above = units_above(&mut *db).await?;
    let ago = |days| now.at - Days::new(days);
    let rows = sqlx::query!(
        r#"
        with trade as (
          select o.customer_id, min(o.ordered_at) as first_at, max(o.ordered_at) as last_at,
            count(*) filter (where o.ordered_at >= $3) as orders_30, count(*) filter (where o.ordered_at >= $4) as orders_90,
            count(*) filter (where o.ordered_at >= $5) as orders_365,
            coalesce(sum(o.live_minor) filter (where o.ordered_at >= $3), 0)::int8 as minor_30,
            coalesce(sum(o.live_minor) filter (where o.ordered_at >= $4), 0)::int8 as minor_90,
            coalesce(sum(o.live_minor) filter (where o.ordered_at >= $5), 0)::int8 as minor_365
          from sales_order o
          where o.customer_id is not null and o.state not in ('draft', 'rejected', 'cancelled')
          group by o.customer_id
        ), ranked as (
          select customer_id, rank() over (order by last_at) - 1 as r, rank() over (order by orders_365) - 1 as f,
            rank() over (order by minor_365) - 1 as m, count(*) over () - 1 as others
          from trade where last_at >= $5
        )
        select c.id, c.code, c.name, c.org_unit_id, c.industry, c.since, t.first_at as "first_at?", t.last_at as "last_at?",
          coalesce(t.orders_30, 0) as "orders_30!", coalesce(t.orders_90, 0) as "orders_90!", coalesce(t.orders_365, 0) as "orders_365!",
          coalesce(t.minor_30, 0) as "minor_30!", coalesce(t.minor_90, 0) as "minor_90!", coalesce(t.minor_365, 0) as "minor_365!",
          k.r as "r?", k.f as "f?", k.m as "m?", k.others as "others?",
          array(select distinct o.class from outlet o where o.customer_id = c.id and o.closed_at is null) as "classes!",
          array(select distinct o.channel from outlet o where o.customer_id = c.id and o.closed_at is null
            and o.channel is not null) as "channels!"
        from customer c left join trade t on t.customer_id = c.id left join ranked k on k.customer_id = c.id
        where $1::int4[] is null or c.org_unit_id = any($1)
        order by c.id limit $2
        "#,
        scope.units() as _,
        LOOKED_AT_MAX + 1,
        ago(30),
        ago(90),
        ago(365),
    )
    .fetch_all(db)
    .await?;
    let most = usize::try_from(LOOKED_AT_MAX).unwrap_or(usize::MAX);
    let truncated = rows.len() > most;
    let found = rows.into_iter().take(most).filter_map(|row| {
        let date = |at: chrono::DateTime<chrono::Utc>| time.date_of(At::from(at));
        let since = row.since.or(row.first_at.map(date));
        let ranks = match (row.r, row.f, row.m, row.others) {
            (Some(recency), Some(frequency), Some(monetary), Some(others)) => {
                let rank = |below| Rank { below, others };
                Some(Ranks {
                    recency: rank(recency),
                    frequency: rank(frequency),
                    monetary: rank(monetary),
                })
            }
            _ => None,
        };
        let facts = Facts {
            classes: row.classes,
            channels: row.channels,
            units: above.get(&row.org_unit_id).cloned().unwrap_or_default(),
            industry: row.industry,
            since,
            last_order: row.last_at.map(date),
            minor: Sums {
                days_30: row.minor_30,
                days_90: row.minor_90,
                days_365: row.minor_365,
            },
            orders: Sums {
                days_30: row.orders_30,
                days_90: row.orders_90,
                days_365: row.orders_365,
            },
            ranks,
        };
        finds(rule, &facts, now.today).then(|| Member {
            customer_id: row.id,
            customer_code: row.code,
            customer_name: row.name,
            industry: facts.industry,
            since,
            last_order: facts.last_order,
            ordered_minor: facts.minor.days_365,
            recency: ranks.map(|r| score(r.recency)),
            frequency: ranks.map(|r| score(r.frequency)),
            monetary: ranks.map(|r| score(r.monetary)),
        })
    });
    Ok((found.collect(), truncated))
}

/// Each org unit with all above it, itself first.
async fn units_above(db: &mut PgConnection) -> Result<HashMap<i32, Vec<i32>>, StoreError> {
    let rows = sqlx::query!(
        r#"
        with recursive up as (
          select id, id as above, parent_id from org_unit
          union all select up.id, u.id, u.parent_id from up join org_unit u on u.id = up.parent_id
        )
        select id as "id!", array_agg(above) as "above!" from up group by id
        "#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.above)).collect())
}
