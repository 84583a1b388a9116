//! When an outlet's pin is wrong: where the visits say the outlet is, and which doubts a corrected
//! pin clears.
//!
//! Only proposes and only says what a pin explains; a person approves, and the machine's verdict of
//! a past visit is never computed again.

use std::collections::BTreeSet;

use crate::{
    fence::Fence,
    id::{RepId, VisitId},
    place::place,
    position::{LatLng, Plane, distance_mm},
    time::At,
    verdict::{IntegrityVerdict, Overall, PlaceVerdict},
    visit::{Visit, VisitState},
};

/// How far from their centre the positions of a cluster lie, at most.
pub const CLUSTER_MM: i64 = 30_000;
/// A cluster is of so many visits by so many reps, at least.
pub const VISITS_MIN: usize = 3;
pub const REPS_MIN: usize = 2;
/// A fix less accurate than this says nothing about a pin.
pub const ACCURACY_MAX_DM: i32 = 500;
/// Sightings of one outlet that are looked at; the newest count.
pub const SIGHTINGS_MAX: usize = 200;
/// A pin moved by more than this needs more than a supervisor: beyond it, it could make a street
/// that nobody visits look visited.
pub const NEAR_MM: i64 = 200_000;

/// Where a rep was, seen from one visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sighting {
    pub visit: VisitId,
    pub rep: RepId,
    pub at: At,
    pub position: LatLng,
}

impl Sighting {
    /// The check-in's own fix, else the check-out's; `None` where neither is accurate enough.
    pub fn of(visit: &Visit, rep: RepId) -> Option<Self> {
        let evidence = &visit.evidence;
        [evidence.check_in, evidence.check_out]
            .into_iter()
            .flatten()
            .find(|e| (1..=ACCURACY_MAX_DM).contains(&e.accuracy_dm))
            .map(|e| Self {
                visit: visit.id,
                rep,
                at: e.at,
                position: e.position,
            })
    }
}

/// The place that visits agree on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    pub pin: LatLng,
    /// In order.
    pub visits: Vec<VisitId>,
    pub reps: usize,
    /// From the centre to the farthest of the positions.
    pub spread_mm: i64,
}

impl Cluster {
    /// The sightings within [`CLUSTER_MM`] of a place that somebody names.
    pub fn around(pin: LatLng, sightings: &[Sighting]) -> Self {
        let members: Vec<&Sighting> = sightings
            .iter()
            .filter(|s| distance_mm(pin, s.position) <= CLUSTER_MM)
            .collect();
        let mut visits: Vec<VisitId> = members.iter().map(|s| s.visit).collect();
        visits.sort_unstable();
        visits.dedup();
        let reps: BTreeSet<RepId> = members.iter().map(|s| s.rep).collect();
        let far = members.iter().map(|s| distance_mm(pin, s.position)).max();
        Self {
            pin,
            visits,
            reps: reps.len(),
            spread_mm: far.unwrap_or(0),
        }
    }

    const fn is_enough(&self) -> bool {
        self.visits.len() >= VISITS_MIN && self.reps >= REPS_MIN
    }
}

/// The pin that sightings of an outlet propose: the tightest place beyond its fence that at least
/// [`VISITS_MIN`] visits by [`REPS_MIN`] reps agree on. Most reps win, then most visits, then the
/// smallest spread. The order of the sightings does not matter.
pub fn propose(fence: &Fence, sightings: &[Sighting]) -> Option<Cluster> {
    let mut newest: Vec<Sighting> = sightings
        .iter()
        .filter(|s| fence.beyond_mm(s.position).is_none_or(|mm| mm > 0))
        .copied()
        .collect();
    newest.sort_unstable_by_key(|s| (std::cmp::Reverse(s.at), *s));
    newest.truncate(SIGHTINGS_MAX);
    newest
        .iter()
        .filter_map(|seed| {
            let near: Vec<LatLng> = newest
                .iter()
                .map(|s| s.position)
                .filter(|p| distance_mm(seed.position, *p) <= CLUSTER_MM)
                .collect();
            let found = Cluster::around(centre(seed.position, &near), &newest);
            let beyond = fence.beyond_mm(found.pin).is_none_or(|mm| mm > 0);
            (beyond && found.is_enough()).then_some(found)
        })
        .min_by_key(|c| {
            let most = std::cmp::Reverse((c.reps, c.visits.len()));
            (most, c.spread_mm, c.pin)
        })
}

/// The median east and north: one wild fix does not move it.
fn centre(origin: LatLng, positions: &[LatLng]) -> LatLng {
    let plane = Plane::at(origin);
    let (mut east, mut north): (Vec<i64>, Vec<i64>) =
        positions.iter().map(|p| plane.offset_mm(*p)).unzip();
    plane.position(median(&mut east), median(&mut north))
}

fn median(values: &mut [i64]) -> i64 {
    values.sort_unstable();
    let upper = values.get(values.len() / 2).copied().unwrap_or(0);
    let lower = values.get(values.len().saturating_sub(1) / 2).copied();
    i64::midpoint(lower.unwrap_or(upper), upper)
}

/// Whether a corrected pin clears every doubt about a closed visit: its check-in lies inside the new
/// fence, and the old pin alone was why it did not count. `dwell_min_ms` is the class's; presence
/// was measured against the old fence, so the declared interval stands in for it.
pub fn explains(fence: &Fence, visit: &Visit, dwell_min_ms: i64) -> bool {
    let verdict = &visit.verdict;
    let inside = |e: crate::visit::PlaceEvidence| {
        fence.distance_mm(e.position).is_some_and(|d| {
            place(d, i64::from(e.accuracy_dm) * 100, fence.radius_mm()) <= PlaceVerdict::Likely
        })
    };
    let stayed = match (visit.check_in_at, visit.check_out_at) {
        (Some(from), Some(to)) => to.since_ms(from) >= dwell_min_ms,
        _ => false,
    };
    let cleared = |reason: &str| match reason {
        "place_outside" | "place_outside_block" | "place_borderline" => true,
        "dwell_short" => stayed,
        _ => false,
    };
    visit.state == VisitState::Closed
        && verdict.overall != Overall::Valid
        && verdict.integrity == IntegrityVerdict::Clean
        && matches!(
            verdict.place,
            PlaceVerdict::Outside | PlaceVerdict::Borderline
        )
        && verdict.reasons.iter().all(|r| cleared(r))
        && visit.evidence.check_in.is_some_and(inside)
        && visit.evidence.check_out.is_none_or(inside)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const OLD: LatLng = LatLng {
        lat_e7: 210_000_000,
        lng_e7: 1_058_000_000,
    };

    fn fence() -> Fence {
        Fence::Circle {
            pin: OLD,
            radius_mm: 60_000,
        }
    }

    fn seen(n: u128, rep: i32, east_mm: i64, north_mm: i64) -> Sighting {
        Sighting {
            visit: VisitId(Uuid::from_u128(n)),
            rep: RepId(rep),
            at: At(i64::try_from(n).unwrap()),
            position: Plane::at(OLD).position(east_mm, north_mm),
        }
    }

    #[test]
    fn three_visits_by_two_reps_move_a_pin_and_fewer_do_not() {
        let all = [
            seen(1, 1, 500_000, 0),
            seen(2, 1, 505_000, 4_000),
            seen(3, 2, 498_000, -3_000),
        ];
        let found = propose(&fence(), &all).unwrap();
        assert_eq!((found.visits.len(), found.reps), (3, 2));
        let off = Plane::at(OLD).position(500_000, 0);
        assert!(distance_mm(found.pin, off) < 2_000, "{found:?}");
        assert_eq!(propose(&fence(), &all[..2]), None, "too few visits");
        let one_rep: Vec<_> = all
            .iter()
            .map(|s| Sighting {
                rep: RepId(1),
                ..*s
            })
            .collect();
        assert_eq!(propose(&fence(), &one_rep), None, "one rep alone");
        assert!(propose(&Fence::None, &all).is_some(), "a first pin");
    }

    #[test]
    fn visits_spread_along_a_street_propose_nothing() {
        let street = [
            seen(1, 1, 100_000, 0),
            seen(2, 2, 170_000, 0),
            seen(3, 3, 240_000, 0),
        ];
        assert_eq!(propose(&fence(), &street), None);
    }

    fn sightings() -> impl Strategy<Value = Vec<Sighting>> {
        let one = (
            1..5_i32,
            -200_000..200_000_i64,
            -200_000..200_000_i64,
            any::<bool>(),
        );
        prop::collection::vec(one, 0..40).prop_map(|all| {
            let tight = |v: i64, t: bool| if t { 120_000 + v / 8 } else { v };
            all.into_iter()
                .enumerate()
                .map(|(i, (rep, e, n, t))| seen(i as u128, rep, tight(e, t), tight(n, t)))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_proposed_holds_whatever_the_order(all in sightings(), rotate in 0..40_usize) {
            let found = propose(&fence(), &all);
            let mut other = all.clone();
            let by = rotate.min(other.len());
            other.rotate_left(by);
            other.reverse();
            prop_assert_eq!(&found, &propose(&fence(), &other));
            if let Some(found) = found {
                prop_assert!(fence().beyond_mm(found.pin).unwrap() > 0);
                prop_assert!(found.spread_mm <= CLUSTER_MM);
                let members: Vec<_> = all.iter().filter(|s| found.visits.contains(&s.visit)).collect();
                prop_assert!(members.len() >= VISITS_MIN);
                let reps: BTreeSet<_> = members.iter().map(|s| s.rep).collect();
                prop_assert_eq!(reps.len(), found.reps);
                prop_assert!(reps.len() >= REPS_MIN);
                for m in members {
                    prop_assert!(distance_mm(m.position, found.pin) <= CLUSTER_MM);
                    prop_assert!(fence().beyond_mm(m.position).unwrap() > 0);
                }
            }
        }

        #[test]
        fn a_true_cluster_is_found(east in 150_000..400_000_i64, noise in prop::collection::vec((-10_000..10_000_i64, -10_000..10_000_i64), 3..12)) {
            let all: Vec<_> = noise.iter().enumerate()
                .map(|(i, (e, n))| seen(i as u128, i32::try_from(i % 2).unwrap(), east + e, *n))
                .collect();
            let found = propose(&fence(), &all).unwrap();
            prop_assert!(distance_mm(found.pin, Plane::at(OLD).position(east, 0)) <= 15_000);
            prop_assert_eq!(found.visits.len(), all.len());
        }

        #[test]
        fn visits_inside_the_fence_propose_nothing(noise in prop::collection::vec((-40_000..40_000_i64, -40_000..40_000_i64), 0..20)) {
            let all: Vec<_> = noise.iter().enumerate()
                .map(|(i, (e, n))| seen(i as u128, i32::try_from(i % 3).unwrap(), *e, *n))
                .collect();
            prop_assert_eq!(propose(&fence(), &all), None);
        }
    }
}
