//! A display programme in the demo: outlets that take part, some of them shown by photos on the last working
//! day, so that a supervisor has something to approve.

use anyhow::{Context, Result};
use chrono::{DateTime, Days, NaiveDate, TimeDelta};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{KEY, SEED, photos::picture};
use crate::{
    clock,
    company::{Company, load::Loaded},
    fleet,
    phone::{
        Frame,
        http::{BlobsDoor, FramesDoor},
    },
    rest::Rest,
};

const PROGRAMME: &str = "KE-TET";
/// Places in the company of the reps whose outlets take part.
const REPS: std::ops::Range<usize> = 27..33;
/// Outlets of each, and how many of them were shown.
const OUTLETS: usize = 3;
const SHOWN: usize = 2;
/// After the check-in.
const SHOWN_AFTER: TimeDelta = TimeDelta::minutes(4);

/// Makes the programme, once, and shows it in visits of a day.
pub async fn show(rest: &Rest, company: &Company, loaded: &Loaded, date: NaiveDate) -> Result<()> {
    if !rest.list("/api/v1/displays").await?.is_empty() {
        return Ok(());
    }
    let mut codes: Vec<String> = Vec::new();
    let mut shown = Vec::new();
    for rep in REPS.filter_map(|i| company.reps.get(i)) {
        let rep_id = loaded.rep_ids.get(&rep.code).context("a rep has no id")?;
        let path = format!("/api/v1/visits?rep_id={rep_id}&date={date}&state=closed");
        let visits = rest.list(&path).await?;
        let first = visits.into_iter().rev().take(OUTLETS);
        for (place, visit) in first.enumerate() {
            let Some(code) = outlet(&visit).map(str::to_owned) else {
                continue;
            };
            codes.push(code);
            if place < SHOWN {
                shown.push((rep.code.clone(), visit));
            }
        }
    }
    if codes.is_empty() {
        return Ok(());
    }
    let programme = json!({
        "code": PROGRAMME, "name": "Kệ Tết đầu lối", "requirement": "Hai mặt kệ ngang tầm mắt, đủ năm sản phẩm, có bảng giá",
        "from": date - Days::new(20), "to": date + Days::new(40), "reward_minor": 200_000,
    });
    let made = rest.post("/api/v1/displays", &programme).await?;
    let id = made.get("id").and_then(Value::as_i64);
    let id = id.context("the programme has no id")?;
    let path = format!("/api/v1/displays/{id}/enrolments");
    rest.post(&path, &json!({ "outlet_codes": codes })).await?;
    for (rep, visit) in shown {
        let token = loaded.tokens.get(&rep).and_then(|t| t.first());
        let token = token.context("a rep without a phone")?;
        let Some(of) = outlet(&visit) else { continue };
        let seed = format!("{KEY}/display/{of}");
        let file = picture::jpeg(&picture::shelf(&mut fleet::rng_for(SEED, &seed)))?;
        let blob = BlobsDoor::new(rest.http().clone(), rest.base(), token);
        let blob = blob.put(file).await?;
        let frames: Vec<Frame> = record(&visit, &blob).into_iter().collect();
        FramesDoor::new(rest.http().clone(), rest.base(), token)
            .post(&frames, clock::now_ms())
            .await
            .with_context(|| format!("displays of {rep}"))?;
    }
    Ok(())
}

fn outlet(visit: &Value) -> Option<&str> {
    visit.get("outlet")?.get("code")?.as_str()
}

fn record(visit: &Value, blob: &str) -> Option<Frame> {
    let id: Uuid = visit.get("id")?.as_str()?.parse().ok()?;
    let since = visit.get("check_in_at")?.as_str()?;
    let at = DateTime::parse_from_rfc3339(since).ok()? + SHOWN_AFTER;
    Some(Frame::raw(&json!({
        "type": "record", "kind": "display_execution", "visit_id": id, "at": at.timestamp_millis(),
        "id": Uuid::new_v5(&id, b"display_execution"),
        "body": {"outlet": outlet(visit)?, "programme": PROGRAMME, "photos": [blob]},
    })))
}
