//! The one text of what products, prices and stock are written with: percents, units, amounts,
//! quantities. An amount or a quantity that could be read in two ways is refused, never guessed.

use std::{collections::BTreeMap, fmt::Write};

use fieldbeat_trade::stock::quantity::milli;

/// What parts units and what stands between a unit and its pieces, in the order of writing.
const BETWEEN: [char; 3] = [';', ',', '|'];
const EQUALS: [char; 2] = ['=', ':'];

/// Basis points as percent: `8`, `8.5`.
pub fn percent_text(bp: i32) -> String {
    let (whole, part) = (bp / 100, bp % 100);
    let text = format!("{whole}.{part:02}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `8` · `8 %` · `8,5`, at most two places.
pub fn percent(text: &str) -> Result<String, &'static str> {
    let plain = text.trim_end_matches(['%', '％']).trim().replace(',', ".");
    let bp = basis_points(&plain).ok_or("not_a_number")?;
    if bp > 10_000 {
        return Err("out_of_range");
    }
    Ok(percent_text(bp))
}

/// Of a percent as [`percent`] writes it.
pub fn basis_points(text: &str) -> Option<i32> {
    let milli = milli(text)?;
    (milli % 10 == 0).then(|| i32::try_from(milli / 10).ok())?
}

/// Pieces in one of each unit, the base unit first: `lon=1; thùng=24`. A name that these signs would
/// cut is written as JSON.
pub fn units_text(units: &BTreeMap<String, i32>) -> String {
    let cut = |name: &String| {
        name.contains(BETWEEN)
            || name.contains(EQUALS)
            || name.starts_with('{')
            || name.trim() != name
    };
    if units.keys().any(cut) {
        return serde_json::to_string(units).unwrap_or_default();
    }
    let mut ordered: Vec<_> = units.iter().collect();
    ordered.sort_by_key(|(name, pieces)| (**pieces, name.as_str()));
    let mut text = String::new();
    for (name, pieces) in ordered {
        let between = if text.is_empty() { "" } else { "; " };
        let _ = write!(text, "{between}{name}={pieces}");
    }
    text
}

/// Units as [`units_text`] writes them and as people do: `lon=1, thùng=24` · `lon; thùng:24`.
pub fn units_of(text: &str) -> Option<BTreeMap<String, i32>> {
    if text.starts_with('{') {
        return serde_json::from_str(text).ok();
    }
    let mut units = BTreeMap::new();
    for part in text.split(BETWEEN).map(str::trim).filter(|p| !p.is_empty()) {
        let (name, pieces) = part.split_once(EQUALS).unwrap_or((part, "1"));
        let pieces = pieces.trim().parse::<i32>().ok().filter(|n| *n > 0)?;
        let name = name.trim();
        if name.is_empty() || units.insert(name.to_owned(), pieces).is_some() {
            return None;
        }
    }
    (units.values().filter(|n| **n == 1).count() == 1).then_some(units)
}

pub fn units(text: &str) -> Option<String> {
    units_of(text).map(|units| units_text(&units))
}

pub fn yes_or_no(text: &str) -> Option<String> {
    let yes = ["yes", "y", "true", "1", "x", "có", "是"];
    let no = ["no", "n", "false", "0", "không", "否"];
    let text = text.to_lowercase();
    if yes.contains(&text.as_str()) {
        Some("yes".to_owned())
    } else {
        no.contains(&text.as_str()).then(|| "no".to_owned())
    }
}

/// Digits with at most one point: whether `12,000` is twelve or twelve thousand nobody can tell.
pub fn amount(text: &str) -> Result<String, &'static str> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if digits(whole) && digits(part) {
        Ok(text.to_owned())
    } else if text.starts_with('-') && amount(text.trim_start_matches('-')).is_ok() {
        Err("out_of_range")
    } else {
        Err("not_an_amount")
    }
}

/// Thousandths as a decimal: `2.5`, `-0.125`.
pub fn quantity_text(milli: i64) -> String {
    let sign = if milli < 0 { "-" } else { "" };
    let (whole, part) = (milli.unsigned_abs() / 1000, milli.unsigned_abs() % 1000);
    let text = format!("{sign}{whole}.{part:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Thousandths of a text as [`quantity_text`] writes it.
pub fn quantity_milli(text: &str) -> Option<i64> {
    match text.strip_prefix('-') {
        Some(text) => milli(text).map(|m| -m),
        None => milli(text),
    }
}

/// At most three places after a point. Below zero it is read, since a book may stand there; whether it
/// may be counted is the comparison's matter.
pub fn quantity(text: &str) -> Result<String, &'static str> {
    quantity_milli(text)
        .map(quantity_text)
        .ok_or("not_a_quantity")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents() {
        for (text, read) in [
            ("8", "8"),
            ("8.50 %", "8.5"),
            ("0,25", "0.25"),
            ("0", "0"),
            ("100", "100"),
        ] {
            assert_eq!(percent(text).as_deref(), Ok(read), "{text}");
            assert_eq!(basis_points(read).map(percent_text).as_deref(), Some(read));
        }
        assert_eq!(percent("101"), Err("out_of_range"));
        assert_eq!(percent("0.001"), Err("not_a_number"));
        assert_eq!(percent("-1"), Err("not_a_number"));
    }

    #[test]
    fn units_are_written_in_one_way_and_read_in_some() {
        for text in [
            "lon=1; thùng=24",
            "thùng:24, lon=1",
            "thùng=24|lon",
            "lon=1;thùng = 24;",
        ] {
            assert_eq!(units(text).as_deref(), Some("lon=1; thùng=24"), "{text}");
        }
        for text in [
            "lon=2",
            "lon=1;chai=1",
            "lon=1;lon=1",
            "lon=x",
            "=1",
            "lon=0",
        ] {
            assert_eq!(units(text), None, "{text}");
        }
        let odd = BTreeMap::from([("a=b".to_owned(), 1), ("c;d".to_owned(), 3)]);
        assert_eq!(units_of(&units_text(&odd)), Some(odd));
    }

    #[test]
    fn an_amount_that_could_be_two_is_refused() {
        assert_eq!(amount("12000").as_deref(), Ok("12000"));
        assert_eq!(amount("12.50").as_deref(), Ok("12.50"));
        for text in ["12,000", "12.000.000", "12 000", "đ12", "1.", ""] {
            assert_eq!(amount(text), Err("not_an_amount"), "{text}");
        }
        assert_eq!(amount("-3"), Err("out_of_range"));
    }

    #[test]
    fn quantities_round_trip() {
        for milli in [0, 1, 1_000, 2_500, -125, 10_000_000_000_000_000] {
            assert_eq!(quantity_milli(&quantity_text(milli)), Some(milli));
        }
        assert_eq!(quantity("2.50").as_deref(), Ok("2.5"));
        assert_eq!(quantity("1,5"), Err("not_a_quantity"));
    }
}
