//! Invoices: made here for what was delivered, or mirrored from the ERP that makes them; opening balances
//! are invoices without an order.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    account,
    ledger::{self, Entry},
};
use crate::store::{
    error::StoreError,
    order::{
        act::Locked,
        delivery::{LinePart, amounts, valued},
    },
    page::Since,
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Invoice {
    pub id: Uuid,
    pub number: String,
    /// invoice | opening
    pub kind: String,
    pub account_id: i32,
    pub customer_id: i32,
    pub customer_code: String,
    pub customer_name: String,
    pub partner_code: Option<String>,
    pub order_id: Option<Uuid>,
    pub date: NaiveDate,
    pub due: NaiveDate,
    pub currency: String,
    pub total_minor: i64,
    pub paid_minor: i64,
    pub open_minor: i64,
    pub overdue: bool,
    pub version: i32,
}

/// An invoice as it is told.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoicePut {
    /// Made by the sender, so that a repeat is the same invoice.
    pub id: Uuid,
    pub number: String,
    /// Of the order it bills; without one it is an opening balance of the customer.
    pub order_id: Option<Uuid>,
    pub customer_id: Option<i32>,
    pub partner_id: Option<i32>,
    /// What of the order is billed; absent: all that is delivered and not billed.
    pub lines: Option<Vec<LinePart>>,
    /// Today where absent.
    pub date: Option<NaiveDate>,
    /// By the payment terms where absent.
    pub due: Option<NaiveDate>,
    /// Required without an order. With one, what the ERP says; the value of the lines where absent.
    pub total_minor: Option<i64>,
}

/// Bills a locked order.
pub async fn bill(
    tx: &mut PgConnection,
    now: Now,
    order: &Locked,
    currency: &str,
    put: &InvoicePut,
) -> Result<(), ChangeError> {
    let Some(account) = order.account_id else {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/order_id",
            "no_customer",
        )]));
    };
    let lines = amounts(&mut *tx, order.id).await?;
    let rest: Vec<LinePart> = (lines.iter())
        .filter(|(_, l)| l.invoiced_milli < l.delivered_milli)
        .map(|(line, l)| LinePart {
            line: *line,
            quantity_milli: l.delivered_milli - l.invoiced_milli,
        })
        .collect();
    let parts = put.lines.as_deref().unwrap_or(&rest);
    let valued = valued(&lines, parts, |l| l.invoiced_milli, |l| l.delivered_milli)
        .map_err(ChangeError::Invalid)?;
    let value: i64 = valued.iter().map(|v| v.value_minor).sum();
    let total = put.total_minor.unwrap_or(value);
    insert(
        &mut *tx,
        now,
        account,
        "invoice",
        Some(order.id),
        currency,
        total,
        put,
    )
    .await?;
    sqlx::query!(
        r#"
        with parts as (select * from jsonb_to_recordset($2) as t(line int4, quantity_milli int8, value_minor int8)),
          kept as (insert into invoice_line (invoice_id, line, quantity_milli, value_minor) select $1, * from parts)
        update sales_order_line l set invoiced_milli = invoiced_milli + p.quantity_milli from parts p
        where l.order_id = $3 and l.line = p.line
        "#,
        put.id,
        Json(&valued) as _,
        order.id,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update sales_order set invoiced_minor = invoiced_minor + $2, version = version + 1, updated_at = $3 where id = $1",
        order.id,
        value,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Books what a customer owed before.
pub async fn open(
    tx: &mut PgConnection,
    now: Now,
    account: i32,
    currency: &str,
    put: &InvoicePut,
) -> Result<(), ChangeError> {
    let Some(total) = put.total_minor else {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/total_minor",
            "required",
        )]));
    };
    insert(tx, now, account, "opening", None, currency, total, put).await
}

/// Mirrors an invoice that bills no order of ours.
pub(super) async fn mirror(
    tx: &mut PgConnection,
    now: Now,
    account: i32,
    currency: &str,
    (put, total): (&InvoicePut, i64),
) -> Result<(), ChangeError> {
    insert(tx, now, account, "invoice", None, currency, total, put).await
}

#[expect(clippy::too_many_arguments, reason = "a row with its columns")]
async fn insert(
    tx: &mut PgConnection,
    now: Now,
    account: i32,
    kind: &'static str,
    order: Option<Uuid>,
    currency: &str,
    total: i64,
    put: &InvoicePut,
) -> Result<(), ChangeError> {
    if total <= 0 {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/total_minor",
            "out_of_range",
        )]));
    }
    let account = account::lock_id(&mut *tx, account).await?;
    let date = put.date.unwrap_or(now.today);
    let due = put.due.unwrap_or_else(|| account.terms.due(date));
    sqlx::query!(
        r#"
        insert into invoice (id, number, kind, account_id, order_id, date, due, currency, total_minor, recorded_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
        "#,
        put.id,
        put.number,
        kind,
        account.id,
        order,
        date,
        due,
        currency,
        total,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let entry = Entry {
        account: account.id,
        date,
        kind,
        document: put.id,
        minor: total,
    };
    ledger::book(&mut *tx, now, &entry).await?;
    tell(tx, now, "invoice_booked", &[put.id]).await?;
    Ok(())
}

/// The events of invoices that were booked, or are due or paid otherwise than before.
pub(super) async fn tell(
    tx: &mut PgConnection,
    now: Now,
    kind: &str,
    invoices: &[Uuid],
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into event (kind, org_unit_id, rep_id, subject_id, body, recorded_at)
        select $2, c.org_unit_id, s.rep_id, i.id::text, jsonb_build_object('invoice', i.id, 'number', i.number, 'kind', i.kind,
          'customer', a.customer_id, 'order', i.order_id, 'date', i.date, 'due', i.due, 'total_minor', i.total_minor,
          'paid_minor', i.paid_minor), $3
        from invoice i join credit_account a on a.id = i.account_id join customer c on c.id = a.customer_id
        left join sales_order s on s.id = i.order_id
        where i.id = any($1) order by i.id
        "#,
        invoices,
        kind,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Which invoices; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct InvoiceFilter {
    pub id: Option<Uuid>,
    pub customer_id: Option<i32>,
    pub order_id: Option<Uuid>,
    /// Of the order that it bills.
    pub rep_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub open: bool,
    pub since: Since,
}

/// Newest first, then by id; goes on after `after`.
pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    filter: &InvoiceFilter,
    after: Option<(NaiveDate, Uuid)>,
    limit: i64,
) -> Result<Vec<Invoice>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        Invoice,
        r#"
        select i.id, i.number, i.kind, i.account_id, a.customer_id, c.code as customer_code, c.name as customer_name,
          p.code as "partner_code?", i.order_id, i.date, i.due, i.currency,
          i.total_minor, i.paid_minor, i.total_minor - i.paid_minor as "open_minor!",
          i.due < $12 and i.paid_minor < i.total_minor as "overdue!", i.version
        from invoice i join credit_account a on a.id = i.account_id join customer c on c.id = a.customer_id
        left join partner p on p.id = a.partner_id
        where ($1::int4[] is null or c.org_unit_id = any($1))
          and ($2::int4 is null or exists (select from sales_order s where s.account_id = a.id and s.rep_id = $2))
          and ($3::uuid is null or i.id = $3) and ($4::int4 is null or a.customer_id = $4)
          and ($5::uuid is null or i.order_id = $5) and (not $6 or i.paid_minor < i.total_minor)
          and ($7::timestamptz is null or i.updated_at >= $7)
          and ($8::int8 is null or i.xid >= $8::int8::text::xid8)
          and ($13::date is null or i.date >= $13) and ($14::date is null or i.date <= $14)
          and ($15::int4 is null or exists (select from sales_order s where s.id = i.order_id and s.rep_id = $15))
          -- By their orders, of which there are few: else all invoices would be looked at.
          and ($16::int4 is null or i.order_id = any(array(select v.id from sales_order v where v.outlet_id = $16)))
          and ($17::uuid is null or i.order_id = any(array(select v.id from sales_order v where v.visit_id = $17)))
          and i.date <= coalesce($9::date, 'infinity') and ($9::date is null or i.date < $9 or i.id > $10)
        order by i.date desc, i.id limit $11
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.id,
        filter.customer_id,
        filter.order_id,
        filter.open,
        since_time,
        since_xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        today,
        filter.from,
        filter.to,
        filter.rep_id,
        filter.outlet_id,
        filter.visit_id,
    )
    .fetch_all(db)
    .await?)
}

/// The open invoices of a locked account, as the settling rule reads them.
pub(super) async fn open_of(
    tx: &mut PgConnection,
    account: i32,
) -> Result<Vec<fieldbeat_trade::settle::Open>, StoreError> {
    let rows = sqlx::query!(
        r#"select id, due, total_minor - paid_minor as "open_minor!" from invoice
        where account_id = $1 and paid_minor < total_minor order by due, id"#,
        account
    )
    .fetch_all(tx)
    .await?;
    Ok((rows.into_iter())
        .map(|r| fieldbeat_trade::settle::Open {
            invoice: r.id,
            due: r.due,
            open_minor: r.open_minor,
        })
        .collect())
}
