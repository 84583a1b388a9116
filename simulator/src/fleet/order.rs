//! Invented orders: what a shop of Hanoi buys from a distributor, in VND.

use rand::{Rng, RngCore, seq::IndexedRandom};
use serde_json::{Value, json};

/// A product as phones order it.
#[derive(Debug)]
pub struct Product {
    pub code: &'static str,
    pub name: &'static str,
    /// In which it is ordered.
    pub unit: &'static str,
    /// Price of that unit in đồng, tax included.
    pub minor: i64,
    pub category: &'static str,
    /// Pieces in one of each.
    pub units: &'static [(&'static str, i32)],
}

const fn product(
    code: &'static str,
    name: &'static str,
    (unit, minor): (&'static str, i64),
    category: &'static str,
    units: &'static [(&'static str, i32)],
) -> Product {
    Product {
        code,
        name,
        unit,
        minor,
        category,
        units,
    }
}

const CARTON_12: &[(&str, i32)] = &[("chai", 1), ("thùng", 12)];
const CARTON_24: &[(&str, i32)] = &[("chai", 1), ("thùng", 24)];
const CANS: &[(&str, i32)] = &[("lon", 1), ("thùng", 24)];
const PACKS: &[(&str, i32)] = &[("gói", 1), ("thùng", 30)];
const MILK: &[(&str, i32)] = &[("hộp", 1), ("thùng", 48)];
const BOXES: &[(&str, i32)] = &[("hộp", 1), ("thùng", 20)];
const BAGS: &[(&str, i32)] = &[("bịch", 1), ("thùng", 10)];
const TUBES: &[(&str, i32)] = &[("tuýp", 1), ("thùng", 60)];

pub const DRINKS: &str = "DO-UONG";
pub const BEER: &str = "BIA";
pub const FOOD: &str = "THUC-PHAM";
pub const CARE: &str = "GIA-DUNG";
pub const HEALTH: &str = "SUC-KHOE";

#[rustfmt::skip]
pub const PRODUCTS: &[Product] = &[
    product("SP-001", "Trà xanh không độ 455 ml", ("thùng", 198_000), DRINKS, CARTON_24),
    product("SP-002", "Nước khoáng Suối Mơ 500 ml", ("thùng", 96_000), DRINKS, CARTON_24),
    product("SP-003", "Cà phê hòa tan Sông Hồng 3in1", ("hộp", 52_000), DRINKS, BOXES),
    product("SP-004", "Sữa tươi Ba Vì 180 ml", ("thùng", 312_000), DRINKS, MILK),
    product("SP-005", "Bia Hà Thành lon 330 ml", ("thùng", 268_000), BEER, CANS),
    product("SP-006", "Mì ăn liền Phố Cổ", ("thùng", 108_000), FOOD, PACKS),
    product("SP-007", "Nước mắm Cát Hải 500 ml", ("chai", 41_000), FOOD, CARTON_12),
    product("SP-008", "Bánh quy Tràng An 300 g", ("hộp", 36_000), FOOD, BOXES),
    product("SP-009", "Khăn giấy Hoa Sen 10 gói", ("bịch", 45_000), CARE, BAGS),
    product("SP-010", "Nước ngọt cam Hồ Tây 1,5 l", ("thùng", 174_000), DRINKS, CARTON_12),
    product("SP-011", "Dầu ăn Đồng Xuân 1 l", ("chai", 47_000), FOOD, CARTON_12),
    product("SP-012", "Hạt nêm Làng Vòng 900 g", ("gói", 68_000), FOOD, PACKS),
    product("SP-013", "Viên C sủi Long Biên", ("tuýp", 32_000), HEALTH, TUBES),
    product("SP-014", "Nước súc miệng Thăng Long 250 ml", ("chai", 39_000), CARE, CARTON_12),
    product("SP-015", "Kẹo lạc Hàng Đường", ("hộp", 28_000), FOOD, BOXES),
    product("SP-016", "Ống hút giấy 1.000 cái", ("hộp", 85_000), CARE, BOXES),
];

impl Product {
    /// What it cost before the last change of prices.
    pub const fn minor_before(&self) -> i64 {
        self.minor * 95 / 100_000 * 1_000
    }
}

/// Why a shop did not order.
pub const REASONS: &[&str] = &[
    "enough_stock",
    "owner_absent",
    "price",
    "no_cash",
    "competitor_deal",
];

/// An order's body and its total in đồng.
pub fn order(outlet: &str, rng: &mut impl RngCore) -> (Value, i64) {
    let count = rng.random_range(2..=6);
    let mut total = 0;
    let lines: Vec<Value> = PRODUCTS
        .choose_multiple(rng, count)
        .map(|product| {
            let quantity = rng.random_range(1..=12);
            total += quantity * product.minor;
            json!({"product_code": product.code, "product_name": product.name, "quantity": quantity,
                   "unit": product.unit, "unit_price_minor": product.minor})
        })
        .collect();
    let body = json!({"outlet": outlet, "currency": "VND", "lines": lines});
    (body, total)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    #[test]
    fn an_order_has_two_to_six_different_lines_that_add_up() {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        for _ in 0..50 {
            let (body, total) = order("HN-0001", &mut rng);
            let lines = body["lines"].as_array().unwrap();
            assert!((2..=6).contains(&lines.len()));
            let sum: i64 = lines
                .iter()
                .map(|l| l["quantity"].as_i64().unwrap() * l["unit_price_minor"].as_i64().unwrap())
                .sum();
            assert_eq!(sum, total);
            let mut codes: Vec<_> = lines
                .iter()
                .map(|l| l["product_code"].to_string())
                .collect();
            codes.sort();
            codes.dedup();
            assert_eq!(codes.len(), lines.len());
        }
    }
}
