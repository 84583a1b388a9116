//! Cleaning of the track, device by device: which fixes count, which device leads, how far it went.
//!
//! Owns the last good position of each device and the sums of the day. Never looks at outlets.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::{
    day::Hole,
    finding::FixAt,
    fix::{Fix, FixFlags},
    id::DeviceId,
    outcome::FixJudgement,
    position::{LatLng, Plane, distance_mm},
    rules::Rules,
    time::At,
};

/// Another device of the rep is heard only after the leading one was silent for this long.
pub const LEAD_GAP_MS: i64 = 120_000;
/// Mutually consistent jumps after which the track moves over to them.
const REANCHOR_AFTER: u8 = 3;
/// Farther than this from where it lay a device has moved.
pub const MOVED_MM: i64 = 100_000;
/// A device that has not moved for this long loses the lead to one that does.
const LEAD_STILL_MS: i64 = 300_000;
/// Steps below this (and below the fix's own accuracy) are noise, not distance.
const STEP_MIN_MM: i64 = 10_000;

/// A fix that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub at: At,
    pub position: LatLng,
    pub device: DeviceId,
    /// As used: reported, or assumed where missing. Decimetres.
    pub accuracy_dm: i32,
    pub flags: FixFlags,
}

impl Point {
    pub fn of(fix: &Fix, rules: &Rules) -> Self {
        Self {
            at: fix.judged_at(),
            position: fix.position,
            device: fix.device,
            accuracy_dm: fix
                .accuracy_dm
                .filter(|a| *a > 0)
                .unwrap_or(rules.accuracy_assumed_m.saturating_mul(10)),
            flags: fix.flags,
        }
    }
    pub fn accuracy_mm(&self) -> i64 {
        i64::from(self.accuracy_dm) * 100
    }
    pub(crate) const fn seen(&self) -> FixAt {
        FixAt {
            device: self.device,
            at: self.at,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Jump {
    point: Point,
    count: u8,
    /// The first of its fixes that agree with one another, from the last good one.
    leap: Leap,
}

/// Two fixes with too little time between them for the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Leap {
    pub from: FixAt,
    pub to: FixAt,
    pub kmh: i64,
}

impl Leap {
    fn between(a: &Point, b: &Point) -> Self {
        let ms = b.at.since_ms(a.at).max(1);
        Self {
            from: a.seen(),
            to: b.seen(),
            // mm/ms = m/s
            kmh: distance_mm(a.position, b.position) * 36 / (ms * 10),
        }
    }
}

/// A device's clock that moved against the server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClockJump {
    pub fix: FixAt,
    pub shift_ms: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct DeviceTrack {
    device: DeviceId,
    /// Newest instant of a fix, used or not.
    seen_at: Option<At>,
    clock_offset_ms: i32,
    last: Option<Point>,
    /// Rare, hence apart.
    jump: Option<Box<Jump>>,
    /// Where it was when it last had moved, and when that was.
    rest: Option<LatLng>,
    moved_at: At,
}

/// The sums and the neighbours that judging the next fix needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    devices: SmallVec<[DeviceTrack; 1]>,
    lead: Option<DeviceId>,
    /// The last used fix of the rep; `None` at the day's start and after a pause.
    last: Option<Point>,
    /// Where the distance was last counted up to.
    counted: Option<LatLng>,
    pub(crate) sums: Sums,
    /// Last instant with displacement beyond noise.
    pub(crate) moved_at: Option<At>,
    /// The last leap after which the track went on from there. Rare, hence apart, as is the next.
    pub(crate) leap: Option<Box<Leap>>,
    pub(crate) clock_jump: Option<Box<ClockJump>>,
}

/// Totals of the day so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    pub fixes: u32,
    pub accepted: u32,
    pub distance_mm: i64,
    pub hole_distance_mm: i64,
    pub first_at: Option<At>,
    pub last_at: Option<At>,
}

/// What cleaning made of a fix.
pub(crate) struct Cleaned {
    pub judgement: FixJudgement,
    /// Present when used, with the used fix before it (none after a pause).
    pub used: Option<(Point, Option<Point>)>,
    /// How far it is from the used fix before it, by the flat map.
    pub step_mm: i64,
    pub hole: Option<Hole>,
}

impl Track {
    pub const fn last(&self) -> Option<&Point> {
        self.last.as_ref()
    }
    pub const fn sums(&self) -> &Sums {
        &self.sums
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let jumps = self.devices.iter().filter(|d| d.jump.is_some()).count();
        let devices = if self.devices.spilled() {
            self.devices.capacity() * size_of::<DeviceTrack>()
        } else {
            0
        };
        let found = self.leap.as_ref().map_or(0, |_| size_of::<Leap>())
            + self
                .clock_jump
                .as_ref()
                .map_or(0, |_| size_of::<ClockJump>());
        devices + jumps * size_of::<Jump>() + found
    }

    /// A mark makes its device the leading one, and shows its clock.
    pub(crate) fn heard_mark(
        &mut self,
        device: DeviceId,
        at: At,
        clock_offset_ms: i32,
        rules: &Rules,
    ) {
        self.lead = Some(device);
        let d = self.device(device, at, clock_offset_ms);
        let shift = i64::from(clock_offset_ms) - i64::from(d.clock_offset_ms);
        d.clock_offset_ms = clock_offset_ms;
        self.note_clock(FixAt { device, at }, shift, rules);
    }

    fn note_clock(&mut self, fix: FixAt, shift_ms: i64, rules: &Rules) {
        if shift_ms.abs() > i64::from(rules.clock_trust_s) * 1000 {
            self.clock_jump = Some(Box::new(ClockJump { fix, shift_ms }));
        }
    }

    /// A session or break ended: what comes next is a new line, not a hole.
    pub(crate) fn pause(&mut self) {
        self.last = None;
        self.counted = None;
        for d in &mut self.devices {
            d.last = None;
            d.jump = None;
        }
    }

    /// Judges the next fix in the fold's order.
    pub(crate) fn clean(&mut self, fix: &Fix, rules: &Rules) -> Cleaned {
        self.sums.fixes += 1;
        let point = Point::of(fix, rules);
        if fix.flags.contains(FixFlags::CLOCK_SUSPECT) {
            // By how much nobody knows: more than any offset that is believed.
            let (fix, shift_ms) = (point.seen(), 0);
            self.clock_jump = Some(Box::new(ClockJump { fix, shift_ms }));
        }
        let d = self.device(fix.device, point.at, fix.clock_offset_ms);
        let mut judgement = FixJudgement::default();
        if d.seen_at == Some(point.at) {
            return Cleaned {
                judgement: FixJudgement::SAME_INSTANT,
                used: None,
                step_mm: 0,
                hole: None,
            };
        }
        d.seen_at = Some(point.at);
        let from_own = d.last.map(|l| Way::between(l.position, point.position));
        let clock_shift = i64::from(fix.clock_offset_ms) - i64::from(d.clock_offset_ms);
        d.clock_offset_ms = fix.clock_offset_ms;
        let unused = |judgement| Cleaned {
            judgement,
            used: None,
            step_mm: 0,
            hole: None,
        };
        let (verdict, leap) = if point.accuracy_mm() > i64::from(rules.accuracy_reject_m) * 1000 {
            (FixJudgement::INACCURATE, None)
        } else {
            d.step(&point, from_own, rules)
        };
        self.note_clock(point.seen(), clock_shift, rules);
        judgement = judgement.with(verdict);
        let reanchored = verdict.contains(FixJudgement::REANCHORED);
        if verdict != FixJudgement::default() && !reanchored {
            return unused(judgement);
        }
        if !self.leads(&point) {
            return unused(judgement.with(FixJudgement::NOT_LEADING));
        }
        if reanchored {
            self.leap = leap.map(Box::new);
        }
        let previous = self.last.replace(point);
        // With one device its last good fix is the rep's last used one.
        let step_mm = previous.map_or(0, |p| match from_own {
            Some(way) if way.from == p.position => way.mm,
            _ => Way::between(p.position, point.position).mm,
        });
        let hole = self.count(&point, previous.as_ref(), step_mm, reanchored, rules);
        if point.accuracy_mm() > i64::from(rules.accuracy_distance_m) * 1000 {
            judgement = judgement.with(FixJudgement::NOT_FOR_DISTANCE);
        }
        Cleaned {
            judgement: judgement.with(FixJudgement::USED),
            used: Some((point, previous)),
            step_mm,
            hole,
        }
    }

    fn device(&mut self, device: DeviceId, at: At, clock_offset_ms: i32) -> &mut DeviceTrack {
        let i = self
            .devices
            .iter()
            .position(|d| d.device == device)
            .unwrap_or_else(|| {
                self.devices.push(DeviceTrack {
                    device,
                    seen_at: None,
                    clock_offset_ms,
                    last: None,
                    jump: None,
                    rest: None,
                    moved_at: at,
                });
                self.devices.len() - 1
            });
        #[expect(clippy::indexing_slicing, reason = "found or just pushed")]
        &mut self.devices[i]
    }

    /// The device that sent the last mark leads, else the one that moves; another fills gaps.
    fn leads(&mut self, point: &Point) -> bool {
        let Some(lead) = self.lead else {
            self.lead = Some(point.device);
            return true;
        };
        if lead == point.device {
            return true;
        }
        let moved = |id| {
            self.devices
                .iter()
                .find(|d| d.device == id)
                .map(|d| d.moved_at)
        };
        if let (Some(own), Some(leading)) = (moved(point.device), moved(lead))
            && own.since_ms(leading) > LEAD_STILL_MS
        {
            self.lead = Some(point.device);
            return true;
        }
        self.last
            .is_none_or(|l| point.at.since_ms(l.at) > LEAD_GAP_MS)
    }

    fn count(
        &mut self,
        point: &Point,
        previous: Option<&Point>,
        rough: i64,
        reanchored: bool,
        rules: &Rules,
    ) -> Option<Hole> {
        let sums = &mut self.sums;
        sums.accepted += 1;
        sums.first_at = sums.first_at.or(Some(point.at));
        sums.last_at = Some(point.at);
        let Some(previous) = previous else {
            self.counted = Some(point.position);
            self.moved_at = Some(point.at);
            return None;
        };
        let gap_ms = point.at.since_ms(previous.at);
        let hole_mm = i64::from(rules.hole_m) * 1000;
        if gap_ms > i64::from(rules.gap_flag_min) * 60_000 || rough > hole_mm - hole_mm / 100 {
            let across = distance_mm(previous.position, point.position);
            if gap_ms > i64::from(rules.gap_flag_min) * 60_000 || across > hole_mm {
                sums.hole_distance_mm += across;
                self.counted = Some(point.position);
                if across > MOVED_MM {
                    self.moved_at = Some(point.at);
                }
                return Some(Hole {
                    from_at: previous.at,
                    to_at: point.at,
                    distance_mm: across,
                });
            }
        }
        if reanchored {
            // The stretch across the jump was not travelled.
            self.counted = Some(point.position);
            return None;
        }
        if point.accuracy_mm() <= i64::from(rules.accuracy_distance_m) * 1000 {
            let from = *self.counted.get_or_insert(previous.position);
            let noise = STEP_MIN_MM.max(point.accuracy_mm());
            if rough >= noise || Plane::at(from).is_farther(point.position, noise - 1) {
                sums.distance_mm += distance_mm(from, point.position);
                self.counted = Some(point.position);
            }
        }
        None
    }
}

impl DeviceTrack {
    /// Plausible from the last good fix of this device (`way` from there)? Sets the anchor where it
    /// is, and tells the leap after which it is set again.
    fn step(
        &mut self,
        point: &Point,
        way: Option<Way>,
        rules: &Rules,
    ) -> (FixJudgement, Option<Leap>) {
        let (Some(last), Some(way)) = (self.last, way) else {
            self.rest = Some(point.position);
            self.moved_at = point.at;
            self.last = Some(*point);
            return <_>::default();
        };
        if plausible(&last, point, way, rules) {
            self.jump = None;
            self.last = Some(*point);
            if self.rest.is_none_or(|r| {
                Plane::at(r).is_farther(point.position, MOVED_MM + point.accuracy_mm())
            }) {
                self.rest = Some(point.position);
                self.moved_at = point.at;
            }
            return <_>::default();
        }
        let agrees = |j: &&Jump| {
            let way = Way::between(j.point.position, point.position);
            plausible(&j.point, point, way, rules)
        };
        let (count, leap) = match self.jump.as_deref().filter(agrees) {
            Some(j) => (j.count.saturating_add(1), j.leap),
            None => (1, Leap::between(&last, point)),
        };
        if count >= REANCHOR_AFTER {
            self.jump = None;
            self.last = Some(*point);
            self.rest = Some(point.position);
            self.moved_at = point.at;
            let judgement = FixJudgement::IMPLAUSIBLE_SPEED.with(FixJudgement::REANCHORED);
            return (judgement, Some(leap));
        }
        self.jump = Some(Box::new(Jump {
            point: *point,
            count,
            leap,
        }));
        (FixJudgement::IMPLAUSIBLE_SPEED, None)
    }
}

/// How far it is from one position, by the flat map: several rules ask it of one pair.
#[derive(Clone, Copy)]
struct Way {
    from: LatLng,
    mm: i64,
}

impl Way {
    fn between(from: LatLng, to: LatLng) -> Self {
        let mm = Plane::at(from).distance_mm(to);
        Self { from, mm }
    }
}

/// Speed at most `speed_flag_kmh`, after both accuracies are given away.
fn plausible(a: &Point, b: &Point, way: Way, rules: &Rules) -> bool {
    let reach_mm = b.at.since_ms(a.at).max(0) * i64::from(rules.speed_flag_kmh) * 10 / 36
        + a.accuracy_mm()
        + b.accuracy_mm();
    // The flat map decides all but the close calls.
    let rough = way.mm;
    if rough < 1_000_000 && rough + rough / 100 <= reach_mm {
        return true;
    }
    distance_mm(a.position, b.position) <= reach_mm
}
