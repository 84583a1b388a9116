//! How long it takes to find the duplicates among 50,000 outlets, and how many are found.
//!
//! `cargo bench -p fieldbeat-domain --bench duplicates` prints one flat JSON object, and writes it to
//! the file that `BENCH_JSON` names.
//!
//! 50 towns of 1,000 outlets, the density of each falling off with the distance from its middle as
//! exp(−r / 674 m): some 350 per km² in the middle. Names are of one to three of 64 Vietnamese given
//! names behind one of six words for a shop, so that neighbours are often namesakes in part. Seven in
//! ten have a phone. Three in a hundred are there twice: 0–15 m beside, written without accents, with
//! another word for a shop or a slip of the pen, half of them with the phone. Time is of the wall, the
//! best of five; false is what is suggested beside those, among all that is suggested.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss
)]

use std::{collections::HashSet, hint::black_box, time::Instant};

use fieldbeat_domain::{
    duplicate::{Shop, pairs},
    position::{LatLng, Plane},
};

const TOWNS: usize = 50;
const TOWN: usize = 1_000;
const SCALE_M: f64 = 674.0;
const TWICE_PCT: u64 = 3;
const GIVEN: &str = "An Anh Bắc Bảo Bích Bình Châu Chi Cường Diệp Dung Dũng Dương Đạt Đức Giang Hà Hải Hạnh Hằng Hiền Hiếu Hoa Hoàng Hồng Huệ Hùng Huy Hương Khánh Khoa Lan Liên Linh Loan Long Mai Minh My Nam Nga Ngân Ngọc Nhung Oanh Phong Phúc Phương Quang Quân Quỳnh Sơn Tâm Thanh Thảo Thu Thủy Trang Tuấn Tú Tùng Vân Vinh Yến";
const SHOPS: [&str; 6] = ["Tạp hóa", "Cửa hàng", "Đại lý", "Siêu thị", "Quán", "Shop"];

/// splitmix64
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn plain(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    let bare = text.nfkd().filter(|c| !is_combining_mark(*c));
    bare.map(|c| match c {
        'đ' => 'd',
        'Đ' => 'D',
        other => other,
    })
    .collect()
}

struct Row {
    name: String,
    phone: Option<String>,
    at: LatLng,
}

fn twin(row: &Row, given: &str, dice: &mut Dice) -> Row {
    let mut name = given.to_owned();
    match dice.below(3) {
        0 => name = plain(&name).to_uppercase(),
        1 => {
            let slip = 1 + dice.below(name.chars().count() as u64 - 1) as usize;
            name = name
                .chars()
                .enumerate()
                .filter(|(i, _)| *i != slip)
                .map(|(_, c)| c)
                .collect();
        }
        _ => {}
    }
    let shop = SHOPS[dice.below(6) as usize];
    let east = (dice.share() * 20_000.0) as i64 - 10_000;
    let north = (dice.share() * 20_000.0) as i64 - 10_000;
    Row {
        name: format!("{shop} {name}"),
        phone: row.phone.clone().filter(|_| dice.below(2) == 0),
        at: Plane::at(row.at).position(east, north),
    }
}

fn main() {
    let mut dice = Dice(20_251_125);
    let given: Vec<&str> = GIVEN.split(' ').collect();
    let mut rows: Vec<Row> = Vec::new();
    let mut twins: HashSet<(usize, usize)> = HashSet::new();
    for town in 0..TOWNS {
        let middle = LatLng {
            lat_e7: 100_000_000 + (town as i32 / 10) * 2_000_000,
            lng_e7: 1_050_000_000 + (town as i32 % 10) * 2_000_000,
        };
        let plane = Plane::at(middle);
        let mut made = 0;
        while made < TOWN {
            // The radius of a density exp(−r/s) in the plane is of the gamma distribution.
            let r = -SCALE_M * ((1.0 - dice.share()).ln() + (1.0 - dice.share()).ln());
            let turn = dice.share() * std::f64::consts::TAU;
            let at = plane.position((r * turn.cos() * 1e3) as i64, (r * turn.sin() * 1e3) as i64);
            let words: Vec<&str> = (0..=dice.below(3))
                .map(|_| given[dice.below(64) as usize])
                .collect();
            let name = words.join(" ");
            let phone = (dice.below(10) < 7).then(|| format!("09{:08}", dice.below(100_000_000)));
            let row = Row {
                name: format!("{} {name}", SHOPS[dice.below(6) as usize]),
                phone,
                at,
            };
            if dice.below(100) < TWICE_PCT && made + 1 < TOWN {
                let other = twin(&row, &name, &mut dice);
                twins.insert((rows.len(), rows.len() + 1));
                rows.push(row);
                rows.push(other);
                made += 2;
            } else {
                rows.push(row);
                made += 1;
            }
        }
    }
    let read = Instant::now();
    let shops: Vec<Shop> = rows
        .iter()
        .map(|r| Shop::new(&r.name, r.phone.as_deref(), Some(r.at)))
        .collect();
    let read_ms = read.elapsed().as_secs_f64() * 1e3;
    let mut best = f64::MAX;
    let mut found = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        found = black_box(pairs(black_box(&shops)));
        best = best.min(start.elapsed().as_secs_f64() * 1e3);
    }
    let hits = found
        .iter()
        .filter(|(a, b, _)| twins.contains(&(*a, *b)))
        .count();
    let json = format!(
        "{{\"duplicates_outlets\": {}, \"duplicates_read_ms\": {read_ms:.1}, \"duplicates_pairs_ms\": {best:.1}, \"duplicates_planted\": {}, \"duplicates_found_ratio\": {:.4}, \"duplicates_false_ratio\": {:.4}}}",
        rows.len(),
        twins.len(),
        hits as f64 / twins.len() as f64,
        (found.len() - hits) as f64 / found.len().max(1) as f64,
    );
    println!("{json}");
    if let Some(path) = std::env::var_os("BENCH_JSON") {
        std::fs::write(path, json).unwrap();
    }
}
