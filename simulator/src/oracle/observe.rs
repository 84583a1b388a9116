//! What the server answers about a rep's day, read from its REST shapes.

use anyhow::Result;
use chrono::{DateTime, NaiveDate};
use serde_json::Value;
use uuid::Uuid;

use crate::rest::Rest;

/// A visit as the server judged it. Verdict words are empty where absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Visit {
    pub id: Uuid,
    pub outlet: Option<String>,
    pub source: String,
    pub state: String,
    pub from_ms: Option<i64>,
    pub to_ms: Option<i64>,
    pub overall: String,
    pub plan: String,
    pub place: String,
    pub dwell: String,
    pub outcome: String,
    pub integrity_flags: Vec<String>,
    pub order_total_minor: Option<i64>,
}

impl Visit {
    pub fn is_declared(&self) -> bool {
        self.source != "detected"
    }
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value
        .pointer(path)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn instant(value: &Value, path: &str) -> Option<i64> {
    let at = DateTime::parse_from_rfc3339(text(value, path)).ok()?;
    Some(at.timestamp_millis())
}

/// Reads a visit summary. `None` without an id.
pub fn visit(value: &Value) -> Option<Visit> {
    let word = |path: &str| text(value, path).to_owned();
    let first = |paths: [&str; 2]| paths.iter().find_map(|path| instant(value, path));
    Some(Visit {
        id: text(value, "/id").parse().ok()?,
        outlet: value
            .pointer("/outlet/code")
            .and_then(Value::as_str)
            .map(str::to_owned),
        source: word("/source"),
        state: word("/state"),
        from_ms: first(["/check_in_at", "/arrived_at"]),
        to_ms: first(["/check_out_at", "/departed_at"]),
        overall: word("/verdict/overall"),
        plan: word("/verdict/plan"),
        place: word("/verdict/place"),
        dwell: word("/verdict/dwell"),
        outcome: word("/verdict/outcome"),
        integrity_flags: value
            .pointer("/verdict/integrity_flags")
            .and_then(|flags| serde_json::from_value(flags.clone()).ok())
            .unwrap_or_default(),
        order_total_minor: value.get("order_total_minor").and_then(Value::as_i64),
    })
}

/// The visits of a rep's days, in the server's order. A day nobody judged is empty.
pub async fn days(rest: &Rest, rep_id: i64, dates: &[NaiveDate]) -> Result<Vec<Visit>> {
    let mut visits = Vec::new();
    for date in dates {
        let day = rest
            .find(&format!("/api/v1/reps/{rep_id}/days/{date}"))
            .await?;
        if let Some(Value::Array(rows)) = day.as_ref().and_then(|day| day.get("visits")) {
            visits.extend(rows.iter().filter_map(visit));
        }
    }
    Ok(visits)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_summary_is_read_by_its_names() {
        let read = visit(&json!({
            "id": "018f0000-0000-7000-8000-000000000001", "source": "declared", "state": "closed",
            "outlet": {"id": 4, "code": "HN-0004"}, "check_in_at": "2025-01-02T03:04:05.678Z",
            "verdict": {"overall": "valid", "plan": "on_plan", "place": "likely", "dwell": "ok",
                        "outcome": "productive", "integrity_flags": ["same_spot"]},
            "order_total_minor": 120_000,
        }))
        .unwrap();
        assert_eq!(read.outlet.as_deref(), Some("HN-0004"));
        assert_eq!(read.from_ms, Some(1_735_787_045_678));
        assert_eq!(
            (read.place.as_str(), read.integrity_flags.len()),
            ("likely", 1)
        );
        assert!(visit(&json!({"id": "nonsense"})).is_none());
    }
}
