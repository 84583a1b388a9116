//! Invented orders: what a shop of Hanoi buys from a distributor, in VND.

use rand::{Rng, RngCore, seq::IndexedRandom};
use serde_json::{Value, json};

/// Code, name, unit, price of a unit in đồng.
pub const PRODUCTS: &[(&str, &str, &str, i64)] = &[
    ("SP-001", "Trà xanh không độ 455 ml", "thùng", 198_000),
    ("SP-002", "Nước khoáng Suối Mơ 500 ml", "thùng", 96_000),
    ("SP-003", "Cà phê hòa tan Sông Hồng 3in1", "hộp", 52_000),
    ("SP-004", "Sữa tươi Ba Vì 180 ml", "thùng", 312_000),
    ("SP-005", "Bia Hà Thành lon 330 ml", "thùng", 268_000),
    ("SP-006", "Mì ăn liền Phố Cổ", "thùng", 108_000),
    ("SP-007", "Nước mắm Cát Hải 500 ml", "chai", 41_000),
    ("SP-008", "Bánh quy Tràng An 300 g", "hộp", 36_000),
    ("SP-009", "Khăn giấy Hoa Sen 10 gói", "bịch", 45_000),
    ("SP-010", "Nước ngọt cam Hồ Tây 1,5 l", "thùng", 174_000),
    ("SP-011", "Dầu ăn Đồng Xuân 1 l", "chai", 47_000),
    ("SP-012", "Hạt nêm Làng Vòng 900 g", "gói", 68_000),
    ("SP-013", "Viên C sủi Long Biên", "tuýp", 32_000),
    ("SP-014", "Nước súc miệng Thăng Long 250 ml", "chai", 39_000),
    ("SP-015", "Kẹo lạc Hàng Đường", "hộp", 28_000),
    ("SP-016", "Ống hút giấy 1.000 cái", "hộp", 85_000),
];

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
        .map(|(code, name, unit, price)| {
            let quantity = rng.random_range(1..=12);
            total += quantity * price;
            json!({"product_code": code, "product_name": name, "quantity": quantity,
                   "unit": unit, "unit_price_minor": price})
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
