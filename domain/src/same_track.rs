//! Whether two tracks are one: a day that is sent again, or two phones that one person carries.
//!
//! Compares what moves; where two people rest says little of them. Pure: whose tracks are compared,
//! and which visits were joint, is the caller's to know.

use std::ops::Range;

use smallvec::SmallVec;

use crate::{
    position::{LatLng, distance_mm},
    time::At,
    verdict::IntegrityFlag,
};

/// A fix farther than this from the one before it moves.
const STEP_MM: i64 = 15_000;
/// Between fixes farther apart in time nothing is known of the way.
const KNOWN_MS: i64 = 120_000;
/// So many moving fixes on end off the other track end a stretch.
const OFF_MAX: u32 = 2;
/// A day sent again, also where each fix was shaken a little.
const REPLAY: Least = Least {
    within_mm: 35_000,
    moving: 60,
    lasts_ms: 2_700_000,
};
/// Two phones in one bag: each has its own error. Who rides behind a colleague does it for a stop or two.
const CARRIED: Least = Least {
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

/// A track equal to one of an earlier day, the rep's own or another's, at whatever time of day. Both
/// in order of time.
pub fn replayed(track: &[Seen], earlier: &[Seen]) -> Option<Shared> {
    shifts(track, earlier)
        .into_iter()
        .filter_map(|shift| longest(track, earlier, shift, &REPLAY, &[]))
        .max_by_key(|s| (s.moving, std::cmp::Reverse(s.shift_ms)))
        .map(|s| Shared {
            flag: IntegrityFlag::ReplayedTrack,
            ..s
        })
}

/// Two reps' phones that move as one, outside their joint visits. Both in order of time.
pub fn carried_together(track: &[Seen], other: &[Seen], joint: &[Range<At>]) -> Option<Shared> {
    longest(track, other, 0, &CARRIED, joint)
}

fn moving(track: &[Seen]) -> impl Iterator<Item = &Seen> {
    track
        .iter()
        .zip(track.iter().skip(1))
        .filter(|(a, b)| distance_mm(a.position, b.position) >= STEP_MM)
        .map(|(_, b)| b)
}

/// Shifts at which some of the track's moving fixes lie on the earlier track.
fn shifts(track: &[Seen], earlier: &[Seen]) -> SmallVec<[i64; SHIFTS_MAX]> {
    let all: Vec<&Seen> = moving(track).collect();
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

/// The longest stretch of the track that follows the other, if it is long enough.
fn longest(
    track: &[Seen],
    other: &[Seen],
    shift_ms: i64,
    least: &Least,
    joint: &[Range<At>],
) -> Option<Shared> {
    let mut best: Option<Shared> = None;
    let mut run: Option<Shared> = None;
    let mut off = 0;
    let mut next = 0;
    for seen in moving(track) {
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
