//! Money and quantities as papers tell them: the currency's own decimals, the reader's separators.

use fieldbeat_domain::kpi::Language;
use fieldbeat_trade::currency::digits;

use super::spelled;

/// How amounts of one currency are told in one language.
#[derive(Clone, Debug)]
pub struct Teller {
    pub language: Language,
    pub currency: String,
}

impl Teller {
    /// `1.250.000`: for columns, which need no sign of the currency.
    pub fn plain(&self, minor: i64) -> String {
        let places = digits(&self.currency);
        let (whole, rest) = spelled::parts(minor, places);
        let digits = places as usize;
        let rest = (digits > 0).then(|| format!("{rest:0digits$}"));
        self.number(minor < 0, whole, rest.as_deref())
    }

    /// `1.250.000 ₫`: for sums.
    pub fn money(&self, minor: i64) -> String {
        let sign = match self.currency.as_str() {
            "VND" => "₫",
            code => code,
        };
        format!("{}\u{a0}{sign}", self.plain(minor))
    }

    /// The same in words.
    pub fn words(&self, minor: i64) -> String {
        spelled::money(minor, &self.currency, self.language)
    }

    /// Thousandths as a decimal without trailing zeros.
    pub fn quantity(&self, milli: i64) -> String {
        let (whole, rest) = spelled::parts(milli, 3);
        let rest = format!("{rest:03}");
        let rest = rest.trim_end_matches('0');
        self.number(milli < 0, whole, (!rest.is_empty()).then_some(rest))
    }

    fn number(&self, negative: bool, whole: u64, rest: Option<&str>) -> String {
        let (group, point) = match self.language {
            Language::Vi => ('.', ','),
            Language::En | Language::Zh => (',', '.'),
        };
        let digits = whole.to_string();
        let mut out = String::new();
        if negative {
            out.push('−');
        }
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(group);
            }
            out.push(digit);
        }
        if let Some(rest) = rest {
            out.push(point);
            out.push_str(rest);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_currency_has_its_own_decimals_and_every_language_its_separators() {
        let told = |language, currency: &str, minor| {
            let currency = currency.to_owned();
            Teller { language, currency }.money(minor)
        };
        assert_eq!(told(Language::Vi, "VND", 1_250_000), "1.250.000\u{a0}₫");
        assert_eq!(told(Language::En, "VND", -999), "−999\u{a0}₫");
        assert_eq!(told(Language::Zh, "CNY", 123_456), "1,234.56\u{a0}CNY");
        assert_eq!(told(Language::Vi, "USD", 5), "0,05\u{a0}USD");
        assert_eq!(told(Language::En, "KWD", 1_005), "1.005\u{a0}KWD");
    }

    #[test]
    fn quantities_lose_their_zeros_only() {
        let teller = Teller {
            language: Language::Vi,
            currency: "VND".into(),
        };
        assert_eq!(teller.quantity(2_000), "2");
        assert_eq!(teller.quantity(1_234_500), "1.234,5");
        assert_eq!(teller.quantity(-250), "−0,25");
    }
}
