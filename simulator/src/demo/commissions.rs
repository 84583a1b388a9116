//! Commissions of last month in the demo: a plan in two versions, a day of last month by the phones of a few reps, some
//! of its orders billed, and the statements. One rep's phone went off at midday: too few planned calls, so nothing is
//! earned.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Value, json};

use super::{back_office, shift};
use crate::{
    company::{Company, load::Loaded},
    fleet::ids::Ids,
    rest::Rest,
};

const PLAN: &str = "DOANH-SO";
/// Whose day of last month is sent, by place in the company.
const REPS: [usize; 5] = [46, 47, 48, 49, 51];
/// Whose phone went off at midday.
const GATED: usize = 47;
/// The day lies so many working days before the month's end, that its goods are billed within it.
const BEFORE_END: usize = 4;
/// Orders of each rep that are billed.
const BILLED: usize = 5;
/// Nothing of it is due while the demo is looked at.
const DUE_DAYS: u64 = 90;

/// The day of last month, and its first date.
fn day(today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let date = *shift::past_days(today.with_day(1)?, BEFORE_END).last()?;
    Some((date, date.with_day(1)?))
}

/// The day of last month, and the places of the reps who worked it.
pub fn worked(today: NaiveDate) -> Option<(NaiveDate, &'static [usize])> {
    Some((day(today)?.0, &REPS))
}

/// Whether a rep's phone went off at midday of that day.
pub fn phone_off(company: &Company, rep: &str, date: NaiveDate, today: NaiveDate) -> bool {
    let whose = company.reps.get(GATED).is_some_and(|r| r.code == rep);
    whose && day(today).is_some_and(|(day, _)| day == date)
}

/// Code and name of the rep whom the gate takes it from, for people.
pub fn line(company: &Company) -> String {
    let rep = company.reps.get(GATED);
    let who = rep.map_or_else(String::new, |r| format!("{} ({})", r.name, r.code));
    format!(
        "earned nothing for missed calls: {who}, page Targets, Commissions once the history is in"
    )
}

/// Makes the statements once a month, however often the demo is started.
pub async fn state(
    rest: &Rest,
    company: &Company,
    loaded: &Loaded,
    today: NaiveDate,
) -> Result<()> {
    let (date, month) = day(today).context("no last month")?;
    let made = format!("/api/v1/commissions?month={month}");
    if !rest.list(&made).await?.is_empty() {
        return Ok(());
    }
    plan(rest).await?;
    let next = date.checked_add_days(Days::new(1)).context("no next day")?;
    back_office::work(rest, &[next, date], &BTreeSet::new()).await?;
    let ids = Ids::new(&company.key, "commissions", 0);
    for place in REPS {
        let code = company.reps.get(place).map(|r| &r.code);
        let rep = code.and_then(|code| loaded.rep_ids.get(code));
        bill(rest, &ids, *rep.context("a rep has no id")?, (date, next)).await?;
    }
    let body = json!({"plan_code": PLAN, "month": month});
    rest.post("/api/v1/commissions", &body).await?;
    Ok(())
}

/// At first everybody earned one rate; the second version has tiers and asks for planned calls.
async fn plan(rest: &Rest) -> Result<()> {
    let path = format!("/api/v1/commissions/plans/{PLAN}");
    let held = rest.find(&path).await?;
    if held.is_some() {
        return Ok(());
    }
    let flat = json!({"name": "Thưởng doanh số", "basis": "billed", "cumulative": false,
        "tiers": [{"from_minor": 0, "basis_points": 150}]});
    rest.post(&path, &flat).await?;
    let tiers = json!({"name": "Thưởng doanh số", "basis": "billed", "cumulative": true, "least_compliance_pct": 80,
        "tiers": [{"from_minor": 0, "basis_points": 100}, {"from_minor": 5_000_000, "basis_points": 200},
            {"from_minor": 10_000_000, "basis_points": 300}]});
    rest.post(&path, &tiers).await?;
    Ok(())
}

async fn bill(
    rest: &Rest,
    ids: &Ids,
    rep: i64,
    (date, next): (NaiveDate, NaiveDate),
) -> Result<()> {
    let path = format!("/api/v1/orders?from={date}&to={date}&state=delivered&rep_id={rep}");
    let orders = rest.list(&path).await?;
    let word =
        |order: &Value, name: &str| order.get(name).and_then(Value::as_str).map(str::to_owned);
    let open = (orders.iter())
        .filter(|o| word(o, "billing").as_deref() == Some("not_billed"))
        .filter(|o| o.get("customer_id").is_some_and(|c| !c.is_null()));
    let due = next.checked_add_days(Days::new(DUE_DAYS));
    for id in open.take(BILLED).filter_map(|o| word(o, "id")) {
        let key = ids.named(&id);
        let number = key.simple().to_string();
        let number = format!("HD-{}", number.get(..6).unwrap_or_default().to_uppercase());
        let body = json!({"id": key, "number": number, "order_id": id, "date": next, "due": due});
        rest.post("/api/v1/invoices", &body).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_billed_the_day_after_belongs_to_last_month(days in 0_u64..4_000) {
            let today = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(days);
            let (date, month) = day(today).unwrap();
            let next = date + Days::new(1);
            prop_assert_eq!(next.with_day(1), Some(month));
            prop_assert_eq!(month.checked_add_months(chrono::Months::new(1)), today.with_day(1));
        }
    }
}
