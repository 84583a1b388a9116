//! Being inside a fence: entered, still inside, left. Silence is not leaving (rules.md §3 place 3).

use serde::{Deserialize, Serialize};

use crate::{id::OutletId, outlet_index::Slot, sample::narrow, time::At};

/// One sure fix outside followed by none inside for this long is leaving.
const OUT_FOR_MS: i64 = 60_000;

/// Where a fix lies, its accuracy considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `d ≤ r`
    Inside,
    /// Beyond the edge by less than its accuracy: says nothing.
    Unsure,
    /// `d − a > r`
    Outside,
}

impl Side {
    /// From `d − r` and `a`, millimetres.
    pub const fn of(beyond_mm: i64, accuracy_mm: i64) -> Self {
        if beyond_mm <= 0 {
            Self::Inside
        } else if beyond_mm > accuracy_mm {
            Self::Outside
        } else {
            Self::Unsure
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Doubt {
    None,
    /// A sure fix outside, so long after the last inside; `last` tells whether the newest fix was
    /// one too.
    Out {
        after_ms: i32,
        last: bool,
    },
}

/// The hysteresis of leaving: the second consecutive sure fix outside, or one and then none
/// inside for a minute while fixes keep coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub first_inside_at: At,
    pub last_inside_at: At,
    doubt: Doubt,
}

impl Hold {
    pub const fn new(at: At) -> Self {
        Self {
            first_inside_at: at,
            last_inside_at: at,
            doubt: Doubt::None,
        }
    }

    /// The next fix. Answers the first fix outside once leaving is certain.
    pub fn observe(&mut self, side: Side, at: At) -> Option<At> {
        let outside = side == Side::Outside;
        match self.doubt {
            _ if side == Side::Inside => {
                self.last_inside_at = at;
                self.doubt = Doubt::None;
            }
            Doubt::None if !outside => {}
            Doubt::None => {
                let after_ms = narrow(at.since_ms(self.last_inside_at));
                let last = true;
                self.doubt = Doubt::Out { after_ms, last };
            }
            Doubt::Out { after_ms, last } => {
                let first_at = self.last_inside_at.plus_ms(after_ms.into());
                if outside && last || at.since_ms(first_at) >= OUT_FOR_MS {
                    return Some(first_at);
                }
                let last = outside;
                self.doubt = Doubt::Out { after_ms, last };
            }
        }
        None
    }

    pub const fn in_doubt(&self) -> bool {
        matches!(self.doubt, Doubt::Out { .. })
    }
}

/// A fence that the rep has entered and not left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    pub outlet: OutletId,
    /// A hint: where the index of `stamp` holds it.
    #[serde(skip)]
    pub(crate) slot: Slot,
    pub arrived_at: At,
    pub hold: Hold,
    pub inside: u16,
    /// A visit was given for this presence: no other opens here before leaving is seen.
    pub claimed: bool,
}

/// Midpoint of the two fixes round an arrival or departure; where more than `gap_ms` lies between
/// them nothing was observed, and only `known` is sure.
pub fn midpoint(a: At, b: At, known: At, gap_ms: i64) -> At {
    if b.since_ms(a) > gap_ms {
        known
    } else {
        a.plus_ms(b.since_ms(a) / 2)
    }
}
