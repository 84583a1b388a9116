//! A rep whose phone is whoever looks at the demo: shops and a route of its own, a code to sign in with, and a message
//! that waits.

use std::collections::HashSet;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::incidents::Incidents;
use crate::{
    company::{
        Company,
        load::{FROM_EVER, Loaded, ids},
        names,
        shops::{self, Shop},
    },
    fleet,
    rest::Rest,
    roads::Roads,
};

/// No rep of the fleet has it.
pub const CODE: &str = "HN-WEB";
const NAME: &str = "Trần Văn Thử";
const STOPS: usize = 10;
/// The place in the company of the rep in whose team this one is.
const BESIDE: usize = 16;

/// Makes what is missing of it, and always a new code: one is spent by signing in.
pub async fn hand_out(
    rest: &Rest,
    (company, loaded): (&Company, &Loaded),
    (roads, weekdays): (&Roads, &[&str]),
    partner: i64,
) -> Result<String> {
    let team = company.reps.get(BESIDE).context("nobody is beside")?;
    let team = team.team.as_str();
    let rep = json!({"code": CODE, "name": NAME, "org_unit_code": team, "valid_from": FROM_EVER});
    rest.batch("reps", &[rep]).await?;
    let shops = nobody_s(company, roads)?;
    let stops = calls(rest, &shops, (team, weekdays), partner).await?;
    let route = json!({"code": CODE, "name": format!("Tuyến {NAME}"), "org_unit_code": team, "rep_code": CODE,
        "valid_from": FROM_EVER, "outlets": stops});
    rest.batch("routes", &[route]).await?;
    let device = json!({"label": CODE, "rep_code": CODE, "grade": "web_app_only"});
    let devices = rest.batch("devices", &[device]).await?;
    let device = devices.first().and_then(|d| d.get("id")?.as_i64());
    let device = device.context("the phone got no id")?;
    write(rest, company, loaded).await?;
    let path = format!("/api/v1/devices/{device}/enrolment-code");
    let issued = rest.post(&path, &Value::Null).await?;
    let code = issued.get("enrolment_code").and_then(Value::as_str);
    Ok(code.context("the phone got no code")?.to_owned())
}

/// The shops nearest to where everybody starts that are on no route.
fn nobody_s(company: &Company, roads: &Roads) -> Result<Vec<Shop>> {
    let place = |lat: f64, lng: f64| (lat.to_bits(), lng.to_bits());
    let taken: HashSet<_> = company
        .outlets
        .iter()
        .map(|o| place(o.shop.lat, o.shop.lng))
        .collect();
    let depot = roads.plane.point(company.depot);
    let mut free: Vec<(f64, Shop)> = shops::hanoi(roads)?
        .into_iter()
        .filter(|shop| !taken.contains(&place(shop.position.lat, shop.position.lng)))
        .map(|shop| (roads.plane.point(shop.position).distance(depot), shop))
        .collect();
    free.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(free.into_iter().take(STOPS).map(|(_, shop)| shop).collect())
}

/// Makes the shops with an owner each, supplied by the distributor; the rows of the route.
async fn calls(
    rest: &Rest,
    shops: &[Shop],
    (team, weekdays): (&str, &[&str]),
    partner: i64,
) -> Result<Vec<Value>> {
    let codes: Vec<String> = (1..=shops.len())
        .map(|i| format!("{CODE}-{i:02}"))
        .collect();
    let customers: Vec<Value> = codes
        .iter()
        .map(|code| {
            let mut rng = fleet::rng_for(0, &format!("owner/{code}"));
            json!({"code": format!("{code}-C"), "name": names::person(&mut rng), "phone": names::phone(&mut rng), "org_unit_code": team})
        })
        .collect();
    rest.batch("customers", &customers).await?;
    let outlets: Vec<Value> = codes
        .iter()
        .zip(shops)
        .map(|(code, shop)| {
            json!({"code": code, "name": shop.name, "class": shop.class(), "channel": shop.kind, "address": shop.address,
                "customer_code": format!("{code}-C"), "org_unit_code": team, "lat": shop.position.lat,
                "lng": shop.position.lng, "valid_from": FROM_EVER})
        })
        .collect();
    let made = ids(&rest.batch("outlets", &outlets).await?);
    let supplied: Vec<i64> = made.values().copied().collect();
    let path = format!("/api/v1/partners/{partner}/outlets");
    rest.post(&path, &json!({"outlet_ids": supplied, "from": FROM_EVER}))
        .await?;
    let stop = |(sequence, code): (usize, &String)| {
        json!({"outlet_code": code, "sequence": sequence, "pattern": "F24", "weekdays": weekdays, "service_minutes": 10,
            "valid_from": FROM_EVER})
    };
    Ok((1..).zip(&codes).map(stop).collect())
}

/// Once, however often the demo is started: to the phone that waits for somebody, and to one that has no signal.
async fn write(rest: &Rest, company: &Company, loaded: &Loaded) -> Result<()> {
    if !rest.list("/api/v1/messages").await?.is_empty() {
        return Ok(());
    }
    let reps = rest.list(&format!("/api/v1/reps?code={CODE}")).await?;
    let own = reps.first().and_then(|r| r.get("id")?.as_i64());
    let own = own.context("the rep has no id")?;
    let text = "Chào Thử, hôm nay nhớ hỏi thăm trà xanh ở ba điểm đầu tuyến nhé.";
    rest.post("/api/v1/messages", &json!({"rep_ids": [own], "text": text}))
        .await?;
    let silent = Incidents::silent(company).context("nobody is silent")?;
    let silent = loaded.rep_ids.get(silent).context("a rep has no id")?;
    let text = "Máy em mất tín hiệu, khi có sóng gọi lại cho chị.";
    rest.post(
        "/api/v1/messages",
        &json!({"rep_ids": [silent], "text": text}),
    )
    .await?;
    Ok(())
}

/// What the visitor is told.
pub fn line(url: &str, code: &str) -> String {
    format!(
        "a rep's phone for you:         {url}/m/?code={code} as {NAME} ({CODE}), good once and for a day"
    )
}
