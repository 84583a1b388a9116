//! One rep's day as a fold: inputs in their one order go in, changes come out.
//!
//! `judge_day` is this fold over the sorted day, the live state is this fold over what came so far.
//! Everything that time alone brings about is a deadline that fires at its own instant before the
//! next input is looked at, so that asking early or late changes nothing. What is closed and
//! settled leaves: the tracker stays small (on average below 2 KiB) however long the day.

mod choose;
mod deadlines;
mod detect;
mod fixes;
mod marks;
mod presences;
mod view;
mod visits;

use serde::{Deserialize, Serialize};

use crate::{
    finding::FixAt,
    id::VisitId,
    input::{Input, InputKey},
    integrity::Memory,
    outcome::Outcome,
    presence::Presence,
    record::RecordFact,
    shift::Shift,
    stay::StayNow,
    time::At,
    track::{Point, Track},
    visit_now::{Done, VisitNow},
    world::World,
};

pub(crate) use presences::outlet_at;
pub use view::{Activity, LiveView};

/// Changes whenever a checkpoint of an older build can no longer be continued.
pub const CHECKPOINT_FORMAT: u16 = 5;
/// Records kept for visits that have not opened yet.
const WAITING_RECORDS_MAX: usize = 32;

/// The fold. Serialisable: a checkpoint is the tracker itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracker {
    high_water: Option<InputKey>,
    /// The newest deadline that fired; inputs before it are late.
    fired_at: Option<At>,
    limits: Limits,
    shift: Shift,
    track: Track,
    stay: Option<StayNow>,
    presences: Vec<Presence>,
    around: presences::Around,
    /// Used fixes of the last two minutes, one per slot of time.
    recent: Vec<Point>,
    open: Option<Box<VisitNow>>,
    /// Closed visits whose marks may still gain evidence.
    settling: Vec<VisitNow>,
    memory: Memory,
    /// Records that named a visit before it opened.
    waiting: Vec<(VisitId, Done)>,
    /// The newest fake and the newest emulated fix. Rare, hence apart.
    provider: Option<Box<Provided>>,
}

/// Fixes that are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Provided {
    mock: Option<FixAt>,
    emulator: Option<FixAt>,
}

/// What deadlines need of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Limits {
    day_start: At,
    day_end: At,
    stale_ms: i64,
    cap_ms: i64,
}

impl Tracker {
    /// An empty day.
    pub fn new(world: &World<'_>) -> Self {
        Self {
            high_water: None,
            fired_at: None,
            limits: Limits {
                day_start: world.day.bounds.start,
                day_end: world.day.bounds.end,
                stale_ms: i64::from(world.rules.stale_s) * 1000,
                cap_ms: i64::from(world.rules.visit_cap_h) * 3_600_000,
            },
            shift: Shift::default(),
            track: Track::default(),
            stay: None,
            presences: Vec::new(),
            around: presences::Around::default(),
            recent: Vec::new(),
            open: None,
            settling: Vec::new(),
            memory: Memory::default(),
            waiting: Vec::new(),
            provider: None,
        }
    }

    /// The newest input folded.
    pub const fn high_water(&self) -> Option<&InputKey> {
        self.high_water.as_ref()
    }

    /// True where an input of this key can still be applied: it sorts after all that was folded,
    /// and no deadline later than it has fired.
    pub fn accepts(&self, key: &InputKey) -> bool {
        self.high_water.as_ref().is_none_or(|h| key > h)
            && self.fired_at.is_none_or(|f| key.at >= f)
    }

    /// Folds the next input. An input that comes too late for its place in the order changes nothing
    /// and answers `late`: unless it repeats a known one, the day is to be judged again.
    pub fn apply(&mut self, input: &Input, world: &World<'_>) -> Outcome {
        let key = input.key();
        let mut out = Outcome::default();
        if !self.accepts(&key) {
            out.late = true;
            return out;
        }
        self.advance(key.at, world, &mut out);
        self.high_water = Some(key);
        if key.at < self.limits.day_start || key.at >= self.limits.day_end {
            return out;
        }
        match input {
            Input::Fix(fix) => self.on_fix(fix, world, &mut out),
            Input::Mark(mark) => self.on_mark(mark, world, &mut out),
            Input::Record(fact) => self.on_record(fact, world, &mut out),
        }
        out
    }

    /// Lets time pass: fires every deadline up to `now`. Idempotent.
    pub fn expire(&mut self, now: At, world: &World<'_>) -> Outcome {
        let mut out = Outcome::default();
        self.advance(now, world, &mut out);
        out
    }

    fn on_record(&mut self, fact: &RecordFact, world: &World<'_>, out: &mut Outcome) {
        let Some(id) = fact.visit else { return };
        if let Some(v) = self.open.as_deref_mut().filter(|v| v.id == id) {
            v.done.note(fact);
            self.publish_update(world, out);
            return;
        }
        if let Some(v) = self.settling.iter_mut().find(|v| v.id == id) {
            v.done.note(fact);
            let visit = crate::overall::published(v, world);
            out.changes
                .push(crate::outcome::Change::VisitUpdated(Box::new(visit)));
            return;
        }
        // Either it has left the tracker or it has not opened yet: serve both.
        let amendment = crate::outcome::Amendment::Record(*fact);
        out.changes.push(crate::outcome::Change::VisitAmended {
            visit: id,
            amendment,
        });
        if let Some((_, done)) = self.waiting.iter_mut().find(|(v, _)| *v == id) {
            done.note(fact);
        } else {
            if self.waiting.len() == WAITING_RECORDS_MAX {
                self.waiting.remove(0);
            }
            let mut done = Done::default();
            done.note(fact);
            self.waiting.push((id, done));
        }
    }
}
