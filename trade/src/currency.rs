//! Amounts of money as people write them, in integers of the currency's smallest unit.

/// Places after the point of a currency (ISO 4217).
pub fn digits(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}

/// A plain decimal that is not negative, with no more places than the currency has: `12000`, `12.50`.
/// `12.000` is no amount of a currency without places: whether it means twelve nobody can tell.
pub fn minor(text: &str, digits: u32) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let plain = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let places = usize::try_from(digits).ok()?;
    if whole.is_empty() || part.len() > places || !plain(whole) || !plain(part) {
        return None;
    }
    let part = format!("{part:0<places$}");
    let part: i64 = if part.is_empty() {
        0
    } else {
        part.parse().ok()?
    };
    let whole: i64 = whole.parse().ok()?;
    whole
        .checked_mul(10_i64.checked_pow(digits)?)?
        .checked_add(part)
}

/// As [`minor`] reads it, with every place of the currency; below zero with a sign.
pub fn text(minor: i64, digits: u32) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let unit = 10_u64.checked_pow(digits).unwrap_or(1);
    let (whole, part) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
    let places = usize::try_from(digits).unwrap_or_default();
    if digits == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part:0places$}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_could_be_two_amounts_is_none() {
        assert_eq!(minor("12000", 0), Some(12_000));
        assert_eq!(minor("12.000", 0), None);
        assert_eq!(minor("12.5", 2), Some(1_250));
        assert_eq!(minor("12.500", 2), None);
        assert_eq!(minor("12,5", 2), None);
        assert_eq!(minor("", 2), None);
        assert_eq!(minor("99999999999999999999", 0), None);
        assert_eq!(text(-5, 2), "-0.05");
    }

    proptest! {
        #[test]
        fn an_amount_is_read_as_it_was_written(minor_units in 0..i64::MAX, digits in 0..5u32) {
            prop_assert_eq!(minor(&text(minor_units, digits), digits), Some(minor_units));
        }
    }
}
