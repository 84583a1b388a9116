//! A report as a table for a spreadsheet, headings in the reader's language.

use axum::response::Response;
use chrono::NaiveDate;
use fieldbeat_domain::kpi::{Definition, Figures, Language, Unit};
use serde_json::Value;

use super::{
    kpi_report::{Cut, Dim, Report},
    kpis::shown,
    problem::Problem,
    sheet_file::{Cell, Format, Shape},
};

const MS_PER_DAY: f64 = 86_400_000.0;

fn dim_name(dim: Dim, language: Language) -> &'static str {
    let names = match dim {
        Dim::Rep => ["Rep", "Nhân viên", "业务员"],
        Dim::Route => ["Route", "Tuyến", "线路"],
        Dim::Team => ["Team", "Đội", "团队"],
        Dim::Region => ["Region", "Vùng", "区域"],
        Dim::OutletClass => ["Outlet class", "Loại điểm bán", "网点类别"],
        Dim::Day => ["Day", "Ngày", "日期"],
        Dim::Week => ["ISO week", "Tuần ISO", "ISO 周"],
        Dim::Month => ["Month", "Tháng", "月份"],
        Dim::Cell => ["Cell", "Ô lưới", "网格"],
    };
    let [en, vi, zh] = names;
    match language {
        Language::En => en,
        Language::Vi => vi,
        Language::Zh => zh,
    }
}

/// Unit in which a file shows a value.
const fn suffix(unit: Unit) -> &'static str {
    match unit {
        Unit::DurationMs => " (h)",
        Unit::LengthMm => " (km)",
        Unit::Share | Unit::Count | Unit::Ratio | Unit::Money | Unit::TimeOfDayMs => "",
    }
}

/// Value first; for a share its two numbers after it.
fn cells(figures: &Figures, d: &Definition) -> Vec<Cell> {
    let k = figures.kpi(d);
    let number = |v: f64| match d.unit {
        Unit::Share => Cell::Number(v, Shape::Percent),
        Unit::Count => Cell::Number(v, Shape::Whole),
        Unit::Ratio | Unit::Money => Cell::Number(v, Shape::Decimal),
        Unit::DurationMs => Cell::Number(v / 3_600_000.0, Shape::Decimal),
        Unit::TimeOfDayMs => Cell::Number(v / MS_PER_DAY, Shape::Time),
        Unit::LengthMm => Cell::Number(v / 1_000_000.0, Shape::Decimal),
    };
    let mut out = vec![k.value().map_or(Cell::Empty, number)];
    if d.unit == Unit::Share {
        #[expect(clippy::cast_precision_loss, reason = "counts of rows")]
        out.extend(
            [Some(k.numerator), k.denominator]
                .map(|n| n.map_or(Cell::Empty, |n| Cell::Number(n as f64, Shape::Whole))),
        );
    }
    out
}

fn table(report: &Report, cut: &Cut<'_>, language: Language) -> Vec<Vec<Cell>> {
    let of_outlet = cut.is_of_outlet();
    let mut head: Vec<Cell> = Vec::new();
    for dim in cut.by {
        let name = dim_name(*dim, language);
        head.push(Cell::Text(name.to_owned()));
        if matches!(dim, Dim::Rep | Dim::Route | Dim::Team | Dim::Region) {
            head.push(Cell::Text(format!("{name} (2)")));
        }
    }
    for d in shown(of_outlet) {
        let name = d.name(language);
        head.push(Cell::Text(format!("{name}{}", suffix(d.unit))));
        if d.unit == Unit::Share {
            head.push(Cell::Text(format!("{name} ÷ 1")));
            head.push(Cell::Text(format!("{name} ÷ 2")));
        }
    }
    let line = |mut cells_of: Vec<Cell>, figures: &Figures| {
        cells_of.extend(shown(of_outlet).flat_map(|d| cells(figures, d)));
        cells_of
    };
    let mut rows = vec![head];
    if cut.by.is_empty() {
        rows.push(line(Vec::new(), &report.total));
        return rows;
    }
    for (key, figures) in &report.groups {
        let mut keys = Vec::new();
        for (dim, key) in cut.by.iter().zip(key) {
            let text = |v: Option<&Value>| {
                v.and_then(Value::as_str)
                    .map_or(Cell::Empty, |s| Cell::Text(s.to_owned()))
            };
            match (cut.show(*dim, key), dim) {
                (Value::Object(named), _) => {
                    keys.push(text(named.get("code")));
                    keys.push(text(named.get("name")));
                }
                (_, Dim::Rep | Dim::Route | Dim::Team | Dim::Region) => {
                    keys.extend([Cell::Empty, Cell::Empty]);
                }
                (other, _) => keys.push(text(Some(&other))),
            }
        }
        rows.push(line(keys, figures));
    }
    rows
}

pub fn file(
    format: Format,
    report: &Report,
    cut: &Cut<'_>,
    language: Language,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Response, Problem> {
    format.file(&table(report, cut, language), &format!("kpis-{from}-{to}"))
}
