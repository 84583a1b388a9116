//! The oracle: knows what truly happened and what was sent, asks the server, and compares.
//!
//! It asks only through public doors: the rep-days over REST, and for what was stored it sends
//! everything once more and expects to hear that it is known.

pub mod check;
mod observe;

use std::{collections::BTreeSet, time::Duration};

use anyhow::{Context, Result};
use chrono::NaiveDate;
use fieldbeat_domain::time::{At, CompanyTime};

pub use self::check::Report;
use self::check::{compare, known_again};
use crate::{
    clock,
    company::load::Loaded,
    console,
    fleet::{PlanFile, plan::RepPlan, play::Encoder},
    phone::{Frame, http::FramesDoor},
    rest::Rest,
};

/// Frames of one request when everything is sent again.
const AGAIN_FRAMES: usize = 50;
/// Time between two looks while days are being judged.
const LOOK_EVERY: Duration = Duration::from_secs(3);

/// What the oracle needs to ask about a run.
#[derive(Debug)]
pub struct Question<'a> {
    pub plan: &'a PlanFile,
    pub start_ms: i64,
    pub time: CompanyTime,
    pub rest: &'a Rest,
    pub loaded: &'a Loaded,
    /// Late days are judged again within this.
    pub patience: Duration,
}

impl Question<'_> {
    /// Looks until nothing is contradicted or patience ends, then sends everything again.
    pub async fn answer(&self) -> Result<Report> {
        let deadline = clock::instant() + self.patience;
        let mut report = self.look().await?;
        while !report.contradictions.is_empty() && clock::instant() < deadline {
            tokio::time::sleep(LOOK_EVERY).await;
            report = self.look().await?;
        }
        for plan in &self.plan.reps {
            self.send_again(plan, &mut report).await?;
        }
        report.conclude();
        Ok(report)
    }

    async fn look(&self) -> Result<Report> {
        let mut report = Report {
            fixes_sent: self.plan.fix_count(),
            ..Report::default()
        };
        for plan in &self.plan.reps {
            let rep_id = self
                .loaded
                .rep_ids
                .get(&plan.rep)
                .with_context(|| format!("rep {} is not known", plan.rep))?;
            let seen = observe::days(self.rest, *rep_id, &self.dates(plan)).await?;
            let encoder = Encoder::new(&self.plan.company, plan, self.start_ms);
            compare(plan, &encoder, self.start_ms, &seen, &mut report);
        }
        Ok(report)
    }

    fn dates(&self, plan: &RepPlan) -> Vec<NaiveDate> {
        let visits = plan
            .truth
            .visits
            .iter()
            .flat_map(|v| [v.arrived, v.departed]);
        let session = plan
            .truth
            .session
            .into_iter()
            .flat_map(|(from, to)| [from, to]);
        let dates: BTreeSet<NaiveDate> = visits
            .chain(session)
            .map(|t| self.time.date_of(At(self.start_ms + t)))
            .collect();
        dates.into_iter().collect()
    }

    async fn send_again(&self, plan: &RepPlan, report: &mut Report) -> Result<()> {
        let encoder = Encoder::new(&self.plan.company, plan, self.start_ms);
        let tokens = self.loaded.tokens.get(&plan.rep).map(Vec::as_slice);
        for (device, token) in (0_u8..).zip(tokens.unwrap_or_default()) {
            let door = FramesDoor::new(self.rest.http().clone(), self.rest.base(), token);
            let frames: Vec<Frame> = encoder.frames(&plan.deliveries, device).collect();
            for part in frames.chunks(AGAIN_FRAMES) {
                let answers = door.post(part, clock::now_ms()).await?;
                for (frames, results) in answers {
                    let (items, unknown, refused) = known_again(frames, &results);
                    report.resent += items;
                    report.lost += unknown;
                    report.refused += refused;
                }
            }
        }
        Ok(())
    }
}

/// The report for people.
pub fn print(report: &Report) {
    let share = |part: usize, of: usize| format!("{part} of {of}");
    console::say(format!("reps                 {}", report.reps));
    console::say(format!("fixes sent           {}", report.fixes_sent));
    console::say(format!(
        "declared visits      {}",
        share(report.declared_found, report.declared)
    ));
    console::say(format!(
        "honest visits valid  {}",
        share(report.honest_valid, report.honest)
    ));
    console::say(format!(
        "orders               {}",
        share(report.orders_found, report.orders)
    ));
    let detected = share(report.undeclared_detected, report.undeclared);
    console::say(format!(
        "undeclared detected  {detected} (elsewhere {})",
        report.detected_elsewhere
    ));
    console::say(format!(
        "sent again           {} items: {} lost, {} refused",
        report.resent, report.lost, report.refused
    ));
    for wrong in &report.contradictions {
        console::say(format!(
            "CONTRADICTION {} {}: {}",
            wrong.rep, wrong.code, wrong.detail
        ));
    }
    let verdict = match report.contradictions.len() {
        0 => "no contradiction".to_owned(),
        count => format!("{count} contradictions"),
    };
    console::say(verdict);
}
