//! Tables as files for a spreadsheet: CSV with a byte order mark, or XLSX. No cell is ever a formula.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use rust_xlsxwriter::{Format as CellFormat, Workbook, XlsxError};

use super::problem::Problem;

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

    /// The table, headings first, as an attachment named `name` with the format's extension.
    pub fn file(self, rows: &[Vec<Cell>], name: &str) -> Result<Response, Problem> {
        let (kind, extension, bytes) = match self {
            Self::Csv => ("text/csv; charset=utf-8", "csv", csv(rows)?),
            Self::Xlsx => (XLSX, "xlsx", xlsx(rows).map_err(Problem::internal)?),
        };
        // A code may hold what a header may not.
        let name = name.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_");
        let name = format!("attachment; filename=\"{name}.{extension}\"");
        Ok((
            [
                (header::CONTENT_TYPE, kind.to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ],
            bytes,
        )
            .into_response())
    }
}

/// A cell of a table.
pub enum Cell {
    Empty,
    Text(String),
    Number(f64, Shape),
}

/// How a number is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Whole,
    Decimal,
    Percent,
    /// A part of a day.
    Time,
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
