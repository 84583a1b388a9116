//! Which outlet a stay belongs to, where several are near: a share of certainty for each.
//!
//! The model is stated here and nowhere else. A phone at rest is off by a bias that it keeps for the
//! whole stay, normal in both axes; so an outlet at `d` from the middle of the stay explains it in
//! proportion to `exp(−d² / 2σ²) / 2πσ²`. Before the stay was seen, a planned outlet that was not
//! called at is likely, the one that is next in the plan more so; any other outlet is unlikely, and
//! so is every square metre of ground that is no outlet at all. The shares are what Bayes' rule
//! makes of the two. Pure; sums in the order of the candidates, functions of `libm`: every machine
//! gets the same.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::id::OutletId;

/// 68 % radius of a round normal scatter, in standard deviations of one axis, thousandths.
const RADIUS_68_PM: i64 = 1_510;
/// How likely a call is before the stay is seen, per mille of the next planned stop. Whoever
/// departs from the plan mostly does so by a stop or two.
const NEXT: f64 = 1_000.0;
const AFTER_NEXT: f64 = 500.0;
const PLANNED: f64 = 250.0;
/// Not planned, or called at today: of a few calls of a day each may be at any of a hundred outlets.
const OTHER: f64 = 2.0;
/// Where the day has no plan, any outlet.
const ANY: f64 = 20.0;
/// How far the middle of a stay wanders while it lasts, standard deviation of an axis.
const WANDER_M: f64 = 6.0;
/// A square metre of ground where a rep may rest.
const GROUND_PER_M2: f64 = 1.0e-4;

/// What the plan says of an outlet at the time of a stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Planned, not called at; so many such stops come before it from where the rep is in the plan.
    Planned { after: usize },
    /// Planned, not called at, though the rep has called at a later one.
    PassedOver,
    /// Planned, and a detected visit was given to it, for which so many thousandths to one speak: it
    /// may have been elsewhere.
    Given { milli_odds: u32 },
    /// Not planned, or called at already.
    No,
    /// The day has no plan.
    Unknown,
    /// The visit here is open; the distance is that from the middle which its stay had so far.
    Open,
}

impl Expected {
    fn weight(self) -> f64 {
        match self {
            Self::Planned { after: 0 } | Self::Open => NEXT,
            Self::Planned { after: 1 } => AFTER_NEXT,
            Self::Planned { .. } | Self::PassedOver => PLANNED,
            Self::Given { milli_odds } => NEXT * left_over(milli_odds),
            Self::No => OTHER,
            Self::Unknown => ANY,
        }
    }

    pub const fn is_planned(self) -> bool {
        matches!(self, Self::Planned { .. } | Self::PassedOver)
    }
}

/// An outlet that may explain a stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub outlet: OutletId,
    /// From the middle of the stay to the pin, or to the polygon's edge, not positive inside.
    pub distance_mm: i64,
    pub expected: Expected,
}

/// How much speaks for an outlet, or for none, as a share of all that was near.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OutletShare {
    /// `None`: a rest at no outlet.
    pub outlet: Option<OutletId>,
    /// 0–1000; the listed ones add up to 1000 or, where the least are left out, to less.
    pub per_mille: u16,
}

/// Standard deviation of the place of a stay: the phone's own accuracy, not less than the setting.
pub(crate) fn sigma_mm(bias_m: i32, accuracy_mm: i64, spread_mm: i64) -> i64 {
    let bias = (i64::from(bias_m.max(1)) * 1000).max(accuracy_mm * 1000 / RADIUS_68_PM);
    // Half of what the fixes wander about the middle is left in it.
    let noise = spread_mm / 2;
    crate::position::root(bias * bias + noise * noise).max(1)
}

/// The shares, greatest first.
pub(crate) struct Shares {
    pub listed: SmallVec<[OutletShare; 8]>,
    weights: SmallVec<[(Option<OutletId>, f64); 8]>,
    sum: f64,
}

impl Shares {
    /// What speaks for an outlet to what speaks against it, thousandths.
    pub fn milli_odds(&self, outlet: OutletId) -> u32 {
        let weight = self.weights.iter().find(|(o, _)| *o == Some(outlet));
        let weight = weight.map_or(0.0, |(_, w)| *w);
        thousandths(weight / (self.sum - weight).max(f64::MIN_POSITIVE))
    }
}

/// What an earlier visit leaves of the likelihood that a call is still to come: the rep was there
/// either then or is there now, seldom both.
fn left_over(milli_odds: u32) -> f64 {
    let odds = f64::from(milli_odds) / 1000.0;
    (1.0 + OTHER / NEXT * odds) / (1.0 + odds)
}

/// How likely an earlier visit was at the outlet that a later stay was given to, per mille: by its
/// odds before that stay, and by those of the stay, which knew of it.
pub(crate) fn earlier_per_mille(earlier_milli: u32, later_milli: u32) -> u16 {
    let earlier = f64::from(earlier_milli) / 1000.0;
    let later = f64::from(later_milli) / 1000.0 / left_over(earlier_milli);
    let both = OTHER / NEXT * earlier * later;
    per_mille((earlier + both) / (1.0 + earlier + later + both))
}

/// Of equal shares in the order of the candidates, the ground last.
pub(crate) fn shares(candidates: &[Candidate], sigma_mm: i64) -> Shares {
    let weight = |c: &Candidate| {
        let sigma_m = match c.expected {
            Expected::Open => WANDER_M,
            _ => metres(sigma_mm),
        };
        let twice_square = 2.0 * sigma_m * sigma_m;
        let d = metres(c.distance_mm.max(0));
        c.expected.weight() * libm::exp(-(d * d) / twice_square) / (PI * twice_square)
    };
    let mut weights: SmallVec<[(Option<OutletId>, f64); 8]> = candidates
        .iter()
        .map(|c| (Some(c.outlet), weight(c)))
        .collect();
    weights.push((None, GROUND_PER_M2));
    let sum: f64 = weights.iter().map(|(_, w)| w).sum();
    let mut listed: SmallVec<[OutletShare; 8]> = weights
        .iter()
        .map(|(outlet, w)| OutletShare {
            outlet: *outlet,
            per_mille: per_mille(w / sum),
        })
        .collect();
    listed.sort_by_key(|s| std::cmp::Reverse(s.per_mille));
    Shares {
        listed,
        weights,
        sum,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positive, saturates"
)]
fn thousandths(odds: f64) -> u32 {
    libm::round(odds * 1000.0) as u32
}

#[expect(clippy::cast_precision_loss, reason = "below 2^40")]
fn metres(mm: i64) -> f64 {
    mm as f64 / 1000.0
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 1"
)]
fn per_mille(share: f64) -> u16 {
    libm::round(share.clamp(0.0, 1.0) * 1000.0) as u16
}
