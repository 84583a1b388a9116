//! The body of a field record of kind `stock_count`. Lines that cannot be read are named and left out:
//! one bad line costs that line, since shelves cannot be counted a second time.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use fieldbeat_trade::stock::{
    quantity::{MILLI_MAX, milli},
    shelf::Lot,
};
use serde_json::Value;

use crate::store::upsert::{Fault, TEXT_MAX};

/// More products than any shelf has.
pub const LINES_MAX: usize = 500;
const NOTE_MAX: usize = 2_000;

/// A product as the catalogue knows it.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: i32,
    pub units: BTreeMap<String, i32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub product: i32,
    pub unit: String,
    pub quantity_milli: i64,
    /// In the base unit.
    pub milli: i64,
    pub lot: Lot,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountBody {
    pub note: Option<String>,
    pub lines: Vec<Line>,
    /// Of the lines left out.
    pub faults: Vec<Fault>,
}

/// The codes of products that a body names.
pub fn codes(body: &Value) -> impl Iterator<Item = &str> {
    let lines = body.get("lines").and_then(Value::as_array);
    let lines = lines.into_iter().flatten().take(LINES_MAX);
    lines.filter_map(|l| l.get("product_code")?.as_str())
}

/// Reads a body; a fault where nothing in it can be used.
pub fn read(body: &Value, products: &BTreeMap<String, Known>) -> Result<CountBody, Vec<Fault>> {
    let rows = match body.get("lines").and_then(Value::as_array) {
        Some(rows) if rows.len() > LINES_MAX => return Err(vec![Fault::new("/lines", "too_many")]),
        Some(rows) if !rows.is_empty() => rows,
        _ => return Err(vec![Fault::new("/lines", "required")]),
    };
    let mut count = CountBody {
        note: body.get("note").and_then(Value::as_str).map(|note| {
            let readable = note.trim().chars().filter(|c| *c != '\0');
            readable.take(NOTE_MAX).collect()
        }),
        ..CountBody::default()
    };
    for (i, row) in rows.iter().enumerate() {
        match line(row, products) {
            Ok(line) => count.lines.push(line),
            Err((name, code)) => {
                let pointer = format!("/lines/{i}/{name}");
                count.faults.push(Fault::new(pointer, code));
            }
        }
    }
    if count.lines.is_empty() {
        return Err(count.faults);
    }
    Ok(count)
}

fn line(
    row: &Value,
    products: &BTreeMap<String, Known>,
) -> Result<Line, (&'static str, &'static str)> {
    let code = row.get("product_code").and_then(Value::as_str);
    let product = products
        .get(code.ok_or(("product_code", "required"))?)
        .ok_or(("product_code", "unknown_product"))?;
    let unit = match row.get("unit") {
        None | Some(Value::Null) => product.units.iter().find(|(_, n)| **n == 1),
        Some(unit) => unit.as_str().and_then(|u| product.units.get_key_value(u)),
    };
    let (unit, pieces) = unit.ok_or(("unit", "unknown_unit"))?;
    let out = match row.get("out_of_stock") {
        None | Some(Value::Null) => false,
        Some(out) => out.as_bool().ok_or(("out_of_stock", "invalid"))?,
    };
    let quantity_milli = match row.get("quantity") {
        None | Some(Value::Null) if out => Some(0),
        None | Some(Value::Null) => return Err(("quantity", "required")),
        Some(Value::Number(n)) => milli(&n.to_string()),
        Some(text) => text.as_str().and_then(milli),
    };
    let quantity_milli = quantity_milli.ok_or(("quantity", "out_of_range"))?;
    if out && quantity_milli > 0 {
        return Err(("out_of_stock", "contradicts_quantity"));
    }
    let base = quantity_milli.checked_mul(i64::from(*pieces));
    let base = base.filter(|m| *m <= MILLI_MAX);
    let batch = match row.get("batch") {
        None | Some(Value::Null) => String::new(),
        Some(batch) => (batch.as_str().map(str::trim))
            .filter(|b| b.chars().count() <= TEXT_MAX && !b.contains('\0'))
            .ok_or(("batch", "invalid"))?
            .to_owned(),
    };
    let expires_on = match row.get("expiry") {
        None | Some(Value::Null) => None,
        Some(date) => {
            let date = date.as_str().and_then(|d| d.parse::<NaiveDate>().ok());
            Some(date.ok_or(("expiry", "invalid"))?)
        }
    };
    Ok(Line {
        product: product.id,
        unit: unit.clone(),
        quantity_milli,
        milli: base.ok_or(("quantity", "out_of_range"))?,
        lot: Lot { batch, expires_on },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn products() -> BTreeMap<String, Known> {
        let units = BTreeMap::from([("can".to_owned(), 1), ("case".to_owned(), 24)]);
        BTreeMap::from([("BEER".to_owned(), Known { id: 7, units })])
    }

    #[test]
    fn a_line_is_in_the_base_unit_whatever_it_was_counted_in() {
        let body = json!({"note": " half a shelf ", "lines": [
            {"product_code": "BEER", "unit": "case", "quantity": "1.5", "batch": "L1", "expiry": "2026-12-01"},
            {"product_code": "BEER", "quantity": 5},
            {"product_code": "BEER", "out_of_stock": true}]});
        let count = read(&body, &products()).unwrap();
        let milli: Vec<_> = count.lines.iter().map(|l| (&*l.unit, l.milli)).collect();
        assert_eq!(milli, [("case", 36_000), ("can", 5_000), ("can", 0)]);
        assert_eq!(count.lines[0].lot.expires_on, "2026-12-01".parse().ok());
        assert_eq!(count.note.as_deref(), Some("half a shelf"));
        assert!(count.faults.is_empty());
    }

    #[test]
    fn a_bad_line_costs_itself_and_is_named() {
        let mut lines: Vec<Value> = vec![
            json!({"quantity": 1}),
            json!({"product_code": "TEA", "quantity": 1}),
            json!({"product_code": "BEER", "unit": "barrel", "quantity": 1}),
            json!({"product_code": "BEER"}),
            json!({"product_code": "BEER", "quantity": -1}),
            json!({"product_code": "BEER", "quantity": 1, "out_of_stock": true}),
            json!({"product_code": "BEER", "quantity": 1, "expiry": "soon"}),
        ];
        let named = [
            "/lines/0/product_code required",
            "/lines/1/product_code unknown_product",
            "/lines/2/unit unknown_unit",
            "/lines/3/quantity required",
            "/lines/4/quantity out_of_range",
            "/lines/5/out_of_stock contradicts_quantity",
            "/lines/6/expiry invalid",
        ];
        let told = |faults: &[Fault]| -> Vec<String> {
            faults
                .iter()
                .map(|f| format!("{} {}", f.pointer, f.code))
                .collect()
        };
        let faults = read(&json!({ "lines": lines }), &products()).unwrap_err();
        assert_eq!(told(&faults), named);
        lines.push(json!({"product_code": "BEER", "quantity": 2}));
        let count = read(&json!({ "lines": lines }), &products()).unwrap();
        assert_eq!(
            (count.lines.len(), told(&count.faults)),
            (1, named.map(str::to_owned).to_vec())
        );
    }
}
