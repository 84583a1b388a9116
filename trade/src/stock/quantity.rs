//! Quantities as people write them, in integers: thousandths, without floating point.

/// Ten million tonnes of anything that is counted in grams.
pub const MILLI_MAX: i64 = 10_000_000_000_000_000;

/// A plain decimal that is not negative and has at most three places, in thousandths.
pub fn milli(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = part.trim_end_matches('0');
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || part.len() > 3 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    let milli = whole.checked_mul(1000)?.checked_add(part)?;
    (milli <= MILLI_MAX).then_some(milli)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_has_at_most_three_places() {
        for (text, read) in [
            ("0", Some(0)),
            ("2", Some(2_000)),
            ("2.500", Some(2_500)),
            ("1.2340", Some(1_234)),
            ("1.2345", None),
            ("-1", None),
            ("1e3", None),
            ("", None),
            (".5", None),
            ("99999999999999999999", None),
            ("10000000000001", None),
        ] {
            assert_eq!(milli(text), read, "{text:?}");
        }
    }
}
