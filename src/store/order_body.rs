//! The body of a field record of kind `order`, read and added up. Integers only: quantities in
//! thousandths, money in minor units, one half-up rounding per line.

use serde_json::Value;

use super::upsert::Fault;

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
    pub unit_price_minor: i64,
    pub total_minor: i64,
}

impl Line {
    /// As `numeric(14, 3)`.
    pub fn quantity_text(&self) -> String {
        format!(
            "{}.{:03}",
            self.quantity_milli / 1000,
            self.quantity_milli % 1000
        )
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderBody {
    /// `None`: that of the visit.
    pub outlet: Option<OutletRef>,
    pub currency: String,
    pub note: Option<String>,
    pub lines: Vec<Line>,
    pub total_minor: i64,
}

/// Reads a body; all faults at once. An absent currency is the company's.
pub fn read(body: &Value, company_currency: &str) -> Result<OrderBody, Vec<Fault>> {
    let mut faults = Vec::new();
    let outlet = match body.get("outlet") {
        None | Some(Value::Null) => None,
        Some(Value::String(code)) if !code.is_empty() => Some(OutletRef::Code(code.clone())),
        Some(id) => {
            let id = id.as_i64().and_then(|i| i32::try_from(i).ok());
            if id.is_none() {
                faults.push(Fault::new("/outlet", "invalid"));
            }
            id.map(OutletRef::Id)
        }
    };
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
    let total_minor = lines
        .iter()
        .try_fold(0i64, |sum, l| sum.checked_add(l.total_minor))
        .unwrap_or_else(|| {
            faults.push(Fault::new("/lines", "out_of_range"));
            0
        });
    if faults.is_empty() {
        Ok(OrderBody {
            outlet,
            currency,
            note,
            lines,
            total_minor,
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
    let unit_price_minor = row
        .get("unit_price_minor")
        .and_then(Value::as_i64)
        .filter(|p| *p >= 0);
    if unit_price_minor.is_none() {
        fault("unit_price_minor", "out_of_range");
    }
    let (quantity_milli, unit_price_minor) = (quantity_milli?, unit_price_minor?);
    let total = (i128::from(quantity_milli) * i128::from(unit_price_minor) + 500) / 1000;
    let Ok(total_minor) = i64::try_from(total) else {
        fault("unit_price_minor", "out_of_range");
        return None;
    };
    (faults.len() == before).then_some(Line {
        product_code,
        product_name,
        quantity_milli,
        unit,
        unit_price_minor,
        total_minor,
    })
}

/// A plain decimal with at most three places, in thousandths.
fn milli(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = part.trim_end_matches('0');
    if part.len() > 3
        || whole.is_empty()
        || !(whole.bytes().chain(part.bytes())).all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    whole.checked_mul(1000)?.checked_add(part)
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
        assert_eq!(order.lines[0].total_minor, 833_333); // 833 332.5 rounds half up
        assert_eq!(order.lines[0].quantity_text(), "2.500");
        assert_eq!(order.total_minor, 836_333);
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

    #[test]
    fn quantities_have_at_most_three_places() {
        assert_eq!(milli("1.2345"), None);
        assert_eq!(milli("1.2340"), Some(1234));
        assert_eq!(milli("-1"), None);
        assert_eq!(milli("1e3"), None);
        assert_eq!(milli("99999999999999999999"), None);
    }
}
