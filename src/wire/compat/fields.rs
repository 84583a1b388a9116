//! Key and value as queries and forms have them, and times in all the ways in which these apps write them.

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeZone};
use fieldbeat_domain::time::{At, CompanyTime};
use serde_json::{Map, Value};

/// From here on an epoch is one of milliseconds, as Traccar has it.
const SECONDS_END: f64 = 2_147_483_647.0;

/// Reads `a=1&b=2`, with `+` and `%20` as blanks; what is not UTF-8 becomes the sign of the unreadable.
pub fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text)
        .map(|(k, v)| (k.into_owned(), v.into_owned()))
        .collect()
}

/// Pairs with the first of a name.
#[derive(Debug)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    pub fn text(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let (_, value) = self.0.iter().find(|(k, _)| k.eq_ignore_ascii_case(name))?;
            let value = value.trim();
            (!value.is_empty()).then_some(value)
        })
    }

    /// `None` where it is absent or no number: a reading beside the position costs no position.
    pub fn number(&self, names: &[&str]) -> Option<f64> {
        self.text(names)?
            .parse()
            .ok()
            .filter(|n: &f64| n.is_finite())
    }

    pub fn truth(&self, names: &[&str]) -> Option<bool> {
        match self.text(names)? {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }

    pub fn to_json(&self) -> Value {
        let text = |(k, v): &(String, String)| (k.clone(), Value::from(v.as_str()));
        Value::Object(self.0.iter().map(text).collect::<Map<_, _>>())
    }
}

/// Epoch seconds or milliseconds, ISO 8601 with a zone, or `yyyy-MM-dd HH:mm:ss` in the company's.
pub fn time(text: &str, company: &CompanyTime) -> Option<At> {
    if let Ok(number) = text.parse::<f64>() {
        return epoch(number);
    }
    if let Some(at) = iso(text) {
        return Some(at);
    }
    let bare = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"];
    let naive = bare
        .iter()
        .find_map(|f| NaiveDateTime::parse_from_str(text, f).ok())?;
    match company.time_zone.from_local_datetime(&naive) {
        LocalResult::Single(t) | LocalResult::Ambiguous(t, _) => Some(At(t.timestamp_millis())),
        LocalResult::None => None,
    }
}

/// ISO 8601 with `Z`, `+07:00` or `+0700`.
pub fn iso(text: &str) -> Option<At> {
    let t = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .ok()?;
    Some(At(t.timestamp_millis()))
}

pub fn epoch(number: f64) -> Option<At> {
    let ms = if number.abs() >= SECONDS_END {
        number
    } else {
        number * 1_000.0
    };
    #[expect(clippy::cast_possible_truncation, reason = "range checked")]
    (ms.is_finite() && ms.abs() < 1e15).then_some(At(ms.round() as i64))
}
