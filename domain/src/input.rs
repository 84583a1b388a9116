//! The inputs of a rep-day and their one order.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::{
    fix::Fix,
    mark::{Mark, MarkKind},
    record::RecordFact,
    time::At,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    Mark(Mark),
    Fix(Fix),
    Record(RecordFact),
}

/// Total order of inputs inside a rep-day: by judged time, marks before fixes before records at
/// one instant, then by identity, so that every order of arrival sorts to the same fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct InputKey {
    pub at: At,
    pub class: u8,
    pub tie: [u8; 17],
}

impl Input {
    pub const fn judged_at(&self) -> At {
        match self {
            Self::Mark(m) => m.judged_at(),
            Self::Fix(f) => f.judged_at(),
            Self::Record(r) => r.at,
        }
    }

    /// The place of this input in the fold.
    pub fn key(&self) -> InputKey {
        InputKey::of(self)
    }

    /// [`InputKey`] order; where a hostile sender repeats an identity with other details, the
    /// details decide, so that not even then the order of arrival does.
    pub fn fold_order(&self, other: &Self) -> Ordering {
        self.key()
            .cmp(&other.key())
            .then_with(|| match (self, other) {
                (Self::Fix(a), Self::Fix(b)) => details(a).cmp(&details(b)),
                (Self::Record(a), Self::Record(b)) => {
                    (a.visit, a.order_lines).cmp(&(b.visit, b.order_lines))
                }
                _ => Ordering::Equal,
            })
    }
}

type FixDetails = (At, i32, [Option<i32>; 3], Option<i16>, u8, i32);

fn details(f: &Fix) -> FixDetails {
    let sensors = [f.altitude_dm, f.speed_cmps, f.bearing_cdeg];
    (
        f.at,
        f.clock_offset_ms,
        sensors,
        f.battery_pct,
        f.provider as u8,
        f.flags.0,
    )
}

impl InputKey {
    /// The smallest key at an instant.
    pub const fn first_at(at: At) -> Self {
        Self {
            at,
            class: 0,
            tie: [0; 17],
        }
    }

    /// Marks before fixes before records. Among the marks of one instant starts come before ends;
    /// among the fixes of one device the most accurate comes first, then the smallest (lat, lng):
    /// the one that rules.md §2 uses.
    pub fn of(input: &Input) -> Self {
        let mut tie = [0; 17];
        let class = match input {
            Input::Mark(m) => {
                tie = ranked(mark_rank(&m.kind), m.id.as_bytes());
                0
            }
            Input::Fix(f) => {
                // Missing accuracy is the least accurate; the sign bit flips so that bytes sort as numbers.
                let accuracy = f.accuracy_dm.filter(|a| *a > 0).unwrap_or(i32::MAX);
                let parts = [f.device.0, accuracy, f.position.lat_e7, f.position.lng_e7];
                for (bytes, part) in tie.chunks_exact_mut(4).zip(parts) {
                    bytes.copy_from_slice(&(part.cast_unsigned() ^ 0x8000_0000).to_be_bytes());
                }
                1
            }
            Input::Record(r) => {
                tie = ranked(r.kind as u8, r.id.as_bytes());
                2
            }
        };
        Self {
            at: input.judged_at(),
            class,
            tie,
        }
    }
}

fn ranked(rank: u8, id: &[u8; 16]) -> [u8; 17] {
    let mut tie = [rank; 17];
    for (slot, byte) in tie.iter_mut().skip(1).zip(id) {
        *slot = *byte;
    }
    tie
}

const fn mark_rank(kind: &MarkKind) -> u8 {
    match kind {
        MarkKind::SessionStart => 0,
        MarkKind::BreakEnd => 1,
        MarkKind::CheckOut { .. } => 2,
        MarkKind::VisitCancel { .. } => 3,
        MarkKind::StopMissed { .. } => 4,
        MarkKind::CheckIn { .. } => 5,
        MarkKind::BreakStart => 6,
        MarkKind::SessionEnd => 7,
    }
}
