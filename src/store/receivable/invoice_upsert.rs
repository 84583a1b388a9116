//! Invoices that an ERP makes, by its own code: booked the first time; afterwards only their due date
//! moves, since what is booked stands. What a batch will touch is locked before its first row: orders by
//! id, then accounts by id, as everybody takes them.

use chrono::NaiveDate;
use serde::Deserialize;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use super::{
    account,
    invoice::{self, InvoicePut},
};
use crate::store::{
    catalogue::partner,
    customer,
    error::StoreError,
    external_code,
    known::Wanted,
    order::act,
    scope::Scope,
    upsert::{ChangeError, Fault, Now, RowStatus, check_text},
};

/// As external codes of invoices are kept.
const COLLECTION: &str = "invoices";
/// Of `pg_advisory_xact_lock`: one at a time brings invoices, so that a code that comes twice is booked once.
const LOCK: i64 = 0x494e_5643;

/// An invoice as the ERP tells it.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct ErpInvoicePut {
    /// The code where absent.
    pub number: Option<String>,
    /// Of the order that it bills; else the customer is told.
    pub order_id: Option<Uuid>,
    pub customer_code: Option<String>,
    /// Who supplies; without one the company itself.
    pub partner_code: Option<String>,
    /// Today where absent.
    pub date: Option<NaiveDate>,
    /// By the payment terms where absent.
    pub due: Option<NaiveDate>,
    /// Required without an order.
    pub total_minor: Option<i64>,
    /// As a file says it: what was paid already is no debt, so that such a row is refused.
    #[serde(default)]
    #[schema(ignore)]
    pub paid_minor: Option<i64>,
    /// As a file says it: the company's, or the row is refused.
    #[serde(default)]
    #[schema(ignore)]
    pub currency: Option<String>,
}

/// Locks what these invoices, each with its system and code, will touch: before the first [`put`] of a
/// transaction, and once.
pub async fn lock<'a>(
    tx: &mut PgConnection,
    scope: &Scope,
    items: impl IntoIterator<Item = (&'a str, &'a str, &'a ErpInvoicePut)>,
) -> Result<(), StoreError> {
    let (mut orders, mut systems, mut codes) = (Vec::new(), Vec::new(), Vec::new());
    let (mut customers, mut partners) = (Vec::new(), Vec::new());
    for (system, code, told) in items {
        systems.push(system);
        codes.push(code);
        orders.extend(told.order_id);
        customers.push(told.customer_code.as_deref());
        partners.push(told.partner_code.as_deref());
    }
    sqlx::query!("select pg_advisory_xact_lock($1)", LOCK)
        .execute(&mut *tx)
        .await?;
    sqlx::query_scalar!(
        "select id from sales_order where id = any($1) and ($2::int4[] is null or org_unit_id = any($2))
        order by id for update",
        &orders,
        scope.units() as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    // An account that is not there yet is made in its row. Whoever makes the same one is waited for; should two who make
    // several then wait for each other, the database ends one, and its caller asks again.
    sqlx::query_scalar!(
        r#"
        select a.id from credit_account a join customer c on c.id = a.customer_id
        where ($6::int4[] is null or c.org_unit_id = any($6)) and (
          a.id in (select account_id from sales_order where id = any($1))
          or a.id in (select i.account_id from unnest($2::text[], $3::text[]) as t(system, code)
            join external_code x on x.collection = $7 and x.system = t.system and x.code = t.code
            join invoice i on i.number = x.own_code)
          or a.id in (select o.id from unnest($4::text[], $5::text[]) as t(customer, partner)
            join customer oc on oc.code = t.customer left join partner p on p.code = t.partner
            join credit_account o on o.customer_id = oc.id and o.partner_id is not distinct from p.id))
        order by a.id for no key update of a
        "#,
        &orders,
        &systems as &[&str],
        &codes as &[&str],
        &customers as &[Option<&str>],
        &partners as &[Option<&str>],
        scope.units() as _,
        COLLECTION,
    )
    .fetch_all(tx)
    .await?;
    Ok(())
}

/// Books an invoice of those that are [locked](lock), or moves the due date of one that is booked; answers what became of it and its id,
/// or what is wrong with it, and then nothing of it is kept.
pub async fn put(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (system, code, currency): (&str, &str, &str),
    told: &ErpInvoicePut,
) -> Result<Result<(RowStatus, Uuid), Vec<Fault>>, StoreError> {
    let mut row = tx.begin().await?;
    let done = match external_code::own(&mut *row, COLLECTION, system, code).await? {
        Some(number) => change(&mut row, scope, now, &number, told).await,
        None => make(&mut row, scope, now, (system, code, currency), told).await,
    };
    match done {
        Ok(done) => {
            row.commit().await?;
            Ok(Ok(done))
        }
        Err(ChangeError::Invalid(faults)) => {
            row.rollback().await?;
            Ok(Err(faults))
        }
        Err(ChangeError::Store(StoreError::NotFound)) => {
            row.rollback().await?;
            let pointer = if told.order_id.is_some() {
                "/order_id"
            } else {
                "/customer_code"
            };
            Ok(Err(vec![Fault::new(pointer, "unknown")]))
        }
        Err(ChangeError::Store(e)) => Err(e),
        Err(ChangeError::Stale(_)) => Err(StoreError::NotFound),
    }
}

fn invalid<T>(pointer: &'static str, code: &'static str) -> Result<T, ChangeError> {
    Err(ChangeError::Invalid(vec![Fault::new(pointer, code)]))
}

async fn make(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (system, code, currency): (&str, &str, &str),
    told: &ErpInvoicePut,
) -> Result<(RowStatus, Uuid), ChangeError> {
    let number = told.number.clone().unwrap_or_else(|| code.to_owned());
    let mut faults = Vec::new();
    check_text("/number", Some(&number), true, &mut faults);
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    if told.paid_minor.is_some_and(|paid| paid != 0) {
        return invalid("/paid_minor", "not_allowed");
    }
    if told
        .currency
        .as_deref()
        .is_some_and(|told| told != currency)
    {
        return invalid("/currency", "not_allowed");
    }
    let taken = sqlx::query_scalar!("select id from invoice where number = $1", number)
        .fetch_optional(&mut *tx)
        .await?;
    if taken.is_some() {
        return invalid("/number", "taken");
    }
    let mut put = InvoicePut {
        id: Uuid::now_v7(),
        number: number.clone(),
        order_id: told.order_id,
        customer_id: None,
        partner_id: None,
        lines: None,
        date: told.date,
        due: told.due,
        total_minor: told.total_minor,
    };
    if let Some(order) = told.order_id {
        let order = act::lock(&mut *tx, scope, order, None).await?;
        invoice::bill(&mut *tx, now, &order, currency, &put).await?;
    } else {
        let Some(total) = told.total_minor else {
            return invalid("/total_minor", "required");
        };
        let (mut customers, mut partners) = (Wanted::default(), Wanted::default());
        customers.add(None, told.customer_code.as_deref());
        partners.add(None, told.partner_code.as_deref());
        let known = customer::known(&mut *tx, scope, &customers).await?;
        let Some(customer) = known.find(None, told.customer_code.as_deref()).id() else {
            return invalid("/customer_code", "unknown");
        };
        let known = partner::known(&mut *tx, &partners).await?;
        put.partner_id = known.find(None, told.partner_code.as_deref()).id();
        if told.partner_code.is_some() && put.partner_id.is_none() {
            return invalid("/partner_code", "unknown");
        }
        put.customer_id = Some(customer);
        let (account, _) = account::of_customer(&mut *tx, scope, customer, put.partner_id).await?;
        invoice::mirror(&mut *tx, now, account, currency, (&put, total)).await?;
    }
    external_code::bind(tx, COLLECTION, system, code, &number).await?;
    Ok((RowStatus::Created, put.id))
}

async fn change(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    number: &str,
    told: &ErpInvoicePut,
) -> Result<(RowStatus, Uuid), ChangeError> {
    let was = sqlx::query!(
        r#"
        select i.id, i.order_id, i.date, i.due, i.total_minor, c.code as customer_code, p.code as "partner_code?"
        from invoice i join credit_account a on a.id = i.account_id join customer c on c.id = a.customer_id
        left join partner p on p.id = a.partner_id
        where i.number = $1 and ($2::int4[] is null or c.org_unit_id = any($2)) for update of i
        "#,
        number,
        scope.units() as _,
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    let differs = |told: Option<&str>, was: Option<&str>| told.is_some() && told != was;
    for (pointer, differs) in [
        ("/number", differs(told.number.as_deref(), Some(number))),
        (
            "/order_id",
            told.order_id.is_some() && told.order_id != was.order_id,
        ),
        (
            "/customer_code",
            differs(told.customer_code.as_deref(), Some(&was.customer_code)),
        ),
        (
            "/partner_code",
            differs(told.partner_code.as_deref(), was.partner_code.as_deref()),
        ),
        ("/date", told.date.is_some_and(|d| d != was.date)),
        (
            "/total_minor",
            told.total_minor.is_some_and(|t| t != was.total_minor),
        ),
    ] {
        if differs {
            return invalid(pointer, "immutable");
        }
    }
    let Some(due) = told.due.filter(|due| *due != was.due) else {
        return Ok((RowStatus::Unchanged, was.id));
    };
    sqlx::query!(
        "update invoice set due = $2, version = version + 1, updated_at = $3 where id = $1",
        was.id,
        due,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    invoice::tell(tx, now, "invoice_changed", &[was.id]).await?;
    Ok((RowStatus::Updated, was.id))
}
