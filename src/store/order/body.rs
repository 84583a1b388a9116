//! What an order asks for, as a phone or a desk says it. Integers only: quantities in thousandths,
//! money in minor units, one half-up rounding per line. What it costs is `price`'s.

use chrono::{DateTime, Utc};
use fieldbeat_trade::stock::quantity::milli;
use serde_json::Value;

use crate::store::upsert::Fault;

/// More lines than any shop orders.
pub const LINES_MAX: usize = 500;
/// 10^11 − 1 thousandths: `numeric(14, 3)`.
const QUANTITY_MILLI_MAX: i64 = 99_999_999_999_999;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutletRef {
    Code(String),
    Id(i32),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub product_code: String,
    pub product_name: String,
    pub quantity_milli: i64,
    pub unit: String,
    /// As the phone knew it.
    pub unit_price_minor: Option<i64>,
}

impl Line {
    /// Quantity × the phone's price.
    pub fn said_minor(&self) -> Option<i64> {
        let exact = i128::from(self.quantity_milli) * i128::from(self.unit_price_minor?);
        i64::try_from((exact + 500) / 1000).ok()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderBody {
    /// `None`: that of the visit.
    pub outlet: Option<OutletRef>,
    pub currency: String,
    pub note: Option<String>,
    /// Paid on the spot.
    pub cash: bool,
    pub lines: Vec<Line>,
    /// What the customer was told to pay, tax and schemes included.
    pub promised_minor: Option<i64>,
    /// When the phone last had the catalogue.
    pub book_at: Option<DateTime<Utc>>,
}

impl OrderBody {
    /// Quantity × price of all lines, where the phone gave every price.
    pub fn said_minor(&self) -> Option<i64> {
        (self.lines.iter()).try_fold(0i64, |sum, l| sum.checked_add(l.said_minor()?))
    }
}

/// The outlet that the body of a record names; a fault's code where that is none.
pub fn outlet(body: &Value) -> Result<Option<OutletRef>, &'static str> {
    match body.get("outlet") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(code)) if !code.is_empty() => Ok(Some(OutletRef::Code(code.clone()))),
        Some(id) => {
            let id = id.as_i64().and_then(|i| i32::try_from(i).ok());
            id.map(|id| Some(OutletRef::Id(id))).ok_or("invalid")
        }
    }
}

/// Reads a body; all faults at once. An absent currency is the company's.
pub fn read(body: &Value, company_currency: &str) -> Result<OrderBody, Vec<Fault>> {
    let mut faults = Vec::new();
    let outlet = outlet(body).unwrap_or_else(|code| {
        faults.push(Fault::new("/outlet", code));
        None
    });
    let currency = match body.get("currency") {
        None | Some(Value::Null) => company_currency.to_owned(),
        Some(Value::String(c)) if c == company_currency => c.clone(),
        Some(_) => {
            faults.push(Fault::new("/currency", "unknown"));
            String::new()
        }
    };
    let note = match body.get("note") {
        Some(Value::String(n)) if n.chars().count() <= 2_000 => Some(n.replace('\0', "")),
        None | Some(Value::Null) => None,
        Some(_) => {
            faults.push(Fault::new("/note", "invalid"));
            None
        }
    };
    let mut lines = Vec::new();
    match body.get("lines").and_then(Value::as_array) {
        None => faults.push(Fault::new("/lines", "required")),
        Some(rows) if rows.is_empty() => faults.push(Fault::new("/lines", "required")),
        Some(rows) if rows.len() > LINES_MAX => faults.push(Fault::new("/lines", "too_many")),
        Some(rows) => lines.extend(
            rows.iter()
                .enumerate()
                .filter_map(|(i, row)| read_line(i, row, &mut faults)),
        ),
    }
    if lines.iter().all(|l| l.said_minor().is_some())
        && (lines.iter())
            .try_fold(0i64, |sum, l| sum.checked_add(l.said_minor()?))
            .is_none()
    {
        faults.push(Fault::new("/lines", "out_of_range"));
    }
    let cash = match body.get("cash") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(cash)) => *cash,
        Some(_) => {
            faults.push(Fault::new("/cash", "invalid"));
            false
        }
    };
    let promised_minor = match body.get("total_minor") {
        None | Some(Value::Null) => None,
        Some(total) => {
            let total = total.as_i64().filter(|t| *t >= 0);
            if total.is_none() {
                faults.push(Fault::new("/total_minor", "out_of_range"));
            }
            total
        }
    };
    let book_at = match body.get("book_at") {
        None | Some(Value::Null) => None,
        Some(at) => {
            let at = (at.as_str()).and_then(|t| DateTime::parse_from_rfc3339(t).ok());
            if at.is_none() {
                faults.push(Fault::new("/book_at", "invalid"));
            }
            at.map(|t| t.to_utc())
        }
    };
    if faults.is_empty() {
        Ok(OrderBody {
            outlet,
            currency,
            note,
            cash,
            lines,
            promised_minor,
            book_at,
        })
    } else {
        Err(faults)
    }
}

fn read_line(index: usize, row: &Value, faults: &mut Vec<Fault>) -> Option<Line> {
    let before = faults.len();
    let mut fault = |name: &str, code: &'static str| {
        faults.push(Fault::new(format!("/lines/{index}/{name}"), code));
    };
    let product_code = match row.get("product_code") {
        Some(Value::String(s)) if !s.is_empty() && s.len() <= 64 && !s.contains('\0') => s.clone(),
        Some(_) => {
            fault("product_code", "invalid");
            String::new()
        }
        None => {
            fault("product_code", "required");
            String::new()
        }
    };
    let text = |name: &str, default: &str| {
        let given = row.get(name).and_then(Value::as_str).unwrap_or(default);
        given
            .chars()
            .filter(|c| *c != '\0')
            .take(200)
            .collect::<String>()
    };
    let (product_name, unit) = (text("product_name", ""), text("unit", "piece"));
    let quantity_milli = match row.get("quantity") {
        Some(Value::Number(n)) => milli(&n.to_string()),
        Some(Value::String(s)) => milli(s),
        _ => None,
    };
    let quantity_milli = quantity_milli.filter(|q| (1..=QUANTITY_MILLI_MAX).contains(q));
    if quantity_milli.is_none() {
        fault("quantity", "out_of_range");
    }
    let unit_price_minor = match row.get("unit_price_minor") {
        None | Some(Value::Null) => None,
        Some(price) => {
            let price = price.as_i64().filter(|p| *p >= 0);
            if price.is_none() {
                fault("unit_price_minor", "out_of_range");
            }
            price
        }
    };
    let line = Line {
        product_code,
        product_name,
        quantity_milli: quantity_milli?,
        unit,
        unit_price_minor,
    };
    if unit_price_minor.is_some() && line.said_minor().is_none() {
        fault("unit_price_minor", "out_of_range");
    }
    (faults.len() == before).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_order_adds_up_in_integers() {
        let body = json!({"outlet": "HN-1", "currency": "VND", "lines": [
            {"product_code": "A", "product_name": "Sữa", "quantity": "2.500", "unit": "carton", "unit_price_minor": 333_333},
            {"product_code": "B", "quantity": 3, "unit_price_minor": 1_000}]});
        let order = read(&body, "VND").unwrap();
        assert_eq!(order.lines[0].said_minor(), Some(833_333)); // 833 332.5 rounds half up
        assert_eq!(order.said_minor(), Some(836_333));
    }

    #[test]
    fn all_faults_are_named_at_once() {
        let body = json!({"outlet": 1.5, "currency": "USD", "lines": [{"quantity": 0, "unit_price_minor": -1}]});
        let pointers: Vec<_> = read(&body, "VND")
            .unwrap_err()
            .into_iter()
            .map(|f| f.pointer.into_owned())
            .collect();
        assert_eq!(
            pointers,
            [
                "/outlet",
                "/currency",
                "/lines/0/product_code",
                "/lines/0/quantity",
                "/lines/0/unit_price_minor"
            ]
        );
    }
}
