//! What reps spent on the last working day: kilometres as they were driven, many more than were driven, and receipts.

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::{
    company::{Company, load::Loaded},
    fleet::ids::Ids,
    rest::Rest,
    settings,
};

/// Places of reps in the company: claims what was never driven, claims what was.
const OVER: usize = 31;
const HONEST: usize = 32;
const CLAIMED_M: i64 = 168_000;
const KM_MINOR: i64 = 3_000;
/// Since when kilometres are paid, in days.
const PAID_SINCE: u64 = 45;

/// Who claims too much, for people.
pub fn line(company: &Company) -> String {
    let rep = company.reps.get(OVER);
    let who = rep.map_or_else(String::new, |rep| format!("{} ({})", rep.name, rep.code));
    format!("kilometres that nobody drove:  {who}, Money, Expenses")
}

/// Kilometres are paid: since before the history, where no day of it is judged yet.
pub async fn pay_kilometres(rest: &Rest, today: NaiveDate) -> Result<()> {
    let now = settings::read(rest).await?.settings;
    if now
        .get("km_rate_minor")
        .and_then(Value::as_i64)
        .unwrap_or(0)
        > 0
    {
        return Ok(());
    }
    let set = [("km_rate_minor", json!(KM_MINOR))];
    let since = today - Days::new(PAID_SINCE);
    if settings::change(rest, &since.to_string(), &set)
        .await
        .is_err()
    {
        settings::change(rest, &today.to_string(), &set).await?;
    }
    Ok(())
}

/// Claims for a judged day; once.
pub async fn claim(rest: &Rest, company: &Company, loaded: &Loaded, date: NaiveDate) -> Result<()> {
    let ids = Ids::new(&company.key, "expenses", 0);
    let id = |key: &str| ids.named(&format!("{date}/{key}"));
    if rest
        .find(&format!("/api/v1/expenses/{}", id("parking")))
        .await?
        .is_some()
    {
        return Ok(());
    }
    let rep = |place: usize| -> Result<i64> {
        let rep = company.reps.get(place).context("no such rep")?;
        let id = loaded.rep_ids.get(&rep.code).context("a rep has no id")?;
        Ok(*id)
    };
    let (over, honest) = (rep(OVER)?, rep(HONEST)?);
    let day = rest
        .get(&format!("/api/v1/reps/{honest}/days/{date}"))
        .await?;
    let driven = day.get("distance_m").and_then(Value::as_f64).unwrap_or(0.0);
    #[expect(clippy::cast_possible_truncation, reason = "metres of a day")]
    let driven = (driven as i64).max(1_000);
    let claims = [
        json!({"id": id("over"), "rep_id": over, "date": date, "category": "mileage", "claimed_m": CLAIMED_M, "note": "đi thêm Sơn Tây"}),
        json!({"id": id("honest"), "rep_id": honest, "date": date, "category": "mileage", "claimed_m": driven}),
        json!({"id": id("fuel"), "rep_id": over, "date": date, "category": "fuel", "amount_minor": 120_000}),
        json!({"id": id("parking"), "rep_id": honest, "date": date, "category": "parking", "amount_minor": 15_000, "note": "chợ Đồng Xuân"}),
    ];
    let mut last = Value::Null;
    for claim in claims {
        last = rest.post("/api/v1/expenses", &claim).await?;
    }
    // One is decided; the rest waits for whoever looks.
    let path = format!("/api/v1/expenses/{}/approve", id("parking"));
    rest.post_if(&path, &json!({}), &last).await?;
    Ok(())
}
