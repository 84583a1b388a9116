//! A visit while the tracker still works on it: evidence as it gathers, and the published form.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::{
    fence::Fence,
    finding::{self, Finding, FixAt},
    id::{OutletId, VisitId},
    mark::VisitType,
    outlet_index::Slot,
    place::{Judged, MARK_WINDOW_MS, MarkNow},
    position::LatLng,
    record::{RecordFact, RecordKind},
    rules::Rules,
    time::At,
    track::Point,
    verdict::{Figure, IntegrityFlag, PlanVerdict, TimeVerdict},
    visit::{VisitSource, VisitState},
    which_outlet::OutletShare,
};

/// How a visit stands, with what goes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    Open,
    /// Silent for `stale_s` after a last fix inside: goes on if the next fix is inside.
    Silent,
    CheckedOut(At),
    /// Ended without a check-out: by evidence elsewhere, session end, or the cap.
    Ended {
        at: At,
        by: EndedBy,
    },
    Cancelled(At),
}

/// What ended a visit that was not checked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndedBy {
    /// The track left, or a check-in or stay elsewhere.
    Evidence,
    SessionEnd,
    Cap,
    /// Silent since the last fix inside when the cap came.
    Silence,
}

/// Whose windows are over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Settled {
    Nothing,
    CheckIn,
    All,
}

/// Presence at the visit's outlet by the track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Where {
    NotSeen,
    Inside { since: At },
    Left { at: At },
}

/// Kinds of records that arrived for a visit, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Done(u16);

impl Done {
    const ORDER_LINES: u16 = 1 << 15;
    pub const fn note(&mut self, fact: &RecordFact) {
        self.0 |= 1 << (fact.kind as u16);
        if fact.order_lines > 0 {
            self.0 |= Self::ORDER_LINES;
        }
    }
    pub const fn merge(&mut self, other: Self) {
        self.0 |= other.0;
    }
    pub const fn has(self, kind: RecordKind) -> bool {
        self.0 & (1 << (kind as u16)) != 0
    }
    pub const fn productive(self) -> bool {
        self.0 & Self::ORDER_LINES != 0
    }
}

/// Shares that a visit keeps.
pub const SHARES_KEPT: usize = 4;

/// The stay that gave a detected visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stayed {
    /// Where it was seen to be.
    pub middle: LatLng,
    /// What speaks for the outlet to what speaks against it, thousandths.
    pub milli_odds: u32,
    /// What it could have been, the likeliest first; never spills.
    pub shares: SmallVec<[OutletShare; SHARES_KEPT]>,
}

/// See the module's head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitNow {
    pub id: VisitId,
    pub source: VisitSource,
    pub outlet: Option<OutletId>,
    pub visit_type: VisitType,
    pub standing: Standing,
    pub check_in: Option<MarkNow>,
    pub check_out: Option<MarkNow>,
    pub settled: Settled,
    pub arrived_at: Option<At>,
    pub presence: Where,
    /// Finished presence inside the declared interval.
    pub presence_ms: i64,
    pub first_inside_at: Option<At>,
    pub last_inside_at: Option<At>,
    pub best: Option<Judged>,
    pub accurate_inside: u16,
    pub fixes_inside: u32,
    pub fixes_seen: u32,
    pub done: Done,
    pub reason: Option<Box<str>>,
    /// What integrity flags were raised on, by flag.
    pub findings: Vec<Finding>,
    pub plan: PlanVerdict,
    pub time: TimeVerdict,
    pub sequence_ok: bool,
    /// Another outlet was as likely.
    pub unclear: bool,
    /// Of a detected visit; on the heap, for most visits are declared.
    pub stayed: Option<Box<Stayed>>,
    pub overlap: bool,
    pub absorbed: SmallVec<[VisitId; 1]>,
    /// Last movement fix before the check-in, where the rep was travelling then.
    pub travelling_until: Option<At>,
    /// A hint: where the index holds the outlet.
    #[serde(skip)]
    pub slot: Slot,
}

impl VisitNow {
    /// A visit as a check-in opens it.
    pub fn declared(
        id: VisitId,
        outlet: Option<OutletId>,
        visit_type: VisitType,
        check_in: MarkNow,
        slot: u32,
    ) -> Self {
        Self {
            id,
            source: VisitSource::Declared,
            outlet,
            visit_type,
            standing: Standing::Open,
            check_in: Some(check_in),
            check_out: None,
            settled: Settled::Nothing,
            arrived_at: None,
            presence: Where::NotSeen,
            presence_ms: 0,
            first_inside_at: None,
            last_inside_at: None,
            best: None,
            accurate_inside: 0,
            fixes_inside: 0,
            fixes_seen: 0,
            done: Done::default(),
            reason: None,
            findings: Vec::new(),
            plan: PlanVerdict::Unrouted,
            time: TimeVerdict::InWindow,
            sequence_ok: true,
            unclear: false,
            stayed: None,
            overlap: false,
            absorbed: SmallVec::new(),
            travelling_until: None,
            slot,
        }
    }

    /// What the detected visit had seen is now the declared one's.
    pub fn take_over(&mut self, a: &Self) {
        self.absorbed.extend(a.absorbed.iter().copied());
        self.absorbed.push(a.id);
        self.arrived_at = a.arrived_at;
        self.presence = a.presence;
        self.first_inside_at = a.first_inside_at;
        self.last_inside_at = a.last_inside_at;
        self.best = a.best;
        self.accurate_inside = a.accurate_inside;
        self.fixes_inside = a.fixes_inside;
        self.fixes_seen = a.fixes_seen;
        self.done.merge(a.done);
    }

    pub const fn is_open(&self) -> bool {
        matches!(self.standing, Standing::Open | Standing::Silent)
    }

    pub const fn state(&self) -> VisitState {
        match self.standing {
            Standing::Open => VisitState::Open,
            Standing::Cancelled(_) => VisitState::Cancelled,
            Standing::Silent | Standing::CheckedOut(_) | Standing::Ended { .. } => {
                VisitState::Closed
            }
        }
    }

    /// The start of the declared interval, or of presence.
    pub fn begins_at(&self) -> Option<At> {
        self.check_in.map(|m| m.at).or(self.arrived_at)
    }

    /// The departure is a last fix inside, not a leaving.
    pub const fn leaving_unseen(&self) -> bool {
        let by_time = matches!(
            self.standing,
            Standing::Ended {
                by: EndedBy::SessionEnd | EndedBy::Silence,
                ..
            }
        );
        matches!(self.standing, Standing::Silent)
            || by_time
                && matches!(self.source, VisitSource::Detected)
                && matches!(self.presence, Where::Inside { .. })
    }

    /// When the visit was closed for good.
    pub const fn closed_at(&self) -> Option<At> {
        match self.standing {
            Standing::Open | Standing::Silent => None,
            Standing::CheckedOut(at) | Standing::Ended { at, .. } | Standing::Cancelled(at) => {
                Some(at)
            }
        }
    }

    pub fn raise(&mut self, finding: Finding) {
        finding::raise(&mut self.findings, finding);
    }

    /// A fake or emulated fix, if it is near enough to the visit's beginning.
    pub fn raise_provider(&mut self, flag: IntegrityFlag, fix: FixAt) {
        let Some(from) = self.begins_at() else { return };
        let apart_ms = fix.at.since_ms(from).abs();
        if apart_ms <= MARK_WINDOW_MS {
            let finding = Finding::new(flag, fix.at, fix.at)
                .comparing(
                    Figure::SecondsFromCheckIn,
                    apart_ms / 1000,
                    MARK_WINDOW_MS / 1000,
                )
                .with_fixes([fix]);
            self.raise(finding);
        }
    }

    /// A used fix: evidence for marks whose window is open, and for the visit while it is.
    pub fn hear(&mut self, point: &Point, fence: &Fence, rules: &Rules) {
        for mark in [&mut self.check_in, &mut self.check_out]
            .into_iter()
            .flatten()
        {
            mark.hear(point, fence, rules);
        }
        if !self.is_open() || self.begins_at().is_none_or(|from| point.at < from) {
            return;
        }
        self.fixes_seen = self.fixes_seen.saturating_add(1);
        let Some(judged) = Judged::of(point, fence) else {
            return;
        };
        Judged::keep_better(&mut self.best, judged);
        if judged.evidence.distance_mm <= fence.radius_mm() {
            self.fixes_inside = self.fixes_inside.saturating_add(1);
            self.first_inside_at = self.first_inside_at.or(Some(point.at));
            self.last_inside_at = Some(point.at);
            if point.accuracy_mm() <= i64::from(rules.accuracy_distance_m) * 1000 {
                self.accurate_inside = self.accurate_inside.saturating_add(1);
            }
        }
    }

    /// The track entered the fence.
    pub fn enter(&mut self, arrived_at: At) {
        self.arrived_at = self.arrived_at.or(Some(arrived_at));
        self.presence = Where::Inside { since: arrived_at };
    }

    /// The track left the fence.
    pub fn leave(&mut self, at: At) {
        if let Where::Inside { since } = self.presence {
            self.presence_ms += overlap_ms(since, at, self.begins_at(), None);
            self.presence = Where::Left { at };
        }
    }

    /// Declared interval ∩ presence. Without a check-out presence ends with its last evidence;
    /// with one, silence until the check-out is not leaving.
    pub fn dwell_ms(&self) -> i64 {
        let Where::Inside { since } = self.presence else {
            return self.presence_ms;
        };
        let until = match self.standing {
            Standing::CheckedOut(at) => Some(at),
            _ => self.last_inside_at,
        };
        self.presence_ms
            + until.map_or(0, |u| {
                overlap_ms(since, u, self.begins_at(), self.closed_at())
            })
    }

    pub fn heap_bytes(&self) -> usize {
        let spilled = if self.absorbed.spilled() {
            self.absorbed.capacity() * size_of::<VisitId>()
        } else {
            0
        };
        let stayed = self.stayed.as_ref().map_or(0, |_| size_of::<Stayed>());
        spilled
            + stayed
            + finding::heap_bytes(&self.findings)
            + self.reason.as_ref().map_or(0, |r| r.len())
    }

    pub fn departed_at(&self) -> Option<At> {
        match (self.presence, self.standing) {
            (_, Standing::Open) | (Where::NotSeen, _) => None,
            (Where::Left { at }, _) => Some(at),
            (Where::Inside { .. }, Standing::CheckedOut(at)) => {
                Some(at.max(self.last_inside_at.unwrap_or(at)))
            }
            // What ended it may have begun before the last fix inside.
            (Where::Inside { .. }, _) => self.last_inside_at.map(|last| {
                let ended = self.closed_at().unwrap_or(last);
                last.min(ended)
            }),
        }
    }
}

fn overlap_ms(a: At, b: At, from: Option<At>, to: Option<At>) -> i64 {
    let start = from.map_or(a, |f| f.max(a));
    let end = to.map_or(b, |t| t.min(b));
    end.since_ms(start).max(0)
}
