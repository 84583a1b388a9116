//! Whether two tracks are one: a day that is sent again, or two phones that one person carries.
//!
//! Compares what moves; where two people rest says little of them. Pure: whose tracks are compared,
//! and which visits were joint, is the caller's to know.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::{
    finding::{Finding, OtherDay},
    position::{LatLng, distance_mm},
    time::At,
    verdict::{Figure, IntegrityFlag},
};

/// A fix farther than this from the one before it moves.
const STEP_MM: i64 = 15_000;
/// Between fixes farther apart in time nothing is known of the way.
const KNOWN_MS: i64 = 120_000;
/// So many moving fixes on end off the other track end a stretch.
const OFF_MAX: u32 = 2;
/// A day sent again, also where each fix was shaken a little.
static REPLAY: Least = Least {
    within_mm: 35_000,
    moving: 60,
    lasts_ms: 2_700_000,
};
/// Two phones in one bag: each has its own error. Who rides behind a colleague does it for a stop or two.
static CARRIED: Least = Least {
    within_mm: 70_000,
    moving: 60,
    lasts_ms: 5_400_000,
};
/// Moving fixes by which the shift between two days is looked for, and shifts tried.
const ANCHORS: usize = 12;
const SHIFTS_MAX: usize = 96;

/// What makes two tracks one.
struct Least {
    within_mm: i64,
    moving: u32,
    lasts_ms: i64,
}

impl Least {
    const fn of(flag: IntegrityFlag) -> &'static Self {
        match flag {
            IntegrityFlag::ReplayedTrack => &REPLAY,
            _ => &CARRIED,
        }
    }
}

/// A fix of a track, by the time that the judge uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub at: At,
    pub position: LatLng,
}

/// The longest stretch that two tracks share: the evidence of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    pub flag: IntegrityFlag,
    pub from_at: At,
    pub to_at: At,
    /// Moving fixes of the stretch that lie on the other track.
    pub moving: u32,
    /// The other track is so much earlier, milliseconds.
    pub shift_ms: i64,
}

/// What comparing a rep-day's track with that of another found: an input of the judge, sealed with
/// the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameTrack {
    pub flag: IntegrityFlag,
    pub from_at: At,
    pub to_at: At,
    /// None where not the track but the phone itself is known to be the same.
    pub moving: u32,
    pub shift_ms: i64,
    pub other: OtherDay,
}

impl SameTrack {
    /// One installation of the app that sends for two reps on one day.
    pub const fn one_phone(from_at: At, to_at: At, other: OtherDay) -> Self {
        Self {
            flag: IntegrityFlag::SharedDevice,
            from_at,
            to_at,
            moving: 0,
            shift_ms: 0,
            other,
        }
    }

    pub const fn of(shared: &Shared, other: OtherDay) -> Self {
        Self {
            flag: shared.flag,
            from_at: shared.from_at,
            to_at: shared.to_at,
            moving: shared.moving,
            shift_ms: shared.shift_ms,
            other,
        }
    }

    pub(crate) fn finding(&self) -> Finding {
        let least = Least::of(self.flag);
        let minutes = |ms: i64| ms / 60_000;
        let lasted = minutes(self.to_at.since_ms(self.from_at));
        let mut finding = Finding::new(self.flag, self.from_at, self.to_at);
        if self.moving > 0 {
            finding = finding
                .comparing(Figure::SharedFixes, self.moving.into(), least.moving.into())
                .comparing(Figure::SharedMinutes, lasted, minutes(least.lasts_ms));
        }
        finding.other = Some(self.other);
        finding
    }
}

/// A track equal to one of an earlier day, the rep's own or another's, at whatever time of day. Both
/// in order of time.
pub fn replayed(track: &[Seen], earlier: &[Seen]) -> Option<Shared> {
    let own: Vec<Seen> = moving(track).copied().collect();
    shifts(&own, earlier)
        .into_iter()
        .filter_map(|shift| longest(&own, earlier, shift, &REPLAY, &[]))
        .max_by_key(|s| (s.moving, std::cmp::Reverse(s.shift_ms)))
        .map(|s| Shared {
            flag: IntegrityFlag::ReplayedTrack,
            ..s
        })
}

/// Two reps' phones that move as one, outside their joint visits. Both in order of time.
pub fn carried_together(track: &[Seen], other: &[Seen], joint: &[Range<At>]) -> Option<Shared> {
    let own: Vec<Seen> = moving(track).copied().collect();
    longest(&own, other, 0, &CARRIED, joint)
}

fn moving(track: &[Seen]) -> impl Iterator<Item = &Seen> {
    track
        .iter()
        .zip(track.iter().skip(1))
        .filter(|(a, b)| distance_mm(a.position, b.position) >= STEP_MM)
        .map(|(_, b)| b)
}

/// Shifts at which some of a track's moving fixes lie on the earlier track.
fn shifts(all: &[Seen], earlier: &[Seen]) -> SmallVec<[i64; SHIFTS_MAX]> {
    let before: Vec<&Seen> = moving(earlier).collect();
    let every = (all.len() / ANCHORS).max(1);
    let per_anchor = SHIFTS_MAX / ANCHORS;
    let mut shifts = SmallVec::new();
    for anchor in all.iter().skip(every / 2).step_by(every).take(ANCHORS) {
        let mut near: Vec<(i64, i64)> = before
            .iter()
            .map(|e| {
                (
                    distance_mm(e.position, anchor.position),
                    anchor.at.since_ms(e.at),
                )
            })
            .filter(|(d, _)| *d <= REPLAY.within_mm)
            .collect();
        near.sort_unstable();
        shifts.extend(near.into_iter().take(per_anchor).map(|(_, shift)| shift));
    }
    shifts.sort_unstable();
    shifts.dedup();
    shifts
}

/// The longest stretch of a track's moving fixes that follows the other, if it is long enough.
fn longest(
    own: &[Seen],
    other: &[Seen],
    shift_ms: i64,
    least: &Least,
    joint: &[Range<At>],
) -> Option<Shared> {
    let mut best: Option<Shared> = None;
    let mut run: Option<Shared> = None;
    let mut off = 0;
    let mut next = 0;
    for seen in own {
        if joint.iter().any(|j| j.contains(&seen.at)) {
            continue;
        }
        let Some(there) = at(other, seen.at.plus_ms(-shift_ms), &mut next) else {
            continue;
        };
        if distance_mm(there, seen.position) <= least.within_mm {
            off = 0;
            let start = Shared {
                flag: IntegrityFlag::SharedDevice,
                from_at: seen.at,
                to_at: seen.at,
                moving: 0,
                shift_ms,
            };
            let running = run.get_or_insert(start);
            running.to_at = seen.at;
            running.moving = running.moving.saturating_add(1);
            if best.is_none_or(|b| b.moving < running.moving) {
                best = Some(*running);
            }
        } else {
            off += 1;
            if off > OFF_MAX {
                run = None;
            }
        }
    }
    best.filter(|b| b.moving >= least.moving && b.to_at.since_ms(b.from_at) >= least.lasts_ms)
}

/// Where a track was at an instant, straight between its fixes; `next` only grows with the instants
/// asked for.
fn at(track: &[Seen], instant: At, next: &mut usize) -> Option<LatLng> {
    while track.get(*next).is_some_and(|s| s.at < instant) {
        *next += 1;
    }
    let b = track.get(*next)?;
    if b.at == instant {
        return Some(b.position);
    }
    let a = track.get(next.checked_sub(1)?)?;
    let (span, gone) = (b.at.since_ms(a.at), instant.since_ms(a.at));
    if span > KNOWN_MS {
        return None;
    }
    let between = |from: i32, to: i32| {
        let step = (i64::from(to) - i64::from(from)) * gone / span.max(1);
        i32::try_from(i64::from(from) + step).unwrap_or(from)
    };
    Some(LatLng {
        lat_e7: between(a.position.lat_e7, b.position.lat_e7),
        lng_e7: between(a.position.lng_e7, b.position.lng_e7),
    })
}
