//! A what-if plan in the demo: a team in which the shops of one rep take an hour each, so that today's days do not hold
//! them, and what planning anew makes of it. Routes stay as they are until somebody publishes.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::{
    company::{Company, load::Loaded},
    rest::Rest,
};

const NAME: &str = "Chia lại tuyến quý tới";
/// Place in the company of the rep whose shops take long.
const LONG: usize = 22;
/// Minutes of a call there, and elsewhere.
const LONG_MIN: i64 = 60;
const USUAL_MIN: i64 = 20;
/// Visits in four weeks, in turn.
const VISITS: [i64; 5] = [24, 12, 12, 8, 8];

/// Code and name of the rep whose shops take long.
pub fn long(company: &Company) -> Option<(&str, &str)> {
    let rep = company.reps.get(LONG)?;
    Some((&rep.code, &rep.name))
}

/// Made and solved once, however often the demo is started.
pub async fn plan(rest: &Rest, company: &Company, loaded: &Loaded) -> Result<()> {
    if !rest.list("/api/v1/scenarios").await?.is_empty() {
        return Ok(());
    }
    let rep = company.reps.get(LONG).context("the rep with long calls")?;
    let own = loaded.rep_ids.get(&rep.code).context("the rep's id")?;
    let units = rest.list("/api/v1/org-units").await?;
    let unit = units
        .iter()
        .find(|unit| unit.get("code").and_then(Value::as_str) == Some(&rep.team));
    let body = json!({
        "name": NAME,
        "org_unit_id": unit.and_then(|unit| unit.get("id")),
        "settings": {"rounds": 60, "break": {"minutes": 60, "window": ["11:30", "13:00"]}},
    });
    let made = rest.post("/api/v1/scenarios", &body).await?;
    let id = made.get("id").context("the scenario's id")?;
    let outlets = rest
        .list(&format!("/api/v1/scenarios/{id}/outlets"))
        .await?;
    let changes: Vec<Value> = outlets
        .iter()
        .zip(VISITS.iter().cycle())
        .map(|(outlet, visits)| {
            let is_long = outlet.get("rep_id").and_then(Value::as_i64) == Some(*own);
            let minutes = if is_long { LONG_MIN } else { USUAL_MIN };
            json!({"outlet_id": outlet.get("outlet_id"), "visits": visits, "service_minutes": minutes})
        })
        .collect();
    for chunk in changes.chunks(1_000) {
        let path = format!("/api/v1/scenarios/{id}/outlets/batch");
        rest.post(&path, &json!({ "items": chunk })).await?;
    }
    rest.post(&format!("/api/v1/scenarios/{id}/solve"), &Value::Null)
        .await?;
    Ok(())
}
