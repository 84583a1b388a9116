//! A sheet as rows of what each column says, and what is wrong with them.

use std::collections::{BTreeMap, HashSet};

use super::{
    cells::{self, Said, is_code},
    headings,
    kind::{Field, Kind, Options},
    sheet::{Cell, Line, Sheet, cell_name},
};

/// A row of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub line: u32,
    pub said: BTreeMap<Field, Said>,
}

impl Row {
    pub fn said(&self, field: Field) -> &Said {
        self.said.get(&field).unwrap_or(&Said::Keep)
    }

    pub fn text(&self, field: Field) -> Option<&str> {
        self.said(field).text()
    }
}

/// Something wrong with a row, or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub line: u32,
    pub field: Field,
    pub is_error: bool,
    /// Stable; see [`text`].
    pub code: &'static str,
    /// What stands there.
    pub value: String,
}

/// A file that was read.
#[derive(Debug, Default)]
pub struct Table {
    pub rows: Vec<Row>,
    pub faults: Vec<Fault>,
    /// Column of each field.
    places: BTreeMap<Field, usize>,
    headings: Vec<String>,
    bad: HashSet<u32>,
}

impl Table {
    pub fn error(&mut self, line: u32, field: Field, code: &'static str, value: impl Into<String>) {
        self.bad.insert(line);
        self.faults.push(Fault {
            line,
            field,
            is_error: true,
            code,
            value: value.into(),
        });
    }

    pub fn warning(
        &mut self,
        line: u32,
        field: Field,
        code: &'static str,
        value: impl Into<String>,
    ) {
        self.faults.push(Fault {
            line,
            field,
            is_error: false,
            code,
            value: value.into(),
        });
    }

    pub fn is_bad(&self, line: u32) -> bool {
        self.bad.contains(&line)
    }

    pub fn bad_rows(&self) -> usize {
        self.bad.len()
    }

    /// Where a fault is: cell and heading. A latitude may stand in the cell of a position.
    pub fn place(&self, fault: &Fault) -> Option<(String, &str)> {
        let column = self.places.get(&fault.field).or_else(|| {
            matches!(fault.field, Field::Lat | Field::Lng)
                .then(|| self.places.get(&Field::Position))
                .flatten()
        })?;
        let heading = self.headings.get(*column).map_or("", String::as_str);
        Some((cell_name(*column, fault.line), heading))
    }
}

/// Reads every cell by its column.
pub fn read(
    kind: Kind,
    sheet: Sheet,
    mapping: &BTreeMap<String, Option<String>>,
    options: &Options,
) -> Result<Table, headings::HeadingError> {
    let columns = headings::columns(kind, &sheet.headings, mapping)?;
    let mut table = Table {
        places: columns
            .iter()
            .enumerate()
            .filter_map(|(place, field)| Some((field.as_ref().copied()?, place)))
            .collect(),
        headings: sheet.headings,
        ..Table::default()
    };
    table.rows.reserve(sheet.lines.len());
    for line in sheet.lines {
        let row = read_row(&mut table, &columns, &line, options);
        for key in kind.keys() {
            if row.text(*key).is_none() && !table.is_bad(row.line) {
                table.error(row.line, *key, "required", "");
            }
        }
        table.rows.push(row);
    }
    Ok(table)
}

fn read_row(table: &mut Table, columns: &[Option<Field>], line: &Line, options: &Options) -> Row {
    let mut row = Row {
        line: line.line,
        said: BTreeMap::new(),
    };
    for (field, cell) in columns.iter().zip(&line.cells) {
        let Some(field) = *field else { continue };
        // A position in the column of latitudes.
        if field == Field::Lat
            && let Cell::Text(text) = cell
            && cells::value(Field::Lat, text).is_err()
            && text.contains([' ', ',', ';'])
        {
            read_position(table, &mut row, text);
            continue;
        }
        match cells::read(field, cell) {
            Ok(Said::Keep) => {}
            Ok(Said::Set(_)) if field == Field::Position => {
                if let Cell::Text(text) = cell {
                    read_position(table, &mut row, text);
                }
            }
            Ok(Said::Set(code)) if is_code(field) => {
                row.said
                    .insert(field, Said::Set(padded(code, options.code_width)));
            }
            Ok(said) => {
                row.said.insert(field, said);
            }
            Err("not_a_position" | "lat_lng_swapped" | "out_of_range" | "not_a_number")
                if field == Field::Position =>
            {
                if let Cell::Text(text) = cell {
                    read_position(table, &mut row, text);
                } else {
                    table.error(line.line, field, "not_a_position", shown(cell));
                }
            }
            Err(code) => table.error(line.line, field, code, shown(cell)),
        }
    }
    check_pin(table, &row);
    row
}

fn read_position(table: &mut Table, row: &mut Row, text: &str) {
    match cells::position(text) {
        Ok((lat, lng)) => {
            row.said.insert(Field::Lat, Said::Set(lat));
            row.said.insert(Field::Lng, Said::Set(lng));
        }
        Err(code) => table.error(row.line, Field::Lat, code, text),
    }
}

fn check_pin(table: &mut Table, row: &Row) {
    if table.is_bad(row.line) {
        return;
    }
    match (row.text(Field::Lat), row.text(Field::Lng)) {
        (Some("0"), Some("0")) => table.error(row.line, Field::Lat, "zero_position", "0,0"),
        (Some(_), None) => table.error(row.line, Field::Lng, "required", ""),
        (None, Some(_)) => table.error(row.line, Field::Lat, "required", ""),
        _ => {}
    }
}

fn padded(code: String, width: Option<u8>) -> String {
    match width.map(usize::from) {
        Some(width) if code.len() < width && code.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{code:0>width$}")
        }
        _ => code,
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Broken(text) => text.chars().take(80).collect(),
        Cell::Number(n) => n.to_string(),
        Cell::Date(date) => date.to_string(),
    }
}

/// What a code says, in English; the page says it in the reader's language.
pub fn text(code: &str) -> &'static str {
    match code {
        "required" => "is missing",
        "error_value" => "the cell holds an error or something too long; correct it",
        "code_is_a_number" => {
            "the spreadsheet has rounded this code; format the column as text and enter it again"
        }
        "is_a_date" => {
            "the spreadsheet has made a date of this; format the column as text and enter it again"
        }
        "too_long" => "is too long",
        "not_a_number" => "is not a number",
        "not_a_whole_number" => "is not a whole number",
        "out_of_range" => "is out of range",
        "lat_lng_swapped" => "latitude and longitude are the wrong way round",
        "not_a_position" => "is not a position; write latitude, then longitude: 21.0285,105.8542",
        "zero_position" => "0,0 is no shop; leave both empty for an outlet without a pin",
        "invalid_date" => "is not a date; write 2026-03-31 or 31/03/2026",
        "invalid_window" => "is not a time window; write 08:00-10:30",
        "unknown_weekday" => "is not a list of weekdays; write mon,thu or 2,5",
        "unknown_pattern" => "is not a visit pattern; write F4, F2, 2.1 …",
        "invalid_pattern" => "is not a visit pattern",
        "anchor_not_monday" => "the anchor of a cycle must be a Monday",
        "too_few_weekdays" => "this pattern needs more weekdays",
        "repeated" => "the same row stands further up",
        "ambiguous_code" => {
            "several codes differ from this only in leading zeros; write it in full, as text"
        }
        "zeros_restored" => "leading zeros were lost and have been put back",
        "code_taken" => "this code belongs to somebody else's unit",
        "erp_owned" => "this is the ERP's; it is changed there",
        "unknown_org_unit" => "there is no such org unit in your part of the company",
        "unknown_customer" => "this customer belongs to somebody else's unit",
        "unknown_login" => "there is no such login in your part of the company",
        "unknown_rep" => "there is no such rep in your part of the company",
        "unknown_outlet" => "there is no such outlet in your part of the company",
        "unit_created" => "a new org unit will be made",
        "outlet_closed" => "this outlet is closed",
        "differs_from_above" => "another row of the same route or price list says otherwise",
        "overlaps" => "another row of this outlet on this route holds on the same dates",
        "ends_before_it_begins" => "the last date is before the first",
        "is_a_fraction" => {
            "the workbook holds a fraction here; format the column as text and write 8 for 8 %"
        }
        "invalid_units" => {
            "is not a list of units with one that counts 1; write piece=1; carton=24"
        }
        "not_yes_or_no" => "is neither yes nor no",
        "not_an_amount" => {
            "could be two amounts; write digits and at most one decimal point: 12000 or 12.50"
        }
        "too_many_places" => "has more places than the currency; write digits without separators",
        "not_a_quantity" => "is not a quantity; write 12 or 2.5, with at most three places",
        "unknown_partner" => "there is no such partner",
        "unknown_product" => "there is no such product",
        "unknown_unit" => "the product has no such unit",
        "unknown_location" => "there is no such warehouse or van in your part of the company",
        "counted_by_reps" => "what an outlet has is counted by reps in visits",
        "one_holder" => "a price list is for one customer, one class or one partner",
        "count_incomplete" => {
            "another row of this product at this place is bad, so its count would be incomplete"
        }
        "already_over" => "this row is over; nothing was done",
        _ => "cannot be read",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::sheet;

    fn table(kind: Kind, csv: &str, options: &Options) -> Table {
        let sheet = sheet::read(csv.as_bytes(), kind, None, None).unwrap();
        read(kind, sheet, &BTreeMap::new(), options).unwrap()
    }

    #[test]
    fn faults_name_line_cell_and_heading() {
        let file = "code,name,lat,lng\nA,Shop,21.0,105.8\nB,Shop,21.0,\n,Shop,,\nC,Shop,abc,200\n";
        let table = table(Kind::Outlets, file, &Options::default());
        let found: Vec<_> = table
            .faults
            .iter()
            .map(|f| (table.place(f).unwrap(), f.code, f.value.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (("D3".to_owned(), "lng"), "required", ""),
                (("A4".to_owned(), "code"), "required", ""),
                (("C5".to_owned(), "lat"), "not_a_number", "abc"),
                (("D5".to_owned(), "lng"), "out_of_range", "200"),
            ]
        );
        assert_eq!((table.rows.len(), table.bad_rows()), (4, 3));
    }

    #[test]
    fn a_position_may_stand_in_one_cell_under_either_heading() {
        for heading in ["\"lat,lng\"", "Toạ độ", "坐标", "lat"] {
            let file = format!("code;{heading}\n1;21.03, 105.85\n2;105.85, 21.03\n3;\n");
            let table = table(Kind::Outlets, &file, &Options::default());
            assert_eq!(table.rows[0].text(Field::Lat), Some("21.03"), "{heading}");
            assert_eq!(table.rows[0].text(Field::Lng), Some("105.85"), "{heading}");
            assert_eq!(table.rows[2].text(Field::Lat), None);
            assert_eq!(table.faults.len(), 1, "{heading} {:?}", table.faults);
            assert_eq!(table.faults[0].code, "lat_lng_swapped");
            assert_eq!(table.place(&table.faults[0]).unwrap().0, "B3");
        }
    }

    #[test]
    fn digits_are_filled_up_where_a_width_is_given() {
        let options = Options {
            code_width: Some(6),
            ..Options::default()
        };
        let table = table(
            Kind::Outlets,
            "code,customer_code\n42,A7\n1234567,7\n",
            &options,
        );
        let codes: Vec<_> = table
            .rows
            .iter()
            .map(|r| (r.text(Field::Code), r.text(Field::CustomerCode)))
            .collect();
        assert_eq!(
            codes,
            [
                (Some("000042"), Some("A7")),
                (Some("1234567"), Some("000007"))
            ]
        );
    }
}
