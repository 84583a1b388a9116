//! An item of a list as rows of a table, and a row of a table as what its batch takes. A document with lines has a
//! row a line. Knows items as JSON, as the list itself answers them; which columns a list has is `export_lists`'.

use chrono::DateTime;
use chrono_tz::Tz;
use fieldbeat_trade::currency;
use serde_json::Value;

use super::sheet_file::{Cell, Shape};
use crate::imports::{Language, cells, headings::folded, sheet, trade_cells};

/// Whose file it is.
pub struct Context {
    pub language: Language,
    pub zone: Tz,
    /// Places after the point of the company's currency.
    pub digits: u32,
}

/// How a value is shown.
#[derive(Clone, Copy, Debug)]
pub enum As {
    /// A text or a code; what has no kind of its own as it is, several parted by commas.
    Text,
    /// Several texts, parted by commas.
    Texts,
    Date,
    /// Whether.
    Flag,
    Whole,
    /// Thousandths.
    Milli,
    /// A decimal as text.
    Decimal,
    /// Minor units.
    Money,
    /// A moment, in the company's zone.
    Moment,
    /// What has parts, as JSON.
    Json,
}

pub struct Column {
    pub names: [&'static str; 3],
    /// JSON pointer into the item, or into its line.
    pub at: &'static str,
    pub shown: As,
}

/// A list that can be a file.
pub struct List {
    /// Its path.
    pub path: &'static str,
    pub(super) columns: &'static [Column],
    /// Where its lines are, and their columns.
    pub(super) lines: Option<(&'static str, &'static [Column])>,
}

impl List {
    /// Those of an item itself.
    pub fn columns(&self) -> &'static [Column] {
        self.columns
    }

    pub fn head(&self, language: Language) -> Vec<Cell> {
        let lines = self.lines.map_or(&[][..], |(_, columns)| columns);
        let name = |c: &Column| {
            let [en, vi, zh] = c.names;
            let name = match language {
                Language::En => en,
                Language::Vi => vi,
                Language::Zh => zh,
            };
            Cell::Text(name.to_owned())
        };
        self.columns.iter().chain(lines).map(name).collect()
    }

    /// The rows of an item: one, or one a line.
    pub fn rows(&self, item: &Value, context: &Context) -> Vec<Vec<Cell>> {
        let row = |columns: &[Column], of: &Value| -> Vec<Cell> {
            (columns.iter()).map(|c| c.cell(of, context)).collect()
        };
        let own = row(self.columns, item);
        let Some((at, columns)) = self.lines else {
            return vec![own];
        };
        let lines = item.pointer(at).and_then(Value::as_array);
        let none = [Value::Null];
        let lines = lines
            .filter(|l| !l.is_empty())
            .map_or(&none[..], Vec::as_slice);
        (lines.iter())
            .map(|line| [own.clone(), row(columns, line)].concat())
            .collect()
    }
}

impl Column {
    fn cell(&self, of: &Value, context: &Context) -> Cell {
        let Some(value) = of.pointer(self.at).filter(|v| !v.is_null()) else {
            return Cell::Empty;
        };
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let number = value.as_i64().map(|n| n as f64);
        match self.shown {
            As::Text | As::Texts | As::Date | As::Flag => Cell::Text(text(value)),
            As::Json => Cell::Text(value.to_string()),
            As::Whole => number.map_or(Cell::Empty, |n| Cell::Number(n, Shape::Whole)),
            As::Milli => number.map_or(Cell::Empty, |n| Cell::Number(n / 1_000.0, Shape::Quantity)),
            As::Decimal => (value.as_str().and_then(|t| t.parse().ok()))
                .map_or(Cell::Empty, |n| Cell::Number(n, Shape::Quantity)),
            As::Money => number.map_or(Cell::Empty, |n| {
                let unit = 10_f64.powi(i32::try_from(context.digits).unwrap_or_default());
                Cell::Number(n / unit, Shape::Money(context.digits))
            }),
            As::Moment => (value
                .as_str()
                .and_then(|t| DateTime::parse_from_rfc3339(t).ok()))
            .map_or(Cell::Empty, |at| {
                let local = at.with_timezone(&context.zone);
                Cell::Text(local.format("%Y-%m-%d %H:%M:%S").to_string())
            }),
        }
    }
}

impl Column {
    /// Whether a heading of a file means it: what it is called in any language, or in the API.
    pub fn is_meant(&self, heading: &str) -> bool {
        let key = folded(heading);
        let names = self.names.into_iter().chain([self.at]);
        !key.is_empty() && names.into_iter().any(|name| folded(name) == key)
    }

    /// What an item calls it.
    pub fn field(&self) -> &'static str {
        self.at.trim_start_matches('/')
    }

    /// Reads a cell as a file of this list has it: nothing where what is there stays, null where it goes. The error is
    /// a stable code.
    pub fn read(&self, cell: &sheet::Cell, digits: u32) -> Result<Option<Value>, &'static str> {
        let text = match cell {
            sheet::Cell::Empty => return Ok(None),
            sheet::Cell::Broken(_) => return Err("error_value"),
            sheet::Cell::Text(text) if text == "-" => return Ok(Some(Value::Null)),
            // What a spreadsheet shows of a long code or number, whose digits are gone.
            sheet::Cell::Text(text)
                if matches!(self.shown, As::Text | As::Texts) && cells::is_in_exponents(text) =>
            {
                return Err("code_is_a_number");
            }
            sheet::Cell::Text(text) => text.clone(),
            sheet::Cell::Date(date) => match self.shown {
                As::Date => date.to_string(),
                _ => return Err("is_a_date"),
            },
            sheet::Cell::Number(n) => match self.shown {
                // A code of which a workbook made a number may have lost digits.
                As::Text | As::Texts if n.fract() != 0.0 || n.abs() >= cells::EXACT_MAX => {
                    return Err("code_is_a_number");
                }
                _ => n.to_string(),
            },
        };
        let value = match self.shown {
            As::Text => Value::from(text),
            As::Texts => (text.split([',', ';']).map(str::trim))
                .filter(|one| !one.is_empty())
                .collect(),
            As::Date => Value::from(cells::any_date(&text).ok_or("invalid_date")?.to_string()),
            As::Flag => Value::from(trade_cells::yes_or_no(&text).ok_or("not_yes_or_no")? == "yes"),
            As::Whole => Value::from(text.parse::<i64>().map_err(|_| "not_a_number")?),
            As::Milli => Value::from(trade_cells::quantity_milli(&text).ok_or("not_a_quantity")?),
            As::Money => Value::from(currency::minor(&text, digits).ok_or("not_an_amount")?),
            As::Json => serde_json::from_str(&text).map_err(|_| "invalid_json")?,
            As::Decimal | As::Moment => return Err("not_read"),
        };
        Ok(Some(value))
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
