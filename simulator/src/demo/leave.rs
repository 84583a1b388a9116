//! Leave in the demo: one that is agreed and covered by a colleague, and one that waits for somebody to
//! decide.

use anyhow::{Context, Result};
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::incidents::Incidents;
use crate::{
    company::{Company, load::Loaded},
    rest::Rest,
};

/// Agrees on the leave of `date` once, however often the demo is started.
pub async fn agree(rest: &Rest, company: &Company, loaded: &Loaded, date: NaiveDate) -> Result<()> {
    let (away, substitute) = Incidents::leave(company).context("nobody is on leave")?;
    let id = |code: &str| loaded.rep_ids.get(code).context("a rep has no id");
    let (away, substitute) = (id(away)?, id(substitute)?);
    let held = rest
        .list(&format!("/api/v1/absences?rep_id={away}&on={date}"))
        .await?;
    if !held.is_empty() {
        return Ok(());
    }
    let asked = rest
        .post(
            "/api/v1/absences",
            &json!({"rep_id": away, "kind": "leave", "from": date, "to": date,
                "note": "đám cưới em gái"}),
        )
        .await?;
    let absence = asked.get("id").and_then(Value::as_str);
    let absence = absence.context("the absence got no id")?;
    rest.post(
        &format!("/api/v1/absences/{absence}/decisions"),
        &json!({"decision": "approved", "substitute_rep_id": substitute}),
    )
    .await?;
    Ok(())
}

/// Asks for two days of leave from `date` on, once, and leaves it to the supervisor.
pub async fn ask(rest: &Rest, company: &Company, loaded: &Loaded, date: NaiveDate) -> Result<()> {
    let asks = Incidents::asks(company).context("nobody asks for leave")?;
    let rep = loaded.rep_ids.get(asks).context("a rep has no id")?;
    let asked = rest.list(&format!("/api/v1/absences?rep_id={rep}")).await?;
    if !asked.is_empty() {
        return Ok(());
    }
    let until = date.succ_opt().unwrap_or(date);
    rest.post(
        "/api/v1/absences",
        &json!({"rep_id": rep, "kind": "leave", "from": date, "to": until,
            "note": "đưa con đi khám, xin nghỉ hai ngày"}),
    )
    .await?;
    Ok(())
}
