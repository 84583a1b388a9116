//! Documents, stock levels and credit accounts as another system's list is held against them: a code, and texts by
//! the name of a column. Reads only; what is compared how is `imports::reconcile_records`'s.

use std::{collections::BTreeMap, ops::RangeInclusive};

use chrono::NaiveDate;
use sqlx::{PgExecutor, types::Json};

use super::{error::StoreError, scope::Scope};

/// Rows that are held against a list; more are refused, so that nothing is called missing that was not looked at.
pub const HELD_MAX: usize = 100_000;
const FETCHED_MAX: i64 = 100_001;

/// What can be held against another system's list, beside masters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    Orders,
    Returns,
    Collections,
    Invoices,
    StockLevels,
    CreditAccounts,
}

impl Record {
    /// Whether a list of it is one of a period.
    pub const fn is_dated(self) -> bool {
        !matches!(self, Self::StockLevels | Self::CreditAccounts)
    }
}

pub struct Held {
    pub code: String,
    /// Void: the other system need not have it.
    pub ended: bool,
    pub values: Json<BTreeMap<String, Option<String>>>,
}

/// What there is in scope, of a dated record in a period (by the date of the document; of a return the day it came, in
/// the company's time zone). At most one more than [`HELD_MAX`].
pub async fn held(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    record: Record,
    days: RangeInclusive<NaiveDate>,
    zone: &str,
) -> Result<Vec<Held>, StoreError> {
    let units = scope.units();
    let days = (*days.start(), *days.end());
    match record {
        Record::Orders => orders(db, units, days).await,
        Record::Returns => returns(db, units, days, zone).await,
        Record::Collections => collections(db, units, days).await,
        Record::Invoices => invoices(db, units, days).await,
        Record::StockLevels => stock_levels(db, units, days.1).await,
        Record::CreditAccounts => credit_accounts(db, units).await,
    }
}

type Days = (NaiveDate, NaiveDate);

async fn orders(
    db: impl PgExecutor<'_>,
    units: Option<&[i32]>,
    (from, to): Days,
) -> Result<Vec<Held>, StoreError> {
    Ok(sqlx::query_as!(
        Held,
        r#"
        select s.id::text as "code!", s.state in ('draft', 'rejected', 'cancelled') as "ended!",
          jsonb_build_object('number', m.number, 'state', s.state, 'date', s.date::text, 'customer_code', c.code,
            'outlet_code', o.code, 'currency', s.currency, 'total_minor', s.total_minor::text) as "values!: Json<BTreeMap<String, Option<String>>>"
        from sales_order s left join customer c on c.id = s.customer_id left join outlet o on o.id = s.outlet_id
        left join erp_mark m on m.kind = 'order' and m.document_id = s.id
        where s.date between $1 and $2 and ($3::int4[] is null or s.org_unit_id = any($3)) limit $4
        "#,
        from,
        to,
        units as _,
        FETCHED_MAX,
    )
    .fetch_all(db)
    .await?)
}

async fn returns(
    db: impl PgExecutor<'_>,
    units: Option<&[i32]>,
    (from, to): Days,
    zone: &str,
) -> Result<Vec<Held>, StoreError> {
    Ok(sqlx::query_as!(
        Held,
        r#"
        select t.id::text as "code!", t.state = 'rejected' as "ended!",
          jsonb_build_object('number', m.number, 'state', t.state, 'date', (t.returned_at at time zone $5)::date::text,
            'order_id', t.order_id::text, 'value_minor', t.value_minor::text) as "values!: Json<BTreeMap<String, Option<String>>>"
        from sales_return t join sales_order s on s.id = t.order_id
        left join erp_mark m on m.kind = 'return' and m.document_id = t.id
        where t.returned_at >= ($1::date::timestamp at time zone $5) and t.returned_at < (($2::date + 1)::timestamp at time zone $5)
          and ($3::int4[] is null or s.org_unit_id = any($3)) limit $4
        "#,
        from,
        to,
        units as _,
        FETCHED_MAX,
        zone,
    )
    .fetch_all(db)
    .await?)
}

async fn collections(
    db: impl PgExecutor<'_>,
    units: Option<&[i32]>,
    (from, to): Days,
) -> Result<Vec<Held>, StoreError> {
    Ok(sqlx::query_as!(
        Held,
        r#"
        select k.id::text as "code!", k.state in ('rejected', 'void') as "ended!",
          jsonb_build_object('number', m.number, 'state', k.state, 'date', k.date::text, 'customer_code', c.code, 'method', k.method,
            'currency', k.currency, 'amount_minor', k.amount_minor::text) as "values!: Json<BTreeMap<String, Option<String>>>"
        from collection k join credit_account a on a.id = k.account_id join customer c on c.id = a.customer_id
        left join erp_mark m on m.kind = 'collection' and m.document_id = k.id
        where k.date between $1 and $2 and ($3::int4[] is null or k.org_unit_id = any($3)) limit $4
        "#,
        from,
        to,
        units as _,
        FETCHED_MAX,
    )
    .fetch_all(db)
    .await?)
}

async fn invoices(
    db: impl PgExecutor<'_>,
    units: Option<&[i32]>,
    (from, to): Days,
) -> Result<Vec<Held>, StoreError> {
    Ok(sqlx::query_as!(
        Held,
        r#"
        select i.number as "code!", false as "ended!",
          jsonb_build_object('date', i.date::text, 'due', i.due::text, 'customer_code', c.code, 'order_id', i.order_id::text,
            'currency', i.currency, 'total_minor', i.total_minor::text, 'paid_minor', i.paid_minor::text) as "values!: Json<BTreeMap<String, Option<String>>>"
        from invoice i join credit_account a on a.id = i.account_id join customer c on c.id = a.customer_id
        where i.date between $1 and $2 and ($3::int4[] is null or c.org_unit_id = any($3)) limit $4
        "#,
        from,
        to,
        units as _,
        FETCHED_MAX,
    )
    .fetch_all(db)
    .await?)
}

/// Of warehouses, which are the whole company's, and of vans in scope.
async fn stock_levels(
    db: impl PgExecutor<'_>,
    units: Option<&[i32]>,
    to: NaiveDate,
) -> Result<Vec<Held>, StoreError> {
    Ok(sqlx::query_as!(
        Held,
        r#"
        select l.code || '/' || p.code as "code!", not (l.active and p.active) or coalesce(sum(b.milli), 0) = 0 as "ended!",
          jsonb_build_object('quantity', trim_scale(coalesce(sum(b.milli), 0) / 1000)::text) as "values!: Json<BTreeMap<String, Option<String>>>"
        from stock_level s join stock_location l on l.id = s.location_id join product p on p.id = s.product_id
        left join stock_balance b on b.location_id = s.location_id and b.product_id = s.product_id
        where l.kind <> 'outlet' and (l.kind = 'warehouse' or $1::int4[] is null or stock_location_unit(l, $2) = any($1))
        group by l.id, p.id limit $3
        "#,
        units as _,
        to,
        FETCHED_MAX,
    )
    .fetch_all(db)
    .await?)
}

async fn credit_accounts(
    db: impl PgExecutor<'_>,
    units: Option<&[i32]>,
) -> Result<Vec<Held>, StoreError> {
    Ok(sqlx::query_as!(
        Held,
        r#"
        select c.code || coalesce('/' || p.code, '') as "code!", not c.active as "ended!",
          jsonb_build_object('limit_minor', a.limit_minor::text, 'terms_days', a.terms_days::text,
            'balance_minor', a.balance_minor::text) as "values!: Json<BTreeMap<String, Option<String>>>"
        from credit_account a join customer c on c.id = a.customer_id left join partner p on p.id = a.partner_id
        where $1::int4[] is null or c.org_unit_id = any($1) limit $2
        "#,
        units as _,
        FETCHED_MAX,
    )
    .fetch_all(db)
    .await?)
}
