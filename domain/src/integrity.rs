//! What of a day must be remembered across visits: where calls were made, which detected visits may
//! have been elsewhere, the last check-ins, sensors that never change.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::{
    check_ins::CheckIns,
    finding::{Finding, FixAt},
    fix::Fix,
    id::{OutletId, VisitId},
    time::At,
    verdict::{Figure, IntegrityFlag},
};

/// Fixes with the same accuracy, bearing and altitude while moving.
const CONSTANT_MIN: u16 = 20;
const MOVING_STEP_MM: i64 = 10_000;
/// Detected visits that are remembered because they may have been elsewhere; the newest.
const GIVEN_MAX: usize = 4;
/// Of what is surer than this nothing is remembered.
const SURE_MILLI_ODDS: u32 = 1_000_000;

/// A detected visit at a planned outlet, as a later stay near it needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub visit: VisitId,
    pub outlet: OutletId,
    /// What spoke for the outlet to what spoke against it, thousandths.
    pub milli_odds: u32,
}

/// See the module's head.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// Outlets called at today, in order of the first call.
    pub(crate) visited: SmallVec<[OutletId; 4]>,
    /// Highest planned sequence called at so far.
    pub(crate) sequence: Option<i32>,
    pub(crate) last_check_in_at: Option<At>,
    pub(crate) check_ins: CheckIns,
    given: Option<Box<SmallVec<[Given; GIVEN_MAX]>>>,
    constant: Constant,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Constant {
    sensors: Option<(i32, i32, i32)>,
    /// Moving fixes with these sensors, and the time of the first.
    count: u16,
    since_at: Option<At>,
    /// Rare, hence apart.
    found: Option<Box<Frozen>>,
}

/// Sensors that did not change over too many moving fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Frozen {
    first: FixAt,
    last: FixAt,
    count: u16,
}

impl Memory {
    pub(crate) fn heap_bytes(&self) -> usize {
        let visited = if self.visited.spilled() {
            self.visited.capacity() * size_of::<OutletId>()
        } else {
            0
        };
        let given = self.given.as_ref().map_or(0, |g| size_of_val(&**g));
        let found = self.constant.found.as_ref();
        visited + given + self.check_ins.heap_bytes() + found.map_or(0, |_| size_of::<Frozen>())
    }

    pub(crate) fn note_visited(&mut self, outlet: OutletId) {
        if !self.visited.contains(&outlet) {
            if self.visited.len() == self.visited.capacity() {
                self.visited.reserve_exact(4);
            }
            self.visited.push(outlet);
        }
    }

    /// The detected visit that was given to an outlet, if it may have been elsewhere.
    pub(crate) fn given_to(&self, outlet: OutletId) -> Option<&Given> {
        self.given.as_deref()?.iter().find(|g| g.outlet == outlet)
    }

    /// Remembers a detected visit instead of an earlier one at that outlet.
    pub(crate) fn note_given(&mut self, given: Given) {
        let list = self.given.get_or_insert_default();
        list.retain(|g| g.outlet != given.outlet);
        if given.milli_odds <= SURE_MILLI_ODDS {
            if list.len() == GIVEN_MAX {
                list.remove(0);
            }
            list.push(given);
        }
        if list.is_empty() {
            self.given = None;
        }
    }

    /// Counts moving fixes whose accuracy, bearing and altitude do not change. Only where a source
    /// shows all three: a null bearing is no constant bearing.
    pub(crate) fn watch_sensors(&mut self, fix: &Fix, step_mm: i64) {
        let c = &mut self.constant;
        let (Some(accuracy), Some(bearing), Some(altitude)) =
            (fix.accuracy_dm, fix.bearing_cdeg, fix.altitude_dm)
        else {
            c.sensors = None;
            c.count = 0;
            return;
        };
        if step_mm < MOVING_STEP_MM {
            return;
        }
        let at = fix.judged_at();
        if c.sensors != Some((accuracy, bearing, altitude)) {
            c.sensors = Some((accuracy, bearing, altitude));
            (c.count, c.since_at) = (1, Some(at));
            return;
        }
        c.count = c.count.saturating_add(1);
        if c.count >= CONSTANT_MIN {
            let seen = |at| FixAt {
                device: fix.device,
                at,
            };
            c.found = Some(Box::new(Frozen {
                first: seen(c.since_at.unwrap_or(at)),
                last: seen(at),
                count: c.count,
            }));
        }
    }

    /// Were the sensors frozen at any time since `at`?
    pub(crate) fn sensors_constant_since(&self, at: At) -> Option<Finding> {
        let frozen = self.constant.found.as_deref()?;
        (frozen.last.at >= at).then(|| {
            Finding::new(
                IntegrityFlag::ConstantSensor,
                frozen.first.at,
                frozen.last.at,
            )
            .comparing(
                Figure::ConstantFixes,
                frozen.count.into(),
                CONSTANT_MIN.into(),
            )
            .with_fixes([frozen.first, frozen.last])
        })
    }
}
