//! What an invented company sells: the products that phones order, with units and tax; price lists that
//! include the tax, so that quantity × price is the total; the distributor who supplies every outlet;
//! promotions. Loaded through the public REST API; loading again changes nothing.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::load::{FROM_EVER, Loaded, ids};
use crate::{
    fleet::order::{BEER, CARE, DRINKS, HEALTH, PRODUCTS, Product},
    rest::Rest,
};

/// The old list ended so long ago: before any day of the history.
const OLD_LIST_DAYS: u64 = 60;
/// Dearer by the piece: one in so many.
const LOOSE_SHARE: i64 = 20;

/// Loads everything. Id of the distributor.
pub async fn load(rest: &Rest, loaded: &Loaded, today: NaiveDate) -> Result<i64> {
    let partner = json!({"code": "NPP-SH", "name": "NPP Sông Hồng Hà Nội", "kind": "distributor"});
    let partner = ids(&rest.batch("partners", &[partner]).await?);
    let partner = *partner.get("NPP-SH").context("the distributor has no id")?;
    let supplied: Vec<i64> = loaded.outlet_ids.values().copied().collect();
    for part in supplied.chunks(1_000) {
        let body = json!({"outlet_ids": part, "from": FROM_EVER});
        let path = format!("/api/v1/partners/{partner}/outlets");
        rest.post(&path, &body).await?;
    }
    let rows: Vec<Value> = PRODUCTS.iter().map(product_row).collect();
    let products = ids(&rest.batch("products", &rows).await?);
    rest.batch("price-lists", &lists(today)).await?;
    let held = rest.list("/api/v1/products").await?;
    let drinks = held
        .iter()
        .find(|p| p.get("category").and_then(Value::as_str) == Some(DRINKS));
    let drinks = drinks
        .and_then(|p| p.get("category_id")?.as_i64())
        .context("no category of drinks")?;
    rest.batch("schemes", &schemes(&products, drinks)?).await?;
    Ok(partner)
}

fn product_row(product: &Product) -> Value {
    let units: BTreeMap<&str, i32> = product.units.iter().copied().collect();
    let tax_bp = match product.category {
        BEER | CARE => 1_000,
        HEALTH => 500,
        _ => 800,
    };
    json!({"code": product.code, "name": product.name, "category": product.category,
           "tax_bp": tax_bp, "units": units})
}

fn lists(today: NaiveDate) -> [Value; 2] {
    let price = |product: &Product, unit: &str, minor: i64| json!({"product_code": product.code, "unit": unit, "minor": minor});
    let old: Vec<Value> = PRODUCTS
        .iter()
        .map(|p| price(p, p.unit, p.minor_before()))
        .collect();
    let mut new = Vec::new();
    for product in PRODUCTS {
        new.push(price(product, product.unit, product.minor));
        let ordered = product.units.iter().find(|u| u.0 == product.unit);
        let loose = product
            .units
            .iter()
            .find(|u| u.1 == 1 && u.0 != product.unit);
        if let (Some((_, pieces)), Some((piece, _))) = (ordered, loose) {
            new.push(price(product, piece, loose_minor(product.minor, *pieces)));
        }
    }
    let until = today.checked_sub_days(Days::new(OLD_LIST_DAYS));
    [
        json!({"code": "GIA-CU", "name": "Bảng giá trước khi điều chỉnh", "valid_to": until,
               "tax_included": true, "prices": old}),
        json!({"code": "GIA-CHUNG", "name": "Bảng giá chung", "tax_included": true, "prices": new}),
    ]
}

/// A piece out of a carton, rounded up to half a thousand.
fn loose_minor(carton_minor: i64, pieces: i32) -> i64 {
    let piece = carton_minor / i64::from(pieces);
    (piece + piece / LOOSE_SHARE + 499) / 500 * 500
}

fn schemes(products: &BTreeMap<String, i64>, drinks: i64) -> Result<[Value; 3]> {
    let tea = products.get("SP-001").context("tea has no id")?;
    let percent = |basis_points: i32| json!({"type": "percent", "basis_points": basis_points});
    Ok([
        json!({"code": "TRA-10-1", "name": "Trà xanh: mua 10 thùng tặng 1 thùng", "stack_group": 1,
            "products": {"products": [tea]}, "budget_minor": 60_000_000, "outlet_cap_minor": 2_000_000,
            "rule": {"type": "quantity", "every": true, "tiers": [{"at_least_milli": 240_000, "benefit":
                {"type": "free", "product": tea, "unit": "thùng", "quantity_milli": 1_000}}]}}),
        json!({"code": "DO-UONG-TL", "name": "Đồ uống tạp hóa: từ 360 đơn vị giảm 3 %, từ 600 giảm 5 %",
            "stack_group": 2, "audience": {"classes": ["general"]}, "products": {"categories": [drinks]},
            "budget_minor": 40_000_000,
            "rule": {"type": "mix", "every": false, "tiers": [
                {"at_least_milli": 360_000, "benefit": percent(300)},
                {"at_least_milli": 600_000, "benefit": percent(500)}]}}),
        json!({"code": "DON-5TR", "name": "Đơn từ 5 triệu giảm 2 %", "stack_group": 3,
            "budget_minor": 25_000_000, "outlet_cap_minor": 1_000_000,
            "rule": {"type": "value", "tiers": [{"at_least_minor": 5_000_000, "benefit": percent(200)}]}}),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_phones_order_has_a_unit_and_a_price_and_was_cheaper_before() {
        let [old, new] = lists(NaiveDate::from_ymd_opt(2026, 11, 26).unwrap());
        for product in PRODUCTS {
            assert_eq!(product.units.iter().filter(|u| u.1 == 1).count(), 1);
            assert!(product.units.iter().any(|u| u.0 == product.unit));
            let of = |list: &Value| {
                let prices = list["prices"].as_array().unwrap();
                let priced = prices
                    .iter()
                    .find(|p| p["product_code"] == product.code && p["unit"] == product.unit);
                priced.unwrap()["minor"].as_i64().unwrap()
            };
            assert_eq!(of(&new), product.minor);
            assert!(of(&old) < product.minor, "{}", product.code);
        }
        assert_eq!(loose_minor(198_000, 24), 9_000);
    }
}
