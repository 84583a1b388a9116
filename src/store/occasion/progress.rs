//! How far an occasion is in a year: rep by rep and unit by unit; and customer by customer, what was given beside what
//! they bought. Every read is cut to the caller's scope.

use chrono::NaiveDate;
use serde::Serialize;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::store::{error::StoreError, scope::Scope};

/// Rows of reps in one answer.
pub const REPS_MAX: i64 = 5_000;

/// Which activities are counted; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct ProgressFilter {
    pub occasion_id: Option<Uuid>,
    pub year: i32,
    /// Of the plan, without one of the end; both included.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub rep_id: Option<i32>,
    /// With all below it.
    pub org_unit_id: Option<i32>,
    pub customer_id: Option<i32>,
}

/// Of one rep in the unit of those days.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RepProgress {
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub org_unit_id: i32,
    pub org_unit_name: String,
    pub planned: i64,
    pub held: i64,
    pub not_held: i64,
    pub withdrawn: i64,
    pub given_minor: i64,
    /// Gifts that a phone told of against a limit.
    pub doubtful: i64,
}

/// By unit and rep.
pub async fn by_rep(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &ProgressFilter,
) -> Result<Vec<RepProgress>, StoreError> {
    Ok(sqlx::query_as!(
        RepProgress,
        r#"
        select a.rep_id, r.code as rep_code, r.name as rep_name, a.org_unit_id, u.name as org_unit_name,
          count(*) filter (where a.state = 'planned') as "planned!", count(*) filter (where a.state = 'held') as "held!",
          count(*) filter (where a.state = 'not_held') as "not_held!", count(*) filter (where a.state = 'withdrawn') as "withdrawn!",
          coalesce(sum(a.value_minor) filter (where a.state = 'held'), 0)::int8 as "given_minor!", count(a.doubt) as "doubtful!"
        from activity a join rep r on r.id = a.rep_id join org_unit u on u.id = a.org_unit_id
        where a.occasion_id = $1 and a.occasion_year = $2
          and ($3::int4[] is null or a.org_unit_id = any($3)) and ($4::int4 is null or a.rep_id = $4)
          and ($5::int4 is null or a.rep_id = $5) and ($6::int4 is null or a.customer_id = $6)
          and ($7::date is null or a.date >= $7) and ($8::date is null or a.date <= $8)
          and ($9::int4 is null or a.org_unit_id in (with recursive below as (
            select $9::int4 as id union all select o.id from org_unit o join below b on o.parent_id = b.id) select id from below))
        group by a.rep_id, r.code, r.name, a.org_unit_id, u.name order by u.name, a.org_unit_id, r.code limit $10
        "#,
        filter.occasion_id,
        filter.year,
        scope.units() as _,
        scope.rep_id(),
        filter.rep_id,
        filter.customer_id,
        filter.from,
        filter.to,
        filter.org_unit_id,
        REPS_MAX + 1,
    )
    .fetch_all(db)
    .await?)
}

/// Greetings and gifts of a customer in a year, and what it bought in it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CustomerCare {
    pub customer_id: i32,
    pub customer_code: String,
    pub customer_name: String,
    pub year: i32,
    pub planned: i64,
    pub held: i64,
    pub not_held: i64,
    pub given_minor: i64,
    pub doubtful: i64,
    /// Invoices of the year less its returns, with tax.
    pub net_sales_minor: i64,
    /// What was given of what was sold, in basis points; null where nothing was.
    pub given_bp: Option<i64>,
}

/// Customers with greetings or gifts, by id; of all occasions and of none where none is named.
pub async fn by_customer(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &ProgressFilter,
    after: i32,
    limit: i64,
) -> Result<Vec<CustomerCare>, StoreError> {
    let rows = sqlx::query!(
        r#"
        with care as (
          select a.customer_id, count(*) filter (where a.state = 'planned') as planned,
            count(*) filter (where a.state = 'held') as held, count(*) filter (where a.state = 'not_held') as not_held,
            coalesce(sum(a.value_minor) filter (where a.state = 'held'), 0)::int8 as given, count(a.doubt) as doubtful
          from activity a
          where a.customer_id > $1 and a.kind in ('greeting', 'gift') and ($2::uuid is null or a.occasion_id = $2)
            and coalesce(a.occasion_year, extract(year from a.date)::int4) = $3
            and ($4::int4[] is null or a.org_unit_id = any($4)) and ($5::int4 is null or a.rep_id = $5)
            and ($6::int4 is null or a.rep_id = $6) and ($7::int4 is null or a.customer_id = $7)
            and ($8::date is null or a.date >= $8) and ($9::date is null or a.date <= $9)
            and ($10::int4 is null or a.org_unit_id in (with recursive below as (
              select $10::int4 as id union all select o.id from org_unit o join below b on o.parent_id = b.id) select id from below))
          group by a.customer_id order by a.customer_id limit $11
        )
        select k.customer_id as "customer_id!", c.code, c.name, k.planned as "planned!", k.held as "held!", k.not_held as "not_held!",
          k.given as "given!", k.doubtful as "doubtful!", coalesce(s.net, 0) as "net!"
        from care k join customer c on c.id = k.customer_id
        left join lateral (select sum(e.minor)::int8 as net
          from credit_account d join ledger_entry e on e.account_id = d.id
          left join invoice i on e.kind = 'invoice' and i.id = e.document_id
          left join sales_return t on e.kind = 'return' and t.id = e.document_id
          left join sales_order o on o.id = coalesce(i.order_id, t.order_id)
          where d.customer_id = k.customer_id and e.kind in ('invoice', 'return')
            and e.date between make_date($3, 1, 1) and make_date($3, 12, 31)
            and ($4::int4[] is null or coalesce(o.org_unit_id, c.org_unit_id) = any($4)) and ($5::int4 is null or o.rep_id = $5)) s on true
        order by k.customer_id
        "#,
        after,
        filter.occasion_id,
        filter.year,
        scope.units() as _,
        scope.rep_id(),
        filter.rep_id,
        filter.customer_id,
        filter.from,
        filter.to,
        filter.org_unit_id,
        limit,
    )
    .fetch_all(db)
    .await?;
    let shown = rows.into_iter().map(|row| CustomerCare {
        customer_id: row.customer_id,
        customer_code: row.code,
        customer_name: row.name,
        year: filter.year,
        planned: row.planned,
        held: row.held,
        not_held: row.not_held,
        given_minor: row.given,
        doubtful: row.doubtful,
        net_sales_minor: row.net,
        given_bp: (row.net > 0).then(|| row.given.saturating_mul(10_000) / row.net),
    });
    Ok(shown.collect())
}

/// What an occasion has given in a year.
pub async fn spent(db: impl PgExecutor<'_>, occasion: Uuid, year: i32) -> Result<i64, StoreError> {
    let spent = sqlx::query_scalar!(
        "select spent_minor from occasion_year where occasion_id = $1 and year = $2",
        occasion,
        year,
    )
    .fetch_optional(db)
    .await?;
    Ok(spent.unwrap_or(0))
}
