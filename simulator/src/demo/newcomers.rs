//! The new outlets that are asked for in the demo: one that the company has already under another
//! spelling, one that it does not.

use anyhow::{Context, Result};
use serde_json::json;

use crate::{
    company::{Company, load::Loaded},
    rest::Rest,
};

/// Places of reps in the company: who asks, and whose shop it is already.
const ASKS: usize = 31;
const HAS: usize = 30;
const STOP: usize = 2;
/// Degrees, some seven metres: how far off the second pin is.
const STEP: f64 = 0.000_06;

/// The shop that is asked for twice: its code, and the rep who asks.
pub fn twin(company: &Company) -> Option<(&str, &str, &str)> {
    let outlet = company.reps.get(HAS)?.route.get(STOP)?;
    let outlet = company.outlets.get(*outlet)?;
    let asks = company.reps.get(ASKS)?;
    Some((&outlet.code, &asks.name, &asks.code))
}

/// Asks once, however often the demo is started.
pub async fn ask(rest: &Rest, company: &Company, loaded: &Loaded) -> Result<()> {
    let held = rest.list("/api/v1/outlet-requests").await?;
    if !held.is_empty() {
        return Ok(());
    }
    let (code, _, rep) = twin(company).context("no shop to ask for twice")?;
    let rep = loaded.rep_ids.get(rep).context("a rep has no id")?;
    let shop = company.outlets.iter().find(|o| o.code == code);
    let shop = shop.context("the shop is not there")?;
    let owner = company.customers.get(shop.customer).map(|c| &c.phone);
    rest.post(
        "/api/v1/outlet-requests",
        &json!({"rep_id": rep, "name": format!("{} - Tạp hóa", shop.name.to_uppercase()), "phone": owner,
            "address": shop.address, "class": shop.class, "channel": shop.channel, "accuracy_m": 9,
            "lat": shop.shop.lat + STEP, "lng": shop.shop.lng, "note": "chủ mới đồng ý bán hàng"}),
    )
    .await?;
    let next = company.reps.get(ASKS).and_then(|r| r.route.first());
    let beside = next.and_then(|i| company.outlets.get(*i));
    let beside = beside.context("the rep who asks has no shop")?;
    rest.post(
        "/api/v1/outlet-requests",
        &json!({"rep_id": rep, "name": "Bách hóa Thu Trà", "phone": "0977 123 886", "class": "general",
            "accuracy_m": 6, "lat": beside.shop.lat + 5.0 * STEP, "lng": beside.shop.lng + 5.0 * STEP, "note": "mới khai trương"}),
    )
    .await?;
    Ok(())
}
