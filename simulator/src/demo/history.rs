//! Past working days, sent as if phones had kept them: over the HTTP frames door, which leaves the
//! live sockets alone.

use std::{collections::BTreeSet, sync::Arc};

use anyhow::{Context, Result};
use chrono::NaiveDate;
use fieldbeat_domain::time::CompanyTime;
use rand::Rng;
use serde_json::{Value, json};
use tokio::{sync::Semaphore, task::JoinSet};

use super::{
    SEED, audits, back_office, commissions, displays, expenses, incidents::Incidents, joint,
    occasions, periods, photos, scenarios, shift, shift::Shift, stock, targets,
};
use crate::{
    clock,
    company::{Company, load::Loaded},
    console,
    fleet::{
        self, Behaviour, Cadence, Faults, PlanFile,
        plan::{Delivery, Item},
        play::Encoder,
    },
    phone::{Frame, http::FramesDoor},
    rest::Rest,
    roads::Roads,
    settings,
};

/// Requests under way; live phones go first.
const AT_ONCE: usize = 3;
/// Late data is taken this far back while history is loaded.
const LATE_DAYS: i64 = 45;
/// Chance of a rep's day off.
const DAY_OFF: f64 = 0.02;
/// Reps asked whether a day is there already.
const ASKED: usize = 3;
/// Thinner than a live day: history is for verdicts, not for watching.
const CADENCE: Cadence = Cadence {
    moving_s: 30,
    still_s: 90,
    flush_s: 300,
};

/// Everything history needs to know.
#[derive(Clone, Debug)]
pub struct History {
    pub rest: Rest,
    pub company: Arc<Company>,
    pub roads: Arc<Roads>,
    pub loaded: Arc<Loaded>,
    pub shift: Shift,
    pub time: CompanyTime,
    pub days: usize,
    pub persona_password: String,
    /// Outlets that buy nothing: they would be held.
    pub cut_off: BTreeSet<String>,
    /// Customers who get invoices.
    pub on_account: BTreeSet<i64>,
}

impl History {
    /// Loads what is missing. `late_upload_days` is raised meanwhile and put back after.
    pub async fn load(self) -> Result<()> {
        let dates = shift::past_days(self.shift.date, self.days);
        self.send_missing(&dates).await?;
        back_office::work(&self.rest, &dates, &self.on_account).await?;
        periods::plant(&self.rest, &dates).await?;
        let (company, today) = (&self.company, self.shift.date);
        commissions::state(&self.rest, company, &self.loaded, today).await?;
        occasions::give(&self.rest, &self.company, &self.loaded).await?;
        match dates.iter().max() {
            Some(last) => {
                targets::set(&self.rest, &self.company, *last).await?;
                scenarios::plan(&self.rest, &self.company, &self.loaded).await
            }
            None => Ok(()),
        }
    }

    async fn send_missing(&self, dates: &[NaiveDate]) -> Result<()> {
        let mut missing = Vec::new();
        for date in dates {
            if !self.is_there(*date).await? {
                missing.push(*date);
            }
        }
        if missing.is_empty() {
            return self.look_at_shelves().await;
        }
        let before = settings::read(&self.rest).await?.settings;
        let usual = before.get("late_upload_days").cloned().unwrap_or(json!(7));
        self.accept_late(&json!(LATE_DAYS)).await?;
        let all = missing.len();
        let mut outcome = match commissions::worked(self.shift.date) {
            Some((date, reps)) => self.day_of(date, reps).await,
            None => Ok(()),
        };
        for (done, date) in missing.into_iter().enumerate() {
            if outcome.is_err() {
                break;
            }
            outcome = self.day(date).await;
            console::progress(format!("history: {date} sent, {} of {all} days", done + 1));
        }
        self.accept_late(&usual).await?;
        outcome?;
        // By now the newest day, which was sent first, is judged.
        let (company, loaded) = (&self.company, &self.loaded);
        if let Some(date) = shift::past_days(self.shift.date, 1).first() {
            joint::accompany(&self.rest, company, loaded, &self.persona_password, *date).await?;
            expenses::claim(&self.rest, company, loaded, *date).await?;
        }
        self.look_at_shelves().await
    }

    /// Shelves counted on the last two working days, where nobody has yet; audited and photographed on the last.
    async fn look_at_shelves(&self) -> Result<()> {
        if let [last, before] = shift::past_days(self.shift.date, 2)[..] {
            stock::count(&self.rest, &self.company, &self.loaded, [before, last]).await?;
            audits::answer(&self.rest, &self.company, &self.loaded, last).await?;
            photos::take(&self.rest, &self.company, &self.loaded, last).await?;
            displays::show(&self.rest, &self.company, &self.loaded, last).await?;
        }
        Ok(())
    }

    async fn accept_late(&self, days: &Value) -> Result<()> {
        let today = self.shift.date.to_string();
        settings::change(&self.rest, &today, &[("late_upload_days", days.clone())]).await
    }

    /// Whether `date` is the last working day before the shift's.
    fn is_last(&self, date: NaiveDate) -> bool {
        shift::past_days(self.shift.date, 1).first() == Some(&date)
    }

    async fn is_there(&self, date: NaiveDate) -> Result<bool> {
        for rep in self.loaded.rep_ids.values().take(ASKED) {
            let day = self
                .rest
                .find(&format!("/api/v1/reps/{rep}/days/{date}"))
                .await?;
            let visits = day.as_ref().and_then(|day| day.get("visits")?.as_array());
            if visits.is_some_and(|visits| !visits.is_empty()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn day(&self, date: NaiveDate) -> Result<()> {
        let all: Vec<usize> = (0..self.company.reps.len()).collect();
        self.day_of(date, &all).await
    }

    /// A day of some reps, by their places in the company.
    async fn day_of(&self, date: NaiveDate, reps: &[usize]) -> Result<()> {
        let shift = self.shift.on(date, self.time);
        let planner = self.clone();
        let plan = tokio::task::spawn_blocking(move || planner.plan(&shift)).await?;
        let plan = Arc::new(plan);
        let room = Arc::new(Semaphore::new(AT_ONCE));
        let mut sending = JoinSet::new();
        for &index in reps {
            let permit = room.clone().acquire_owned().await?;
            let (plan, history) = (plan.clone(), self.clone());
            sending.spawn(async move {
                let sent = history.send(&plan, index, &shift).await;
                drop(permit);
                sent
            });
        }
        while let Some(sent) = sending.join_next().await {
            sent??;
        }
        Ok(())
    }

    fn plan(&self, shift: &Shift) -> PlanFile {
        let mut briefs = self.company.briefs(0, shift.length_ms());
        let mut rng = fleet::rng_for(SEED, &format!("absent/{}", shift.key()));
        let unsynced = Incidents::unsynced(&self.company);
        for brief in &mut briefs {
            let phone_off = unsynced == Some(brief.rep.as_str());
            if phone_off {
                if !self.is_last(shift.date) {
                    brief.behaviour = Behaviour::NotStarted;
                }
            } else if rng.random_bool(DAY_OFF) {
                brief.behaviour = Behaviour::NotStarted;
            }
        }
        let settings = fleet::Settings {
            seed: SEED,
            faults: Faults::None,
            cadence: CADENCE,
            company: self.company.key.clone(),
            day: shift.key(),
        };
        let mut plan = fleet::plan(&briefs, &settings, &self.roads);
        for rep in &mut plan.reps {
            rep.deliveries.retain(|d| !self.sells_to_cut_off(d));
        }
        plan
    }

    fn sells_to_cut_off(&self, delivery: &Delivery) -> bool {
        let Item::Record { kind, body, .. } = &delivery.what else {
            return false;
        };
        let outlet = body.get("outlet").and_then(Value::as_str);
        kind == "order" && outlet.is_some_and(|o| self.cut_off.contains(o))
    }

    async fn send(&self, plan: &PlanFile, index: usize, shift: &Shift) -> Result<()> {
        let Some(rep) = plan.reps.get(index) else {
            return Ok(());
        };
        let encoder = Encoder::new(&plan.company, rep, shift.start.0);
        let tokens = self
            .loaded
            .tokens
            .get(&rep.rep)
            .context("a rep without devices")?;
        for (device, token) in (0_u8..).zip(tokens) {
            let mut frames: Vec<Frame> = encoder.frames(&rep.deliveries, device).collect();
            if Incidents::unsynced(&self.company) == Some(rep.rep.as_str()) && !frames.is_empty() {
                // The phone went off at midday and still holds the rest.
                let kept = frames.split_off(frames.len() / 2);
                frames.push(Frame::raw(
                    &json!({"type": "heartbeat", "backlog": kept.len()}),
                ));
            }
            let today = self.shift.date;
            if commissions::phone_off(&self.company, &rep.rep, shift.date, today) {
                frames.truncate(frames.len() / 2);
            }
            let door = FramesDoor::new(self.rest.http().clone(), self.rest.base(), token);
            door.post(&frames, clock::now_ms())
                .await
                .with_context(|| format!("history of {}", rep.rep))?;
        }
        Ok(())
    }
}
