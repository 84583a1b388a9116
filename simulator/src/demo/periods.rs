//! Cumulative schemes in the demo: a period that is over and waits to be settled by value, and one that runs, in which
//! a shop is one carton away from its next tier.

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::{console, fleet::order::PRODUCTS, rest::Rest};

const OVER: &str = "TL-KY-TRUOC";
const RUNNING: &str = "TL-KY-NAY";
/// Of the first product, thousandths of a piece.
const CARTON: i64 = 24_000;
/// No outlet buys so much: until what they bought is known.
const OUT_OF_REACH: i64 = 1_000_000_000_000;
/// The running period ends so many days after the last of the history.
const RUNS_DAYS: u64 = 20;

/// Makes both, once, after the goods of `dates`, newest first, are delivered.
pub async fn plant(rest: &Rest, dates: &[NaiveDate]) -> Result<()> {
    let (Some(newest), Some(oldest)) = (dates.first(), dates.last()) else {
        return Ok(());
    };
    let held = rest.list("/api/v1/schemes").await?;
    if held.iter().any(|s| word(s, "code") == Some(RUNNING)) {
        return Ok(());
    }
    let tea = PRODUCTS.first().context("nothing is sold")?.code;
    let products = rest.list("/api/v1/products").await?;
    let tea = products.iter().find(|p| word(p, "code") == Some(tea));
    let tea = tea.and_then(|p| number(p, "id")).context("no tea")?;
    let ends = newest.checked_add_days(Days::new(RUNS_DAYS));
    let running = |tiers: Value, areas: &[i64]| {
        json!({"code": RUNNING, "name": "Trà xanh tích lũy: kỳ này", "products": {"products": [tea]},
            "valid_from": oldest, "valid_to": ends, "audience": {"areas": areas}, "budget_minor": 20_000_000,
            "rule": {"type": "cumulative", "tiers": tiers}})
    };
    let made = rest
        .batch("schemes", &[running(json!([tier(OUT_OF_REACH, 100)]), &[])])
        .await?;
    let id = made.first().and_then(|r| number(r, "id"));
    let id = id.context("the scheme has no id")?;
    // Who bought most, and has an account to credit.
    let progress = rest.list(&format!("/api/v1/schemes/{id}/progress")).await?;
    let best = (progress.iter())
        .filter(|r| number(r, "customer_id").is_some())
        .max_by_key(|r| number(r, "bought_milli"));
    let of = |r: &Value| {
        let bought = number(r, "bought_milli")?;
        Some((number(r, "outlet_id")?, bought, number(r, "value_minor")?))
    };
    let Some((outlet, bought, paid)) = best.and_then(of) else {
        return Ok(());
    };
    let shop = rest.get(&format!("/api/v1/outlets/{outlet}")).await?;
    let area = number(&shop, "org_unit_id").context("an outlet without a unit")?;
    let tiers = json!([tier(bought / 2, 100), tier(bought + CARTON, 250)]);
    let over = json!({"code": OVER, "name": "Trà xanh tích lũy: kỳ trước", "products": {"products": [tea]},
        "valid_from": oldest, "valid_to": newest, "audience": {"areas": [area]},
        "budget_minor": 5_000_000, "outlet_cap_minor": 400_000,
        "rule": {"type": "cumulative_value", "tiers": [worth(paid / 4, 100), worth(paid / 2, 200)]}});
    rest.batch("schemes", &[running(tiers, &[area]), over])
        .await?;
    let shop = word(&shop, "name").unwrap_or_default();
    console::progress(format!(
        "one carton away from the next tier: {shop}, Catalogue, Schemes; a period to settle beside it"
    ));
    Ok(())
}

fn tier(at_least_milli: i64, basis_points: i32) -> Value {
    json!({"at_least_milli": at_least_milli.max(CARTON), "benefit": {"type": "percent", "basis_points": basis_points}})
}

fn worth(at_least_minor: i64, basis_points: i32) -> Value {
    json!({"at_least_minor": at_least_minor.max(1), "benefit": {"type": "percent", "basis_points": basis_points}})
}

fn word<'a>(row: &'a Value, name: &str) -> Option<&'a str> {
    row.get(name)?.as_str()
}

fn number(row: &Value, name: &str) -> Option<i64> {
    row.get(name)?.as_i64()
}
