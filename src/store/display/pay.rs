//! What a display is paid by: a credit to the outlet's customer, on the account that its orders run on, or outside, by a
//! reference. A display that a partner claims was paid by that partner.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{
    error::StoreError,
    receivable::credit_note::{self, Kind, Making, Owner},
    upsert::Now,
};

/// How the displays of a request that are to be credited may be.
#[derive(Default)]
pub struct Payees(BTreeMap<Uuid, Payee>);

#[derive(Clone, Copy)]
enum Payee {
    Account {
        account: i32,
        reward_minor: i64,
    },
    /// Nobody's account.
    NoAccount,
    Claimed,
}

/// Whom these displays, which are locked, are paid to; the accounts are locked in their order.
pub async fn payees(
    tx: &mut PgConnection,
    now: Now,
    displays: &[Uuid],
) -> Result<Payees, StoreError> {
    if displays.is_empty() {
        return Ok(Payees::default());
    }
    let rows = sqlx::query!(
        r#"
        select d.id, d.reward_minor, o.customer_id, s.partner_id as "partner_id?",
          exists (select from claim_line l join claim c on c.id = l.claim_id
            where l.display_id = d.id and c.state not in ('draft', 'rejected')) as "claimed!"
        from display d join outlet o on o.id = d.outlet_id
        left join outlet_supplier s on s.outlet_id = o.id and s.retired_at is null and s.valid @> $2::date
        where d.id = any($1) order by d.id
        "#,
        displays,
        now.today,
    )
    .fetch_all(&mut *tx)
    .await?;
    let credited: BTreeSet<Owner> = (rows.iter())
        .filter(|r| !r.claimed)
        .filter_map(|r| Some((r.customer_id?, r.partner_id)))
        .collect();
    let accounts = credit_note::lock_accounts(tx, &credited).await?;
    Ok(Payees(
        (rows.into_iter())
            .map(|row| {
                let owner = row.customer_id.map(|c| (c, row.partner_id));
                let payee = match owner.and_then(|owner| accounts.get(&owner)) {
                    _ if row.claimed => Payee::Claimed,
                    None => Payee::NoAccount,
                    Some(&account) => Payee::Account {
                        account,
                        reward_minor: row.reward_minor,
                    },
                };
                (row.id, payee)
            })
            .collect(),
    ))
}

impl Payees {
    /// Why a display cannot be credited.
    pub fn fault(&self, display: Uuid) -> Option<&'static str> {
        match self.0.get(&display) {
            Some(Payee::Account { .. }) => None,
            Some(Payee::Claimed) => Some("claimed_already"),
            Some(Payee::NoAccount) | None => Some("no_account"),
        }
    }

    /// Credits a display that has become paid.
    pub async fn credit(
        &self,
        tx: &mut PgConnection,
        now: Now,
        display: Uuid,
        user: Option<i32>,
    ) -> Result<(), StoreError> {
        let Some(Payee::Account {
            account,
            reward_minor,
        }) = self.0.get(&display).copied()
        else {
            return Ok(());
        };
        if reward_minor > 0 {
            let making = Making {
                account,
                kind: Kind::Display,
                document: display,
                minor: reward_minor,
                user,
            };
            credit_note::make(tx, now, &making).await?;
        }
        Ok(())
    }
}

/// Says how a display was paid outside.
pub async fn outside(
    tx: &mut PgConnection,
    display: Uuid,
    reference: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update display set reference = $2 where id = $1",
        display,
        reference
    )
    .execute(tx)
    .await?;
    Ok(())
}
