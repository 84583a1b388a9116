//! What was agreed with customers about credit in the demo, and what they owed before.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::{cash, sales::Sales};
use crate::{
    company::{Company, load::Loaded},
    fleet::ids::Ids,
    rest::Rest,
};

/// One customer in so many buys on account.
const EVERY: usize = 30;

/// Each owes a little more than the one before.
const STEP_MINOR: i64 = 73_000;

/// Terms with a customer, and what is open of before: amount and how many days ago it was billed.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Agreement {
    limit_minor: i64,
    terms_days: u64,
    overdue_days: Option<u64>,
    owed: (i64, u64),
}

const USUAL: Agreement = Agreement {
    limit_minor: 60_000_000,
    terms_days: 15,
    overdue_days: Some(7),
    owed: (2_400_000, 6),
};
/// Owes nearly all that it may.
const OVER_LIMIT: Agreement = Agreement {
    limit_minor: 5_000_000,
    owed: (4_650_000, 8),
    ..USUAL
};
/// Should have paid two weeks ago.
const OVERDUE: Agreement = Agreement {
    limit_minor: 20_000_000,
    overdue_days: Some(5),
    owed: (3_180_000, 29),
    ..USUAL
};
/// Late, but within what is put up with.
const A_LITTLE_LATE: Agreement = Agreement {
    overdue_days: Some(10),
    owed: (1_750_000, 19),
    ..USUAL
};
/// A large one, with a month to pay.
const LARGE: Agreement = Agreement {
    limit_minor: 120_000_000,
    terms_days: 30,
    overdue_days: None,
    owed: (11_300_000, 20),
};

/// Customer code → agreement.
fn agreements(company: &Company, sales: Option<&Sales>) -> BTreeMap<String, Agreement> {
    let mut all = BTreeMap::new();
    let some = company.customers.iter().skip(EVERY / 2).step_by(EVERY);
    let kinds = [USUAL, USUAL, LARGE, USUAL, A_LITTLE_LATE]
        .into_iter()
        .cycle();
    for ((customer, kind), step) in some.zip(kinds).zip(0..) {
        let owed = (kind.owed.0 + step * STEP_MINOR, kind.owed.1);
        all.insert(customer.code.clone(), Agreement { owed, ..kind });
    }
    for code in cash::payers(company) {
        all.insert(code.to_owned(), USUAL);
    }
    if let Some(sales) = sales {
        all.extend(sales.paid.iter().map(|s| (s.customer.clone(), USUAL)));
        all.insert(sales.over_limit.customer.clone(), OVER_LIMIT);
        all.insert(sales.overdue.customer.clone(), OVERDUE);
    }
    all
}

/// Agrees with every customer once, however often the demo is started. Codes of those who buy on account.
pub async fn agree(
    rest: &Rest,
    company: &Company,
    loaded: &Loaded,
    (partner, date): (i64, NaiveDate),
    sales: Option<&Sales>,
) -> Result<BTreeSet<i64>> {
    let ids = Ids::new(&company.key, "credit", 0);
    let held = rest.list("/api/v1/invoices").await?;
    let billed: BTreeSet<&str> = held.iter().filter_map(|i| i.get("id")?.as_str()).collect();
    let known = rest.list("/api/v1/credit-accounts").await?;
    let known: BTreeSet<i64> = known
        .iter()
        .filter(|a| a.get("limit_minor").is_some_and(|l| !l.is_null()))
        .filter_map(|a| a.get("customer_id")?.as_i64())
        .collect();
    let mut customers = BTreeSet::new();
    for (code, terms) in agreements(company, sales) {
        let customer = *loaded
            .customer_ids
            .get(&code)
            .context("a customer has no id")?;
        customers.insert(customer);
        if !known.contains(&customer) {
            let body = json!({"customer_id": customer, "partner_id": partner, "limit_minor": terms.limit_minor,
                "terms_days": terms.terms_days, "overdue_days": terms.overdue_days});
            rest.post("/api/v1/credit-accounts", &body).await?;
        }
        let id = ids.named(&code).to_string();
        if !billed.contains(id.as_str()) {
            rest.post(
                "/api/v1/invoices",
                &owed(&id, &code, (customer, partner), terms, date)?,
            )
            .await?;
        }
    }
    Ok(customers)
}

fn owed(
    id: &str,
    code: &str,
    (customer, partner): (i64, i64),
    terms: Agreement,
    date: NaiveDate,
) -> Result<Value> {
    let (minor, ago) = terms.owed;
    let billed = date.checked_sub_days(Days::new(ago));
    let due = billed.and_then(|d| d.checked_add_days(Days::new(terms.terms_days)));
    let (billed, due) = billed.zip(due).context("the calendar ends")?;
    Ok(
        json!({"id": id, "number": format!("SD-{code}"), "customer_id": customer, "partner_id": partner,
        "date": billed, "due": due, "total_minor": minor}),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roads::Roads;

    #[test]
    fn some_buy_on_account_and_a_few_are_late() {
        let roads = Roads::hanoi().unwrap();
        let company = Company::on_hanoi("HN", 60, 16, &roads).unwrap();
        let all = agreements(&company, None);
        assert!((25..60).contains(&all.len()), "{}", all.len());
        let late = all.values().filter(|a| a.owed.1 > a.terms_days).count();
        assert!((1..10).contains(&late), "{late}");
    }
}
