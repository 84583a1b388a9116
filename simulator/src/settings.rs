//! The company's settings, as far as simulated companies change them.

use anyhow::{Context, Result, bail};
use chrono_tz::Tz;
use fieldbeat_domain::time::CompanyTime;
use serde_json::{Map, Value, json};

use crate::rest::Rest;

const PATH: &str = "/api/v1/settings";

/// The document with the tag a change must name.
#[derive(Clone, Debug)]
pub struct Document {
    pub settings: Map<String, Value>,
    etag: Option<String>,
}

pub async fn read(rest: &Rest) -> Result<Document> {
    let (body, etag) = rest.get_tagged(PATH).await?;
    let settings = match body.get("settings") {
        Some(Value::Object(inner)) => inner.clone(),
        _ => match body {
            Value::Object(all) => all,
            _ => bail!("the settings are no object"),
        },
    };
    Ok(Document { settings, etag })
}

/// Changes some settings from a date on; the others stay.
pub async fn change(rest: &Rest, effective_from: &str, changes: &[(&str, Value)]) -> Result<()> {
    let mut document = read(rest).await?;
    for (name, value) in changes {
        document.settings.insert((*name).to_owned(), value.clone());
    }
    let body = json!({"effective_from": effective_from, "settings": document.settings});
    rest.put_if(PATH, &body, document.etag.as_deref()).await?;
    Ok(())
}

/// How the company cuts time into days.
pub async fn company_time(rest: &Rest) -> Result<CompanyTime> {
    time_of(&read(rest).await?.settings)
}

/// Settings hold `time_zone` and `day_start` (`"00:00"`), or the judge's own `time`.
pub fn time_of(settings: &Map<String, Value>) -> Result<CompanyTime> {
    if let Some(time) = settings.get("time") {
        return serde_json::from_value(time.clone()).context("settings.time");
    }
    let time_zone: Tz = match settings.get("time_zone").and_then(Value::as_str) {
        Some(name) => name
            .parse()
            .ok()
            .with_context(|| format!("no time zone {name}"))?,
        None => chrono_tz::Asia::Ho_Chi_Minh,
    };
    let day_start = settings.get("day_start").and_then(Value::as_str);
    Ok(CompanyTime {
        time_zone,
        day_start_min: day_start.and_then(minutes).unwrap_or(0),
    })
}

/// `"08:30"` as minutes after midnight; hours may go beyond 23.
pub fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (minutes < 60).then(|| hours.saturating_mul(60).saturating_add(minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_company_time_are_read() {
        let flat = json!({"time_zone": "Asia/Ho_Chi_Minh", "day_start": "04:30"});
        let own = json!({"time": {"time_zone": "Asia/Ho_Chi_Minh", "day_start_min": 270}});
        let read = |value: &Value| time_of(value.as_object().unwrap()).unwrap();
        assert_eq!(read(&flat), read(&own));
        assert_eq!(minutes("24:30"), Some(1_470));
        assert_eq!(minutes("8"), None);
    }
}
