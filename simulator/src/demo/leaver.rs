//! A rep of the demo who leaves the company in some days: planned, with a successor, so that there is something to look at and to
//! call off.

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    company::{Company, Rep, load::Loaded},
    rest::Rest,
};

/// Places in the company of who leaves and who takes over, of one team.
const LEAVES: usize = 55;
const TAKES_OVER: usize = 56;
/// Days until the last one, and how near it may come before it is planned anew: the fleet goes on driving.
const AHEAD: u64 = 6;
const NEAR: u64 = 2;
/// Days after the last one on which positions are erased.
const ERASED_AFTER: u64 = 90;

fn who(company: &Company) -> Option<(&Rep, &Rep)> {
    company.reps.get(LEAVES).zip(company.reps.get(TAKES_OVER))
}

/// Plans it, once, however often the demo is started.
pub async fn plan(rest: &Rest, company: &Company, loaded: &Loaded, date: NaiveDate) -> Result<()> {
    let (leaves, takes_over) = who(company).context("nobody leaves")?;
    let id = |code: &str| loaded.rep_ids.get(code).context("a rep has no id");
    let (rep, successor) = (id(&leaves.code)?, id(&takes_over.code)?);
    let path = format!("/api/v1/reps/{rep}/departure");
    let held = rest.get(&path).await?;
    let held = held.get("departure").filter(|d| !d.is_null());
    let state = held.and_then(|d| d.get("state")).and_then(Value::as_str);
    if state == Some("planned") {
        let last = held
            .and_then(|d| d.get("last_day"))
            .and_then(Value::as_str)
            .and_then(|day| day.parse::<NaiveDate>().ok());
        if last.is_some_and(|day| day > date + Days::new(NEAR)) {
            return Ok(());
        }
        rest.post(&format!("{path}/cancel"), &json!({})).await?;
    } else {
        let task = json!({"id": Uuid::now_v7(), "rep_id": rep, "subject": "Đổi biển hiệu cho điểm bán", "priority": "normal"});
        rest.post("/api/v1/tasks", &task).await?;
    }
    let last_day = date + Days::new(AHEAD);
    let ask = json!({"last_day": last_day, "successor_rep_id": successor, "erase_on": last_day + Days::new(ERASED_AFTER),
        "reason": "Tiền mặt và hàng trên xe bàn giao vào ngày làm việc cuối, giám sát xác nhận."});
    rest.post(&path, &ask).await?;
    Ok(())
}

/// Who it is, for people.
pub fn line(company: &Company) -> String {
    who(company).map_or_else(String::new, |(leaves, takes_over)| {
        format!(
            "leaves the company soon:       {} ({}), {} takes over",
            leaves.name, leaves.code, takes_over.name
        )
    })
}
