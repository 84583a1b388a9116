//! The outlet that a stay is given to: who is near, what the plan says of them, and how sure it is.
//!
//! Asked when a stay has lasted the dwell and gave no visit yet, never per fix.

use smallvec::SmallVec;

use crate::{
    id::OutletId,
    outlet_index::FOLLOWED_MAX,
    position::{LatLng, Plane},
    presence::Presence,
    stay::{Newest, Rest, StayNow},
    time::At,
    visit_now::Stayed,
    which_outlet::{Candidate, Expected, OutletShare, Shares, shares, sigma_mm},
    world::World,
};

use super::{Tracker, presences::outlet_at};

/// Outlets farther than so many σ from a stay explain nothing of it.
const REACH_SIGMAS: i64 = 4;
/// Two outlets whose distances differ by less than this cannot be told apart by a phone.
pub(super) const NOISE_MIN_MM: i64 = 10_000;
/// Below this a stay has not moved.
const MOVED_MIN_MM: i64 = 8_000;

/// The outlet that a stay belongs to, and what else it could have been.
pub(super) struct Choice {
    pub outlet: OutletId,
    pub unclear: bool,
    /// Sure enough to end a visit that the track has not left.
    pub apart: bool,
    pub shares: SmallVec<[OutletShare; 8]>,
    /// What speaks for the outlet to what speaks against it, thousandths.
    pub milli_odds: u32,
    /// Where the stay was seen to be.
    pub middle: LatLng,
}

/// A followed outlet whose fence holds the stay.
struct Here {
    outlet: OutletId,
    /// From the centre of the stay.
    distance_mm: i64,
    /// Its dwell is reached.
    dwelt: bool,
    /// The rep may be leaving it.
    in_doubt: bool,
}

impl Tracker {
    /// The likeliest of the outlets whose fence holds the stay, once its dwell is reached; unclear
    /// where it is not likely enough. None before that, and where no fence holds it.
    pub(super) fn choose(&self, silent_until: Option<At>, world: &World<'_>) -> Option<Choice> {
        let stay = self.stay.as_ref()?;
        let rest = stay.rest(world.rules);
        let here = self.here(stay, &rest, silent_until, world);
        if !here.iter().any(|h| h.dwelt) {
            return None;
        }
        let middle = stay.middle(&rest);
        let shares = self.weigh(stay, middle, world);
        let chosen = if world.day.plan.stops.is_empty() {
            nearest(&here, NOISE_MIN_MM.max(stay.spread_mm() / 2))
        } else {
            self.likeliest(&here, &shares.listed, silent_until.is_some(), world)
        };
        let (outlet, apart) = chosen?;
        let share = shares.listed.iter().find(|s| s.outlet == Some(outlet));
        let sure = share.is_some_and(|s| is_sure(s, world));
        Some(Choice {
            outlet,
            unclear: !sure,
            apart: apart.unwrap_or(sure),
            milli_odds: shares.milli_odds(outlet),
            shares: shares.listed,
            middle,
        })
    }

    /// The likeliest whose dwell is reached; none yet where a likelier planned one is about to
    /// reach its own.
    fn likeliest(
        &self,
        here: &[Here],
        shares: &[OutletShare],
        silent: bool,
        world: &World<'_>,
    ) -> Option<(OutletId, Option<bool>)> {
        let by_share = || {
            let at = |s: &OutletShare| here.iter().find(|h| Some(h.outlet) == s.outlet);
            shares.iter().filter_map(at)
        };
        let first = by_share().next()?;
        let soon = !first.dwelt && !first.in_doubt && !silent;
        if soon && self.expected(first.outlet, world).is_planned() {
            return None;
        }
        by_share().find(|h| h.dwelt).map(|h| (h.outlet, None))
    }

    /// The followed outlets whose fence holds the centre of the stay.
    fn here(
        &self,
        stay: &StayNow,
        rest: &Rest,
        silent_until: Option<At>,
        world: &World<'_>,
    ) -> SmallVec<[Here; FOLLOWED_MAX]> {
        let centre = stay.centre();
        let mut here = SmallVec::new();
        for p in &self.presences {
            let Some(outlet) = outlet_at(p.slot, p.outlet, world) else {
                continue;
            };
            let distance = outlet.fence.distance_mm(centre);
            let Some(distance_mm) = distance.filter(|d| *d <= outlet.fence.radius_mm()) else {
                continue;
            };
            let from = rest.first_at.max(p.hold.first_inside_at);
            let until = match silent_until {
                Some(at) if !p.hold.in_doubt() && p.hold.last_inside_at >= stay.last_at() => at,
                _ => rest.last_at.min(p.hold.last_inside_at),
            };
            let least_ms = i64::from(world.rules.dwell_min_s_of(&outlet.class)) * 1000;
            here.push(Here {
                outlet: p.outlet,
                distance_mm,
                dwelt: until.since_ms(from) >= least_ms,
                in_doubt: p.hold.in_doubt(),
            });
        }
        here
    }

    /// Some outlet that is still to be called at has its fence round the rep: cheap, asked per fix.
    pub(super) fn may_be_at_next(&self, world: &World<'_>) -> bool {
        let planned = |p: &Presence| self.expected(p.outlet, world).is_planned();
        self.presences.iter().any(|p| !p.claimed && planned(p))
    }

    /// Where the newest part of a stay that gave its visit was more likely spent at a planned outlet
    /// near by than there: that part.
    pub(super) fn newest_at_next(&self, newest: &Newest, span_ms: i64, world: &World<'_>) -> bool {
        let Some(stay) = self.stay.as_ref() else {
            return false;
        };
        let dwelt = |p: &&Presence| {
            let from = p.hold.first_inside_at.max(newest.first_at);
            !p.claimed
                && p.hold.last_inside_at.since_ms(from) >= span_ms
                && self.expected(p.outlet, world).is_planned()
        };
        if !self.presences.iter().any(|p| dwelt(&p)) {
            return false;
        }
        let middle = stay.middle_since(newest.first_at);
        // That a visit was left shows that the rep moved.
        if let Some(v) = &self.open {
            let moved = |s: &Stayed| Plane::at(s.middle).distance_mm(middle) >= MOVED_MIN_MM;
            if !v.stayed.as_deref().is_some_and(moved) {
                return false;
            }
        }
        let shares = self.weigh(stay, middle, world);
        shares
            .listed
            .first()
            .filter(|s| is_sure(s, world))
            .is_some_and(|s| {
                let mut there = self.presences.iter().filter(dwelt);
                there.any(|p| Some(p.outlet) == s.outlet)
            })
    }

    fn weigh(&self, stay: &StayNow, middle: LatLng, world: &World<'_>) -> Shares {
        let sigma = sigma_mm(
            world.rules.outlet_bias_m,
            stay.accuracy_mm(world.rules),
            stay.spread_mm(),
        );
        shares(&self.candidates(middle, sigma, world), sigma)
    }

    /// All outlets that could explain a stay: the followed ones, and those near by whose fence just
    /// does not hold it.
    fn candidates(&self, middle: LatLng, sigma_mm: i64, world: &World<'_>) -> Vec<Candidate> {
        let date = world.day.plan.date;
        let mut all: Vec<Candidate> = Vec::new();
        // Without a plan the nearest counts, wherever the rep was before.
        let planned_day = !world.day.plan.stops.is_empty();
        let open = self.open.as_ref().filter(|_| planned_day);
        let mut add = |outlet: OutletId, distance_mm: i64| {
            let stayed = open
                .filter(|v| v.outlet == Some(outlet))
                .and_then(|v| v.stayed.as_deref())
                .map(|s| s.middle);
            all.push(match stayed {
                Some(before) => Candidate {
                    outlet,
                    distance_mm: Plane::at(before).distance_mm(middle),
                    expected: Expected::Open,
                },
                None => Candidate {
                    outlet,
                    distance_mm,
                    expected: self.expected(outlet, world),
                },
            });
        };
        let near = world.outlets.near(middle, REACH_SIGMAS * sigma_mm, date);
        for p in &self.presences {
            if let Some(d) =
                outlet_at(p.slot, p.outlet, world).and_then(|o| o.fence.distance_mm(middle))
            {
                add(p.outlet, d);
            }
        }
        for (outlet, _) in near {
            if self.presences.iter().all(|p| p.outlet != outlet.id)
                && let Some(d) = outlet.fence.distance_mm(middle)
            {
                add(outlet.id, d);
            }
        }
        all.sort_unstable_by_key(|c| (c.distance_mm, c.outlet));
        all
    }

    /// What the plan says of an outlet now.
    fn expected(&self, id: OutletId, world: &World<'_>) -> Expected {
        let stops = &world.day.plan.stops;
        if stops.is_empty() {
            return Expected::Unknown;
        }
        let Some(stop) = stops.iter().find(|s| s.outlet == id) else {
            return Expected::No;
        };
        let called = |outlet: OutletId| {
            self.memory.visited.contains(&outlet)
                || self.open.as_ref().is_some_and(|v| v.outlet == Some(outlet))
        };
        // Where the rep can declare, what was called at was checked in at.
        let given = self.memory.given_to(id).filter(|_| !world.day.can_declare);
        if let Some(given) = given {
            return Expected::Given {
                milli_odds: given.milli_odds,
            };
        }
        if called(id) {
            return Expected::No;
        }
        let reached = self.memory.sequence;
        if reached.is_some_and(|r| stop.sequence < r) {
            return Expected::PassedOver;
        }
        let after = stops
            .iter()
            .filter(|s| {
                reached.is_none_or(|r| s.sequence > r)
                    && s.sequence < stop.sequence
                    && !called(s.outlet)
            })
            .count();
        Expected::Planned { after }
    }
}

/// The nearest whose dwell is reached, and whether it is nearer than all others by more than the
/// noise.
fn nearest(here: &[Here], noise_mm: i64) -> Option<(OutletId, Option<bool>)> {
    let dwelt = || here.iter().filter(|h| h.dwelt);
    let first = dwelt().min_by_key(|h| (h.distance_mm, h.outlet))?;
    let apart =
        dwelt().all(|h| h.outlet == first.outlet || h.distance_mm - first.distance_mm >= noise_mm);
    Some((first.outlet, Some(apart)))
}

fn is_sure(share: &OutletShare, world: &World<'_>) -> bool {
    i32::from(share.per_mille) >= world.rules.outlet_sure_pct * 10
}
