//! The visits that the supervisor of a team made together with one of its reps.

use anyhow::{Context, Result};
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::incidents::Incidents;
use crate::{
    company::{Company, load::Loaded},
    rest::Rest,
};

/// Visits accompanied.
const VISITS: usize = 3;
const NOTES: [&str; VISITS] = [
    "hỏi tồn kho trước khi chào hàng mới",
    "trưng bày tốt, nhớ chụp ảnh kệ",
    "chốt đơn nhanh hơn hôm trước",
];

/// Says so in the name of the team's supervisor, once.
pub async fn accompany(
    rest: &Rest,
    company: &Company,
    loaded: &Loaded,
    password: &str,
    date: NaiveDate,
) -> Result<()> {
    let (rep, team) = Incidents::accompanied(company).context("nobody is accompanied")?;
    let rep = loaded.rep_ids.get(rep).context("a rep has no id")?;
    let said = rest
        .list(&format!("/api/v1/joint-visits?rep_id={rep}"))
        .await?;
    if !said.is_empty() {
        return Ok(());
    }
    let login = company.leader(team);
    let login = login.context("the team has no supervisor")?;
    let supervisor = Rest::login(rest.base(), login, password).await?;
    let visits = supervisor
        .list(&format!(
            "/api/v1/visits?rep_id={rep}&date={date}&state=closed"
        ))
        .await?;
    for (visit, note) in visits.iter().zip(NOTES) {
        let id = visit
            .get("id")
            .and_then(Value::as_str)
            .context("a visit has no id")?;
        supervisor
            .post(
                &format!("/api/v1/visits/{id}/joint"),
                &json!({ "note": note }),
            )
            .await?;
    }
    Ok(())
}
