//! A van on its way with the orders of a rep: one delivered, one in part, one refused at the door, one not told of yet.

use anyhow::{Context, Result};
use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::stock;
use crate::{
    company::{Company, load::Loaded},
    fleet::{ids::Ids, order::PRODUCTS},
    rest::Rest,
};

/// Stops of the driver's own route, with so many units of the first product.
const STOPS: [(usize, i64); 4] = [(0, 6), (1, 8), (2, 4), (5, 5)];
/// Shops of the visitor's phone, with the same.
const OWN_STOPS: [(usize, i64); 2] = [(2, 3), (4, 2)];
const REFUSED: &str = "khách nói chưa đặt, không nhận";

/// Who drives, for people.
pub fn line(company: &Company) -> String {
    let who =
        stock::driver(company).map_or_else(String::new, |(code, name)| format!("{name} ({code})"));
    format!("a van with one refused stop:   {who}, Stock, Deliveries")
}

/// Takes the orders, loads the van and tells of three stops; once a day.
pub async fn leave(
    rest: &Rest,
    company: &Company,
    loaded: &Loaded,
    date: NaiveDate,
    password: &str,
) -> Result<()> {
    let (code, _) = stock::driver(company).context("nobody drives")?;
    let rep = company.reps.iter().position(|r| r.code == code);
    let rep = rep.context("the driver is no rep")?;
    let rep_id = *loaded.rep_ids.get(code).context("a rep has no id")?;
    let ids = Ids::new(&company.key, "trip", 0);
    let id = |key: &str| ids.named(&format!("{date}/{key}"));
    let path = format!("/api/v1/deliveries/{}", id("trip"));
    if rest.find(&path).await?.is_some() {
        return Ok(());
    }
    let accountant = Rest::login(rest.base(), "accountant", password).await?;
    let shops = STOPS.iter().map(|(stop, count)| {
        let (outlet, _) = company.shop_of(rep, *stop).context("no such stop")?;
        let outlet = loaded.outlet_ids.get(&outlet.code);
        Ok((*outlet.context("an outlet has no id")?, *count))
    });
    let shops = shops.collect::<Result<Vec<_>>>()?;
    let van = rest
        .list(&format!("/api/v1/stock-locations?rep_id={rep_id}&kind=van"))
        .await?;
    let van = van.first().and_then(|v| v.get("id")).context("no van")?;
    let plan = json!({"id": id("trip"), "van_id": van, "vehicle": "29C-418.27"});
    let orders = out((rest, &accountant), (rep_id, &shops), &id, plan).await?;
    let tell = [
        json!({"outcome": "delivered", "receiver": "chủ cửa hàng"}),
        json!({"outcome": "partly", "receiver": "con gái chủ cửa hàng", "reason": "hết chỗ để hàng",
            "lines": [{"line": 1, "quantity_milli": 3_000}]}),
        json!({"outcome": "refused", "reason": REFUSED}),
    ];
    for (order, mut answer) in orders.iter().zip(tell) {
        if let Some(answer) = answer.as_object_mut() {
            answer.insert("id".into(), json!(id(&format!("stop/{order}"))));
        }
        accountant
            .post(&format!("{path}/stops/{order}"), &answer)
            .await?;
    }
    Ok(())
}

/// Of the rep whose phone is the visitor's: two stops that wait for a word; once a day.
pub async fn leave_with(
    rest: &Rest,
    company: &Company,
    code: &str,
    date: NaiveDate,
    password: &str,
) -> Result<()> {
    let ids = Ids::new(&company.key, "trip", 0);
    let id = |key: &str| ids.named(&format!("{date}/{code}/{key}"));
    let known = format!("/api/v1/deliveries/{}", id("trip"));
    if rest.find(&known).await?.is_some() {
        return Ok(());
    }
    let number = async |path: String| -> Result<i64> {
        let found = rest.list(&path).await?;
        let first = found.first().and_then(|one| one.get("id")?.as_i64());
        first.with_context(|| format!("nothing at {path}"))
    };
    let rep = number(format!("/api/v1/reps?code={code}")).await?;
    let mut shops = Vec::new();
    for (shop, count) in OWN_STOPS {
        shops.push((
            number(format!("/api/v1/outlets?code={code}-{shop:02}")).await?,
            count,
        ));
    }
    let accountant = Rest::login(rest.base(), "accountant", password).await?;
    let plan = json!({"id": id("trip"), "rep_id": rep, "vehicle": "29H-552.80"});
    out((rest, &accountant), (rep, &shops), &id, plan).await?;
    Ok(())
}

/// Orders of so many units of the first product, and their trip on its way; those that the credit gate holds stay behind.
async fn out(
    (rest, accountant): (&Rest, &Rest),
    (rep, shops): (i64, &[(i64, i64)]),
    id: &impl Fn(&str) -> Uuid,
    mut plan: Value,
) -> Result<Vec<Uuid>> {
    let product = PRODUCTS.first().context("nothing is sold")?;
    let mut orders: Vec<Uuid> = Vec::new();
    for (stop, (outlet, count)) in shops.iter().enumerate() {
        let order = id(&format!("order/{stop}"));
        let body = json!({"id": order, "rep_id": rep, "outlet_id": outlet,
            "lines": [{"product_code": product.code, "product_name": product.name, "unit": product.unit, "quantity": count}]});
        let made = rest.post("/api/v1/orders", &body).await?;
        let confirm = format!("/api/v1/orders/{order}/confirm");
        let confirmed = accountant.post_if(&confirm, &json!({}), &made).await?;
        if confirmed.get("state").and_then(Value::as_str) == Some("confirmed") {
            orders.push(order);
        }
    }
    if let Some(plan) = plan.as_object_mut() {
        plan.insert("orders".into(), json!(orders));
    }
    let planned = accountant.post("/api/v1/deliveries", &plan).await?;
    let load = format!("/api/v1/deliveries/{}/load", id("trip"));
    accountant.post_if(&load, &json!({}), &planned).await?;
    Ok(orders)
}
