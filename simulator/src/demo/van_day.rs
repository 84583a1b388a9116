//! A van on the last working day: loaded, sold from, and counted in the evening by the phone, one carton short.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use fieldbeat_domain::time::At;
use serde_json::{Value, json};

use super::{cash, shift::Shift};
use crate::{
    clock,
    company::{Company, load::Loaded},
    fleet::{
        ids::Ids,
        order::{PRODUCTS, Product},
    },
    phone::{Frame, Message, http::FramesDoor},
    rest::Rest,
};

const WAREHOUSE: &str = "KHO-SH";
const VAN: &str = "XE-02";
/// Products in the van; of each so many of its usual unit.
const GOODS: usize = 4;
const IN_THE_MORNING: i64 = 6;
const LOADED: i64 = 20;
const SOLD: [i64; 3] = [4, 7, 5];
/// Of the first product.
const MISSING: i64 = 1;
const HOUR_MS: i64 = 3_600_000;
/// Into the shift.
const COUNTED_MS: i64 = 8 * HOUR_MS;

/// Whose van it is, for people.
pub fn line(company: &Company) -> String {
    let who =
        cash::carrier(company).map_or_else(String::new, |(code, name)| format!("{name} ({code})"));
    format!("a van one carton short:        {who}, Stock, Vans' days")
}

/// The day in the stock's book and the count of the phone; once. `before` is the last working day's shift.
pub async fn count(rest: &Rest, company: &Company, loaded: &Loaded, before: &Shift) -> Result<()> {
    let (code, name) = cash::carrier(company).context("nobody carries cash")?;
    let rep = *loaded.rep_ids.get(code).context("a rep has no id")?;
    let known = format!("/api/v1/van-days?rep_id={rep}&from={0}&to={0}", before.date);
    if !rest.list(&known).await?.is_empty() {
        return Ok(());
    }
    let van = json!({"code": VAN, "name": format!("Xe {name}"), "kind": "van", "rep_code": code});
    rest.batch("stock-locations", &[van]).await?;
    let goods = PRODUCTS.iter().take(GOODS);
    let lines = |count: i64| -> Vec<Value> {
        let line = |p: &Product| json!({"product_code": p.code, "unit": p.unit, "quantity_milli": count * 1_000});
        goods.clone().map(line).collect()
    };
    let at = |ms: i64| -> DateTime<Utc> {
        let at = At(before.start.0 + ms).to_utc();
        at.unwrap_or(DateTime::UNIX_EPOCH)
    };
    let mut acts = vec![
        json!({"kind": "opening", "to_code": VAN, "moved_at": at(-18 * HOUR_MS), "lines": lines(IN_THE_MORNING)}),
        json!({"kind": "transfer", "from_code": WAREHOUSE, "to_code": VAN, "moved_at": at(0), "note": "xếp hàng lên xe", "lines": lines(LOADED)}),
    ];
    for (sold, hours) in SOLD.into_iter().zip(2..) {
        acts.push(json!({"kind": "sale", "from_code": VAN, "moved_at": at(hours * HOUR_MS), "note": "bán tại điểm", "lines": lines(sold)}));
    }
    for act in acts {
        rest.post("/api/v1/stock-moves", &act).await?;
    }
    let left = IN_THE_MORNING + LOADED - SOLD.iter().sum::<i64>();
    let counted: Vec<Value> = (goods.clone().enumerate())
        .map(|(place, p)| {
            let gone = if place == 0 { MISSING } else { 0 };
            json!({"product_code": p.code, "unit": p.unit, "quantity": left - gone})
        })
        .collect();
    let token = loaded.tokens.get(code).and_then(|t| t.first());
    let token = token.context("a rep without devices")?;
    let at = before.start.0 + COUNTED_MS;
    let record = Frame::new(&Message::Record {
        kind: "van_count".into(),
        id: Ids::new(&company.key, "van", before.start.0).id(code, at),
        visit_id: None,
        at,
        body: json!({ "lines": counted }),
    });
    let door = FramesDoor::new(rest.http().clone(), rest.base(), token);
    door.post(&[record], clock::now_ms()).await?;
    Ok(())
}
