//! Tables as files for a spreadsheet: CSV with a byte order mark, or XLSX. No cell is ever a formula.
//! The only writer of such files; never knows what the cells mean.

use std::borrow::Cow;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Without it spreadsheets read Vietnamese and Chinese as Latin.
pub const MARK: &[u8] = "\u{feff}".as_bytes();

/// What a spreadsheet takes for the beginning of something to compute.
const SIGNS: [char; 8] = [
    '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

/// A cell of a table.
#[derive(Clone, Debug)]
pub enum Cell {
    Empty,
    Text(String),
    /// A number that is kept as the text it is, so that no digit changes.
    Plain(String),
    Number(f64, Shape),
}

impl From<Option<&str>> for Cell {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, |t| Self::Text(t.to_owned()))
    }
}

/// How a number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Whole,
    Decimal,
    Percent,
    /// A part of a day.
    Time,
    /// Money with so many places.
    Money(u32),
    /// Up to three places.
    Quantity,
}

/// A text that a spreadsheet would run is made one that it shows.
pub fn neutral(text: &str) -> Cow<'_, str> {
    if text.trim_start().starts_with(SIGNS) || text.starts_with(['\t', '\r', '\n']) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// The text that [`neutral`] was given.
pub fn bare(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start().starts_with(SIGNS) => rest,
        _ => text,
    }
}

fn csv_cell(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => "".into(),
        Cell::Text(text) => neutral(text),
        Cell::Plain(text) => text.as_str().into(),
        Cell::Number(n, Shape::Whole) => format!("{n:.0}").into(),
        Cell::Number(n, Shape::Decimal) => format!("{n:.3}").into(),
        Cell::Number(n, Shape::Percent) => format!("{n:.4}").into(),
        Cell::Number(n, Shape::Money(places)) => {
            let places = usize::try_from(*places).unwrap_or_default();
            format!("{n:.places$}").into()
        }
        Cell::Number(n, Shape::Quantity) => {
            let text = format!("{n:.3}");
            let text = text.trim_end_matches('0').trim_end_matches('.');
            text.to_owned().into()
        }
        Cell::Number(n, Shape::Time) => {
            #[expect(clippy::cast_possible_truncation, reason = "minutes of a day")]
            let minutes = (n * 1440.0).round() as i64;
            format!("{:02}:{:02}", minutes / 60, minutes % 60).into()
        }
    }
}

/// Rows as lines of a CSV, without the mark that a file begins with.
pub fn csv_lines(rows: &[Vec<Cell>]) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    for row in rows {
        out.write_record(row.iter().map(|c| csv_cell(c).into_owned()))?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}

/// A whole file.
pub fn csv(rows: &[Vec<Cell>]) -> Result<Vec<u8>, csv::Error> {
    let mut file = MARK.to_vec();
    file.extend(csv_lines(rows)?);
    Ok(file)
}

/// A workbook of one sheet; the first row names the columns.
pub fn xlsx(rows: &[Vec<Cell>], name: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    let (bold, text_format) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let mut shapes: Vec<(Shape, Format)> = Vec::new();
    sheet.set_freeze_panes(1, 0)?;
    for (x, _) in (0..).zip(rows.first().into_iter().flatten()) {
        sheet.set_column_width(x, 16)?;
    }
    for (y, row) in (0..).zip(rows) {
        for (x, cell) in (0..).zip(row) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) | Cell::Plain(text) if text.is_empty() => {}
                Cell::Text(text) | Cell::Plain(text) => {
                    let format = if y == 0 { &bold } else { &text_format };
                    sheet.write_string_with_format(y, x, text, format)?;
                }
                Cell::Number(n, shape) => {
                    if !shapes.iter().any(|(of, _)| of == shape) {
                        shapes.push((*shape, Format::new().set_num_format(picture(*shape))));
                    }
                    let format = shapes.iter().find(|(of, _)| of == shape);
                    sheet.write_number_with_format(y, x, *n, format.map_or(&bold, |(_, f)| f))?;
                }
            }
        }
    }
    book.save_to_buffer()
}

/// Of a workbook's format.
fn picture(shape: Shape) -> Cow<'static, str> {
    match shape {
        Shape::Whole | Shape::Money(0) => "#,##0".into(),
        Shape::Decimal => "#,##0.00".into(),
        Shape::Percent => "0.0%".into(),
        Shape::Time => "hh:mm".into(),
        Shape::Money(places) => {
            let zeros = "0".repeat(usize::try_from(places).unwrap_or_default());
            format!("#,##0.{zeros}").into()
        }
        Shape::Quantity => "#,##0.###".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r1", " =1", "＝1"] {
            assert!(neutral(evil).starts_with('\''), "{evil:?}");
        }
        assert_eq!(neutral("Sữa 1-2"), "Sữa 1-2");
    }

    #[test]
    fn what_was_made_harmless_is_read_as_it_was() {
        for text in ["=1+1", "+84", "-", "@x", "＝1", "Sữa", "'tis", "''", ""] {
            assert_eq!(bare(&neutral(text)), text);
        }
    }

    #[test]
    fn numbers_are_written_without_what_they_do_not_have() {
        let row = vec![
            Cell::Number(12_000.0, Shape::Money(0)),
            Cell::Number(12.5, Shape::Money(2)),
            Cell::Number(2.0, Shape::Quantity),
            Cell::Number(-0.125, Shape::Quantity),
            Cell::Plain("-5.5".to_owned()),
            Cell::Empty,
        ];
        let text = String::from_utf8(csv_lines(&[row]).unwrap()).unwrap();
        assert_eq!(text, "12000,12.50,2,-0.125,-5.5,\n");
    }
}
