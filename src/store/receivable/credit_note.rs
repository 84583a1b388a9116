//! Credits without goods that come back: a claim, a display or a scheme that was settled, each once. Lowers what the
//! account owes, the oldest invoices first; the rest stays on account.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use fieldbeat_trade::settle;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    invoice,
    ledger::{self, Entry, Source},
};
use crate::store::{error::StoreError, order::inbox::currency, upsert::Now};

/// What a credit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Claim,
    Display,
    Scheme,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Display => "display",
            Self::Scheme => "scheme",
        }
    }
}

/// A credit as whoever reads its document sees it.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CreditNote {
    pub id: Uuid,
    pub account_id: i32,
    pub customer_id: i32,
    pub customer_name: String,
    pub date: NaiveDate,
    pub amount_minor: i64,
    /// Not set against invoices when it was made.
    pub on_account_minor: i64,
}

pub struct Making {
    pub account: i32,
    pub kind: Kind,
    pub document: Uuid,
    /// Above zero.
    pub minor: i64,
    pub user: Option<i32>,
}

/// Whose account it is: of a customer with a partner, or with the company itself.
pub type Owner = (i32, Option<i32>);

/// The accounts of customers with partners, locked in the order of their ids; then those are made that are not there,
/// since whoever makes one is waited for.
pub async fn lock_accounts(
    tx: &mut PgConnection,
    wanted: &BTreeSet<Owner>,
) -> Result<BTreeMap<Owner, i32>, StoreError> {
    let mut accounts = lock_held(&mut *tx, wanted).await?;
    let missing: BTreeSet<Owner> = (wanted.iter().copied())
        .filter(|owner| !accounts.contains_key(owner))
        .collect();
    if missing.is_empty() {
        return Ok(accounts);
    }
    let (customers, partners): (Vec<i32>, Vec<Option<i32>>) = missing.iter().copied().unzip();
    sqlx::query!(
        r#"insert into credit_account (customer_id, partner_id)
        select c, p from unnest($1::int4[], $2::int4[]) as t(c, p) order by c, p on conflict do nothing"#,
        &customers,
        &partners as _,
    )
    .execute(&mut *tx)
    .await?;
    accounts.extend(lock_held(tx, &missing).await?);
    Ok(accounts)
}

/// Of those that are there.
async fn lock_held(
    tx: &mut PgConnection,
    wanted: &BTreeSet<Owner>,
) -> Result<BTreeMap<Owner, i32>, StoreError> {
    let (customers, partners): (Vec<i32>, Vec<Option<i32>>) = wanted.iter().copied().unzip();
    let rows = sqlx::query!(
        r#"select a.id, a.customer_id, a.partner_id from credit_account a
        where exists (select from unnest($1::int4[], $2::int4[]) as t(c, p)
          where t.c = a.customer_id and t.p is not distinct from a.partner_id)
        order by a.id for no key update"#,
        &customers,
        &partners as _,
    )
    .fetch_all(tx)
    .await?;
    Ok((rows.into_iter())
        .map(|r| ((r.customer_id, r.partner_id), r.id))
        .collect())
}

/// Credits an account, which the caller has locked.
pub async fn make(tx: &mut PgConnection, now: Now, making: &Making) -> Result<Uuid, StoreError> {
    let open = invoice::open_of(&mut *tx, making.account).await?;
    let settled = settle::settle(making.minor, &[], &open).unwrap_or(settle::Settled {
        parts: Vec::new(),
        on_account_minor: making.minor,
    });
    let currency = currency(&mut *tx).await?;
    let id = Uuid::now_v7();
    sqlx::query!(
        r#"
        insert into credit_note (id, account_id, date, kind, document_id, amount_minor, on_account_minor, currency, made_by, made_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        "#,
        id,
        making.account,
        now.today,
        making.kind.as_str(),
        making.document,
        making.minor,
        settled.on_account_minor,
        currency,
        making.user,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let entry = Entry {
        account: making.account,
        date: now.today,
        kind: "credit_note",
        document: id,
        minor: -making.minor,
    };
    ledger::book(&mut *tx, now, &entry).await?;
    ledger::allocate(tx, now, Source::CreditNote(id), &settled.parts).await?;
    Ok(id)
}
