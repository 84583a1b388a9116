//! Stock in the demo: a distributor's warehouse and a rep's van with goods, shelves that were counted on
//! two working days, and an outlet that ran out of what sells best.

use anyhow::{Context, Result};
use chrono::{DateTime, Days, NaiveDate, TimeDelta};
use rand::{Rng, RngCore};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{KEY, SEED};
use crate::{
    clock,
    company::{Company, load::Loaded},
    fleet::{
        self,
        order::{PRODUCTS, Product},
    },
    phone::{Frame, http::FramesDoor},
    rest::Rest,
};

const PARTNER: &str = "NPP-SH";
const WAREHOUSE: &str = "KHO-SH";
const VAN: &str = "XE-01";
/// Places of reps in the company: who drives the van, who counts.
const DRIVES: usize = 14;
const COUNTS: std::ops::Range<usize> = 20..26;
/// Stops counted by each of them.
const STOPS: usize = 4;
/// Of one order's unit of each product, in two lots.
const IN_WAREHOUSE: i64 = 40_000;
const IN_VAN: i64 = 60;
/// The best seller, which the first one to count found gone at the first stop.
const MUST_SELL: usize = 0;
/// Products on a shelf that is counted, and pieces at most in the count before.
const ON_SHELF: usize = 5;
const PIECES: i64 = 48;
/// The last days of a lot that nobody will buy in time.
const EXPIRES_IN: u64 = 6;
/// After the check-in.
const COUNTED_AFTER: TimeDelta = TimeDelta::minutes(2);

/// Code and name of the rep whose van has goods.
pub fn driver(company: &Company) -> Option<(&str, &str)> {
    let rep = company.reps.get(DRIVES)?;
    Some((&rep.code, &rep.name))
}

/// Code and name of the rep who found the best seller gone.
pub fn found_out(company: &Company) -> Option<(&str, &str)> {
    let rep = company.reps.get(COUNTS.start)?;
    Some((&rep.code, &rep.name))
}

/// The unit of one piece.
fn piece(product: &Product) -> &'static str {
    (product.units.iter().find(|(_, count)| *count == 1)).map_or(product.unit, |(unit, _)| unit)
}

/// Places and opening stock of the catalogue's products, once however often the demo is started.
pub async fn stock_up(rest: &Rest, company: &Company, today: NaiveDate) -> Result<()> {
    let driver = company.reps.get(DRIVES).context("nobody drives")?;
    rest.batch(
        "stock-locations",
        &[
            json!({"code": WAREHOUSE, "name": "Kho Sông Hồng", "kind": "warehouse", "partner_code": PARTNER, "is_default": true}),
            json!({"code": VAN, "name": format!("Xe {}", driver.name), "kind": "van", "rep_code": driver.code}),
        ],
    )
    .await?;
    let moved = rest.get("/api/v1/stock-moves?limit=1").await?;
    if moved
        .get("items")
        .and_then(Value::as_array)
        .is_some_and(|m| !m.is_empty())
    {
        return Ok(());
    }
    let lines: Vec<Value> = (PRODUCTS.iter())
        .flat_map(|Product { code, unit, .. }| {
            [
                ("A", 120, IN_WAREHOUSE / 4),
                ("B", 240, IN_WAREHOUSE * 3 / 4),
            ]
            .map(|(lot, days, count)| {
                json!({"product_code": code, "unit": unit, "quantity_milli": count * 1_000,
                    "batch": format!("{code}-{lot}"), "expires_on": today + Days::new(days)})
            })
        })
        .collect();
    let opening =
        json!({"kind": "opening", "to_code": WAREHOUSE, "note": "tồn đầu kỳ", "lines": lines});
    rest.post("/api/v1/stock-moves", &opening).await?;
    let load: Vec<Value> = (PRODUCTS.iter())
        .map(|Product { code, unit, .. }| json!({"product_code": code, "unit": unit, "quantity_milli": IN_VAN * 1_000}))
        .collect();
    let load = json!({"kind": "transfer", "from_code": WAREHOUSE, "to_code": VAN, "note": "xếp hàng lên xe", "lines": load});
    rest.post("/api/v1/stock-moves", &load).await?;
    Ok(())
}

/// Shelves counted on two working days, the later last, by the phones of some reps.
pub async fn count(
    rest: &Rest,
    company: &Company,
    loaded: &Loaded,
    dates: [NaiveDate; 2],
) -> Result<()> {
    for (visited, date) in dates.into_iter().enumerate() {
        let counted = rest
            .list(&format!("/api/v1/stock-counts?from={date}&to={date}"))
            .await?;
        if !counted.is_empty() {
            continue;
        }
        for (place, rep) in COUNTS
            .clone()
            .filter_map(|i| Some((i, company.reps.get(i)?)))
        {
            let id = loaded.rep_ids.get(&rep.code).context("a rep has no id")?;
            let path = format!("/api/v1/visits?rep_id={id}&date={date}&state=closed");
            let visits = rest.list(&path).await?;
            // Newest first: both days count the first stops.
            let first = visits.iter().rev().take(STOPS);
            let last_day = visited == 1;
            let frames: Vec<Frame> = first
                .enumerate()
                .filter_map(|(stop, visit)| {
                    let gone = last_day && place == COUNTS.start && stop == 0;
                    record(visit, date, (last_day, gone))
                })
                .collect();
            let token = loaded.tokens.get(&rep.code).and_then(|t| t.first());
            let token = token.context("a rep without a phone")?;
            FramesDoor::new(rest.http().clone(), rest.base(), token)
                .post(&frames, clock::now_ms())
                .await
                .with_context(|| format!("counts of {}", rep.code))?;
        }
    }
    Ok(())
}

/// A count in a visit. The same shelf has the same products on both days.
fn record(visit: &Value, date: NaiveDate, (last_day, gone): (bool, bool)) -> Option<Frame> {
    let outlet = visit.get("outlet")?.get("code")?.as_str()?;
    let id: Uuid = visit.get("id")?.as_str()?.parse().ok()?;
    let since = visit.get("check_in_at")?.as_str()?;
    let at = DateTime::parse_from_rfc3339(since).ok()? + COUNTED_AFTER;
    let mut rng = fleet::rng_for(SEED, &format!("{KEY}/shelf/{outlet}"));
    let lines = lines(&mut rng, date, (last_day, gone));
    Some(Frame::raw(&json!({
        "type": "record", "kind": "stock_count", "visit_id": id, "at": at.timestamp_millis(),
        "id": Uuid::new_v5(&id, b"stock_count"),
        "body": {"outlet": outlet, "lines": lines},
    })))
}

fn lines(rng: &mut impl RngCore, date: NaiveDate, (last_day, gone): (bool, bool)) -> Vec<Value> {
    let start = rng.random_range(1..PRODUCTS.len());
    let shelf = (0..ON_SHELF).map(|i| (start + i) % PRODUCTS.len());
    let mut shelf: Vec<usize> = shelf.filter(|i| *i != MUST_SELL).collect();
    shelf.insert(0, MUST_SELL);
    (shelf.into_iter().enumerate())
        .filter_map(|(place, product)| {
            let goods = PRODUCTS.get(product)?;
            let code = goods.code;
            let before = rng.random_range(6..=PIECES);
            let sold = rng.random_range(1..before);
            if gone && product == MUST_SELL {
                return Some(json!({"product_code": code, "out_of_stock": true}));
            }
            let left = if last_day { before - sold } else { before };
            // One lot on each shelf is near its end.
            let near = last_day && place == 1;
            Some(json!({
                "product_code": code, "unit": piece(goods), "quantity": left,
                "batch": near.then(|| format!("{code}-0")),
                "expiry": near.then(|| date + Days::new(EXPIRES_IN)),
            }))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shelf_is_the_same_on_both_days_and_sells() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let shelf = |day: (bool, bool)| lines(&mut fleet::rng_for(SEED, "shelf"), date, day);
        let (before, after, gone) = (
            shelf((false, false)),
            shelf((true, false)),
            shelf((true, true)),
        );
        let codes = |lines: &[Value]| -> Vec<Value> {
            lines.iter().map(|l| l["product_code"].clone()).collect()
        };
        assert_eq!(codes(&before), codes(&after));
        assert_eq!(codes(&before), codes(&gone));
        for (before, after) in before.iter().zip(&after) {
            assert!(before["quantity"].as_i64() > after["quantity"].as_i64());
        }
        assert_eq!(gone[0]["out_of_stock"], true);
        assert!(after[1]["expiry"].is_string());
    }
}
