//! Targets of the month in the demo: set from what was reached when the history is in, so that most reps are about on
//! pace, whatever day of the month it is, and one is far behind.

use anyhow::{Context, Result};
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

use crate::{company::Company, rest::Rest};

/// Place in the company of the rep who is far behind.
const BEHIND: usize = 40;
/// What each rep's target is of where the month would end as it goes, percent, in turn.
const PARTS: [i64; 5] = [97, 92, 108, 100, 95];
const PART_BEHIND: i64 = 220;
/// What has a target, with what it is rounded to.
const MEASURES: [(&str, i64); 3] = [("tc", 5), ("pc", 5), ("sales_value", 1_000_000)];

/// Code and name of the rep who is far behind.
pub fn behind(company: &Company) -> Option<(&str, &str)> {
    let rep = company.reps.get(BEHIND)?;
    Some((&rep.code, &rep.name))
}

/// Made once a month, however often the demo is started. `date` is the last working day.
pub async fn set(rest: &Rest, company: &Company, date: NaiveDate) -> Result<()> {
    let month = date.with_day(1).context("a month begins")?;
    let path = format!("/api/v1/targets?month={month}");
    if !rest.list(&path).await?.is_empty() {
        return Ok(());
    }
    let report = rest
        .get(&format!("/api/v1/targets/progress?month={month}"))
        .await?;
    let of = |name: &str| report.pointer(name).and_then(Value::as_i64);
    let (passed, all) = (of("/days/passed"), of("/days/all"));
    let (passed, all) = (passed.context("no days")?.max(1), all.context("no days")?);
    let reached = rest
        .get(&format!("/api/v1/kpis?from={month}&to={date}&by=rep"))
        .await?;
    let rows = reached.get("rows").and_then(Value::as_array);
    let mut targets = Vec::new();
    for row in rows.into_iter().flatten() {
        let code = row.pointer("/key/rep/code").and_then(Value::as_str);
        let Some(place) = code.and_then(|c| company.reps.iter().position(|r| r.code == c)) else {
            continue;
        };
        let part = match place {
            BEHIND => PART_BEHIND,
            other => PARTS.get(other % PARTS.len()).copied().unwrap_or(100),
        };
        for (measure, round) in MEASURES {
            let kpi = format!("/kpis/{measure}/numerator");
            let actual = row.pointer(&kpi).and_then(Value::as_i64).unwrap_or(0);
            let value = actual * all / passed * part / 100 / round * round;
            if value > 0 {
                targets.push(
                    json!({"month": month, "measure": measure, "rep_code": code, "value": value}),
                );
            }
        }
    }
    for chunk in targets.chunks(500) {
        let body = json!({ "items": chunk });
        rest.post("/api/v1/targets/batch", &body).await?;
    }
    Ok(())
}
