//! The agreement with a customer about credit, one for each supplying partner, and what counts against it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use fieldbeat_trade::{
    credit::{self, Approved, Exposure, Terms},
    order::Hold,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{
    erp_owned::Owned,
    error::StoreError,
    page::Slice,
    scope::Scope,
    upsert::{ChangeError, Fault, Field, Now, field},
};

/// As the gate reads it, its row locked.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: i32,
    pub customer_id: i32,
    pub terms: Terms,
    pub balance_minor: i64,
}

struct Row {
    id: i32,
    customer_id: i32,
    limit_minor: Option<i64>,
    terms_days: i32,
    overdue_days: Option<i32>,
    balance_minor: i64,
}

impl From<Row> for Account {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            customer_id: row.customer_id,
            terms: Terms {
                limit_minor: row.limit_minor,
                terms_days: days(row.terms_days),
                overdue_days: row.overdue_days.map(days),
            },
            balance_minor: row.balance_minor,
        }
    }
}

/// What the table holds to 0–365.
pub(super) fn days(days: i32) -> u16 {
    u16::try_from(days).unwrap_or(u16::MAX)
}

/// The account of a customer with a partner, made where there is none, locked until the end of the
/// transaction: whoever adds to an exposure waits for who does so now.
pub async fn lock(
    tx: &mut PgConnection,
    customer: i32,
    partner: Option<i32>,
) -> Result<Account, StoreError> {
    if let Some(account) = lock_held(&mut *tx, customer, partner).await? {
        return Ok(account);
    }
    sqlx::query!(
        "insert into credit_account (customer_id, partner_id) values ($1, $2) on conflict do nothing",
        customer,
        partner
    )
    .execute(&mut *tx)
    .await?;
    let made = lock_held(tx, customer, partner).await?;
    made.ok_or(StoreError::NotFound)
}

async fn lock_held(
    tx: &mut PgConnection,
    customer: i32,
    partner: Option<i32>,
) -> Result<Option<Account>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        "select id, customer_id, limit_minor, terms_days, overdue_days, balance_minor from credit_account
        where customer_id = $1 and partner_id is not distinct from $2 for no key update",
        customer,
        partner
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(Account::from))
}

/// The same by its id.
pub async fn lock_id(tx: &mut PgConnection, id: i32) -> Result<Account, StoreError> {
    let row = sqlx::query_as!(
        Row,
        "select id, customer_id, limit_minor, terms_days, overdue_days, balance_minor from credit_account where id = $1
        for no key update",
        id
    )
    .fetch_one(tx)
    .await?;
    Ok(row.into())
}

/// What counts against an account at this moment.
pub struct Seen {
    pub exposure: Exposure,
    /// Of the open invoices.
    pub oldest_due: Option<NaiveDate>,
}

impl Seen {
    pub fn gate(
        &self,
        account: &Account,
        order_minor: i64,
        today: NaiveDate,
        approved: Approved,
    ) -> BTreeSet<Hold> {
        let terms = account.terms;
        credit::gate(
            terms,
            self.exposure,
            order_minor,
            self.oldest_due,
            today,
            approved,
        )
    }
}

/// Exposure without the order `but`.
pub async fn exposure(
    db: &mut PgConnection,
    account: &Account,
    but: Option<Uuid>,
) -> Result<Seen, StoreError> {
    let row = sqlx::query!(
        r#"
        select coalesce(sum(live_minor - invoiced_minor) filter (where state not in ('submitted', 'held')), 0)::int8 as "unbilled!",
          coalesce(sum(live_minor - invoiced_minor) filter (where state in ('submitted', 'held')), 0)::int8 as "unconfirmed!",
          (select min(due) from invoice where account_id = $1 and paid_minor < total_minor) as oldest_due
        from sales_order
        where account_id = $1 and state not in ('draft', 'rejected', 'cancelled') and live_minor <> invoiced_minor
          and id is distinct from $2
        "#,
        account.id,
        but,
    )
    .fetch_one(db)
    .await?;
    Ok(Seen {
        exposure: Exposure {
            ledger_minor: account.balance_minor,
            unbilled_minor: row.unbilled,
            unconfirmed_minor: row.unconfirmed,
        },
        oldest_due: row.oldest_due,
    })
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CreditAccount {
    pub id: i32,
    pub customer_id: i32,
    pub customer_code: String,
    pub customer_name: String,
    /// Null: with the company itself.
    pub partner_id: Option<i32>,
    pub partner_code: Option<String>,
    /// Null: no limit.
    pub limit_minor: Option<i64>,
    /// Days from invoice to due date.
    pub terms_days: i32,
    /// Days beyond the due date before orders are held; null: any.
    pub overdue_days: Option<i32>,
    pub ledger_minor: i64,
    /// Confirmed and not billed.
    pub unbilled_minor: i64,
    /// Submitted or held.
    pub unconfirmed_minor: i64,
    /// All three.
    pub exposure_minor: i64,
    /// Of the open invoices.
    pub oldest_due: Option<NaiveDate>,
    pub version: i32,
}

/// Which accounts.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccountFilter {
    pub id: Option<i32>,
    pub customer_id: Option<i32>,
    /// Exposure beyond the limit, or an invoice past its due date.
    pub in_trouble: bool,
}

pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    slice: Slice,
    filter: AccountFilter,
) -> Result<Vec<CreditAccount>, StoreError> {
    Ok(sqlx::query_as!(
        CreditAccount,
        r#"
        select a.id, a.customer_id, c.code as customer_code, c.name as customer_name, a.partner_id, p.code as "partner_code?", a.limit_minor,
          a.terms_days, a.overdue_days, a.balance_minor as ledger_minor, e.unbilled as "unbilled_minor!", e.unconfirmed as "unconfirmed_minor!",
          a.balance_minor + e.unbilled + e.unconfirmed as "exposure_minor!", d.due as oldest_due, a.version
        from credit_account a join customer c on c.id = a.customer_id left join partner p on p.id = a.partner_id
        cross join lateral (
          select coalesce(sum(live_minor - invoiced_minor) filter (where state not in ('submitted', 'held')), 0)::int8 as unbilled,
            coalesce(sum(live_minor - invoiced_minor) filter (where state in ('submitted', 'held')), 0)::int8 as unconfirmed
          from sales_order where account_id = a.id and state not in ('draft', 'rejected', 'cancelled')
            and live_minor <> invoiced_minor) e
        cross join lateral (
          select min(due) as due from invoice where account_id = a.id and paid_minor < total_minor) d
        where a.id > $1 and ($3::int4[] is null or c.org_unit_id = any($3))
          and ($4::timestamptz is null or a.updated_at >= $4)
          and ($5::int8 is null or a.xid >= $5::int8::text::xid8)
          and ($6::int4 is null or a.id = $6) and ($7::int4 is null or a.customer_id = $7)
          and ($10::int4 is null or exists (select from sales_order s where s.account_id = a.id and s.rep_id = $10))
          and (not $8 or a.balance_minor + e.unbilled + e.unconfirmed > a.limit_minor or d.due < $9)
        order by a.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        scope.units() as _,
        slice.time(),
        slice.xid(),
        filter.id,
        filter.customer_id,
        filter.in_trouble,
        today,
        scope.rep_id(),
    )
    .fetch_all(db)
    .await?)
}

/// An agreement; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditAccountPut {
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<i64>)]
    pub limit_minor: Field<i64>,
    /// 0–365.
    pub terms_days: Option<i32>,
    /// 0–365.
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<i32>)]
    pub overdue_days: Field<i32>,
}

impl CreditAccountPut {
    /// The terms that it leaves of others.
    pub(super) fn after(&self, was: Terms) -> Terms {
        Terms {
            limit_minor: self.limit_minor.unwrap_or(was.limit_minor),
            terms_days: self.terms_days.map_or(was.terms_days, days),
            overdue_days: (self.overdue_days).map_or(was.overdue_days, |d| d.map(days)),
        }
    }

    /// What it would change although the ERP owns it.
    pub(super) fn owned(&self, owned: &Owned, was: Terms) -> Vec<Fault> {
        let next = self.after(was);
        let fields = [
            (
                "limit_minor",
                "/limit_minor",
                next.limit_minor != was.limit_minor,
            ),
            (
                "terms_days",
                "/terms_days",
                next.terms_days != was.terms_days,
            ),
            (
                "overdue_days",
                "/overdue_days",
                next.overdue_days != was.overdue_days,
            ),
        ];
        let mut faults = Vec::new();
        owned.refuse("credit_accounts", &fields, &mut faults);
        faults
    }

    pub(super) fn faults(&self) -> Vec<Fault> {
        let days = 0..=365;
        let mut faults = Vec::new();
        if self.limit_minor.flatten().is_some_and(|l| l < 0) {
            faults.push(Fault::new("/limit_minor", "out_of_range"));
        }
        if self.terms_days.is_some_and(|d| !days.contains(&d)) {
            faults.push(Fault::new("/terms_days", "out_of_range"));
        }
        if self
            .overdue_days
            .flatten()
            .is_some_and(|d| !days.contains(&d))
        {
            faults.push(Fault::new("/overdue_days", "out_of_range"));
        }
        faults
    }
}

/// The account of a customer in scope, made where there is none, and whether it was. Unknown customers and partners
/// are not found.
pub async fn of_customer(
    tx: &mut PgConnection,
    scope: &Scope,
    customer: i32,
    partner: Option<i32>,
) -> Result<(i32, bool), StoreError> {
    let seen = sqlx::query_scalar!(
        r#"select ($3::int4 is null or exists (select from partner where id = $3)) as "known!"
        from customer where id = $1 and ($2::int4[] is null or org_unit_id = any($2))"#,
        customer,
        scope.units() as _,
        partner,
    )
    .fetch_optional(&mut *tx)
    .await?;
    if seen != Some(true) {
        return Err(StoreError::NotFound);
    }
    if let Some(held) = lock_held(&mut *tx, customer, partner).await? {
        return Ok((held.id, false));
    }
    Ok((lock(tx, customer, partner).await?.id, true))
}

/// Changes an agreement. `seen` is the version that the caller had, where it matters; `owned` what the caller may not
/// change.
pub async fn change(
    tx: &mut PgConnection,
    now: Now,
    id: i32,
    (seen, owned): (Option<i32>, &Owned),
    put: &CreditAccountPut,
) -> Result<(), ChangeError> {
    let mut faults = put.faults();
    let held = lock_id(&mut *tx, id).await?;
    faults.extend(put.owned(owned, held.terms));
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    let version = sqlx::query_scalar!("select version from credit_account where id = $1", id)
        .fetch_one(&mut *tx)
        .await?;
    if seen.is_some_and(|s| s != version) {
        return Err(ChangeError::Stale(version));
    }
    Ok(write(tx, now, id, put).await?)
}

/// Writes what was checked, to an account that the caller has locked.
pub(super) async fn write(
    tx: &mut PgConnection,
    now: Now,
    id: i32,
    put: &CreditAccountPut,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update credit_account set limit_minor = case when $2 then $3 else limit_minor end,
          terms_days = coalesce($4, terms_days), overdue_days = case when $5 then $6 else overdue_days end,
          version = version + 1, updated_at = $7
        where id = $1
        "#,
        id,
        put.limit_minor.is_some(),
        put.limit_minor.flatten(),
        put.terms_days,
        put.overdue_days.is_some(),
        put.overdue_days.flatten(),
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}
