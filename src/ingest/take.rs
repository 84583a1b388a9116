//! Frames of one rep on their way into its slot: past the gate, into the fold, into a unit for the writer. Touches no
//! socket and no database.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use fieldbeat_domain::{
    consent::Decision,
    fix::{Fix, FixFlags},
    id::DeviceId,
    input::{Input, InputKey},
    mark::MarkKind,
    outcome::{Change, FixJudgement},
    record::RecordFact,
    time::At,
};
use serde_json::{Value, json};
use smallvec::SmallVec;
use uuid::Uuid;

use super::{
    intake::verbatim,
    slot::Slot,
    stored::{self, MarkSource},
    work::{FrameWork, Items},
};
use crate::{
    store::unit::{GateChange, ItemRef, LateFix, MarkRow, RecordRow, Unit},
    wire::device_reply::{Code, ItemResult, Status, rfc3339},
};

/// What is kept of a mark that was made outside of work: no field that may be a place.
const OUTSIDE_OF_WORK: &[&str] = &[
    "type",
    "id",
    "n",
    "at",
    "sent_at",
    "outlet",
    "visit_type",
    "reason",
    "to_date",
    "clock_offset_ms",
];

/// The kind of record that answers the privacy notice.
const CONSENT: &str = "consent";

/// What the sender of a frame is told of its items.
pub type Results = Vec<ItemResult>;

/// Frames being taken: what they change, and what is told of each, by its place among them.
struct Taken<'u> {
    unit: &'u mut Unit,
    results: SmallVec<[Results; 1]>,
}

impl Taken<'_> {
    fn tell(&mut self, frame: usize, item: ItemRef, status: Status, code: Code) {
        if let Some(results) = self.results.get_mut(frame) {
            results.push(ItemResult::new(item.n, item.i, status, code));
        }
    }
}

/// Something that has been to the gate and waits for its place in the fold.
struct Step {
    /// Of the frame, among those taken together.
    frame: usize,
    item: ItemRef,
    what: What,
}

enum What {
    Fix { fix: Fix, can_declare: bool },
    Mark(Box<Admitted>),
    Record(Box<RecordRow>, RecordFact),
}

/// A mark that is no resend.
struct Admitted {
    row: MarkRow,
    mark: Input,
    flags: SmallVec<[Code; 2]>,
}

impl Slot {
    /// Takes frames that came together into `unit`. Their marks go to the gate first and in the order of their time,
    /// and open it for fixes that stand before them; then everything is folded in the order of its time, so that a
    /// visit that one request tells as a whole is judged at once as it happened.
    pub fn take(
        &mut self,
        works: SmallVec<[FrameWork; 1]>,
        unit: &mut Unit,
    ) -> SmallVec<[Results; 1]> {
        let mut taken = Taken {
            unit,
            results: works.iter().map(|_| Results::new()).collect(),
        };
        let is_alone = works.len() == 1;
        let mut frames: SmallVec<[(usize, FrameWork); 1]> = works.into_iter().enumerate().collect();
        frames.sort_by_key(|(_, work)| match &work.items {
            Items::Mark(row) => (0, row.at.plus_ms(i64::from(row.clock_offset_ms))),
            // Which sessions may begin depends on it.
            Items::Record(row) if row.kind == CONSENT => {
                (0, row.at.plus_ms(i64::from(row.clock_offset_ms)))
            }
            Items::Fixes { .. } | Items::Record(_) => (1, At(0)),
        });
        let mut steps = Vec::new();
        for (frame, work) in frames {
            self.admit(frame, work, is_alone, &mut steps, &mut taken);
        }
        steps.sort_by_key(|(key, _)| *key);
        for (_, step) in steps {
            let Step { frame, item, what } = step;
            match what {
                What::Fix { fix, can_declare } => {
                    self.take_fix(frame, item, fix, can_declare, &mut taken);
                }
                What::Mark(admitted) => self.fold_mark(frame, *admitted, &mut taken),
                What::Record(row, fact) => self.take_record(*row, fact, &mut taken),
            }
        }
        taken.results
    }

    /// Shows a frame to the gate and puts what it holds among the steps.
    fn admit(
        &mut self,
        frame: usize,
        work: FrameWork,
        is_alone: bool,
        steps: &mut Vec<(InputKey, Step)>,
        taken: &mut Taken<'_>,
    ) {
        let FrameWork {
            device,
            n,
            items,
            refused,
            ..
        } = work;
        if !refused.is_empty() {
            let counted = refused.into_iter().map(|code| (device.id, code));
            taken.unit.rare().refused.extend(counted);
        }
        match items {
            Items::Fixes { session, fixes } => {
                let declared = self.declare_session(frame, n, session, &fixes, taken);
                let can_declare = device.can_declare;
                // The commonest of all: nothing to find a place among.
                let is_in_order =
                    is_alone && fixes.is_sorted_by(|(_, a), (_, b)| a.judged_at() < b.judged_at());
                for (i, mut fix) in fixes {
                    if declared {
                        fix.flags = fix.flags.with(FixFlags::AUTO_STARTED);
                    }
                    let item = ItemRef { n, i: Some(i) };
                    if is_in_order {
                        self.take_fix(frame, item, fix, can_declare, taken);
                        continue;
                    }
                    let what = What::Fix { fix, can_declare };
                    let key = Input::Fix(fix).key();
                    steps.push((key, Step { frame, item, what }));
                }
            }
            Items::Record(row) => {
                let fact = stored::to_fact(
                    &row.kind,
                    row.id,
                    row.visit,
                    row.at,
                    row.clock_offset_ms,
                    &row.body,
                );
                if row.kind == CONSENT {
                    self.admit_consent(&row, frame, steps, taken);
                }
                let item = row.item;
                let what = What::Record(row, fact);
                let key = Input::Record(fact).key();
                steps.push((key, Step { frame, item, what }));
            }
            Items::Mark(row) => {
                let item = row.item;
                if let Some(admitted) = self.admit_mark(*row, frame, device.can_declare, taken) {
                    let key = admitted.mark.key();
                    let what = What::Mark(Box::new(admitted));
                    steps.push((key, Step { frame, item, what }));
                }
            }
        }
    }

    /// An answer to the privacy notice at the gate. The session that it ends is ended by a mark, as the rep would have: the day
    /// is judged by its marks.
    fn admit_consent(
        &mut self,
        row: &RecordRow,
        frame: usize,
        steps: &mut Vec<(InputKey, Step)>,
        taken: &mut Taken<'_>,
    ) {
        let decision = row.body.get("decision").and_then(Value::as_str);
        let Some(decision) = decision.and_then(Decision::parse) else {
            return;
        };
        let at = row.at.plus_ms(i64::from(row.clock_offset_ms));
        let (ended, changes) = self.gate.answer(at, decision, &self.day.rules);
        for session in ended {
            let said = json!({"type": "session_end", "id": session, "at": rfc3339(row.at)});
            let (body, digest) = verbatim(&said.to_string());
            let end = MarkRow {
                item: row.item,
                kind: "session_end",
                id: session,
                device: row.device,
                at: row.at,
                clock_offset_ms: row.clock_offset_ms,
                date: row.date,
                body,
                digest,
                flags: Vec::new(),
                folded: false,
            };
            // The gate has ended it already.
            if let Some(admitted) = self.admit_mark(end, frame, true, taken) {
                let (key, item) = (admitted.mark.key(), row.item);
                let what = What::Mark(Box::new(admitted));
                steps.push((key, Step { frame, item, what }));
            }
        }
        let erased = self.forget_erased(&changes);
        let rare = taken.unit.rare();
        rare.dirty_if_erased.extend(erased);
        rare.gate.extend(changes.into_iter().map(|c| (None, c)));
    }

    /// A frame that names an unknown session declares it from its earliest fix.
    fn declare_session(
        &mut self,
        frame: usize,
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
        let whole = ItemRef { n, i: None };
        taken.tell(frame, whole, Status::Flagged, Code::AutoStarted);
        true
    }

    fn take_fix(
        &mut self,
        frame: usize,
        item: ItemRef,
        fix: Fix,
        can_declare: bool,
        taken: &mut Taken<'_>,
    ) {
        let judged_at = fix.judged_at();
        if !self.gate.admits(judged_at, can_declare, &self.day.rules) {
            taken
                .unit
                .rare()
                .refused
                .push((fix.device, Code::OffSession));
            taken.tell(frame, item, Status::Rejected, Code::OffSession);
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
                taken.tell(frame, item, Status::Flagged, code);
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

    /// A mark at the gate. `None`: a resend, or none that can be read.
    fn admit_mark(
        &mut self,
        mut row: MarkRow,
        frame: usize,
        can_declare: bool,
        taken: &mut Taken<'_>,
    ) -> Option<Admitted> {
        let key = (row.kind.to_owned(), row.id);
        if let Some(known) = self.marks.get(&key) {
            let (status, code) = if *known == row.digest {
                (Status::Duplicate, Code::Duplicate)
            } else {
                (Status::Rejected, Code::IdReused)
            };
            let whole = ItemRef {
                i: None,
                ..row.item
            };
            taken.tell(frame, whole, status, code);
            return None;
        }
        let source = MarkSource {
            kind: row.kind,
            id: row.id,
            device: row.device,
            at: row.at,
            clock_offset_ms: row.clock_offset_ms,
            body: &row.body,
        };
        let mut mark = stored::to_mark(&source, &self.day.snapshot, &self.day.rules)?;
        let judged_at = mark.judged_at();
        if matches!(mark.kind, MarkKind::SessionStart) && !self.gate.may_start(judged_at) {
            let whole = ItemRef {
                i: None,
                ..row.item
            };
            let counted = (row.device, Code::ConsentMissing);
            taken.unit.rare().refused.push(counted);
            taken.tell(frame, whole, Status::Rejected, Code::ConsentMissing);
            return None;
        }
        self.marks.insert(key, row.digest);
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
        // What was declared outside of work is a fact; where it was is nobody's.
        if !self.gate.admits(judged_at, can_declare, &self.day.rules)
            && let Some(body) = row.body.as_object_mut()
        {
            body.retain(|field, _| OUTSIDE_OF_WORK.contains(&field.as_str()));
            mark.kind.forget_place();
        }
        let erased = self.forget_erased(&changes);
        let rare = taken.unit.rare();
        rare.dirty_if_erased.extend(erased);
        rare.gate
            .extend(changes.into_iter().map(|c| (Some(row.item), c)));
        let mark = Input::Mark(mark);
        Some(Admitted { row, mark, flags })
    }

    fn fold_mark(&mut self, frame: usize, admitted: Admitted, taken: &mut Taken<'_>) {
        let Admitted {
            mut row,
            mark,
            mut flags,
        } = admitted;
        if row.date == self.date {
            let outcome = self.fold(&mark, taken.unit);
            row.folded = !outcome.late;
            flags.extend(outcome.changes.iter().filter_map(noted));
        }
        for code in &flags {
            let whole = ItemRef {
                i: None,
                ..row.item
            };
            taken.tell(frame, whole, Status::Flagged, *code);
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
                let erased = |f: &Fix| (*from..*to).contains(&f.judged_at());
                if self.newest.as_ref().is_some_and(erased) {
                    self.newest = None;
                    self.is_uncovered = true;
                }
            }
        }
        days
    }

    fn take_record(&mut self, mut row: RecordRow, fact: RecordFact, taken: &mut Taken<'_>) {
        if row.date == self.date {
            row.folded = !self.fold(&Input::Record(fact), taken.unit).late;
        }
        taken.unit.rare().records.push(row);
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
