//! What the office does with the orders of past days: confirms them, delivers the older ones, bills those
//! who buy on account.

use std::{collections::BTreeSet, time::Duration};

use anyhow::Result;
use chrono::{Days, NaiveDate};
use futures_util::future::try_join_all;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::{console, fleet::ids::Ids, rest::Rest};

/// Orders confirmed in one request; the server takes 200.
const AT_ONCE: usize = 200;
/// Requests under way; live phones go first.
const REQUESTS: usize = 3;
/// Phones' records are taken in while history is loaded and a little after.
const PATIENCE: Duration = Duration::from_secs(5);

/// Works through `dates`, newest first, until nothing more comes in; the newest is only confirmed.
/// `on_account` are the ids of the customers who get invoices.
pub async fn work(rest: &Rest, dates: &[NaiveDate], on_account: &BTreeSet<i64>) -> Result<()> {
    while pass(rest, dates, on_account).await? > 0 {
        sleep(PATIENCE).await;
    }
    console::progress("the orders of past days are in the books");
    Ok(())
}

/// How many orders were moved on.
async fn pass(rest: &Rest, dates: &[NaiveDate], on_account: &BTreeSet<i64>) -> Result<usize> {
    let ids = Ids::new("back-office", "", 0);
    let mut moved = 0;
    for (place, date) in dates.iter().enumerate() {
        let waiting = of(rest, *date, "submitted").await?;
        let waiting: Vec<&Value> = waiting.iter().filter_map(|o| o.get("id")).collect();
        for part in waiting.chunks(AT_ONCE) {
            let body = json!({ "ids": part });
            let answer = rest.post("/api/v1/orders/confirm", &body).await?;
            let results = answer.get("results").and_then(Value::as_array);
            let passed = |r: &&Value| r.get("state").and_then(Value::as_str) == Some("confirmed");
            moved += results.into_iter().flatten().filter(passed).count();
        }
        if place == 0 {
            continue;
        }
        let going = of(rest, *date, "confirmed").await?;
        for part in going.chunks(REQUESTS) {
            let under_way = part
                .iter()
                .map(|o| deliver(rest, &ids, *date, o, on_account));
            try_join_all(under_way).await?;
        }
        moved += going.len();
    }
    Ok(moved)
}

async fn of(rest: &Rest, date: NaiveDate, state: &str) -> Result<Vec<Value>> {
    rest.list(&format!(
        "/api/v1/orders?from={date}&to={date}&state={state}"
    ))
    .await
}

async fn deliver(
    rest: &Rest,
    ids: &Ids,
    date: NaiveDate,
    order: &Value,
    on_account: &BTreeSet<i64>,
) -> Result<()> {
    let Some(id) = order.get("id").and_then(Value::as_str) else {
        return Ok(());
    };
    let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
    let body = json!({"id": ids.named(&format!("delivery/{id}")), "delivered_at": format!("{next}T03:00:00Z")});
    rest.post(&format!("/api/v1/orders/{id}/deliveries"), &body)
        .await?;
    let customer = order.get("customer_id").and_then(Value::as_i64);
    if customer.is_some_and(|c| on_account.contains(&c)) {
        let number: String = id
            .chars()
            .rev()
            .filter(char::is_ascii_alphanumeric)
            .take(6)
            .collect();
        let bill = json!({"id": ids.named(&format!("invoice/{id}")), "number": format!("HD-{}", number.to_uppercase()),
            "order_id": id, "date": next});
        rest.post("/api/v1/invoices", &bill).await?;
    }
    Ok(())
}
