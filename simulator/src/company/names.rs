//! Invented names: Vietnamese people, and shops that stand nameless on the map.

use rand::{RngCore, seq::IndexedRandom};

const FAMILY: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Đinh",
];
const MIDDLE_M: &[&str] = &["Văn", "Đức", "Quang", "Minh", "Hữu", "Anh", "Tiến", "Xuân"];
const MIDDLE_F: &[&str] = &[
    "Thị", "Thu", "Ngọc", "Thanh", "Hồng", "Kim", "Phương", "Mai",
];
const GIVEN_M: &[&str] = &[
    "Hùng", "Dũng", "Tuấn", "Nam", "Long", "Hải", "Sơn", "Cường", "Thắng", "Kiên", "Phong", "Việt",
    "Khánh", "Trung", "Quân", "Bình",
];
const GIVEN_F: &[&str] = &[
    "Lan", "Hương", "Hoa", "Mai", "Linh", "Trang", "Hà", "Nga", "Thảo", "Yến", "Dung", "Hiền",
    "Ngân", "Quỳnh", "Loan", "Oanh",
];

fn pick<'a>(list: &[&'a str], rng: &mut impl RngCore) -> &'a str {
    list.choose(rng).copied().unwrap_or_default()
}

/// A person's full name.
pub fn person(rng: &mut impl RngCore) -> String {
    let family = pick(FAMILY, rng);
    if rng.next_u32() % 5 < 3 {
        format!("{family} {} {}", pick(MIDDLE_M, rng), pick(GIVEN_M, rng))
    } else {
        format!("{family} {} {}", pick(MIDDLE_F, rng), pick(GIVEN_F, rng))
    }
}

/// The name of a shop that the map does not tell, by what it sells.
pub fn shop(kind: &str, rng: &mut impl RngCore) -> String {
    let owner = if rng.next_u32().is_multiple_of(2) {
        pick(GIVEN_F, rng)
    } else {
        pick(GIVEN_M, rng)
    };
    let kinds: &[&str] = match kind {
        "pharmacy" | "chemist" => &["Nhà thuốc", "Quầy thuốc", "Hiệu thuốc"],
        "cafe" | "tea" => &["Cà phê", "Quán cà phê", "Trà quán"],
        "restaurant" => &["Quán ăn", "Nhà hàng", "Phở", "Bún chả", "Cơm"],
        "bar" | "pub" => &["Bia hơi", "Quán bia"],
        "fast_food" => &["Bánh mì", "Xôi", "Đồ ăn nhanh"],
        "florist" => &["Hoa tươi"],
        "bakery" => &["Tiệm bánh"],
        "clothes" => &["Thời trang"],
        _ => &["Tạp hóa", "Cửa hàng", "Siêu thị mini"],
    };
    format!("{} {owner}", pick(kinds, rng))
}

/// An invented mobile number.
pub fn phone(rng: &mut impl RngCore) -> String {
    format!("09{:08}", rng.next_u32() % 100_000_000)
}
