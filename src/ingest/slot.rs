//! One rep as its shard owns it: the folded day, the gate, the marks of today, the newest time of
//! each device. Turns a frame into a unit for the writer; touches no socket and no database.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use fieldbeat_domain::{
    fix::{Fix, FixFlags},
    id::{DeviceId, RepId},
    input::Input,
    mark::MarkKind,
    outcome::{Change, FixJudgement, Outcome},
    time::At,
    tracker::{CHECKPOINT_FORMAT, Tracker},
};
use smallvec::SmallVec;
use uuid::Uuid;

use super::{
    gate::Gate,
    reasons::Reasons,
    standing::Standing,
    stored::{self, MarkSource},
    work::{FrameWork, Items},
    world::RepDay,
};
use crate::{
    live::{Activity, RepLive},
    store::unit::{
        CheckpointRow, GateChange, ItemRef, LateFix, MarkRow, RecordRow, Unit, VisitWrite,
    },
    wire::device_reply::{Code, ItemResult, Status},
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
    pub day: RepDay,
    pub date: NaiveDate,
    pub tracker: Tracker,
    pub gate: Gate,
    /// Newest own time of each device, in memory and in the table.
    pub high: SmallVec<[(DeviceId, At); 2]>,
    /// Marks of today by identity, with their digest: a resend is known without asking.
    pub marks: HashMap<(String, Uuid), [u8; 32]>,
    pub checkpoint_at: At,
    /// An earlier day whose end nobody saw: judged as a whole once this one is in memory.
    pub unclosed: Option<NaiveDate>,
    /// Inputs folded while the day is being judged again elsewhere.
    pub recording: Option<Vec<Input>>,
    pub newest: Option<Fix>,
    /// How today's visits stand, for the map.
    pub standing: Standing,
    pub backlog: Option<i32>,
    pub reasons: Reasons,
}

/// A frame being taken: what it changes, and what its sender is told.
struct Taken<'u> {
    unit: &'u mut Unit,
    results: Vec<ItemResult>,
}

impl Slot {
    pub fn unit(&self, received_at: At) -> Unit {
        Unit {
            rep: self.rep,
            org_unit: self.day.org_unit,
            date: self.date,
            received_at,
            fixes: Vec::new(),
            rare: None,
        }
    }

    /// Takes one frame into `unit`; returns what its sender is told of its items.
    pub fn take(&mut self, work: FrameWork, unit: &mut Unit) -> Vec<ItemResult> {
        let FrameWork {
            device,
            n,
            items,
            refused,
            ..
        } = work;
        let mut taken = Taken {
            unit,
            results: Vec::new(),
        };
        if !refused.is_empty() {
            let counted = refused.into_iter().map(|code| (device.id, code));
            taken.unit.rare().refused.extend(counted);
        }
        match items {
            Items::Fixes { session, fixes } => {
                let declared = self.declare_session(n, session, &fixes, &mut taken);
                for (i, mut fix) in fixes {
                    if declared {
                        fix.flags = fix.flags.with(FixFlags::AUTO_STARTED);
                    }
                    self.take_fix(
                        ItemRef { n, i: Some(i) },
                        fix,
                        device.can_declare,
                        &mut taken,
                    );
                }
            }
            Items::Mark(row) => self.take_mark(*row, &mut taken),
            Items::Record(row) => self.take_record(*row, &mut taken),
        }
        taken.results
    }

    /// A frame that names an unknown session declares it from its earliest fix.
    fn declare_session(
        &mut self,
        n: u64,
        session: Option<Uuid>,
        fixes: &[(u32, Fix)],
        taken: &mut Taken<'_>,
    ) -> bool {
        let Some(session) = session else { return false };
        let Some(from) = fixes.iter().map(|(_, f)| f.judged_at()).min() else {
            return false;
        };
        let Some(change) = self.gate.declare(session, from) else {
            return false;
        };
        taken.unit.rare().gate.push((None, change));
        let flag = ItemResult::new(n, None, Status::Flagged, Code::AutoStarted);
        taken.results.push(flag);
        true
    }

    fn take_fix(&mut self, item: ItemRef, fix: Fix, can_declare: bool, taken: &mut Taken<'_>) {
        let judged_at = fix.judged_at();
        if !self.gate.admits(judged_at, can_declare, &self.day.rules) {
            taken
                .unit
                .rare()
                .refused
                .push((fix.device, Code::OffSession));
            let refusal = ItemResult::new(item.n, item.i, Status::Rejected, Code::OffSession);
            taken.results.push(refusal);
            return;
        }
        if !self.rises(fix.device, fix.at) {
            let date = self.day.rules.time.date_of(judged_at);
            let same_instant = self.high.contains(&(fix.device, fix.at));
            taken.unit.rare().late.push(LateFix {
                fix,
                item,
                date,
                same_instant,
            });
            return;
        }
        taken.unit.fixes.push(fix);
        if !self.day.context.bounds.contains(&judged_at) {
            let date = self.day.rules.time.date_of(judged_at);
            taken.unit.rare().dirty.push(date);
            return;
        }
        if self.newest.is_none_or(|n| n.judged_at() <= judged_at) {
            self.newest = Some(fix);
        }
        let outcome = self.fold(&Input::Fix(fix), taken.unit);
        for (judgement, code) in [
            (FixJudgement::IMPLAUSIBLE_SPEED, Code::ImplausibleSpeed),
            (FixJudgement::SAME_INSTANT, Code::SameInstant),
        ] {
            if outcome.fix.contains(judgement) {
                taken
                    .results
                    .push(ItemResult::new(item.n, item.i, Status::Flagged, code));
            }
        }
    }

    /// Whether `at` lies above the device's high-water mark, which then rises to it.
    fn rises(&mut self, device: DeviceId, at: At) -> bool {
        match self.high.iter_mut().find(|(d, _)| *d == device) {
            Some((_, newest)) if at <= *newest => false,
            Some((_, newest)) => {
                *newest = at;
                true
            }
            None => {
                self.high.push((device, at));
                true
            }
        }
    }

    fn take_mark(&mut self, mut row: MarkRow, taken: &mut Taken<'_>) {
        let key = (row.kind.to_owned(), row.id);
        if let Some(known) = self.marks.get(&key) {
            let (status, code) = if *known == row.digest {
                (Status::Duplicate, Code::Duplicate)
            } else {
                (Status::Rejected, Code::IdReused)
            };
            taken
                .results
                .push(ItemResult::new(row.item.n, None, status, code));
            return;
        }
        let source = MarkSource {
            kind: row.kind,
            id: row.id,
            device: row.device,
            at: row.at,
            clock_offset_ms: row.clock_offset_ms,
            body: &row.body,
        };
        let Some(mark) = stored::to_mark(&source, &self.day.snapshot, &self.day.rules) else {
            return;
        };
        self.marks.insert(key, row.digest);
        let judged_at = mark.judged_at();
        let mut flags: SmallVec<[Code; 2]> = SmallVec::new();
        if names_unknown_outlet(&row, &mark.kind) {
            flags.push(Code::UnknownOutlet);
        }
        if reason_of(&mark.kind).is_some_and(|reason| !self.reasons.knows(reason)) {
            flags.push(Code::UnknownReason);
        }
        let changes = self
            .gate
            .apply(mark.id, judged_at, &mark.kind, &self.day.rules);
        if changes.iter().any(|c| {
            matches!(
                c,
                GateChange::Session {
                    auto_started: true,
                    ..
                }
            )
        }) {
            flags.push(Code::AutoStarted);
        }
        let erased = self.forget_erased(&changes);
        if !erased.is_empty() {
            taken.unit.rare().dirty_if_erased.extend(erased);
        }
        let item = row.item;
        taken
            .unit
            .rare()
            .gate
            .extend(changes.into_iter().map(|c| (Some(item), c)));
        if row.date == self.date {
            let outcome = self.fold(&Input::Mark(mark), taken.unit);
            row.folded = !outcome.late;
            flags.extend(outcome.changes.iter().filter_map(noted));
        }
        for code in &flags {
            taken
                .results
                .push(ItemResult::new(row.item.n, None, Status::Flagged, *code));
            row.flags.push(code.as_str().to_owned());
        }
        taken.unit.rare().marks.push(row);
    }

    /// What a late end uncovers is no longer shown either. Returns the days that it is erased from.
    fn forget_erased(&mut self, changes: &[GateChange]) -> BTreeSet<NaiveDate> {
        let mut days = BTreeSet::new();
        let time = self.day.rules.time;
        for change in changes {
            if let GateChange::Erase { from, to } = change {
                days.extend([time.date_of(*from), time.date_of(to.plus_ms(-1))]);
                self.newest = self
                    .newest
                    .filter(|f| !(*from..*to).contains(&f.judged_at()));
            }
        }
        days
    }

    fn take_record(&mut self, mut row: RecordRow, taken: &mut Taken<'_>) {
        if row.date == self.date {
            let fact = stored::to_fact(
                &row.kind,
                row.id,
                row.visit,
                row.at,
                row.clock_offset_ms,
                &row.body,
            );
            row.folded = !self.fold(&Input::Record(fact), taken.unit).late;
        }
        taken.unit.rare().records.push(row);
    }

    /// Folds an input of today and notes what it changed. What comes too late for its place in
    /// the order marks the day to be judged again.
    fn fold(&mut self, input: &Input, unit: &mut Unit) -> Outcome {
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

    /// What is to be written of an earlier day that ended while nobody held the rep.
    pub fn unclosed(&mut self, now: At) -> Option<Unit> {
        let date = self.unclosed.take()?;
        let mut unit = self.unit(now);
        unit.rare().dirty.push(date);
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
            state: postcard::to_allocvec(&self.tracker).unwrap_or_default(),
        }
    }

    /// The rep as the map shows it; `None` before the first fix of the day.
    pub fn live(&self) -> Option<RepLive> {
        let fix = self.newest?;
        let view = self.tracker.view(&self.day.world());
        Some(RepLive {
            rep: self.rep,
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

fn noted(change: &Change) -> Option<Code> {
    match change {
        Change::Noted("closed_open_visit") => Some(Code::ClosedOpenVisit),
        Change::Noted("no_open_visit") => Some(Code::NoOpenVisit),
        Change::Noted("cooldown") => Some(Code::Cooldown),
        _ => None,
    }
}

/// What a mark gives as its reason.
fn reason_of(kind: &MarkKind) -> Option<&str> {
    match kind {
        MarkKind::CheckOut { reason, .. }
        | MarkKind::VisitCancel { reason, .. }
        | MarkKind::StopMissed { reason, .. } => reason.as_deref().filter(|r| !r.trim().is_empty()),
        _ => None,
    }
}

fn names_unknown_outlet(row: &MarkRow, kind: &MarkKind) -> bool {
    let unresolved = matches!(
        kind,
        MarkKind::CheckIn { outlet: None, .. }
            | MarkKind::VisitCancel { outlet: None, .. }
            | MarkKind::StopMissed { outlet: None, .. }
    );
    unresolved && row.body.get("outlet").is_some_and(|o| !o.is_null())
}
