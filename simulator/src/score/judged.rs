//! Judged days read back through REST, once they no longer change.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::Value;

use super::{
    company::Company,
    rebase,
    scene::{Detection, Ended, Observed, Track},
};
use crate::{clock, dataset::Span};

/// A day that was touched is judged again when nothing came for 5 s: by then it has been.
const QUIET: Duration = Duration::from_secs(12);
const JUDGED: Duration = Duration::from_mins(5);
const AT_ONCE: usize = 8;
/// The length of a visit that the cap has closed.
const CAP_MS: i64 = 8 * 3_600_000;

/// A track that was streamed.
pub struct JudgedTrack<'a> {
    pub track: &'a Track,
    /// The rep that stood for it.
    pub rep: i64,
    /// Places by outlet id.
    pub places: &'a BTreeMap<i64, String>,
    /// The day that its core was moved to.
    pub date: NaiveDate,
}

/// A day of the company, in UTC.
pub fn day_span(date: NaiveDate) -> Span {
    let from_ms = date.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    Span {
        from_ms,
        to_ms: from_ms + 86_400_000,
    }
}

/// What the server says about each track.
pub async fn observe(company: &Company, tracks: &[JudgedTrack<'_>]) -> Result<Vec<Observed>> {
    let days: Vec<(i64, NaiveDate)> = tracks.iter().flat_map(days_of).collect();
    let mut reports = settled_days(company, &days).await?.into_iter();
    let mut observed = Vec::new();
    for judged in tracks {
        let shift_ms = rebase::shift_ms(judged.track, day_span(judged.date));
        let mut of_track = Observed::default();
        for report in reports.by_ref().take(days_of(judged).len()) {
            add(&mut of_track, &report, judged.places, shift_ms)?;
        }
        observed.push(of_track);
    }
    Ok(observed)
}

/// The days round its own that a track has fixes on; farther ones hold stale fixes only.
fn days_of(judged: &JudgedTrack<'_>) -> Vec<(i64, NaiveDate)> {
    let shift_ms = rebase::shift_ms(judged.track, day_span(judged.date));
    [-1, 0, 1]
        .into_iter()
        .map(|near| judged.date + TimeDelta::days(near))
        .filter(|day| {
            let span = day_span(*day);
            rebase::moved(judged.track, shift_ms).any(|p| span.contains(p.at_ms))
        })
        .map(|day| (judged.rep, day))
        .collect()
}

/// Reads all days until two readings [`QUIET`] apart agree.
async fn settled_days(company: &Company, days: &[(i64, NaiveDate)]) -> Result<Vec<Value>> {
    let stamp = |v: &Value| ["revision", "hash"].map(|key| v.get(key).cloned());
    let started = clock::instant();
    let mut before = read_days(company, days).await?;
    while started.elapsed() < JUDGED {
        tokio::time::sleep(QUIET).await;
        let now = read_days(company, days).await?;
        if now.iter().map(stamp).eq(before.iter().map(stamp)) {
            return Ok(now);
        }
        before = now;
    }
    bail!("days are still being judged after {} s", JUDGED.as_secs())
}

async fn read_days(company: &Company, days: &[(i64, NaiveDate)]) -> Result<Vec<Value>> {
    stream::iter(days)
        .map(|(rep, day)| async move { company.get(&format!("reps/{rep}/days/{day}")).await })
        .buffered(AT_ONCE)
        .try_collect()
        .await
}

fn add(
    observed: &mut Observed,
    report: &Value,
    places: &BTreeMap<i64, String>,
    shift_ms: i64,
) -> Result<()> {
    let list = |key: &str| {
        report
            .get(key)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    for visit in list("visits") {
        let outlet = visit.pointer("/outlet/id").and_then(Value::as_i64);
        let (Some(place), Some(from_ms)) = (
            outlet.and_then(|id| places.get(&id)),
            instant(&visit, "arrived_at")?,
        ) else {
            continue;
        };
        let to_ms = match instant(&visit, "departed_at")? {
            Some(to_ms) => to_ms,
            None => instant(&visit, "check_out_at")?.unwrap_or(from_ms),
        };
        let span = Span { from_ms, to_ms };
        observed.visits.push(Detection {
            place: place.clone(),
            span: rebase::back(span, shift_ms),
            ended: ended(&visit, span),
        });
    }
    for stay in list("stays") {
        if let (Some(from_ms), Some(to_ms)) = (instant(&stay, "from_at")?, instant(&stay, "to_at")?)
        {
            observed
                .stays
                .push(rebase::back(Span { from_ms, to_ms }, shift_ms));
        }
    }
    Ok(())
}

fn instant(of: &Value, key: &str) -> Result<Option<i64>> {
    of.get(key)
        .and_then(Value::as_str)
        .map(|text| {
            DateTime::parse_from_rfc3339(text)
                .map(|t| t.timestamp_millis())
                .with_context(|| format!("{key} is no instant: {text}"))
        })
        .transpose()
}

fn ended(visit: &Value, span: Span) -> Ended {
    let text = |pointer: &str| {
        visit
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let provisional = visit
        .get("provisional")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    if span.duration_ms() >= CAP_MS {
        Ended::Capped
    } else if provisional || text("/verdict/dwell") == "auto_closed" || text("/state") != "closed" {
        Ended::Silent
    } else {
        Ended::Left
    }
}
