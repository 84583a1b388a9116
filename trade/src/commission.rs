//! What a rep earns on a value: tiers, at one rate or band by band.

use serde::{Deserialize, Serialize};

use crate::quantity::half_up;

/// From so much on, so much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CommissionTier)]
pub struct Tier {
    pub from_minor: i64,
    /// 100 is 1 %.
    pub basis_points: i32,
}

/// One band of a value with its share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CommissionBand)]
pub struct Band {
    pub from_minor: i64,
    pub to_minor: i64,
    pub basis_points: i32,
    pub earned_minor: i64,
}

/// The bands of a value; their shares add up to what is earned. With `cumulative` each band earns at its own
/// rate, else the highest tier reached counts for the whole value. Each share is rounded half up.
pub fn earned(tiers: &[Tier], cumulative: bool, value_minor: i64) -> Vec<Band> {
    let mut by_height: Vec<&Tier> = tiers
        .iter()
        .filter(|t| t.from_minor <= value_minor)
        .collect();
    by_height.sort_by_key(|t| t.from_minor);
    let band = |from: i64, to: i64, basis_points: i32| Band {
        from_minor: from,
        to_minor: to,
        basis_points,
        earned_minor: share(to - from, basis_points),
    };
    let Some(highest) = by_height.last() else {
        return Vec::new();
    };
    if value_minor <= 0 {
        return Vec::new();
    }
    if !cumulative {
        return vec![band(0, value_minor, highest.basis_points)];
    }
    let ends = (by_height.iter().skip(1))
        .map(|t| t.from_minor)
        .chain([value_minor]);
    (by_height.iter().zip(ends))
        .map(|(tier, to)| band(tier.from_minor.max(0), to, tier.basis_points))
        .filter(|band| band.to_minor > band.from_minor)
        .collect()
}

fn share(minor: i64, basis_points: i32) -> i64 {
    let exact = i128::from(minor) * i128::from(basis_points);
    half_up(exact, 10_000).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIERS: [Tier; 3] = [
        Tier {
            from_minor: 0,
            basis_points: 100,
        },
        Tier {
            from_minor: 1_000,
            basis_points: 200,
        },
        Tier {
            from_minor: 5_000,
            basis_points: 300,
        },
    ];

    fn sum(bands: &[Band]) -> i64 {
        bands.iter().map(|b| b.earned_minor).sum()
    }

    #[test]
    fn the_highest_tier_counts_for_all_or_each_band_for_itself() {
        assert_eq!(sum(&earned(&TIERS, false, 6_000)), 180);
        assert_eq!(sum(&earned(&TIERS, true, 6_000)), 10 + 80 + 30);
        assert_eq!(sum(&earned(&TIERS, true, 999)), 10);
        assert_eq!(earned(&TIERS, false, 0), []);
        assert_eq!(
            earned(&TIERS[1..], false, 999),
            [],
            "below the first tier nothing is earned"
        );
        assert_eq!(earned(&TIERS, true, -5), []);
    }

    #[test]
    fn bands_lie_side_by_side_up_to_the_value() {
        let bands = earned(&TIERS, true, 7_777);
        assert_eq!(bands.last().unwrap().to_minor, 7_777);
        assert!(bands.windows(2).all(|w| w[0].to_minor == w[1].from_minor));
    }
}
