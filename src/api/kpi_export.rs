//! A report as a file for a spreadsheet, headings in the reader's language. No cell is ever a formula.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use fieldbeat_domain::kpi::{Definition, Figures, Language, Unit};
use rust_xlsxwriter::{Format as CellFormat, Workbook, XlsxError};
use serde_json::Value;

use super::{
    kpi_report::{Cut, Dim, Report},
    kpis::shown,
    problem::Problem,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl Format {
    /// `None`: JSON.
    pub fn choose(asked: Option<&str>, accept: &str) -> Result<Option<Self>, Problem> {
        match asked {
            Some("json") => Ok(None),
            Some("csv") => Ok(Some(Self::Csv)),
            Some("xlsx") => Ok(Some(Self::Xlsx)),
            Some(_) => Err(Problem::query("format", "unknown")),
            None if accept.contains("text/csv") => Ok(Some(Self::Csv)),
            None if accept.contains(XLSX) => Ok(Some(Self::Xlsx)),
            None => Ok(None),
        }
    }
}

/// A cell of the table.
enum Cell {
    Empty,
    Text(String),
    Number(f64, Shape),
}

/// How a number is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Whole,
    Decimal,
    Percent,
    /// A part of a day.
    Time,
}

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

/// A text that a spreadsheet would run is made one that it shows.
pub fn neutral(text: &str) -> String {
    let runs = text.trim_start().starts_with([
        '=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ]);
    if runs || text.starts_with(['\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn csv_cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => neutral(text),
        Cell::Number(n, Shape::Whole) => format!("{n:.0}"),
        Cell::Number(n, Shape::Decimal) => format!("{n:.3}"),
        Cell::Number(n, Shape::Percent) => format!("{n:.4}"),
        Cell::Number(n, Shape::Time) => {
            #[expect(clippy::cast_possible_truncation, reason = "minutes of a day")]
            let minutes = (n * 1440.0).round() as i64;
            format!("{:02}:{:02}", minutes / 60, minutes % 60)
        }
    }
}

fn csv(rows: &[Vec<Cell>]) -> Result<Vec<u8>, Problem> {
    // With a byte order mark, or spreadsheets read Vietnamese and Chinese as Latin.
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        out.write_record(row.iter().map(csv_cell))
            .map_err(Problem::internal)?;
    }
    out.into_inner()
        .map_err(|e| Problem::internal(e.into_error()))
}

fn xlsx(rows: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = CellFormat::new().set_bold();
    let shape = |s: Shape| {
        CellFormat::new().set_num_format(match s {
            Shape::Whole => "#,##0",
            Shape::Decimal => "#,##0.00",
            Shape::Percent => "0.0%",
            Shape::Time => "hh:mm",
        })
    };
    let shapes = [Shape::Whole, Shape::Decimal, Shape::Percent, Shape::Time].map(|s| (s, shape(s)));
    sheet.set_freeze_panes(1, 0)?;
    for (y, row) in (0..).zip(rows) {
        for (x, cell) in (0..).zip(row) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) if y == 0 => {
                    sheet.write_string_with_format(y, x, text, &bold)?;
                }
                Cell::Text(text) => {
                    sheet.write_string(y, x, text)?;
                }
                Cell::Number(n, s) => {
                    let format = shapes
                        .iter()
                        .find(|(of, _)| of == s)
                        .map_or(&bold, |(_, f)| f);
                    sheet.write_number_with_format(y, x, *n, format)?;
                }
            }
        }
    }
    book.save_to_buffer()
}

pub fn file(
    format: Format,
    report: &Report,
    cut: &Cut<'_>,
    language: Language,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Response, Problem> {
    let rows = table(report, cut, language);
    let (kind, extension, bytes) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv", csv(&rows)?),
        Format::Xlsx => (XLSX, "xlsx", xlsx(&rows).map_err(Problem::internal)?),
    };
    let name = format!("attachment; filename=\"kpis-{from}-{to}.{extension}\"");
    Ok((
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ],
        bytes,
    )
        .into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"] {
            assert!(neutral(evil).starts_with('\''), "{evil:?}");
        }
        assert_eq!(neutral("Sữa 1-2"), "Sữa 1-2");
    }
}
