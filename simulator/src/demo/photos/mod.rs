//! Photos in the demo: shelves that some reps photographed on the last working day, one of them passed off as
//! that of another outlet.

pub mod picture;

use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, TimeDelta};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{KEY, SEED};
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

/// Places in the company of the reps who take photos.
const TAKES: std::ops::Range<usize> = 27..33;
/// Who passes one off, and at which stop: the picture is that of the first.
const PASSES_OFF: usize = 30;
const PASSED_OFF_AT: usize = 2;
/// Stops photographed by each of them.
const STOPS: usize = 5;
/// After the check-in.
const TAKEN_AFTER: TimeDelta = TimeDelta::minutes(3);
const SUBJECTS: [&str; 3] = ["kệ hàng", "tủ lạnh", "mặt tiền"];

/// Code and name of the rep who used a photo twice.
pub fn passed_off(company: &Company) -> Option<(&str, &str)> {
    let rep = company.reps.get(PASSES_OFF)?;
    Some((&rep.code, &rep.name))
}

/// Photos of a day, where there are none.
pub async fn take(rest: &Rest, company: &Company, loaded: &Loaded, date: NaiveDate) -> Result<()> {
    let taken = rest
        .list(&format!("/api/v1/photos?from={date}&to={date}"))
        .await?;
    if !taken.is_empty() {
        return Ok(());
    }
    for (place, rep) in TAKES.filter_map(|i| Some((i, company.reps.get(i)?))) {
        let id = loaded.rep_ids.get(&rep.code).context("a rep has no id")?;
        let path = format!("/api/v1/visits?rep_id={id}&date={date}&state=closed");
        let visits = rest.list(&path).await?;
        // Newest first.
        let stops: Vec<&Value> = visits.iter().rev().take(STOPS).collect();
        let token = loaded.tokens.get(&rep.code).and_then(|t| t.first());
        let token = token.context("a rep without a phone")?;
        let blobs = BlobsDoor::new(rest.http().clone(), rest.base(), token);
        let mut frames = Vec::new();
        for (stop, visit) in stops.iter().enumerate() {
            let shown = if place == PASSES_OFF && stop == PASSED_OFF_AT {
                0
            } else {
                stop
            };
            let Some(of) = stops.get(shown).and_then(|v| outlet(v)) else {
                continue;
            };
            let shelf = picture::shelf(&mut fleet::rng_for(SEED, &format!("{KEY}/photo/{of}")));
            let file = if shown == stop {
                picture::jpeg(&shelf)
            } else {
                picture::again(&shelf)
            }?;
            let blob = blobs.put(file).await?;
            frames.extend(record(
                visit,
                &blob,
                SUBJECTS.get(stop % SUBJECTS.len()).copied(),
            ));
        }
        FramesDoor::new(rest.http().clone(), rest.base(), token)
            .post(&frames, clock::now_ms())
            .await
            .with_context(|| format!("photos of {}", rep.code))?;
    }
    Ok(())
}

fn outlet(visit: &Value) -> Option<&str> {
    visit.get("outlet")?.get("code")?.as_str()
}

/// A photo in a visit.
fn record(visit: &Value, blob: &str, subject: Option<&str>) -> Option<Frame> {
    let id: Uuid = visit.get("id")?.as_str()?.parse().ok()?;
    let since = visit.get("check_in_at")?.as_str()?;
    let at = DateTime::parse_from_rfc3339(since).ok()? + TAKEN_AFTER;
    Some(Frame::raw(&json!({
        "type": "record", "kind": "photo", "visit_id": id, "at": at.timestamp_millis(),
        "id": Uuid::new_v5(&id, b"photo"),
        "body": {"outlet": outlet(visit)?, "blob": blob, "subject": subject},
    })))
}
