//! One rep as its shard owns it: the folded day, the gate, the marks of today, the newest time of
//! each device. Touches no socket and no database; what frames do to it is `take`.

use std::collections::HashMap;

use chrono::NaiveDate;
use fieldbeat_domain::{
    fix::Fix,
    id::{DeviceId, RepId},
    input::Input,
    outcome::{Change, Outcome},
    time::At,
    tracker::{CHECKPOINT_FORMAT, Tracker},
};
use smallvec::SmallVec;
use uuid::Uuid;

use super::{gate::Gate, reasons::Reasons, standing::Standing, world::RepDay};
use crate::{
    live::{self, Absence, Activity, RepLive},
    store::{
        node::{Held, Owner},
        unit::{CheckpointRow, Unit, VisitWrite},
    },
};

const fn activity(now: fieldbeat_domain::tracker::Activity) -> Activity {
    use fieldbeat_domain::tracker::Activity as A;
    match now {
        A::Travelling => Activity::Travelling,
        A::InVisit => Activity::InVisit,
        A::Idle => Activity::Idle,
        A::Break => Activity::Break,
        A::OffSession => Activity::OffSession,
    }
}

/// A checkpoint is at most this much older than what it saves a refold of.
const CHECKPOINT_EVERY_MS: i64 = 60_000;

pub struct Slot {
    pub rep: RepId,
    /// `None`: another node has the rep, and only facts are taken from here.
    pub held: Option<Held>,
    pub day: RepDay,
    pub date: NaiveDate,
    pub tracker: Tracker,
    pub gate: Gate,
    /// The day's places were erased: nothing is folded into it any more.
    pub is_erased: bool,
    /// Newest own time of each device, in memory and in the table.
    pub high: SmallVec<[(DeviceId, At); 2]>,
    /// Marks of today by identity, with their digest: a resend is known without asking.
    pub marks: HashMap<(String, Uuid), [u8; 32]>,
    pub checkpoint_at: At,
    /// Judged as a whole once this day is in memory: an earlier one whose end nobody saw, this one where something of it has to go.
    pub to_judge: SmallVec<[NaiveDate; 1]>,
    /// Inputs folded while the day is being judged again elsewhere.
    pub recording: Option<Vec<Input>>,
    pub newest: Option<Fix>,
    /// The newest place of today was erased: which of those that are left is newest, the table knows.
    pub is_uncovered: bool,
    /// How today's visits stand, for the map.
    pub standing: Standing,
    pub backlog: Option<i32>,
    pub reasons: Reasons,
}

impl Slot {
    /// As which node it is folded.
    pub fn owner(&self) -> Option<Owner> {
        self.held.map(|held| held.owner)
    }

    pub fn unit(&self, received_at: At) -> Unit {
        Unit {
            rep: self.rep,
            owner: self.owner(),
            org_unit: self.day.org_unit,
            date: self.date,
            received_at,
            fixes: Vec::new(),
            rare: None,
        }
    }

    /// Folds an input of today and notes what it changed. What comes too late for its place in
    /// the order marks the day to be judged again.
    pub(super) fn fold(&mut self, input: &Input, unit: &mut Unit) -> Outcome {
        if self.is_erased {
            // Late, as it were: it is stored as a fact, and nothing is made of it.
            return Outcome {
                late: true,
                ..Outcome::default()
            };
        }
        if let Some(recording) = &mut self.recording {
            recording.push(input.clone());
        }
        let outcome = self.tracker.apply(input, &self.day.world());
        if outcome.late && matches!(input, Input::Fix(_)) {
            unit.rare().dirty.push(self.date);
        }
        self.standing.note(&outcome.changes);
        note_changes(&outcome.changes, self.date, unit);
        outcome
    }

    /// Lets time pass.
    pub fn expire(&mut self, now: At) -> Option<Unit> {
        let due = self.tracker.next_deadline().is_some_and(|d| d <= now);
        if !due {
            return None;
        }
        let outcome = self.tracker.expire(now, &self.day.world());
        self.standing.note(&outcome.changes);
        let mut unit = self.unit(now);
        note_changes(&outcome.changes, self.date, &mut unit);
        self.checkpoint(&mut unit);
        Some(unit)
    }

    /// The day is over: its last deadlines fired, and it is judged once more as a whole.
    pub fn close_day(&mut self, now: At) -> Unit {
        let mut unit = self.unit(now);
        unit.rare().dirty.push(self.date);
        unit.rare().checkpoint = Some(CheckpointRow {
            next_deadline_at: None,
            ..self.saved()
        });
        unit
    }

    /// What is to be written of days that reading the rep found wanting.
    pub fn found(&mut self, now: At) -> Option<Unit> {
        if self.to_judge.is_empty() {
            return None;
        }
        let mut unit = self.unit(now);
        unit.rare().dirty.extend(self.to_judge.drain(..));
        self.checkpoint(&mut unit);
        Some(unit)
    }

    pub fn maybe_checkpoint(&mut self, unit: &mut Unit) {
        let visits_changed = unit.rare.as_ref().is_some_and(|r| !r.visits.is_empty());
        if visits_changed || unit.received_at.since_ms(self.checkpoint_at) >= CHECKPOINT_EVERY_MS {
            self.checkpoint(unit);
        }
    }

    pub fn checkpoint(&mut self, unit: &mut Unit) {
        self.checkpoint_at = unit.received_at;
        unit.rare().checkpoint = Some(self.saved());
    }

    fn saved(&self) -> CheckpointRow {
        let end = self.day.context.bounds.end;
        CheckpointRow {
            date: self.date,
            format: i32::from(CHECKPOINT_FORMAT),
            rule_version: self.day.rules.version,
            // The day's end is a deadline too: it must not pass unseen where the server was away.
            next_deadline_at: Some(self.tracker.next_deadline().map_or(end, |d| d.min(end))),
            // An empty state fits no build and refolds the day from its start.
            state: if self.is_erased {
                Vec::new()
            } else {
                postcard::to_allocvec(&self.tracker).unwrap_or_default()
            },
        }
    }

    /// What maps are to show of the rep today.
    pub fn shown(&self) -> live::Change {
        match self.live() {
            Some(live) => live::Change::State(live),
            None => live::Change::Absent(Absence {
                from: self.day.context.bounds.start,
                to: self.day.context.bounds.end,
                reign: self.held.map(Held::reign),
            }),
        }
    }

    /// The rep as the map shows it; `None` before the first fix of the day.
    pub fn live(&self) -> Option<RepLive> {
        let fix = self.newest?;
        let view = self.tracker.view(&self.day.world());
        Some(RepLive {
            rep: self.rep,
            reign: self.held.map(Held::reign).unwrap_or_default(),
            code: self.day.code.clone(),
            name: self.day.name.clone(),
            org_unit: self.day.org_unit,
            at: fix.judged_at(),
            position: fix.position,
            accuracy_dm: fix.accuracy_dm,
            speed_cmps: fix.speed_cmps,
            bearing_cdeg: fix.bearing_cdeg,
            battery_pct: fix.battery_pct,
            activity: activity(view.activity),
            idle_since: view.idle_since,
            visit: view.visit,
            outlet: view.outlet,
            visited: view.visited,
            planned: view.planned,
            flags: self.standing.flags(view.visit),
        })
    }
}

/// Visit changes become writes; what already left the tracker asks for the day to be judged again.
pub fn note_changes(changes: &[Change], date: NaiveDate, unit: &mut Unit) {
    for change in changes {
        match change {
            Change::VisitOpened(v) | Change::VisitUpdated(v) | Change::VisitClosed(v) => {
                let visits = &mut unit.rare().visits;
                // Only the newest form of a visit within one unit is written.
                visits.retain(|w| !matches!(w, VisitWrite::Upsert(old) if old.id == v.id));
                visits.push(VisitWrite::Upsert(v.clone()));
            }
            Change::VisitWithdrawn { visit, into } => {
                let write = VisitWrite::Withdraw {
                    id: visit.id,
                    into: Some(*into),
                };
                unit.rare().visits.push(write);
            }
            // What is said of a stop is no visit's: the day's report tells it, while it still matters.
            Change::VisitAmended { .. } | Change::Stop { .. } => unit.rare().dirty.push(date),
            Change::Session(_)
            | Change::Break(_)
            | Change::Hole(_)
            | Change::Stay(_)
            | Change::Noted(_) => {}
        }
    }
}
