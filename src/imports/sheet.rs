//! A file as rows of cells, each with the line that a person finds it on. Knows CSV and XLSX, not what
//! they mean.

use std::io::{self, Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use super::{headings::folded, kind::Kind, table::bare};

/// Of one file.
pub const FILE_MAX: usize = 32 << 20;
/// What a workbook may unpack to.
const UNPACKED_MAX: u64 = 512 << 20;
pub const ROWS_MAX: usize = 300_000;
pub const COLUMNS_MAX: usize = 256;
/// Of one cell, in characters.
pub const CELL_MAX: usize = 2_000;

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    /// NFC, single blanks, none around it.
    Text(String),
    /// As a workbook stores it: a code kept so has lost its leading zeros.
    Number(f64),
    Date(NaiveDate),
    /// `#N/A` and its like, or what no cell may be.
    Broken(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub line: u32,
    pub cells: Vec<Cell>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub headings: Vec<String>,
    pub lines: Vec<Line>,
}

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    #[error("the file is larger than {} MiB; split it", FILE_MAX >> 20)]
    TooLarge,
    #[error("the file has more than {ROWS_MAX} rows; split it")]
    TooManyRows,
    #[error("the file has more than {COLUMNS_MAX} columns; remove what is not needed")]
    TooManyColumns,
    #[error("the file is empty; its first row must name the columns")]
    Empty,
    #[error("the workbook cannot be read ({0}); save it again as .xlsx")]
    Workbook(String),
    #[error("the workbook has no sheet {0:?}; it has {1}")]
    NoSheet(String, String),
    #[error("old .xls workbooks are not read; save it as .xlsx or CSV")]
    OldWorkbook,
    #[error(
        "the text is not UTF-8 (line {0}); save it as \"CSV UTF-8\", or name its encoding, e.g. windows-1258 or gb18030"
    )]
    NotUtf8(usize),
    #[error("there is no encoding {0:?}")]
    NoEncoding(String),
    #[error("line {0}: {1}")]
    Csv(u64, String),
}

/// Reads a file of a kind.
pub fn read(
    bytes: &[u8],
    kind: Kind,
    sheet: Option<&str>,
    encoding: Option<&str>,
) -> Result<Sheet, SheetError> {
    read_named(bytes, |name| is_of_kind(name, kind), sheet, encoding)
}

/// Reads a file by what it is, whatever it is called. Of a workbook the `sheet` asked for, else the first that is
/// named so, else the first.
pub fn read_named(
    bytes: &[u8],
    is_named: impl Fn(&str) -> bool,
    sheet: Option<&str>,
    encoding: Option<&str>,
) -> Result<Sheet, SheetError> {
    if bytes.len() > FILE_MAX {
        return Err(SheetError::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook(bytes, is_named, sheet);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(SheetError::OldWorkbook);
    }
    csv(&decoded(bytes, encoding)?)
}

/// NFC without control characters, byte order marks and invisible blanks.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .map(|w| w.trim_matches(['\u{200b}', '\u{feff}', '\u{200e}', '\u{200f}']))
        .filter(|w| !w.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.nfc());
    }
    out
}

fn text_cell(text: &str) -> Cell {
    if text.len() > CELL_MAX * 4 {
        return Cell::Broken(text.chars().take(40).collect());
    }
    // An apostrophe that keeps a spreadsheet from computing a text is no part of it.
    let text = tidy(bare(&tidy(text)));
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text)
    }
}

fn decoded(bytes: &[u8], encoding: Option<&str>) -> Result<String, SheetError> {
    let named = match encoding {
        Some(label) => Some(
            encoding_rs::Encoding::for_label(label.as_bytes())
                .ok_or_else(|| SheetError::NoEncoding(label.to_owned()))?,
        ),
        None => encoding_rs::Encoding::for_bom(bytes).map(|(found, _)| found),
    };
    if let Some(encoding) = named {
        return Ok(encoding.decode(bytes).0.into_owned());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(e) => {
            let before = bytes.get(..e.valid_up_to()).unwrap_or_default();
            let line = before.split(|b| *b == b'\n').count();
            Err(SheetError::NotUtf8(line))
        }
    }
}

/// The separator that splits the headings into most.
fn separator(text: &str) -> u8 {
    let first = text
        .lines()
        .find(|l| !l.trim().is_empty())
        .unwrap_or_default();
    [b',', b';', b'\t', b'|']
        .into_iter()
        .rev()
        .max_by_key(|s| unquoted(first, *s))
        .unwrap_or(b',')
}

/// How often a separator stands outside quotes.
fn unquoted(line: &str, separator: u8) -> usize {
    let (mut quoted, mut count) = (false, 0);
    for byte in line.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if byte == separator && !quoted {
            count += 1;
        }
    }
    count
}

fn csv(text: &str) -> Result<Sheet, SheetError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut lines = Lines::default();
    for record in reader.records() {
        let record = record.map_err(|e| {
            let line = e.position().map_or(0, csv::Position::line);
            SheetError::Csv(line, e.to_string())
        })?;
        if record.len() > COLUMNS_MAX {
            return Err(SheetError::TooManyColumns);
        }
        let line = record.position().map_or(0, |at| first_line(text, at));
        lines.push(
            u32::try_from(line).unwrap_or(u32::MAX),
            record.iter().map(text_cell).collect(),
        )?;
    }
    lines.sheet()
}

/// The line that a record begins on: the reader counts from the end of the one before.
fn first_line(text: &str, at: &csv::Position) -> u64 {
    let start = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let ends = text
        .bytes()
        .skip(start)
        .take_while(|b| matches!(b, b'\r' | b'\n'));
    at.line() + ends.filter(|b| *b == b'\n').count() as u64
}

#[derive(Default)]
struct Lines {
    headings: Vec<String>,
    lines: Vec<Line>,
}

impl Lines {
    /// The first line that is not empty names the columns.
    fn push(&mut self, line: u32, cells: Vec<Cell>) -> Result<(), SheetError> {
        if cells.iter().all(|c| *c == Cell::Empty) {
            return Ok(());
        }
        if self.headings.is_empty() {
            self.headings = cells
                .iter()
                .map(|c| match c {
                    Cell::Text(text) | Cell::Broken(text) => text.clone(),
                    Cell::Number(n) => n.to_string(),
                    Cell::Empty | Cell::Date(_) => String::new(),
                })
                .collect();
            return Ok(());
        }
        if self.lines.len() == ROWS_MAX {
            return Err(SheetError::TooManyRows);
        }
        self.lines.push(Line { line, cells });
        Ok(())
    }

    fn sheet(self) -> Result<Sheet, SheetError> {
        if self.headings.is_empty() {
            return Err(SheetError::Empty);
        }
        Ok(Sheet {
            headings: self.headings,
            lines: self.lines,
        })
    }
}

/// Whether a sheet of that kind may be called so.
fn is_of_kind(name: &str, kind: Kind) -> bool {
    let names: &[&str] = match kind {
        Kind::Outlets => &["outlets", "outlet", "điểm bán", "cửa hàng", "网点", "门店"],
        Kind::Reps => &["reps", "rep", "nhân viên", "NVBH", "业务员"],
        Kind::Routes => &["routes", "route", "tuyến", "MCP", "PJP", "线路"],
        Kind::Customers => &["customers", "customer", "khách hàng", "KH", "客户"],
        Kind::Products => &[
            "products",
            "product",
            "sản phẩm",
            "hàng hoá",
            "SKU",
            "产品",
            "商品",
        ],
        Kind::Prices => &["prices", "price list", "giá", "bảng giá", "价格", "价目表"],
        Kind::Stock => &[
            "stock",
            "inventory",
            "tồn kho",
            "kiểm kê",
            "kho",
            "库存",
            "盘点",
        ],
    };
    names.iter().any(|n| folded(n) == folded(name))
}

fn workbook(
    bytes: &[u8],
    is_named: impl Fn(&str) -> bool,
    asked: Option<&str>,
) -> Result<Sheet, SheetError> {
    check_unpacked(bytes, UNPACKED_MAX)?;
    let broken = |e: calamine::XlsxError| SheetError::Workbook(e.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names = book.sheet_names();
    let name = match asked {
        Some(asked) => names
            .iter()
            .find(|n| n.as_str() == asked)
            .ok_or_else(|| SheetError::NoSheet(asked.to_owned(), names.join(", ")))?,
        None => names
            .iter()
            .find(|n| is_named(n))
            .or_else(|| names.first())
            .ok_or(SheetError::Empty)?,
    };
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    let mut lines = Lines::default();
    let mut row: Option<(u32, Vec<Cell>)> = None;
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let (y, x) = cell.get_position();
        let value = book_cell(cell.get_value());
        if value == Cell::Empty {
            continue;
        }
        let x = x as usize;
        if x >= COLUMNS_MAX {
            return Err(SheetError::TooManyColumns);
        }
        if row.as_ref().is_none_or(|(at, _)| *at != y) {
            if let Some((at, cells)) = row.take() {
                lines.push(at + 1, cells)?;
            }
            row = Some((y, Vec::with_capacity(lines.headings.len())));
        }
        if let Some((_, cells)) = &mut row {
            if cells.len() <= x {
                cells.resize(x + 1, Cell::Empty);
            }
            if let Some(place) = cells.get_mut(x) {
                *place = value;
            }
        }
    }
    if let Some((at, cells)) = row {
        lines.push(at + 1, cells)?;
    }
    lines.sheet()
}

/// What it unpacks to, whatever it says of itself: nothing else holds back what reads it.
fn check_unpacked(bytes: &[u8], most: u64) -> Result<(), SheetError> {
    let broken = |e: zip::result::ZipError| SheetError::Workbook(e.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = most;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(broken)?;
        let size = io::copy(&mut file.take(left + 1), &mut io::sink());
        let size = size.map_err(|e| SheetError::Workbook(e.to_string()))?;
        left = left.checked_sub(size).ok_or(SheetError::TooLarge)?;
    }
    Ok(())
}

fn book_cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        #[expect(
            clippy::cast_precision_loss,
            reason = "a workbook has no larger integers"
        )]
        DataRef::Int(n) => Cell::Number(*n as f64),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::String(text) | DataRef::DurationIso(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Bool(yes) => Cell::Text(if *yes { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(at) if at.is_duration() => Cell::Number(at.as_f64()),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            // A time of day alone: a part of day 0.
            if at.as_f64() < 1.0 {
                return Cell::Number(at.as_f64());
            }
            NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
                .map_or_else(|| Cell::Broken(at.as_f64().to_string()), Cell::Date)
        }
        DataRef::DateTimeIso(text) => text
            .get(..10)
            .and_then(|d| d.parse().ok())
            .map_or_else(|| text_cell(text), Cell::Date),
        DataRef::Error(e) => Cell::Broken(e.to_string()),
    }
}

/// `D17`, as a spreadsheet names a cell; columns count from 0.
pub fn cell_name(column: usize, line: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &line.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workbook's part of so many blanks, that says of itself what it is told to.
    fn bomb(size: usize, said: u32) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        writer
            .start_file("xl/worksheets/sheet1.xml", options)
            .unwrap();
        io::Write::write_all(&mut writer, &vec![b' '; size]).unwrap();
        let mut bytes = writer.finish().unwrap().into_inner();
        let real = u32::try_from(size).unwrap().to_le_bytes();
        for at in 0..bytes.len() - 4 {
            if bytes[at..at + 4] == real {
                bytes[at..at + 4].copy_from_slice(&said.to_le_bytes());
            }
        }
        bytes
    }

    #[test]
    fn a_workbook_that_lies_of_its_size_is_not_unpacked() {
        let honest = bomb(3_000_000, 3_000_000);
        assert!(honest.len() < 100_000);
        assert_eq!(check_unpacked(&honest, 2 << 20), Err(SheetError::TooLarge));
        // The library ends at what was stated, and says so.
        let lie = check_unpacked(&bomb(3_000_000, 7), 2 << 20);
        assert!(matches!(lie, Err(SheetError::Workbook(_))), "{lie:?}");
        assert_eq!(check_unpacked(&bomb(1_000_000, 1_000_000), 2 << 20), Ok(()));
    }

    fn text(t: &str) -> Cell {
        Cell::Text(t.to_owned())
    }

    #[test]
    fn a_csv_is_read_whatever_separates_it() {
        for file in [
            "code,name\r\n\r\n001,\"A, B\"\r\n",
            "\u{feff}code;name\n\n001;A, B\n",
            "code\tname\n\n001\tA, B",
        ] {
            let sheet = read(file.as_bytes(), Kind::Outlets, None, None).unwrap();
            assert_eq!(sheet.headings, ["code", "name"]);
            assert_eq!(
                sheet.lines,
                [Line {
                    line: 3,
                    cells: vec![text("001"), text("A, B")]
                }]
            );
        }
    }

    #[test]
    fn a_heading_with_a_comma_in_quotes_does_not_hide_the_separator() {
        let file = "code;name;\"lat,lng\"\n1;A;21,105\n";
        let sheet = read(file.as_bytes(), Kind::Outlets, None, None).unwrap();
        assert_eq!(sheet.headings, ["code", "name", "lat,lng"]);
    }

    #[test]
    fn accents_come_out_composed_and_blanks_single() {
        assert_eq!(
            tidy(" Ta\u{323}p  ho\u{301}a\u{a0}Hoa\u{300} "),
            "T\u{1ea1}p h\u{f3}a Ho\u{e0}"
        );
        assert_eq!(tidy("\u{feff}x\u{200b}"), "x");
    }

    #[test]
    fn another_encoding_is_refused_with_what_to_do_or_read_when_named() {
        let (bytes, ..) = encoding_rs::GB18030.encode("编码,名称\n1,小店\n");
        assert_eq!(
            read(&bytes, Kind::Outlets, None, None),
            Err(SheetError::NotUtf8(1))
        );
        let sheet = read(&bytes, Kind::Outlets, None, Some("gb18030")).unwrap();
        assert_eq!(sheet.headings, ["编码", "名称"]);
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("code\nä\n".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(
            read(&utf16, Kind::Reps, None, None).unwrap().lines[0].cells,
            [text("ä")]
        );
    }

    #[test]
    fn a_workbook_gives_numbers_dates_and_its_own_sheet() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet()
            .set_name("Notes")
            .unwrap()
            .write(0, 0, "hello")
            .unwrap();
        let sheet = book.add_worksheet().set_name("Tuyến").unwrap();
        let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
        sheet.write(2, 1, "a").unwrap();
        sheet.write(2, 2, "b").unwrap();
        sheet.write(4, 1, 17).unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let cell = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 3, 2).unwrap();
        sheet
            .write_datetime_with_format(4, 2, &cell, &date)
            .unwrap();
        // A cell at the end of the world costs nothing.
        sheet.write(1_000_000, 1, "last").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let read = read(&bytes, Kind::Routes, None, None).unwrap();
        assert_eq!(read.headings, ["", "a", "b"]);
        assert_eq!(
            read.lines[0],
            Line {
                line: 5,
                cells: vec![Cell::Empty, Cell::Number(17.0), Cell::Date(day)]
            }
        );
        assert_eq!(read.lines[1].line, 1_000_001);
    }

    #[test]
    fn what_is_no_table_says_what_to_do() {
        assert_eq!(read(b"", Kind::Reps, None, None), Err(SheetError::Empty));
        assert!(matches!(
            read(b"PK\x03\x04junk", Kind::Reps, None, None),
            Err(SheetError::Workbook(_))
        ));
        assert_eq!(
            read(&[0xd0, 0xcf, 0x11, 0xe0], Kind::Reps, None, None),
            Err(SheetError::OldWorkbook)
        );
    }

    #[test]
    fn cells_are_named_as_a_spreadsheet_does() {
        assert_eq!(cell_name(0, 1), "A1");
        assert_eq!(cell_name(25, 2), "Z2");
        assert_eq!(cell_name(26, 3), "AA3");
        assert_eq!(cell_name(701, 9), "ZZ9");
        assert_eq!(cell_name(702, 9), "AAA9");
    }
}
