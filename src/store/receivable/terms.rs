//! Terms agreed with many customers at once, each known by its code and the partner's.

use std::collections::{BTreeSet, HashMap};

use fieldbeat_trade::credit::Terms;
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;

use super::{
    account::{self, CreditAccountPut},
    credit_note::{self, Owner},
};
use crate::store::{
    audit,
    catalogue::partner,
    customer,
    erp_owned::Owned,
    error::StoreError,
    known::Wanted,
    scope::Scope,
    upsert::{Fault, Now, RowResult, RowStatus},
};

/// Terms with a customer, for one partner or, without one, the company itself.
#[derive(Clone, Debug, Deserialize)]
pub struct TermsPut {
    #[serde(default)]
    pub customer_code: String,
    pub partner_code: Option<String>,
    #[serde(flatten)]
    pub terms: CreditAccountPut,
}

/// Agrees on them; an account is made where there is none. In the scope of the caller.
pub async fn put(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    rows: &[TermsPut],
) -> Result<Vec<RowResult>, StoreError> {
    let (mut customers, mut partners) = (Wanted::default(), Wanted::default());
    for row in rows {
        customers.add(None, Some(&row.customer_code));
        partners.add(None, row.partner_code.as_deref());
    }
    let customers = customer::known(&mut *tx, scope, &customers).await?;
    let partners = partner::known(&mut *tx, &partners).await?;
    let mut wanted = BTreeSet::new();
    let owners: Vec<Result<Owner, Vec<Fault>>> = (rows.iter())
        .map(|row| {
            let mut faults = row.terms.faults();
            let customer = customers.find(None, Some(&row.customer_code)).id();
            let partner = partners.find(None, row.partner_code.as_deref()).id();
            if customer.is_none() {
                faults.push(Fault::new("/customer_code", "unknown"));
            }
            if row.partner_code.is_some() && partner.is_none() {
                faults.push(Fault::new("/partner_code", "unknown"));
            }
            match customer {
                Some(customer) if faults.is_empty() => {
                    if !wanted.insert((customer, partner)) {
                        return Err(vec![Fault::new("/customer_code", "repeated")]);
                    }
                    Ok((customer, partner))
                }
                _ => Err(faults),
            }
        })
        .collect();
    let owned = Owned::load(&mut *tx, scope, now).await?;
    let there: BTreeSet<Owner> = held(&mut *tx, &wanted).await?.into_keys().collect();
    let accounts = credit_note::lock_accounts(&mut *tx, &wanted).await?;
    let held = held(&mut *tx, &wanted).await?;
    let mut results = Vec::with_capacity(rows.len());
    for (index, (row, owner)) in rows.iter().zip(owners).enumerate() {
        let code = row.customer_code.as_str();
        let owner = match owner {
            Ok(owner) => owner,
            Err(faults) => {
                results.push(RowResult::refused(index, code, faults));
                continue;
            }
        };
        let id = accounts.get(&owner).copied().ok_or(StoreError::NotFound)?;
        let was = held.get(&owner).copied().ok_or(StoreError::NotFound)?;
        let terms = row.terms.after(was);
        if there.contains(&owner) {
            let faults = row.terms.owned(&owned, was);
            if !faults.is_empty() {
                results.push(RowResult::refused(index, code, faults));
                continue;
            }
        }
        let status = if !there.contains(&owner) {
            RowStatus::Created
        } else if terms == was {
            RowStatus::Unchanged
        } else {
            RowStatus::Updated
        };
        if status != RowStatus::Unchanged {
            account::write(&mut *tx, now, id, &row.terms).await?;
            let (action, subject) = ("credit_accounts.change", format!("credit-accounts/{id}"));
            let detail = json!({"limit_minor": terms.limit_minor, "terms_days": terms.terms_days, "overdue_days": terms.overdue_days});
            audit::record(&mut *tx, scope, now.at, action, &subject, &detail).await?;
        }
        results.push(RowResult::done(index, code, status, id));
    }
    Ok(results)
}

/// What is agreed on already.
async fn held(
    tx: &mut PgConnection,
    wanted: &BTreeSet<Owner>,
) -> Result<HashMap<Owner, Terms>, StoreError> {
    let customers: Vec<i32> = wanted.iter().map(|owner| owner.0).collect();
    let rows = sqlx::query!(
        "select customer_id, partner_id, limit_minor, terms_days, overdue_days from credit_account where customer_id = any($1)",
        &customers,
    )
    .fetch_all(tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let terms = Terms {
                limit_minor: r.limit_minor,
                terms_days: account::days(r.terms_days),
                overdue_days: r.overdue_days.map(account::days),
            };
            ((r.customer_id, r.partner_id), terms)
        })
        .collect())
}
