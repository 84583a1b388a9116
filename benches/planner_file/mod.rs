//! A planner's workbook, made up from a seed: outlets, reps and routes on a sheet each, with rows planted
//! that nobody could import. For the benchmark and, small, for the tests.

use rand::{Rng, SeedableRng, rngs::StdRng};
use rust_xlsxwriter::{Workbook, Worksheet};

/// Routes that an outlet is on: sales, delivery, merchandising.
const ROUTES_OF_AN_OUTLET: usize = 3;

pub struct PlannerFile {
    pub bytes: Vec<u8>,
    /// Line and code of each planted fault.
    pub bad_outlets: Vec<(u32, &'static str)>,
    pub bad_routes: Vec<(u32, &'static str)>,
    pub reps: usize,
}

/// `outlets` rows of outlets and three times as many of routes; of each sheet `bad` rows are bad.
pub fn planner_file(seed: u64, outlets: usize, bad: usize) -> PlannerFile {
    let mut random = StdRng::seed_from_u64(seed);
    let reps = (outlets / 100).max(2);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Nhân viên").unwrap();
    line(
        sheet,
        0,
        &["Mã nhân viên", "Họ tên", "Điện thoại", "Đơn vị"],
    );
    for rep in 0..reps {
        let cells = [
            &rep_code(rep),
            &format!("Nguyễn Văn {rep}"),
            &format!("09{rep:08}"),
            &team(rep),
        ];
        line(sheet, rep + 1, &cells.map(String::as_str));
    }
    let planted = spread(outlets, bad);
    let sheet = book.add_worksheet().set_name("Điểm bán").unwrap();
    let bad_outlets = outlet_sheet(sheet, &mut random, outlets, reps, &planted);
    let sheet = book.add_worksheet().set_name("Tuyến").unwrap();
    let bad_routes = route_sheet(sheet, &mut random, outlets, reps, &planted, bad);
    PlannerFile {
        bytes: book.save_to_buffer().unwrap(),
        bad_outlets,
        bad_routes,
        reps,
    }
}

/// `count` numbers below `of`, evenly apart.
fn spread(of: usize, count: usize) -> Vec<usize> {
    (0..count).map(|i| (2 * i + 1) * of / (2 * count)).collect()
}

fn rep_code(rep: usize) -> String {
    format!("NV{rep:04}")
}

fn team(rep: usize) -> String {
    format!("D{:02}", rep / 10)
}

fn outlet_code(outlet: usize) -> String {
    format!("{outlet:07}")
}

fn line(sheet: &mut Worksheet, row: usize, cells: &[&str]) {
    for (column, cell) in cells.iter().enumerate() {
        if !cell.is_empty() {
            sheet
                .write_string(row as u32, column as u16, *cell)
                .unwrap();
        }
    }
}

fn outlet_sheet(
    sheet: &mut Worksheet,
    random: &mut StdRng,
    outlets: usize,
    reps: usize,
    planted: &[usize],
) -> Vec<(u32, &'static str)> {
    line(
        sheet,
        0,
        &[
            "Mã điểm bán",
            "Tên điểm bán",
            "Toạ độ",
            "Bán kính",
            "Loại",
            "Kênh",
            "Địa chỉ",
            "Mã khách hàng",
            "Đơn vị",
        ],
    );
    let mut bad = Vec::new();
    for outlet in 0..outlets {
        let position = format!(
            "{:.7}, {:.7}",
            20.9 + random.random_range(0.0..0.2),
            105.7 + random.random_range(0.0..0.2)
        );
        // Every tenth has no pin yet.
        let position = if outlet % 10 == 3 {
            String::new()
        } else {
            position
        };
        let mut cells = [
            outlet_code(outlet),
            format!("Cửa hàng {outlet}"),
            position,
            "60".to_owned(),
            ["A", "B", "C"][outlet % 3].to_owned(),
            "GT".to_owned(),
            format!("{} phố Huế, Hà Nội", outlet + 1),
            format!("KH{:06}", outlet / 4),
            team(outlet / 100 % reps),
        ];
        if let Some(n) = planted.iter().position(|p| *p == outlet) {
            let (column, text, code) = match n % 6 {
                0 => (1, "", "required"),
                1 => (2, "105.8, 21.0", "lat_lng_swapped"),
                2 => (2, "phố Huế", "not_a_number"),
                3 => (3, "9000", "out_of_range"),
                4 => (0, "1.23E+11", "code_is_a_number"),
                _ => (0, "0000000", "repeated"),
            };
            text.clone_into(&mut cells[column]);
            bad.push((outlet as u32 + 2, code));
        }
        line(sheet, outlet + 1, &cells.each_ref().map(String::as_str));
    }
    bad
}

fn route_sheet(
    sheet: &mut Worksheet,
    random: &mut StdRng,
    outlets: usize,
    reps: usize,
    bad_outlets: &[usize],
    bad: usize,
) -> Vec<(u32, &'static str)> {
    line(
        sheet,
        0,
        &[
            "Mã tuyến",
            "Tên tuyến",
            "Mã nhân viên",
            "Mã điểm bán",
            "Thứ tự",
            "Tần suất",
            "Thứ",
            "Khung giờ",
            "Thời lượng",
            "Từ ngày",
            "Đến ngày",
        ],
    );
    let rows = outlets * ROUTES_OF_AN_OUTLET;
    let planted = spread(rows, bad);
    let mut found = Vec::new();
    for row in 0..rows {
        let (outlet, kind) = (row / ROUTES_OF_AN_OUTLET, row % ROUTES_OF_AN_OUTLET);
        let rep = outlet / 100 % reps;
        // Its row is bad on the sheet of outlets: whoever names another shop names a known one.
        let stands_in = bad_outlets.contains(&outlet);
        let outlet_named = if stands_in { outlet + 1 } else { outlet };
        let pattern = [
            ("F4", "2"),
            ("F8", "2,5"),
            ("2.1", "3"),
            ("F2", "4"),
            ("F1", "6"),
            ("1.3", "T7"),
        ];
        let (pattern, weekdays) = pattern[random.random_range(0..pattern.len())];
        let prefix = if stands_in { "X" } else { "" };
        let mut cells = [
            format!("{prefix}R{kind}-{rep:04}"),
            format!("Tuyến {kind}/{rep}"),
            rep_code(rep),
            outlet_code(outlet_named),
            (outlet % 100 + 1).to_string(),
            pattern.to_owned(),
            weekdays.to_owned(),
            "8h-11h30".to_owned(),
            "15".to_owned(),
            "01/01/2026".to_owned(),
            String::new(),
        ];
        if let Some(n) = planted.iter().position(|p| *p == row) {
            let (column, text, code) = match n % 6 {
                0 => (3, "9999999", "unknown_outlet"),
                1 => (5, "F5", "unknown_pattern"),
                2 => (6, "thứ 9", "unknown_weekday"),
                3 => (9, "31/02/2026", "invalid_date"),
                4 => (7, "11:00-08:00", "invalid_window"),
                _ => (2, "NV9999", "unknown_rep"),
            };
            text.clone_into(&mut cells[column]);
            found.push((row as u32 + 2, code));
        }
        line(sheet, row + 1, &cells.each_ref().map(String::as_str));
    }
    found
}
