//! What a phone needs to take orders and money while it is offline: the catalogue as the price engine reads
//! it, the last orders of its outlets, what their customers owe; with what it asks there (`phone_forms`) and who and
//! what it finds there (`phone_field`).

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{id::RepId, time::CompanyTime};
use serde_json::{Value, json};
use sqlx::{PgConnection, types::Json};

use super::{StoreError, catalogue::book, phone_field, phone_forms, scope::Scope};

/// Products of a phone; a longer catalogue says that it was cut.
const PRODUCTS_MAX: i64 = 5_000;
/// Orders of an outlet, and of how many days.
const ORDERS_MAX: i64 = 5;
const ORDER_DAYS: i32 = 90;
/// Open invoices of a customer, the oldest first.
const INVOICES_MAX: i64 = 20;

pub struct Trade {
    /// Null where it has not changed since.
    pub catalogue: Value,
    pub orders: Value,
    pub debt: Value,
    pub(super) forms: phone_forms::Asked,
    pub(super) field: phone_field::Asked,
}

/// Everything without `from`, else what changed since, which was on the same day.
pub async fn sync(
    conn: &mut PgConnection,
    rep: RepId,
    (date, time): (NaiveDate, &CompanyTime),
    from: Option<DateTime<Utc>>,
) -> Result<Trade, StoreError> {
    let outlets = sqlx::query_scalar!(
        "select distinct ro.outlet_id from route_rep rr
         join route_outlet ro on ro.route_id = rr.route_id and ro.retired_at is null and ro.valid @> $2::date
         where rr.rep_id = $1 and rr.retired_at is null and rr.valid @> $2::date order by 1",
        rep.0,
        date
    )
    .fetch_all(&mut *conn)
    .await?;
    // Of other outlets, or of other facts about them, nothing is known yet: then everything is new.
    let from = match from {
        Some(from) if moved(&mut *conn, rep, &outlets, date, from).await? => None,
        from => from,
    };
    Ok(Trade {
        forms: phone_forms::asked(&mut *conn, &outlets, date, from).await?,
        field: phone_field::asked(&mut *conn, rep, &outlets, (date, time), from).await?,
        catalogue: catalogue(&mut *conn, &outlets, date, from).await?,
        orders: orders(&mut *conn, &outlets, date, from).await?,
        debt: debt(conn, &outlets, from).await?,
    })
}

/// Whether outlets have come to the rep or left, or something about one of them has changed.
async fn moved(
    conn: &mut PgConnection,
    rep: RepId,
    outlets: &[i32],
    date: NaiveDate,
    from: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select exists (select from outlet where id = any($3) and updated_at >= $1)
          or exists (select from route_rep rr join route_outlet ro on ro.route_id = rr.route_id
            where rr.rep_id = $4 and rr.retired_at is null and rr.valid @> $2::date
              and (ro.recorded_at >= $1 or ro.retired_at >= $1))
          or exists (select from route_rep where rep_id = $4 and (recorded_at >= $1 or retired_at >= $1)) as "moved!"
        "#,
        from,
        date,
        outlets,
        rep.0,
    )
    .fetch_one(conn)
    .await?)
}

/// Products with their words, the engine's book, and who the outlets are to it.
async fn catalogue(
    conn: &mut PgConnection,
    outlets: &[i32],
    date: NaiveDate,
    from: Option<DateTime<Utc>>,
) -> Result<Value, StoreError> {
    if let Some(from) = from {
        let changed = sqlx::query_scalar!(
            r#"
            select exists (select from product where updated_at >= $1)
              or exists (select from rule_version where created_at >= $1)
              or exists (select from price_list where updated_at >= $1)
              or exists (select from scheme where updated_at >= $1)
              or exists (select from outlet_supplier where outlet_id = any($2) and (recorded_at >= $1 or retired_at >= $1)) as "changed!"
            "#,
            from,
            outlets,
        )
        .fetch_one(&mut *conn)
        .await?;
        if !changed {
            return Ok(Value::Null);
        }
    }
    let mut products = sqlx::query!(
        "select id, code, name from product where active order by id limit $1",
        PRODUCTS_MAX + 1
    )
    .fetch_all(&mut *conn)
    .await?;
    let most = usize::try_from(PRODUCTS_MAX).unwrap_or(usize::MAX);
    let truncated = products.len() > most;
    products.truncate(most);
    let ids: Vec<i32> = products.iter().map(|p| p.id).collect();
    let buyers = book::buyers(&mut *conn, &Scope::system(), outlets, date).await?;
    let book = book::whole(conn, &buyers, date, &ids).await?;
    let words: Vec<Value> = (products.into_iter())
        .map(|p| json!({"id": p.id, "code": p.code, "name": p.name}))
        .collect();
    let buyers: Vec<Value> = (buyers.into_iter())
        .map(|(outlet, buyer)| json!({"outlet_id": outlet, "buyer": buyer}))
        .collect();
    Ok(json!({"products": words, "truncated": truncated, "book": book, "buyers": buyers}))
}

/// The newest orders of each outlet, whoever took them.
async fn orders(
    conn: &mut PgConnection,
    outlets: &[i32],
    date: NaiveDate,
    from: Option<DateTime<Utc>>,
) -> Result<Value, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('id', s.id, 'outlet_id', s.outlet_id, 'date', s.date, 'state', s.state, 'holds', s.holds,
          'revision', s.revision, 'total_minor', s.total_minor, 'lines', (
            select coalesce(jsonb_agg(jsonb_build_object('line', l.line, 'product_code', l.product_code, 'quantity', l.quantity::text,
              'unit', l.unit, 'free', l.free, 'total_minor', l.total_minor, 'delivered_milli', l.delivered_milli, 'returned_milli', l.returned_milli) order by l.line), '[]')
            from sales_order_line l where l.order_id = s.id)) as "order!: Json<Value>"
        from unnest($1::int4[]) as o(id) cross join lateral (
          select * from sales_order x where x.outlet_id = o.id and x.date >= $2::date - $3::int4
          order by x.ordered_at desc limit $4) s
        where $5::timestamptz is null or s.updated_at >= $5
          or exists (select from sales_return t where t.order_id = s.id and t.updated_at >= $5)
        order by s.outlet_id, s.ordered_at desc
        "#,
        outlets,
        date,
        ORDER_DAYS,
        ORDERS_MAX,
        from,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// The accounts of the outlets' customers, each whole whenever its terms, its balance or an order of it
/// changed.
async fn debt(
    conn: &mut PgConnection,
    outlets: &[i32],
    from: Option<DateTime<Utc>>,
) -> Result<Value, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('customer_id', a.customer_id, 'partner_id', a.partner_id, 'limit_minor', a.limit_minor,
          'ledger_minor', a.balance_minor, 'open_orders_minor', e.minor, 'invoices', (
            select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'number', i.number, 'order_id', i.order_id, 'due', i.due,
              'open_minor', i.total_minor - i.paid_minor) order by i.due, i.id), '[]')
            from (select * from invoice where account_id = a.id and paid_minor < total_minor order by due, id limit $2) i
          )) as "account!: Json<Value>"
        from credit_account a
        cross join lateral (
          select coalesce(sum(s.live_minor - s.invoiced_minor), 0)::int8 as minor from sales_order s
          where s.account_id = a.id and s.state not in ('draft', 'rejected', 'cancelled') and s.live_minor <> s.invoiced_minor) e
        where a.customer_id in (select customer_id from outlet where id = any($1))
          and ($3::timestamptz is null or a.updated_at >= $3
            or exists (select from sales_order s where s.account_id = a.id and s.updated_at >= $3))
        order by a.id
        "#,
        outlets,
        INVOICES_MAX,
        from,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}
