//! The demo's live fleet: the morning behind now at once, then as it happens.

use std::{sync::Arc, time::Duration};

use anyhow::Result;
use chrono::{DateTime, NaiveDate};
use fieldbeat_domain::time::{At, CompanyTime};
use serde_json::Value;
use tokio::{task::JoinSet, time::sleep};

use super::{
    SEED,
    incidents::Incidents,
    shift::{self, Shift},
};
use crate::{
    clock,
    company::{Company, load::Loaded},
    console,
    fleet::{
        self, Cadence, Faults, PlanFile,
        plan::RepPlan,
        play::{Pace, play},
    },
    phone::Phone,
    rest::Rest,
    roads::Roads,
    run,
};

/// The map moves smoothly.
const CADENCE: Cadence = Cadence {
    moving_s: 10,
    still_s: 60,
    flush_s: 10,
};
/// Reps asked for the shift of today.
const ASKED: usize = 5;
/// The morning must be in within this.
const MORNING: Duration = Duration::from_mins(3);

/// The day's plan for a shift.
pub fn plan(company: &Company, incidents: &Incidents, shift: &Shift, roads: &Roads) -> PlanFile {
    let mut briefs = company.briefs(0, shift.length_ms());
    incidents.apply(&mut briefs, shift.part == 0);
    let settings = fleet::Settings {
        seed: SEED,
        faults: Faults::Mild,
        cadence: CADENCE,
        company: company.key.clone(),
        day: shift.key(),
    };
    fleet::plan(&briefs, &settings, roads)
}

/// The shift to go on with: today's if one is under way, else a new one.
pub async fn shift(
    rest: &Rest,
    company: &Company,
    loaded: &Loaded,
    time: CompanyTime,
    roads: &Roads,
) -> Result<Shift> {
    let now = At(clock::now_ms());
    let date = time.date_of(now);
    for rep in company.reps.iter().take(ASKED) {
        let Some(id) = loaded.rep_ids.get(&rep.code) else {
            continue;
        };
        let day = rest.find(&format!("/api/v1/reps/{id}/days/{date}")).await?;
        let starts = day.as_ref().map(session_starts).unwrap_or_default();
        let Some((part, last)) = starts.iter().enumerate().next_back() else {
            continue;
        };
        let began = At(last - first_moment(company, &rep.code, date, part, roads));
        let known = shift::known(began, part, time);
        return Ok(if known.is_over(now) {
            shift::later(now, part + 1, time)
        } else {
            known
        });
    }
    Ok(shift::around(now, time))
}

fn session_starts(day: &Value) -> Vec<i64> {
    let sessions = day.get("sessions").and_then(Value::as_array);
    let start = |session: &Value| {
        let at = session.get("started_at")?.as_str()?;
        Some(DateTime::parse_from_rfc3339(at).ok()?.timestamp_millis())
    };
    let mut starts: Vec<i64> = sessions.into_iter().flatten().filter_map(start).collect();
    starts.sort_unstable();
    starts
}

/// How long after the shift's start a rep's session begins: the same under the same seed.
fn first_moment(company: &Company, rep: &str, date: NaiveDate, part: usize, roads: &Roads) -> i64 {
    let briefs: Vec<_> = company
        .briefs(0, 1)
        .into_iter()
        .filter(|brief| brief.rep == rep)
        .collect();
    let settings = fleet::Settings {
        seed: SEED,
        faults: Faults::None,
        cadence: CADENCE,
        company: company.key.clone(),
        day: shift::day_key(date, part),
    };
    let plan = fleet::plan(&briefs, &settings, roads);
    let session = plan.reps.first().and_then(|rep| rep.truth.session);
    session.map_or(0, |(from, _)| from)
}

/// The fleet under way.
#[derive(Debug)]
pub struct Fleet {
    playing: JoinSet<Result<()>>,
    phones: Vec<Arc<Vec<Phone>>>,
}

impl Fleet {
    /// Starts all phones; the morning goes at once.
    pub fn start(plan: &PlanFile, url: &str, loaded: &Loaded, shift: &Shift) -> Self {
        let pace = Pace::real_time(shift.start.0);
        let mut fleet = Self {
            playing: JoinSet::new(),
            phones: Vec::new(),
        };
        for rep in plan.reps.iter().filter(|rep| !rep.deliveries.is_empty()) {
            let phones = Arc::new(run::phones(url, &rep.rep, loaded));
            fleet.phones.push(phones.clone());
            fleet
                .playing
                .spawn(drive(rep.clone(), plan.company.clone(), phones, pace));
        }
        fleet
    }

    /// Waits until what is past is acknowledged; frames acknowledged and pending.
    pub async fn morning_is_in(&self) -> (u64, u64) {
        let deadline = clock::instant() + MORNING;
        loop {
            sleep(Duration::from_secs(1)).await;
            let phones = || self.phones.iter().flat_map(|phones| phones.iter());
            let pending: u64 = phones().map(Phone::pending).sum();
            let items: u64 = phones().map(|phone| phone.log().acknowledged_items).sum();
            let started = phones().all(|phone| phone.status().connects > 0);
            if (started && pending == 0) || clock::instant() >= deadline {
                return (items, pending);
            }
            console::progress(format!(
                "back-filling the morning: {items} items in, {pending} frames to go"
            ));
        }
    }

    /// Waits until the shift is played to its end.
    pub async fn finish(&mut self) -> Result<()> {
        while let Some(rep) = self.playing.join_next().await {
            rep??;
        }
        Ok(())
    }

    pub fn moving(&self) -> usize {
        self.phones.len()
    }
}

async fn drive(rep: RepPlan, company: String, phones: Arc<Vec<Phone>>, pace: Pace) -> Result<()> {
    play(&rep, &company, &phones, pace).await
}
